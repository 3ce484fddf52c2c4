//! `settings/2`.

use keymint_sandbox::{Dialect, Sandbox, Standing};
use serde_json::{Value, json};

use super::{OWN, SUB, V1, V2, send};
use crate::support::{frozen, has_shape, text};

#[tokio::test]
async fn a_creation_answers_200_with_the_documented_fields() {
    let sandbox = frozen(Dialect::Schemas, "2023-09-01T10:00:00Z").await;
    let request = json!({
        "accountId": OWN,
        "name": "First ApiKey on my account",
        "allowedIPs": ["127.0.0.1", "168.158.10.122"],
        "validFrom": "2023-09-01T10:00:00",
        "validTo": "2024-09-01T10:00:00",
        "permissions": ["PUBLIC_API"],
        "scopeGuids": ["2fa:manage", "account-management:manage"]
    });

    let reply = send(&sandbox, "POST", V2, Some(&request)).await;

    let body = reply.json();
    let mut documented = request.clone();
    documented["id"] = body["id"].clone();
    documented["apiKeySecret"] = body["apiKeySecret"].clone();
    documented["enabled"] = json!(true);
    assert_eq!(reply.status, 200);
    assert_eq!(body, documented);
    assert!(has_shape(&text(&body, "/id"), &"@".repeat(32)));
}

#[tokio::test]
async fn an_api_key_is_valid_for_a_year_unless_told_otherwise() {
    let sandbox = frozen(Dialect::Schemas, "2023-09-01T10:00:00Z").await;

    let body = send(&sandbox, "POST", V2, Some(&json!({"name": "plain"}))).await.json();

    assert_eq!(body["validFrom"], "2023-09-01T10:00:00");
    assert_eq!(body["validTo"], "2024-09-01T10:00:00");
    assert_eq!(body["permissions"], json!(["PUBLIC_API"]));
    assert_eq!(body["accountId"], OWN);
    assert_eq!(body.get("allowedIPs"), None);
}

#[tokio::test]
async fn both_versions_see_one_store() {
    let sandbox = frozen(Dialect::Schemas, "2023-09-01T10:00:00Z").await;
    let v1 = send(&sandbox, "POST", V1, Some(&json!({"name": "old", "permissions": ["TFA"]})))
        .await
        .json();
    let v2 = send(&sandbox, "POST", V2, Some(&json!({"name": "new"}))).await.json();

    let through_v2 =
        send(&sandbox, "GET", &format!("{V2}/{}", text(&v1, "/key")), None).await.json();
    assert_eq!(through_v2["apiKeySecret"], v1["publicApiKey"]);
    assert_eq!(through_v2["permissions"], json!(["2FA_CLIENT"]));
    let through_v1 =
        send(&sandbox, "GET", &format!("{V1}/{}", text(&v2, "/id")), None).await.json();
    assert_eq!((&through_v1["name"], &through_v1["permissions"]), (&json!("new"), &json!(["ALL"])));
    assert_eq!(through_v1["validFrom"], "2023-09-01T10:00:00.000+00:00");
}

#[tokio::test]
async fn a_list_is_paged_ordered_and_filtered() {
    let sandbox = Sandbox::start().await.unwrap();
    for name in ["c", "a", "b"] {
        send(&sandbox, "POST", V2, Some(&json!({"name": name}))).await;
    }
    send(&sandbox, "POST", V2, Some(&json!({"name": "sub", "accountId": SUB}))).await;
    let get = async |query: &str| send(&sandbox, "GET", &format!("{V2}?{query}"), None).await;
    let names = |body: &Value| -> Vec<String> {
        body["apiKeys"].as_array().unwrap().iter().map(|key| text(key, "/name")).collect()
    };

    let first = get("size=2&orderBy=name").await.json();
    assert_eq!(names(&first), ["a", "b"]);
    let paging = json!({
        "page": 0, "pageSize": 2, "orderDirection": "asc", "orderBy": "name", "totalCount": 3, "totalPages": 2
    });
    assert_eq!(first["paging"], paging);
    assert_eq!(names(&get("size=2&orderBy=name&page=1").await.json()), ["c"]);
    assert_eq!(names(&get("orderBy=name&orderDirection=desc").await.json()), ["c", "b", "a"]);
    assert_eq!(names(&get("name=b").await.json()), ["b"]);
    assert_eq!(names(&get(&format!("accountId={SUB}")).await.json()), ["sub"]);
    assert_eq!(names(&get("enabled=false").await.json()), [""; 0]);
    assert_eq!(get("").await.json()["paging"]["pageSize"], json!(100));

    for query in [
        "page=101",
        "size=0",
        "size=101",
        "page=x",
        "orderBy=secret",
        "orderDirection=up",
        "enabled=1",
    ] {
        assert_eq!(get(query).await.status, 400, "{query}");
    }
    assert_eq!(get("accountId=0000").await.status, 403);
}

#[tokio::test]
async fn violations_name_their_property() {
    let sandbox = frozen(Dialect::Schemas, "2023-09-01T10:00:00Z").await;
    let cases = [
        (json!({}), "name", "is required"),
        (json!({"name": "n".repeat(256)}), "name", "must be at most 255 characters long"),
        (
            json!({"name": "n", "allowedIPs": ["x"]}),
            "allowedIPs",
            "x is not a valid IP address or range",
        ),
        (json!({"name": "n", "validTo": "soon"}), "validTo", "is not a valid date"),
        (
            json!({"name": "n", "validFrom": "2023-09-01T09:59:59"}),
            "validFrom",
            "must not be before the creation",
        ),
        (
            json!({"name": "n", "validFrom": "2024-01-01T00:00:00", "validTo": "2023-12-31T00:00:00"}),
            "validTo",
            "must not be before validFrom",
        ),
        (
            json!({"name": "n", "permissions": ["PUBLIC_API", "WEB_SDK"]}),
            "permissions",
            "PUBLIC_API and WEB_SDK cannot be combined",
        ),
        (json!({"name": "n", "permissions": ["ALL"]}), "permissions", "ALL is not a known value"),
        (
            json!({"name": "n", "permissions": ["WEB_SDK"], "platform": [{"applicationId": "a"}]}),
            "permissions",
            "cannot be combined with platform",
        ),
        (
            json!({"name": "n", "accountId": SUB, "platform": [{"applicationId": "a"}]}),
            "platform",
            "may be set for the main account only",
        ),
        (json!({"name": "n", "platform": [{}]}), "platform[0].applicationId", "is required"),
    ];

    for (request, property, violation) in cases {
        let reply = send(&sandbox, "POST", V2, Some(&request)).await;
        assert_eq!(reply.status, 400, "{request}");
        assert_eq!(
            reply.json()["violations"],
            json!([{"property": property, "violation": violation}])
        );
        assert_eq!(reply.json()["errorCode"], "E400");
    }
    assert!(sandbox.keys().is_empty());
}

#[tokio::test]
async fn empty_lists_do_what_is_documented_for_each() {
    let sandbox = Sandbox::start().await.unwrap();
    let request = json!({"name": "n", "permissions": ["WEB_SDK"], "scopeGuids": ["2fa:manage"]});
    let made = send(&sandbox, "POST", V2, Some(&request)).await.json();
    let path = format!("{V2}/{}", text(&made, "/id"));
    let put = async |body: Value| send(&sandbox, "PUT", &path, Some(&body)).await.json();

    assert_eq!(put(json!({})).await, made, "absent is kept");
    assert_eq!(put(json!({"permissions": []})).await["permissions"], json!(["PUBLIC_API"]));
    assert_eq!(put(json!({"scopeGuids": []})).await["scopeGuids"], json!([]));
    let linked = put(json!({"platform": [{"applicationId": "default", "action": "FILL"}]})).await;
    assert_eq!(linked.get("permissions"), None);
    assert!(has_shape(&text(&linked, "/platform/0/key"), &"@".repeat(32)));
    let unlinked = put(json!({"platform": []})).await;
    assert_eq!(
        (unlinked.get("platform"), &unlinked["permissions"]),
        (None, &json!(["PUBLIC_API"]))
    );
    let both = json!({"platform": [{"applicationId": "a"}], "scopeGuids": []});
    assert_eq!(send(&sandbox, "PUT", &path, Some(&both)).await.status, 400);
}

#[tokio::test]
async fn a_disabled_api_key_stops_and_can_start_again() {
    let sandbox = Sandbox::start().await.unwrap();
    let made = send(&sandbox, "POST", V2, Some(&json!({"name": "n"}))).await.json();
    let (path, secret) = (format!("{V2}/{}", text(&made, "/id")), text(&made, "/apiKeySecret"));

    for (enabled, standing) in [(false, Standing::Disabled), (true, Standing::Live)] {
        send(&sandbox, "PUT", &path, Some(&json!({"enabled": enabled}))).await;
        assert_eq!(sandbox.verify(&secret).unwrap().standing, standing);
    }
    assert_eq!(send(&sandbox, "PUT", &format!("{V2}/0000"), Some(&json!({}))).await.status, 404);
}
