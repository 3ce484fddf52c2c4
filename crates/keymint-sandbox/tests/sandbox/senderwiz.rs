//! SenderWiz: customers and their API keys.

use keymint_sandbox::{Dialect, Provider, Sandbox};
use serde_json::{Value, json};

use crate::support::{Call, Reply, frozen, has_shape, text};

#[tokio::test]
async fn a_creation_answers_as_in_the_documented_example() {
    let sandbox = frozen(Dialect::Examples, "2025-04-19T11:00:00Z").await;

    let reply = send(&sandbox, "POST", KEYS, Some(&request())).await;

    let secret = text(&reply.json(), "/api_key/key");
    assert_eq!(reply.status, 201);
    assert!(has_shape(&secret, &"#".repeat(40)), "{secret}");
    let documented = json!({
        "status": "success",
        "api_key": {
            "key_id": "31",
            "key": secret,
            "name": "My site",
            "description": "This key is used on my site",
            "ip_whitelist": ["123.123.123.123", "111.111.111.111"],
            "ip_blacklist": ["231.231.231.231", "222.222.222.222"],
            "created_at": "2025-04-19 11:00:00"
        }
    });
    assert_eq!(reply.json(), documented);
}

#[tokio::test]
async fn a_form_with_brackets_says_the_same_as_json() {
    let sandbox = Sandbox::start().await.unwrap();
    let form = "name=My+site&description=This+key+is+used+on+my+site\
        &ip_whitelist%5B0%5D=123.123.123.123&ip_whitelist%5B1%5D=111.111.111.111\
        &ip_blacklist%5B%5D=231.231.231.231&ip_blacklist%5B%5D=222.222.222.222";

    let by_form = send_form(&sandbox, "POST", KEYS, form).await.json();
    let by_json = send(&sandbox, "POST", KEYS, Some(&request())).await.json();

    for field in ["name", "description", "ip_whitelist", "ip_blacklist"] {
        assert_eq!(by_form["api_key"][field], by_json["api_key"][field], "{field}");
    }
    assert_eq!(
        (&by_form["api_key"]["key_id"], &by_json["api_key"]["key_id"]),
        (&json!("31"), &json!("32"))
    );
}

#[tokio::test]
async fn a_list_shows_secrets_in_clear_newest_first() {
    let sandbox = Sandbox::start().await.unwrap();
    let first = send(&sandbox, "POST", KEYS, Some(&request())).await.json();
    let second = send(&sandbox, "POST", KEYS, None).await.json();
    send(&sandbox, "POST", "/customers/h3k92mrb7s8qt/api-keys", None).await;

    let list = send(&sandbox, "GET", KEYS, None).await.json();

    let expected = json!({"status": "success", "api_keys": [second["api_key"], first["api_key"]]});
    assert_eq!(list, expected);
    assert_eq!(second["api_key"]["ip_whitelist"], json!([]));
}

#[tokio::test]
async fn an_update_keeps_what_was_not_sent() {
    let sandbox = Sandbox::start().await.unwrap();
    let before = send(&sandbox, "POST", KEYS, Some(&request())).await.json();

    let path = format!("{KEYS}/31");
    let after =
        send(&sandbox, "PUT", &path, Some(&json!({"name": "Updated Key", "ip_blacklist": []})))
            .await;

    let mut expected = before["api_key"].clone();
    expected["name"] = json!("Updated Key");
    expected["ip_blacklist"] = json!([]);
    assert_eq!(after.status, 200);
    assert_eq!(after.json()["api_key"], expected);
    assert_eq!(after.json()["message"], "API key updated successfully.");
    let emptied = send_form(&sandbox, "PUT", &path, "ip_whitelist=").await.json();
    assert_eq!(emptied["api_key"]["ip_whitelist"], json!([]));
}

#[tokio::test]
async fn a_deleted_api_key_is_gone_from_the_list() {
    let sandbox = Sandbox::start().await.unwrap();
    send(&sandbox, "POST", KEYS, Some(&request())).await;
    let path = format!("{KEYS}/31");

    assert_eq!(send(&sandbox, "DELETE", &path, None).await.json()["status"], "success");

    assert_eq!(send(&sandbox, "GET", KEYS, None).await.json()["api_keys"], json!([]));
    assert_eq!(send(&sandbox, "DELETE", &path, None).await.status, 404);
    assert_eq!(send(&sandbox, "PUT", &path, Some(&json!({}))).await.status, 404);
    assert!(!sandbox.keys()[0].live);
}

#[tokio::test]
async fn only_the_admin_key_is_accepted() {
    let sandbox = Sandbox::start().await.unwrap();
    let minted = text(&send(&sandbox, "POST", KEYS, None).await.json(), "/api_key/key");

    let documented =
        json!({"status": "error", "error": "Invalid API key. Please refer to the documentation."});
    for (header, value) in
        [("x-admin-api-key", "wrong"), ("x-api-key", minted.as_str()), ("x-api-key", ADMIN)]
    {
        let call = Call::to(&sandbox, Provider::SenderWiz, "GET", KEYS).header(header, value);
        let reply = call.send().await;
        assert_eq!((reply.status, reply.json()), (401, documented.clone()));
    }
}

#[tokio::test]
async fn invalid_requests_are_refused_with_a_sentence_or_field_by_field() {
    let sandbox = Sandbox::start().await.unwrap();
    let cases = [
        (json!({"name": "x".repeat(256)}), json!({"name": "must be at most 255 characters long"})),
        (
            json!({"ip_whitelist": ["1.2.3.4", "nowhere"]}),
            json!({"ip_whitelist": "nowhere is not a valid IP address or range"}),
        ),
        (
            json!({"ip_blacklist": {"a": "1.2.3.4"}}),
            json!({"ip_blacklist": "must be a list of strings"}),
        ),
        (json!([]), json!("Invalid API request params. Please refer to the documentation.")),
    ];
    for (request, error) in cases {
        let reply = send(&sandbox, "POST", KEYS, Some(&request)).await;
        assert_eq!((reply.status, reply.json()), (400, json!({"status": "error", "error": error})));
    }

    let call = |media_type: &str, body: &str| {
        let call = Call::to(&sandbox, Provider::SenderWiz, "POST", KEYS);
        call.header("x-admin-api-key", ADMIN).body(media_type, body).send()
    };
    assert_eq!(call("application/json", "{").await.status, 400);
    assert_eq!(call("application/xml", "<a/>").await.status, 415);
    assert_eq!(send(&sandbox, "POST", "/customers/nobody/api-keys", None).await.status, 404);
    assert!(sandbox.keys().is_empty());
}

#[tokio::test]
async fn customers_are_paged_searched_and_filtered() {
    let sandbox = Sandbox::start().await.unwrap();
    let get =
        async |query: &str| send(&sandbox, "GET", &format!("/customers{query}"), None).await.json();

    let first = get("").await;
    assert_eq!(
        (&first["current_page"], &first["per_page"], &first["total"]),
        (&json!(1), &json!(10), &json!(12))
    );
    assert_eq!(first["data"].as_array().map(Vec::len), Some(10));
    assert_eq!(get("?page=2").await["data"].as_array().map(Vec::len), Some(2));
    assert_eq!(get("?per_page=500").await["per_page"], json!(50));
    assert_eq!(get("?page=9").await["data"], json!([]));
    assert_eq!(get("?search=liam").await["data"][0]["customer_uid"], "h3k92mrb7s8qt");
    assert_eq!(get("?search=EMMA.WATERS%40").await["total"], json!(1));
    assert_eq!(get("?status=inactive").await["data"][0]["email"], "liam.smith@example.com");
}

#[tokio::test]
async fn a_customer_is_shown_with_timezone_and_company() {
    let sandbox = Sandbox::start().await.unwrap();

    let body = send(&sandbox, "GET", "/customers/ab382plq98zr7", None).await.json();

    assert_eq!(body["customer"]["timezone"], "UTC");
    assert_eq!(body["customer"]["group"], "Pro-Group");
    assert_eq!(body["customer"]["company"]["zip_code"], "M5V3L9");
}

#[tokio::test]
async fn a_customer_is_made_from_a_nested_form() {
    let sandbox = Sandbox::start().await.unwrap();
    let form = "customer[first_name]=Ada&customer[last_name]=Byron&customer[email]=ada%40example.com\
        &customer[password]=CANARY-password&customer[timezone]=UTC&customer[group]=Pro-Group&company[name]=Engines";

    let made = send_form(&sandbox, "POST", "/customers", form).await;

    let uid = text(&made.json(), "/customer_uid");
    assert_eq!((made.status, uid.len()), (201, 13));
    let shown = send(&sandbox, "GET", &format!("/customers/{uid}"), None).await.json();
    assert_eq!(
        (&shown["customer"]["email"], &shown["customer"]["company"]["name"]),
        (&json!("ada@example.com"), &json!("Engines"))
    );
    assert_eq!(
        send(&sandbox, "POST", &format!("/customers/{uid}/api-keys"), None).await.status,
        201
    );

    let again = send_form(&sandbox, "POST", "/customers", form).await;
    assert_eq!(
        (again.status, &again.json()["error"]["email"]),
        (422, &json!("has already been taken"))
    );
    let empty = send(&sandbox, "POST", "/customers", Some(&json!({"customer": {}}))).await;
    assert_eq!((empty.status, &empty.json()["error"]["password"]), (422, &json!("is required")));
    let logged = format!("{:?}", sandbox.requests());
    assert!(!logged.contains("CANARY"), "{logged}");
}

#[tokio::test]
async fn a_customer_can_be_changed_and_scheduled_for_deletion() {
    let sandbox = Sandbox::start().await.unwrap();
    let path = "/customers/ab382plq98zr7";

    let change = json!({"customer": {"status": "Inactive", "last_name": "Stone"}});
    assert_eq!(send(&sandbox, "PUT", path, Some(&change)).await.status, 200);
    let changed = send(&sandbox, "GET", path, None).await.json();
    assert_eq!(
        (&changed["customer"]["status"], &changed["customer"]["last_name"]),
        (&json!("inactive"), &json!("Stone"))
    );
    assert_eq!(changed["customer"]["first_name"], "Emma");

    let deleted = send(&sandbox, "DELETE", path, None).await.json();
    assert_eq!(
        deleted,
        json!({"status": "success", "message": "Customer scheduled for deletion."})
    );
}

#[tokio::test]
async fn groups_are_counted() {
    let sandbox = Sandbox::start().await.unwrap();

    let data = send(&sandbox, "GET", "/groups?per_page=2", None).await.json()["data"].clone();

    assert_eq!(
        (&data["count"], &data["total_pages"], &data["next_page"]),
        (&json!("3"), &json!(2), &json!(2))
    );
    assert_eq!(
        (&data["prev_page"], &data["records"][0]["customers_count"]),
        (&Value::Null, &json!(10))
    );
}

fn request() -> Value {
    json!({
        "name": "My site",
        "description": "This key is used on my site",
        "ip_whitelist": ["123.123.123.123", "111.111.111.111"],
        "ip_blacklist": ["231.231.231.231", "222.222.222.222"]
    })
}

async fn send(sandbox: &Sandbox, method: &str, path: &str, body: Option<&Value>) -> Reply {
    let call =
        Call::to(sandbox, Provider::SenderWiz, method, path).header("x-admin-api-key", ADMIN);
    match body {
        Some(body) => call.json(body).send().await,
        None => call.send().await,
    }
}

async fn send_form(sandbox: &Sandbox, method: &str, path: &str, body: &str) -> Reply {
    let call =
        Call::to(sandbox, Provider::SenderWiz, method, path).header("x-admin-api-key", ADMIN);
    call.body("application/x-www-form-urlencoded", body).send().await
}

const ADMIN: &str = "SANDBOX_senderwiz_admin_api_key";
const KEYS: &str = "/customers/ab382plq98zr7/api-keys";
