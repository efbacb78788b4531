//! Pushes to all users, and the attributes that select them.

use std::collections::VecDeque;

use tencent_chat_specs::UserId;
use tencent_chat_specs::message::{MessageElement, OfflinePushInfo};
use tencent_chat_specs::push::{AttributeOwner, Condition};

use super::{State, User};

/// The number of pushes that are kept.
const MAX: usize = 1_000;

/// A push to all users, or to those that match a condition.
#[derive(Clone, Debug, PartialEq)]
pub struct Push {
    pub(crate) task_id: String,
    pub(crate) from: UserId,
    pub(crate) time: u64,
    pub(crate) life_time: u32,
    pub(crate) condition: Option<Condition>,
    pub(crate) body: Vec<MessageElement>,
    pub(crate) offline_push_info: Option<OfflinePushInfo>,
    pub(crate) is_recalled: bool,
}

impl Push {
    /// Returns the task's ID, which was in the response.
    #[must_use]
    pub fn task_id(&self) -> &str {
        &self.task_id
    }

    /// Returns the sender.
    #[must_use]
    pub fn from(&self) -> &UserId {
        &self.from
    }

    /// Returns the time of sending, in seconds since 1970 UTC.
    #[must_use]
    pub fn time_secs(&self) -> u64 {
        self.time
    }

    /// Returns for how many seconds it is kept for offline users; 0 for a push of `v4/timpush/push`.
    #[must_use]
    pub fn life_time_secs(&self) -> u32 {
        self.life_time
    }

    /// Returns the condition that selects the recipients; `None` if all users are.
    #[must_use]
    pub fn condition(&self) -> Option<&Condition> {
        self.condition.as_ref()
    }

    /// Returns the parts of the message.
    #[must_use]
    pub fn body(&self) -> &[MessageElement] {
        &self.body
    }

    /// Returns the offline notification; of a push that was recalled, the one that took its place.
    #[must_use]
    pub fn offline_push_info(&self) -> Option<&OfflinePushInfo> {
        self.offline_push_info.as_ref()
    }

    /// Returns `true` if the push was recalled.
    #[must_use]
    pub fn is_recalled(&self) -> bool {
        self.is_recalled
    }
}

impl State {
    /// Returns the users whom a push selects, by the tags and attributes that they have now, in alphabetical order.
    pub fn recipients(&self, push: &Push) -> impl Iterator<Item = &UserId> {
        let condition = push.condition();
        let is_selected = move |user: &User| condition.is_none_or(|all| self.selects(all, user));
        self.users().filter(move |(_, user)| is_selected(user)).map(|(id, _)| id)
    }

    /// Returns `true` if a user meets all parts of a condition.
    fn selects(&self, condition: &Condition, user: &User) -> bool {
        let has_tag = |tag: &String| user.push_tags.contains(tag);
        let has_attribute = |(name, value): (&String, &String)| {
            let mut numbers = self.push_attributes.iter();
            let number = numbers.find(|(_, attribute)| attribute.name == *name);
            number.is_some_and(|(number, _)| user.push_attributes.get(number) == Some(value))
        };
        condition.tags_or.as_ref().is_none_or(|tags| tags.iter().any(has_tag))
            && condition.tags_and.as_ref().is_none_or(|tags| tags.iter().all(has_tag))
            && condition.attrs_or.as_ref().is_none_or(|all| all.iter().any(has_attribute))
            && condition.attrs_and.as_ref().is_none_or(|all| all.iter().all(has_attribute))
    }
}

/// An attribute of the app.
#[derive(Clone, Debug)]
pub(crate) struct PushAttribute {
    pub(crate) name: String,
    pub(crate) owner: AttributeOwner,
}

/// The last pushes, oldest first.
#[derive(Debug, Default)]
pub(crate) struct Pushes(VecDeque<Push>);

impl Pushes {
    pub(crate) fn keep(&mut self, push: Push) {
        if self.0.len() == MAX {
            self.0.pop_front();
        }
        self.0.push_back(push);
    }

    /// Returns the last push with this ID.
    pub(crate) fn find_mut(&mut self, task_id: &str) -> Option<&mut Push> {
        self.0.iter_mut().rfind(|push| push.task_id == task_id)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Push> {
        self.0.iter()
    }
}
