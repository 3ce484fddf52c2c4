//! What every provider can be asked to do.

#[cfg(any(feature = "bitgpt", feature = "infobip", feature = "senderwiz", feature = "sendkit"))]
mod answered;
#[cfg(feature = "bitgpt")]
mod bitgpt;
#[cfg(feature = "infobip")]
mod infobip;
#[cfg(feature = "senderwiz")]
mod senderwiz;
#[cfg(feature = "sendkit")]
mod sendkit;

use std::fmt;
use std::pin::Pin;

use keymint_core::Secret;

use crate::api_key::{IssuedKey, KeyInfo};
use crate::capabilities::Capabilities;
use crate::error::{Error, ErrorKind, Result};
use crate::key_request::{KeyRequest, KeyUpdate};
use crate::owner::{ApiKeyId, Owner};

/// A future of a [`Provider`] or a sink.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// One provider's API keys, managed the same way as any other's.
///
/// ```no_run
/// use keymint::{KeyRequest, Owner, Provider, Result};
///
/// async fn issue(provider: &dyn Provider, owner: &Owner) -> Result<()> {
///     let request = KeyRequest::new().name("billing");
///     provider.capabilities().admit_create(owner, &request)?;
///
///     let key = provider.create(owner, &request).await?;
///     println!("{} of {owner}: {}", key.id, key.fingerprint);
///     Ok(())
/// }
/// ```
///
/// Every method refuses what [`Provider::capabilities`] does not grant, before anything is sent, with
/// [`ErrorKind::Unsupported`] or [`ErrorKind::Invalid`]. Creating and rotating are never repeated blindly: after an
/// error whose [`may_have_been_received`](Error::may_have_been_received) is true, a key may exist that nobody holds.
pub trait Provider: fmt::Debug + Send + Sync {
    /// What it can do, and what it cannot.
    fn capabilities(&self) -> &Capabilities;

    /// The fingerprint of the credential in use, which is never to be revoked.
    fn credential_fingerprint(&self) -> Option<String> {
        None
    }

    /// The calls that an action comes down to when all goes well, in order, for showing before they are made.
    ///
    /// There is none where the provider cannot do it, and where it does not tell.
    fn calls(&self, action: Action) -> Vec<Call> {
        let _ = action;
        Vec::new()
    }

    /// Makes an API key.
    fn create<'a>(
        &'a self,
        owner: &'a Owner,
        request: &'a KeyRequest,
    ) -> BoxFuture<'a, Result<IssuedKey>>;

    /// Lists the owner's API keys.
    fn list<'a>(&'a self, owner: &'a Owner) -> BoxFuture<'a, Result<Vec<KeyInfo>>>;

    /// Shows one API key; an unknown id is [`ErrorKind::NotFound`], or a call that was answered 404.
    fn get<'a>(&'a self, owner: &'a Owner, id: &'a ApiKeyId) -> BoxFuture<'a, Result<KeyInfo>>;

    /// Changes an API key.
    fn update<'a>(
        &'a self,
        owner: &'a Owner,
        id: &'a ApiKeyId,
        update: &'a KeyUpdate,
    ) -> BoxFuture<'a, Result<KeyInfo>>;

    /// Replaces the owner's API key in one call, where the provider has such a call. The old key dies with it.
    fn rotate<'a>(&'a self, owner: &'a Owner) -> BoxFuture<'a, Result<IssuedKey>>;

    /// Ends an API key, in the way that [`Capabilities::revoke`] says.
    fn revoke<'a>(&'a self, owner: &'a Owner, id: &'a ApiKeyId) -> BoxFuture<'a, Result<()>>;

    /// Asks whether a secret works, in the way that [`Capabilities::verify`] says.
    fn verify<'a>(
        &'a self,
        owner: &'a Owner,
        secret: &'a Secret,
    ) -> BoxFuture<'a, Result<Verification>>;

    /// Finds the API keys of this name; those that a list shows without one are looked up one by one.
    fn find<'a>(&'a self, owner: &'a Owner, name: &'a str) -> BoxFuture<'a, Result<Vec<KeyInfo>>> {
        Box::pin(async move {
            let mut found = Vec::new();
            for mut key in self.list(owner).await? {
                if key.details.name.is_none() && self.capabilities().get {
                    key = self.get(owner, &key.id).await?;
                }
                if key.details.name.as_deref() == Some(name) {
                    found.push(key);
                }
            }
            Ok(found)
        })
    }
}

/// Something a provider can be asked to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Action {
    /// [`Provider::create`].
    Create,
    /// [`Provider::list`].
    List,
    /// [`Provider::get`].
    Get,
    /// [`Provider::update`].
    Update,
    /// [`Provider::rotate`].
    Rotate,
    /// [`Provider::revoke`].
    Revoke,
    /// [`Provider::verify`].
    Verify,
    /// [`Provider::find`].
    Find,
}

/// One call that an action comes down to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Call {
    /// The operation's name: `create_api_key`.
    pub operation: &'static str,
    /// The HTTP method.
    pub method: &'static str,
    /// The path template: `/customers/{customer_uid}/api-keys`.
    pub path: &'static str,
    /// The template of the query, without its question mark: `name={name}&limit=1000`.
    pub query: &'static str,
    /// Whether it is made once for each key that the owner has.
    pub per_key: bool,
}

/// Whether a secret works.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Verification {
    /// It does: the provider knows it, though it may lack the permission for the call that was tried.
    Valid,
    /// It does not, or not from here.
    Invalid,
    /// The provider gives no way to tell.
    Unknown,
}

impl Call {
    /// Names a call that has no query and is made once.
    pub fn new(operation: &'static str, method: &'static str, path: &'static str) -> Self {
        Self { operation, method, path, query: "", per_key: false }
    }

    /// Adds the template of a query.
    #[must_use]
    pub fn with_query(self, query: &'static str) -> Self {
        Self { query, ..self }
    }

    /// Says that it is made once for each key that the owner has.
    #[must_use]
    pub fn for_each_key(self) -> Self {
        Self { per_key: true, ..self }
    }

    /// The template of what is requested: the path, and the query if there is one.
    ///
    /// ```
    /// use keymint::Call;
    ///
    /// let call = Call::new("list_api_keys", "GET", "/api-keys").with_query("limit=1000");
    ///
    /// assert_eq!(call.target(), "/api-keys?limit=1000");
    /// ```
    pub fn target(&self) -> String {
        let mark = if self.query.is_empty() { "" } else { "?" };
        [self.path, mark, self.query].concat()
    }
}

impl Action {
    /// Its name in our words: `create`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::List => "list",
            Self::Get => "get",
            Self::Update => "update",
            Self::Rotate => "rotate",
            Self::Revoke => "revoke",
            Self::Verify => "verify",
            Self::Find => "find",
        }
    }

    /// The refusal of a provider that cannot do it.
    pub fn unsupported(self, capabilities: &Capabilities, mend: &'static str) -> Error {
        let what = format!("has no call that can {} an API key; {mend}", self.as_str());
        Error::new(ErrorKind::Unsupported, what).of(capabilities.provider)
    }
}
