//! Webhooks of the moderation of content. Known only from the SDK of doocs.

use crate::audit::{AuditContentType, AuditLabel};
use crate::conversation::ContactItem;
use crate::{UserId, open_enum, webhook};

/// The place of moderated content.
#[open_enum]
pub enum ModerationScene {
    /// One-to-one messages.
    #[wire("C2C")]
    C2c,
    /// Custom one-to-one messages.
    #[wire("C2CCustom")]
    C2cCustom,
    /// Group messages.
    Group,
    /// Custom group messages.
    GroupCustom,
    /// Profiles of groups.
    GroupInfo,
    /// Profiles of members in their groups.
    GroupMemberInfo,
    /// Friends and other relationships.
    RelationChain,
    /// Profiles of users.
    UserInfo,
}

// `AuditAdvice` has `Pass` where this has `Normal`.
/// The advice of the moderating service.
#[open_enum]
pub enum ModerationAdvice {
    /// Block the content.
    Block,
    /// Let a person look at it.
    Review,
    /// Let the content pass.
    Normal,
}

/// Tells the result of a moderation.
#[webhook("ContentCallback.ResultNotify", after, partial)]
pub mod result_notify {
    pub struct Event {
        /// The place of the content.
        pub scene: Option<ModerationScene>,
        /// The user who wrote the content.
        pub from_account: Option<UserId>,
        /// The conversation of the message, if the content is one.
        pub contact_item: Option<ContactItem>,
        /// The type of the content.
        pub content_type: Option<AuditContentType>,
        /// The texts, if the content is one; several if the message is custom.
        pub text_content: Vec<String>,
        /// The URL of the content, unless it is a text.
        #[wire("FileURL")]
        pub file_url: Option<String>,
        /// The `MsgKey` of a one-to-one message, or the `MsgSeq` of a group message, unless it was not sent.
        #[wire("MsgID")]
        pub msg_id: Option<String>,
        /// `true` if the content was blocked.
        pub ctxcb_result: Option<bool>,
        /// The ID of the moderation.
        pub ctxcb_request_id: Option<String>,
        /// The keywords that the text has.
        pub ctxcb_keywords: Vec<String>,
        /// The advice.
        pub ctxcb_suggestion: Option<ModerationAdvice>,
        /// The category of the violation.
        pub ctxcb_label: Option<AuditLabel>,
        /// The sender's own data, if the content is a message.
        pub cloud_custom_data: Option<String>,
    }
}
