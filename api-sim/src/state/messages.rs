//! One-to-one messages.

use std::time::Duration;

use api_specs::message::MessageElement;
use api_specs::{MsgKey, UserId};

/// A one-to-one message, as long as it is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    pub(crate) from: UserId,
    pub(crate) to: UserId,
    pub(crate) seq: u32,
    pub(crate) random: u32,
    /// When it was sent, in seconds since 1970 UTC.
    pub(crate) time: u64,
    pub(crate) body: Vec<MessageElement>,
    pub(crate) cloud_custom_data: Option<String>,
    pub(crate) is_recalled: bool,
    pub(crate) is_read: bool,
    /// Whether it is in the history of its sender.
    pub(crate) is_senders: bool,
}

impl Message {
    /// Who sent it.
    #[must_use]
    pub fn from(&self) -> &UserId {
        &self.from
    }

    /// Whom it was sent to.
    #[must_use]
    pub fn to(&self) -> &UserId {
        &self.to
    }

    /// What it says.
    #[must_use]
    pub fn body(&self) -> &[MessageElement] {
        &self.body
    }

    /// Returns when it was sent, in seconds since 1970 UTC.
    #[must_use]
    pub fn time_secs(&self) -> u64 {
        self.time
    }

    /// Returns the data of the app's own that came with it.
    #[must_use]
    pub fn cloud_custom_data(&self) -> Option<&str> {
        self.cloud_custom_data.as_deref()
    }

    /// Returns whether the receiver has read it.
    #[must_use]
    pub fn is_read(&self) -> bool {
        self.is_read
    }

    /// Its key, by which it is recalled or changed.
    #[must_use]
    pub fn key(&self) -> MsgKey {
        MsgKey::new(format!("{}_{}_{}", self.seq, self.random, self.time))
    }

    /// Whether it was recalled.
    #[must_use]
    pub fn is_recalled(&self) -> bool {
        self.is_recalled
    }

    /// Whether it went between the two, either way.
    fn is_between(&self, one: &UserId, other: &UserId) -> bool {
        (self.from == *one && self.to == *other) || (self.from == *other && self.to == *one)
    }

    fn has_numbers_of(&self, other: &Self) -> bool {
        (self.seq, self.random) == (other.seq, other.random)
    }
}

/// All messages, in the order of their time and number.
#[derive(Debug, Default)]
pub(crate) struct Messages(Vec<Message>);

impl Messages {
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Message> {
        self.0.iter()
    }

    /// Finds the message that a sent one repeats: of the same sender, receiver, numbers and content, within the window.
    pub(crate) fn sent_before(&self, message: &Message, window: Duration) -> Option<&Message> {
        let since = message.time.saturating_sub(window.as_secs());
        let recent = &self.0[self.0.partition_point(|other| other.time < since)..];
        recent.iter().find(|other| {
            (&other.from, &other.to, &other.body) == (&message.from, &message.to, &message.body)
                && other.has_numbers_of(message)
        })
    }

    /// Returns whether an imported message repeats another: one of the same time and numbers between the same two users,
    /// whoever of them sent it and whatever it says.
    pub(crate) fn has_imported(&self, message: &Message) -> bool {
        let first = self.0.partition_point(|other| other.time < message.time);
        self.0[first..].iter().take_while(|other| other.time == message.time).any(|other| {
            other.is_between(&message.from, &message.to) && other.has_numbers_of(message)
        })
    }

    /// Keeps a message.
    pub(crate) fn keep(&mut self, message: Message) {
        let order = (message.time, message.seq);
        let at = self.0.partition_point(|other| (other.time, other.seq) <= order);
        self.0.insert(at, message);
    }

    /// Marks as read what a peer has sent to the user.
    pub(crate) fn mark_read(&mut self, user: &str, peer: &str) {
        for message in &mut self.0 {
            message.is_read |= message.to.as_str() == user && message.from.as_str() == peer;
        }
    }

    /// The message with this key that one sent to the other.
    pub(crate) fn find(
        &mut self,
        from: &UserId,
        to: &UserId,
        key: &MsgKey,
    ) -> Option<&mut Message> {
        let is_it = |message: &&mut Message| {
            message.from == *from && message.to == *to && message.key() == *key
        };
        self.0.iter_mut().find(is_it)
    }

    /// The conversation of two users as the first of them sees it.
    pub(crate) fn seen_by(&self, user: &UserId, peer: &UserId) -> impl Iterator<Item = &Message> {
        self.0.iter().filter(move |message| {
            message.is_between(user, peer) && (message.is_senders || message.to == *user)
        })
    }
}
