//! Webhooks of groups as such: their creation, information, attributes and end.

use serde_json::Value;

use super::GroupMember;
use crate::group::{CustomData, GroupAttribute, GroupKind};
use crate::{GroupId, UserId, open_enum, webhook};

const READ: &str = "2026-11-24";

/// Asks whether a group may be created.
#[webhook(
    "Group.CallbackBeforeCreateGroup",
    before,
    page = 34368,
    own_codes(min = 10100, max = 10200)
)]
pub mod before_create_group {
    pub struct Event {
        /// The user who creates the group.
        pub operator_account: UserId,
        /// The owner of the group.
        pub owner_account: UserId,
        /// The kind of the group.
        pub kind: GroupKind,
        /// The name of the group.
        pub name: String,
        /// The number of groups of this kind that the user has created.
        pub create_group_num: u64,
        /// The numbers of groups of other kinds that the user has created. Known only from the SDK of doocs.
        pub created_group_num: Option<Value>,
        /// The initial members.
        pub member_list: Vec<GroupMember>,
        /// The policy for invitations, such as `DisableInvite`. Known only from the SDK of doocs.
        pub invite_option: Option<String>,
        /// The time of the event, in milliseconds since 1970 UTC.
        pub event_time_millis: u64,
    }
}

/// Tells that a group was created.
#[webhook("Group.CallbackAfterCreateGroup", after, page = 34369)]
pub mod after_create_group {
    pub struct Event {
        /// The group. The table of the page names it `groupID`.
        #[wire(alias("groupID"))]
        pub group_id: GroupId,
        /// The user who created the group.
        pub operator_account: UserId,
        /// The owner of the group.
        pub owner_account: UserId,
        /// The kind of the group.
        pub kind: GroupKind,
        /// The name of the group.
        pub name: String,
        /// The initial members.
        pub member_list: Vec<GroupMember>,
        /// The custom fields of the group.
        pub user_defined_data_list: Vec<CustomData>,
        /// The time of the event, in milliseconds since 1970 UTC.
        pub event_time_millis: u64,
    }
}

/// Tells that the name, the introduction, the notice or the picture of a group changed.
#[webhook("Group.CallbackAfterGroupInfoChanged", after, page = 34378)]
pub mod after_group_info_changed {
    pub struct Event {
        /// The group.
        pub group_id: GroupId,
        /// The kind of the group.
        pub kind: GroupKind,
        /// The user who made the change.
        pub operator_account: UserId,
        /// The new name, if it changed.
        pub name: Option<String>,
        /// The new introduction, if it changed.
        pub introduction: Option<String>,
        /// The new notice, if it changed.
        pub notification: Option<String>,
        /// The URL of the new picture, if it changed.
        pub face_url: Option<String>,
        /// The time of the event, in milliseconds since 1970 UTC.
        pub event_time_millis: u64,
    }
}

/// A change of a group's attributes.
#[open_enum]
pub enum AttributeChange {
    /// All attributes were replaced.
    #[wire("set")]
    Set,
    /// Some attributes were changed.
    #[wire("modify")]
    Modify,
    /// All attributes were deleted.
    #[wire("clear")]
    Clear,
    /// Some attributes were deleted.
    #[wire("delete")]
    Delete,
}

/// Tells that the attributes of a group changed.
#[webhook("Group.CallbackAfterGroupAttrChanged", after, page = 60394)]
pub mod after_group_attribute_changed {
    pub struct Event {
        /// The group.
        pub group_id: GroupId,
        /// The kind of the group.
        pub kind: GroupKind,
        /// The user who made the change.
        pub operator_account: UserId,
        /// The change.
        pub option_type: AttributeChange,
        /// The attributes that changed.
        pub group_attr: Vec<GroupAttribute>,
        /// The time of the event, in milliseconds since 1970 UTC.
        pub event_time_millis: u64,
    }
}

/// Tells that a group has another owner.
#[webhook("Group.CallbackAfterChangeGroupOwner", after, page = 60396)]
pub mod after_change_group_owner {
    pub struct Event {
        /// The group.
        pub group_id: GroupId,
        /// The kind of the group.
        pub kind: GroupKind,
        /// The user who made the change.
        pub operator_account: UserId,
        /// The former owner.
        pub old_owner_account: UserId,
        /// The new owner.
        pub new_owner_account: UserId,
        /// The time of the event, in milliseconds since 1970 UTC.
        pub event_time_millis: u64,
    }
}

/// Tells that a group has as many members as it may have.
#[webhook("Group.CallbackAfterGroupFull", after, page = 34376)]
pub mod after_group_full {
    pub struct Event {
        /// The group.
        pub group_id: GroupId,
        /// The time of the event, in milliseconds since 1970 UTC.
        pub event_time_millis: u64,
    }
}

/// Tells that a group was disbanded.
#[webhook("Group.CallbackAfterGroupDestroyed", after, page = 34377)]
pub mod after_group_destroyed {
    pub struct Event {
        /// The group.
        pub group_id: GroupId,
        /// The kind of the group.
        pub kind: GroupKind,
        /// The owner of the group.
        pub owner_account: UserId,
        /// The name of the group.
        pub name: String,
        /// The members; empty for a community.
        pub member_list: Vec<GroupMember>,
        /// The time of the event, in milliseconds since 1970 UTC.
        pub event_time_millis: u64,
    }
}

/// Tells that the app has created more than 70% of the groups that it may create today, net of those that were disbanded.
#[webhook("Group.CallbackOnDailyGroupQuotaAlarm", after, page = 57455)]
pub mod on_daily_group_quota_alarm {
    pub struct Event {
        /// The number of new groups today.
        pub quota_used: u64,
        /// The greatest number of new groups a day.
        pub quota: u64,
        /// The time of the event, in milliseconds since 1970 UTC.
        pub event_time_millis: u64,
    }
}
