//! What a page must never do: break a rule of WCAG 2.2 A and AA, as axe-core tells, or move under its reader.

use serde_json::Value;
use thirtyfour::prelude::*;

const AXE: &str = "tests/browser/node_modules/axe-core/axe.min.js";

/// Runs axe on the page that is open and returns each violation as a line: rule, what it says, where.
pub async fn violations(driver: &WebDriver) -> WebDriverResult<Vec<String>> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(AXE);
    let source = std::fs::read_to_string(&path)
        .unwrap_or_else(|_| panic!("{} is missing: npm ci --prefix tests/browser", path.display()));
    driver.execute(source, Vec::new()).await?;
    let run = r"
        const done = arguments[arguments.length - 1];
        const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
        axe.run(document, { runOnly: tags, resultTypes: ['violations'] }).then(
            (found) => done(found.violations.map((v) =>
                v.id + ': ' + v.help + ' at ' + v.nodes.slice(0, 5).map((n) => n.target.join(' ')).join(', '))),
            (error) => done(['axe failed: ' + error]));
    ";
    let found = driver.execute_async(run, Vec::new()).await?;
    let lines: Vec<Value> = found.convert()?;
    Ok(lines.iter().filter_map(Value::as_str).map(str::to_owned).collect())
}

/// Returns how far the open page shifted while it was laid out, as browsers count it: 0 when nothing moved.
pub async fn shift(driver: &WebDriver) -> WebDriverResult<f64> {
    let sum = r"
        const done = arguments[arguments.length - 1];
        let sum = 0;
        new PerformanceObserver((list) => list.getEntries().forEach((entry) => { sum += entry.value; }))
            .observe({ type: 'layout-shift', buffered: true });
        requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(sum), 50)));
    ";
    driver.execute_async(sum, Vec::new()).await?.convert()
}
