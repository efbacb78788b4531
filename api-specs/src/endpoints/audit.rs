//! Moderation of content, and the keywords of cloud and local moderation, by pages of November 2025.
//!
//! Each page was read in part: tables of responses and codes were not reached. No page of local moderation was found; it
//! is known from an SDK.
//!
//! The docs of the client's handle, `Audit`, say how these endpoints are called, with an example.

use crate::{ErrorCode, endpoint, object, open_enum};

const READ: &str = "2026-11-24";

/// The policy by which content is moderated: that for the place where it would appear.
#[open_enum]
pub enum AuditPolicy {
    /// One-to-one messages.
    #[wire("C2C")]
    C2c,
    /// Group messages.
    Group,
    /// Profiles of users.
    UserInfo,
    /// Profiles of groups.
    GroupInfo,
    /// Profiles of members in their groups.
    GroupMemberInfo,
    /// Friends and other relationships.
    RelationChain,
}

/// The type of moderated content.
#[open_enum]
pub enum AuditContentType {
    /// A text.
    Text,
    /// The URL of an image.
    Image,
    /// The URL of a sound.
    Audio,
    /// The URL of a video.
    Video,
}

/// The advice of moderation.
#[open_enum]
pub enum AuditAdvice {
    /// Let the content pass.
    Pass,
    /// Let a person look at it.
    Review,
    /// Block the content.
    Block,
}

/// The category of a violation.
#[open_enum]
pub enum AuditLabel {
    /// No violation.
    Normal,
    /// Politics.
    Polity,
    /// Pornography.
    Porn,
    /// Something illegal.
    Illegal,
    /// Abuse.
    Abuse,
    /// Terror.
    Terror,
    /// Advertising.
    Ad,
    /// Something sexual.
    Sexy,
    /// Several of these.
    Composite,
}

/// Moderates a text, an image, a sound or a video.
///
/// The response has the result for a text or an image. A webhook brings that for a sound or a video.
#[endpoint("v4/im_msg_audit/content_moderation", page = 77827, rate = 200, partial)]
pub mod content_moderation {
    pub struct Request {
        /// The policy.
        pub audit_name: AuditPolicy,
        /// The type of the content.
        pub content_type: AuditContentType,
        /// The content, or its URL, of at most 8 KB. An image has at most 5 MB.
        pub content: String,
        /// A sender by whom the console can filter.
        pub ext_sender: Option<String>,
        /// A receiver by whom the console can filter.
        pub ext_receiver: Option<String>,
    }
    pub struct Response {
        /// The ID of the request.
        pub request_id: Option<String>,
        /// The advice for a text or an image.
        pub result: Option<AuditAdvice>,
        /// The malice of a text or an image, from 0 to 100.
        pub score: Option<u64>,
        /// The category.
        pub label: Option<AuditLabel>,
        /// The keywords that were found; empty if the model alone found the violation.
        pub keywords: Vec<String>,
    }
    pub const ERRORS: &[ErrorCode] = &[];
}

/// Moderates several texts and images.
///
/// Each content has a separate result, which may be a failure even if the call succeeds.
#[endpoint("v4/im_msg_audit/batch_content_moderation", rate = 200, partial)]
#[batch("Contents")]
pub mod batch_content_moderation {
    pub struct Request {
        /// The policy.
        pub audit_name: AuditPolicy,
        /// The contents.
        #[wire(items(max = 10))]
        pub contents: Vec<AuditContent>,
        /// A sender by whom the console can filter.
        pub ext_sender: Option<String>,
        /// A receiver by whom the console can filter.
        pub ext_receiver: Option<String>,
    }
    /// A content to moderate.
    pub struct AuditContent {
        /// A number that no other content of the request has.
        pub content_id: u64,
        /// The type: a text or an image.
        pub content_type: AuditContentType,
        /// The text, or the URL of the image, of at most 8 KB. An image has at most 5 MB.
        pub content: String,
    }
    pub struct Response {
        /// The result for each content.
        pub audit_results: Vec<AuditResult>,
    }
    /// The result for a content.
    pub struct AuditResult {
        /// The status code; 0 is success.
        #[wire(status)]
        pub error_code: ErrorCode,
        /// The error text of the service.
        pub error_info: Option<String>,
        /// The number of the content in the request.
        pub content_id: Option<u64>,
        /// The advice.
        pub result: Option<AuditAdvice>,
        /// The keywords that were found; empty if the model alone found the violation.
        pub keywords: Vec<String>,
        /// The malice, from 0 to 100.
        pub score: Option<u64>,
        /// The category.
        pub label: Option<AuditLabel>,
        /// The category within that of `label`.
        pub sub_label: Option<String>,
        /// The ID of this moderation.
        pub request_id: Option<String>,
    }
    pub const ERRORS: &[ErrorCode] = &[];
}

/// Reads the keyword libraries of cloud moderation.
#[endpoint("v4/im_msg_audit_mgr/get_cloud_audit_keywords_ids", rate = 200, partial, idempotent)]
#[pages("Infos", total = "TotalCount", offset("Offset", limit = "Limit"))]
pub mod get_cloud_audit_keywords_ids {
    pub struct Request {
        /// The app.
        #[wire(app_id)]
        pub sdk_app_id: Option<u32>,
        /// The number of libraries to skip.
        pub offset: u32,
        /// The maximum number of libraries on a page.
        #[wire(range(max = 100))]
        pub limit: u32,
    }
    pub struct Response {
        /// The ID of the request.
        pub request_id: Option<String>,
        /// The number of libraries on all pages.
        pub total_count: Option<u64>,
        /// The libraries of this page.
        pub infos: Vec<KeywordLibrary>,
    }
    /// A keyword library. Its fields are those of a `CloudKeyword`, but mean something else.
    pub struct KeywordLibrary {
        /// The ID, which calls about the library's keywords take as `lib_id`.
        #[wire("ID")]
        pub id: Option<String>,
        /// The name.
        pub lib_name: Option<String>,
        /// The content. The sample lacks it.
        pub content: Option<String>,
        /// The description.
        pub describe: Option<String>,
        /// The time of its creation, such as `2023-02-20 13:53:44 +0800 CST`.
        pub create_time: Option<String>,
        /// The advice for content with a keyword of the library, such as `Block`. The source does not list the values.
        pub suggestion: Option<String>,
    }
    pub const ERRORS: &[ErrorCode] = &[];
}

/// Reads the keywords of a library of cloud moderation.
#[endpoint(
    "v4/im_msg_audit_mgr/get_cloud_audit_keywords",
    page = 77830,
    rate = 200,
    partial,
    idempotent
)]
#[pages("Infos", total = "TotalCount", offset("Offset", limit = "Limit"))]
pub mod get_cloud_audit_keywords {
    pub struct Request {
        /// The app.
        #[wire(app_id)]
        pub sdk_app_id: Option<u32>,
        /// The number of keywords to skip.
        pub offset: u32,
        /// The maximum number of keywords on a page.
        #[wire(range(max = 100))]
        pub limit: u32,
        /// The library.
        #[wire("LibID")]
        pub lib_id: String,
        /// A part of the keywords to read. By default all are read.
        pub content: Option<String>,
    }
    pub struct Response {
        /// The ID of the request.
        pub request_id: Option<String>,
        /// The number of keywords on all pages.
        pub total_count: Option<u64>,
        /// The keywords of this page.
        pub infos: Vec<CloudKeyword>,
    }
    /// A keyword. The sample lacks the name, the description and the advice.
    pub struct CloudKeyword {
        /// The ID of the keyword.
        #[wire("ID")]
        pub id: Option<String>,
        /// The name of the library.
        pub lib_name: Option<String>,
        /// The keyword.
        pub content: Option<String>,
        /// The description.
        pub describe: Option<String>,
        /// The time of its creation, such as `2023-06-24 23:45:04`.
        pub create_time: Option<String>,
        /// The advice for content with the keyword. The source does not list the values.
        pub suggestion: Option<String>,
    }
    pub const ERRORS: &[ErrorCode] = &[];
}

/// Adds keywords to a library of cloud moderation.
///
/// The list of error codes says that a call takes at most 10 keywords; the page was not read that far.
#[endpoint("v4/im_msg_audit_mgr/add_cloud_audit_keywords", page = 77831, rate = 200, partial)]
#[batch("UserKeywords", max = 10)]
pub mod add_cloud_audit_keywords {
    pub struct Request {
        /// The app.
        #[wire(app_id)]
        pub sdk_app_id: Option<u32>,
        /// The library.
        #[wire("LibID")]
        pub lib_id: String,
        /// The keywords.
        pub user_keywords: Vec<NewKeyword>,
    }
    /// A keyword to add.
    pub struct NewKeyword {
        /// The keyword.
        pub content: String,
        /// The category of content that has the keyword.
        pub label: Option<AuditLabel>,
    }
    pub struct Response {
        /// The ID of the request.
        pub request_id: Option<String>,
    }
    pub const ERRORS: &[ErrorCode] = &[];
}

/// Deletes keywords from a library of cloud moderation.
#[endpoint(
    "v4/im_msg_audit_mgr/delete_cloud_audit_keywords",
    page = 77832,
    rate = 200,
    partial,
    idempotent
)]
#[batch("Keywords")]
pub mod delete_cloud_audit_keywords {
    pub struct Request {
        /// The app.
        #[wire(app_id)]
        pub sdk_app_id: Option<u32>,
        /// The library.
        #[wire("LibID")]
        pub lib_id: String,
        /// The keywords.
        #[wire(items(max = 10))]
        pub keywords: Vec<String>,
    }
    pub struct Response {
        /// The ID of the request.
        pub request_id: Option<String>,
        /// The number of deleted keywords. A sample has 0 although a keyword was deleted: rely on `details`.
        pub count: Option<u64>,
        /// The result for each keyword.
        pub details: Vec<KeywordDeletion>,
    }
    /// The result for a keyword.
    pub struct KeywordDeletion {
        /// The ID of the keyword.
        #[wire("KeywordID")]
        pub keyword_id: Option<String>,
        /// The keyword.
        pub keyword: Option<String>,
        /// `true` if the keyword was deleted.
        #[wire(flag(on = true, off = false))]
        pub deleted: Option<bool>,
        /// The error text of the service.
        pub error_info: Option<String>,
    }
    pub const ERRORS: &[ErrorCode] = &[];
}

/// The kind of a keyword of local moderation.
#[open_enum]
pub enum LocalKeywordKind {
    /// A plain word.
    Plain = 1,
    /// A regular expression.
    RegularExpression = 2,
}

/// The effect of a keyword of local moderation on a text that has it.
#[open_enum]
pub enum LocalFilter {
    /// The keyword is replaced.
    Replace = 1,
    /// The text is blocked.
    Block = 2,
}

/// A keyword of local moderation. The source does not say which fields adding and deleting need.
#[object]
pub struct LocalKeyword {
    /// The keyword.
    pub keyword: Option<String>,
    /// The kind.
    pub word_type: Option<LocalKeywordKind>,
    /// The effect on a text that has the keyword.
    pub filter_type: Option<LocalFilter>,
    /// The ID of the keyword.
    pub id: Option<u64>,
    /// The text that replaces the keyword.
    pub replaced_content: Option<String>,
    /// The time of the last change. The source does not give the format.
    pub update_time: Option<String>,
}

/// Reads the keywords of local moderation.
///
/// Paging ends at an empty page, because the source does not say which of the numbers counts all keywords of the pages.
#[endpoint("v4/im_msg_audit_mgr/get_local_audit_keywords", partial, idempotent)]
#[pages("LocalAuditWords", offset("Offset", limit = "Limit"))]
pub mod get_local_audit_keywords {
    pub struct Request {
        /// The app.
        #[wire(app_id)]
        pub sdk_app_id: Option<u32>,
        /// The effect of the keywords to read.
        pub filter_type: LocalFilter,
        /// The number of keywords to skip.
        pub offset: u32,
        /// The maximum number of keywords on a page.
        #[wire(range(max = 100))]
        pub limit: u32,
        /// A part of the keywords to read. By default all are read.
        pub keyword: Option<String>,
    }
    pub struct Response {
        /// The ID of the request.
        pub request_id: Option<String>,
        /// The keywords of this page.
        pub local_audit_words: Vec<LocalKeyword>,
        /// The number of keywords of the app.
        pub total_count: Option<u64>,
        /// The number of regular expressions of the app.
        pub total_reg_count: Option<u64>,
        /// The number of keywords that the request selects.
        pub cur_count: Option<u64>,
        /// The number of regular expressions that the request selects.
        pub cur_reg_count: Option<u64>,
    }
    pub const ERRORS: &[ErrorCode] = &[];
}

/// Adds keywords of local moderation.
#[endpoint("v4/im_msg_audit_mgr/add_local_audit_keywords", partial)]
#[batch("LocalAuditWords")]
pub mod add_local_audit_keywords {
    pub struct Request {
        /// The app.
        #[wire(app_id)]
        pub sdk_app_id: Option<u32>,
        /// The keywords.
        #[wire(items(max = 10))]
        pub local_audit_words: Vec<LocalKeyword>,
    }
    pub struct Response {
        /// The ID of the request.
        pub request_id: Option<String>,
    }
    pub const ERRORS: &[ErrorCode] = &[];
}

/// Deletes keywords of local moderation.
#[endpoint("v4/im_msg_audit_mgr/delete_local_audit_keywords", partial, idempotent)]
#[batch("LocalAuditWords")]
pub mod delete_local_audit_keywords {
    pub struct Request {
        /// The app.
        #[wire(app_id)]
        pub sdk_app_id: Option<u32>,
        /// The keywords.
        #[wire(items(max = 10))]
        pub local_audit_words: Vec<LocalKeyword>,
    }
    pub struct Response {
        /// The ID of the request.
        pub request_id: Option<String>,
    }
    pub const ERRORS: &[ErrorCode] = &[];
}
