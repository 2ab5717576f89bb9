//! Replicas: two servers, real processes, on one database. What one writes the other shows, hints or no hints, backups
//! restored, imports under way, Postgres gone and back.

use std::process::{Child, Command, Stdio};
use std::time::Duration;

use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection};
use kindred::domain::staff::Role;
use kindred::postgres::{Care, Options, Private};
use kindred::store;
use kindred::work::follow;
use serde_json::{Value, json};

use crate::ear::Ear;
use crate::fixture;
use crate::http;
use crate::people::{Caller, Person};
use crate::world::{EMAIL, PASSWORD, Setup, World, config};

/// A server in a process of its own.
struct Server {
    child: Child,
    authority: String,
    ear: Ear,
}

impl Server {
    fn start(url: &str) -> Self {
        Self::heard_by(&Ear::default(), url)
    }

    /// Starts a server that one ear hears, perhaps among others.
    fn heard_by(ear: &Ear, url: &str) -> Self {
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let authority = format!("127.0.0.1:{port}");
        let mut command = Command::new(env!("CARGO_BIN_EXE_kindred"));
        for name in ["KINDRED_ADMIN_EMAIL", "KINDRED_ADMIN_PASSWORD", "KINDRED_ORIGIN", "KINDRED_CLOCK"] {
            command.env_remove(name);
        }
        let folder = std::env::temp_dir().join(format!("kindred-test-{}-replica", std::process::id()));
        command
            .arg("serve")
            .env("DATABASE_URL", url)
            .env("KINDRED_DATA_DIR", folder)
            .env("KINDRED_DEMO", "0")
            .env("KINDRED_LISTEN", &authority)
            .env("KINDRED_LOG", Ear::LOG)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        ear.listen(child.stdout.take().unwrap());
        ear.listen(child.stderr.take().unwrap());
        let server = Self { child, authority, ear: ear.clone() };
        server.until(30, "the server is ready", || {
            std::net::TcpStream::connect(&server.authority).is_ok() && server.get("/readyz").status == 200
        });
        server
    }

    /// Waits at most so many seconds until something holds, whenever it or another one heard with it says something.
    fn until(&self, seconds: u64, what: &str, holds: impl FnMut() -> bool) -> Duration {
        self.ear.until(Duration::from_secs(seconds), what, holds)
    }

    fn get(&self, path: &str) -> http::Answer {
        http::send(&self.authority, "GET", path, &[], b"")
    }

    /// The skus of products that can be bought.
    fn in_stock(&self) -> Vec<String> {
        let told = self.get("/api/v1/products?limit=100").json();
        let there = told["items"].as_array().unwrap().iter().filter(|item| item["in_stock"] == true);
        there.map(|item| item["sku"].as_str().unwrap().to_owned()).collect()
    }

    /// The skus of a product's related ones.
    fn shows(&self, sku: &str) -> Vec<String> {
        let told = self.get(&format!("/api/v1/products/{sku}/relations/related")).json();
        let items = told["items"].as_array().unwrap().iter();
        items.map(|item| item["sku"].as_str().unwrap().to_owned()).collect()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _gone = self.child.kill();
        let _ended = self.child.wait();
    }
}

fn pinned(key: &str, sku: &str, pin: &str) -> Value {
    json!({
        "key": key, "name": key, "type": "related", "priority": 1,
        "source": {"kind": "one", "sku": sku}, "target": {"pins": [pin]}
    })
}

/// Ends every connection that listens for hints.
fn deafen(world: &World) {
    world.sql(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
         WHERE datname = current_database() AND query LIKE 'LISTEN%'",
    );
}

/// Makes and deletes a relation through one server, over and over, and returns how long the other took to follow.
fn follow_times(world: &World, writer: &Server, reader: &Server, deaf: bool) -> Vec<Duration> {
    let program = world.caller_at(&writer.authority, Role::Publisher);
    let skus = writer.in_stock();
    let mut times = Vec::new();
    for round in 0..10 {
        let (key, sku, pin) = (format!("r{round}"), &skus[round], &skus[20 + round]);
        let wait = |what: &str, wanted: bool| {
            reader.until(3, what, || {
                if deaf {
                    deafen(world);
                }
                (reader.shows(sku).first() == Some(pin)) == wanted
            })
        };
        assert_eq!(program.post("/api/v1/relations", &pinned(&key, sku, pin)).status, 201);
        assert_eq!(writer.shows(sku).first(), Some(pin), "whoever wrote reads it at once");
        times.push(wait("the other server shows the relation", true));
        assert_eq!(program.send("DELETE", &format!("/api/v1/relations/{key}"), b"").status, 204);
        times.push(wait("the other server shows it no more", false));
    }
    times.sort();
    times
}

#[test]
fn what_one_server_writes_the_other_shows_within_a_second() {
    let world = fixture::small();
    let (one, other) = (Server::start(&world.url), Server::start(&world.url));
    let times = follow_times(&world, &one, &other, false);
    println!("with hints: median {:?}, longest {:?}", times[times.len() / 2], times[times.len() - 1]);
    assert!(times[times.len() - 1] < Duration::from_secs(1), "{times:?}");
}

#[test]
fn without_hints_the_other_shows_it_within_three_seconds() {
    let world = fixture::small();
    let (one, other) = (Server::start(&world.url), Server::start(&world.url));
    let times = follow_times(&world, &one, &other, true);
    println!("without hints: median {:?}, longest {:?}", times[times.len() / 2], times[times.len() - 1]);
}

#[test]
fn who_does_not_follow_stays_with_the_old_until_it_does() {
    let world = fixture::small();
    let writer = World::with(Setup { url: Some(world.url.clone()), ..Setup::default() });
    let skus = fixture::skus(&world);
    let before = world.app.snapshot().version().unwrap().number;
    let key = fixture::relation(&writer, "Only there", &skus[0], |_| ());
    // It is committed, and another process that follows shows it; nothing follows in this one, so the old stands.
    let other = Server::start(&world.url);
    let program = world.caller_at(&other.authority, Role::Viewer);
    assert_eq!(program.get(&format!("/api/v1/relations/{key}")).status, 200);
    assert!(world.app.snapshot().relation(&key).is_none());
    assert_eq!(world.app.snapshot().version().unwrap().number, before);
    follow::catch_up(&world.app);
    assert!(world.app.snapshot().relation(&key).is_some());
}

#[test]
fn a_restored_backup_is_noticed_though_it_counts_on_to_the_same_number() {
    let world = fixture::small();
    let skus = fixture::skus(&world);
    let kept = world.app.snapshot().version().unwrap().number;
    fixture::relation(&world, "Lost", &skus[0], |_| ());
    let lost = world.app.snapshot().version().unwrap().clone();
    assert!(lost.number > kept && world.app.snapshot().relation("lost").is_some());
    // What restoring a backup of before does, and somebody who goes on from there.
    world.sql(&format!(
        "DELETE FROM relation; DELETE FROM change WHERE version > {kept}; UPDATE feed SET version = {kept}"
    ));
    let writer = World::with(Setup { url: Some(world.url.clone()), ..Setup::default() });
    while writer.app.snapshot().version().unwrap().number < lost.number {
        fixture::relation(&writer, "Found", &skus[1], |_| ());
    }
    assert_eq!(writer.app.snapshot().version().unwrap().number, lost.number);
    follow::catch_up(&world.app);
    let snapshot = world.app.snapshot();
    assert!(snapshot.relation("lost").is_none() && snapshot.relation("found").is_some());
}

#[test]
fn while_postgres_is_gone_shops_are_answered_and_afterwards_all_is_fresh() {
    let dir = std::env::temp_dir().join(format!("kindred-test-{}-gone", std::process::id()));
    let options = Options { data_dir: dir.clone(), dirs: config(&[]).postgres_dirs, care: Care::Throwaway };
    let postgres = Private::open(&options).unwrap();
    store::migrate::create_database(&postgres.url("postgres"), "shop").unwrap();
    store::migrate::run(&postgres.url("shop")).unwrap();
    let url = postgres.url("shop");
    let world = World::with(Setup { url: Some(url.clone()), ..Setup::default() });
    fixture::stock(&world);
    let ear = Ear::default();
    let (one, other) = (Server::heard_by(&ear, &url), Server::heard_by(&ear, &url));
    let skus = one.in_stock();
    let program = world.caller_at(&one.authority, Role::Publisher);
    assert_eq!(program.post("/api/v1/relations", &pinned("mine", &skus[0], &skus[9])).status, 201);
    other.until(3, "both show it", || other.shows(&skus[0]).first() == Some(&skus[9]));
    let anna = Person::new(&other.authority);
    anna.sign_in(EMAIL, PASSWORD);

    drop(postgres);
    for _ in 0..10 {
        for server in [&one, &other] {
            for sku in skus.iter().take(10) {
                let answer = server.get(&format!("/api/v1/products/{sku}/relations/related"));
                assert_eq!(answer.status, 200, "{}", answer.text());
            }
        }
    }
    assert_eq!(other.shows(&skus[0]).first(), Some(&skus[9]));
    let page = anna.get("/imports");
    assert_eq!((page.status, page.header("retry-after")), (503, Some("5")), "{}", page.text());
    assert!(page.text().contains("The database does not answer"), "{}", page.text());
    assert_eq!(program.send("DELETE", "/api/v1/relations/mine", b"").status, 503);

    let again = Private::open(&options).unwrap();
    one.until(10, "it can be written again", || {
        program.send("DELETE", "/api/v1/relations/mine", b"").status == 204
    });
    other.until(10, "the other follows again", || other.shows(&skus[0]).first() != Some(&skus[9]));
    assert_eq!(anna.get("/imports").status, 200);
    drop((one, other, world, again));
    let _gone = std::fs::remove_dir_all(dir);
}

#[test]
fn a_second_server_leaves_the_imports_of_the_first_alone() {
    let world = World::new();
    let anna = world.anna();
    let answer = anna.upload("/imports", &[("format", "")], "shop.csv", b"sku,name\nA,Anvil\n");
    let report = answer.location().to_owned();
    let id: i64 = report.rsplit('/').next().unwrap().parse().unwrap();
    world.sql("UPDATE import SET state = 'applying'");
    // Whoever works on it holds its lease; here that is this test.
    let mut holder = PgConnection::establish(&world.url).unwrap();
    holder.batch_execute(&format!("SELECT pg_advisory_lock(hashtextextended('import', {id}))")).unwrap();
    drop(Server::start(&world.url));
    assert!(anna.page(&report).contains("Applying"));
    drop(holder);
    drop(Server::start(&world.url));
    let html = anna.page(&report);
    assert!(html.contains("Interrupted") && html.contains("What was written stays"), "{html}");

    world.sql("UPDATE import SET state = 'checking', failure = NULL");
    drop(Server::start(&world.url));
    let html = anna.page(&report);
    assert!(html.contains("Interrupted") && html.contains("Nothing was changed."), "{html}");
    assert!(!html.contains("What was written"), "{html}");
    let html = anna.submit_and_follow(&format!("{report}/apply"), &[]);
    assert!(html.contains("Done: 1 added"), "{html}");
}

impl World {
    /// Returns a program with a token of that role that calls another server on the same database.
    fn caller_at(&self, authority: &str, role: Role) -> Caller {
        self.caller(role).moved(authority)
    }
}
