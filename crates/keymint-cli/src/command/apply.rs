//! `keymint apply`

use std::fs::File;
use std::io::Read as _;

use jiff::Timestamp;
use keymint::{Job, Owner, ProviderKind, jobs_from_toml};

use crate::arguments::{Apply, fields_shown};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::interrupt;
use crate::outline::Outline;
use crate::output::Output;
use crate::progress::Progress;
use crate::sinks;
use crate::target::Reached;
use crate::work::{self, report};

/// Issues or rotates the API keys of a plan.
pub(super) async fn run(arguments: &Apply, output: &Output) -> Result<Exit, Failure> {
    output.form()?;
    let jobs = read(arguments)?;
    let all: Vec<&Job> = jobs.iter().collect();
    let kinds = work::kinds(&all)?;
    let reached = work::reach(&kinds, &arguments.connection, arguments.dry_run)?;
    if arguments.dry_run {
        return dry_run(&jobs, &reached, arguments, output);
    }
    let on_stdout = work::uses_stdout(&all, arguments.reveal, output)?;
    let journal = work::open_journal(&work::journal_path(arguments.work.journal.as_deref())?)?;
    let progress = Progress::new(jobs.len());
    let observer = std::sync::Arc::clone(&progress);
    let worker = work::worker(&reached, journal, &arguments.work, &arguments.connection, observer);

    let plan = worker.plan(jobs).await.map_err(|error| Failure::reading(&error))?;
    let result = interrupt::or_stop(worker.run(plan), &worker, output).await;
    progress.clear();
    let report = result??;

    report::tell(&report, on_stdout, output)?;
    report::conclude(&report)
}

fn read(arguments: &Apply) -> Result<Vec<Job>, Failure> {
    let place = arguments.file.display();
    let cannot = |error| Failure::usage(format!("{place} cannot be read: {error}"));
    let mut text = String::new();
    let file = File::open(&arguments.file).map_err(cannot)?;
    // One more than allowed, so that a file without an end is found out.
    let read = file.take(LARGEST_PLAN + 1).read_to_string(&mut text).map_err(cannot)?;
    if u64::try_from(read).is_ok_and(|read| read > LARGEST_PLAN) {
        return Err(Failure::usage(format!("{place} is larger than a plan can be"))
            .hint(format!("split it; {} MiB are enough for 100,000 rows", LARGEST_PLAN >> 20)));
    }
    let jobs = jobs_from_toml(&text, Timestamp::now().into())?;
    if jobs.is_empty() {
        return Err(
            Failure::usage(format!("{place} names no API key")).hint("each one is a [[key]]")
        );
    }
    let rows = jobs.into_iter().enumerate();
    rows.map(|(row, mut job)| {
        // What this program cannot deliver to is found out before anybody is asked anything.
        job.sink.to_sink().map_err(|error| error.in_row(row))?;
        sinks::anchor(&mut job.sink)?;
        if job.provider == ProviderKind::Infobip.name() && job.owner.as_str() == Some("_") {
            job.owner = Owner::own();
        }
        Ok(job)
    })
    .collect()
}

fn dry_run(
    jobs: &[Job],
    reached: &[Reached],
    arguments: &Apply,
    output: &Output,
) -> Result<Exit, Failure> {
    let worker = work::rehearsal(reached, &arguments.work, &arguments.connection)?;
    for (row, job) in jobs.iter().enumerate() {
        let Some(one) = reached.iter().find(|one| one.kind.name() == job.provider) else {
            continue;
        };
        let outline = worker.outline(job).map_err(|error| Failure::from(error.in_row(row)))?;
        if job.task == keymint::Task::Issue {
            let admitted = one.kind.capabilities().admit_create(&job.owner, &named(job, one));
            admitted.map_err(|error| Failure::from(error.in_row(row)))?;
        }
        let mut fields = fields_shown(&job.request);
        fields.insert("strategy".to_owned(), outline.strategy.to_string().into());
        let owner = job.owner.to_string();
        Outline::of_job(one, owner, &outline.calls, fields).print(output)?;
    }
    Ok(Exit::Done)
}

/// The request with a name: the worker gives one to every API key that can have one.
fn named(job: &Job, reached: &Reached) -> keymint::KeyRequest {
    let request = job.request.clone();
    let nameless =
        request.name.is_none() && reached.kind.capabilities().name.create != keymint::Use::Never;
    if nameless { request.name("keymint") } else { request }
}

/// A row has a few hundred bytes.
const LARGEST_PLAN: u64 = 64 << 20;
