//! No secret where none belongs.

use std::fs;
#[cfg(target_os = "linux")]
use std::process::Stdio;

use keymint_sandbox::{Fault, Plan, Rule};

use crate::support::{PROVIDERS, Ran, World, demanded};

#[test]
fn a_credential_that_the_provider_echoes_is_not_shown() {
    for provider in PROVIDERS {
        for verbose in ["", "-v", "-vv"] {
            let world = World::new();
            world.sandbox.chaos(Plan::new().rule(Rule::new(Fault::EchoCredential)));

            let ran = world.run_for(
                "create",
                provider,
                format!("{} {verbose}", demanded(provider)).trim(),
            );

            assert_eq!(ran.code, 7, "{provider}: {ran:?}");
            world.assert_keeps_secrets(provider, &format!("{}{}", ran.out, ran.err));
            assert_eq!(ran.err.contains("the provider says:"), !verbose.is_empty(), "{ran:?}");
        }
    }
}

#[test]
fn verbose_lines_tell_of_calls_and_of_no_secret() {
    for provider in PROVIDERS {
        let world = World::new();

        let ran =
            world.run_for("create", provider, format!("{} -vv", demanded(provider)).trim_start());

        assert_eq!(ran.code, 0, "{ran:?}");
        assert!(ran.err.contains("create_api_key") && ran.err.contains("attempt"), "{ran:?}");
        world.assert_keeps_secrets(provider, &ran.err);
    }
}

#[test]
fn a_journal_holds_no_secret() {
    for provider in PROVIDERS {
        let world = World::new();
        world.create(provider);

        world.run_for("rotate", provider, "--out-file key --overlap 1h");
        world.run_for("rotate", provider, "--out-file key");

        for entry in fs::read_dir(world.path("state")).unwrap() {
            let path = entry.unwrap().path();
            let bytes = fs::read(&path).unwrap();
            world.assert_keeps_secrets("journal", &String::from_utf8_lossy(&bytes));
            #[cfg(unix)]
            assert_eq!(crate::support::mode(&path) & 0o077, 0, "{}", path.display());
        }
        #[cfg(unix)]
        assert_eq!(crate::support::mode(&world.path("state")), 0o700);
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_secret_is_no_argument_and_no_part_of_the_process_list() {
    let world = World::new();
    world.sandbox.chaos(Plan::new().rule(Rule::new(Fault::LatencyMs(1_000))));
    let mut command = world.command();
    let mut child =
        command.args(["create", "infobip", "--name", "one"]).stdout(Stdio::null()).spawn().unwrap();
    std::thread::sleep(std::time::Duration::from_millis(300));

    let line = fs::read(format!("/proc/{}/cmdline", child.id())).unwrap();

    world.assert_keeps_secrets("arguments", &String::from_utf8_lossy(&line));
    child.wait().unwrap();
}

#[test]
fn a_name_that_plays_tricks_on_the_terminal_is_made_visible() {
    let world = World::new();
    let made = Ran::of(world.command().args([
        "create",
        "senderwiz",
        "--owner",
        &world.owner("senderwiz").unwrap(),
        "--name",
        "a\u{202e}b",
    ]));

    let ran = world.run_for("list", "senderwiz", "");

    assert_eq!(made.code, 0, "{made:?}");
    assert!(ran.out.contains("a\\u{202e}b") && !ran.out.contains('\u{202e}'), "{ran:?}");
}
