//! Verifying and reading a webhook, compared with code written by hand over serde's derives: `cargo bench -p api-benches
//! --bench webhook`. The promise is 2 µs for a message.

#![allow(clippy::unwrap_used, reason = "a benchmark that cannot go on stops")]

mod measure;

use std::collections::BTreeMap;

use measure::{compare, head, used};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use tencent_chat::user_sig::UnixTime;
use tencent_chat::webhook::{Delivery, Refused, Verifier};

const APP: u32 = 1_400_000_000;
const TOKEN: &str = "a-token-of-the-console";
const OLD_TOKEN: &str = "the-token-before-it";
const NOW: u64 = 1_795_000_000;
const COMMAND: &str = "C2C.CallbackBeforeSendMsg";
const EVENT: &str = r#"{"CallbackCommand":"C2C.CallbackBeforeSendMsg","From_Account":"user15","To_Account":"user16","MsgSeq":48374,"MsgRandom":2837546,"MsgTime":1795000000,"MsgKey":"48374_2837546_1795000000","OnlineOnlyFlag":0,"MsgBody":[{"MsgType":"TIMTextElem","MsgContent":{"Text":"hello, are you there?"}}],"CloudCustomData":"some data of the app"}"#;

/// The handwritten code.
mod by_hand {
    use super::*;

    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    pub(super) struct Event {
        #[serde(rename = "From_Account")]
        from_account: String,
        #[serde(rename = "To_Account")]
        to_account: String,
        msg_seq: i64,
        msg_random: i64,
        msg_time: i64,
        msg_key: String,
        online_only_flag: i64,
        msg_body: Vec<Element>,
        cloud_custom_data: Option<String>,
    }

    #[derive(Deserialize)]
    #[serde(tag = "MsgType", content = "MsgContent")]
    enum Element {
        #[serde(rename = "TIMTextElem")]
        Text {
            #[serde(rename = "Text")]
            text: String,
        },
    }

    impl Event {
        /// Uses each field, so that none is left out.
        fn use_all(self) -> Self {
            used((&self.from_account, &self.to_account, &self.msg_key, &self.cloud_custom_data));
            used((self.msg_seq, self.msg_random, self.msg_time, self.online_only_flag));
            for Element::Text { text } in &self.msg_body {
                used(text);
            }
            self
        }
    }

    /// Without escapes, and with neither constant time nor a second token.
    pub(super) fn receive(query: &str, body: &[u8]) -> Option<Event> {
        let parameters: BTreeMap<_, _> =
            query.split('&').filter_map(|part| part.split_once('=')).collect();
        let time = parameters.get("RequestTime")?;
        let hash = Sha256::digest(format!("{TOKEN}{time}"));
        let sign: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
        let is_ours = parameters.get("SdkAppid")?.parse() == Ok(APP);
        let is_fresh = NOW.abs_diff(time.parse().ok()?) <= 300;
        let is_good = is_ours && is_fresh && *parameters.get("Sign")? == sign;
        is_good.then(|| serde_json::from_slice::<Event>(body).ok().map(Event::use_all))?
    }
}

fn ours(verifier: &Verifier, query: &str) -> Result<Delivery, Refused> {
    verifier.receive(query, EVENT, UnixTime::from_secs(NOW))
}

fn main() {
    let one = Verifier::new(APP, TOKEN).unwrap();
    let query = one.signed_query(COMMAND, UnixTime::from_secs(NOW));
    let two = one.clone().token(OLD_TOKEN).unwrap();
    let forged = query.replace("&Sign=", "&Sign=0");
    assert!(by_hand::receive(&query, EVENT.as_bytes()).is_some());
    assert!(ours(&one, &query).unwrap().oddities.is_empty());

    head("Verifying and reading a webhook");
    compare(
        "a message",
        20_000,
        &mut [
            ("by hand", &mut || used(by_hand::receive(&query, EVENT.as_bytes()).unwrap())),
            ("ours", &mut || used(ours(&one, &query).unwrap())),
            ("ours, with two tokens", &mut || used(ours(&two, &query).unwrap())),
        ],
    );
    head("Refusing a webhook");
    compare(
        "a wrong Sign",
        20_000,
        &mut [
            ("by hand", &mut || assert!(by_hand::receive(&forged, EVENT.as_bytes()).is_none())),
            ("ours, with two tokens", &mut || used(ours(&two, &forged).unwrap_err())),
        ],
    );
}
