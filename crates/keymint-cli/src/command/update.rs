//! `keymint update`

use jiff::Timestamp;
use keymint::{Action, ApiKeyId, KeyUpdate};
use serde_json::{Map, Value};

use super::show;
use crate::arguments::{Update, fields_shown};
use crate::exit::Exit;
use crate::failure::{Asked, Failure};
use crate::interrupt;
use crate::outline::Outline;
use crate::output::Output;
use crate::target::Target;

/// Changes an API key; what is not given stays as it is.
pub(super) async fn run(arguments: &Update, output: &Output) -> Result<Exit, Failure> {
    output.form()?;
    let target = Target::new(&arguments.whose, &arguments.connection, arguments.dry_run)?;
    let id = ApiKeyId::new(&arguments.key_id)?;
    let update = changes(arguments)?;
    let admitted = target.provider().capabilities().admit_update(&target.owner, &id, &update);
    admitted.map_err(|error| target.failed(Action::Update, Some(&id), None, &error))?;
    if arguments.dry_run {
        Outline::of_action(&target, Action::Update, shown(arguments, &id)?).print(output)?;
        return Ok(Exit::Done);
    }
    let asked = Asked {
        kind: target.kind(),
        owner: &target.owner,
        action: Action::Update,
        name: None,
        key: Some(&id),
    };
    let call = target.provider().update(&target.owner, &id, &update);
    let updated = interrupt::or_unknown(call, &asked.way_to_find_out(), output).await?;
    let key = updated.map_err(|error| target.failed(Action::Update, Some(&id), None, &error))?;
    show::print(&key, false, output)?;
    Ok(Exit::Done)
}

fn changes(arguments: &Update) -> Result<KeyUpdate, Failure> {
    let update = arguments.fields.update(Timestamp::now())?;
    Ok(match (arguments.enable, arguments.disable) {
        (true, _) => update.enabled(true),
        (false, true) => update.enabled(false),
        (false, false) => update,
    })
}

fn shown(arguments: &Update, id: &ApiKeyId) -> Result<Map<String, Value>, Failure> {
    let mut fields = Map::new();
    fields.insert("key_id".to_owned(), id.as_str().into());
    fields.extend(fields_shown(&arguments.fields.request(Timestamp::now())?));
    if arguments.enable || arguments.disable {
        fields.insert("enabled".to_owned(), arguments.enable.into());
    }
    Ok(fields)
}
