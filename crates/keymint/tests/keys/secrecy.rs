//! A secret is in its place and nowhere else: not in the journal, not in what is printed, not in errors.

use std::fmt::Write as _;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use keymint::{
    FileSink, Job, Journal, KeyRequest, Mark, Observer, Owner, ProviderKind, Providers, RowReport,
    SinkSpec, Worker,
};
use keymint_sandbox::{Fault, Plan, Rule, Sandbox};

use crate::support::{owners, sandboxed};

/// Keeps everything that an observer is told.
#[derive(Debug, Default)]
struct Listener(Mutex<String>);

impl Observer for Listener {
    fn written(&self, mark: &Mark) {
        writeln!(self.0.lock().unwrap(), "{mark:?}").unwrap();
    }

    fn finished(&self, row: &RowReport) {
        writeln!(self.0.lock().unwrap(), "{row:?}").unwrap();
    }
}

#[tokio::test]
async fn a_secret_is_in_its_place_and_nowhere_else() {
    let sandbox = Sandbox::start().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut secrets = Vec::new();
    let mut said = String::new();
    for (number, kind) in ProviderKind::ALL.into_iter().enumerate() {
        let (provider, owner) = (sandboxed(&sandbox, kind), owners(&sandbox, kind, 1).remove(0));
        let request = match kind {
            ProviderKind::SendKit => KeyRequest::new(),
            ProviderKind::BitGpt => KeyRequest::new()
                .name("old")
                .scopes(["invoices.read"])
                .expires("2099-01-01".parse().unwrap()),
            _ => KeyRequest::new().name("old"),
        };
        let old = provider.create(&owner, &request).await.unwrap();
        writeln!(said, "{old:?} {provider:?}").unwrap();
        let path = folder.path().join(format!("secret-{number}"));
        std::fs::write(&path, old.secret.expose()).unwrap();
        secrets.push(old.secret.expose().to_owned());
        if provider.capabilities().list.is_some() {
            writeln!(said, "{:?}", provider.list(&owner).await.unwrap()).unwrap();
        }
        let rule = |fault| Rule::new(fault).method("POST");
        sandbox.chaos(
            Plan::new()
                .rule(rule(Fault::EchoCredential).nth(1))
                .rule(rule(Fault::ResetAfter).nth(2)),
        );
        said.push_str(&work(provider, &owner, request, &path, folder.path()).await);
        secrets.push(std::fs::read_to_string(&path).unwrap().trim().to_owned());
    }
    let credentials = Sandbox::credentials();
    secrets.extend([credentials.infobip_password, credentials.sendkit_user_key].map(str::to_owned));
    secrets.extend(
        [credentials.senderwiz_admin_api_key, credentials.bitgpt_access_token].map(str::to_owned),
    );

    assert_eq!(secrets.len(), 12);
    for secret in &secrets {
        assert!(secret.len() > 8);
        assert!(!said.contains(secret.as_str()), "{secret} was said");
    }
    for entry in std::fs::read_dir(folder.path()).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        if name.starts_with("secret-") {
            continue;
        }
        let bytes = std::fs::read(entry.path()).unwrap();
        for secret in &secrets {
            assert!(
                !bytes.windows(secret.len()).any(|window| window == secret.as_bytes()),
                "{secret} is in {name}"
            );
        }
    }
}

/// Rotates a key, first refused with an echo, then with a lost answer; tells everything that was said.
async fn work(
    provider: Arc<dyn keymint::Provider>,
    owner: &Owner,
    request: KeyRequest,
    path: &std::path::Path,
    folder: &std::path::Path,
) -> String {
    let listener = Arc::new(Listener::default());
    let journal =
        Journal::open(folder.join(format!("{}.journal", provider.capabilities().provider)))
            .unwrap();
    let name = provider.capabilities().provider;
    let worker = Worker::builder(Providers::new().with_shared(provider), journal)
        .quiet_period(Duration::from_millis(50))
        .observer(listener.clone())
        .build();
    let job = Job::rotate(name, owner.clone(), SinkSpec::file(path)).request(request);

    let plan = worker.plan(vec![job]).await.unwrap();
    let mut said = format!("{plan:?}\n");
    let refused = worker.run(plan).await.unwrap();
    let report = worker.resume().await.unwrap();

    assert!(!refused.is_complete() && report.is_complete(), "{refused:?} {report:?}");
    for (_, error) in refused.failures() {
        writeln!(said, "{error} {error:?} {:?}", std::error::Error::source(error)).unwrap();
    }
    writeln!(said, "{refused:?} {report:?} {worker:?} {:?}", FileSink::new(path)).unwrap();
    for entry in worker.journal().status().unwrap() {
        writeln!(said, "{entry:?} {:?}", worker.journal().history(entry.id).unwrap()).unwrap();
    }
    said.push_str(&listener.0.lock().unwrap());
    said
}

#[tokio::test]
async fn one_process_holds_a_journal_and_everybody_can_look() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal");
    let journal = Journal::open(&path).unwrap();

    let second = Journal::open(&path).unwrap_err();

    assert_eq!(second.kind(), keymint::ErrorKind::Journal);
    assert!(second.to_string().contains("another process"), "{second}");
    assert!(Journal::peek(&path).unwrap().is_empty());
    drop(journal);
    Journal::open(&path).unwrap();
}

#[tokio::test]
async fn a_file_that_is_no_journal_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let (text, other) = (folder.path().join("text"), folder.path().join("other"));
    std::fs::write(
        &text,
        "this is no journal, and long enough to be looked at twice, or even three times",
    )
    .unwrap();
    rusqlite::Connection::open(&other).unwrap().execute_batch("CREATE TABLE mine (id)").unwrap();

    for path in [&text, &other] {
        let before = std::fs::read(path).unwrap();
        let error = Journal::open(path).unwrap_err();

        assert_eq!(error.kind(), keymint::ErrorKind::Journal);
        assert_eq!(std::fs::read(path).unwrap(), before);
    }
}

#[tokio::test]
async fn a_damaged_journal_says_so_and_names_the_mend() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal");
    drop(Journal::open(&path).unwrap());
    let whole = std::fs::read(&path).unwrap();
    for (from, byte) in [(0, 0), (100, 0xff), (whole.len() / 2, 0xff)] {
        let mut bytes = whole.clone();
        bytes[from..].fill(byte);
        std::fs::write(&path, &bytes).unwrap();

        let looked = Journal::open(&path).and_then(|journal| journal.status());

        let error = looked.unwrap_err();
        assert_eq!(error.kind(), keymint::ErrorKind::Journal, "{from}: {error:?}");
        assert!(error.to_string().contains("another path"), "{from}: {error}");
    }
}

#[tokio::test]
async fn a_journal_of_a_later_version_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal");
    drop(Journal::open(&path).unwrap());
    rusqlite::Connection::open(&path).unwrap().pragma_update(None, "user_version", 2).unwrap();

    let error = Journal::open(&path).unwrap_err();

    assert!(error.to_string().contains("later version"), "{error}");
}

#[cfg(unix)]
#[tokio::test]
async fn a_journal_is_for_its_owners_eyes() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal");
    let journal = Journal::open(&path).unwrap();

    for entry in std::fs::read_dir(folder.path()).unwrap() {
        let entry = entry.unwrap();
        let mode = entry.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{:?}", entry.file_name());
    }
    drop(journal);
}
