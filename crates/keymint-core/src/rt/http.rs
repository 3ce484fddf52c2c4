//! Requests as generated code makes them: plain values, checked when they are executed.
//!
//! It has the shape of the HTTP client that progenitor expects, and none of its weight: generated crates know no
//! HTTP library.

pub mod header;

use bytes::Bytes;
use http::{HeaderMap, Method};
use serde::Serialize;

use crate::api::Media;
use crate::rt::multipart::Multipart;
use crate::rt::parameter::{Parameter, cookie, push_query};
use crate::upload::Outgoing;
use header::{HeaderName, HeaderValue};

/// Makes requests.
#[derive(Clone, Copy, Debug, Default)]
pub struct Client;

/// The bytes of a body that is not JSON.
pub use crate::upload::Upload as Body;

/// A body as a generated method gave it.
pub(crate) enum Given {
    /// JSON, to be written in the call's wire format.
    Json(Bytes),
    /// Bytes of the caller's, or parts with them.
    Own(Box<dyn Own>),
}

/// A body with a form of its own.
pub(crate) trait Own: Send {
    /// Its media type and its bytes, with a line from `boundary` between its parts if it has some.
    fn write(
        self: Box<Self>,
        media: &'static Media,
        boundary: &dyn Fn() -> String,
    ) -> Result<(http::HeaderValue, Outgoing), String>;
}

/// A request as a generated method makes it.
pub struct Request(Box<Parts>);

/// What a request consists of.
pub(crate) struct Parts {
    pub(crate) method: Method,
    pub(crate) url: String,
    pub(crate) query: String,
    pub(crate) headers: HeaderMap,
    pub(crate) cookies: String,
    pub(crate) body: Option<Given>,
    /// The first thing that is wrong with it.
    problem: Option<String>,
}

macro_rules! methods {
    ($($name:ident $method:ident)*) => {$(
        #[doc = concat!("Starts a `", stringify!($method), "` request.")]
        pub fn $name(&self, url: impl Into<String>) -> Request {
            Request::new(Method::$method, url.into())
        }
    )*};
}

impl Client {
    methods! {
        get GET put PUT post POST delete DELETE patch PATCH head HEAD options OPTIONS trace TRACE
    }

    /// Starts a request with another method.
    pub fn request(&self, method: Method, url: impl Into<String>) -> Request {
        Request::new(method, url.into())
    }
}

impl Request {
    fn new(method: Method, url: String) -> Self {
        let (query, headers, cookies) = (String::new(), HeaderMap::new(), String::new());
        Self(Box::new(Parts { method, url, query, headers, cookies, body: None, problem: None }))
    }

    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: impl Into<HeaderValue>) -> Self {
        match value.into().0 {
            Ok(Some(value)) => {
                self.0.headers.append(name, value);
            }
            Ok(None) => {}
            Err(why) => self.fail(format!("header `{name}` {why}")),
        }
        self
    }

    /// Adds headers.
    #[must_use]
    pub fn headers(mut self, headers: header::HeaderMap) -> Self {
        for (name, value) in headers.entries {
            if let Ok(name) = HeaderName::from_bytes(name.as_bytes()) {
                self = self.header(name, value);
            } else {
                self.fail(format!("`{}` is no header name", name.escape_default()));
            }
        }
        self
    }

    /// Sets the body, as JSON.
    #[must_use]
    pub fn json<T: Serialize + ?Sized>(mut self, body: &T) -> Self {
        let mut bytes = Vec::with_capacity(BODY);
        match serde_json::to_writer(&mut bytes, body) {
            Ok(()) => self.0.body = Some(Given::Json(bytes.into())),
            Err(_) => self.fail("the body cannot be written as JSON".to_owned()),
        }
        self
    }

    /// Sets the body, as it is.
    #[must_use]
    pub fn body(mut self, body: impl Into<Body>) -> Self {
        self.0.body = Some(Given::Own(Box::new(body.into())));
        self
    }

    /// Sets the body, as parts.
    #[must_use]
    pub fn multipart(mut self, body: impl Into<Multipart>) -> Self {
        self.0.body = Some(Given::Own(Box::new(body.into())));
        self
    }

    /// Sets the body if there is one.
    #[must_use]
    pub fn optional<T>(self, body: Option<T>, set: impl FnOnce(Self, T) -> Self) -> Self {
        match body {
            Some(body) => set(self, body),
            None => self,
        }
    }

    /// Adds a parameter to the query.
    #[inline]
    #[must_use]
    pub fn query(mut self, parameter: &Parameter<'_>) -> Self {
        if let Err(problem) = push_query(&mut self.0.query, parameter) {
            self.fail(problem);
        }
        self
    }

    /// Adds a cookie.
    #[inline]
    #[must_use]
    pub fn cookie(mut self, parameter: &Parameter<'_>) -> Self {
        match cookie(parameter) {
            Ok(pairs) if pairs.is_empty() => {}
            Ok(pairs) if self.0.cookies.is_empty() => self.0.cookies = pairs,
            Ok(pairs) => self.0.cookies.extend(["; ", &pairs]),
            Err(why) => self.fail(format!("cookie `{}` {why}", parameter.name())),
        }
        self
    }

    /// What it consists of, or what is wrong with it.
    pub(crate) fn checked(mut self) -> Result<Box<Parts>, String> {
        self.0.problem.take().map_or(Ok(self.0), Err)
    }

    /// Keeps the first thing that is wrong; it is told when the request is executed, with its context.
    fn fail(&mut self, problem: String) {
        self.0.problem.get_or_insert(problem);
    }
}

impl std::fmt::Debug for Request {
    /// Neither URL nor body: both may carry what must not be logged.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Request").field("method", &self.0.method).finish_non_exhaustive()
    }
}

/// Bodies about one key are shorter, so that most are written without growing.
const BODY: usize = 256;
