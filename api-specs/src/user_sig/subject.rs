//! The user whom a `UserSig` is for.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::types::text::{self, TextError};

/// The longest identifier, in bytes.
const MAX_IDENTIFIER: usize = 32;

/// The user whom a `UserSig` authenticates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subject<'a> {
    pub(super) sdk_app_id: u32,
    pub(super) identifier: &'a str,
    pub(super) userbuf: Option<&'a [u8]>,
}

impl<'a> Subject<'a> {
    /// Creates the subject for the user `identifier` of an app.
    #[must_use]
    pub const fn new(sdk_app_id: u32, identifier: &'a str) -> Self {
        Self { sdk_app_id, identifier, userbuf: None }
    }

    /// Adds the app's own data, which is signed too.
    #[must_use]
    pub const fn with_userbuf(self, userbuf: &'a [u8]) -> Self {
        Self { userbuf: Some(userbuf), ..self }
    }

    /// Checks the identifier: 1 to 32 bytes, without invisible characters, and without spaces and quotes at its ends.
    ///
    /// # Errors
    ///
    /// Fails with the first problem.
    pub fn check(&self) -> Result<(), TextError> {
        text::check(self.identifier, MAX_IDENTIFIER, text::odd_in_name)
    }

    /// Returns the userbuf as it is written and signed.
    pub(super) fn userbuf_text(&self) -> Option<String> {
        self.userbuf.map(|userbuf| STANDARD.encode(userbuf))
    }
}
