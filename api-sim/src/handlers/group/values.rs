//! Handlers of the attributes and counters of groups.

use std::collections::BTreeMap;

use tencent_chat_specs::group::{
    CounterMode, GroupAttribute, GroupCounter, GroupKind, clear_group_attribute,
    delete_group_attribute, delete_group_counter, get_group_attribute, get_group_counter,
    modify_group_attribute, set_group_attribute, update_group_counter,
};
use tencent_chat_specs::schema::Constraint;
use tencent_chat_specs::webhook::group::{AttributeChange, after_group_attribute_changed};
use tencent_chat_specs::{ErrorCode, GroupId, Violation};

use super::{INVALID, group, group_event};
use crate::State;
use crate::api_error::ApiError;
use crate::codes::last_field;
use crate::handler::{Handler, Route, Routes};
use crate::state::Group;

pub(crate) const ROUTES: Routes = &[
    Route::stateful::<clear_group_attribute::Request>,
    Route::stateful::<delete_group_attribute::Request>,
    Route::stateful::<delete_group_counter::Request>,
    Route::stateful::<get_group_attribute::Request>,
    Route::stateful::<get_group_counter::Request>,
    Route::stateful::<modify_group_attribute::Request>,
    Route::stateful::<set_group_attribute::Request>,
    Route::stateful::<update_group_counter::Request>,
];

/// The number of attributes that a group may have.
const MAX_ATTRIBUTES: usize = 16;

/// The number of bytes that the values of a group's attributes may have together.
const MAX_ATTRIBUTE_BYTES: usize = 16000;

/// The number of counters that a group may have.
const MAX_COUNTERS: usize = 20;

fn refuse_attribute(violation: &Violation) -> ErrorCode {
    match (last_field(&violation.field), violation.constraint) {
        (_, Constraint::Items(_)) => ErrorCode::GROUP_ATTRIBUTES_LIMIT,
        ("key", _) => ErrorCode::GROUP_ATTRIBUTE_KEY_TOO_LONG,
        _ => ErrorCode::GROUP_ATTRIBUTE_VALUE_TOO_LONG,
    }
}

/// Adds attributes to those given, and stores them all in the group.
fn store(
    state: &mut State,
    id: &GroupId,
    mut all: BTreeMap<String, String>,
    added: Vec<GroupAttribute>,
) -> Result<(), ApiError> {
    all.extend(added.into_iter().map(|attribute| (attribute.key, attribute.value)));
    if all.len() > MAX_ATTRIBUTES {
        return Err(ErrorCode::GROUP_ATTRIBUTES_LIMIT.into());
    }
    if all.values().map(String::len).sum::<usize>() > MAX_ATTRIBUTE_BYTES {
        return Err(ErrorCode::GROUP_ATTRIBUTES_TOO_LARGE.into());
    }
    group(state, id)?.attributes = all;
    Ok(())
}

fn tell_changed(
    state: &mut State,
    id: &GroupId,
    change: AttributeChange,
    attributes: Vec<GroupAttribute>,
) {
    state.tell(|state| {
        let mut event: after_group_attribute_changed::Event = group_event(state, id, None);
        event.option_type = change;
        event.group_attr = attributes;
        event
    });
}

impl Handler for get_group_attribute::Request {
    const INVALID: ErrorCode = INVALID;

    fn handle(self, state: &mut State) -> Result<get_group_attribute::Response, ApiError> {
        let all = group(state, &self.group_id)?.attributes.iter();
        let all: Vec<_> = all.map(|(key, value)| GroupAttribute::new(key, value)).collect();
        Ok(get_group_attribute::Response::new(all))
    }
}

impl Handler for modify_group_attribute::Request {
    const INVALID: ErrorCode = INVALID;

    fn refuse(violation: &Violation) -> ErrorCode {
        refuse_attribute(violation)
    }

    fn handle(self, state: &mut State) -> Result<modify_group_attribute::Response, ApiError> {
        let all = group(state, &self.group_id)?.attributes.clone();
        store(state, &self.group_id, all, self.group_attr.clone())?;
        tell_changed(state, &self.group_id, AttributeChange::Modify, self.group_attr);
        Ok(modify_group_attribute::Response::new())
    }
}

impl Handler for set_group_attribute::Request {
    const INVALID: ErrorCode = INVALID;

    fn refuse(violation: &Violation) -> ErrorCode {
        refuse_attribute(violation)
    }

    fn handle(self, state: &mut State) -> Result<set_group_attribute::Response, ApiError> {
        store(state, &self.group_id, BTreeMap::new(), self.group_attr.clone())?;
        tell_changed(state, &self.group_id, AttributeChange::Set, self.group_attr);
        Ok(set_group_attribute::Response::new())
    }
}

impl Handler for delete_group_attribute::Request {
    const INVALID: ErrorCode = INVALID;

    fn refuse(violation: &Violation) -> ErrorCode {
        refuse_attribute(violation)
    }

    fn handle(self, state: &mut State) -> Result<delete_group_attribute::Response, ApiError> {
        let all = &mut group(state, &self.group_id)?.attributes;
        if self.group_attr.iter().any(|attribute| !all.contains_key(&attribute.key)) {
            return Err(ErrorCode::GROUP_ATTRIBUTE_NOT_FOUND.into());
        }
        all.retain(|key, _| self.group_attr.iter().all(|attribute| attribute.key != *key));
        let deleted =
            self.group_attr.iter().map(|attribute| GroupAttribute::new(&attribute.key, ""));
        tell_changed(state, &self.group_id, AttributeChange::Delete, deleted.collect());
        Ok(delete_group_attribute::Response::new())
    }
}

impl Handler for clear_group_attribute::Request {
    const INVALID: ErrorCode = INVALID;

    fn handle(self, state: &mut State) -> Result<clear_group_attribute::Response, ApiError> {
        group(state, &self.group_id)?.attributes.clear();
        tell_changed(state, &self.group_id, AttributeChange::Clear, Vec::new());
        Ok(clear_group_attribute::Response::new())
    }
}

/// Returns a group that may have counters.
fn counting<'a>(state: &'a mut State, id: &GroupId) -> Result<&'a mut Group, ErrorCode> {
    let group = group(state, id)?;
    let is_community = *group.kind() == GroupKind::Community;
    if is_community { Err(ErrorCode::GROUP_PERMISSION_DENIED) } else { Ok(group) }
}

impl Handler for get_group_counter::Request {
    const INVALID: ErrorCode = INVALID;

    fn handle(self, state: &mut State) -> Result<get_group_counter::Response, ApiError> {
        let all = counting(state, &self.group_id)?.counters.iter();
        let keys = self.group_counter_keys;
        let wanted = all.filter(|(key, _)| keys.as_ref().is_none_or(|keys| keys.contains(key)));
        let wanted: Vec<_> = wanted.map(|(key, value)| GroupCounter::new(key, *value)).collect();
        Ok(get_group_counter::Response::new(wanted))
    }
}

impl Handler for update_group_counter::Request {
    const INVALID: ErrorCode = INVALID;

    fn refuse(violation: &Violation) -> ErrorCode {
        match violation.constraint {
            Constraint::Items(_) => ErrorCode::GROUP_COUNTERS_LIMIT,
            _ => INVALID,
        }
    }

    /// Sets the counters if the request has no mode, because the page has no default.
    fn handle(self, state: &mut State) -> Result<update_group_counter::Response, ApiError> {
        let group = counting(state, &self.group_id)?;
        let mut all = group.counters.clone();
        let mut changed = Vec::new();
        for GroupCounter { key, value, .. } in self.group_counter {
            let counter = all.entry(key.clone()).or_default();
            *counter = match self.mode {
                Some(CounterMode::Increase) => counter.saturating_add(value),
                Some(CounterMode::Decrease) => counter.saturating_sub(value),
                _ => value,
            };
            changed.push(GroupCounter::new(key, *counter));
        }
        if all.len() > MAX_COUNTERS {
            return Err(ErrorCode::GROUP_COUNTERS_LIMIT.into());
        }
        group.counters = all;
        Ok(update_group_counter::Response::new(changed))
    }
}

impl Handler for delete_group_counter::Request {
    const INVALID: ErrorCode = INVALID;

    fn handle(self, state: &mut State) -> Result<delete_group_counter::Response, ApiError> {
        let all = &mut counting(state, &self.group_id)?.counters;
        let keys = self.group_counter_keys;
        all.retain(|key, _| keys.as_ref().is_some_and(|keys| !keys.contains(key)));
        Ok(delete_group_counter::Response::new())
    }
}
