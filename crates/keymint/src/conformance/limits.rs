//! Limits, and claims that must agree with each other.

use super::{Check, Finding, Kit, ensure};
use crate::capabilities::{
    AddressForms, FieldRule, KeyIdentity, KeysAtOnce, Overlap, Period, RevokeEffect, Use,
};
use crate::warning::Warning;

impl Kit<'_> {
    /// Claims that contradict each other need no service to be found wrong.
    pub(super) fn agreement(&self) -> Check {
        let it = self.capabilities();
        let (many, lists) = (
            it.keys_at_once == KeysAtOnce::Many,
            it.allow_list != FieldRule::NEVER || it.deny_list != FieldRule::NEVER,
        );
        let overlap = match it.overlap {
            Overlap::None => !many,
            Overlap::Ours => many && it.revoke.is_some() && it.expires.update == Use::Never,
            Overlap::ServerEnforced => many && it.expires.update != Use::Never,
            Overlap::UntilExpiry => many && it.revoke.is_none() && it.expires.create != Use::Never,
        };
        let off_switch = it.enabled.update != Use::Never;
        for (agrees, what) in [
            (overlap, "`overlap` with `keys_at_once`, `revoke` and `expires`"),
            (it.rotate == (it.overlap == Overlap::None), "`rotate` with `overlap`"),
            ((it.identity == KeyIdentity::Owner) != many, "`identity` with `keys_at_once`"),
            (lists != (it.addresses == AddressForms::None), "`addresses` with the lists"),
            (!it.get || it.list.is_some(), "`get` with `list`"),
            (off_switch == (it.revoke == Some(RevokeEffect::Disable)), "`enabled` with `revoke`"),
        ] {
            ensure(agrees, || format!("{what} does not agree"))?;
        }
        Ok(())
    }

    pub(super) async fn zones(&self) -> Check {
        let it = self.capabilities();
        let owner = self.owner(1).await?;
        let mut request = self.least("dated");
        if it.expires.create != Use::Never {
            let end = jiff::Timestamp::now().checked_add(jiff::SignedDuration::from_hours(24));
            request = request.expires(end.unwrap_or(jiff::Timestamp::MAX).into());
        }
        let key = self.provider.create(owner, &request).await?;
        let dated = key.details.created_at.or(key.details.expires_at).is_some();
        let warned = key.warnings.contains(&Warning::ZonelessDates);
        ensure(warned == (dated && it.zoneless_dates), || {
            format!("zoneless dates: claimed {}, warned {warned}", it.zoneless_dates)
        })
    }

    pub(super) async fn longest_name(&self) -> Check {
        let it = self.capabilities();
        let Some(longest) = it.longest_name else { return Ok(()) };
        let owner = self.owner(1).await?;
        self.provider.create(owner, &self.least("x").name("x".repeat(longest))).await?;
        let request = self.least("x").name("x".repeat(longest.saturating_add(1)));
        let error = self.unsent("a longer name", self.provider.create(owner, &request)).await?;
        ensure(error.field() == Some("name"), || {
            format!("it was refused for another field: {error}")
        })
    }

    /// Makes keys until the provider refuses, and compares when that was.
    pub(super) async fn quota(&self) -> Check {
        let it = self.capabilities();
        if it.keys_at_once == KeysAtOnce::One {
            return Ok(());
        }
        let owner = self.owners.last().ok_or_else(|| Finding("no owner".to_owned()))?;
        let daily = it
            .quotas
            .iter()
            .find(|quota| quota.per == Period::Day && quota.operations.contains(&"create_api_key"));
        let most = daily.map_or(UNLIMITED, |quota| quota.calls.saturating_add(1));
        for made in 0..most {
            match (self.provider.create(owner, &self.least("counted")).await, daily) {
                (Ok(_), _) => {}
                (Err(error), Some(quota)) if error.status() == Some(429) => {
                    return ensure(made == quota.calls, || {
                        format!("{} are claimed, and {made} could be made", quota.calls)
                    });
                }
                (Err(error), None) if error.status() == Some(429) => {
                    return Err(Finding(format!("no quota is claimed, and {made} could be made")));
                }
                (Err(error), _) => return Err(error.into()),
            }
        }
        ensure(daily.is_none(), || format!("a quota is claimed, and {most} keys could be made"))
    }
}

/// As many as show that there is no quota worth the name.
const UNLIMITED: u32 = 100;
