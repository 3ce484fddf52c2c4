//! The environment does not choose who sees a credential.

use std::net::{TcpListener, TcpStream};

use crate::alone::alone;
use crate::dialect::{Dialect, Kind, Limits, SECRET};
use crate::server::tls::{Authority, Flaw, TlsServer};
use crate::server::{Act, FaultServer, Step};

#[test]
fn proxies_of_the_environment_are_not_used() {
    let proxy = TcpListener::bind("127.0.0.1:0").expect("a port");
    proxy.set_nonblocking(true).expect("a listener that does not wait");
    let address = proxy.local_addr().expect("an address");
    let url = format!("http://{address}");
    let names =
        ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"];
    let mut environment: Vec<_> = names.iter().map(|name| (*name, url.as_str())).collect();
    environment.extend([("NO_PROXY", ""), ("no_proxy", "")]);

    alone("proxies::proxies_of_the_environment_are_not_used", &environment, async {
        let tls = TlsServer::start(&Authority::new(), Flaw::SelfSigned, String::new()).await;
        for dialect in Dialect::ALL {
            let body = dialect.answer(Kind::Create, SECRET);
            let (media, length) = (dialect.media(), body.len());
            let answer = format!(
                "HTTP/1.1 200 OK\r\ncontent-type: {media}\r\ncontent-length: {length}\r\n\r\n{body}"
            );
            let server = FaultServer::always(Step::After(vec![Act::Write(answer.into())])).await;
            dialect
                .client(&server.url(), Limits::default())
                .call(Kind::Create)
                .await
                .expect("a key");
            dialect
                .client(&tls.url(), Limits::default())
                .call(Kind::Create)
                .await
                .expect_err("no trust");
        }
        assert_eq!(tls.connection_count(), Dialect::ALL.len(), "the server itself was called");
    });

    assert!(proxy.accept().is_err(), "nobody asked the proxy");
    let _control = TcpStream::connect(address).expect("a connection");
    proxy.set_nonblocking(false).expect("a listener that waits");
    assert!(proxy.accept().is_ok(), "the proxy would have noticed");
}
