//! Handlers of the messages in groups.

use tencent_chat_specs::codec;
use tencent_chat_specs::group::MemberRole;
use tencent_chat_specs::message::{
    ForbidCallback, MsgSeqItem, PlaceKind, ReadState, delete_group_message_by_sender,
    group_message_get_simple, group_message_recall, modify_group_message, send_group_message,
};
use tencent_chat_specs::rules::merge;
use tencent_chat_specs::schema::{RecordMut, RecordRef};
use tencent_chat_specs::webhook::WebhookEvent;
use tencent_chat_specs::webhook::group::{
    after_modify_message, after_recall_message, after_send_message, before_send_message,
};
use tencent_chat_specs::{Endpoint, ErrorCode, UserId};

use super::{INVALID, group, group_event};
use crate::State;
use crate::api_error::ApiError;
use crate::handler::{Guarded, Handler, Route, Routes};
use crate::handlers::message::{MAX_MESSAGE, is_last};
use crate::state::{Conversation, Group, GroupMessage, Member};
use crate::webhooks::verdict::{Verdict, changes};

pub(crate) const ROUTES: Routes = &[
    Route::stateful::<delete_group_message_by_sender::Request>,
    Route::stateful::<group_message_get_simple::Request>,
    Route::stateful::<group_message_recall::Request>,
    Route::stateful::<modify_group_message::Request>,
    Route::guarded::<send_group_message::Request>,
];

impl Handler for send_group_message::Request {
    const INVALID: ErrorCode = INVALID;

    fn handle(self, state: &mut State) -> Result<send_group_message::Response, ApiError> {
        self.handle_unasked(state)
    }
}

impl Guarded for send_group_message::Request {
    type Event = before_send_message::Event;
    /// The request, with its sender.
    type Admitted = (Self, UserId);

    fn admit(self, state: &mut State) -> Result<(Self, UserId), ApiError> {
        if codec::to_json(RecordRef::new(&self)).map_or(0, |json| json.len()) > MAX_MESSAGE {
            return Err(ErrorCode::GROUP_MESSAGE_TOO_LARGE.into());
        }
        if self.from_account.as_ref().is_some_and(|from| from.as_str().is_empty()) {
            return Err(ApiError::new(INVALID, "`From_Account` is empty"));
        }
        let now = state.unix_time();
        let from = self.from_account.clone().unwrap_or_else(|| state.admin.clone());
        if state.user(from.as_str()).is_some_and(|user| user.mutes.group_until > now) {
            return Err(ErrorCode::SENDER_MUTED.into());
        }
        self.random.ok_or(INVALID)?;
        let group = group(state, &self.group_id)?;
        let is_muted = |member: &Member| {
            member.muted_until > now || (group.is_muted && member.role == MemberRole::Member)
        };
        if group.member(from.as_str()).is_some_and(is_muted) {
            return Err(ErrorCode::SENDER_MUTED.into());
        }
        Ok((self, from))
    }

    fn question(
        (request, from): &(Self, UserId),
        state: &State,
    ) -> Option<before_send_message::Event> {
        let group = state.group(request.group_id.as_str())?;
        let is_asked = copied(group, request, from, state.unix_time()).is_none()
            && !forbids(request, &ForbidCallback::BeforeSend);
        is_asked.then(|| message_event(state, request, from))
    }

    fn finish(
        (mut request, from): (Self, UserId),
        verdict: Verdict,
        state: &mut State,
    ) -> Result<send_group_message::Response, ApiError> {
        let now = state.unix_time();
        let group = group(state, &request.group_id)?;
        if let Some(sent) = copied(group, &request, &from, now) {
            return Ok(send_group_message::Response::new(sent.time, sent.seq).msg_drop_reason(""));
        }
        group.last_seq += 1;
        let seq = group.last_seq;
        let response = send_group_message::Response::new(now, seq).msg_drop_reason("");
        let Verdict::Allow(reply) = verdict else { return Ok(response) };
        let changes: before_send_message::Reply = changes(&reply);
        let written = changes.msg_body.is_some().then(|| request.msg_body.clone());
        merge(RecordRef::new(&changes), RecordMut::new(&mut request));
        if let Some(member) = group.member_mut(&from) {
            member.last_sent = now;
        }
        if !group.is_live() && request.online_only_flag != Some(true) {
            let sent = GroupMessage {
                from: from.clone(),
                seq,
                random: request.random.unwrap_or_default(),
                time: now,
                body: request.msg_body.clone(),
                written,
                cloud_custom_data: request.cloud_custom_data.clone(),
                is_recalled: false,
            };
            group.messages.push(sent);
            let members = group.members.iter().map(|member| member.account.clone());
            let is_last = is_last(request.send_msg_control.as_deref());
            let members: Vec<_> = members.filter(|_| is_last).collect();
            for member in members {
                state.touch_now(&member, Conversation::Group(request.group_id.clone()));
            }
        }
        if !forbids(&request, &ForbidCallback::AfterSend) {
            state.tell(|state| {
                let mut event: after_send_message::Event = message_event(state, &request, &from);
                (event.msg_seq, event.msg_time_secs) = (seq, now);
                event
            });
        }
        Ok(response)
    }
}

fn forbids(request: &send_group_message::Request, webhook: &ForbidCallback) -> bool {
    request.forbid_callback_control.as_ref().is_some_and(|forbidden| forbidden.contains(webhook))
}

/// Returns the message that a request duplicates.
fn copied<'g>(
    group: &'g Group,
    request: &send_group_message::Request,
    from: &UserId,
    now: u64,
) -> Option<&'g GroupMessage> {
    let window = send_group_message::Request::spec().deduplication().as_secs();
    let is_copy = |other: &&GroupMessage| {
        let written = other.written.as_ref().unwrap_or(&other.body);
        (&other.from, Some(other.random), written) == (from, request.random, &request.msg_body)
            && now.saturating_sub(other.time) <= window
    };
    group.messages.iter().rev().find(is_copy)
}

/// Returns the event of a message.
fn message_event<E: WebhookEvent>(
    state: &State,
    request: &send_group_message::Request,
    from: &UserId,
) -> E {
    let mut event: E = group_event(state, &request.group_id, None);
    let request = request.clone().from_account(from);
    merge(RecordRef::new(&request), RecordMut::new(&mut event));
    event
}

impl Handler for group_message_get_simple::Request {
    const INVALID: ErrorCode = INVALID;

    fn handle(self, state: &mut State) -> Result<group_message_get_simple::Response, ApiError> {
        let group = group(state, &self.group_id)?;
        if group.is_live() {
            return Err(ErrorCode::GROUP_PERMISSION_DENIED.into());
        }
        let top = self.req_msg_seq.unwrap_or(u64::MAX);
        let with_recalled = self.with_recalled_msg == Some(true);
        let is_shown =
            |message: &&GroupMessage| message.seq <= top && (with_recalled || !message.is_recalled);
        let messages = group.messages.iter().rev().filter(is_shown);
        let messages = messages.take(self.req_msg_number as usize).map(|message| {
            let mut shown = group_message_get_simple::GroupMessage::new(
                if message.is_recalled { Vec::new() } else { message.body.clone() },
                message.seq,
                message.time,
            )
            .from_account(message.from.clone())
            .is_place_msg(if message.is_recalled {
                PlaceKind::Recalled
            } else {
                PlaceKind::Message
            })
            .msg_random(i64::from(message.random));
            shown.cloud_custom_data.clone_from(&message.cloud_custom_data);
            shown
        });
        let messages: Vec<_> = messages.collect();
        let id = self.group_id;
        Ok(group_message_get_simple::Response::new(id, ReadState::Complete, messages))
    }
}

impl Handler for modify_group_message::Request {
    const INVALID: ErrorCode = ErrorCode::INVALID_MESSAGE_REQUEST;

    fn handle(self, state: &mut State) -> Result<modify_group_message::Response, ApiError> {
        let group = state.groups.by_id.get_mut(&self.group_id);
        let message = group.and_then(|group| group.message_mut(self.msg_seq)).ok_or_else(|| {
            ApiError::new(ErrorCode::INVALID_MESSAGE_REQUEST, "the message does not exist")
        })?;
        if let Some(body) = self.msg_body {
            message.body = body;
        }
        message.cloud_custom_data = self.cloud_custom_data.or(message.cloud_custom_data.take());
        let body = message.body.clone();
        state.tell(|state| {
            let mut event: after_modify_message::Event = group_event(state, &self.group_id, None);
            event.topic_id = self.topic_id.unwrap_or_default();
            event.msg_seq = self.msg_seq;
            event.msg_body = body;
            event
        });
        Ok(modify_group_message::Response::new())
    }
}

impl Handler for group_message_recall::Request {
    const INVALID: ErrorCode = INVALID;

    fn handle(self, state: &mut State) -> Result<group_message_recall::Response, ApiError> {
        let group = group(state, &self.group_id)?;
        if group.is_live() {
            return Err(ErrorCode::GROUP_RECALLS_UNSUPPORTED.into());
        }
        let results = self.msg_seq_list.iter().map(|item| {
            let recalled =
                group.message_mut(item.msg_seq).map(|message| message.is_recalled = true);
            let code = recalled.map_or(ErrorCode::GROUP_MESSAGE_NOT_FOUND, |()| ErrorCode::OK);
            group_message_recall::RecallResult::new(item.msg_seq, code)
        });
        let results: Vec<_> = results.collect();
        let recalled = results.iter().filter(|result| !result.is_failed());
        let recalled: Vec<_> = recalled.map(|result| MsgSeqItem::new(result.msg_seq)).collect();
        if !recalled.is_empty() {
            state.tell(|state| {
                let mut event: after_recall_message::Event =
                    group_event(state, &self.group_id, None);
                event.topic_id = self.topic_id;
                event.msg_seq_list = recalled;
                event
            });
        }
        Ok(group_message_recall::Response::new(results))
    }
}

impl Handler for delete_group_message_by_sender::Request {
    const INVALID: ErrorCode = INVALID;

    fn handle(
        self,
        state: &mut State,
    ) -> Result<delete_group_message_by_sender::Response, ApiError> {
        for message in group(state, &self.group_id)?.messages.iter_mut().rev().take(1000) {
            message.is_recalled |= message.from == self.sender_account;
        }
        Ok(delete_group_message_by_sender::Response::new())
    }
}
