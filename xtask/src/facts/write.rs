//! The text of files of facts: JSON with one line a row, so that a difference of two versions reads well.

use std::fmt;
use std::io;

use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};

use super::{Difference, Facts, StructureFacts};

/// Writes the entry of `differences`, as JSON on one line.
impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&line(self))
    }
}

impl fmt::Display for Facts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{{\n  \"path\": {},", line(&self.path))?;
        if let Some(timing) = &self.webhook {
            writeln!(f, "  \"webhook\": {},", line(timing))?;
        }
        writeln!(f, "  \"page\": {},", line(&self.page))?;
        writeln!(f, "  \"rate\": {},", line(&self.rate))?;
        writeln!(f, "  \"known\": {},", line(&self.known))?;
        writeln!(f, "  \"codes\": {},", line(&self.codes))?;
        if let Some(range) = &self.own_codes {
            writeln!(f, "  \"own_codes\": {},", line(range))?;
        }
        list(f, "  ", "request", &self.request)?;
        f.write_str(",\n")?;
        list(f, "  ", "response", &self.response)?;
        if !self.differences.is_empty() {
            f.write_str(",\n")?;
            list(f, "  ", "differences", &self.differences)?;
        }
        f.write_str("\n}\n")
    }
}

impl fmt::Display for StructureFacts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("{\n  \"structures\": [")?;
        for (index, structure) in self.structures.iter().enumerate() {
            f.write_str(if index == 0 { "\n" } else { ",\n" })?;
            writeln!(f, "    {{\n      \"name\": {},", line(&structure.name))?;
            list(f, "      ", "fields", &structure.fields)?;
            f.write_str("\n    }")?;
        }
        f.write_str("\n  ]")?;
        if !self.differences.is_empty() {
            f.write_str(",\n")?;
            list(f, "  ", "differences", &self.differences)?;
        }
        f.write_str("\n}\n")
    }
}

/// Writes a key and a list, each item on a line.
fn list(
    f: &mut fmt::Formatter<'_>,
    indent: &str,
    key: &str,
    items: &[impl Serialize],
) -> fmt::Result {
    if items.is_empty() {
        return write!(f, "{indent}\"{key}\": []");
    }
    write!(f, "{indent}\"{key}\": [")?;
    for (index, item) in items.iter().enumerate() {
        write!(f, "{}\n{indent}  {}", if index == 0 { "" } else { "," }, line(item))?;
    }
    write!(f, "\n{indent}]")
}

/// Returns a value as JSON on one line, with spaces.
fn line(value: &impl Serialize) -> String {
    let mut bytes = Vec::new();
    let written = value.serialize(&mut Serializer::with_formatter(&mut bytes, Spaced));
    debug_assert!(written.is_ok(), "facts are texts, numbers, lists and structs");
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Writes a space after each comma and colon.
struct Spaced;

impl Formatter for Spaced {
    fn begin_array_value<W: ?Sized + io::Write>(
        &mut self,
        to: &mut W,
        first: bool,
    ) -> io::Result<()> {
        to.write_all(if first { b"" } else { b", " })
    }

    fn begin_object_key<W: ?Sized + io::Write>(
        &mut self,
        to: &mut W,
        first: bool,
    ) -> io::Result<()> {
        to.write_all(if first { b"" } else { b", " })
    }

    fn begin_object_value<W: ?Sized + io::Write>(&mut self, to: &mut W) -> io::Result<()> {
        to.write_all(b": ")
    }
}
