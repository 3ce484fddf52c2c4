//! What every stand-in does, whichever provider it plays.

use http::StatusCode;
use jiff::Timestamp;

use crate::{
    dialect::Dialect,
    exchange::{Answer, Request},
    ids::Ids,
    refusal::Refusal,
    store::Keys,
};

/// One provider's side of the conversation.
pub(crate) trait StandIn: Send {
    /// Finds the operation, checks the credential, and does it.
    fn route(&mut self, request: &Request, context: &mut Context<'_>) -> Result<Answer, Refusal>;

    /// Puts a refusal in the provider's words and in the form the caller accepts.
    fn refuse(&self, request: &Request, refusal: Refusal, context: &mut Context<'_>) -> Answer;

    /// The owners that API keys can be created for, in the form that stands in the path.
    fn owners(&self) -> Vec<String>;

    /// Makes one more owner, where the provider has more than one.
    fn add_owner(&mut self, context: &mut Context<'_>) -> Option<String>;

    fn answer(&mut self, request: &Request, context: &mut Context<'_>) -> Answer {
        match self.route(request, context) {
            Ok(answer) => answer,
            Err(refusal) => self.refuse(request, refusal, context),
        }
    }
}

/// What a stand-in may use besides its own state.
pub(crate) struct Context<'a> {
    pub(crate) now: Timestamp,
    pub(crate) dialect: Dialect,
    pub(crate) keys: &'a mut Keys,
    pub(crate) ids: &'a mut Ids,
}

/// The refusal of a request that carries no credential, or a wrong one.
pub(crate) fn unauthorized() -> Refusal {
    StatusCode::UNAUTHORIZED.into()
}

/// The refusal of a credential that is known but may not do this.
pub(crate) fn forbidden() -> Refusal {
    StatusCode::FORBIDDEN.into()
}

/// The refusal of a path that leads nowhere, or to something that does not exist.
pub(crate) fn not_found() -> Refusal {
    StatusCode::NOT_FOUND.into()
}
