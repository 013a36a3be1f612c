//! What a pull tells and what it does not: pages that are bounded, news of an archive that was put back, verdicts
//! for those whom they concern.

use crate::{
    app::{Client, Engine, TestApp, unit_id},
    changes::{report, scope_of, text},
};
use backend::store::{self, Conn, entry::NewEntry};
use shared::{
    digest::Digest,
    rules::Head,
    verdict::{Receipt, Verdict, Why},
    wire::{Heads, Pull},
};
use std::collections::BTreeMap;

on_both_engines! {
    a_pull_is_answered_though_the_device_cannot_be_noted,
    what_came_back_to_the_same_numbers_is_news,
    a_page_counts_its_stamps,
    a_verdict_is_told_to_those_whom_it_concerns,
}

async fn a_pull_is_answered_though_the_device_cannot_be_noted(engine: Engine) {
    let app = TestApp::new(engine).await;
    let an = app.signed_in("an").await;
    an.push(&[&report("an", "east")]).await;
    // As on a disk that is full: the one table that a pull writes takes nothing.
    let refuse = app.app.db.write(|conn| {
        Box::pin(async move {
            let lite = "create trigger full before update on device begin select raise(abort, 'full'); end";
            let pg = "alter table device add constraint full_disk check (last_sync_ms is null) not valid";
            match conn {
                Conn::Lite(held) => sqlx::query(lite).execute(&mut **held).await.map(drop)?,
                Conn::Pg(held) => sqlx::query(pg).execute(&mut **held).await.map(drop)?,
            }
            Ok(())
        })
    });
    refuse.await.unwrap();
    assert_eq!(an.pull_all().await.len(), 1);
}

async fn what_came_back_to_the_same_numbers_is_news(engine: Engine) {
    let app = TestApp::new(engine).await;
    let an = app.signed_in("an").await;
    an.push(&[&report("an", "east")]).await;
    let tag = an.get("/api/v1/sync/heads").await.header("etag").to_owned();
    let same = an.get_with("/api/v1/sync/heads", "if-none-match", &tag).await;
    assert_eq!(same.status, 304);
    // Put back in silence and grown again: another entry has the number.
    let grown = app.app.db.write(|conn| {
        Box::pin(async move {
            let head = Head { n: 1, chain: Digest::of(b"another entry"), live: 7 };
            store::scope::advance(conn, &[(scope_of("east"), unit_id("east"), head)]).await
        })
    });
    grown.await.unwrap();
    let asked = an.get_with("/api/v1/sync/heads", "if-none-match", &tag).await;
    assert_eq!(asked.status, 200, "an idle tablet asks for news");
    assert_eq!(asked.json::<Heads>().heads, BTreeMap::from([(scope_of("east"), 1)]));
}

async fn a_page_counts_its_stamps(engine: Engine) {
    let app = TestApp::new(engine).await;
    let scope = scope_of("east");
    let stamp = "x".repeat(1_000);
    let read = app.app.db.write(move |conn| {
        let stamp = stamp.clone();
        Box::pin(async move {
            let entry = |n| NewEntry { scope, n, chain: Digest::default(), late: Some(stamp.clone()), body: "{}" };
            store::entry::append(conn, &(1..=5).map(entry).collect::<Vec<_>>()).await?;
            Ok(store::entry::after(conn, scope, 0, 10, 2_000).await?.len())
        })
    });
    assert_eq!(read.await.unwrap(), 2, "none begins past the room there is");
}

async fn a_verdict_is_told_to_those_whom_it_concerns(engine: Engine) {
    let app = TestApp::new(engine).await;
    let (an, binh, chi) = (app.signed_in("an").await, app.signed_in("binh").await, app.signed_in("chi").await);
    let numbered = report("an", "east");
    an.push(&[&numbered]).await;
    // Brought by a colleague, and aside for that; its author asks after it too.
    let aside = report("an", "east");
    let told = binh.push(&[&aside]).await;
    assert_eq!(told[0].receipt.verdict, Verdict::Quarantined(Why::NotYou));
    // A change that is out of its author's sight by now: it stands where chi does not read.
    let moved = report("chi", "east");
    let by_seal = app.app.db.write({
        let moved = moved.clone();
        move |conn| {
            let moved = moved.clone();
            Box::pin(async move {
                let body = text(&moved);
                let (scope, digest) = (scope_of("east"), Digest::of(body.as_bytes()));
                let (n, chain) = (2, Digest::default());
                store::entry::append(conn, &[NewEntry { scope, n, chain, late: None, body: &body }]).await?;
                let verdict = Verdict::Numbered { scope, n };
                store::receipt::write(conn, &[(moved.id, &Receipt { digest, verdict })]).await
            })
        }
    });
    by_seal.await.unwrap();
    let ask = [numbered.id, aside.id, moved.id];
    let asked = Pull { ask: ask.into(), ..Pull::default() };
    let told = async |client: &Client<'_>| {
        let verdicts = client.pull(&asked).await.verdicts;
        ask.map(|id| verdicts.contains_key(&id))
    };
    assert_eq!(told(&an).await, [true, true, true], "what stands where one reads, and one's own");
    assert_eq!(told(&binh).await, [true, true, true], "what one reads, and what one sent");
    assert_eq!(told(&chi).await, [false, false, true], "one's own, wherever it stands");
}
