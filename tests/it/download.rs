//! Downloads over a real connection: one that breaks off, and one whose client goes away.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::mpsc::{Sender, channel};
use std::time::Duration;

/// Serves a download made of pieces, hands its address to somebody, and ends with them.
fn served<I>(pieces: impl Fn() -> I + Clone + Send + 'static, client: impl FnOnce(std::net::SocketAddr))
where
    I: Iterator<Item = Result<Vec<u8>, String>> + Send + 'static,
{
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let (send, receive) = channel();
    let thread = std::thread::spawn(move || {
        actix_web::rt::System::new().block_on(async move {
            let server = actix_web::HttpServer::new(move || {
                let pieces = pieces.clone();
                let answer = move || {
                    let pieces = pieces();
                    async move { kindred::route::download::file("a.csv", "text/csv", pieces) }
                };
                actix_web::App::new().route("/", actix_web::web::get().to(answer))
            });
            let server = server.workers(1).disable_signals().listen(listener).unwrap().run();
            send.send(server.handle()).unwrap();
            server.await.unwrap();
        });
    });
    let handle = receive.recv().unwrap();
    client(address);
    drop(handle.stop(false));
    thread.join().unwrap();
}

const ASK: &[u8] = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n";

#[test]
fn a_file_that_breaks_off_is_no_whole_answer() {
    let pieces = || [Ok(vec![b'x'; 200_000]), Err("no more paper".to_owned())].into_iter();
    served(pieces, |address| {
        let mut stream = TcpStream::connect(address).unwrap();
        stream.write_all(ASK).unwrap();
        let mut answer = Vec::new();
        let _end = stream.read_to_end(&mut answer);
        let text = String::from_utf8_lossy(&answer);
        assert!(text.starts_with("HTTP/1.1 200") && text.contains("transfer-encoding: chunked"), "{text}");
        assert!(
            text.contains("xxxx") && !text.ends_with("0\r\n\r\n"),
            "the end mark says that all of it came"
        );
    });
}

/// Pieces without end, and word of their end.
struct Endless(Sender<()>);

impl Iterator for Endless {
    type Item = Result<Vec<u8>, String>;

    fn next(&mut self) -> Option<Self::Item> {
        Some(Ok(vec![b'x'; 100_000]))
    }
}

impl Drop for Endless {
    fn drop(&mut self) {
        let _heard = self.0.send(());
    }
}

#[test]
fn when_its_client_goes_away_no_more_of_a_file_is_made() {
    let (send, gone) = channel();
    served(
        move || Endless(send.clone()),
        |address| {
            let mut stream = TcpStream::connect(address).unwrap();
            stream.write_all(ASK).unwrap();
            stream.read_exact(&mut [0; 250_000]).unwrap();
            assert!(gone.try_recv().is_err(), "it goes on as long as somebody reads");
            drop(stream);
            gone.recv_timeout(Duration::from_secs(20)).unwrap();
        },
    );
}
