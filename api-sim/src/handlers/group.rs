//! Handlers that create, change and destroy groups. Those of members, messages and queries are in files of their own.

pub(super) mod import;
pub(super) mod live;
pub(super) mod members;
pub(super) mod messages;
pub(super) mod mutes;
pub(super) mod pins;
pub(super) mod read;
pub(super) mod topics;
pub(super) mod values;

use std::collections::{BTreeMap, BTreeSet};

use tencent_chat_specs::group::{
    ApplyJoinOption, CustomData, GroupKind, MemberRole, change_group_owner, create_group,
    destroy_group, modify_group_base_info,
};
use tencent_chat_specs::rules::merge;
use tencent_chat_specs::schema::{Constraint, Field, RecordMut, RecordRef};
use tencent_chat_specs::webhook::WebhookEvent;
use tencent_chat_specs::webhook::group::{
    GroupMember, after_change_group_owner, after_create_group, after_group_destroyed,
    after_group_info_changed, before_create_group,
};
use tencent_chat_specs::{ErrorCode, GroupId, Violation};

use crate::State;
use crate::api_error::ApiError;
use crate::handler::{Guarded, Handler, Route, Routes};
use crate::state::{Group, Member, change_custom};
use crate::webhooks::verdict::Verdict;

pub(crate) const ROUTES: Routes = &[
    Route::guarded::<create_group::Request>,
    Route::stateful::<destroy_group::Request>,
    Route::stateful::<modify_group_base_info::Request>,
    Route::stateful::<change_group_owner::Request>,
];

const INVALID: ErrorCode = ErrorCode::INVALID_GROUP_PARAMETER;
const NOT_FOUND: ErrorCode = ErrorCode::GROUP_NOT_FOUND;

/// The number of members that a group may have by default: that of the Free edition.
const MAX_MEMBERS: u32 = 20;

fn group<'a>(state: &'a mut State, id: &GroupId) -> Result<&'a mut Group, ErrorCode> {
    state.groups.by_id.get_mut(id).ok_or(NOT_FOUND)
}

fn count<T>(items: &[T]) -> u32 {
    u32::try_from(items.len()).unwrap_or(u32::MAX)
}

impl Handler for create_group::Request {
    const INVALID: ErrorCode = INVALID;

    fn refuse(violation: &Violation) -> ErrorCode {
        refuse_members(violation)
    }

    fn handle(self, state: &mut State) -> Result<create_group::Response, ApiError> {
        self.handle_unasked(state)
    }
}

impl Guarded for create_group::Request {
    type Event = before_create_group::Event;
    type Admitted = Group;

    fn admit(mut self, state: &mut State) -> Result<Group, ApiError> {
        let now = state.unix_time();
        let first = self.member_list.take().unwrap_or_default();
        if self.name.is_empty() {
            return Err(ApiError::new(INVALID, "the group has no name"));
        }
        check_roles(first.iter().map(|first| first.role.as_ref()))?;
        if self.kind == GroupKind::AvChatRoom && !first.is_empty() {
            return Err(ErrorCode::GROUP_PERMISSION_DENIED.into());
        }
        let everybody =
            self.owner_account.iter().chain(first.iter().map(|first| &first.member_account));
        if let Some(unknown) = everybody.into_iter().find(|user| !state.has_user(user)) {
            return Err(ApiError::new(INVALID, format!("{unknown} was not imported")));
        }
        check_id(&self, state)?;
        let member = |account, role, custom| {
            let mut member = Member::new(account, role, now);
            change_custom(&mut member.custom, custom);
            member
        };
        let owner = self.owner_account.clone();
        let mut members: Vec<_> =
            owner.into_iter().map(|owner| member(owner, MemberRole::Owner, Vec::new())).collect();
        for first in first {
            if members.iter().all(|member| member.account != first.member_account) {
                let role = first.role.unwrap_or(MemberRole::Member);
                let custom = first.app_member_defined_data.unwrap_or_default();
                members.push(member(first.member_account, role, custom));
            }
        }
        let mut custom = BTreeMap::new();
        change_custom(&mut custom, self.app_defined_data.take().unwrap_or_default());
        self.apply_join_option.get_or_insert(ApplyJoinOption::NeedPermission);
        Ok(Group {
            max_members: self.max_member_count.unwrap_or(MAX_MEMBERS),
            described: self,
            created: now,
            changed: now,
            is_muted: false,
            custom,
            attributes: BTreeMap::new(),
            counters: BTreeMap::new(),
            members,
            messages: Vec::new(),
            pins: Vec::new(),
            live_admins: BTreeSet::new(),
            topics: BTreeMap::new(),
            named_topics: 0,
            last_seq: 0,
        })
    }

    fn question(group: &Group, state: &State) -> Option<before_create_group::Event> {
        let id = GroupId::default();
        let mut event: before_create_group::Event = group_event(state, &id, Some(group.kind()));
        let is_own = |other: &&Group| group.owner().is_some() && other.owner() == group.owner();
        event.create_group_num = state.groups.by_id.values().filter(is_own).count() as u64;
        event.owner_account = group.owner().cloned().unwrap_or_default();
        group.name().clone_into(&mut event.name);
        event.member_list = members_of(group);
        Some(event)
    }

    fn finish(
        group: Group,
        _verdict: Verdict,
        state: &mut State,
    ) -> Result<create_group::Response, ApiError> {
        check_id(&group.described, state)?;
        let id = add_group(state, group);
        state.tell(|state| {
            let mut event: after_create_group::Event = group_event(state, &id, None);
            if let Some(group) = state.group(id.as_str()) {
                let custom = group.custom.iter();
                event.owner_account = group.owner().cloned().unwrap_or_default();
                group.name().clone_into(&mut event.name);
                event.member_list = members_of(group);
                event.user_defined_data_list =
                    custom.map(|(key, value)| CustomData::new(key, value)).collect();
            }
            event
        });
        Ok(create_group::Response::new(id))
    }
}

/// Checks that the ID is free, if the request names one.
fn check_id(request: &create_group::Request, state: &State) -> Result<(), ErrorCode> {
    let taken = request.group_id.as_ref().and_then(|id| state.groups.by_id.get(id));
    let Some(taken) = taken else { return Ok(()) };
    let is_own = taken.owner().is_some() && taken.owner() == request.owner_account.as_ref();
    let (own, other) = (ErrorCode::GROUP_ID_TAKEN_BY_OWNER, ErrorCode::GROUP_ID_TAKEN);
    Err(if is_own { own } else { other })
}

/// Adds a group, and returns its ID.
fn add_group(state: &mut State, mut group: Group) -> GroupId {
    let id = group.described.group_id.get_or_insert_with(|| state.groups.new_id()).clone();
    state.groups.by_id.insert(id.clone(), group);
    id
}

/// Returns the members of a group.
fn members_of(group: &Group) -> Vec<GroupMember> {
    group.members.iter().map(|member| GroupMember::new(&member.account)).collect()
}

/// Returns an event of a group, with the ID, kind, administrator and time. The kind is that of the group unless it is
/// given, because the group does not exist.
fn group_event<E: WebhookEvent>(state: &State, id: &GroupId, kind: Option<&GroupKind>) -> E {
    let mut common = after_group_info_changed::Event::empty();
    let kind = kind.or_else(|| state.group(id.as_str()).map(Group::kind));
    common.group_id = id.clone();
    common.kind = kind.cloned().unwrap_or(GroupKind::Public);
    common.operator_account = state.admin.clone();
    common.event_time_millis = state.event_time();
    let mut event = E::empty();
    merge(RecordRef::new(&common), RecordMut::new(&mut event));
    event
}

impl Handler for modify_group_base_info::Request {
    const INVALID: ErrorCode = INVALID;

    fn handle(mut self, state: &mut State) -> Result<modify_group_base_info::Response, ApiError> {
        let now = state.unix_time();
        let group = group(state, &self.group_id)?;
        change_custom(&mut group.custom, self.app_defined_data.take().unwrap_or_default());
        merge(RecordRef::new(&self), RecordMut::new(&mut group.described));
        group.max_members = self.max_member_num.unwrap_or(group.max_members);
        group.is_muted = self.mute_all_member.unwrap_or(group.is_muted);
        group.changed = now;
        let is_shown = |field: &Option<String>| field.is_some();
        if [&self.name, &self.introduction, &self.notification, &self.face_url]
            .into_iter()
            .any(is_shown)
        {
            state.tell(|state| {
                let mut event: after_group_info_changed::Event =
                    group_event(state, &self.group_id, None);
                merge(RecordRef::new(&self), RecordMut::new(&mut event));
                event
            });
        }
        Ok(modify_group_base_info::Response::new())
    }
}

impl Handler for change_group_owner::Request {
    const INVALID: ErrorCode = INVALID;

    /// The owner until now becomes an ordinary member.
    fn handle(self, state: &mut State) -> Result<change_group_owner::Response, ApiError> {
        let group = group(state, &self.group_id)?;
        if group.is_live() {
            return Err(ErrorCode::GROUP_PERMISSION_DENIED.into());
        }
        let new = self.new_owner_account;
        if group.member(new.as_str()).is_none() {
            return Err(ApiError::new(INVALID, format!("{new} is not a member")));
        }
        for member in &mut group.members {
            if member.account == new {
                member.role = MemberRole::Owner;
            } else if member.role == MemberRole::Owner {
                member.role = MemberRole::Member;
            }
        }
        let old = group.described.owner_account.replace(new.clone());
        state.tell(|state| {
            let mut event: after_change_group_owner::Event =
                group_event(state, &self.group_id, None);
            event.old_owner_account = old.unwrap_or_default();
            event.new_owner_account = new;
            event
        });
        Ok(change_group_owner::Response::new())
    }
}

impl Handler for destroy_group::Request {
    const INVALID: ErrorCode = INVALID;

    fn handle(self, state: &mut State) -> Result<destroy_group::Response, ApiError> {
        let group = state.groups.by_id.remove(&self.group_id).ok_or(NOT_FOUND)?;
        state.tell(|state| {
            let mut event: after_group_destroyed::Event =
                group_event(state, &self.group_id, Some(group.kind()));
            event.owner_account = group.owner().cloned().unwrap_or_default();
            group.name().clone_into(&mut event.name);
            if *group.kind() != GroupKind::Community {
                event.member_list = members_of(&group);
            }
            event
        });
        Ok(destroy_group::Response::new())
    }
}

/// Checks that new members are given no role but that of an administrator.
fn check_roles<'a>(roles: impl Iterator<Item = Option<&'a MemberRole>>) -> Result<(), ApiError> {
    match roles.flatten().find(|role| **role != MemberRole::Admin) {
        Some(role) => {
            Err(ApiError::new(INVALID, format!("a new member cannot be {}", role.as_str())))
        }
        None => Ok(()),
    }
}

fn refuse_members(violation: &Violation) -> ErrorCode {
    match violation.constraint {
        Constraint::Items(_) => ErrorCode::TOO_MANY_MEMBERS_AT_ONCE,
        _ => INVALID,
    }
}
