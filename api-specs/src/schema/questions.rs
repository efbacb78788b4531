//! Questions of the macros about types that they do not know. The compiler decides them while it compiles a spec.

use super::constraint::WireValue;
use super::table::{EnumTable, EnumValue, FieldType};

#[doc(hidden)]
impl FieldType {
    /// Returns `true` for texts other than those of an open enumeration.
    #[must_use]
    pub const fn is_text(&self) -> bool {
        matches!(self, Self::String(_))
    }

    /// Returns `true` for integers other than those of an open enumeration.
    #[must_use]
    pub const fn is_integer(&self) -> bool {
        matches!(self, Self::Integer { .. })
    }

    /// Returns `true` for texts.
    #[must_use]
    pub const fn has_texts(&self) -> bool {
        match self {
            Self::Enum(EnumTable { values: [EnumValue { value, .. }, ..], .. }) => {
                matches!(value, WireValue::Text(_))
            }
            other => other.is_text(),
        }
    }

    /// Returns `true` for integers.
    #[must_use]
    pub const fn has_integers(&self) -> bool {
        match self {
            Self::Enum(table) => table.has_integers(),
            other => other.is_integer(),
        }
    }

    /// Returns `true` for what can lead to the next page.
    #[must_use]
    pub const fn is_cursor(&self) -> bool {
        self.has_texts() || self.has_integers()
    }
}
