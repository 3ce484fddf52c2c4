//! What the new key takes from the job, and what from the old key.

use jiff::Timestamp;
use keymint_core::DateTime;

use crate::address::AddressRange;
use crate::api_key::KeyInfo;
use crate::capabilities::{Capabilities, FieldRule, Use};
use crate::error::{Error, ErrorKind, Result};
use crate::key_request::KeyRequest;
use crate::list_field::ListField;
use crate::rotation::clock::{after, until};
use crate::rotation::name_tag::NameTag;

/// The request of one attempt: its name can be told from every other.
pub(in crate::rotation) fn attempt_request(
    capabilities: &Capabilities,
    request: &KeyRequest,
    tag: &str,
    attempt: u32,
) -> KeyRequest {
    if capabilities.name.create == Use::Never {
        return request.clone();
    }
    let base = request.name.as_deref().map_or(NAMELESS, NameTag::base_of);
    request.clone().name(format!("{base}{}", NameTag::new(tag, attempt)))
}

/// Takes from the old key whatever the request does not say.
pub(super) fn inherit(
    capabilities: &Capabilities,
    request: &mut KeyRequest,
    old: &KeyInfo,
    now: Timestamp,
) -> Result<()> {
    let details = &old.details;
    let takes = |rule: FieldRule| rule.create != Use::Never;
    if takes(capabilities.name) && request.name.is_none() {
        request.name = details.name.as_deref().map(|name| NameTag::base_of(name).to_owned());
    }
    if takes(capabilities.description) && request.description.is_none() {
        request.description = details.description.clone().filter(|text| !text.is_empty());
    }
    if takes(capabilities.scopes) && request.scopes.is_absent() {
        request.scopes = details.scopes.clone().map_or(ListField::Absent, ListField::from);
    }
    if takes(capabilities.allow_list) && request.allow_list.is_absent() {
        request.allow_list = ranges(capabilities, "allow_list", details.allow_list.as_deref())?;
    }
    if takes(capabilities.deny_list) && request.deny_list.is_absent() {
        request.deny_list = ranges(capabilities, "deny_list", details.deny_list.as_deref())?;
    }
    if let (None, Some(end)) = (request.expires, details.expires_at) {
        let Some(start) = details.valid_from.or(details.created_at).filter(|start| *start < end)
        else {
            let what = "is not given, and how long the old key was to live cannot be told; say when the new one expires";
            return Err(Error::new(ErrorKind::Invalid, what)
                .of(capabilities.provider)
                .in_field("expires"));
        };
        let lifetime = until(start.instant(), end.instant());
        request.expires = Some(DateTime::from(after(now, lifetime)));
    }
    Ok(())
}

/// The old key's list; an empty one restricts nothing, and so needs not be repeated.
fn ranges(
    capabilities: &Capabilities,
    field: &'static str,
    list: Option<&[String]>,
) -> Result<ListField<AddressRange>> {
    let parsed: Result<Vec<AddressRange>> =
        list.unwrap_or_default().iter().map(|text| text.parse()).collect();
    let ranges = parsed.map_err(|source| {
        let what = "of the old key holds something that is no address; give the new key's list";
        Error::new(ErrorKind::Invalid, what)
            .of(capabilities.provider)
            .in_field(field)
            .because(source)
    })?;
    Ok(if ranges.is_empty() { ListField::Absent } else { ListField::Values(ranges) })
}

/// What stands before the tag where neither the job nor the old key has a name.
const NAMELESS: &str = "keymint";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api_key::SeenSecret;
    use crate::capabilities::{BITGPT, SENDERWIZ, SENDKIT};
    use crate::owner::ApiKeyId;
    use crate::owner::Owner;

    #[test]
    fn a_name_carries_one_tag_at_most() {
        let request = |name: &str| KeyRequest::new().name(name);
        let name = |request: &KeyRequest| {
            attempt_request(&SENDERWIZ, request, "0123456789", 2).name.unwrap()
        };

        assert_eq!(name(&request("billing")), "billing#0123456789.2");
        assert_eq!(name(&request("billing#abcdef0123.14")), "billing#0123456789.2");
        assert_eq!(name(&request("ticket #4711")), "ticket #4711#0123456789.2");
        assert_eq!(name(&KeyRequest::new()), "keymint#0123456789.2");
        assert_eq!(attempt_request(&SENDKIT, &KeyRequest::new(), "0123456789", 2).name, None);
    }

    #[test]
    fn a_new_key_is_like_the_old_one_unless_it_is_said_otherwise() {
        let now: Timestamp = "2026-06-01T00:00:00Z".parse().unwrap();
        let mut old =
            KeyInfo::new("bitgpt", Owner::own(), ApiKeyId::from_provider("1"), SeenSecret::Hidden);
        old.details.name = Some("shop#abcdef0123.1".to_owned());
        old.details.scopes = Some(vec!["invoices.read".to_owned()]);
        old.details.allow_list = Some(vec!["10.0.0.1/8".to_owned()]);
        old.details.created_at = Some("2026-01-01".parse().unwrap());
        old.details.expires_at = Some("2026-01-31".parse().unwrap());
        let mut request = KeyRequest::new().scopes(["products.read"]);

        inherit(&BITGPT, &mut request, &old, now).unwrap();

        assert_eq!(request.name.as_deref(), Some("shop"));
        assert_eq!(request.scopes.values(), ["products.read"]);
        assert_eq!(request.allow_list.values(), ["10.0.0.0/8".parse().unwrap()]);
        assert_eq!(request.expires.unwrap().to_string(), "2026-07-01T00:00:00Z");
    }

    #[test]
    fn an_end_that_cannot_be_worked_out_must_be_given() {
        let mut old =
            KeyInfo::new("bitgpt", Owner::own(), ApiKeyId::from_provider("1"), SeenSecret::Hidden);
        old.details.expires_at = Some("2026-01-31".parse().unwrap());

        let error =
            inherit(&BITGPT, &mut KeyRequest::new(), &old, Timestamp::UNIX_EPOCH).unwrap_err();

        assert_eq!(error.field(), Some("expires"));
    }
}
