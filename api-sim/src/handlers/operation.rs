//! Handlers of the mutes of users in all conversations.

use tencent_chat_specs::ErrorCode;
use tencent_chat_specs::operation::{get_no_speaking, set_no_speaking};

use crate::State;
use crate::api_error::ApiError;
use crate::handler::{Handler, Route, Routes};
use crate::state::Mutes;

pub(crate) const ROUTES: Routes =
    &[Route::stateful::<get_no_speaking::Request>, Route::stateful::<set_no_speaking::Request>];

impl Handler for set_no_speaking::Request {
    const INVALID: ErrorCode = ErrorCode::MALFORMED_OPERATIONS_JSON;

    fn handle(self, state: &mut State) -> Result<set_no_speaking::Response, ApiError> {
        let (c2c, group) = (self.c2c_msg_nospeaking_time_secs, self.groupmsg_nospeaking_time_secs);
        if c2c.or(group).is_none() {
            return Err(ErrorCode::MUTE_TIME_MISSING.into());
        }
        let now = state.unix_time();
        let user = state.user_mut(self.set_account.as_str());
        let mutes = &mut user.ok_or(ErrorCode::INVALID_SET_ACCOUNT)?.mutes;
        mutes.c2c_until = c2c.map_or(mutes.c2c_until, |secs| Mutes::until(now, secs));
        mutes.group_until = group.map_or(mutes.group_until, |secs| Mutes::until(now, secs));
        Ok(set_no_speaking::Response::new())
    }
}

impl Handler for get_no_speaking::Request {
    const INVALID: ErrorCode = ErrorCode::MALFORMED_OPERATIONS_JSON;

    fn handle(self, state: &mut State) -> Result<get_no_speaking::Response, ApiError> {
        let now = state.unix_time();
        let user = state.user(self.get_account.as_str());
        let mutes = &user.ok_or(ErrorCode::INVALID_GET_ACCOUNT)?.mutes;
        let left = |until| Mutes::left(now, until);
        Ok(get_no_speaking::Response::new(left(mutes.c2c_until), left(mutes.group_until)))
    }
}
