//! Bars for people who would rather look: legible on light and on dark pages.

use std::fmt::Write as _;

use super::table::Table;

const ROW: f64 = 24.0;
const NAMES: f64 = 240.0;
const WIDTH: f64 = 720.0;
/// Room for the number after the longest bar.
const NUMBERS: f64 = 60.0;
/// What is far worse is cut here, so that what is near can be told apart.
const LONGEST: f64 = 3.0;

/// The plots of a suite, each with its file's name.
pub(super) fn of(suite: &str, tables: &[Table]) -> Option<(String, String)> {
    let what = match suite {
        "calls" => "Processor time of one call (reqwest by hand = 1)",
        "codecs" => "Time of one body (first of each = 1)",
        _ => return None,
    };
    Some((format!("performance-{suite}.svg"), svg(what, tables)))
}

/// Horizontal bars of ratios, in groups; shorter is better.
fn svg(title: &str, tables: &[Table]) -> String {
    let largest = tables
        .iter()
        .flat_map(|table| &table.rows)
        .filter_map(|row| row.ratio)
        .fold(1.0, f64::max)
        .min(LONGEST);
    let unit = (WIDTH - NAMES - NUMBERS) / largest;
    let mut y = 2.0 * ROW;
    let mut body = String::new();
    for table in tables {
        put(&mut body, "head", 8.0, y, &table.title);
        y += ROW;
        for row in &table.rows {
            let ratio = row.ratio.unwrap_or_default();
            let length = ratio.min(largest) * unit;
            let class = if row.name.starts_with("keymint") { "ours" } else { "peer" };
            put(&mut body, "", 16.0, y, &row.name);
            let top = y - 13.0;
            let _ = writeln!(
                body,
                r#"<rect class="{class}" x="{NAMES}" y="{top}" width="{length:.1}" height="16" rx="2"/>"#
            );
            put(&mut body, "", NAMES + length + 6.0, y, &format!("{ratio:.2}"));
            y += ROW;
        }
        y += ROW / 2.0;
    }
    format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y}" role="img" aria-label="{title}">
<style>
text {{ font: 13px sans-serif; fill: #24292f }}
.head {{ font-weight: bold }}
.ours {{ fill: #2f6fde }}
.peer {{ fill: #8c959f }}
@media (prefers-color-scheme: dark) {{ text {{ fill: #e6edf3 }} .ours {{ fill: #6ea8ff }} .peer {{ fill: #6e7681 }} }}
</style>
<text class="head" x="8" y="20">{title}; shorter is better</text>
{body}</svg>
"#
    )
}

fn put(body: &mut String, class: &str, x: f64, y: f64, text: &str) {
    let _ = writeln!(body, r#"<text class="{class}" x="{x:.1}" y="{y}">{text}</text>"#);
}
