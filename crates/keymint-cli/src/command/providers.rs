//! `keymint providers`

use keymint::{
    Capabilities, EmptyScopes, FieldRule, KeyIdentity, KeysAtOnce, Overlap, OwnerRule, Period,
    ProviderKind, RevokeEffect, SecretVisibility, Use, VerifyMeans, provider_matrix,
};
use serde_json::{Value, json};

use crate::arguments::Form;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::{Cell, Output, Table};

/// Tells what each provider can do.
pub(super) fn run(output: &Output) -> Result<Exit, Failure> {
    match output.form()? {
        Form::Json => output.lines(ProviderKind::ALL.map(object))?,
        Form::Human | Form::Env => output.table(&table())?,
    }
    Ok(Exit::Done)
}

/// The same facts as the README's table, without its markup.
fn table() -> Table {
    let [a, b, c, d] = ProviderKind::ALL.map(ProviderKind::title);
    let mut table = Table::new(&["", a, b, c, d]);
    for line in provider_matrix().lines().skip(2) {
        let cells = line
            .trim_matches('|')
            .split('|')
            .map(|cell| cell.trim().replace("\\_", "_").replace('`', ""));
        let styled = cells.enumerate().map(|(column, text)| match (column, text.as_str()) {
            (0, _) => Cell::new(text).bold(),
            (_, "no" | "none" | "none documented" | "no list") => Cell::new(text).dim(),
            _ => Cell::new(text),
        });
        table.row(styled.collect());
    }
    table
}

fn object(kind: ProviderKind) -> Value {
    let it = kind.capabilities();
    json!({
        "provider": it.provider,
        "title": kind.title(),
        "owner": owner(it.owner),
        "identity": if it.identity == KeyIdentity::Owner { "owner" } else { "id" },
        "keys_at_once": if it.keys_at_once == KeysAtOnce::One { "one" } else { "many" },
        "fields": {
            "name": rule(it.name),
            "description": rule(it.description),
            "scopes": rule(it.scopes),
            "allowed_ips": rule(it.allow_list),
            "denied_ips": rule(it.deny_list),
            "valid_from": rule(it.valid_from),
            "expires_at": rule(it.expires),
            "enabled": rule(it.enabled),
        },
        "longest_name": it.longest_name,
        "empty_scopes": empty_scopes(it),
        "list": it.list.map(visibility),
        "get": it.get,
        "rotate": it.rotate,
        "revoke": it.revoke.map(|effect| if effect == RevokeEffect::Disable { "disable" } else { "delete" }),
        "overlap": overlap(it.overlap),
        "verify": verify(it.verify),
        "zoneless_dates": it.zoneless_dates,
        "quotas": it.quotas.iter().map(|quota| json!({
            "calls": quota.calls,
            "per": if quota.per == Period::Second { "second" } else { "day" },
            "operations": quota.operations,
        })).collect::<Vec<_>>(),
    })
}

fn rule(rule: FieldRule) -> Value {
    let word = |given: Use| match given {
        Use::Never => "never",
        Use::Optional => "optional",
        Use::Required => "required",
        _ => "unknown",
    };
    json!({ "create": word(rule.create), "update": word(rule.update) })
}

fn owner(rule: OwnerRule) -> &'static str {
    match rule {
        OwnerRule::Required => "required",
        OwnerRule::Optional => "optional",
        OwnerRule::OwnOnly => "none",
        _ => "unknown",
    }
}

fn empty_scopes(it: &Capabilities) -> Option<&'static str> {
    (it.scopes.create != Use::Never).then_some(match it.empty_scopes {
        EmptyScopes::Nothing => "nothing",
        EmptyScopes::Everything => "everything",
        EmptyScopes::ProviderDefault => "provider_default",
        _ => "unknown",
    })
}

fn visibility(shown: SecretVisibility) -> &'static str {
    match shown {
        SecretVisibility::Clear => "clear",
        SecretVisibility::Masked => "masked",
        SecretVisibility::Hidden => "hidden",
        _ => "unknown",
    }
}

fn overlap(overlap: Overlap) -> &'static str {
    match overlap {
        Overlap::None => "none",
        Overlap::Ours => "until_revoked",
        Overlap::ServerEnforced => "server_enforced",
        Overlap::UntilExpiry => "until_expiry",
        _ => "unknown",
    }
}

fn verify(means: VerifyMeans) -> &'static str {
    match means {
        VerifyMeans::Call => "call",
        VerifyMeans::List => "list",
        VerifyMeans::None => "none",
        _ => "unknown",
    }
}
