//! `--dry-run` sends nothing, and tells what would be sent.

use serde_json::Value;

use crate::support::{PROVIDERS, World, demanded};

/// The calls of a dry run, as method and path template.
fn planned(plan: &Value) -> Vec<(String, String)> {
    let calls = plan["calls"].as_array().unwrap().iter();
    calls
        .map(|call| {
            let url = call["url_template"].as_str().unwrap();
            let path = url.splitn(4, '/').nth(3).unwrap();
            (call["method"].as_str().unwrap().to_owned(), format!("/{path}"))
        })
        .collect()
}

/// Whether a path was made from a template.
fn fits(path: &str, template: &str) -> bool {
    let path = path.split('?').next().unwrap();
    let (parts, wanted): (Vec<_>, Vec<_>) =
        (path.split('/').collect(), template.split('/').collect());
    parts.len() == wanted.len()
        && parts.iter().zip(&wanted).all(|(part, wanted)| wanted.starts_with('{') || part == wanted)
}

fn assert_plan_comes_true(world: &World, verb: &str, provider: &str, rest: &str, dry: &str) {
    let seen = world.sandbox.requests().len();
    let plan =
        world.run_for(verb, provider, format!("{rest} --dry-run --output json").trim_start());
    assert_eq!(plan.code, 0, "{verb} {provider}: {plan:?}");
    assert!(world.requests_after(seen).is_empty(), "{verb} {provider} sent something");

    let real = world.run_for(verb, provider, format!("{rest} {dry}").trim());

    assert_eq!(real.code, 0, "{verb} {provider}: {real:?}");
    let planned = planned(&plan.json());
    let sent = world.requests_after(seen);
    assert_eq!(sent.len(), planned.len(), "{verb} {provider}: {planned:?} {sent:?}");
    for (request, (method, template)) in sent.iter().zip(&planned) {
        assert_eq!(request.method, *method, "{verb} {provider}");
        assert!(fits(&request.path, template), "{verb} {provider}: {} {template}", request.path);
    }
}

#[test]
fn what_is_planned_is_what_is_sent() {
    for provider in PROVIDERS {
        let world = World::new();
        assert_plan_comes_true(&world, "create", provider, demanded(provider), "--output json");
        let id = match provider {
            "sendkit" => String::new(),
            _ => world.sandbox.keys()[0].id.clone(),
        };
        if provider != "sendkit" {
            assert_plan_comes_true(&world, "list", provider, "", "");
            assert_plan_comes_true(&world, "show", provider, &id, "");
            assert_plan_comes_true(&world, "update", provider, &format!("{id} --name two"), "");
        }
        if provider != "bitgpt" {
            assert_plan_comes_true(&world, "revoke", provider, &id, "--yes");
        }
    }
}

#[test]
fn a_plan_needs_no_credential_and_shows_none() {
    let world = World::new();
    for provider in PROVIDERS {
        let owner =
            world.owner(provider).map_or_else(Vec::new, |owner| vec!["--owner".to_owned(), owner]);
        for (verb, rest) in [("create", demanded(provider)), ("rotate", "")] {
            let mut with = world.command();
            let mut without = world.command();
            without.env_clear().env("SENDERWIZ_BASE_URL", "https://mail.example.com/api/admin");
            for command in [&mut with, &mut without] {
                command.args([verb, provider, "--dry-run"]).args(&owner);
                command.args(rest.split(' ').filter(|word| !word.is_empty()));
                let ran = crate::support::Ran::of(command);
                assert_eq!(ran.code, 0, "{verb} {provider}: {ran:?}");
                assert!(ran.out.contains("POST"), "{verb} {provider}: {ran:?}");
                world.assert_keeps_secrets(verb, &format!("{}{}", ran.out, ran.err));
            }
        }
    }
    assert!(world.sandbox.requests().is_empty());
}

#[test]
fn a_plan_shows_fields_and_what_they_cost() {
    let world = World::new();

    let ran = world.run("create infobip --name shop --allow-ip 10.1.2.3/8 --expires 2099-01-01 --dry-run --output json");
    let human = world.run("create infobip --name shop --dry-run");

    let plan = ran.json();
    assert_eq!(plan["dry_run"], true);
    assert_eq!(plan["fields"]["name"], "shop");
    assert_eq!(plan["fields"]["allowed_ips"], serde_json::json!(["10.0.0.0/8"]));
    assert_eq!(plan["fields"]["expires_at"], "2099-01-01T00:00:00Z");
    assert_eq!(
        plan["calls"][0]["quota"],
        serde_json::json!({"cost": 1, "calls": 40, "per": "day"})
    );
    assert!(human.out.contains("1 of 40 a day"), "{human:?}");
}

#[test]
fn what_cannot_be_honoured_is_refused_in_a_plan_too() {
    let world = World::new();

    for (verb, provider, rest) in [
        ("create", "sendkit", "--name one"),
        ("update", "infobip", "x"),
        ("list", "sendkit", ""),
        ("revoke", "bitgpt", "x --yes"),
    ] {
        let ran = world.run_for(verb, provider, format!("{rest} --dry-run").trim_start());
        assert_eq!(ran.code, 2, "{verb} {provider}: {ran:?}");
    }
}

#[test]
fn a_plan_of_many_is_told_row_by_row() {
    let world = World::new();
    let owner = world.owner("sendkit").unwrap();
    world.write(
        "plan.toml",
        &format!(
            "[[key]]\nprovider = \"infobip\"\nname = \"one\"\nsink = {{ file = \"a\" }}\n\
             [[key]]\nprovider = \"sendkit\"\nowner = \"{owner}\"\naction = \"rotate\"\nsink = {{ file = \"b\" }}\n"
        ),
    );

    let ran = world.run("apply plan.toml --dry-run --output json");

    let rows = ran.lines();
    assert_eq!((ran.code, rows.len()), (0, 2), "{ran:?}");
    assert_eq!(
        (&rows[0]["provider"], &rows[1]["fields"]["strategy"]),
        (&"infobip".into(), &"replace".into())
    );
    assert!(world.sandbox.requests().is_empty());
    assert!(!world.path("state").exists(), "no journal is begun");
}
