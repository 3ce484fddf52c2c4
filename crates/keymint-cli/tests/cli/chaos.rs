//! Runs in which things go wrong.

use keymint_sandbox::{Fault, Plan, Provider, Rule};

use crate::support::{PROVIDERS, World, demanded};

#[test]
fn a_question_is_asked_again_until_it_is_answered() {
    for provider in ["senderwiz", "bitgpt", "infobip"] {
        for fault in [
            Fault::ResetBefore,
            Fault::CloseAfter,
            Fault::UnavailableBefore,
            Fault::BadGatewayBefore,
        ] {
            let world = World::new();
            world.create(provider);
            world.sandbox.chaos(Plan::new().rule(Rule::new(fault.clone()).method("GET").nth(1)));

            let ran = world.run_for("list", provider, "--output json");

            assert_eq!((ran.code, ran.lines().len()), (0, 1), "{provider} {fault:?}: {ran:?}");
        }
    }
}

#[test]
fn a_burst_of_rate_limits_is_waited_out() {
    let world = World::new();
    let burst = Rule::new(Fault::RateLimited { retry_after: 1 }).times(2);
    world.sandbox.chaos(Plan::new().rule(burst));

    let ran = world.run("create infobip --name one");

    assert_eq!((ran.code, world.live("infobip")), (0, 1), "{ran:?}");
    assert_eq!(world.sandbox.requests().len(), 3);
}

#[test]
fn an_exit_code_never_lies_about_what_was_created() {
    let faults = [
        Fault::ResetBefore,
        Fault::ResetAfter,
        Fault::CloseBefore,
        Fault::CloseAfter,
        Fault::TruncatedBody,
        Fault::GarbageBody,
        Fault::BadGatewayBefore,
        Fault::BadGatewayAfter,
        Fault::UnavailableBefore,
        Fault::UnavailableAfter,
        Fault::EchoCredential,
        Fault::RateLimited { retry_after: 120 },
    ];
    for provider in PROVIDERS {
        for fault in &faults {
            let world = World::new();
            world.sandbox.chaos(Plan::new().rule(Rule::new(fault.clone()).method("POST")));

            let ran = world.run_for("create", provider, demanded(provider));

            let made = world.sandbox.keys().len();
            match ran.code {
                2..=7 => assert_eq!(made, 0, "{provider} {fault:?}: {ran:?}"),
                8 => assert!(made <= 1, "{provider} {fault:?}: {ran:?}"),
                code => panic!("{code} for {provider} {fault:?}: {ran:?}"),
            }
            world.assert_keeps_secrets("chaos", &format!("{}{}", ran.out, ran.err));
        }
    }
}

#[test]
fn an_answer_that_is_too_late_leaves_the_outcome_unknown() {
    let world = World::new();
    world.sandbox.chaos(Plan::new().rule(Rule::new(Fault::LatencyMs(3_000))));

    let ran = world.run("create infobip --name one --timeout 500ms --output json");

    assert_eq!((ran.code, &ran.error()["kind"]), (8, &"timeout".into()), "{ran:?}");
    assert_eq!(world.live("infobip"), 1, "it was created after all");
}

#[test]
fn a_change_that_may_have_been_made_is_8() {
    let world = World::new();
    let key = world.create("infobip");
    let id = key["id"].as_str().unwrap();
    world.sandbox.chaos(Plan::new().rule(Rule::new(Fault::GarbageBody).method("PUT")));

    for line in [format!("update infobip {id} --name two"), format!("revoke infobip {id} --yes")] {
        let ran = world.run(&line);
        assert_eq!(ran.code, 8, "{line}: {ran:?}");
        assert!(ran.err.contains("hint:"), "{line}: {ran:?}");
    }
}

#[test]
fn a_batch_under_faults_gives_every_owner_one_key() {
    let world = World::new();
    let owners = world.sandbox.add_owners(Provider::SenderWiz, 20);
    let rows = owners
        .iter()
        .map(|owner| format!("[[key]]\nowner = \"{owner}\"\nsink = {{ file = \"{owner}\" }}\n"));
    let plan: String = rows.collect();
    world.write(
        "plan.toml",
        &format!("[defaults]\nprovider = \"senderwiz\"\nname = \"batch\"\n{plan}"),
    );
    let faults = Plan::new()
        .rule(Rule::new(Fault::ResetAfter).method("POST").every(7))
        .rule(Rule::new(Fault::UnavailableBefore).every(11));
    world.sandbox.chaos(faults);

    let mut code = world.run("apply plan.toml --timeout 1s --concurrency 20").code;
    for _ in 0..4 {
        if code == 0 {
            break;
        }
        assert_eq!(code, 9);
        code = world.run("resume --timeout 1s --concurrency 20").code;
    }

    assert_eq!(code, 0);
    for owner in owners {
        let live: Vec<_> =
            world.sandbox.keys().into_iter().filter(|key| key.live && key.owner == owner).collect();
        let secret = std::fs::read_to_string(world.path(&owner)).unwrap();
        assert_eq!(live.len(), 1, "{owner}");
        assert_eq!(world.sandbox.verify(secret.trim_end()).unwrap().id, live[0].id);
    }
}
