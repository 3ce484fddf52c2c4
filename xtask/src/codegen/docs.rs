//! Documentation as a person would type it, from descriptions that anybody may have written.

mod inline;
mod markdown;
pub(crate) mod texts;
mod wrap;

use syn::{Attribute, Lit, LitStr, Meta, parse_quote};

/// Doc attributes, one per line.
pub(crate) fn attributes(text: &str) -> Vec<Attribute> {
    let lines =
        text.lines().map(|line| if line.is_empty() { String::new() } else { format!(" {line}") });
    let one: Attribute = parse_quote!(#[doc = ""]);
    lines.map(|line| doc(&one, &line)).collect()
}

/// The attribute with another text: parsing each of them would take longer than anything else here.
fn doc(like: &Attribute, text: &str) -> Attribute {
    let mut attribute = like.clone();
    if let Meta::NameValue(meta) = &mut attribute.meta
        && let syn::Expr::Lit(value) = &mut meta.value
    {
        value.lit = Lit::Str(LitStr::new(text, proc_macro2::Span::call_site()));
    }
    attribute
}
