use super::*;

const FIELDS: &[FormField] = &[
    FormField { name: "ip_whitelist", style: FormStyle::Brackets },
    FormField { name: "ip_blacklist", style: FormStyle::Brackets },
    FormField { name: "company", style: FormStyle::Brackets },
    FormField { name: "tags", style: FormStyle::Commas },
];

fn encoded(json: &str) -> String {
    String::from_utf8(encode(FIELDS, json.as_bytes()).unwrap()).unwrap()
}

fn refusal(json: &str) -> String {
    encode(FIELDS, json.as_bytes()).expect_err(json).to_string()
}

#[test]
fn a_list_in_brackets_is_what_http_build_query_writes() {
    let json = r#"{
        "name": "My site",
        "description": "This key is used on my site",
        "ip_whitelist": ["123.123.123.123", "111.111.111.111"],
        "ip_blacklist": ["231.231.231.231", "222.222.222.222"]
    }"#;

    assert_eq!(
        encoded(json),
        "name=My+site&description=This+key+is+used+on+my+site\
         &ip_whitelist%5B0%5D=123.123.123.123&ip_whitelist%5B1%5D=111.111.111.111\
         &ip_blacklist%5B0%5D=231.231.231.231&ip_blacklist%5B1%5D=222.222.222.222"
    );
}

#[test]
fn every_item_has_its_own_number_and_is_encoded_or_not_by_itself() {
    let items: Vec<_> = ["10.0.0.1", "a b", "é", "\\u0026", "\\\"", "a,b*-._~"].repeat(2);
    let json = format!(r#"{{"ip_whitelist": ["{}"]}}"#, items.join(r#"", ""#));
    let values = ["10.0.0.1", "a+b", "%C3%A9", "%26", "%22", "a%2Cb*-._%7E"].repeat(2);
    let pairs = values.iter().enumerate();
    let pairs: Vec<_> =
        pairs.map(|(index, value)| format!("ip_whitelist%5B{index}%5D={value}")).collect();

    assert_eq!(encoded(&json), pairs.join("&"));
}

#[test]
fn brackets_nest() {
    let json = r#"{"company": {"name": "A & B", "none": null, "phones": [{"kind": "work", "no": 1}, {"kind": "é"}]}}"#;

    assert_eq!(
        encoded(json),
        "company%5Bname%5D=A+%26+B&company%5Bphones%5D%5B0%5D%5Bkind%5D=work&company%5Bphones%5D%5B0%5D%5Bno%5D=1\
         &company%5Bphones%5D%5B1%5D%5Bkind%5D=%C3%A9"
    );
}

#[test]
fn a_list_without_a_style_repeats_its_name() {
    assert_eq!(encoded(r#"{"scope": ["a b", true, 1]}"#), "scope=a+b&scope=true&scope=1");
}

#[test]
fn commas_join_lists_and_objects() {
    assert_eq!(encoded(r#"{"tags": ["a", "b c"]}"#), "tags=a,b+c");
    assert_eq!(encoded(r#"{"tags": {"a": 1, "none": null, "b": "x"}}"#), "tags=a,1,b,x");
    assert_eq!(encoded(r#"{"tags": "a,b"}"#), "tags=a%2Cb");
}

#[test]
fn properties_keep_their_order_and_numbers_their_digits() {
    let json = r#"{"z":1.10,"b":-0,"a":123456789012345678901234567890,"c":1E+2,"t":true,"f":false,"e":"","n":null}"#;

    assert_eq!(
        encoded(json),
        "z=1.10&b=-0&a=123456789012345678901234567890&c=1E%2B2&t=true&f=false&e="
    );
}

#[test]
fn names_and_values_cannot_break_out_of_their_pair() {
    assert_eq!(
        encoded(r#"{"a=b&c": "d=e&f#%+\u0000\ud83d\ude00"}"#),
        "a%3Db%26c=d%3De%26f%23%25%2B%00%F0%9F%98%80"
    );
}

#[test]
fn an_object_without_properties_is_an_empty_form() {
    assert_eq!(encoded("{}"), "");
    assert_eq!(encoded(r#"{"a": null}"#), "");
}

#[test]
fn what_a_form_cannot_write_empty_is_refused_with_the_mend() {
    let mend = "a form has no way to write this list or object empty; leave it out, or send JSON";

    for (json, field) in [
        (r#"{"scope":[]}"#, "scope"),
        (r#"{"tags":[]}"#, "tags"),
        (r#"{"tags":{"a":null}}"#, "tags"),
        (r#"{"ip_whitelist":[]}"#, "ip_whitelist"),
        (r#"{"company":{}}"#, "company"),
        (r#"{"company":{"name":null}}"#, "company"),
        (r#"{"company":{"phones":["1",[]]}}"#, "company.phones[1]"),
    ] {
        assert_eq!(refusal(json), format!("{field}: {mend}"));
    }
}

#[test]
fn what_a_form_cannot_nest_is_refused_with_the_field() {
    let mend = "a form has no way to write this list or object here; send JSON";

    for (json, field) in [
        (r#"{"owner":{"name":"x"}}"#, "owner"),
        (r#"{"scope":["a",["b"]]}"#, "scope[1]"),
        (r#"{"scope":[{"a":1}]}"#, "scope[0]"),
        (r#"{"tags":["a",["b"]]}"#, "tags[1]"),
        (r#"{"tags":{"a":{"b":1}}}"#, "tags.a"),
    ] {
        assert_eq!(refusal(json), format!("{field}: {mend}"));
    }
}

#[test]
fn a_null_item_and_a_comma_in_an_item_are_refused() {
    assert_eq!(refusal(r#"{"scope":["a",null]}"#), "scope[1]: null cannot be an item of a list");
    assert_eq!(
        refusal(r#"{"ip_whitelist":[null]}"#),
        "ip_whitelist[0]: null cannot be an item of a list"
    );
    assert_eq!(
        refusal(r#"{"tags":["a,b"]}"#),
        "tags[0]: has a comma, which the form takes for the end of a value"
    );
}

#[test]
fn only_an_object_is_a_form() {
    for json in ["[]", "null", "1", r#""a""#, r#"[["a","b"]]"#] {
        assert_eq!(refusal(json), "only an object can be a form");
    }
}

#[test]
fn malformed_json_is_an_error_and_never_quoted() {
    let json = r#"{"name":"sk_test_CANARY","list":["a",{"b":1.5e3}],"more":[true,false,null]}"#;

    for end in 0..json.len() {
        let error = encode(&[], &json.as_bytes()[..end]).unwrap_err().to_string();
        assert!(!error.contains("CANARY"), "{error}");
    }
    for json in [
        "{} x",
        "{}{}",
        "{,}",
        r#"{"a":1,}"#,
        r#"{"a" 1}"#,
        r#"{"a":1 "b":2}"#,
        "{a:1}",
        r#"{"a":01}"#,
        r#"{"a":.5}"#,
        r#"{"a":1.}"#,
        r#"{"a":1e}"#,
        r#"{"a":-}"#,
        r#"{"a":+1}"#,
        r#"{"a":NaN}"#,
        r#"{"a":nul}"#,
        r#"{"a":[1,]}"#,
        r#"{"a":[,1]}"#,
        r#"{"a":[1 2]}"#,
        r#"{"a":"\x"}"#,
        r#"{"a":"\u12"}"#,
        r#"{"a":"\u+123"}"#,
        r#"{"a":"\ud83d"}"#,
        r#"{"a":"\ude00"}"#,
        r#"{"a":"\ud83dé"}"#,
        r#"{"a":"\ud83d\u0041"}"#,
        "{\"a\":\"\n\"}",
    ] {
        assert!(refusal(json).ends_with("malformed JSON"), "{json}");
    }
    assert!(encode(&[], b"{\"a\":\"\xff\"}").is_err());
}

#[test]
fn nesting_has_an_end() {
    let lists = format!("{{\"company\":{}", "[".repeat(1_000_000));
    let objects = "{\"company\":".repeat(1_000_000);

    assert!(refusal(&lists).ends_with("nested too deeply"));
    assert!(refusal(&objects).ends_with("nested too deeply"));
}
