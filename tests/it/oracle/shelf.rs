//! The stored rows, and what the oracle reads off them: one row for each value of each reader of it.
//!
//! A *reader* is a product as a whole (its own values and those of its active variants) or one active variant alone (its
//! own values and its product's). All of it is derived by SQL from the tables of the application; only folding is not
//! (see `fold`).

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{Array, Text};
use serde_json::{Value, json};

use super::case::{Case, Product, kept};
use super::fold::fold;
use super::words;

/// The oracle's own tables; they live as long as the connection.
const TABLES: &str = r#"
SET jit = off; SET client_min_messages = warning;
CREATE TEMP TABLE o_fold (written text COLLATE "C" PRIMARY KEY, folded text COLLATE "C" NOT NULL);
CREATE TEMP TABLE o_below (category int, ancestor int);
CREATE TEMP TABLE o_reader (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, product bigint, variant bigint);
CREATE TEMP TABLE o_carried (reader bigint, attribute int, value jsonb);
CREATE TEMP TABLE o_written (reader bigint, field text, locale text, written text COLLATE "C");
CREATE TEMP TABLE o_text (reader bigint, field text, locale text, folded text COLLATE "C");
CREATE TEMP TABLE o_option (reader bigint, field text, locale text, option int);
CREATE TEMP TABLE o_category (reader bigint, category int);
CREATE TEMP TABLE o_store (reader bigint, store int);
CREATE TEMP TABLE o_price (reader bigint, store int, currency text, price numeric, regular numeric, unit numeric);
CREATE TEMP TABLE o_number (reader bigint, field text, store int, currency text, num numeric, den numeric);
CREATE TEMP TABLE o_day (reader bigint, field text, store int, day date);
CREATE TEMP TABLE o_yes (reader bigint, field text, store int, currency text, yes boolean);
CREATE INDEX ON o_text (reader, field, locale);
CREATE INDEX ON o_option (reader, field, locale);
CREATE INDEX ON o_number (reader, field);
CREATE INDEX ON o_day (reader, field);
CREATE INDEX ON o_yes (reader, field);
CREATE TEMP TABLE o_locale (locale text);
CREATE TEMP TABLE o_currency (currency text, unit numeric);
CREATE TEMP TABLE o_attribute (attribute int, field text, kind text);
"#;

/// What is derived before texts are folded.
const READ: &str = r#"
TRUNCATE o_below, o_reader, o_carried, o_written, o_text, o_option, o_category, o_store, o_price, o_number, o_day, o_yes;
INSERT INTO o_below WITH RECURSIVE up (category, ancestor) AS (
    SELECT id, id FROM category
    UNION SELECT up.category, c.parent_id FROM up JOIN category c ON c.id = up.ancestor WHERE c.parent_id IS NOT NULL)
    SELECT * FROM up;
INSERT INTO o_reader (product, variant) SELECT id, NULL FROM product ORDER BY id;
INSERT INTO o_reader (product, variant) SELECT product_id, id FROM variant WHERE active ORDER BY id;
INSERT INTO o_carried
    SELECT r.id, a.key::int, a.value FROM o_reader r JOIN product p ON p.id = r.product, jsonb_each(p.attributes::jsonb) a
    UNION ALL
    SELECT r.id, a.key::int, a.value FROM o_reader r
    JOIN variant v ON v.product_id = r.product AND v.active AND (r.variant IS NULL OR v.id = r.variant), jsonb_each(v.attributes::jsonb) a;
INSERT INTO o_written
    SELECT r.id, 'sku', l.locale, p.sku FROM o_reader r JOIN product p ON p.id = r.product, o_locale l WHERE r.variant IS NULL
    UNION ALL
    SELECT r.id, 'sku', l.locale, v.sku FROM o_reader r JOIN variant v ON v.product_id = r.product AND (r.variant IS NULL OR v.id = r.variant), o_locale l
    UNION ALL
    SELECT r.id, f.field, l.locale, coalesce(p.texts -> l.locale ->> f.field, p.texts -> '' ->> f.field)
    FROM o_reader r JOIN product p ON p.id = r.product, o_locale l, (VALUES ('name'), ('description'), ('url')) f (field)
    UNION ALL
    SELECT c.reader, a.field, l.locale, t.written FROM o_carried c JOIN o_attribute a USING (attribute), o_locale l,
    jsonb_array_elements_text(coalesce(c.value -> 't' -> l.locale, c.value -> 't' -> '')) t (written) WHERE a.kind = 'text';
INSERT INTO o_option SELECT c.reader, a.field, l.locale, o.id FROM o_carried c JOIN o_attribute a USING (attribute), o_locale l,
    jsonb_array_elements_text(coalesce(c.value -> 'c', coalesce(c.value -> 'o' -> '', '[]') || coalesce(c.value -> 'o' -> l.locale, '[]'))) t (option) JOIN attribute_option o ON o.id = t.option::int
    WHERE a.kind = 'choice' AND o.attribute_id = c.attribute;
INSERT INTO o_written SELECT t.reader, t.field, t.locale,
    coalesce(o.labels ->> t.locale, o.labels ->> '', (SELECT e.value FROM jsonb_each_text(o.labels) e ORDER BY e.key COLLATE "C" LIMIT 1), o.key)
    FROM o_option t JOIN attribute_option o ON o.id = t.option;
INSERT INTO o_category SELECT r.id, c.id FROM o_reader r JOIN product p ON p.id = r.product JOIN category c ON c.id = ANY (p.category_ids);
INSERT INTO o_written SELECT t.reader, 'category', l.locale,
    coalesce(c.names ->> l.locale, c.names ->> '', (SELECT e.value FROM jsonb_each_text(c.names) e ORDER BY e.key COLLATE "C" LIMIT 1), c.key)
    FROM o_category t JOIN category c ON c.id = t.category, o_locale l;
INSERT INTO o_store SELECT r.id, s.id FROM o_reader r JOIN product p ON p.id = r.product JOIN store s ON p.store_ids IS NULL OR s.id = ANY (p.store_ids);
INSERT INTO o_written SELECT t.reader, 'store', l.locale, s.name FROM o_store t JOIN store s ON s.id = t.store, o_locale l;
INSERT INTO o_written SELECT r.id, 'status', l.locale, CASE WHEN p.active THEN 'active' ELSE 'inactive' END
    FROM o_reader r JOIN product p ON p.id = r.product, o_locale l;
DELETE FROM o_written WHERE written IS NULL;
"#;

/// What is derived besides texts. Percentages stay fractions, so that comparing them is exact.
const DERIVE: &str = r#"
INSERT INTO o_text SELECT w.reader, w.field, w.locale, f.folded FROM o_written w JOIN o_fold f USING (written) WHERE f.folded <> '';
INSERT INTO o_price SELECT DISTINCT ON (r.id, s.id, c.currency) r.id, s.id, c.currency, k.amount, coalesce(k.regular_amount, k.amount), c.unit
    FROM o_reader r JOIN variant v ON v.product_id = r.product AND v.active AND (r.variant IS NULL OR v.id = r.variant), store s, o_currency c,
    LATERAL (SELECT * FROM price k WHERE k.variant_id = v.id AND k.currency = c.currency AND (k.store_id = s.id OR k.store_id IS NULL)
             ORDER BY k.store_id NULLS LAST LIMIT 1) k
    ORDER BY r.id, s.id, c.currency, k.amount, v.position, v.id;
INSERT INTO o_number SELECT reader, 'price', store, currency, price, unit FROM o_price
    UNION ALL SELECT reader, 'regular_price', store, currency, regular, unit FROM o_price
    UNION ALL SELECT reader, 'discount_percent', store, currency,
        CASE WHEN regular > price THEN (regular - price) * 100 ELSE 0 END, CASE WHEN regular > price THEN regular ELSE 1 END FROM o_price
    UNION ALL SELECT r.id, n.field, NULL, NULL, n.num, n.den FROM o_reader r JOIN product p ON p.id = r.product, LATERAL (VALUES
        ('margin', p.margin, 1000000), ('rating', p.rating, 1000000), ('reviews', p.review_count, 1),
        ('sold_7d', p.sold[1], 1), ('sold_30d', p.sold[2], 1), ('sold_90d', p.sold[3], 1),
        ('viewed_7d', p.viewed[1], 1), ('viewed_30d', p.viewed[2], 1), ('viewed_90d', p.viewed[3], 1)) n (field, num, den) WHERE n.num IS NOT NULL
    UNION ALL SELECT r.id, 'stock', NULL, NULL, sum(v.stock), 1 FROM o_reader r
        JOIN variant v ON v.product_id = r.product AND v.active AND (r.variant IS NULL OR v.id = r.variant)
        GROUP BY r.id HAVING bool_and(v.stock IS NOT NULL)
    UNION ALL SELECT c.reader, a.field, NULL, NULL, t.number::numeric, 1000000 FROM o_carried c JOIN o_attribute a USING (attribute),
        jsonb_array_elements_text(c.value -> 'n') t (number) WHERE a.kind = 'number';
INSERT INTO o_day SELECT r.id, m.field, s.id, (m.moment AT TIME ZONE s.time_zone)::date FROM o_reader r JOIN product p ON p.id = r.product, store s,
    LATERAL (VALUES ('created_at', p.created_at), ('updated_at', p.updated_at), ('new_from', p.new_from), ('new_until', p.new_until)) m (field, moment)
    WHERE m.moment IS NOT NULL
    UNION ALL SELECT c.reader, a.field, NULL, t.day::date FROM o_carried c JOIN o_attribute a USING (attribute),
        jsonb_array_elements_text(c.value -> 'd') t (day) WHERE a.kind = 'date';
INSERT INTO o_yes SELECT r.id, 'in_stock', NULL, NULL, EXISTS (SELECT FROM variant v WHERE v.product_id = r.product AND v.active
        AND (r.variant IS NULL OR v.id = r.variant) AND (v.stock IS NULL OR v.stock > 0)) FROM o_reader r
    UNION ALL SELECT r.id, 'on_sale', s.id, c.currency, EXISTS (SELECT FROM o_price k WHERE k.reader = r.id AND k.store = s.id
        AND k.currency = c.currency AND k.price < k.regular) FROM o_reader r, store s, o_currency c
    UNION ALL SELECT c.reader, a.field, NULL, NULL, (c.value -> 'b')::boolean FROM o_carried c JOIN o_attribute a USING (attribute) WHERE a.kind = 'yes_no';
"#;

/// Lays the small lists down, once.
pub fn open(conn: &mut PgConnection) {
    conn.batch_execute(TABLES).unwrap();
    for (table, rows) in words::rows() {
        put(conn, table, &rows);
    }
    for locale in words::LOCALES {
        conn.batch_execute(&format!("INSERT INTO o_locale VALUES ('{locale}')")).unwrap();
    }
    for (code, places) in words::CURRENCIES {
        conn.batch_execute(&format!(
            "INSERT INTO o_currency VALUES ('{code}', power(10::numeric, {places}))"
        ))
        .unwrap();
    }
    conn.batch_execute(
        "INSERT INTO o_attribute SELECT id, CASE WHEN built_in THEN key ELSE 'attribute.' || key END, kind FROM attribute",
    )
    .unwrap();
}

/// Empties the catalogue and lays a case's down. Where it is followed, every third product is at first what its
/// neighbour is, and is yet to be told about.
pub fn lay(conn: &mut PgConnection, case: &Case) {
    conn.batch_execute("TRUNCATE product, variant, price CASCADE; UPDATE category SET parent_id = NULL")
        .unwrap();
    for ((id, ..), parent) in words::CATEGORIES.iter().zip(&case.parents) {
        if let Some(parent) = parent {
            let parent = words::CATEGORIES[*parent].0;
            conn.batch_execute(&format!("UPDATE category SET parent_id = {parent} WHERE id = {id}")).unwrap();
        }
    }
    let products: Vec<(usize, &Product)> = case.products.iter().enumerate().collect();
    let late = |at: usize| case.followed && at.is_multiple_of(3);
    let first: Vec<(usize, &Product)> = products
        .iter()
        .map(|(at, product)| match late(*at) {
            true => (*at, &case.products[(at + 1) % case.products.len()]),
            false => (*at, *product),
        })
        .collect();
    lay_products(conn, &first);
}

/// Makes the late products what they are and tells the feed so; returns false when there is none.
pub fn settle(conn: &mut PgConnection, case: &Case) -> bool {
    let late: Vec<(usize, &Product)> =
        case.products.iter().enumerate().filter(|(at, _)| at.is_multiple_of(3)).collect();
    if !case.followed {
        return false;
    }
    let ids: Vec<i64> = late.iter().map(|(at, _)| number(*at)).collect();
    conn.batch_execute(&format!("DELETE FROM product WHERE id = ANY (ARRAY{ids:?}::bigint[])")).unwrap();
    lay_products(conn, &late);
    conn.batch_execute(&format!(
        "UPDATE feed SET version = version + 1; \
         INSERT INTO change SELECT version, now(), '{}' FROM feed",
        json!([{"products": ids}])
    ))
    .unwrap();
    true
}

/// Returns the number of the product at a place.
pub fn number(at: usize) -> i64 {
    i64::try_from(at).unwrap() + 1
}

fn lay_products(conn: &mut PgConnection, products: &[(usize, &Product)]) {
    let (mut rows, mut variants, mut prices) = (Vec::new(), Vec::new(), Vec::new());
    for (at, product) in products {
        let id = number(*at);
        let product = Product { sku: format!("{}{at}", product.sku), ..(*product).clone() };
        rows.push(product.row(id, &fold(&product.sku)));
        for (place, variant) in product.variants.iter().enumerate() {
            let own = id * 10 + i64::try_from(place).unwrap();
            let sku = if place == 0 { product.sku.clone() } else { format!("{}-v{place}", product.sku) };
            variants.push(json!({
                "id": own, "product_id": id, "sku": sku, "sku_fold": fold(&sku), "active": variant.active,
                "attributes": kept(&variant.attributes), "stock": variant.stock, "position": place,
            }));
            for (number, price) in (0_i64..).zip(&variant.prices) {
                prices.push(json!({
                    "id": own * 10 + number, "variant_id": own, "store_id": price.store, "currency": price.currency,
                    "amount": price.amount, "regular_amount": price.regular,
                }));
            }
        }
    }
    put(conn, "product", &rows.into());
    put(conn, "variant", &variants.into());
    put(conn, "price", &prices.into());
}

fn put(conn: &mut PgConnection, table: &str, rows: &Value) {
    let sql = format!(
        "INSERT INTO {table} OVERRIDING SYSTEM VALUE SELECT * FROM jsonb_populate_recordset(NULL::{table}, $1::jsonb)"
    );
    diesel::sql_query(sql).bind::<Text, _>(rows.to_string()).execute(conn).unwrap();
}

#[derive(QueryableByName)]
struct Written {
    #[diesel(sql_type = Text)]
    written: String,
}

/// Reads the stored rows into the oracle's tables.
pub fn read(conn: &mut PgConnection) {
    conn.batch_execute(READ).unwrap();
    let unknown = "SELECT DISTINCT written FROM o_written WHERE written NOT IN (SELECT written FROM o_fold)";
    let unknown: Vec<Written> = diesel::sql_query(unknown).load(conn).unwrap();
    let written: Vec<String> = unknown.into_iter().map(|row| row.written).collect();
    let folded: Vec<String> = written.iter().map(|text| fold(text)).collect();
    diesel::sql_query("INSERT INTO o_fold SELECT * FROM unnest($1, $2)")
        .bind::<Array<Text>, _>(written)
        .bind::<Array<Text>, _>(folded)
        .execute(conn)
        .unwrap();
    conn.batch_execute(DERIVE).unwrap();
}
