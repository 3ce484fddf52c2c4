//! What a client does that its types do not show: where it calls, with which credential, and what it repeats.

use heck::ToLowerCamelCase as _;

use super::Side;
use super::change::{Change, Level};
use crate::codegen::model::{Content, MediaKind, Operation, Parameter, Writing};
use crate::codegen::tables::{default_url, placements};

const GOES_ON: &str = "code goes on, and something else goes over the wire";

/// Every change of behaviour of operations that both sides have.
pub(super) fn changes(old: &Side, new: &Side) -> Vec<Change> {
    let mut changes: Vec<_> = address(old, new).into_iter().collect();
    changes.extend(schemes(old, new));

    for was in &old.client.model.operations {
        let now = new.client.model.operations.iter().find(|now| now.id == was.id);
        if let Some(now) = now {
            changes.extend(operation(was, now));
        }
    }
    changes
}

fn address(old: &Side, new: &Side) -> Option<Change> {
    let (was, now) = (default_url(&old.document), default_url(&new.document));
    match (was, now) {
        (Some(was), None) => Some(Change::new(
            Level::Major,
            "Client",
            format!("there is no default address; it was {was}"),
            "clients that name none are not built",
        )),
        (None, Some(now)) => Some(Change::new(
            Level::Minor,
            "Client",
            format!("the default address is {now}"),
            GOES_ON,
        )),
        (Some(was), Some(now)) if was != now => Some(Change::new(
            Level::Minor,
            "Client",
            format!("the default address is {now}, and was {was}"),
            GOES_ON,
        )),
        _ => None,
    }
}

fn schemes(old: &Side, new: &Side) -> Vec<Change> {
    let now = placements(&new.document);
    let mut changes = Vec::new();

    for (name, was) in placements(&old.document) {
        let what = match now.iter().find(|(known, _)| *known == name) {
            None => (Level::Major, "the security scheme is gone", "a credential of it is refused"),
            Some((_, now)) if *now != was => {
                (Level::Minor, "the credential goes elsewhere", GOES_ON)
            }
            Some(_) => continue,
        };
        changes.push(Change::new(what.0, format!("credential {name}"), what.1, what.2));
    }
    changes
}

fn operation(was: &Operation, now: &Operation) -> Vec<Change> {
    let item = format!("Client::{}", was.id);
    let mut changes = Vec::new();
    let mut tell =
        |level, what: String, why| changes.push(Change::new(level, item.as_str(), what, why));

    let line = |one: &Operation| format!("{} {}", one.method.to_ascii_uppercase(), one.path);
    if line(was) != line(now) {
        tell(Level::Minor, format!("it sends {}, and sent {}", line(now), line(was)), GOES_ON);
    }
    if was.server != now.server {
        let server = |one: &Operation| {
            one.server.clone().unwrap_or_else(|| "the client's base URL".to_owned())
        };
        tell(
            Level::Minor,
            format!("its calls go to {}, and went to {}", server(now), server(was)),
            GOES_ON,
        );
    }
    if was.safety != now.safety {
        tell(
            Level::Minor,
            format!("repeating it is {}, and was {}", now.safety.word(), was.safety.word()),
            "code goes on, and failures are repeated by another rule",
        );
    }
    let open = |one: &Operation| one.security.is_empty() || one.security.iter().any(Vec::is_empty);
    let lost = was
        .security
        .iter()
        .find(|all| all.len() == 1 && !now.security.contains(*all) && !(open(was) && open(now)));
    if let Some(lost) = lost {
        tell(
            Level::Major,
            format!("it does not accept {} any more", lost.join(" with ")),
            "calls with that credential are refused before the network",
        );
    } else if open(was) && !open(now) {
        tell(
            Level::Major,
            "it asks for a credential".to_owned(),
            "calls without one are refused before the network",
        );
    } else if was.security != now.security {
        tell(
            Level::Minor,
            "it accepts other credentials too".to_owned(),
            "what was accepted still is",
        );
    }
    changes.extend(media(&item, was, now));
    changes.extend(was.parameters.iter().filter_map(|parameter| {
        let now = now.parameters.iter().find(|now| now.rust == parameter.rust)?;
        wire(was, parameter, now)
    }));
    changes
}

fn wire(operation: &Operation, was: &Parameter, now: &Parameter) -> Option<Change> {
    let restyled = was.writing != now.writing;
    let line = |one: &Parameter| {
        let style = if restyled { style(one.writing) } else { String::new() };
        format!("{} in the {}{style}", one.wire, one.place.word())
    };
    let item = format!("builder::{}::{}", crate::codegen::names::pascal(&operation.id), was.rust);

    (line(was) != line(now)).then(|| {
        let what = format!("it is sent as {}, and was as {}", line(now), line(was));
        Change::new(Level::Minor, item, what, GOES_ON)
    })
}

/// How a parameter is written, in the words of OpenAPI.
fn style(writing: Writing) -> String {
    let style = writing.style.to_lower_camel_case();
    let explode = writing.explode;
    let reserved = if writing.reserved { ", allowReserved" } else { "" };
    format!(" (style: {style}, explode: {explode}{reserved})")
}

/// Formats that callers can ask for.
fn media(item: &str, was: &Operation, now: &Operation) -> Vec<Change> {
    let mut changes = Vec::new();
    let bodies = |one: &Operation| one.body.as_ref().map(|body| kinds(&body.content));
    let answers = |one: &Operation| {
        let with_body = one.responses.iter().filter(|response| response.status.is_success());
        with_body.filter_map(|response| response.content.as_ref()).map(kinds).next()
    };

    for (which, was, now) in
        [("requests", bodies(was), bodies(now)), ("answers", answers(was), answers(now))]
    {
        let (Some(was), Some(now)) = (was, now) else { continue };
        if let Some(gone) = was.iter().find(|kind| !now.contains(kind)) {
            changes.push(Change::new(
                Level::Major,
                item,
                format!("{which} are not offered as {} any more", word(*gone)),
                "calls that ask for it are refused before the network",
            ));
        } else if was.first() != now.first() {
            changes.push(Change::new(
                Level::Minor,
                item,
                format!("{which} come in another format"),
                GOES_ON,
            ));
        } else if was != now {
            changes.push(Change::new(
                Level::Minor,
                item,
                format!("{which} are offered in more formats"),
                "what was offered still is",
            ));
        }
    }
    changes
}

fn kinds(content: &Content) -> Vec<MediaKind> {
    let mut kinds = Vec::new();
    for media in &content.media {
        if !kinds.contains(&media.kind) {
            kinds.push(media.kind);
        }
    }
    kinds
}

fn word(kind: MediaKind) -> &'static str {
    match kind {
        MediaKind::Json => "JSON",
        MediaKind::Xml => "XML",
        MediaKind::Form => "form",
        MediaKind::Multipart => "multipart",
        MediaKind::Text => "text",
        MediaKind::Bytes => "bytes",
    }
}
