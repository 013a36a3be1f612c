//! The notebook's browser half by itself: its store, its locks, its photos. The store's suite is
//! the one that its twin in memory passes natively.

use serde_json::{Value, json};
use std::{env, path::PathBuf};
use tests::{browser::Size, folder, story::story, until::until_true};

/// The page that `cargo xtask test` builds: `LANTOA_PROBE`, or where it lies in `target`.
fn probe() -> PathBuf {
    let built = || folder::repository().join("target/xtask/probe");
    let folder = env::var_os("LANTOA_PROBE").map_or_else(built, PathBuf::from);
    assert!(folder.join("index.html").exists(), "build the probe first: cargo xtask test does ({})", folder.display());
    folder
}

#[tokio::test]
async fn the_store_in_a_browser_keeps_what_its_twin_in_memory_keeps() {
    story("store", async |story| {
        story.server.stop().await;
        story.server.serve_app(&probe());
        story.server.start().await;
        let lan = story.seat("lan", Size::Tablet).await;
        lan.open("/").await;
        until_true("the probe has started", async || {
            lan.try_run("return Boolean(window.probe)", Vec::new()).await.is_ok_and(|there| there == json!(true))
        })
        .await;
        let run = async |script: &str| -> Value { lan.run(&format!("return {script}"), Vec::new()).await };

        assert!(run("probe.conformance()").await.as_u64().is_some_and(|cases| cases >= 10));
        assert_eq!(run("probe.survives_a_cut()").await, json!(true), "a connection that the browser drops comes back");
        assert_eq!(run("probe.locks_exclude()").await, json!(true), "one holder a lock");

        let drawing = "(async () => {
            const canvas = new OffscreenCanvas(3000, 2000), pen = canvas.getContext('2d');
            for (let i = 0; i < 400; i++) {
                pen.fillStyle = `hsl(${i * 37}, 70%, 50%)`;
                pen.fillRect(i * 53 % 2900, i * 97 % 1900, 300, 300);
            }
            return Array.from(await probe.photo_of(await canvas.convertToBlob({ type: 'image/png' })));
        })()";
        let photo = run(drawing).await;
        assert_eq!((&photo[0], &photo[1]), (&json!(1600), &json!(1067)), "the long side is 1,600 pixels");
        assert!(photo[2].as_u64().is_some_and(|bytes| bytes <= 250_000), "{photo}");
        assert_eq!(photo[3], json!(0xFFD8), "it is a JPEG, whatever was picked");
        let refusal = run("probe.photo_of(new Blob(['no picture'])).catch((error) => String(error))").await;
        assert!(refusal.as_str().is_some_and(|why| why.contains("no picture")), "{refusal}");
    })
    .await;
}
