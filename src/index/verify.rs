//! Verify: one compiled test against one product.

use super::compile::{Plan, compares};
use super::value::Reader;

/// Returns true when the product, or the one variant, passes the test.
pub fn passes(plan: &Plan, candidate: Reader<'_>) -> bool {
    match plan {
        Plan::Never => false,
        Plan::Present(field) => candidate.is_present(*field),
        Plan::Text(field, how, values) => {
            let texts = candidate.texts(*field);
            texts.iter().any(|text| values.iter().any(|value| compares(*how, text, value)))
        }
        Plan::Numbers(field, currency, ranges) => within(&candidate.numbers(*field, *currency), ranges),
        Plan::Days(field, ranges) => within(&candidate.days(*field), ranges),
        Plan::AnyOption(id, options) => candidate.options(*id).iter().any(|option| options.contains(option)),
        Plan::AllOptions(id, options) => {
            let own = candidate.options(*id);
            !options.is_empty() && options.iter().all(|option| own.contains(option))
        }
        Plan::Active(wanted) => wanted.contains(&candidate.is_active()),
        Plan::AnyStore(stores) => match candidate.stores() {
            Some(own) => own.iter().any(|store| stores.contains(store)),
            None => !stores.is_empty(),
        },
        Plan::AnyCategory(categories) => candidate.categories().iter().any(|own| categories.contains(own)),
        Plan::Is(field, wanted) => candidate.yes_no(*field).iter().any(|is| wanted.contains(is)),
    }
}

fn within<T: PartialOrd>(values: &[T], ranges: &[(T, T)]) -> bool {
    values.iter().any(|value| ranges.iter().any(|(low, high)| low <= value && value <= high))
}
