//! Media types and their codecs.

use proc_macro2::TokenStream;
use quote::quote;

use super::{form, xml};
use crate::codegen::model::{Content, Media, MediaKind, Model};

/// The media types of a body, in the document's order.
pub(super) fn list(content: &Content, model: &Model, xml: &mut xml::Statics<'_>) -> TokenStream {
    let media = content.media.iter().flat_map(|media| entries(media, model, xml));
    quote!(&[#(#media),*])
}

/// One entry per media type, or per root element where XML has several.
fn entries(media: &Media, model: &Model, xml: &mut xml::Statics<'_>) -> Vec<TokenStream> {
    let essence = &media.essence;
    let codecs = match media.kind {
        MediaKind::Json => vec![quote!(Codec::Json)],
        MediaKind::Text => vec![quote!(Codec::Text)],
        MediaKind::Bytes | MediaKind::Multipart => vec![quote!(Codec::Bytes)],
        MediaKind::Form => {
            let fields = form::fields(media, model);
            vec![quote!(Codec::Form(#fields))]
        }
        MediaKind::Xml => {
            xml.roots(media).into_iter().map(|root| quote!(Codec::Xml(&#root))).collect()
        }
    };

    codecs.into_iter().map(|codec| quote!(Media { essence: #essence, codec: #codec })).collect()
}
