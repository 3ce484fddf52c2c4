//! The places that a call can go wrong at.

use std::net::{SocketAddr, TcpListener, TcpStream};
use std::time::Duration;

use socket2::{Domain, Socket, Type};

use super::On;
use crate::dialect::{Dialect, Kind};
use crate::server::tls::{Authority, Flaw, TlsServer};
use crate::server::{FaultServer, Step};

pub(crate) struct World {
    full: FullBacklog,
    untrusted: TlsServer,
}

/// Where one call goes to.
pub(crate) struct Place {
    pub(crate) url: String,
    server: Option<FaultServer>,
}

impl World {
    pub(crate) async fn new() -> Self {
        let untrusted = TlsServer::start(&Authority::new(), Flaw::SelfSigned, String::new()).await;
        Self { full: FullBacklog::new(), untrusted }
    }

    pub(crate) async fn place(&self, on: &On, dialect: Dialect, kind: Kind) -> Place {
        let at = |url: String| Place { url, server: None };
        match on {
            On::Server(make) => Place::of(FaultServer::always(make(dialect, kind)).await),
            On::NoSuchHost => at("https://keymint.invalid".to_owned()),
            On::ClosedPort => {
                let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
                at(format!("http://{}", listener.local_addr().expect("an address")))
            }
            On::FullBacklog => at(format!("http://{}", self.full.address)),
            On::UntrustedCertificate => at(self.untrusted.url()),
            On::PlainOnTlsPort => {
                let answer =
                    "HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
                let server = FaultServer::always(Step::Say(answer.into())).await;
                Place { url: server.url().replace("http:", "https:"), server: Some(server) }
            }
        }
    }
}

impl Place {
    fn of(server: FaultServer) -> Self {
        Self { url: server.url(), server: Some(server) }
    }

    /// The complete requests that were seen, where there is somebody to see them.
    pub(crate) fn request_count(&self) -> Option<usize> {
        self.server.as_ref().map(FaultServer::request_count)
    }
}

/// A port whose queue of connections is full, so that connecting to it takes for ever.
pub(crate) struct FullBacklog {
    pub(crate) address: SocketAddr,
    _listener: Socket,
    _waiting: Vec<TcpStream>,
}

impl FullBacklog {
    pub(crate) fn new() -> Self {
        let listener = Socket::new(Domain::IPV4, Type::STREAM, None).expect("a socket");
        let any: SocketAddr = ([127, 0, 0, 1], 0).into();
        listener.bind(&any.into()).expect("a port");
        listener.listen(0).expect("a listener");
        let address =
            listener.local_addr().expect("an address").as_socket().expect("an IP address");
        let mut waiting = Vec::new();
        while let Ok(stream) = TcpStream::connect_timeout(&address, Duration::from_millis(200)) {
            waiting.push(stream);
            assert!(waiting.len() < 64, "the queue fills up");
        }
        Self { address, _listener: listener, _waiting: waiting }
    }
}
