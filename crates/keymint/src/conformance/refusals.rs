//! Refusals: what is not claimed is refused by name, and nothing is sent.

use super::{Check, Kit, ensure};
use crate::capabilities::{EmptyScopes, FieldRule, OwnerRule, Use};
use crate::error::ErrorKind;
use crate::key_request::KeyRequest;
use crate::owner::{ApiKeyId, Owner};

impl Kit<'_> {
    pub(super) async fn refuses_fields(&self) -> Check {
        let owner = self.owner(0).await?;
        let id = ApiKeyId::from_provider(owner.as_str().unwrap_or("1"));
        for field in self.fields() {
            if field.rule.create == Use::Never && field.name != "enabled" {
                let request = (field.create)(self, self.least("refused"));
                let what = format!("`{}` at creation", field.name);
                let error = self.unsent(&what, self.provider.create(owner, &request)).await?;
                ensure(error.field() == Some(field.name), || {
                    format!("{what} was refused for another field: {error}")
                })?;
            }
            if field.rule.update == Use::Never {
                let update = (field.update)(self, self.least_update());
                let what = format!("`{}` in an update", field.name);
                let error = self.unsent(&what, self.provider.update(owner, &id, &update)).await?;
                ensure(error.kind() == ErrorKind::Unsupported, || {
                    format!("{what} was refused as {:?}", error.kind())
                })?;
            }
        }
        Ok(())
    }

    pub(super) async fn misses_fields(&self) -> Check {
        let owner = self.owner(0).await?;
        if self.capabilities().name.create == Use::Required {
            let error = self
                .unsent("a missing name", self.provider.create(owner, &KeyRequest::new()))
                .await?;
            ensure(error.field() == Some("name"), || {
                format!("a missing name was refused for another field: {error}")
            })?;
        } else {
            self.provider.create(owner, &KeyRequest::new()).await?;
        }
        let id = ApiKeyId::from_provider(owner.as_str().unwrap_or("1"));
        if self.capabilities().name.update == Use::Required {
            let update = crate::key_request::KeyUpdate::new().description("nameless");
            let error =
                self.unsent("a missing name", self.provider.update(owner, &id, &update)).await?;
            ensure(error.field() == Some("name"), || {
                format!("a missing name was refused for another field: {error}")
            })?;
        }
        Ok(())
    }

    pub(super) async fn refuses_operations(&self) -> Check {
        let it = self.capabilities();
        let owner = self.owner(0).await?;
        let id = ApiKeyId::from_provider(owner.as_str().unwrap_or("1"));
        if it.list.is_none() {
            self.unsent("a list", self.provider.list(owner)).await?;
            self.unsent("a look-up", self.provider.get(owner, &id)).await?;
        }
        if !it.rotate {
            self.unsent("a rotation", self.provider.rotate(owner)).await?;
        }
        if it.revoke.is_none() {
            self.unsent("a revocation", self.provider.revoke(owner, &id)).await?;
        }
        Ok(())
    }

    pub(super) async fn owner_rule(&self) -> Check {
        let (own, other) =
            (Owner::own(), Owner::new("conformance-owner").unwrap_or_else(|_| Owner::own()));
        let request = self.least("owned");
        match self.capabilities().owner {
            OwnerRule::Required => {
                let error = self.unsent("no owner", self.provider.create(&own, &request)).await?;
                ensure(error.field() == Some("owner"), || {
                    format!("no owner was refused for another field: {error}")
                })
            }
            OwnerRule::OwnOnly => {
                let error = self.unsent("an owner", self.provider.create(&other, &request)).await?;
                ensure(error.field() == Some("owner"), || {
                    format!("an owner was refused for another field: {error}")
                })
            }
            OwnerRule::Optional => {
                self.provider.create(&own, &request).await?;
                let strange = self.provider.create(&other, &request).await;
                ensure(strange.is_err(), || "the owner makes no difference".to_owned())
            }
        }
    }

    pub(super) async fn empty_scopes(&self) -> Check {
        let it = self.capabilities();
        if it.scopes == FieldRule::NEVER {
            return Ok(());
        }
        let owner = self.owner(0).await?;
        let request = self.least("empty").scopes(Vec::<String>::new());
        if it.empty_scopes == EmptyScopes::Nothing {
            self.provider.create(owner, &request).await?;
            return Ok(());
        }
        let error =
            self.unsent("an empty list of scopes", self.provider.create(owner, &request)).await?;
        ensure(error.field() == Some("scopes"), || {
            format!("it was refused for another field: {error}")
        })?;
        self.provider.create(owner, &request.allow_empty_scopes()).await?;
        Ok(())
    }
}
