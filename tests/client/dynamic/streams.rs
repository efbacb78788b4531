//! Pages and batches by description, compared with those of typed calls.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::{Value, json};
use support::{client_of, simulator};
use tencent_chat::account::{account_check, multiaccount_import};
use tencent_chat::conversation::{get_contact_group, get_list};
use tencent_chat::group::{
    GroupKind, create_group, get_group_member_info, get_joined_group_list, import_group_member,
};
use tencent_chat::message::{
    MessageElement, admin_get_roam_message, batch_send_message, group_message_get_simple,
    send_group_message, send_message,
};
use tencent_chat::{
    Batched, Batching, CallRequest, Client, Endpoint, EndpointSpec, Error, HttpResponse,
    MockTransport, Paged,
};
use tencent_chat_sim::{Conversation, Simulator};

use super::super::json_peer::{bodies, peer, users};
use super::{builder, samples};

/// The items and the pages of a stream, in JSON.
async fn read<R>(client: &Client, request: R) -> (Vec<Value>, Vec<Value>)
where
    R: Endpoint + Paged<Item: Serialize> + Clone,
    <R as CallRequest>::Response: Serialize,
{
    let mut all = (Vec::new(), Vec::new());
    let mut items = client.call(request.clone()).items();
    while let Some(item) = items.next().await {
        all.0.push(value(&item.unwrap()));
    }
    let mut pages = client.call(request).pages();
    while let Some(page) = pages.next().await {
        all.1.push(value(&page.unwrap().response));
    }
    all
}

async fn read_dynamically(
    client: &Client,
    spec: &'static EndpointSpec,
    request: &Value,
) -> (Vec<Value>, Vec<Value>) {
    let mut all = (Vec::new(), Vec::new());
    let mut items = client.call_dynamic(spec, request).items();
    while let Some(item) = items.next().await {
        all.0.push(item.unwrap());
    }
    let mut pages = client.call_dynamic(spec, request).pages();
    while let Some(page) = pages.next().await {
        all.1.push(value(&page.unwrap().response));
    }
    all
}

/// Reads a list both ways, and returns the path.
async fn is_read_alike<R>(client: &Client, request: R) -> &'static str
where
    R: Endpoint + Paged<Item: Serialize> + Clone + Serialize,
    <R as CallRequest>::Response: Serialize,
{
    let spec = R::spec();
    let json = value(&request);
    let typed = read(client, request).await;
    assert!(typed.0.len() > 2 && typed.1.len() > 1, "{}: it has one page", spec.path());
    assert_eq!(read_dynamically(client, spec, &json).await, typed, "{}", spec.path());
    spec.path()
}

/// A simulator with a user, Ann, who has more than a page of everything, and a group.
async fn full_simulator() -> (Simulator, Client, String) {
    let simulator = simulator().await;
    {
        let mut state = simulator.state();
        ["ann", "bob", "cat"].into_iter().for_each(|user| state.import_user(user));
        let contact = |number| Conversation::with_user(format!("user{number}"));
        state.create_contact_group("ann", "many", (0..150).map(contact)).unwrap();
        (0..150).for_each(|number| {
            state.touch_conversation("ann", contact(number), false).unwrap();
        });
    }
    let client = client_of(&simulator.base_url());
    let mut id = String::new();
    for name in ["one", "two", "three"] {
        let create = create_group::Request::new(GroupKind::Public, name).owner_account("ann");
        id = client.call(create).await.unwrap().group_id.as_str().to_owned();
    }
    for user in ["bob", "cat"] {
        let member = import_group_member::ImportedMember::new(user);
        client.call(import_group_member::Request::new(id.as_str(), [member])).await.unwrap();
    }
    for text in ["a", "b", "c", "d", "e"] {
        let request = send_message::Request::new("bob", [MessageElement::from(text)]);
        client.call(request.from_account("ann")).await.unwrap();
        let request = send_group_message::Request::new(id.as_str(), [MessageElement::from(text)]);
        client.call(request.from_account("ann")).await.unwrap();
    }
    (simulator, client, id)
}

#[tokio::test]
async fn streams_have_the_items_and_pages_of_typed_ones() {
    let (_simulator, client, id) = full_simulator().await;
    let client = &client;
    let conversations = get_list::Request::new("ann", 0u64, 0u64, 0u64, 0u64, 63u32);
    let grouped = get_contact_group::Request::new("ann", 0u64);
    let members = get_group_member_info::Request::new(id.as_str()).limit(2u32);
    let joined = get_joined_group_list::Request::new("ann").limit(2u32);
    let roaming = admin_get_roam_message::Request::new("ann", "bob", 2u32, 0u64, support::NOW + 10);
    let in_group = group_message_get_simple::Request::new(id.as_str(), 2u32);
    let read = BTreeSet::from([
        is_read_alike(client, conversations).await,
        is_read_alike(client, grouped).await,
        is_read_alike(client, members).await,
        is_read_alike(client, joined).await,
        is_read_alike(client, roaming).await,
        is_read_alike(client, in_group).await,
    ]);
    let paged =
        Simulator::endpoints().filter(|(spec, is_stateful)| *is_stateful && spec.pages().is_some());
    let paged: BTreeSet<_> = paged.map(|(spec, _)| spec.path()).collect();
    assert_eq!(read, paged, "each endpoint that responds in pages is read here");
}

fn value(part: &impl Serialize) -> Value {
    serde_json::to_value(part).unwrap()
}

/// A batch in JSON: its range, its items and its response, or the error.
type Told = Result<(std::ops::Range<usize>, Value, Value), String>;

/// Sends batches one by one until they end or fail, resumes once, and returns what was told.
async fn batched<R>(mut batches: Batching<R>) -> Vec<Told>
where
    R: Batched<Item: Serialize> + Serialize,
    R::Response: Serialize,
{
    let mut told = Vec::new();
    while let Some(batch) = batches.next().await {
        match batch {
            Ok(batch) => {
                told.push(Ok((batch.range, value(&batch.items), value(&batch.response))));
            }
            Err(error) => {
                let left = json!({"failed": value(&error.failed), "unsent": value(&error.unsent)});
                told.push(Err(format!("{:?} {left} {error}", error.range)));
                batches = error.resume();
            }
        }
    }
    told
}

/// Sends the request in batches both ways, with a peer that fails at the second call of each.
async fn is_batched_alike<R>(request: R, respond: fn(&Value) -> Value)
where
    R: Endpoint + Batched<Item: Serialize> + Serialize,
    <R as CallRequest>::Response: Serialize,
{
    let spec = R::spec();
    let json = value(&request);
    let failing = move || {
        let calls = std::sync::atomic::AtomicU32::new(0);
        move |request: &Value| match calls.fetch_add(1, std::sync::atomic::Ordering::Relaxed) {
            1 => json!({"ErrorCode": 70500, "ErrorInfo": "inside"}),
            _ => respond(request),
        }
    };
    let (mut typed_peer, typed) = peer(failing()).await;
    let (mut dynamic_peer, dynamic) = peer(failing()).await;
    let told = batched(typed.call(request.clone()).batches()).await;
    assert_eq!(batched(dynamic.call_dynamic(spec, &json).batches()).await, told);
    assert!(told.iter().filter(|told| told.is_err()).count() == 1 && told.len() == 4, "{told:?}");
    let sent = bodies(&mut typed_peer, 4).await;
    assert_eq!(bodies(&mut dynamic_peer, 4).await, sent, "{}", spec.path());

    let (_peer, client) = peer(respond).await;
    let typed = client.call(request).batches().await;
    let dynamic = client.call_dynamic(spec, &json).batches().await;
    let (typed, dynamic) = (typed.map_err(Error::from), dynamic.map_err(Error::from));
    let (typed, dynamic) = (typed.unwrap(), dynamic.unwrap());
    assert_eq!(value(&typed), value(&dynamic));
}

#[tokio::test]
async fn batches_are_those_of_typed_calls_and_continue_after_a_failure() {
    let items = users(0..250).into_iter().map(tencent_chat::account::AccountItem::new);
    is_batched_alike(account_check::Request::new(items.collect::<Vec<_>>()), |request| {
        let result =
            |item: &Value| json!({"UserID": item["UserID"], "ResultCode": 0, "ResultInfo": ""});
        let results: Vec<_> = request["CheckItem"].as_array().unwrap().iter().map(result).collect();
        json!({"ErrorCode": 0, "ResultItem": results})
    })
    .await;
    let accounts = users(0..250).into_iter().map(tencent_chat::account::ImportedAccount::new);
    let import = multiaccount_import::Request::new().account_list(accounts.collect::<Vec<_>>());
    is_batched_alike(import, |_| json!({"ErrorCode": 0, "FailAccounts": ["user7"]})).await;
    // The responses disagree on the key.
    let send = batch_send_message::Request::new(users(0..1200), ["hi"]).msg_random(7u32);
    is_batched_alike(
        send.msg_seq(8u32),
        |request| json!({"ActionStatus": "OK", "ErrorCode": 0, "MsgKey": request["To_Account"][0]}),
    )
    .await;
}

/// Whatever an endpoint calls its list, each of its items is sent once, in order, and the responses are joined.
#[tokio::test]
async fn every_list_that_can_be_split_is_split() {
    for spec in EndpointSpec::all() {
        let Some(list) = spec.batch() else { continue };
        let has_list = |request: &Value| request[list.wire].is_array();
        let requests = samples(spec, "requests");
        let mut request =
            requests.iter().find(|request| has_list(request)).unwrap_or(&requests[0]).clone();
        // A list that no sample has is one of users.
        let item = request[list.wire].get(0).cloned().unwrap_or_else(|| json!("user15"));
        request[list.wire] = Value::Array(vec![item; list.max + 1]);
        let mock = MockTransport::default();
        mock.on_any().always(HttpResponse::json(&samples(spec, "responses")[0]));
        let client = builder(&mock).build().unwrap();
        let mut batches = client.call_dynamic(spec, &request).batches();
        let one = batches.next().await.unwrap().unwrap();
        let other = batches.next().await.unwrap().unwrap();
        assert_eq!((one.range, other.range), (0..list.max, list.max..list.max + 1));
        assert!(batches.next().await.is_none());
        client.call_dynamic(spec, &request).batches().await.unwrap();
        let sizes = mock.requests();
        let sizes = sizes.iter().map(|request| request.json()[list.wire].as_array().unwrap().len());
        assert_eq!(sizes.collect::<Vec<_>>(), [list.max, 1, list.max, 1], "{}", spec.path());
    }
}
