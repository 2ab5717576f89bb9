//! Imports of a file by `kindred import`, into an empty database: how long, and how far the process's memory grows. The
//! yardstick is copying the same lines into a table of one column.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection;
use diesel::prelude::*;

use super::super::figure::{Figure, float};
use super::super::place::{Place, connect, failed};
use super::super::server::{kindred, memory};
use super::super::stage::Stage;
use crate::command::Failure;
use crate::domain::attribute::{Attribute, AttributeValue};
use crate::domain::decimal::ONE;
use crate::domain::id::OptionId;
use crate::domain::product::Product;
use crate::domain::vocabulary::Vocabulary;
use crate::store::copy::{Lines, broken};
use crate::store::migrate;

/// Rows of the smaller import: a fifth of the larger one, which has a row for every product.
const SHARE: u64 = 5;
/// How often the memory is looked at.
const LOOK: Duration = Duration::from_millis(20);
/// How long an import may take.
const TIME_MAX: Duration = Duration::from_secs(480);
const MIB: f64 = 1_048_576.0;
/// Attributes that have a column of their own.
const COLUMNS: [&str; 12] = [
    "colour",
    "country",
    "style",
    "finish",
    "audience",
    "packaging",
    "series",
    "supplier",
    "warranty",
    "package_weight",
    "recyclable",
    "article_number",
];

diesel::table! {
    yard_line (line) {
        line -> Text,
    }
}

/// Measures; for a full shop the targets are those of 200,000 and 1,000,000 rows.
pub fn rows(stage: &Stage, place: &Place) -> Result<Vec<Figure>, Failure> {
    let mut figures = Vec::new();
    for (name, rows, seconds) in
        [("import_fifth", stage.size / SHARE, 20.0), ("import_whole", stage.size, 120.0)]
    {
        let file = stage.folder.join("import.csv");
        write(stage, rows, &file)?;
        let copied = copied(stage, &file)?;
        let url = place.database(&format!("{}_{name}", stage.size))?;
        migrate::run(&url)?;
        let (took, grown) = import(&url, &file)?;
        figures.push(stage.at_most(&format!("{name}_time"), took, "s", seconds, copied));
        figures.push(stage.at_most(&format!("{name}_memory"), grown / MIB, "MiB", 300.0, size(&file)? / MIB));
        std::fs::remove_file(&file).map_err(said)?;
    }
    Ok(figures)
}

/// Imports and returns how many seconds it took, and how many bytes the process grew by.
fn import(url: &str, file: &Path) -> Result<(f64, f64), Failure> {
    let mut command = kindred()?;
    command.arg("import").arg(file).arg("--json").env("DATABASE_URL", url).stdin(Stdio::null());
    let started = Instant::now();
    let mut child = command.stdout(Stdio::null()).spawn().map_err(said)?;
    let (mut first, mut most) = (0, 0);
    let status = loop {
        if let Some(status) = child.try_wait().map_err(said)? {
            break status;
        }
        let now = memory(child.id(), "VmRSS");
        first = if first == 0 { now } else { first };
        most = most.max(now);
        if started.elapsed() > TIME_MAX {
            let _gone = (child.kill(), child.wait());
            return Err(Failure(format!("The import took longer than {} s.", TIME_MAX.as_secs())));
        }
        std::thread::sleep(LOOK);
    };
    if !status.success() {
        return Err(Failure(format!("The import ended with {status}.")));
    }
    Ok((started.elapsed().as_secs_f64(), float(most - first.min(most))))
}

/// Returns how many seconds copying the lines takes.
fn copied(stage: &Stage, file: &Path) -> Result<f64, Failure> {
    let text = std::fs::read_to_string(file).map_err(said)?;
    let mut conn = connect(&stage.url)?;
    conn.batch_execute("DROP TABLE IF EXISTS yard_line; CREATE TABLE yard_line (line text)")
        .map_err(failed)?;
    let started = Instant::now();
    diesel::copy_from(yard_line::table)
        .from_raw_data(yard_line::table, |copy| {
            for line in text.lines() {
                let mut lines = Lines::default();
                lines.text(line).end();
                copy.write_all(lines.as_bytes()).map_err(broken)?;
            }
            Ok::<_, diesel::result::Error>(())
        })
        .execute(&mut conn)
        .map_err(failed)?;
    let took = started.elapsed().as_secs_f64();
    conn.batch_execute("DROP TABLE yard_line").map_err(failed)?;
    Ok(took)
}

fn size(file: &Path) -> Result<f64, Failure> {
    std::fs::metadata(file).map(|file| float(file.len())).map_err(said)
}

/// Writes products as Kindred's CSV, one row each.
fn write(stage: &Stage, rows: u64, file: &Path) -> Result<(), Failure> {
    let snapshot = stage.snapshot();
    let vocabulary = snapshot.vocabulary();
    let attributes: Vec<&Attribute> =
        COLUMNS.iter().filter_map(|key| vocabulary.attribute_by_key(key)).collect();
    let mut out = BufWriter::new(File::create(file).map_err(said)?);
    let mut head =
        "sku,name,name:de_DE,description,categories,brand,price:USD,stock,rating,sold_30d,images".to_owned();
    for attribute in &attributes {
        let _written = write!(head, ",attribute.{}", attribute.key);
    }
    writeln!(out, "{head}").map_err(said)?;
    for number in 0..rows {
        let product = stage.maker.product(number).map_err(Failure)?;
        writeln!(out, "{}", row(&product, vocabulary, &attributes)).map_err(said)?;
    }
    out.flush().map_err(said)
}

fn row(product: &Product, vocabulary: &Vocabulary, attributes: &[&Attribute]) -> String {
    let german = product.name.own.values().next();
    let categories = product.categories.iter().filter_map(|id| vocabulary.category(*id));
    let categories: Vec<&str> = categories.map(|category| category.key.as_str()).collect();
    let brand = vocabulary.attribute_by_key("brand");
    let variant = product.variants.first();
    let price = variant.and_then(|variant| variant.prices.last()).map_or(100, |price| price.amount.minor);
    let cells = [
        product.sku.as_str().to_owned(),
        product.name.any().cloned().unwrap_or_default(),
        german.cloned().unwrap_or_default(),
        product.description.any().cloned().unwrap_or_default(),
        categories.join("|"),
        brand.map(|brand| cell(product, brand)).unwrap_or_default(),
        format!("{}.{:02}", price / 100, price % 100),
        variant.and_then(|variant| variant.stock).unwrap_or(0).to_string(),
        product
            .rating
            .map(|rating| format!("{}.{}", rating.0 / ONE, rating.0 % ONE / 100_000))
            .unwrap_or_default(),
        product.sold.get(1).copied().unwrap_or(0).to_string(),
        product.images.join("|"),
    ];
    let values = attributes.iter().map(|attribute| cell(product, attribute));
    let quoted: Vec<String> = cells.into_iter().chain(values).map(|cell| quote(&cell)).collect();
    quoted.join(",")
}

/// Returns what a product says of an attribute, by itself or in its first variant.
fn cell(product: &Product, attribute: &Attribute) -> String {
    let of_variant = || product.variants.first().and_then(|variant| variant.attributes.get(&attribute.id));
    let label = |id: &OptionId| {
        let option = attribute.options.iter().find(|option| option.id == *id)?;
        option.label.any().cloned()
    };
    match product.attributes.get(&attribute.id).or_else(of_variant) {
        Some(value @ (AttributeValue::Choice(_) | AttributeValue::ChoiceByLocale(_))) => {
            value.every_option().iter().filter_map(label).collect::<Vec<_>>().join("|")
        }
        Some(AttributeValue::Number(numbers)) => {
            numbers.iter().map(|number| (number.0 / ONE).to_string()).collect::<Vec<_>>().join("|")
        }
        Some(AttributeValue::YesNo(holds)) => if *holds { "yes" } else { "no" }.to_owned(),
        Some(AttributeValue::Text(texts)) => texts.any().map(|texts| texts.join("|")).unwrap_or_default(),
        Some(AttributeValue::Date(days)) => {
            days.iter().map(ToString::to_string).collect::<Vec<_>>().join("|")
        }
        None => String::new(),
    }
}

fn quote(cell: &str) -> String {
    if cell.contains([',', '"', '\n']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

fn said(error: std::io::Error) -> Failure {
    Failure(error.to_string())
}
