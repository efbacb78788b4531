//! A user's conversations, their groups and marks.

use std::collections::{BTreeMap, BTreeSet};

use tencent_chat_specs::conversation::{ContactItem, ConversationKind, create_contact_group};
use tencent_chat_specs::{ErrorCode, GroupId, UserId, rules};

/// The number of conversation groups that a user may have.
const MAX_GROUPS: usize = 20;

/// The number of conversations that a user may have in groups or with marks: see [`Contacts::grouped`].
const MAX_GROUPED: usize = 1000;

/// The number of conversations that a user may pin.
const MAX_PINNED: usize = 50;

/// The number of standard marks.
const STANDARD_MARKS: u32 = 64;

/// A conversation, identified by its peer: a user or a chat group.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Conversation {
    /// Another user.
    User(UserId),
    /// A chat group.
    Group(GroupId),
}

impl Conversation {
    /// Returns the conversation with another user.
    pub fn with_user(user: impl Into<UserId>) -> Self {
        Self::User(user.into())
    }

    /// Returns the conversation with a chat group.
    pub fn with_group(group_id: impl Into<GroupId>) -> Self {
        Self::Group(group_id.into())
    }

    /// Returns the conversation that a request names; an error if it names none.
    pub(crate) fn of(
        kind: ConversationKind,
        user: Option<&UserId>,
        group: Option<&GroupId>,
    ) -> Result<Self, ErrorCode> {
        let named = match kind {
            ConversationKind::C2c => user.cloned().map(Self::User),
            ConversationKind::Group => group.cloned().map(Self::Group),
            _ => None,
        };
        named.ok_or(ErrorCode::INVALID_CONVERSATION_REQUEST)
    }

    pub(crate) fn of_item(item: &ContactItem) -> Result<Self, ErrorCode> {
        Self::of(item.kind, item.to_account.as_ref(), item.to_group_id.as_ref())
    }
}

/// The conversations of a user.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Contacts {
    pub(crate) recent: BTreeMap<Conversation, Recent>,
    pub(crate) groups: BTreeMap<String, Group>,
    pub(crate) marks: BTreeMap<Conversation, Marks>,
    last_group_id: u64,
}

/// A conversation in the list of recent ones.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Recent {
    /// The time of the last message, in seconds since 1970 UTC.
    pub(crate) time: u64,
    pub(crate) is_pinned: bool,
}

/// A conversation group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Group {
    pub(crate) id: u64,
    pub(crate) conversations: BTreeSet<Conversation>,
}

/// The marks of a conversation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Marks {
    /// Bit `n` is standard mark `n`.
    pub(crate) standard: u64,
    pub(crate) custom: String,
    /// The time of the last change of groups or marks, in seconds since 1970 UTC.
    pub(crate) changed: u64,
}

impl Marks {
    /// Returns the standard marks as text: one digit for each bit up to the last one that is set.
    pub(crate) fn digits(&self) -> String {
        let length = (u64::BITS - self.standard.leading_zeros()).max(1);
        (0..length).map(|bit| if self.standard >> bit & 1 == 1 { '1' } else { '0' }).collect()
    }
}

impl Contacts {
    /// Moves a conversation to the top of the recent ones.
    pub(crate) fn put_on_top(
        &mut self,
        conversation: Conversation,
        is_pinned: bool,
        now: u64,
    ) -> Result<(), ErrorCode> {
        let others = self.recent.iter().filter(|(other, _)| **other != conversation);
        if is_pinned && others.filter(|(_, recent)| recent.is_pinned).count() >= MAX_PINNED {
            return Err(ErrorCode::PINNED_CONVERSATIONS_LIMIT);
        }
        self.recent.insert(conversation, Recent { time: now, is_pinned });
        Ok(())
    }

    /// Creates a group, or adds to an existing one, and returns its number.
    pub(crate) fn create_group(
        &mut self,
        name: &str,
        conversations: BTreeSet<Conversation>,
        now: u64,
    ) -> Result<u64, ErrorCode> {
        check_name(name)?;
        let existing = self.groups.get(name);
        if existing.is_none() && self.groups.len() >= MAX_GROUPS {
            return Err(ErrorCode::CONTACT_GROUPS_LIMIT);
        }
        let is_new = |conversation: &&Conversation| {
            existing.is_none_or(|group| !group.conversations.contains(*conversation))
        };
        let added = conversations.iter().filter(is_new).count();
        if self.grouped() + added > MAX_GROUPED {
            return Err(ErrorCode::GROUPED_CONVERSATIONS_LIMIT);
        }
        for conversation in &conversations {
            let recent = Recent { time: now, is_pinned: false };
            self.recent.entry(conversation.clone()).or_insert(recent);
            self.marks.entry(conversation.clone()).or_default().changed = now;
        }
        let group = self.groups.entry(name.to_owned()).or_insert_with(|| {
            self.last_group_id += 1;
            Group { id: self.last_group_id, conversations: BTreeSet::new() }
        });
        group.conversations.extend(conversations);
        Ok(group.id)
    }

    pub(crate) fn delete_group(&mut self, name: &str) -> Result<u64, ErrorCode> {
        let group = self.groups.remove(name).ok_or(ErrorCode::CONTACT_GROUP_NOT_FOUND)?;
        Ok(group.id)
    }

    pub(crate) fn rename_group(&mut self, old: &str, new: &str) -> Result<u64, ErrorCode> {
        check_name(new)?;
        if old != new && self.groups.contains_key(new) {
            return Err(ErrorCode::INVALID_CONVERSATION_REQUEST);
        }
        let group = self.groups.remove(old).ok_or(ErrorCode::CONTACT_GROUP_NOT_FOUND)?;
        let id = group.id;
        self.groups.insert(new.to_owned(), group);
        Ok(id)
    }

    /// Removes a conversation from a group.
    pub(crate) fn leave_group(
        &mut self,
        name: &str,
        conversation: &Conversation,
        now: u64,
    ) -> Result<(), ErrorCode> {
        let group = self.groups.get_mut(name).ok_or(ErrorCode::CONTACT_GROUP_NOT_FOUND)?;
        if group.conversations.remove(conversation) {
            self.marks.entry(conversation.clone()).or_default().changed = now;
        }
        Ok(())
    }

    /// Changes the marks of a conversation.
    pub(crate) fn mark(
        &mut self,
        conversation: Conversation,
        standard: Option<(&[u32], &[u32])>,
        custom: Option<&str>,
        now: u64,
    ) -> Result<(), ErrorCode> {
        let (clear, set) = standard.unwrap_or_default();
        if clear.iter().chain(set).any(|bit| *bit >= STANDARD_MARKS) {
            return Err(ErrorCode::INVALID_CONVERSATION_REQUEST);
        }
        if !self.marks.contains_key(&conversation) && self.grouped() >= MAX_GROUPED {
            return Err(ErrorCode::GROUPED_CONVERSATIONS_LIMIT);
        }
        let marks = self.marks.entry(conversation).or_default();
        for bit in clear {
            marks.standard &= !(1 << bit);
        }
        for bit in set {
            marks.standard |= 1 << bit;
        }
        if let Some(custom) = custom {
            custom.clone_into(&mut marks.custom);
        }
        marks.changed = now;
        Ok(())
    }

    /// Returns the conversations that have groups or marks, each with its marks and the numbers of its groups.
    pub(crate) fn marked(&self) -> impl Iterator<Item = (&Conversation, &Marks, Vec<u64>)> {
        self.marks.iter().filter_map(|(conversation, marks)| {
            let groups = self.groups_of(conversation);
            let has_any = !groups.is_empty() || marks.standard != 0 || !marks.custom.is_empty();
            has_any.then_some((conversation, marks, groups))
        })
    }

    pub(crate) fn groups_of(&self, conversation: &Conversation) -> Vec<u64> {
        let mut ids: Vec<_> = self
            .groups
            .values()
            .filter(|group| group.conversations.contains(conversation))
            .map(|group| group.id)
            .collect();
        ids.sort_unstable();
        ids
    }

    /// Returns the number that [`MAX_GROUPED`] bounds: a conversation counts once for each group that it is in, and
    /// once if it has marks.
    fn grouped(&self) -> usize {
        let in_groups: usize = self.groups.values().map(|group| group.conversations.len()).sum();
        let is_marked = |marks: &&Marks| marks.standard != 0 || !marks.custom.is_empty();
        in_groups + self.marks.values().filter(is_marked).count()
    }
}

/// Checks the name of a conversation group by the spec of the endpoint that creates one.
fn check_name(name: &str) -> Result<(), ErrorCode> {
    let group = create_contact_group::GroupContactItem::new(name, Vec::<ContactItem>::new());
    rules::validate(&group).map_err(|_| ErrorCode::CONTACT_GROUP_NAME_TOO_LONG)
}
