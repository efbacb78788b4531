//! Verifying webhooks, reading their events, and replying to them.

use std::time::Duration;

use crate::ErrorCode;
use crate::user_sig::{TextError, UnixTime};
use crate::webhook::c2c::{after_send_message, before_send_message};
use crate::webhook::{
    Delivery, OwnCode, Platform, Received, Refused, Verifier, Webhook, WebhookResponse, WebhookSpec,
};

const APP: u32 = 1_400_000_000;
const COMMAND: &str = "C2C.CallbackBeforeSendMsg";
const BODY: &str = r#"{"CallbackCommand":"C2C.CallbackBeforeSendMsg","From_Account":"jared","To_Account":"john",
    "MsgSeq":48374,"MsgRandom":2837546,"MsgTime":1557481126,"MsgKey":"48374_2837546_1557481126","OnlineOnlyFlag":1,
    "MsgBody":[{"MsgType":"TIMTextElem","MsgContent":{"Text":"red packet"}}],"CloudCustomData":"mine"}"#;

fn now() -> UnixTime {
    UnixTime::from_secs(1_669_872_112)
}

fn verifier() -> Verifier {
    Verifier::new(APP, "xxxxyyyy").unwrap()
}

fn query(change: impl Fn(String) -> String) -> Result<Delivery, Refused> {
    verifier().receive(&change(verifier().signed_query(COMMAND, now())), BODY, now())
}

fn deliver(command: &str, body: &str) -> Delivery {
    verifier().receive(&verifier().signed_query(command, now()), body, now()).unwrap()
}

fn before(body: &str) -> Received<before_send_message::Event> {
    match deliver(COMMAND, body).webhook {
        Webhook::C2cBeforeSendMessage(event) => event,
        other => panic!("{other:?}"),
    }
}

fn body_of(reply: &WebhookResponse) -> &str {
    str::from_utf8(reply.body()).unwrap()
}

#[test]
fn the_vector_of_the_documents_holds() {
    let query = verifier().signed_query(COMMAND, now());
    assert_eq!(
        query,
        "SdkAppid=1400000000&CallbackCommand=C2C.CallbackBeforeSendMsg&contenttype=json&ClientIP=127.0.0.1\
         &OptPlatform=RESTAPI\
         &Sign=17773bc39a671d7b9aa835458704d2a6db81360a5940292b587d6d760d484061&RequestTime=1669872112"
    );
}

#[test]
fn a_delivery_tells_all_that_the_service_does() {
    let delivery = deliver(COMMAND, BODY);
    assert_eq!(delivery.command, COMMAND);
    assert_eq!(delivery.sdk_app_id, APP);
    assert_eq!(delivery.client_ip.as_deref(), Some("127.0.0.1"));
    assert_eq!(delivery.platform, Some(Platform::RestApi));
    assert_eq!(delivery.request_time, Some(now()));
    assert!(delivery.oddities.is_empty());
    assert_eq!(delivery.raw, BODY.as_bytes());
    let event = before(BODY);
    assert_eq!(event.from_account.as_str(), "jared");
    assert!(event.online_only_flag);
    assert_eq!(event.msg_body.len(), 1);
}

#[test]
fn escapes_of_the_query_are_decoded() {
    let ip = |text: &str| query(|query| query.replace("127.0.0.1", text)).unwrap().client_ip;
    assert_eq!(ip("%3A%3A1").as_deref(), Some("::1"));
    assert_eq!(ip("a+b").as_deref(), Some("a b"));
    assert_eq!(ip("").as_deref(), Some(""));
    assert!(query(|query| query.replace("C2C.", "C2C%2E")).is_ok());
    assert!(query(|query| query.replace("Sdk", "%53dk")).is_ok());
    assert_eq!(query(|query| query + "&%53ign=1").unwrap_err(), Refused::Repeated("Sign"));
    assert!(query(|query| format!("&&{query}&=&lonely&%")).is_ok());
}

#[test]
fn platforms_are_compared_without_case() {
    let platform =
        |text: &str| query(|query| query.replace("RESTAPI", text)).unwrap().platform.unwrap();
    assert_eq!(platform("IOS"), Platform::Ios);
    assert_eq!(platform("iOS"), Platform::Ios);
    assert_eq!(platform("Mac"), Platform::MacOs);
    assert_eq!(platform("Harmony"), Platform::Other("Harmony".into()));
}

#[test]
fn a_refusal_says_which_check_failed() {
    let refused = |change: fn(String) -> String| query(change).unwrap_err();
    let cut = |query: String, name: &str| {
        let rest = query.split('&').filter(|part| !part.starts_with(name));
        rest.collect::<Vec<_>>().join("&")
    };
    assert_eq!(refused(|_| String::new()), Refused::Missing("SdkAppid"));
    assert_eq!(query(|query| cut(query, "Sign")).unwrap_err(), Refused::Missing("Sign"));
    assert_eq!(
        query(|query| cut(query, "RequestTime")).unwrap_err(),
        Refused::Missing("RequestTime")
    );
    assert_eq!(
        query(|query| cut(query, "CallbackCommand")).unwrap_err(),
        Refused::Missing("CallbackCommand")
    );
    assert_eq!(refused(|query| query + "&Sign=1"), Refused::Repeated("Sign"));
    assert_eq!(
        refused(|query| query.replace("1400000000", "1400000001")),
        Refused::OtherApp { found: 1_400_000_001, expected: APP }
    );
    for odd in ["", "-1", "+1", "1e9", "99999999999999999999"] {
        let change = |query: String| query.replace("1400000000", odd);
        let expected = match odd {
            "" => Refused::Missing("SdkAppid"),
            _ => Refused::NoNumber("SdkAppid"),
        };
        assert_eq!(query(change).unwrap_err(), expected, "{odd}");
    }
    assert_eq!(refused(|query| query.replace("1777", "1778")), Refused::WrongSign);
    assert_eq!(refused(|query| query.replace("Sign=1", "Sign=")), Refused::WrongSign);
    assert_eq!(refused(|query| query.replace("9872112", "9872113")), Refused::WrongSign);
    assert_eq!(
        refused(|query| query.replace("BeforeSendMsg", "AfterSendMsg")),
        Refused::CommandDiffers
    );
}

#[test]
fn the_window_is_open_on_both_sides() {
    let query = verifier().signed_query(COMMAND, now());
    let at = |seconds: u64| verifier().receive(&query, BODY, UnixTime::from_secs(seconds));
    let sent = now().as_secs();
    assert!(at(sent + 300).is_ok());
    assert!(at(sent - 300).is_ok());
    assert_eq!(at(sent + 301).unwrap_err(), Refused::Stale { seconds: 301, window: 300 });
    assert_eq!(at(sent - 301).unwrap_err(), Refused::Early { seconds: 301, window: 300 });
    let narrow = verifier().window(Duration::from_secs(1));
    assert!(narrow.receive(&query, BODY, UnixTime::from_secs(sent + 2)).is_err());
}

#[test]
fn two_tokens_hold_at_the_same_time() {
    let old = Verifier::new(APP, "old-token").unwrap();
    let both = Verifier::new(APP, "new-token").unwrap().token("old-token").unwrap();
    assert!(both.receive(&old.signed_query(COMMAND, now()), BODY, now()).is_ok());
    assert!(both.receive(&both.signed_query(COMMAND, now()), BODY, now()).is_ok());
    let refused = old.receive(&both.signed_query(COMMAND, now()), BODY, now());
    assert_eq!(refused.unwrap_err(), Refused::WrongSign);
}

#[test]
fn without_a_token_only_the_app_is_checked() {
    let open = Verifier::without_token(APP);
    let query = open.signed_query(COMMAND, now());
    assert!(!query.contains("Sign"));
    assert_eq!(open.receive(&query, BODY, now()).unwrap().request_time, None);
}

#[test]
fn a_token_that_cannot_be_one_is_refused() {
    assert_eq!(Verifier::new(APP, "").unwrap_err(), TextError::Empty);
    assert_eq!(Verifier::new(APP, "token\n").unwrap_err(), TextError::Character('\n'));
    assert!(Verifier::new(APP, "t".repeat(257)).is_err());
}

#[test]
fn a_token_is_not_shown() {
    let shown = format!("{:?}", verifier());
    assert!(!shown.contains("xxxxyyyy"), "{shown}");
}

#[test]
fn odd_values_become_empty_and_are_noted() {
    let body = BODY.replace("\"jared\"", "[]").replace("48374,", "\"many\",");
    let delivery = deliver(COMMAND, &body);
    assert_eq!(delivery.oddities.len(), 2);
    let event = before(&body);
    assert_eq!((event.from_account.as_str(), event.msg_seq), ("[]", 0));
    assert_eq!(event.to_account.as_str(), "john");
}

#[test]
fn what_cannot_be_read_is_kept() {
    for body in ["", "[]", "null", "{\"From_Account\"", "\u{1}", &"[".repeat(9_000)] {
        let delivery = deliver(COMMAND, body);
        let Webhook::Other(unread) = &delivery.webhook else { panic!("{delivery:?}") };
        assert!(unread.error().is_some(), "{body}");
        assert_eq!(delivery.raw, body.as_bytes());
        assert_eq!(body_of(&unread.allow()), body_of(&WebhookResponse::received()));
    }
    let delivery = deliver("New.Command", r#"{"CallbackCommand":"New.Command","Field":1}"#);
    assert!(matches!(&delivery.webhook, Webhook::Other(unread) if unread.error().is_none()));
    assert_eq!(delivery.spec().map(WebhookSpec::command), None);
}

#[test]
fn replies_are_written_as_in_the_documents() {
    let event = before(BODY);
    assert_eq!(body_of(&event.allow()), r#"{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":""}"#);
    assert_eq!(
        body_of(&event.forbid("no \"red\" packets")),
        r#"{"ActionStatus":"OK","ErrorCode":1,"ErrorInfo":"no \"red\" packets"}"#
    );
    assert_eq!(
        body_of(&event.forbid_with(OwnCode::new(120_001).unwrap(), "no")),
        r#"{"ActionStatus":"OK","ErrorCode":120001,"ErrorInfo":"no"}"#
    );
    assert_eq!(body_of(&event.discard()), r#"{"ActionStatus":"OK","ErrorCode":2,"ErrorInfo":""}"#);
    let reply = before_send_message::Reply::new().cloud_custom_data("ours");
    assert_eq!(
        body_of(&event.reply(reply).unwrap()),
        r#"{"CloudCustomData":"ours","ActionStatus":"OK","ErrorCode":0,"ErrorInfo":""}"#
    );
}

#[test]
fn own_codes_are_within_their_range() {
    type Code = OwnCode<120_001, 130_000>;
    assert_eq!(Code::new(130_000).map(ErrorCode::from), Ok(ErrorCode::new(130_000)));
    assert!(Code::new(120_000).is_err());
    assert!(Code::new(130_001).is_err());
}

#[test]
fn only_what_was_told_and_can_be_told_apart_has_a_key() {
    const AFTER: &str = "C2C.CallbackAfterSendMsg";
    let body = |command: &str| BODY.replace(COMMAND, command);
    assert_eq!(deliver(COMMAND, BODY).key(), None);
    let key = deliver(AFTER, &body(AFTER)).key().unwrap();
    assert_eq!(key.to_string().len(), 64);
    assert_eq!(deliver(AFTER, &body(AFTER)).key(), Some(key));
    assert_ne!(deliver(AFTER, &body(AFTER).replace("mine", "yours")).key(), Some(key));
    assert_eq!(deliver(AFTER, r#"{"From_Account":"a","To_Account":"b"}"#).key(), None);
}

#[test]
fn an_event_is_read_as_any_declared_type() {
    let delivery = deliver(COMMAND, BODY);
    assert!(delivery.event::<after_send_message::Event>().is_none());
    let (event, _) = delivery.event::<before_send_message::Event>().unwrap().unwrap();
    assert_eq!(event.to_account.as_str(), "john");
}
