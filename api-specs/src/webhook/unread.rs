//! Webhooks that could not be read.

use super::response::{FORBIDDEN, WebhookResponse};
use crate::codec::DecodeError;

/// A webhook that is not declared, or whose body is no JSON object. The delivery has its raw body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    error: Option<DecodeError>,
}

impl Unread {
    pub(super) fn new(error: Option<DecodeError>) -> Self {
        Self { error }
    }

    /// Returns the reason why the body could not be read; `None` if only the command is unknown.
    #[must_use]
    pub fn error(&self) -> Option<&DecodeError> {
        self.error.as_ref()
    }

    /// Lets the action take place, if the webhook was sent before one.
    pub fn allow(&self) -> WebhookResponse {
        WebhookResponse::received()
    }

    /// Forbids the action, if the webhook was sent before one and takes such a reply.
    pub fn forbid(&self, words: impl Into<String>) -> WebhookResponse {
        WebhookResponse::verdict(FORBIDDEN, words.into())
    }
}
