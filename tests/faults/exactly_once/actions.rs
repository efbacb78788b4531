//! The actions of calls.

use tencent_chat::account::{AccountItem, account_delete, account_import};
use tencent_chat::conversation::{
    ContactItem, ConversationKind, OptType, create_contact_group, delete, delete_contact_group,
    mark_contact,
};
use tencent_chat::friend::friend_add;
use tencent_chat::group::{GroupKind, create_group};
use tencent_chat::message::{send_group_message, send_message};
use tencent_chat::{Client, Error};

use super::blocks::Block;

/// The action of a call: idempotent, not idempotent, or one whose copies the service drops.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Action {
    ImportAccount,
    DeleteAccount,
    CreateContactGroup,
    DeleteContactGroup,
    DeleteConversation,
    MarkConversation,
    AddFriend,
    CreateGroup,
    SendMessage,
    SendGroupMessage,
}

pub(crate) const ACTIONS: &[Action] = &[
    Action::ImportAccount,
    Action::DeleteAccount,
    Action::CreateContactGroup,
    Action::DeleteContactGroup,
    Action::DeleteConversation,
    Action::MarkConversation,
    Action::AddFriend,
    Action::CreateGroup,
    Action::SendMessage,
    Action::SendGroupMessage,
];

impl Action {
    /// The action of the call of this number.
    pub(crate) fn of(number: u32) -> Self {
        ACTIONS[number as usize % ACTIONS.len()]
    }
}

/// The name that a call of this number uses, and no other call does.
pub(crate) fn name_of(number: u32) -> String {
    format!("thing{number}")
}

/// Makes the call of this number. Returns the name that the service gave the result, if it gave one.
pub(crate) async fn make(client: &Client, number: u32) -> Result<String, Error> {
    let block = Block::of(number);
    let (user, name) = (block.user(), name_of(number));
    match Action::of(number) {
        Action::ImportAccount => {
            let import = account_import::Request::new(&name).nick(&name);
            client.call(import).await.map(|_| name)
        }
        Action::DeleteAccount => {
            let delete = account_delete::Request::new([AccountItem::new(&name)]);
            client.call(delete).await.map(|_| String::new())
        }
        Action::CreateContactGroup => {
            let group =
                create_contact_group::GroupContactItem::new(name, Vec::<ContactItem>::new());
            let create = create_contact_group::Request::new(user, [group]);
            client.call(create).await.map(|_| String::new())
        }
        Action::DeleteContactGroup => {
            let delete = delete_contact_group::Request::new(user, [name]);
            client.call(delete).await.map(|_| String::new())
        }
        Action::DeleteConversation => {
            let delete = delete::Request::new(user, ConversationKind::C2c).to_account(name);
            client.call(delete).await.map(|_| String::new())
        }
        Action::MarkConversation => {
            let item = ContactItem::with_user(name);
            let mark = mark_contact::MarkItem::new(OptType::Standard, item).set_mark([1u32]);
            let mark = mark_contact::Request::new(user, [mark]);
            client.call(mark).await.map(|_| "01".to_owned())
        }
        Action::AddFriend => {
            let add = friend_add::Request::new(user, [friend_add::AddFriendItem::new(name)]);
            client.call(add).await.map(|_| String::new())
        }
        Action::CreateGroup => {
            let create = create_group::Request::new(GroupKind::Public, name).owner_account(user);
            client.call(create).await.map(|created| created.group_id.into_string())
        }
        Action::SendMessage => {
            let send = send_message::Request::new(block.peer(), [name]).from_account(user);
            client.call(send).await.map(|sent| sent.msg_key.into_string())
        }
        Action::SendGroupMessage => {
            let send = send_group_message::Request::new(block.room(), [name]).from_account(user);
            client.call(send).await.map(|sent| sent.msg_seq.to_string())
        }
    }
}
