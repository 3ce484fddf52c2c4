//! `keymint list`

use keymint::{Action, KeyInfo};
use serde_json::Map;

use crate::arguments::{Form, Read};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::outline::Outline;
use crate::output::{Output, key};
use crate::target::Target;

/// Lists an owner's API keys.
pub(super) async fn run(arguments: &Read, output: &Output) -> Result<Exit, Failure> {
    let form = output.form()?;
    let target = Target::new(&arguments.whose, &arguments.connection, arguments.dry_run)?;
    if arguments.dry_run && target.kind().capabilities().list.is_some() {
        Outline::of_action(&target, Action::List, Map::new()).print(output)?;
        return Ok(Exit::Done);
    }
    let output = output.to(&arguments.copy)?;
    let listed = target.provider().list(&target.owner).await;
    let keys = listed.map_err(|error| target.failed(Action::List, None, None, &error))?;
    match form {
        Form::Json => {
            output.lines(keys.iter().map(|found| key::object(found, arguments.reveal)))?;
        }
        Form::Human | Form::Env => print(&keys, arguments.reveal, &output)?,
    }
    output.close()?;
    Ok(Exit::Done)
}

fn print(keys: &[KeyInfo], reveal: bool, output: &Output) -> Result<(), Failure> {
    if keys.is_empty() {
        output.note("There are no API keys.");
        return Ok(());
    }
    output.table(&key::list(keys, reveal))?;
    let mut warnings: Vec<_> = keys.iter().flat_map(|key| &key.warnings).collect();
    warnings.sort();
    warnings.dedup();
    for warning in warnings {
        output.warn(&warning.to_string());
    }
    Ok(())
}
