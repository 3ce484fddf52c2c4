//! The paged list.

use std::cmp::Ordering;

use http::StatusCode;
use serde_json::{Value, json};

use super::view;
use crate::{
    exchange::{Answer, Request},
    key::Key,
    provider::{
        Provider,
        infobip::{
            Infobip,
            account::{OWN, flag},
            api_key::number,
        },
    },
    refusal::Refusal,
    stand_in::{Context, forbidden},
};

impl Infobip {
    pub(in crate::provider::infobip) fn list_v2(
        &self,
        request: &Request,
        context: &Context<'_>,
    ) -> Result<Answer, Refusal> {
        let account = request.query("accountId").unwrap_or(OWN);
        let account = self.account(account).map_err(|_unknown| forbidden())?;
        let page = number(request.query("page"), 0, LAST_PAGE)?;
        let size = number(request.query("size"), LARGEST_PAGE, LARGEST_PAGE)?;
        let enabled = flag(request, "enabled")?;
        let (name, secret) = (request.query("name"), request.query("apiKeySecret"));
        let order = Order::read(request)?;
        if size == 0 {
            return Err(StatusCode::BAD_REQUEST.into());
        }

        let mut keys: Vec<&Key> = context
            .keys
            .known(Provider::Infobip)
            .filter(|key| key.owner == account.key)
            .filter(|key| name.is_none_or(|name| key.name.as_deref() == Some(name)))
            .filter(|key| secret.is_none_or(|secret| key.secret == secret))
            .filter(|key| enabled.is_none_or(|enabled| key.enabled == enabled))
            .collect();
        keys.sort_by(|a, b| order.compare(a, b));
        let on_page = keys.iter().skip(page.saturating_mul(size)).take(size);
        let views: Vec<Value> = on_page.map(|key| view(key)).collect();

        let paging = json!({
            "page": page,
            "pageSize": size,
            "orderDirection": if order.descending { "desc" } else { "asc" },
            "orderBy": order.by,
            "totalCount": keys.len(),
            "totalPages": keys.len().div_ceil(size)
        });
        Ok(Answer::json(StatusCode::OK, &json!({"apiKeys": views, "paging": paging})))
    }
}

struct Order<'a> {
    by: &'a str,
    descending: bool,
}

impl<'a> Order<'a> {
    fn read(request: &'a Request) -> Result<Self, Refusal> {
        let by = request.query("orderBy").unwrap_or("id");
        if !["id", "accountId", "name", "validFrom", "validTo", "enabled"].contains(&by) {
            return Err(StatusCode::BAD_REQUEST.into());
        }
        match request.query("orderDirection").unwrap_or("asc") {
            "asc" => Ok(Self { by, descending: false }),
            "desc" => Ok(Self { by, descending: true }),
            _ => Err(StatusCode::BAD_REQUEST.into()),
        }
    }

    fn compare(&self, a: &Key, b: &Key) -> Ordering {
        let ordering = match self.by {
            "accountId" => a.owner.cmp(&b.owner),
            "name" => a.name.cmp(&b.name),
            "validFrom" => a.valid_from.cmp(&b.valid_from),
            "validTo" => a.expires_at.cmp(&b.expires_at),
            "enabled" => a.enabled.cmp(&b.enabled),
            _ => Ordering::Equal,
        };
        // A page must not depend on chance where the order leaves a choice.
        let ordering = ordering.then_with(|| a.id.cmp(&b.id));
        if self.descending { ordering.reverse() } else { ordering }
    }
}

/// Documented: pages 0 to 100, of at most 100 entries.
const LAST_PAGE: usize = 100;
const LARGEST_PAGE: usize = 100;
