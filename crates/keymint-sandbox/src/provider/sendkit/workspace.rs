//! Workspaces, and the account that owns them.

use http::StatusCode;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::{Caller, SendKit, USER, api_key, date, success};
use crate::{
    body::{fields::Fields, json as json_body, set},
    exchange::{Answer, Request},
    refusal::Refusal,
    stand_in::{Context, not_found},
};

/// One workspace.
pub(super) struct Workspace {
    pub(super) id: String,
    name: String,
    settings: Value,
    created_at: Timestamp,
}

impl Workspace {
    pub(super) fn premade() -> Vec<Self> {
        let made = [(FIRST, "My Sales Team"), (SECOND, "Outbound Europe"), (THIRD, "Recruiting")];
        made.map(|(id, name)| Self::new(id.to_owned(), name.to_owned(), Timestamp::UNIX_EPOCH))
            .into()
    }

    fn new(id: String, name: String, created_at: Timestamp) -> Self {
        let settings = json!({"allowMemberInvites": true, "defaultRole": "member"});
        Self { id, name, settings, created_at }
    }

    fn summary(&self) -> Value {
        json!({
            "id": self.id,
            "name": self.name,
            "ownerId": USER,
            "memberCount": 2,
            "createdAt": date(self.created_at)
        })
    }
}

impl SendKit {
    pub(super) fn account(&self, caller: &Caller) -> Result<Answer, Refusal> {
        caller.platform()?;
        let role = if caller.manager().is_ok() { "owner" } else { "member" };
        let workspaces: Vec<Value> = self
            .workspaces
            .iter()
            .map(|workspace| {
                let joined = workspace.created_at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
                json!({"workspaceId": workspace.id, "role": role, "joinedAt": joined})
            })
            .collect();

        let data = json!({
            "id": USER,
            "name": "Sandbox User",
            "email": "user@example.com",
            "image": "https://example.com/user.png",
            "tier": "starter",
            "workspaces": workspaces
        });
        Ok(success(StatusCode::OK, &data))
    }

    /// A platform key sees every workspace, a workspace key its own.
    pub(super) fn list(&self, caller: &Caller) -> Answer {
        let seen = self.workspaces.iter().filter(|workspace| caller.may_see(&workspace.id));
        success(StatusCode::OK, &seen.map(Workspace::summary).collect())
    }

    pub(super) fn show(&self, id: &str, caller: &Caller) -> Result<Answer, Refusal> {
        if !caller.may_see(id) {
            return Err(StatusCode::FORBIDDEN.into());
        }
        Ok(success(StatusCode::OK, &self.workspace(id)?.summary()))
    }

    pub(super) fn create(
        &mut self,
        request: &Request,
        caller: &Caller,
        context: &mut Context<'_>,
    ) -> Result<Answer, Refusal> {
        caller.platform()?;
        let body = json_body(request, StatusCode::UNSUPPORTED_MEDIA_TYPE)?;
        let mut fields = Fields::of(&body)?;
        let name = fields.required_text("name", LONGEST_NAME).unwrap_or_default();
        fields.finish()?;

        let id = self.add(name.clone(), context);
        let created = date(context.now);
        let data = json!({"id": id, "name": name, "ownerId": USER, "createdAt": created});
        Ok(success(StatusCode::CREATED, &data))
    }

    /// A workspace key may change its own workspace.
    pub(super) fn update(
        &mut self,
        request: &Request,
        id: &str,
        caller: &Caller,
    ) -> Result<Answer, Refusal> {
        if !matches!(caller, Caller::Workspace(own) if own == id) {
            caller.manager()?;
        }
        let workspace = self.workspaces.iter_mut().find(|workspace| workspace.id == id);
        let workspace = workspace.ok_or_else(not_found)?;
        let body = json_body(request, StatusCode::UNSUPPORTED_MEDIA_TYPE)?;
        let mut fields = Fields::of(&body)?;
        let name = fields.short_text("name", LONGEST_NAME);
        let settings = fields.value("settings").cloned();
        fields.finish()?;

        if let Some(name) = name {
            workspace.name = name;
        }
        for (setting, value) in settings.iter().filter_map(Value::as_object).flatten() {
            set(&mut workspace.settings, setting, value.clone());
        }
        let data =
            json!({"id": workspace.id, "name": workspace.name, "settings": workspace.settings});
        Ok(success(StatusCode::OK, &data))
    }

    /// The workspace is gone for its users, and its API key with it.
    pub(super) fn delete(
        &mut self,
        id: &str,
        caller: &Caller,
        context: &mut Context<'_>,
    ) -> Result<Answer, Refusal> {
        caller.manager()?;
        self.workspace(id)?;
        self.workspaces.retain(|workspace| workspace.id != id);
        // Most workspaces have no API key when they go.
        api_key::end(id, context).unwrap_or_default();

        Ok(success(StatusCode::OK, &json!({"message": "Workspace deleted"})))
    }

    pub(super) fn add(&mut self, name: String, context: &mut Context<'_>) -> String {
        let id = context.ids.object_id(context.now);
        self.workspaces.push(Workspace::new(id.clone(), name, context.now));
        id
    }
}

impl Caller {
    fn may_see(&self, id: &str) -> bool {
        match self {
            Self::Owner | Self::Member => true,
            Self::Workspace(own) => own == id,
        }
    }
}

/// The workspace that the documentation's examples create, and that the sandbox's workspace key belongs to.
pub(super) const FIRST: &str = "665a1b2c3d4e5f6a7b8c9d0e";
const SECOND: &str = "665a1b2c3d4e5f6a7b8c9d0f";
const THIRD: &str = "665a1b2c3d4e5f6a7b8c9d10";

/// No limit is documented; this one keeps answers readable.
const LONGEST_NAME: usize = 255;
