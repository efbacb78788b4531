//! The failed items of a call that succeeded.

use super::{item, kinds, read_response};
use crate::ErrorCode;
use crate::conversation::{create_contact_group, mark_contact};
use crate::rules::failed_items;

const RESPONSE: &str = r#"{"GroupResultItem":[{"GroupItem":{"GroupName":"a","GroupId":1},"ResultItem":[
    {"ContactItem":{"Type":1,"To_Account":"x"},"ResultCode":0,"ResultInfo":""},
    {"ContactItem":{"Type":1,"To_Account":"y"},"ResultCode":50001,"ResultInfo":"who?"}]}],"ErrorCode":0}"#;

#[test]
fn a_failed_item_is_found_with_its_path_and_code() {
    let response: create_contact_group::Response = read_response(RESPONSE.as_bytes()).unwrap();
    let failed = response.failed_items();
    assert_eq!(failed.len(), 1);
    assert_eq!(failed[0].path, "GroupResultItem[0].ResultItem[1]");
    assert_eq!(failed[0].code, Some(ErrorCode::USER_NOT_IMPORTED));
    assert!(format!("{:?}", failed[0].item).contains("who?"));
    assert_eq!(
        failed[0].to_string(),
        "`GroupResultItem[0].ResultItem[1]` of \"y\" failed with 50001 USER_NOT_IMPORTED"
    );
}

#[test]
fn an_item_knows_if_it_failed() {
    let response: create_contact_group::Response = read_response(RESPONSE.as_bytes()).unwrap();
    let items = &response.group_result_item[0].result_item;
    assert_eq!(items.iter().map(|item| item.is_failed()).collect::<Vec<_>>(), [false, true]);
}

#[test]
fn nothing_is_found_if_nothing_failed() {
    assert!(
        mark_contact::Response::new(Vec::<mark_contact::ResultItem>::new())
            .failed_items()
            .is_empty()
    );
    assert!(failed_items(&kinds()).is_empty() && failed_items(&item("x", 1)).is_empty());
}
