//! `settings/1`, in JSON and in XML.

use keymint_sandbox::{Dialect, Sandbox, Standing};
use serde_json::json;

use super::{OWN, SUB, V1, call, request, send};
use crate::support::{frozen, has_shape, text};

#[tokio::test]
async fn a_creation_answers_as_in_the_documented_example() {
    let sandbox = frozen(Dialect::Examples, "2015-02-12T09:00:00Z").await;

    let reply =
        send(&sandbox, "POST", &format!("/settings/1/accounts/{SUB}/api-keys"), Some(&request()))
            .await;

    let body = reply.json();
    let (id, secret) = (text(&body, "/key"), text(&body, "/publicApiKey"));
    assert_eq!(reply.status, 200);
    assert!(has_shape(&id, &"@".repeat(32)), "{id}");
    let shape = format!("{}-########-####-####-####-############", "#".repeat(32));
    assert!(has_shape(&secret, &shape), "{secret}");
    let documented = json!({
        "name": "Api key 1",
        "key": id,
        "publicApiKey": secret,
        "accountKey": SUB,
        "allowedIPs": ["127.0.0.1", "192.168.1.1"],
        "validFrom": "2015-02-12T09:58:20.323+0100",
        "validTo": "2016-02-12T09:58:20.323+0100",
        "enabled": true
    });
    assert_eq!(body, documented);
}

#[tokio::test]
async fn a_creation_in_xml_answers_as_in_the_documented_example() {
    let sandbox = frozen(Dialect::Examples, "2015-02-12T09:00:00Z").await;
    let request = "<ApiKey>
        <name>ApiKey1</name>
        <allowedIPs>
            <allowedIP>127.0.0.1</allowedIP>
            <allowedIP>192.168.1.1</allowedIP>
        </allowedIPs>
        <validFrom>2015-02-12T09:58:20.323+0100</validFrom>
        <validTo>2016-02-12T09:58:20.323+0100</validTo>
    </ApiKey>";

    let call = call(&sandbox, "POST", &format!("/settings/1/accounts/{SUB}/api-keys"));
    let reply =
        call.header("accept", "application/xml").body("application/xml", request).send().await;

    let secret = between(&reply.text, "<publicApiKey>", "</publicApiKey>");
    let id = between(&reply.text, "<key>", "</key>");
    assert_eq!((reply.status, reply.media_type.as_str()), (200, "application/xml"));
    assert_eq!(sandbox.verify(secret).unwrap().id, id);
    let documented = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><apiKey>\
         <key>{id}</key><publicApiKey>{secret}</publicApiKey><accountKey>{SUB}</accountKey><name>ApiKey1</name>\
         <allowedIPs><allowedIP>127.0.0.1</allowedIP><allowedIP>192.168.1.1</allowedIP></allowedIPs>\
         <validFrom>2015-02-12T08:58:20.323+0000</validFrom><validTo>2016-02-12T08:58:20.323+0000</validTo>\
         <enabled>true</enabled></apiKey>"
    );
    assert_eq!(reply.text, documented);
}

#[tokio::test]
async fn the_newer_schemas_answer_201_in_utc_with_permissions() {
    let sandbox = Sandbox::start().await.unwrap();

    let reply = send(&sandbox, "POST", V1, Some(&request())).await;

    assert_eq!(reply.status, 201);
    assert_eq!(reply.json()["accountKey"], OWN);
    assert_eq!(reply.json()["validFrom"], "2015-02-12T08:58:20.323+00:00");
    assert_eq!(reply.json()["permissions"], json!(["ALL"]));
}

#[tokio::test]
async fn what_was_not_set_is_absent() {
    let sandbox = frozen(Dialect::Examples, "2015-02-12T09:00:00Z").await;

    let body = send(&sandbox, "POST", V1, Some(&json!({"name": "plain", "permissions": ["TFA"]})))
        .await
        .json();

    let fields: Vec<&str> = body.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(fields, ["name", "key", "publicApiKey", "accountKey", "enabled"]);
}

#[tokio::test]
async fn the_wires_of_request_and_answer_are_chosen_apart() {
    let sandbox = Sandbox::start().await.unwrap();
    let xml = "<ApiKey><name>A &amp; B</name><enabled>false</enabled></ApiKey>";

    let json_out = call(&sandbox, "POST", V1).body("text/xml; charset=utf-8", xml).send().await;
    assert_eq!(
        (&json_out.json()["name"], &json_out.json()["enabled"]),
        (&json!("A & B"), &json!(false))
    );

    let accept = "application/json;q=0.5, application/xml";
    let xml_out = call(&sandbox, "POST", V1).header("accept", accept).json(&request()).send().await;
    assert!(
        xml_out.text.contains("<permissions><permission>ALL</permission></permissions>"),
        "{}",
        xml_out.text
    );
}

#[tokio::test]
async fn a_list_filters_and_stops_at_its_limit() {
    let sandbox = Sandbox::start().await.unwrap();
    let mut secrets = Vec::new();
    for name in ["a", "b", "b"] {
        let body = send(&sandbox, "POST", V1, Some(&json!({"name": name, "enabled": name == "a"})))
            .await
            .json();
        secrets.push(text(&body, "/publicApiKey"));
    }
    let count = async |query: &str| {
        let list = send(&sandbox, "GET", &format!("{V1}?{query}"), None).await.json();
        list["apiKeys"].as_array().unwrap().len()
    };

    assert_eq!(count("").await, 3);
    assert_eq!(count("name=b").await, 2);
    assert_eq!(count("enabled=true").await, 1);
    assert_eq!(count("limit=2").await, 2);
    assert_eq!(count(&format!("publicApiKey={}", secrets[0])).await, 1);
    assert_eq!(send(&sandbox, "GET", &format!("{V1}?limit=many"), None).await.status, 400);

    let elsewhere =
        send(&sandbox, "GET", &format!("/settings/1/accounts/{SUB}/api-keys"), None).await.json();
    assert_eq!(elsewhere, json!({"apiKeys": []}));
    let in_xml = call(&sandbox, "GET", &format!("{V1}?name=a"))
        .header("accept", "application/xml")
        .send()
        .await;
    assert!(in_xml.text.contains("<apiKeys><apiKey><key>"), "{}", in_xml.text);
    assert!(in_xml.text.contains(&secrets[0]), "secrets are listed in clear");
}

#[tokio::test]
async fn an_update_keeps_what_was_not_sent_and_can_disable() {
    let sandbox = frozen(Dialect::Examples, "2015-03-01T00:00:00Z").await;
    let before = send(&sandbox, "POST", V1, Some(&request())).await.json();
    let path = format!("{V1}/{}", text(&before, "/key"));
    let secret = text(&before, "/publicApiKey");
    assert_eq!(sandbox.verify(&secret).unwrap().standing, Standing::Live);

    let after =
        send(&sandbox, "PUT", &path, Some(&json!({"name": "Updated name", "enabled": false})))
            .await;

    let mut expected = before.clone();
    expected["name"] = json!("Updated name");
    expected["enabled"] = json!(false);
    assert_eq!((after.status, after.json()), (200, expected.clone()));
    assert_eq!(send(&sandbox, "GET", &path, None).await.json(), expected);
    assert_eq!(sandbox.verify(&secret).unwrap().standing, Standing::Disabled);
    assert_eq!(send(&sandbox, "DELETE", &path, None).await.status, 404, "there is no delete");
}

#[tokio::test]
async fn a_shorter_validity_ends_the_api_key() {
    let sandbox = frozen(Dialect::Schemas, "2015-03-01T00:00:00Z").await;
    let made = send(&sandbox, "POST", V1, Some(&request())).await.json();
    let path = format!("{V1}/{}", text(&made, "/key"));
    send(&sandbox, "PUT", &path, Some(&json!({"validTo": "2015-03-01T01:00:00.000+0000"}))).await;

    let secret = text(&made, "/publicApiKey");
    sandbox.advance(std::time::Duration::from_secs(3599));
    assert_eq!(sandbox.verify(&secret).unwrap().standing, Standing::Live);
    sandbox.advance(std::time::Duration::from_secs(1));
    assert_eq!(sandbox.verify(&secret).unwrap().standing, Standing::Expired);
}

#[tokio::test]
async fn an_api_key_belongs_to_its_account() {
    let sandbox = Sandbox::start().await.unwrap();
    let id = text(&send(&sandbox, "POST", V1, Some(&request())).await.json(), "/key");

    let path = |account: &str| format!("/settings/1/accounts/{account}/api-keys/{id}");
    assert_eq!(send(&sandbox, "GET", &path(OWN), None).await.status, 200);
    assert_eq!(send(&sandbox, "GET", &path(SUB), None).await.status, 404);
    assert_eq!(send(&sandbox, "PUT", &path(SUB), Some(&json!({}))).await.status, 404);
    assert_eq!(send(&sandbox, "GET", &path("0000"), None).await.status, 404);
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> &'a str {
    let (_, rest) = text.split_once(start).unwrap();
    rest.split_once(end).unwrap().0
}
