//! The harness proves itself: the faults of the line are real, and a server survives being handled.
#![expect(clippy::unwrap_used, reason = "a test that fails is to stop")]

use std::{
    fs,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};
use tests::{
    axe,
    browser::{Browser, Size, pictures},
    folder::Folder,
    port,
    proxy::{Fault, Line, Proxy},
    server::Server,
    until::{stays_true, until, within},
};
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
};

const BODY: &str = "0123456789";
const SHORT: Duration = Duration::from_millis(300);

/// A server that answers every request with ten bytes and counts those that it received whole.
struct Tiny {
    port: u16,
    whole: Arc<AtomicUsize>,
}

impl Tiny {
    async fn start() -> Self {
        let port = port::free();
        let listener = TcpListener::bind(("127.0.0.1", port)).await.unwrap();
        let whole = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&whole);
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                tokio::spawn(Self::serve(client, Arc::clone(&counter)));
            }
        });
        Self { port, whole }
    }

    async fn serve(client: TcpStream, whole: Arc<AtomicUsize>) -> Option<()> {
        let mut client = BufReader::new(client);
        loop {
            let mut length = 0;
            loop {
                let mut line = String::new();
                if client.read_line(&mut line).await.ok()? == 0 {
                    return None;
                }
                if let Some(value) = line.strip_prefix("content-length: ") {
                    length = value.trim().parse().ok()?;
                }
                if line == "\r\n" {
                    break;
                }
            }
            client.read_exact(&mut vec![0; length]).await.ok()?;
            whole.fetch_add(1, Ordering::SeqCst);
            let answer = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{BODY}", BODY.len());
            client.write_all(answer.as_bytes()).await.ok()?;
        }
    }

    fn whole(&self) -> usize {
        self.whole.load(Ordering::SeqCst)
    }
}

/// Sends one request on a connection of its own; what came back until the connection or the answer ended.
async fn asked(proxy: &Proxy, request: &str) -> Option<String> {
    let mut stream = TcpStream::connect(("127.0.0.1", proxy.port())).await.ok()?;
    stream.write_all(request.as_bytes()).await.ok()?;
    answer(&mut stream).await
}

async fn answer(stream: &mut TcpStream) -> Option<String> {
    let mut answer = Vec::new();
    while !answer.ends_with(BODY.as_bytes()) && !answer.ends_with(b"</html>") {
        if stream.read_buf(&mut answer).await.ok()? == 0 {
            break;
        }
    }
    Some(String::from_utf8(answer).unwrap())
}

const GET: &str = "GET /page HTTP/1.1\r\n\r\n";
const POST: &str = "POST /push HTTP/1.1\r\ncontent-length: 6\r\n\r\nabcdef";

#[tokio::test]
async fn a_line_that_passes_counts_what_crosses() {
    let tiny = Tiny::start().await;
    let proxy = Proxy::start(tiny.port).await;
    let mut kept_open = TcpStream::connect(("127.0.0.1", proxy.port())).await.unwrap();
    for request in [GET, POST, GET] {
        kept_open.write_all(request.as_bytes()).await.unwrap();
        assert!(answer(&mut kept_open).await.unwrap().ends_with(BODY));
    }
    assert_eq!((proxy.count("GET", "/page"), proxy.count("POST", "/"), tiny.whole()), (2, 1, 3));
    let crossing = &proxy.crossings()[1];
    assert_eq!((crossing.bytes_up, crossing.bytes_down), (POST.len(), 39 + BODY.len()));
}

#[tokio::test]
async fn a_refused_line_cuts_what_stands_and_comes_back_on_the_same_port() {
    let tiny = Tiny::start().await;
    let proxy = Proxy::start(tiny.port).await;
    let mut standing = TcpStream::connect(("127.0.0.1", proxy.port())).await.unwrap();
    standing.write_all(GET.as_bytes()).await.unwrap();
    answer(&mut standing).await.unwrap();
    proxy.set(Line::Refuse).await;
    assert_eq!(standing.read(&mut [0]).await.unwrap_or(0), 0, "the standing connection is cut");
    assert_eq!(asked(&proxy, GET).await, None, "a new one is refused");
    proxy.set(Line::Pass).await;
    assert!(asked(&proxy, GET).await.unwrap().ends_with(BODY));
}

#[tokio::test]
async fn a_black_hole_takes_everything_and_gives_it_back_when_it_ends() {
    let tiny = Tiny::start().await;
    let proxy = Proxy::start(tiny.port).await;
    proxy.set(Line::BlackHole).await;
    let mut stream = TcpStream::connect(("127.0.0.1", proxy.port())).await.unwrap();
    stream.write_all(GET.as_bytes()).await.unwrap();
    stays_true("nothing reaches the server", SHORT, async || tiny.whole() == 0).await;
    proxy.set(Line::Pass).await;
    assert!(answer(&mut stream).await.unwrap().ends_with(BODY));
}

#[tokio::test]
async fn the_chosen_answer_is_cut_at_the_chosen_byte_after_the_server_has_done_its_work() {
    let tiny = Tiny::start().await;
    let proxy = Proxy::start(tiny.port).await;
    let cut = proxy.arm("POST", "/push", 2, Fault::CutAnswer(20));
    assert!(asked(&proxy, POST).await.unwrap().ends_with(BODY), "the first passes");
    assert!(asked(&proxy, GET).await.unwrap().ends_with(BODY), "others do not count");
    assert!(!proxy.fired(cut));
    assert_eq!(asked(&proxy, POST).await.unwrap(), "HTTP/1.1 200 OK\r\ncon");
    assert!(proxy.fired(cut));
    assert_eq!(tiny.whole(), 3);
    assert!(asked(&proxy, POST).await.unwrap().ends_with(BODY), "a fault happens once");
}

#[tokio::test]
async fn a_cut_request_never_reaches_the_server_whole() {
    let tiny = Tiny::start().await;
    let proxy = Proxy::start(tiny.port).await;
    let cut = proxy.arm("POST", "/push", 1, Fault::CutRequest(3));
    assert_eq!(asked(&proxy, POST).await.unwrap_or_default(), "");
    assert!(proxy.fired(cut));
    assert_eq!(proxy.crossings()[0].bytes_up, POST.len() - 3);
    stays_true("the server saw no whole request", SHORT, async || tiny.whole() == 0).await;
}

#[tokio::test]
async fn every_answer_is_cut_while_the_line_says_so() {
    let tiny = Tiny::start().await;
    let proxy = Proxy::start(tiny.port).await;
    proxy.set(Line::CutAfter(8)).await;
    assert_eq!(asked(&proxy, GET).await.unwrap(), "HTTP/1.1");
    assert_eq!(asked(&proxy, GET).await.unwrap(), "HTTP/1.1");
    proxy.set(Line::Pass).await;
    assert!(asked(&proxy, GET).await.unwrap().ends_with(BODY));
}

#[tokio::test]
async fn slow_and_delayed_lines_take_their_time() {
    let tiny = Tiny::start().await;
    let proxy = Proxy::start(tiny.port).await;
    for line in [Line::Slow(100), Line::Delay(SHORT)] {
        proxy.set(line).await;
        let start = Instant::now();
        assert!(asked(&proxy, GET).await.unwrap().ends_with(BODY));
        assert!(start.elapsed() >= SHORT, "{line:?} took {:?}", start.elapsed());
    }
}

#[tokio::test]
async fn a_captive_portal_answers_everything_with_its_login_page() {
    let tiny = Tiny::start().await;
    let proxy = Proxy::start(tiny.port).await;
    proxy.set(Line::Portal).await;
    for request in [GET, POST] {
        let answer = asked(&proxy, request).await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 200 OK") && answer.contains("<form"), "{answer}");
    }
    assert_eq!(tiny.whole(), 0);
    proxy.set(Line::Pass).await;
    assert!(asked(&proxy, POST).await.unwrap().ends_with(BODY));
}

/// A program that says the ready line, counts its starts in its data folder, and waits. It hears the
/// signal before it says that it is ready: whoever waits for that line may ask it to stop at once.
fn stand_in(first_line: &str) -> Server {
    let (port, data) = (port::free(), Folder::new("stand-in"));
    let script = data.path().join("serve.sh");
    let first_line = first_line.replace("PORT", &port.to_string());
    let text = format!(
        "#!/bin/sh\ntrap 'echo asked >> \"$1/starts\"; exit 0' TERM\necho start >> \"$1/starts\"\n\
         echo grumble >&2\n{first_line}\nwhile true; do read line < \"$1/pipe\" || exit 1; done\n"
    );
    fs::write(&script, text).unwrap();
    let made = std::process::Command::new("mkfifo").arg(data.path().join("pipe")).status().unwrap();
    assert!(made.success());
    // The shell reads it, since a file that was just written may still count as being written.
    let arguments = vec![script.display().to_string(), data.path().display().to_string()];
    Server::of("/bin/sh".into(), arguments, port, data)
}

#[tokio::test]
async fn a_server_is_started_stopped_and_killed_over_the_same_data() {
    let server = stand_in("echo lantoa: listening on http://127.0.0.1:PORT");
    server.start().await;
    server.kill().await;
    server.start().await;
    assert!(server.stop().await.success());
    let starts = fs::read_to_string(server.data().join("starts")).unwrap();
    assert_eq!(starts, "start\nstart\nasked\n");
    until("the server's own words are kept", async || server.log().contains("grumble").then_some(())).await;
}

#[tokio::test]
#[should_panic(expected = "ended before it was ready")]
async fn a_server_that_ends_at_once_is_said_to() {
    stand_in("exit 3").start().await;
}

#[tokio::test]
async fn waiting_ends_at_its_deadline_even_when_the_question_hangs() {
    let answer = within(SHORT, async || std::future::pending::<Option<()>>().await).await;
    assert_eq!(answer, None);
}

const PAGE: &str = "<!doctype html><html lang=vi><title>Trang</title>\
    <meta name=viewport content='width=device-width'><main><h1>Trang</h1>\
    <label>Tên <input name=ten></label><button data-test=go>Ghi</button><img src=none></main></html>";

/// Serves [`PAGE`] to everybody for as long as the test runs.
async fn page_server() -> u16 {
    let port = port::free();
    let listener = TcpListener::bind(("127.0.0.1", port)).await.unwrap();
    tokio::spawn(async move {
        while let Ok((mut client, _)) = listener.accept().await {
            tokio::spawn(async move {
                let mut head = Vec::new();
                while !head.ends_with(b"\r\n\r\n") && client.read_buf(&mut head).await.unwrap_or(0) > 0 {}
                let length = PAGE.len();
                let answer = format!(
                    "HTTP/1.1 200 OK\r\ncontent-type: text/html; charset=utf-8\r\ncontent-length: {length}\r\n\r\n{PAGE}"
                );
                drop(client.write_all(answer.as_bytes()).await);
            });
        }
    });
    port
}

const KEEP: &str = "return new Promise((yes, no) => {
    const open = indexedDB.open('kept', 1);
    open.onerror = () => no(open.error);
    open.onupgradeneeded = () => open.result.createObjectStore('kept');
    open.onsuccess = () => {
        const write = open.result.transaction('kept', 'readwrite', {durability: 'strict'});
        const before = write.objectStore('kept').get('text');
        write.objectStore('kept').put(document.querySelector('input').value, 'text');
        write.oncomplete = () => yes(before.result ?? null);
    };
})";

#[tokio::test]
async fn a_killed_browser_starts_again_over_what_it_had_stored() {
    let proxy = Proxy::start(page_server().await).await;
    let browser = Browser::new("harness", Size::Phone, &proxy.origin());
    browser.start().await;
    browser.open("/trang").await;
    assert_eq!(browser.path().await, "/trang");
    assert_eq!(browser.run("return navigator.language", Vec::new()).await, "vi");
    assert_eq!(browser.run("return innerWidth", Vec::new()).await, 390);
    browser.type_into("[name=ten]", "Nà Lộc").await;
    browser.click("[data-test=go]").await;
    assert_eq!(browser.run(KEEP, Vec::new()).await, serde_json::Value::Null);
    browser.kill().await;
    browser.start().await;
    browser.open("/trang").await;
    assert_eq!(browser.run(KEEP, Vec::new()).await, "Nà Lộc");
    browser.close().await;
}

#[tokio::test]
async fn axe_sees_what_is_wrong_and_a_failure_leaves_a_picture() {
    let proxy = Proxy::start(page_server().await).await;
    let browser = Browser::new("harness-axe", Size::Phone, &proxy.origin());
    browser.start().await;
    browser.open("/trang").await;
    let findings = axe::findings(&browser).await;
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert!(findings[0].starts_with("image-alt"), "{findings:?}");
    assert!(browser.autopsy().await.contains("failed-harness-axe.png"));
    assert!(pictures().join("failed-harness-axe.png").exists());
}
