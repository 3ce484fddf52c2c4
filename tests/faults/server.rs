//! A server on a bare socket that does with each request what its script says, and counts what really arrived.

mod request;
pub(crate) mod tls;

use std::io;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use socket2::SockRef;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::sleep;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

pub(crate) use request::Request;
use tls::{Authority, Flaw};

/// What happens to one connection, or to one request on it.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    /// The connection is closed before anything is read.
    CloseAtOnce,
    /// The connection is reset before anything is read.
    ResetAtOnce,
    /// A few bytes are read, and the connection is closed upon the rest.
    CloseHalfWay,
    /// Whatever comes, this is said, and the connection ends.
    Say(Vec<u8>),
    /// The whole request is read, and then this is done.
    After(Vec<Act>),
}

/// What is done after a request; a list of them that does not end the connection waits for the next request.
#[derive(Clone, Debug)]
pub(crate) enum Act {
    Write(Vec<u8>),
    /// What this makes of the request and its number.
    Reply(fn(&Request, usize) -> Vec<u8>),
    /// Byte by byte, with pauses.
    Drip(Vec<u8>, Duration),
    /// The same bytes, so many times.
    Flood(Vec<u8>, usize),
    Wait(Duration),
    Close,
    Reset,
    /// Nothing more, and no end either.
    Hang,
}

type Script = Arc<dyn Fn(usize) -> Step + Send + Sync>;

/// What bytes go over: a socket, or TLS on one.
trait Wire: AsyncRead + AsyncWrite + Unpin + Send {
    fn socket(&self) -> &TcpStream;
}

impl Wire for TcpStream {
    fn socket(&self) -> &TcpStream {
        self
    }
}

impl Wire for TlsStream<TcpStream> {
    fn socket(&self) -> &TcpStream {
        self.get_ref().0
    }
}

pub(crate) struct FaultServer {
    address: SocketAddr,
    is_secured: bool,
    seen: Arc<Seen>,
    accepting: JoinHandle<()>,
}

#[derive(Default)]
struct Seen {
    steps: AtomicUsize,
    connections: AtomicUsize,
    requests: Mutex<Vec<Request>>,
}

impl FaultServer {
    /// Does the same with every connection and request.
    pub(crate) async fn always(step: Step) -> Self {
        Self::scripted(move |_| step.clone()).await
    }

    /// Does with each what the script says of its number.
    pub(crate) async fn scripted(script: impl Fn(usize) -> Step + Send + Sync + 'static) -> Self {
        Self::start(None, script).await
    }

    /// Does the same with every request, over TLS with a certificate that this authority vouches for.
    pub(crate) async fn secured(authority: &Authority, step: Step) -> Self {
        let tls = TlsAcceptor::from(Arc::new(tls::config(authority, Flaw::None)));
        Self::start(Some(tls), move |_| step.clone()).await
    }

    async fn start(
        tls: Option<TlsAcceptor>,
        script: impl Fn(usize) -> Step + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let seen = Arc::new(Seen::default());
        let script: Script = Arc::new(script);
        let is_secured = tls.is_some();
        let accepting = tokio::spawn(accept(listener, tls, script, Arc::clone(&seen)));
        Self { address, is_secured, seen, accepting }
    }

    pub(crate) fn url(&self) -> String {
        if self.is_secured {
            return format!("https://localhost:{}", self.address.port());
        }
        format!("http://{}", self.address)
    }

    pub(crate) fn port(&self) -> u16 {
        self.address.port()
    }

    /// The requests that arrived complete.
    pub(crate) fn requests(&self) -> Vec<Request> {
        self.seen.requests.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn request_count(&self) -> usize {
        self.seen.requests.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    pub(crate) fn connection_count(&self) -> usize {
        self.seen.connections.load(Ordering::SeqCst)
    }
}

impl Drop for FaultServer {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

async fn accept(listener: TcpListener, tls: Option<TlsAcceptor>, script: Script, seen: Arc<Seen>) {
    let mut open = JoinSet::new();
    loop {
        let Ok((stream, _)) = listener.accept().await else { continue };
        seen.connections.fetch_add(1, Ordering::SeqCst);
        let (tls, script, seen) = (tls.clone(), Arc::clone(&script), Arc::clone(&seen));
        // What the client does to the connection is its own business.
        open.spawn(async move {
            drop(match tls {
                None => serve(stream, &script, &seen).await,
                Some(tls) => match tls.accept(stream).await {
                    Ok(stream) => serve(stream, &script, &seen).await,
                    Err(error) => Err(error),
                },
            });
        });
        while open.try_join_next().is_some() {}
    }
}

async fn serve(mut stream: impl Wire, script: &Script, seen: &Seen) -> io::Result<()> {
    let mut unread = Vec::new();
    loop {
        let step = script(seen.steps.load(Ordering::SeqCst));
        let early = !matches!(step, Step::After(_));
        if early {
            seen.steps.fetch_add(1, Ordering::SeqCst);
        }
        match step {
            Step::CloseAtOnce => return Ok(()),
            Step::ResetAtOnce => return reset(stream.socket()),
            Step::CloseHalfWay => {
                stream.read_exact(&mut [0; 20]).await?;
                return Ok(());
            }
            Step::Say(bytes) => {
                let _read = stream.read(&mut [0; 4096]).await?;
                stream.write_all(&bytes).await?;
                stream.shutdown().await?;
                sleep(Duration::from_millis(200)).await;
                return Ok(());
            }
            Step::After(_) => {}
        }
        let Some(request) = request::read(&mut stream, &mut unread).await? else { return Ok(()) };
        let number = seen.steps.fetch_add(1, Ordering::SeqCst);
        seen.requests.lock().unwrap_or_else(PoisonError::into_inner).push(request.clone());
        let Step::After(acts) = script(number) else { return Ok(()) };
        for act in acts {
            match act {
                Act::Write(bytes) => stream.write_all(&bytes).await?,
                Act::Reply(reply) => stream.write_all(&reply(&request, number)).await?,
                Act::Drip(bytes, pause) => {
                    for byte in bytes {
                        stream.write_all(&[byte]).await?;
                        stream.flush().await?;
                        sleep(pause).await;
                    }
                }
                Act::Flood(bytes, times) => {
                    for _ in 0..times {
                        stream.write_all(&bytes).await?;
                    }
                }
                Act::Wait(pause) => sleep(pause).await,
                Act::Close => return Ok(()),
                Act::Reset => return reset(stream.socket()),
                Act::Hang => std::future::pending().await,
            }
            stream.flush().await?;
        }
    }
}

/// Makes the end of the connection a reset.
fn reset(stream: &TcpStream) -> io::Result<()> {
    SockRef::from(stream).set_linger(Some(Duration::ZERO))
}
