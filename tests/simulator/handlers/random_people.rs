//! Random sequences of calls about accounts, friends, messages and groups, compared with a naive model.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;

/// The number of possible users.
const USERS: u8 = 4;

/// A call; users and groups by number, messages by the order in which they were sent.
#[derive(Clone, Debug)]
enum Step {
    Import(u8),
    Delete(u8),
    Befriend { from: u8, to: u8, is_mutual: bool },
    Unfriend { from: u8, to: u8, is_mutual: bool },
    Send(u8, u8),
    Recall(usize),
    CreateGroup(u8),
    DestroyGroup(usize),
    Join(usize, u8),
    SendToGroup(usize, u8),
}

/// Few users, groups and messages, so that they collide.
fn step() -> impl Strategy<Value = Step> {
    let (user, index) = (0..USERS, 0..4usize);
    let pair = (user.clone(), user.clone(), any::<bool>());
    prop_oneof![
        3 => user.clone().prop_map(Step::Import),
        1 => user.clone().prop_map(Step::Delete),
        3 => pair.clone().prop_map(|(from, to, is_mutual)| Step::Befriend { from, to, is_mutual }),
        2 => pair.prop_map(|(from, to, is_mutual)| Step::Unfriend { from, to, is_mutual }),
        4 => (user.clone(), user.clone()).prop_map(|(from, to)| Step::Send(from, to)),
        1 => index.clone().prop_map(Step::Recall),
        2 => user.clone().prop_map(Step::CreateGroup),
        1 => index.clone().prop_map(Step::DestroyGroup),
        3 => (index.clone(), user.clone()).prop_map(|(group, user)| Step::Join(group, user)),
        3 => (index, user).prop_map(|(group, user)| Step::SendToGroup(group, user)),
    ]
}

fn name(user: u8) -> String {
    format!("user{user}")
}

fn group_id(group: usize) -> String {
    format!("@group{group}")
}

/// Everything that can be read, as lines.
type View = BTreeSet<String>;

#[derive(Default)]
struct Naive {
    users: BTreeSet<u8>,
    friends: BTreeSet<(u8, u8)>,
    /// The sender, the recipient, and `true` if the message was recalled.
    messages: Vec<(u8, u8, bool)>,
    /// All groups; `None` for one that was destroyed.
    groups: Vec<Option<Group>>,
}

/// The members, and the sender of each message.
type Group = (Vec<u8>, Vec<u8>);

impl Naive {
    /// Applies the step to the model, and returns the code of its error.
    fn take(&mut self, step: &Step) -> Option<ErrorCode> {
        let has = |user: &u8| self.users.contains(user);
        match *step {
            Step::Import(user) => drop(self.users.insert(user)),
            Step::Delete(user) => {
                self.friends.retain(|(from, _)| *from != user);
                let is_there = self.users.remove(&user);
                return (!is_there).then_some(ErrorCode::ACCOUNT_NOT_FOUND);
            }
            Step::Befriend { from, to, is_mutual } => {
                if !has(&from) || (from != to && !has(&to)) {
                    return Some(ErrorCode::FRIEND_ACCOUNT_NOT_FOUND);
                }
                if from == to {
                    return Some(ErrorCode::INVALID_FRIEND_PARAMETER);
                }
                self.friends.insert((from, to));
                self.friends.extend(is_mutual.then_some((to, from)));
            }
            Step::Unfriend { from, .. } if !has(&from) => {
                return Some(ErrorCode::FRIEND_ACCOUNT_NOT_FOUND);
            }
            Step::Unfriend { from, to, is_mutual } => {
                let was_friend = self.friends.remove(&(from, to));
                if is_mutual {
                    self.friends.remove(&(to, from));
                }
                return (!was_friend).then_some(ErrorCode::NOT_A_FRIEND);
            }
            Step::Send(_, to) if !has(&to) => return Some(ErrorCode::TO_ACCOUNT_NOT_FOUND),
            Step::Send(from, _) if !has(&from) => {
                return Some(ErrorCode::MESSAGE_ACCOUNT_NOT_FOUND_90048);
            }
            Step::Send(from, to) => self.messages.push((from, to, false)),
            Step::Recall(at) => match self.messages.get_mut(at) {
                None => return Some(ErrorCode::MESSAGE_NOT_FOUND),
                Some((.., true)) => return Some(ErrorCode::MESSAGE_ALREADY_RECALLED),
                Some((.., is_recalled)) => *is_recalled = true,
            },
            Step::CreateGroup(owner) if !has(&owner) => {
                return Some(ErrorCode::INVALID_GROUP_PARAMETER);
            }
            Step::CreateGroup(owner) => self.groups.push(Some((vec![owner], Vec::new()))),
            Step::DestroyGroup(at) => return self.change_group(at, |_| None),
            Step::Join(at, user) => {
                let is_known = has(&user);
                return self.change_group(at, |(mut members, sent)| {
                    if is_known && !members.contains(&user) {
                        members.push(user);
                    }
                    Some((members, sent))
                });
            }
            Step::SendToGroup(at, user) => {
                return self.change_group(at, |(members, mut sent)| {
                    sent.push(user);
                    Some((members, sent))
                });
            }
        }
        None
    }

    fn change_group(
        &mut self,
        at: usize,
        change: impl FnOnce(Group) -> Option<Group>,
    ) -> Option<ErrorCode> {
        match self.groups.get_mut(at) {
            Some(group @ Some(_)) => {
                *group = group.take().and_then(change);
                None
            }
            _ => Some(ErrorCode::GROUP_NOT_FOUND),
        }
    }

    fn view(&self) -> View {
        let mut view: View = self.users.iter().map(|user| name(*user)).collect();
        // Friends are looked up in the directory, which no longer finds deleted users.
        let found = self.friends.iter().filter(|(_, to)| self.users.contains(to));
        view.extend(found.map(|(from, to)| format!("user{from} knows user{to}")));
        view.extend(self.messages.iter().enumerate().map(|(at, (from, to, is_recalled))| {
            format!("{at} from user{from} to user{to}, {is_recalled}")
        }));
        for (at, group) in self.groups.iter().enumerate() {
            let Some((members, sent)) = group else { continue };
            view.extend(members.iter().map(|user| format!("@group{at} has user{user}")));
            let sent = sent.iter().enumerate();
            view.extend(sent.map(|(seq, user)| format!("@group{at} {} user{user}", seq + 1)));
        }
        view
    }
}

/// The code of the call, or of its one item.
fn first_code(
    results: Result<Vec<friend::FriendResult>, tencent_chat::Error>,
) -> Option<ErrorCode> {
    let code = match results {
        Ok(results) => Some(results[0].result_code),
        Err(error) => error.code(),
    };
    code.filter(|code| !code.is_ok())
}

/// The client, and the keys that it needs to name things.
struct Caller {
    client: Client,
    /// The sender, the recipient, and the key.
    messages: Vec<(u8, u8, tencent_chat::MsgKey)>,
    groups: usize,
}

impl Caller {
    async fn take(&mut self, step: &Step) -> Option<ErrorCode> {
        let client = &self.client;
        let done = match step.clone() {
            Step::Import(user) => {
                client.call(account::account_import::Request::new(name(user))).await.map(drop)
            }
            Step::Delete(user) => {
                let delete = account::account_delete::Request::new([AccountItem::new(name(user))]);
                let response = client.call(delete).await.unwrap();
                return response.failed_items().first().and_then(|item| item.code);
            }
            Step::Befriend { from, to, is_mutual } => {
                let item = friend::friend_add::AddFriendItem::new(name(to));
                let kind = if is_mutual { AddType::Both } else { AddType::Single };
                let add = friend::friend_add::Request::new(name(from), [item]).add_type(kind);
                return first_code(client.call(add).await.map(|response| response.result_item));
            }
            Step::Unfriend { from, to, is_mutual } => {
                let kind = if is_mutual { DeleteType::Both } else { DeleteType::Single };
                let delete = friend::friend_delete::Request::new(name(from), [name(to)]);
                let delete = delete.delete_type(kind);
                return first_code(client.call(delete).await.map(|response| response.result_item));
            }
            Step::Send(from, to) => {
                let text = self.messages.len().to_string();
                let send = message::send_message::Request::new(name(to), [text]);
                let sent = client.call(send.from_account(name(from))).await;
                sent.map(|sent| self.messages.push((from, to, sent.msg_key)))
            }
            Step::Recall(at) => {
                let none = (0, 0, tencent_chat::MsgKey::new("1_2_3"));
                let (from, to, key) = self.messages.get(at).cloned().unwrap_or(none);
                let recall =
                    message::admin_message_withdraw::Request::new(name(from), name(to), key);
                client.call(recall).await.map(drop)
            }
            Step::CreateGroup(owner) => {
                let create = create_group::Request::new(GroupKind::Public, "Club");
                let create = create.owner_account(name(owner)).group_id(group_id(self.groups));
                client.call(create).await.map(|_| self.groups += 1)
            }
            Step::DestroyGroup(at) => {
                client.call(destroy_group::Request::new(group_id(at))).await.map(drop)
            }
            Step::Join(at, user) => {
                let member = add_group_member::NewMember::new(name(user));
                client.call(add_group_member::Request::new(group_id(at), [member])).await.map(drop)
            }
            Step::SendToGroup(at, user) => {
                let send = message::send_group_message::Request::new(group_id(at), ["hi"]);
                client.call(send.from_account(name(user))).await.map(drop)
            }
        };
        done.err().and_then(|error| error.code())
    }

    async fn view(&self) -> View {
        let client = &self.client;
        let everybody: Vec<_> = (0..USERS).map(name).collect();
        let mut view = View::new();
        let check = account::account_check::Request::new(
            everybody.iter().map(AccountItem::new).collect::<Vec<_>>(),
        );
        for item in client.call(check).await.unwrap().result_item {
            if item.account_status == Some(AccountStatus::Imported) {
                view.insert(item.user_id.into_string());
            }
        }
        for user in view.clone() {
            let read = friend::friend_get_list::Request::new(
                user.as_str(),
                everybody.clone(),
                [Tag::FriendAddTime],
            );
            let friends = client.call(read).await.unwrap().info_item;
            let friends = friends.into_iter().filter(|item| item.result_code.is_ok());
            view.extend(friends.map(|item| format!("{user} knows {}", item.to_account)));
        }
        for user in &everybody {
            for peer in &everybody {
                view.extend(self.sent(user, peer).await);
            }
        }
        for group in (0..self.groups).map(group_id) {
            view.extend(self.group(&group).await);
        }
        view
    }

    async fn sent(&self, user: &str, peer: &str) -> Vec<String> {
        let read = message::admin_get_roam_message::Request::new(user, peer, 100u32, 0u64, NOW + 9);
        let messages = self.client.call(read).await.unwrap().msg_list.into_iter();
        let line = |message: message::admin_get_roam_message::RoamMessage| {
            let MessageElement::Text(text) = &message.msg_body[0] else { panic!("{message:?}") };
            let (from, to) = (&message.from_account, &message.to_account);
            let is_recalled = message.msg_flag_bits == MessageFlagBits::Recalled;
            format!("{} from {from} to {to}, {is_recalled}", text.text)
        };
        messages.map(line).collect()
    }

    async fn group(&self, id: &str) -> Vec<String> {
        let read = get_group_info::Request::new([id]);
        let info = self.client.call(read).await.unwrap().group_info.remove(0);
        let members = info.member_list.iter();
        let mut lines: Vec<_> =
            members.map(|member| format!("{id} has {}", member.member_account)).collect();
        let read = message::group_message_get_simple::Request::new(id, 20u32);
        let mut messages = self.client.message().group_message_get_simple(read).items();
        while let Some(message) = messages.next().await {
            let Ok(message) = message else { break };
            lines.push(format!("{id} {} {}", message.msg_seq, message.from_account.unwrap()));
        }
        lines
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn people_and_naive_model_never_differ(steps in prop::collection::vec(step(), 1..80)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let simulator = simulator().await;
            let client = client_of(&simulator.base_url());
            let mut caller = Caller { client, messages: Vec::new(), groups: 0 };
            let mut naive = Naive::default();
            for step in &steps {
                prop_assert_eq!(caller.take(step).await, naive.take(step), "{:?}", step);
            }
            prop_assert_eq!(caller.view().await, naive.view());
            Ok(())
        })?;
    }
}
