//! The only table of error codes: number, name, meaning, kind and retry class of each.

mod code;
pub(crate) mod sets;
mod table;

use std::fmt;
use std::str::FromStr;

use self::table::TABLE;

pub use self::code::{CodeInfo, CodeKind, ErrorCode, RetryClass};

/// Joins lists of codes, whose lengths add up to `N`. For the expansion of the macros.
#[doc(hidden)]
#[must_use]
pub const fn join_codes<const N: usize>(lists: &[&[ErrorCode]]) -> [ErrorCode; N] {
    let mut joined = [ErrorCode::OK; N];
    let (mut count, mut lists) = (0, lists);
    while let [list, other_lists @ ..] = lists {
        let mut codes = *list;
        while let [code, others @ ..] = codes {
            joined[count] = *code;
            count += 1;
            codes = others;
        }
        lists = other_lists;
    }
    joined
}

impl ErrorCode {
    /// Returns the description of the code, or `None` if the code is not in the table.
    #[must_use]
    pub fn info(self) -> Option<&'static CodeInfo> {
        let index = TABLE.partition_point(|info| info.last < self);
        TABLE.get(index).filter(|info| info.code <= self)
    }

    /// Returns the whole table, in order of number.
    #[must_use]
    pub fn table() -> &'static [CodeInfo] {
        TABLE
    }
}

/// Parses the output of `Display`, the number alone, or the name alone if it is that of a single code.
impl FromStr for ErrorCode {
    type Err = ParseErrorCodeError;

    fn from_str(text: &str) -> Result<Self, ParseErrorCodeError> {
        let number = |text: &str| text.parse().ok().map(Self);
        let code = match text.split_once(' ') {
            None => number(text).or_else(|| {
                let is_named = |info: &&CodeInfo| info.name == text && info.code == info.last;
                TABLE.iter().find(is_named).map(|info| info.code)
            }),
            Some((text, name)) => {
                number(text).filter(|code| code.info().is_some_and(|info| info.name == name))
            }
        };
        code.ok_or(ParseErrorCodeError(()))
    }
}

/// The error for a text that is neither the number nor the name of a code.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ParseErrorCodeError(());

impl fmt::Display for ParseErrorCodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "not an error code: expected a 32-bit number, the name of a known code, or both",
        )
    }
}

impl std::error::Error for ParseErrorCodeError {}

/// Writes the number, and the name if there is one.
impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.info() {
            Some(info) => write!(f, "{} {}", self.0, info.name),
            None => self.0.fmt(f),
        }
    }
}

impl fmt::Debug for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ErrorCode({self})")
    }
}
