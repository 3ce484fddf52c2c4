//! The body of a call in its wire format, and which answers are read.

use bytes::Bytes;
use http::HeaderValue;

use crate::api::{Codec, Media, Operation};
use crate::body::json::text::Json;
#[cfg(feature = "xml")]
use crate::body::xml;
use crate::body::{self, WireFormat, form};
use crate::error::Error;
use crate::rt::http::Given;
use crate::transport::Transport;
use crate::upload::Outgoing;

/// What a request carries, and which answers are read.
pub(super) struct Encoded {
    /// Which answers are read, where the wire format decides it.
    pub(super) accept: Option<&'static str>,
    /// The body, with what it is.
    pub(super) body: Option<(HeaderValue, Outgoing)>,
    /// The body as JSON, where the answer must repeat a part of it.
    pub(super) json: Option<Bytes>,
}

impl Encoded {
    /// Whether a stream of its body has been read and cannot be sent again.
    pub(super) fn is_spent(&self) -> bool {
        self.body.as_ref().is_some_and(|(_, body)| body.is_spent())
    }
}

impl Transport {
    /// Writes the body in the call's wire format.
    pub(super) fn encode(
        &self,
        given: Option<Given>,
        operation: &'static Operation,
    ) -> Result<Encoded, Error> {
        let demanded = self.options.wire_format;
        let preferred = demanded.or(self.shared.config.wire_format);
        let spoken = match (body::speak(operation, preferred), demanded) {
            (Some(spoken), _) => Some(spoken),
            (None, None) => body::speak(operation, None),
            (None, Some(_)) => None,
        };
        let Some(spoken) = spoken else {
            let wanted = demanded.map_or("this format", WireFormat::name);
            let offered = body::offered(operation);
            return Err(
                self.refuse(format!("this operation does not offer {wanted}; it offers {offered}"))
            );
        };
        let mut encoded = Encoded { accept: spoken.accept, body: None, json: None };
        let Some(given) = given else { return Ok(encoded) };
        let Some(media) = spoken.request else {
            return Err(self.refuse("this operation takes no body"));
        };
        if let (Given::Json(json), Some(_)) = (&given, &operation.echo) {
            encoded.json = Some(json.clone());
        }
        encoded.body = Some(self.write(given, media).map_err(|why| self.refuse(why))?);
        Ok(encoded)
    }

    fn write(
        &self,
        given: Given,
        media: &'static Media,
    ) -> Result<(HeaderValue, Outgoing), String> {
        match given {
            Given::Json(json) => {
                let essence = media.essence;
                let written = translate(media, json)
                    .map_err(|why| format!("the body cannot be written as {essence}: {why}"))?;
                Ok((HeaderValue::from_static(essence), Outgoing::Whole(written)))
            }
            Given::Own(own) => own.write(media, &|| self.boundary()),
        }
    }

    /// A line that stands in no part, for nobody can guess it.
    fn boundary(&self) -> String {
        let [first, second] = [self.shared.jitter.bits(), self.shared.jitter.bits()];
        format!("keymint-{first:016x}{second:016x}")
    }
}

/// JSON in another media type.
fn translate(media: &Media, json: Bytes) -> Result<Bytes, String> {
    match &media.codec {
        Codec::Json | Codec::Bytes => Ok(json),
        Codec::Form(fields) => {
            form::encode(fields, &json).map(Bytes::from).map_err(|error| error.to_string())
        }
        #[cfg(feature = "xml")]
        Codec::Xml(root) => {
            xml::encode(root, &json).map(Bytes::from).map_err(|error| error.to_string())
        }
        Codec::Text => {
            let text = str::from_utf8(&json).ok().and_then(|json| Json::start(json).string());
            let text = text.ok_or("it is not a text")?;
            Ok(text.into_owned().into())
        }
    }
}
