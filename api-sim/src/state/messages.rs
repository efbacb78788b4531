//! One-to-one messages.

use std::time::Duration;

use tencent_chat_specs::message::MessageElement;
use tencent_chat_specs::{MsgKey, UserId};

/// A stored one-to-one message.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    pub(crate) from: UserId,
    pub(crate) to: UserId,
    pub(crate) seq: u32,
    pub(crate) random: u32,
    /// The time of sending, in seconds since 1970 UTC.
    pub(crate) time: u64,
    pub(crate) body: Vec<MessageElement>,
    pub(crate) cloud_custom_data: Option<String>,
    pub(crate) is_recalled: bool,
    pub(crate) is_read: bool,
    /// `true` if the message is in the history of its sender.
    pub(crate) is_in_sender_history: bool,
}

impl Message {
    /// Returns the sender.
    #[must_use]
    pub fn from(&self) -> &UserId {
        &self.from
    }

    /// Returns the recipient.
    #[must_use]
    pub fn to(&self) -> &UserId {
        &self.to
    }

    /// Returns the parts of the message.
    #[must_use]
    pub fn body(&self) -> &[MessageElement] {
        &self.body
    }

    /// Returns the time of sending, in seconds since 1970 UTC.
    #[must_use]
    pub fn time_secs(&self) -> u64 {
        self.time
    }

    /// Returns the custom data that was sent with the message.
    #[must_use]
    pub fn cloud_custom_data(&self) -> Option<&str> {
        self.cloud_custom_data.as_deref()
    }

    /// Returns `true` if the recipient has read it.
    #[must_use]
    pub fn is_read(&self) -> bool {
        self.is_read
    }

    /// Returns the key that identifies it in calls that recall or change it.
    #[must_use]
    pub fn key(&self) -> MsgKey {
        MsgKey::new(format!("{}_{}_{}", self.seq, self.random, self.time))
    }

    /// Returns `true` if it was recalled.
    #[must_use]
    pub fn is_recalled(&self) -> bool {
        self.is_recalled
    }

    /// Returns `true` if one of the two users sent it to the other.
    fn is_between(&self, one: &UserId, other: &UserId) -> bool {
        (self.from == *one && self.to == *other) || (self.from == *other && self.to == *one)
    }

    fn has_same_numbers(&self, other: &Self) -> bool {
        (self.seq, self.random) == (other.seq, other.random)
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
        let since = message.time.saturating_sub(window.as_secs());
        let recent = &self.0[self.0.partition_point(|other| other.time < since)..];
        recent.iter().find(|other| {
            (&other.from, &other.to, &other.body) == (&message.from, &message.to, &message.body)
                && other.has_same_numbers(message)
        })
    }

    /// Returns `true` if an imported message duplicates another: one with the same time and numbers between the same
    /// two users. The direction and the content do not matter.
    pub(crate) fn has_imported(&self, message: &Message) -> bool {
        let first = self.0.partition_point(|other| other.time < message.time);
        self.0[first..].iter().take_while(|other| other.time == message.time).any(|other| {
            other.is_between(&message.from, &message.to) && other.has_same_numbers(message)
        })
    }

    /// Stores a message.
    pub(crate) fn keep(&mut self, message: Message) {
        let order = (message.time, message.seq);
        let at = self.0.partition_point(|other| (other.time, other.seq) <= order);
        self.0.insert(at, message);
    }

    /// Marks as read all that a peer has sent to the user.
    pub(crate) fn mark_read(&mut self, user: &str, peer: &str) {
        for message in &mut self.0 {
            message.is_read |= message.to.as_str() == user && message.from.as_str() == peer;
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
            message.from == *from && message.to == *to && message.key() == *key
        };
        self.0.iter_mut().find(is_match)
    }

    /// Returns the messages between two users that the first of them sees.
    pub(crate) fn seen_by(&self, user: &UserId, peer: &UserId) -> impl Iterator<Item = &Message> {
        self.0.iter().filter(move |message| {
            message.is_between(user, peer) && (message.is_in_sender_history || message.to == *user)
        })
    }
}
