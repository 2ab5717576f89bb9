//! Explanations over HTTP: what the pages say, what the API says, and that both say what shoppers see.

use std::collections::BTreeMap;

use kindred::domain::block::Page;
use kindred::domain::staff::Role;
use kindred::index::snapshot::{Doc, Snapshot};
use kindred::pick::account::{self, Account, Outcome, Verdict};
use kindred::pick::choose::{self, Ask, Context, Decision, Depth};
use kindred::pick::reason::LeftOut;
use kindred::work::demo;
use serde_json::{Value, json};

use crate::editor::{Editor, focus};
use crate::fixture::{relation, skus, small};
use crate::world::World;

/// A shop to ask; the time stands still on a Saturday.
fn shop() -> World {
    let world = World::at("2026-11-21T12:00:00Z");
    demo::make_default(&world.app).unwrap();
    world
}

/// Returns what is wrong with the accounts of all products of one page, against what its blocks decided.
fn disagreements(decisions: &[Decision<'_>], accounts: &[Vec<Account<'_>>]) -> Vec<String> {
    let mut wrong = Vec::new();
    for (at, decision) in decisions.iter().enumerate() {
        let mut counted: BTreeMap<LeftOut, usize> = BTreeMap::new();
        for account in accounts.iter().filter_map(|accounts| accounts.get(at)) {
            let place = decision.picks.iter().position(|pick| pick.doc == account.candidate);
            let told = match &account.verdict {
                Verdict::Shown { place, .. } => Some(place - 1),
                _ => None,
            };
            let taken = account.stages.iter().any(|stage| stage.outcome == Outcome::Taken);
            let is_right = told == place && (taken || place.is_none());
            let reasons = account.stages.iter().filter_map(|stage| match stage.outcome {
                Outcome::LeftOut(because) => Some(because),
                _ => None,
            });
            let barred: Vec<LeftOut> = reasons.collect();
            let is_known = barred.iter().all(|because| account.reasons.contains(because));
            if !is_right || !is_known {
                wrong.push(format!(
                    "{} {:?}: {place:?}, not {:?}",
                    decision.block.key, account.candidate, account.verdict
                ));
            }
            for because in &account.reasons {
                *counted.entry(*because).or_default() += 1;
            }
        }
        if counted != decision.left_out {
            wrong.push(format!("{}: {counted:?} of {:?}", decision.block.key, decision.left_out));
        }
    }
    wrong
}

/// Returns what the blocks of a page decide, and the accounts of all products.
fn asked<'a>(
    snapshot: &'a Snapshot,
    ask: &'a Ask<'a>,
    page: Page,
    context: Context<'_>,
) -> (Vec<Decision<'a>>, Vec<Vec<Account<'a>>>) {
    let decisions = choose::page(snapshot, ask, page, context, Depth::Reasons);
    let accounts = snapshot.docs().map(|doc| account::page(snapshot, ask, page, context, doc)).collect();
    (decisions, accounts)
}

#[test]
fn every_account_comes_to_what_the_blocks_decided() {
    let world = World::at("2026-11-21T12:00:00Z");
    demo::make(&world.app, demo::Size { products: 240, relations: 40, seed: 3 }, |_| ()).unwrap();
    kindred::work::load::load(&world.app).unwrap();
    let snapshot = world.app.snapshot();
    let store = &snapshot.vocabulary().stores()[0];
    let ask = Ask {
        store: store.id,
        locale: &store.locales[0],
        currency: store.currencies[0],
        segment: None,
        at: world.app.clock().now(),
        exclude: &[],
        draft: None,
    };
    let docs: Vec<Doc> = snapshot.docs().collect();
    let category = snapshot.vocabulary().categories()[3].id;
    let cart = [docs[7], docs[90], docs[7]];
    let mut shown = 0;
    for (page, context) in [
        (Page::Product, Context::Product(docs[0])),
        (Page::Product, Context::Product(docs[60])),
        (Page::Product, Context::Product(docs[150])),
        (Page::Cart, Context::Cart(&cart)),
        (Page::Category, Context::Category(category)),
        (Page::Home, Context::Nothing),
    ] {
        let (decisions, mut accounts) = asked(&snapshot, &ask, page, context);
        assert_eq!(disagreements(&decisions, &accounts), Vec::<String>::new(), "{page:?}");
        // An account that leaves out a stage that took a product in is found out.
        for account in accounts.iter_mut().flatten() {
            let before = account.stages.len();
            account.stages.retain(|stage| stage.outcome != Outcome::Taken);
            shown += before - account.stages.len();
        }
        let has_picks = decisions.iter().any(|decision| !decision.picks.is_empty());
        assert_eq!(disagreements(&decisions, &accounts).is_empty(), !has_picks, "{page:?}");
    }
    assert!(shown > 20, "the pages show something: {shown}");
}

#[test]
fn the_page_tells_every_stage_with_the_values_compared() {
    let world = small();
    let skus = skus(&world);
    relation(&world, "Dearer ones", &skus[0], |draft| draft.pins = vec![skus[3].clone()]);
    let anna = world.anna();
    let on = |of: &str| anna.page(&format!("/explain?on={}&of={of}", skus[0]));
    assert!(on(&skus[3]).contains("Shown at place 1: “Dearer ones” pins it."));
    let itself = on(&skus[0]);
    assert!(itself.contains("Not shown: it is the product on the page"), "{itself}");
    let all: Vec<String> = skus.iter().skip(4).map(|sku| on(sku)).collect();
    assert!(
        all.iter().any(|page| page.contains("</strong> &gt; ") || page.contains("</strong> &#62; ")),
        "{}",
        all[0]
    );
    assert!(all.iter().all(|page| page.contains("Links") && page.contains("What could leave it out")));
    let elsewhere = anna.page(&format!("/explain?on={}&of={}", skus[5], skus[3]));
    assert!(
        elsewhere.contains("no link names it, and no live relation of its types stands here"),
        "{elsewhere}"
    );
    let cart = anna.page(&format!("/explain?cart={},{}&of={}", skus[0], skus[1], skus[1]));
    assert!(cart.contains("it is in the cart already"), "{cart}");
    assert!(anna.page(&format!("/explain?of={}", skus[3])).contains("home page"));
}

#[test]
fn what_is_asked_wrongly_is_said_at_its_field() {
    let world = small();
    let skus = skus(&world);
    let anna = world.anna();
    for (query, sentence) in [
        (format!("on={}&of=nope", skus[0]), "There is no product of sku “nope”."),
        (format!("on={}&of=", skus[0]), "Type the sku of the product to ask about."),
        (format!("on=nope&of={}", skus[0]), "There is no product of sku “nope”."),
        (format!("cart=&of={}", skus[0]), "Type the skus of the cart"),
        (format!("cart=nope&of={}", skus[0]), "There is no product of sku “nope”."),
        (format!("category=mars&of={}", skus[0]), "There is no category “mars”."),
        (format!("on={}&of={}&store=mars", skus[0], skus[1]), "There is no store “mars”; this is "),
        (format!("on={}&of={}&at=soon", skus[0], skus[1]), "“soon” is not a moment"),
    ] {
        let page = anna.page(&format!("/explain?{query}"));
        assert!(page.contains(sentence), "{query}: {page}");
    }
    assert_eq!(
        world.stranger().get("/explain").status,
        world.stranger().get("/products").status,
        "staff alone see it"
    );
}

#[test]
fn a_wrong_sku_brings_the_products_that_could_be_meant() {
    let world = small();
    let skus = skus(&world);
    let snapshot = world.app.snapshot();
    let view = snapshot.product(snapshot.find(&skus[0]).unwrap()).unwrap();
    let word = view.name(&snapshot.vocabulary().stores()[0].locales[0]).split(' ').next().unwrap().to_owned();
    let page = world.anna().page(&format!("/explain?on={}&of={word}", skus[0]));
    assert!(page.contains("Did you mean"), "{page}");
}

#[test]
fn the_api_explains_to_everybody_in_numbers_and_to_staff_in_full() {
    let world = shop();
    let (open, staff) = (world.stranger(), world.caller(Role::Viewer));
    let snapshot = world.app.snapshot();
    let skus: Vec<String> =
        snapshot.docs().take(60).map(|doc| snapshot.product(doc).unwrap().sku().to_owned()).collect();
    let page = |sku: &str| format!("/api/v1/products/{sku}/relations/related?explain=1");
    let has_rule =
        |told: &Value| told["items"].as_array().unwrap().iter().any(|item| item["origin"]["kind"] == "rule");
    let sku =
        skus.iter().find(|sku| has_rule(&open.get(&page(sku)).json())).expect("a page with a rule's picks");
    let (everybody, known) = (open.get(&page(sku)).json(), staff.get(&page(sku)).json());
    assert_eq!(everybody["left_out"].as_array().unwrap().len(), known["left_out"].as_array().unwrap().len());
    let names: Vec<String> =
        snapshot.relations().iter().map(|standing| standing.relation.name.clone()).collect();
    let leaked = |told: &Value| names.iter().any(|name| told.to_string().contains(name.as_str()));
    assert!(!leaked(&everybody) && leaked(&known), "{everybody}");
    let item =
        known["items"].as_array().unwrap().iter().find(|item| item["origin"]["kind"] == "rule").unwrap();
    assert_eq!(item["detail"]["rule"]["holds"], json!(true), "{item}");

    let asked = |candidate: &str| staff.get(&format!("{}&candidate={candidate}", page(sku)));
    let itself = asked(sku).json();
    assert_eq!(
        (&itself["candidate"]["shown"], &itself["candidate"]["reason"]),
        (&json!(false), &json!("source"))
    );
    let shown = asked(item["sku"].as_str().unwrap()).json();
    assert_eq!(shown["candidate"]["position"], item["position"], "{shown}");
    assert!(shown["candidate"]["stages"].as_array().unwrap().iter().any(|stage| stage["outcome"] == "taken"));
    assert_eq!(shown["items"], known["items"], "asking about one changes nothing");
    let wrong = asked("nope");
    assert_eq!((wrong.status, &wrong.json()["errors"][0]["place"]), (422, &json!("candidate")));
    assert_eq!(open.get(&format!("{}&candidate={sku}", page(sku))).status, 401);
    let forged = kindred_caller(&world).get(&page(sku));
    assert_eq!(forged.json()["left_out"], everybody["left_out"], "a token that does not hold opens nothing");
}

fn kindred_caller(world: &World) -> crate::people::Caller {
    crate::people::Caller::new(&world.authority, "not-a-token")
}

#[test]
fn carts_blocks_and_targets_are_explained_too() {
    let world = shop();
    let staff = world.caller(Role::Viewer);
    let snapshot = world.app.snapshot();
    let sku = |at: usize| snapshot.product(snapshot.docs().nth(at).unwrap()).unwrap().sku().to_owned();
    let (first, second) = (sku(0), sku(9));
    let cart =
        staff.post("/api/v1/carts/relations", &json!({"skus": [first, second], "candidate": first})).json();
    for block in cart["blocks"].as_array().unwrap() {
        assert_eq!(block["candidate"]["shown"], json!(false), "{block}");
        assert!(block["left_out"].is_array());
        let held = block["candidate"]["exclusions"]
            .as_array()
            .unwrap()
            .iter()
            .any(|one| one["reason"] == "in_cart" && one["holds"] == true);
        assert!(held, "{block}");
    }
    let block =
        staff.get(&format!("/api/v1/blocks/pdp-up-sell?sku={first}&explain=1&candidate={second}")).json();
    assert!(block["candidate"]["text"].as_str().unwrap().ends_with('.'), "{block}");
    let key = snapshot
        .relations()
        .iter()
        .find(|one| one.relation.target.rule.is_some() && one.problems.is_empty())
        .unwrap()
        .key
        .clone();
    let path = format!("/api/v1/relations/{key}/targets?candidate={first}");
    let told = staff.get(&path).json();
    assert!(told["left_out"].is_array() && told["candidate"]["rule"]["condition"].is_string(), "{told}");
    let raw = staff.get(&format!("{path}&raw=1")).json();
    assert_eq!(raw["candidate"]["rule"], told["candidate"]["rule"]);
    assert_eq!(raw["candidate"]["shown"], raw["candidate"]["rule"]["holds"]);
    assert!(staff.get(&format!("/api/v1/relations/{key}/targets")).json()["left_out"].is_null());
}

#[test]
fn a_product_is_tried_on_a_draft_row_by_row_and_stays_through_the_steps() {
    let world = small();
    let skus = skus(&world);
    let anna = world.anna();
    let mut editor = Editor::open(&anna, "same-brand", &skus[0]);
    let page = editor.press("why", &[("as", &skus[0]), ("why_sku", &skus[9])]).to_owned();
    assert_eq!(focus(&page), "why");
    assert!(page.contains("tried-line") && page.contains("the source’s brand"), "{page}");
    assert!(page.contains(&format!("/explain?on={}&#38;of={}", skus[0], skus[9])), "{page}");
    let page = editor.press("add:t0", &[("add.t0", "price")]).to_owned();
    assert!(page.contains("tried-line"), "it stays when a row is added");
    let page = editor.press("preview", &[("t2.v", "1000000000")]).to_owned();
    assert!(page.contains("Nothing matches. Without <a href=\"#t2\">this row</a>"), "{page}");
    let page = editor.press("why", &[("why_sku", &skus[0])]).to_owned();
    assert!(page.contains("Not shown. Its rule does not match"), "{page}");
    let page = editor.press("rm:t2", &[]).to_owned();
    assert!(page.contains("it is the product on the page, or another form of it"), "{page}");
    let page = editor.press("why", &[("why_sku", "nope")]).to_owned();
    assert!(page.contains("There is no product of sku “nope”.") && !page.contains("tried-line"), "{page}");
    let page = editor.press("why", &[("why_sku", "")]).to_owned();
    assert!(!page.contains("id=\"why\"") && !page.contains("tried-line"), "{page}");
}
