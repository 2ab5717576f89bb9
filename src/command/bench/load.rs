//! The load generator: one thread, many connections, HTTP/1.1.
//!
//! It never waits: it goes round its connections and looks which has an answer, so that what it measures is the server's
//! time, not its own. At a given rate every request has a moment at which it is due, and its time counts from there, even
//! when it could only be sent later (no coordinated omission). A stretch in which the machine did not let the generator
//! itself run is cut out: what was due then is due behind it, and an answer that nobody could see come is not timed, as long as those are few.

use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use super::super::Failure;
use super::figure::float;
use super::spread::Spread;

/// How long answers that are still on their way are waited for.
const DRAIN: Duration = Duration::from_secs(60);
/// How long one answer to a single request is waited for.
const PATIENCE: Duration = Duration::from_secs(120);
/// A step of the generator takes some tens of microseconds; in one longer than this it was not let run.
const GAP: Duration = Duration::from_micros(500);
/// Where it was not let run while one in so many answers came, all are timed, so that what is left is never a choice.
const UNSEEN: usize = 10;

/// One connection that asks one thing at a time.
pub struct Client {
    stream: TcpStream,
    read: Vec<u8>,
}

/// What came back.
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The headers, in lower case.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Client {
    /// Opens a connection.
    pub fn open(address: SocketAddr) -> Result<Self, Failure> {
        let stream = TcpStream::connect(address).map_err(failed)?;
        stream.set_nodelay(true).map_err(failed)?;
        stream.set_read_timeout(Some(PATIENCE)).map_err(failed)?;
        Ok(Self { stream, read: Vec::new() })
    }

    /// Asks for an address.
    pub fn get(&mut self, path: &str) -> Result<Answer, Failure> {
        self.send(&request(path))
    }

    /// Posts JSON with a token.
    pub fn post(&mut self, path: &str, token: &str, body: &str) -> Result<Answer, Failure> {
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\n\r\n{body}",
            body.len()
        );
        self.send(head.as_bytes())
    }

    fn send(&mut self, request: &[u8]) -> Result<Answer, Failure> {
        self.stream.write_all(request).map_err(failed)?;
        let mut piece = [0_u8; 16 * 1024];
        loop {
            if let Some(end) = whole(&self.read) {
                let rest = self.read.split_off(end);
                let bytes = std::mem::replace(&mut self.read, rest);
                return parse(&bytes)
                    .ok_or_else(|| Failure("An answer of the server cannot be read.".into()));
            }
            match self.stream.read(&mut piece).map_err(failed)? {
                0 => return Err(Failure("The server closed the connection.".into())),
                count => self.read.extend_from_slice(piece.get(..count).unwrap_or_default()),
            }
        }
    }
}

/// Returns the bytes of a GET request.
pub fn request(path: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nHost: bench\r\n\r\n").into_bytes()
}

/// Returns where the first answer ends, once it is there whole.
fn whole(bytes: &[u8]) -> Option<usize> {
    let head = memchr::memmem::find(bytes, b"\r\n\r\n")? + 4;
    let length = content_length(bytes.get(..head)?).unwrap_or(0);
    (bytes.len() >= head + length).then_some(head + length)
}

fn content_length(head: &[u8]) -> Option<usize> {
    let name = b"content-length: ";
    let at = memchr::memmem::find(head, name).map(|at| at + name.len())?;
    let digits = head.get(at..)?.iter().take_while(|byte| byte.is_ascii_digit());
    digits
        .copied()
        .try_fold(0_usize, |sum, digit| sum.checked_mul(10)?.checked_add(usize::from(digit - b'0')))
}

fn parse(bytes: &[u8]) -> Option<Answer> {
    let head = memchr::memmem::find(bytes, b"\r\n\r\n")? + 4;
    let text = std::str::from_utf8(bytes.get(..head)?).ok()?;
    let mut lines = text.lines();
    let status = lines.next()?.split_whitespace().nth(1)?.parse().ok()?;
    let headers = lines.filter_map(|line| line.split_once(": "));
    let headers = headers.map(|(name, value)| (name.to_lowercase(), value.to_owned())).collect();
    Some(Answer { status, headers, body: bytes.get(head..)?.to_vec() })
}

/// What a load came to.
#[derive(Debug)]
pub struct Outcome {
    /// Requests answered in a second.
    pub per_second: f64,
    /// From when each was due until it was answered.
    pub times: Spread,
    /// Answers that were not 200, and connections that broke.
    pub failed: usize,
    /// The share of the time that was cut out because the generator was not let run, of 100.
    pub cut: f64,
}

/// Requests to send, in which order, over how many connections.
pub struct Load<'a> {
    /// Where to.
    pub address: SocketAddr,
    /// The requests' bytes.
    pub requests: &'a [Vec<u8>],
    /// Which request comes next, again and again.
    pub order: &'a [usize],
    /// How many connections.
    pub connections: usize,
}

impl Load<'_> {
    /// Sends as much as the server answers.
    pub fn flood(&self, time: Duration) -> Result<Outcome, Failure> {
        self.run(Duration::ZERO, time)
    }

    /// Sends one request in every interval, whether the server keeps up or not.
    pub fn pace(&self, interval: Duration, time: Duration) -> Result<Outcome, Failure> {
        self.run(interval, time)
    }

    fn run(&self, interval: Duration, time: Duration) -> Result<Outcome, Failure> {
        let mut lines: Vec<Line> =
            (0..self.connections).map(|_| Line::open(self.address)).collect::<Result<_, _>>()?;
        let begun = Instant::now();
        let watch = Watch { last: begun, gaps: 0, cut: Duration::ZERO };
        let mut sending = Sending { load: self, interval, next: begun, end: begun + time, sent: 0, watch };
        let (mut times, mut unseen, mut failed) = (Vec::new(), Vec::new(), 0);
        loop {
            let mut under_way = 0;
            for line in &mut lines {
                sending.cut_out_gaps();
                match line.look() {
                    Some(true) if line.gaps < sending.watch.gaps => unseen.push(line.due.elapsed()),
                    Some(true) => times.push(line.due.elapsed()),
                    Some(false) => failed += 1,
                    None => {}
                }
                if !line.busy {
                    sending.send(line)?;
                }
                under_way += usize::from(line.busy);
            }
            let now = Instant::now();
            if now >= sending.end && (under_way == 0 || now > sending.end + DRAIN) {
                failed += under_way;
                break;
            }
        }
        if unseen.len().saturating_mul(UNSEEN) > times.len() + unseen.len() {
            times.append(&mut unseen);
        }
        // What was due but never sent has waited at least until now.
        while !interval.is_zero() && sending.next < sending.end {
            times.push(sending.next.elapsed());
            sending.next += interval;
        }
        let per_second = float(times.len()) / begun.elapsed().as_secs_f64();
        let cut = sending.watch.cut.as_secs_f64() / begun.elapsed().as_secs_f64() * 100.0;
        Ok(Outcome { per_second, times: Spread::new(times), failed, cut })
    }
}

struct Sending<'a> {
    load: &'a Load<'a>,
    interval: Duration,
    next: Instant,
    end: Instant,
    sent: usize,
    watch: Watch,
}

/// Sees when the generator was not let run.
#[derive(Debug)]
struct Watch {
    last: Instant,
    gaps: u64,
    cut: Duration,
}

impl Watch {
    /// Returns how long the gap was that ends now; none where there is none.
    fn gap(&mut self, now: Instant) -> Option<Duration> {
        let step = now.saturating_duration_since(std::mem::replace(&mut self.last, now));
        let gap = (step > GAP).then_some(step)?;
        self.gaps += 1;
        self.cut += gap;
        Some(gap)
    }
}

impl Sending<'_> {
    /// Puts everything that is due off by the time in which nothing could be sent. A flood has no moments that could pass.
    fn cut_out_gaps(&mut self) {
        if self.interval.is_zero() {
            return;
        }
        if let Some(gap) = self.watch.gap(Instant::now()) {
            self.next += gap;
            self.end += gap;
        }
    }

    /// Sends the next request over a free connection, when it is due.
    fn send(&mut self, line: &mut Line) -> Result<(), Failure> {
        let now = Instant::now();
        if now >= self.end || now < self.next {
            return Ok(());
        }
        line.due = if self.interval.is_zero() { now } else { self.next };
        line.gaps = self.watch.gaps;
        self.next += self.interval;
        let order = self.load.order;
        let which = order.get(self.sent % order.len().max(1)).copied().unwrap_or(0);
        let bytes =
            self.load.requests.get(which).ok_or_else(|| Failure("There is nothing to send.".into()))?;
        self.sent += 1;
        line.send(bytes)
    }
}

/// One connection of the load.
struct Line {
    address: SocketAddr,
    stream: TcpStream,
    read: Vec<u8>,
    filled: usize,
    due: Instant,
    /// How many gaps there had been when the request was sent.
    gaps: u64,
    busy: bool,
}

impl Line {
    fn open(address: SocketAddr) -> Result<Self, Failure> {
        let stream = connect(address)?;
        let (read, due) = (vec![0; 256 * 1024], Instant::now());
        Ok(Self { address, stream, read, filled: 0, due, gaps: 0, busy: false })
    }

    fn send(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        (self.busy, self.filled) = (true, 0);
        match self.stream.write(bytes) {
            Ok(count) if count == bytes.len() => Ok(()),
            // A server may close a connection that it thinks idle: the request goes out on a new one.
            _ => {
                self.stream = connect(self.address)?;
                self.stream.write_all(bytes).map_err(failed)
            }
        }
    }

    /// Returns true when an answer came and was good, false when it was not; none while nothing is there.
    fn look(&mut self) -> Option<bool> {
        if !self.busy {
            return None;
        }
        let room = self.read.get_mut(self.filled..)?;
        match self.stream.read(room) {
            Ok(0) => self.broken(),
            Ok(count) => {
                self.filled += count;
                let bytes = self.read.get(..self.filled)?;
                whole(bytes)?;
                self.busy = false;
                Some(bytes.get(9..12) == Some(b"200".as_slice()))
            }
            Err(error) if error.kind() == ErrorKind::WouldBlock => None,
            Err(_) => self.broken(),
        }
    }

    fn broken(&mut self) -> Option<bool> {
        self.busy = false;
        if let Ok(stream) = connect(self.address) {
            self.stream = stream;
        }
        Some(false)
    }
}

fn connect(address: SocketAddr) -> Result<TcpStream, Failure> {
    let stream = TcpStream::connect(address).map_err(failed)?;
    stream.set_nodelay(true).map_err(failed)?;
    stream.set_nonblocking(true).map_err(failed)?;
    Ok(stream)
}

fn failed(error: std::io::Error) -> Failure {
    Failure(format!("A server of the bench does not answer: {error}."))
}

#[cfg(test)]
mod tests;
