//! Exports: what goes into Spryker's files, what does not and why, and the page that hands them out.

use kindred::codec::export::Table;
use kindred::domain::relation::draft::{Draft, SourceKind};
use kindred::domain::rule::draft::Body;
use kindred::work::export::{Choice, Fate, Plan, plan};
use serde_json::Value;

use crate::fixture::{relation, skus, small};
use crate::world::World;

/// Changes the only condition of a relation's rule.
fn ask(draft: &mut Draft, field: &str, operator: &str, value: &str) {
    for node in &mut draft.target_rule.nodes {
        if let Body::Condition(row) = &mut node.body {
            (row.field, row.operator, row.values) = (field.into(), operator.into(), vec![value.into()]);
        }
    }
}

fn planned(world: &World, choice: Choice) -> Plan {
    let snapshot = world.app.snapshot();
    plan(&snapshot, snapshot.relations(), choice, world.app.clock().now())
}

/// Returns a whole file of a plan.
fn file(plan: &Plan, table: Table) -> Vec<u8> {
    plan.file(table).flat_map(|piece| piece.unwrap()).collect()
}

/// Returns the rows of the file of relations: key, product, type, the value of the first row of the rule, flags.
fn rows(plan: Plan) -> Vec<String> {
    let relations = file(&plan, Table::Relations);
    let mut csv = csv::Reader::from_reader(relations.as_slice());
    let row = |row: csv::StringRecord| {
        let rule: Value = serde_json::from_str(&row[3]).unwrap();
        let value = rule["rules"][0]["value"].as_str().unwrap_or_default().to_owned();
        format!("{} {} {} [{value}] {}{}", &row[0], &row[1], &row[2], &row[4], &row[5])
    };
    csv.records().map(|record| row(record.unwrap())).collect()
}

#[test]
fn a_relation_that_spryker_can_hold_goes_out_as_it_is() {
    let world = small();
    let skus = skus(&world);
    relation(&world, "Plain", &skus[0], |draft| {
        ask(draft, "sku", "in", &format!("{},{}", skus[3], skus[2]));
        draft.kind = "up-sell".into();
        draft.keep_current = false;
    });
    let told = planned(&world, Choice::LeaveOut);
    assert!(told.told.is_empty(), "{:?}", told.told);
    assert!(told.notices.iter().any(|notice| notice.contains("not kept current")), "{:?}", told.notices);
    assert_eq!(rows(told), [format!("plain {} up-selling [{},{}] 10", skus[0], skus[3], skus[2])]);
}

#[test]
fn what_spryker_cannot_hold_is_told_and_left_out_or_frozen() {
    let world = small();
    let skus = skus(&world);
    relation(&world, "Priced", &skus[0], |draft| draft.limit = "3".into());
    relation(&world, "Pinned", &skus[1], |draft| {
        draft.pins = vec![skus[5].clone(), skus[4].clone()];
        draft.hidden = vec![skus[6].clone()];
        draft.target_rule = Draft::new().target_rule;
    });
    relation(&world, "Listed", "", |draft| {
        draft.source_kind = SourceKind::List;
        draft.source_skus = vec![skus[2].clone(), skus[3].clone()];
        ask(draft, "sku", "in", &format!("{},{}", skus[2], skus[7]));
    });
    relation(&world, "Nightly", &skus[8], |draft| {
        ask(draft, "sku", "equal", &skus[9]);
        draft.hours = ["22:00".into(), "06:00".into()];
    });
    let left = planned(&world, Choice::LeaveOut);
    let fates: Vec<(&str, Fate)> = left.told.iter().map(|told| (told.key.as_str(), told.fate)).collect();
    let out = |key| (key, Fate::LeftOut);
    assert_eq!(fates, [out("listed"), out("nightly"), out("pinned"), out("priced")]);
    assert_eq!(left.told[2].lacks, ["It pins products: 2.", "It hides products: 1."]);
    assert_eq!(left.told[3].lacks, ["“price” is not a field there."]);
    assert!(rows(left).is_empty());

    let frozen = planned(&world, Choice::Freeze);
    let fates: Vec<Fate> = frozen.told.iter().map(|told| told.fate).collect();
    assert_eq!(fates, [Fate::Frozen(2), Fate::Written, Fate::Frozen(1), Fate::Frozen(1)]);
    let rows = rows(frozen);
    let of = |key: &str| rows.iter().find(|row| row.starts_with(&format!("{key} "))).unwrap().clone();
    let (first, second) = (skus[2].to_lowercase(), skus[3].to_lowercase());
    assert!(of(&format!("listed-{first}")).contains(&format!("[{}]", skus[7])), "less itself: {rows:?}");
    let both = of(&format!("listed-{second}"));
    assert!(both.contains(&skus[2]) && both.contains(&skus[7]), "{both}");
    assert!(of("pinned").contains(&format!("[{},{}]", skus[5], skus[4])), "in their order: {rows:?}");
    assert_eq!(of("priced").matches(',').count(), 2, "no more than its limit: {rows:?}");
}

#[test]
fn of_two_relations_in_one_place_the_first_goes_out() {
    let world = small();
    let skus = skus(&world);
    relation(&world, "First", &skus[0], |draft| {
        ask(draft, "sku", "equal", &skus[1]);
        draft.priority = "1".into();
    });
    relation(&world, "Second", &skus[0], |draft| ask(draft, "sku", "equal", &skus[2]));
    let told = planned(&world, Choice::Freeze);
    assert_eq!(told.told.len(), 1);
    assert!(told.told[0].lacks[0].starts_with("“first” is of the same type"), "{:?}", told.told);
    assert_eq!(rows(told).len(), 1);
}

/// Returns a page with its unbreakable spaces as plain ones.
fn plain(page: &str) -> String {
    page.replace('\u{a0}', " ")
}

#[test]
fn the_page_tells_what_is_lost_and_hands_out_the_files() {
    let world = small();
    let skus = skus(&world);
    relation(&world, "Plain", &skus[0], |draft| ask(draft, "sku", "equal", &skus[1]));
    relation(&world, "Priced", &skus[2], |draft| draft.kind = "up-sell".into());
    let anna = world.anna();
    let page = plain(&anna.page("/exports"));
    assert!(page.contains("1 of 2 relations in 1 row; 1 left out."), "{page}");
    assert!(page.contains("“price” is not a field there."));
    let frozen = plain(&anna.page("/exports?lost=freeze"));
    assert!(frozen.contains("2 relations in 3 rows.") && frozen.contains("2 lists"), "{frozen}");
    let one = plain(&anna.page("/exports?key=priced&key=gone"));
    assert!(one.contains("1 relation chosen one by one"), "{one}");
    assert!(one.contains("Chosen relations that are gone: 1."));
    assert!(plain(&anna.page("/exports?type=up-sell")).contains("0 of 1 relation in 0 rows; 1 left out."));

    let file = anna.get("/exports/product_relation.csv?lost=freeze&type=up-sell");
    assert_eq!(file.status, 200);
    assert!(file.text().lines().nth(1).unwrap().starts_with("priced_"), "{}", file.text());
    assert_eq!(anna.get("/exports/product_relation_store.csv?key=plain").text().lines().count(), 3);
    let lines = anna.get("/exports/relations.jsonl").text();
    let relation: Value = serde_json::from_str(lines.lines().next().unwrap()).unwrap();
    assert_eq!((lines.lines().count(), relation["key"].as_str()), (2, Some("plain")));
    assert_eq!(anna.get("/exports/passwords.csv").status, 404);
    assert_eq!(world.visitor().get("/exports").status, 303, "staff only");
}

#[test]
fn a_sku_with_a_comma_is_a_row_of_its_own_in_a_frozen_list() {
    let world = small();
    let skus = skus(&world);
    world.sql(&format!("UPDATE product SET sku = 'A, 1', sku_fold = 'a, 1' WHERE sku = '{}'", skus[5]));
    kindred::work::load::load(&world.app).unwrap();
    relation(&world, "Pinned", &skus[0], |draft| {
        draft.pins = vec!["A, 1".into(), skus[4].clone()];
        draft.target_rule = Draft::new().target_rule;
    });
    let relations = file(&planned(&world, Choice::Freeze), Table::Relations);
    let mut csv = csv::Reader::from_reader(relations.as_slice());
    let rule: Value = serde_json::from_str(&csv.records().next().unwrap().unwrap()[3]).unwrap();
    let said: Vec<String> = rule["rules"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| format!("{} {}", row["operator"].as_str().unwrap(), row["value"].as_str().unwrap()))
        .collect();
    assert_eq!(
        (rule["condition"].as_str().unwrap(), said),
        ("OR", vec!["equal A, 1".to_owned(), format!("equal {}", skus[4])])
    );
}

#[test]
fn a_relation_whose_product_is_gone_is_told_because_spryker_refuses_it() {
    let world = small();
    let skus = skus(&world);
    relation(&world, "Orphan", "NO-SUCH", |draft| ask(draft, "sku", "equal", &skus[1]));
    for choice in [Choice::LeaveOut, Choice::Freeze] {
        let told = planned(&world, choice);
        assert_eq!(told.told[0].fate, Fate::LeftOut);
        assert_eq!(told.told[0].lacks[0], "There is no product “NO-SUCH”, which it stands on.");
        assert!(rows(told).is_empty());
    }
}

#[test]
fn the_keys_of_frozen_lists_are_keys_here_again_and_no_two_are_one() {
    let world = small();
    let skus = skus(&world);
    for (place, sku) in [(1, "A_1"), (2, "A 1"), (3, "日本")] {
        world.sql(&format!(
            "UPDATE product SET sku = '{sku}', sku_fold = lower('{sku}') WHERE sku = '{}'",
            skus[place]
        ));
    }
    kindred::work::load::load(&world.app).unwrap();
    let long = "long ".repeat(50);
    for name in ["Short", long.trim()] {
        relation(&world, name, "", |draft| {
            draft.source_kind = SourceKind::List;
            draft.source_skus = ["A_1", "A 1", "日本", &skus[8]].map(str::to_owned).to_vec();
            draft.kind = if name == "Short" { "related".into() } else { "up-sell".into() };
            ask(draft, "sku", "in", &skus[7]);
        });
    }
    let told = planned(&world, Choice::Freeze);
    assert_eq!(told.told.iter().map(|told| told.fate).collect::<Vec<_>>(), [Fate::Frozen(4); 2]);
    let rows = rows(told);
    let keys: std::collections::BTreeSet<&str> =
        rows.iter().map(|row| row.split(' ').next().unwrap()).collect();
    assert_eq!(keys.len(), 8, "{keys:?}");
    assert!(keys.iter().all(|key| key.chars().count() <= 255), "{keys:?}");
    assert!(keys.contains(format!("short-{}", skus[8].to_lowercase()).as_str()), "{keys:?}");
}

#[test]
fn what_is_set_by_hand_is_counted_though_no_file_holds_it() {
    let world = small();
    let skus = skus(&world);
    relation(&world, "Plain", &skus[0], |draft| ask(draft, "sku", "equal", &skus[1]));
    let anna = world.anna();
    assert!(!anna.page("/exports").contains("set by hand"));
    anna.submit(&format!("/products/{}/links", skus[0]), &[("type", "related"), ("sku", &skus[3])]);
    anna.submit(&format!("/products/{}/hidden", skus[0]), &[("sku", &skus[4])]);
    let page = anna.page("/exports");
    assert!(page.contains("relations alone: 1 link set by hand"), "{page}");
}

#[test]
fn what_differs_from_store_to_store_is_frozen_into_a_list_for_each() {
    let world = small();
    let skus = skus(&world);
    let stores: Vec<String> = {
        let snapshot = world.app.snapshot();
        snapshot.vocabulary().stores().iter().map(|store| store.key.clone()).collect()
    };
    let [first, second] = &stores[..] else { panic!("{stores:?}") };
    world.sql(&format!(
        "UPDATE product SET store_ids = ARRAY[(SELECT id FROM store WHERE key = '{first}')] WHERE sku = '{}'",
        skus[4]
    ));
    kindred::work::load::load(&world.app).unwrap();
    let pinned = |draft: &mut Draft, skus: &[&String]| {
        draft.pins = skus.iter().map(|sku| (*sku).clone()).collect();
        draft.target_rule = Draft::new().target_rule;
    };
    relation(&world, "Apart", &skus[0], |draft| pinned(draft, &[&skus[4], &skus[5]]));
    relation(&world, "Alike", &skus[1], |draft| pinned(draft, &[&skus[5], &skus[6]]));
    relation(&world, "Only there", &skus[2], |draft| pinned(draft, &[&skus[4]]));
    relation(&world, "Of a list", "", |draft| {
        draft.source_kind = SourceKind::List;
        draft.source_skus = vec![skus[7].clone(), skus[8].clone()];
        pinned(draft, &[&skus[4], &skus[5]]);
    });
    relation(&world, "Nowhere", &skus[3], |draft| {
        draft.stores = Some(Vec::new());
        pinned(draft, &[&skus[5]]);
    });
    let plan = planned(&world, Choice::Freeze);
    let told = |key: &str| plan.told.iter().find(|told| told.key == key).unwrap();
    let differ =
        "It shows other products in other stores: each has a list of its own, with the store in its key.";
    assert_eq!(told("apart").fate, Fate::Frozen(2));
    assert!(told("apart").lacks.iter().any(|lack| lack == differ), "{:?}", told("apart").lacks);
    assert_eq!(told("nowhere").lacks[1], "It is for no store, so there is no list to make of it.");
    assert_eq!((told("of-a-list").fate, told("alike").fate), (Fate::Frozen(4), Fate::Frozen(1)));
    assert!(!told("alike").lacks.iter().any(|lack| lack == differ));
    let text = String::from_utf8(file(&plan, Table::Stores)).unwrap();
    let mut expected = vec![
        ("alike".to_owned(), first),
        ("alike".to_owned(), second),
        (format!("apart_{first}"), first),
        (format!("apart_{second}"), second),
        ("only-there".to_owned(), first),
    ];
    for sku in &skus[7..=8] {
        let sku = sku.to_lowercase();
        expected.push((format!("of-a-list-{sku}_{first}"), first));
        expected.push((format!("of-a-list-{sku}_{second}"), second));
    }
    expected.sort();
    let mut rows: Vec<&str> = text.lines().skip(1).collect();
    rows.sort_unstable();
    let expected: Vec<String> = expected.iter().map(|(key, store)| format!("{key},{store}")).collect();
    assert_eq!(rows, expected);
    let both = format!("[{},{}]", skus[4], skus[5]);
    let rows = self::rows(plan);
    let of = |key: String| rows.iter().find(|row| row.starts_with(&format!("{key} "))).unwrap();
    assert!(of(format!("apart_{first}")).contains(&both), "{rows:?}");
    assert!(of(format!("apart_{second}")).contains(&format!("[{}]", skus[5])), "{rows:?}");
    let page = world.anna().page("/exports?lost=freeze");
    assert!(page.contains("with the store in its key") && page.contains("2 lists"), "{page}");
}

#[test]
fn a_file_of_many_rows_comes_in_pieces_of_few() {
    let world = small();
    let skus = skus(&world);
    let relations: Vec<_> = {
        relation(&world, "Listed", "", |draft| {
            draft.source_kind = SourceKind::All;
            draft.limit = "3".into();
        });
        let snapshot = world.app.snapshot();
        let listed = &snapshot.relations()[0];
        let copy = |number: usize| {
            let mut copy = kindred::index::snapshot::Standing::clone(listed);
            copy.id.0 += number as i64;
            copy.key = format!("listed-{number:02}");
            copy.draft.kind = format!("own-{number}");
            std::sync::Arc::new(copy)
        };
        (0..20).map(copy).collect()
    };
    let snapshot = world.app.snapshot();
    let plan = plan(&snapshot, &relations, Choice::Freeze, world.app.clock().now());
    assert!(plan.rows() > 20 * skus.len() / 2, "{}", plan.rows());
    for table in Table::ALL {
        let pieces: Vec<Vec<u8>> = plan.file(table).map(|piece| piece.unwrap()).collect();
        assert_eq!(pieces.len(), plan.rows().div_ceil(256));
        let whole = pieces.concat();
        let rows = csv::Reader::from_reader(whole.as_slice()).records().count();
        assert!(rows >= plan.rows(), "{rows}");
        assert!(
            pieces.iter().all(|piece| piece.len() <= 2 * whole.len() / pieces.len()),
            "none holds most of it"
        );
    }
    let many: Vec<_> = (0..20).flat_map(|_| relations.clone()).collect();
    let lines: Vec<Vec<u8>> = kindred::work::export::lines(&many).map(|piece| piece.unwrap()).collect();
    assert!(lines.len() > 2 && lines.iter().all(|piece| piece.len() < 80 * 1024), "{}", lines.len());
}
