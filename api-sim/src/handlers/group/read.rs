//! Handlers that read groups and their members.

use std::collections::BTreeMap;

use serde_json::Value;
use tencent_chat_specs::ErrorCode;
use tencent_chat_specs::codec::from_json;
use tencent_chat_specs::group::{
    CustomData, GroupKind, MemberState, MessageFlag, get_group_info, get_group_member_info,
    get_joined_group_list,
};
use tencent_chat_specs::schema::{Record, RecordRef};

use super::{INVALID, NOT_FOUND, count, group};
use crate::State;
use crate::api_error::{ApiError, meaning};
use crate::handler::{Handler, Route, Routes};
use crate::state::Member;

pub(crate) const ROUTES: Routes = &[
    Route::stateful::<get_group_info::Request>,
    Route::stateful::<get_group_member_info::Request>,
    Route::stateful::<get_joined_group_list::Request>,
];

fn pairs(custom: &BTreeMap<String, String>) -> Vec<CustomData> {
    custom.iter().map(|(key, value)| CustomData::new(key, value)).collect()
}

/// Returns a copy of a record with only the fields in `always` and in `filter`.
fn filtered<R: Record + Clone>(
    record: &R,
    always: &[&str],
    filter: Option<&[String]>,
) -> Result<R, ErrorCode> {
    let Some(filter) = filter else { return Ok(record.clone()) };
    let mut json = serde_json::to_value(RecordRef::new(record)).unwrap_or_default();
    if let Value::Object(fields) = &mut json {
        fields.retain(|name, _| always.contains(&name.as_str()) || filter.contains(name));
    }
    from_json(json.to_string().as_bytes()).map_err(|_| ErrorCode::GROUP_INTERNAL_ERROR)
}

fn member_state(
    member: &Member,
    read: u64,
    filter: Option<&[String]>,
) -> Result<MemberState, ErrorCode> {
    let whole = MemberState::new(member.account.clone(), pairs(&member.custom))
        .role(member.role.clone())
        .join_time_secs(member.joined)
        .msg_seq(read)
        .msg_flag(MessageFlag::AcceptAndNotify)
        .last_send_msg_time_secs(member.last_sent)
        .mute_until_secs(0u64)
        .name_card("");
    filtered(&whole, &["Member_Account", "AppMemberDefinedData"], filter)
}

/// Sets the fields of a group in a response. A macro, because two types of responses have the same setters.
macro_rules! with_group_info {
    ($response:expr, $group:expr) => {{
        let group = $group;
        $response
            .kind(group.kind.clone())
            .name(&group.name)
            .introduction(&group.introduction)
            .notification(&group.notification)
            .face_url(&group.face_url)
            .owner_account(group.owner.clone().unwrap_or_default())
            .create_time_secs(group.created)
            .last_info_time_secs(group.changed)
            .last_msg_time_secs(group.last_message_time())
            .next_msg_seq(group.last_seq + 1)
            .member_num(u64::from(count(&group.members)))
            .max_member_num(u64::from(group.max_members))
            .apply_join_option(group.apply_join_option.clone())
            .mute_all_member(group.is_muted)
    }};
}

impl Handler for get_group_info::Request {
    const INVALID: ErrorCode = INVALID;

    fn handle(self, state: &mut State) -> Result<get_group_info::Response, ApiError> {
        let filter = self.response_filter.unwrap_or_default();
        let mut groups = Vec::new();
        for id in self.group_id_list {
            let Some(group) = state.groups.by_id.get(&id) else {
                let (none, nobody) = (Vec::<CustomData>::new(), Vec::<MemberState>::new());
                let missing = get_group_info::GroupInfo::new(id, NOT_FOUND, none, nobody);
                groups.push(missing.error_info(meaning(NOT_FOUND)));
                continue;
            };
            let members = group.members.iter().map(|member| {
                member_state(member, group.last_seq, filter.member_info_filter.as_deref())
            });
            let members = members.collect::<Result<Vec<_>, _>>()?;
            let whole =
                get_group_info::GroupInfo::new(id, ErrorCode::OK, pairs(&group.custom), members)
                    .error_info("");
            let mut whole = with_group_info!(whole, group);
            whole.invite_join_option.clone_from(&group.invite_join_option);
            whole.enable_permission_group = group.enable_permission_group;
            whole.default_permissions = group.default_permissions;
            let always = ["GroupId", "ErrorCode", "ErrorInfo", "AppDefinedData", "MemberList"];
            groups.push(filtered(&whole, &always, filter.group_base_info_filter.as_deref())?);
        }
        Ok(get_group_info::Response::new(groups))
    }
}

/// Returns at most `limit` items of a list, from `offset` on.
fn part_of<T: Clone>(all: &[T], offset: Option<u32>, limit: Option<u32>) -> Vec<T> {
    let size = |number: Option<u32>, none| number.map_or(none, |number| number as usize);
    all.iter().skip(size(offset, 0)).take(size(limit, usize::MAX)).cloned().collect()
}

impl Handler for get_joined_group_list::Request {
    const INVALID: ErrorCode = INVALID;

    fn handle(self, state: &mut State) -> Result<get_joined_group_list::Response, ApiError> {
        let filter = self.response_filter.unwrap_or_default();
        let user = self.member_account;
        let with_live = self.with_huge_groups.unwrap_or(false);
        let mut joined = Vec::new();
        for (id, group) in &state.groups.by_id {
            let Some(member) = group.member(user.as_str()) else { continue };
            let is_wanted = self.group_type.as_ref().is_none_or(|kind| *kind == group.kind)
                && self.support_topic.is_none_or(|wanted| wanted == group.has_topics)
                && (with_live || !group.is_live());
            if !is_wanted {
                continue;
            }
            let whole = get_joined_group_list::JoinedGroup::new(id.clone());
            let whole = with_group_info!(whole, group).support_topic(group.has_topics);
            let base = filter.group_base_info_filter.clone().unwrap_or_default();
            let mut shown = filtered(&whole, &["GroupId"], Some(&base))?;
            if let Some(filter) = &filter.self_info_filter {
                let own = get_joined_group_list::SelfInfo::new()
                    .role(member.role.clone())
                    .join_time_secs(member.joined)
                    .msg_flag(MessageFlag::AcceptAndNotify)
                    .msg_seq(group.last_seq);
                shown = shown.self_info(filtered(&own, &[], Some(filter))?);
            }
            joined.push(shown);
        }
        let part = part_of(&joined, self.offset, self.limit);
        Ok(get_joined_group_list::Response::new(u64::from(count(&joined)), part))
    }
}

impl Handler for get_group_member_info::Request {
    const INVALID: ErrorCode = INVALID;

    /// Communities are paged by a text cursor, which is the position of the last member.
    fn handle(self, state: &mut State) -> Result<get_group_member_info::Response, ApiError> {
        let group = group(state, &self.group_id)?;
        let is_wanted = |member: &&Member| {
            self.member_role_filter.as_ref().is_none_or(|roles| roles.contains(&member.role))
        };
        let all: Vec<_> = group.members.iter().filter(is_wanted).collect();
        let is_community = group.kind == GroupKind::Community;
        let start = match &self.next {
            Some(next) if is_community && !next.is_empty() => {
                Some(next.parse().map_err(|_| INVALID)?)
            }
            _ if is_community => None,
            _ => self.offset,
        };
        let part = part_of(&all, start, self.limit);
        let end = start.unwrap_or(0) + count(&part);
        let shown = part
            .iter()
            .map(|member| member_state(member, group.last_seq, self.member_info_filter.as_deref()));
        let shown = shown.collect::<Result<Vec<_>, _>>()?;
        let total = u64::from(count(&group.members));
        let response = get_group_member_info::Response::new(shown).member_num(total);
        let next = if end < count(&all) { end.to_string() } else { String::new() };
        Ok(if is_community { response.next(next) } else { response })
    }
}
