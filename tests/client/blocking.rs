//! Calls from threads that may block, and from threads that may not.

use serde_json::json;
use support::{ADMIN, APP, KEY, client_of, lean_client_of, simulator};
use tencent_chat::account::{AccountItem, account_check};
use tencent_chat::conversation::delete_contact_group::Request;
use tencent_chat::conversation::{ConversationKind, get_contact_group};
use tencent_chat::{
    Client, Credentials, Effect, Error, ErrorKind, HttpResponse, MockTransport, Region,
};
use tencent_chat_sim::Simulator;
use tokio::runtime::{Builder, Runtime};
use tokio::task::{LocalSet, block_in_place, coop};

/// Starts a runtime with one worker, and a simulator in it that responds while other threads block.
fn start() -> (Runtime, Simulator) {
    let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let simulator = runtime.block_on(simulator());
    (runtime, simulator)
}

fn current_thread() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

/// Makes one call that the service responds to.
fn ask(client: &Client) -> Result<(), Error> {
    let request = account_check::Request::new([AccountItem::new("user15")]);
    client.account().account_check(request).send_blocking().map(drop)
}

fn is_refused(result: Result<(), Error>) {
    let error = result.unwrap_err();
    assert_eq!((error.kind(), error.effect()), (ErrorKind::Configuration, Effect::None));
    assert_eq!(
        error.to_string(),
        "could not block: this thread polls an async task: await the call, or make it within \
         `tokio::task::spawn_blocking`"
    );
}

#[test]
fn every_blocking_form_works_on_a_plain_thread() {
    let (_runtime, simulator) = start();
    let client = client_of(&simulator.base_url());
    let delete = || client.conversation().delete_contact_group(Request::new("user15", ["test0"]));
    assert_eq!(delete().send_blocking().unwrap().group_item.len(), 1);
    assert_eq!(delete().send_blocking().unwrap_err().kind(), ErrorKind::Service);

    let read = get_contact_group::Request::new("user15", 0u64);
    let mut items = client.conversation().get_contact_group(read).items();
    assert_eq!(items.next_blocking().unwrap().unwrap().kind, ConversationKind::C2c);
    assert!(items.next_blocking().is_none());

    let check = || {
        let items = vec![AccountItem::new("user15"); 150];
        client.account().account_check(account_check::Request::new(items)).batches()
    };
    let mut batches = check();
    assert_eq!(batches.next_blocking().unwrap().unwrap().range, 0..100);
    assert_eq!(batches.next_blocking().unwrap().unwrap().response.result_item.len(), 50);
    assert!(batches.next_blocking().is_none());
    assert_eq!(check().send_blocking().unwrap().result_item.len(), 150);

    let raw = client.call_raw(
        "v4/im_open_login_svc/account_check",
        &json!({"CheckItem": [{"UserID": "user15"}]}),
    );
    assert_eq!(raw.send_blocking().unwrap()["ErrorCode"], 0);
    assert!(client.diagnose_blocking().unwrap().is_ok());
}

#[test]
fn blocking_works_wherever_a_thread_may_block() {
    let (runtime, simulator) = start();
    for client in [client_of(&simulator.base_url()), lean_client_of(&simulator.base_url())] {
        ask(&client).unwrap();
        {
            let _entered = runtime.enter();
            ask(&client).unwrap();
        }
        for runtime in [&runtime, &current_thread()] {
            let other = client.clone();
            runtime.block_on(runtime.spawn_blocking(move || ask(&other))).unwrap().unwrap();
            let other = client.clone();
            let handle = runtime.handle().clone();
            std::thread::spawn(move || {
                let _entered = handle.enter();
                ask(&other)
            })
            .join()
            .unwrap()
            .unwrap();
        }
        // The one worker of the simulator's runtime continues elsewhere.
        let other = client.clone();
        runtime
            .block_on(runtime.spawn(async move { block_in_place(|| ask(&other)) }))
            .unwrap()
            .unwrap();
        runtime.block_on(async { block_in_place(|| ask(&client)) }).unwrap();
    }
}

#[test]
fn blocking_is_refused_where_an_async_task_is_polled() {
    let (runtime, simulator) = start();
    let client = client_of(&simulator.base_url());
    for runtime in [&runtime, &current_thread()] {
        is_refused(runtime.block_on(async { ask(&client) }));
        let other = client.clone();
        is_refused(runtime.block_on(runtime.spawn(async move { ask(&other) })).unwrap());
        let other = client.clone();
        let local = LocalSet::new();
        is_refused(runtime.block_on(local.run_until(async move { ask(&other) })));
    }
    // Runs within a task that has little budget left before it must yield.
    let spent = async {
        for _ in 0..127 {
            coop::consume_budget().await;
        }
        let before = coop::has_budget_remaining();
        let refused = ask(&client);
        assert!(before && coop::has_budget_remaining(), "the budget is returned");
        refused
    };
    is_refused(runtime.block_on(spent));
    ask(&client).unwrap();
}

#[test]
fn every_blocking_form_is_refused_and_loses_nothing() {
    let (runtime, simulator) = start();
    let client = client_of(&simulator.base_url());
    let check = account_check::Request::new(vec![AccountItem::new("user15"); 150]);
    let check = || client.account().account_check(check.clone()).batches();
    runtime.block_on(async {
        let read = get_contact_group::Request::new("user15", 0u64);
        let mut items = client.conversation().get_contact_group(read).items();
        is_refused(items.next_blocking().unwrap().map(drop));
        assert!(items.next().await.unwrap().is_ok(), "it continues");
        is_refused(client.call_raw("v4/a/b", &json!({})).send_blocking().map(drop));
        is_refused(client.diagnose_blocking().map(drop));
        let error = check().send_blocking().unwrap_err();
        assert_eq!((error.unsent.check_item.len(), error.range.clone()), (150, 0..0));
        assert_eq!(error.resume().await.unwrap().result_item.len(), 150);
        let mut batches = check();
        assert_eq!(batches.next().await.unwrap().unwrap().range, 0..100);
        let error = batches.next_blocking().unwrap().unwrap_err();
        let mut batches = error.resume();
        assert_eq!(batches.next().await.unwrap().unwrap().range, 100..150);
        is_refused(check().send_blocking().map(drop).map_err(Error::from));
    });
}

#[test]
fn a_finished_stream_is_not_refused() {
    let (runtime, simulator) = start();
    let client = client_of(&simulator.base_url());
    // The simulator refuses an empty list.
    let mock = MockTransport::default();
    let nothing = HttpResponse::success(&account_check::Response::new(Vec::<
        account_check::ResultItem,
    >::new()));
    mock.on::<account_check::Request>().always(nothing);
    let builder = Client::builder(APP, Credentials::secret_key(ADMIN, KEY)).region(Region::China);
    let indulgent = builder.transport(mock).build().unwrap();
    let check = |count| {
        let items = vec![AccountItem::new("user15"); count];
        indulgent.account().account_check(account_check::Request::new(items)).batches()
    };
    runtime.block_on(async {
        let read = get_contact_group::Request::new("user15", 0u64);
        let mut items = client.conversation().get_contact_group(read).items();
        while items.next().await.is_some() {}
        assert!(items.next_blocking().is_none());
        for count in [0, 1, 100] {
            let mut batches = check(count);
            assert_eq!(batches.next().await.unwrap().unwrap().range, 0..count);
            assert!(batches.next_blocking().is_none(), "no call is left, {count}");
            assert!(batches.send_blocking().unwrap().result_item.is_empty());
        }
        // The results joined before an error are kept when nothing is left to send.
        let error = check(0).send_blocking().unwrap_err();
        assert_eq!(error.resume().await.unwrap().result_item.len(), 0);
        let mut batches = check(150);
        assert!(batches.next().await.unwrap().is_ok());
        let mut error = batches.next_blocking().unwrap().unwrap_err();
        assert_eq!((error.range.clone(), error.unsent.check_item.len()), (100..100, 50));
        error.unsent.check_item.clear();
        assert!(error.resume().send_blocking().is_ok(), "no call is left");
    });
}

#[test]
fn many_threads_wait_at_once() {
    let (_runtime, simulator) = start();
    let client = client_of(&simulator.base_url());
    std::thread::scope(|scope| {
        let calls: Vec<_> = (0..16).map(|_| scope.spawn(|| ask(&client))).collect();
        assert!(calls.into_iter().all(|call| call.join().unwrap().is_ok()));
    });
}
