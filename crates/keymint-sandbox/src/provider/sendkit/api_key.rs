//! The one API key of a workspace: create, rotate, delete.

use http::StatusCode;
use serde_json::json;

use super::{Caller, SendKit, USER, date, success};
use crate::{
    exchange::Answer,
    key::Key,
    provider::Provider,
    refusal::Refusal,
    stand_in::{Context, not_found},
};

impl SendKit {
    pub(super) fn create_key(
        &self,
        workspace: &str,
        caller: &Caller,
        context: &mut Context<'_>,
    ) -> Result<Answer, Refusal> {
        caller.manager()?;
        self.workspace(workspace)?;
        if current(workspace, context).is_some() {
            return Err(StatusCode::CONFLICT.into());
        }

        Ok(mint(workspace, StatusCode::CREATED, context))
    }

    /// The old API key dies at once, whether or not the answer arrives.
    pub(super) fn rotate_key(
        &self,
        workspace: &str,
        caller: &Caller,
        context: &mut Context<'_>,
    ) -> Result<Answer, Refusal> {
        caller.manager()?;
        self.workspace(workspace)?;
        end(workspace, context)?;

        Ok(mint(workspace, StatusCode::OK, context))
    }

    pub(super) fn delete_key(
        &self,
        workspace: &str,
        caller: &Caller,
        context: &mut Context<'_>,
    ) -> Result<Answer, Refusal> {
        caller.manager()?;
        self.workspace(workspace)?;
        end(workspace, context)?;

        Ok(success(StatusCode::OK, &json!({"message": "API key deleted"})))
    }
}

/// Ends the workspace's API key, if it has one.
pub(super) fn end(workspace: &str, context: &mut Context<'_>) -> Result<(), Refusal> {
    let now = context.now;
    let mut known = context.keys.known_mut(Provider::SendKit);
    let key = known.find(|key| key.owner == workspace).ok_or_else(not_found)?;
    key.ended_at = Some(now);
    Ok(())
}

fn current<'a>(workspace: &str, context: &'a Context<'_>) -> Option<&'a Key> {
    context.keys.known(Provider::SendKit).find(|key| key.owner == workspace)
}

fn mint(workspace: &str, status: StatusCode, context: &mut Context<'_>) -> Answer {
    let id = context.ids.object_id(context.now);
    let secret = format!("sk_{}", context.ids.hex(48));
    let key = Key::new(Provider::SendKit, workspace, id, secret, context.now);
    let data = json!({"apiKey": key.secret, "createdAt": date(key.created_at), "createdBy": USER});
    context.keys.add(key);

    success(status, &data)
}
