//! Batches: rows wait for the others of their product, then some thousands are merged and written at once.

use std::collections::{HashMap, HashSet};

use super::link::Links;
use super::merge::{Around, Merged, merge};
use super::names::Names;
use super::survey::Survey;
use super::waiting::Waiting;
use super::writer::Writer;
use super::{Making, Outcome, Progress, ROWS_PER_BATCH, WAITING_MAX, with_nested};
use crate::app::App;
use crate::codec::catalogue::{Record, Trouble};
use crate::domain::product::Product;
use crate::domain::sku::Sku;
use crate::domain::staff::Actor;
use crate::store::door::{Read, Refusal};
use crate::store::product;

/// A product's folded sku, and its rows.
type Group = (String, Vec<Record>);

/// Where merged batches go.
pub(super) enum Sink<'s, 'p> {
    /// Nowhere; only how many rows are done is told.
    Told(Progress<'s, 'p>),
    /// To the thread that writes them.
    Written(Writer),
}

/// The second pass.
pub(super) struct Batches<'a, 's, 'p> {
    app: &'a App,
    actor: &'a Actor,
    sink: Sink<'s, 'p>,
    survey: &'a Survey,
    names: Names<'a>,
    /// The numbers that a check gave to new words; below zero, so that none is anything else's.
    new_words: i32,
    /// Rows of products that have more to come.
    waiting: Waiting,
    /// Products all of whose rows are there.
    ready: Vec<Group>,
    ready_rows: usize,
    links: Links,
    /// The report.
    pub making: Making,
}

/// What is in the store already.
#[derive(Default)]
struct There {
    products: HashMap<String, Product>,
    owners: HashMap<String, String>,
}

impl<'a, 's, 'p> Batches<'a, 's, 'p> {
    /// Begins the second pass.
    pub(super) fn new(
        app: &'a App,
        actor: &'a Actor,
        survey: &'a Survey,
        names: Names<'a>,
        sink: Sink<'s, 'p>,
    ) -> Self {
        Self {
            app,
            actor,
            sink,
            survey,
            names,
            new_words: 0,
            waiting: Waiting::new(WAITING_MAX),
            ready: Vec::new(),
            ready_rows: 0,
            links: Links::default(),
            making: Making::default(),
        }
    }

    /// Counts a row that cannot be read, the first time that it is met.
    pub(super) fn refuse(&mut self, line: u64, troubles: Vec<Trouble>) {
        if self.waiting.is_first() {
            self.making.count(Outcome::Refused);
            troubles.into_iter().for_each(|trouble| self.making.trouble(line, trouble));
        }
    }

    /// Takes a row; its product is merged when the last one is there.
    pub(super) fn take(&mut self, record: Record) -> Result<(), Refusal> {
        let fold = self.survey.product_of(&record).to_owned();
        let last = self.survey.last_of(&fold);
        if let Some(records) = self.waiting.take(&fold, last, record) {
            self.ready_rows += records.len();
            self.ready.push((fold, records));
        }
        if self.ready_rows >= ROWS_PER_BATCH { self.flush() } else { Ok(()) }
    }

    /// Merges what is left at the end of the files; returns true when they are to be read once more, for products that were
    /// put off.
    pub(super) fn finish(&mut self) -> Result<bool, Refusal> {
        self.flush()?;
        Ok(self.waiting.again())
    }

    /// Returns the links, whose targets may have come last, the names and the report.
    pub(super) fn rest(self) -> (Links, Names<'a>, Making) {
        (self.links, self.names, self.making)
    }

    fn flush(&mut self) -> Result<(), Refusal> {
        let mut ready = std::mem::take(&mut self.ready);
        self.ready_rows = 0;
        while !ready.is_empty() {
            let rest = ready.split_off(ready.len().min(product::BATCH_MAX));
            let some = std::mem::replace(&mut ready, rest);
            self.merge_and_write(some)?;
        }
        Ok(())
    }

    fn merge_and_write(&mut self, groups: Vec<Group>) -> Result<(), Refusal> {
        let (app, actor) = (self.app, self.actor);
        if let Sink::Written(writer) = &mut self.sink {
            writer.settle(skus(&groups))?;
        }
        let (groups, there) = app.read_now(|read| find(read, groups))?;
        let new_words = &mut self.new_words;
        let is_written = matches!(self.sink, Sink::Written(_));
        self.names.learn(&records(&groups), &mut |wanted| match is_written {
            true => super::writer::ensure(app, actor, wanted),
            false => Ok((0..wanted.count()).map(|_| below(new_words)).collect()),
        })?;
        let variants = there.products.values().flat_map(|product| &product.variants);
        let before = variants.map(|variant| variant.sku.fold().to_owned()).collect();
        let products = self.merge(groups, there);
        let rows = (self.making.counts.rows, self.survey.rows);
        match &mut self.sink {
            Sink::Written(writer) => writer.put(products, before, rows),
            Sink::Told(progress) => app.write_aside(actor, |write| {
                write.unremarkable();
                progress(write, rows.0, rows.1)
            }),
        }
    }

    /// Merges every product and returns those that have to be written.
    fn merge(&mut self, groups: Vec<Group>, mut there: There) -> Vec<Product> {
        let mut products = Vec::new();
        for (fold, records) in groups {
            let existing = there.products.get(&fold).cloned();
            let around = Around { names: &self.names, owners: &there.owners, now: self.app.clock().now() };
            let Merged { product, rows } = merge(&fold, existing, &records, &around);
            if let Some(before) = there.products.get(&fold) {
                self.making.losses.note(before, product.as_ref().unwrap_or(before), self.names.vocabulary());
            }
            for (line, outcome, troubles) in rows {
                self.making.count(outcome);
                troubles.into_iter().for_each(|trouble| self.making.trouble(line, trouble));
                if outcome != Outcome::Refused {
                    let record = records.iter().find(|record| record.line == line);
                    record.into_iter().for_each(|record| self.links.note(&fold, record, outcome));
                }
            }
            if let Some(product) = product {
                for variant in &product.variants {
                    there.owners.insert(variant.sku.fold().to_owned(), fold.clone());
                }
                products.push(product);
            }
        }
        products
    }
}

fn below(last: &mut i32) -> i32 {
    *last = last.saturating_sub(1);
    *last
}

/// Returns every sku that rows name: their own, their products' and those of their variants.
fn skus(groups: &[Group]) -> impl Iterator<Item = &str> {
    fn of(record: &Record) -> impl Iterator<Item = &str> {
        with_nested(record).map(|record| record.sku.fold())
    }
    fn listed(record: &Record) -> impl Iterator<Item = &str> {
        record.variants.iter().flatten().map(Sku::fold)
    }
    groups.iter().flat_map(|(fold, records)| {
        let named = records.iter().flat_map(of).chain(records.iter().flat_map(listed));
        std::iter::once(fold.as_str()).chain(named)
    })
}

fn records(groups: &[Group]) -> Vec<&Record> {
    groups.iter().flat_map(|(_, records)| records).collect()
}

/// Finds what is there. A row whose sku is no product's but a known variant's is about that variant, and goes to its
/// product's rows.
fn find(read: &mut Read<'_>, groups: Vec<Group>) -> Result<(Vec<Group>, There), Refusal> {
    let mut folds: HashSet<String> = groups.iter().map(|(fold, _)| fold.clone()).collect();
    let skus = groups.iter().flat_map(|(_, records)| records).flat_map(with_nested);
    let skus: HashSet<String> =
        skus.map(|record| record.sku.fold().to_owned()).chain(folds.iter().cloned()).collect();
    let owners = product::find_owners(read, &sorted(skus))?;
    folds.extend(owners.values().cloned());
    let found = product::find_many(read, &sorted(folds))?;
    let products: HashMap<String, Product> =
        found.into_iter().map(|product| (product.sku.fold().to_owned(), product)).collect();
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut moved: Vec<Group> = Vec::with_capacity(groups.len());
    for (fold, records) in groups {
        let owner = owners.get(&fold).filter(|_| !products.contains_key(&fold));
        let says_no_variants = records.iter().all(|record| record.variants.is_none() && record.of.is_none());
        let fold = owner.filter(|_| says_no_variants).cloned().unwrap_or(fold);
        match places.get(&fold).and_then(|at| moved.get_mut(*at)) {
            Some((_, known)) => known.extend(records),
            None => {
                places.insert(fold.clone(), moved.len());
                moved.push((fold, records));
            }
        }
    }
    Ok((moved, There { products, owners }))
}

fn sorted(set: HashSet<String>) -> Vec<String> {
    let mut list: Vec<String> = set.into_iter().collect();
    list.sort();
    list
}
