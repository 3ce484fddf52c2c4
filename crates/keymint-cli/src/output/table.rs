//! Tables: aligned, without borders, and turned on their side where they do not fit.

use std::borrow::Cow;
use std::fmt::Write as _;

use console::{Style, measure_text_width};

/// Rows below a head. A column that is empty in every row is left out.
#[derive(Debug)]
pub(crate) struct Table {
    head: Vec<&'static str>,
    rows: Vec<Vec<Cell>>,
    upright: bool,
}

/// A text, and how it looks.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cell {
    text: String,
    style: Style,
}

impl Table {
    pub(crate) fn new(head: &[&'static str]) -> Self {
        Self { head: head.to_vec(), rows: Vec::new(), upright: false }
    }

    /// One thing, told line by line.
    pub(crate) fn record(fields: Vec<(&'static str, Cell)>) -> Self {
        let (head, cells) = fields.into_iter().unzip();
        Self { head, rows: vec![cells], upright: true }
    }

    pub(crate) fn row(&mut self, cells: Vec<Cell>) {
        self.rows.push(cells);
    }

    /// Writes it, at most so wide; what is wider is told line by line.
    pub(crate) fn render(&self, width: Option<usize>) -> String {
        let columns: Vec<usize> =
            (0..self.head.len()).filter(|column| self.is_used(*column)).collect();
        let widths: Vec<usize> = columns.iter().map(|column| self.width(*column)).collect();
        let whole = widths.iter().sum::<usize>() + GAP.len() * widths.len().saturating_sub(1);
        if self.upright || width.is_some_and(|width| whole > width) {
            return self.render_upright(&columns);
        }
        let pairs: Vec<(usize, usize)> = columns.into_iter().zip(widths).collect();
        let mut out = String::new();
        let head: Vec<Cell> = self.head.iter().map(|text| Cell::new(*text).bold()).collect();
        for row in std::iter::once(&head).chain(&self.rows) {
            let mut line = String::new();
            for (column, width) in &pairs {
                if !line.is_empty() {
                    line.push_str(GAP);
                }
                let empty = Cell::default();
                line.push_str(&row.get(*column).unwrap_or(&empty).padded(*width));
            }
            // Writing to a string cannot fail.
            writeln!(out, "{}", line.trim_end()).unwrap_or_default();
        }
        out
    }

    fn render_upright(&self, columns: &[usize]) -> String {
        let head = |column: &usize| self.head.get(*column).copied().unwrap_or_default();
        let width =
            columns.iter().map(|column| measure_text_width(head(column))).max().unwrap_or(0);
        let records = self.rows.iter().map(|row| {
            let lines = columns.iter().filter_map(|column| {
                let cell = row.get(*column).filter(|cell| !cell.text.is_empty())?;
                let name = Cell::new(head(column)).dim().padded(width);
                Some(format!("{name}{GAP}{}\n", cell.padded(0)))
            });
            lines.collect::<String>()
        });
        records.collect::<Vec<_>>().join("\n")
    }

    fn is_used(&self, column: usize) -> bool {
        self.rows.iter().any(|row| row.get(column).is_some_and(|cell| !cell.text.is_empty()))
    }

    fn width(&self, column: usize) -> usize {
        let head = self.head.get(column).map_or(0, |text| measure_text_width(text));
        let cells = self.rows.iter().filter_map(|row| row.get(column));
        cells.map(|cell| measure_text_width(&cell.text)).fold(head, usize::max)
    }
}

impl Cell {
    pub(crate) fn new(text: impl AsRef<str>) -> Self {
        Self { text: visible(text.as_ref()).into_owned(), style: Style::new() }
    }

    pub(crate) fn optional(text: Option<impl ToString>) -> Self {
        text.map_or_else(Self::default, |text| Self::new(text.to_string()))
    }

    pub(crate) fn bold(self) -> Self {
        Self { style: self.style.bold(), ..self }
    }

    pub(crate) fn dim(self) -> Self {
        Self { style: self.style.dim(), ..self }
    }

    pub(crate) fn good(self) -> Self {
        Self { style: self.style.green(), ..self }
    }

    pub(crate) fn doubtful(self) -> Self {
        Self { style: self.style.yellow(), ..self }
    }

    pub(crate) fn bad(self) -> Self {
        Self { style: self.style.red(), ..self }
    }

    fn padded(&self, width: usize) -> String {
        let missing = width.saturating_sub(measure_text_width(&self.text));
        format!("{}{}", self.style.apply_to(&self.text), " ".repeat(missing))
    }
}

/// The text with everything escaped that could move a cursor or fake a line: names come from elsewhere.
pub(crate) fn visible(text: &str) -> Cow<'_, str> {
    let odd = |c: char| {
        c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    if !text.contains(odd) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if odd(c) {
            out.extend(c.escape_default());
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

/// What stands between columns.
const GAP: &str = "  ";

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        let mut table = Table::new(&["id", "note", "name"]);
        table.row(vec![Cell::new("1"), Cell::default(), Cell::new("日本")]);
        table.row(vec![Cell::new("1000"), Cell::default(), Cell::new("shop\u{1b}[31m")]);
        table
    }

    #[test]
    fn columns_are_aligned_and_empty_ones_left_out() {
        console::set_colors_enabled(false);

        assert_eq!(table().render(None), "id    name\n1     日本\n1000  shop\\u{1b}[31m\n");
    }

    #[test]
    fn what_does_not_fit_is_told_line_by_line() {
        console::set_colors_enabled(false);

        assert_eq!(
            table().render(Some(12)),
            "id    1\nname  日本\n\nid    1000\nname  shop\\u{1b}[31m\n"
        );
    }
}
