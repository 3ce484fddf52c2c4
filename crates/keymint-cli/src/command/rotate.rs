//! `keymint rotate`

use jiff::Timestamp;
use keymint::{Action, ApiKeyId, Job, Journal, KeyIdentity, Phase, Report, RowOutcome, Step};

use crate::arguments::{Rotate, fields_shown};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::interrupt;
use crate::outline::Outline;
use crate::output::Output;
use crate::progress::Progress;
use crate::sinks;
use crate::target::Target;
use crate::work::{self, report};

/// Replaces an API key with a new one.
pub(super) async fn run(arguments: &Rotate, output: &Output) -> Result<Exit, Failure> {
    let target = Target::new(&arguments.whose, &arguments.connection, arguments.dry_run)?;
    if arguments.dry_run {
        return dry_run(arguments, &target, output);
    }
    let sink = sinks::of_rotation(&arguments.place, output, target.kind())?;
    let job = job(arguments, &target, sink)?;
    let on_stdout = work::uses_stdout(&[&job], arguments.place.reveal, output)?;
    let name = job.request.name.clone();
    let journal = work::open_journal(&work::journal_path(arguments.work.journal.as_deref())?)?;
    let progress = Progress::new(1);
    let reached = std::slice::from_ref(&target.reached);
    let worker = work::worker(reached, journal, &arguments.work, &arguments.connection, progress);

    // Planning only reads.
    let planned = worker.plan(vec![job]).await;
    let plan =
        planned.map_err(|error| target.failed(Action::Get, None, None, &error).of_one_row())?;
    for notice in plan.rows().iter().flat_map(|row| &row.notices) {
        output.warn(notice);
    }
    let report = interrupt::or_resume_one(worker.run(plan), output).await??;

    if let Some(failure) = undone(&report, worker.journal(), &target, name.as_deref())? {
        return Err(failure);
    }
    report::tell(&report, on_stdout, output)?;
    if let (true, Some(path)) = (report.is_complete(), &arguments.place.out_file) {
        output.note(&format!("The new secret is in {}, for your eyes only.", path.display()));
    }
    report::conclude(&report)
}

fn job(arguments: &Rotate, target: &Target, sink: keymint::SinkSpec) -> Result<Job, Failure> {
    let request = arguments.fields.request(Timestamp::now())?;
    let mut job = Job::rotate(target.kind().name(), target.owner.clone(), sink).request(request);
    if let Some(id) = &arguments.key_id {
        let id = ApiKeyId::new(id)?;
        let admitted = target.kind().capabilities().admit_id(&target.owner, &id);
        admitted.map_err(|error| target.failed(Action::Rotate, Some(&id), None, &error))?;
        // Where an owner has one API key there is nothing to choose.
        if target.kind().capabilities().identity == KeyIdentity::Id {
            job = job.key(id);
        }
    }
    if let Some(overlap) = arguments.overlap {
        job = job.overlap(overlap);
    }
    if arguments.leaked {
        job = job.leaked();
    }
    Ok(if arguments.confirm_lockout { job.confirm_lockout() } else { job })
}

fn dry_run(arguments: &Rotate, target: &Target, output: &Output) -> Result<Exit, Failure> {
    // A place that gives secrets back lets the new one be tried again in the end.
    let sink = arguments.place.out_file.as_ref().map_or_else(
        || keymint::SinkSpec::stdout(keymint::Rendering::Secret),
        keymint::SinkSpec::file,
    );
    let job = job(arguments, target, sink)?;
    let reached = std::slice::from_ref(&target.reached);
    let worker = work::rehearsal(reached, &arguments.work, &arguments.connection)?;
    let outline =
        worker.outline(&job).map_err(|error| target.failed(Action::Rotate, None, None, &error))?;
    let mut fields = fields_shown(&job.request);
    fields.insert("strategy".to_owned(), outline.strategy.to_string().into());
    let owner = target.owner.to_string();
    Outline::of_job(&target.reached, owner, &outline.calls, fields).print(output)?;
    Ok(Exit::Done)
}

/// A rotation that surely did nothing is taken out of the journal, and fails as the call that failed.
fn undone(
    report: &Report,
    journal: &Journal,
    target: &Target,
    name: Option<&str>,
) -> Result<Option<Failure>, Failure> {
    let [row] = report.rows.as_slice() else { return Ok(None) };
    let RowOutcome::Failed(error) = &row.outcome else { return Ok(None) };
    let harmless = |phase| matches!(phase, Phase::Planned | Phase::Before | Phase::Failed);
    let mut events = journal.history(row.entry)?.into_iter();
    let did_nothing = events.all(|event| event.step == Step::Create && harmless(event.phase));
    if !did_nothing || row.new_key.is_some() || error.may_have_been_received() {
        return Ok(None);
    }
    journal.abandon(row.entry)?;
    Ok(Some(target.failed(Action::Rotate, None, name, error)))
}
