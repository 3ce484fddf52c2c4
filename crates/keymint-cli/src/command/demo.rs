//! `keymint demo`

use keymint::{AddressRange, IssuedKey, KeyRequest, Owner, Provider, ProviderKind, WireFormat};
use keymint::{bitgpt, infobip, senderwiz, sendkit};
use keymint_sandbox::{Provider as Played, Sandbox};
use serde_json::json;

use crate::arguments::{Demo, Form};
use crate::exit::Exit;
use crate::exposed::exposed;
use crate::failure::Failure;
use crate::output::{Cell, Output, Table, key};

/// One API key of the demonstration.
struct Made {
    key: IssuedKey,
    wire: WireFormat,
    works: bool,
}

/// Creates one API key at each provider, on a sandbox in this process; Infobip in JSON and in XML.
pub(super) async fn run(arguments: &Demo, output: &Output) -> Result<Exit, Failure> {
    let form = output.form()?;
    let started = Sandbox::start().await;
    let sandbox =
        started.map_err(|error| Failure::usage(format!("no sandbox can be started: {error}")))?;
    let mut all = Vec::new();
    for kind in ProviderKind::ALL {
        for wire in wires(kind) {
            let provider = provider(&sandbox, kind, *wire).map_err(keymint::Error::from)?;
            let (owner, request) = (owner(&sandbox, kind)?, request(kind)?);
            let key = provider.create(&owner, &request).await?;
            let works = sandbox.verify(exposed(&key.secret)).is_some_and(|record| record.live);
            all.push(Made { key, wire: *wire, works });
        }
    }
    match form {
        Form::Json => output.lines(all.iter().map(|made| {
            let mut object = key::issued_object(&made.key, arguments.reveal);
            if let Some(object) = object.as_object_mut() {
                object.insert("wire".to_owned(), json!(made.wire.name()));
                object.insert("works".to_owned(), json!(made.works));
            }
            object
        }))?,
        Form::Human | Form::Env => {
            output.table(&table(&all, arguments.reveal))?;
            output.note(
                "Created on a sandbox in this process, over real HTTP: no account, no network.",
            );
        }
    }
    sandbox.stop().await;
    Ok(Exit::Done)
}

fn wires(kind: ProviderKind) -> &'static [WireFormat] {
    match kind {
        ProviderKind::Infobip => &[WireFormat::Json, WireFormat::Xml],
        ProviderKind::SenderWiz | ProviderKind::BitGpt | ProviderKind::SendKit | _ => {
            &[WireFormat::Json]
        }
    }
}

fn provider(
    sandbox: &Sandbox,
    kind: ProviderKind,
    wire: WireFormat,
) -> Result<Box<dyn Provider>, keymint::CallError> {
    let known = Sandbox::credentials();
    Ok(match kind {
        ProviderKind::SenderWiz => {
            let credential = senderwiz::Credential::admin_api_key(known.senderwiz_admin_api_key)?;
            Box::new(
                senderwiz::Client::builder(credential, sandbox.base_url(Played::SenderWiz))
                    .build()?,
            )
        }
        ProviderKind::BitGpt => {
            let credential = bitgpt::Credential::access_token(known.bitgpt_access_token)?;
            Box::new(
                bitgpt::Client::builder(credential)
                    .base_url(sandbox.base_url(Played::BitGpt))
                    .build()?,
            )
        }
        ProviderKind::Infobip => {
            let credential =
                infobip::Credential::basic(known.infobip_username, known.infobip_password)?;
            let builder = infobip::Client::builder(credential).wire_format(wire);
            Box::new(builder.base_url(sandbox.base_url(Played::Infobip)).build()?)
        }
        ProviderKind::SendKit | _ => {
            let credential = sendkit::Credential::platform_key(known.sendkit_user_key)?;
            Box::new(
                sendkit::Client::builder(credential)
                    .base_url(sandbox.base_url(Played::SendKit))
                    .build()?,
            )
        }
    })
}

fn owner(sandbox: &Sandbox, kind: ProviderKind) -> Result<Owner, Failure> {
    let played = match kind {
        ProviderKind::SenderWiz => Played::SenderWiz,
        ProviderKind::SendKit => Played::SendKit,
        ProviderKind::BitGpt | ProviderKind::Infobip | _ => return Ok(Owner::own()),
    };
    let first = sandbox.owners(played).into_iter().next();
    Ok(first.map_or_else(|| Ok(Owner::own()), Owner::new)?)
}

/// A request that uses what the provider has.
fn request(kind: ProviderKind) -> Result<KeyRequest, Failure> {
    let office: AddressRange = "203.0.113.7".parse()?;
    Ok(match kind {
        ProviderKind::SenderWiz => KeyRequest::new().name("My site").allow_list([office]),
        ProviderKind::BitGpt => KeyRequest::new()
            .name("My shop")
            .scopes(["products.create"])
            .expires(END.parse().map_err(|_unread| {
                Failure::usage("the demonstration's own date cannot be read")
            })?),
        ProviderKind::Infobip => KeyRequest::new().name("My campaign").allow_list([office]),
        ProviderKind::SendKit | _ => KeyRequest::new(),
    })
}

fn table(all: &[Made], reveal: bool) -> Table {
    let mut table = Table::new(&["provider", "wire", "owner", "id", "name", "secret", "works"]);
    for Made { key, wire, works } in all {
        let secret =
            if reveal { Cell::new(exposed(&key.secret)) } else { Cell::new("[redacted]").dim() };
        table.row(vec![
            Cell::new(key.provider).bold(),
            Cell::new(wire.name()),
            Cell::new(key.owner.to_string()),
            Cell::new(key.id.as_str()),
            Cell::optional(key.details.name.as_ref()),
            secret,
            if *works { Cell::new("yes").good() } else { Cell::new("no").bad() },
        ]);
    }
    table
}

/// Far enough away for any demonstration.
const END: &str = "2099-12-31";
