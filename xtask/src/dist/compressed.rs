//! Compression once, at build time, as hard as it goes: the server only picks a file.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;

/// Whether a file of this path gets smaller at all.
pub fn is_worth_it(path: &str) -> bool {
    let kinds = ["html", "js", "css", "wasm", "json", "webmanifest", "svg"];
    path.rsplit_once('.').is_some_and(|(_, kind)| kinds.contains(&kind))
}

/// Brotli at its highest quality.
pub fn brotli(bytes: &[u8]) -> Vec<u8> {
    let parameters =
        brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, size_hint: bytes.len(), ..Default::default() };
    let mut out = Vec::new();
    brotli::BrotliCompress(&mut &bytes[..], &mut out, &parameters).expect("memory takes all that is written");
    out
}

/// Gzip at its highest level, for what does not know brotli.
pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).expect("memory takes all that is written");
    encoder.finish().expect("memory takes all that is written")
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn what_was_compressed_comes_back() {
        let text = "Lan Tỏa. ".repeat(200);
        let mut back = String::new();
        brotli::Decompressor::new(&brotli(text.as_bytes())[..], 4096).read_to_string(&mut back).expect("whole");
        assert_eq!(back, text);
        back.clear();
        flate2::read::GzDecoder::new(&gzip(text.as_bytes())[..]).read_to_string(&mut back).expect("whole");
        assert_eq!(back, text);
        assert!(is_worth_it("/assets/app.wasm") && !is_worth_it("/icons/192.png"));
    }
}
