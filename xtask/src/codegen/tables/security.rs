//! The security schemes: how each credential is placed on the wire.

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;

use crate::codegen::document::Document;

/// Where a credential goes, as a scheme of the document says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Placement {
    /// `Authorization: Basic …`.
    Basic,
    /// `Authorization: Bearer …`.
    Bearer,
    /// A header of its own.
    Header(String),
    /// A header, after a word.
    Word {
        /// The header.
        header: String,
        /// The word.
        word: String,
    },
    /// A parameter of the query.
    Query(String),
    /// A cookie.
    Cookie(String),
}

/// Every scheme of the document that puts something into a request, by name.
pub(crate) fn placements(document: &Document) -> Vec<(&str, Placement)> {
    let stated = document.root.pointer("/components/securitySchemes").and_then(Value::as_object);
    stated
        .into_iter()
        .flatten()
        .filter_map(|(name, scheme)| Some((name.as_str(), placement(scheme)?)))
        .collect()
}

/// The table of schemes.
pub(super) fn schemes(document: &Document) -> TokenStream {
    let schemes = placements(document).into_iter().map(|(name, placement)| {
        let place = place(&placement);
        quote!(SecurityScheme { name: #name, place: #place })
    });

    quote!(&[#(#schemes),*])
}

fn placement(scheme: &Value) -> Option<Placement> {
    let text = |key: &str| scheme.get(key).and_then(Value::as_str);

    match text("type")? {
        "http" if text("scheme")?.eq_ignore_ascii_case("basic") => Some(Placement::Basic),
        "http" if text("scheme")?.eq_ignore_ascii_case("bearer") => Some(Placement::Bearer),
        "http" => Some(Placement::Word {
            header: "Authorization".to_owned(),
            word: text("scheme")?.to_owned(),
        }),
        "oauth2" | "openIdConnect" => Some(Placement::Bearer),
        "apiKey" => {
            let name = text("name")?.to_owned();
            match (text("in")?, text("x-keymint-word")) {
                ("header", Some(word)) => {
                    Some(Placement::Word { header: name, word: word.to_owned() })
                }
                ("header", None) => Some(Placement::Header(name)),
                ("query", _) => Some(Placement::Query(name)),
                ("cookie", _) => Some(Placement::Cookie(name)),
                _ => None,
            }
        }
        _ => None,
    }
}

fn place(placement: &Placement) -> TokenStream {
    match placement {
        Placement::Basic => quote!(CredentialPlace::Basic),
        Placement::Bearer => quote!(CredentialPlace::Bearer),
        Placement::Header(name) => quote!(CredentialPlace::Header(#name)),
        Placement::Word { header, word } => {
            quote!(CredentialPlace::HeaderWord { header: #header, word: #word })
        }
        Placement::Query(name) => quote!(CredentialPlace::Query(#name)),
        Placement::Cookie(name) => quote!(CredentialPlace::Cookie(#name)),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{place, placement};

    fn of(scheme: &Value) -> String {
        placement(scheme)
            .map(|placement| place(&placement).to_string().replace(' ', ""))
            .unwrap_or_default()
    }

    #[test]
    fn every_kind_of_scheme_has_its_place() {
        assert_eq!(of(&json!({"type": "http", "scheme": "Basic"})), "CredentialPlace::Basic");
        assert_eq!(of(&json!({"type": "http", "scheme": "bearer"})), "CredentialPlace::Bearer");
        assert_eq!(of(&json!({"type": "oauth2"})), "CredentialPlace::Bearer");
        assert_eq!(
            of(&json!({"type": "apiKey", "in": "header", "name": "X-Key"})),
            r#"CredentialPlace::Header("X-Key")"#
        );
        assert_eq!(
            of(&json!({"type": "apiKey", "in": "query", "name": "key"})),
            r#"CredentialPlace::Query("key")"#
        );
        assert_eq!(
            of(&json!({"type": "apiKey", "in": "cookie", "name": "sid"})),
            r#"CredentialPlace::Cookie("sid")"#
        );
    }

    #[test]
    fn a_word_goes_before_the_credential() {
        let app = json!({"type": "apiKey", "in": "header", "name": "Authorization", "x-keymint-word": "App"});

        assert_eq!(of(&app), r#"CredentialPlace::HeaderWord{header:"Authorization",word:"App"}"#);
    }

    #[test]
    fn a_scheme_outside_the_request_has_no_place() {
        assert_eq!(of(&json!({"type": "mutualTLS"})), "");
    }
}
