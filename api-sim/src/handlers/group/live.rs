//! Handlers of the administrators of live groups.

use tencent_chat_specs::ErrorCode;
use tencent_chat_specs::group::get_admin_list::LiveAdmin;
use tencent_chat_specs::group::{LiveGroupOperation, get_admin_list, modify_admin};

use super::group;
use crate::State;
use crate::api_error::ApiError;
use crate::handler::{Handler, Route, Routes};

pub(crate) const ROUTES: Routes =
    &[Route::stateful::<get_admin_list::Request>, Route::stateful::<modify_admin::Request>];

/// The pages were not read up to their codes, so a malformed request is refused as those of other such endpoints are.
const INVALID: ErrorCode = ErrorCode::MALFORMED_JSON;

/// The number of administrators that a live group may have.
const MAX_ADMINS: usize = 5;

impl Handler for modify_admin::Request {
    const INVALID: ErrorCode = INVALID;

    fn handle(self, state: &mut State) -> Result<modify_admin::Response, ApiError> {
        let group = group(state, &self.group_id)?;
        if !group.is_live() {
            return Err(ErrorCode::GROUP_PERMISSION_DENIED.into());
        }
        let mut admins = group.live_admins.clone();
        match self.command_type {
            LiveGroupOperation::Set => admins.extend(self.admin_account),
            LiveGroupOperation::Delete => {
                admins.retain(|admin| !self.admin_account.contains(admin));
            }
            _ => return Err(ErrorCode::INVALID_GROUP_PARAMETER.into()),
        }
        if admins.len() > MAX_ADMINS {
            let code = ErrorCode::INVALID_GROUP_PARAMETER;
            return Err(ApiError::new(code, "the group would have more than 5 administrators"));
        }
        group.live_admins = admins;
        Ok(modify_admin::Response::new())
    }
}

impl Handler for get_admin_list::Request {
    const INVALID: ErrorCode = INVALID;

    fn handle(self, state: &mut State) -> Result<get_admin_list::Response, ApiError> {
        let admins = group(state, &self.group_id)?.live_admins.iter();
        let admins = admins.map(|admin| LiveAdmin::new().admin_account(admin));
        Ok(get_admin_list::Response::new(admins.collect::<Vec<_>>()))
    }
}
