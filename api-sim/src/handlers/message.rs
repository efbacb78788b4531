//! Handlers of the endpoints of one-to-one messages.

use std::time::Duration;

use tencent_chat_specs::account::FailedAccount;
use tencent_chat_specs::codec;
use tencent_chat_specs::message::{
    ForbidCallback, MessageElement, MessageFlagBits, SendMessageControl, admin_get_roam_message,
    admin_message_withdraw, batch_send_message, c2c_message_read_receipt,
    delete_c2c_message_ramble, import_message, modify_c2c_message, send_message,
};
use tencent_chat_specs::rules::merge;
use tencent_chat_specs::schema::{Constraint, Field, Record, RecordMut, RecordRef};
use tencent_chat_specs::webhook::c2c::{after_send_message, before_send_message};
use tencent_chat_specs::{Endpoint, ErrorCode, MsgKey, UserId, Violation};

use crate::State;
use crate::api_error::ApiError;
use crate::handler::{Guarded, Handler, Route, Routes};
use crate::state::{Conversation, Message};
use crate::webhooks::{Verdict, changes};

pub(crate) const ROUTES: Routes = &[
    Route::stateful::<admin_get_roam_message::Request>,
    Route::stateful::<admin_message_withdraw::Request>,
    Route::stateful::<batch_send_message::Request>,
    Route::stateful::<c2c_message_read_receipt::Request>,
    Route::stateful::<delete_c2c_message_ramble::Request>,
    Route::stateful::<import_message::Request>,
    Route::stateful::<modify_c2c_message::Request>,
    Route::guarded::<send_message::Request>,
];

const INVALID: ErrorCode = ErrorCode::MALFORMED_MESSAGE_JSON;

/// The size of the largest message, in bytes.
pub(crate) const MAX_MESSAGE: usize = 12 * 1024;

fn refuse(violation: &Violation) -> ErrorCode {
    match violation.constraint {
        Constraint::Items(_) => ErrorCode::TOO_MANY_TARGETS,
        Constraint::Range(_) => ErrorCode::INVALID_MSG_LIFE_TIME,
        _ => INVALID,
    }
}

/// Checks the body and the size of a message.
fn check<R: Record>(request: &R, body: &[MessageElement]) -> Result<(), ErrorCode> {
    if body.is_empty() {
        return Err(ErrorCode::INVALID_MSG_BODY);
    }
    let size = codec::to_json(RecordRef::new(request)).map_or(0, |json| json.len());
    if size > MAX_MESSAGE { Err(ErrorCode::MESSAGE_JSON_TOO_LARGE) } else { Ok(()) }
}

/// Delivers a message unless it duplicates an earlier one. Returns the time and the key of the delivered or the earlier
/// message.
fn send(
    state: &mut State,
    message: Message,
    window: Duration,
    is_kept: bool,
    is_last: bool,
) -> (u64, MsgKey) {
    if let Some(sent) = state.messages.sent_before(&message, window) {
        return (sent.time_secs(), sent.key());
    }
    let sent = (message.time_secs(), message.key());
    deliver(state, message, is_kept, is_last);
    sent
}

/// Stores a message if `is_kept`, and moves its conversation to the top of the lists if `is_last`.
fn deliver(state: &mut State, message: Message, is_kept: bool, is_last: bool) {
    if is_last {
        state.touch_now(message.to(), Conversation::User(message.from().clone()));
        if message.is_in_sender_history {
            state.touch_now(message.from(), Conversation::User(message.to().clone()));
        }
    }
    if is_kept {
        state.messages.keep(message);
    }
}

/// Returns the sender: the named user, who must not be muted, or the administrator.
fn sender(named: Option<UserId>, state: &State) -> Result<UserId, ErrorCode> {
    let Some(user) = named else { return Ok(state.admin.clone()) };
    match state.user(user.as_str()) {
        None => Err(ErrorCode::MESSAGE_ACCOUNT_NOT_FOUND_90048),
        Some(known) if known.mutes.c2c_until > state.unix_time() => {
            Err(ErrorCode::MESSAGE_SENDER_MUTED)
        }
        Some(_) => Ok(user),
    }
}

/// Returns `true` if a message moves its conversation to the top of the lists.
pub(crate) fn is_last(control: Option<&[SendMessageControl]>) -> bool {
    !control.unwrap_or_default().contains(&SendMessageControl::NoLastMessage)
}

/// A message that passed its checks.
pub(crate) struct AdmittedMessage {
    message: Message,
    is_kept: bool,
    is_last: bool,
    /// The event that tells of it, unless the request forbids the webhook.
    told: Option<after_send_message::Event>,
}

impl Handler for send_message::Request {
    const INVALID: ErrorCode = INVALID;

    fn refuse(violation: &Violation) -> ErrorCode {
        refuse(violation)
    }

    fn handle(self, state: &mut State) -> Result<send_message::Response, ApiError> {
        self.handle_unasked(state)
    }
}

impl Guarded for send_message::Request {
    type Event = before_send_message::Event;
    type Admitted = AdmittedMessage;

    fn admit(
        mut self,
        state: &mut State,
    ) -> Result<(AdmittedMessage, Option<Self::Event>), ApiError> {
        check(&self, &self.msg_body)?;
        self.msg_random.ok_or(ErrorCode::MSG_RANDOM_MISSING)?;
        let to = self.to_account.clone();
        if !state.has_user(&to) {
            return Err(ErrorCode::TO_ACCOUNT_NOT_FOUND.into());
        }
        let from = sender(self.from_account.take(), state)?;
        let mut message = Message::of(&mut self, from, to, state.unix_time());
        message.is_in_sender_history = self.sync_other_machine != Some(false);
        let is_kept = self.msg_life_time_secs != Some(0) && self.online_only_flag != Some(true);
        let is_last = is_last(self.send_msg_control.as_deref());
        let mut event = before_send_message::Event::empty();
        merge(RecordRef::new(&message.shown), RecordMut::new(&mut event));
        event.msg_time_secs = message.time_secs();
        event.online_only_flag = self.online_only_flag == Some(true);
        let mut told = after_send_message::Event::empty();
        merge(RecordRef::new(&event), RecordMut::new(&mut told));
        let control = self.forbid_callback_control.as_deref();
        let told = is_called(control, &ForbidCallback::AfterSend).then_some(told);
        let is_copy = state.messages.sent_before(&message, Self::spec().deduplication()).is_some();
        let is_asked = !is_copy && is_called(control, &ForbidCallback::BeforeSend);
        let admitted = AdmittedMessage { message, is_kept, is_last, told };
        Ok((admitted, is_asked.then_some(event)))
    }

    fn finish(
        admitted: AdmittedMessage,
        verdict: Verdict,
        state: &mut State,
    ) -> Result<send_message::Response, ApiError> {
        let AdmittedMessage { mut message, is_kept, is_last, told } = admitted;
        let sent = send_message::Response::new(message.time_secs(), message.key());
        let Verdict::Allow(reply) = verdict else { return Ok(sent) };
        if let Some(sent) = state.messages.sent_before(&message, Self::spec().deduplication()) {
            return Ok(send_message::Response::new(sent.time_secs(), sent.key()));
        }
        let changes: before_send_message::Reply = changes(&reply);
        if changes.msg_body.is_some() {
            message.written = Some(message.shown.msg_body.clone());
        }
        merge(RecordRef::new(&changes), RecordMut::new(&mut message.shown));
        let to = message.to().clone();
        deliver(state, message, is_kept, is_last);
        if let Some(mut told) = told {
            merge(RecordRef::new(&changes), RecordMut::new(&mut told));
            "send msg succeed".clone_into(&mut told.error_info);
            state.tell(|state| {
                told.unread_msg_num = state.messages.unread(&to, None) as i64;
                told
            });
        }
        Ok(sent)
    }
}

/// Returns `true` if a request does not forbid a webhook.
pub(crate) fn is_called(forbidden: Option<&[ForbidCallback]>, webhook: &ForbidCallback) -> bool {
    !forbidden.unwrap_or_default().contains(webhook)
}

impl Handler for batch_send_message::Request {
    const INVALID: ErrorCode = INVALID;

    fn refuse(violation: &Violation) -> ErrorCode {
        refuse(violation)
    }

    fn handle(mut self, state: &mut State) -> Result<batch_send_message::Response, ApiError> {
        check(&self, &self.msg_body)?;
        let from = sender(self.from_account.take(), state)?;
        let mut message = Message::of(&mut self, from, UserId::default(), state.unix_time());
        message.is_in_sender_history = self.sync_other_machine != Some(false);
        let is_kept = self.msg_life_time_secs != Some(0) && self.online_only_flag != Some(true);
        let is_last = is_last(self.send_msg_control.as_deref());
        let (known, unknown): (Vec<_>, Vec<_>) =
            self.to_account.into_iter().partition(|user| state.has_user(user));
        if known.is_empty() {
            return Err(ErrorCode::TO_ACCOUNT_NOT_FOUND.into());
        }
        let window = Self::spec().deduplication();
        let mut key = None;
        for to in known {
            message.shown.to_account = to;
            let (_, sent) = send(state, message.clone(), window, is_kept, is_last);
            key.get_or_insert(sent);
        }
        let failed =
            unknown.into_iter().map(|user| FailedAccount::new(user, ErrorCode::ACCOUNT_NOT_FOUND));
        let mut response = batch_send_message::Response::new(failed.collect::<Vec<_>>());
        response.msg_key = key;
        Ok(response)
    }
}

impl Handler for import_message::Request {
    const INVALID: ErrorCode = INVALID;

    fn handle(mut self, state: &mut State) -> Result<import_message::Response, ApiError> {
        check(&self, &self.msg_body)?;
        for user in [&self.from_account, &self.to_account] {
            if !state.has_user(user) {
                return Err(ErrorCode::MESSAGE_ACCOUNT_NOT_FOUND_90048.into());
            }
        }
        self.msg_random.ok_or(ErrorCode::MSG_RANDOM_MISSING)?;
        let (from, to) = (self.from_account.clone(), self.to_account.clone());
        let time = self.msg_time_stamp_secs;
        let message = Message::of(&mut self, from, to, time);
        if !state.messages.has_imported(&message) {
            deliver(state, message, true, true);
        }
        Ok(import_message::Response::new())
    }
}

impl Handler for admin_get_roam_message::Request {
    const INVALID: ErrorCode = INVALID;

    /// Responds with the newest remaining messages, the oldest of them first. The next page ends where this one begins.
    fn handle(self, state: &mut State) -> Result<admin_get_roam_message::Response, ApiError> {
        let span = self.min_time_secs..=self.max_time_secs;
        let mut left: Vec<_> = state
            .messages
            .seen_by(&self.operator_account, &self.peer_account)
            .filter(|message| span.contains(&message.time_secs()))
            .collect();
        if let Some(last) = &self.last_msg_key
            && let Some(at) = left.iter().position(|message| message.shown.msg_key == *last)
        {
            left.truncate(at);
        }
        let count = usize::try_from(self.max_cnt).unwrap_or(usize::MAX);
        let page = &left[left.len().saturating_sub(count)..];
        let oldest = page.first();
        let response = admin_get_roam_message::Response::new(
            page.len() == left.len(),
            page.len() as u64,
            page.iter().map(|message| message.shown.clone()).collect::<Vec<_>>(),
        );
        Ok(response
            .last_msg_time_secs(oldest.map_or(self.max_time_secs, |message| message.time_secs()))
            .last_msg_key(oldest.map_or_else(|| MsgKey::from(""), |message| message.key())))
    }
}

impl Handler for admin_message_withdraw::Request {
    const INVALID: ErrorCode = INVALID;

    fn handle(self, state: &mut State) -> Result<admin_message_withdraw::Response, ApiError> {
        let found = state.messages.find(&self.from_account, &self.to_account, &self.msg_key);
        let message = found.ok_or(ErrorCode::MESSAGE_NOT_FOUND)?;
        if message.is_recalled() {
            return Err(ErrorCode::MESSAGE_ALREADY_RECALLED.into());
        }
        message.shown.msg_flag_bits = MessageFlagBits::Recalled;
        Ok(admin_message_withdraw::Response::new())
    }
}

impl Handler for modify_c2c_message::Request {
    const INVALID: ErrorCode = INVALID;

    fn handle(self, state: &mut State) -> Result<modify_c2c_message::Response, ApiError> {
        let found = state.messages.find(&self.from_account, &self.to_account, &self.msg_key);
        let message = found.ok_or_else(|| {
            ApiError::new(ErrorCode::INVALID_MESSAGE_REQUEST, "the message does not exist")
        })?;
        merge(RecordRef::new(&self), RecordMut::new(&mut message.shown));
        Ok(modify_c2c_message::Response::new())
    }
}

impl Handler for delete_c2c_message_ramble::Request {
    /// The page was not read up to its codes.
    const INVALID: ErrorCode = ErrorCode::MALFORMED_JSON;

    /// Takes a key that is not three numbers for malformed.
    fn handle(self, state: &mut State) -> Result<delete_c2c_message_ramble::Response, ApiError> {
        let is_number = |part: &str| part.parse::<u64>().is_ok();
        let is_key = |key: &MsgKey| {
            key.as_str().split('_').count() == 3 && key.as_str().split('_').all(is_number)
        };
        let (keys, invalid): (Vec<_>, Vec<_>) = self.msg_key_list.into_iter().partition(is_key);
        for key in &keys {
            state.messages.delete(&self.operator_account, &self.peer_account, key);
        }
        Ok(delete_c2c_message_ramble::Response::new(invalid))
    }
}

impl Handler for c2c_message_read_receipt::Request {
    const INVALID: ErrorCode = ErrorCode::INVALID_MESSAGE_REQUEST;

    fn handle(self, state: &mut State) -> Result<c2c_message_read_receipt::Response, ApiError> {
        let ends = (&self.peer_account, &self.operator_account);
        if self.c2c_msg_info.iter().any(|item| (&item.from_account, &item.to_account) != ends) {
            return Err(ApiError::new(Self::INVALID, "a message is not from the peer"));
        }
        for item in &self.c2c_msg_info {
            if let Some(message) = state.messages.find(ends.0, ends.1, &item.msg_key) {
                message.shown.is_peer_read = Some(true);
            }
        }
        Ok(c2c_message_read_receipt::Response::new())
    }
}
