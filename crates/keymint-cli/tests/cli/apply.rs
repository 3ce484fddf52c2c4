//! `keymint apply`: many API keys from one plan.

use std::fmt::Write as _;
use std::fs;

use keymint_sandbox::{Fault, Plan, Provider, Rule};

use crate::support::World;

/// A plan that issues one API key to each of so many owners.
fn plan_for(world: &World, provider: Provider, owners: usize) -> Vec<String> {
    let owners = world.sandbox.add_owners(provider, owners);
    let mut plan = format!("[defaults]\nprovider = \"{provider}\"\n");
    if provider == Provider::SenderWiz {
        plan.push_str("name = \"batch\"\n");
    }
    for owner in &owners {
        write!(plan, "[[key]]\nowner = \"{owner}\"\nsink = {{ file = \"{owner}.key\" }}\n")
            .unwrap();
    }
    world.write("plan.toml", &plan);
    owners
}

fn assert_each_has_one(world: &World, owners: &[String]) {
    for owner in owners {
        let secret = fs::read_to_string(world.path(&format!("{owner}.key"))).unwrap();
        let live: Vec<_> = world
            .sandbox
            .keys()
            .into_iter()
            .filter(|key| key.live && key.owner == *owner)
            .collect();
        assert_eq!(live.len(), 1, "{owner}");
        assert_eq!(world.sandbox.verify(secret.trim_end()).unwrap().id, live[0].id, "{owner}");
    }
}

#[test]
fn every_owner_gets_a_key_in_its_file() {
    for provider in [Provider::SenderWiz, Provider::SendKit] {
        let world = World::new();
        let owners = plan_for(&world, provider, 12);

        let ran = world.run("apply plan.toml --output json");

        assert_eq!(ran.code, 0, "{ran:?}");
        assert_eq!(ran.lines().len(), 12);
        assert!(ran.lines().iter().all(|row| row["state"] == "done"));
        assert_each_has_one(&world, &owners);
        world.assert_keeps_secrets("apply", &format!("{}{}", ran.out, ran.err));
    }
}

#[test]
fn several_providers_stand_in_one_plan() {
    let world = World::new();
    let (customer, workspace) =
        (world.owner("senderwiz").unwrap(), world.owner("sendkit").unwrap());
    world.write(
        "plan.toml",
        &format!(
            "[[key]]\nprovider = \"senderwiz\"\nowner = \"{customer}\"\nname = \"n\"\nsink = {{ dotenv = \".env\", variable = \"MAIL\" }}\n\
             [[key]]\nprovider = \"bitgpt\"\nname = \"n\"\nscopes = [\"products.create\"]\nttl = \"30d\"\nsink = {{ dotenv = \".env\", variable = \"SHOP\" }}\n\
             [[key]]\nprovider = \"infobip\"\nowner = \"_\"\nname = \"n\"\nsink = {{ file = \"sms\" }}\n\
             [[key]]\nprovider = \"sendkit\"\nowner = \"{workspace}\"\nsink = {{ command = [\"cat\"] }}\n"
        ),
    );

    let ran = world.run("apply plan.toml");

    assert_eq!(ran.code, 0, "{ran:?}");
    let env = fs::read_to_string(world.path(".env")).unwrap();
    assert!(env.contains("MAIL=") && env.contains("SHOP="), "{env}");
    assert_eq!(world.sandbox.keys().iter().filter(|key| key.live).count(), 4);
}

#[test]
fn a_row_that_cannot_be_done_stops_the_plan_before_it_begins() {
    let world = World::new();
    plan_for(&world, Provider::SenderWiz, 2);
    let plan = fs::read_to_string(world.path("plan.toml")).unwrap();
    world.write("plan.toml", &format!("{plan}expires = \"2099-01-01\"\n"));

    let ran = world.run("apply plan.toml --output json");

    assert_eq!(ran.code, 2, "{ran:?}");
    assert!(ran.error()["message"].as_str().unwrap().contains("row 2"), "{ran:?}");
    assert!(world.sandbox.keys().is_empty());
}

#[test]
fn a_row_that_fails_is_gone_on_with() {
    let world = World::new();
    let owners = plan_for(&world, Provider::SendKit, 3);
    let plan = Plan::new()
        .rule(Rule::new(Fault::RateLimited { retry_after: 600 }).path_contains(&owners[1]));
    world.sandbox.chaos(plan);

    let first = world.run("apply plan.toml --output json");
    let status = world.run("status --output json");
    world.sandbox.chaos(Plan::new());
    let resumed = world.run("resume");

    assert_eq!(first.code, 9, "{first:?}");
    assert!(first.err.contains("keymint resume"), "{first:?}");
    assert_eq!(status.lines().len(), 1);
    assert_eq!(status.json()["owner"], owners[1].as_str());
    assert_eq!(resumed.code, 0, "{resumed:?}");
    assert_each_has_one(&world, &owners);
}

#[test]
#[cfg(unix)]
fn a_killed_run_is_gone_on_with() {
    let world = World::new();
    let owners = plan_for(&world, Provider::SenderWiz, 60);
    // Slow enough that it is surely under way when it is killed.
    world.sandbox.chaos(Plan::new().rule(Rule::new(Fault::LatencyMs(40))));
    let mut child = world
        .command()
        .args(["apply", "plan.toml"])
        .stdout(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(20);
    while world.live("senderwiz") < 5 && std::time::Instant::now() < deadline {
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    world.sandbox.chaos(Plan::new());

    let resumed = world.run("resume --timeout 1s");

    assert_eq!(resumed.code, 0, "{resumed:?}");
    assert_each_has_one(&world, &owners);
}

#[test]
fn a_plan_that_cannot_be_read_is_refused() {
    let world = World::new();
    world.write("bad.toml", "[[key]]\nsecret = \"CANARY\"\n");
    world.write("empty.toml", "");
    world.write("many.toml", "[[key]]\nprovider = \"infobip\"\nname = \"n\"\nsink = \"stdout\"\n[[key]]\nprovider = \"bitgpt\"\nname = \"n\"\nttl = \"1d\"\nsink = \"stdout\"\n");

    for line in [
        "apply bad.toml",
        "apply empty.toml",
        "apply nosuch.toml",
        "apply many.toml --base-url https://example.com",
    ] {
        let ran = world.run(line);
        assert_eq!(ran.code, 2, "{line}: {ran:?}");
        assert!(!ran.err.contains("CANARY"), "{ran:?}");
    }
    assert!(world.sandbox.requests().is_empty());
}

#[test]
fn secrets_on_standard_output_stand_alone() {
    let world = World::new();
    world.write("plan.toml", "[[key]]\nprovider = \"infobip\"\nname = \"n\"\nsink = \"stdout\"\n");

    let ran = world.run("apply plan.toml");

    assert!(world.sandbox.verify(ran.out.trim_end()).is_some_and(|key| key.live), "{ran:?}");
}
