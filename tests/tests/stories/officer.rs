//! What an officer does in many stories, said once. It waits, and asserts nothing about the product.

use serde_json::json;
use std::{fs, path::PathBuf};
use tests::{
    browser::{Browser, field, test_id},
    pages::sign_in,
    until::until,
};

/// Signs in on an empty device and waits until everything has come down.
pub async fn begin(browser: &Browser, login: &str) {
    browser.open("/").await;
    sign_in::fill_in(browser, login).await;
    sign_in::arrived(browser).await;
}

/// The device hints that there is a network again, so that nobody waits for the next try.
pub async fn hint(browser: &Browser) {
    browser.run("dispatchEvent(new Event('online'))", Vec::new()).await;
}

/// From the work list, begins a report on the first activity; the address of its form.
pub async fn begin_report(browser: &Browser) -> String {
    browser.open("/").await;
    begin_report_here(browser).await
}

/// The same on the work list that is open.
pub async fn begin_report_here(browser: &Browser) -> String {
    browser.click(&test_id("make-report")).await;
    browser.see_path("/reports/").await;
    browser.see(&field("result")).await;
    browser.path().await
}

/// Puts the middle of something into the middle of the window, away from bars, and types there anew.
pub async fn write(browser: &Browser, name: &str, text: &str) {
    let css = field(name);
    browser.see(&css).await;
    browser.run("document.querySelector(arguments[0]).scrollIntoView({block: 'center'})", vec![json!(css)]).await;
    browser.retype(&css, text).await;
}

/// Fills what a report must have.
pub async fn fill(browser: &Browser, result: &str) {
    for (name, text) in [
        ("times-from", "08:00"),
        ("times-to", "10:30"),
        ("place", "Nhà văn hóa thôn"),
        ("households/poor", "12"),
        ("households/near_poor", "9"),
        ("people", "46"),
        ("women", "25"),
        ("ethnic_minority", "41"),
        ("cost", "1500000"),
        ("result", result),
    ] {
        write(browser, name, text).await;
    }
    saved(browser).await;
}

/// Waits until the form says that everything typed is on the device.
pub async fn saved(browser: &Browser) {
    let what = "the form says that it is saved on the device";
    until(what, async || browser.texts(&test_id("saved-at")).await.concat().contains("Đã lưu").then_some(())).await;
}

/// Draws a picture as if it had been taken, as a file to be picked. No two numbers look alike.
pub async fn picture_file(browser: &Browser, number: usize) -> PathBuf {
    let script = "const c = new OffscreenCanvas(2000, 1500), g = c.getContext('2d'), n = arguments[0];
        const sky = g.createLinearGradient(0, 0, 0, 900);
        sky.addColorStop(0, '#7fb2d9'); sky.addColorStop(1, '#f4e3c3');
        g.fillStyle = sky; g.fillRect(0, 0, 2000, 1500);
        for (let hill = 0; hill < 5; hill++) {
            g.fillStyle = `hsl(${120 + hill * 9 + n * 17} 32% ${58 - hill * 9}%)`;
            g.beginPath(); g.moveTo(0, 1500);
            for (let x = 0; x <= 2000; x += 20)
                g.lineTo(x, 620 + hill * 150 + 110 * Math.sin(x / (170 + 40 * hill) + hill * 2 + n) - 40 * Math.sin(x / 61 + n));
            g.lineTo(2000, 1500); g.fill();
        }
        for (let speck = 0; speck < 9000; speck++) {
            g.fillStyle = `hsl(${(speck * 37 + n) % 360} 40% 45% / .35)`;
            g.fillRect((speck * 7919) % 2000, 700 + (speck * 104729) % 800, 7, 5);
        }
        return c.convertToBlob({type: 'image/jpeg', quality: .85}).then(b => b.arrayBuffer()).then(b => Array.from(new Uint8Array(b)))";
    let bytes: Vec<u8> = serde_json::from_value(browser.run(script, vec![json!(number)]).await).expect("it is bytes");
    fs::create_dir_all(browser.downloads()).expect("the profile can be written");
    let path = browser.downloads().join(format!("anh-{number}.jpg"));
    fs::write(&path, bytes).expect("the profile can be written");
    path
}

/// Picks a picture in the form that is open and waits until it stands there, kept.
pub async fn add_picture(browser: &Browser, number: usize) {
    let before = browser.all(&test_id("photo")).await.len();
    let path = picture_file(browser, number).await;
    let input = until("the form takes pictures", async || browser.all(&test_id("photo-input")).await.pop()).await;
    input.send_keys(path.display().to_string()).await.expect("a picture can be picked");
    until("the picture stands in the form", async || {
        (browser.all(&test_id("photo")).await.len() > before).then_some(())
    })
    .await;
}
