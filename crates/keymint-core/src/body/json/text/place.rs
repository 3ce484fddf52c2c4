//! One place in a JSON text, without reading the rest into values, nor what stands behind it.

use std::borrow::Cow;

use super::{ESCAPED, Json, Result, Value};

impl<'j> Json<'j> {
    /// Starts with what stands at a place of the text.
    pub(crate) fn at(text: &'j str, place: &[&str]) -> Option<Self> {
        place.iter().try_fold(Self::start(text), |json, step| json.below(step))
    }

    /// Goes on with a property of the object, or an item of the list, that comes next.
    pub(crate) fn below(mut self, step: &str) -> Option<Self> {
        let found = match self.value() {
            Ok(Value::Object) => self.find(step),
            Ok(Value::List) => self.reach(step.parse().ok()?),
            _ => return None,
        };
        found.ok()?.then_some(self)
    }

    /// The string that comes next; borrowed unless it is written with escapes.
    pub(crate) fn string(mut self) -> Option<Cow<'j, str>> {
        match self.value() {
            Ok(Value::Plain(text)) => Some(text.into()),
            Ok(Value::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// Passes over the value that comes next, and gives a reader that stands before it.
    pub(crate) fn apart(&mut self) -> Self {
        let before = self.clone();
        self.pass();
        before
    }

    /// The text of the value that comes next, which is passed over.
    pub(crate) fn raw(&mut self) -> &'j str {
        let start = self.position;
        self.pass();
        self.text.get(start..self.position).unwrap_or_default().trim()
    }

    /// Reads an object up to the value of a property, or to its end if it has none of that name.
    fn find(&mut self, name: &str) -> Result<bool> {
        self.enter()?;
        let mut count = 0;
        while self.has_more(b'}', count)? {
            if self.name()? == name {
                return Ok(true);
            }
            self.pass();
            count += 1;
        }
        Ok(false)
    }

    /// Reads a list up to an item, or to its end if it is shorter.
    fn reach(&mut self, item: usize) -> Result<bool> {
        self.enter()?;
        for count in 0..=item {
            if !self.has_more(b']', count)? {
                return Ok(false);
            }
            if count < item {
                self.pass();
            }
        }
        Ok(true)
    }

    /// Passes over a value; what is wrong with it is for those to tell who read it.
    fn pass(&mut self) {
        let mut open = 0_usize;
        while let Some(byte) = self.next() {
            match byte {
                b',' | b'}' | b']' if open == 0 => return,
                b'{' | b'[' => open += 1,
                b'}' | b']' => open -= 1,
                b'"' => self.pass_text(),
                _ => {}
            }
            self.position += 1;
        }
    }

    /// Passes over a text up to the quote at its end.
    fn pass_text(&mut self) {
        loop {
            self.position += 1;
            self.position += ESCAPED.plain(self.rest());
            match self.next() {
                Some(b'\\') => self.position += 1,
                Some(b'"') | None => return,
                Some(_) => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::body::json::text as readable;

    fn string_at<'j>(json: &'j str, place: &[&str]) -> Option<Cow<'j, str>> {
        Json::at(json, place)?.string()
    }

    #[test]
    fn names_lead_through_objects_to_a_string() {
        let json =
            r#"{"other": [1, {"name": "no"}], "data": {"a": {}, "a/b": "\u00fc"}, "name": null}"#;

        assert_eq!(string_at(json, &["data", "a/b"]).as_deref(), Some("ü"));
        for nowhere in
            [&["name"][..], &["data"], &["data", "a", "name"], &["other", "name"], &["b"], &[]]
        {
            assert_eq!(string_at(json, nowhere), None, "{nowhere:?}");
        }
        assert_eq!(string_at(r#"{"name": 31}"#, &["name"]), None);
        assert_eq!(string_at("{", &["name"]), None);
        let cut = readable(b"{\"x\": \"\xff\", \"name\": \"n\"}").unwrap();
        assert_eq!(string_at(&cut, &["name"]).as_deref(), Some("n"));
    }

    #[test]
    fn what_is_passed_over_needs_not_be_right() {
        for before in
            [r#""u\ud800""#, r#""}\\""#, r#"[{"name": "no", "\"]": [{}]}, []]"#, "-1e5", "nul"]
        {
            let json = format!(r#"{{"x" : {before} , "name":"n"}}"#);

            assert_eq!(string_at(&json, &["name"]).as_deref(), Some("n"), "{json}");
        }
        for json in
            [r#"{"x": "name", "name""#, r#"{"x": "a\"#, r#"{"x": [}"#, r#"{"x": 1"#, r#"{"x": "#]
        {
            assert_eq!(string_at(json, &["name"]), None, "{json}");
        }
    }

    #[test]
    fn a_string_without_escapes_is_borrowed_under_an_escaped_name() {
        let json = r#"{"n\u0061me": "plain"}"#;

        assert!(matches!(string_at(json, &["name"]), Some(Cow::Borrowed("plain"))));
    }
}
