//! `keymint create`: the forms of its output, and where the secret goes.

use std::fs;
#[cfg(target_os = "linux")]
use std::process::Stdio;

#[cfg(target_os = "linux")]
use crate::support::Ran;
use crate::support::{PROVIDERS, World, demanded};

#[test]
fn a_piped_secret_is_data_and_works() {
    for provider in PROVIDERS {
        let world = World::new();

        let key = world.create(provider);

        let secret = key["secret"].as_str().expect("a secret");
        let record = world.sandbox.verify(secret).expect("a key of the sandbox");
        assert!(record.live, "{provider}");
        assert_eq!(key["fingerprint"], record.fingerprint.as_str(), "{provider}");
        assert_eq!(key["provider"], provider);
    }
}

#[test]
fn the_object_has_the_documented_fields_in_their_order() {
    let world = World::new();

    let ran = world.run("create infobip --name shop --allow-ip 10.1.2.3/8 --expires 2099-01-01");

    let key = ran.json();
    let fields: Vec<_> = key.as_object().unwrap().keys().collect();
    let wanted = [
        "provider",
        "owner",
        "id",
        "name",
        "secret",
        "fingerprint",
        "created_at",
        "expires_at",
        "allowed_ips",
        "warnings",
    ];
    assert_eq!(fields, wanted);
    assert_eq!(key["owner"], "_");
    assert_eq!(key["allowed_ips"][0], "10.0.0.0/8");
    assert!(key["expires_at"].as_str().unwrap().starts_with("2099-01-01T00:00:00"));
    assert_eq!(ran.err, "");
}

#[test]
fn a_file_is_new_private_and_holds_the_secret_alone() {
    for provider in PROVIDERS {
        let world = World::new();
        let line = format!("{} --out-file key", demanded(provider));

        let ran = world.run_for("create", provider, line.trim_start());

        assert_eq!(ran.code, 0, "{ran:?}");
        let text = fs::read_to_string(world.path("key")).unwrap();
        assert!(world.sandbox.verify(text.trim_end()).is_some_and(|key| key.live), "{provider}");
        assert!(text.ends_with('\n') && text.lines().count() == 1);
        #[cfg(unix)]
        assert_eq!(crate::support::mode(&world.path("key")), 0o600);
        world.assert_keeps_secrets("beside the file", &format!("{}{}", ran.out, ran.err));
        let names: Vec<_> = fs::read_dir(world.path("."))
            .unwrap()
            .map(|entry| entry.unwrap().file_name())
            .collect();
        assert_eq!(names, ["key"], "nothing else is left behind");
    }
}

#[test]
fn a_file_that_exists_is_refused_before_anything_is_sent() {
    let world = World::new();
    world.write("key", "mine");

    let refused = world.run("create infobip --name one --out-file key");
    let forced = world.run("create infobip --name one --out-file key --force");

    assert_eq!(refused.code, 2, "{refused:?}");
    assert!(refused.err.contains("--force"), "{refused:?}");
    assert_eq!(forced.code, 0, "{forced:?}");
    assert_eq!(world.sandbox.requests().len(), 1);
    assert_ne!(fs::read_to_string(world.path("key")).unwrap(), "mine");
}

#[test]
fn the_file_takes_the_form_that_is_asked_for() {
    let world = World::new();

    world.run("create infobip --name one --out-file json --output json");
    world.run("create infobip --name one --out-file env --output env");

    let json: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(world.path("json")).unwrap()).unwrap();
    assert!(world.sandbox.verify(json["secret"].as_str().unwrap()).is_some());
    let env = fs::read_to_string(world.path("env")).unwrap();
    let secret = env.trim_end().strip_prefix("INFOBIP_API_KEY=").expect("an assignment");
    assert!(world.sandbox.verify(secret).is_some());
}

#[test]
fn an_assignment_is_one_line_that_a_shell_reads() {
    for provider in PROVIDERS {
        let world = World::new();
        let line = format!("{} --output env", demanded(provider));

        let ran = world.run_for("create", provider, line.trim_start());

        let variable = format!("{}_API_KEY", provider.to_uppercase());
        let (name, secret) = ran.out.trim_end().split_once('=').expect("an assignment");
        assert_eq!(name, variable);
        assert!(world.sandbox.verify(secret).is_some_and(|key| key.live), "{provider}");
        assert_eq!(ran.out.lines().count(), 1);
    }
}

#[test]
fn a_form_for_people_hides_what_the_provider_shows_again() {
    let world = World::new();

    let ran = world.run("create infobip --name one --output human");

    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.out.contains("[redacted]"), "{ran:?}");
    world.assert_keeps_secrets("human", &format!("{}{}", ran.out, ran.err));
    assert!(ran.err.contains("--reveal"), "{ran:?}");
}

#[test]
fn a_secret_that_would_be_lost_is_not_made() {
    for provider in ["bitgpt", "sendkit"] {
        let world = World::new();
        let line = format!("{} --output human", demanded(provider));

        let ran = world.run_for("create", provider, line.trim_start());

        assert_eq!(ran.code, 2, "{ran:?}");
        assert!(ran.err.contains("--out-file"), "{ran:?}");
        assert!(world.sandbox.requests().is_empty());
    }
}

#[test]
fn a_shown_secret_is_asked_for() {
    let world = World::new();

    let ran = world.run_for("create", "sendkit", "--output human --reveal");

    assert!(world.secret_in(&ran.out).is_some(), "{ran:?}");
}

#[test]
fn the_wire_format_makes_no_difference_to_the_result() {
    for (provider, wire, media_type) in [
        ("infobip", "xml", "application/xml"),
        ("infobip", "json", "application/json"),
        ("senderwiz", "form", "application/x-www-form-urlencoded"),
        ("senderwiz", "json", "application/json"),
    ] {
        let world = World::new();

        let ran = world.run_for(
            "create",
            provider,
            &format!("--name one --allow-ip 10.0.0.1 --wire {wire}"),
        );

        let key = ran.json();
        assert_eq!(
            (ran.code, &key["name"], &key["allowed_ips"][0]),
            (0, &"one".into(), &"10.0.0.1".into())
        );
        let request = world.sandbox.requests().remove(0);
        assert!(request.headers["content-type"].starts_with(media_type), "{request:?}");
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_secret_that_cannot_be_written_is_told_of_with_the_key_that_holds_it() {
    let world = World::new();
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let mut command = world.command();
    command.args(["create", "infobip", "--name", "one"]).stdout(full).stderr(Stdio::piped());

    let ran = Ran::from(command.spawn().unwrap().wait_with_output().unwrap());

    let id = world.sandbox.keys()[0].id.clone();
    assert_eq!(ran.code, 9, "{ran:?}");
    assert!(ran.err.contains(&format!("keymint revoke infobip {id}")), "{ran:?}");
    world.assert_keeps_secrets("error", &ran.err);
}
