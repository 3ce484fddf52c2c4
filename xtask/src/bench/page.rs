//! Where the tables go: to the reader, and into the page of figures.

use std::fs;

use anyhow::{Context as _, Result};

use super::table::Table;
use super::{machine, plot};
use crate::workspace;

const PAGE: &str = "docs/performance.md";

/// What has been measured.
#[derive(Debug)]
pub(crate) struct Page {
    write: bool,
}

impl Page {
    /// Starts a page; only one that is written changes a file.
    pub(crate) fn new(write: bool) -> Self {
        println!("{}\n", machine::describe());
        Self { write }
    }

    /// Shows the tables of a suite, and puts them where the page has a place for them.
    pub(crate) fn add(&mut self, suite: &str, tables: &[Table]) -> Result<()> {
        let texts: Vec<_> = tables.iter().map(ToString::to_string).collect();
        println!("{}", texts.join("\n"));
        if !self.write {
            return Ok(());
        }
        if let Some((name, svg)) = plot::of(suite, tables) {
            fs::write(workspace::root().join("docs").join(name), svg)?;
        }
        replace(suite, &texts.join("\n"))
    }

    /// Notes the machine.
    pub(crate) fn finish(self) -> Result<()> {
        if self.write { replace("machine", &format!("{}.\n", machine::describe())) } else { Ok(()) }
    }
}

fn replace(block: &str, text: &str) -> Result<()> {
    let path = workspace::root().join(PAGE);
    let page = fs::read_to_string(&path).with_context(|| format!("{PAGE} could not be read"))?;
    let page = with_block(&page, block, text)
        .with_context(|| format!("{PAGE} has no place for `{block}`"))?;
    Ok(fs::write(path, page)?)
}

/// The page with what stands between a block's marks replaced.
fn with_block(page: &str, block: &str, text: &str) -> Option<String> {
    let (start, end) = (format!("<!-- {block} -->\n"), format!("<!-- end of {block} -->"));
    let (before, rest) = page.split_once(&start)?;
    let (_, after) = rest.split_once(&end)?;
    Some(format!("{before}{start}\n{text}\n{end}{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_stands_between_the_marks_is_replaced() {
        let page = "a\n<!-- calls -->\nold\n<!-- end of calls -->\nb\n";

        let page = with_block(page, "calls", "new\n").unwrap();

        assert_eq!(page, "a\n<!-- calls -->\n\nnew\n\n<!-- end of calls -->\nb\n");
        assert_eq!(with_block(&page, "calls", "new\n").as_ref(), Some(&page));
        assert_eq!(with_block(&page, "soak", "x"), None);
    }
}
