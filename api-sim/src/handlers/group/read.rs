//! Handlers that read groups and their members.

use std::collections::BTreeMap;

use tencent_chat_specs::group::get_group_info::{self, GroupInfo};
use tencent_chat_specs::group::{
    CustomData, GroupKind, MemberState, get_group_member_info, get_joined_group_list,
    get_specified_group_member_info,
};
use tencent_chat_specs::rules::merge;
use tencent_chat_specs::schema::{FieldSpec, Record, RecordMut, RecordRef};
use tencent_chat_specs::{ErrorCode, GroupId};

use super::{INVALID, NOT_FOUND, count, group};
use crate::State;
use crate::api_error::{ApiError, meaning};
use crate::handler::{Handler, Route, Routes};
use crate::state::{Group, Member};

pub(crate) const ROUTES: Routes = &[
    Route::stateful::<get_group_info::Request>,
    Route::stateful::<get_group_member_info::Request>,
    Route::stateful::<get_joined_group_list::Request>,
    Route::stateful::<get_specified_group_member_info::Request>,
];

fn pairs(custom: &BTreeMap<String, String>) -> Vec<CustomData> {
    custom.iter().map(|(key, value)| CustomData::new(key, value)).collect()
}

/// Empties the optional fields of a response that the filter does not name.
pub(super) fn filter_fields<R: Record>(response: &mut R, filter: Option<&[String]>) {
    let Some(filter) = filter else { return };
    let is_left_out = |field: &&FieldSpec| {
        !field.required && filter.iter().all(|name| name.as_str() != field.wire)
    };
    for field in R::table().fields.iter().filter(is_left_out) {
        RecordMut::new(response).clear_field(field.wire);
    }
}

fn member_state(member: &Member, read: u64) -> MemberState {
    MemberState::new(member.account.clone(), pairs(&member.custom))
        .role(member.role.clone())
        .join_time_secs(member.joined)
        .msg_seq(read)
        .msg_flag(member.flag.clone())
        .last_send_msg_time_secs(member.last_sent)
        .mute_until_secs(member.muted_until)
        .name_card(&*member.name_card)
}

fn filtered_member(member: &Member, read: u64, filter: Option<&[String]>) -> MemberState {
    let mut shown = member_state(member, read);
    filter_fields(&mut shown, filter);
    shown
}

/// Returns a group without its members.
fn group_info(id: GroupId, group: &Group) -> GroupInfo {
    let nobody = Vec::<MemberState>::new();
    let mut info = GroupInfo::new(id, ErrorCode::OK, "", pairs(&group.custom), nobody)
        .introduction("")
        .notification("")
        .face_url("")
        .owner_account("")
        .create_time_secs(group.created)
        .last_info_time_secs(group.changed)
        .last_msg_time_secs(group.last_message_time())
        .next_msg_seq(group.last_seq + 1)
        .member_num(u64::from(count(&group.members)))
        .max_member_num(u64::from(group.max_members))
        .mute_all_member(group.is_muted);
    merge(RecordRef::new(&group.described), RecordMut::new(&mut info));
    info
}

impl Handler for get_group_info::Request {
    const INVALID: ErrorCode = INVALID;

    fn handle(self, state: &mut State) -> Result<get_group_info::Response, ApiError> {
        let filter = self.response_filter.unwrap_or_default();
        let mut groups = Vec::new();
        for id in self.group_id_list {
            let Some(group) = state.groups.by_id.get(&id) else {
                let (none, nobody) = (Vec::<CustomData>::new(), Vec::<MemberState>::new());
                groups.push(GroupInfo::new(id, NOT_FOUND, meaning(NOT_FOUND), none, nobody));
                continue;
            };
            let members = group.members.iter().map(|member| {
                filtered_member(member, group.last_seq, filter.member_info_filter.as_deref())
            });
            let mut shown = group_info(id, group);
            shown.member_list = members.collect();
            filter_fields(&mut shown, filter.group_base_info_filter.as_deref());
            groups.push(shown);
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
            let is_wanted = self.group_type.as_ref().is_none_or(|kind| kind == group.kind())
                && self.support_topic.is_none_or(|wanted| wanted == group.has_topics())
                && (with_live || !group.is_live());
            if !is_wanted {
                continue;
            }
            let mut shown = get_joined_group_list::JoinedGroup::new(id.clone());
            shown.support_topic = Some(group.has_topics());
            merge(RecordRef::new(&group_info(id.clone(), group)), RecordMut::new(&mut shown));
            filter_fields(
                &mut shown,
                Some(filter.group_base_info_filter.as_deref().unwrap_or_default()),
            );
            if let Some(filter) = &filter.self_info_filter {
                let mut own = get_joined_group_list::SelfInfo::new();
                let member = member_state(member, group.last_seq);
                merge(RecordRef::new(&member), RecordMut::new(&mut own));
                filter_fields(&mut own, Some(filter));
                shown = shown.self_info(own);
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
        let is_community = *group.kind() == GroupKind::Community;
        let start = match &self.next {
            Some(next) if is_community && !next.is_empty() => {
                Some(next.parse().map_err(|_| INVALID)?)
            }
            _ if is_community => None,
            _ => self.offset,
        };
        let part = part_of(&all, start, self.limit);
        let end = start.unwrap_or(0) + count(&part);
        let filter = self.member_info_filter.as_deref();
        let shown = part.iter().map(|member| filtered_member(member, group.last_seq, filter));
        let shown: Vec<_> = shown.collect();
        let total = u64::from(count(&group.members));
        let response = get_group_member_info::Response::new(shown).member_num(total);
        let next = if end < count(&all) { end.to_string() } else { String::new() };
        Ok(if is_community { response.next(next) } else { response })
    }
}

impl Handler for get_specified_group_member_info::Request {
    /// The page was not read up to its codes, so a malformed request is refused as those of other such endpoints are.
    const INVALID: ErrorCode = ErrorCode::MALFORMED_JSON;

    fn handle(
        self,
        state: &mut State,
    ) -> Result<get_specified_group_member_info::Response, ApiError> {
        let group = group(state, &self.group_id)?;
        let roles = self.member_role_filter;
        let asked = self.member_list_account.iter().filter_map(|user| group.member(user.as_str()));
        let wanted =
            asked.filter(|member| roles.as_ref().is_none_or(|roles| roles.contains(&member.role)));
        let filter = self.member_info_filter.as_deref();
        let shown = wanted.map(|member| filtered_member(member, group.last_seq, filter));
        let response = get_specified_group_member_info::Response::new(shown.collect::<Vec<_>>());
        Ok(response.group_id(self.group_id))
    }
}
