//! Handlers of the endpoints of groups, their members and messages, except for topics.

use std::collections::BTreeMap;

use serde_json::Value;
use tencent_chat_specs::codec::{self, from_json};
use tencent_chat_specs::group::{
    ApplyJoinOption, CustomData, GroupKind, MemberOutcome, MemberResult, MemberRole, MemberState,
    MessageFlag, add_group_member, create_group, destroy_group, get_group_info,
    get_group_member_info, get_joined_group_list, import_group_member, modify_group_base_info,
};
use tencent_chat_specs::message::{
    PlaceKind, ReadState, group_message_get_simple, send_group_message,
};
use tencent_chat_specs::schema::{Constraint, Record, RecordRef};
use tencent_chat_specs::{Endpoint, ErrorCode, GroupId, UserId, Violation};

use crate::State;
use crate::handler::{ApiError, Handler, meaning};
use crate::message::{MAX_MESSAGE, is_last};
use crate::state::{Conversation, Group, GroupMessage, Member, change_custom};

const INVALID: ErrorCode = ErrorCode::INVALID_GROUP_PARAMETER;
const NOT_FOUND: ErrorCode = ErrorCode::GROUP_NOT_FOUND;

/// The number of members that a group may have by default: that of the Free edition.
const MAX_MEMBERS: u32 = 20;

fn group<'a>(state: &'a mut State, id: &GroupId) -> Result<&'a mut Group, ErrorCode> {
    state.groups.by_id.get_mut(id).ok_or(NOT_FOUND)
}

fn pairs(custom: &BTreeMap<String, String>) -> Vec<CustomData> {
    custom.iter().map(|(key, value)| CustomData::new(key, value)).collect()
}

impl Handler for create_group::Request {
    const INVALID: ErrorCode = INVALID;

    fn refuse(violation: &Violation) -> ErrorCode {
        refuse_members(violation)
    }

    fn handle(self, state: &mut State) -> Result<create_group::Response, ApiError> {
        let now = state.unix_time();
        let first = self.member_list.unwrap_or_default();
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
        if let Some(taken) = self.group_id.as_ref().and_then(|id| state.groups.by_id.get(id)) {
            let is_own = taken.owner.is_some() && taken.owner == self.owner_account;
            let (own, other) = (ErrorCode::GROUP_ID_TAKEN_BY_OWNER, ErrorCode::GROUP_ID_TAKEN);
            return Err(if is_own { own } else { other }.into());
        }
        let member = |account, role, custom| {
            let mut member =
                Member { account, role, joined: now, last_sent: 0, custom: BTreeMap::new() };
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
        let id = self.group_id.unwrap_or_else(|| state.groups.new_id());
        let mut group = Group {
            kind: self.kind,
            name: self.name,
            introduction: self.introduction.unwrap_or_default(),
            notification: self.notification.unwrap_or_default(),
            face_url: self.face_url.unwrap_or_default(),
            owner: self.owner_account,
            created: now,
            changed: now,
            apply_join_option: self.apply_join_option.unwrap_or(ApplyJoinOption::NeedPermission),
            invite_join_option: self.invite_join_option,
            enable_permission_group: self.enable_permission_group,
            default_permissions: self.default_permissions,
            max_members: self.max_member_count.unwrap_or(MAX_MEMBERS),
            is_muted: false,
            has_topics: self.support_topic.unwrap_or(false),
            custom: BTreeMap::new(),
            members,
            messages: Vec::new(),
            last_seq: 0,
        };
        change_custom(&mut group.custom, self.app_defined_data.unwrap_or_default());
        state.groups.by_id.insert(id.clone(), group);
        Ok(create_group::Response::new(id))
    }
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

fn count<T>(items: &[T]) -> u32 {
    u32::try_from(items.len()).unwrap_or(u32::MAX)
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

impl Handler for modify_group_base_info::Request {
    const INVALID: ErrorCode = INVALID;

    fn handle(self, state: &mut State) -> Result<modify_group_base_info::Response, ApiError> {
        let now = state.unix_time();
        let group = group(state, &self.group_id)?;
        let texts = [
            (&mut group.name, self.name),
            (&mut group.introduction, self.introduction),
            (&mut group.notification, self.notification),
            (&mut group.face_url, self.face_url),
        ];
        for (text, new) in texts {
            if let Some(new) = new {
                *text = new;
            }
        }
        group.max_members = self.max_member_num.unwrap_or(group.max_members);
        group.is_muted = self.mute_all_member.unwrap_or(group.is_muted);
        if let Some(option) = self.apply_join_option {
            group.apply_join_option = option;
        }
        group.invite_join_option = self.invite_join_option.or(group.invite_join_option.take());
        group.enable_permission_group =
            self.enable_permission_group.or(group.enable_permission_group);
        group.default_permissions = self.default_permissions.or(group.default_permissions);
        change_custom(&mut group.custom, self.app_defined_data.unwrap_or_default());
        group.changed = now;
        Ok(modify_group_base_info::Response::new())
    }
}

impl Handler for destroy_group::Request {
    const INVALID: ErrorCode = INVALID;

    fn handle(self, state: &mut State) -> Result<destroy_group::Response, ApiError> {
        state.groups.by_id.remove(&self.group_id).ok_or(NOT_FOUND)?;
        Ok(destroy_group::Response::new())
    }
}

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
            let custom = BTreeMap::new();
            let account = account.clone();
            group.members.push(Member { account, role, joined, last_sent: 0, custom });
            MemberResult::Joined
        };
        MemberOutcome::new(account, result)
    });
    Ok(outcomes.collect())
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

impl Handler for send_group_message::Request {
    const INVALID: ErrorCode = INVALID;

    fn handle(self, state: &mut State) -> Result<send_group_message::Response, ApiError> {
        if codec::to_json(RecordRef::new(&self)).map_or(0, |json| json.len()) > MAX_MESSAGE {
            return Err(ErrorCode::GROUP_MESSAGE_TOO_LARGE.into());
        }
        if self.from_account.as_ref().is_some_and(|from| from.as_str().is_empty()) {
            return Err(ApiError::new(INVALID, "`From_Account` is empty"));
        }
        let now = state.unix_time();
        let from = self.from_account.unwrap_or_else(|| state.admin.clone());
        let random = self.random.ok_or(INVALID)?;
        let is_last = is_last(self.send_msg_control.as_deref());
        let group = group(state, &self.group_id)?;
        let role = group.member(from.as_str()).map(|member| member.role.clone());
        if group.is_muted && role == Some(MemberRole::Member) {
            return Err(ErrorCode::SENDER_MUTED.into());
        }
        let window = Self::spec().deduplication().as_secs();
        let is_copy = |other: &&GroupMessage| {
            (&other.from, other.random, &other.body) == (&from, random, &self.msg_body)
                && now.saturating_sub(other.time) <= window
        };
        if let Some(sent) = group.messages.iter().rev().find(is_copy) {
            return Ok(send_group_message::Response::new(sent.time, sent.seq).msg_drop_reason(""));
        }
        group.last_seq += 1;
        let seq = group.last_seq;
        if let Some(member) = group.members.iter_mut().find(|member| member.account == from) {
            member.last_sent = now;
        }
        if !group.is_live() && self.online_only_flag != Some(true) {
            let (body, cloud_custom_data) = (self.msg_body, self.cloud_custom_data);
            let message = GroupMessage { from, seq, random, time: now, body, cloud_custom_data };
            group.messages.push(message);
            let members = group.members.iter().map(|member| member.account.clone());
            let members: Vec<_> = members.filter(|_| is_last).collect();
            for member in members {
                state.touch_now(&member, Conversation::Group(self.group_id.clone()));
            }
        }
        Ok(send_group_message::Response::new(now, seq).msg_drop_reason(""))
    }
}

impl Handler for group_message_get_simple::Request {
    const INVALID: ErrorCode = INVALID;

    fn handle(self, state: &mut State) -> Result<group_message_get_simple::Response, ApiError> {
        let group = group(state, &self.group_id)?;
        if group.is_live() {
            return Err(ErrorCode::GROUP_PERMISSION_DENIED.into());
        }
        let top = self.req_msg_seq.unwrap_or(u64::MAX);
        let messages = group.messages.iter().rev().filter(|message| message.seq <= top);
        let messages = messages.take(self.req_msg_number as usize).map(|message| {
            let mut shown = group_message_get_simple::GroupMessage::new(
                message.body.clone(),
                message.seq,
                message.time,
            )
            .from_account(message.from.clone())
            .is_place_msg(PlaceKind::Message)
            .msg_random(i64::from(message.random));
            shown.cloud_custom_data.clone_from(&message.cloud_custom_data);
            shown
        });
        let messages: Vec<_> = messages.collect();
        let id = self.group_id;
        Ok(group_message_get_simple::Response::new(id, ReadState::Complete, messages))
    }
}
