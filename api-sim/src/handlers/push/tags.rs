//! Handlers of the tags of users, for both services.
//!
//! Accounts that do not exist are in the `ErrorList` of `timpush`. The older service, whose pages tell nothing of them,
//! skips them.

use std::collections::BTreeSet;

use tencent_chat_specs::push::{
    UserTags, add_tag, clear_all_tags, get_tag, im_add_tag, im_get_tag, im_remove_all_tags,
    im_remove_tag, remove_tag,
};
use tencent_chat_specs::{ErrorCode, UserId};

use super::{INVALID, NOT_FOUND, failed, read_each};
use crate::State;
use crate::api_error::ApiError;
use crate::handler::{Handler, Route, Routes};

pub(crate) const ROUTES: Routes = &[
    Route::stateful::<add_tag::Request>,
    Route::stateful::<clear_all_tags::Request>,
    Route::stateful::<get_tag::Request>,
    Route::stateful::<im_add_tag::Request>,
    Route::stateful::<im_get_tag::Request>,
    Route::stateful::<im_remove_all_tags::Request>,
    Route::stateful::<im_remove_tag::Request>,
    Route::stateful::<remove_tag::Request>,
];

/// The number of tags that a user can have.
const MAX_TAGS: usize = 100;

/// The number of tags that a user gets by one call, unless they replace the earlier ones.
const MAX_ADDED: usize = 10;

impl Handler for add_tag::Request {
    const INVALID: ErrorCode = INVALID;

    fn handle(self, state: &mut State) -> Result<add_tag::Response, ApiError> {
        let replaces = self.replace.unwrap_or_default();
        if !replaces && self.user_tags.iter().any(|item| item.tags.len() > MAX_ADDED) {
            return Err(ApiError::new(INVALID, "a user would get more than 10 tags"));
        }
        let results = self.user_tags.into_iter().map(|item| {
            let result = add(state, &item.to_account, item.tags, replaces);
            (item.to_account, result)
        });
        Ok(add_tag::Response::new(failed(results)))
    }
}

impl Handler for im_add_tag::Request {
    const INVALID: ErrorCode = INVALID;

    fn handle(self, state: &mut State) -> Result<im_add_tag::Response, ApiError> {
        for item in self.user_tags {
            match add(state, &item.to_account, item.tags, false) {
                Ok(()) | Err(NOT_FOUND) => {}
                Err(_) => {
                    return Err(ApiError::new(INVALID, "a user would have more than 100 tags"));
                }
            }
        }
        Ok(im_add_tag::Response::new())
    }
}

/// Adds tags to a user, or replaces the user's tags.
fn add(
    state: &mut State,
    user: &UserId,
    tags: Vec<String>,
    replaces: bool,
) -> Result<(), ErrorCode> {
    let user = state.user_mut(user.as_str()).ok_or(NOT_FOUND)?;
    let mut all = if replaces { BTreeSet::new() } else { user.push_tags.clone() };
    all.extend(tags);
    if all.len() > MAX_TAGS {
        return Err(ErrorCode::TOO_MANY_TAGS);
    }
    user.push_tags = all;
    Ok(())
}

impl Handler for get_tag::Request {
    const INVALID: ErrorCode = INVALID;

    fn handle(self, state: &mut State) -> Result<get_tag::Response, ApiError> {
        let (items, failed) = read_each(self.to_account, |user| tags_of(state, user));
        Ok(get_tag::Response::new(items, failed))
    }
}

impl Handler for im_get_tag::Request {
    const INVALID: ErrorCode = INVALID;

    fn handle(self, state: &mut State) -> Result<im_get_tag::Response, ApiError> {
        let (items, _) = read_each(self.to_account, |user| tags_of(state, user));
        Ok(im_get_tag::Response::new(items))
    }
}

/// Returns the tags of a user, in alphabetical order; `None` if the user does not exist.
fn tags_of(state: &State, user: &UserId) -> Option<UserTags> {
    let known = state.user(user.as_str())?;
    Some(UserTags::new(user, known.push_tags.iter().cloned().collect::<Vec<_>>()))
}

impl Handler for remove_tag::Request {
    const INVALID: ErrorCode = INVALID;

    fn handle(self, state: &mut State) -> Result<remove_tag::Response, ApiError> {
        let results = self.user_tags.into_iter().map(|item| remove(state, item));
        Ok(remove_tag::Response::new(failed(results)))
    }
}

impl Handler for im_remove_tag::Request {
    const INVALID: ErrorCode = INVALID;

    fn handle(self, state: &mut State) -> Result<im_remove_tag::Response, ApiError> {
        self.user_tags.into_iter().for_each(|item| drop(remove(state, item)));
        Ok(im_remove_tag::Response::new())
    }
}

/// Removes tags of a user.
fn remove(state: &mut State, item: UserTags) -> (UserId, Result<(), ErrorCode>) {
    let user = state.user_mut(item.to_account.as_str()).ok_or(NOT_FOUND);
    let result = user.map(|user| user.push_tags.retain(|tag| !item.tags.contains(tag)));
    (item.to_account, result)
}

impl Handler for clear_all_tags::Request {
    const INVALID: ErrorCode = INVALID;

    fn handle(self, state: &mut State) -> Result<clear_all_tags::Response, ApiError> {
        let results = self.to_account.into_iter().map(|user| clear(state, user));
        Ok(clear_all_tags::Response::new(failed(results)))
    }
}

impl Handler for im_remove_all_tags::Request {
    const INVALID: ErrorCode = INVALID;

    fn handle(self, state: &mut State) -> Result<im_remove_all_tags::Response, ApiError> {
        self.to_account.into_iter().for_each(|user| drop(clear(state, user)));
        Ok(im_remove_all_tags::Response::new())
    }
}

/// Removes all tags of a user.
fn clear(state: &mut State, user: UserId) -> (UserId, Result<(), ErrorCode>) {
    let known = state.user_mut(user.as_str()).ok_or(NOT_FOUND);
    let result = known.map(|known| known.push_tags.clear());
    (user, result)
}
