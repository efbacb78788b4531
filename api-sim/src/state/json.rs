//! The state as JSON.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
use tencent_chat_specs::account::OnlineState;
use tencent_chat_specs::group::ApplyJoinOption;
use tencent_chat_specs::schema::RecordRef;
use tencent_chat_specs::{Tag, TagValue, TopicId};

use super::{
    Conversation, Group, GroupMessage, Member, Message, Push, ReceivedRequest, State, Topic, User,
};
use crate::webhooks::SentWebhook;

impl State {
    /// Returns the state, without fault rules, edition and call counts, as a JSON object with `users`, `groups`,
    /// `messages`, `pushes`, `requests`, `webhooks`, `custom_fields` and `unix_time`. Parts of messages, tags and values have their
    /// wire format. Keys and signatures are left out.
    #[must_use]
    pub fn to_json(&self) -> Value {
        json!({
            "unix_time": self.unix_time(),
            "custom_fields": self.custom_fields().collect::<Vec<_>>(),
            "users": map(self.users().map(|(id, user)| (id.as_str(), of_user(user)))),
            "groups": map(self.groups().map(|(id, group)| (id.as_str(), of_group(group)))),
            "messages": self.messages().map(of_message).collect::<Vec<_>>(),
            "pushes": self.pushes().map(of_push).collect::<Vec<_>>(),
            "requests": self.requests().map(of_request).collect::<Vec<_>>(),
            "webhooks": self.webhooks().map(of_webhook).collect::<Vec<_>>(),
        })
    }
}

fn map<K: Into<String>>(pairs: impl Iterator<Item = (K, Value)>) -> Value {
    pairs.map(|(key, value)| (key.into(), value)).collect::<Map<_, _>>().into()
}

fn of_user(user: &User) -> Value {
    let conversations = user.contacts.recent.iter().map(|(conversation, recent)| {
        let mut shown = of_conversation(conversation);
        shown["time_secs"] = recent.time.into();
        shown["is_pinned"] = recent.is_pinned.into();
        shown
    });
    let groups = user.contacts.groups.iter().map(|(name, group)| {
        let conversations: Vec<_> = group.conversations.iter().map(of_conversation).collect();
        (name.as_str(), json!({"id": group.id, "conversations": conversations}))
    });
    let friends = user.friends.iter().map(|(friend, tags)| (friend.as_str(), of_tags(tags)));
    let online = user.online.iter().map(|(platform, state)| (platform.as_str(), of_online(state)));
    json!({
        "profile": of_tags(&user.profile),
        "friends": map(friends),
        "online": map(online),
        "conversations": conversations.collect::<Vec<_>>(),
        "contact_groups": map(groups),
        "muted_until_secs": {"c2c": user.mutes.c2c_until, "group": user.mutes.group_until},
    })
}

fn of_online(state: &OnlineState) -> Value {
    state.as_str().into()
}

fn of_tags(tags: &BTreeMap<Tag, TagValue>) -> Value {
    map(tags.iter().map(|(tag, value)| (tag.as_str(), json!(value))))
}

fn of_conversation(conversation: &Conversation) -> Value {
    match conversation {
        Conversation::User(user) => json!({"user": user.as_str()}),
        Conversation::Group(group) => json!({"group": group.as_str()}),
    }
}

fn of_group(group: &Group) -> Value {
    json!({
        "kind": group.kind().as_str(),
        "name": group.name(),
        "introduction": group.introduction(),
        "notification": group.notification(),
        "face_url": group.face_url(),
        "owner": group.owner().map(|owner| owner.as_str()),
        "created_secs": group.created,
        "changed_secs": group.changed,
        "apply_join_option": group.described.apply_join_option.as_ref().map(ApplyJoinOption::as_str),
        "max_members": group.max_members,
        "is_muted": group.is_muted,
        "has_topics": group.has_topics(),
        "custom": group.custom,
        "attributes": group.attributes,
        "counters": group.counters,
        "members": group.members.iter().map(of_member).collect::<Vec<_>>(),
        "messages": group.messages.iter().map(of_group_message).collect::<Vec<_>>(),
        "topics": group.topics.iter().map(of_topic).collect::<Map<_, _>>(),
        "pinned": group.pins.iter().map(|(seq, _)| seq).collect::<Vec<_>>(),
    })
}

fn of_topic((id, topic): (&TopicId, &Topic)) -> (String, Value) {
    let shown = json!({
        "name": topic.described.topic_name,
        "introduction": topic.described.introduction,
        "notification": topic.described.notification,
        "face_url": topic.described.face_url,
        "custom_string": topic.described.custom_string,
        "created_secs": topic.created,
        "is_muted": topic.is_muted,
    });
    (id.to_string(), shown)
}

fn of_member(member: &Member) -> Value {
    json!({
        "user": member.account.as_str(),
        "role": member.role.as_str(),
        "joined_secs": member.joined,
        "last_sent_secs": member.last_sent,
        "msg_flag": member.flag.as_str(),
        "muted_until_secs": member.muted_until,
        "name_card": member.name_card,
        "custom": member.custom,
    })
}

fn of_group_message(message: &GroupMessage) -> Value {
    json!({
        "from": message.from.as_str(),
        "seq": message.seq,
        "random": message.random,
        "time_secs": message.time,
        "body": message.body,
        "is_recalled": message.is_recalled,
    })
}

fn of_message(message: &Message) -> Value {
    json!({
        "from": message.from().as_str(),
        "to": message.to().as_str(),
        "seq": message.shown.msg_seq,
        "random": message.shown.msg_random,
        "time_secs": message.time_secs(),
        "key": message.key().as_str(),
        "body": message.body(),
        "cloud_custom_data": message.cloud_custom_data(),
        "is_recalled": message.is_recalled(),
        "is_read": message.is_read(),
    })
}

fn of_push(push: &Push) -> Value {
    json!({
        "task_id": push.task_id,
        "from": push.from.as_str(),
        "time_secs": push.time,
        "life_time_secs": push.life_time,
        "condition": push.condition.as_ref().map(RecordRef::new),
        "body": push.body,
        "offline_push_info": push.offline_push_info.as_ref().map(RecordRef::new),
        "is_recalled": push.is_recalled,
    })
}

fn of_request(request: &ReceivedRequest) -> Value {
    json!({
        "path": request.path(),
        "body": request.json(),
        "code": request.code().map(|code| code.get()),
    })
}

fn of_webhook(webhook: &SentWebhook) -> Value {
    json!({
        "command": webhook.command(),
        "body": webhook.json(),
        "outcome": webhook.outcome().to_string(),
        "reply": webhook.reply().map(|reply| String::from_utf8_lossy(reply)),
    })
}
