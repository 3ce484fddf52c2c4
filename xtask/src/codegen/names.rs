//! Names that Rust takes and people like.

use std::collections::{BTreeMap, BTreeSet};

use heck::{ToPascalCase as _, ToSnakeCase as _};

/// The name of a field, a parameter or a method: `allowed_ips`.
pub(crate) fn snake(text: &str) -> String {
    lead(plain(text).to_snake_case(), 'x')
}

/// The name of a type or a variant: `AllowedIps`.
pub(crate) fn pascal(text: &str) -> String {
    lead(plain(text).to_pascal_case(), 'X')
}

/// A name as Rust takes it: a keyword gets an underscore.
pub(crate) fn ident(name: &str) -> String {
    let keyword = name == "gen" || syn::parse_str::<syn::Ident>(name).is_err();
    if keyword { format!("{name}_") } else { name.to_owned() }
}

/// Whether a crate can be called so, in the spelling that this workspace uses.
pub(crate) fn is_crate(name: &str) -> bool {
    const TAKEN: [&str; 5] = ["alloc", "core", "proc-macro", "std", "test"];
    let words = || name.split('-');

    name.len() <= 64
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && words().all(|word| !word.is_empty())
        && words().all(|word| word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()))
        && !TAKEN.contains(&name)
        && ident(&name.replace('-', "_")) == name.replace('-', "_")
}

/// What one of many is called: `ApiKey` among `ApiKeys`, `DataItem` in `Data`.
pub(crate) fn singular(many: &str) -> String {
    if let Some(stem) = many.strip_suffix("ies") {
        return format!("{stem}y");
    }
    if let Some(stem) = many.strip_suffix("es")
        && ["s", "x", "ch", "sh"].iter().any(|end| stem.ends_with(end))
    {
        return stem.to_owned();
    }
    match many.strip_suffix('s') {
        Some(stem) if stem.len() > 1 && !stem.ends_with(['s', 'u', 'i']) => stem.to_owned(),
        Some(_) | None => format!("{many}Item"),
    }
}

/// Names of one scope, each given once.
#[derive(Clone, Debug, Default)]
pub(crate) struct Taken {
    names: BTreeSet<String>,
    /// The first number that may be free, by the name that it follows.
    next: BTreeMap<String, usize>,
}

impl Taken {
    /// A scope in which these names are not to be had.
    pub(crate) fn with(reserved: &[&str]) -> Self {
        Self { names: reserved.iter().map(|&name| name.to_owned()).collect(), ..Self::default() }
    }

    /// Takes `wanted`, or `wanted` with the first number that is free.
    pub(crate) fn take(&mut self, wanted: &str, before_number: &str) -> String {
        if self.names.insert(wanted.to_owned()) {
            return wanted.to_owned();
        }
        let stem = format!("{wanted}{before_number}");
        let number = self.next.entry(stem.clone()).or_insert(2);

        loop {
            let name = format!("{stem}{number}");
            *number += 1;
            if self.names.insert(name.clone()) {
                return name;
            }
        }
    }
}

/// Words that a case converter would take apart.
const WHOLE_WORDS: [(&str, &str); 9] = [
    ("GitHub", "Github"),
    ("GitLab", "Gitlab"),
    ("IPv4", "Ipv4"),
    ("IPv6", "Ipv6"),
    ("LinkedIn", "Linkedin"),
    ("OAuth", "Oauth"),
    ("PayPal", "Paypal"),
    ("WhatsApp", "Whatsapp"),
    ("YouTube", "Youtube"),
];

/// Signs that are all there is of some values.
const SIGNS: [(char, &str); 14] = [
    ('!', " not"),
    ('#', " number"),
    ('$', " dollar"),
    ('%', " percent"),
    ('&', " and"),
    ('*', " star"),
    ('+', " plus"),
    ('-', " minus"),
    ('.', " dot"),
    ('/', " slash"),
    ('<', " less"),
    ('=', " equal"),
    ('>', " greater"),
    ('|', " or"),
];

/// ASCII words, in a spelling that a case converter takes apart at the right places.
fn plain(text: &str) -> String {
    let mut text = spelled(&text.replace('\'', ""));

    for (word, spelling) in WHOLE_WORDS {
        text = text.replace(word, spelling);
    }
    acronym_plurals(&text)
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' })
        .collect()
}

/// Signs as words, where nothing else would tell values apart.
fn spelled(text: &str) -> String {
    if text.is_empty() {
        return "empty".to_owned();
    }
    if !text.contains(|c: char| c.is_ascii_alphanumeric()) {
        let words: String = text.chars().map(sign).collect();
        return if words.is_empty() { "other".to_owned() } else { words };
    }
    match text.strip_prefix(['+', '-']) {
        Some(number) if number.starts_with(|c: char| c.is_ascii_digit()) => {
            let sign: String = text.chars().take(1).map(sign).collect();
            format!("{sign} {number}")
        }
        Some(_) | None => text.to_owned(),
    }
}

fn sign(c: char) -> &'static str {
    SIGNS.iter().find(|(sign, _)| *sign == c).map_or("", |(_, word)| word)
}

/// `IDs` and `URLs` as `Ids` and `Urls`: the `s` belongs to the capitals before it.
fn acronym_plurals(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut capitals = String::new();
    let mut rest = text.chars().peekable();

    while let Some(c) = rest.next() {
        if c.is_ascii_uppercase() {
            capitals.push(c);
            continue;
        }
        let ends_word = !rest.peek().is_some_and(char::is_ascii_lowercase);
        if c == 's' && capitals.len() > 1 && ends_word {
            let (first, others) = capitals.split_at(1);
            out.push_str(first);
            out.push_str(&others.to_ascii_lowercase());
        } else {
            out.push_str(&capitals);
        }
        capitals.clear();
        out.push(c);
    }

    out.push_str(&capitals);
    out
}

/// A name that does not start with a digit.
fn lead(name: String, letter: char) -> String {
    if name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        name
    } else {
        format!("{letter}{name}")
    }
}

#[cfg(test)]
mod tests {
    use super::{Taken, pascal, singular, snake};

    #[test]
    fn plurals_of_acronyms_stay_whole() {
        assert_eq!(snake("allowedIPs"), "allowed_ips");
        assert_eq!(snake("userIDs"), "user_ids");
        assert_eq!(snake("URLs"), "urls");
        assert_eq!(snake("CIDRsAllowed"), "cidrs_allowed");
        assert_eq!(pascal("UserIDs"), "UserIds");
        assert_eq!(snake("APIstatus"), "ap_istatus");
    }

    #[test]
    fn words_of_mixed_case_stay_whole() {
        assert_eq!(snake("OAuth2Token"), "oauth2_token");
        assert_eq!(pascal("IPv4Address"), "Ipv4Address");
    }

    #[test]
    fn names_never_start_with_a_digit_or_lack_letters() {
        assert_eq!(snake("2fa"), "x2fa");
        assert_eq!(pascal("1h"), "X1h");
        assert_eq!(pascal(""), "Empty");
        assert_eq!(pascal("ключ"), "Other");
    }

    #[test]
    fn signs_are_spelled_when_they_tell_values_apart() {
        assert_eq!(pascal(">="), "GreaterEqual");
        assert_eq!(pascal("-1"), "Minus1");
        assert_eq!(pascal("+1"), "Plus1");
    }

    #[test]
    fn one_of_many_has_a_name_of_its_own() {
        assert_eq!(singular("ApiKeys"), "ApiKey");
        assert_eq!(singular("Entries"), "Entry");
        assert_eq!(singular("Boxes"), "Box");
        assert_eq!(singular("Data"), "DataItem");
        assert_eq!(singular("Address"), "AddressItem");
        assert_eq!(singular("Status"), "StatusItem");
    }

    #[test]
    fn a_name_that_is_taken_gets_a_number() {
        let mut taken = Taken::with(&["Error"]);

        assert_eq!(taken.take("Error", ""), "Error2");
        assert_eq!(taken.take("Key", ""), "Key");
        assert_eq!(taken.take("Key", ""), "Key2");
    }
}
