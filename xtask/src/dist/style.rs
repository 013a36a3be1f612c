//! One stylesheet from many: `@import` lines are replaced by what they name, in their order,
//! cascade layers and media kept. Comments and indentation go; nothing else is rewritten.

use crate::failure::{Failure, Outcome};

/// Reads a stylesheet by its path below the style folder.
pub type Read<'a> = &'a dyn Fn(&str) -> Outcome<String>;

/// The stylesheets `entries` with everything that they import, each file once.
pub fn bundled(entries: &[&str], read: Read) -> Outcome<String> {
    let mut seen = Vec::new();
    let mut out = String::new();
    for entry in entries {
        append(entry, read, &mut seen, &mut out)?;
    }
    if out.contains("url(") && !out.contains("url(\"data:") && !out.contains("url(data:") {
        return Err(Failure::new("styles may not load files by url(): the app must draw itself without a network"));
    }
    Ok(out)
}

fn append(path: &str, read: Read, seen: &mut Vec<String>, out: &mut String) -> Outcome {
    if seen.iter().any(|earlier| earlier == path) {
        return Ok(());
    }
    seen.push(path.to_owned());
    for line in compact(&read(path)?).lines() {
        let Some(import) = line.strip_prefix("@import") else {
            out.push_str(line);
            out.push('\n');
            continue;
        };
        let import = Import::parsed(import).ok_or_else(|| Failure::new(format!("{path}: not understood: {line}")))?;
        let (open, close) = import.around();
        out.push_str(&open);
        append(&beside(path, &import.path), read, seen, out)?;
        out.push_str(close);
    }
    Ok(())
}

/// What one `@import` names.
struct Import {
    path: String,
    layer: Option<String>,
    media: String,
}

impl Import {
    fn parsed(text: &str) -> Option<Self> {
        let text = text.trim().strip_suffix(';')?;
        let (target, rest) = match text.strip_prefix("url(") {
            Some(inner) => inner.split_once(')')?,
            None => text.split_at(text.get(1..)?.find(['"', '\''])? + 2),
        };
        let path = target.trim_matches(['"', '\'', ' ']).trim_start_matches("./").to_owned();
        let (layer, media) = match rest.trim().strip_prefix("layer(") {
            Some(rest) => {
                let (name, media) = rest.split_once(')')?;
                (Some(name.trim().to_owned()), media)
            }
            None => (None, rest),
        };
        let media = media.trim().to_owned();
        (path.ends_with(".css") && !path.contains(':')).then_some(Self { path, layer, media })
    }

    fn around(&self) -> (String, &'static str) {
        let layer = self.layer.as_ref().map(|name| format!("@layer {name} {{\n"));
        let media = (!self.media.is_empty()).then(|| format!("@media {} {{\n", self.media));
        match (media, layer) {
            (Some(media), Some(layer)) => (media + &layer, "}}\n"),
            (Some(one), None) | (None, Some(one)) => (one, "}\n"),
            (None, None) => (String::new(), ""),
        }
    }
}

/// The path that `import` has, named in the file at `path`.
fn beside(path: &str, import: &str) -> String {
    let mut parts: Vec<&str> = path.split('/').collect();
    parts.pop();
    for part in import.split('/') {
        if part == ".." {
            parts.pop();
        } else {
            parts.push(part);
        }
    }
    parts.join("/")
}

/// The text without comments, indentation and empty lines; strings stay as they are.
fn compact(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(at) = rest.find(['"', '\'', '/']) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let length = if let Some(inside) = from.strip_prefix("/*") {
            inside.find("*/").map_or(from.len(), |end| end + 4)
        } else {
            let kept = if from.starts_with('/') { 1 } else { string_length(from) };
            out.push_str(&from[..kept]);
            kept
        };
        rest = &from[length..];
    }
    out.push_str(rest);
    let lines = out.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.fold(String::new(), |text, line| text + line + "\n")
}

fn string_length(from: &str) -> usize {
    let mut marks = from.char_indices();
    let quote = marks.next().map(|(_, mark)| mark);
    while let Some((at, mark)) = marks.next() {
        if mark == '\\' {
            marks.next();
        } else if Some(mark) == quote {
            return at + 1;
        }
    }
    from.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(path: &str) -> Outcome<String> {
        match path {
            "main.css" => Ok("@layer base, ui;\n@import \"base.css\" layer(base);\n\
                @import url(\"./ui/button.css\") layer(ui);\n@import 'print.css' print;\n/* end */\n"
                .to_owned()),
            "base.css" => Ok("/* the page */\nbody {\n  margin: 0;\n}\n".to_owned()),
            "ui/button.css" => Ok("@import \"../base.css\";\n.button { content: \"/* kept */\"; }".to_owned()),
            "print.css" => Ok("nav { display: none }".to_owned()),
            "remote.css" => Ok("@import url(\"https://example.org/a.css\");".to_owned()),
            "picture.css" => Ok("body { background: url(a.png) }".to_owned()),
            _ => Err(Failure::new("no such file")),
        }
    }

    #[test]
    fn imports_stand_in_their_order_in_their_layers_and_once() {
        assert_eq!(
            bundled(&["main.css"], &read).expect("all files are there"),
            "@layer base, ui;\n@layer base {\nbody {\nmargin: 0;\n}\n}\n\
             @layer ui {\n.button { content: \"/* kept */\"; }\n}\n\
             @media print {\nnav { display: none }\n}\n"
        );
    }

    #[test]
    fn what_would_need_a_network_is_refused() {
        assert!(bundled(&["remote.css"], &read).is_err());
        assert!(bundled(&["picture.css"], &read).is_err());
        assert!(bundled(&["missing.css"], &read).is_err());
    }
}
