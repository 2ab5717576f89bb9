use std::net::TcpListener;

use super::*;

/// Answers every request after a while, one connection a thread.
fn server(pause: Duration, status: &'static str) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            std::thread::spawn(move || {
                let mut piece = [0_u8; 1024];
                while stream.read(&mut piece).is_ok_and(|count| count > 0) {
                    std::thread::sleep(pause);
                    let answer = format!("HTTP/1.1 {status}\r\ncontent-length: 2\r\n\r\nok");
                    if stream.write_all(answer.as_bytes()).is_err() {
                        return;
                    }
                }
            });
        }
    });
    address
}

#[test]
fn requests_that_wait_behind_a_slow_answer_count_from_when_they_were_due() {
    let address = server(Duration::from_millis(40), "200 OK");
    let load = Load { address, requests: &[request("/")], order: &[0], connections: 1 };
    let outcome = load.pace(Duration::from_millis(10), Duration::from_millis(400)).unwrap();
    assert_eq!(outcome.failed, 0);
    assert!((36..=40).contains(&outcome.times.len()), "{outcome:?}");
    assert!(outcome.times.at(99) > 0.2, "the last ones waited behind all others: {}", outcome.times.at(99));
}

#[test]
fn a_flood_sends_the_next_when_the_last_is_answered_and_counts_what_fails() {
    let load = |status| {
        let address = server(Duration::from_millis(5), status);
        let load = Load { address, requests: &[request("/")], order: &[0], connections: 2 };
        load.flood(Duration::from_millis(200)).unwrap()
    };
    let good = load("200 OK");
    assert!(good.failed == 0 && good.times.len() > 2 && good.times.at(50) >= 0.005);
    let bad = load("503 Busy");
    assert!(bad.failed > 2 && bad.times.len() == 0);
}

#[test]
fn a_client_reads_one_answer_after_the_other() {
    let mut client = Client::open(server(Duration::ZERO, "200 OK")).unwrap();
    for _ in 0..3 {
        let answer = client.get("/x").unwrap();
        assert_eq!((answer.status, answer.body.as_slice()), (200, b"ok".as_slice()));
        assert_eq!(answer.headers, [("content-length".to_owned(), "2".to_owned())]);
    }
}

#[test]
fn what_was_due_while_the_generator_was_not_let_run_is_due_later_and_nothing_else_is() {
    let begun = Instant::now();
    let milli = Duration::from_millis;
    let mut watch = Watch { last: begun, gaps: 0, cut: Duration::ZERO };
    for (at, wanted) in [(0, None), (1, Some(1)), (1, None), (5, Some(4)), (5, None)] {
        assert_eq!(watch.gap(begun + milli(at)), wanted.map(milli), "{at}");
    }
    assert_eq!(watch.gap(begun + milli(5) + GAP), None, "a long step is no gap yet");
    assert_eq!((watch.gaps, watch.cut), (2, milli(5)));
    let load = Load { address: "127.0.0.1:1".parse().unwrap(), requests: &[], order: &[], connections: 0 };
    for (interval, off) in [(milli(10), milli(7)), (Duration::ZERO, Duration::ZERO)] {
        let watch = Watch { last: begun, gaps: 0, cut: Duration::ZERO };
        let mut sending = Sending { load: &load, interval, next: begun, end: begun, sent: 0, watch };
        sending.watch.last = Instant::now() - milli(7);
        sending.cut_out_gaps();
        assert!(sending.next >= begun + off && sending.end == sending.next, "{interval:?}");
        assert_eq!(sending.next == begun, off.is_zero());
    }
}
