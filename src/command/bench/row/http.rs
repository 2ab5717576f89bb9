//! The same block over HTTP, sources Zipf-distributed, what is kept from before warm. The yardstick is an actix handler
//! that does nothing but send the same bytes, in a process of its own under the same number of workers.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use serde_json::json;

use super::super::bare;
use super::super::figure::Figure;
use super::super::load::{Client, Load, Outcome, request};
use super::super::server::{Server, Side, roam, stay_on};
use super::super::spread::Spread;
use super::super::stage::{SEED, Stage};
use super::page::BLOCK;
use crate::command::Failure;
use crate::demo::product::sku_of;
use crate::demo::seed::Seed;

/// How many different sources are asked for.
const SOURCES: usize = 10_000;
/// The same in a shop that is too small to say anything.
const SOURCES_FEW: usize = 32;
/// How long asking for all of them may take.
const WARMING: Duration = Duration::from_secs(60);
/// Connections of a flood.
const FLOOD: usize = 32;
/// Connections at a given rate: enough that one is always free.
const PACED: usize = 128;
/// A request of a shopper comes so often while something else is done: 1,000 in a second.
const INTERVAL: Duration = Duration::from_millis(1);
/// How many draws of a source there are before they begin anew.
const DRAWS: usize = 65_536;

/// Requests for the block of drawn sources, and the order they come in.
pub struct Shoppers {
    paths: Vec<String>,
    requests: Vec<Vec<u8>>,
    order: Vec<usize>,
    turn: Duration,
    turns: usize,
}

impl Shoppers {
    /// Draws the sources of a shop.
    pub fn new(stage: &Stage) -> Self {
        let mut numbers = stage.numbers(if stage.is_patient() { SOURCES } else { SOURCES_FEW });
        numbers.truncate(usize::try_from(stage.size).unwrap_or(SOURCES));
        let paths: Vec<String> =
            numbers.iter().map(|number| format!("/api/v1/blocks/{BLOCK}?sku={}", sku_of(*number))).collect();
        let mut shoppers =
            Self { paths, requests: Vec::new(), order: Vec::new(), turn: stage.turn(), turns: stage.turns() };
        shoppers.draw();
        shoppers
    }

    fn draw(&mut self) {
        let mut seed = Seed::of(SEED, 0x71bf);
        self.requests = self.paths.iter().map(|path| request(path)).collect();
        self.order = (0..DRAWS).map(|_| seed.few_often(self.paths.len())).collect();
    }

    /// Does something on the servers' core, giving way to them, while a shopper's request comes every millisecond.
    pub fn beside<T: Send>(
        &self,
        server: &Server,
        work: impl FnOnce() -> T + Send,
    ) -> Result<Beside<T>, Failure> {
        let pace = || Ok::<_, Failure>(self.pace(server, INTERVAL)?.times);
        stay_on(Side::Bench, false);
        let quiet = (0..self.turns).map(|_| pace()).collect::<Result<Vec<_>, _>>()?;
        let (done, busy) = std::thread::scope(|scope| {
            let working = scope.spawn(|| {
                stay_on(Side::Server, true);
                work()
            });
            let mut busy = Vec::new();
            while !working.is_finished() || busy.is_empty() {
                busy.push(pace()?);
            }
            let done = working.join().map_err(|_| Failure("The thread that works beside broke.".into()))?;
            Ok::<_, Failure>((done, busy))
        })?;
        roam();
        Ok(Beside { done, quiet: Spread::join(quiet).at(99), busy: Spread::join(busy).at(99) })
    }

    fn pace(&self, server: &Server, interval: Duration) -> Result<Outcome, Failure> {
        self.load(server, PACED).pace(interval, self.turn)
    }

    fn flood(&self, server: &Server) -> Result<Outcome, Failure> {
        self.load(server, FLOOD).flood(self.turn)
    }

    fn load(&self, server: &Server, connections: usize) -> Load<'_> {
        Load { address: server.address, requests: &self.requests, order: &self.order, connections }
    }

    /// Asks for everything once and records it for the bare server. What a slow server could not answer in time is left
    /// out from then on.
    fn record(&mut self, server: &Server, file: &PathBuf) -> Result<(), Failure> {
        let mut client = Client::open(server.address)?;
        let (mut bodies, mut headers) = (serde_json::Map::new(), Vec::new());
        let begun = Instant::now();
        for path in self.paths.iter().take_while(|_| begun.elapsed() < WARMING) {
            let answer = client.get(path)?;
            if answer.status != 200 {
                return Err(Failure(format!("{path} answered {}.", answer.status)));
            }
            headers = answer.headers;
            bodies.insert(path.clone(), json!(String::from_utf8_lossy(&answer.body)));
        }
        self.paths.truncate(bodies.len().max(1));
        self.draw();
        headers.retain(|(name, _)| name != "content-length" && name != "date");
        let recorded = json!({"headers": headers, "bodies": bodies}).to_string();
        std::fs::write(file, recorded).map_err(|error| Failure(error.to_string()))
    }
}

/// What came of something done beside shoppers' requests.
pub struct Beside<T> {
    /// What it returned.
    pub done: T,
    /// What one in a hundred requests waited before it began, in seconds.
    pub quiet: f64,
    /// The same meanwhile.
    pub busy: f64,
}

/// Measures; the server has been asked for nothing yet.
pub fn rows(stage: &Stage, shoppers: &mut Shoppers, server: &Server) -> Result<Vec<Figure>, Failure> {
    let file = stage.folder.join("recorded.json");
    shoppers.record(server, &file)?;
    let bare = Server::bare(&file, &stage.folder.join("bare"))?;
    stay_on(Side::Bench, false);
    let measured = measure(shoppers, server, &bare);
    roam();
    let Measured { ours, theirs, paced, bare_paced } = measured?;
    Ok(vec![
        stage.at_least("http_requests", ours, "/s", theirs * bare::SHARE, theirs),
        stage.at_most("http_half_load_p99", paced * 1e3, "ms", 2.0, bare_paced * 1e3),
    ])
}

struct Measured {
    ours: f64,
    theirs: f64,
    paced: f64,
    bare_paced: f64,
}

fn measure(shoppers: &Shoppers, server: &Server, bare: &Server) -> Result<Measured, Failure> {
    let (mut ours, mut theirs) = (0.0_f64, 0.0_f64);
    for _ in 0..shoppers.turns {
        ours = ours.max(good(shoppers.flood(server)?)?.per_second);
        theirs = theirs.max(good(shoppers.flood(bare)?)?.per_second);
    }
    // Half of the load that the server itself bears.
    let interval = Duration::from_secs_f64(2.0 / ours.max(1.0));
    let (mut paced, mut bare_paced, mut cut) = (f64::INFINITY, f64::INFINITY, 0.0_f64);
    for _ in 0..shoppers.turns {
        let (own, other) = (good(shoppers.pace(server, interval)?)?, good(shoppers.pace(bare, interval)?)?);
        (paced, bare_paced) = (paced.min(own.times.at(99)), bare_paced.min(other.times.at(99)));
        cut = cut.max(own.cut).max(other.cut);
    }
    if cut >= 1.0 {
        super::super::say(&format!(
            "the machine did not let the load generator run for {cut:.0} % of its time"
        ));
    }
    Ok(Measured { ours, theirs, paced, bare_paced })
}

/// Refuses a load in which anything failed.
fn good(outcome: Outcome) -> Result<Outcome, Failure> {
    match outcome.failed {
        0 => Ok(outcome),
        failed => Err(Failure(format!("{failed} of {} requests failed.", failed + outcome.times.len()))),
    }
}
