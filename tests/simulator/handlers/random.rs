//! Random sequences of calls, compared with a naive model.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use tencent_chat::conversation::{ContactOptType, OptType, mark_contact::MarkItem};

use super::conversations::{create, moved, renamed, update};
use super::*;

/// A call.
#[derive(Clone, Debug)]
enum Step {
    Create(u8, Vec<u8>),
    Delete(u8),
    Rename(u8, u8),
    Join(u8, u8),
    Leave(u8, u8),
    Mark(u8, u8),
    Clear(u8, u8),
}

/// Few names and users, so that they collide; more names than a user may have groups.
fn step() -> impl Strategy<Value = Step> {
    let (name, user, bit) = (0..40u8, 0..6u8, 0..4u8);
    prop_oneof![
        8 => (name.clone(), prop::collection::vec(user.clone(), 0..4)).prop_map(|(name, users)| Step::Create(name, users)),
        1 => name.clone().prop_map(Step::Delete),
        1 => (name.clone(), name.clone()).prop_map(|(old, new)| Step::Rename(old, new)),
        2 => (name.clone(), user.clone()).prop_map(|(name, user)| Step::Join(name, user)),
        2 => (name, user.clone()).prop_map(|(name, user)| Step::Leave(name, user)),
        2 => (user.clone(), bit.clone()).prop_map(|(user, bit)| Step::Mark(user, bit)),
        1 => (user, bit).prop_map(|(user, bit)| Step::Clear(user, bit)),
    ]
}

fn group_name(name: u8) -> String {
    format!("group{name}")
}

fn item(user: u8) -> ContactItem {
    ContactItem::with_user(format!("user{user}"))
}

/// Everything that can be read: for each user the numbers of the groups, and the marks.
type View = BTreeMap<String, (BTreeSet<u64>, String)>;

#[derive(Default)]
struct Naive {
    groups: Vec<(u8, u64, BTreeSet<u8>)>,
    marks: BTreeMap<u8, BTreeSet<u8>>,
    last_id: u64,
}

impl Naive {
    /// Applies the step to the model, and returns the code of its error.
    fn take(&mut self, step: &Step) -> Option<ErrorCode> {
        const MISSING: Option<ErrorCode> = Some(ErrorCode::CONTACT_GROUP_NOT_FOUND);
        let at = |groups: &[(u8, u64, BTreeSet<u8>)], name: u8| {
            groups.iter().position(|group| group.0 == name)
        };
        match step {
            Step::Create(name, users) => match at(&self.groups, *name) {
                Some(at) => self.groups[at].2.extend(users),
                None if self.groups.len() == 20 => return Some(ErrorCode::CONTACT_GROUPS_LIMIT),
                None => {
                    self.last_id += 1;
                    self.groups.push((*name, self.last_id, users.iter().copied().collect()));
                }
            },
            Step::Delete(name) => match at(&self.groups, *name) {
                Some(at) => drop(self.groups.remove(at)),
                None => return MISSING,
            },
            Step::Rename(old, new) if old != new && at(&self.groups, *new).is_some() => {
                return Some(ErrorCode::INVALID_CONVERSATION_REQUEST);
            }
            Step::Rename(old, new) => match at(&self.groups, *old) {
                Some(at) => self.groups[at].0 = *new,
                None => return MISSING,
            },
            Step::Join(name, user) | Step::Leave(name, user) => match at(&self.groups, *name) {
                Some(at) if matches!(step, Step::Join(..)) => drop(self.groups[at].2.insert(*user)),
                Some(at) => drop(self.groups[at].2.remove(user)),
                None => return MISSING,
            },
            Step::Mark(user, bit) => drop(self.marks.entry(*user).or_default().insert(*bit)),
            Step::Clear(user, bit) => drop(self.marks.entry(*user).or_default().remove(bit)),
        }
        None
    }

    fn view(&self) -> View {
        let mut view = View::new();
        for user in 0..6 {
            let groups = self.groups.iter().filter(|group| group.2.contains(&user));
            let groups: BTreeSet<_> = groups.map(|group| group.1).collect();
            let marks = self.marks.get(&user).cloned().unwrap_or_default();
            if !groups.is_empty() || !marks.is_empty() {
                let last = marks.last().copied().unwrap_or(0);
                let digit = |bit| if marks.contains(&bit) { '1' } else { '0' };
                view.insert(format!("user{user}"), (groups, (0..=last).map(digit).collect()));
            }
        }
        view
    }
}

async fn take(client: &Client, step: &Step) -> Option<ErrorCode> {
    let mark = |user, change: fn(MarkItem, [u32; 1]) -> MarkItem, bit: u8| {
        let mark = change(MarkItem::new(OptType::Standard, item(user)), [bit.into()]);
        conversation::mark_contact::Request::new("ann", [mark])
    };
    match step.clone() {
        Step::Create(name, users) => {
            let users = users.into_iter().map(item).collect();
            code_of(client, create(&group_name(name), users)).await
        }
        Step::Delete(name) => {
            let delete =
                conversation::delete_contact_group::Request::new("ann", [group_name(name)]);
            code_of(client, delete).await
        }
        Step::Rename(old, new) => {
            code_of(client, update(renamed(&group_name(old), &group_name(new)))).await
        }
        Step::Join(name, user) => {
            let join = moved(&group_name(name), ContactOptType::Add, item(user));
            code_of(client, update(join)).await
        }
        Step::Leave(name, user) => {
            let leave = moved(&group_name(name), ContactOptType::Delete, item(user));
            code_of(client, update(leave)).await
        }
        Step::Mark(user, bit) => code_of(client, mark(user, MarkItem::set_mark, bit)).await,
        Step::Clear(user, bit) => code_of(client, mark(user, MarkItem::clear_mark, bit)).await,
    }
}

async fn view(client: &Client) -> View {
    let read = conversation::get_contact_group::Request::new("ann", 0u64);
    let response = client.call(read).await.unwrap();
    let entry = |mark: conversation::ContactMark| {
        let user = mark.to_account.unwrap().into_string();
        (user, (mark.contact_group_id.into_iter().collect(), mark.standard_mark))
    };
    response.contact_item.into_iter().map(entry).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn simulator_and_naive_model_never_differ(steps in prop::collection::vec(step(), 1..120)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let (_simulator, client) = newborn().await;
            let mut naive = Naive::default();
            for step in &steps {
                prop_assert_eq!(take(&client, step).await, naive.take(step), "{:?}", step);
            }
            prop_assert_eq!(view(&client).await, naive.view());
            Ok(())
        })?;
    }
}
