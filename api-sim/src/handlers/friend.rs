//! Handlers of the friend endpoints.

use std::collections::BTreeMap;

use tencent_chat_specs::friend::{
    AddType, DeleteType, FriendResult, friend_add, friend_delete, friend_delete_all, friend_get,
    friend_get_list, friend_update,
};
use tencent_chat_specs::schema::Field;
use tencent_chat_specs::webhook::sns::UserPair;
use tencent_chat_specs::webhook::sns::friend_add::NewFriendship;
use tencent_chat_specs::{ErrorCode, Tag, TagItem, TagValue, UserId, webhook};

use super::conversation::page_of;
use super::profile::tag_items;
use crate::State;
use crate::api_error::{ApiError, result_of};
use crate::handler::{Handler, Route, Routes};
use crate::state::User;

pub(crate) const ROUTES: Routes = &[
    Route::stateful::<friend_add::Request>,
    Route::stateful::<friend_delete::Request>,
    Route::stateful::<friend_delete_all::Request>,
    Route::stateful::<friend_get::Request>,
    Route::stateful::<friend_get_list::Request>,
    Route::stateful::<friend_update::Request>,
];

const INVALID: ErrorCode = ErrorCode::INVALID_FRIEND_PARAMETER;
const NOT_FOUND: ErrorCode = ErrorCode::FRIEND_ACCOUNT_NOT_FOUND;

/// The number of friends on a page. It is not documented.
const PAGE: usize = 100;

/// The prefix of a friend's source.
const ADD_SOURCE_PREFIX: &str = "AddSource_Type_";

fn user<'a>(state: &'a mut State, user: &UserId) -> Result<&'a mut User, ErrorCode> {
    state.user_mut(user.as_str()).ok_or(NOT_FOUND)
}

fn friend_result(friend: UserId, result: Result<(), ErrorCode>) -> FriendResult {
    let (code, info) = result_of(result);
    FriendResult::new(friend, code, info)
}

/// Returns the users of the failed results.
fn failed(results: &[FriendResult]) -> Vec<UserId> {
    let failed = results.iter().filter(|result| result.is_failed());
    failed.map(|result| result.to_account.clone()).collect()
}

impl Handler for friend_add::Request {
    const INVALID: ErrorCode = INVALID;

    fn handle(self, state: &mut State) -> Result<friend_add::Response, ApiError> {
        user(state, &self.from_account)?;
        let is_forced = self.force_add_flags.unwrap_or(false);
        let is_mutual = self.add_type != Some(AddType::Single);
        let add = |item: friend_add::AddFriendItem| {
            let friend = item.to_account.clone();
            friend_result(friend, add(state, &self.from_account, item, is_forced, is_mutual))
        };
        let results: Vec<_> = self.add_friend_item.into_iter().map(add).collect();
        let failed = failed(&results);
        let added = results.iter().filter(|result| !result.is_failed());
        let added: Vec<_> = added.map(|result| &result.to_account).collect();
        if !added.is_empty() {
            state.tell(|state| {
                let from = &self.from_account;
                let mut event = webhook::sns::friend_add::Event::empty();
                let pairs = added.into_iter().flat_map(|to| {
                    let back = NewFriendship::new(to, from, from);
                    [NewFriendship::new(from, to, from)]
                        .into_iter()
                        .chain(is_mutual.then_some(back))
                });
                event.pair_list = pairs.collect();
                "friend_add".clone_into(&mut event.client_cmd);
                event.admin_account = state.admin.clone();
                event.force_flag = is_forced;
                event
            });
        }
        Ok(friend_add::Response::new(results, failed))
    }
}

fn add(
    state: &mut State,
    from: &UserId,
    item: friend_add::AddFriendItem,
    is_forced: bool,
    is_mutual: bool,
) -> Result<(), ErrorCode> {
    let now = i64::try_from(state.unix_time()).unwrap_or(i64::MAX);
    let friend = item.to_account;
    let source = item.add_source.as_deref();
    if friend == *from || source.is_some_and(|source| !source.starts_with(ADD_SOURCE_PREFIX)) {
        return Err(INVALID);
    }
    let other = user(state, &friend)?;
    match other.text(&Tag::ProfileAllowType) {
        "AllowType_Type_DenyAny" if !is_forced => return Err(ErrorCode::FRIENDING_REFUSED),
        "AllowType_Type_NeedConfirm" if !is_forced => return Err(ErrorCode::FRIENDING_PENDING),
        _ => {}
    }
    let since = (Tag::FriendAddTime, TagValue::Number(now));
    if is_mutual {
        other.friends.entry(from.clone()).or_insert_with(|| BTreeMap::from([since.clone()]));
    }
    let known = user(state, from)?.friends.entry(friend).or_insert_with(|| BTreeMap::from([since]));
    let texts = [
        (Tag::FriendRemark, item.remark),
        (Tag::FriendAddSource, item.add_source),
        (Tag::FriendAddWording, item.add_wording),
    ];
    known.extend(texts.into_iter().filter_map(|(tag, text)| Some((tag, TagValue::Text(text?)))));
    known.extend(item.group_name.map(|name| (Tag::FriendGroup, TagValue::Texts(vec![name]))));
    Ok(())
}

impl Handler for friend_get::Request {
    const INVALID: ErrorCode = INVALID;

    /// All friends are returned, whatever versions the request has: the state has no versions.
    fn handle(self, state: &mut State) -> Result<friend_get::Response, ApiError> {
        let friends: Vec<_> = user(state, &self.from_account)?.friends.iter().collect();
        let page = page_of(&friends, self.start_index, PAGE);
        let items = page.items.iter().map(|(friend, known)| {
            let tags = known.iter().map(|(tag, value)| TagItem::new(tag.clone(), value.clone()));
            friend_get::UserDataItem::new(UserId::clone(friend), tags.collect::<Vec<_>>())
        });
        let items: Vec<_> = items.collect();
        let next = if page.is_last { 0 } else { page.next };
        let total = u64::try_from(friends.len()).unwrap_or(u64::MAX);
        Ok(friend_get::Response::new(items, 0u64, 0u64, total, page.is_last, next))
    }
}

impl Handler for friend_get_list::Request {
    const INVALID: ErrorCode = INVALID;

    fn handle(self, state: &mut State) -> Result<friend_get_list::Response, ApiError> {
        let friends = user(state, &self.from_account)?.friends.clone();
        let (mut items, mut failed) = (Vec::new(), Vec::<UserId>::new());
        for friend in self.to_account {
            let known = friends.get(&friend).zip(state.user(friend.as_str()));
            let (code, info, tags) = match known {
                Some((known, user)) => {
                    let mut tags = tag_items(&self.tag_list, known);
                    tags.extend(tag_items(&self.tag_list, &user.profile));
                    (ErrorCode::OK, "", tags)
                }
                None => {
                    failed.push(friend.clone());
                    (NOT_FOUND, "not a friend", Vec::new())
                }
            };
            items.push(friend_get_list::InfoItem::new(friend, tags, code, info));
        }
        Ok(friend_get_list::Response::new(items, failed))
    }
}

impl Handler for friend_update::Request {
    const INVALID: ErrorCode = INVALID;

    fn handle(self, state: &mut State) -> Result<friend_update::Response, ApiError> {
        let friends = &mut user(state, &self.from_account)?.friends;
        let mut results = Vec::new();
        for item in self.update_item {
            let is_friends = |tag: &Tag| tag.as_str().starts_with("Tag_SNS_");
            let result = match friends.get_mut(&item.to_account) {
                None => Err(NOT_FOUND),
                Some(_) if item.sns_item.iter().any(|item| !is_friends(&item.tag)) => Err(INVALID),
                Some(known) => {
                    known.extend(item.sns_item.into_iter().map(|item| (item.tag, item.value)));
                    Ok(())
                }
            };
            results.push(friend_result(item.to_account, result));
        }
        let failed = failed(&results);
        Ok(friend_update::Response::new(results, failed))
    }
}

impl Handler for friend_delete::Request {
    const INVALID: ErrorCode = INVALID;

    fn handle(self, state: &mut State) -> Result<friend_delete::Response, ApiError> {
        user(state, &self.from_account)?;
        let (mut results, mut pairs) = (Vec::new(), Vec::new());
        let from = &self.from_account;
        for friend in self.to_account {
            let is_deleted = user(state, from)?.friends.remove(&friend).is_some();
            pairs.extend(is_deleted.then(|| UserPair::new(from, &friend)));
            if self.delete_type == Some(DeleteType::Both) {
                pairs.extend(forget(state, &friend, from));
            }
            let result = is_deleted.then_some(()).ok_or(ErrorCode::NOT_A_FRIEND);
            results.push(friend_result(friend, result));
        }
        tell_deleted(state, pairs);
        let failed = failed(&results);
        Ok(friend_delete::Response::new(results, failed))
    }
}

/// Deletes a friend from the list of a user. Returns the two if the friend was in it.
fn forget(state: &mut State, of: &UserId, friend: &UserId) -> Option<UserPair> {
    let is_deleted = user(state, of).is_ok_and(|user| user.friends.remove(friend).is_some());
    is_deleted.then(|| UserPair::new(of, friend))
}

fn tell_deleted(state: &mut State, pairs: Vec<UserPair>) {
    if !pairs.is_empty() {
        state.tell(|_| webhook::sns::friend_delete::Event::new(pairs));
    }
}

impl Handler for friend_delete_all::Request {
    const INVALID: ErrorCode = INVALID;

    fn handle(self, state: &mut State) -> Result<friend_delete_all::Response, ApiError> {
        let friends = std::mem::take(&mut user(state, &self.from_account)?.friends);
        let from = &self.from_account;
        let mut pairs: Vec<_> = friends.keys().map(|friend| UserPair::new(from, friend)).collect();
        if self.delete_type == Some(DeleteType::Both) {
            pairs.extend(friends.keys().filter_map(|friend| forget(state, friend, from)));
        }
        tell_deleted(state, pairs);
        Ok(friend_delete_all::Response::new())
    }
}
