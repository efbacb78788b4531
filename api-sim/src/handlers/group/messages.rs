//! Handlers of the messages in groups.

use tencent_chat_specs::codec;
use tencent_chat_specs::group::MemberRole;
use tencent_chat_specs::message::{
    PlaceKind, ReadState, group_message_get_simple, send_group_message,
};
use tencent_chat_specs::schema::RecordRef;
use tencent_chat_specs::{Endpoint, ErrorCode};

use super::{INVALID, group};
use crate::State;
use crate::api_error::ApiError;
use crate::handler::{Handler, Route, Routes};
use crate::handlers::message::{MAX_MESSAGE, is_last};
use crate::state::{Conversation, GroupMessage};

pub(crate) const ROUTES: Routes = &[
    Route::stateful::<group_message_get_simple::Request>,
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
        let random = self.random.ok_or(INVALID)?;
        let is_last = is_last(self.send_msg_control.as_deref());
        let group = group(state, &self.group_id)?;
        let role = group.member(from.as_str()).map(|member| member.role.clone());
        if group.is_muted && role == Some(MemberRole::Member) {
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
            let message = GroupMessage { from, seq, random, time: now, body, cloud_custom_data };
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
        let messages = group.messages.iter().rev().filter(|message| message.seq <= top);
        let messages = messages.take(self.req_msg_number as usize).map(|message| {
            let mut shown = group_message_get_simple::GroupMessage::new(
                message.body.clone(),
                message.seq,
                message.time,
            )
            .from_account(message.from.clone())
            .is_place_msg(PlaceKind::Message)
            .msg_random(i64::from(message.random));
            shown.cloud_custom_data.clone_from(&message.cloud_custom_data);
            shown
        });
        let messages: Vec<_> = messages.collect();
        let id = self.group_id;
        Ok(group_message_get_simple::Response::new(id, ReadState::Complete, messages))
    }
}
