//! Write: a snapshot in, blocks out, in the order in which `read` takes them.

use std::io::{Result, Write};
use std::sync::Arc;

use super::stream::Out;
use super::vocabulary;
use super::{Drafts, shelf};
use crate::domain::id::{ProductId, TypeId};
use crate::domain::link::Link;
use crate::index::packed::bytes::{DAWN, put_bytes, put_count, put_moment, put_number, put_signed, put_text};
use crate::index::packed::{Book, Packed};
use crate::index::share::Shards;
use crate::index::snapshot::{Snapshot, Standing};

/// Relations of one block.
const RELATIONS: usize = 256;

/// Writes a snapshot. Its version has to be known: one that was never loaded is not worth keeping.
pub fn write<W: Write>(snapshot: &Snapshot, drafts: &Drafts<'_>, out: &mut Out<W>) -> Result<()> {
    let mut head = Vec::new();
    if let Some(version) = snapshot.version() {
        put_text(&mut head, &version.epoch);
        put_number(&mut head, version.number);
        head.push(u8::from(version.at.is_some()));
        if let Some(at) = version.at {
            put_moment(&mut head, DAWN, at);
        }
    }
    put_moment(&mut head, DAWN, snapshot.at);
    out.block(&head)?;
    out.block(&vocabulary::write(snapshot.vocabulary()))?;
    let blocks = snapshot.relations().chunks(RELATIONS);
    let mut count = Vec::new();
    put_count(&mut count, blocks.len());
    out.block(&count)?;
    for standing in blocks {
        let mut relations = Vec::new();
        standing.iter().for_each(|standing| relation(&mut relations, standing, drafts));
        out.block(&relations)?;
    }
    shelf::write(snapshot.shelf(), out)?;
    products(&snapshot.products, out)?;
    for shard in &snapshot.by_sku.shards {
        let pairs = shard.iter().flat_map(|(mark, place)| [mark.to_le_bytes(), place.to_le_bytes()]);
        out.block(&pairs.flatten().collect::<Vec<u8>>())?;
    }
    let mut ids = Vec::new();
    for (number, places) in &snapshot.by_id.pages {
        ids.extend_from_slice(&number.to_le_bytes());
        places.iter().for_each(|place| ids.extend_from_slice(&place.to_le_bytes()));
    }
    out.block(&ids)?;
    let mut all = Vec::with_capacity(snapshot.all.serialized_size());
    snapshot.all.serialize_into(&mut all)?;
    out.block(&all)?;
    out.block(&links(&snapshot.links))?;
    out.block(&links(&snapshot.links_back))?;
    let mut hidden = Vec::new();
    for (source, targets) in snapshot.hidden.iter() {
        put_signed(&mut hidden, source.0);
        put_count(&mut hidden, targets.len());
        targets.iter().for_each(|target| put_signed(&mut hidden, target.0));
    }
    out.block(&hidden)?;
    let mut frozen = Vec::new();
    for list in snapshot.standing().frozen_all() {
        put_signed(&mut frozen, list.relation.0);
        put_optional(&mut frozen, list.source.map(|id| id.0));
        put_text(&mut frozen, list.locale.as_str());
        put_count(&mut frozen, list.targets.len());
        list.targets.iter().for_each(|target| put_signed(&mut frozen, target.0));
    }
    out.block(&frozen)
}

fn products<W: Write>(packed: &Packed, out: &mut Out<W>) -> Result<()> {
    let book = packed.book();
    let mut words = Vec::new();
    put_count(&mut words, book.locales.len());
    book.locales.iter().for_each(|locale| put_text(&mut words, locale.as_str()));
    put_count(&mut words, book.markets.len());
    book.markets.iter().for_each(|market| Book::put_market(&mut words, *market));
    put_count(&mut words, packed.pieces.len());
    out.block(&words)?;
    out.block(book.phrases.text())?;
    for piece in &packed.pieces {
        let mut ends = Vec::with_capacity(piece.ends.len() * 2);
        let mut before = 0;
        for end in &piece.ends {
            put_number(&mut ends, u64::from(end.saturating_sub(before)));
            before = *end;
        }
        out.block(&ends)?;
        out.block(&piece.bytes)?;
    }
    Ok(())
}

fn links(lists: &Shards<(ProductId, TypeId), Arc<Vec<Link>>>) -> Vec<u8> {
    let mut into = Vec::new();
    for ((product, kind), links) in lists.iter() {
        put_signed(&mut into, product.0);
        put_signed(&mut into, kind.0.into());
        put_count(&mut into, links.len());
        for link in links.iter() {
            put_signed(&mut into, link.id.0);
            put_signed(&mut into, link.source.0);
            put_signed(&mut into, link.target.0);
            put_signed(&mut into, link.position.into());
            into.push(u8::from(link.two_way));
            put_optional(&mut into, link.store.map(|store| store.0.into()));
            for moment in [link.valid_from, link.valid_until] {
                into.push(u8::from(moment.is_some()));
                if let Some(moment) = moment {
                    put_moment(&mut into, DAWN, moment);
                }
            }
        }
    }
    into
}

fn put_optional(into: &mut Vec<u8>, number: Option<i64>) {
    into.push(u8::from(number.is_some()));
    if let Some(number) = number {
        put_signed(into, number);
    }
}

/// A problem of the whole is one of the stored row; all others are found anew.
fn relation(into: &mut Vec<u8>, standing: &Standing, drafts: &Drafts<'_>) {
    put_signed(into, standing.id.0);
    put_text(into, &standing.key);
    put_signed(into, standing.version);
    put_bytes(into, (drafts.write)(&standing.draft).as_bytes());
    let stored = standing.problems.0.iter().filter(|problem| problem.place.is_empty());
    let stored: Vec<&str> = stored.map(|problem| problem.message.as_str()).collect();
    put_count(into, stored.len());
    stored.into_iter().for_each(|message| put_text(into, message));
    put_moment(into, DAWN, standing.created_at);
    put_moment(into, DAWN, standing.updated_at);
    put_text(into, &standing.updated_by);
}
