//! Every screen at every size: kept as a picture to be looked at, judged by axe, and never wider than
//! the window.

use super::officer;
use serde_json::{Value, json};
use shared::change::Home;
use std::{cell::RefCell, env, fs};
use tests::{
    axe,
    browser::{Browser, Size, field, pictures, test_id},
    device::Device,
    folder::repository,
    made_up,
    pages::sign_in,
    proxy::Line,
    story::story,
    until::until,
};

const SIZES: [Size; 3] = [Size::Tablet, Size::Phone, Size::Desk];

/// Looks at screens, and says at the end what was wrong on all of them.
struct Walk<'a> {
    browser: &'a Browser,
    wrong: RefCell<Vec<String>>,
}

impl<'a> Walk<'a> {
    async fn new(browser: &'a Browser) -> Self {
        // Colours in mid-transition are nobody's choice.
        let still = json!({"features": [{"name": "prefers-reduced-motion", "value": "reduce"}]});
        browser.devtools("Emulation.setEmulatedMedia", still).await;
        Self { browser, wrong: RefCell::default() }
    }

    /// Looks at the screen as it stands, at all sizes.
    async fn look(&self, step: &str) {
        for size in SIZES {
            self.browser.resize(size).await;
            self.settled(step).await;
            self.browser.picture(step, size).await;
            self.judge(step, size).await;
            self.whole(step, size).await;
        }
        self.browser.resize(Size::Tablet).await;
    }

    async fn go(&self, path: &str, css: &str, step: &str) {
        self.browser.open(path).await;
        self.browser.see(css).await;
        self.look(step).await;
    }

    async fn settled(&self, step: &str) {
        let script = "return document.fonts.status === 'loaded' && !document.querySelector('.skeleton')
            && document.getAnimations().every(a => a.playState !== 'running' || a.effect.getComputedTiming().iterations === Infinity)
            && Array.from(document.images).every(i => i.complete)";
        until(&format!("the screen {step} stands still"), async || {
            (self.browser.try_run(script, Vec::new()).await.ok()? == true).then_some(())
        })
        .await;
    }

    async fn judge(&self, step: &str, size: Size) {
        let name = size.name();
        // Not `innerWidth`: a telephone makes that larger by drawing what is too wide smaller.
        let script = "const wide = document.scrollingElement.scrollWidth, window = arguments[0];
            if (wide <= window) return null;
            const out = Array.from(document.body.querySelectorAll('*')).filter(e => e.getBoundingClientRect().right > window + 1);
            return `${wide} > ${window}: ` + out.slice(0, 4).map(e => e.outerHTML.slice(0, 120)).join(' | ')";
        if let Value::String(overflow) = self.browser.run(script, vec![json!(size.pixels().0)]).await {
            self.wrong.borrow_mut().push(format!("{step} ({name}) is wider than the window: {overflow}"));
        }
        for finding in axe::findings(self.browser).await {
            self.wrong.borrow_mut().push(format!("{step} ({name}): {finding}"));
        }
    }

    /// A second picture of a screen that is longer than the window, as long as it is.
    async fn whole(&self, step: &str, size: Size) {
        let long = self.browser.run("return document.scrollingElement.scrollHeight", Vec::new()).await;
        let (width, height) = size.pixels();
        let long = long.as_u64().unwrap_or_default();
        if long <= u64::from(height) {
            return;
        }
        let metrics = json!({"width": width, "height": long.min(6_000), "deviceScaleFactor": 1, "mobile": false});
        self.browser.devtools("Emulation.setDeviceMetricsOverride", metrics).await;
        self.settled(step).await;
        self.browser.picture(&format!("{step}-whole"), size).await;
    }

    /// The narrowest desk: nothing of the screen lies behind a scroll bar of its own.
    async fn fits_a_narrow_desk(&self, step: &str) {
        let metrics = json!({"width": 1280, "height": 800, "deviceScaleFactor": 1, "mobile": false});
        self.browser.devtools("Emulation.setDeviceMetricsOverride", metrics).await;
        self.settled(step).await;
        self.browser.picture(&format!("{step}-narrow"), Size::Desk).await;
        let script = "return [document.scrollingElement, ...document.querySelectorAll('.table-region')]
            .filter(e => e.scrollWidth > e.clientWidth || (e !== document.scrollingElement && e.scrollHeight > e.clientHeight + 1))
            .map(e => `${e.className || 'the page'}: ${e.scrollWidth}x${e.scrollHeight} in ${e.clientWidth}x${e.clientHeight}`)";
        let hidden = self.browser.run(script, Vec::new()).await;
        if hidden != json!([]) {
            self.wrong.borrow_mut().push(format!("{step} does not fit in 1280: {hidden}"));
        }
        self.browser.resize(Size::Tablet).await;
    }

    fn done(self) {
        let wrong = self.wrong.into_inner();
        assert!(wrong.is_empty(), "{} findings:\n{}", wrong.len(), wrong.join("\n"));
    }
}

#[tokio::test]
async fn every_screen_of_an_officer_is_clean_at_every_size() {
    story("pictures", async |story| {
        let mai = story.seat("officer", Size::Tablet).await;
        let walk = Walk::new(&mai).await;
        walk.go("/", &test_id("sign-in"), "01-sign-in").await;
        sign_in::fill_in(&mai, "canbo.vanquan").await;
        sign_in::arrived(&mai).await;
        walk.look("02-work").await;
        // It shows the day, so it is another file every day: taken over only when somebody wants that.
        if env::var_os("LANTOA_README").is_some() {
            let shown = pictures().join(format!("{}-02-work-{}.png", mai.name(), Size::Tablet.name()));
            fs::copy(shown, repository().join("tests/readme.png")).expect("the repository can be written");
        }
        let activity = mai.attribute(&test_id("activity-card"), "data-id").await.expect("a card names its activity");
        walk.go(&format!("/activities/{activity}"), "h1", "03-activity").await;
        walk.go("/outbox", &test_id("sync-now"), "04-outbox-empty").await;
        walk.go("/settings", &test_id("sign-out"), "05-settings").await;
        mai.click("#photos-wait").await;
        walk.go("/plans", &test_id("plan-row"), "06-plans").await;
        mai.click(&format!("{} a", test_id("plan-row"))).await;
        mai.see(&test_id("plan-activity")).await;
        walk.look("07-plan").await;
        walk.go("/conflicts", "h1", "08-conflicts").await;

        officer::begin_report(&mai).await;
        walk.look("09-report-empty").await;
        mai.click(&test_id("check-report")).await;
        walk.look("10-report-problems").await;
        officer::fill(&mai, "Bà con đến đông, nghe hết buổi; ba hộ đăng ký học nghề ngay tại chỗ.").await;
        officer::add_picture(&mai, 1).await;
        walk.look("11-report-filled").await;
        mai.line.set(Line::Refuse).await;
        officer::write(&mai, "proposals", "Đề nghị thêm tờ rơi tiếng Tày.").await;
        officer::add_picture(&mai, 2).await;
        officer::saved(&mai).await;
        mai.click(&test_id("submit-report")).await;
        mai.see(&test_id("confirm-submit")).await;
        walk.look("12-report-summary").await;
        mai.click(&test_id("confirm-submit")).await;
        mai.see(&test_id("report-waiting")).await;
        walk.look("13-report-waiting").await;
        walk.go("/outbox", &test_id("outbox-item"), "14-outbox-filled").await;
        walk.go("/nowhere", "h1", "15-not-found").await;
        walk.done();
    })
    .await;
}

#[tokio::test]
async fn every_screen_of_a_manager_is_clean_at_every_size() {
    story("pictures", async |story| {
        something_is_kept_aside(&story.server.origin()).await;
        let khue = story.seat("manager", Size::Desk).await;
        let walk = Walk::new(&khue).await;
        officer::begin(&khue, "quanly.langson").await;
        walk.go("/overview", &test_id("figure"), "01-overview").await;
        walk.fits_a_narrow_desk("01-overview").await;
        khue.click("a[data-test='figure']").await;
        khue.see(&test_id("behind-row")).await;
        walk.look("02-overview-figure").await;
        walk.go("/review", &test_id("review-row"), "03-review").await;
        khue.click(&format!("{} a", test_id("review-row"))).await;
        khue.see(&test_id("report-sheet")).await;
        walk.look("04-review-report").await;
        walk.go("/conflicts", "h1", "05-conflicts").await;
        walk.go("/aside", &test_id("aside-item"), "06-aside").await;
        walk.go("/plans", &test_id("plan-row"), "07-plans").await;
        khue.click(&format!("{} a", test_id("plan-row"))).await;
        khue.see(&test_id("plan-activity")).await;
        walk.look("08-plan").await;
        khue.open("/plans").await;
        khue.click(&test_id("new-plan")).await;
        khue.see(&test_id("add-activity")).await;
        walk.look("09-plan-new").await;
        khue.click(&test_id("add-activity")).await;
        khue.see(&test_id("activity-done")).await;
        walk.look("10-plan-activity").await;
        walk.done();
    })
    .await;
}

#[tokio::test]
async fn the_most_used_screens_are_clean_in_english() {
    story("pictures-english", async |story| {
        let mai = story.seat_speaking("officer", Size::Tablet, "en").await;
        mai.start().await;
        let walk = Walk::new(&mai).await;
        mai.open("/").await;
        mai.see(&field("login")).await;
        english(&mai).await;
        walk.look("01-sign-in").await;
        sign_in::fill_in(&mai, "canbo.vanquan").await;
        sign_in::arrived(&mai).await;
        walk.look("02-work").await;
        officer::begin_report_here(&mai).await;
        walk.look("03-report").await;
        walk.done();
    })
    .await;
}

/// Presses the switch if the device's own language was not taken over.
async fn english(browser: &Browser) {
    if browser.text(&test_id("sign-in")).await.trim() != "Sign in" {
        browser
            .run(
                "[...document.querySelectorAll('button')].find(b => b.innerText.trim() === 'English').click()",
                Vec::new(),
            )
            .await;
    }
    until("the gate speaks English", async || {
        (browser.attribute("html", "lang").await.as_deref() == Some("en")).then_some(())
    })
    .await;
}

/// A change for a unit that is not one's own.
async fn something_is_kept_aside(origin: &str) {
    let device = Device::sign_in(origin, "canbo.vanquan").await;
    let other = Device::sign_in(origin, "canbo.trile").await;
    let mut foreign = made_up::report(&device.person, 1);
    foreign.home = Some(Home::of_unit(other.person.unit));
    device.pushed(&[foreign]).await;
}
