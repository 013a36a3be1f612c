//! One connection of the line: requests up, answers down, cut and slowed as the line says.

use super::{
    Crossing, Fault, Line, Shared,
    head::{self, Body, Head},
    locked,
};
use std::{
    io,
    sync::{Arc, Mutex},
    time::Duration,
};
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::TcpStream,
    sync::watch,
    time::{Instant, timeout_at},
};

const CHUNK: usize = 16 * 1024;
const SLOW_STEP: Duration = Duration::from_millis(50);
const PORTAL: &str = "<!doctype html><html><head><title>Wi-Fi</title></head><body>\
    <form action=/login><h1>Free Wi-Fi</h1><input name=room><button>OK</button></form></body></html>";

/// What is known of the answer under way on one connection.
#[derive(Debug, Default)]
struct Answer {
    /// Its place in the ledger.
    entry: Option<usize>,
    bytes: usize,
    cut_at: Option<usize>,
}

/// Serves one connection until either side ends it or the line cuts it.
pub async fn serve(client: TcpStream, shared: Arc<Shared>) {
    let line = shared.line.subscribe();
    let at_start = now(&line);
    let mut ends = line.clone();
    // A tablet that walks into another network loses its connections, and so does one that leaves it.
    let moved = async move {
        let portal = at_start == Line::Portal;
        // The sender lives in `shared`, which this connection holds.
        drop(ends.wait_for(|now| *now == Line::Refuse || (*now == Line::Portal) != portal).await);
    };
    let pass = async {
        if at_start == Line::Portal {
            return login_pages(client).await;
        }
        // The server is reached only when the line lets something through.
        open(&line).await;
        let server = TcpStream::connect(shared.upstream).await?;
        let (mut from_client, mut to_client) = client.into_split();
        let (mut from_server, mut to_server) = server.into_split();
        let answer = Mutex::new(Answer::default());
        tokio::select! {
            up = requests(&mut from_client, &mut to_server, &shared, &line, &answer) => {
                up?;
                // The client has said all; the answer may still come.
                to_server.shutdown().await?;
                answers(&mut from_server, &mut to_client, &shared, &line, &answer).await
            }
            down = answers(&mut from_server, &mut to_client, &shared, &line, &answer) => down,
        }
    };
    tokio::select! {
        () = moved => {}
        ended = pass => drop(ended),
    }
}

async fn requests(
    from: &mut (impl AsyncRead + Unpin),
    to: &mut (impl AsyncWrite + Unpin),
    shared: &Shared,
    line: &watch::Receiver<Line>,
    answer: &Mutex<Answer>,
) -> io::Result<()> {
    let mut rest = Vec::new();
    while let Some((head, bytes)) = head::read(from, &mut rest).await {
        let fault = enter(shared, &head, answer);
        if let Line::Delay(time) = now(line) {
            pause(time, line).await;
        }
        upward(to, &bytes, shared, line, answer).await?;
        let Body::Length(mut left) = head.body else {
            loop {
                upward(to, &std::mem::take(&mut rest), shared, line, answer).await?;
                if from.read_buf(&mut rest).await? == 0 {
                    return Ok(());
                }
            }
        };
        if let Some(Fault::CutRequest(whole)) = fault {
            left = left.min(whole);
        }
        while left > 0 {
            if rest.is_empty() && from.read_buf(&mut rest).await? == 0 {
                return Ok(());
            }
            let tail = rest.split_off(left.min(rest.len()));
            let part = std::mem::replace(&mut rest, tail);
            left -= part.len();
            upward(to, &part, shared, line, answer).await?;
        }
        if matches!(fault, Some(Fault::CutRequest(_))) {
            return Err(io::ErrorKind::ConnectionAborted.into());
        }
    }
    Ok(())
}

/// Writes a request into the ledger and says which fault awaits it.
fn enter(shared: &Shared, head: &Head, answer: &Mutex<Answer>) -> Option<Fault> {
    let mut fault = None;
    for trap in locked(&shared.traps).iter_mut() {
        if trap.fired || trap.method != head.method || !head.path.starts_with(&trap.path) {
            continue;
        }
        if trap.before > 0 {
            trap.before -= 1;
        } else if fault.is_none() {
            trap.fired = true;
            fault = Some(trap.fault);
        }
    }
    let mut ledger = locked(&shared.ledger);
    ledger.push(Crossing { method: head.method.clone(), path: head.path.clone(), bytes_up: 0, bytes_down: 0 });
    let cut_at = if let Some(Fault::CutAnswer(bytes)) = fault { Some(bytes) } else { None };
    *locked(answer) = Answer { entry: Some(ledger.len() - 1), bytes: 0, cut_at };
    fault
}

async fn upward(
    to: &mut (impl AsyncWrite + Unpin),
    bytes: &[u8],
    shared: &Shared,
    line: &watch::Receiver<Line>,
    answer: &Mutex<Answer>,
) -> io::Result<()> {
    pass(to, bytes, line).await?;
    let entry = locked(answer).entry;
    if let Some(entry) = entry {
        locked(&shared.ledger)[entry].bytes_up += bytes.len();
    }
    Ok(())
}

async fn answers(
    from: &mut (impl AsyncRead + Unpin),
    to: &mut (impl AsyncWrite + Unpin),
    shared: &Shared,
    line: &watch::Receiver<Line>,
    answer: &Mutex<Answer>,
) -> io::Result<()> {
    let mut bytes = vec![0; CHUNK];
    loop {
        let read = from.read(&mut bytes).await?;
        if read == 0 {
            return to.shutdown().await;
        }
        let (entry, end) = {
            let mut answer = locked(answer);
            let always = if let Line::CutAfter(bytes) = now(line) { Some(bytes) } else { None };
            let end = [answer.cut_at, always].into_iter().flatten().min();
            let end = end.map(|end| end.saturating_sub(answer.bytes)).filter(|left| *left <= read);
            answer.bytes += read;
            (answer.entry, end)
        };
        let passed = end.unwrap_or(read);
        pass(to, &bytes[..passed], line).await?;
        if let Some(entry) = entry {
            locked(&shared.ledger)[entry].bytes_down += passed;
        }
        if end.is_some() {
            return to.shutdown().await;
        }
    }
}

/// Writes bytes at the pace of the line.
async fn pass(to: &mut (impl AsyncWrite + Unpin), bytes: &[u8], line: &watch::Receiver<Line>) -> io::Result<()> {
    let mut rest = bytes;
    while !rest.is_empty() {
        open(line).await;
        let Line::Slow(bytes_per_s) = now(line) else {
            to.write_all(rest).await?;
            return to.flush().await;
        };
        let steps_per_s = 20;
        let (part, later) = rest.split_at((bytes_per_s / steps_per_s).max(1).min(rest.len()));
        to.write_all(part).await?;
        to.flush().await?;
        pause(SLOW_STEP, line).await;
        rest = later;
    }
    Ok(())
}

/// What the line does at this moment; copied, so that no lock is held over a wait.
fn now(line: &watch::Receiver<Line>) -> Line {
    *line.borrow()
}

/// Waits out a black hole.
async fn open(line: &watch::Receiver<Line>) {
    // An error means that the proxy is gone; the connection then ends by itself.
    drop(line.clone().wait_for(|now| *now != Line::BlackHole).await);
}

/// Lets time pass, or less when the line changes meanwhile.
async fn pause(time: Duration, line: &watch::Receiver<Line>) {
    let before = now(line);
    drop(timeout_at(Instant::now() + time, line.clone().wait_for(|now| *now != before)).await);
}

/// Answers every request of a connection as a captive portal does.
async fn login_pages(mut client: TcpStream) -> io::Result<()> {
    let mut rest = Vec::new();
    while let Some((head, _)) = head::read(&mut client, &mut rest).await {
        let Body::Length(length) = head.body else { return Ok(()) };
        while rest.len() < length {
            if client.read_buf(&mut rest).await? == 0 {
                return Ok(());
            }
        }
        rest.drain(..length);
        let body = if head.method == "HEAD" { "" } else { PORTAL };
        let answer = format!(
            "HTTP/1.1 200 OK\r\ncontent-type: text/html; charset=utf-8\r\ncontent-length: {}\r\n\r\n{body}",
            PORTAL.len()
        );
        client.write_all(answer.as_bytes()).await?;
    }
    Ok(())
}
