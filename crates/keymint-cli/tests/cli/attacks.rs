//! Everything around the command behaving badly: files, journals, pipes and other processes.

use std::fs;
use std::io::Read as _;
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use keymint_sandbox::{Fault, Plan, Provider, Rule};

use crate::support::{Ran, World};

/// A plan of one row, with this sink.
fn one_row(world: &World, sink: &str) {
    let row = "[[key]]\nprovider = \"infobip\"\nname = \"n\"\n";
    world.write("plan.toml", &format!("{row}sink = {sink}\n"));
}

#[track_caller]
fn assert_refused(world: &World, line: &str, words: &[&str]) {
    assert_refused_with(world, line, 2, words);
}

#[track_caller]
fn assert_refused_with(world: &World, line: &str, code: i32, words: &[&str]) {
    let seen = world.sandbox.requests().len();

    let ran = world.run(line);

    assert_eq!(ran.code, code, "{line}: {ran:?}");
    for word in words {
        assert!(ran.err.contains(word), "{line}: {word:?} is not in {}", ran.err);
    }
    assert_eq!(world.sandbox.requests().len(), seen, "{line} sent something");
}

#[test]
fn two_processes_that_apply_a_plan_make_its_keys_once() {
    let world = World::new();
    let owners = world.sandbox.add_owners(Provider::SenderWiz, 6);
    let rows = owners.iter().map(|owner| format!("[[key]]\nprovider = \"senderwiz\"\nowner = \"{owner}\"\nname = \"n\"\nsink = {{ file = \"{owner}\" }}\n"));
    world.write("plan.toml", &rows.collect::<String>());
    world.sandbox.chaos(Plan::new().rule(Rule::new(Fault::LatencyMs(100))));
    let start = || {
        let mut command = world.command();
        command.args(["apply", "plan.toml"]).stdout(Stdio::piped()).stderr(Stdio::piped());
        command.spawn().unwrap()
    };
    let both = [start(), start()].map(|child| Ran::from(child.wait_with_output().unwrap()));

    let mut codes = both.each_ref().map(|ran| ran.code);
    codes.sort_unstable();
    assert_eq!(codes, [0, 2], "{both:?}");
    let refused = both.iter().find(|ran| ran.code == 2).unwrap();
    let told = ["another process holds the journal", "exists and holds something else"];
    assert!(told.iter().any(|text| refused.err.contains(text)), "{refused:?}");
    assert_eq!(world.live("senderwiz"), 6);
}

#[test]
fn a_plan_that_is_applied_again_makes_no_second_key() {
    let world = World::new();
    one_row(&world, "{ file = \"key\" }");
    assert_eq!(world.run("apply plan.toml").code, 0);

    assert_refused(&world, "apply plan.toml", &["row 1", "exists and holds something else"]);

    assert_eq!(world.live("infobip"), 1);
}

#[test]
fn a_plan_that_cannot_be_meant_is_refused_with_its_row_and_field() {
    let world = World::new();
    let workspace = world.owner("sendkit").unwrap();
    let sendkit = |file: &str| {
        format!(
            "[[key]]\nprovider = \"sendkit\"\nowner = \"{workspace}\"\nsink = {{ file = \"{file}\" }}\n"
        )
    };
    let infobip = |rest: &str| format!("[[key]]\nprovider = \"infobip\"\nname = \"n\"\n{rest}\n");
    // Built without the key store, or without one that answers: both are told.
    for (plan, words) in [
        (sendkit("a") + &sendkit("b"), &["row 2", "another row"][..]),
        (
            infobip("sink = { file = \"a\" }") + &infobip("sink = { file = \"a\" }"),
            &["row 2", "another row"],
        ),
        (infobip("sink = { file = \"a\" }\ncolour = 1"), &["line 5", "unknown field `colour`"]),
        (infobip("sink = { keyring = \"a\", user = \"b\" }"), &["row 1", "key store"]),
        (infobip("sink = { named = \"a\" }"), &["row 1", "`sink`", "no sink of this application"]),
        (infobip("sink = { file = \"nosuch/a\" }"), &["row 1", "folder takes no new file"]),
        (infobip("sink = { dotenv = \"a\", variable = \"A-B\" }"), &["row 1", "`variable`"]),
        (infobip("sink = { file = \"a\" }\nowner = \"a\\u0000b\""), &["row 1", "`owner`"]),
        (
            infobip("sink = { file = \"a\" }").replace("\"n\"", "\"a\\u001bb\""),
            &["row 1", "`name`", "control character"],
        ),
        (
            infobip("sink = { file = \"a\" }").replace("infobip", "twilio"),
            &["`provider`", "infobip"],
        ),
    ] {
        world.write("plan.toml", &plan);
        // What is in the way is a conflict, though it be another row.
        let code = if words.contains(&"another row") { 5 } else { 2 };
        assert_refused_with(&world, "apply plan.toml", code, words);
    }
    assert!(world.sandbox.keys().is_empty());
}

#[test]
fn a_plan_without_an_end_is_not_read_to_it() {
    let world = World::new();
    let started = Instant::now();

    assert_refused(&world, "apply /dev/zero", &["larger than a plan can be", "hint:"]);

    assert!(started.elapsed() < Duration::from_secs(20));
}

#[test]
#[cfg(unix)]
fn a_place_that_is_no_file_takes_no_secret() {
    let world = World::new();
    fs::create_dir(world.path("folder")).unwrap();
    std::os::unix::fs::symlink(world.path("elsewhere"), world.path("link")).unwrap();
    world.write("open.env", "A=1\n");
    world.create("infobip");
    for (place, word) in [
        ("link", "symbolic link"),
        ("folder", "no file"),
        ("/dev/full", "no file"),
        ("nosuch/key", "takes no new file"),
    ] {
        for line in ["create infobip --name n", "list infobip", "rotate infobip"] {
            let line = format!("{line} --out-file {place}");
            if line.starts_with("rotate") {
                // Looking for the old key comes first; nothing is changed.
                let ran = world.run(&line);
                assert!(ran.code == 2 && ran.err.contains(word), "{line}: {ran:?}");
            } else {
                assert_refused(&world, &format!("{line} --force"), &[word]);
            }
        }
    }
    one_row(&world, "{ dotenv = \"open.env\", variable = \"B\" }");
    assert_refused(&world, "apply plan.toml", &["row 1", "open to every user", "chmod o-rwx"]);
    assert!(!world.path("elsewhere").exists());
    assert_eq!(world.live("infobip"), 1);
}

#[test]
fn a_place_that_vanishes_while_a_key_is_made_costs_no_secret_silently() {
    let world = World::new();
    fs::create_dir(world.path("folder")).unwrap();
    world.sandbox.chaos(Plan::new().rule(Rule::new(Fault::LatencyMs(700)).method("POST")));
    let mut command = world.command();
    command.args(["create", "infobip", "--name", "n", "--out-file", "folder/key"]);
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    while world.sandbox.keys().is_empty() {
        thread::sleep(Duration::from_millis(5));
    }
    fs::remove_dir_all(world.path("folder")).unwrap();

    let ran = Ran::from(child.wait_with_output().unwrap());

    let id = &world.sandbox.keys()[0].id;
    assert_eq!(ran.code, 9, "{ran:?}");
    assert!(ran.err.contains(&format!("keymint revoke infobip {id}")), "{ran:?}");
    world.assert_keeps_secrets("errors", &ran.err);
}

#[test]
fn a_row_whose_place_vanishes_takes_its_key_back() {
    let world = World::new();
    fs::create_dir(world.path("folder")).unwrap();
    one_row(&world, "{ file = \"folder/key\" }");
    world.sandbox.chaos(Plan::new().rule(Rule::new(Fault::LatencyMs(500)).method("POST")));
    let mut command = world.command();
    command.args(["apply", "plan.toml"]).stdout(Stdio::piped()).stderr(Stdio::piped());
    let child = command.spawn().unwrap();
    while world.sandbox.keys().is_empty() {
        thread::sleep(Duration::from_millis(5));
    }
    fs::remove_dir_all(world.path("folder")).unwrap();

    let ran = Ran::from(child.wait_with_output().unwrap());

    assert_eq!((ran.code, world.live("infobip")), (9, 0), "{ran:?}");
    fs::create_dir(world.path("folder")).unwrap();
    let resumed = world.run("resume");
    assert_eq!((resumed.code, world.live("infobip")), (0, 1), "{resumed:?}");
    let secret = fs::read_to_string(world.path("folder/key")).unwrap();
    assert!(world.sandbox.verify(secret.trim_end()).is_some_and(|key| key.live));
}

#[test]
fn a_reader_that_is_gone_is_told_of_with_the_key_to_end() {
    for sink in ["gone", "/dev/full"] {
        let world = World::new();
        let workspace = world.owner("sendkit").unwrap();
        let mut command = world.command();
        command.args(["create", "sendkit", "--owner", &workspace]).stderr(Stdio::piped());
        if sink == "gone" {
            command.stdout(Stdio::piped());
        } else if let Ok(full) = fs::OpenOptions::new().write(true).open(sink) {
            command.stdout(Stdio::from(full));
        } else {
            continue;
        }
        let mut child = command.spawn().unwrap();
        drop(child.stdout.take());
        let mut err = String::new();
        child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
        let code = child.wait().unwrap().code();

        assert_eq!(code, Some(9), "{sink}: {err}");
        assert!(err.contains(&format!("keymint revoke sendkit --owner {workspace}")), "{err}");
        world.assert_keeps_secrets(sink, &err);
    }
}

#[test]
fn a_row_whose_reader_is_gone_leaves_no_key_that_nobody_holds() {
    let world = World::new();
    one_row(&world, "\"stdout\"");
    let mut command = world.command();
    command.args(["apply", "plan.toml"]).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    drop(child.stdout.take());

    let code = child.wait().unwrap().code();

    assert_eq!((code, world.live("infobip")), (Some(9), 0));
}

#[test]
fn a_command_that_refuses_a_secret_costs_no_key() {
    let world = World::new();
    one_row(
        &world,
        "{ command = [\"/bin/sh\", \"-c\", \"cat > /dev/null; echo no room >&2; exit 7\"] }",
    );

    let ran = world.run("apply plan.toml");

    assert_eq!((ran.code, world.live("infobip")), (9, 0), "{ran:?}");
    assert!(ran.err.contains("exit status: 7") && ran.err.contains("no room"), "{ran:?}");
}

#[test]
fn a_journal_that_cannot_be_used_is_named_and_left_alone() {
    for (what, word) in [
        ("text", "no journal"),
        ("zeros", "no journal"),
        ("half", "damaged"),
        ("folder", "cannot be"),
    ] {
        let world = World::new();
        one_row(&world, "{ file = \"key\" }");
        world.create("infobip");
        assert_eq!(world.run("rotate infobip --out-file old").code, 0);
        let path = world.path("state/journal");
        let mut bytes = fs::read(&path).unwrap();
        match what {
            "text" => bytes = b"this is no journal, and it is long enough to be looked at".to_vec(),
            "zeros" => bytes.fill(0),
            "half" => bytes[5_000..].fill(0xff),
            _ => {
                fs::remove_file(&path).unwrap();
                fs::create_dir(&path).unwrap();
            }
        }
        if what != "folder" {
            fs::write(&path, &bytes).unwrap();
        }
        for line in ["apply plan.toml", "resume"] {
            assert_refused(&world, line, &[word, "state/journal"]);
        }
        let looked = world.run("status");
        assert!(looked.code == 2 && looked.err.contains("state/journal"), "{what}: {looked:?}");
        if what != "folder" {
            assert!(fs::read(&path).unwrap() == bytes, "{what} was changed");
        }
    }
}

#[test]
fn a_name_in_any_script_comes_back_as_it_was() {
    let world = World::new();
    let owner = world.owner("senderwiz").unwrap();
    for name in ["Größe", "鍵🔑", "e\u{301}", "a'b\"c`d$e", "-dash", "100 %"] {
        let words = ["create", "senderwiz", "--owner", &owner, &format!("--name={name}")];
        let made = Ran::of(world.command().args(words));
        assert_eq!(made.code, 0, "{name}: {made:?}");
        assert_eq!(made.json()["name"], name);
    }
    for name in ["a\nb", "a\u{1b}[31mb", "\u{7f}", " "] {
        let words = ["create", "senderwiz", "--owner", &owner, &format!("--name={name}")];
        let refused = Ran::of(world.command().args(words));
        assert_eq!(refused.code, 2, "{name:?}: {refused:?}");
        assert!(refused.err.contains("`name`") && !refused.err.contains('\u{1b}'), "{refused:?}");
    }
}
