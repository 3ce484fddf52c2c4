//! The table of what each provider can do.

use std::fmt::Write as _;

use super::{
    Capabilities, EmptyScopes, FieldRule, KeyIdentity, KeysAtOnce, Overlap, OwnerRule, Period,
    Quota, RevokeEffect, SecretVisibility, Use, VerifyMeans,
};
use crate::provider_kind::ProviderKind;

/// Writes what each provider can do as a Markdown table, for a README that a test compares.
///
/// ```
/// let table = keymint::provider_matrix();
///
/// assert!(table.starts_with("| | SenderWiz | BitGPT | Infobip | SendKit |\n"));
/// assert!(table.contains("| keys at once | many | many | many | one |\n"));
/// ```
pub fn provider_matrix() -> String {
    let mut table = String::new();
    let titles = ProviderKind::ALL.map(ProviderKind::title);
    row(&mut table, "", &titles.map(str::to_owned));
    table.push_str("|---|---|---|---|---|\n");
    for (title, cell) in ROWS {
        row(&mut table, title, &ProviderKind::ALL.map(|kind| cell(kind.capabilities())));
    }
    table
}

fn row(table: &mut String, title: &str, cells: &[String]) {
    let space = if title.is_empty() { "" } else { " " };
    // Writing to a string cannot fail.
    writeln!(table, "|{space}{title} | {} |", cells.join(" | ")).unwrap_or_default();
}

type Cell = fn(&Capabilities) -> String;

fn field(rule: FieldRule) -> String {
    let text = match (rule.create, rule.update) {
        (Use::Never, Use::Never) => "no",
        (Use::Never, Use::Optional | Use::Required) => "update only",
        (Use::Optional, Use::Never) => "at creation",
        (Use::Required, Use::Never) => "at creation, required",
        (Use::Optional, Use::Optional | Use::Required) => "yes",
        (Use::Required, Use::Optional) => "yes, required",
        (Use::Required, Use::Required) => "yes, required each time",
    };
    text.to_owned()
}

fn scopes(capabilities: &Capabilities) -> String {
    let empty = match (capabilities.scopes.create, capabilities.empty_scopes) {
        (Use::Never, _) | (_, EmptyScopes::Nothing) => "",
        (_, EmptyScopes::Everything) => "; empty means all",
        (_, EmptyScopes::ProviderDefault) => "; empty means the default",
    };
    field(capabilities.scopes) + empty
}

fn owner(capabilities: &Capabilities) -> String {
    let text = match capabilities.owner {
        OwnerRule::Required => "required",
        OwnerRule::Optional => "optional",
        OwnerRule::OwnOnly => "the credential's",
    };
    text.to_owned()
}

fn listed(capabilities: &Capabilities) -> String {
    let text = match capabilities.list {
        None => "no list",
        Some(SecretVisibility::Clear) => "in full",
        Some(SecretVisibility::Masked) => "masked",
        Some(SecretVisibility::Hidden) => "hidden",
    };
    text.to_owned()
}

fn keys(capabilities: &Capabilities) -> String {
    match (capabilities.keys_at_once, capabilities.identity) {
        (KeysAtOnce::Many, _) => "many".to_owned(),
        (KeysAtOnce::One, KeyIdentity::Id | KeyIdentity::Owner) => "one".to_owned(),
    }
}

fn revoke(capabilities: &Capabilities) -> String {
    let text = match capabilities.revoke {
        None => "no: expiry only",
        Some(RevokeEffect::Delete) => "delete",
        Some(RevokeEffect::Disable) => "disable",
    };
    text.to_owned()
}

fn overlap(capabilities: &Capabilities) -> String {
    let text = match capabilities.overlap {
        Overlap::None => "none",
        Overlap::Ours => "until we revoke",
        Overlap::ServerEnforced => "until a date we set",
        Overlap::UntilExpiry => "until the expiry",
    };
    text.to_owned()
}

fn verify(capabilities: &Capabilities) -> String {
    let text = match capabilities.verify {
        VerifyMeans::Call => "by a call",
        VerifyMeans::List => "by the list",
        VerifyMeans::None => "no",
    };
    text.to_owned()
}

fn quotas(capabilities: &Capabilities) -> String {
    let one = |quota: &Quota| {
        let per = match quota.per {
            Period::Second => "second",
            Period::Day => "day",
        };
        format!("{} a {per}: `{}`", quota.calls, quota.operations.join("`, `"))
    };
    let all: Vec<_> = capabilities.quotas.iter().map(one).collect();
    if all.is_empty() { "none documented".to_owned() } else { all.join("; ") }
}

fn zone(capabilities: &Capabilities) -> String {
    if capabilities.zoneless_dates { "no: taken as UTC" } else { "yes" }.to_owned()
}

fn yes_no(value: bool) -> String {
    if value { "yes" } else { "no" }.to_owned()
}

const ROWS: [(&str, Cell); 18] = [
    ("owner", owner),
    ("keys at once", keys),
    ("name", |it| field(it.name)),
    ("description", |it| field(it.description)),
    ("scopes", scopes),
    ("allow list", |it| field(it.allow_list)),
    ("deny list", |it| field(it.deny_list)),
    ("valid from", |it| field(it.valid_from)),
    ("expires", |it| field(it.expires)),
    ("switch off and on", |it| yes_no(it.enabled.update != Use::Never)),
    ("list shows secrets", listed),
    ("get one", |it| yes_no(it.get)),
    ("rotate in one call", |it| yes_no(it.rotate)),
    ("revoke", revoke),
    ("old and new both work", overlap),
    ("verify a secret", verify),
    ("dates have a zone", zone),
    ("documented quota", quotas),
];
