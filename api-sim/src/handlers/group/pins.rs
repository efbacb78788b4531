//! Handlers of the pinned messages of groups.

use tencent_chat_specs::ErrorCode;
use tencent_chat_specs::message::{get_pinned_messages, pin_message, unpin_message};

use super::group;
use crate::State;
use crate::api_error::ApiError;
use crate::handler::{Handler, Route, Routes};

pub(crate) const ROUTES: Routes = &[
    Route::stateful::<get_pinned_messages::Request>,
    Route::stateful::<pin_message::Request>,
    Route::stateful::<unpin_message::Request>,
];

/// The pages were not read up to their codes, so a malformed request is refused as those of other such endpoints are.
const INVALID: ErrorCode = ErrorCode::MALFORMED_JSON;

/// The number of messages that a group may pin.
const MAX_PINS: usize = 10;

impl Handler for pin_message::Request {
    const INVALID: ErrorCode = INVALID;

    fn handle(self, state: &mut State) -> Result<pin_message::Response, ApiError> {
        let pinner = self.pinner_account.unwrap_or_else(|| state.admin.clone());
        let group = group(state, &self.group_id)?;
        if group.message_mut(self.msg_seq).is_none() {
            return Err(ApiError::new(
                ErrorCode::INVALID_GROUP_PARAMETER,
                "the message does not exist",
            ));
        }
        group.pins.retain(|(seq, _)| *seq != self.msg_seq);
        if group.pins.len() == MAX_PINS {
            return Err(ApiError::new(
                ErrorCode::INVALID_GROUP_PARAMETER,
                "the group has 10 pinned messages",
            ));
        }
        group.pins.insert(0, (self.msg_seq, pinner));
        Ok(pin_message::Response::new())
    }
}

impl Handler for unpin_message::Request {
    const INVALID: ErrorCode = INVALID;

    fn handle(self, state: &mut State) -> Result<unpin_message::Response, ApiError> {
        let pins = &mut group(state, &self.group_id)?.pins;
        let at = pins.iter().position(|(seq, _)| *seq == self.msg_seq);
        let at = at.ok_or_else(|| {
            ApiError::new(ErrorCode::INVALID_GROUP_PARAMETER, "the message is not pinned")
        })?;
        pins.remove(at);
        Ok(unpin_message::Response::new())
    }
}

impl Handler for get_pinned_messages::Request {
    const INVALID: ErrorCode = INVALID;

    fn handle(self, state: &mut State) -> Result<get_pinned_messages::Response, ApiError> {
        let pins = group(state, &self.group_id)?.pins.iter().map(|(seq, pinner)| {
            get_pinned_messages::PinnedMessage::new().msg_seq(*seq).pinner_account(pinner.clone())
        });
        Ok(get_pinned_messages::Response::new(pins.collect::<Vec<_>>()))
    }
}
