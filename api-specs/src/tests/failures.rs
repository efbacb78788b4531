//! The failed items of a call that succeeded.

use super::{item, kinds, read_odd, read_response};
use crate::ErrorCode;
use crate::conversation::{create_contact_group, mark_contact};
use crate::rules::failed_items;
use crate::{endpoint, object};

/// An item whose status is an unsigned number.
#[object]
pub struct Removal {
    #[wire(status(failed = 0))]
    pub deleted: u32,
}

/// Removes things.
#[endpoint("v4/made_up/remove", crate = "crate")]
pub mod remove {
    pub struct Request {}

    pub struct Response {
        pub items: Vec<Removal>,
    }
}

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

#[test]
fn a_status_may_be_an_unsigned_number() {
    let body = r#"{"Items":[{"Deleted":1},{"Deleted":0},{"Deleted":"x"}],"ErrorCode":0}"#;
    let (response, _) = read_odd::<remove::Response>(body).unwrap();
    let paths: Vec<_> = response.failed_items().into_iter().map(|item| item.path).collect();
    assert_eq!(paths, ["Items[1]", "Items[2]"]);
    assert_eq!(
        response.items.iter().map(Removal::is_failed).collect::<Vec<_>>(),
        [false, true, true]
    );
}
