//! Sift: a sieve in, the whole set of products that pass out.

use roaring::RoaringBitmap;

use super::sieve::{Place, Sieve};

/// So few products are tested one by one rather than put against a whole range.
const FEW: u64 = 20_000;

impl Sieve {
    /// Returns the products that pass.
    pub fn sift(&self, place: Place<'_>) -> RoaringBitmap {
        match self {
            Self::Set(set) => set.as_ref().clone(),
            Self::Range(sorted, low, high) => sorted.range(*low, *high),
            Self::Not(inner) => place.snapshot.all() - inner.sift(place),
            Self::All(children) => {
                let positive = |child: &Self| !matches!(child, Self::Not(_) | Self::Each(_) | Self::Open(_));
                let Some(first) = children.iter().position(positive) else {
                    return narrow(children.iter().collect(), place.snapshot.all().clone(), place);
                };
                let left = children.get(first).map(|child| child.sift(place)).unwrap_or_default();
                let others = children.iter().enumerate().filter(|(at, _)| *at != first);
                narrow(others.map(|(_, child)| child).collect(), left, place)
            }
            Self::Any(children) => {
                let mut found = RoaringBitmap::new();
                for child in children {
                    match child {
                        Self::Set(set) => found |= set.as_ref(),
                        other => found |= other.sift(place),
                    }
                }
                found
            }
            Self::Each(each) => {
                let mut left = each.among.sift(place);
                left.retain(|doc| each.meets(doc, place));
                left
            }
            Self::Open(_) => RoaringBitmap::new(),
        }
    }

    /// Returns the products among `left` that pass.
    pub fn sift_among(&self, left: &RoaringBitmap, place: Place<'_>) -> RoaringBitmap {
        match self {
            Self::Set(set) => left & set.as_ref(),
            Self::Open(_) => RoaringBitmap::new(),
            Self::Not(inner) => match inner.as_ref() {
                Self::Set(set) => left - set.as_ref(),
                inner => left - inner.sift_among(left, place),
            },
            _ if left.len() <= FEW => {
                let mut left = left.clone();
                left.retain(|doc| self.passes(doc, place));
                left
            }
            Self::Range(sorted, low, high) => {
                let mut found = sorted.range(*low, *high);
                found &= left;
                found
            }
            Self::All(children) => narrow(children.iter().collect(), left.clone(), place),
            Self::Any(children) => {
                let mut found = RoaringBitmap::new();
                for child in children {
                    found |= child.sift_among(left, place);
                }
                found
            }
            Self::Each(each) => {
                let mut left = each.among.sift_among(left, place);
                left.retain(|doc| each.meets(doc, place));
                left
            }
        }
    }
}

/// Returns the products among `left` that pass every one: sets first, then the rest, all at once as soon as few are left.
fn narrow(children: Vec<&Sieve>, mut left: RoaringBitmap, place: Place<'_>) -> RoaringBitmap {
    let mut others = Vec::with_capacity(children.len());
    for child in children {
        match child {
            Sieve::Set(set) => left &= set.as_ref(),
            Sieve::Not(inner) => match inner.as_ref() {
                Sieve::Set(set) => left -= set.as_ref(),
                _ => others.push(child),
            },
            other => others.push(other),
        }
    }
    let mut others = others.as_slice();
    while let Some((first, rest)) = others.split_first() {
        if left.is_empty() {
            return left;
        }
        if left.len() <= FEW {
            left.retain(|doc| others.iter().all(|child| child.passes(doc, place)));
            return left;
        }
        left = first.sift_among(&left, place);
        others = rest;
    }
    left
}
