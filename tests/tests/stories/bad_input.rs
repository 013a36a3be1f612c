//! Bad input: a clear problem for each, and nothing lost.

use flate2::{Compression, write::GzEncoder};
use reqwest::{Method, Response, header};
use serde_json::{Value, json};
use shared::{
    change::Home,
    id::{ChangeId, UnitId},
    problem::Problem,
    verdict::{Verdict, Why},
    wire::{PROTOCOL_HEADER, PUSH_BYTES_MAX, PUSH_CHANGES_MAX},
};
use std::io::Write as _;
use tests::{
    device::{Device, PASSWORD, signing_in},
    http, made_up,
    story::story,
};
use uuid::Uuid;

const OFFICER: &str = "canbo.vanquan";
const PUSH: &str = "/api/v1/sync/push";

/// Status and code of an answer that must be a problem with words in it.
async fn problem(answer: Response) -> (u16, String) {
    let status = answer.status().as_u16();
    let kind = answer.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    assert!(kind.contains("json"), "a problem is JSON, not {kind}");
    let text = answer.text().await.expect("it comes whole");
    let problem: Problem = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
    assert!(!problem.message.is_empty(), "a problem has words: {text}");
    (status, problem.code.to_string())
}

#[tokio::test]
async fn malformed_and_oversized_bodies_are_told_apart_and_nothing_is_taken_in() {
    story("bad-bodies", async |story| {
        let device = Device::sign_in(&story.server.origin(), OFFICER).await;
        let before = device.pull_everything().await.0.len();
        let large = vec![b' '; PUSH_BYTES_MAX + 1];
        let mut bomb = GzEncoder::new(Vec::new(), Compression::best());
        bomb.write_all(&large).expect("memory takes everything");
        let bomb = bomb.finish().expect("memory takes everything");
        let many: Vec<Value> = (0..=PUSH_CHANGES_MAX).map(|_| json!({})).collect();
        let many = json!({ "changes": many }).to_string();
        let bodies: [(&str, Vec<u8>, &str, u16); 6] = [
            ("", b"{\"changes\": [".to_vec(), "malformed", 400),
            ("", b"[]".to_vec(), "malformed", 400),
            ("gzip", b"no gzip at all".to_vec(), "malformed", 400),
            ("", large, "too_large", 413),
            ("gzip", bomb, "too_large", 413),
            ("", many.into_bytes(), "too_many", 413),
        ];
        for (coding, body, code, status) in bodies {
            let mut request = device.request(Method::POST, PUSH).body(body);
            if !coding.is_empty() {
                request = request.header(header::CONTENT_ENCODING, coding);
            }
            let answer = request.send().await.expect("the server answers");
            assert_eq!(problem(answer).await, (status, code.to_owned()));
        }
        assert_eq!(device.pull_everything().await.0.len(), before, "nothing was numbered");
    })
    .await;
}

#[tokio::test]
async fn requests_of_strangers_other_sites_and_later_apps_are_refused_in_words() {
    story("bad-callers", async |story| {
        let origin = story.server.origin();
        let http = http::client();
        let asked = |method: Method, path: &str| http.request(method, format!("{origin}{path}"));
        let sent = async |request: reqwest::RequestBuilder| request.send().await.expect("the server answers");
        let stranger = asked(Method::POST, "/api/v1/sync/pull").header(PROTOCOL_HEADER, 1).body("{\"scopes\":{}}");
        assert_eq!(problem(sent(stranger).await).await, (401, "session_expired".to_owned()));
        let device = Device::sign_in(&origin, OFFICER).await;
        let other_site = device.request(Method::POST, PUSH).header("x-other", "1").body("{\"changes\":[]}");
        let mut other_site = other_site.build().expect("it is a request");
        other_site.headers_mut().remove(PROTOCOL_HEADER);
        let answer = http.execute(other_site).await.expect("the server answers");
        assert_eq!(problem(answer).await, (400, "protocol_missing".to_owned()));
        let mut later = device.request(Method::POST, PUSH).body("{\"changes\":[]}").build().expect("it is a request");
        later.headers_mut().insert(PROTOCOL_HEADER, "99".parse().expect("it is a number"));
        let answer = http.execute(later).await.expect("the server answers");
        assert_eq!(problem(answer).await, (426, "protocol_unknown".to_owned()));
        let nowhere = device.request(Method::GET, "/api/v1/nowhere");
        assert_eq!(problem(sent(nowhere).await).await.0, 404);
        let absent = device.request(Method::GET, &format!("/api/v1/blobs/{}", "0".repeat(64)));
        assert_eq!(problem(sent(absent).await).await.0, 404);
        let wrong = device.request(Method::PUT, &format!("/api/v1/blobs/{}", "0".repeat(64))).body("not zero");
        assert_eq!(problem(sent(wrong).await).await, (422, "wrong_hash".to_owned()));
    })
    .await;
}

#[tokio::test]
async fn guessing_passwords_is_slowed_down_for_that_login_alone() {
    story("guessing", async |story| {
        let (origin, http) = (story.server.origin(), http::client());
        let mut slowed = false;
        for _ in 0..30 {
            let answer = signing_in(&http, &origin, OFFICER, "sai mat khau").await;
            let waits = answer.headers().contains_key(header::RETRY_AFTER);
            match problem(answer).await {
                (401, code) => assert_eq!(code, "sign_in_refused"),
                (429, code) => {
                    assert_eq!(code, "too_many_tries");
                    assert!(waits, "it says when to try again");
                    slowed = true;
                    break;
                }
                other => panic!("{other:?}"),
            }
        }
        assert!(slowed, "thirty guesses in a row are too many");
        assert_eq!(signing_in(&http, &origin, "canbo.trile", PASSWORD).await.status(), 200);
    })
    .await;
}

#[tokio::test]
async fn one_bad_change_is_kept_aside_and_never_blocks_those_behind_it() {
    story("bad-changes", async |story| {
        let origin = story.server.origin();
        let device = Device::sign_in(&origin, OFFICER).await;
        let other = Device::sign_in(&origin, "canbo.trile").await;
        let good = made_up::report(&device.person, 1);
        let mut foreign = made_up::report(&device.person, 2);
        foreign.home = Some(Home::of_unit(other.person.unit));
        let mut forged = made_up::report(&device.person, 3);
        forged.by = other.person.person;
        let mut nowhere = made_up::report(&device.person, 4);
        nowhere.home = Some(Home::of_unit(UnitId(Uuid::now_v7())));
        let mut doubled = made_up::report(&device.person, 5);
        doubled.id = good.id;
        let last = made_up::report(&device.person, 6);
        let changes = [good.clone(), foreign, forged, nowhere, doubled, last];
        let verdicts: Vec<Verdict> =
            device.pushed(&changes).await.receipts.into_iter().map(|receipt| receipt.receipt.verdict).collect();
        assert!(matches!(verdicts[0], Verdict::Numbered { .. }), "{verdicts:?}");
        assert_eq!(verdicts[1], Verdict::Quarantined(Why::NoRight));
        assert_eq!(verdicts[2], Verdict::Quarantined(Why::NotYou));
        assert!(matches!(verdicts[3], Verdict::Quarantined(_)), "{verdicts:?}");
        assert_eq!(verdicts[4], Verdict::Quarantined(Why::TwoContents));
        assert!(matches!(verdicts[5], Verdict::Numbered { .. }), "{verdicts:?}");

        let again = device.pushed(&changes).await.receipts;
        let again: Vec<Verdict> = again.into_iter().map(|receipt| receipt.receipt.verdict).collect();
        assert_eq!(again, verdicts, "the same message always gets the first verdict");
        let entries = device.pull_everything().await.0;
        let of = |id: ChangeId| entries.iter().filter(|entry| entry.change.get().contains(&id.to_string())).count();
        assert_eq!(of(good.id), 1, "sent twice, numbered once");
        let theirs = other.pull_everything().await.0;
        assert!(!theirs.iter().any(|entry| entry.change.get().contains(&changes[1].id.to_string())));
    })
    .await;
}
