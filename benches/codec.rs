//! Encoding and decoding, compared with serde's derives on the same structs, and the other checks and texts of a call:
//! `cargo bench -p api-benches --bench codec`. The response structs with derives include the envelope's fields and are
//! read in one pass, as ours are.

#![allow(clippy::unwrap_used, reason = "a benchmark that cannot go on stops")]

mod derived;
mod measure;

use std::pin::Pin;
use std::task::{Context, Waker};

use measure::{head, used};
use tencent_chat::codec::{self, Strictness};
use tencent_chat::conversation::delete_contact_group;
use tencent_chat::group::{get_group_member_info, import_group_member};
use tencent_chat::message::send_message;
use tencent_chat::schema::{Field, Record, RecordRef};
use tencent_chat::{Client, Credentials, HttpRequest};

/// Compares the cases, and asserts that ours allocates no more than the handwritten code. Allocations repeat exactly,
/// so `cargo test` asserts this too.
fn compare(what: &str, times: u32, cases: &mut [(&str, &mut dyn FnMut())]) {
    let measured = measure::compare(what, times, cases);
    for ((name, _), one) in cases.iter().zip(&measured) {
        let (allocated, allowed) = (one.allocations, measured[0].allocations);
        assert!(allocated <= allowed, "{what}, {name}: {allocated} allocations, by hand {allowed}");
    }
}

/// A response with `count` members of a group.
fn members(count: u32) -> Vec<u8> {
    let member = |number: u32| {
        format!(
            r#"{{"Member_Account":"user{number}","Role":"Member","JoinTime":{},"MsgSeq":{number},"MsgFlag":"AcceptAndNotify","LastSendMsgTime":{},"MuteUntil":0,"NameCard":"Number {number} of the group","AppMemberDefinedData":[{{"Key":"MemberDefined1","Value":"some data of the app, {number}"}},{{"Key":"MemberDefined2","Value":"more of them, with \"quotes\" and an accent: \u00e9"}}]}}"#,
            1_425_976_500 + number,
            1_425_986_500 + number,
        )
    };
    let members: Vec<_> = (0..count).map(member).collect();
    format!(
        r#"{{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0,"MemberNum":{count},"MemberList":[{}]}}"#,
        members.join(",")
    )
    .into()
}

/// Reads a response leniently, as calls do.
fn read<R: Record + Field>(body: &[u8]) -> R {
    let (response, oddities) = codec::read_response(body, Strictness::Lenient).unwrap();
    assert!(oddities.is_empty());
    response
}

fn decode() {
    head("Decoding a response");
    let small = derived::RESPONSE.as_bytes();
    compare(
        &format!("{} B", small.len()),
        100_000,
        &mut [
            ("derives", &mut || used(derived::read::<derived::DeletedGroups>(small))),
            ("ours", &mut || {
                used(read::<delete_contact_group::Response>(small));
            }),
        ],
    );
    for (count, times) in [(17, 5000), (340, 250)] {
        let body = members(count);
        compare(
            &format!("{} kB", body.len() / 1000),
            times,
            &mut [
                ("derives", &mut || used(derived::read::<derived::Members>(&body))),
                ("ours", &mut || {
                    used(read::<get_group_member_info::Response>(&body));
                }),
            ],
        );
    }
}

fn encode() {
    head("Encoding a request");
    let small = delete_contact_group::Request::new("user15", ["test0"]);
    let derived_small = derived::DeleteGroups::new("user15", &["test0"]);
    let message = send_message::Request::new("user16", ["hello"]).from_account("user15");
    let derived_message = derived::SendMessage::new("user16", "hello", "user15");
    let ours = |number: u32| {
        import_group_member::ImportedMember::new(format!("user{number}"))
            .join_time_secs(u64::from(number))
    };
    let list = import_group_member::Request::new("group", (0..300).map(ours).collect::<Vec<_>>());
    let derived_list = derived::ImportMembers::new("group", 300);
    assert_eq!(codec::to_json(RecordRef::new(&small)).unwrap(), derived::write(&derived_small));
    assert_eq!(codec::to_json(RecordRef::new(&list)).unwrap(), derived::write(&derived_list));
    assert_eq!(codec::to_json(RecordRef::new(&message)).unwrap(), derived::write(&derived_message));
    compare(
        "a short request",
        100_000,
        &mut [
            ("derives", &mut || used(derived::write(&derived_small))),
            ("ours", &mut || used(codec::to_json(RecordRef::new(&small)).unwrap())),
        ],
    );
    compare(
        "a message",
        100_000,
        &mut [
            ("derives", &mut || used(derived::write(&derived_message))),
            ("ours", &mut || used(codec::to_json(RecordRef::new(&message)).unwrap())),
        ],
    );
    compare(
        "a list of 300",
        1000,
        &mut [
            ("derives", &mut || used(derived::write(&derived_list))),
            ("ours", &mut || used(codec::to_json(RecordRef::new(&list)).unwrap())),
        ],
    );
}

/// Measures the checks of a request and the URL.
fn check() {
    head("Checking a request");
    let request = delete_contact_group::Request::new("user15", ["test0"]);
    let derived = derived::DeleteGroups::new("user15", &["test0"]);
    compare(
        "the constraints",
        100_000,
        &mut [
            ("by hand", &mut || used(derived.check())),
            ("ours", &mut || used(request.validate())),
        ],
    );
    head("Writing a URL");
    let post = post_of(request);
    let base = String::from("https://example.com");
    let user_sig = "x".repeat(200);
    compare(
        "the URL",
        100_000,
        &mut [
            ("by hand", &mut || used(derived::url(&base, &user_sig))),
            ("ours", &mut || used(post.expose_url())),
        ],
    );
}

/// The request as a transport receives it.
fn post_of(request: delete_contact_group::Request) -> HttpRequest {
    let credentials = Credentials::secret_key("administrator", "key");
    let (sender, receiver) = std::sync::mpsc::channel();
    let transport = move |request| {
        sender.send(request).unwrap();
        std::future::pending()
    };
    let client = Client::builder(derived::APP, credentials).base_url("https://example.com");
    let client = client.transport(transport).build().unwrap();
    let mut response = client.conversation().delete_contact_group(request).into_future();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    let _runtime = runtime.enter();
    let mut context = Context::from_waker(Waker::noop());
    assert!(Pin::new(&mut response).poll(&mut context).is_pending());
    receiver.recv().unwrap()
}

fn main() {
    decode();
    encode();
    check();
}
