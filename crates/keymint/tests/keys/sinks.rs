//! The places that secrets go to.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use keymint::{
    ApiKeyId, CommandSink, DotenvSink, ErrorKind, FileSink, Holding, IssuedKey, KeyringSink, Owner,
    Rendering, Secret, Sink,
};

fn key(secret: &str) -> IssuedKey {
    IssuedKey::new("infobip", Owner::own(), ApiKeyId::new("1").unwrap(), Secret::new(secret))
}

fn names(folder: &tempfile::TempDir) -> Vec<String> {
    let mut names: Vec<_> = fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// Writes a file that its owner alone can read.
fn write_private(path: &Path, text: &str) {
    fs::write(path, text).unwrap();
    #[cfg(unix)]
    fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
}

async fn put(sink: &dyn Sink, key: &IssuedKey) {
    sink.preflight(&[]).await.unwrap();
    sink.deliver(key).await.unwrap();
    sink.cut_over(&key.fingerprint).await.unwrap();
}

#[tokio::test]
async fn a_delivered_secret_waits_beside_the_old_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("key");
    fs::write(&path, "old\n").unwrap();
    let (sink, new) = (FileSink::new(&path), key("sk_test_new"));

    sink.preflight(&[Secret::new("old").fingerprint()]).await.unwrap();
    sink.deliver(&new).await.unwrap();

    assert_eq!(fs::read_to_string(&path).unwrap(), "old\n");
    assert_eq!(sink.holds(&new.fingerprint).await.unwrap(), Holding::Staged);
    assert_eq!(sink.recall(&new.fingerprint).await.unwrap(), Some(new.secret.clone()));
    sink.cut_over(&new.fingerprint).await.unwrap();
    sink.cut_over(&new.fingerprint).await.unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), "sk_test_new\n");
    assert_eq!(sink.holds(&new.fingerprint).await.unwrap(), Holding::Current);
    assert_eq!(names(&folder), ["key"]);
}

#[tokio::test]
async fn a_file_with_something_else_in_it_is_refused_unless_forced() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("key");
    fs::write(&path, "somebody else's").unwrap();

    let error =
        FileSink::new(&path).preflight(&[Secret::new("ours").fingerprint()]).await.unwrap_err();

    assert_eq!(error.kind(), ErrorKind::Sink);
    assert!(!error.to_string().contains("somebody"), "{error}");
    FileSink::new(&path).force().preflight(&[]).await.unwrap();
}

#[tokio::test]
async fn a_folder_that_takes_no_file_is_found_out_before_a_key_is_made() {
    let folder = tempfile::tempdir().unwrap();

    for path in [folder.path().join("missing").join("key"), folder.path().to_owned()] {
        let error = FileSink::new(&path).preflight(&[]).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Sink);
    }
    assert_eq!(names(&folder), Vec::<String>::new());
}

#[cfg(unix)]
#[tokio::test]
async fn a_secret_is_for_its_owners_eyes_and_a_link_is_not_followed() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let folder = tempfile::tempdir().unwrap();
    let (path, link) = (folder.path().join("key"), folder.path().join("link"));
    symlink(&path, &link).unwrap();

    put(&FileSink::new(&path), &key("sk_test_new")).await;

    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    assert!(FileSink::new(&link).force().preflight(&[]).await.is_err());
}

#[tokio::test]
async fn a_delivery_that_is_taken_back_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let sinks: [Arc<dyn Sink>; 2] = [
        Arc::new(FileSink::new(folder.path().join("key"))),
        Arc::new(DotenvSink::new(folder.path().join(".env"), "KEY").unwrap()),
    ];
    for sink in sinks {
        let new = key("sk_test_new");
        sink.deliver(&new).await.unwrap();

        sink.discard(&new.fingerprint).await.unwrap();

        assert_eq!(sink.holds(&new.fingerprint).await.unwrap(), Holding::Absent);
        assert_eq!(names(&folder), Vec::<String>::new());
    }
}

#[tokio::test]
async fn one_variable_of_a_dotenv_file_changes_and_the_rest_stays() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(".env");
    write_private(&path, "# mail\nMAIL_KEY=old\nPORT=8080\n");
    let (sink, new) = (DotenvSink::new(&path, "MAIL_KEY").unwrap(), key("sk test new"));

    sink.preflight(&[Secret::new("old").fingerprint()]).await.unwrap();
    sink.deliver(&new).await.unwrap();
    fs::write(&path, "# mail\nMAIL_KEY=old\nPORT=9090\n").unwrap();
    sink.cut_over(&new.fingerprint).await.unwrap();

    assert_eq!(fs::read_to_string(&path).unwrap(), "# mail\nMAIL_KEY='sk test new'\nPORT=9090\n");
    assert_eq!(names(&folder), [".env"]);
    assert!(DotenvSink::new(&path, "PORT").unwrap().preflight(&[]).await.is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn many_rows_can_share_a_dotenv_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(".env");
    let tasks: Vec<_> = (0..24)
        .map(|number| {
            let sink = DotenvSink::new(&path, format!("KEY_{number}")).unwrap();
            tokio::spawn(async move { put(&sink, &key(&format!("sk_test_{number}"))).await })
        })
        .collect();

    for task in tasks {
        task.await.unwrap();
    }

    let text = fs::read_to_string(&path).unwrap();
    assert_eq!(text.lines().count(), 24);
    assert!(
        (0..24).all(|number| text.contains(&format!("KEY_{number}=sk_test_{number}\n"))),
        "{text}"
    );
    assert_eq!(names(&folder), [".env"]);
}

#[cfg(unix)]
#[tokio::test]
async fn a_command_gets_the_secret_on_its_standard_input() {
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("copy");
    let tee = CommandSink::new("tee", [copy.to_str().unwrap()]).unwrap().rendering(Rendering::Json);

    put(&tee, &key("sk_test_new")).await;

    let text = fs::read_to_string(&copy).unwrap();
    assert!(text.contains(r#""secret":"sk_test_new""#), "{text}");
}

#[cfg(unix)]
#[tokio::test]
async fn a_command_that_fails_or_hangs_is_a_refusal() {
    let none: [&str; 0] = [];
    let slow =
        CommandSink::new("sleep", ["60"]).unwrap().time_limit(std::time::Duration::from_millis(50));
    for sink in [
        CommandSink::new("false", none).unwrap(),
        CommandSink::new("no-such-program", none).unwrap(),
        slow,
    ] {
        let error = sink.deliver(&key("sk_test_CANARY")).await.unwrap_err();

        assert_eq!(error.kind(), ErrorKind::Sink);
        assert!(!format!("{error} {error:?}").contains("CANARY"), "{error:?}");
    }
}

#[tokio::test]
async fn a_secret_waits_beside_the_old_one_in_the_key_store_too() {
    keyring_core::set_default_store(keyring_core::mock::Store::new().unwrap());
    let entry = keyring_core::Entry::new("shop", "billing").unwrap();
    entry.set_password("old").unwrap();
    let (sink, new) = (KeyringSink::new("shop", "billing").unwrap(), key("sk_test_new"));

    assert_eq!(sink.preflight(&[]).await.unwrap_err().kind(), ErrorKind::Sink);
    sink.preflight(&[Secret::new("old").fingerprint()]).await.unwrap();
    sink.deliver(&new).await.unwrap();

    assert_eq!(entry.get_password().unwrap(), "old");
    assert_eq!(sink.holds(&new.fingerprint).await.unwrap(), Holding::Staged);
    sink.cut_over(&new.fingerprint).await.unwrap();
    sink.cut_over(&new.fingerprint).await.unwrap();
    assert_eq!(entry.get_password().unwrap(), "sk_test_new");
    assert_eq!(sink.holds(&new.fingerprint).await.unwrap(), Holding::Current);
    sink.discard(&new.fingerprint).await.unwrap();
    assert_eq!(sink.holds(&new.fingerprint).await.unwrap(), Holding::Current);
}

#[cfg(unix)]
#[tokio::test]
async fn a_dotenv_file_that_everybody_can_read_takes_no_secret_unless_it_is_forced() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(".env");
    for (mode, taken) in [(0o644, false), (0o604, false), (0o602, false), (0o640, true)] {
        fs::write(&path, "PORT=8080\n").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        let sink = DotenvSink::new(&path, "MAIL_KEY").unwrap();

        let looked = sink.preflight(&[]).await;

        assert_eq!(looked.is_ok(), taken, "{mode:o}: {looked:?}");
        assert!(looked.err().is_none_or(|error| error.to_string().contains("chmod o-rwx")));
        put(&sink.force(), &key("sk_test_new")).await;
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, mode);
    }
}

#[tokio::test]
async fn a_dotenv_file_with_everything_in_it_keeps_everything() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(".env");
    let text = "\u{feff}FIRST=1\r\nexport SECOND='two # no comment' # a comment\r\n# KEY=commented out\nMULTI=\"one\nKEY=inside\ntwo\"\n  export KEY = \"old\\\"er\" # why\nLAST=";
    write_private(&path, text);
    let (sink, new) = (DotenvSink::new(&path, "KEY").unwrap(), key("sk_test_new"));

    assert_eq!(sink.current().await.unwrap().unwrap().expose(), "old\"er");
    sink.deliver(&new).await.unwrap();
    sink.cut_over(&new.fingerprint).await.unwrap();

    let kept = text.replace("  export KEY = \"old\\\"er\" # why", "  export KEY=sk_test_new");
    assert_eq!(fs::read_to_string(&path).unwrap(), kept);
    assert_eq!(sink.current().await.unwrap(), Some(new.secret));
}

#[cfg(unix)]
#[tokio::test]
async fn what_is_no_file_takes_no_secret() {
    let folder = tempfile::tempdir().unwrap();
    let socket = folder.path().join("socket");
    let _listener = std::os::unix::net::UnixListener::bind(&socket).unwrap();
    for path in [Path::new("/dev/full"), &socket, folder.path()] {
        for sink in [
            Arc::new(FileSink::new(path).force()) as Arc<dyn Sink>,
            Arc::new(DotenvSink::new(path, "KEY").unwrap().force()),
        ] {
            let error = sink.preflight(&[]).await.unwrap_err();

            assert_eq!(error.kind(), ErrorKind::Sink);
            assert!(error.to_string().contains("is no file"), "{error}");
        }
    }
}

#[cfg(unix)]
#[tokio::test]
async fn a_command_gets_neither_an_argument_nor_a_variable_with_a_secret_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let (seen, new) = (folder.path().join("seen"), key("sk_test_CANARY"));
    let script =
        format!("cat /proc/self/environ /proc/$$/cmdline > {0}; cat > {0}.stdin", seen.display());
    let sink = CommandSink::new("sh", ["-c", script.as_str()])
        .unwrap()
        .without_variables(["CARGO_PKG_NAME"]);

    sink.deliver(&new).await.unwrap();

    let text = String::from_utf8_lossy(&fs::read(&seen).unwrap()).into_owned();
    let has = |name: &str| text.split('\0').any(|word| word.starts_with(name));
    assert!(has("CARGO_PKG_VERSION=") && has("sh"), "it saw its surroundings");
    assert!(!text.contains("CANARY") && !has("CARGO_PKG_NAME="));
    let read = fs::read_to_string(folder.path().join("seen.stdin")).unwrap();
    assert_eq!(read, "sk_test_CANARY\n");
}

#[cfg(unix)]
#[tokio::test]
async fn a_command_that_does_not_take_the_secret_has_failed() {
    let started = std::time::Instant::now();
    let long = "s".repeat(1 << 20);
    let command = |script: &str| {
        let sink = CommandSink::new("sh", ["-c", script]).unwrap();
        sink.time_limit(std::time::Duration::from_millis(300))
    };
    for (script, secret, why) in [
        ("cat > /dev/null; exit 3", "short", "exit status: 3"),
        ("kill -9 $$", "short", "signal: 9"),
        ("sleep 30", "short", "took too long"),
        // More than a pipe holds: we must not wait for a reader that never comes.
        ("sleep 30", long.as_str(), "took too long"),
        ("exit 0", long.as_str(), "did not read the secret"),
        // A child of the command keeps its input open.
        ("sleep 30 <&0 >/dev/null 2>&1 & exit 0", long.as_str(), "did not read the secret"),
    ] {
        let error = command(script).deliver(&key(secret)).await.unwrap_err();

        assert_eq!(error.kind(), ErrorKind::Sink);
        assert!(error.to_string().contains(why), "{script}: {error}");
    }
    let missing = CommandSink::new("/nosuch", [""; 0]).unwrap().deliver(&key("k")).await;
    assert!(missing.unwrap_err().to_string().contains("could not be started"));
    assert!(started.elapsed() < std::time::Duration::from_secs(10));
}
