//! Explain: why the blocks of a page show a product, or not; an address to send to a colleague.

use actix_web::{HttpRequest, web};

use super::reply::{self, Reply};
use super::shop::place::Place;
use super::staff::Visit;
use crate::app::App;
use crate::domain::block::Page;
use crate::domain::decimal::clip;
use crate::form::fields::Fields;
use crate::form::query;
use crate::index::snapshot::Doc;
use crate::page::chrome::Here;
use crate::page::explain::{Named, On, Show, Wanted};
use crate::page::mark::tile;
use crate::page::shop::stand::Stand;
use crate::pick::account::{self, Account};
use crate::pick::choose::{Ask, Context};

/// Most lines of a cart that is typed into the address.
const LINES_MAX: usize = 50;

/// `GET /explain?on=SKU&of=SKU`, with `cart=SKU,SKU` or `category=KEY` in the place of `on`, or none of them for the home
/// page; `store`, `locale`, `at`, `segment` and `draft` as in the shop preview. Of a product's page the blocks of a cart
/// that holds it alone are told too.
pub async fn show(visit: Visit, app: web::Data<App>, request: HttpRequest) -> Reply {
    let asked = query::read(request.query_string());
    let place = Place::find(&app, asked.get("store"), &request).await?;
    let stand = place.stand();
    let (on, wanted) = wanted(&stand, &asked);
    let (of, candidate) = Named::read(&stand, asked.get("of"), asked.has("of"));
    let ask = place.ask();
    let accounts = match (wanted, candidate) {
        (Some(wanted), Some(candidate)) => accounts(&stand, &ask, &wanted, candidate),
        _ => Vec::new(),
    };
    let mut problems = place.problems().to_vec();
    let store = asked.get("store");
    if !store.is_empty() && place.snapshot.vocabulary().store(store).is_none() {
        problems.push(format!("There is no store “{}”; this is {}.", clip(store), place.store.name));
    }
    let title = match &of.tile {
        Some(tile) => format!("Why {}?", tile.name),
        None => "Why is it shown, or not?".to_owned(),
    };
    let chrome = visit.chrome(&app, title, Here::Products);
    reply::page(&Show::new(chrome, &stand, (on, of), &problems, &accounts))
}

/// Reads which page is meant; none when what names it is wrong.
fn wanted(stand: &Stand<'_>, asked: &Fields) -> (On, Option<Wanted>) {
    let typed = |name: &str| asked.get(name).trim().to_owned();
    if asked.has("cart") {
        return cart(stand, typed("cart"));
    }
    if asked.has("category") {
        return category(stand, typed("category"));
    }
    if asked.has("on") {
        let (named, found) = Named::read(stand, asked.get("on"), true);
        let words = named.tile.as_ref().map(|tile| format!("the page of {}", tile.name)).unwrap_or_default();
        let tiles = named.tile.into_iter().collect();
        let on = On { name: "on", typed: named.typed, words, tiles, problem: named.problem };
        return (on, found.map(Wanted::Product));
    }
    (On { words: "the home page".into(), ..On::default() }, Some(Wanted::Home))
}

fn cart(stand: &Stand<'_>, typed: String) -> (On, Option<Wanted>) {
    let mut problem = String::new();
    let mut docs: Vec<Doc> = Vec::new();
    let skus: Vec<&str> = typed.split(',').map(str::trim).filter(|sku| !sku.is_empty()).collect();
    for sku in skus.iter().take(LINES_MAX) {
        match stand.snapshot.find(sku) {
            Some(doc) => docs.push(doc),
            None => problem = format!("There is no product of sku “{}”.", clip(sku)),
        }
    }
    if skus.is_empty() {
        problem = "Type the skus of the cart, parted by commas, the last-added last.".into();
    } else if skus.len() > LINES_MAX {
        problem = format!("A cart of at most {LINES_MAX} products can be looked at here.");
    }
    docs.reverse();
    let tiles: Vec<_> =
        docs.iter().filter_map(|doc| Some(tile(stand.snapshot.product(*doc)?, stand.locale))).collect();
    let names: Vec<&str> = tiles.iter().map(|tile| tile.name.as_str()).collect();
    let words = format!("a cart with {}", names.join(", "));
    let wanted = problem.is_empty().then_some(Wanted::Cart(docs));
    (On { name: "cart", typed, words, tiles, problem }, wanted)
}

fn category(stand: &Stand<'_>, typed: String) -> (On, Option<Wanted>) {
    let on = On { name: "category", typed: typed.clone(), ..On::default() };
    match stand.vocabulary().find_categories(&typed).as_slice() {
        [one, ..] => {
            let words = format!("the page of the category {}", stand.category_name(one.id));
            (On { words, ..on }, Some(Wanted::Category(one.id)))
        }
        [] => {
            let problem = format!("There is no category “{}”.", clip(&typed));
            (On { problem, ..on }, None)
        }
    }
}

fn accounts<'a>(stand: &Stand<'a>, ask: &'a Ask<'a>, wanted: &Wanted, candidate: Doc) -> Vec<Account<'a>> {
    let snapshot = stand.snapshot;
    let page = |page: Page, context: Context<'_>| account::page(snapshot, ask, page, context, candidate);
    match wanted {
        Wanted::Product(doc) => {
            let mut both = page(Page::Product, Context::Product(*doc));
            both.extend(page(Page::Cart, Context::Cart(&[*doc])));
            both
        }
        Wanted::Cart(docs) => page(Page::Cart, Context::Cart(docs)),
        Wanted::Category(id) => page(Page::Category, Context::Category(*id)),
        Wanted::Home => page(Page::Home, Context::Nothing),
    }
}
