//! What is refused before anything is sent.

use super::{AddressForms, Capabilities, EmptyScopes, FieldRule, KeyIdentity, OwnerRule, Use};
use crate::address::AddressRange;
use crate::error::{Error, ErrorKind, Result};
use crate::key_request::{KeyRequest, KeyUpdate};
use crate::list_field::ListField;
use crate::owner::{ApiKeyId, Owner};
use crate::warning::Warning;

/// One field of a request, and whether it was given.
type Given = (&'static str, FieldRule, bool);

impl Capabilities {
    /// Refuses a creation that the provider cannot honour, field by field.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Unsupported`] for a field or owner that the provider does not have, [`ErrorKind::Invalid`] for a
    /// missing or impossible one. The error names the field and the mend.
    pub fn admit_create(&self, owner: &Owner, request: &KeyRequest) -> Result<()> {
        self.admit_owner(owner)?;
        let fields = [
            ("name", self.name, request.name.is_some()),
            ("description", self.description, request.description.is_some()),
            ("scopes", self.scopes, !request.scopes.is_absent()),
            ("allow_list", self.allow_list, !request.allow_list.is_absent()),
            ("deny_list", self.deny_list, !request.deny_list.is_absent()),
            ("valid_from", self.valid_from, request.valid_from.is_some()),
            ("expires", self.expires, request.expires.is_some()),
        ];
        self.admit_fields(&fields, "when a key is created", |rule| rule.create)?;
        self.admit_name(request.name.as_deref())?;
        self.admit_scopes(&request.scopes, request.allow_empty_scopes)?;
        if let (Some(from), Some(end)) = (request.valid_from, request.expires)
            && end.system_time() <= from.system_time()
        {
            return Err(self.invalid("expires", "is not after `valid_from`; give a later date"));
        }
        Ok(())
    }

    /// Refuses an update that the provider cannot honour, field by field.
    ///
    /// # Errors
    ///
    /// As [`Capabilities::admit_create`].
    pub fn admit_update(&self, owner: &Owner, id: &ApiKeyId, update: &KeyUpdate) -> Result<()> {
        self.admit_id(owner, id)?;
        let fields = [
            ("name", self.name, update.name.is_some()),
            ("description", self.description, update.description.is_some()),
            ("scopes", self.scopes, !update.scopes.is_absent()),
            ("allow_list", self.allow_list, !update.allow_list.is_absent()),
            ("deny_list", self.deny_list, !update.deny_list.is_absent()),
            ("valid_from", self.valid_from, update.valid_from.is_some()),
            ("expires", self.expires, update.expires.is_some()),
            ("enabled", self.enabled, update.enabled.is_some()),
        ];
        self.admit_fields(&fields, "once a key exists", |rule| rule.update)?;
        if fields.iter().all(|(_, _, given)| !given) {
            return Err(self.invalid("update", "changes nothing; give a field"));
        }
        self.admit_name(update.name.as_deref())?;
        self.admit_scopes(&update.scopes, update.allow_empty_scopes)
    }

    /// Refuses an owner that the provider does not know of, or misses.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Unsupported`] or [`ErrorKind::Invalid`], naming the field `owner`.
    pub fn admit_owner(&self, owner: &Owner) -> Result<()> {
        match (self.owner, owner.as_str()) {
            (OwnerRule::Required, None) => {
                Err(self.invalid("owner", "is missing; say whose key it is"))
            }
            (OwnerRule::OwnOnly, Some(_)) => Err(self
                .unsupported("owner", "cannot be chosen: the credential decides it; leave it out")),
            (OwnerRule::Required | OwnerRule::Optional, Some(_))
            | (OwnerRule::Optional | OwnerRule::OwnOnly, None) => Ok(()),
        }
    }

    /// Refuses an id that cannot belong to the owner.
    ///
    /// # Errors
    ///
    /// As [`Capabilities::admit_owner`], and [`ErrorKind::Invalid`] naming `key_id` where keys have no id of their own.
    pub fn admit_id(&self, owner: &Owner, id: &ApiKeyId) -> Result<()> {
        self.admit_owner(owner)?;
        if self.identity == KeyIdentity::Owner && owner.as_str() != Some(id.as_str()) {
            let what = "is not the owner's: keys have no id of their own here; give the owner's id";
            return Err(self.invalid("key_id", what));
        }
        Ok(())
    }

    /// What is worth knowing about lists of addresses that are sent.
    pub(crate) fn address_warning(&self, lists: [&ListField<AddressRange>; 2]) -> Option<Warning> {
        let doubtful = |range: &AddressRange| match self.addresses {
            AddressForms::None | AddressForms::Ranges => false,
            AddressForms::SingleDocumented => range.is_ipv6() || !range.is_single(),
            AddressForms::Ipv4RangesDocumented => range.is_ipv6(),
        };
        let mut all = lists.into_iter().flat_map(ListField::values);
        all.any(doubtful).then_some(Warning::UndocumentedAddressForm)
    }

    fn admit_fields(
        &self,
        fields: &[Given],
        when: &str,
        rule_of: impl Fn(&FieldRule) -> Use,
    ) -> Result<()> {
        for (field, rule, given) in fields {
            match (rule_of(rule), given) {
                (Use::Never, true) => {
                    let what = format!("cannot be set {when}; leave it out");
                    return Err(Error::new(ErrorKind::Unsupported, what)
                        .of(self.provider)
                        .in_field(field));
                }
                (Use::Required, false) => {
                    return Err(
                        self.invalid(field, "is missing, and the provider demands it; give it")
                    );
                }
                (Use::Never, false) | (Use::Optional, _) | (Use::Required, true) => {}
            }
        }
        Ok(())
    }

    fn admit_name(&self, name: Option<&str>) -> Result<()> {
        let Some(name) = name else { return Ok(()) };
        if name.trim().is_empty() || name.chars().any(char::is_control) {
            return Err(self.invalid(
                "name",
                "is blank, or holds a control character; give a name that can be read",
            ));
        }
        if self.longest_name.is_some_and(|longest| name.chars().count() > longest) {
            return Err(self.invalid("name", "is longer than the provider takes; shorten it"));
        }
        Ok(())
    }

    fn admit_scopes(&self, scopes: &ListField<String>, empty_is_meant: bool) -> Result<()> {
        let blank = |scope: &String| {
            scope.is_empty() || scope.chars().any(|c| c.is_control() || c.is_whitespace())
        };
        if scopes.values().iter().any(blank) {
            return Err(self.invalid(
                "scopes",
                "holds one that is blank or has white space in it; correct it",
            ));
        }
        if !scopes.is_empty() || empty_is_meant {
            return Ok(());
        }
        match self.empty_scopes {
            EmptyScopes::Nothing => Ok(()),
            EmptyScopes::Everything => Err(self.invalid(
                "scopes",
                "is empty, which gives the key full permissions; name scopes, or call `allow_empty_scopes`",
            )),
            EmptyScopes::ProviderDefault => Err(self.invalid(
                "scopes",
                "is empty, in place of which the provider puts its default; name scopes, or call `allow_empty_scopes`",
            )),
        }
    }

    fn invalid(&self, field: &'static str, what: &'static str) -> Error {
        Error::new(ErrorKind::Invalid, what).of(self.provider).in_field(field)
    }

    fn unsupported(&self, field: &'static str, what: &'static str) -> Error {
        Error::new(ErrorKind::Unsupported, what).of(self.provider).in_field(field)
    }
}

#[cfg(test)]
mod tests;
