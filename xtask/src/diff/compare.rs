//! What changed between two surfaces, and how grave each change is by the rules of Cargo.

use super::change::{Change, Level};
use super::surface::{Item, Kind, Surface};

/// Every change of the surface.
pub(super) fn surfaces(old: &Surface, new: &Surface) -> Vec<Change> {
    let mut changes = Vec::new();

    for (path, item) in &old.items {
        match new.items.get(path) {
            Some(now) => changes.extend(changed(path, item, now)),
            None if old.is_told_by_owner(item, new) => {}
            None => changes.push(removed(path, item)),
        }
    }
    for (path, item) in new.items.iter().filter(|(path, _)| !old.items.contains_key(*path)) {
        if !new.is_told_by_owner(item, old) {
            changes.push(added(path, item, old));
        }
    }
    changes
}

fn removed(path: &str, item: &Item) -> Change {
    let (what, why) = match item.kind {
        Kind::Method => ("the method is gone", "calls of it do not compile"),
        Kind::Setter => ("it cannot be set any more", "calls of it do not compile"),
        Kind::Field => ("the field is gone", "reading it does not compile"),
        Kind::Variant => ("the variant is gone", "naming it does not compile"),
        Kind::Trait => ("the trait is gone", "code that needs it does not compile"),
        Kind::Struct | Kind::Enum | Kind::Other => ("it is gone", "naming it does not compile"),
    };
    Change::new(Level::Major, path, what, why)
}

fn added(path: &str, item: &Item, old: &Surface) -> Change {
    let owner_grows =
        item.owner.as_ref().and_then(|owner| old.items.get(owner)).is_none_or(|owner| owner.grows);

    let (level, what, why) = match item.kind {
        Kind::Setter if item.required => (
            Level::Major,
            "it is new and must be set",
            "calls that do not set it are refused before the network",
        ),
        Kind::Setter => (Level::Minor, "it is new and may be set", "calls go on without it"),
        Kind::Field if owner_grows => {
            (Level::Minor, "the field is new", "nobody else writes the struct out in full")
        }
        Kind::Field => (
            Level::Major,
            "the field is new",
            "the struct can be written out in full, which then does not compile",
        ),
        Kind::Variant if owner_grows => {
            (Level::Minor, "the variant is new", "every match has an arm for what is not known")
        }
        Kind::Variant => (
            Level::Major,
            "the variant is new",
            "a match can name every variant, and then does not compile",
        ),
        Kind::Method => (Level::Minor, "the method is new", "nothing else has its name"),
        Kind::Trait => (Level::Minor, "the trait is new", "more can be done with the type"),
        Kind::Struct | Kind::Enum | Kind::Other => {
            (Level::Minor, "it is new", "nothing else has its name")
        }
    };
    Change::new(level, path, what, why)
}

fn changed(path: &str, old: &Item, new: &Item) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut tell = |level, what: String, why| changes.push(Change::new(level, path, what, why));

    if old.kind != new.kind {
        tell(Level::Major, "it is something else".to_owned(), "code that uses it does not compile");
        return changes;
    }
    if old.shape != new.shape {
        let why = match old.kind {
            Kind::Method => "what is done with the result may not compile",
            Kind::Setter => "values that were given may not convert, and then calls do not compile",
            Kind::Field | Kind::Variant => "code that reads or makes it does not compile",
            Kind::Struct | Kind::Enum | Kind::Trait | Kind::Other => {
                "code that uses it may not compile"
            }
        };
        tell(Level::Major, format!("it is `{}`, and was `{}`", new.shown, old.shown), why);
    }
    match (old.grows, new.grows) {
        (false, true) => tell(
            Level::Major,
            "others may not write it out in full any more".to_owned(),
            "literals, and matches without an arm for the rest, do not compile",
        ),
        (true, false) => tell(
            Level::Minor,
            "others may write it out in full".to_owned(),
            "what compiled goes on compiling",
        ),
        _ => {}
    }
    match (old.required, new.required) {
        (false, true) => tell(
            Level::Major,
            "it must be set".to_owned(),
            "calls that do not set it are refused before the network",
        ),
        (true, false) => {
            tell(Level::Minor, "it may be left out".to_owned(), "calls that set it go on");
        }
        _ => {}
    }
    if old.wire != new.wire {
        let name = |wire: &Option<String>| wire.clone().unwrap_or_else(|| "its name".to_owned());
        tell(
            Level::Minor,
            format!("on the wire it is {}, and was {}", name(&new.wire), name(&old.wire)),
            "code goes on, and something else is sent or read",
        );
    }
    match (old.deprecated, new.deprecated) {
        (false, true) => tell(
            Level::Minor,
            "it is deprecated".to_owned(),
            "code goes on compiling, with a warning",
        ),
        (true, false) => {
            tell(Level::Patch, "it is deprecated no more".to_owned(), "a warning goes away");
        }
        _ => {}
    }
    if changes.is_empty() && old.docs != new.docs {
        changes.push(Change::new(
            Level::Patch,
            path,
            "its documentation changed",
            "code does not see it",
        ));
    }
    changes
}
