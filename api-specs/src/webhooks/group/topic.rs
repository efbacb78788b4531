//! Webhooks of the topics of communities.

use crate::group::{CustomData, GroupKind};
use crate::{GroupId, TopicId, UserId, webhook};

const READ: &str = "2026-11-24";

/// Asks whether a topic may be created.
#[webhook(
    "Group.CallbackBeforeCreateTopic",
    before,
    page = 49463,
    own_codes(min = 10100, max = 10200)
)]
pub mod before_create_topic {
    pub struct Event {
        /// The user who creates the topic.
        pub operator_account: UserId,
        /// The kind of the group, always a community.
        pub kind: GroupKind,
        /// The name of the topic.
        pub name: String,
    }
}

/// Tells that a topic was created.
#[webhook("Group.CallbackAfterCreateTopic", after, page = 49464)]
pub mod after_create_topic {
    pub struct Event {
        /// The group.
        pub group_id: GroupId,
        /// The topic.
        pub topic_id: TopicId,
        /// The user who created the topic.
        pub operator_account: UserId,
        /// The owner of the group.
        pub owner_account: UserId,
        /// The kind of the group, always a community.
        pub kind: GroupKind,
        /// The name of the topic.
        pub name: String,
        /// The custom fields of the topic.
        pub user_defined_data_list: Vec<CustomData>,
    }
}

/// Tells that the name, the introduction, the notice or the picture of a topic changed.
#[webhook("Group.CallbackAfterTopicInfoChanged", after, page = 49466)]
pub mod after_topic_info_changed {
    pub struct Event {
        /// The group.
        pub group_id: GroupId,
        /// The kind of the group, always a community.
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
    }
}

/// Tells that topics were deleted.
#[webhook("Group.CallbackAfterTopicDestroyed", after, page = 49465)]
pub mod after_topic_destroyed {
    pub struct Event {
        /// The group.
        pub group_id: GroupId,
        /// The kind of the group, always a community.
        pub kind: GroupKind,
        /// The topics.
        pub topic_id_list: Vec<TopicId>,
    }
}
