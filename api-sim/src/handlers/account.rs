//! Handlers of the account endpoints.

use tencent_chat_specs::account::{
    AccountStatus, FailedAccount, ImportedAccount, OnlineState, PlatformState, account_check,
    account_delete, account_import, kick, multiaccount_import, query_online_status, query_state,
};
use tencent_chat_specs::{ErrorCode, Tag, UserId, Violation};

use super::profile::MAX_TEXT;
use crate::State;
use crate::api_error::{ApiError, result_of};
use crate::handler::{Handler, Route, Routes};
use crate::state::User;

pub(crate) const ROUTES: Routes = &[
    Route::stateful::<account_check::Request>,
    Route::stateful::<account_delete::Request>,
    Route::stateful::<account_import::Request>,
    Route::stateful::<kick::Request>,
    Route::stateful::<multiaccount_import::Request>,
    Route::stateful::<query_online_status::Request>,
    Route::stateful::<query_state::Request>,
];

const INVALID: ErrorCode = ErrorCode::INVALID_ACCOUNT_REQUEST;
const NOT_FOUND: ErrorCode = ErrorCode::ACCOUNT_NOT_FOUND;

impl Handler for account_import::Request {
    const INVALID: ErrorCode = INVALID;

    fn handle(self, state: &mut State) -> Result<account_import::Response, ApiError> {
        let is_too_long =
            |text: &Option<String>| text.as_ref().is_some_and(|text| text.len() > MAX_TEXT);
        if is_too_long(&self.nick) || is_too_long(&self.face_url) {
            return Err(ErrorCode::PROFILE_VALUE_TOO_LONG.into());
        }
        let is_new = !state.has_user(&self.user_id);
        state.import_user(self.user_id.clone());
        if is_new {
            set_profile(state, &self.user_id, self.nick, self.face_url);
        }
        Ok(account_import::Response::new())
    }
}

/// Sets the nickname and the picture of a user, if the request has them.
fn set_profile(state: &mut State, id: &UserId, nick: Option<String>, face_url: Option<String>) {
    if let Some(user) = state.user_mut(id.as_str()) {
        let texts = [(Tag::ProfileNick, nick), (Tag::ProfileImage, face_url)];
        let texts = texts.into_iter().filter_map(|(tag, text)| Some((tag, text?.into())));
        user.profile.extend(texts);
    }
}

impl Handler for multiaccount_import::Request {
    const INVALID: ErrorCode = INVALID;

    fn handle(self, state: &mut State) -> Result<multiaccount_import::Response, ApiError> {
        let accounts = match (self.accounts, self.account_list) {
            (Some(accounts), None) => accounts.into_iter().map(ImportedAccount::new).collect(),
            (None, Some(accounts)) => accounts,
            _ => return Err(INVALID.into()),
        };
        let mut failed = Vec::new();
        for ImportedAccount { user_id, nick, face_url, .. } in accounts {
            if user_id.as_str().is_empty() {
                failed.push(user_id);
                continue;
            }
            state.import_user(user_id.clone());
            set_profile(state, &user_id, nick, face_url);
        }
        Ok(multiaccount_import::Response::new(failed))
    }
}

impl Handler for account_check::Request {
    const INVALID: ErrorCode = INVALID;

    fn handle(self, state: &mut State) -> Result<account_check::Response, ApiError> {
        let results = self.check_item.into_iter().map(|item| {
            let is_imported = state.has_user(&item.user_id);
            let status =
                if is_imported { AccountStatus::Imported } else { AccountStatus::NotImported };
            account_check::ResultItem::new(item.user_id, ErrorCode::OK, "").account_status(status)
        });
        Ok(account_check::Response::new(results.collect::<Vec<_>>()))
    }
}

impl Handler for account_delete::Request {
    const INVALID: ErrorCode = INVALID;

    fn handle(self, state: &mut State) -> Result<account_delete::Response, ApiError> {
        let results = self.delete_item.into_iter().map(|item| {
            let is_deleted = state.delete_user(item.user_id.as_str());
            let (code, info) = result_of(is_deleted.then_some(()).ok_or(NOT_FOUND));
            account_delete::ResultItem::new(code, info, item.user_id)
        });
        Ok(account_delete::Response::new(results.collect::<Vec<_>>()))
    }
}

impl Handler for kick::Request {
    const INVALID: ErrorCode = INVALID;

    fn handle(self, state: &mut State) -> Result<kick::Response, ApiError> {
        state.user_mut(self.user_id.as_str()).ok_or(NOT_FOUND)?.online.clear();
        Ok(kick::Response::new())
    }
}

impl Handler for query_online_status::Request {
    const INVALID: ErrorCode = ErrorCode::MALFORMED_MESSAGE_JSON;

    fn refuse(_violation: &Violation) -> ErrorCode {
        ErrorCode::TOO_MANY_TARGETS
    }

    /// Succeeds if any of the users was imported.
    fn handle(self, state: &mut State) -> Result<query_online_status::Response, ApiError> {
        let (mut known, mut failed) = (Vec::new(), Vec::new());
        for account in self.to_account {
            match state.user(account.as_str()) {
                Some(user) => {
                    let (online, detail) = online_of(user, self.is_need_detail);
                    known.push(query_online_status::UserState::new(account, online, detail));
                }
                None => failed.push(FailedAccount::new(account, NOT_FOUND)),
            }
        }
        if known.is_empty() && !failed.is_empty() {
            return Err(NOT_FOUND.into());
        }
        Ok(query_online_status::Response::new(known, failed))
    }
}

/// Returns the online state of a user, who is online if online on any platform, and the platforms if they are wanted.
fn online_of(user: &User, with_detail: Option<bool>) -> (OnlineState, Vec<PlatformState>) {
    let has = |state: &OnlineState| user.online.values().any(|other| other == state);
    let states = [OnlineState::Online, OnlineState::PushOnline];
    let online = states.into_iter().find(has).unwrap_or(OnlineState::Offline);
    let platforms = user.online.iter().filter(|_| with_detail == Some(true));
    let detail = platforms.map(|(platform, state)| PlatformState::new(platform, state.clone()));
    (online, detail.collect())
}

impl Handler for query_state::Request {
    const INVALID: ErrorCode = ErrorCode::MALFORMED_MESSAGE_JSON;

    fn refuse(_violation: &Violation) -> ErrorCode {
        ErrorCode::TOO_MANY_TARGETS
    }

    /// Users who were not imported are left out, because the response has no place for them.
    fn handle(self, state: &mut State) -> Result<query_state::Response, ApiError> {
        let known = self.to_account.into_iter().filter_map(|account| {
            let (online, detail) = online_of(state.user(account.as_str())?, self.is_need_detail);
            Some(query_state::QueryResult::new(account, online, detail))
        });
        Ok(query_state::Response::new(known.collect::<Vec<_>>()))
    }
}
