//! `keymint rotate`, and what resume, status and audit make of it.

use std::fs;

use keymint_sandbox::{Fault, Plan, Rule};

use crate::support::{PROVIDERS, Ran, World};

/// What the file holds works, and how many keys do.
fn assert_one_holder(world: &World, provider: &str, live: usize) {
    let secret = fs::read_to_string(world.path("key")).unwrap();
    let record = world.sandbox.verify(secret.trim_end()).expect("a key of the sandbox");
    assert!(record.live, "{provider}: {record:?}");
    assert_eq!(world.live(provider), live, "{provider}");
}

#[test]
fn a_rotated_key_takes_the_place_of_the_old_one() {
    for (provider, live) in [("senderwiz", 1), ("bitgpt", 2), ("infobip", 1), ("sendkit", 1)] {
        let world = World::new();
        let old = world.create(provider);

        let ran = world.run_for("rotate", provider, "--out-file key --output human");

        assert_eq!(ran.code, 0, "{provider}: {ran:?}");
        assert_one_holder(&world, provider, live);
        assert_ne!(
            fs::read_to_string(world.path("key")).unwrap().trim_end(),
            old["secret"].as_str().unwrap()
        );
        #[cfg(unix)]
        assert_eq!(crate::support::mode(&world.path("key")), 0o600);
        world.assert_keeps_secrets(provider, &format!("{}{}", ran.out, ran.err));
    }
}

#[test]
fn a_file_that_holds_the_old_key_is_replaced_and_any_other_is_not() {
    let world = World::new();
    world.run("create infobip --name one --out-file key");
    world.write("other", "mine");

    let same = world.run("rotate infobip --out-file key");
    let other = world.run("rotate infobip --out-file other");

    assert_eq!(same.code, 0, "{same:?}");
    assert_eq!(other.code, 2, "{other:?}");
    assert_one_holder(&world, "infobip", 1);
    assert_eq!(fs::read_to_string(world.path("other")).unwrap(), "mine");
}

#[test]
fn a_piped_rotation_writes_the_new_secret_alone() {
    for provider in PROVIDERS {
        let world = World::new();
        world.create(provider);

        let ran = world.run_for("rotate", provider, "");

        let key = ran.json();
        assert_eq!(ran.code, 0, "{provider}: {ran:?}");
        assert!(
            world.sandbox.verify(key["secret"].as_str().unwrap()).is_some_and(|key| key.live),
            "{provider}"
        );
        world.assert_keeps_secrets(provider, &ran.err);
    }
}

#[test]
fn a_new_secret_that_would_be_lost_leaves_the_old_key_alone() {
    for provider in PROVIDERS {
        let world = World::new();
        world.create(provider);
        let seen = world.sandbox.requests().len();

        let ran = world.run_for("rotate", provider, "--output human");

        assert_eq!(ran.code, 2, "{provider}: {ran:?}");
        assert!(world.requests_after(seen).is_empty());
    }
}

#[test]
fn an_overlap_is_told_by_status_and_ended_by_resume() {
    let world = World::new();
    world.create("senderwiz");

    let rotated = world.run_for("rotate", "senderwiz", "--overlap 2s --out-file key");
    let status = world.run("status --output json");
    let audit = world.run("audit");
    let early = world.run("resume");
    std::thread::sleep(std::time::Duration::from_millis(2200));
    let resumed = world.run("resume --output json");
    let after = world.run("status");

    assert_eq!(rotated.code, 9, "{rotated:?}");
    assert_eq!(status.json()["step"], "grace", "{status:?}");
    assert_eq!((audit.code, early.code), (0, 9), "{audit:?} {early:?}");
    assert_eq!((resumed.code, &resumed.json()["state"]), (0, &"done".into()), "{resumed:?}");
    assert_one_holder(&world, "senderwiz", 1);
    assert!(after.err.contains("Nothing is unfinished"), "{after:?}");
    for ran in [rotated, status, audit, early, resumed, after] {
        world.assert_keeps_secrets("rotation", &format!("{}{}", ran.out, ran.err));
    }
}

#[test]
fn patience_sits_an_overlap_out() {
    let world = World::new();
    world.create("senderwiz");

    let ran = world.run_for("rotate", "senderwiz", "--overlap 1s --patience 5s --out-file key");

    assert_eq!(ran.code, 0, "{ran:?}");
    assert_one_holder(&world, "senderwiz", 1);
}

#[test]
fn a_provider_that_enforces_an_overlap_needs_no_resuming() {
    let world = World::new();
    world.create("infobip");

    let ran = world.run("rotate infobip --overlap 1h --out-file key");
    let both = world.live("infobip");
    world.sandbox.advance(std::time::Duration::from_secs(3700));

    assert_eq!((ran.code, both), (0, 2), "{ran:?}");
    assert_one_holder(&world, "infobip", 1);
}

#[test]
fn a_leaked_key_ends_at_once() {
    let world = World::new();
    world.create("infobip");

    let ran = world.run("rotate infobip --leaked --out-file key");
    let both = world.run("rotate infobip --leaked --overlap 1h");

    assert_eq!((ran.code, both.code), (0, 2), "{ran:?} {both:?}");
    assert_one_holder(&world, "infobip", 1);
}

#[test]
fn one_of_several_keys_must_be_named() {
    let world = World::new();
    let first = world.create("infobip");
    world.create("infobip");

    let unnamed = world.run("rotate infobip --out-file key");
    let named =
        world.run(&format!("rotate infobip {} --out-file key", first["id"].as_str().unwrap()));

    assert_eq!(unnamed.code, 5, "{unnamed:?}");
    assert_eq!(named.code, 0, "{named:?}");
    assert_one_holder(&world, "infobip", 2);
    assert!(!world.sandbox.verify(first["secret"].as_str().unwrap()).unwrap().live);
}

#[test]
fn a_key_that_is_not_there_cannot_be_rotated() {
    for provider in ["senderwiz", "infobip"] {
        let world = World::new();
        let ran = world.run_for("rotate", provider, "--out-file key");
        assert_eq!(ran.code, 4, "{provider}: {ran:?}");
    }
}

#[test]
fn a_rotation_that_did_nothing_leaves_nothing_unfinished() {
    let world = World::new();
    world.create("sendkit");
    let wrong = Ran::of(world.command().env("SENDKIT_API_KEY", "sk_user_wrong").args([
        "rotate",
        "sendkit",
        "--out-file",
        "key",
        "--owner",
        &world.owner("sendkit").unwrap(),
    ]));

    let again = world.run_for("rotate", "sendkit", "--out-file key");

    assert_eq!((wrong.code, again.code), (3, 0), "{wrong:?} {again:?}");
    assert_one_holder(&world, "sendkit", 1);
}

#[test]
fn a_lost_answer_is_found_and_ended_within_the_rotation() {
    let world = World::new();
    world.create("infobip");
    let lost = Rule::new(Fault::ResetAfter).method("POST").nth(1);
    world.sandbox.chaos(Plan::new().rule(lost));

    let ran = world.run("rotate infobip --out-file key --timeout 1s");
    let audit = world.run("audit --output json");

    assert_eq!(ran.code, 0, "{ran:?}");
    assert_one_holder(&world, "infobip", 1);
    assert_eq!(audit.code, 0, "{audit:?}");
}

#[test]
fn an_audit_finds_what_is_not_as_it_should_be() {
    let world = World::new();
    world.create("infobip");
    world.run("rotate infobip --out-file key");
    world.write("key", "something else");
    world.run("create infobip --name shop#0123456789.1");

    let ran = world.run("audit --output json");

    let wrong: Vec<_> = ran.lines().into_iter().filter(|line| line["ok"] == false).collect();
    assert_eq!((ran.code, wrong.len()), (9, 2), "{ran:?}");
    let texts =
        wrong.iter().map(|line| line["finding"].as_str().unwrap()).collect::<Vec<_>>().join("\n");
    assert!(
        texts.contains("does not hold its secret") && texts.contains("no job knows of it"),
        "{texts}"
    );
}

#[test]
fn an_unfinished_job_blocks_its_key_until_it_is_abandoned() {
    let world = World::new();
    let key = world.create("senderwiz");
    let id = key["id"].as_str().unwrap();
    world.run_for("rotate", "senderwiz", &format!("{id} --overlap 1h --out-file key"));

    let blocked = world.run_for("rotate", "senderwiz", &format!("{id} --out-file other"));
    let abandoned = world.run("resume --abandon 1");
    let free = world.run_for("rotate", "senderwiz", &format!("{id} --out-file other"));

    assert_eq!(
        (blocked.code, abandoned.code, free.code),
        (5, 0, 0),
        "{blocked:?} {abandoned:?} {free:?}"
    );
}

#[test]
fn nothing_begun_is_nothing_unfinished() {
    let world = World::new();

    for line in ["status", "resume", "audit"] {
        let ran = world.run(line);
        assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{line}: {ran:?}");
    }
    assert!(!world.path("state").exists());
}

#[test]
fn a_list_that_shuts_the_caller_out_must_be_confirmed() {
    let world = World::new();
    world.create("infobip");
    let line = "rotate infobip --out-file key --allow-ip 10.0.0.0/8 --caller-ip 203.0.113.9";

    let refused = world.run(line);
    let confirmed = world.run(&format!("{line} --confirm-lockout"));

    assert_eq!((refused.code, confirmed.code), (2, 0), "{refused:?} {confirmed:?}");
    assert!(refused.err.contains("--allow-ip"), "{refused:?}");
}

#[test]
fn an_audit_says_what_cannot_be_listed_and_tries_what_can_be_tried() {
    let world = World::new();
    world.create("sendkit");
    assert_eq!(world.run_for("rotate", "sendkit", "--out-file key").code, 0);

    let well = world.run("audit --output json");
    let revoked = world.run_for("revoke", "sendkit", "--yes");
    let wrong = world.run("audit --output json");
    let human = world.run("audit");

    let texts = |ran: &Ran| -> Vec<(bool, String)> {
        let lines = ran.lines().into_iter();
        lines.map(|line| (line["ok"] == true, line["finding"].to_string())).collect()
    };
    assert_eq!((well.code, revoked.code, wrong.code), (0, 0, 9), "{well:?} {wrong:?}");
    let (well, wrong) = (texts(&well), texts(&wrong));
    assert!(well.iter().any(|(ok, text)| *ok && text.contains("works")), "{well:?}");
    assert!(well.iter().any(|(ok, text)| *ok && text.contains("cannot be listed")), "{well:?}");
    assert!(wrong.iter().any(|(ok, text)| !ok && text.contains("does not work")), "{wrong:?}");
    assert!(human.out.contains("cannot be listed"), "{human:?}");
    world.assert_keeps_secrets("audit", &format!("{}{}", human.out, human.err));
}
