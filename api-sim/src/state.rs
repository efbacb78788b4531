//! What the service would remember.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::time::{SystemTime, UNIX_EPOCH};

use api_specs::{ErrorCode, UserId};

/// Conversation groups that a user may have.
const MAX_GROUPS: usize = 20;

/// Conversations that a user may have in groups, counted once a group.
const MAX_GROUPED: usize = 1000;

/// Bytes that the name of a group may have.
const MAX_GROUP_NAME: usize = 32;

/// The state of the app: its users and what is theirs.
#[derive(Debug, Default)]
pub struct State {
    users: BTreeMap<UserId, User>,
    next_codes: VecDeque<ErrorCode>,
    unix_time: Option<u64>,
}

/// A user that was imported.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct User {
    conversations: BTreeSet<Conversation>,
    contact_groups: BTreeMap<String, ContactGroup>,
    last_group_id: u64,
}

/// What a conversation is with.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Conversation {
    /// Another user.
    User(UserId),
    /// A chat group.
    Group(String),
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct ContactGroup {
    id: u64,
    conversations: BTreeSet<Conversation>,
}

impl Conversation {
    /// With another user.
    pub fn with_user(user: impl Into<UserId>) -> Self {
        Self::User(user.into())
    }

    /// With a chat group.
    pub fn with_group(group_id: impl Into<String>) -> Self {
        Self::Group(group_id.into())
    }
}

impl State {
    /// Imports a user; one that is there already stays as it is.
    pub fn import_user(&mut self, user: impl Into<UserId>) {
        self.users.entry(user.into()).or_default();
    }

    /// A user that was imported.
    #[must_use]
    pub fn user(&self, user: &str) -> Option<&User> {
        self.users.get(user)
    }

    /// Puts conversations of a user into a group of that name, which is created if need be, and returns its number.
    /// Conversations that the user did not have begin with it.
    ///
    /// # Errors
    ///
    /// The code with which the service would refuse this: 50001 if the user was not imported, 51011 if the name is
    /// longer than 32 bytes, 51010 beyond 20 groups, 51008 beyond 1000 conversations in groups.
    pub fn create_contact_group(
        &mut self,
        user: &str,
        name: &str,
        conversations: impl IntoIterator<Item = Conversation>,
    ) -> Result<u64, ErrorCode> {
        let user = self.users.get_mut(user).ok_or(ErrorCode::USER_NOT_IMPORTED)?;
        user.create_contact_group(name, conversations.into_iter().collect())
    }

    /// Deletes a group of conversations and returns its number; the conversations stay.
    ///
    /// # Errors
    ///
    /// The code with which the service would refuse this: 50001 if the user was not imported, 51009 if there is no
    /// such group.
    pub fn delete_contact_group(&mut self, user: &str, name: &str) -> Result<u64, ErrorCode> {
        let user = self.users.get_mut(user).ok_or(ErrorCode::USER_NOT_IMPORTED)?;
        let group = user.contact_groups.remove(name).ok_or(ErrorCode::CONTACT_GROUP_NOT_FOUND)?;
        Ok(group.id)
    }

    /// Answers the next call with `code`, whatever it asks for; a second code is for the call after it.
    pub fn answer_next(&mut self, code: ErrorCode) {
        self.next_codes.push_back(code);
    }

    /// Stops the clock at a time, in seconds since 1970 UTC, so that signatures can expire at will.
    pub fn set_unix_time(&mut self, seconds: u64) {
        self.unix_time = Some(seconds);
    }

    pub(crate) fn take_next_code(&mut self) -> Option<ErrorCode> {
        self.next_codes.pop_front()
    }

    #[expect(clippy::disallowed_methods, reason = "this is the one place that asks the system")]
    pub(crate) fn unix_time(&self) -> u64 {
        let system =
            || SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
        self.unix_time.unwrap_or_else(system)
    }
}

impl User {
    /// All conversations of the user.
    pub fn conversations(&self) -> impl Iterator<Item = &Conversation> {
        self.conversations.iter()
    }

    /// The names of the user's conversation groups, in alphabetical order.
    pub fn contact_groups(&self) -> impl Iterator<Item = &str> {
        self.contact_groups.keys().map(String::as_str)
    }

    /// The conversations in a group; none if there is no such group.
    pub fn conversations_in(&self, group: &str) -> impl Iterator<Item = &Conversation> {
        self.contact_groups.get(group).into_iter().flat_map(|group| &group.conversations)
    }

    fn create_contact_group(
        &mut self,
        name: &str,
        conversations: BTreeSet<Conversation>,
    ) -> Result<u64, ErrorCode> {
        if name.len() > MAX_GROUP_NAME {
            return Err(ErrorCode::CONTACT_GROUP_NAME_TOO_LONG);
        }
        let existing = self.contact_groups.get(name);
        if existing.is_none() && self.contact_groups.len() >= MAX_GROUPS {
            return Err(ErrorCode::CONTACT_GROUPS_LIMIT);
        }
        let is_new = |conversation: &&Conversation| {
            existing.is_none_or(|group| !group.conversations.contains(*conversation))
        };
        let added = conversations.iter().filter(is_new).count();
        let grouped: usize =
            self.contact_groups.values().map(|group| group.conversations.len()).sum();
        if grouped + added > MAX_GROUPED {
            return Err(ErrorCode::GROUPED_CONVERSATIONS_LIMIT);
        }
        self.conversations.extend(conversations.iter().cloned());
        let group = self.contact_groups.entry(name.to_owned()).or_insert_with(|| {
            self.last_group_id += 1;
            ContactGroup { id: self.last_group_id, conversations: BTreeSet::new() }
        });
        group.conversations.extend(conversations);
        Ok(group.id)
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
    fn only_imported_users_have_anything() {
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
