//! Prices of one row, put onto a variant: amount and earlier price may stand in two columns.

use super::names::Names;
use crate::codec::catalogue::{PriceFact, Trouble};
use crate::domain::decimal::{Decimal, ONE};
use crate::domain::id::StoreId;
use crate::domain::money::{Currency, Money};
use crate::domain::product::{Price, Variant};

/// What the columns of one store and currency say together.
struct Said {
    column: String,
    store: Option<StoreId>,
    currency: Currency,
    amount: Option<Option<Decimal>>,
    regular: Option<Option<Decimal>>,
}

/// Puts the prices onto the variant, or tells what is wrong with them.
pub(super) fn put(variant: &mut Variant, facts: &[&PriceFact], names: &Names<'_>) -> Result<(), Trouble> {
    let mut all: Vec<Said> = Vec::new();
    for fact in facts {
        let (store, currency) = scope(fact, names)?;
        match all.iter_mut().find(|said| said.store == store && said.currency == currency) {
            Some(said) => {
                said.amount = fact.amount.or(said.amount);
                said.regular = fact.regular.or(said.regular);
            }
            None => {
                let (amount, regular) = (fact.amount, fact.regular);
                all.push(Said { column: fact.column.clone(), store, currency, amount, regular });
            }
        }
    }
    all.iter().try_for_each(|said| put_one(variant, said))
}

/// Returns where and in which currency a price holds, or what is wrong with that.
pub(super) fn scope(fact: &PriceFact, names: &Names<'_>) -> Result<(Option<StoreId>, Currency), Trouble> {
    let refuse =
        |message: String| Trouble::new(&fact.column, fact.store.as_deref().unwrap_or_default(), message);
    let Some(key) = &fact.store else {
        let currency = fact.currency.or(names.currency());
        return currency
            .map(|currency| (None, currency))
            .ok_or_else(|| refuse("Name the currency of this price.".into()));
    };
    let (store, first) = names
        .store(key)
        .ok_or_else(|| refuse(format!("There is no store “{key}”; make it first, or mend the name.")))?;
    Ok((Some(store), fact.currency.unwrap_or(first)))
}

fn put_one(variant: &mut Variant, said: &Said) -> Result<(), Trouble> {
    let at = variant
        .prices
        .iter()
        .position(|price| price.store == said.store && price.amount.currency == said.currency);
    let money = |decimal: Decimal| minor(decimal, said.currency, &said.column);
    let amount = match said.amount {
        Some(None) => {
            variant
                .prices
                .retain(|price| price.store != said.store || price.amount.currency != said.currency);
            return Ok(());
        }
        Some(Some(amount)) => Some(money(amount)?),
        None => at.and_then(|at| variant.prices.get(at)).map(|price| price.amount),
    };
    let Some(amount) = amount else {
        return match said.regular.flatten() {
            Some(_) => Err(Trouble::new(&said.column, "", "A regular price needs a price beside it.")),
            None => Ok(()),
        };
    };
    let before = at.and_then(|at| variant.prices.get(at)).and_then(|price| price.regular);
    let regular = match said.regular {
        Some(regular) => regular.map(money).transpose()?,
        None => before,
    };
    // What did not cost more before is not on sale.
    let regular = regular.filter(|regular| regular.minor > amount.minor);
    let price = Price { store: said.store, amount, regular };
    match at.and_then(|at| variant.prices.get_mut(at)) {
        Some(old) => *old = price,
        None => variant.prices.push(price),
    }
    Ok(())
}

/// Returns exact minor units; trailing places that a currency does not know are wrong unless they are zero.
fn minor(decimal: Decimal, currency: Currency, column: &str) -> Result<Money, Trouble> {
    let per_minor = ONE / currency.minor_per_major();
    if decimal.0 % per_minor != 0 {
        let message = format!("The price has more places than {currency} knows.");
        return Err(Trouble::new(column, &decimal.to_string(), message));
    }
    Ok(Money { minor: decimal.0 / per_minor, currency })
}
