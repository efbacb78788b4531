//! Handlers of the profile endpoints.

use std::collections::BTreeMap;

use tencent_chat_specs::profile::{portrait_get, portrait_set};
use tencent_chat_specs::rules::merge;
use tencent_chat_specs::schema::{Field, RecordMut, RecordRef};
use tencent_chat_specs::{ErrorCode, Tag, TagItem, TagValue, UserId, webhook};

use crate::State;
use crate::api_error::{ApiError, result_of};
use crate::handler::{Handler, Route, Routes};

pub(crate) const ROUTES: Routes =
    &[Route::stateful::<portrait_get::Request>, Route::stateful::<portrait_set::Request>];

const INVALID: ErrorCode = ErrorCode::INVALID_PROFILE_PARAMETER;
const NOT_FOUND: ErrorCode = ErrorCode::PROFILE_ACCOUNT_NOT_FOUND;

/// The size of the longest text, in bytes.
pub(crate) const MAX_TEXT: usize = 500;

/// The prefix of custom tags.
const CUSTOM_TAG_PREFIX: &str = "Tag_Profile_Custom_";

impl Handler for portrait_get::Request {
    const INVALID: ErrorCode = INVALID;

    fn handle(self, state: &mut State) -> Result<portrait_get::Response, ApiError> {
        if self.to_account.is_empty() {
            return Err(ErrorCode::PROFILE_ACCOUNT_MISSING.into());
        }
        let (mut items, mut failed) = (Vec::new(), Vec::<UserId>::new());
        for account in self.to_account {
            let found =
                state.user(account.as_str()).map(|user| tag_items(&self.tag_list, &user.profile));
            let (code, info) = result_of(found.as_ref().map(drop).ok_or(NOT_FOUND));
            if found.is_none() {
                failed.push(account.clone());
            }
            let tags = found.unwrap_or_default();
            items.push(portrait_get::UserProfileItem::new(account, tags, code, info));
        }
        Ok(portrait_get::Response::new(items, failed))
    }
}

/// Returns the values of these tags. A tag without a value is left out.
pub(crate) fn tag_items(tags: &[Tag], known: &BTreeMap<Tag, TagValue>) -> Vec<TagItem> {
    let item = |tag: &Tag| Some(TagItem::new(tag.clone(), known.get(tag)?.clone()));
    tags.iter().filter_map(item).collect()
}

impl Handler for portrait_set::Request {
    const INVALID: ErrorCode = INVALID;

    fn handle(self, state: &mut State) -> Result<portrait_set::Response, ApiError> {
        let user = state.user_mut(self.from_account.as_str()).ok_or(NOT_FOUND)?;
        for item in &self.profile_item {
            check(item)?;
        }
        let items = self.profile_item.iter().cloned();
        user.profile.extend(items.map(|item| (item.tag, item.value)));
        state.tell(|state| {
            let mut event = webhook::profile::portrait_set::Event::empty();
            merge(RecordRef::new(&self), RecordMut::new(&mut event));
            event.operator_account = state.admin.clone();
            event.event_time_millis = state.event_time();
            event
        });
        Ok(portrait_set::Response::new())
    }
}

/// Checks the new value of a tag.
fn check(item: &TagItem) -> Result<(), ErrorCode> {
    let takes_number = match &item.tag {
        Tag::ProfileBirthDay
        | Tag::ProfileLanguage
        | Tag::ProfileLevel
        | Tag::ProfileRole
        | Tag::ProfileMessageSettings => true,
        Tag::ProfileNick
        | Tag::ProfileGender
        | Tag::ProfileLocation
        | Tag::ProfileSelfSignature
        | Tag::ProfileAllowType
        | Tag::ProfileImage
        | Tag::ProfileAdminForbidType => false,
        tag if tag.as_str().starts_with(CUSTOM_TAG_PREFIX) => return check_length(&item.value),
        _ => return Err(ErrorCode::PROFILE_TAG_NOT_FOUND),
    };
    let is_fitting = match &item.value {
        TagValue::Number(_) => takes_number,
        TagValue::Text(_) => !takes_number,
        _ => false,
    };
    if !is_fitting {
        return Err(ErrorCode::INVALID_PROFILE_VALUE_TYPE);
    }
    let known: &[&str] = match &item.tag {
        Tag::ProfileGender => &["Gender_Type_Unknown", "Gender_Type_Female", "Gender_Type_Male"],
        Tag::ProfileAllowType => {
            &["AllowType_Type_NeedConfirm", "AllowType_Type_AllowAny", "AllowType_Type_DenyAny"]
        }
        Tag::ProfileAdminForbidType => &["AdminForbid_Type_None", "AdminForbid_Type_SendOut"],
        _ => &[],
    };
    let is_known =
        item.value.as_text().is_none_or(|text| known.is_empty() || known.contains(&text));
    // The numbers are 32-bit unsigned integers.
    let is_in_range = item.value.as_number().is_none_or(|number| u32::try_from(number).is_ok());
    if !is_known || !is_in_range {
        return Err(ErrorCode::INVALID_PROFILE_VALUE);
    }
    check_length(&item.value)
}

fn check_length(value: &TagValue) -> Result<(), ErrorCode> {
    match value.as_text() {
        Some(text) if text.len() > MAX_TEXT => Err(ErrorCode::PROFILE_VALUE_TOO_LONG),
        _ => Ok(()),
    }
}
