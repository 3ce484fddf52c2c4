//! The commands that need no account: demo, sandbox, providers, completions, man.

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::support::{PROVIDERS, Ran, World};

/// A command in an empty environment.
fn keymint(line: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_keymint"));
    command.env_clear().stdin(Stdio::null()).args(line.split(' '));
    command
}

#[test]
fn the_demonstration_creates_a_key_at_each_provider_that_works() {
    let human = Ran::of(&mut keymint("demo"));
    let json = Ran::of(&mut keymint("demo --output json"));

    assert_eq!((human.code, human.out.lines().count()), (0, 6), "{human:?}");
    let rows = json.lines();
    let made: Vec<_> = rows
        .iter()
        .map(|row| (row["provider"].as_str().unwrap(), row["wire"].as_str().unwrap()))
        .collect();
    assert_eq!(
        made,
        [
            ("senderwiz", "JSON"),
            ("bitgpt", "JSON"),
            ("infobip", "JSON"),
            ("infobip", "XML"),
            ("sendkit", "JSON")
        ]
    );
    assert!(rows.iter().all(|row| row["works"] == true && row["secret"].is_null()), "{json:?}");
    assert_eq!(human.out.matches("[redacted]").count(), 5);
}

#[test]
fn the_demonstration_reveals_when_it_is_asked_to() {
    let ran = Ran::of(&mut keymint("demo --reveal --output json"));

    assert!(
        ran.lines()
            .iter()
            .all(|row| row["secret"].as_str().is_some_and(|secret| secret.len() > 20)),
        "{ran:?}"
    );
}

#[test]
#[cfg(unix)]
fn a_sandbox_prints_its_addresses_serves_and_ends() {
    let mut child =
        keymint("sandbox").stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let urls: Value = serde_json::from_str(&line).unwrap();

    let mut command = keymint("create infobip --name one");
    command.env("INFOBIP_BASE_URL", urls["infobip"].as_str().unwrap());
    let known = keymint_sandbox::Sandbox::credentials();
    command
        .env("INFOBIP_USERNAME", known.infobip_username)
        .env("INFOBIP_PASSWORD", known.infobip_password);
    let ran = Ran::of(&mut command);
    crate::terminal::interrupt(&child);
    let status = child.wait().unwrap();

    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(urls.as_object().unwrap().len(), 4);
    assert_eq!(status.code(), Some(0));
}

#[test]
fn an_address_that_is_taken_is_refused() {
    let world = World::new();

    let ran = Ran::of(&mut keymint(&format!("sandbox --listen {}", world.sandbox.address())));

    assert!(ran.code == 2 && ran.err.contains("--listen"), "{ran:?}");
}

#[test]
fn what_each_provider_can_do_is_told() {
    let human = Ran::of(&mut keymint("providers"));
    let json = Ran::of(&mut keymint("providers --output json"));

    assert!(human.out.contains("40 a day: create_api_key"), "{human:?}");
    let rows = json.lines();
    let names: Vec<_> = rows.iter().map(|row| row["provider"].as_str().unwrap()).collect();
    assert_eq!(names, PROVIDERS);
    assert_eq!(
        rows[2]["fields"]["expires_at"],
        serde_json::json!({"create": "optional", "update": "optional"})
    );
    assert_eq!(
        (&rows[3]["list"], &rows[3]["rotate"], &rows[1]["revoke"]),
        (&Value::Null, &true.into(), &Value::Null)
    );
}

#[test]
fn columns_are_aligned() {
    let ran = Ran::of(&mut keymint("providers"));

    let starts = |line: &str| line.find("many").or_else(|| line.find("SenderWiz"));
    let lines: Vec<_> = ran.out.lines().collect();
    let keys = lines.iter().find(|line| line.starts_with("keys at once")).unwrap();
    assert_eq!(starts(lines[0]), starts(keys));
    assert!(!ran.out.contains('\u{1b}'), "no colour where no terminal is");
}

#[test]
fn colour_is_forced_and_forbidden() {
    let always = Ran::of(&mut keymint("providers --color always"));
    let never = Ran::of(&mut keymint("providers --color never"));

    assert!(always.out.contains('\u{1b}') && !never.out.contains('\u{1b}'));
}

#[test]
fn every_shell_gets_its_completions() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let ran = Ran::of(&mut keymint(&format!("completions {shell}")));
        assert!(ran.code == 0 && ran.out.contains("credentials-file"), "{shell}");
    }
}

#[test]
fn there_is_a_manual_page_for_each_command() {
    let page = Ran::of(&mut keymint("man"));
    let create = Ran::of(&mut keymint("man create"));
    let unknown = Ran::of(&mut keymint("man frobnicate"));

    assert!(
        page.out.contains(".TH") && page.out.contains("SENDERWIZ\\_BASE\\_URL")
            || page.out.contains("SENDERWIZ_BASE_URL")
    );
    assert!(create.out.contains("allow\\-ip"), "{create:?}");
    assert_eq!((page.code, create.code, unknown.code), (0, 0, 2));
}

#[test]
fn help_and_version_are_data() {
    for line in ["--help", "--version", "create --help", "help rotate"] {
        let ran = Ran::of(&mut keymint(line));
        assert!(ran.code == 0 && !ran.out.is_empty() && ran.err.is_empty(), "{line}: {ran:?}");
    }
}

#[test]
fn no_option_takes_a_secret() {
    let page = ["create", "list", "rotate", "revoke", "apply", "resume", "audit"]
        .map(|verb| Ran::of(&mut keymint(&format!("{verb} --help"))).out)
        .concat();

    for word in ["--password", "--token", "--secret", "--api-key", "--access-token"] {
        assert!(!page.contains(word), "{word}");
    }
}
