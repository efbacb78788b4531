//! Handlers of the messages in groups.

use tencent_chat_specs::codec;
use tencent_chat_specs::group::MemberRole;
use tencent_chat_specs::message::{
    PlaceKind, ReadState, delete_group_message_by_sender, group_message_get_simple,
    group_message_recall, modify_group_message, send_group_message,
};
use tencent_chat_specs::schema::RecordRef;
use tencent_chat_specs::{Endpoint, ErrorCode};

use super::{INVALID, group};
use crate::State;
use crate::api_error::ApiError;
use crate::handler::{Handler, Route, Routes};
use crate::handlers::message::{MAX_MESSAGE, is_last};
use crate::state::{Conversation, GroupMessage, Member};

pub(crate) const ROUTES: Routes = &[
    Route::stateful::<delete_group_message_by_sender::Request>,
    Route::stateful::<group_message_get_simple::Request>,
    Route::stateful::<group_message_recall::Request>,
    Route::stateful::<modify_group_message::Request>,
    Route::stateful::<send_group_message::Request>,
];

impl Handler for send_group_message::Request {
    const INVALID: ErrorCode = INVALID;

    fn handle(self, state: &mut State) -> Result<send_group_message::Response, ApiError> {
        if codec::to_json(RecordRef::new(&self)).map_or(0, |json| json.len()) > MAX_MESSAGE {
            return Err(ErrorCode::GROUP_MESSAGE_TOO_LARGE.into());
        }
        if self.from_account.as_ref().is_some_and(|from| from.as_str().is_empty()) {
            return Err(ApiError::new(INVALID, "`From_Account` is empty"));
        }
        let now = state.unix_time();
        let from = self.from_account.unwrap_or_else(|| state.admin.clone());
        if state.user(from.as_str()).is_some_and(|user| user.mutes.group_until > now) {
            return Err(ErrorCode::SENDER_MUTED.into());
        }
        let random = self.random.ok_or(INVALID)?;
        let is_last = is_last(self.send_msg_control.as_deref());
        let group = group(state, &self.group_id)?;
        let is_muted = |member: &Member| {
            member.muted_until > now || (group.is_muted && member.role == MemberRole::Member)
        };
        if group.member(from.as_str()).is_some_and(is_muted) {
            return Err(ErrorCode::SENDER_MUTED.into());
        }
        let window = Self::spec().deduplication().as_secs();
        let is_copy = |other: &&GroupMessage| {
            (&other.from, other.random, &other.body) == (&from, random, &self.msg_body)
                && now.saturating_sub(other.time) <= window
        };
        if let Some(sent) = group.messages.iter().rev().find(is_copy) {
            return Ok(send_group_message::Response::new(sent.time, sent.seq).msg_drop_reason(""));
        }
        group.last_seq += 1;
        let seq = group.last_seq;
        if let Some(member) = group.members.iter_mut().find(|member| member.account == from) {
            member.last_sent = now;
        }
        if !group.is_live() && self.online_only_flag != Some(true) {
            let (body, cloud_custom_data) = (self.msg_body, self.cloud_custom_data);
            let (time, is_recalled) = (now, false);
            let message =
                GroupMessage { from, seq, random, time, body, cloud_custom_data, is_recalled };
            group.messages.push(message);
            let members = group.members.iter().map(|member| member.account.clone());
            let members: Vec<_> = members.filter(|_| is_last).collect();
            for member in members {
                state.touch_now(&member, Conversation::Group(self.group_id.clone()));
            }
        }
        Ok(send_group_message::Response::new(now, seq).msg_drop_reason(""))
    }
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
        Ok(group_message_recall::Response::new(results.collect::<Vec<_>>()))
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
