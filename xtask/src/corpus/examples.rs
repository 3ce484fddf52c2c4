//! A document's own examples, read into the generated types and written again.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result};
use serde_json::{Value, json};

use super::measure::{Outcome, Row};
use super::{check, crates};
use crate::codegen::document::Document;
use crate::codegen::lower::Client;

mod collect;
mod compare;
mod declared;
mod program;
mod rust_type;
mod valid;

use collect::{Example, Wire};
use declared::Declared;

/// The file below a crate that holds the examples which are valid.
pub(super) const CASES: &str = "examples/cases.json";

/// Writes the program that reads a document's examples, and the examples that are valid.
pub(super) fn prepare(
    document: &Document,
    client: &Client,
    generated: &str,
    out: &Path,
) -> Result<()> {
    let found = collect::all(document, client);
    let judge = valid::Judge::new(document)?;
    let (valid, invalid): (Vec<_>, Vec<_>) =
        found.into_iter().partition(|example| match &example.wire {
            Wire::Json => judge.accepts(&example.schema_at, &example.value),
            Wire::Xml { .. } => true,
        });

    let folder = out.join("examples");
    let name = out.file_name().unwrap_or_default().to_string_lossy();
    crates::program(&folder, &name, &program::types(generated), &program::main(&valid))?;
    let cases: Vec<_> = valid.iter().map(case).collect();
    fs::write(out.join(CASES), json!({"cases": cases, "invalid": invalid.len()}).to_string())?;
    Ok(())
}

fn case(example: &Example) -> Value {
    json!({
        "at": example.at,
        "schema": example.schema_at,
        "value": example.value,
        "xml": matches!(example.wire, Wire::Xml { .. }),
    })
}

/// Builds and runs the program, and compares what it wrote with what it read.
pub(super) fn run(document: &Path, out: &Path, name: &str, row: &mut Row) -> Result<()> {
    let folder = out.join(name).join("examples");
    let told = fs::read_to_string(out.join(name).join(CASES)).context("no examples were kept")?;
    let told: Value = serde_json::from_str(&told)?;
    let cases = told.get("cases").and_then(Value::as_array).context("no cases")?;
    row.invalid = told.get("invalid").and_then(Value::as_u64).unwrap_or_default().try_into()?;
    row.examples = cases.len();
    if cases.is_empty() {
        row.read = Outcome::Done;
        return Ok(());
    }

    let written = match execute(out, name, &folder)? {
        Ok(written) => written,
        Err(why) => {
            row.read = Outcome::Failed(why);
            return Ok(());
        }
    };
    let file = document.file_name().unwrap_or_default().to_string_lossy();
    let document = Document::read(document, &file)?;
    let declared = Declared::new(&document.root);
    for (case, written) in cases.iter().zip(&written) {
        if let Some(miss) = miss(case, written, declared) {
            let at = case.get("at").and_then(Value::as_str).unwrap_or_default();
            row.misses.push(format!("{at}: {miss}"));
        }
    }
    row.read = Outcome::Done;
    Ok(())
}

/// What became of one example, unless all is well.
fn miss(case: &Value, written: &Value, declared: Declared<'_>) -> Option<String> {
    if let Some(why) = written.get("error").and_then(Value::as_str) {
        return Some(why.to_owned());
    }
    let after = written.get("value")?;
    if case.get("xml") == Some(&Value::Bool(true)) {
        let again = written.get("again")?;
        return compare::same(after, again).err();
    }
    let at = case.get("schema").and_then(Value::as_str).unwrap_or_default();
    compare::kept(case.get("value")?, after, &declared.at(at), declared).err()
}

/// What the program wrote, example by example; or why there is nothing.
fn execute(out: &Path, name: &str, folder: &Path) -> Result<Result<Vec<Value>, String>> {
    let package = format!("{name}-examples");
    let mut program = None;
    let mut complaints = Vec::new();
    check::cargo(out, &["build"], std::slice::from_ref(&package), 2, |message| {
        if let Some(path) = message.get("executable").and_then(Value::as_str) {
            program = Some(path.to_owned());
        }
        let text = message.pointer("/message/rendered").and_then(Value::as_str);
        let error = message.pointer("/message/level").is_some_and(|level| level == "error");
        complaints.extend(text.filter(|_| error).map(str::to_owned));
    })?;
    let Some(program) = program else {
        let first = complaints.first().map_or("no reason given", |text| text.trim());
        return Ok(Err(format!("the program does not compile: {}", first.replace('\n', " "))));
    };

    let output = Command::new(program).current_dir(folder).output()?;
    if !output.status.success() {
        let why = String::from_utf8_lossy(&output.stderr).replace('\n', " ");
        return Ok(Err(format!("the program ended by {}: {why}", output.status)));
    }
    let text = fs::read_to_string(folder.join("written.json"))?;
    Ok(serde_json::from_str(&text).map_err(|why| why.to_string()))
}

/// Types, each with its number.
type Types = BTreeMap<String, usize>;
