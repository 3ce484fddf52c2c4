//! Infobip: one account, its sub-accounts, and API keys seen through versions 1 and 2.

mod account;
mod api_key;
mod date;
mod error;
mod session;
mod v1;
mod v2;
mod wire;

use http::Method;

use self::{account::Account, session::Session};
use crate::{
    exchange::{Answer, Request},
    refusal::Refusal,
    stand_in::{Context, StandIn, not_found},
};

/// Infobip's accounts, of which the first is the caller's own, and the tokens given out.
pub(crate) struct Infobip {
    accounts: Vec<Account>,
    sessions: Vec<Session>,
}

impl Infobip {
    pub(crate) fn new() -> Self {
        Self { accounts: Account::premade(), sessions: Vec::new() }
    }

    /// The account that a path segment names; `_` is the caller's own.
    fn account(&self, key: &str) -> Result<&Account, Refusal> {
        let key = if key == "_" { account::OWN } else { key };
        self.accounts.iter().find(|account| account.key == key).ok_or_else(not_found)
    }

    fn account_mut(&mut self, key: &str) -> Result<&mut Account, Refusal> {
        let key = if key == "_" { account::OWN } else { key };
        self.accounts.iter_mut().find(|account| account.key == key).ok_or_else(not_found)
    }
}

impl StandIn for Infobip {
    fn route(&mut self, request: &Request, context: &mut Context<'_>) -> Result<Answer, Refusal> {
        let path = request.path();
        let manages_keys = matches!(
            path.as_slice(),
            ["settings", "2", ..] | ["settings", "1", "accounts", _, "api-keys", ..]
        );
        if request.method == Method::POST {
            match path.as_slice() {
                ["auth", "1", "session"] => return self.open_session(request, context),
                ["auth", "1", "oauth2", "token"] => return self.give_token(request, context),
                _ => {}
            }
        }
        self.authenticate(request, manages_keys, context)?;

        match (&request.method, path.as_slice()) {
            (&Method::GET, ["settings", "1", "accounts"]) => self.list_accounts(request),
            (&Method::POST, ["settings", "1", "accounts"]) => self.create_account(request, context),
            (&Method::GET, ["settings", "1", "accounts", account]) => {
                self.show_account(request, account)
            }
            (&Method::PUT, ["settings", "1", "accounts", account]) => {
                self.update_account(request, account)
            }
            (&Method::GET, ["settings", "1", "accounts", account, "api-keys"]) => {
                self.list_v1(request, account, context)
            }
            (&Method::POST, ["settings", "1", "accounts", account, "api-keys"]) => {
                self.create_v1(request, account, context)
            }
            (&Method::GET, ["settings", "1", "accounts", account, "api-keys", id]) => {
                self.show_v1(request, account, id, context)
            }
            (&Method::PUT, ["settings", "1", "accounts", account, "api-keys", id]) => {
                self.update_v1(request, account, id, context)
            }
            (&Method::DELETE, ["auth", "1", "session"]) => self.close_session(request),
            (&Method::GET, ["settings", "2", "api-keys"]) => self.list_v2(request, context),
            (&Method::POST, ["settings", "2", "api-keys"]) => self.create_v2(request, context),
            (&Method::GET, ["settings", "2", "api-keys", id]) => v2::show(id, context),
            (&Method::PUT, ["settings", "2", "api-keys", id]) => {
                self.update_v2(request, id, context)
            }
            _ => Err(not_found()),
        }
    }

    fn refuse(&self, request: &Request, refusal: Refusal, context: &mut Context<'_>) -> Answer {
        error::answer(request, &refusal, context.dialect)
    }

    fn owners(&self) -> Vec<String> {
        self.accounts.iter().map(|account| account.key.clone()).collect()
    }

    fn add_owner(&mut self, context: &mut Context<'_>) -> Option<String> {
        let name = format!("Sub-account {}", self.accounts.len());
        Some(self.add_account(name, context))
    }
}
