//! The problems of an import as a CSV to hand to whoever made the file.

use actix_web::http::header;
use actix_web::{HttpResponse, web};

use super::number;
use crate::app::App;
use crate::route::error::Oops;
use crate::route::reply::Reply;
use crate::route::staff::Visit;
use crate::store::import;
use crate::work::import::PROBLEMS_MAX;

/// All problems that are kept.
pub async fn list(_visit: Visit, app: web::Data<App>, id: web::Path<String>) -> Reply {
    let id = number(&id)?;
    let most = i64::try_from(PROBLEMS_MAX).unwrap_or(i64::MAX);
    let (problems, _) = app
        .read(move |r| {
            import::find(r, id)?;
            import::problems(r, id, 0, most)
        })
        .await?;
    let mut csv = csv::Writer::from_writer(Vec::new());
    let broken = |error: csv::Error| Oops::fault(error.to_string());
    csv.write_record(["line", "column", "value", "problem", "effect"]).map_err(broken)?;
    for problem in problems {
        let line = problem.line.to_string();
        let effect = if problem.refused { "row refused" } else { "value left out" };
        let (column, value, message) =
            (plain(&problem.column), plain(&problem.value), plain(&problem.message));
        csv.write_record([&line, &column, &value, &message, effect]).map_err(broken)?;
    }
    let body = csv.into_inner().map_err(|error| Oops::fault(error.to_string()))?;
    Ok(HttpResponse::Ok()
        .content_type("text/csv; charset=utf-8")
        .insert_header((
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"import-{id}-problems.csv\""),
        ))
        .body(body))
}

/// Keeps a spreadsheet from taking a cell for a formula.
fn plain(cell: &str) -> String {
    let begins =
        |c: char| matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠');
    if cell.starts_with(begins) { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn no_cell_is_a_formula() {
        for cell in ["=1+1", "+1", "-2", "@x", "\t=1", "\r=1", "＝1"] {
            assert!(plain(cell).starts_with('\''), "{cell:?}");
        }
        assert_eq!(plain("24-MB01"), "24-MB01");
    }
}
