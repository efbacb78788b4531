//! Handlers of the topics of communities.

use std::collections::BTreeMap;

use tencent_chat_specs::group::destroy_topic::DestroyResultItem;
use tencent_chat_specs::group::get_topic::{SelfInfo, TopicAndSelfInfo, TopicInfo};
use tencent_chat_specs::group::{create_topic, destroy_topic, get_topic, modify_topic};
use tencent_chat_specs::rules::merge;
use tencent_chat_specs::schema::{RecordMut, RecordRef};
use tencent_chat_specs::webhook::group::{
    after_create_topic, after_topic_destroyed, after_topic_info_changed, before_create_topic,
};
use tencent_chat_specs::{ErrorCode, GroupId, TopicId};

use super::read::filter_fields;
use super::{INVALID, NOT_FOUND, group, group_event};
use crate::State;
use crate::api_error::{ApiError, meaning, result_of};
use crate::handler::{Guarded, Handler, Route, Routes};
use crate::state::{Group, Member, Topic};
use crate::webhooks::verdict::Verdict;

pub(crate) const ROUTES: Routes = &[
    Route::guarded::<create_topic::Request>,
    Route::stateful::<get_topic::Request>,
    Route::stateful::<modify_topic::Request>,
    Route::stateful::<destroy_topic::Request>,
];

pub(super) fn community<'a>(
    state: &'a mut State,
    id: &GroupId,
) -> Result<&'a mut Group, ErrorCode> {
    let group = group(state, id)?;
    if group.has_topics() { Ok(group) } else { Err(ErrorCode::TOPICS_UNSUPPORTED) }
}

/// Returns an unused ID.
fn new_topic_id(group: &mut Group, id: &GroupId) -> TopicId {
    loop {
        group.named_topics += 1;
        let topic = TopicId::new(format!("{id}@TOPIC#_{}", group.named_topics));
        if !group.topics.contains_key(&topic) {
            return topic;
        }
    }
}

/// Adds a topic, unless the community has one with this ID.
pub(super) fn add_topic(
    group: &mut Group,
    mut described: create_topic::Request,
    created: u64,
) -> Option<TopicId> {
    let id = described.topic_id.take();
    let id = id.unwrap_or_else(|| new_topic_id(group, &described.group_id));
    if group.topics.contains_key(&id) {
        return None;
    }
    let (is_muted, mutes) = (false, BTreeMap::new());
    group.topics.insert(id.clone(), Topic { described, created, is_muted, mutes });
    Some(id)
}

impl Handler for create_topic::Request {
    const INVALID: ErrorCode = INVALID;

    fn handle(self, state: &mut State) -> Result<create_topic::Response, ApiError> {
        self.handle_unasked(state)
    }
}

impl Guarded for create_topic::Request {
    type Event = before_create_topic::Event;
    type Admitted = Self;

    fn admit(self, state: &mut State) -> Result<Self, ApiError> {
        let group = community(state, &self.group_id)?;
        match &self.topic_id {
            Some(id) if group.topics.contains_key(id) => {
                Err(ErrorCode::GROUP_ID_TAKEN_BY_OWNER.into())
            }
            _ => Ok(self),
        }
    }

    fn question(request: &Self, state: &State) -> Option<before_create_topic::Event> {
        let mut event: before_create_topic::Event = group_event(state, &request.group_id, None);
        request.topic_name.clone_into(&mut event.name);
        Some(event)
    }

    fn finish(
        request: Self,
        _verdict: Verdict,
        state: &mut State,
    ) -> Result<create_topic::Response, ApiError> {
        let created = state.unix_time();
        let (group_id, name) = (request.group_id.clone(), request.topic_name.clone());
        let added = add_topic(community(state, &group_id)?, request, created);
        let topic_id = added.ok_or(ErrorCode::GROUP_ID_TAKEN_BY_OWNER)?;
        state.tell(|state| {
            let mut event: after_create_topic::Event = group_event(state, &group_id, None);
            let owner = state.group(group_id.as_str()).and_then(Group::owner);
            event.owner_account = owner.cloned().unwrap_or_default();
            event.topic_id = topic_id.clone();
            event.name = name;
            event
        });
        Ok(create_topic::Response::new(topic_id))
    }
}

impl Handler for modify_topic::Request {
    const INVALID: ErrorCode = INVALID;

    fn handle(self, state: &mut State) -> Result<modify_topic::Response, ApiError> {
        let group = community(state, &self.group_id)?;
        let topic = group.topics.get_mut(&self.topic_id).ok_or(NOT_FOUND)?;
        topic.is_muted = self.mute_all_member.unwrap_or(topic.is_muted);
        merge(RecordRef::new(&self), RecordMut::new(&mut topic.described));
        state.tell(|state| {
            let mut event: after_topic_info_changed::Event =
                group_event(state, &self.group_id, None);
            merge(RecordRef::new(&self), RecordMut::new(&mut event));
            event.name.clone_from(&self.topic_name);
            event
        });
        Ok(modify_topic::Response::new())
    }
}

impl Handler for destroy_topic::Request {
    const INVALID: ErrorCode = INVALID;

    fn handle(self, state: &mut State) -> Result<destroy_topic::Response, ApiError> {
        let group = community(state, &self.group_id)?;
        let destroyed = self.topic_id_list.into_iter().map(|id| {
            let topic = group.topics.remove(&id).map(drop).ok_or(ErrorCode::TOPIC_DELETED);
            let (code, info) = result_of(topic);
            DestroyResultItem::new(id, code, info)
        });
        let destroyed: Vec<_> = destroyed.collect();
        let gone = destroyed.iter().filter(|item| !item.is_failed());
        let gone: Vec<_> = gone.map(|item| item.topic_id.clone()).collect();
        if !gone.is_empty() {
            state.tell(|state| {
                let mut event: after_topic_destroyed::Event =
                    group_event(state, &self.group_id, None);
                event.topic_id_list = gone;
                event
            });
        }
        Ok(destroy_topic::Response::new(destroyed))
    }
}

/// Describes a topic. No message is stored in one.
fn topic_info(group: GroupId, id: TopicId, topic: &Topic) -> TopicInfo {
    let mut info = TopicInfo::new()
        .custom_string("")
        .face_url("")
        .notification("")
        .introduction("")
        .next_msg_seq(1u64)
        .create_time_secs(topic.created)
        .last_msg_time_secs(0u64)
        .mute_all_member(topic.is_muted);
    merge(RecordRef::new(&topic.described), RecordMut::new(&mut info));
    info.group_id(group).topic_id(id)
}

fn self_info(member: &Member, topic: &Topic, now: u64) -> SelfInfo {
    let until = topic.mutes.get(&member.account).copied().unwrap_or(0);
    SelfInfo::new()
        .shut_up_time_secs(until.saturating_sub(now))
        .msg_seq(0u64)
        .msg_flag(member.flag.clone())
}

impl Handler for get_topic::Request {
    const INVALID: ErrorCode = INVALID;

    fn handle(self, state: &mut State) -> Result<get_topic::Response, ApiError> {
        let now = state.unix_time();
        let group = community(state, &self.group_id)?;
        let all = || group.topics.keys().cloned().collect();
        let filter = self.response_filter.as_deref();
        let own = group.member(self.from_account.as_str());
        let topics = self.topic_id_list.unwrap_or_else(all).into_iter().map(|id| {
            let Some(topic) = group.topics.get(&id) else {
                let code = ErrorCode::TOPIC_DELETED;
                return TopicAndSelfInfo::new(code, meaning(code));
            };
            let own = own.map(|member| self_info(member, topic, now));
            let mut shown = topic_info(self.group_id.clone(), id, topic);
            filter_fields(&mut shown, filter);
            let mut item = TopicAndSelfInfo::new(ErrorCode::OK, "").topic_info(shown);
            item.self_info = own.map(|mut own| {
                filter_fields(&mut own, filter);
                own
            });
            item
        });
        Ok(get_topic::Response::new(topics.collect::<Vec<_>>()))
    }
}
