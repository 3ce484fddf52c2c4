//! Which operations of a document are wanted: by id, tag, path or method.

use std::fmt;

use anyhow::{Result, bail};

mod glob;
mod near;

/// Filters, as they stand on a command line or in `openapi/providers.toml`.
///
/// An operation is wanted when one filter without `!` takes it, or all filters have one, and none with `!` does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Selection(Vec<Filter>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Filter {
    text: String,
    excludes: bool,
    by: By,
    pattern: String,
}

/// What a filter looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum By {
    Id,
    Tag,
    Path,
    Method,
}

/// An operation, as filters see it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Candidate<'d> {
    /// Its id in the document, where it has one.
    pub(crate) id: Option<&'d str>,
    /// Its name in Rust.
    pub(crate) name: &'d str,
    /// Its tags.
    pub(crate) tags: Vec<&'d str>,
    /// Its path.
    pub(crate) path: &'d str,
    /// Its method, in small letters.
    pub(crate) method: &'d str,
}

impl Selection {
    /// Reads filters; an empty one, or one with an unknown prefix, is refused.
    pub(crate) fn parse<T: AsRef<str>>(filters: &[T]) -> Result<Self> {
        filters.iter().map(|text| Filter::parse(text.as_ref())).collect::<Result<_>>().map(Self)
    }

    /// The filters as they were written.
    pub(crate) fn texts(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|filter| filter.text.as_str())
    }

    /// Whether it takes every operation.
    pub(crate) fn takes_all(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether each operation is wanted, in their order.
    ///
    /// # Errors
    ///
    /// When a filter takes no operation at all, with what is near; when none is left.
    pub(crate) fn of(&self, all: &[Candidate<'_>]) -> Result<Vec<bool>> {
        for filter in &self.0 {
            if !all.iter().any(|one| filter.takes(one)) {
                bail!("the filter {filter} takes no operation; {}", near::names(filter, all));
            }
        }

        let any = self.0.iter().any(|filter| !filter.excludes);
        let wanted: Vec<_> = all
            .iter()
            .map(|one| {
                let taken = |excludes| {
                    self.0.iter().any(|filter| filter.excludes == excludes && filter.takes(one))
                };
                (!any || taken(false)) && !taken(true)
            })
            .collect();
        if !self.takes_all() && !wanted.contains(&true) {
            bail!("the filters leave no operation: each that one takes, one with `!` leaves out");
        }
        Ok(wanted)
    }
}

impl Filter {
    fn parse(text: &str) -> Result<Self> {
        let (excludes, rest) = text.strip_prefix('!').map_or((false, text), |rest| (true, rest));
        let (by, pattern) = match rest.split_once(':') {
            Some(("id", pattern)) => (By::Id, pattern),
            Some(("tag", pattern)) => (By::Tag, pattern),
            Some(("path", pattern)) => (By::Path, pattern),
            Some(("method", pattern)) => (By::Method, pattern),
            Some((other, _)) if other.bytes().all(|b| b.is_ascii_lowercase()) => bail!(
                "the filter {text:?} starts with `{other}:`; filters are <id>, id:<id>, tag:<tag>, path:<path>, method:<method>"
            ),
            Some(_) | None => (By::Id, rest),
        };

        if pattern.trim().is_empty() || pattern.contains(char::is_control) {
            bail!("the filter {text:?} says nothing");
        }
        Ok(Self { text: text.to_owned(), excludes, by, pattern: pattern.to_owned() })
    }

    fn takes(&self, one: &Candidate<'_>) -> bool {
        let whole = |text: &str| glob::matches(&self.pattern, text, None);

        match self.by {
            By::Id => one.id.is_some_and(whole) || whole(one.name),
            By::Tag => one
                .tags
                .iter()
                .any(|tag| glob::matches(&self.pattern.to_lowercase(), &tag.to_lowercase(), None)),
            By::Path => glob::matches(&self.pattern, one.path, Some('/')),
            By::Method => self.pattern.eq_ignore_ascii_case(one.method),
        }
    }
}

impl fmt::Display for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`", self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::{Candidate, Selection};

    fn all() -> Vec<Candidate<'static>> {
        let one =
            |id, name, tag, path, method| Candidate { id, name, tags: vec![tag], path, method };
        vec![
            one(Some("keys/create"), "keys_create", "Keys", "/v1/keys", "post"),
            one(Some("keys/list"), "keys_list", "Keys", "/v1/keys", "get"),
            one(Some("keys/get"), "keys_get", "Keys", "/v1/keys/{id}", "get"),
            one(None, "get_users_by_id_keys", "Users", "/v1/users/{id}/keys", "get"),
        ]
    }

    fn taken(filters: &[&str]) -> String {
        let all = all();
        match Selection::parse(filters).and_then(|selection| selection.of(&all)) {
            Ok(wanted) => {
                let wanted = all.iter().zip(wanted).filter(|(_, wanted)| *wanted);
                wanted.map(|(one, _)| one.name).collect::<Vec<_>>().join(" ")
            }
            Err(error) => format!("{error:#}"),
        }
    }

    #[test]
    fn filters_add_up_and_exclamation_marks_leave_out() {
        assert_eq!(taken(&[]), "keys_create keys_list keys_get get_users_by_id_keys");
        assert_eq!(taken(&["keys/create", "keys_get"]), "keys_create keys_get");
        assert_eq!(taken(&["keys/*", "!method:POST"]), "keys_list keys_get");
        assert_eq!(taken(&["!tag:keys"]), "get_users_by_id_keys");
        assert_eq!(taken(&["id:keys/l*"]), "keys_list");
    }

    #[test]
    fn a_star_stays_in_its_segment_of_a_path_and_two_do_not() {
        assert_eq!(taken(&["path:/v1/*"]), "keys_create keys_list");
        assert_eq!(taken(&["path:/v1/keys/*"]), "keys_get");
        assert_eq!(taken(&["path:/v1/keys/{id}"]), "keys_get");
        assert_eq!(taken(&["path:/v1/**/keys"]), "get_users_by_id_keys");
        assert_eq!(taken(&["path:**/{id}*"]), "keys_get");
    }

    #[test]
    fn a_filter_that_takes_nothing_is_an_error_with_what_is_near() {
        let wrong = taken(&["keys/creat"]);
        assert!(wrong.contains("`keys/creat` takes no operation; near it: keys/create"), "{wrong}");
        assert!(taken(&["tag:user"]).contains("Users"));
        assert!(taken(&["path:/v1/key"]).contains("/v1/keys"));
        assert!(taken(&["method:patch"]).contains("get, post"));
        assert!(taken(&["keys/*", "!keys/mke"]).contains("`!keys/mke` takes no operation"));
    }

    #[test]
    fn filters_that_leave_nothing_or_say_nothing_are_refused() {
        assert!(taken(&["keys/list", "!tag:Keys"]).contains("leave no operation"));
        assert!(taken(&["tagg:Keys"]).contains("starts with `tagg:`"));
        assert!(taken(&["!"]).contains("says nothing"));
        assert!(taken(&["tag: "]).contains("says nothing"));
        assert!(taken(&[""]).contains("says nothing"));
    }
}
