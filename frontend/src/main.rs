//! The binary that the browser starts: mounts the notebook on the page. Nothing is decided here.

fn main() {
    frontend::start();
}
