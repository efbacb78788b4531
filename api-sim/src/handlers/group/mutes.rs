//! Handlers of the mutes of members.

use tencent_chat_specs::group::get_group_muted_account::MutedMember;
use tencent_chat_specs::group::get_group_shutted_uin::ShuttedUin;
use tencent_chat_specs::group::{
    GroupKind, forbid_send_message, get_group_muted_account, get_group_shutted_uin,
};
use tencent_chat_specs::{ErrorCode, GroupId, TopicId, UserId};

use super::{INVALID, NOT_FOUND, group};
use crate::State;
use crate::api_error::ApiError;
use crate::handler::{Handler, Route, Routes};

pub(crate) const ROUTES: Routes = &[
    Route::stateful::<forbid_send_message::Request>,
    Route::stateful::<get_group_muted_account::Request>,
    Route::stateful::<get_group_shutted_uin::Request>,
];

impl Handler for forbid_send_message::Request {
    const INVALID: ErrorCode = INVALID;

    fn handle(self, state: &mut State) -> Result<forbid_send_message::Response, ApiError> {
        let until = match u64::from(self.mute_time_secs) {
            0 => 0,
            secs => state.unix_time().saturating_add(secs),
        };
        let group = group(state, &self.group_id)?;
        if [GroupKind::Work, GroupKind::Private].contains(group.kind()) {
            return Err(ErrorCode::GROUP_PERMISSION_DENIED.into());
        }
        if let Some(user) =
            self.members_account.iter().find(|user| group.member(user.as_str()).is_none())
        {
            return Err(ApiError::new(INVALID, format!("{user} is not a member")));
        }
        if let Some(topic) = &self.topic_id {
            let mutes = &mut group.topics.get_mut(topic).ok_or(NOT_FOUND)?.mutes;
            mutes.extend(self.members_account.into_iter().map(|user| (user, until)));
        } else {
            for user in &self.members_account {
                group.member_mut(user).ok_or(INVALID)?.muted_until = until;
            }
        }
        Ok(forbid_send_message::Response::new())
    }
}

/// Returns the muted members of a group or topic, each with the end of the mute.
fn muted(
    state: &mut State,
    id: &GroupId,
    topic: Option<&TopicId>,
) -> Result<Vec<(UserId, u64)>, ErrorCode> {
    let now = state.unix_time();
    let group = group(state, id)?;
    let mut mutes: Vec<_> = match topic {
        Some(topic) => {
            let mutes = &group.topics.get(topic).ok_or(NOT_FOUND)?.mutes;
            mutes.iter().map(|(user, until)| (user.clone(), *until)).collect()
        }
        None => {
            let members = group.members.iter();
            members.map(|member| (member.account.clone(), member.muted_until)).collect()
        }
    };
    mutes.retain(|(_, until)| *until > now);
    Ok(mutes)
}

impl Handler for get_group_muted_account::Request {
    const INVALID: ErrorCode = INVALID;

    fn handle(self, state: &mut State) -> Result<get_group_muted_account::Response, ApiError> {
        let mutes = muted(state, &self.group_id, self.topic_id.as_ref())?.into_iter();
        let mutes: Vec<_> = mutes.map(|(user, until)| MutedMember::new(user, until)).collect();
        Ok(get_group_muted_account::Response::new(mutes, self.group_id))
    }
}

impl Handler for get_group_shutted_uin::Request {
    const INVALID: ErrorCode = INVALID;

    fn handle(self, state: &mut State) -> Result<get_group_shutted_uin::Response, ApiError> {
        let mutes = muted(state, &self.group_id, None)?.into_iter();
        let mutes: Vec<_> = mutes.map(|(user, until)| ShuttedUin::new(user, until)).collect();
        Ok(get_group_shutted_uin::Response::new(mutes, self.group_id))
    }
}
