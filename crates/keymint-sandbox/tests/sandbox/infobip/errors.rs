//! Two error forms, two wires.

use keymint_sandbox::{Dialect, Provider, Sandbox};
use serde_json::json;

use super::{V1, V2, call, send};
use crate::support::{Call, frozen};

#[tokio::test]
async fn the_old_form_is_as_documented() {
    let sandbox = frozen(Dialect::Examples, "2015-02-12T09:00:00Z").await;

    let reply = send(&sandbox, "POST", V1, Some(&json!({}))).await;

    let documented = json!({"requestError": {"serviceException": {"messageId": "BAD_REQUEST", "text": "Bad request"}}});
    assert_eq!((reply.status, reply.json()), (400, documented));
    let unauthorized = Call::to(&sandbox, Provider::Infobip, "GET", V1).send().await;
    assert_eq!(
        unauthorized.json()["requestError"]["serviceException"]["messageId"],
        "UNAUTHORIZED"
    );
}

#[tokio::test]
async fn the_new_form_is_as_documented_in_json_and_xml() {
    let sandbox = Sandbox::start().await.unwrap();
    let call = || Call::to(&sandbox, Provider::Infobip, "GET", V1);

    let documented = json!({
        "errorCode": "E401",
        "description": "The request lacks valid authentication credentials for the requested resource.",
        "action": "Check the resources and adjust authentication credentials.",
        "violations": [],
        "resources": [{
            "name": "API Authentication",
            "url": "https://www.infobip.com/docs/essentials/api-authentication"
        }]
    });
    assert_eq!(call().send().await.json(), documented);

    let in_xml = call().header("accept", "application/xml").send().await;
    let documented = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><ApiError><errorCode>E401</errorCode>\
        <description>The request lacks valid authentication credentials for the requested resource.</description>\
        <action>Check the resources and adjust authentication credentials.</action><violations/>\
        <resources><resource><name>API Authentication</name>\
        <url>https://www.infobip.com/docs/essentials/api-authentication</url></resource></resources></ApiError>";
    assert_eq!((in_xml.status, in_xml.text.as_str()), (401, documented));
}

#[tokio::test]
async fn accounts_speak_the_old_form_in_every_age() {
    let sandbox = Sandbox::start().await.unwrap();

    let call =
        call(&sandbox, "GET", "/settings/1/accounts/0000").header("accept", "application/xml");
    let reply = call.send().await;

    let documented = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><ApiException><requestError><serviceException>\
        <messageId>NOT_FOUND</messageId><text>Not found</text></serviceException></requestError></ApiException>";
    assert_eq!((reply.status, reply.text.as_str()), (404, documented));
    let named = send(&sandbox, "POST", "/settings/1/accounts", Some(&json!({}))).await.json();
    assert_eq!(
        named["requestError"]["serviceException"]["validationErrors"],
        json!({"name": ["is required"]})
    );
}

#[tokio::test]
async fn a_400_of_version_2_is_json_even_for_those_who_want_xml() {
    let sandbox = Sandbox::start().await.unwrap();
    let call = |method: &str, body: &str| {
        call(&sandbox, method, V2)
            .header("accept", "application/xml")
            .body("application/json", body)
            .send()
    };

    assert_eq!(call("POST", "{}").await.media_type, "application/json");
    assert_eq!(call("PATCH", "{}").await.media_type, "application/xml");
}

#[tokio::test]
async fn bodies_that_are_no_bodies_are_refused() {
    let sandbox = Sandbox::start().await.unwrap();
    let post = |path: &str, media_type: &str, body: &str| {
        call(&sandbox, "POST", path).body(media_type, body).send()
    };

    for (media_type, body, status) in [
        ("application/json", "{", 400),
        ("application/json", "[]", 400),
        ("application/xml", "<ApiKey><name>n</name>", 400),
        ("application/xml", "<apiKey><name>n</name></apiKey>", 400),
        (
            "application/xml",
            "<ApiKey><name>n</name><allowedIPs><ip>1.1.1.1</ip></allowedIPs></ApiKey>",
            400,
        ),
        ("application/xml", "<!DOCTYPE ApiKey><ApiKey><name>n</name></ApiKey>", 400),
        ("application/xml", "<ApiKey><name>n</name><validTo>soon</validTo></ApiKey>", 400),
        ("application/xml", "<ApiKey><name>n</name><enabled>maybe</enabled></ApiKey>", 400),
        ("text/plain", "name", 415),
        ("application/x-www-form-urlencoded", "name=n", 415),
    ] {
        assert_eq!(post(V1, media_type, body).await.status, status, "{media_type} {body}");
    }
    assert_eq!(post(V2, "application/xml", "<ApiKey><name>n</name></ApiKey>").await.status, 415);
    assert!(sandbox.keys().is_empty());
}
