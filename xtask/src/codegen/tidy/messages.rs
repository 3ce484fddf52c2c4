//! What generated code says at run time, said to a person.

use proc_macro2::{Group, Literal, TokenStream, TokenTree};
use syn::visit_mut::VisitMut;
use syn::{File, LitStr, Macro};

/// Rewrites the messages of builders wherever they stand, in macros too.
pub(super) fn rewrite(file: &mut File) {
    Messages.visit_file_mut(file);
}

struct Messages;

impl VisitMut for Messages {
    fn visit_lit_str_mut(&mut self, text: &mut LitStr) {
        if let Some(message) = message(&text.value()) {
            *text = LitStr::new(&message, text.span());
        }
    }

    fn visit_macro_mut(&mut self, call: &mut Macro) {
        call.tokens = in_tokens(std::mem::take(&mut call.tokens));
    }
}

fn in_tokens(tokens: TokenStream) -> TokenStream {
    tokens
        .into_iter()
        .map(|tree| match tree {
            TokenTree::Group(group) => {
                let mut rewritten = Group::new(group.delimiter(), in_tokens(group.stream()));
                rewritten.set_span(group.span());
                TokenTree::Group(rewritten)
            }
            TokenTree::Literal(literal) => TokenTree::Literal(in_literal(literal)),
            TokenTree::Ident(_) | TokenTree::Punct(_) => tree,
        })
        .collect()
}

fn in_literal(literal: Literal) -> Literal {
    let written = literal.to_string();
    if !is_message(&written) {
        return literal;
    }
    let text = syn::parse_str::<LitStr>(&written);
    let message = text.ok().and_then(|text| message(&text.value()));
    message.map_or(literal, |message| Literal::string(&message))
}

/// Whether a literal may be a message: to read each of them would take longer than to rewrite the few.
fn is_message(written: &str) -> bool {
    const WORDS: [&str; 3] = [" was not initialized", "supplied", "conversion to "];

    WORDS.iter().any(|word| written.contains(word))
}

fn message(text: &str) -> Option<String> {
    required(text).or_else(|| converted(text))
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
    use proc_macro2::TokenStream;
    use quote::{ToTokens as _, quote};

    use super::rewrite;

    fn rewritten(expressions: &TokenStream) -> String {
        let mut file = syn::parse2(quote!(const ALL: All = (#expressions);)).unwrap();
        rewrite(&mut file);
        file.to_token_stream().to_string()
    }

    fn unchanged(expressions: &TokenStream) -> String {
        quote!(const ALL: All = (#expressions);).to_string()
    }

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
        assert_eq!(rewritten(&tokens), unchanged(&expected));
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
        assert_eq!(rewritten(&tokens), unchanged(&expected));
    }

    #[test]
    fn other_strings_stay() {
        let tokens = quote!("invalid value", b"bytes", 'c', 1, write!(f, "{}", 'c'));

        assert_eq!(rewritten(&tokens), unchanged(&tokens));
    }
}
