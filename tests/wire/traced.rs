//! What a subscriber of `tracing` sees: a span for each call, an event for each attempt, and nothing that is secret.

use std::io::{Result, Write};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use keymint_senderwiz::{Client, Credential, RetryPolicy};
use tracing_subscriber::fmt::format::FmtSpan;
use wiremock::ResponseTemplate;

use crate::support::{Provider, answer};

/// Takes down what is logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, buf: &[u8]) -> Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).write(buf)
    }

    fn flush(&mut self) -> Result<()> {
        Ok(())
    }
}

impl Log {
    /// What our own crates said during the call, a line each: the events, then the closed span.
    async fn of(call: impl AsyncFnOnce()) -> Vec<String> {
        let log = Self::default();
        let writer = log.clone();
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(tracing::Level::TRACE)
            .with_span_events(FmtSpan::CLOSE)
            .with_ansi(false)
            .with_writer(move || writer.clone())
            .finish();
        let guard = tracing::subscriber::set_default(subscriber);
        call().await;
        drop(guard);
        let bytes = log.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let text = String::from_utf8(bytes).expect("text");
        text.lines().filter(|line| line.contains(": keymint_core")).map(str::to_owned).collect()
    }
}

fn client(url: impl Into<String>) -> Client {
    let credential = Credential::admin_api_key("sk_CANARY").expect("a credential");
    let at_once = RetryPolicy::default().backoff(Duration::ZERO, Duration::ZERO);
    Client::builder(credential, url)
        .connect_timeout(Duration::from_millis(300))
        .attempt_timeout(Duration::from_millis(600))
        .retry(at_once)
        .build()
        .expect("a client")
}

/// Lists the keys of a customer whose id must not be logged.
async fn list(url: String) -> Vec<String> {
    let said = Log::of(async move || {
        drop(client(url).list_api_keys().customer_uid("CANARY").send().await);
    });
    let said = said.await;
    assert!(!said.iter().any(|line| line.contains("CANARY")), "{said:#?}");
    said
}

#[tokio::test]
async fn a_call_is_a_span_and_each_attempt_an_event() {
    let provider = Provider::answering(answer("senderwiz/list_api_keys.200.json")).await;
    let busy = ResponseTemplate::new(503).set_body_string("CANARY");
    let first = wiremock::Mock::given(wiremock::matchers::any()).respond_with(busy);
    first.up_to_n_times(1).with_priority(1).mount(&provider.server).await;

    let said = list(provider.url()).await;

    let [busy, listed, call] = said.as_slice() else { panic!("{said:#?}") };
    assert!(busy.contains("attempt ended keymint.attempt=1 elapsed_ms="), "{busy}");
    assert!(busy.ends_with("status=503 error=\"api\""), "{busy}");
    assert!(listed.contains("attempt ended keymint.attempt=2 elapsed_ms="), "{listed}");
    assert!(!listed.contains("error="), "{listed}");
    for field in [
        "keymint.call{",
        "otel.kind=\"client\"",
        "http.request.method=\"GET\"",
        "url.template=\"/customers/{customer_uid}/api-keys\"",
        "server.address=\"127.0.0.1\"",
        "keymint.provider=\"senderwiz\"",
        "keymint.operation=\"list_api_keys\"",
        "http.request.resend_count=1",
        "http.response.status_code=200",
    ] {
        assert!(call.contains(field), "{field}: {call}");
    }
    assert!(!call.contains("error.type"), "{call}");
}

#[tokio::test]
async fn a_failed_call_tells_the_kind_of_its_failure() {
    let gone = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let nobody = format!("http://{}", gone.local_addr().expect("an address"));
    drop(gone);
    let refusing = Provider::answering(ResponseTemplate::new(404)).await;
    let slow =
        Provider::answering(ResponseTemplate::new(200).set_delay(Duration::from_secs(60))).await;
    let strange = ResponseTemplate::new(200).set_body_raw("{}", "application/json");
    let strange = Provider::answering(strange).await;
    let hung_up = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let hanging_up = format!("http://{}", hung_up.local_addr().expect("an address"));
    std::thread::spawn(move || hung_up.incoming().for_each(drop));

    for (url, kind, status) in [
        (nobody, "connect", None),
        (refusing.url(), "api", Some(404)),
        (slow.url(), "timeout", None),
        (hanging_up, "transport", None),
        (strange.url(), "", Some(200)),
    ] {
        let said = list(url).await;

        let call = said.last().expect("the span").clone();
        assert_eq!(call.contains(&format!("error.type=\"{kind}\"")), !kind.is_empty(), "{call}");
        let status = status.map(|status| format!("http.response.status_code={status}"));
        match status {
            Some(status) => assert!(call.contains(&status), "{call}"),
            None => assert!(!call.contains("status_code"), "{call}"),
        }
    }
}
