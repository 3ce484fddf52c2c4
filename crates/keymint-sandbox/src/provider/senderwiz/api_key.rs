//! The API keys of a customer: readable in full whenever they are listed.

use std::cmp::Reverse;

use http::StatusCode;
use serde_json::{Value, json};

use super::{SenderWiz, date, read};
use crate::{
    body::{fields::Fields, set},
    exchange::{Answer, Request},
    key::Key,
    provider::Provider,
    refusal::Refusal,
    stand_in::{Context, not_found},
};

impl SenderWiz {
    pub(super) fn create_key(
        &mut self,
        request: &Request,
        uid: &str,
        context: &mut Context<'_>,
    ) -> Result<Answer, Refusal> {
        self.customer(uid)?;
        let wanted = Wanted::read(request)?;

        let id = self.next_key.to_string();
        self.next_key = self.next_key.saturating_add(1);
        let mut key = Key::new(Provider::SenderWiz, uid, id, context.ids.hex(40), context.now);
        wanted.apply(&mut key);
        let body = json!({"status": "success", "api_key": view(&key)});
        context.keys.add(key);

        Ok(Answer::json(StatusCode::CREATED, &body))
    }

    /// All of them, newest first, on one page.
    pub(super) fn list_keys(&self, uid: &str, context: &Context<'_>) -> Result<Answer, Refusal> {
        self.customer(uid)?;
        let mut keys: Vec<&Key> =
            context.keys.known(Provider::SenderWiz).filter(|key| key.owner == uid).rev().collect();
        keys.sort_by_key(|key| Reverse(key.created_at));
        let views: Vec<Value> = keys.into_iter().map(view).collect();

        Ok(Answer::json(StatusCode::OK, &json!({"status": "success", "api_keys": views})))
    }

    pub(super) fn update_key(
        &self,
        request: &Request,
        uid: &str,
        id: &str,
        context: &mut Context<'_>,
    ) -> Result<Answer, Refusal> {
        self.customer(uid)?;
        let now = context.now;
        let key = find(uid, id, context)?;
        Wanted::read(request)?.apply(key);
        key.updated_at = Some(now);

        let message = "API key updated successfully.";
        let body = json!({"status": "success", "message": message, "api_key": view(key)});
        Ok(Answer::json(StatusCode::OK, &body))
    }

    pub(super) fn delete_key(
        &self,
        uid: &str,
        id: &str,
        context: &mut Context<'_>,
    ) -> Result<Answer, Refusal> {
        self.customer(uid)?;
        let now = context.now;
        find(uid, id, context)?.ended_at = Some(now);

        let body = json!({"status": "success", "message": "API key deleted successfully."});
        Ok(Answer::json(StatusCode::OK, &body))
    }
}

/// The fields that were sent; the others stay as they are.
struct Wanted {
    name: Option<String>,
    description: Option<String>,
    allowed: Option<Vec<String>>,
    denied: Option<Vec<String>>,
}

impl Wanted {
    fn read(request: &Request) -> Result<Self, Refusal> {
        let mut body = read(request)?;
        for list in ["ip_whitelist", "ip_blacklist"] {
            // A form has no other way to spell an empty list.
            if body.get(list).and_then(Value::as_str) == Some("") {
                set(&mut body, list, json!([]));
            }
        }
        let mut fields = Fields::of(&body)?;
        let wanted = Self {
            name: fields.short_text("name", LONGEST_NAME),
            description: fields.text("description"),
            allowed: fields.addresses("ip_whitelist"),
            denied: fields.addresses("ip_blacklist"),
        };
        fields.finish()?;
        Ok(wanted)
    }

    fn apply(self, key: &mut Key) {
        key.name = self.name.or(key.name.take());
        key.description = self.description.or(key.description.take());
        key.allowed = self.allowed.or(key.allowed.take());
        key.denied = self.denied.or(key.denied.take());
    }
}

fn find<'a>(uid: &str, id: &str, context: &'a mut Context<'_>) -> Result<&'a mut Key, Refusal> {
    let mut known = context.keys.known_mut(Provider::SenderWiz);
    known.find(|key| key.owner == uid && key.id == id).ok_or_else(not_found)
}

fn view(key: &Key) -> Value {
    json!({
        "key_id": key.id,
        "key": key.secret,
        "name": key.name.as_deref().unwrap_or_default(),
        "description": key.description.as_deref().unwrap_or_default(),
        "ip_whitelist": key.allowed.as_deref().unwrap_or_default(),
        "ip_blacklist": key.denied.as_deref().unwrap_or_default(),
        "created_at": date(key.created_at)
    })
}

/// No limit is documented; this one is the usual width of such a column.
const LONGEST_NAME: usize = 255;
