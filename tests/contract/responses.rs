//! Facts of the wire that no sample shows: fields that are missing, large numbers, and names of older editions.

use tencent_chat::Endpoint;
use tencent_chat::codec::{self, Strictness};
use tencent_chat::group::{GroupKind, create_group, get_group_info, get_joined_group_list};
use tencent_chat::message::{admin_get_roam_message, group_message_get_simple};
use tencent_chat::rules;
use tencent_chat::schema::{FieldSpec, FieldType};

use super::{Spec, for_each_table, innermost};

fn response<R: Endpoint>(json: &str) -> R::Response {
    codec::read_response(json.as_bytes(), Strictness::Lenient).unwrap().0
}

#[test]
fn messages_without_the_fields_of_the_samples_are_read() {
    let group = response::<group_message_get_simple::Request>(
        r#"{"ErrorCode": 0, "GroupId": "g", "IsFinished": 1, "RspMsgList": [
            {"From_Account": "bob", "MsgSeq": 8, "MsgTimeStamp": 1, "CloudCustomData": "x"},
            {"IsPlaceMsg": 1, "MsgSeq": 7, "MsgTimeStamp": 1}]}"#,
    );
    let [message, place] = &group.rsp_msg_list[..] else { panic!("{group:?}") };
    assert_eq!(message.cloud_custom_data.as_deref(), Some("x"));
    assert_eq!((&message.is_place_msg, &place.from_account), (&None, &None));
    let roam = response::<admin_get_roam_message::Request>(
        r#"{"ErrorCode": 0, "Complete": 0, "MsgCnt": 1, "LastMsgTime": 1, "LastMsgKey": "k", "MsgList": [
            {"From_Account": "ann", "To_Account": "bob", "MsgSeq": 1, "MsgRandom": 2,
                "MsgTimeStamp": 3, "MsgFlagBits": 0, "MsgKey": "k"}]}"#,
    );
    assert_eq!(roam.msg_list[0].is_peer_read, None);
    let empty = r#"{"ErrorCode": 0, "Complete": 1, "MsgCnt": 0}"#;
    assert_eq!(response::<admin_get_roam_message::Request>(empty).last_msg_key, None);
}

#[test]
fn numbers_that_other_clients_chose_are_read_whatever_their_size() {
    for random in [-5, 8_912_345_678_901_i64] {
        let group = format!(
            r#"{{"ErrorCode": 0, "GroupId": "g", "IsFinished": 1, "RspMsgList": [
                {{"MsgSeq": 1, "MsgTimeStamp": 1, "MsgRandom": {random}}}]}}"#
        );
        let group = response::<group_message_get_simple::Request>(&group);
        assert_eq!(group.rsp_msg_list[0].msg_random, Some(random));
        let roam = format!(
            r#"{{"ErrorCode": 0, "Complete": 1, "MsgCnt": 1, "MsgList": [
                {{"From_Account": "ann", "To_Account": "bob", "MsgSeq": {random}, "MsgTimeStamp": 1,
                    "MsgRandom": {random}, "MsgFlagBits": 0, "MsgKey": "k"}}]}}"#
        );
        let roam = response::<admin_get_roam_message::Request>(&roam);
        assert_eq!((roam.msg_list[0].msg_seq, roam.msg_list[0].msg_random), (random, random));
    }
}

#[test]
fn no_integer_that_the_service_sends_is_narrower_than_64_bits() {
    for spec in Spec::all() {
        for_each_table(spec, &mut |path, table| {
            // A code has 32 bits.
            let is_code = |field: &FieldSpec| {
                field.is_status() || matches!(field.wire, "ErrorCode" | "SendMsgResult")
            };
            let data = table.fields.iter().filter(|field| !is_code(field));
            for field in data.filter(|_| !path.contains(" request") && !path.contains(" reply")) {
                if let FieldType::Integer { max, .. } = innermost(field.ty) {
                    assert!(max >= i64::MAX as u64, "{path}.{} ends at {max}", field.wire);
                }
            }
        });
    }
}

#[test]
fn groups_are_read_under_the_names_of_older_editions() {
    let info = response::<get_group_info::Request>(
        r#"{"ErrorCode": 0, "GroupInfo": [{"GroupId": "g", "ErrorCode": 0, "ShutUpAllMember": "On",
            "EnablePermission": 1, "DefaultPermission": 7,
            "MemberList": [{"Member_Account": "bob", "ShutUpUntil": 9}]}]}"#,
    );
    let group = &info.group_info[0];
    assert_eq!(group.mute_all_member, Some(true));
    assert_eq!((group.enable_permission_group, group.default_permissions), (Some(true), Some(7)));
    assert_eq!(group.member_list[0].mute_until_secs, Some(9));
    let joined = response::<get_joined_group_list::Request>(
        r#"{"ErrorCode": 0, "TotalCount": 1, "GroupIdList": [{"GroupId": "g", "ShutUpAllMember": "Off"}]}"#,
    );
    assert_eq!(joined.group_id_list[0].mute_all_member, Some(false));
}

#[test]
fn the_names_and_texts_of_a_group_have_the_length_of_the_newest_pages() {
    let create = |length| {
        let text = |max: usize| "x".repeat(max + length);
        let request = create_group::Request::new(GroupKind::Public, text(100));
        request.introduction(text(400)).notification(text(400)).face_url(text(500))
    };
    assert!(rules::validate(&create(0)).is_ok());
    assert_eq!(rules::validate(&create(1)).unwrap_err().as_slice().len(), 4);
}
