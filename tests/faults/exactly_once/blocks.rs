//! The places where effects are looked up: each hundred calls have their own user, peer and room.

use std::collections::BTreeMap;

use support::NOW;
use tencent_chat::conversation::{ContactItem, search_contact_group};
use tencent_chat::group::{GroupKind, JoinedGroupFilter, create_group, get_joined_group_list};
use tencent_chat::message::admin_get_roam_message::RoamMessage;
use tencent_chat::message::group_message_get_simple::GroupMessage;
use tencent_chat::message::{MessageElement, admin_get_roam_message, group_message_get_simple};
use tencent_chat::{Call, Client, Paged, UserId};
use tencent_chat_sim::{Conversation, Simulator};

use super::actions::{Action, name_of};

/// Calls of a block: ten of each action, because a user has at most 20 conversation groups.
const SIZE: u32 = 100;

/// The existing effects of each call, by the names that the service gave them.
pub(crate) type Effects = BTreeMap<u32, Vec<String>>;

#[derive(Clone, Copy, Debug)]
pub(crate) struct Block(u32);

impl Block {
    /// The block of this call.
    pub(crate) fn of(number: u32) -> Self {
        Self(number / SIZE)
    }

    /// The blocks of `calls` calls.
    pub(crate) fn all(calls: u32) -> Vec<Self> {
        (0..calls.div_ceil(SIZE)).map(Self).collect()
    }

    pub(crate) fn numbers(self) -> std::ops::Range<u32> {
        self.0 * SIZE..(self.0 + 1) * SIZE
    }

    pub(crate) fn user(self) -> String {
        format!("user{}", self.0)
    }

    pub(crate) fn peer(self) -> String {
        format!("peer{}", self.0)
    }

    pub(crate) fn room(self) -> String {
        format!("room{}", self.0)
    }

    fn names(self, action: Action) -> impl Iterator<Item = String> {
        self.numbers().filter(move |number| Action::of(*number) == action).map(name_of)
    }

    /// Creates what the calls need, while nothing fails.
    pub(crate) async fn prepare(self, simulator: &Simulator, client: &Client) {
        let user = self.user();
        {
            let mut state = simulator.state();
            state.import_user(&user);
            state.import_user(self.peer());
            self.names(Action::DeleteAccount).for_each(|name| state.import_user(name));
            self.names(Action::AddFriend).for_each(|name| state.import_user(name));
            for name in self.names(Action::DeleteContactGroup) {
                state.create_contact_group(&user, &name, []).unwrap();
            }
            for name in self.names(Action::DeleteConversation) {
                state.touch_conversation(&user, Conversation::with_user(name), false).unwrap();
            }
        }
        let room = create_group::Request::new(GroupKind::Public, "room").group_id(self.room());
        client.call(room).await.unwrap();
    }

    /// Looks up the effects of the calls, while nothing fails.
    pub(crate) async fn effects(self, simulator: &Simulator, client: &Client) -> Effects {
        let mut effects: Effects = self.numbers().map(|number| (number, Vec::new())).collect();
        let found = [
            self.in_state(simulator),
            self.marks(client).await,
            self.groups(client).await,
            self.messages(client).await,
            self.group_messages(client).await,
        ];
        for (name, effect) in found.into_iter().flatten() {
            let number = name.strip_prefix("thing").and_then(|number| number.parse().ok());
            if let Some(number) = number {
                effects.get_mut(&number).unwrap().push(effect);
            }
        }
        effects
    }

    /// The effects that the simulator's state shows, by the names of the calls.
    fn in_state(self, simulator: &Simulator) -> Vec<(String, String)> {
        let state = simulator.state();
        let user = state.user(&self.user()).unwrap();
        let is_there = |name: &str| state.user(name).is_some();
        let has_group = |name: &str| user.contact_groups().any(|group| group == name);
        let has_conversation = |name: &str| {
            let sought = Conversation::with_user(name);
            user.conversations().any(|conversation| *conversation == sought)
        };
        let has_friend = |name: &str| user.friends().any(|friend| friend.as_str() == name);
        let is_done = |number: &u32| {
            let name = &*name_of(*number);
            match Action::of(*number) {
                Action::ImportAccount => is_there(name),
                Action::DeleteAccount => !is_there(name),
                Action::CreateContactGroup => has_group(name),
                Action::DeleteContactGroup => !has_group(name),
                Action::DeleteConversation => !has_conversation(name),
                Action::AddFriend => has_friend(name),
                _ => false,
            }
        };
        let effect = |number| {
            let name = name_of(number);
            let nick = state.user(&name).map(|user| user.nick().to_owned());
            let is_import = Action::of(number) == Action::ImportAccount;
            (name, nick.filter(|_| is_import).unwrap_or_default())
        };
        self.numbers().filter(is_done).map(effect).collect()
    }

    async fn marks(self, client: &Client) -> Vec<(String, String)> {
        let marked: Vec<_> =
            self.names(Action::MarkConversation).map(ContactItem::with_user).collect();
        let read = search_contact_group::Request::new(self.user(), marked);
        let found = client.call(read).await.unwrap().contact_result_item.into_iter();
        found
            .map(|mark| (mark.to_account.map(UserId::into_string).unwrap(), mark.standard_mark))
            .collect()
    }

    async fn groups(self, client: &Client) -> Vec<(String, String)> {
        let names = JoinedGroupFilter::new().group_base_info_filter(["Name"]);
        let read = get_joined_group_list::Request::new(self.user()).response_filter(names);
        let found = client.call(read).await.unwrap().group_id_list.into_iter();
        found.map(|group| (group.name.unwrap(), group.group_id.into_string())).collect()
    }

    pub(crate) async fn messages(self, client: &Client) -> Vec<(String, String)> {
        let (user, peer) = (self.user(), self.peer());
        let read = admin_get_roam_message::Request::new(user, peer, 100u32, NOW, u64::MAX);
        let name =
            |message: RoamMessage| (text_of(&message.msg_body), message.msg_key.into_string());
        all_of(client.call(read), name).await
    }

    async fn group_messages(self, client: &Client) -> Vec<(String, String)> {
        let read = group_message_get_simple::Request::new(self.room(), 20u32);
        let name =
            |message: GroupMessage| (text_of(&message.msg_body), message.msg_seq.to_string());
        all_of(client.call(read), name).await
    }
}

/// The items of all pages, named.
async fn all_of<R: Paged>(
    call: Call<R>,
    name: impl Fn(R::Item) -> (String, String),
) -> Vec<(String, String)> {
    let mut items = call.items();
    let mut found = Vec::new();
    while let Some(item) = items.next().await {
        found.push(name(item.unwrap()));
    }
    found
}

fn text_of(body: &[MessageElement]) -> String {
    match body {
        [MessageElement::Text(element)] => element.text.clone(),
        other => panic!("{other:?} was never sent"),
    }
}
