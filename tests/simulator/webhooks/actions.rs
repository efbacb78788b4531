//! The webhooks that the actions of calls cause.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use tencent_chat::friend::{AddType, DeleteType, friend_add, friend_delete};
use tencent_chat::group::*;
use tencent_chat::message::*;
use tencent_chat::profile::portrait_set;
use tencent_chat::webhook::WebhookSpec;
use tencent_chat::{Endpoint, GroupId, Tag, TagItem};

use super::*;

/// The webhooks that calls and changes of the state cause.
const CAUSED: [&str; 28] = [
    "C2C.CallbackAfterModifyMsg",
    "C2C.CallbackAfterMsgReadReceipt",
    "C2C.CallbackAfterMsgReport",
    "C2C.CallbackAfterMsgWithDraw",
    "C2C.CallbackAfterSendMsg",
    "C2C.CallbackBeforeSendMsg",
    "Group.CallbackAfterChangeGroupOwner",
    "Group.CallbackAfterCreateGroup",
    "Group.CallbackAfterCreateTopic",
    "Group.CallbackAfterGroupAttrChanged",
    "Group.CallbackAfterGroupDestroyed",
    "Group.CallbackAfterGroupFull",
    "Group.CallbackAfterGroupInfoChanged",
    "Group.CallbackAfterMemberExit",
    "Group.CallbackAfterMemberFieldChanged",
    "Group.CallbackAfterModifyMsg",
    "Group.CallbackAfterNewMemberJoin",
    "Group.CallbackAfterRecallMsg",
    "Group.CallbackAfterSendMsg",
    "Group.CallbackAfterTopicDestroyed",
    "Group.CallbackAfterTopicInfoChanged",
    "Group.CallbackBeforeCreateGroup",
    "Group.CallbackBeforeCreateTopic",
    "Group.CallbackBeforeInviteJoinGroup",
    "Group.CallbackBeforeSendMsg",
    "Profile.CallbackPortraitSet",
    "Sns.CallbackFriendAdd",
    "Sns.CallbackFriendDelete",
];

/// A simulator whose app receives webhooks.
struct Scene {
    app: Receiver,
    simulator: Simulator,
    client: Client,
    seen: BTreeSet<String>,
}

impl Scene {
    async fn start() -> Self {
        let app = silent_app().await;
        let (simulator, client) = simulator_for(&app).await;
        Self { app, simulator, client, seen: BTreeSet::new() }
    }

    /// Makes a call, and returns the webhooks that it causes.
    async fn call<R: Endpoint>(&mut self, request: R) -> Vec<Value> {
        self.client.call(request).await.unwrap();
        self.caused().await
    }

    /// Returns the webhooks since the last look. All fit their specs, or else the receiver fails.
    async fn caused(&mut self) -> Vec<Value> {
        self.simulator.flush_webhooks().await;
        let deliveries = std::mem::take(&mut *self.app.deliveries.lock().unwrap());
        self.seen.extend(deliveries.iter().map(|delivery| delivery.command.clone()));
        let bodies = deliveries.iter().map(|delivery| {
            assert!(!matches!(delivery.webhook, Webhook::Other(_)), "{:?}", delivery.webhook);
            serde_json::from_slice(&delivery.raw).unwrap()
        });
        bodies.collect()
    }

    async fn messages(&mut self) {
        let sent = self.client.call(to_bob("hello")).await.unwrap();
        assert_eq!(self.caused().await.len(), 2);
        let key = sent.msg_key.as_str();
        let modified = self.call(modify_c2c_message::Request::new("ann", "bob", key)).await;
        assert_eq!(modified[0]["MsgTime"], NOW);
        let read = c2c_message_read_receipt::ReadMessage::new("ann", "bob", key);
        let read = self.call(c2c_message_read_receipt::Request::new("bob", "ann", [read])).await;
        assert_eq!(read[0]["C2CMsgInfo"][0]["MsgKey"], key);
        assert_eq!(read[0]["EventTime"], NOW * 1000);
        self.simulator.state().mark_read("bob", "ann");
        assert_eq!(self.caused().await[0]["UnreadMsgNum"], 0);
        let recalled = self.call(admin_message_withdraw::Request::new("ann", "bob", key)).await;
        assert_eq!(recalled[0]["From_Account"], "ann");
    }

    async fn groups(&mut self) {
        let request = create_group::Request::new(GroupKind::Public, "Club").group_id("club");
        let created = self.call(request.owner_account("ann").max_member_count(3u32)).await;
        assert_eq!(created[0]["CreateGroupNum"], 0);
        let told = json!({
            "CallbackCommand": "Group.CallbackAfterCreateGroup", "GroupId": "club", "Name": "Club",
            "Operator_Account": ADMIN, "Owner_Account": "ann", "Type": "Public",
            "MemberList": [{"Member_Account": "ann"}], "UserDefinedDataList": [],
            "EventTime": NOW * 1000,
        });
        assert_eq!(created[1], told);
        let new = ["bob", "cat", "eve"].map(add_group_member::NewMember::new);
        let joined = self.call(add_group_member::Request::new("club", new)).await;
        assert_eq!(joined.len(), 3, "asked, joined, and the group is full");
        assert_eq!(joined[1]["NewMemberList"].as_array().unwrap().len(), 2);
        let changed = self.call(modify_group_base_info::Request::new("club").name("Pub")).await;
        assert_eq!(
            (&changed[0]["Name"], &changed[0]["Introduction"]),
            (&json!("Pub"), &Value::Null)
        );
        let silent = modify_group_base_info::Request::new("club").mute_all_member(false);
        assert_eq!(self.call(silent).await.len(), 0, "it changes no information");
        let owner = self.call(change_group_owner::Request::new("club", "bob")).await;
        assert_eq!(
            (&owner[0]["OldOwner_Account"], &owner[0]["NewOwner_Account"]),
            (&json!("ann"), &json!("bob"))
        );
        let card = modify_group_member_info::Request::new("club", "cat").name_card("Tom");
        assert_eq!(self.call(card).await[0]["NameCard"], "Tom");
        let attribute = [GroupAttribute::new("colour", "red")];
        let set = self.call(set_group_attribute::Request::new("club", attribute)).await;
        assert_eq!(set[0]["OptionType"], "set");
        let exit = self.call(delete_group_member::Request::new("club", ["cat", "eve"])).await;
        assert_eq!(exit[0]["ExitMemberList"], json!([{"Member_Account": "cat"}]));
    }

    async fn group_messages(&mut self) {
        let sent = self.call(send_group_message::Request::new("club", ["hello"])).await;
        assert_eq!(sent[1]["MsgSeq"], 1);
        let modified = modify_group_message::Request::new("club", 1u64).msg_body(["hi"]);
        assert_eq!(self.call(modified).await[0]["MsgSeq"], 1);
        let recalled = [MsgSeqItem::new(1u64), MsgSeqItem::new(9u64)];
        let recalled = self.call(group_message_recall::Request::new("club", recalled)).await;
        assert_eq!(recalled[0]["MsgSeqList"], json!([{"MsgSeq": 1}]));
        let destroyed = self.call(destroy_group::Request::new("club")).await;
        assert_eq!(
            (&destroyed[0]["Type"], &destroyed[0]["Name"]),
            (&json!("Public"), &json!("Pub"))
        );
    }

    async fn topics(&mut self) {
        let town = create_group::Request::new(GroupKind::Community, "Town");
        self.call(town.group_id("town").support_topic(true)).await;
        let created = self.call(create_topic::Request::new("town", "news").topic_id("t")).await;
        assert_eq!((&created[0]["Name"], &created[1]["TopicId"]), (&json!("news"), &json!("t")));
        let modified = self.call(modify_topic::Request::new("town", "t").topic_name("old")).await;
        assert_eq!(modified[0]["Name"], "old");
        let gone = self.call(destroy_topic::Request::new("town", ["t", "u"])).await;
        assert_eq!(gone[0]["TopicIdList"], json!(["t"]));
    }

    async fn people(&mut self) {
        let item = TagItem::new(Tag::ProfileNick, "Ann");
        let set = self.call(portrait_set::Request::new("ann", [item])).await;
        assert_eq!(set[0]["ProfileItem"][0]["Value"], "Ann");
        let item = friend_add::AddFriendItem::new("bob");
        let added = friend_add::Request::new("ann", [item]).add_type(AddType::Both);
        assert_eq!(self.call(added).await[0]["PairList"].as_array().unwrap().len(), 2);
        let deleted = friend_delete::Request::new("ann", ["bob"]).delete_type(DeleteType::Both);
        assert_eq!(self.call(deleted).await[0]["PairList"].as_array().unwrap().len(), 2);
    }
}

/// Every webhook is either caused by the state, as listed here, or left to the demand.
#[tokio::test]
async fn actions_cause_their_webhooks() {
    let mut scene = Scene::start().await;
    scene.messages().await;
    scene.groups().await;
    scene.group_messages().await;
    scene.topics().await;
    scene.people().await;
    assert_eq!(scene.seen, CAUSED.map(str::to_owned).into());
    assert!(CAUSED.iter().all(|command| WebhookSpec::find(command).is_some()));
}

/// Imports cause no webhooks.
#[tokio::test]
async fn imports_cause_no_webhooks() {
    let mut scene = Scene::start().await;
    let import = import_group::Request::new(GroupKind::Public, "Club").group_id("club");
    assert_eq!(scene.call(import).await.len(), 0);
    let member = import_group_member::ImportedMember::new("bob");
    let members = import_group_member::Request::new("club", [member]);
    assert_eq!(scene.call(members).await.len(), 0);
}

/// The app may take the ID of a new group, or destroy a group, while it is asked about it.
#[tokio::test]
async fn the_state_may_change_while_the_app_is_asked() {
    let shared: Arc<Mutex<Option<Client>>> = Arc::default();
    let within = Arc::clone(&shared);
    let app = Receiver::start_with(move |delivery| {
        let client = within.lock().unwrap().clone().unwrap();
        Box::pin(async move {
            match &delivery.webhook {
                Webhook::GroupBeforeCreateGroup(event) if event.name == "second" => {
                    let first = create_group::Request::new(GroupKind::Public, "first");
                    client.call(first.group_id("club")).await.unwrap();
                }
                Webhook::GroupBeforeSendMessage(event) => {
                    let id: GroupId = event.group_id.clone();
                    client.call(destroy_group::Request::new(id)).await.unwrap();
                }
                _ => {}
            }
            http(WebhookResponse::received())
        })
    })
    .await;
    let (simulator, client) = simulator_for(&app).await;
    *shared.lock().unwrap() = Some(client.clone());
    let second = create_group::Request::new(GroupKind::Public, "second").group_id("club");
    let error = client.call(second).await.unwrap_err();
    assert_eq!(error.code(), Some(ErrorCode::GROUP_ID_TAKEN));
    assert_eq!(simulator.state().group("club").unwrap().name(), "first");
    let message = send_group_message::Request::new("club", ["hello"]);
    let error = client.call(message).await.unwrap_err();
    assert_eq!(error.code(), Some(ErrorCode::GROUP_NOT_FOUND));
}
