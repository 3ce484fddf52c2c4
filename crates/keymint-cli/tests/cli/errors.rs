//! Every exit code, and what is said beside it.

use keymint_sandbox::{Fault, Plan, Provider, Rule, Sandbox};

use crate::support::{Ran, World};

#[test]
fn bad_usage_is_2_in_the_form_that_was_asked_for() {
    let world = World::new();

    for line in [
        "frobnicate",
        "create nobody",
        "create infobip --frob",
        "create infobip --name one --ttl soon",
        "create infobip --name one --ttl 1d --expires 2099-01-01",
        "create infobip --name one --allow-ip 300.1.1.1",
        "create infobip --name one --expires 2001-01-01",
        "list infobip --output env",
        "list infobip --wire form",
        "list infobip --base-url http://192.0.2.1",
    ] {
        let human = world.run(line);
        let json = world.run(
            &format!("{line} --output json").replace("--output env --output json", "--output=env"),
        );

        assert_eq!((human.code, human.out.as_str()), (2, ""), "{line}: {human:?}");
        assert!(human.err.starts_with("error:"), "{line}: {human:?}");
        assert_eq!(json.code, 2, "{line}: {json:?}");
        if !line.ends_with("env") {
            assert!(json.error()["message"].is_string(), "{line}: {json:?}");
        }
    }
    assert!(world.sandbox.requests().is_empty());
}

#[test]
fn a_field_that_the_provider_lacks_is_2_and_named() {
    for (provider, fields, field) in [
        ("senderwiz", "--name one --expires 2099-01-01", "expires"),
        ("senderwiz", "--name one --scope all", "scopes"),
        ("bitgpt", "--name one --deny-ip 10.0.0.1", "deny_list"),
        ("bitgpt", "--name one --no-scopes --valid-from 2099-01-01", "valid_from"),
        ("infobip", "--name one --description why", "description"),
        ("infobip", "--allow-ip 10.0.0.1", "name"),
        ("sendkit", "--name one", "name"),
    ] {
        let world = World::new();

        let ran = world.run_for("create", provider, &format!("{fields} --output json"));

        let error = ran.error();
        assert_eq!(ran.code, 2, "{provider}: {ran:?}");
        assert!(error["message"].as_str().unwrap().contains(&format!("`{field}`")), "{ran:?}");
        assert!(error["hint"].as_str().unwrap().contains("--"), "{ran:?}");
        assert!(world.sandbox.requests().is_empty(), "{provider}");
    }
}

#[test]
fn an_owner_where_there_is_none_and_none_where_there_must_be_one_is_2() {
    let world = World::new();

    for line in ["list bitgpt --owner x", "list senderwiz", "create sendkit"] {
        let ran = world.run(line);
        assert_eq!(ran.code, 2, "{line}: {ran:?}");
        assert!(ran.err.contains("--owner"), "{line}: {ran:?}");
    }
}

#[test]
fn a_credential_that_is_refused_or_not_permitted_is_3() {
    let known = Sandbox::credentials();
    for (provider, variable, value, status) in [
        ("senderwiz", "SENDERWIZ_ADMIN_API_KEY", "wrong-key", 401),
        ("bitgpt", "BITGPT_ACCESS_TOKEN", "wrong.token", 401),
        ("infobip", "INFOBIP_PASSWORD", "wrong-password", 401),
        ("sendkit", "SENDKIT_API_KEY", "sk_user_wrong", 401),
        ("sendkit", "SENDKIT_API_KEY", known.sendkit_member_key, 403),
    ] {
        let world = World::new();
        let mut command = world.command();
        command.env(variable, value).args(["create", provider, "--output", "json"]);
        command.args(crate::support::demanded(provider).split(' ').filter(|word| !word.is_empty()));
        if let Some(owner) = world.owner(provider) {
            command.args(["--owner", &owner]);
        }

        let ran = Ran::of(&mut command);

        let error = ran.error();
        assert_eq!((ran.code, &error["status"]), (3, &status.into()), "{provider}: {ran:?}");
        assert!(error["hint"].as_str().unwrap().contains(&provider.to_uppercase()), "{ran:?}");
        assert!(!ran.err.contains(value), "{ran:?}");
        assert!(world.sandbox.keys().is_empty());
    }
}

#[test]
fn an_owner_that_does_not_exist_is_4() {
    for line in [
        "create senderwiz --owner nosuchcustomer --name one",
        "create infobip --owner 00000000000000000000000000000000 --name one",
        "create sendkit --owner 000000000000000000000000",
    ] {
        let world = World::new();

        let ran = world.run(&format!("{line} --output json"));

        assert_eq!((ran.code, &ran.error()["status"]), (4, &404.into()), "{line}: {ran:?}");
    }
}

#[test]
fn a_workspace_that_has_a_key_is_5_with_the_way_out() {
    let world = World::new();
    world.create("sendkit");

    let ran = world.run_for("create", "sendkit", "--output json");

    let error = ran.error();
    assert_eq!((ran.code, &error["status"]), (5, &409.into()), "{ran:?}");
    let owner = world.owner("sendkit").unwrap();
    assert!(
        error["hint"]
            .as_str()
            .unwrap()
            .contains(&format!("keymint rotate sendkit --owner {owner}")),
        "{ran:?}"
    );
    assert_eq!(error["may_have_been_received"], false);
}

#[test]
fn a_rate_limit_is_6_and_tells_the_wait() {
    let world = World::new();
    world.sandbox.chaos(Plan::new().rule(Rule::new(Fault::RateLimited { retry_after: 120 })));

    let ran = world.run("create infobip --name one --output json");

    let error = ran.error();
    assert_eq!((ran.code, &error["retry_after_s"]), (6, &120.into()), "{ran:?}");
    assert_eq!(error["status"], 429);
    assert!(world.sandbox.keys().is_empty());
}

#[test]
fn a_quota_that_is_used_up_is_6() {
    let world = World::new();
    for _ in 0..40 {
        world.create("infobip");
    }

    let ran = world.run("create infobip --name one --output json");

    assert_eq!((ran.code, &ran.error()["status"]), (6, &429.into()), "{ran:?}");
}

#[test]
fn a_refusal_by_the_provider_is_7() {
    let world = World::new();

    let ran = world.run(&format!("create infobip --name {} --output json", "n".repeat(300)));

    let error = ran.error();
    assert_eq!((ran.code, &error["status"]), (7, &400.into()), "{ran:?}");
    assert_eq!(error["provider"], "infobip");
    assert_eq!(error["attempts"], 1);
}

#[test]
fn a_closed_port_is_7_and_surely_nothing_was_created() {
    let world = World::new();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let closed = listener.local_addr().unwrap();
    drop(listener);

    let ran =
        world.run(&format!("create infobip --name one --base-url http://{closed} --output json"));

    let error = ran.error();
    assert_eq!((ran.code, &error["kind"]), (7, &"connect".into()), "{ran:?}");
    assert_eq!(error["may_have_been_received"], false);
}

#[test]
fn a_lost_answer_is_8_with_the_way_to_find_out() {
    for (provider, played, way) in [
        ("senderwiz", Provider::SenderWiz, "keymint list senderwiz"),
        ("bitgpt", Provider::BitGpt, "keymint list bitgpt"),
        ("infobip", Provider::Infobip, "keymint list infobip"),
        ("sendkit", Provider::SendKit, "keymint rotate sendkit"),
    ] {
        for fault in [
            Fault::ResetAfter,
            Fault::CloseBefore,
            Fault::BadGatewayAfter,
            Fault::GarbageBody,
            Fault::TruncatedBody,
        ] {
            let world = World::new();
            let rule = Rule::new(fault.clone()).provider(played).method("POST");
            world.sandbox.chaos(Plan::new().rule(rule));
            let fields = format!("{} --output json", crate::support::demanded(provider));

            let ran = world.run_for("create", provider, fields.trim_start());

            let error = ran.error();
            assert_eq!(ran.code, 8, "{provider} {fault:?}: {ran:?}");
            assert_eq!(error["may_have_been_received"], true);
            assert!(error["hint"].as_str().unwrap().contains(way), "{ran:?}");
            assert_eq!(world.sandbox.requests().len(), 1, "a creation is never repeated blindly");
            world.assert_keeps_secrets(provider, &format!("{}{}", ran.out, ran.err));
        }
    }
}

#[test]
fn a_lost_answer_to_a_question_created_nothing() {
    let world = World::new();
    world.sandbox.chaos(Plan::new().rule(Rule::new(Fault::GarbageBody)));

    let ran = world.run("list infobip");

    assert_eq!(ran.code, 7, "{ran:?}");
}

#[test]
fn a_rotation_whose_old_key_still_works_is_9() {
    let world = World::new();
    world.create("senderwiz");

    let ran = world.run_for("rotate", "senderwiz", "--overlap 1h --out-file key");

    assert_eq!(ran.code, 9, "{ran:?}");
    assert!(ran.err.contains("keymint resume"), "{ran:?}");
    assert_eq!(world.live("senderwiz"), 2);
}
