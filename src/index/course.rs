//! Course: how what shops are shown went on from snapshot to snapshot.
//!
//! As long as products, links and the shape of the vocabulary stay, only the sources of a few relations can be answered
//! otherwise than before. Whoever keeps answers asks here whether one that was right some steps ago still is. Anything
//! else begins a new course.

use std::sync::Arc;

use super::Circumstances;
use super::snapshot::{Doc, Snapshot, Standing};

/// Most steps of one course, …
const STEPS_MAX: usize = 256;
/// … and most relations that a course asks for each answer.
const RELATIONS_MAX: usize = 256;

/// A number of snapshots, one after the other.
#[derive(Debug, Clone, Default)]
pub struct Course {
    start: Arc<()>,
    steps: Vec<Arc<Vec<Arc<Standing>>>>,
}

impl Course {
    /// Returns the course one step on, at which some relations may answer otherwise, as they were and as they are; none
    /// where it is too long, or has no such step.
    pub(super) fn step(&self, relations: Vec<Arc<Standing>>) -> Option<Self> {
        let mut next = self.clone();
        if !relations.is_empty() {
            next.steps.push(Arc::new(relations));
        }
        let asked: usize = next.steps.iter().map(|step| step.len()).sum();
        (next.steps.len() <= STEPS_MAX && asked <= RELATIONS_MAX).then_some(next)
    }

    /// Returns true when one goes on from the other.
    pub fn is_of(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.start, &other.start)
    }

    /// Returns how many steps were taken.
    pub fn len(&self) -> usize {
        self.steps.len()
    }

    /// Returns true when no step was taken.
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }
}

impl Snapshot {
    /// Returns the course that the snapshot is on.
    pub fn course(&self) -> &Course {
        &self.course
    }

    /// Returns true when what was answered about some sources after so many steps of the course holds on.
    pub fn holds_since(&self, steps: usize, sources: &[Doc], circumstances: &Circumstances) -> bool {
        let mut relations = self.course.steps.iter().skip(steps).flat_map(|step| step.iter());
        !relations.any(|standing| sources.iter().any(|doc| self.stands_on(standing, circumstances, *doc)))
    }
}
