//! The life of a key: made, listed, verified, replaced, ended.

use keymint_core::Secret;

use super::{Check, Finding, Kit, ensure, made_up};
use crate::api_key::{IssuedKey, SeenSecret};
use crate::capabilities::{KeyIdentity, KeysAtOnce, RevokeEffect, SecretVisibility, VerifyMeans};
use crate::owner::{ApiKeyId, Owner};
use crate::provider::{Action, Verification};

impl Kit<'_> {
    pub(super) async fn creates(&self) -> Check {
        let owner = self.owner(0).await?;
        let key = self.provider.create(owner, &self.least("first")).await?;
        ensure(key.provider == self.capabilities().provider, || {
            "it bears another provider's name".to_owned()
        })?;
        ensure(!key.id.as_str().is_empty() && !key.secret.expose().is_empty(), || {
            "id or secret is empty".to_owned()
        })?;
        ensure(key.fingerprint == key.secret.fingerprint(), || {
            "the fingerprint is another secret's".to_owned()
        })?;
        ensure(!format!("{key:?}").contains(key.secret.expose()), || {
            "`Debug` shows the secret".to_owned()
        })?;
        let is_owner = owner.as_str() == Some(key.id.as_str());
        ensure(is_owner == (self.capabilities().identity == KeyIdentity::Owner), || {
            format!("its id is {}", key.id)
        })
    }

    pub(super) async fn lists(&self) -> Check {
        let Some(visibility) = self.capabilities().list else { return Ok(()) };
        let owner = self.owner(1).await?;
        let key = self.provider.create(owner, &self.least("listed")).await?;
        let listed =
            self.provider.list(owner).await?.into_iter().find(|listed| listed.id == key.id);
        let Some(listed) = listed else {
            return Err(Finding("the new key is not in the list".to_owned()));
        };
        let as_claimed = match (&listed.secret, visibility) {
            (SeenSecret::Clear(secret), SecretVisibility::Clear) => *secret == key.secret,
            (SeenSecret::Masked(shown), SecretVisibility::Masked) => {
                *shown != key.secret && listed.secret.fits(&key.secret)
            }
            (SeenSecret::Hidden, SecretVisibility::Hidden) => true,
            _ => false,
        };
        ensure(as_claimed, || format!("it claims {visibility:?} and shows {:?}", listed.secret))
    }

    pub(super) async fn gets(&self) -> Check {
        let it = self.capabilities();
        if it.list.is_none() {
            return ensure(!it.get, || "a look-up is claimed, and there is no list".to_owned());
        }
        let calls = |action| self.operations(action);
        let own_call = !calls(Action::Get).is_empty() && calls(Action::Get) != calls(Action::List);
        ensure(own_call == it.get, || {
            format!("a call of its own is claimed as {} and used as {own_call}", it.get)
        })?;
        let owner = self.owner(1).await?;
        let key = self.provider.create(owner, &self.least("looked up")).await?;
        let found = self.provider.get(owner, &key.id).await?;
        ensure(found.id == key.id, || "another key was found".to_owned())?;
        let missing = self.provider.get(owner, &ApiKeyId::from_provider("999999999")).await;
        let error = missing
            .err()
            .ok_or_else(|| Finding("a key that does not exist was found".to_owned()))?;
        let not_found =
            error.status() == Some(404) || error.kind() == crate::error::ErrorKind::NotFound;
        ensure(not_found, || format!("a key that does not exist is {error}"))
    }

    pub(super) async fn keys_at_once(&self) -> Check {
        let owner = self.owner(0).await?;
        let first = self.provider.create(owner, &self.least("first of two")).await?;
        let second = self.provider.create(owner, &self.least("second of two")).await;
        match (self.capabilities().keys_at_once, second) {
            (KeysAtOnce::One, Err(error)) => ensure(error.status() == Some(409), || {
                format!("a second key is refused with {error}")
            }),
            (KeysAtOnce::One, Ok(_)) => Err(Finding("a second key was made".to_owned())),
            (KeysAtOnce::Many, Ok(second)) => {
                ensure(first.id != second.id && first.secret != second.secret, || {
                    "the two are the same".to_owned()
                })?;
                self.works(owner, &first.secret, true).await
            }
            (KeysAtOnce::Many, Err(error)) => Err(error.into()),
        }
    }

    pub(super) async fn verifies(&self) -> Check {
        let it = self.capabilities();
        let owner = self.owner(1).await?;
        let key = self.provider.create(owner, &self.least("verified")).await?;
        if it.verify == VerifyMeans::None {
            let answer = self.provider.verify(owner, &key.secret).await?;
            return ensure(answer == Verification::Unknown, || {
                format!("no way is claimed, and it is {answer:?}")
            });
        }
        let by_list = self.operations(Action::Verify) == self.operations(Action::List)
            && it.list == Some(SecretVisibility::Clear);
        ensure(by_list == (it.verify == VerifyMeans::List), || {
            format!("{:?} is claimed", it.verify)
        })?;
        self.works(owner, &key.secret, true).await?;
        self.works(owner, &made_up(), false).await
    }

    pub(super) async fn rotates(&self) -> Check {
        if !self.capabilities().rotate {
            return Ok(());
        }
        let owner = self.owner(0).await?;
        let missing = self.provider.rotate(owner).await;
        ensure(missing.is_err_and(|error| error.status() == Some(404)), || {
            "there was no key, and no 404".to_owned()
        })?;
        let old = self.provider.create(owner, &self.least("old")).await?;
        let new = self.provider.rotate(owner).await?;
        ensure(new.secret != old.secret, || "the secret is the old one".to_owned())?;
        self.works(owner, &new.secret, true).await?;
        self.works(owner, &old.secret, false).await
    }

    pub(super) async fn revokes(&self) -> Check {
        let Some(effect) = self.capabilities().revoke else { return Ok(()) };
        let owner = self.owner(0).await?;
        let key = self.provider.create(owner, &self.least("to be ended")).await?;
        self.provider.revoke(owner, &key.id).await?;
        self.works(owner, &key.secret, false).await?;
        self.is_ended(owner, &key, effect).await
    }

    async fn is_ended(&self, owner: &Owner, key: &IssuedKey, effect: RevokeEffect) -> Check {
        if self.capabilities().list.is_none() {
            let again = self.provider.revoke(owner, &key.id).await;
            let gone = again.is_err_and(|error| error.status() == Some(404));
            return ensure(gone == (effect == RevokeEffect::Delete), || {
                "it can be ended twice".to_owned()
            });
        }
        let left = self.provider.list(owner).await?.into_iter().find(|listed| listed.id == key.id);
        let as_claimed = match effect {
            RevokeEffect::Delete => left.is_none(),
            RevokeEffect::Disable => {
                left.as_ref().is_some_and(|left| left.details.enabled == Some(false))
            }
        };
        ensure(as_claimed, || format!("{effect:?} is claimed, and the list shows {left:?}"))
    }

    /// Whether a secret works, by whatever means there are.
    async fn works(&self, owner: &Owner, secret: &Secret, expected: bool) -> Check {
        let expected = if expected { Verification::Valid } else { Verification::Invalid };
        let found = self.provider.verify(owner, secret).await?;
        let unknown =
            found == Verification::Unknown && self.capabilities().verify == VerifyMeans::None;
        ensure(found == expected || unknown, || {
            format!("the secret is {found:?} and should be {expected:?}")
        })
    }
}
