//! Requests as generated code makes them: plain values, checked when they are executed.
//!
//! It has the shape of the HTTP client that progenitor expects, and none of its weight: generated crates know no
//! HTTP library.

pub mod header;

use std::convert::Infallible;

use bytes::Bytes;
use http::{HeaderMap, Method};
use serde::Serialize;

use crate::rt::query::{QueryParam, push_query};
use header::{HeaderName, HeaderValue};

/// Makes requests.
#[derive(Clone, Copy, Debug, Default)]
pub struct Client;

/// The bytes of a body that is not JSON.
pub type Body = Bytes;

/// A request under construction.
#[derive(Debug)]
pub struct RequestBuilder {
    request: Request,
}

/// A request as a generated method made it.
pub struct Request {
    pub(crate) method: Method,
    pub(crate) url: String,
    pub(crate) query: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Option<Bytes>,
    problem: Option<String>,
}

/// The parts of a request that can be executed.
pub(crate) struct Parts {
    pub(crate) method: Method,
    pub(crate) url: String,
    pub(crate) query: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Option<Bytes>,
}

macro_rules! methods {
    ($($name:ident $method:ident)*) => {$(
        #[doc = concat!("Starts a `", stringify!($method), "` request.")]
        pub fn $name(&self, url: impl Into<String>) -> RequestBuilder {
            RequestBuilder::new(Method::$method, url.into())
        }
    )*};
}

impl Client {
    methods! { get GET put PUT post POST delete DELETE patch PATCH head HEAD }

    /// Starts a request with another method.
    pub fn request(&self, method: Method, url: impl Into<String>) -> RequestBuilder {
        RequestBuilder::new(method, url.into())
    }
}

impl RequestBuilder {
    fn new(method: Method, url: String) -> Self {
        let (query, headers) = (String::new(), HeaderMap::new());
        Self { request: Request { method, url, query, headers, body: None, problem: None } }
    }

    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: impl Into<HeaderValue>) -> Self {
        match value.into().0 {
            Some(value) => {
                self.request.headers.append(name, value);
            }
            None => {
                self.fail(format!("header `{name}` holds a character that no header can carry"));
            }
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
        match serde_json::to_vec(body) {
            Ok(bytes) => self.request.body = Some(bytes.into()),
            Err(_) => self.fail("the body cannot be written as JSON".to_owned()),
        }
        self
    }

    /// Sets the body, as it is.
    #[must_use]
    pub fn body(mut self, body: impl Into<Body>) -> Self {
        self.request.body = Some(body.into());
        self
    }

    /// Adds a parameter to the query.
    #[must_use]
    pub fn query<T: Serialize + ?Sized>(mut self, parameter: &QueryParam<'_, T>) -> Self {
        if let Err(problem) = push_query(&mut self.request.query, parameter) {
            self.fail(problem);
        }
        self
    }

    /// Ends the construction; what is wrong with the request is told when it is executed, with its context.
    ///
    /// # Errors
    ///
    /// Never.
    pub fn build(self) -> Result<Request, Infallible> {
        Ok(self.request)
    }

    /// Keeps the first thing that is wrong.
    fn fail(&mut self, problem: String) {
        self.request.problem.get_or_insert(problem);
    }
}

impl Request {
    /// The parts, or what was wrong with them.
    pub(crate) fn checked(self) -> Result<Parts, String> {
        let Self { method, url, query, headers, body, problem } = self;
        match problem {
            Some(problem) => Err(problem),
            None => Ok(Parts { method, url, query, headers, body }),
        }
    }
}

impl std::fmt::Debug for Request {
    /// Neither URL nor body: both may carry what must not be logged.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Request").field("method", &self.method).finish_non_exhaustive()
    }
}
