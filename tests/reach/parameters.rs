//! Parameters of the path, of the query, of headers and of cookies, in every style.

use std::collections::BTreeMap;

use crate::generated::types::{Color, Filter, Range};
use crate::server::{client, header, line, seen, silent};

fn range(from: i64, to: i64) -> Range {
    Range { from: Some(from), to: Some(to) }
}

fn filter() -> Filter {
    Filter { color: Some(Color::DarkBlue.into()), ids: Some(vec![7, 8]), size: Some(range(1, 2)) }
}

#[tokio::test]
async fn a_query_is_written_as_each_parameter_says() {
    let server = silent().await;

    let client = client(&server);
    let call = client
        .send_query()
        .text("a&b=c d")
        .repeated(vec![Color::Red, Color::DarkBlue])
        .commas(vec!["a,b".to_owned(), "c".to_owned()])
        .spaces(vec![1, 2])
        .pipes(vec!["x".to_owned(), "y".to_owned()])
        .filter(filter())
        .flat(range(3, 4))
        .listed(range(5, 6))
        .json(range_filter())
        .url("https://a.example/?b=c")
        .either(vec![1, 2])
        .labels(BTreeMap::from([("team".to_owned(), "core".to_owned())]));
    call.send().await.expect("an answer");

    let request = seen(&server).await;
    let mut pairs: Vec<_> = request.url.query().unwrap_or_default().split('&').collect();
    pairs.sort_unstable();
    assert_eq!(
        pairs,
        [
            "commas=a%2Cb,c",
            "either=1",
            "either=2",
            "filter%5Bcolor%5D=dark-blue",
            "filter%5Bids%5D%5B0%5D=7",
            "filter%5Bids%5D%5B1%5D=8",
            "filter%5Bsize%5D%5Bfrom%5D=1",
            "filter%5Bsize%5D%5Bto%5D=2",
            "from=3",
            "json=%7B%22size%22%3A%7B%22from%22%3A1%2C%22to%22%3A2%7D%7D",
            "listed=from,5,to,6",
            "pipes=x%7Cy",
            "repeated=dark-blue",
            "repeated=red",
            "spaces=1%202",
            "team=core",
            "text=a%26b%3Dc+d",
            "to=4",
            "url=https://a.example/?b=c",
        ]
    );
}

fn range_filter() -> Filter {
    Filter { color: None, ids: None, size: Some(range(1, 2)) }
}

#[tokio::test]
async fn what_is_not_given_is_not_sent() {
    let server = silent().await;

    client(&server).send_query().text("").commas(Vec::new()).send().await.expect("an answer");

    assert_eq!(line(&seen(&server).await), "GET /query?text=");
}

#[tokio::test]
async fn headers_and_cookies_carry_lists_and_objects() {
    let server = silent().await;

    let client = client(&server);
    let call = client
        .send_headers()
        .x_ids(vec![1, 2])
        .x_range(range(3, 4))
        .x_text("as it is")
        .x_json(range(5, 6))
        .sid("a; admin=1")
        .tags(vec!["x".to_owned(), "y z".to_owned()]);
    call.send().await.expect("an answer");

    let request = seen(&server).await;
    assert_eq!(header(&request, "x-ids"), Some("1,2"));
    assert_eq!(header(&request, "x-range"), Some("from=3,to=4"));
    assert_eq!(header(&request, "x-text"), Some("as it is"));
    assert_eq!(header(&request, "x-json"), Some(r#"{"from":5,"to":6}"#));
    assert_eq!(header(&request, "cookie"), Some("sid=a%3B%20admin%3D1; tags=x,y%20z"));
}

#[tokio::test]
async fn an_empty_list_adds_no_cookie() {
    let server = silent().await;

    client(&server)
        .send_headers()
        .x_ids(vec![1])
        .sid("a")
        .tags(Vec::new())
        .send()
        .await
        .expect("an answer");

    assert_eq!(header(&seen(&server).await, "cookie"), Some("sid=a"));
}

#[tokio::test]
async fn what_would_be_read_as_something_else_is_refused_by_name_and_not_sent() {
    let server = silent().await;

    let error = client(&server).send_query().pipes(vec!["a|b".to_owned()]).send().await;

    let error = error.expect_err("refused").to_string();
    assert!(error.contains("`pipes`") && error.contains("parts items"), "{error}");
    assert!(server.received_requests().await.unwrap_or_default().is_empty());
}

#[tokio::test]
async fn a_required_cookie_that_is_missing_is_named_before_the_network() {
    let server = silent().await;

    let error = client(&server).send_headers().x_ids(vec![1]).send().await.expect_err("refused");

    assert!(error.to_string().contains("`sid` is required"), "{error}");
    assert!(server.received_requests().await.unwrap_or_default().is_empty());
}

#[tokio::test]
async fn a_path_is_written_as_each_parameter_says() {
    let server = silent().await;

    let client = client(&server);
    let call = client
        .send_path()
        .ids(vec![1, 2])
        .label(vec!["a/b".to_owned(), "c".to_owned()])
        .matrix(range(3, 4))
        .name("re port")
        .ext(Color::DarkBlue)
        .id(7);
    call.send().await.expect("an answer");

    assert_eq!(
        line(&seen(&server).await),
        "POST /simple/1,2/label.a%2Fb.c/matrix;matrix=from,3,to,4/re%20port.dark-blue/7:cancel"
    );
}

#[tokio::test]
async fn an_empty_list_in_a_path_is_refused_by_name() {
    let server = silent().await;

    let client = client(&server);
    let call = client.send_path().ids(Vec::new()).label(vec!["a".to_owned()]);
    let error = call.matrix(range(1, 2)).name("a").ext(Color::Red).id(1).send().await;

    let error = error.expect_err("refused").to_string();
    assert!(error.contains("path parameter `ids` is empty"), "{error}");
}

#[tokio::test]
async fn every_method_is_sent() {
    let server = silent().await;
    let client = client(&server);

    client.ask_options().send().await.expect("an answer");
    client.ask_head().send().await.expect("an answer");
    client.ask_trace().send().await.expect("an answer");
    client.delete_methods().send().await.expect("an answer");

    let requests = server.received_requests().await.expect("recording is on");
    let methods: Vec<_> = requests.iter().map(|request| request.method.as_str()).collect();
    assert_eq!(methods, ["OPTIONS", "HEAD", "TRACE", "DELETE"]);
}

#[tokio::test]
async fn a_base_url_of_the_callers_holds_for_operations_with_a_server_of_their_own() {
    let server = silent().await;

    client(&server).call_elsewhere().send().await.expect("an answer");

    assert_eq!(line(&seen(&server).await), "GET /elsewhere");
}
