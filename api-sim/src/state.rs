//! The state that the simulated service keeps.

mod contacts;
mod groups;
mod json;
mod latest;
mod messages;
mod pushes;
mod requests;
mod users;
mod webhooks;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::time::{SystemTime, UNIX_EPOCH};

use tencent_chat_specs::account::OnlineState;
use tencent_chat_specs::{Endpoint, EndpointSpec, ErrorCode, GroupId, UserId};

use crate::fault::{Fault, Rule, Rules};

pub use contacts::Conversation;
pub(crate) use contacts::{Contacts, Marks, Recent};
pub use groups::{Group, GroupMessage, Member};
pub(crate) use groups::{Groups, Topic, change_custom};
pub(crate) use latest::Latest;
pub use messages::Message;
pub(crate) use messages::Messages;
pub use pushes::Push;
pub(crate) use pushes::{PushAttribute, Pushes};
pub use requests::ReceivedRequest;
pub(crate) use users::Mutes;
pub use users::User;
pub(crate) use webhooks::Webhooks;

/// The state of the app: users, groups, messages, and more. `Debug` shows users, messages and groups only.
///
/// The API calls a conversation group a contact group.
#[derive(Default)]
pub struct State {
    /// The sender of messages whose request names none.
    pub(crate) admin: UserId,
    /// `true` if the app's edition lacks conversation groups and standard marks.
    is_basic: bool,
    users: BTreeMap<UserId, User>,
    pub(crate) messages: Messages,
    pub(crate) groups: Groups,
    pub(crate) pushes: Pushes,
    /// The attributes by which a push selects users, by number.
    pub(crate) push_attributes: BTreeMap<String, PushAttribute>,
    requests: Latest<ReceivedRequest>,
    pub(crate) webhooks: Webhooks,
    custom_fields: BTreeSet<String>,
    rules: Rules,
    calls: BTreeMap<&'static str, Calls>,
    unix_time: Option<u64>,
}

/// The number of calls of an endpoint within the current second.
#[derive(Debug, Default)]
struct Calls {
    second: u64,
    count: u32,
}

impl State {
    /// Returns an empty state.
    pub(crate) fn of(admin: &str) -> Self {
        Self { admin: admin.into(), ..Self::default() }
    }

    /// Moves the app to an edition without conversation groups and standard marks. Calls that would change them fail
    /// with 51013.
    pub fn use_basic_edition(&mut self) {
        self.is_basic = true;
    }

    /// Imports a user. A user that exists stays unchanged.
    pub fn import_user(&mut self, user: impl Into<UserId>) {
        self.users.entry(user.into()).or_default();
    }

    /// Moves a conversation to the top of a user's list. A pinned one stays pinned.
    pub(crate) fn touch_now(&mut self, user: &UserId, conversation: Conversation) {
        let now = self.unix_time();
        if let Ok(contacts) = self.contacts(user.as_str()) {
            let recent = contacts.recent.entry(conversation);
            recent.or_insert(Recent { time: now, is_pinned: false }).time = now;
        }
    }

    /// Deletes a user with the profile, friend list, online state and conversations. Messages, group memberships and
    /// other users' friend lists stay. Returns `true` if the user existed.
    pub fn delete_user(&mut self, user: &str) -> bool {
        self.users.remove(user).is_some()
    }

    /// Configures a custom field of the app, as the console does: the key of a group's or a member's data, or a tag
    /// that begins with `Tag_Profile_Custom_` or `Tag_SNS_Custom_`. At first there are none. Requests with a field that
    /// is not configured fail.
    pub fn add_custom_field(&mut self, name: impl Into<String>) {
        self.custom_fields.insert(name.into());
    }

    /// Returns the custom fields of the app, in alphabetical order.
    pub fn custom_fields(&self) -> impl Iterator<Item = &str> {
        self.custom_fields.iter().map(String::as_str)
    }

    pub(crate) fn has_custom_field(&self, name: &str) -> bool {
        self.custom_fields.contains(name)
    }

    /// Returns the imported users, in alphabetical order.
    pub fn users(&self) -> impl Iterator<Item = (&UserId, &User)> {
        self.users.iter()
    }

    /// Returns the chat groups, in alphabetical order of their IDs.
    pub fn groups(&self) -> impl Iterator<Item = (&GroupId, &Group)> {
        self.groups.by_id.iter()
    }

    /// Returns the chat group with this ID.
    #[must_use]
    pub fn group(&self, group_id: &str) -> Option<&Group> {
        self.groups.by_id.get(group_id)
    }

    /// Returns the last 1,000 pushes to all users, oldest first.
    pub fn pushes(&self) -> impl Iterator<Item = &Push> {
        self.pushes.iter()
    }

    /// Returns the last received requests, oldest first: 1,000 at most, and 16 MiB of bodies. They include failed calls
    /// and those with an injected fault.
    pub fn requests(&self) -> impl Iterator<Item = &ReceivedRequest> {
        self.requests.iter()
    }

    /// Returns the last requests to an endpoint that fit its type, oldest first.
    pub fn requests_of<R: Endpoint>(&self) -> Vec<R> {
        self.requests().filter_map(ReceivedRequest::typed).collect()
    }

    pub(crate) fn keep_request(&mut self, request: ReceivedRequest) {
        let size = request.size();
        self.requests.keep(request, size);
    }

    /// Forgets the requests received so far.
    pub fn clear_requests(&mut self) {
        self.requests.clear();
    }

    /// Returns an imported user.
    #[must_use]
    pub fn user(&self, user: &str) -> Option<&User> {
        self.users.get(user)
    }

    /// Returns the one-to-one messages of all users, oldest first. Messages that were sent with a lifetime of 0, or to
    /// online users only, are not kept.
    pub fn messages(&self) -> impl Iterator<Item = &Message> {
        self.messages.iter()
    }

    pub(crate) fn has_user(&self, user: &UserId) -> bool {
        self.users.contains_key(user)
    }

    /// Returns the conversations of a user.
    ///
    /// # Errors
    ///
    /// Fails with 50001 if the user was not imported.
    pub(crate) fn contacts(&mut self, user: &str) -> Result<&mut Contacts, ErrorCode> {
        let user = self.user_mut(user).ok_or(ErrorCode::USER_NOT_IMPORTED)?;
        Ok(&mut user.contacts)
    }

    /// Returns the conversations of a user, to change their groups.
    ///
    /// # Errors
    ///
    /// Fails with 51013 if the edition has no conversation groups, and like [`State::contacts`].
    pub(crate) fn grouped_contacts(&mut self, user: &str) -> Result<&mut Contacts, ErrorCode> {
        if self.is_basic {
            return Err(ErrorCode::EDITION_REQUIRED);
        }
        self.contacts(user)
    }

    pub(crate) fn is_basic(&self) -> bool {
        self.is_basic
    }

    /// Returns an imported user, to be changed.
    pub(crate) fn user_mut(&mut self, user: &str) -> Option<&mut User> {
        self.users.get_mut(user)
    }

    /// Sets the online state of a user on a platform, such as `Android`. By default users are offline.
    ///
    /// # Errors
    ///
    /// Fails with 70107 if the user was not imported.
    pub fn set_online(
        &mut self,
        user: &str,
        platform: &str,
        online: OnlineState,
    ) -> Result<(), ErrorCode> {
        let user = self.user_mut(user).ok_or(ErrorCode::ACCOUNT_NOT_FOUND)?;
        user.online.insert(platform.to_owned(), online);
        Ok(())
    }

    /// Marks as read all that a peer has sent to a user so far. No endpoint does this yet.
    pub fn mark_read(&mut self, user: &str, peer: &str) {
        self.messages.mark_read(user, peer);
    }

    /// Moves a conversation to the top of a user's list, as a new message would, and sets whether it is pinned.
    ///
    /// # Errors
    ///
    /// Fails with the service's code: 50001 if the user was not imported, 51012 beyond 50 pinned conversations.
    pub fn touch_conversation(
        &mut self,
        user: &str,
        conversation: Conversation,
        is_pinned: bool,
    ) -> Result<(), ErrorCode> {
        let now = self.unix_time();
        self.contacts(user)?.put_on_top(conversation, is_pinned, now)
    }

    /// Adds conversations to a user's conversation group, and returns the number of the group. The group and the
    /// conversations are created if they do not exist.
    ///
    /// # Errors
    ///
    /// Fails with the service's code: 51013 if the edition has no conversation groups, 50001 if the user was not
    /// imported, 51011 if the name is longer than 32 bytes, 51010 beyond 20 groups, 51008 beyond 1000 conversations in
    /// groups.
    pub fn create_contact_group(
        &mut self,
        user: &str,
        name: &str,
        conversations: impl IntoIterator<Item = Conversation>,
    ) -> Result<u64, ErrorCode> {
        let now = self.unix_time();
        self.grouped_contacts(user)?.create_group(name, conversations.into_iter().collect(), now)
    }

    /// Deletes a conversation group, and returns its number. The conversations stay.
    ///
    /// # Errors
    ///
    /// Fails with the service's code: 51013 if the edition has no conversation groups, 50001 if the user was not
    /// imported, 51009 if the group does not exist.
    pub fn delete_contact_group(&mut self, user: &str, name: &str) -> Result<u64, ErrorCode> {
        self.grouped_contacts(user)?.delete_group(name)
    }

    /// Fails the next call, of any endpoint, with `code`. A second code applies to the call after it.
    pub fn fail_next(&mut self, code: ErrorCode) {
        self.add_rule(Rule::new(Fault::Code(code)));
    }

    /// Adds a rule that injects faults. If several rules match a call, only the oldest is applied.
    pub fn add_rule(&mut self, rule: Rule) {
        self.rules.add(rule);
    }

    /// Returns the number of rules that can still match a call.
    #[must_use]
    pub fn rule_count(&self) -> usize {
        self.rules.count()
    }

    /// Removes all rules.
    pub fn clear_rules(&mut self) {
        self.rules.clear();
    }

    /// Stops the clock at this time, in seconds since 1970 UTC. Tests use it to let signatures expire.
    /// Rate limits count per second of this clock: advance it, or a limited endpoint stays refused.
    pub fn set_unix_time(&mut self, seconds: u64) {
        self.unix_time = Some(seconds);
    }

    pub(crate) fn matching_fault(&mut self, path: &str) -> Option<Fault> {
        self.rules.matching_fault(path)
    }

    /// Counts a call, and returns `true` if the documented rate allows it.
    pub(crate) fn count_call(&mut self, spec: &EndpointSpec) -> bool {
        let second = self.unix_time();
        let calls = self.calls.entry(spec.path()).or_default();
        if calls.second != second {
            *calls = Calls { second, count: 0 };
        }
        calls.count += 1;
        spec.rate_per_second().is_none_or(|rate| calls.count <= rate)
    }

    /// Returns the time of the simulator, in seconds since 1970 UTC.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "the only use of the system clock")]
    pub fn unix_time(&self) -> u64 {
        let system =
            || SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
        self.unix_time.unwrap_or_else(system)
    }
}

impl fmt::Debug for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("State")
            .field("users", &self.users)
            .field("messages", &self.messages)
            .field("groups", &self.groups)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state() -> State {
        let mut state = State::default();
        state.import_user("user15");
        state
    }

    fn users(range: std::ops::Range<usize>) -> Vec<Conversation> {
        range.map(|number| Conversation::with_user(format!("user{number}"))).collect()
    }

    #[test]
    fn a_user_has_at_most_20_groups() {
        let mut state = state();
        for number in 0..20 {
            assert!(state.create_contact_group("user15", &format!("test{number}"), []).is_ok());
        }
        let refused = state.create_contact_group("user15", "one more", []);
        assert_eq!(refused, Err(ErrorCode::CONTACT_GROUPS_LIMIT));
        assert!(state.create_contact_group("user15", "test0", users(0..1)).is_ok());
    }

    #[test]
    fn groups_hold_at_most_1000_conversations_together() {
        let mut state = state();
        assert!(state.create_contact_group("user15", "a", users(0..999)).is_ok());
        assert!(state.create_contact_group("user15", "b", users(0..1)).is_ok());
        assert!(state.create_contact_group("user15", "a", users(0..999)).is_ok());
        let refused = state.create_contact_group("user15", "a", users(0..1000));
        assert_eq!(refused, Err(ErrorCode::GROUPED_CONVERSATIONS_LIMIT));
    }

    #[test]
    fn a_name_has_at_most_32_bytes() {
        let mut state = state();
        assert!(state.create_contact_group("user15", &"é".repeat(16), []).is_ok());
        let refused = state.create_contact_group("user15", &"é".repeat(17), []);
        assert_eq!(refused, Err(ErrorCode::CONTACT_GROUP_NAME_TOO_LONG));
    }

    #[test]
    fn only_imported_users_can_have_groups() {
        let refused = state().create_contact_group("stranger", "test0", []);
        assert_eq!(refused, Err(ErrorCode::USER_NOT_IMPORTED));
    }

    #[test]
    fn conversations_outlive_their_group() {
        let mut state = state();
        let id = state.create_contact_group("user15", "test0", users(0..2));
        assert_eq!(state.delete_contact_group("user15", "test0"), id);
        let user = state.user("user15").unwrap();
        assert_eq!(user.contact_groups().count(), 0);
        assert_eq!(user.conversations().count(), 2);
    }
}
