//! `keymint show`

use keymint::{Action, ApiKeyId, KeyInfo};
use serde_json::Map;

use crate::arguments::{Form, Show};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::outline::Outline;
use crate::output::{Output, key};
use crate::target::Target;

/// Shows one API key.
pub(super) async fn run(arguments: &Show, output: &Output) -> Result<Exit, Failure> {
    output.form()?;
    let read = &arguments.read;
    let target = Target::new(&read.whose, &read.connection, read.dry_run)?;
    let id = ApiKeyId::new(&arguments.key_id)?;
    if read.dry_run && target.kind().capabilities().list.is_some() {
        let fields = Map::from_iter([("key_id".to_owned(), id.as_str().into())]);
        Outline::of_action(&target, Action::Get, fields).print(output)?;
        return Ok(Exit::Done);
    }
    let output = output.to(&read.copy)?;
    let found = target.provider().get(&target.owner, &id).await;
    let key = found.map_err(|error| target.failed(Action::Get, Some(&id), None, &error))?;
    print(&key, read.reveal, &output)?;
    output.close()?;
    Ok(Exit::Done)
}

/// Prints one API key that exists, and what is worth knowing of it.
pub(super) fn print(key: &KeyInfo, reveal: bool, output: &Output) -> Result<(), Failure> {
    if output.form()? == Form::Json {
        return output.lines([key::object(key, reveal)]);
    }
    output.table(&key::info_record(key, reveal))?;
    for warning in &key.warnings {
        output.warn(&warning.to_string());
    }
    Ok(())
}
