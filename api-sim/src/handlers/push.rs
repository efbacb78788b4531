//! Handlers of the push endpoints.

pub(super) mod attributes;
pub(super) mod tags;

use tencent_chat_specs::push::{Condition, FailedTarget, im_push, push, revoke};
use tencent_chat_specs::{ErrorCode, UserId};

use crate::State;
use crate::api_error::{ApiError, meaning};
use crate::handler::{Handler, Route, Routes};
use crate::state::Push;

/// The seconds for which a push can be recalled.
const RECALLABLE: u64 = 24 * 60 * 60;

pub(crate) const ROUTES: Routes = &[
    Route::stateful::<im_push::Request>,
    Route::stateful::<push::Request>,
    Route::stateful::<revoke::Request>,
];

/// The code for a request about tags or attributes that does not fit the spec.
const INVALID: ErrorCode = ErrorCode::MALFORMED_MESSAGE_JSON;

const NOT_FOUND: ErrorCode = ErrorCode::ACCOUNT_NOT_FOUND;

/// Returns the accounts that failed.
fn failed(results: impl IntoIterator<Item = (UserId, Result<(), ErrorCode>)>) -> Vec<FailedTarget> {
    let failed = |(account, result): (UserId, Result<(), ErrorCode>)| {
        let code = result.err()?;
        Some(FailedTarget::new(account, code).error_info(meaning(code)))
    };
    results.into_iter().filter_map(failed).collect()
}

/// Reads something of each account, and returns what was read and the accounts that do not exist.
fn read_each<T>(
    accounts: Vec<UserId>,
    read: impl Fn(&UserId) -> Option<T>,
) -> (Vec<T>, Vec<FailedTarget>) {
    let (mut items, mut results) = (Vec::new(), Vec::new());
    for account in accounts {
        let item = read(&account);
        results.push((account, item.as_ref().map(drop).ok_or(NOT_FOUND)));
        items.extend(item);
    }
    (items, failed(results))
}

impl Handler for im_push::Request {
    const INVALID: ErrorCode = ErrorCode::INVALID_MSG_BODY;

    fn handle(self, state: &mut State) -> Result<im_push::Response, ApiError> {
        let mut push = new_push(state, self.from_account, self.msg_random, self.condition)?;
        push.life_time = self.msg_life_time_secs.unwrap_or_default();
        push.body = self.msg_body;
        push.offline_push_info = self.offline_push_info;
        let task_id = push.task_id.clone();
        state.pushes.keep(push);
        Ok(im_push::Response::new(task_id))
    }
}

impl Handler for push::Request {
    const INVALID: ErrorCode = ErrorCode::MALFORMED_MESSAGE_JSON;

    fn handle(self, state: &mut State) -> Result<push::Response, ApiError> {
        let mut push = new_push(state, self.from_account, self.msg_random, self.condition)?;
        push.body = self.msg_body.unwrap_or_default();
        push.offline_push_info = self.offline_push_info;
        let response = push::Response::new().task_id(push.task_id.clone());
        state.pushes.keep(push);
        Ok(response)
    }
}

impl Handler for revoke::Request {
    const INVALID: ErrorCode = ErrorCode::PUSH_NOT_RECALLABLE;

    fn handle(self, state: &mut State) -> Result<revoke::Response, ApiError> {
        let now = state.unix_time();
        let push = state.pushes.find_mut(&self.task_id).ok_or(ErrorCode::PUSH_NOT_FOUND)?;
        if push.is_recalled {
            return Err(ErrorCode::PUSH_ALREADY_RECALLED.into());
        }
        if now.saturating_sub(push.time) > RECALLABLE {
            return Err(ErrorCode::PUSH_RECALL_TOO_LATE.into());
        }
        push.is_recalled = true;
        push.offline_push_info = Some(self.offline_push_info);
        Ok(revoke::Response::new())
    }
}

/// Returns a push without content.
fn new_push(
    state: &State,
    from: Option<UserId>,
    random: Option<u32>,
    condition: Option<Condition>,
) -> Result<Push, ErrorCode> {
    condition.as_ref().map_or(Ok(()), check)?;
    let random = random.ok_or(ErrorCode::MSG_RANDOM_MISSING)?;
    let time = state.unix_time();
    Ok(Push {
        task_id: format!("{}_{random}_{time}", state.admin),
        from: from.unwrap_or_else(|| state.admin.clone()),
        time,
        life_time: 0,
        condition,
        body: Vec::new(),
        offline_push_info: None,
        is_recalled: false,
    })
}

/// Checks that a condition uses either attributes or tags, and that no tag is empty or repeated.
fn check(condition: &Condition) -> Result<(), ErrorCode> {
    let has_attributes = condition.attrs_or.is_some() || condition.attrs_and.is_some();
    let has_tags = condition.tags_or.is_some() || condition.tags_and.is_some();
    if has_attributes && has_tags {
        return Err(ErrorCode::ATTRIBUTES_BESIDE_TAGS);
    }
    let or = condition.tags_or.as_deref().unwrap_or_default();
    let and = condition.tags_and.as_deref().unwrap_or_default();
    if or.iter().chain(and).any(String::is_empty) {
        return Err(ErrorCode::TAG_EMPTY);
    }
    if or.iter().any(|tag| and.contains(tag)) {
        return Err(ErrorCode::TAG_REPEATED);
    }
    Ok(())
}
