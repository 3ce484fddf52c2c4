//! What generated code says at run time, said to a person.

use proc_macro2::{Group, Literal, TokenStream, TokenTree};

/// What each message to be rewritten has: most literals need no closer look.
const WORDS: [&str; 3] = ["not initialized", "value", "conversion to"];

/// Rewrites the messages of builders wherever they stand, in macros too.
pub(super) fn rewrite(tokens: TokenStream) -> TokenStream {
    tokens
        .into_iter()
        .map(|tree| match tree {
            TokenTree::Group(group) => {
                let mut rewritten = Group::new(group.delimiter(), rewrite(group.stream()));
                rewritten.set_span(group.span());
                TokenTree::Group(rewritten)
            }
            TokenTree::Literal(literal) => TokenTree::Literal(message(&literal).unwrap_or(literal)),
            TokenTree::Ident(_) | TokenTree::Punct(_) => tree,
        })
        .collect()
}

fn message(literal: &Literal) -> Option<Literal> {
    let written = literal.to_string();
    if !WORDS.iter().any(|words| written.contains(words)) {
        return None;
    }
    let text = syn::parse_str::<syn::LitStr>(&written).ok()?.value();
    let text = required(&text).or_else(|| converted(&text))?;
    Some(Literal::string(&text))
}

fn required(text: &str) -> Option<String> {
    let name = text
        .strip_suffix(" was not initialized")
        .or_else(|| text.strip_prefix("no value supplied for "))?;
    Some(format!("`{name}` is required; set it with `.{name}(…)`"))
}

fn converted(text: &str) -> Option<String> {
    if let Some(rest) = text.strip_prefix("error converting supplied value for ") {
        let (name, cause) = rest.split_once(": ")?;
        return Some(format!("`{name}` could not be converted: {cause}"));
    }

    let (before, cause) = text.strip_suffix(": {}").map_or((text, ""), |before| (before, ": {}"));
    let (_, name) =
        before.strip_prefix("conversion to `")?.strip_suffix(" failed")?.rsplit_once("` for ")?;
    Some(format!("`{name}` could not be converted{cause}"))
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::rewrite;

    #[test]
    fn messages_name_the_method_to_call() {
        let tokens = quote!(
            Err("account_key was not initialized".to_string()),
            Err("no value supplied for name")
        );

        let expected = quote!(
            Err("`account_key` is required; set it with `.account_key(…)`".to_string()),
            Err("`name` is required; set it with `.name(…)`")
        );
        assert_eq!(rewrite(tokens).to_string(), expected.to_string());
    }

    #[test]
    fn messages_name_no_type() {
        let tokens = quote!(
            "conversion to `:: std :: string :: String` for x_h failed",
            format!("conversion to `NewKey` for body failed: {}", s),
            format!("error converting supplied value for env: {e}")
        );

        let expected = quote!(
            "`x_h` could not be converted",
            format!("`body` could not be converted: {}", s),
            format!("`env` could not be converted: {e}")
        );
        assert_eq!(rewrite(tokens).to_string(), expected.to_string());
    }

    #[test]
    fn other_strings_stay() {
        let tokens = quote!("invalid value", b"bytes", 'c', 1);

        assert_eq!(rewrite(tokens.clone()).to_string(), tokens.to_string());
    }
}
