//! Fields: what is claimed arrives, at creation and later.

use keymint_core::DateTime;

use super::{Check, Finding, Kit, ensure};
use crate::address::AddressRange;
use crate::api_key::KeyDetails;
use crate::capabilities::{FieldRule, Use};
use crate::key_request::{KeyRequest, KeyUpdate};
use crate::owner::{ApiKeyId, Owner};

/// One field: how it is asked for, and how it shows.
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) rule: FieldRule,
    pub(super) create: fn(&Kit<'_>, KeyRequest) -> KeyRequest,
    pub(super) update: fn(&Kit<'_>, KeyUpdate) -> KeyUpdate,
    created: fn(&Kit<'_>, &KeyDetails) -> Option<bool>,
    updated: fn(&Kit<'_>, &KeyDetails) -> Option<bool>,
}

impl Kit<'_> {
    pub(super) fn fields(&self) -> Vec<Field> {
        let it = self.capabilities();
        vec![
            Field {
                name: "name",
                rule: it.name,
                create: |_, request| request.name("conformance"),
                update: |_, update| update.name("changed"),
                created: |_, key| key.name.as_ref().map(|name| name == "conformance"),
                updated: |_, key| key.name.as_ref().map(|name| name == "changed"),
            },
            Field {
                name: "description",
                rule: it.description,
                create: |_, request| request.description("for a check"),
                update: |_, update| update.description("changed"),
                created: |_, key| key.description.as_ref().map(|text| text == "for a check"),
                updated: |_, key| key.description.as_ref().map(|text| text == "changed"),
            },
            Field {
                name: "scopes",
                rule: it.scopes,
                create: |kit, request| request.scopes([&kit.scope]),
                update: |kit, update| update.scopes([&kit.scope]),
                created: |kit, key| {
                    key.scopes.as_ref().map(|scopes| *scopes == [kit.scope.clone()])
                },
                updated: |kit, key| {
                    key.scopes.as_ref().map(|scopes| *scopes == [kit.scope.clone()])
                },
            },
            Field {
                name: "allow_list",
                rule: it.allow_list,
                create: |_, request| request.allow_list(address("127.0.0.1")),
                update: |_, update| update.allow_list(address("203.0.113.7")),
                created: |_, key| key.allow_list.as_ref().map(|list| *list == ["127.0.0.1"]),
                updated: |_, key| key.allow_list.as_ref().map(|list| *list == ["203.0.113.7"]),
            },
            Field {
                name: "deny_list",
                rule: it.deny_list,
                create: |_, request| request.deny_list(address("203.0.113.8")),
                update: |_, update| update.deny_list(address("203.0.113.9")),
                created: |_, key| key.deny_list.as_ref().map(|list| *list == ["203.0.113.8"]),
                updated: |_, key| key.deny_list.as_ref().map(|list| *list == ["203.0.113.9"]),
            },
            Field {
                name: "valid_from",
                rule: it.valid_from,
                create: |_, request| request.valid_from(hours_from_now(-1)),
                update: |_, update| update.valid_from(hours_from_now(-2)),
                created: |_, key| key.valid_from.map(|moment| about(moment, -1)),
                updated: |_, key| key.valid_from.map(|moment| about(moment, -2)),
            },
            Field {
                name: "expires",
                rule: it.expires,
                create: |_, request| request.expires(hours_from_now(48)),
                update: |_, update| update.expires(hours_from_now(72)),
                created: |_, key| key.expires_at.map(|moment| about(moment, 48)),
                updated: |_, key| key.expires_at.map(|moment| about(moment, 72)),
            },
            Field {
                name: "enabled",
                rule: FieldRule::new(Use::Never, it.enabled.update),
                create: |_, request| request,
                update: |_, update| update.enabled(false),
                created: |_, _| None,
                updated: |_, key| key.enabled.map(|enabled| !enabled),
            },
        ]
    }

    pub(super) async fn honours_creation(&self) -> Check {
        for (index, field) in self.fields().iter().enumerate() {
            if field.rule.create == Use::Never {
                continue;
            }
            let owner = self.owner(index).await?;
            let request = (field.create)(self, self.least(field.name));
            let key = self.provider.create(owner, &request).await?;
            let shown = match (field.created)(self, &key.details) {
                None => (field.created)(self, &self.shown(owner, &key.id).await?),
                seen => seen,
            };
            self.holds(field.name, shown)?;
        }
        Ok(())
    }

    pub(super) async fn honours_updates(&self) -> Check {
        for (index, field) in self.fields().iter().enumerate() {
            if field.rule.update == Use::Never {
                continue;
            }
            let owner = self.owner(index).await?;
            let key = self.provider.create(owner, &self.least("to be changed")).await?;
            let update = (field.update)(self, self.least_update());
            let changed = self.provider.update(owner, &key.id, &update).await?;
            self.holds(field.name, (field.updated)(self, &changed.details))?;
            self.holds(field.name, (field.updated)(self, &self.shown(owner, &key.id).await?))?;
        }
        Ok(())
    }

    /// The least that an update must say.
    pub(super) fn least_update(&self) -> KeyUpdate {
        let update = KeyUpdate::new();
        if self.capabilities().name.update == Use::Required {
            update.name("to be changed")
        } else {
            update
        }
    }

    /// What the provider shows of a key when it is asked.
    async fn shown(&self, owner: &Owner, id: &ApiKeyId) -> Result<KeyDetails, Finding> {
        Ok(self.provider.get(owner, id).await?.details)
    }

    fn holds(&self, field: &str, shown: Option<bool>) -> Check {
        let silent = shown.is_none() && self.not_shown.contains(&field);
        ensure(shown == Some(true) || silent, || match shown {
            Some(_) => format!("`{field}` is claimed, and another value is shown"),
            None => format!("`{field}` is claimed, and not shown"),
        })
    }
}

fn address(text: &str) -> Vec<AddressRange> {
    text.parse().into_iter().collect()
}

fn hours_from_now(hours: i64) -> DateTime {
    let moment = jiff::Timestamp::now().checked_add(jiff::SignedDuration::from_hours(hours));
    moment.unwrap_or(jiff::Timestamp::MAX).into()
}

/// Whether a moment is so many hours from now, give or take a quarter of an hour.
fn about(moment: DateTime, hours: i64) -> bool {
    let distance = moment.instant().duration_since(hours_from_now(hours).instant());
    distance.abs() < jiff::SignedDuration::from_mins(15)
}
