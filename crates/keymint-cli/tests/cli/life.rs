//! Listing, showing, changing and ending: every command at every provider.

use serde_json::Value;

use crate::support::{PROVIDERS, World};

fn id(key: &Value) -> String {
    key["id"].as_str().unwrap().to_owned()
}

#[test]
fn a_list_shows_what_was_created_without_its_secret() {
    for provider in ["senderwiz", "bitgpt", "infobip"] {
        let world = World::new();
        let key = world.create(provider);

        let json = world.run_for("list", provider, "--output json");
        let human = world.run_for("list", provider, "");

        let listed = json.lines();
        assert_eq!(listed.len(), 1, "{provider}");
        assert_eq!(listed[0]["id"], key["id"], "{provider}");
        assert_eq!(listed[0]["live"], true, "{provider}");
        assert!(human.out.contains(&id(&key)), "{provider}: {human:?}");
        world.assert_keeps_secrets(provider, &format!("{}{}{}", json.out, human.out, human.err));
    }
}

#[test]
fn a_list_shows_secrets_when_it_is_asked_to() {
    for provider in ["senderwiz", "infobip"] {
        let world = World::new();
        let key = world.create(provider);

        let json = world.run_for("list", provider, "--reveal --output json");
        let human = world.run_for("list", provider, "--reveal");

        assert_eq!(json.json()["secret"], key["secret"], "{provider}");
        assert!(human.out.contains(key["secret"].as_str().unwrap()), "{provider}");
    }
}

#[test]
fn nothing_listed_is_no_data() {
    let world = World::new();

    let ran = world.run("list infobip --output json");

    assert_eq!((ran.code, ran.out.as_str()), (0, ""));
}

#[test]
fn one_key_is_shown_and_an_unknown_one_is_not_found() {
    for (provider, unknown) in [
        ("senderwiz", "4711"),
        ("bitgpt", "api_key_none"),
        ("infobip", "00000000000000000000000000000000"),
    ] {
        let world = World::new();
        let key = world.create(provider);

        let shown = world.run_for("show", provider, &format!("{} --output json", id(&key)));
        let missing = world.run_for("show", provider, unknown);

        assert_eq!((shown.code, &shown.json()["id"]), (0, &key["id"]), "{provider}");
        assert_eq!(missing.code, 4, "{provider}: {missing:?}");
        world.assert_keeps_secrets(provider, &shown.out);
    }
}

#[test]
fn a_provider_without_a_list_says_so_and_sends_nothing() {
    let world = World::new();

    for line in ["list", "show", "update"] {
        let rest = if line == "list" { "" } else { "x" };
        let ran = world.run_for(line, "sendkit", rest);
        assert_eq!(ran.code, 2, "{line}: {ran:?}");
    }
    assert!(world.sandbox.requests().is_empty());
}

#[test]
fn a_changed_field_is_changed_and_the_rest_stays() {
    for (provider, fields, field, wanted) in [
        ("senderwiz", "--name two", "name", Value::from("two")),
        ("bitgpt", "--name two --description why", "description", Value::from("why")),
        (
            "infobip",
            "--allow-ip 10.0.0.1,192.0.2.0/24",
            "allowed_ips",
            serde_json::json!(["10.0.0.1", "192.0.2.0/24"]),
        ),
    ] {
        let world = World::new();
        let key = world.create(provider);

        let ran =
            world.run_for("update", provider, &format!("{} {fields} --output json", id(&key)));

        assert_eq!(ran.code, 0, "{provider}: {ran:?}");
        assert_eq!(ran.json()[field], wanted, "{provider}");
        assert_eq!(world.live(provider), 1, "{provider}");
        world.assert_keeps_secrets(provider, &ran.out);
    }
}

#[test]
fn a_key_is_switched_off_and_on() {
    let world = World::new();
    let key = id(&world.create("infobip"));

    let off = world.run(&format!("update infobip {key} --disable --output json"));
    let live_when_off = world.live("infobip");
    let on = world.run(&format!("update infobip {key} --enable --output json"));

    assert_eq!((&off.json()["enabled"], live_when_off), (&Value::from(false), 0));
    assert_eq!((&on.json()["enabled"], world.live("infobip")), (&Value::from(true), 1));
}

#[test]
fn a_revoked_key_works_no_more() {
    for (provider, effect) in
        [("senderwiz", "deleted"), ("infobip", "disabled"), ("sendkit", "deleted")]
    {
        let world = World::new();
        let key = world.create(provider);
        // Where an owner has one API key, it needs no id.
        let id = if provider == "sendkit" { String::new() } else { id(&key) };

        let ran = world.run_for("revoke", provider, &format!("{id} --yes --output json"));

        assert_eq!(ran.code, 0, "{provider}: {ran:?}");
        assert_eq!(ran.json()["effect"], effect);
        assert_eq!(world.live(provider), 0, "{provider}");
    }
}

#[test]
fn a_provider_that_cannot_end_a_key_says_what_can() {
    let world = World::new();
    let key = id(&world.create("bitgpt"));
    let seen = world.sandbox.requests().len();

    let ran = world.run(&format!("revoke bitgpt {key} --yes"));

    assert_eq!(ran.code, 2, "{ran:?}");
    assert!(ran.err.contains("expire"), "{ran:?}");
    assert!(world.requests_after(seen).is_empty());
}

#[test]
fn nobody_to_ask_is_no_yes() {
    let world = World::new();
    let key = id(&world.create("infobip"));

    let ran = world.run(&format!("revoke infobip {key}"));

    assert_eq!(ran.code, 2, "{ran:?}");
    assert!(ran.err.contains("--yes"), "{ran:?}");
    assert_eq!(world.live("infobip"), 1);
}

#[test]
fn a_revocation_must_name_its_key() {
    let world = World::new();

    for provider in ["senderwiz", "infobip"] {
        assert_eq!(world.run_for("revoke", provider, "--yes").code, 2, "{provider}");
    }
    assert!(world.sandbox.requests().is_empty());
}

#[test]
fn every_provider_takes_every_command_or_says_why_not() {
    for provider in PROVIDERS {
        let world = World::new();
        let key = id(&world.create(provider));
        for (verb, rest) in [
            ("list", String::new()),
            ("show", key.clone()),
            ("update", format!("{key} --name two")),
            ("rotate", "--out-file rotated --dry-run".to_owned()),
            ("revoke", format!("{key} --yes")),
        ] {
            let ran = world.run_for(verb, provider, &rest);
            assert!(
                ran.code == 0 || (ran.code == 2 && ran.err.contains(provider)),
                "{verb} {provider}: {ran:?}"
            );
        }
    }
}

#[test]
fn a_list_goes_to_a_file_of_its_own_when_it_is_asked_to() {
    let world = World::new();
    let made = world.create("infobip");

    let listed = world.run("list infobip --reveal --output json --out-file keys.json");
    let shown = world.run(&format!("show infobip {} --out-file one.txt", id(&made)));
    let again = world.run("list infobip --out-file keys.json");
    let forced = world.run("list infobip --output json --out-file keys.json --force");

    assert_eq!((listed.code, listed.out.as_str()), (0, ""), "{listed:?}");
    assert_eq!((shown.code, shown.out.as_str()), (0, ""), "{shown:?}");
    let text = std::fs::read_to_string(world.path("one.txt")).unwrap();
    assert!(text.contains(&id(&made)) && text.contains("[redacted]"), "{text}");
    assert_eq!(again.code, 2, "{again:?}");
    assert!(again.err.contains("--force"), "{again:?}");
    assert_eq!(forced.code, 0, "{forced:?}");
    let text = std::fs::read_to_string(world.path("keys.json")).unwrap();
    let line: Value = serde_json::from_str(text.trim()).unwrap();
    assert_eq!((&line["id"], &line["secret"]), (&made["id"], &Value::Null));
    #[cfg(unix)]
    assert_eq!(crate::support::mode(&world.path("keys.json")), 0o600);
}
