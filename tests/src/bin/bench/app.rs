//! The app in Chromium: a cold start with no network, a save, the first pull of ten thousand reports
//! with the store, and search over them.

use crate::{
    archive::reports,
    figure::{Aim, Figure, median, share},
};
use serde_json::{Value, json};
use std::time::Duration;
use tests::{
    browser::{Browser, Size, field, test_id},
    device::Device,
    pages::{report::ReportForm, shell, sign_in},
    server::Server,
    until::{until, until_true, within},
};

const OFFICER: &str = "canbo.vanquan";
const REPORTS: u64 = 10_000;
/// Reports in one push while filling.
const EACH: usize = 250;
/// A cheap tablet beside this machine.
const SLOWER: u32 = 6;
const SAVES: usize = 60;

/// All of them, over so many runs.
pub async fn figures(runs: usize) -> Vec<Figure> {
    let mut figures = small(runs).await;
    figures.extend(large().await);
    figures
}

/// Over the demonstration: starts and saves.
async fn small(runs: usize) -> Vec<Figure> {
    eprintln!("app: {runs} cold starts and {SAVES} saves");
    let server = Server::with_demonstration().await;
    server.start().await;
    let browser = Browser::new("bench", Size::Tablet, &server.origin());
    browser.start().await;
    sign_in::sign_in(&browser, OFFICER).await;
    shell::app_kept(&browser).await;
    server.stop().await;
    let mut starts = Vec::new();
    for _ in 0..runs {
        browser.close().await;
        browser.start().await;
        watch(&browser).await;
        browser.slow_processor(SLOWER).await;
        browser.open("/").await;
        starts.push(drawn(&browser).await);
        browser.slow_processor(1).await;
    }
    browser.click(&test_id("make-report")).await;
    ReportForm::on_screen(&browser).await;
    let mut saves = saves(&browser).await;
    browser.slow_processor(SLOWER).await;
    let mut slow_saves = self::saves(&browser).await;
    browser.close().await;
    vec![
        Figure::new("cold start with no network, processor ×6 slower", median(starts), "ms", Some(Aim::AtMost(2_000))),
        Figure::new("save confirmed on the device, p95", share(&mut saves, 95), "ms", Some(Aim::AtMost(50))),
        Figure::new("  with the processor ×6 slower", share(&mut slow_saves, 95), "ms", None),
    ]
}

/// Over ten thousand reports of one officer's unit: the first pull, and search.
async fn large() -> Vec<Figure> {
    eprintln!("app: first pull of {REPORTS} reports, and search over them");
    let server = filled().await;
    let browser = Browser::new("bench-large", Size::Tablet, &server.origin());
    browser.start().await;
    watch(&browser).await;
    browser.open("/").await;
    sign_in::fill_in(&browser, OFFICER).await;
    let pull = first_pull(&browser).await;
    server.stop().await;
    shell::app_kept(&browser).await;
    shell::go(&browser, "work").await;
    browser.see("#search").await;
    let mut keys = search(&browser).await;
    browser.close().await;
    browser.start().await;
    watch(&browser).await;
    browser.slow_processor(SLOWER).await;
    browser.open("/").await;
    let start = drawn(&browser).await;
    browser.close().await;
    vec![
        Figure::new(
            "first sync of 10,000 reports from a snapshot in Chromium, with the store",
            pull,
            "ms",
            Some(Aim::AtMost(5_000)),
        ),
        Figure::new(
            "search over 10,000 reports, a keystroke, p95",
            share(&mut keys, 95) / 1_000,
            "ms",
            Some(Aim::AtMost(16)),
        ),
        Figure::new("cold start over 10,000 reports, processor ×6 slower", start, "ms", None),
    ]
}

/// A running server whose archive holds the demonstration, and the reports.
async fn filled() -> Server {
    let server = Server::with_demonstration().await;
    server.start().await;
    let device = Device::sign_in(&server.origin(), OFFICER).await;
    for from in (0..REPORTS).step_by(EACH) {
        let from = usize::try_from(from).expect("there are few");
        device.push(reports(&device, EACH, from), EACH).await;
    }
    server.back_up().await;
    server
}

/// Watches every page that is opened from now on, from before its first script.
async fn watch(browser: &Browser) {
    let script = "window.bench = {commits: [], pulls: [], drawn: null};
        const transaction = IDBDatabase.prototype.transaction;
        IDBDatabase.prototype.transaction = function (...how) {
            const begun = transaction.apply(this, how);
            if (how[1] === 'readwrite') begun.addEventListener('complete', () => bench.commits.push(performance.now()));
            return begun;
        };
        const open = XMLHttpRequest.prototype.open;
        XMLHttpRequest.prototype.open = function (...how) {
            if (String(how[1]).endsWith('/sync/pull')) bench.pulls.push(performance.now());
            return open.apply(this, how);
        };
        const look = () => {
            if (document.querySelector(\"[data-test='activity-card']\")) bench.drawn = performance.now();
            else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);";
    browser.devtools("Page.enable", json!({})).await;
    browser.devtools("Page.addScriptToEvaluateOnNewDocument", json!({"source": script})).await;
}

/// From navigation to the first activity on the work list.
async fn drawn(browser: &Browser) -> u64 {
    until("the work list is drawn", async || {
        let drawn = browser.try_run("return bench.drawn && Math.round(bench.drawn)", Vec::new()).await.ok()?;
        drawn.as_u64()
    })
    .await
}

/// From the first question to the last transaction of the store, once all reports are there.
async fn first_pull(browser: &Browser) -> u64 {
    let patience = Duration::from_secs(120);
    let all = within(patience, async || {
        // Counting takes its turn between the store's own transactions: only when these rest.
        let rests = "return bench.commits.length > 0 && performance.now() - bench.commits.at(-1) > 400";
        let rests = browser.try_run(rests, Vec::new()).await.is_ok_and(|rests| rests == true);
        (rests && kept(browser).await? >= REPORTS).then_some(())
    })
    .await;
    assert!(all.is_some(), "the device holds {:?} reports after {} s", kept(browser).await, patience.as_secs());
    shell::everything_sent(browser).await;
    let took = browser.run("return Math.round(bench.commits.at(-1) - bench.pulls[0])", Vec::new()).await;
    took.as_u64().expect("the pull came before its transactions")
}

/// How many roots the device's memory holds.
async fn kept(browser: &Browser) -> Option<u64> {
    let script = "return (async () => {
        let most = 0;
        for (const {name} of await indexedDB.databases()) {
            const db = await new Promise((yes, no) => {
                const open = indexedDB.open(name);
                open.onsuccess = () => yes(open.result);
                open.onerror = () => no(open.error);
            });
            for (const store of db.objectStoreNames) {
                const ask = db.transaction(store).objectStore(store).count();
                most = Math.max(most, await new Promise(yes => { ask.onsuccess = () => yes(ask.result); }));
            }
            db.close();
        }
        return most;
    })()";
    browser.try_run(script, Vec::new()).await.ok()?.as_u64()
}

/// From handing over what was typed to the end of its transaction, in milliseconds each.
async fn saves(browser: &Browser) -> Vec<u64> {
    until_true("the form takes keys", async || browser.sees(&field("result")).await.is_some()).await;
    let script = "const [css, saves] = arguments;
        const turn = () => new Promise(done => setTimeout(done, 0));
        return (async () => {
            const input = document.querySelector(css), times = [];
            for (let at = 0; at < saves; at++) {
                input.focus();
                await turn();
                input.setRangeText(' chữ', input.value.length, input.value.length, 'end');
                input.dispatchEvent(new InputEvent('input', {bubbles: true, data: ' chữ'}));
                const begun = performance.now();
                // What a form rests for further keys is left out: a page that goes away hands over at once.
                dispatchEvent(new Event('pagehide'));
                while (!(bench.commits.at(-1) > begun)) await turn();
                times.push(Math.round(bench.commits.find(at => at > begun) - begun));
            }
            return times;
        })()";
    let times = browser.run(script, vec![json!(field("result")), json!(SAVES)]).await;
    serde_json::from_value(times).expect("they are times")
}

/// From a keystroke to the list laid out, in microseconds each.
async fn search(browser: &Browser) -> Vec<u64> {
    let script = "const turn = () => new Promise(done => {
            const channel = new MessageChannel();
            channel.port1.onmessage = done;
            channel.port2.postMessage(0);
        });
        return (async () => {
            const input = document.querySelector('#search'), times = [];
            for (const words of ['nha van hoa', 'pò xè', 'khon khe', 'phai quang 12', 'na loc', 'zzz']) {
                for (let length = 1; length <= words.length; length++) {
                    input.focus();
                    input.setRangeText(words.slice(0, length), 0, input.value.length, 'end');
                    const begun = performance.now();
                    input.dispatchEvent(new InputEvent('input', {bubbles: true}));
                    await turn();
                    document.body.getBoundingClientRect();
                    times.push(Math.round((performance.now() - begun) * 1000));
                    await new Promise(done => requestAnimationFrame(done));
                }
            }
            return times;
        })()";
    let times: Value = browser.run(script, Vec::new()).await;
    serde_json::from_value(times).expect("they are times")
}
