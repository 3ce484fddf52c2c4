//! The way out of a failure.

use keymint::{Action, Error, KeyIdentity, ProviderKind};

use super::Asked;
use crate::credentials;
use crate::exit::Exit;

/// What to do about it, where there is something to say.
pub(super) fn of(error: &Error, exit: Exit, asked: &Asked<'_>) -> Option<String> {
    let kind = asked.kind;
    match exit {
        Exit::Done | Exit::Partly => None,
        Exit::Refused => refused(error),
        Exit::Credential => Some(credential(error, kind)),
        Exit::NotFound => Some(not_found(asked)),
        Exit::Conflict => conflict(asked),
        Exit::Limited => Some(limited(error)),
        Exit::Rejected => Some(rejected(error, kind)),
        Exit::Unknown => Some(unknown(asked)),
    }
}

fn refused(error: &Error) -> Option<String> {
    let option = match error.field()? {
        "name" => "--name",
        "description" => "--description",
        "scopes" => "--scope",
        "allow_list" => "--allow-ip",
        "deny_list" => "--deny-ip",
        "valid_from" => "--valid-from",
        "expires" => "--expires or --ttl",
        "enabled" => "--enable or --disable",
        "owner" => "--owner",
        "overlap" => "--overlap",
        "key_id" => "the key id",
        _ => return None,
    };
    Some(format!("it is about {option}; `keymint providers` tells what each provider can do"))
}

fn credential(error: &Error, kind: ProviderKind) -> String {
    let variables = credentials::variables(kind);
    if error.status() == Some(403) {
        return format!(
            "the credential is known and may not do this; check --owner, or use another in {variables}"
        );
    }
    format!("the provider does not accept the credential; check {variables}")
}

fn not_found(asked: &Asked<'_>) -> String {
    if asked.action == Action::List {
        return "check --owner".to_owned();
    }
    let keys = match asked.kind.capabilities().list {
        Some(_) => format!("; `keymint list {}` shows the API keys", of_owner(asked)),
        None => String::new(),
    };
    format!("check --owner and the key id{keys}")
}

fn conflict(asked: &Asked<'_>) -> Option<String> {
    let one_key = asked.kind.capabilities().identity == KeyIdentity::Owner;
    (one_key && asked.action == Action::Create).then(|| {
        format!(
            "the owner has an API key already; `keymint rotate {}` replaces it, and the old one dies at once",
            of_owner(asked)
        )
    })
}

fn limited(error: &Error) -> String {
    match error.retry_after() {
        Some(wait) => format!("nothing was created; repeat in {} s", wait.as_secs().max(1)),
        None => "nothing was created; repeat later".to_owned(),
    }
}

fn rejected(error: &Error, kind: ProviderKind) -> String {
    let base_url = credentials::base_url_variable(kind);
    match error.status() {
        None => format!("nothing was created; check {base_url} and the network"),
        Some(300..=399) => {
            format!("redirects are not followed; give the final address in {base_url}")
        }
        Some(_) => "nothing was created; -v shows what the provider says".to_owned(),
    }
}

impl Asked<'_> {
    /// How to find out what became of a change whose outcome is unknown.
    pub(crate) fn way_to_find_out(&self) -> String {
        unknown(self)
    }
}

fn unknown(asked: &Asked<'_>) -> String {
    let whose = of_owner(asked);
    let capabilities = asked.kind.capabilities();
    let key = asked.key.map_or_else(String::new, |key| format!(" {key}"));
    match asked.action {
        Action::Update if capabilities.get || capabilities.list.is_some() => {
            format!(
                "`keymint show {whose}{key}` tells whether it took effect; repeating it does no harm"
            )
        }
        Action::Update => "repeating it does no harm".to_owned(),
        Action::Revoke => {
            "repeat it: that does no harm, and \"not found\" means that it took effect".to_owned()
        }
        _ if capabilities.list.is_none() => format!(
            "the owner may have an API key that nobody holds; `keymint rotate {whose}` replaces it, \
             `keymint revoke {whose}` ends it"
        ),
        Action::Create | Action::Rotate | Action::List | Action::Get | Action::Verify | _ => {
            let named = asked.name.map_or_else(String::new, |name| format!(" named {name:?}"));
            let mend = if capabilities.revoke.is_some() {
                "revoke it before you create another"
            } else {
                "no call ends it: let it expire, or delete it in the provider's panel"
            };
            format!(
                "an API key may exist that nobody holds; `keymint list {whose}` shows whether there is one{named}; {mend}"
            )
        }
    }
}

/// `senderwiz --owner ab382plq98zr7`, as it stands in a command.
fn of_owner(asked: &Asked<'_>) -> String {
    match asked.owner.as_str() {
        Some(owner) => format!("{} --owner {owner}", asked.kind),
        None => asked.kind.to_string(),
    }
}
