//! A table of results, as a person reads it and as a plot takes it.

use std::fmt;

/// Results that are compared.
#[derive(Debug, Default)]
pub(crate) struct Table {
    pub(crate) title: String,
    pub(crate) columns: Vec<&'static str>,
    pub(crate) rows: Vec<Row>,
}

/// One thing that was measured.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) name: String,
    pub(crate) cells: Vec<String>,
    /// How it stands to the first row, where that is what a plot shows.
    pub(crate) ratio: Option<f64>,
}

impl fmt::Display for Table {
    /// As Markdown, with its columns aligned.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let head: Vec<_> =
            [""].into_iter().chain(self.columns.iter().copied()).map(str::to_owned).collect();
        let body = self.rows.iter().map(|row| {
            [row.name.clone()].into_iter().chain(row.cells.iter().cloned()).collect::<Vec<_>>()
        });
        let lines: Vec<_> = [head].into_iter().chain(body).collect();
        let width = |column: usize| {
            let cells = lines.iter().filter_map(|line| line.get(column));
            cells.map(|cell| cell.chars().count()).max().unwrap_or_default().max(3)
        };
        let widths: Vec<_> = (0..=self.columns.len()).map(width).collect();

        writeln!(f, "### {}\n", self.title)?;
        for (index, line) in lines.iter().enumerate() {
            for (column, (cell, width)) in line.iter().zip(&widths).enumerate() {
                if column == 0 {
                    write!(f, "| {cell:<width$} |")?;
                } else {
                    write!(f, " {cell:>width$} |")?;
                }
            }
            writeln!(f)?;
            if index == 0 {
                for (column, width) in widths.iter().enumerate() {
                    let rule = "-".repeat(width - 1);
                    f.write_str(&if column == 0 {
                        format!("| {rule}- |")
                    } else {
                        format!(" {rule}: |")
                    })?;
                }
                writeln!(f)?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_markdown_that_reads_as_text_too() {
        let row = |name: &str, cell: &str| Row {
            name: name.to_owned(),
            cells: vec![cell.to_owned()],
            ratio: None,
        };
        let table = Table {
            title: "XML, write".to_owned(),
            columns: vec!["ns"],
            rows: vec![row("ours", "1,000"), row("a", "7")],
        };

        let text = table.to_string();

        assert_eq!(
            text,
            "### XML, write\n\n|      |    ns |\n| ---- | ----: |\n| ours | 1,000 |\n| a    |     7 |\n"
        );
    }
}
