//! The security schemes: how each credential is placed on the wire.

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;

use crate::codegen::document::Document;

/// Every scheme of the document that puts something into a request.
pub(super) fn schemes(document: &Document) -> TokenStream {
    let stated = document.root.pointer("/components/securitySchemes").and_then(Value::as_object);
    let schemes = stated.into_iter().flatten().filter_map(|(name, scheme)| {
        let place = place(scheme)?;
        Some(quote!(SecurityScheme { name: #name, place: #place }))
    });

    quote!(&[#(#schemes),*])
}

fn place(scheme: &Value) -> Option<TokenStream> {
    let text = |key: &str| scheme.get(key).and_then(Value::as_str);

    match text("type")? {
        "http" if text("scheme")?.eq_ignore_ascii_case("basic") => {
            Some(quote!(CredentialPlace::Basic))
        }
        "http" if text("scheme")?.eq_ignore_ascii_case("bearer") => {
            Some(quote!(CredentialPlace::Bearer))
        }
        "http" => {
            let word = text("scheme")?;
            Some(quote!(CredentialPlace::HeaderWord { header: "Authorization", word: #word }))
        }
        "oauth2" | "openIdConnect" => Some(quote!(CredentialPlace::Bearer)),
        "apiKey" => {
            let name = text("name")?;
            match (text("in")?, text("x-keymint-word")) {
                ("header", Some(word)) => {
                    Some(quote!(CredentialPlace::HeaderWord { header: #name, word: #word }))
                }
                ("header", None) => Some(quote!(CredentialPlace::Header(#name))),
                ("query", _) => Some(quote!(CredentialPlace::Query(#name))),
                ("cookie", _) => Some(quote!(CredentialPlace::Cookie(#name))),
                _ => None,
            }
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::place;

    fn of(scheme: &Value) -> String {
        place(scheme).map(|place| place.to_string().replace(' ', "")).unwrap_or_default()
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
