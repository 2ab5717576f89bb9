//! The index against an oracle: an evaluator of its own, in SQL, that answers random rules over random catalogues.
//!
//! `random` and `row` draw a case (`case`) from the words every catalogue has (`words`), `shrink` makes a failing one small; `shelf` lays it into the tables
//! of the application and reads them back for the oracle; `sql` writes what the oracle is asked. The index is loaded from
//! the same rows, half of the time in two steps, the second through the change feed. Rules travel as JSON. Compared are
//! the set of every rule, each product asked alone, and the number of every node.
//!
//! A failure is shrunk and printed with the one command that runs it again. Settings, all optional:
//! `KINDRED_ORACLE_CASES` (5,000), `KINDRED_ORACLE_SEED` (always the same one). The long run is
//! `KINDRED_ORACLE_CASES=200000 cargo test --test it the_index_agrees_with_the_oracle`.

mod case;
mod fold;
mod random;
mod row;
mod shelf;
mod shrink;
mod sql;
mod words;

use std::collections::HashMap;
use std::time::{SystemTime, UNIX_EPOCH};

use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Bool, Integer, Text};
use kindred::codec::query_builder;
use kindred::domain::id::{ProductId, StoreId};
use kindred::domain::locale::Locale;
use kindred::domain::money::Currency;
use kindred::domain::rule::check::{Side, check};
use kindred::domain::rule::simplify;
use kindred::domain::rule::tree::Rule;
use kindred::index::Circumstances;
use kindred::index::count::count;
use kindred::index::run::{is_match, matches};
use kindred::index::snapshot::{Doc, Snapshot};
use kindred::work::{follow, load};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use crate::world::World;
use case::{Case, Question};
use sql::{Bound, Query, Slip};

/// The application and the oracle's own connection to its database.
struct Bench {
    world: World,
    conn: std::cell::RefCell<PgConnection>,
    slip: Option<Slip>,
}

#[derive(QueryableByName)]
struct Told {
    #[diesel(sql_type = BigInt)]
    question: i64,
    #[diesel(sql_type = BigInt)]
    product: i64,
    #[diesel(sql_type = Array<Bool>)]
    truths: Vec<bool>,
}

/// For each question the products in order of number, with the truth of every node.
type Truths = HashMap<i64, Vec<(i64, Vec<bool>)>>;

impl Bench {
    fn new(slip: Option<Slip>) -> Self {
        let world = World::new();
        let mut conn = PgConnection::establish(&world.url).unwrap();
        shelf::open(&mut conn);
        Self { world, conn: conn.into(), slip }
    }

    /// Lays a case down and compares every answer; the first difference is returned with the place of its question.
    fn compare(&self, case: &Case) -> Result<(), (usize, String)> {
        let conn = &mut *self.conn.borrow_mut();
        shelf::lay(conn, case);
        load::load(&self.world.app).unwrap();
        if shelf::settle(conn, case) {
            follow::catch_up(&self.world.app);
        }
        shelf::read(conn);
        let truths = self.oracle(conn, case);
        let snapshot = self.world.app.snapshot();
        let docs: HashMap<i64, Doc> =
            (0..case.products.len()).filter_map(|at| found(&snapshot, shelf::number(at))).collect();
        assert_eq!(docs.len(), case.products.len(), "products in the index");
        for (at, question) in case.questions.iter().enumerate() {
            let told = truths.get(&shelf::number(at)).map(Vec::as_slice).unwrap_or_default();
            answer(&snapshot, &docs, question, case.products.len(), told).map_err(|reason| (at, reason))?;
        }
        Ok(())
    }

    /// Asks the oracle all questions of a case in one round trip.
    fn oracle(&self, conn: &mut PgConnection, case: &Case) -> Truths {
        let mut query = Query::new(self.slip);
        for (at, question) in case.questions.iter().enumerate() {
            query.ask(shelf::number(at), question, source(question, case.products.len()));
        }
        let mut asked = diesel::sql_query(query.sql).into_boxed::<Pg>();
        for bound in query.bound {
            asked = match bound {
                Bound::Text(text) => asked.bind::<Text, _>(text),
                Bound::Texts(texts) => asked.bind::<Array<Text>, _>(texts),
                Bound::Number(number) => asked.bind::<BigInt, _>(number),
                Bound::Numbers(numbers) => asked.bind::<Array<Integer>, _>(numbers),
            };
        }
        let mut truths = Truths::new();
        for row in asked.load::<Told>(conn).unwrap() {
            truths.entry(row.question).or_default().push((row.product, row.truths));
        }
        truths
    }
}

fn found(snapshot: &Snapshot, id: i64) -> Option<(i64, Doc)> {
    snapshot.find_id(ProductId(id)).map(|doc| (id, doc))
}

/// The number of the product on the page; a place beyond the last is no product.
fn source(question: &Question, products: usize) -> Option<i64> {
    question.source.filter(|at| *at < products).map(shelf::number)
}

/// Compares what the index says to a question with what the oracle says.
fn answer(
    snapshot: &Snapshot,
    docs: &HashMap<i64, Doc>,
    question: &Question,
    products: usize,
    told: &[(i64, Vec<bool>)],
) -> Result<(), String> {
    let rule = read(snapshot, question)?;
    let circumstances = Circumstances {
        store: StoreId(question.store),
        locale: Locale::parse(question.locale)?,
        currency: Currency::parse(question.currency)?,
        at: question.at.parse().unwrap(),
    };
    let source = source(question, products).and_then(|id| docs.get(&id).copied());
    let set = matches(snapshot, &circumstances, &rule, source);
    for (product, truths) in told {
        let doc = docs[product];
        let (in_set, alone) = (set.contains(doc.0), is_match(snapshot, &circumstances, &rule, source, doc));
        if (in_set, alone) != (truths[0], truths[0]) {
            return Err(format!(
                "product {}: the oracle says {}, the set {in_set}, the product asked alone {alone}; nodes {truths:?}",
                product - 1,
                truths[0]
            ));
        }
    }
    let counts = count(snapshot, &circumstances, &rule, source);
    let own: Vec<usize> = counts.nodes.iter().map(|node| node.count).collect();
    let nodes = told.first().map_or(0, |(_, truths)| truths.len());
    let wanted: Vec<usize> =
        (0..nodes).map(|at| told.iter().filter(|(_, truths)| truths[at]).count()).collect();
    if own != wanted || counts.total != wanted[0] {
        return Err(format!("the nodes count {own:?}, the oracle {wanted:?}"));
    }
    let names: Vec<&str> = counts.nodes.iter().map(|node| node.node.as_str()).collect();
    remarks(snapshot, &rule, &names, &wanted, told.len())
}

/// Looks whether what is called never or always true is so.
fn remarks(
    snapshot: &Snapshot,
    rule: &Rule,
    names: &[&str],
    counts: &[usize],
    all: usize,
) -> Result<(), String> {
    for remark in simplify::remarks(rule, snapshot.vocabulary()).0 {
        let count = names.iter().position(|name| *name == remark.place).map(|at| counts[at]);
        let expected = match remark.message.as_str() {
            text if text.starts_with("Nothing can ever match") => Some(0),
            text if text.starts_with("Every product matches") => Some(all),
            _ => count,
        };
        if count != expected {
            return Err(format!("{}: {} But it is {count:?} of {all}", remark.place, remark.message));
        }
    }
    Ok(())
}

/// Sends a rule through the gate; it is written, read again and must be the same.
fn read(snapshot: &Snapshot, question: &Question) -> Result<Rule, String> {
    let draft = query_builder::read(&question.rule.json(), 't')
        .map_err(|problems| format!("not read: {problems:?}"))?;
    let again = query_builder::read(&query_builder::write(&draft), 't');
    if again.as_ref() != Ok(&draft) {
        return Err(format!("written and read again it is another: {again:?}"));
    }
    let checked = check(&draft, snapshot.vocabulary(), Side::Target);
    if !checked.unfinished.is_empty() {
        return Err(format!("refused: {:?}", checked.problems));
    }
    checked.rule.ok_or_else(|| "no rule".to_owned())
}

fn setting(name: &str) -> Option<u64> {
    std::env::var_os(name)
        .map(|text| text.to_string_lossy().parse().unwrap_or_else(|_| panic!("{name} is a number")))
}

/// Returns the case of a seed.
fn draw(seed: u64) -> Case {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    random::cases().new_tree(&mut TestRunner::new_with_rng(Config::default(), rng)).unwrap().current()
}

/// Compares the case of a seed; returns how many questions it asked, or the smallest case that fails.
fn one(bench: &Bench, seed: u64) -> Result<u64, String> {
    let case = draw(seed);
    match bench.compare(&case) {
        Ok(()) => Ok(u64::try_from(case.questions.len()).unwrap()),
        Err((question, _)) => {
            let small = shrink::shrink(&case, question, |case| bench.compare(case).is_err());
            let reason = bench.compare(&small).err().map(|(_, reason)| reason).unwrap_or_default();
            Err(format!("{reason}\n{small:?}"))
        }
    }
}

/// The first case where none is asked for.
const SEED: u64 = 1_000_000;

#[test]
fn the_index_agrees_with_the_oracle() {
    let now = || SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    // The same cases each time, so that a red suite is red again; KINDRED_ORACLE_SEED asks for others.
    let first = setting("KINDRED_ORACLE_SEED").unwrap_or(SEED);
    let cases = setting("KINDRED_ORACLE_CASES").unwrap_or(5_000);
    let (bench, began) = (Bench::new(None), now());
    let (mut done, mut seed) = (0, first);
    while done < cases {
        match one(&bench, seed) {
            Ok(asked) => done += asked,
            Err(reason) => panic!(
                "{reason}\nafter {done} cases; again: KINDRED_ORACLE_SEED={seed} KINDRED_ORACLE_CASES=1 \
                 cargo test --test it the_index_agrees_with_the_oracle"
            ),
        }
        seed += 1;
    }
    println!("{done} cases in {:?}, seeds {first} to {}", now() - began, seed - 1);
}

#[test]
fn a_slip_of_the_oracle_is_noticed() {
    for slip in [
        Slip::LessOrEqual,
        Slip::MissingIsUnknown,
        Slip::OneLocale,
        Slip::NoSub,
        Slip::AnyVariant,
        Slip::LastIgnored,
    ] {
        let bench = Bench::new(Some(slip));
        assert!((1..=20).any(|seed| bench.compare(&draw(seed)).is_err()), "{slip:?}");
    }
}
