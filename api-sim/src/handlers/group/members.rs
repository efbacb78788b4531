//! Handlers that add members to a group and change them.

use tencent_chat_specs::group::{
    MemberOutcome, MemberResult, MemberRole, add_group_member, delete_group_member,
    import_group_member, modify_group_member_info,
};
use tencent_chat_specs::rules::merge;
use tencent_chat_specs::schema::{RecordMut, RecordRef};
use tencent_chat_specs::webhook::group::{
    ExitType, GroupMember, JoinType, after_group_full, after_member_exit,
    after_member_field_changed, after_new_member_join, before_invite_join_group,
};
use tencent_chat_specs::{ErrorCode, GroupId, UserId, Violation};

use super::{INVALID, check_roles, count, group, group_event, refuse_members};
use crate::State;
use crate::api_error::ApiError;
use crate::handler::{Guarded, Handler, Route, Routes};
use crate::state::{Member, change_custom};
use crate::webhooks::verdict::{Verdict, changes};

pub(crate) const ROUTES: Routes = &[
    Route::guarded::<add_group_member::Request>,
    Route::stateful::<delete_group_member::Request>,
    Route::stateful::<import_group_member::Request>,
    Route::stateful::<modify_group_member_info::Request>,
];

/// Adds users to a group. Each has its own result.
fn add_members(
    state: &mut State,
    id: &GroupId,
    users: impl Iterator<Item = (UserId, MemberRole, u64)>,
) -> Result<Vec<MemberOutcome>, ErrorCode> {
    let users: Vec<_> = users.map(|user| (!state.has_user(&user.0), user)).collect();
    let group = group(state, id)?;
    if group.is_live() {
        return Err(ErrorCode::GROUP_PERMISSION_DENIED);
    }
    let is_new = |(is_unknown, user): &&(bool, (UserId, MemberRole, u64))| {
        !is_unknown && group.member(user.0.as_str()).is_none()
    };
    let added = u32::try_from(users.iter().filter(is_new).count()).unwrap_or(u32::MAX);
    if count(&group.members).saturating_add(added) > group.max_members {
        return Err(ErrorCode::GROUP_FULL);
    }
    let outcomes = users.into_iter().map(|(is_unknown, (account, role, joined))| {
        let result = if is_unknown {
            MemberResult::Failed
        } else if group.member(account.as_str()).is_some() {
            MemberResult::AlreadyMember
        } else {
            group.members.push(Member::new(account.clone(), role, joined));
            MemberResult::Joined
        };
        MemberOutcome::new(account, result)
    });
    Ok(outcomes.collect())
}

impl Handler for add_group_member::Request {
    const INVALID: ErrorCode = INVALID;

    fn refuse(violation: &Violation) -> ErrorCode {
        refuse_members(violation)
    }

    fn handle(self, state: &mut State) -> Result<add_group_member::Response, ApiError> {
        self.handle_unasked(state)
    }
}

impl Guarded for add_group_member::Request {
    type Event = before_invite_join_group::Event;
    type Admitted = Self;

    fn admit(self, state: &mut State) -> Result<Self, ApiError> {
        let is_live = group(state, &self.group_id)?.is_live();
        if is_live { Err(ErrorCode::GROUP_PERMISSION_DENIED.into()) } else { Ok(self) }
    }

    fn question(request: &Self, state: &State) -> Option<before_invite_join_group::Event> {
        let mut event: before_invite_join_group::Event =
            group_event(state, &request.group_id, None);
        let invited = request.member_list.iter();
        event.destination_members =
            invited.map(|user| GroupMember::new(&user.member_account)).collect();
        Some(event)
    }

    /// The users whom the app refuses fail; the others are added.
    fn finish(
        request: Self,
        verdict: Verdict,
        state: &mut State,
    ) -> Result<add_group_member::Response, ApiError> {
        let now = state.unix_time();
        let refused = refused_by(&verdict);
        let id = request.group_id;
        let (refused, users): (Vec<_>, Vec<_>) = request
            .member_list
            .into_iter()
            .map(|user| user.member_account)
            .partition(|user| refused.contains(user));
        let users = users.into_iter().map(|user| (user, MemberRole::Member, now));
        let added = add_members(state, &id, users);
        tell_joined(state, &id, &added);
        let mut outcomes = added?;
        let failed = |user| MemberOutcome::new(user, MemberResult::Failed);
        outcomes.extend(refused.into_iter().map(failed));
        Ok(add_group_member::Response::new(outcomes))
    }
}

/// Returns the users whom the app refuses.
fn refused_by(verdict: &Verdict) -> Vec<UserId> {
    let Verdict::Allow(reply) = verdict else { return Vec::new() };
    let changes: before_invite_join_group::Reply = changes(reply);
    changes.refused_members_account.unwrap_or_default()
}

/// Tells of the users who joined a group, and if it is full.
fn tell_joined(state: &mut State, id: &GroupId, added: &Result<Vec<MemberOutcome>, ErrorCode>) {
    let outcomes = added.as_deref().unwrap_or_default().iter();
    let joined = outcomes.filter(|outcome| outcome.result == MemberResult::Joined);
    let joined: Vec<_> = joined.map(|outcome| GroupMember::new(&outcome.member_account)).collect();
    let is_full = *added == Err(ErrorCode::GROUP_FULL)
        || !joined.is_empty()
            && state
                .group(id.as_str())
                .is_some_and(|group| count(&group.members) >= group.max_members);
    if !joined.is_empty() {
        state.tell(|state| {
            let mut event: after_new_member_join::Event = group_event(state, id, None);
            event.join_type = JoinType::Invited;
            event.new_member_list = joined;
            event
        });
    }
    if is_full {
        state.tell(|state| group_event::<after_group_full::Event>(state, id, None));
    }
}

impl Handler for delete_group_member::Request {
    const INVALID: ErrorCode = INVALID;

    /// Users who are not members are skipped. The owner stays.
    fn handle(self, state: &mut State) -> Result<delete_group_member::Response, ApiError> {
        let group = group(state, &self.group_id)?;
        if group.is_live() {
            return Err(ErrorCode::GROUP_PERMISSION_DENIED.into());
        }
        let is_gone = |member: &mut Member| {
            member.role != MemberRole::Owner && self.member_to_del_account.contains(&member.account)
        };
        let gone = group.members.extract_if(.., is_gone);
        let gone: Vec<_> = gone.map(|member| GroupMember::new(member.account)).collect();
        if !gone.is_empty() {
            state.tell(|state| {
                let mut event: after_member_exit::Event = group_event(state, &self.group_id, None);
                event.exit_type = ExitType::Kicked;
                event.exit_member_list = gone;
                event
            });
        }
        Ok(delete_group_member::Response::new())
    }
}

impl Handler for import_group_member::Request {
    const INVALID: ErrorCode = INVALID;

    fn refuse(violation: &Violation) -> ErrorCode {
        refuse_members(violation)
    }

    fn handle(self, state: &mut State) -> Result<import_group_member::Response, ApiError> {
        let now = state.unix_time();
        check_roles(self.member_list.iter().map(|user| user.role.as_ref()))?;
        let users = self.member_list.into_iter().map(|user| {
            let role = user.role.unwrap_or(MemberRole::Member);
            (user.member_account, role, user.join_time_secs.unwrap_or(now))
        });
        Ok(import_group_member::Response::new(add_members(state, &self.group_id, users)?))
    }
}

impl Handler for modify_group_member_info::Request {
    const INVALID: ErrorCode = INVALID;

    fn handle(self, state: &mut State) -> Result<modify_group_member_info::Response, ApiError> {
        let now = state.unix_time();
        let group = group(state, &self.group_id)?;
        if group.is_live() {
            return Err(ErrorCode::GROUP_PERMISSION_DENIED.into());
        }
        let user = &self.member_account;
        let Some(member) = group.member_mut(user) else {
            return Err(ApiError::new(INVALID, format!("{user} is not a member")));
        };
        if let Some(role) = &self.role {
            let is_allowed = [MemberRole::Admin, MemberRole::Member].contains(role);
            if !is_allowed || member.role == MemberRole::Owner {
                return Err(ApiError::new(INVALID, "no such change of a role"));
            }
            member.role = role.clone();
        }
        if let Some(secs) = self.mute_time_secs {
            member.muted_until = if secs == 0 { 0 } else { now.saturating_add(u64::from(secs)) };
        }
        member.flag = self.msg_flag.clone().unwrap_or_else(|| member.flag.clone());
        member.name_card = self.name_card.clone().unwrap_or_else(|| member.name_card.clone());
        change_custom(&mut member.custom, self.app_member_defined_data.clone().unwrap_or_default());
        state.tell(|state| {
            let mut event: after_member_field_changed::Event =
                group_event(state, &self.group_id, None);
            merge(RecordRef::new(&self), RecordMut::new(&mut event));
            event
        });
        Ok(modify_group_member_info::Response::new())
    }
}
