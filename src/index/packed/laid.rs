//! Laid out: one product's offers and attribute values, read off its record once for all who ask for them in turn.
//!
//! The room is used again for the next product, since a million are laid out one after the other.

use super::Record;
use super::field::{Offer, Value};
use crate::domain::id::AttributeId;

/// A product whose offers and attribute values lie at hand.
#[derive(Debug, Default)]
pub struct Laid<'a> {
    record: Option<Record<'a>>,
    active: Vec<Offer<'a>>,
    values: Vec<(AttributeId, Value<'a>)>,
}

impl<'a> Laid<'a> {
    /// Returns one product laid out.
    pub fn of(record: Record<'a>) -> Self {
        let mut laid = Self::default();
        laid.lay(record);
        laid
    }

    /// Lays another product out in place of the last one.
    pub fn lay(&mut self, record: Record<'a>) {
        self.active.clear();
        self.values.clear();
        self.values.extend(record.attributes());
        let mut forms = record.forms();
        for offer in record.offers() {
            let form = forms.next();
            if offer.active {
                self.active.push(offer);
                self.values.extend(form.into_iter().flatten());
            }
        }
        self.record = Some(record);
    }

    /// Returns the product's record; none before the first one.
    pub fn record(&self) -> Option<&Record<'a>> {
        self.record.as_ref()
    }

    /// Returns the offers of the active variants.
    pub fn active(&self) -> &[Offer<'a>] {
        &self.active
    }

    /// Returns the attribute values of the product and, behind them, of its active variants.
    pub fn values(&self) -> &[(AttributeId, Value<'a>)] {
        &self.values
    }
}
