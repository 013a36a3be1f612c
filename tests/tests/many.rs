//! Many tablets on the line at once.

use std::{fs, sync::Arc};
use tests::{
    folder::Folder,
    port,
    server::{Server, program},
    until::PATIENCE,
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    time::timeout,
};

/// What a shell lets a program hold open here, and more tablets than that.
const BOUND: usize = 64;
const TABLETS: usize = 150;

/// The real server, begun by a shell that bounds what it may hold open.
fn bounded() -> Server {
    let (port, data) = (port::free(), Arc::new(Folder::new("many")));
    let script = data.path().join("serve.sh");
    let folder = data.path().display();
    let program = program();
    let text = format!(
        "ulimit -Sn {BOUND}\nexec {} serve --listen=127.0.0.1:{port} --data-dir={folder} --app-dir={folder}\n",
        program.display()
    );
    fs::write(&script, text).expect("the temporary folder can be written");
    Server::of("/bin/sh".into(), vec![script.display().to_string()], port, data)
}

#[tokio::test]
async fn tablets_that_stay_on_the_line_keep_no_other_out() {
    let server = bounded();
    server.start().await;
    let mut lines = Vec::new();
    for number in 0..TABLETS {
        let mut line = TcpStream::connect(("127.0.0.1", server.port())).await.expect("the server listens");
        line.write_all(b"GET /api/v1/session HTTP/1.1\r\nhost: here\r\n\r\n").await.expect("the line stands");
        let mut begin = [0; 8];
        let heard = timeout(PATIENCE, line.read_exact(&mut begin)).await;
        assert!(matches!(heard, Ok(Ok(_))) && &begin == b"HTTP/1.1", "tablet {number} is not answered");
        lines.push(line);
    }
    assert_eq!(lines.len(), TABLETS);
}
