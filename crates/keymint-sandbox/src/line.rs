//! Connections that can be cut: in place of an answer, or in the middle of one.

use std::{
    io::{self, ErrorKind},
    net::{IpAddr, SocketAddr},
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll, ready},
};

use axum::{
    extract::connect_info::Connected,
    serve::{IncomingStream, Listener},
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::{TcpListener, TcpStream},
};

/// How a connection ends before its answer is through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cut {
    /// Closed: the caller reads the end of the stream.
    Close,
    /// Reset: the caller's next read or write fails.
    Reset,
    /// Closed after the answer's head and so many bytes of its body.
    Body(usize),
}

/// A handle on one connection, for the code that answers.
#[derive(Clone)]
pub(crate) struct Line {
    peer: IpAddr,
    cut: Arc<Mutex<Option<Cut>>>,
}

/// Accepts connections that can be cut.
pub(crate) struct Lines(pub(crate) TcpListener);

/// The connection itself: it looks at its cut before every write.
pub(crate) struct Wire {
    stream: TcpStream,
    line: Line,
}

impl Line {
    pub(crate) fn peer(&self) -> IpAddr {
        self.peer
    }

    /// Takes effect with the next byte that is to be written.
    pub(crate) fn cut(&self, cut: Cut) {
        *self.cut.lock().unwrap_or_else(PoisonError::into_inner) = Some(cut);
    }

    /// How much of these bytes may pass, and what is cut after them.
    fn allowance(&self, bytes: &[u8]) -> io::Result<usize> {
        let cut = self.cut.lock().unwrap_or_else(PoisonError::into_inner);
        match *cut {
            None => Ok(bytes.len()),
            Some(Cut::Body(keep)) => {
                let head = head_length(bytes).ok_or(ErrorKind::BrokenPipe)?;
                Ok(head.saturating_add(keep).min(bytes.len()))
            }
            Some(Cut::Close | Cut::Reset) => Err(ErrorKind::BrokenPipe.into()),
        }
    }

    fn is_to_reset(&self) -> bool {
        *self.cut.lock().unwrap_or_else(PoisonError::into_inner) == Some(Cut::Reset)
    }

    fn is_to_break_off(&self) -> bool {
        matches!(*self.cut.lock().unwrap_or_else(PoisonError::into_inner), Some(Cut::Body(_)))
    }
}

impl Connected<IncomingStream<'_, Lines>> for Line {
    fn connect_info(stream: IncomingStream<'_, Lines>) -> Self {
        stream.io().line.clone()
    }
}

impl Listener for Lines {
    type Io = Wire;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Wire, SocketAddr) {
        let (stream, address) = Listener::accept(&mut self.0).await;
        let line = Line { peer: address.ip(), cut: Arc::default() };
        (Wire { stream, line }, address)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.0.local_addr()
    }
}

impl AsyncRead for Wire {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_read(cx, buf)
    }
}

impl AsyncWrite for Wire {
    fn poll_write(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        let wire = self.get_mut();
        if wire.line.is_to_reset() {
            // Without it, the close that follows would be an orderly one.
            wire.stream.set_zero_linger()?;
        }
        let allowed = buf.get(..wire.line.allowance(buf)?).unwrap_or(buf);
        let written = ready!(Pin::new(&mut wire.stream).poll_write(cx, allowed))?;
        if wire.line.is_to_break_off() {
            wire.line.cut(Cut::Close);
        }
        Poll::Ready(Ok(written))
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_flush(cx)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_shutdown(cx)
    }
}

/// The length of an answer's head, which is always written in one piece with the start of its body.
fn head_length(bytes: &[u8]) -> Option<usize> {
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n")?;
    Some(end.saturating_add(4))
}
