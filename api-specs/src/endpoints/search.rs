//! Cloud search for users, groups and their members, by the Chinese pages (269/114547 to 114549) of November 2025.
//!
//! Each page was read in part: tables of responses and codes were not reached.
//!
//! The docs of the client's handle, `Search`, say how these endpoints are called, with an example.

use crate::group::GroupKind;
use crate::{ErrorCode, GroupId, Tag, UserId, endpoint, open_enum};

/// The combination of several keywords.
#[open_enum]
pub enum KeywordMatchType {
    /// One of the keywords is enough.
    Or = 0,
    /// All keywords must match.
    And = 1,
}

/// The gender of a user.
#[open_enum]
pub enum UserGenderType {
    /// Female.
    #[wire("Gender_Type_Female")]
    Female,
    /// Male.
    #[wire("Gender_Type_Male")]
    Male,
}

/// Searches users by parts of the nickname, or by the exact ID.
///
/// The part of the page that was read has no cursor in the response, so its further pages are not typed.
#[endpoint("v4/user_search/search", rate = 2, partial, idempotent)]
pub mod user_search {
    pub struct Request {
        /// The gender. Defaults to any.
        pub user_gender_type: Option<UserGenderType>,
        /// The earliest birthday, a number whose meaning is up to the app.
        pub user_birth_start: Option<u64>,
        /// The latest birthday, more than the earliest.
        pub user_birth_end: Option<u64>,
        /// The combination of the keywords. Defaults to [`Or`](KeywordMatchType::Or).
        pub keyword_match_type: Option<KeywordMatchType>,
        /// The keywords.
        pub keywords: Vec<String>,
        /// The maximum number of users on a page.
        #[wire(range(max = 100))]
        pub count: u32,
        /// Cursor of the page. Not for the first page.
        pub cursor: Option<String>,
    }
    pub struct Response {
        /// `true` on the last page.
        #[wire(flag(on = true, off = false))]
        pub is_finish: Option<bool>,
        /// The number of users on all pages.
        pub total_count: Option<u64>,
        /// The users of this page.
        pub users: Vec<FoundUser>,
    }
    /// A user who was found.
    pub struct FoundUser {
        /// The user.
        #[wire("UserID")]
        pub user_id: Option<UserId>,
        /// The profile.
        pub profile_items: Vec<ProfileText>,
    }
    /// A profile field that is a text. Other calls name the value `Value`.
    pub struct ProfileText {
        /// The tag.
        pub tag: Option<Tag>,
        /// The value.
        pub str_value: Option<String>,
    }
    pub const ERRORS: &[ErrorCode] = &[];
}

/// Searches groups by parts of the name, or by the exact ID.
#[endpoint("v4/group_search/search", rate = 2, partial, idempotent)]
#[pages("Groups", last = "IsFinish", cursor("Cursor"))]
pub mod group_search {
    pub struct Request {
        /// The kinds of groups, by their older names. Defaults to any.
        pub group_type: Option<Vec<GroupKind>>,
        /// The combination of the keywords. Defaults to [`Or`](KeywordMatchType::Or).
        pub keyword_match_type: Option<KeywordMatchType>,
        /// The keywords.
        pub keywords: Vec<String>,
        /// The maximum number of groups on a page.
        #[wire(range(max = 100))]
        pub count: u32,
        /// Cursor of the page. Not for the first page.
        pub cursor: Option<String>,
    }
    pub struct Response {
        /// `true` on the last page.
        #[wire(flag(on = true, off = false))]
        pub is_finish: Option<bool>,
        /// The number of groups on all pages.
        pub total_count: Option<u64>,
        /// The groups of this page.
        pub groups: Vec<FoundGroup>,
        /// Cursor of the next page.
        pub cursor: Option<String>,
    }
    /// A group that was found.
    pub struct FoundGroup {
        /// The kind of the group.
        pub group_type: Option<GroupKind>,
        /// The group.
        #[wire("GroupID")]
        pub group_id: Option<GroupId>,
        /// The name.
        pub group_name: Option<String>,
        /// The number of members.
        pub group_member_num: Option<u64>,
        /// The URL of the picture.
        pub group_face_url: Option<String>,
        /// The introduction.
        pub group_introduction: Option<String>,
        /// The owner.
        #[wire("GroupOwnerUserID")]
        pub group_owner_user_id: Option<UserId>,
        /// The number by which the service knows the owner.
        #[wire("GroupOwnerTinyID")]
        pub group_owner_tiny_id: Option<u64>,
        /// The nickname of the owner.
        pub group_owner_user_name: Option<String>,
    }
    pub const ERRORS: &[ErrorCode] = &[];
}

/// Searches members of groups by parts of the name card or the nickname, or by the exact ID.
#[endpoint("v4/group_member_search/search", rate = 2, partial, idempotent)]
#[pages("GroupMembers", last = "IsFinish", cursor("Cursor"))]
pub mod group_member_search {
    pub struct Request {
        /// The kinds of groups, by their older names. Defaults to any.
        pub group_type: Option<Vec<GroupKind>>,
        /// The groups to search in. Defaults to all.
        pub group_id_list: Option<Vec<GroupId>>,
        /// The combination of the keywords. Defaults to [`Or`](KeywordMatchType::Or).
        pub keyword_match_type: Option<KeywordMatchType>,
        /// The keywords.
        pub keywords: Vec<String>,
        /// The maximum number of members on a page.
        #[wire(range(max = 100))]
        pub count: u32,
        /// Cursor of the page. Not for the first page.
        pub cursor: Option<String>,
    }
    pub struct Response {
        /// `true` on the last page.
        #[wire(flag(on = true, off = false))]
        pub is_finish: Option<bool>,
        /// The number of members on all pages.
        pub total_count: Option<u64>,
        /// The members of this page.
        pub group_members: Vec<FoundMember>,
        /// Cursor of the next page.
        pub cursor: Option<String>,
    }
    /// A member who was found.
    pub struct FoundMember {
        /// The kind of the group.
        pub group_type: Option<GroupKind>,
        /// The group.
        #[wire("GroupID")]
        pub group_id: Option<GroupId>,
        /// The name of the group.
        pub group_name: Option<String>,
        /// The member.
        #[wire("GroupMemberUserID")]
        pub group_member_user_id: Option<UserId>,
        /// The number by which the service knows the member.
        #[wire("GroupMemberTinyID")]
        pub group_member_tiny_id: Option<u64>,
        /// The nickname.
        pub group_member_user_name: Option<String>,
        /// The name card in the group.
        pub group_member_name_card: Option<String>,
    }
    pub const ERRORS: &[ErrorCode] = &[];
}
