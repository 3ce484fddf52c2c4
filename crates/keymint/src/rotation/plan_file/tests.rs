use super::*;
use crate::rotation::job::Task;
use crate::sink::{Rendering, SinkSpec};

fn now() -> DateTime {
    "2026-01-01T00:00:00Z".parse().unwrap()
}

fn refused(text: &str) -> Error {
    jobs_from_toml(text, now()).expect_err("refused")
}

#[test]
fn every_field_arrives() {
    let plan = r#"
        [[key]]
        provider = "infobip"
        owner = "8F0792F86035A9F4290821F1EE6BC06A"
        action = "rotate"
        key_id = "573711510E1C002E29679B12C7CB48AE"
        name = "shop"
        scopes = ["ALL"]
        allow = ["10.0.0.1/8", "2001:DB8::1"]
        valid_from = "2026-02-01"
        ttl = "90d"
        overlap = "36h"
        confirm_lockout = true
        sink = { file = "/run/keys/shop", format = "env", variable = "KEY", force = true }
    "#;

    let job = jobs_from_toml(plan, now()).unwrap().remove(0);

    assert_eq!(job.owner.as_str(), Some("8F0792F86035A9F4290821F1EE6BC06A"));
    let key = Some(ApiKeyId::new("573711510E1C002E29679B12C7CB48AE").unwrap());
    assert_eq!(job.task, Task::Rotate { key, overlap_seconds: 36 * 60 * 60, leaked: false });
    assert_eq!(
        job.request.allow_list.values(),
        ["10.0.0.0/8".parse().unwrap(), "2001:db8::1".parse().unwrap()]
    );
    assert_eq!(job.request.valid_from.unwrap().to_string(), "2026-02-01T00:00:00Z");
    assert_eq!(job.request.expires.unwrap().to_string(), "2026-04-01T00:00:00Z");
    assert!(job.confirm_lockout && !job.replace_existing);
    let rendering = Rendering::Env("KEY".to_owned());
    assert_eq!(job.sink, SinkSpec::File { path: "/run/keys/shop".into(), rendering, force: true });
}

#[test]
fn a_key_says_otherwise_than_the_defaults_field_by_field() {
    let plan = r#"
        [defaults]
        provider = "bitgpt"
        ttl = "30d"
        sink = "stdout"
        scopes = ["invoices.read"]
        [[key]]
        name = "a"
        [[key]]
        name = "b"
        expires = "2026-12-31"
        scopes = []
        allow_empty_scopes = true
    "#;

    let jobs = jobs_from_toml(plan, now()).unwrap();

    assert_eq!(jobs[0].request.expires.unwrap().to_string(), "2026-01-31T00:00:00Z");
    assert_eq!(jobs[1].request.expires.unwrap().to_string(), "2026-12-31T00:00:00Z");
    assert_eq!(jobs[0].request.scopes.values(), ["invoices.read"]);
    assert!(jobs[1].request.scopes.is_empty() && jobs[1].request.allow_empty_scopes);
    assert_eq!(jobs[0].sink, SinkSpec::stdout(Rendering::Secret));
}

#[test]
fn what_cannot_be_meant_is_refused_with_its_place() {
    let row = |rest: &str| format!("[[key]]\nprovider = \"p\"\nsink = \"stdout\"\n{rest}\n");

    assert_eq!(refused("[[key]]\nsink = \"stdout\"\n").field(), Some("provider"));
    assert_eq!(refused("[[key]]\nprovider = \"p\"\n").field(), Some("sink"));
    assert_eq!(refused(&row("overlap = \"1h\"")).field(), Some("action"));
    assert_eq!(refused(&row("action = \"rotate\"\noverlap = \"soon\"")).field(), Some("overlap"));
    assert_eq!(refused(&row("expires = \"soon\"")).field(), Some("expires"));
    assert_eq!(refused(&row("expires = \"2027-01-01\"\nttl = \"1d\"")).field(), Some("ttl"));
    assert_eq!(refused(&row("ttl = \"-1d\"")).field(), Some("ttl"));
    assert_eq!(refused(&format!("{}{}", row(""), row("owner = \"a b\""))).row(), Some(1));
}

#[test]
fn an_unreadable_plan_is_refused_with_its_line_and_without_its_text() {
    let error = refused("[[key]]\nprovider = \"p\"\npassword = \"CANARY\"\n");

    assert!(error.to_string().contains("line 3"), "{error}");
    assert!(!format!("{error} {error:?}").contains("CANARY"), "{error:?}");
}

#[test]
fn a_plan_from_another_system_is_read_alike() {
    let plan = "[[key]]\nprovider = \"p\"\nname = \"n\"\nsink = { file = \"/a\" }\n";

    let undressed = jobs_from_toml(plan, now()).unwrap();
    let dressed = format!("\u{feff}{}", plan.replace('\n', "\r\n"));

    assert_eq!(jobs_from_toml(&dressed, now()).unwrap(), undressed);
}

#[test]
fn what_is_wrong_with_a_sink_is_told() {
    let row = |sink: &str| refused(&format!("[[key]]\nprovider = \"p\"\nsink = {sink}\n"));

    assert!(row("{ fil = \"/a\" }").to_string().contains("unknown field `fil`"));
    assert!(row("7").to_string().contains("\"stdout\" or a table"));
    assert!(row("{ file = 7 }").to_string().contains("expected"), "{}", row("{ file = 7 }"));
    for sink in ["\"elsewhere\"", "{ file = \"a\", dotenv = \"b\", variable = \"C\" }", "{}"] {
        assert_eq!(row(sink).field(), Some("sink"), "{sink}");
    }
    assert_eq!(row("{ file = \"a\", format = \"xml\" }").field(), Some("format"));
    assert_eq!(row("{ dotenv = \"a\" }").field(), Some("variable"));
    assert_eq!(row("{ command = [] }").field(), Some("command"));
    assert_eq!(row("{ keyring = \"a\" }").field(), Some("user"));
}

#[test]
fn a_value_of_the_wrong_kind_is_not_repeated() {
    for line in [
        "allow = \"CANARY\"",
        "action = \"CANARY\"",
        "leaked = \"CANARY, expected\"",
        "scopes = { CANARY = 1 }",
        "expires = \"CANARY\"",
        "allow = [\"CANARY\"]",
    ] {
        let error = refused(&format!("[[key]]\nprovider = \"p\"\nsink = \"stdout\"\n{line}\n"));
        assert!(!format!("{error} {error:?}").contains("CANARY"), "{line}: {error:?}");
    }
}
