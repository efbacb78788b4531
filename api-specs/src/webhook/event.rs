//! Events, and which replies they take.

use std::fmt;
use std::ops::Deref;

use super::response::{DISCARDED, FORBIDDEN, WebhookResponse};
use super::spec::WebhookSpec;
use crate::ErrorCode;
use crate::codec::EncodeError;
use crate::schema::{Field, Record, RecordRef};

/// The event of a webhook, as `#[webhook]` declares it.
pub trait WebhookEvent: Record + Field + Clone {
    /// Returns the spec of the webhook.
    fn spec() -> &'static WebhookSpec;
}

/// The event of a webhook that the service sends before an action. Its reply is a verdict.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is sent after the action, so that no reply decides about it",
    label = "takes no verdict",
    note = "reply with `WebhookResponse::received()`"
)]
pub trait Before: WebhookEvent {}

/// An event whose reply may forbid the action.
#[diagnostic::on_unimplemented(
    message = "no reply to `{Self}` forbids the whole action",
    label = "cannot be forbidden as a whole",
    note = "a webhook that is sent after the action is replied to with `WebhookResponse::received()`; one that takes a verdict for each item, with `reply(Reply::new(..))`"
)]
pub trait CanForbid: Before {}

/// An event whose reply may forbid the action with a code of the app's own.
#[diagnostic::on_unimplemented(
    message = "no reply to `{Self}` has a code of the app's own",
    label = "takes no own code",
    note = "forbid the action with words instead: `forbid(\"..\")`"
)]
pub trait CanForbidWith: CanForbid {
    /// The codes, [`OwnCode`](super::OwnCode) with their range.
    type Code: Into<ErrorCode>;
}

/// An event whose reply may discard the action without telling the user.
#[diagnostic::on_unimplemented(
    message = "no reply to `{Self}` discards the action",
    label = "cannot be discarded",
    note = "forbid the action instead: `forbid(\"..\")`; only messages can be discarded"
)]
pub trait CanDiscard: CanForbid {}

/// An event whose reply may have fields besides the verdict.
#[diagnostic::on_unimplemented(
    message = "the reply to `{Self}` has no fields",
    label = "takes a verdict only",
    note = "use `allow()` before the action, `WebhookResponse::received()` after it"
)]
pub trait CanReply: Before {
    /// The fields of the reply besides the verdict.
    type Reply: Record + Field + Clone;
}

/// An event that was received. Its methods make the replies that the service takes to it.
#[derive(Clone, PartialEq, Eq)]
pub struct Received<E>(Box<E>);

impl<E: WebhookEvent> Received<E> {
    pub(super) fn new(event: E) -> Self {
        Self(Box::new(event))
    }

    /// Returns the event itself.
    #[must_use]
    pub fn into_inner(self) -> E {
        *self.0
    }

    /// Lets the action take place.
    #[must_use = "a reply has no effect until it is sent"]
    pub fn allow(&self) -> WebhookResponse
    where
        E: Before,
    {
        WebhookResponse::received()
    }

    /// Forbids the action. The user gets an error: the code of the service, with these words.
    #[must_use = "a reply has no effect until it is sent"]
    pub fn forbid(&self, words: impl Into<String>) -> WebhookResponse
    where
        E: CanForbid,
    {
        WebhookResponse::verdict(FORBIDDEN, words.into())
    }

    /// Forbids the action. The user gets an error: this code, with these words.
    #[must_use = "a reply has no effect until it is sent"]
    pub fn forbid_with(&self, code: E::Code, words: impl Into<String>) -> WebhookResponse
    where
        E: CanForbidWith,
    {
        WebhookResponse::verdict(code.into(), words.into())
    }

    /// Discards the action: it does not take place, and the user is not told.
    #[must_use = "a reply has no effect until it is sent"]
    pub fn discard(&self) -> WebhookResponse
    where
        E: CanDiscard,
    {
        WebhookResponse::verdict(DISCARDED, String::new())
    }

    /// Lets the action take place, as the reply says: with another message, for instance, or without some of the users.
    ///
    /// # Errors
    ///
    /// Fails if a number is infinite or NaN.
    pub fn reply(&self, reply: E::Reply) -> Result<WebhookResponse, EncodeError>
    where
        E: CanReply,
    {
        WebhookResponse::with_reply(RecordRef::new(&reply))
    }
}

impl<E> Deref for Received<E> {
    type Target = E;

    fn deref(&self) -> &E {
        &self.0
    }
}

impl<E: fmt::Debug> fmt::Debug for Received<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
