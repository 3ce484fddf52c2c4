//! No secret where none belongs.

use std::fs;
#[cfg(target_os = "linux")]
use std::process::Stdio;

use keymint_sandbox::{Fault, Plan, Rule, Sandbox};

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

#[test]
fn the_search_finds_what_it_looks_for() {
    let world = World::new();
    for provider in PROVIDERS {
        let secret = world.create(provider)["secret"].as_str().unwrap().to_owned();
        for text in [format!("key={secret}\n"), format!("{{\"a\":\"{secret}\"}}")] {
            assert_eq!(world.secret_in(&text).as_ref(), Some(&secret), "{provider}");
        }
    }
    let known = Sandbox::credentials();
    for credential in [known.infobip_password, known.sendkit_user_key, known.bitgpt_access_token] {
        assert!(world.secret_in(&format!("Bearer {credential}")).is_some(), "{credential}");
    }
    assert_eq!(world.secret_in("no secret in here, sha256:0123456789ab"), None);
}

#[test]
fn a_dry_run_of_every_kind_shows_no_secret() {
    let world = World::new();
    for provider in PROVIDERS {
        let id = world.create(provider)["id"].as_str().unwrap().to_owned();
        for (verb, rest) in [
            ("create", demanded(provider)),
            ("list", ""),
            ("show", id.as_str()),
            ("update", &format!("{id} --name two")),
            ("rotate", ""),
            ("revoke", id.as_str()),
        ] {
            for form in ["human", "json"] {
                let rest = format!("{rest} --dry-run --output {form} -vv");
                let ran = world.run_for(verb, provider, rest.trim_start());
                world.assert_keeps_secrets(verb, &format!("{}{}", ran.out, ran.err));
            }
        }
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_command_that_takes_secrets_sees_no_other() {
    let world = World::new();
    world.write(
        "plan.toml",
        "[[key]]\nprovider = \"infobip\"\nname = \"n\"\nsink = { command = [\"sh\", \"-c\", \"cat /proc/self/environ /proc/$$/cmdline > seen; cat > taken\"] }\n",
    );

    let ran = Ran::of(world.command().args(["apply", "plan.toml"]).env("PATH", "/usr/bin:/bin"));

    assert_eq!(ran.code, 0, "{ran:?}");
    let seen = String::from_utf8_lossy(&fs::read(world.path("seen")).unwrap()).into_owned();
    assert!(seen.contains("KEYMINT_JOURNAL=") && seen.contains("plan") | seen.contains("sh"));
    world.assert_keeps_secrets("environment and arguments", &seen);
    let taken = fs::read_to_string(world.path("taken")).unwrap();
    assert!(world.sandbox.verify(taken.trim_end()).is_some_and(|key| key.live));
}
