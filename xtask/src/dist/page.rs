//! The page that starts the app: the source's one line for trunk becomes the links to this build.
//! Pure.

use crate::failure::{Failure, Outcome};

/// The files that the page names.
pub struct Names<'a> {
    /// The bundled stylesheet.
    pub style: &'a str,
    /// The script that starts the app.
    pub boot: &'a str,
    /// The JavaScript side of the wasm.
    pub script: &'a str,
    /// The wasm.
    pub wasm: &'a str,
    /// Length of the wasm, so that progress is known before its last byte.
    pub wasm_bytes: usize,
}

/// The page with the names of this build in it.
pub fn page(source: &str, names: &Names) -> Outcome<String> {
    let links = format!(
        "<link rel=\"stylesheet\" href=\"{style}\">\n  \
         <link rel=\"preload\" as=\"fetch\" crossorigin href=\"{wasm}\">\n  \
         <link rel=\"modulepreload\" href=\"{script}\">\n  \
         <script type=\"module\" src=\"{boot}\" data-script=\"{script}\" data-wasm=\"{wasm}\" \
         data-wasm-bytes=\"{bytes}\"></script>",
        style = names.style,
        boot = names.boot,
        script = names.script,
        wasm = names.wasm,
        bytes = names.wasm_bytes,
    );
    let start = source.find("<link data-trunk").ok_or_else(|| Failure::new("index.html has no line for trunk"))?;
    let end = start + source[start..].find('>').ok_or_else(|| Failure::new("index.html: a tag is not closed"))? + 1;
    let page = format!("{}{links}{}", &source[..start], &source[end..]);
    if page.contains("data-trunk") || page.contains(" style=") || page.contains("<style") {
        return Err(Failure::new("index.html: one line for trunk, and no style in the page (its security policy)"));
    }
    Ok(page)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: Names = Names { style: "/s.css", boot: "/b.js", script: "/a.js", wasm: "/a.wasm", wasm_bytes: 7 };

    #[test]
    fn the_line_for_trunk_becomes_the_links_of_the_build() {
        let page = page("<head><link data-trunk rel=\"rust\"></head>", &NAMES).expect("one line for trunk");
        assert!(page.starts_with("<head><link rel=\"stylesheet\" href=\"/s.css\">"));
        assert!(page.contains("src=\"/b.js\" data-script=\"/a.js\" data-wasm=\"/a.wasm\" data-wasm-bytes=\"7\""));
        assert!(page.ends_with("</script></head>"));
    }

    #[test]
    fn a_page_against_its_security_policy_is_not_built() {
        assert!(page("<head></head>", &NAMES).is_err());
        assert!(page("<link data-trunk><p style=\"color:red\">", &NAMES).is_err());
    }
}
