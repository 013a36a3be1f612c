//! Any request at any address: the first line names method and path, lines up to an empty one are headers,
//! the rest is the body. `@an` and `@quanly` in a header stand for the cookies of the two people.

use crate::{
    archive::{Archive, with},
    honest::{change, id, text},
};
use axum::{
    body::Body,
    http::{HeaderName, HeaderValue, Method, Request, Uri},
};
use serde_json::json;
use shared::digest::Digest;

pub fn seeds() -> Vec<Vec<u8>> {
    let push = json!({ "changes": [change(0)] }).to_string();
    let picture: &[u8] = b"\xff\xd8\xff a picture";
    let blob = format!("/api/v1/blobs/{}", Digest::of(picture));
    let who = "cookie: a=1; lantoa=@an; b=2\nx-lantoa-protocol: 1\n";
    let manager = "cookie: @quanly\nx-lantoa-protocol: 1\n";
    let aside = id("lần lưu", 1);
    let sign_in = json!({ "login": "an", "password": "x", "device": { "id": "01890a5d-ac96-774b-bcce-b302099a8057", "name": "máy" } });
    let texts = [
        format!("POST /api/v1/sync/push\n{who}content-encoding: identity\ncontent-length: 5\n\n{push}"),
        format!("POST /api/v1/sync/pull\n{who}x-lantoa-person: 1\n\n{{\"scopes\":{{}}}}"),
        format!("GET /api/v1/sync/heads\n{who}if-none-match: W/\"abc\", \"def\"\n\n"),
        format!("GET /api/v1/sync/events?person=1\n{who}\n"),
        format!("GET /api/v1/directory\n{who}accept-encoding: gzip, br;q=0.5\n\n"),
        format!("GET {blob}\n{who}range: bytes=0-\n\n"),
        format!("HEAD {blob}\n{who}\n"),
        format!("GET /api/v1/quarantine?after={aside}\n{manager}\n"),
        format!("POST /api/v1/quarantine/{aside}/adopt\n{manager}\n"),
        format!("POST /api/v1/quarantine/{aside}/drop\n{manager}\n{{\"reason\":\"hai lần\"}}"),
        format!("GET /api/v1/devices\n{manager}\n"),
        format!(
            "POST /api/v1/session\nx-lantoa-protocol: 1\nx-forwarded-for: 1.2.3.4, ::1\nx-forwarded-proto: https\n\n{sign_in}"
        ),
        format!("POST /api/v1/session/end\nx-lantoa-protocol: 1\n\n{}", json!({ "token": "abc" })),
        format!("DELETE /api/v1/session\n{who}\n"),
        format!("GET /api/v1/session\n{who}\n"),
        format!("POST {blob}\n{who}tus-resumable: 1.0.0\nupload-length: 12\nupload-metadata: name YQ==\n\n"),
        format!(
            "PATCH {blob}\n{who}tus-resumable: 1.0.0\nupload-offset: 0\ncontent-type: application/offset+octet-stream\n\nabc"
        ),
        "GET /assets/../../secret.txt\naccept-encoding: br, gzip\nif-none-match: *\n\n".to_owned(),
        "GET /plans/1?x=%2e%2e%2f\n\n".to_owned(),
        "OPTIONS /api/v1/health\norigin: http://a\n\n".to_owned(),
    ];
    let mut all: Vec<Vec<u8>> = texts.into_iter().map(String::into_bytes).collect();
    all.push([format!("PUT {blob}\n{who}content-type: image/jpeg\n\n").into_bytes(), picture.to_vec()].concat());
    all.push([format!("PUT {blob}\n{who}expect: 100-continue\n\n").into_bytes(), b"another".to_vec()].concat());
    all
}

/// The request that these bytes describe, if it could come over a line.
fn request(archive: &Archive, bytes: &[u8]) -> Option<Request<Body>> {
    let end = bytes.windows(2).position(|two| two == b"\n\n")?;
    let (head, body) = (&bytes[..end], &bytes[end + 2..]);
    let mut lines = head.split(|byte| *byte == b'\n');
    let first = std::str::from_utf8(lines.next()?).ok()?;
    let (method, path) = first.split_once(' ')?;
    let mut request = Request::new(Body::from(body.to_vec()));
    *request.method_mut() = Method::from_bytes(method.as_bytes()).ok()?;
    *request.uri_mut() = path.parse::<Uri>().ok().filter(|uri| uri.path().starts_with('/'))?;
    for line in lines {
        let colon = line.iter().position(|byte| *byte == b':')?;
        let value = line[colon + 1..].trim_ascii();
        let value = match value.windows(3).position(|three| three == b"@an") {
            Some(at) => {
                let token = archive.officer.trim_start_matches("lantoa=").as_bytes();
                [&value[..at], token, &value[at + 3..]].concat()
            }
            None if value == b"@quanly" => archive.manager.clone().into_bytes(),
            None => value.to_vec(),
        };
        let name = HeaderName::from_bytes(&line[..colon]).ok()?;
        request.headers_mut().append(name, HeaderValue::from_bytes(&value).ok()?);
    }
    Some(request)
}

pub fn hit(bytes: &[u8]) {
    with(|archive| {
        // Something is kept aside, for whoever asks after it.
        if bytes.windows(10).any(|piece| piece == b"quarantine") {
            let push = json!({ "changes": [change(1)] });
            archive.post(&archive.officer, "/api/v1/sync/push", text(&push));
        }
        let Some(request) = request(archive, bytes) else { return };
        let method = request.method().clone();
        let answer = archive.send(request);
        // A problem says what it is, in words that a program reads too.
        let is_plain = answer.header("content-encoding").is_empty();
        let is_problem = answer.status.is_client_error() && answer.header("content-type") == "application/json";
        if is_problem && is_plain && method != Method::HEAD {
            let problem: shared::problem::Problem = answer.json();
            assert!(!problem.code.is_empty() && !problem.message.is_empty());
        }
    });
}
