//! Handlers of the attributes of users, for both services.
//!
//! Accounts that do not exist are in the `ErrorList` of `timpush`. The older service, whose pages tell nothing of them,
//! skips them.

use std::collections::BTreeMap;

use tencent_chat_specs::push::{
    AttributeOwner, UserAttributeNames, UserAttributes, get_attribute, get_attribute_name,
    im_get_attribute, im_get_attribute_name, im_remove_attribute, im_set_attribute,
    im_set_attribute_name, remove_attribute, set_attribute, set_attribute_name,
};
use tencent_chat_specs::{ErrorCode, UserId};

use super::{INVALID, NOT_FOUND, failed, read_each};
use crate::State;
use crate::api_error::ApiError;
use crate::handler::{Handler, Route, Routes};
use crate::state::PushAttribute;

pub(crate) const ROUTES: Routes = &[
    Route::stateful::<get_attribute::Request>,
    Route::stateful::<get_attribute_name::Request>,
    Route::stateful::<im_get_attribute::Request>,
    Route::stateful::<im_get_attribute_name::Request>,
    Route::stateful::<im_remove_attribute::Request>,
    Route::stateful::<im_set_attribute::Request>,
    Route::stateful::<im_set_attribute_name::Request>,
    Route::stateful::<remove_attribute::Request>,
    Route::stateful::<set_attribute::Request>,
    Route::stateful::<set_attribute_name::Request>,
];

const INVALID_ATTRIBUTE: ErrorCode = ErrorCode::INVALID_ATTRIBUTE;

impl Handler for set_attribute_name::Request {
    const INVALID: ErrorCode = INVALID_ATTRIBUTE;

    fn handle(self, state: &mut State) -> Result<set_attribute_name::Response, ApiError> {
        let owners = self.attr_types.unwrap_or_default();
        if owners.keys().any(|number| !self.attr_names.contains_key(number)) {
            return Err(INVALID_ATTRIBUTE.into());
        }
        name(state, self.attr_names, &owners).ok_or(INVALID_ATTRIBUTE)?;
        Ok(set_attribute_name::Response::new())
    }
}

impl Handler for im_set_attribute_name::Request {
    const INVALID: ErrorCode = INVALID;

    fn handle(self, state: &mut State) -> Result<im_set_attribute_name::Response, ApiError> {
        name(state, self.attr_names, &BTreeMap::new()).ok_or(INVALID)?;
        Ok(im_set_attribute_name::Response::new())
    }
}

/// Names attributes. Returns `None` if a number is not one of "0" to "9", if two attributes would have the same name, or
/// if an attribute would change its owner.
fn name(
    state: &mut State,
    names: BTreeMap<String, String>,
    owners: &BTreeMap<String, AttributeOwner>,
) -> Option<()> {
    let mut attributes = state.push_attributes.clone();
    for (number, name) in names {
        if !matches!(number.as_bytes(), [b'0'..=b'9']) {
            return None;
        }
        let known = attributes.get(&number).map(|attribute| attribute.owner);
        let wanted = owners.get(&number).copied();
        let owner = known.or(wanted).unwrap_or(AttributeOwner::User);
        if wanted.is_some_and(|wanted| wanted != owner) {
            return None;
        }
        attributes.insert(number, PushAttribute { name, owner });
    }
    let is_repeated = |(number, attribute): (&String, &PushAttribute)| {
        attributes.iter().any(|(other, same)| other != number && same.name == attribute.name)
    };
    if attributes.iter().any(is_repeated) {
        return None;
    }
    state.push_attributes = attributes;
    Some(())
}

impl Handler for get_attribute_name::Request {
    const INVALID: ErrorCode = INVALID;

    fn handle(self, state: &mut State) -> Result<get_attribute_name::Response, ApiError> {
        let attributes = state.push_attributes.iter();
        let owners = attributes.map(|(number, attribute)| (number.clone(), attribute.owner));
        let owners: BTreeMap<_, _> = owners.collect();
        Ok(get_attribute_name::Response::new(names(state), owners))
    }
}

impl Handler for im_get_attribute_name::Request {
    const INVALID: ErrorCode = INVALID;

    fn handle(self, state: &mut State) -> Result<im_get_attribute_name::Response, ApiError> {
        Ok(im_get_attribute_name::Response::new(names(state)))
    }
}

/// Returns the names of the attributes, by number.
fn names(state: &State) -> BTreeMap<String, String> {
    let name =
        |(number, attribute): (&String, &PushAttribute)| (number.clone(), attribute.name.clone());
    state.push_attributes.iter().map(name).collect()
}

/// Returns the number of the attribute with this name.
fn number(state: &State, name: &str) -> Result<String, ErrorCode> {
    let mut attributes = state.push_attributes.iter();
    let named = attributes.find(|(_, attribute)| attribute.name == name);
    named.map(|(number, _)| number.clone()).ok_or(INVALID_ATTRIBUTE)
}

impl Handler for set_attribute::Request {
    const INVALID: ErrorCode = INVALID_ATTRIBUTE;

    fn handle(self, state: &mut State) -> Result<set_attribute::Response, ApiError> {
        Ok(set_attribute::Response::new(failed(set(state, self.user_attrs)?)))
    }
}

impl Handler for im_set_attribute::Request {
    const INVALID: ErrorCode = INVALID_ATTRIBUTE;

    fn handle(self, state: &mut State) -> Result<im_set_attribute::Response, ApiError> {
        set(state, self.user_attrs)?;
        Ok(im_set_attribute::Response::new())
    }
}

/// The accounts of a call, each with its result.
type Results = Vec<(UserId, Result<(), ErrorCode>)>;

/// Sets attributes of users. Sets none if one has no name in the app.
fn set(state: &mut State, items: Vec<UserAttributes>) -> Result<Results, ErrorCode> {
    let mut changes = Vec::new();
    for item in items {
        let value = |(name, value): (String, String)| Ok((number(state, &name)?, value));
        let values = item.attrs.into_iter().map(value);
        changes.push((item.to_account, values.collect::<Result<Vec<_>, ErrorCode>>()?));
    }
    let change = |(account, values): (UserId, Vec<_>)| {
        let user = state.user_mut(account.as_str()).ok_or(NOT_FOUND);
        (account, user.map(|user| user.push_attributes.extend(values)))
    };
    Ok(changes.into_iter().map(change).collect())
}

impl Handler for remove_attribute::Request {
    const INVALID: ErrorCode = INVALID_ATTRIBUTE;

    fn handle(self, state: &mut State) -> Result<remove_attribute::Response, ApiError> {
        Ok(remove_attribute::Response::new(failed(remove(state, self.user_attrs)?)))
    }
}

impl Handler for im_remove_attribute::Request {
    const INVALID: ErrorCode = INVALID_ATTRIBUTE;

    fn handle(self, state: &mut State) -> Result<im_remove_attribute::Response, ApiError> {
        remove(state, self.user_attrs)?;
        Ok(im_remove_attribute::Response::new())
    }
}

/// Removes attributes of users. Removes none if one has no name in the app.
fn remove(state: &mut State, items: Vec<UserAttributeNames>) -> Result<Results, ErrorCode> {
    let mut changes = Vec::new();
    for item in items {
        let numbers = item.attrs.iter().map(|name| number(state, name));
        changes.push((item.to_account, numbers.collect::<Result<Vec<_>, _>>()?));
    }
    let change = |(account, numbers): (UserId, Vec<String>)| {
        let user = state.user_mut(account.as_str()).ok_or(NOT_FOUND);
        let keep = |number: &String, _: &mut String| !numbers.contains(number);
        (account, user.map(|user| user.push_attributes.retain(keep)))
    };
    Ok(changes.into_iter().map(change).collect())
}

impl Handler for get_attribute::Request {
    const INVALID: ErrorCode = INVALID;

    fn handle(self, state: &mut State) -> Result<get_attribute::Response, ApiError> {
        let (items, failed) = read_each(self.to_account, |user| attributes_of(state, user));
        Ok(get_attribute::Response::new(items, failed))
    }
}

impl Handler for im_get_attribute::Request {
    const INVALID: ErrorCode = INVALID;

    fn handle(self, state: &mut State) -> Result<im_get_attribute::Response, ApiError> {
        let (items, _) = read_each(self.to_account, |user| attributes_of(state, user));
        Ok(im_get_attribute::Response::new(items))
    }
}

/// Returns the attributes of a user, by name; `None` if the user does not exist.
fn attributes_of(state: &State, user: &UserId) -> Option<UserAttributes> {
    let values = state.user(user.as_str())?.push_attributes.iter();
    let named = |(number, value): (&String, &String)| {
        Some((state.push_attributes.get(number)?.name.clone(), value.clone()))
    };
    Some(UserAttributes::new(user, values.filter_map(named).collect::<BTreeMap<_, _>>()))
}
