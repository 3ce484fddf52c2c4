//! `keymint create`

use jiff::Timestamp;
use keymint::{Action, Error, IssuedKey, ProviderKind};

use crate::arguments::{Create, Form, fields_shown};
use crate::exit::Exit;
use crate::failure::{Asked, Failure};
use crate::interrupt;
use crate::outline::Outline;
use crate::output::{Output, key};
use crate::sinks::{self, Destination};
use crate::target::Target;

/// Creates an API key, and puts its secret where it was asked for.
pub(super) async fn run(arguments: &Create, output: &Output) -> Result<Exit, Failure> {
    let target = Target::new(&arguments.whose, &arguments.connection, arguments.dry_run)?;
    let request = arguments.fields.request(Timestamp::now())?;
    let name = request.name.as_deref();
    let admitted = target.provider().capabilities().admit_create(&target.owner, &request);
    admitted.map_err(|error| target.failed(Action::Create, None, name, &error))?;
    if arguments.dry_run {
        Outline::of_action(&target, Action::Create, fields_shown(&request)).print(output)?;
        return Ok(Exit::Done);
    }
    let destination = Destination::choose(&arguments.place, output, target.kind())?;
    destination.preflight().await?;

    let hint = lost_hint(&target, name);
    let created =
        interrupt::or_unknown(target.provider().create(&target.owner, &request), &hint, output)
            .await?;
    let key = created.map_err(|error| target.failed(Action::Create, None, name, &error))?;

    let delivered = destination.deliver(&key).await;
    delivered.map_err(|error| undelivered(&target, &key, &error))?;
    print(&key, &destination, target.kind(), output)
        .await
        .map_err(|error| undelivered(&target, &key, &error))?;
    remark(&target, &key, &destination, arguments, output);
    Ok(Exit::Done)
}

async fn print(
    key: &IssuedKey,
    destination: &Destination,
    kind: ProviderKind,
    output: &Output,
) -> Result<(), Error> {
    let reveal = matches!(destination, Destination::Stdout);
    let text = match output.form_of_a_secret(matches!(destination, Destination::File(_))) {
        Form::Json => format!("{}\n", key::issued_object(key, reveal)),
        Form::Human => output.rendered(&key::issued_record(key, reveal)),
        Form::Env if reveal => return sinks::print_assignment(key, kind).await,
        // The assignment is in the file.
        Form::Env => return Ok(()),
    };
    output.must_arrive(&text)
}

/// Says what is worth knowing beside the key.
fn remark(
    target: &Target,
    key: &IssuedKey,
    destination: &Destination,
    arguments: &Create,
    output: &Output,
) {
    if output.form_of_a_secret(matches!(destination, Destination::File(_))) != Form::Json {
        for warning in &key.warnings {
            output.warn(&warning.to_string());
        }
    }
    match (destination, &arguments.place.out_file) {
        (Destination::File(_), Some(path)) => {
            output.note(&format!("The secret is in {}, for your eyes only.", path.display()));
        }
        (Destination::Hidden, _) => {
            let owner =
                target.owner.as_str().map_or_else(String::new, |owner| format!(" --owner {owner}"));
            output.note(&format!(
                "The secret is hidden; `keymint show {}{owner} {} --reveal` shows it.",
                target.kind(),
                key.id
            ));
        }
        _ => {}
    }
}

/// The key exists, and its secret did not arrive: it must be ended, or nobody knows of it.
fn undelivered(target: &Target, key: &IssuedKey, error: &Error) -> Failure {
    let owner = target.owner.as_str().map_or_else(String::new, |owner| format!(" --owner {owner}"));
    let (kind, id) = (target.kind(), &key.id);
    let mend = if kind.capabilities().revoke.is_some() {
        format!("`keymint revoke {kind}{owner} {id}` ends it")
    } else {
        "no call ends it: let it expire, or delete it in the provider's panel".to_owned()
    };
    Failure::partly(format!(
        "API key {id} was created, but its secret was lost on the way: {error}"
    ))
    .hint(mend)
}

fn lost_hint(target: &Target, name: Option<&str>) -> String {
    Asked { kind: target.kind(), owner: &target.owner, action: Action::Create, name, key: None }
        .way_to_find_out()
}
