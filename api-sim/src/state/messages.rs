//! One-to-one messages.

use std::time::Duration;

use tencent_chat_specs::message::admin_get_roam_message::RoamMessage;
use tencent_chat_specs::message::{MessageElement, MessageFlagBits};
use tencent_chat_specs::rules::merge;
use tencent_chat_specs::schema::{Field, Record, RecordMut, RecordRef};
use tencent_chat_specs::{MsgKey, UserId};

/// A stored one-to-one message.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// The message as it is read, with all fields.
    pub(crate) shown: RoamMessage,
    /// `true` if the message is in the history of its sender.
    pub(crate) is_in_sender_history: bool,
    /// `true` if the message is in the history of its recipient.
    pub(crate) is_in_recipient_history: bool,
    /// The parts as the sender wrote them, if a webhook changed them.
    pub(crate) written: Option<Vec<MessageElement>>,
}

impl Message {
    /// Returns the message that a request sends or imports. Numbers that the request lacks are random.
    pub(crate) fn of<R: Record>(request: &mut R, from: UserId, to: UserId, time: u64) -> Self {
        RecordMut::new(request).fill_numbers(|_| Some(fastrand::u32(..)));
        let mut shown = RoamMessage::empty();
        merge(RecordRef::new(request), RecordMut::new(&mut shown));
        shown.from_account = from;
        shown.to_account = to;
        shown.msg_time_stamp_secs = time;
        shown.msg_flag_bits = MessageFlagBits::Normal;
        shown.is_peer_read = Some(false);
        shown.msg_key = MsgKey::new(format!("{}_{}_{time}", shown.msg_seq, shown.msg_random));
        Self { shown, is_in_sender_history: true, is_in_recipient_history: true, written: None }
    }

    /// Returns the sender.
    #[must_use]
    pub fn from(&self) -> &UserId {
        &self.shown.from_account
    }

    /// Returns the recipient.
    #[must_use]
    pub fn to(&self) -> &UserId {
        &self.shown.to_account
    }

    /// Returns the parts of the message.
    #[must_use]
    pub fn body(&self) -> &[MessageElement] {
        &self.shown.msg_body
    }

    /// Returns the time of sending, in seconds since 1970 UTC.
    #[must_use]
    pub fn time_secs(&self) -> u64 {
        self.shown.msg_time_stamp_secs
    }

    /// Returns the custom data that was sent with the message.
    #[must_use]
    pub fn cloud_custom_data(&self) -> Option<&str> {
        self.shown.cloud_custom_data.as_deref()
    }

    /// Returns `true` if the recipient has read it.
    #[must_use]
    pub fn is_read(&self) -> bool {
        self.shown.is_peer_read == Some(true)
    }

    /// Returns the key that identifies it in calls that recall or change it.
    #[must_use]
    pub fn key(&self) -> MsgKey {
        self.shown.msg_key.clone()
    }

    /// Returns `true` if it was recalled.
    #[must_use]
    pub fn is_recalled(&self) -> bool {
        self.shown.msg_flag_bits == MessageFlagBits::Recalled
    }

    /// Returns `true` if one of the two users sent it to the other.
    fn is_between(&self, one: &UserId, other: &UserId) -> bool {
        let ends = (self.from(), self.to());
        ends == (one, other) || ends == (other, one)
    }

    /// Returns the parts as the sender wrote them.
    fn written(&self) -> &[MessageElement] {
        self.written.as_deref().unwrap_or(self.body())
    }

    fn has_same_numbers(&self, other: &Self) -> bool {
        let numbers = |message: &Self| (message.shown.msg_seq, message.shown.msg_random);
        numbers(self) == numbers(other)
    }
}

/// All messages, ordered by time and number.
#[derive(Debug, Default)]
pub(crate) struct Messages(Vec<Message>);

impl Messages {
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Message> {
        self.0.iter()
    }

    /// Returns the message that a new one duplicates: one with the same sender, recipient, numbers and content, within
    /// the window.
    pub(crate) fn sent_before(&self, message: &Message, window: Duration) -> Option<&Message> {
        let since = message.time_secs().saturating_sub(window.as_secs());
        let recent = &self.0[self.0.partition_point(|other| other.time_secs() < since)..];
        let content = (message.from(), message.to(), message.written());
        recent.iter().find(|other| {
            (other.from(), other.to(), other.written()) == content
                && other.has_same_numbers(message)
        })
    }

    /// Returns `true` if an imported message duplicates another: one with the same time and numbers between the same
    /// two users. The direction and the content do not matter.
    pub(crate) fn has_imported(&self, message: &Message) -> bool {
        let time = message.time_secs();
        let first = self.0.partition_point(|other| other.time_secs() < time);
        self.0[first..].iter().take_while(|other| other.time_secs() == time).any(|other| {
            other.is_between(message.from(), message.to()) && other.has_same_numbers(message)
        })
    }

    /// Stores a message.
    pub(crate) fn keep(&mut self, message: Message) {
        let order = |message: &Message| (message.time_secs(), message.shown.msg_seq);
        let at = self.0.partition_point(|other| order(other) <= order(&message));
        self.0.insert(at, message);
    }

    /// Returns the number of messages to a user, from this peer or from all, that the user has not read.
    pub(crate) fn unread(&self, user: &UserId, peer: Option<&UserId>) -> usize {
        let is_unread = |message: &&Message| {
            let is_of_peer = peer.is_none_or(|peer| message.from() == peer);
            message.to() == user && is_of_peer && !message.is_read()
        };
        self.0.iter().filter(is_unread).count()
    }

    /// Marks as read all that a peer has sent to the user.
    pub(crate) fn mark_read(&mut self, user: &str, peer: &str) {
        for message in &mut self.0 {
            if message.to() == user && message.from() == peer {
                message.shown.is_peer_read = Some(true);
            }
        }
    }

    /// Returns the message with this key that `from` sent to `to`.
    pub(crate) fn find(
        &mut self,
        from: &UserId,
        to: &UserId,
        key: &MsgKey,
    ) -> Option<&mut Message> {
        let is_match = |message: &&mut Message| {
            (message.from(), message.to(), &message.shown.msg_key) == (from, to, key)
        };
        self.0.iter_mut().find(is_match)
    }

    /// Deletes a message between two users from the history of the first of them.
    pub(crate) fn delete(&mut self, user: &UserId, peer: &UserId, key: &MsgKey) {
        if let Some(sent) = self.find(user, peer, key) {
            sent.is_in_sender_history = false;
        }
        if let Some(received) = self.find(peer, user, key) {
            received.is_in_recipient_history = false;
        }
    }

    /// Returns the messages between two users that the first of them sees.
    pub(crate) fn seen_by(&self, user: &UserId, peer: &UserId) -> impl Iterator<Item = &Message> {
        self.0.iter().filter(move |message| {
            let (from, to) = (message.from(), message.to());
            ((from, to) == (user, peer) && message.is_in_sender_history)
                || ((from, to) == (peer, user) && message.is_in_recipient_history)
        })
    }
}
