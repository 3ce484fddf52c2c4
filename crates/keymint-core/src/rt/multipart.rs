//! The parts of a form with files, as generated code lists them.
//!
//! What is `inline` here is compiled in the programs that send such forms, and in no other.

use std::collections::BTreeMap;

use http::HeaderValue;
use serde::Serialize;

use crate::api::Media;
use crate::body::EncodeError;
use crate::body::json::NOTHING;
use crate::body::json::text::{Json, Value};
use crate::rt::http::Own;
use crate::rt::parameter::text;
use crate::upload::{Outgoing, Piece, Upload};

/// A body of parts.
#[derive(Debug, Default)]
pub struct Multipart {
    parts: Vec<Part>,
    problem: Option<String>,
}

#[derive(Debug)]
struct Part {
    name: String,
    /// Set where the part is a file.
    file_name: Option<String>,
    media_type: Option<String>,
    content: Upload,
}

impl Multipart {
    /// No parts yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds files, which are `media_type` unless they say otherwise.
    #[must_use]
    pub fn files(
        mut self,
        name: &str,
        media_type: &str,
        files: impl IntoIterator<Item = Upload>,
    ) -> Self {
        for file in files {
            let stated = file.stated_media_type().unwrap_or(media_type).to_owned();
            let file_name = file.stated_file_name().unwrap_or(name).to_owned();
            if HeaderValue::from_str(&stated).is_err() {
                self.fail(format!("the media type of `{name}` cannot be written"));
            }
            self.parts.push(Part {
                name: name.to_owned(),
                file_name: Some(file_name),
                media_type: Some(stated),
                content: file,
            });
        }
        self
    }

    /// Adds a value: a scalar as text, a list item by item, an object as JSON; nothing for null.
    #[must_use]
    pub fn value<T: Serialize + ?Sized>(self, name: &str, value: &T) -> Self {
        self.json(name, None, serde_json::to_string(value).as_deref().ok())
    }

    /// Adds a value with a media type of its own: JSON as one part, anything else as text.
    #[must_use]
    pub fn typed<T: Serialize + ?Sized>(self, name: &str, media_type: &str, value: &T) -> Self {
        self.json(name, Some(media_type), serde_json::to_string(value).as_deref().ok())
    }

    #[inline]
    fn json(mut self, name: &str, media_type: Option<&str>, value: Option<&str>) -> Self {
        let is_json =
            media_type.is_some_and(|media| media.ends_with("/json") || media.ends_with("+json"));
        let written = value.is_some_and(|json| match json {
            NOTHING => true,
            json if is_json => {
                self.text(name, media_type, json.to_owned());
                true
            }
            json => self.items(name, media_type, json).is_ok(),
        });
        if !written {
            self.fail(format!("`{name}` cannot be written"));
        }
        self
    }

    /// Adds a scalar, an object, or what is in a list.
    #[inline]
    fn items(
        &mut self,
        name: &str,
        media_type: Option<&str>,
        json: &str,
    ) -> Result<(), EncodeError> {
        let mut reader = Json::start(json);
        if let Value::List = reader.value()? {
            reader.items(|item| self.scalar(name, media_type, item.raw())).map(drop)
        } else {
            self.scalar(name, media_type, json)
        }
    }

    /// Adds the values that have no field of their own, by their names.
    #[must_use]
    pub fn others<T: Serialize>(self, values: &BTreeMap<String, T>) -> Self {
        values.iter().fold(self, |body, (name, value)| body.value(name, value))
    }

    #[inline]
    fn scalar(
        &mut self,
        name: &str,
        media_type: Option<&str>,
        json: &str,
    ) -> Result<(), EncodeError> {
        match Json::start(json).value()? {
            Value::List | Value::Object => {
                self.text(name, Some(media_type.unwrap_or("application/json")), json.to_owned());
            }
            scalar @ (Value::Null
            | Value::Boolean(_)
            | Value::Number(_)
            | Value::Plain(_)
            | Value::Text(_)) => {
                if let Some(text) = text(scalar)? {
                    self.text(name, media_type, text);
                }
            }
        }
        Ok(())
    }

    #[inline]
    fn text(&mut self, name: &str, media_type: Option<&str>, text: String) {
        self.parts.push(Part {
            name: name.to_owned(),
            file_name: None,
            media_type: media_type.map(str::to_owned),
            content: Upload::from(text),
        });
    }

    #[inline]
    fn fail(&mut self, problem: String) {
        self.problem.get_or_insert(problem);
    }

    /// The parts between their boundaries.
    #[inline]
    fn framed(self, boundary: &str) -> Result<Vec<Piece>, String> {
        if let Some(problem) = self.problem {
            return Err(problem);
        }
        let mut pieces = Vec::with_capacity(2 * self.parts.len() + 1);
        let mut line_break = "";

        for part in self.parts {
            let mut head = format!(
                "{line_break}--{boundary}\r\nContent-Disposition: form-data; name=\"{}\"",
                escaped(&part.name)
            );
            if let Some(file_name) = &part.file_name {
                head.extend(["; filename=\"", &escaped(file_name), "\""]);
            }
            if let Some(media_type) = &part.media_type {
                head.extend(["\r\nContent-Type: ", media_type]);
            }
            head.push_str("\r\n\r\n");
            pieces.push(Piece::Whole(head.into()));
            pieces.push(part.content.into_piece());
            line_break = "\r\n";
        }
        pieces.push(Piece::Whole(format!("{line_break}--{boundary}--\r\n").into()));
        Ok(pieces)
    }
}

impl Own for Multipart {
    #[inline]
    fn write(
        self: Box<Self>,
        media: &'static Media,
        boundary: &dyn Fn() -> String,
    ) -> Result<(HeaderValue, Outgoing), String> {
        let boundary = boundary();
        let content_type = format!("{}; boundary={boundary}", media.essence);
        let content_type = HeaderValue::try_from(content_type)
            .map_err(|_e| "the boundary cannot be written".to_owned())?;
        Ok((content_type, self.framed(&boundary)?.into()))
    }
}

/// A name between quotes, as browsers write it.
#[inline]
fn escaped(name: &str) -> String {
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// The parts as they are framed by the boundary `B`.
    fn framed(form: Multipart) -> Result<String, String> {
        let pieces = form.framed("B")?;
        let text = |piece| match piece {
            Piece::Whole(bytes) => String::from_utf8(bytes.to_vec()).unwrap(),
            Piece::Streamed(_) => panic!("no stream was given"),
        };
        Ok(pieces.into_iter().map(text).collect())
    }

    fn part(media_type: &str, text: &str) -> String {
        format!(
            "--B\r\nContent-Disposition: form-data; name=\"a\"\r\nContent-Type: {media_type}\r\n\r\n{text}\r\n"
        )
    }

    #[test]
    fn json_is_one_part_and_any_other_list_has_one_for_each_item() {
        let written = |media_type: &str| {
            framed(Multipart::new().typed("a", media_type, &json!(["x", 2]))).unwrap()
        };

        for json in ["application/json", "application/vnd.keys+json"] {
            assert_eq!(written(json), part(json, r#"["x",2]"#) + "--B--\r\n");
        }
        assert_eq!(
            written("text/plain"),
            part("text/plain", "x") + &part("text/plain", "2") + "--B--\r\n"
        );
        assert_eq!(
            framed(Multipart::new().typed("a", "text/plain", &json!(null))).unwrap(),
            "--B--\r\n"
        );
    }

    #[test]
    fn what_cannot_be_written_is_told_by_name_and_not_left_out() {
        struct Broken;
        impl Serialize for Broken {
            fn serialize<S: serde::Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
                Err(serde::ser::Error::custom("CANARY"))
            }
        }

        for form in [
            Multipart::new().value("a", &Broken),
            Multipart::new().typed("a", "text/plain", &Broken),
        ] {
            assert_eq!(framed(form), Err("`a` cannot be written".to_owned()));
        }
        let file = Upload::from("x").media_type("text/plain\r\nx: y");
        let why = framed(Multipart::new().files("a", "text/plain", [file])).unwrap_err();
        assert_eq!(why, "the media type of `a` cannot be written");
    }
}
