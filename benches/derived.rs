//! The same structs as users would write them by hand, with serde's derives.

#![allow(dead_code, reason = "each benchmark uses a part; decoded fields are not read")]

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// The sample response of the page.
pub(crate) const RESPONSE: &str = r#"{"GroupItem":[{"GroupName":"test0","GroupId":2}],"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":""}"#;

/// Reads a response and checks its code, as a caller has to.
pub(crate) fn read<T: DeserializeOwned + HasCode>(json: &[u8]) -> T {
    let response: T = serde_json::from_slice(json).unwrap();
    assert_eq!(response.code(), 0);
    response
}

pub(crate) fn write<T: Serialize>(request: &T) -> Vec<u8> {
    serde_json::to_vec(request).unwrap()
}

pub(crate) trait HasCode {
    fn code(&self) -> i32;
}

macro_rules! responses {
    ($($name:ident { $($wire:literal $(($option:ident))? $field:ident: $ty:ty,)* })*) => {$(
        #[derive(Deserialize)]
        pub(crate) struct $name {
            #[serde(rename = "ActionStatus")]
            pub(crate) action_status: Option<ActionStatus>,
            #[serde(rename = "ErrorCode")]
            pub(crate) error_code: i32,
            #[serde(rename = "ErrorInfo")]
            pub(crate) error_info: Option<String>,
            #[serde(rename = "ErrorDisplay")]
            pub(crate) error_display: Option<String>,
            $(#[serde(rename = $wire $(, $option)?)] pub(crate) $field: $ty,)*
        }

        impl HasCode for $name {
            fn code(&self) -> i32 {
                self.error_code
            }
        }
    )*};
}

#[derive(Deserialize)]
pub(crate) enum ActionStatus {
    #[serde(rename = "OK")]
    Ok,
    #[serde(rename = "FAIL")]
    Fail,
}

responses! {
    DeletedGroups {
        "GroupItem" (default) group_item: Vec<Group>,
    }
    Members {
        "MemberNum" member_num: Option<u32>,
        "MemberList" (default) member_list: Vec<Member>,
        "Next" next: Option<String>,
    }
}

#[derive(Deserialize)]
pub(crate) struct Group {
    #[serde(rename = "GroupName")]
    pub(crate) group_name: String,
    #[serde(rename = "GroupId")]
    pub(crate) group_id: u64,
}

#[derive(Deserialize)]
pub(crate) struct Member {
    #[serde(rename = "Member_Account")]
    pub(crate) member_account: String,
    #[serde(rename = "Role")]
    pub(crate) role: Option<MemberRole>,
    #[serde(rename = "JoinTime")]
    pub(crate) join_time: Option<u64>,
    #[serde(rename = "MsgSeq")]
    pub(crate) msg_seq: Option<u64>,
    #[serde(rename = "MsgFlag")]
    pub(crate) msg_flag: Option<Flag>,
    #[serde(rename = "LastSendMsgTime")]
    pub(crate) last_send_msg_time: Option<u64>,
    #[serde(rename = "MuteUntil")]
    pub(crate) mute_until: Option<u64>,
    #[serde(rename = "NameCard")]
    pub(crate) name_card: Option<String>,
    #[serde(rename = "AppMemberDefinedData", default)]
    pub(crate) app_member_defined_data: Vec<Data>,
}

#[derive(Deserialize)]
pub(crate) enum MemberRole {
    Owner,
    Admin,
    Member,
}

#[derive(Deserialize)]
pub(crate) enum Flag {
    AcceptAndNotify,
    AcceptNotNotify,
    Discard,
}

#[derive(Deserialize)]
pub(crate) struct Data {
    #[serde(rename = "Key")]
    pub(crate) key: String,
    #[serde(rename = "Value")]
    pub(crate) value: String,
}

#[derive(Serialize)]
pub(crate) struct DeleteGroups {
    #[serde(rename = "From_Account")]
    from_account: String,
    #[serde(rename = "GroupName")]
    group_name: Vec<String>,
}

impl DeleteGroups {
    pub(crate) fn new(from_account: &str, group_name: &[&str]) -> Self {
        let group_name = group_name.iter().map(|name| (*name).to_owned()).collect();
        Self { from_account: from_account.to_owned(), group_name }
    }

    /// Checks the constraints as handwritten code would.
    pub(crate) fn check(&self) -> Result<(), String> {
        if self.group_name.len() != 1 {
            return Err(format!("GroupName: {} items, must be 1", self.group_name.len()));
        }
        match self.group_name.iter().find(|name| name.len() > 32) {
            Some(name) => Err(format!("GroupName: {} bytes, at most 32", name.len())),
            None => Ok(()),
        }
    }
}

pub(crate) const APP: u32 = 1_400_000_000;

const PATH: &str = "v4/recentcontact/del_contact_group";

/// Builds the URL of a call as handwritten code would.
pub(crate) fn url(base: &str, user_sig: &str) -> String {
    let random = fastrand::u32(..);
    format!(
        "{base}/{PATH}?sdkappid={APP}&identifier=administrator&usersig={user_sig}&random={random}&contenttype=json"
    )
}

#[derive(Serialize)]
pub(crate) struct SendMessage {
    #[serde(rename = "SyncOtherMachine", skip_serializing_if = "Option::is_none")]
    sync_other_machine: Option<u8>,
    #[serde(rename = "From_Account", skip_serializing_if = "Option::is_none")]
    from_account: Option<String>,
    #[serde(rename = "To_Account")]
    to_account: String,
    #[serde(rename = "MsgLifeTime", skip_serializing_if = "Option::is_none")]
    msg_life_time: Option<u32>,
    #[serde(rename = "MsgSeq", skip_serializing_if = "Option::is_none")]
    msg_seq: Option<u32>,
    #[serde(rename = "MsgRandom", skip_serializing_if = "Option::is_none")]
    msg_random: Option<u32>,
    #[serde(rename = "MsgBody")]
    msg_body: Vec<Element>,
    #[serde(rename = "CloudCustomData", skip_serializing_if = "Option::is_none")]
    cloud_custom_data: Option<String>,
}

#[derive(Serialize)]
#[serde(tag = "MsgType", content = "MsgContent")]
enum Element {
    #[serde(rename = "TIMTextElem")]
    Text {
        #[serde(rename = "Text")]
        text: String,
    },
}

impl SendMessage {
    pub(crate) fn new(to_account: &str, text: &str, from_account: &str) -> Self {
        Self {
            sync_other_machine: None,
            from_account: Some(from_account.to_owned()),
            to_account: to_account.to_owned(),
            msg_life_time: None,
            msg_seq: None,
            msg_random: None,
            msg_body: vec![Element::Text { text: text.to_owned() }],
            cloud_custom_data: None,
        }
    }
}

#[derive(Serialize)]
pub(crate) struct ImportMembers {
    #[serde(rename = "GroupId")]
    group_id: String,
    #[serde(rename = "MemberList")]
    member_list: Vec<ImportedMember>,
}

#[derive(Serialize)]
struct ImportedMember {
    #[serde(rename = "Member_Account")]
    member_account: String,
    #[serde(rename = "Role", skip_serializing_if = "Option::is_none")]
    role: Option<&'static str>,
    #[serde(rename = "JoinTime", skip_serializing_if = "Option::is_none")]
    join_time: Option<u64>,
    #[serde(rename = "UnreadMsgNum", skip_serializing_if = "Option::is_none")]
    unread_msg_num: Option<u32>,
}

impl ImportMembers {
    pub(crate) fn new(group_id: &str, count: u32) -> Self {
        let member = |number: u32| ImportedMember {
            member_account: format!("user{number}"),
            role: None,
            join_time: Some(number.into()),
            unread_msg_num: None,
        };
        Self { group_id: group_id.to_owned(), member_list: (0..count).map(member).collect() }
    }
}
