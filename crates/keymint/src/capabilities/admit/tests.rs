use super::*;
use crate::capabilities::{BITGPT, INFOBIP, SENDERWIZ, SENDKIT};

fn customer() -> Owner {
    Owner::new("ab382plq98zr7").unwrap()
}

fn refused(
    capabilities: &Capabilities,
    owner: &Owner,
    request: &KeyRequest,
) -> (ErrorKind, &'static str) {
    let error = capabilities.admit_create(owner, request).expect_err("refused");
    assert_eq!(error.provider(), Some(capabilities.provider));
    assert!(error.to_string().contains("; "), "no mend: {error}");
    (error.kind(), error.field().expect("a field"))
}

#[test]
fn a_field_that_the_provider_lacks_is_refused_by_name() {
    use ErrorKind::Unsupported;
    let end = KeyRequest::new().name("n").expires("2030-01-01".parse().unwrap());
    let scopes = KeyRequest::new().scopes(["x"]);
    let deny = KeyRequest::new().name("n").deny_list(["10.0.0.0/8".parse().unwrap()]);

    assert_eq!(refused(&SENDERWIZ, &customer(), &end), (Unsupported, "expires"));
    assert_eq!(refused(&SENDERWIZ, &customer(), &scopes), (Unsupported, "scopes"));
    assert_eq!(refused(&BITGPT, &Owner::own(), &deny), (Unsupported, "deny_list"));
    assert_eq!(refused(&INFOBIP, &Owner::own(), &deny), (Unsupported, "deny_list"));
    assert_eq!(
        refused(&INFOBIP, &Owner::own(), &end.clone().description("d")),
        (Unsupported, "description")
    );
    assert_eq!(refused(&SENDKIT, &customer(), &KeyRequest::new().name("n")), (Unsupported, "name"));
    assert_eq!(refused(&BITGPT, &customer(), &KeyRequest::new().name("n")), (Unsupported, "owner"));
}

#[test]
fn an_empty_list_is_given_all_the_same() {
    let request = KeyRequest::new().deny_list([]);

    assert_eq!(refused(&SENDKIT, &customer(), &request), (ErrorKind::Unsupported, "deny_list"));
}

#[test]
fn what_is_missing_or_impossible_is_refused_by_name() {
    use ErrorKind::Invalid;
    let named = KeyRequest::new().name("n");
    let backwards = named
        .clone()
        .valid_from("2030-01-02".parse().unwrap())
        .expires("2030-01-01".parse().unwrap());

    assert_eq!(refused(&SENDERWIZ, &Owner::own(), &named), (Invalid, "owner"));
    assert_eq!(refused(&BITGPT, &Owner::own(), &KeyRequest::new()), (Invalid, "name"));
    assert_eq!(
        refused(&BITGPT, &Owner::own(), &KeyRequest::new().name("x".repeat(256))),
        (Invalid, "name")
    );
    assert_eq!(refused(&INFOBIP, &Owner::own(), &KeyRequest::new().name(" ")), (Invalid, "name"));
    assert_eq!(refused(&INFOBIP, &Owner::own(), &backwards), (Invalid, "expires"));
    assert_eq!(refused(&BITGPT, &Owner::own(), &named.scopes(["a b"])), (Invalid, "scopes"));
}

#[test]
fn an_empty_list_of_scopes_must_be_meant() {
    let empty = KeyRequest::new().name("n").scopes(Vec::<String>::new());

    for capabilities in [&BITGPT, &INFOBIP] {
        assert_eq!(refused(capabilities, &Owner::own(), &empty), (ErrorKind::Invalid, "scopes"));
        capabilities.admit_create(&Owner::own(), &empty.clone().allow_empty_scopes()).unwrap();
        capabilities.admit_create(&Owner::own(), &KeyRequest::new().name("n")).unwrap();
    }
}

#[test]
fn updates_are_held_to_rules_of_their_own() {
    let id = ApiKeyId::new("1").unwrap();
    let field = |capabilities: &Capabilities, owner: &Owner, update: KeyUpdate| {
        capabilities.admit_update(owner, &id, &update).expect_err("refused").field()
    };
    let range: AddressRange = "127.0.0.1".parse().unwrap();

    assert_eq!(
        field(&BITGPT, &Owner::own(), KeyUpdate::new().name("n").allow_list([range])),
        Some("allow_list")
    );
    assert_eq!(field(&BITGPT, &Owner::own(), KeyUpdate::new().description("d")), Some("name"));
    assert_eq!(field(&SENDERWIZ, &customer(), KeyUpdate::new().enabled(false)), Some("enabled"));
    assert_eq!(field(&SENDERWIZ, &customer(), KeyUpdate::new()), Some("update"));
    assert_eq!(field(&SENDKIT, &customer(), KeyUpdate::new().name("n")), Some("key_id"));
    INFOBIP.admit_update(&Owner::own(), &id, &KeyUpdate::new().enabled(false)).unwrap();
}

#[test]
fn doubtful_addresses_are_sent_with_a_warning() {
    let list = |text: &str| ListField::Values(vec![text.parse().unwrap()]);
    let warned = |capabilities: &Capabilities, text| {
        capabilities.address_warning([&ListField::Absent, &list(text)]).is_some()
    };

    assert!(
        !warned(&SENDERWIZ, "127.0.0.1")
            && warned(&SENDERWIZ, "10.0.0.0/8")
            && warned(&SENDERWIZ, "::1")
    );
    assert!(!warned(&INFOBIP, "10.0.0.0/8") && warned(&INFOBIP, "::1"));
    assert!(!warned(&BITGPT, "2001:db8::/32"));
}
