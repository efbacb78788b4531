//! The spec of a webhook, available at run time.

use std::ops::RangeInclusive;

use crate::Page;
use crate::schema::{AnyRecord, RecordType, Table};

/// The spec of a webhook, available at run time.
#[derive(Clone, Copy, Debug)]
pub struct WebhookSpec {
    name: &'static str,
    command: &'static str,
    doc: &'static str,
    page: Option<Page>,
    is_before: bool,
    can_forbid: bool,
    own_codes: Option<(u32, u32)>,
    can_discard: bool,
    is_partial: bool,
    event: RecordType,
    reply: Option<RecordType>,
}

impl WebhookSpec {
    /// Returns the name of the module.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Returns the command, such as `C2C.CallbackBeforeSendMsg`.
    #[must_use]
    pub const fn command(&self) -> &'static str {
        self.command
    }

    /// Returns the summary of the webhook's documentation.
    #[must_use]
    pub const fn doc(&self) -> &'static str {
        self.doc
    }

    /// Returns the documentation page, if there is one.
    #[must_use]
    pub const fn page(&self) -> Option<Page> {
        self.page
    }

    /// Returns `true` if the service asks before the action, and `false` if it tells of it afterwards.
    #[must_use]
    pub const fn is_before(&self) -> bool {
        self.is_before
    }

    /// Returns `true` if the reply may forbid the action.
    #[must_use]
    pub const fn can_forbid(&self) -> bool {
        self.can_forbid
    }

    /// Returns the range of the app's own codes, if the reply may forbid the action with one.
    #[must_use]
    pub fn own_codes(&self) -> Option<RangeInclusive<u32>> {
        self.own_codes.map(|(min, max)| min..=max)
    }

    /// Returns `true` if the reply may discard the action, so that the user does not see that it did not take place.
    #[must_use]
    pub const fn can_discard(&self) -> bool {
        self.can_discard
    }

    /// Returns `true` if the webhook is known in part: its page was not read to the end, or it is known from an SDK only.
    ///
    /// An event may then have fields that [`event`](Self::event) lacks. None of its fields is required.
    #[must_use]
    pub const fn is_partial(&self) -> bool {
        self.is_partial
    }

    /// Returns the fields of the event, without the command.
    #[must_use]
    pub fn event(&self) -> &'static Table {
        self.event.table()
    }

    /// Returns the fields of the reply, without the verdict, if the reply may have any.
    #[must_use]
    pub fn reply(&self) -> Option<&'static Table> {
        self.reply.map(RecordType::table)
    }

    /// Returns an empty event, to be filled.
    #[must_use]
    pub fn empty_event(&self) -> AnyRecord {
        self.event.empty()
    }

    /// Returns an empty reply, to be filled, if the reply may have one.
    #[must_use]
    pub fn empty_reply(&self) -> Option<AnyRecord> {
        self.reply.map(RecordType::empty)
    }
}

/// An argument of the attribute, for the expansion of `#[webhook]`.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub enum WebhookOption {
    Page(u32, &'static str),
    Before,
    Forbids,
    OwnCodes(u32, u32),
    Discards,
    Partial,
    Reply(RecordType),
}

/// Used by the expansion of `#[webhook]`.
#[doc(hidden)]
impl WebhookSpec {
    #[must_use]
    pub const fn new(
        [name, command, doc]: [&'static str; 3],
        event: RecordType,
        options: &[WebhookOption],
    ) -> Self {
        let mut spec = Self {
            name,
            command,
            doc,
            page: None,
            is_before: false,
            can_forbid: false,
            own_codes: None,
            can_discard: false,
            is_partial: false,
            event,
            reply: None,
        };
        let mut index = 0;
        while index < options.len() {
            match options[index] {
                WebhookOption::Page(number, read) => spec.page = Some(Page { number, read }),
                WebhookOption::Before => spec.is_before = true,
                WebhookOption::Forbids => spec.can_forbid = true,
                WebhookOption::OwnCodes(min, max) => spec.own_codes = Some((min, max)),
                WebhookOption::Discards => spec.can_discard = true,
                WebhookOption::Partial => spec.is_partial = true,
                WebhookOption::Reply(reply) => spec.reply = Some(reply),
            }
            index += 1;
        }
        spec
    }
}
