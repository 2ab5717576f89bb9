//! The exclusions of a block in words, each as it holds or does not hold for one product.

use super::told::Given;
use crate::domain::block::{Page, StockPolicy};
use crate::page::words;
use crate::pick::account::{Account, source_count};
use crate::pick::reason::LeftOut;

/// One exclusion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// Which one.
    pub because: LeftOut,
    /// It holds, so that the product is left out.
    pub holds: bool,
    /// In words, without a capital and a full stop: `it is in stock`.
    pub text: String,
}

/// Returns the exclusions that have something to say here.
pub fn checks(given: Given<'_>, account: &Account<'_>) -> Vec<Check> {
    let mut checks: Vec<Check> = Vec::new();
    for exclusion in &account.exclusions {
        let Some(text) = words(given, account, exclusion.because, exclusion.holds) else { continue };
        let source = exclusion.source.filter(|_| source_count(account) > 1);
        let text = match source {
            Some(source) => format!("{text} (for {})", given.product(source)),
            None => text,
        };
        checks.push(Check { because: exclusion.because, holds: exclusion.holds, text });
    }
    checks
}

fn is_cart(account: &Account<'_>) -> bool {
    matches!(account.decision.block.page, Page::Cart | Page::Confirmation)
}

/// Returns an exclusion in words; none where it says nothing here.
pub fn words(given: Given<'_>, account: &Account<'_>, because: LeftOut, holds: bool) -> Option<String> {
    let view = given.snapshot.product(account.candidate)?;
    let product = view.whole()?;
    let zone = &given.store.time_zone;
    Some(match (because, holds) {
        (LeftOut::Source, true) => "it is the product on the page, or another form of it".into(),
        (LeftOut::Source, false) => "it is another product".into(),
        (LeftOut::InCart, true) => "it is in the cart already".into(),
        (LeftOut::InCart, false) if is_cart(account) => "it is not in the cart".into(),
        (LeftOut::Excluded, true) => "the caller excluded it".into(),
        (LeftOut::Earlier, true) => "an earlier block of this page shows it".into(),
        (LeftOut::Earlier, false) => "no earlier block of this page shows it".into(),
        (LeftOut::Inactive, true) => "it is switched off in the catalogue".into(),
        (LeftOut::Inactive, false) => "it is active".into(),
        (LeftOut::OutsideDates, true) => match (product.active_from, product.active_until) {
            (Some(from), Some(until)) => format!(
                "it is shown from {} to {} only",
                words::moment(from, zone),
                words::moment(until, zone)
            ),
            (Some(from), None) => format!("it is shown from {} on", words::moment(from, zone)),
            (None, Some(until)) => format!("it was shown until {}", words::moment(until, zone)),
            (None, None) => "it is outside its dates".into(),
        },
        (LeftOut::OutsideDates, false) => "it is within its dates".into(),
        (LeftOut::NotInStore, true) => {
            let sold = product.stores.as_ref().is_none_or(|stores| stores.contains(&given.store.id));
            match sold {
                true => format!("it has no price in {} in {}", given.currency, given.store.name),
                false => format!("{} does not sell it", given.store.name),
            }
        }
        (LeftOut::NotInStore, false) => {
            let price = view.price(given.store.id, given.currency);
            let price = price.map(|price| format!(" at {price}")).unwrap_or_default();
            format!("{} sells it{price}", given.store.name)
        }
        (LeftOut::OutOfStock, true) => "it is out of stock, and this block leaves those out".into(),
        (LeftOut::OutOfStock, false) => match (view.in_stock(), view.stock()) {
            (true, Some(count)) => format!("{} are in stock", words::number(count)),
            (true, None) => "it is in stock".into(),
            (false, _) if account.decision.block.stock_policy == StockPolicy::ShowLast => {
                "it is out of stock, and this block shows those last".into()
            }
            (false, _) => "it is out of stock, and this block shows those too".into(),
        },
        (LeftOut::Hidden, true) => "somebody hid it on this page".into(),
        (LeftOut::Hidden, false) => "nobody hid it here".into(),
        _ => return None,
    })
}
