//! The error of JSON that does not fit.

use std::fmt;

/// A JSON text that does not fit the struct.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodeError {
    path: String,
    message: String,
}

impl DecodeError {
    /// Returns the path of the value in the text, such as `GroupItem[3].GroupId`; empty at the top.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns a description of the error.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Returns an error of a text as a whole. The message repeats nothing of the text.
    #[must_use]
    pub fn of_whole(message: &'static str) -> Self {
        Self { path: String::new(), message: message.to_owned() }
    }

    pub(crate) fn new(path: impl Into<String>, message: impl fmt::Display) -> Self {
        Self { path: path.into(), message: message.to_string() }
    }
}

/// Converts an error of JSON that is read without a spec.
impl From<serde_json::Error> for DecodeError {
    fn from(error: serde_json::Error) -> Self {
        Self { path: String::new(), message: error.to_string() }
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(f, "`{}`: ", self.path)?;
        }
        f.write_str(&self.message)
    }
}

impl std::error::Error for DecodeError {}
