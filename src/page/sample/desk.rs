//! For tests: samples of the back office's lists and pages to read.

use serde_json::json;

use super::catalogue::{HOSTILE, Sample, empty, frame, full, roll, sample};
use crate::domain::bulk::{Act, Bulk, Skipped};
use crate::domain::id::ProductId;
use crate::domain::id::{BulkId, RelationId, ViewId};
use crate::domain::saved_view::SavedView;
use crate::domain::staff::Role;
use crate::domain::store::{Draft, check};
use crate::form::product_page::Look;
use crate::form::{audit_list, product_list, query, relation_list};
use crate::index::browse::{Wanted, browse};
use crate::index::roll::first_store;
use crate::index::sample::{here, now};
use crate::index::snapshot::{Doc, Snapshot};
use crate::page::audit::{self, Line, Recorded};
use crate::page::chrome::Here;
use crate::page::product::link::Failed;
use crate::page::relation::selected::{Report, Sure};
use crate::page::relation::{self, drafts, history};
use crate::page::setting::store::Edit;
use crate::page::setting::{self, Member, Token};
use crate::page::{mark, overview, product, styleguide};

/// Returns all of them.
pub fn samples() -> Vec<Sample> {
    let (empty, full) = (empty(), full());
    let mut all = vec![
        overview("a fresh shop", &empty),
        overview("full", &full),
        audit("empty", &empty, &[]),
        audit("full", &full, &["relation", "product", "session", "import"]),
        sample("styleguide/show.html", "all", &styleguide::Show::new(frame("Styleguide", Here::Settings))),
    ];
    for (state, snapshot, query) in [
        ("empty", &empty, ""),
        ("full", &full, "sort=-edited"),
        ("narrowed to none", &full, "q=%3Cb%3E&type=up-sell&status=off&store=us&on=%3Cb%3E&category=bags"),
        ("asked wrongly", &full, "type=%3Cb%3E&status=%3Cscript%3E&sort=x&page=99"),
    ] {
        all.push(relations(state, snapshot, query));
        all.push(products(state, snapshot, query));
    }
    all.extend(["live", "broken", "frozen", "off", "soon", "on-one"].map(|key| relation(&full, key, "")));
    all.push(relation(&full, "live", HOSTILE));
    all.extend(
        [("with links", "a1"), ("without links", "a5"), ("with variants", "a3")]
            .map(|(state, sku)| product(state, &full, sku, Failed::default())),
    );
    all.push(product("a form that failed", &full, "a1", failed(&full)));
    all.extend(histories(&full));
    all.extend(many(&full));
    all.extend(settings(&empty));
    all.extend(settings(&full));
    all
}

fn overview(state: &'static str, snapshot: &Snapshot) -> Sample {
    let recent = lines(snapshot, &["relation", "link"]);
    let page =
        overview::Show::new(frame("Overview", Here::Overview), snapshot, &roll(snapshot), recent, now());
    sample("overview/show.html", state, &page)
}

fn lines(snapshot: &Snapshot, nouns: &[&str]) -> Vec<Line> {
    let detail = json!({"name": HOSTILE, "note": HOSTILE, "version": 3});
    let recorded =
        |noun| Recorded { at: now(), actor: HOSTILE, action: "publish", noun, key: "live", detail: &detail };
    nouns.iter().map(|noun| Line::new(&recorded(noun), snapshot, now())).collect()
}

fn audit(state: &'static str, snapshot: &Snapshot, nouns: &[&str]) -> Sample {
    let filter = audit_list::Filter::read(&query::read("q=%3Cb%3E&who=%3Cb%3E&noun=relation"));
    let page =
        audit::List::new(frame("Activity", Here::Audit), &filter, lines(snapshot, nouns), nouns.len() * 20)
            .offering(&filter, vec!["relation".into()], vec![HOSTILE.into()]);
    sample("audit/list.html", state, &page)
}

fn relations(state: &'static str, snapshot: &Snapshot, asked: &str) -> Sample {
    let filter = relation_list::Filter::read(&query::read(asked), snapshot.vocabulary());
    let chrome = frame("Relations", Here::Relations);
    let roll = roll(snapshot);
    let lines = relation::line::Lines::new(snapshot, &roll, &filter, now());
    let page = relation::List::new(chrome, &filter, (snapshot, &roll), &lines, now());
    let view = |id, address| SavedView { id: ViewId(id), name: HOSTILE.into(), address };
    let views = vec![view(1, "/relations?q=x".into()), view(2, filter.view().address())];
    let own = relation::list::Own { drafts: 2, views, frozen: vec![(RelationId(3), now())] };
    sample("relation/list.html", state, &page.with(&own, &filter, &lines, now()))
}

fn many(snapshot: &Snapshot) -> Vec<Sample> {
    let chrome = || frame("Many at once", Here::Relations);
    let names = vec![HOSTILE; 30];
    let fields = vec![("do", "delete".to_owned()), ("filter", format!("/relations?q={HOSTILE}"))];
    let bulk = |done: &[i64], skipped: usize, is_undone| Bulk {
        id: BulkId(1),
        act: Act::On,
        done: done.iter().map(|id| RelationId(*id)).collect(),
        unchanged: 1,
        skipped: vec![Skipped { key: "live".into(), name: HOSTILE.into(), reason: HOSTILE.into() }; skipped],
        at: now(),
        by: HOSTILE.into(),
        is_undone,
    };
    let report =
        |state, bulk: Bulk| sample("relation/selected.html", state, &Report::new(chrome(), &bulk, snapshot));
    vec![
        sample(
            "relation/sure.html",
            "delete",
            &Sure::new(chrome(), Act::Delete, &names, fields, "/relations"),
        ),
        report("some", bulk(&[1, 2, 99], 2, false)),
        report("none", bulk(&[], 1, false)),
        report("undone", bulk(&[4], 0, true)),
    ]
}

fn products(state: &'static str, snapshot: &Snapshot, asked: &str) -> Sample {
    let filter = product_list::Filter::read(&query::read(asked), snapshot.vocabulary());
    let locale = mark::locale(snapshot.vocabulary());
    let wanted = Wanted { query: &filter.query, category: None, gap: None, locale: &locale };
    let found = browse(snapshot, &wanted, now(), |_| (0, 25));
    let page =
        product::List::new(frame("Products", Here::Products), &filter, &found, snapshot, Some(&here()));
    sample("product/list.html", state, &page)
}

fn relation(snapshot: &Snapshot, key: &'static str, on: &str) -> Sample {
    let roll = roll(snapshot);
    let entry = roll.find(snapshot.relation(key).unwrap().id).unwrap();
    let circumstances = first_store(snapshot, now());
    let given = relation::show::Given {
        snapshot,
        entry,
        on,
        circumstances: circumstances.as_ref(),
        author: HOSTILE,
        frozen_at: Some(now()),
        now: now(),
    };
    sample("relation/show.html", key, &relation::Show::new(frame(HOSTILE, Here::Relations), &given))
}

fn product(state: &'static str, snapshot: &Snapshot, sku: &str, failed: Failed) -> Sample {
    let given = product::show::Given {
        snapshot,
        roll: &roll(snapshot),
        doc: snapshot.find(sku).unwrap(),
        circumstances: Some(&here()),
        linked: &[ProductId(1)],
        look: &Look::default(),
        failed,
        now: now(),
    };
    let page = product::Show::new(frame(HOSTILE, Here::Products), given).unwrap();
    sample("product/show.html", state, &page)
}

fn failed(snapshot: &Snapshot) -> Failed {
    let near = snapshot.product(Doc(0)).map(|view| mark::tile(view, &mark::locale(snapshot.vocabulary())));
    Failed {
        form: "related".into(),
        typed: HOSTILE.into(),
        problem: format!("There is no product “{HOSTILE}”."),
        near: near.into_iter().collect(),
        two_way: true,
        store: "us".into(),
        ..Failed::default()
    }
}

fn histories(snapshot: &Snapshot) -> Vec<Sample> {
    let chrome = || frame("History", Here::Relations);
    let kind = snapshot.vocabulary().types().first();
    let draft = drafts::Draft {
        href: "/drafts/1".into(),
        name: HOSTILE.into(),
        kind: kind.map(|kind| mark::kind(kind, &mark::locale(snapshot.vocabulary()))),
        relation: "live".into(),
        edited: "2 h ago".into(),
    };
    let bare = drafts::Draft { kind: None, relation: String::new(), ..draft.clone() };
    let version = |number| history::Version {
        number,
        at: "21 Nov 2026, 14:02".into(),
        by: HOSTILE.into(),
        sentence: HOSTILE.into(),
        changes: vec![format!("Name: {HOSTILE}")],
    };
    let versions = vec![version(2), version(1)];
    let page = relation::History {
        chrome: chrome(),
        name: HOSTILE.into(),
        href: "/relations/live".into(),
        versions,
    };
    vec![
        sample("relation/history.html", "two versions", &page),
        sample("relation/drafts.html", "empty", &relation::Drafts { chrome: chrome(), drafts: Vec::new() }),
        sample(
            "relation/drafts.html",
            "full",
            &relation::Drafts { chrome: chrome(), drafts: vec![draft, bare] },
        ),
    ]
}

fn settings(snapshot: &Snapshot) -> Vec<Sample> {
    let (name, role) = (HOSTILE.to_owned(), Role::Editor);
    let member = Member { name: name.clone(), email: HOSTILE.into(), role, active: false, created_at: now() };
    let token = Token { name, role, created_at: now(), revoked_at: Some(now()) };
    let lists = [
        ("/settings/blocks", setting::blocks(snapshot.vocabulary())),
        ("/settings/types", setting::types(snapshot.vocabulary(), |_| 2)),
        ("/settings/stores", setting::stores(snapshot.vocabulary(), true)),
        ("/settings/staff", setting::staff(&[member], now())),
        ("/settings/tokens", setting::tokens(&[token], now())),
        ("/settings/tokens", Vec::new()),
    ];
    let list = |(here, rows)| setting::List {
        chrome: frame("Settings", Here::Settings),
        here,
        lead: "What it holds.",
        columns: &["One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight"],
        rows,
        none: "There is none.",
    };
    let mut all: Vec<Sample> =
        lists.into_iter().map(|given| sample("setting/list.html", given.0, &list(given))).collect();
    let stores = snapshot.vocabulary().stores();
    let typed = [stores.first().map(|store| Draft::of(store, 0)).unwrap_or_default(), hostile_store()];
    all.extend(typed.map(|draft| {
        let problems = check(&draft, stores.len()).err().unwrap_or_default();
        let page = Edit { problems, ..Edit::new(frame("Store", Here::Settings), stores, 0, draft) };
        sample("setting/store.html", "a store", &page)
    }));
    all
}

fn hostile_store() -> Draft {
    Draft { name: HOSTILE.into(), time_zone: HOSTILE.into(), place: HOSTILE.into() }
}
