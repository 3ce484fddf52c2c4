//! Tables: aligned, without borders, wrapped where they are too wide, and turned on their side where that is no good.

use std::borrow::Cow;
use std::fmt::Write as _;

use console::{Style, measure_text_width};

/// Rows below a head. A column that is empty in every row is left out.
#[derive(Debug)]
pub(crate) struct Table {
    head: Vec<String>,
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
    pub(crate) fn new(head: &[&str]) -> Self {
        let head = head.iter().copied().map(str::to_owned).collect();
        Self { head, rows: Vec::new(), upright: false }
    }

    /// One thing, told line by line.
    pub(crate) fn record(fields: Vec<(&str, Cell)>) -> Self {
        let (head, cells) = fields.into_iter().map(|(name, cell)| (name.to_owned(), cell)).unzip();
        Self { head, rows: vec![cells], upright: true }
    }

    pub(crate) fn row(&mut self, cells: Vec<Cell>) {
        self.rows.push(cells);
    }

    /// Writes it, at most so wide: texts are wrapped, and what is still wider is told line by line.
    pub(crate) fn render(&self, width: Option<usize>) -> String {
        let columns: Vec<usize> =
            (0..self.head.len()).filter(|column| self.is_used(*column)).collect();
        if self.upright {
            return self.render_upright(&columns);
        }
        let natural: Vec<usize> = columns.iter().map(|column| self.width(*column)).collect();
        let widths = match width {
            None => Some(natural),
            Some(width) => self.fitted(&columns, natural, width),
        };
        let Some(widths) = widths else { return self.render_upright(&columns) };
        let pairs: Vec<(usize, usize)> = columns.into_iter().zip(widths).collect();
        let head: Vec<Cell> = self.head.iter().map(|text| Cell::new(text).bold()).collect();
        let rows = std::iter::once(&head).chain(&self.rows);
        rows.map(|row| Self::render_row(row, &pairs)).collect()
    }

    /// One row, as many lines high as its longest text needs.
    fn render_row(row: &[Cell], columns: &[(usize, usize)]) -> String {
        let empty = Cell::default();
        let cells: Vec<(Vec<Cell>, usize)> = columns
            .iter()
            .map(|(column, width)| (row.get(*column).unwrap_or(&empty).wrapped(*width), *width))
            .collect();
        let height = cells.iter().map(|(lines, _)| lines.len()).max().unwrap_or(0);
        let mut out = String::new();
        for number in 0..height {
            let texts = cells
                .iter()
                .map(|(lines, width)| lines.get(number).unwrap_or(&empty).padded(*width));
            // Writing to a string cannot fail.
            writeln!(out, "{}", texts.collect::<Vec<_>>().join(GAP).trim_end()).unwrap_or_default();
        }
        out
    }

    /// Widths with which the whole fits, where texts are wrapped between words; none where that is no good.
    fn fitted(&self, columns: &[usize], natural: Vec<usize>, width: usize) -> Option<Vec<usize>> {
        let gaps = GAP.len() * columns.len().saturating_sub(1);
        if natural.iter().sum::<usize>() + gaps <= width {
            return Some(natural);
        }
        let mut widths: Vec<usize> =
            columns.iter().map(|column| self.longest_word(*column)).collect();
        let mut spare = width.checked_sub(widths.iter().sum::<usize>() + gaps)?;
        let mut needs: Vec<(usize, &mut usize)> = natural
            .iter()
            .zip(&mut widths)
            .map(|(natural, width)| (natural.saturating_sub(*width), width))
            .collect();
        // What lacks little gets it first, so that as few columns as possible are wrapped.
        needs.sort_by_key(|(need, _)| *need);
        for (need, width) in needs {
            *width += need.min(spare);
            spare -= need.min(spare);
        }
        let tallest = columns.iter().zip(&widths).flat_map(|(column, width)| {
            let cells = self.rows.iter().filter_map(|row| row.get(*column));
            cells.map(|cell| cell.wrapped(*width).len())
        });
        (tallest.max().unwrap_or(0) <= MOST_LINES).then_some(widths)
    }

    fn longest_word(&self, column: usize) -> usize {
        let head = self.head.get(column).map_or("", String::as_str);
        let cells = self.rows.iter().filter_map(|row| row.get(column));
        let texts = cells.map(|cell| cell.text.as_str()).chain([head]);
        texts.flat_map(str::split_whitespace).map(measure_text_width).max().unwrap_or(0)
    }

    fn render_upright(&self, columns: &[usize]) -> String {
        let head = |column: &usize| self.head.get(*column).map_or("", String::as_str);
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

    /// The lines of the text, broken between words.
    fn wrapped(&self, width: usize) -> Vec<Self> {
        if measure_text_width(&self.text) <= width {
            return vec![self.clone()];
        }
        let mut lines: Vec<String> = Vec::new();
        for word in self.text.split(' ') {
            match lines.last_mut() {
                Some(line) if measure_text_width(line) + 1 + measure_text_width(word) <= width => {
                    line.extend([" ", word]);
                }
                Some(_) | None => lines.push(word.to_owned()),
            }
        }
        lines.into_iter().map(|text| Self { text, style: self.style.clone() }).collect()
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

/// A text of more lines is read more easily line by line.
const MOST_LINES: usize = 4;
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

    #[test]
    fn texts_are_wrapped_between_words_and_ids_never() {
        console::set_colors_enabled(false);
        let mut table = Table::new(&["id", "why"]);
        table.row(vec![Cell::new("0123456789"), Cell::new("one two three four")]);
        table.row(vec![Cell::new("1"), Cell::new("five")]);

        assert_eq!(
            table.render(Some(22)),
            "id          why\n0123456789  one two\n            three four\n1           five\n"
        );
        assert_eq!(
            table.render(Some(16)),
            "id   0123456789\nwhy  one two three four\n\nid   1\nwhy  five\n"
        );
    }

    #[test]
    fn a_text_that_would_be_a_tower_is_told_line_by_line() {
        console::set_colors_enabled(false);
        let mut table = Table::new(&["id", "why"]);
        table.row(vec![Cell::new("0123456789"), Cell::new("a b c d e f g h i j k l m n o p")]);

        assert!(table.render(Some(18)).starts_with("id   0123456789\nwhy  a b c"));
    }
}
