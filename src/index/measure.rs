//! Measure: how many bytes of memory the parts of a snapshot take.
//!
//! What is counted is what the parts hold on to; what the allocator adds to it is not.

use super::snapshot::Snapshot;
use crate::domain::link::Link;

/// One part of a snapshot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// What it is.
    pub name: &'static str,
    /// How many bytes it takes.
    pub bytes: usize,
}

impl Snapshot {
    /// Returns what every part takes, in bytes.
    pub fn memory(&self) -> Vec<Part> {
        let part = |name, bytes| Part { name, bytes };
        let link = size_of::<Link>();
        let links = self.links.iter().chain(self.links_back.iter());
        let links: usize = links.map(|(_, list)| list.capacity() * link + 64).sum();
        let hidden: usize = self.hidden.iter().map(|(_, list)| list.capacity() * 8 + 64).sum();
        vec![
            part("products", self.products.memory()),
            part("skus", self.by_sku.memory()),
            part("ids", self.by_id.memory()),
            part("sets and numbers", self.shelf.memory()),
            part("words", self.shelf.words().memory().into_iter().map(|(_, bytes)| bytes).sum()),
            part("links", links + hidden),
        ]
    }
}
