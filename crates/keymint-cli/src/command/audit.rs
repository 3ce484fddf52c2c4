//! `keymint audit`

mod finding;

use std::collections::BTreeMap;

use keymint::{EntryStatus, Owner, Provider};
use serde_json::json;

use self::finding::{Finding, of_journal, of_key, of_place, of_secret, unlisted};
use crate::arguments::{Audit, Form};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::{Cell, Output, Table};
use crate::work;

/// Compares the journal with what the providers and the files hold.
pub(super) async fn run(arguments: &Audit, output: &Output) -> Result<Exit, Failure> {
    let form = output.form()?;
    let path = work::journal_path(arguments.journal.as_deref())?;
    if work::is_nothing_begun(&path, output) {
        return Ok(Exit::Done);
    }
    let all = work::peek(&path)?;
    let jobs: Vec<_> = all.iter().map(|entry| &entry.job).collect();
    let kinds = work::kinds(&jobs)?;
    let reached = work::reach(&kinds, &arguments.connection, false)?;
    let mut findings = Vec::new();
    for ((provider, owner), entries) in by_owner(&all) {
        let Some(one) = reached.iter().find(|one| one.kind.name() == provider) else { continue };
        findings.extend(of_owner(&*one.provider, &owner, &entries).await?);
    }
    match form {
        Form::Json => output.lines(findings.iter().map(Finding::object))?,
        Form::Human | Form::Env if findings.is_empty() => {}
        Form::Human | Form::Env => output.table(&table(&findings))?,
    }
    conclude(&findings, output)
}

fn conclude(findings: &[Finding], output: &Output) -> Result<Exit, Failure> {
    let wrong = findings.iter().filter(|finding| finding.is_wrong).count();
    if wrong == 0 {
        output.note("All is as the journal says.");
        return Ok(Exit::Done);
    }
    let mend = "`keymint resume` finishes what is unfinished; look at the rest yourself";
    Err(Failure::partly(format!("{wrong} findings need attention")).hint(mend))
}

async fn of_owner(
    provider: &dyn Provider,
    owner: &Owner,
    entries: &[&EntryStatus],
) -> Result<Vec<Finding>, Failure> {
    let mut findings = of_journal(entries);
    for entry in entries {
        findings.extend(of_place(entry, entries).await?);
    }
    if provider.capabilities().list.is_none() {
        for entry in entries {
            findings.extend(of_secret(provider, entry, entries).await?);
        }
        findings.push(unlisted(provider.capabilities().provider, owner));
        return Ok(findings);
    }
    let listed = provider.list(owner).await.map_err(|error| Failure::reading(&error))?;
    for mut key in listed {
        if key.details.name.is_none() && provider.capabilities().get {
            key = provider.get(owner, &key.id).await.map_err(|error| Failure::reading(&error))?;
        }
        findings.push(of_key(&key, entries));
    }
    Ok(findings)
}

fn by_owner(all: &[EntryStatus]) -> BTreeMap<(String, Owner), Vec<&EntryStatus>> {
    let mut owners: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for entry in all {
        owners
            .entry((entry.job.provider.clone(), entry.job.owner.clone()))
            .or_default()
            .push(entry);
    }
    owners
}

fn table(findings: &[Finding]) -> Table {
    let mut table = Table::new(&["provider", "owner", "key", "name", "finding"]);
    for finding in findings {
        let text = Cell::new(&finding.text);
        table.row(vec![
            Cell::new(&finding.provider),
            Cell::new(&finding.owner),
            Cell::optional(finding.key.as_ref()),
            Cell::optional(finding.name.as_ref()),
            if finding.is_wrong { text.bad() } else { text.good() },
        ]);
    }
    table
}

impl Finding {
    fn object(&self) -> serde_json::Value {
        json!({
            "provider": self.provider,
            "owner": self.owner,
            "id": self.key,
            "name": self.name,
            "ok": !self.is_wrong,
            "finding": self.text,
        })
    }
}
