//! `keymint revoke`

use keymint::{Action, ApiKeyId, KeyIdentity, RevokeEffect};
use serde_json::{Map, json};

use crate::arguments::{Form, Revoke};
use crate::exit::Exit;
use crate::failure::{Asked, Failure};
use crate::interrupt;
use crate::outline::Outline;
use crate::output::Output;
use crate::prompt;
use crate::target::Target;

/// Ends an API key.
pub(super) async fn run(arguments: &Revoke, output: &Output) -> Result<Exit, Failure> {
    let form = output.form()?;
    let target = Target::new(&arguments.whose, &arguments.connection, arguments.dry_run)?;
    let id = key_id(&target, arguments.key_id.as_deref())?;
    let capabilities = target.kind().capabilities();
    let admitted = capabilities.admit_id(&target.owner, &id);
    admitted.map_err(|error| target.failed(Action::Revoke, Some(&id), None, &error))?;
    if arguments.dry_run && capabilities.revoke.is_some() {
        let fields = Map::from_iter([("key_id".to_owned(), id.as_str().into())]);
        Outline::of_action(&target, Action::Revoke, fields).print(output)?;
        return Ok(Exit::Done);
    }
    if let Some(effect) = capabilities.revoke.filter(|_| !arguments.yes) {
        prompt::confirm(&question(&target, &id, effect))?;
    }
    let asked = Asked {
        kind: target.kind(),
        owner: &target.owner,
        action: Action::Revoke,
        name: None,
        key: Some(&id),
    };
    let call = target.provider().revoke(&target.owner, &id);
    let revoked = interrupt::or_unknown(call, &asked.way_to_find_out(), output).await?;
    revoked.map_err(|error| target.failed(Action::Revoke, Some(&id), None, &error))?;
    let done = capabilities.revoke.map_or("ended", done);
    match form {
        Form::Json => output.lines([json!({
            "provider": target.kind().name(),
            "owner": target.owner.to_string(),
            "id": id.as_str(),
            "effect": done,
        })])?,
        Form::Human | Form::Env => {
            output.data(&format!("API key {id} of {} is {done}.\n", target.kind().title()))?;
        }
    }
    Ok(Exit::Done)
}

/// The API key to end: where an owner has one, the owner's id stands for it.
fn key_id(target: &Target, given: Option<&str>) -> Result<ApiKeyId, Failure> {
    let of_owner = target
        .owner
        .as_str()
        .filter(|_| target.kind().capabilities().identity == KeyIdentity::Owner);
    let Some(id) = given.or(of_owner) else {
        return Err(Failure::usage("which API key to end is not given")
            .hint(format!("`keymint list {}` shows their ids", target.kind())));
    };
    Ok(ApiKeyId::new(id)?)
}

fn question(target: &Target, id: &ApiKeyId, effect: RevokeEffect) -> String {
    let what = match effect {
        RevokeEffect::Disable => "It is switched off, and can be switched on again",
        RevokeEffect::Delete | _ => "It stops working at once, and cannot be brought back",
    };
    format!("End API key {id} of owner {} at {}? {what}.", target.owner, target.kind().title())
}

fn done(effect: RevokeEffect) -> &'static str {
    match effect {
        RevokeEffect::Delete => "deleted",
        RevokeEffect::Disable => "disabled",
        _ => "ended",
    }
}
