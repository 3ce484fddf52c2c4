//! A model as text, for the snapshots of tests.

#![expect(clippy::use_debug, reason = "snapshots are read by people who know the types")]

use std::fmt;

use super::{Content, Model, Operation, Payload, Schema, Shape, Writing, Xml};

impl fmt::Display for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for operation in &self.operations {
            write!(f, "{operation}")?;
        }
        for (name, component) in &self.components {
            writeln!(f, "{name} = {}", component.schema)?;
        }
        Ok(())
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{} {} {} {:?} {:?}",
            self.id, self.method, self.path, self.safety, self.security
        )?;
        if let Some(server) = &self.server {
            writeln!(f, "  at {server}")?;
        }
        for p in &self.parameters {
            let required = if p.required { "" } else { "?" };
            write!(f, "  {}{required} ({} {}", p.rust, p.place.word(), p.wire)?;
            if ![Writing::QUERY, Writing::SIMPLE].contains(&p.writing) {
                let explode = if p.writing.explode { " exploded" } else { "" };
                let reserved = if p.writing.reserved { " reserved" } else { "" };
                write!(f, ", {}{explode}{reserved}", p.writing.style)?;
            }
            writeln!(f, "): {}", p.schema)?;
        }
        if let Some(body) = &self.body {
            writeln!(f, "  body{}: {}", if body.required { "" } else { "?" }, body.content)?;
        }
        for response in &self.responses {
            match &response.content {
                Some(content) => writeln!(f, "  {:?}: {content}", response.status)?,
                None => writeln!(f, "  {:?}", response.status)?,
            }
        }
        Ok(())
    }
}

impl fmt::Display for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.payload {
            Payload::Typed(schema) => write!(f, "{schema}")?,
            Payload::Bytes => f.write_str("bytes")?,
        }
        for media in &self.media {
            write!(f, " [{} {:?}]", media.essence, media.kind)?;
        }
        Ok(())
    }
}

impl fmt::Display for Schema {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.shape)?;
        if self.nullable {
            f.write_str(" | null")?;
        }
        if self.deprecated {
            f.write_str(" deprecated")?;
        }
        if self.xml != Xml::default() {
            write!(f, " {:?}", self.xml)?;
        }
        if let Some(docs) = &self.docs {
            write!(f, " {docs:?}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Any => f.write_str("any"),
            Self::Unrecognized => f.write_str("unrecognized"),
            Self::Boolean => f.write_str("boolean"),
            Self::Integer(format) => {
                write!(f, "integer{}", format.map(|f| format!(" {f}")).unwrap_or_default())
            }
            Self::Number => f.write_str("number"),
            Self::Text(text) => write!(f, "{text:?}"),
            Self::List(item) => write!(f, "list of ({item})"),
            Self::Map(value) => write!(f, "map of ({value})"),
            Self::Named(name) => f.write_str(name),
            Self::Struct(fields) => {
                f.write_str("struct")?;
                for field in fields {
                    let required = if field.required { "" } else { "?" };
                    let read_only = if field.read_only { "read-only " } else { "" };
                    let write_only = if field.write_only { "write-only " } else { "" };
                    if field.rest {
                        write!(f, "\n  {} (all others): {}", field.rust, field.schema)?;
                        continue;
                    }
                    write!(
                        f,
                        "\n  {}{required} ({}): {read_only}{write_only}{}",
                        field.rust, field.wire, field.schema
                    )?;
                }
                Ok(())
            }
            Self::Enum(list) => {
                f.write_str(if list.open { "open enum" } else { "enum" })?;
                list.variants
                    .iter()
                    .try_for_each(|variant| write!(f, " {}={:?}", variant.rust, variant.wire))
            }
            Self::Union(members) => {
                f.write_str("union")?;
                members
                    .iter()
                    .try_for_each(|member| write!(f, "\n  {}: {}", member.rust, member.schema))
            }
            Self::ByStatus(cases) => {
                f.write_str("by status")?;
                for case in cases {
                    write!(f, "\n  {} ({})", case.rust, case.status)?;
                    if let Some(schema) = &case.schema {
                        write!(f, ": {schema}")?;
                    }
                }
                Ok(())
            }
        }
    }
}
