//! Handlers that add members to a group and change them.

use tencent_chat_specs::group::{
    MemberOutcome, MemberResult, MemberRole, add_group_member, import_group_member,
    modify_group_member_info,
};
use tencent_chat_specs::{ErrorCode, GroupId, UserId, Violation};

use super::{INVALID, check_roles, count, group, refuse_members};
use crate::State;
use crate::api_error::ApiError;
use crate::handler::{Handler, Route, Routes};
use crate::state::{Member, change_custom};

pub(crate) const ROUTES: Routes = &[
    Route::stateful::<add_group_member::Request>,
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
        let now = state.unix_time();
        let users = self.member_list.into_iter();
        let users = users.map(|user| (user.member_account, MemberRole::Member, now));
        Ok(add_group_member::Response::new(add_members(state, &self.group_id, users)?))
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
        if let Some(role) = self.role {
            let is_allowed = [MemberRole::Admin, MemberRole::Member].contains(&role);
            if !is_allowed || member.role == MemberRole::Owner {
                return Err(ApiError::new(INVALID, "no such change of a role"));
            }
            member.role = role;
        }
        if let Some(secs) = self.mute_time_secs {
            member.muted_until = if secs == 0 { 0 } else { now.saturating_add(u64::from(secs)) };
        }
        member.flag = self.msg_flag.unwrap_or_else(|| member.flag.clone());
        member.name_card = self.name_card.unwrap_or_else(|| member.name_card.clone());
        change_custom(&mut member.custom, self.app_member_defined_data.unwrap_or_default());
        Ok(modify_group_member_info::Response::new())
    }
}
