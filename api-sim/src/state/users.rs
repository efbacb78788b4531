//! Imported users.

use std::collections::{BTreeMap, BTreeSet};

use tencent_chat_specs::account::OnlineState;
use tencent_chat_specs::{Tag, TagValue, UserId};

use super::contacts::{Contacts, Conversation};

/// An imported user.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct User {
    /// The profile, by tag.
    pub(crate) profile: BTreeMap<Tag, TagValue>,
    /// The user's friends, and their data by tag.
    pub(crate) friends: BTreeMap<UserId, BTreeMap<Tag, TagValue>>,
    /// The user's online state, by platform.
    pub(crate) online: BTreeMap<String, OnlineState>,
    pub(crate) contacts: Contacts,
    pub(crate) mutes: Mutes,
    /// The tags by which a push selects the user.
    pub(crate) push_tags: BTreeSet<String>,
    /// The attributes by which a push selects the user, by the number of the attribute.
    pub(crate) push_attributes: BTreeMap<String, String>,
}

/// The times until which a user is muted in all conversations, in seconds since 1970 UTC; 0 if not muted, and
/// [`u64::MAX`] if for ever.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Mutes {
    pub(crate) c2c_until: u64,
    pub(crate) group_until: u64,
}

impl Mutes {
    /// The number of seconds that mutes for ever.
    const FOR_EVER: u64 = u32::MAX as u64;

    /// Returns the end of a mute that begins now.
    pub(crate) fn until(now: u64, secs: u64) -> u64 {
        match secs {
            0 => 0,
            Self::FOR_EVER => u64::MAX,
            secs => now.saturating_add(secs),
        }
    }

    /// Returns the seconds that are left of a mute.
    pub(crate) fn left(now: u64, until: u64) -> u64 {
        until.saturating_sub(now).min(Self::FOR_EVER)
    }
}

impl User {
    /// Returns the nickname; empty if there is none.
    #[must_use]
    pub fn nick(&self) -> &str {
        self.text(&Tag::ProfileNick)
    }

    /// Returns the URL of the picture; empty if there is none.
    #[must_use]
    pub fn face_url(&self) -> &str {
        self.text(&Tag::ProfileImage)
    }

    /// Returns a text of the profile; empty if there is none.
    pub(crate) fn text(&self, tag: &Tag) -> &str {
        self.profile.get(tag).and_then(TagValue::as_text).unwrap_or_default()
    }

    /// Returns the profile, by tag.
    pub fn profile(&self) -> impl Iterator<Item = (&Tag, &TagValue)> {
        self.profile.iter()
    }

    /// Returns the data about a friend, by tag; empty if that user is not a friend.
    pub fn friend(&self, friend: &str) -> impl Iterator<Item = (&Tag, &TagValue)> {
        self.friends.get(friend).into_iter().flatten()
    }

    /// Returns the online states that were set, by platform.
    pub fn online(&self) -> impl Iterator<Item = (&str, &OnlineState)> {
        self.online.iter().map(|(platform, state)| (platform.as_str(), state))
    }

    /// Returns `true` if a conversation is pinned.
    #[must_use]
    pub fn is_pinned(&self, conversation: &Conversation) -> bool {
        self.contacts.recent.get(conversation).is_some_and(|recent| recent.is_pinned)
    }

    /// Returns the user's friends, in alphabetical order.
    pub fn friends(&self) -> impl Iterator<Item = &UserId> {
        self.friends.keys()
    }

    /// Returns the user's recent conversations.
    pub fn conversations(&self) -> impl Iterator<Item = &Conversation> {
        self.contacts.recent.keys()
    }

    /// Returns the names of the user's conversation groups, in alphabetical order.
    pub fn contact_groups(&self) -> impl Iterator<Item = &str> {
        self.contacts.groups.keys().map(String::as_str)
    }

    /// Returns the conversations in a conversation group; none if it does not exist.
    pub fn conversations_in(&self, group: &str) -> impl Iterator<Item = &Conversation> {
        self.contacts.groups.get(group).into_iter().flat_map(|group| &group.conversations)
    }
}
