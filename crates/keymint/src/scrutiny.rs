//! What is worth knowing about an answer, held against what was asked for.

use std::collections::BTreeSet;
use std::time::SystemTime;

use keymint_core::DateTime;

use crate::address::AddressRange;
use crate::api_key::{IssuedKey, KeyDetails, KeyInfo};
use crate::capabilities::{Capabilities, EmptyScopes, Use};
use crate::key_request::{KeyRequest, KeyUpdate};
use crate::list_field::ListField;
use crate::warning::Warning;

impl IssuedKey {
    /// Adds what the holder of a new key should know; for providers outside this crate.
    #[must_use]
    pub fn with_warnings(mut self, capabilities: &Capabilities, request: &KeyRequest) -> Self {
        let all_scopes = capabilities.scopes.create != Use::Never
            && capabilities.empty_scopes == EmptyScopes::Everything
            && request.scopes.values().is_empty();
        if all_scopes {
            self.warnings.push(Warning::FullPermissions);
        }
        if capabilities.revoke.is_none()
            && request.expires.is_none()
            && self.details.expires_at.is_none()
        {
            self.warnings.push(Warning::Endless);
        }
        self.warnings
            .extend(capabilities.address_warning([&request.allow_list, &request.deny_list]));
        self.warnings.extend(zone(capabilities, &self.details));
        self.warnings.extend(not_honoured(request, &self.details));
        self
    }
}

impl KeyInfo {
    /// Adds what the reader of a key should know; for providers outside this crate.
    #[must_use]
    pub fn with_warnings(mut self, capabilities: &Capabilities) -> Self {
        self.warnings.extend(zone(capabilities, &self.details));
        self
    }

    /// Adds what the caller of an update should know; for providers outside this crate.
    #[must_use]
    pub fn with_update_warnings(mut self, capabilities: &Capabilities, update: &KeyUpdate) -> Self {
        self.warnings.extend(capabilities.address_warning([&update.allow_list, &update.deny_list]));
        let asked = KeyRequest {
            name: update.name.clone(),
            description: update.description.clone(),
            scopes: update.scopes.clone(),
            allow_list: update.allow_list.clone(),
            deny_list: update.deny_list.clone(),
            valid_from: update.valid_from,
            expires: update.expires,
            ..KeyRequest::new()
        };
        self.warnings.extend(not_honoured(&asked, &self.details));
        let enabled = self.details.enabled;
        if update.enabled.is_some() && enabled.is_some() && update.enabled != enabled {
            self.warnings.push(Warning::NotHonoured("enabled"));
        }
        self
    }
}

fn zone(capabilities: &Capabilities, details: &KeyDetails) -> Option<Warning> {
    let dates = [details.created_at, details.valid_from, details.expires_at];
    (capabilities.zoneless_dates && dates.iter().any(Option::is_some))
        .then_some(Warning::ZonelessDates)
}

/// The second of a moment, counted from 1970 both ways.
fn second(moment: DateTime) -> Result<u64, u64> {
    let since = moment.system_time().duration_since(SystemTime::UNIX_EPOCH);
    since.map(|after| after.as_secs()).map_err(|before| before.duration().as_secs())
}

/// The fields in which the answer shows another value than was asked for; silence is no answer.
fn not_honoured(request: &KeyRequest, answer: &KeyDetails) -> Vec<Warning> {
    let text = |asked: &Option<String>, shown: &Option<String>| match (asked, shown) {
        (Some(asked), Some(shown)) => asked != shown,
        (None, _) | (_, None) => false,
    };
    let moment = |asked: Option<DateTime>, shown: Option<DateTime>| match (asked, shown) {
        // Some providers cut fractions of a second off.
        (Some(asked), Some(shown)) => second(asked) != second(shown),
        (None, _) | (_, None) => false,
    };
    [
        ("name", text(&request.name, &answer.name)),
        ("description", text(&request.description, &answer.description)),
        ("scopes", differs(&request.scopes, answer.scopes.as_deref(), Clone::clone)),
        (
            "allow_list",
            differs(&request.allow_list, answer.allow_list.as_deref(), ToString::to_string),
        ),
        (
            "deny_list",
            differs(&request.deny_list, answer.deny_list.as_deref(), ToString::to_string),
        ),
        ("valid_from", moment(request.valid_from, answer.valid_from)),
        ("expires", moment(request.expires, answer.expires_at)),
    ]
    .into_iter()
    .filter_map(|(field, differs)| differs.then_some(Warning::NotHonoured(field)))
    .collect()
}

/// Whether a list came back with other values, in whatever order and spelling.
fn differs<T>(
    asked: &ListField<T>,
    shown: Option<&[String]>,
    write: impl FnMut(&T) -> String,
) -> bool {
    let (false, Some(shown)) = (asked.values().is_empty(), shown) else { return false };
    let one_spelling = |text: &String| {
        text.parse::<AddressRange>().map_or_else(|_| text.clone(), |range| range.to_string())
    };
    let asked: BTreeSet<String> = asked.values().iter().map(write).collect();
    asked != shown.iter().map(one_spelling).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capabilities::BITGPT;
    use crate::owner::{ApiKeyId, Owner};
    use keymint_core::Secret;

    fn key(details: KeyDetails) -> IssuedKey {
        let id = ApiKeyId::from_provider("1");
        let mut key = IssuedKey::new("bitgpt", Owner::own(), id, Secret::new("sk_test_CANARY"));
        key.details = details;
        key
    }

    #[test]
    fn a_restriction_that_did_not_come_back_is_noticed() {
        let request = KeyRequest::new()
            .name("n")
            .scopes(["a", "b"])
            .allow_list(["10.0.0.0/8".parse().unwrap(), "2001:db8::1".parse().unwrap()])
            .expires("2030-01-01".parse().unwrap());
        let faithful = KeyDetails {
            name: Some("n".to_owned()),
            scopes: Some(vec!["b".to_owned(), "a".to_owned()]),
            allow_list: Some(vec!["2001:0db8::0001".to_owned(), "10.0.0.0/8".to_owned()]),
            expires_at: Some("2030-01-01 00:00:00".parse().unwrap()),
            ..KeyDetails::default()
        };
        let forgetful = KeyDetails {
            allow_list: Some(Vec::new()),
            expires_at: Some("2031-01-01".parse().unwrap()),
            ..faithful.clone()
        };
        let fields = |details| -> Vec<_> {
            let warnings = key(details).with_warnings(&BITGPT, &request).warnings.into_iter();
            warnings.filter(|warning| matches!(warning, Warning::NotHonoured(_))).collect()
        };

        assert_eq!(fields(faithful), []);
        assert_eq!(fields(KeyDetails::default()), []);
        assert_eq!(
            fields(forgetful),
            [Warning::NotHonoured("allow_list"), Warning::NotHonoured("expires")]
        );
    }

    #[test]
    fn an_endless_key_that_may_do_everything_is_warned_of() {
        let warnings = key(KeyDetails::default())
            .with_warnings(&BITGPT, &KeyRequest::new().name("n"))
            .warnings;

        assert_eq!(warnings, [Warning::FullPermissions, Warning::Endless]);
    }
}
