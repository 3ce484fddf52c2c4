//! The command on a terminal: hiding, asking, bars and Ctrl-C.

use std::fs::{File, OpenOptions};
use std::io::{Read as _, Write as _};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use keymint_sandbox::{Fault, Plan, Provider, Rule};
use rustix::process::{Pid, Signal, kill_process};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};

use crate::support::World;

/// A command whose standard streams are all one pseudo-terminal.
struct Session {
    child: Child,
    master: File,
    seen: String,
}

/// Asks a process to stop, as Ctrl-C does.
pub(crate) fn interrupt(child: &Child) {
    kill_process(Pid::from_child(child), Signal::INT).unwrap();
}

/// Asks it to stop, and again when it says that it waits for what is under way.
fn interrupt_twice(session: &mut Session) {
    interrupt(&session.child);
    session.wait_for("interrupt again");
    interrupt(&session.child);
}

impl Session {
    fn start(mut command: Command, columns: u16) -> Self {
        let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
        grantpt(&master).unwrap();
        unlockpt(&master).unwrap();
        let size = Winsize { ws_row: 50, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0 };
        let name = ptsname(&master, Vec::new()).unwrap().into_string().unwrap();
        let terminal = OpenOptions::new().read(true).write(true).open(name).unwrap();
        tcsetwinsize(&terminal, size).unwrap();
        command.env("TERM", "xterm-256color");
        command.stdin(Stdio::from(terminal.try_clone().unwrap()));
        command.stdout(Stdio::from(terminal.try_clone().unwrap()));
        let child = command.stderr(Stdio::from(terminal)).spawn().unwrap();
        Self { child, master: File::from(master), seen: String::new() }
    }

    /// Reads until the text shows up.
    fn wait_for(&mut self, text: &str) {
        let mut buffer = [0; 4096];
        while !self.seen.contains(text) {
            let read = self.master.read(&mut buffer).unwrap_or(0);
            assert_ne!(read, 0, "{text:?} never came: {}", self.seen);
            self.seen.push_str(&String::from_utf8_lossy(&buffer[..read]));
        }
    }

    fn type_in(&mut self, text: &str) {
        self.master.write_all(text.as_bytes()).unwrap();
    }

    /// Reads to the end; tells the exit code and everything that was shown.
    fn end(mut self) -> (i32, String) {
        let mut buffer = [0; 4096];
        // On Linux the end of a terminal is an error, elsewhere the end of the file.
        while let Ok(read @ 1..) = self.master.read(&mut buffer) {
            self.seen.push_str(&String::from_utf8_lossy(&buffer[..read]));
        }
        (self.child.wait().unwrap().code().unwrap_or(-1), self.seen)
    }
}

fn run(world: &World, line: &str) -> (i32, String) {
    let mut command = world.command();
    command.args(line.split(' '));
    Session::start(command, 200).end()
}

#[test]
fn a_secret_is_hidden_on_a_terminal() {
    for form in ["", " --output human", " --output json"] {
        let world = World::new();

        let (code, seen) = run(&world, &format!("create infobip --name one{form}"));

        assert_eq!((code, world.live("infobip")), (0, 1), "{seen}");
        world.assert_keeps_secrets("terminal", &seen);
        assert!(seen.contains("--reveal"), "{seen}");
    }
}

#[test]
fn a_secret_is_shown_on_a_terminal_when_it_is_asked_for() {
    let world = World::new();

    let (code, seen) = run(&world, "create infobip --name one --reveal");

    assert_eq!(code, 0, "{seen}");
    let shown = seen.split_whitespace().any(|word| {
        let plain = console_free(word);
        world.sandbox.verify(&plain).is_some()
    });
    assert!(shown, "{seen}");
}

#[test]
fn a_secret_that_a_terminal_would_swallow_is_not_made() {
    let world = World::new();
    let workspace = world.owner("sendkit").unwrap();

    for line in [
        format!("create sendkit --owner {workspace}"),
        format!("create sendkit --owner {workspace} --output env"),
        format!("rotate sendkit --owner {workspace}"),
        "rotate infobip --output json".to_owned(),
    ] {
        let (code, seen) = run(&world, &line);
        assert!(code == 2 && seen.contains("--out-file"), "{line}: {seen}");
    }
    assert!(world.sandbox.requests().is_empty());
}

#[test]
fn a_revocation_asks_and_takes_no_for_an_answer() {
    for (answer, code, live) in [("y\n", 0, 0), ("n\n", 2, 1), ("\n", 2, 1)] {
        let world = World::new();
        let id = world.create("infobip")["id"].as_str().unwrap().to_owned();
        let mut command = world.command();
        command.args(["revoke", "infobip", &id]);
        let mut session = Session::start(command, 200);

        session.wait_for("[y/N]");
        session.type_in(answer);
        let (ended, seen) = session.end();

        assert!(seen.contains(&id), "{seen}");
        assert_eq!((ended, world.live("infobip")), (code, live), "{answer:?}: {seen}");
    }
}

#[test]
fn a_table_has_colour_unless_it_is_unwanted() {
    let world = World::new();
    world.create("infobip");

    let (_, coloured) = run(&world, "list infobip");
    let mut command = world.command();
    command.env("NO_COLOR", "1").args(["list", "infobip"]);
    let (_, plain) = Session::start(command, 200).end();

    assert!(coloured.contains("\u{1b}["), "{coloured}");
    assert!(!plain.contains("\u{1b}["), "{plain}");
}

#[test]
fn a_narrow_terminal_gets_a_list_that_fits() {
    let world = World::new();
    world.create("infobip");
    let mut command = world.command();
    command.args(["list", "infobip", "--color", "never"]);

    let (code, seen) = Session::start(command, 60).end();

    assert_eq!(code, 0);
    assert!(seen.lines().all(|line| line.trim_end().chars().count() <= 60), "{seen}");
    assert!(seen.lines().any(|line| line.starts_with("fingerprint ")), "{seen}");
}

#[test]
fn a_batch_shows_a_bar_on_a_terminal_alone() {
    let world = World::new();
    let owners = world.sandbox.add_owners(Provider::SendKit, 6);
    world.sandbox.chaos(Plan::new().rule(Rule::new(Fault::LatencyMs(150))));
    let plan = |prefix: &str, owners: &[String]| -> String {
        let rows = owners.iter().map(|owner| format!("[[key]]\nprovider = \"sendkit\"\nowner = \"{owner}\"\nsink = {{ file = \"{prefix}{owner}\" }}\n"));
        rows.collect()
    };
    world.write("a.toml", &plan("a", &owners[..3]));
    world.write("b.toml", &plan("b", &owners[3..]));

    let (code, seen) = run(&world, "apply a.toml --concurrency 1");
    let piped = world.run("apply b.toml --concurrency 1");

    assert_eq!((code, piped.code), (0, 0), "{seen} {piped:?}");
    assert!(seen.contains("1/3") && seen.contains("2/3"), "{seen}");
    assert!(!piped.err.contains("1/3"), "{piped:?}");
}

#[test]
fn a_change_that_is_broken_off_says_that_its_outcome_is_unknown() {
    let world = World::new();
    world.sandbox.chaos(Plan::new().rule(Rule::new(Fault::LatencyMs(5_000))));
    let mut command = world.command();
    command.args(["create", "infobip", "--name", "one"]);
    let mut session = Session::start(command, 200);
    while world.sandbox.keys().is_empty() {
        thread::sleep(Duration::from_millis(10));
    }

    interrupt_twice(&mut session);
    let (code, seen) = session.end();

    assert_eq!(code, 8, "{seen}");
    assert!(seen.contains("keymint list infobip"), "{seen}");
}

#[test]
fn a_secret_that_is_under_way_when_it_is_broken_off_still_arrives() {
    for signal in [Signal::INT, Signal::TERM, Signal::HUP] {
        let world = World::new();
        world.sandbox.chaos(Plan::new().rule(Rule::new(Fault::LatencyMs(1_500))));
        let mut command = world.command();
        let workspace = world.owner("sendkit").unwrap();
        command.args(["create", "sendkit", "--owner", &workspace, "--out-file", "key"]);
        let mut session = Session::start(command, 200);
        while world.sandbox.keys().is_empty() {
            thread::sleep(Duration::from_millis(10));
        }

        kill_process(Pid::from_child(&session.child), signal).unwrap();
        session.wait_for("interrupt again");
        let (code, seen) = session.end();

        assert_eq!(code, 0, "{signal:?}: {seen}");
        let secret = std::fs::read_to_string(world.path("key")).unwrap();
        assert!(world.sandbox.verify(secret.trim_end()).is_some_and(|key| key.live));
        world.assert_keeps_secrets("terminal", &seen);
    }
}

#[test]
fn a_rotation_that_is_broken_off_can_be_resumed() {
    let world = World::new();
    world.create("senderwiz");
    world.sandbox.chaos(Plan::new().rule(Rule::new(Fault::LatencyMs(700))));
    let mut command = world.command();
    command.args([
        "rotate",
        "senderwiz",
        "--out-file",
        "key",
        "--owner",
        &world.owner("senderwiz").unwrap(),
    ]);
    let mut session = Session::start(command, 200);
    while world.sandbox.keys().len() < 2 {
        thread::sleep(Duration::from_millis(10));
    }
    interrupt_twice(&mut session);
    let (code, seen) = session.end();
    world.sandbox.chaos(Plan::new());

    let resumed = world.run("resume --timeout 1s");

    assert_eq!((code, resumed.code), (9, 0), "{seen} {resumed:?}");
    assert_eq!(world.live("senderwiz"), 1);
}

#[test]
fn a_batch_that_is_broken_off_loses_no_secret_and_begins_no_other() {
    let world = World::new();
    let owners = world.sandbox.add_owners(Provider::SendKit, 8);
    world.sandbox.chaos(Plan::new().rule(Rule::new(Fault::LatencyMs(800)).method("POST")));
    let row = |owner: &String| {
        format!(
            "[[key]]\nprovider = \"sendkit\"\nowner = \"{owner}\"\nsink = {{ file = \"{owner}\" }}\n"
        )
    };
    world.write("plan.toml", &owners.iter().map(row).collect::<String>());
    let mut command = world.command();
    command.args(["apply", "plan.toml", "--concurrency", "2"]);
    let mut session = Session::start(command, 200);
    while world.sandbox.keys().is_empty() {
        thread::sleep(Duration::from_millis(10));
    }

    interrupt(&session.child);
    session.wait_for("interrupt again");
    let (code, seen) = session.end();
    let made = world.sandbox.keys().len();
    world.sandbox.chaos(Plan::new());
    let resumed = world.run("resume");

    assert_eq!(code, 9, "{seen}");
    assert!(seen.contains("jobs are left") && seen.contains("keymint resume"), "{seen}");
    assert!((1..=2).contains(&made), "{made} keys");
    assert_eq!(resumed.code, 0, "{resumed:?}");
    // None was made in vain.
    assert_eq!((world.sandbox.keys().len(), world.live("sendkit")), (8, 8));
    for owner in &owners {
        let secret = std::fs::read_to_string(world.path(owner)).unwrap();
        assert!(world.sandbox.verify(secret.trim_end()).is_some_and(|key| key.live));
    }
}

/// The text without colours.
fn console_free(text: &str) -> String {
    let mut out = String::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c == '\u{1b}' {
            chars.by_ref().find(char::is_ascii_alphabetic);
        } else {
            out.push(c);
        }
    }
    out
}
