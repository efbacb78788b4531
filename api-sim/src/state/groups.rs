//! Chat groups.

use std::collections::{BTreeMap, BTreeSet};

use tencent_chat_specs::group::{
    CustomData, GroupKind, MemberRole, MessageFlag, create_group, create_topic,
};
use tencent_chat_specs::message::MessageElement;
use tencent_chat_specs::{GroupId, TopicId, UserId};

/// A chat group, its members and its messages.
#[derive(Clone, Debug)]
pub struct Group {
    /// The request that created it, with the changes made since, and without custom fields and members.
    pub(crate) described: create_group::Request,
    /// The time of its creation, in seconds since 1970 UTC.
    pub(crate) created: u64,
    /// The time of the last change of its description, in seconds since 1970 UTC.
    pub(crate) changed: u64,
    pub(crate) max_members: u32,
    pub(crate) is_muted: bool,
    pub(crate) custom: BTreeMap<String, String>,
    pub(crate) attributes: BTreeMap<String, String>,
    pub(crate) counters: BTreeMap<String, i64>,
    /// The members, in the order in which they joined.
    pub(crate) members: Vec<Member>,
    pub(crate) messages: Vec<GroupMessage>,
    pub(crate) last_seq: u64,
    /// The numbers of the pinned messages and who pinned them, the newest pin first.
    pub(crate) pins: Vec<(u64, UserId)>,
    /// The administrators, if the group is live.
    pub(crate) live_admins: BTreeSet<UserId>,
    pub(crate) topics: BTreeMap<TopicId, Topic>,
    /// The number of topics that were given an ID.
    pub(crate) named_topics: u64,
}

/// A topic of a community.
#[derive(Clone, Debug)]
pub(crate) struct Topic {
    /// The request that created it, with the changes made since.
    pub(crate) described: create_topic::Request,
    /// The time of its creation, in seconds since 1970 UTC.
    pub(crate) created: u64,
    pub(crate) is_muted: bool,
    /// The times until which members are muted in it, in seconds since 1970 UTC; 0 if not muted.
    pub(crate) mutes: BTreeMap<UserId, u64>,
}

/// A member of a group.
#[derive(Clone, Debug)]
pub struct Member {
    pub(crate) account: UserId,
    pub(crate) role: MemberRole,
    /// The time of joining, in seconds since 1970 UTC.
    pub(crate) joined: u64,
    /// The time of the member's last message, in seconds since 1970 UTC; 0 if there is none.
    pub(crate) last_sent: u64,
    /// The member's setting for receiving messages.
    pub(crate) flag: MessageFlag,
    /// The time until which the member is muted, in seconds since 1970 UTC; 0 if not muted.
    pub(crate) muted_until: u64,
    /// The name of the member in the group.
    pub(crate) name_card: String,
    pub(crate) custom: BTreeMap<String, String>,
}

/// A message in a group.
#[derive(Clone, Debug)]
pub struct GroupMessage {
    pub(crate) from: UserId,
    pub(crate) seq: u64,
    pub(crate) random: u32,
    pub(crate) time: u64,
    pub(crate) body: Vec<MessageElement>,
    /// The parts as the sender wrote them, if a webhook changed them.
    pub(crate) written: Option<Vec<MessageElement>>,
    pub(crate) cloud_custom_data: Option<String>,
    pub(crate) is_recalled: bool,
}

impl Group {
    /// Returns the kind of the group.
    #[must_use]
    pub fn kind(&self) -> &GroupKind {
        &self.described.kind
    }

    /// Returns the name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.described.name
    }

    /// Returns the introduction; empty if there is none.
    #[must_use]
    pub fn introduction(&self) -> &str {
        self.described.introduction.as_deref().unwrap_or_default()
    }

    /// Returns the notice; empty if there is none.
    #[must_use]
    pub fn notification(&self) -> &str {
        self.described.notification.as_deref().unwrap_or_default()
    }

    /// Returns the URL of the picture; empty if there is none.
    #[must_use]
    pub fn face_url(&self) -> &str {
        self.described.face_url.as_deref().unwrap_or_default()
    }

    /// Returns the owner, if there is one.
    #[must_use]
    pub fn owner(&self) -> Option<&UserId> {
        self.described.owner_account.as_ref()
    }

    /// Returns `true` if the members are muted.
    #[must_use]
    pub fn is_muted(&self) -> bool {
        self.is_muted
    }

    /// Returns the custom fields, by key.
    #[must_use]
    pub fn custom(&self) -> &BTreeMap<String, String> {
        &self.custom
    }

    /// Returns the attributes, by key.
    #[must_use]
    pub fn attributes(&self) -> &BTreeMap<String, String> {
        &self.attributes
    }

    /// Returns the counters, by key.
    #[must_use]
    pub fn counters(&self) -> &BTreeMap<String, i64> {
        &self.counters
    }

    /// Returns the members, in the order in which they joined.
    #[must_use]
    pub fn members(&self) -> &[Member] {
        &self.members
    }

    /// Returns the member with this `UserID`.
    #[must_use]
    pub fn member(&self, user: &str) -> Option<&Member> {
        self.members.iter().find(|member| member.account == *user)
    }

    /// Returns the stored messages, oldest first.
    #[must_use]
    pub fn messages(&self) -> &[GroupMessage] {
        &self.messages
    }

    pub(crate) fn member_mut(&mut self, user: &UserId) -> Option<&mut Member> {
        self.members.iter_mut().find(|member| member.account == *user)
    }

    /// Returns the stored message with this number.
    pub(crate) fn message_mut(&mut self, seq: u64) -> Option<&mut GroupMessage> {
        self.messages.iter_mut().find(|message| message.seq == seq)
    }

    pub(crate) fn is_live(&self) -> bool {
        self.described.kind == GroupKind::AvChatRoom
    }

    pub(crate) fn has_topics(&self) -> bool {
        self.described.support_topic == Some(true)
    }

    /// Returns the time of the last message, in seconds since 1970 UTC; 0 if there is none.
    pub(crate) fn last_message_time(&self) -> u64 {
        self.messages.last().map_or(0, |message| message.time)
    }
}

impl Member {
    pub(crate) fn new(account: UserId, role: MemberRole, joined: u64) -> Self {
        Self {
            account,
            role,
            joined,
            last_sent: 0,
            flag: MessageFlag::AcceptAndNotify,
            muted_until: 0,
            name_card: String::new(),
            custom: BTreeMap::new(),
        }
    }

    /// Returns the `UserID` of the member.
    #[must_use]
    pub fn user(&self) -> &UserId {
        &self.account
    }

    /// Returns the role.
    #[must_use]
    pub fn role(&self) -> &MemberRole {
        &self.role
    }

    /// Returns the time of joining, in seconds since 1970 UTC.
    #[must_use]
    pub fn joined_secs(&self) -> u64 {
        self.joined
    }

    /// Returns the time until which the member is muted, in seconds since 1970 UTC; 0 if not muted.
    #[must_use]
    pub fn muted_until_secs(&self) -> u64 {
        self.muted_until
    }

    /// Returns the name of the member in the group; empty if there is none.
    #[must_use]
    pub fn name_card(&self) -> &str {
        &self.name_card
    }

    /// Returns the custom fields, by key.
    #[must_use]
    pub fn custom(&self) -> &BTreeMap<String, String> {
        &self.custom
    }
}

impl GroupMessage {
    /// Returns the sender.
    #[must_use]
    pub fn from(&self) -> &UserId {
        &self.from
    }

    /// Returns the number of the message in its group.
    #[must_use]
    pub fn seq(&self) -> u64 {
        self.seq
    }

    /// Returns the time of sending, in seconds since 1970 UTC.
    #[must_use]
    pub fn time_secs(&self) -> u64 {
        self.time
    }

    /// Returns the parts of the message.
    #[must_use]
    pub fn body(&self) -> &[MessageElement] {
        &self.body
    }
}

/// All groups.
#[derive(Debug, Default)]
pub(crate) struct Groups {
    pub(crate) by_id: BTreeMap<GroupId, Group>,
    created: u64,
}

impl Groups {
    /// Returns an unused ID.
    pub(crate) fn new_id(&mut self) -> GroupId {
        loop {
            self.created += 1;
            let id = GroupId::new(format!("@TGS#{}", self.created));
            if !self.by_id.contains_key(&id) {
                return id;
            }
        }
    }
}

/// Changes custom fields. An empty value deletes a field.
pub(crate) fn change_custom(custom: &mut BTreeMap<String, String>, changes: Vec<CustomData>) {
    for CustomData { key, value, .. } in changes {
        if value.is_empty() {
            custom.remove(&key);
        } else {
            custom.insert(key, value);
        }
    }
}
