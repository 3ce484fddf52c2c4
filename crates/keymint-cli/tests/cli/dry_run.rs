//! `--dry-run` sends nothing, and tells what would be sent.

use keymint_sandbox::{Fault, Plan, RequestRecord, Rule};
use serde_json::Value;

use crate::support::{PROVIDERS, World, demanded};

/// A call of a dry run.
#[derive(Clone, Debug)]
struct Planned {
    step: String,
    method: String,
    /// The path template, and the query's.
    target: String,
    /// Whether it may stay away: it has a condition, or is made for each key.
    is_sure: bool,
    is_repeated: bool,
}

/// The calls of a dry run.
fn planned(plan: &Value) -> Vec<Planned> {
    let calls = plan["calls"].as_array().unwrap().iter();
    calls
        .map(|call| {
            let url = call["url_template"].as_str().unwrap();
            let path = url.splitn(4, '/').nth(3).unwrap();
            let is_repeated = call["per_key"] == true;
            Planned {
                step: call["step"].as_str().unwrap().to_owned(),
                method: call["method"].as_str().unwrap().to_owned(),
                target: format!("/{path}"),
                is_sure: call["condition"].is_null() && !is_repeated,
                is_repeated,
            }
        })
        .collect()
}

/// Whether a request's path and query were made from a template.
fn fits(path: &str, template: &str) -> bool {
    let split = |text: &str| -> Vec<String> {
        text.split(['/', '?', '&', '=']).map(str::to_owned).collect()
    };
    let (parts, wanted) = (split(path), split(template));
    parts.len() == wanted.len()
        && parts.iter().zip(&wanted).all(|(part, wanted)| wanted.starts_with('{') || part == wanted)
}

/// Whether every request was planned, and every sure call was made, in this order.
fn comes_true(planned: &[Planned], sent: &[RequestRecord]) -> bool {
    let Some((first, rest)) = planned.split_first() else { return sent.is_empty() };
    let made = sent.split_first().is_some_and(|(request, later)| {
        request.method == first.method
            && fits(&request.path, &first.target)
            && (comes_true(rest, later) || first.is_repeated && comes_true(planned, later))
    });
    made || !first.is_sure && comes_true(rest, sent)
}

#[track_caller]
fn assert_comes_true(what: &str, planned: &[Planned], sent: &[RequestRecord]) {
    let sent_briefly: Vec<_> =
        sent.iter().map(|request| format!("{} {}", request.method, request.path)).collect();
    assert!(comes_true(planned, sent), "{what}:\n{planned:#?}\n{sent_briefly:#?}");
}

/// Runs a command dry, which sends nothing, and then for real, which sends what was told.
#[track_caller]
fn assert_plan_comes_true(world: &World, verb: &str, provider: &str, rest: &str, real: &str) {
    let what = format!("{verb} {provider} {rest}");
    let seen = world.sandbox.requests().len();
    let plan =
        world.run_for(verb, provider, format!("{rest} --dry-run --output json").trim_start());
    assert_eq!(plan.code, 0, "{what}: {plan:?}");
    assert!(world.requests_after(seen).is_empty(), "{what} sent something");

    let ran = world.run_for(verb, provider, format!("{rest} {real}").trim());

    let waits = rest.contains("--overlap") && provider == "senderwiz";
    assert_eq!(ran.code, if waits { 9 } else { 0 }, "{what}: {ran:?}");
    assert_comes_true(&what, &planned(&plan.json()), &world.requests_after(seen));
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
fn what_is_planned_for_a_rotation_is_what_is_sent() {
    for provider in PROVIDERS {
        let world = World::new();
        let newest = || match provider {
            "sendkit" => String::new(),
            _ => world.sandbox.keys().last().unwrap().id.clone(),
        };
        let rotate = |rest: &str| assert_plan_comes_true(&world, "rotate", provider, rest, "");
        world.create(provider);

        rotate("--out-file key");
        rotate(format!("{} --out-file key", newest()).trim());
        rotate(format!("{} --leaked --out-file key", newest()).trim());
        rotate(&newest());
        if matches!(provider, "senderwiz" | "infobip") {
            rotate(&format!("{} --overlap 1h", newest()));
        }
    }
}

/// One row of a plan, with whatever the provider demands.
fn row(world: &World, provider: &str, rest: &str) -> String {
    let owner = world.owner(provider).map(|owner| format!("owner = \"{owner}\"\n"));
    let fields = match provider {
        "bitgpt" => "name = \"n\"\nscopes = [\"products.create\"]\nttl = \"30d\"\n",
        "sendkit" => "",
        _ => "name = \"n\"\n",
    };
    let owner = owner.unwrap_or_default();
    format!("[[key]]\nprovider = \"{provider}\"\n{owner}{fields}{rest}\n")
}

/// A plan with a key to be issued and a key to be rotated at each provider that has both.
fn plan_of_many(world: &World) -> String {
    let mut plan = String::new();
    for provider in PROVIDERS {
        let old = world.create(provider);
        let id = match provider {
            "sendkit" => String::new(),
            _ => format!("key_id = {}\n", old["id"]),
        };
        let sink = format!("sink = {{ file = \"{provider}.rotated\" }}");
        plan.push_str(&row(world, provider, &format!("{id}action = \"rotate\"\n{sink}")));
        if provider != "sendkit" {
            let variable = provider.to_uppercase();
            let sink = format!("sink = {{ dotenv = \".env\", variable = \"{variable}\" }}");
            plan.push_str(&row(world, provider, &sink));
        }
    }
    plan
}

/// The calls of several jobs: they are planned together, and then done one after the other.
fn planned_of_many(rows: &[Value]) -> Vec<Planned> {
    let all: Vec<_> = rows.iter().flat_map(planned).collect();
    let (plan, rest): (Vec<_>, Vec<_>) = all.into_iter().partition(|call| call.step == "plan");
    [plan, rest].concat()
}

#[test]
fn what_is_planned_for_many_is_what_is_sent() {
    let world = World::new();
    world.write("plan.toml", &plan_of_many(&world));
    let seen = world.sandbox.requests().len();
    let plan = world.run("apply plan.toml --concurrency 1 --dry-run --output json");
    assert_eq!((plan.code, plan.lines().len()), (0, 7), "{plan:?}");
    assert!(world.requests_after(seen).is_empty());

    let ran = world.run("apply plan.toml --concurrency 1");

    assert_eq!(ran.code, 0, "{ran:?}");
    assert_comes_true("apply", &planned_of_many(&plan.lines()), &world.requests_after(seen));
}

#[test]
fn what_is_planned_for_a_resumption_is_what_is_sent() {
    // Which call fails, so that the work stops there, and how many jobs it then leaves.
    for (method, nth) in [("POST", 1), ("GET", 1), ("GET", 2), ("GET", 3)] {
        for provider in PROVIDERS {
            let world = World::new();
            world.write("plan.toml", &row(&world, provider, "sink = { file = \"key\" }"));
            let fault = Fault::RateLimited { retry_after: 600 };
            world.sandbox.chaos(Plan::new().rule(Rule::new(fault).method(method).nth(nth)));
            let stopped = world.run("apply plan.toml");
            world.sandbox.chaos(Plan::new());
            let what = format!("{provider}, after {method} {nth}");
            if stopped.code == 0 {
                continue;
            }
            let seen = world.sandbox.requests().len();
            let plan = world.run("resume --dry-run --output json");
            assert_eq!((plan.code, plan.lines().len()), (0, 1), "{what}: {plan:?}");
            assert!(world.requests_after(seen).is_empty());

            let ran = world.run("resume");

            assert_eq!(ran.code, 0, "{what}: {ran:?}");
            assert_comes_true(&what, &planned(&plan.json()), &world.requests_after(seen));
        }
    }
}

#[test]
fn a_lost_creation_is_looked_for_as_it_was_told() {
    let world = World::new();
    world.write("plan.toml", &row(&world, "senderwiz", "sink = { file = \"key\" }"));
    let fault = Fault::RateLimited { retry_after: 600 };
    let plan = Plan::new().rule(Rule::new(Fault::ResetAfter).method("POST").nth(1));
    world.sandbox.chaos(plan.rule(Rule::new(fault).method("GET").nth(1)));
    // The time that a lost call is given grows with the timeout.
    let stopped = world.run("apply plan.toml --timeout 50ms");
    world.sandbox.chaos(Plan::new());
    assert_eq!((stopped.code, world.live("senderwiz")), (9, 1), "{stopped:?}");
    let seen = world.sandbox.requests().len();
    let plan = world.run("resume --dry-run --output json");

    let ran = world.run("resume --timeout 1s");

    assert_eq!((ran.code, world.live("senderwiz")), (0, 1), "{ran:?}");
    let sent = world.requests_after(seen);
    assert_comes_true("a lost creation", &planned(&plan.json()), &sent);
    assert!(sent.iter().any(|request| request.method == "DELETE"));
}

#[test]
fn an_overlap_that_goes_on_leaves_nothing_to_do() {
    let world = World::new();
    world.create("senderwiz");
    let rotated = world.run_for("rotate", "senderwiz", "--out-file key --overlap 2s");
    let seen = world.sandbox.requests().len();

    let early = world.run("resume --dry-run --output json");
    std::thread::sleep(std::time::Duration::from_secs(2));
    let due = world.run("resume --dry-run --output json");
    let ran = world.run("resume");

    assert_eq!((rotated.code, ran.code), (9, 0), "{rotated:?} {ran:?}");
    assert!(planned(&early.json()).is_empty(), "{early:?}");
    assert_comes_true("after an overlap", &planned(&due.json()), &world.requests_after(seen));
}

#[test]
fn a_dry_run_takes_nothing_out_of_the_journal() {
    let world = World::new();

    let both = world.run("resume --dry-run --abandon 1");
    let nothing = world.run("resume --dry-run");

    assert_eq!(both.code, 2, "{both:?}");
    assert_eq!((nothing.code, world.path("state").exists()), (0, false), "{nothing:?}");
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
