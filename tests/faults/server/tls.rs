//! A TLS server that counts what reaches it above the handshake.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, date_time_ymd};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio_rustls::LazyConfigAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio_rustls::rustls::server::Acceptor;

/// What is wrong with the certificate, if anything.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Flaw {
    None,
    /// Nobody vouches for it.
    SelfSigned,
    OtherHost,
    Expired,
    NotYetValid,
}

/// Who vouches for the certificates of a test.
pub(crate) struct Authority {
    issuer: Issuer<'static, KeyPair>,
    pem: String,
}

impl Authority {
    pub(crate) fn new() -> Self {
        let mut params = CertificateParams::new(Vec::new()).expect("parameters");
        params.distinguished_name.push(DnType::CommonName, "Fault authority");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().expect("a key");
        let pem = params.self_signed(&key).expect("a certificate").pem();
        Self { issuer: Issuer::new(params, key), pem }
    }

    /// Its own certificate.
    pub(crate) fn pem(&self) -> &str {
        &self.pem
    }
}

pub(crate) struct TlsServer {
    port: u16,
    seen: Arc<Seen>,
    accepting: JoinHandle<()>,
}

#[derive(Default)]
struct Seen {
    connections: AtomicUsize,
    bytes: AtomicUsize,
    protocols: Mutex<Vec<Vec<u8>>>,
}

impl TlsServer {
    /// Answers every request with `answer`, if a client goes that far.
    pub(crate) async fn start(authority: &Authority, flaw: Flaw, answer: String) -> Self {
        let config = Arc::new(config(authority, flaw));
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let seen = Arc::new(Seen::default());
        let shared = Arc::clone(&seen);
        let accepting = tokio::spawn(async move {
            loop {
                let Ok((stream, _)) = listener.accept().await else { continue };
                let (config, seen, answer) =
                    (Arc::clone(&config), Arc::clone(&shared), answer.clone());
                drop(tokio::spawn(
                    async move { drop(serve(stream, config, &seen, &answer).await) },
                ));
            }
        });
        Self { port, seen, accepting }
    }

    pub(crate) fn url(&self) -> String {
        format!("https://localhost:{}", self.port)
    }

    pub(crate) fn connection_count(&self) -> usize {
        self.seen.connections.load(Ordering::SeqCst)
    }

    /// Bytes that arrived inside the encryption: requests, or parts of them.
    pub(crate) fn byte_count(&self) -> usize {
        self.seen.bytes.load(Ordering::SeqCst)
    }

    /// The protocols that clients offered to speak.
    pub(crate) fn protocols(&self) -> Vec<Vec<u8>> {
        self.seen.protocols.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for TlsServer {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

async fn serve(
    stream: TcpStream,
    config: Arc<ServerConfig>,
    seen: &Seen,
    answer: &str,
) -> std::io::Result<()> {
    seen.connections.fetch_add(1, Ordering::SeqCst);
    let start = LazyConfigAcceptor::new(Acceptor::default(), stream).await?;
    let offered =
        start.client_hello().alpn().map(|all| all.map(<[u8]>::to_vec).collect::<Vec<_>>());
    seen.protocols
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .extend(offered.unwrap_or_default());
    let mut stream = start.into_stream(config).await?;
    let mut buffer = [0; 4096];
    loop {
        let read = stream.read(&mut buffer).await?;
        seen.bytes.fetch_add(read, Ordering::SeqCst);
        if read == 0 {
            return Ok(());
        }
        stream.write_all(answer.as_bytes()).await?;
        stream.flush().await?;
    }
}

pub(super) fn config(authority: &Authority, flaw: Flaw) -> ServerConfig {
    let host = if flaw == Flaw::OtherHost { "other.example" } else { "localhost" };
    let mut params = CertificateParams::new(vec![host.to_owned()]).expect("parameters");
    match flaw {
        Flaw::Expired => {
            params.not_before = date_time_ymd(2001, 1, 1);
            params.not_after = date_time_ymd(2002, 1, 1);
        }
        Flaw::NotYetValid => {
            params.not_before = date_time_ymd(2090, 1, 1);
            params.not_after = date_time_ymd(2091, 1, 1);
        }
        Flaw::None | Flaw::SelfSigned | Flaw::OtherHost => {
            params.not_before = date_time_ymd(2020, 1, 1);
            params.not_after = date_time_ymd(2080, 1, 1);
        }
    }
    let key = KeyPair::generate().expect("a key");
    let certificate = match flaw {
        Flaw::SelfSigned => params.self_signed(&key),
        Flaw::None | Flaw::OtherHost | Flaw::Expired | Flaw::NotYetValid => {
            params.signed_by(&key, &authority.issuer)
        }
    };
    let chain = vec![CertificateDer::from(certificate.expect("a certificate").der().to_vec())];
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .expect("protocol versions")
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .expect("a certificate and its key")
}
