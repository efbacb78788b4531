//! Handlers of the conversation endpoints: the whole service `recentcontact`, and the unread one-to-one messages.

use std::cmp::Reverse;

use tencent_chat_specs::conversation::{
    ContactGroup, ContactMark, ContactOptType, ConversationKind, OptType, UpdateGroupType,
    create_contact_group, delete, delete_contact_group,
    get_c2c_unread_message_count::{self, FailedPeer, UnreadCount},
    get_contact_group, get_list, mark_contact, search_contact_group, update_contact_group,
};
use tencent_chat_specs::schema::Constraint;
use tencent_chat_specs::{ErrorCode, UserId, Violation};

use crate::State;
use crate::api_error::{ApiError, result_of};
use crate::handler::{Handler, Route, Routes};
use crate::state::{Contacts, Conversation, Marks, Recent};

pub(crate) const ROUTES: Routes = &[
    Route::stateful::<create_contact_group::Request>,
    Route::stateful::<delete::Request>,
    Route::stateful::<delete_contact_group::Request>,
    Route::stateful::<get_c2c_unread_message_count::Request>,
    Route::stateful::<get_contact_group::Request>,
    Route::stateful::<get_list::Request>,
    Route::stateful::<mark_contact::Request>,
    Route::stateful::<search_contact_group::Request>,
    Route::stateful::<update_contact_group::Request>,
];

/// The number of conversations on a page. It is not documented.
const PAGE: usize = 100;

const INVALID: ErrorCode = ErrorCode::INVALID_CONVERSATION_REQUEST;

/// The flag to list pinned conversations separately.
const WITH_PINNED: u32 = 1;

/// The flag to page pinned conversations.
const PAGE_PINNED: u32 = 4;

fn refuse_name(violation: &Violation) -> ErrorCode {
    match violation.constraint {
        Constraint::Bytes(_) => ErrorCode::CONTACT_GROUP_NAME_TOO_LONG,
        _ => INVALID,
    }
}

impl Handler for get_list::Request {
    const INVALID: ErrorCode = INVALID;

    /// In the response, the start indices count the conversations that were read so far. The times are those of the
    /// last conversation.
    fn handle(self, state: &mut State) -> Result<get_list::Response, ApiError> {
        let contacts = state.contacts(self.from_account.as_str())?;
        let mut all: Vec<_> = contacts.recent.iter().collect();
        all.sort_by_key(|(_, recent)| Reverse(recent.time));
        let has_pinned = self.assist_flags & WITH_PINNED != 0;
        let (pinned, others): (Vec<_>, Vec<_>) =
            all.into_iter().partition(|(_, recent)| has_pinned && recent.is_pinned);
        let length = if self.assist_flags & PAGE_PINNED == 0 { usize::MAX } else { PAGE };
        let pinned = page_of(&pinned, self.top_start_index, length);
        let others = page_of(&others, self.start_index, PAGE);
        let items = pinned.items.iter().chain(others.items);
        let items: Vec<_> = items
            .map(|(conversation, recent)| session_item(contacts, conversation, recent))
            .collect();
        Ok(get_list::Response::new(
            items,
            pinned.is_last && others.is_last,
            others.items.last().map_or(self.time_stamp_secs, |(_, recent)| recent.time),
            others.next,
            pinned.items.last().map_or(self.top_time_stamp_secs, |(_, recent)| recent.time),
            pinned.next,
        ))
    }
}

/// A page of a list, and the start of the next one.
pub(super) struct Page<'a, T> {
    pub(super) items: &'a [T],
    pub(super) next: u64,
    pub(super) is_last: bool,
}

pub(super) fn page_of<T>(all: &[T], start: u64, length: usize) -> Page<'_, T> {
    let start = usize::try_from(start).unwrap_or(usize::MAX).min(all.len());
    let end = start.saturating_add(length).min(all.len());
    Page { items: &all[start..end], next: end as u64, is_last: end == all.len() }
}

fn session_item(
    contacts: &Contacts,
    conversation: &Conversation,
    recent: &Recent,
) -> get_list::SessionItem {
    let groups = contacts.groups_of(conversation);
    let item = |kind| get_list::SessionItem::new(kind, recent.time, recent.is_pinned, groups);
    let item = match conversation {
        Conversation::User(user) => item(ConversationKind::C2c).to_account(user.clone()),
        Conversation::Group(group) => item(ConversationKind::Group).group_id(group.clone()),
    };
    let Some(marks) = contacts.marks.get(conversation) else { return item };
    let item = item.standard_mark(marks.digits());
    if marks.custom.is_empty() { item } else { item.custom_mark(marks.custom.as_str()) }
}

impl Handler for delete::Request {
    const INVALID: ErrorCode = INVALID;

    fn handle(self, state: &mut State) -> Result<delete::Response, ApiError> {
        let Self { from_account, kind, to_account, to_groupid, .. } = self;
        let conversation = Conversation::of(kind, to_account.as_ref(), to_groupid.as_ref())?;
        state.contacts(from_account.as_str())?.recent.remove(&conversation);
        Ok(delete::Response::new())
    }
}

impl Handler for create_contact_group::Request {
    const INVALID: ErrorCode = INVALID;

    fn refuse(violation: &Violation) -> ErrorCode {
        refuse_name(violation)
    }

    fn handle(self, state: &mut State) -> Result<create_contact_group::Response, ApiError> {
        let now = state.unix_time();
        let contacts = state.grouped_contacts(self.from_account.as_str())?;
        let mut results = Vec::new();
        for group in self.group_contact_item {
            let parsed: Vec<_> = group.contact_item.iter().map(Conversation::of_item).collect();
            let conversations = parsed.iter().filter_map(|parsed| parsed.clone().ok()).collect();
            let id = contacts.create_group(&group.group_name, conversations, now)?;
            let items = group.contact_item.into_iter().zip(parsed).map(|(item, parsed)| {
                let (code, info) = result_of(parsed.map(drop));
                create_contact_group::ResultItem::new(item, code, info)
            });
            let items: Vec<_> = items.collect();
            let group = ContactGroup::new(group.group_name, id);
            results.push(create_contact_group::GroupResultItem::new(group, items));
        }
        Ok(create_contact_group::Response::new(results))
    }
}

impl Handler for mark_contact::Request {
    const INVALID: ErrorCode = INVALID;

    fn refuse(violation: &Violation) -> ErrorCode {
        match violation.constraint {
            Constraint::Items(_) => ErrorCode::MARKED_CONVERSATIONS_OUT_OF_RANGE,
            _ => INVALID,
        }
    }

    fn handle(self, state: &mut State) -> Result<mark_contact::Response, ApiError> {
        let now = state.unix_time();
        let is_basic = state.is_basic();
        let contacts = state.contacts(self.from_account.as_str())?;
        let results = self.mark_item.into_iter().map(|item| {
            let (code, info) = result_of(mark(contacts, &item, is_basic, now));
            mark_contact::ResultItem::new(item.opt_type, item.contact_item, code, info)
        });
        Ok(mark_contact::Response::new(results.collect::<Vec<_>>()))
    }
}

/// Marks a conversation. Custom marks are available in every edition.
fn mark(
    contacts: &mut Contacts,
    item: &mark_contact::MarkItem,
    is_basic: bool,
    now: u64,
) -> Result<(), ErrorCode> {
    let (is_standard, is_custom) = match item.opt_type {
        OptType::Standard => (true, false),
        OptType::Custom => (false, true),
        OptType::Both => (true, true),
        _ => return Err(INVALID),
    };
    if is_standard && is_basic {
        return Err(ErrorCode::EDITION_REQUIRED);
    }
    let conversation = Conversation::of_item(&item.contact_item)?;
    let clear = item.clear_mark.as_deref().unwrap_or_default();
    let set = item.set_mark.as_deref().unwrap_or_default();
    let custom = item.custom_mark.as_deref().filter(|_| is_custom);
    contacts.mark(conversation, is_standard.then_some((clear, set)), custom, now)
}

impl Handler for update_contact_group::Request {
    const INVALID: ErrorCode = INVALID;

    fn refuse(violation: &Violation) -> ErrorCode {
        refuse_name(violation)
    }

    fn handle(self, state: &mut State) -> Result<update_contact_group::Response, ApiError> {
        let now = state.unix_time();
        let contacts = state.grouped_contacts(self.from_account.as_str())?;
        let change = self.update_group;
        let old = change.old_group_name.ok_or(INVALID)?;
        let (new, results) = match change.update_group_type {
            UpdateGroupType::Name => {
                let new = change.new_group_name.ok_or(INVALID)?;
                contacts.rename_group(&old, &new)?;
                (new, Vec::new())
            }
            UpdateGroupType::Conversations => {
                let items = change.contact_update_item.ok_or(INVALID)?;
                (old.clone(), move_all(contacts, &old, items, now)?)
            }
            _ => return Err(INVALID.into()),
        };
        let id = contacts.groups.get(&new).map_or(0, |group| group.id);
        let result = update_contact_group::UpdateGroupResult::new(
            change.update_group_type,
            new,
            old,
            id,
            results,
        );
        Ok(update_contact_group::Response::new(self.update_type, result))
    }
}

/// Adds conversations to a group or removes them from it. Each has its own result.
fn move_all(
    contacts: &mut Contacts,
    group: &str,
    items: Vec<update_contact_group::ContactUpdateItem>,
    now: u64,
) -> Result<Vec<update_contact_group::ContactResultItem>, ErrorCode> {
    if !contacts.groups.contains_key(group) {
        return Err(ErrorCode::CONTACT_GROUP_NOT_FOUND);
    }
    let results = items.into_iter().map(|item| {
        let moved = Conversation::of_item(&item.contact_item).and_then(|conversation| {
            match item.contact_opt_type {
                ContactOptType::Add => {
                    contacts.create_group(group, [conversation].into(), now).map(drop)
                }
                ContactOptType::Delete => contacts.leave_group(group, &conversation, now),
                _ => Err(INVALID),
            }
        });
        let (code, info) = result_of(moved);
        update_contact_group::ContactResultItem::new(
            item.contact_opt_type,
            item.contact_item,
            code,
            info,
        )
    });
    Ok(results.collect())
}

/// Returns a conversation as it is in responses.
fn contact_mark(conversation: &Conversation, marks: &Marks, groups: Vec<u64>) -> ContactMark {
    let mark = |kind| ContactMark::new(kind, marks.changed, marks.digits(), groups);
    let mark = match conversation {
        Conversation::User(user) => mark(ConversationKind::C2c).to_account(user.clone()),
        Conversation::Group(group) => mark(ConversationKind::Group).to_group_id(group.clone()),
    };
    if marks.custom.is_empty() { mark } else { mark.custom_mark(marks.custom.as_str()) }
}

/// Returns the groups that any of the conversations is in, in order of their numbers.
fn groups_of(contacts: &Contacts, marks: &[ContactMark]) -> Vec<ContactGroup> {
    let is_used = |id: u64| marks.iter().any(|mark| mark.contact_group_id.contains(&id));
    let used = contacts.groups.iter().filter(|(_, group)| is_used(group.id));
    let mut groups: Vec<_> =
        used.map(|(name, group)| ContactGroup::new(name.as_str(), group.id)).collect();
    groups.sort_by_key(|group| group.group_id);
    groups
}

impl Handler for get_contact_group::Request {
    const INVALID: ErrorCode = INVALID;

    fn handle(self, state: &mut State) -> Result<get_contact_group::Response, ApiError> {
        let contacts = state.contacts(self.from_account.as_str())?;
        let all: Vec<_> = contacts
            .marked()
            .map(|(conversation, marks, groups)| contact_mark(conversation, marks, groups))
            .collect();
        let page = page_of(&all, self.start_index, PAGE);
        let next = if page.is_last { 0 } else { page.next };
        let groups = groups_of(contacts, page.items);
        Ok(get_contact_group::Response::new(page.items, groups, page.is_last, next))
    }
}

impl Handler for delete_contact_group::Request {
    const INVALID: ErrorCode = INVALID;

    fn refuse(violation: &Violation) -> ErrorCode {
        refuse_name(violation)
    }

    fn handle(self, state: &mut State) -> Result<delete_contact_group::Response, ApiError> {
        let contacts = state.grouped_contacts(self.from_account.as_str())?;
        let mut deleted = Vec::new();
        for name in self.group_name {
            let id = contacts
                .delete_group(&name)
                .map_err(|code| no_group(code, &self.from_account, &name))?;
            deleted.push(ContactGroup::new(name, id));
        }
        Ok(delete_contact_group::Response::new(deleted))
    }
}

fn no_group(code: ErrorCode, user: &UserId, name: &str) -> ApiError {
    ApiError::new(code, format!("{user} has no conversation group {name:?}"))
}

impl Handler for search_contact_group::Request {
    const INVALID: ErrorCode = INVALID;

    fn handle(self, state: &mut State) -> Result<search_contact_group::Response, ApiError> {
        let contacts = state.contacts(self.from_account.as_str())?;
        let wanted: Result<Vec<_>, _> =
            self.contact_item.iter().map(Conversation::of_item).collect();
        let wanted = wanted?;
        let found: Vec<_> = contacts
            .marked()
            .filter(|(conversation, ..)| wanted.contains(conversation))
            .map(|(conversation, marks, groups)| contact_mark(conversation, marks, groups))
            .collect();
        let groups = groups_of(contacts, &found);
        Ok(search_contact_group::Response::new(found, groups))
    }
}

impl Handler for get_c2c_unread_message_count::Request {
    const INVALID: ErrorCode = ErrorCode::MALFORMED_MESSAGE_JSON;

    fn handle(self, state: &mut State) -> Result<get_c2c_unread_message_count::Response, ApiError> {
        let user = self.to_account;
        if !state.has_user(&user) {
            return Err(ApiError::new(ErrorCode::TO_ACCOUNT_MISSING, format!("no user {user}")));
        }
        let unread = |peer: Option<&UserId>| state.messages.unread(&user, peer) as u64;
        let is_sum = self.peer_account.is_none();
        let (mut failed, mut counts) = (Vec::new(), Vec::new());
        for peer in self.peer_account.unwrap_or_default() {
            if state.has_user(&peer) {
                let count = unread(Some(&peer));
                counts.push(UnreadCount::new(peer, count));
            } else {
                failed.push(FailedPeer::new(ErrorCode::ACCOUNT_NOT_FOUND).peer_account(peer));
            }
        }
        let mut response = get_c2c_unread_message_count::Response::new(failed, counts);
        response.all_c2c_unread_msg_num = is_sum.then(|| unread(None));
        Ok(response)
    }
}
