//! The examples: each runs against a simulator, prints what it promises, and stands in the index.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{env, fs, process};

use support::{client_of, simulator};
use tencent_chat::account::{ImportedAccount, multiaccount_import};
use tencent_chat::{Effect, ErrorCode, ErrorKind};
use tencent_chat_sim::{Fault, Rule};

/// Declares a test for each example, with lines that its output must have.
macro_rules! examples {
    ($($name:ident [$($line:literal)+])+) => {
        #[path = "../../api-core/examples"]
        #[allow(
            dead_code,
            unreachable_pub,
            missing_debug_implementations,
            reason = "they are programs, whose `main` is not called"
        )]
        mod programs {
            pub(super) mod delete_contact_group;
            $(pub(super) mod $name;)+
        }

        $(#[tokio::test]
        async fn $name() {
            let mut out = Vec::new();
            programs::$name::run(&mut out).await.unwrap();
            let printed = String::from_utf8(out).unwrap();
            for line in [$($line),+] {
                let is_printed = printed.lines().any(|printed| printed.contains(line));
                assert!(is_printed, "{line:?} is not in\n{printed}");
            }
        })+

        /// The examples that the tests run.
        const NAMES: &[&str] = &["delete_contact_group", $(stringify!($name)),+];
    };
}

examples! {
    create_group [
        "created the group @TGS#"
        "adding dan: Joined"
        "adding eve: Failed"
        "adding bob: AlreadyMember"
        "\"Chess club\" has 4 members:"
        "  ann (Owner)"
        "  bob (Admin)"
        "  dan (Member)"
    ]
    friends [
        "cat is a friend now"
        "dan has been asked"
        "eve was not added: 30003 FRIEND_ACCOUNT_NOT_FOUND"
        "  cat: no remark"
        "  bob: Bobby, from school"
    ]
    group_attributes [
        r#"set: {"dish": "soup", "guest": "cat", "likes": "0"}"#
        r#"modified: {"dish": "soup", "guest": "cat", "likes": "17", "step": "salt it"}"#
        r#"deleted one: {"dish": "soup", "likes": "17", "step": "salt it"}"#
        "cleared: {}"
        "refused: modify_group_attribute"
        "`GroupAttr[0].key` has 36 bytes, allowed is at most 32"
    ]
    handle_errors [
        "the receiver does not exist:"
        "90012 TO_ACCOUNT_NOT_FOUND"
        "  -> check the key and the clock; `diagnose()` helps"
        "  -> make fewer calls, and repeat this one later"
        "  -> tell the caller that it does not exist"
        "  -> find out whether it took effect before you repeat it"
        "  -> do not repeat the call, because it took effect"
    ]
    import_accounts [
        "[                                   ] 0 of 350"
        "[####################               ] 200 of 350"
        "stopped: items 200 to 299: "
        "70398 ACCOUNTS_LIMIT"
        "[###################################] 350 of 350"
        "the service has 350 of 350 accounts"
    ]
    issue_user_sig [
        "issued UserSig(..) of "
        "valid for 7 days"
        "a second too late: the UserSig has expired"
        "for another user: the UserSig was issued to another identifier"
        "with another key: the UserSig was not signed with this key"
        "calls with the key: Ok"
        "calls with the UserSig: Ok"
    ]
    layer [
        "50001 USER_NOT_IMPORTED"
    ]
    mute [
        "bob is muted in the club for an hour"
        "  the club does not hear bob: "
        "10017 SENDER_MUTED"
        "0 members are muted: the club hears message 1"
        "bob is muted in one-to-one chats for ever: true"
        "  ann does not hear bob: "
        "20012 MESSAGE_SENDER_MUTED"
        "bob is unmuted: ann hears the message"
    ]
    own_endpoint [
        "  120001: the shop opens at nine"
        "refused before it is sent: `OrderItem[0].Count` is 100, allowed is 1 to 99"
        "order (v4/private_shop/order): 120001 SHOP_CLOSED, the shop opens at nine; "
        "retryable: true"
    ]
    page_history [
        r#"page of 20: "message 26" to "message 45""#
        r#"page of 20: "message 6" to "message 25""#
        r#"page of 5: "message 1" to "message 5""#
        r#"found "message 10" after 25 messages"#
    ]
    profile [
        r#"  Tag_Profile_IM_Nick = "Ann""#
        "  Tag_Profile_IM_BirthDay = 20000101"
        r#"  Tag_Profile_Custom_Badge = "gold""#
        "of \"eve\" failed with 40003 PROFILE_ACCOUNT_NOT_FOUND"
    ]
    push_by_tags [
        "of \"eve\" failed with 70107 ACCOUNT_NOT_FOUND"
        "ann has the tags news and sailing"
        "pushed as task administrator_"
        "ann got \"Regatta\""
        "ann got \"The regatta is off\" (recalled)"
    ]
    send_message [
        "bob got from ann:"
        "  text     Look at her!"
        "  picture  1920 x 1080: https://example.com/cat.png"
        "  picture  198 x 111: https://example.com/cat-small.png"
        r#"  custom   {"order": 17}"#
    ]
    topics [
        "  Routes: All about Routes"
        "  Routes of the Alps (muted): All about Routes"
        "deleted 1 topics"
        "failed with 110003 TOPIC_DELETED"
        "1 topics:"
    ]
    webhook [
        "\"buy gold\" was not sent: "
        "20006 "
        "\"hello\" was sent"
        "notified: ann wrote to bob"
    ]
}

/// The folder of the examples.
fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../api-core/examples")
}

#[test]
fn each_example_is_run_and_stands_in_the_index() {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "rs") {
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            files.insert(name, fs::read_to_string(&path).unwrap());
        }
    }
    let mut run = NAMES.to_vec();
    run.sort_unstable();
    assert_eq!(run, files.keys().collect::<Vec<_>>(), "add an example to the list above");

    let mut rows = Vec::new();
    for (name, source) in &files {
        let docs: Vec<_> = source.lines().map_while(|line| line.strip_prefix("//!")).collect();
        let command = format!("cargo run --example {name}");
        assert!(docs.iter().any(|line| line.contains(&command)), "{name} does not show {command}");
        rows.push(format!("| [{name}]({name}.rs) |{} |", docs[0]));
    }
    let index = fs::read_to_string(folder().join("README.md")).unwrap();
    let mut listed: Vec<_> = index.lines().filter(|line| line.starts_with("| [")).collect();
    listed.sort_unstable();
    assert_eq!(listed, rows, "each row is the name and the first line of the docs");
}

#[tokio::test]
async fn the_example_of_errors_provokes_every_kind() {
    let mut out = Vec::new();
    programs::handle_errors::run(&mut out).await.unwrap();
    let printed = String::from_utf8(out).unwrap();
    for kind in ErrorKind::ALL {
        assert!(printed.contains(&format!("\n  {kind}, effect ")), "{kind} is not in\n{printed}");
    }
    for effect in Effect::ALL {
        assert!(printed.contains(&format!(", effect {effect}, ")), "{effect} is not in\n{printed}");
    }
}

#[tokio::test]
async fn an_import_that_stops_at_any_fault_sends_no_batch_again_that_is_done() {
    let accounts: Vec<_> =
        (0..250).map(|number| ImportedAccount::new(format!("new{number}"))).collect();
    let progress = env::temp_dir().join(format!("examples-{}", process::id()));
    // The number of the batch that fails, the fault, and the first accounts of the batches that the service gets.
    for (at, fault, sent) in [
        (1, Fault::Code(ErrorCode::ACCOUNTS_LIMIT), ["new0", "new0", "new100", "new200"]),
        (2, Fault::Status(502), ["new0", "new100", "new100", "new200"]),
        (3, Fault::ResetAfter, ["new0", "new100", "new200", "new200"]),
    ] {
        let simulator = simulator().await;
        let client = client_of(&simulator.base_url());
        simulator.state().add_rule(Rule::new(fault).every(at));
        let import = programs::import_accounts::import;
        import(&mut Vec::new(), &client, &accounts, &progress).await.unwrap_err();
        // The third run finds that nothing is left.
        for _ in 0..2 {
            import(&mut Vec::new(), &client, &accounts, &progress).await.unwrap();
        }
        fs::remove_file(&progress).unwrap();
        let state = simulator.state();
        let requests = state.requests_of::<multiaccount_import::Request>();
        let first = |request: &multiaccount_import::Request| {
            request.account_list.as_ref().unwrap()[0].user_id.to_string()
        };
        assert_eq!(requests.iter().map(first).collect::<Vec<_>>(), sent);
        assert!(accounts.iter().all(|account| state.user(account.user_id.as_str()).is_some()));
    }
}

#[tokio::test]
async fn the_example_prints_what_the_readme_shows() {
    let mut out = Vec::new();
    programs::delete_contact_group::run(&mut out, |_| None, "user15", "test0").await.unwrap();
    let printed = String::from_utf8(out).unwrap();
    let promised = include_str!("../../README.md");
    assert!(promised.contains(&printed), "the README shows another output than\n{printed}");
}

#[tokio::test]
async fn the_example_names_what_is_missing_for_the_real_service() {
    let vars = |name: &str| (name == "CHAT_REGION").then(|| "china".to_owned());
    let mut out = Vec::new();
    let error = programs::delete_contact_group::run(&mut out, vars, "user15", "test0")
        .await
        .unwrap_err()
        .to_string();
    for name in ["CHAT_SDK_APP_ID", "CHAT_SECRET_KEY", "CHAT_IDENTIFIER"] {
        assert!(error.contains(&format!("{name} is not set")), "{error}");
    }
    assert!(!error.contains("CHAT_REGION"), "{error}");
    assert!(out.is_empty(), "nothing was tried");
}
