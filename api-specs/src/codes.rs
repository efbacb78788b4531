//! The one table of error codes: number, name, meaning, kind and retry class of each.

use std::fmt;

use crate::IntoField;
use crate::codec::{Field, FieldType, Int, Slot, Value, Visitor};

/// A code that the service answers with. 0 is success.
///
/// The set is open: a code without a name is as good a value as one with, and comes through unchanged.
///
/// ```
/// use api_specs::ErrorCode;
///
/// let code = ErrorCode::new(51009);
/// assert_eq!(code, ErrorCode::CONTACT_GROUP_NOT_FOUND);
/// assert_eq!(code.to_string(), "51009 CONTACT_GROUP_NOT_FOUND");
/// assert!(ErrorCode::new(123_456).info().is_none());
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ErrorCode(i32);

/// What is known of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CodeInfo {
    /// The code.
    pub code: ErrorCode,
    /// The name of its constant.
    pub name: &'static str,
    /// What it means, in a sentence without a full stop.
    pub meaning: &'static str,
    /// What it is about, and what a caller does about it.
    pub kind: CodeKind,
    /// Whether to try again.
    pub retry: Retry,
}

impl CodeInfo {
    /// For the expansion of the macros: a code that a spec classifies in place.
    #[doc(hidden)]
    #[must_use]
    pub const fn own(
        code: i32,
        name: &'static str,
        kind: CodeKind,
        retry: Retry,
        meaning: &'static str,
    ) -> Self {
        Self { code: ErrorCode::new(code), name, meaning, kind, retry }
    }
}

/// What a code is about, which decides what a caller does about it.
///
/// [`Timeout`](Self::Timeout) and [`Internal`](Self::Internal) leave open whether the request took effect. After a code
/// of any other kind it did not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CodeKind {
    /// The request itself is wrong: its URL, its JSON, a field or its size. Mend the request.
    Request,
    /// A user, group, message or anything else that the request names does not exist. Check the name, or create or
    /// import it first.
    NotFound,
    /// What the request would create is there already, or what it would do is done. Treat it as success, or take another
    /// name.
    AlreadyExists,
    /// The caller or a user may not do this: no administrator, muted, blocked, or in a group of the wrong type. Change
    /// who may do it, or tell the user.
    Permission,
    /// The service refused the `UserSig`. Check the secret key, the identifier and the clock.
    Signature,
    /// The `SDKAppID` is wrong, or its app is unknown or disabled. Check the `SDKAppID` and the app in the console.
    App,
    /// The edition, plan or settings of the app lack the feature. Upgrade, renew or enable it in the console.
    Edition,
    /// As much is there as there may be: members, friends, accounts, groups, pushes of a day. Remove some, or buy more.
    Quota,
    /// Too many calls came in too short a time. Make fewer, or have the rate limit raised.
    Rate,
    /// Moderation refused the content. Change the content, or tell the user who wrote it.
    Moderation,
    /// The app's own webhook refused the request, or failed. Look into the webhook.
    Webhook,
    /// The service ran out of time. Find out whether the request took effect before sending it again.
    Timeout,
    /// The service failed inside. Find out whether the request took effect before sending it again.
    Internal,
}

/// Whether a call that was answered with a code is worth another try.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Retry {
    /// The same request would be answered the same way.
    Never,
    /// The documents say to try again.
    Again,
    /// A rate was exceeded: try again after a longer wait.
    Slower,
    /// Try again once with a new `UserSig`.
    Resign,
}

impl ErrorCode {
    /// Success.
    pub const OK: Self = Self(0);

    /// Stands in the place of the status of an item that could not be read. The item counts as failed, and
    /// [`FailedItem::code`](crate::FailedItem::code) is `None`.
    pub const UNREADABLE: Self = Self(i32::MIN);

    /// Takes any number.
    #[must_use]
    pub const fn new(code: i32) -> Self {
        Self(code)
    }

    /// The number.
    #[must_use]
    pub const fn get(self) -> i32 {
        self.0
    }

    /// Whether this is success.
    #[must_use]
    pub const fn is_ok(self) -> bool {
        self.0 == 0
    }

    /// What is known of the code; nothing of one that is not in the table.
    #[must_use]
    pub fn info(self) -> Option<&'static CodeInfo> {
        let index = TABLE.binary_search_by_key(&self, |info| info.code).ok()?;
        TABLE.get(index)
    }

    /// The whole table, in order of number.
    #[must_use]
    pub fn table() -> &'static [CodeInfo] {
        TABLE
    }
}

impl From<i32> for ErrorCode {
    fn from(code: i32) -> Self {
        Self(code)
    }
}

impl From<ErrorCode> for i32 {
    fn from(code: ErrorCode) -> Self {
        code.0
    }
}

impl PartialEq<i32> for ErrorCode {
    fn eq(&self, other: &i32) -> bool {
        self.0 == *other
    }
}

/// The number, and the name where there is one.
impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.info() {
            Some(info) => write!(f, "{} {}", self.0, info.name),
            None => self.0.fmt(f),
        }
    }
}

impl fmt::Debug for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ErrorCode({self})")
    }
}

#[diagnostic::do_not_recommend]
impl Field for ErrorCode {
    const TYPE: FieldType = FieldType::Integer { min: i32::MIN as i64, max: i32::MAX as u64 };

    fn vacant() -> Self {
        Self::OK
    }

    fn visit<'a>(&'a self, index: usize, visitor: &mut dyn Visitor<'a>) {
        visitor.value(index, Value::Int(self.0.into()));
    }

    fn slot(&mut self) -> Slot<'_> {
        Slot::Int(self)
    }
}

impl Int for ErrorCode {
    fn set(&mut self, value: i128) -> bool {
        self.0.set(value)
    }
}

#[diagnostic::do_not_recommend]
impl IntoField<ErrorCode> for ErrorCode {
    fn into_field(self) -> ErrorCode {
        self
    }
}

/// Declares the constants and the table. A row is `NUMBER NAME Kind Retry "meaning"`; one that lacks any of
/// them does not compile, nor does one out of order.
macro_rules! codes {
    ($($number:literal $name:ident $kind:ident $retry:ident $meaning:literal)*) => {
        impl ErrorCode {
            $(
                #[doc = concat!(stringify!($number), ": ", $meaning, ".")]
                pub const $name: Self = Self($number);
            )*
        }

        static TABLE: &[CodeInfo] = &[$(
            CodeInfo {
                code: ErrorCode::$name,
                name: stringify!($name),
                meaning: $meaning,
                kind: CodeKind::$kind,
                retry: Retry::$retry,
            },
        )*];

        const _: () = assert!(is_ordered(&[$($number),*]), "order the rows by number, each once");
    };
}

const fn is_ordered(numbers: &[i32]) -> bool {
    let mut rest = numbers;
    while let [first, second, ..] = rest {
        if *first >= *second {
            return false;
        }
        (_, rest) = rest.split_at(1);
    }
    true
}

// Numbers and retry advice are the documents', read on 2026-11-24; the words are ours. Where two numbers mean the
// same, the name of the second ends in its number.
codes! {
    // Groups.
    10002 GROUP_INTERNAL_ERROR Internal Again "the service failed inside"
    10003 NO_SUCH_GROUP_COMMAND Request Never "there is no such command"
    10004 INVALID_GROUP_PARAMETER Request Never "a parameter of the request is wrong"
    10005 TOO_MANY_MEMBERS_AT_ONCE Request Never "the request has more than 100 initial members"
    10006 GROUP_FREQUENCY_EXCEEDED Rate Slower "groups grow too fast, or all groups are read too often"
    10007 GROUP_PERMISSION_DENIED Permission Never "this may not be done, for instance to a group of this type"
    10008 INVALID_GROUP_REQUEST Request Again "the request is not valid, probably because its signature could not be verified"
    10010 GROUP_NOT_FOUND NotFound Never "the group does not exist, or was disbanded"
    10014 GROUP_FULL Quota Never "the group is full"
    10015 INVALID_GROUP_ID NotFound Never "the ID of the group is not valid, or no group has it"
    10016 REFUSED_BY_WEBHOOK Webhook Never "the app's own webhook refused this"
    10017 SENDER_MUTED Permission Never "the sender is muted"
    10018 GROUP_ANSWER_TOO_LARGE Request Never "the answer would be larger than 1 MB: ask for less"
    10019 MEMBER_NOT_FOUND NotFound Never "an account of the request does not exist"
    10021 GROUP_ID_TAKEN AlreadyExists Never "another user has a group of this ID"
    10023 GROUP_MESSAGE_RATE_EXCEEDED Rate Slower "messages are sent too fast"
    10025 GROUP_ID_TAKEN_BY_OWNER AlreadyExists Never "the same owner has a group of this ID already"
    10026 GROUP_COMMAND_DISABLED Edition Never "the command is disabled for this app"
    10036 LIVE_GROUPS_LIMIT Quota Never "the app would have too many audio-video groups"
    10037 GROUPS_OF_USER_LIMIT Quota Never "a user would have created or joined too many groups"
    10038 INITIAL_MEMBERS_LIMIT Quota Never "the request has more members than the edition allows"
    10058 FREE_GROUPS_LIMIT Quota Never "the Free edition's 100 groups are used up"
    11000 TOPICS_UNSUPPORTED Edition Never "the group has no topics: the edition or the console does not allow them"

    // One-to-one messages.
    20001 INVALID_MESSAGE_REQUEST Request Never "the request is not valid"
    20002 MESSAGE_USER_SIG_EXPIRED Signature Resign "the UserSig or A2 has expired"
    20003 MESSAGE_ACCOUNT_NOT_FOUND NotFound Never "sender or recipient does not exist, or was not imported"
    20004 MESSAGE_NETWORK_ERROR Internal Again "the service's own network failed"
    20005 MESSAGE_INTERNAL_ERROR Internal Again "the service failed inside"
    20006 MESSAGE_REFUSED_BY_WEBHOOK Webhook Never "the app's own webhook forbade the message"
    20022 MESSAGE_NOT_FOUND NotFound Never "the message to be recalled does not exist"
    20023 MESSAGE_ALREADY_RECALLED AlreadyExists Never "the message has been recalled already"
    23001 EXTENSION_CONFLICT Request Never "the pair was changed by another: read it again"
    23002 EXTENSIONS_UNSUPPORTED Permission Never "the message was sent without support for extensions"
    23003 EXTENSION_RATE_EXCEEDED Rate Slower "more than 200 changes a minute of one message's extensions"
    23004 EXTENDED_MESSAGE_NOT_FOUND NotFound Never "the message does not exist"

    // Friends.
    30001 INVALID_FRIEND_PARAMETER Request Never "a parameter of the request is wrong"
    30002 FRIEND_APP_MISMATCH App Never "the SDKAppID does not match"
    30003 FRIEND_ACCOUNT_NOT_FOUND NotFound Never "an account of the request does not exist"
    30004 FRIEND_ADMIN_REQUIRED Permission Never "only an administrator of the app may do this"
    30006 FRIEND_INTERNAL_ERROR Internal Again "the service failed inside"
    30007 FRIEND_TIMEOUT Timeout Again "the service's own network timed out"
    30008 FRIEND_WRITE_CONFLICT Internal Never "another call wrote at the same time: change several friends in one call"
    30009 FRIENDING_FORBIDDEN Permission Never "the user may not add friends"
    30010 FRIENDS_LIMIT Quota Never "the user has as many friends as allowed"
    30011 FRIEND_LISTS_LIMIT Quota Never "the user has as many friend lists as allowed"
    30012 PENDENCIES_LIMIT Quota Never "the user has as many pending friend requests as allowed"
    30014 FRIENDS_OF_OTHER_LIMIT Quota Never "the other user has as many friends as allowed"
    30515 OTHER_BLOCKED Permission Never "the other user is on the user's own blocklist"
    30516 FRIENDING_REFUSED Permission Never "the other user accepts no friend requests"
    30525 BLOCKED_BY_OTHER Permission Never "the user is on the other user's blocklist"
    30539 FRIENDING_PENDING Permission Never "the request waits for the other user's consent"
    30540 FRIENDING_RATE_EXCEEDED Rate Slower "too many friend requests in a short time"
    31704 NOT_A_FRIEND NotFound Never "the account to be deleted is no friend"
    31707 UNFRIENDING_RATE_EXCEEDED Rate Slower "too many deletions of friends in a short time"

    // Profiles.
    40001 INVALID_PROFILE_PARAMETER Request Never "a parameter of the request is wrong"
    40002 PROFILE_ACCOUNT_MISSING Request Never "the request names no account"
    40003 PROFILE_ACCOUNT_NOT_FOUND NotFound Never "an account of the request does not exist"
    40004 PROFILE_ADMIN_REQUIRED Permission Never "only an administrator of the app may do this"
    40006 PROFILE_INTERNAL_ERROR Internal Again "the service failed inside"
    40007 PROFILE_READ_DENIED Permission Never "a field of the profile may not be read"
    40008 PROFILE_WRITE_DENIED Permission Never "a field of the profile may not be written"
    40009 PROFILE_TAG_NOT_FOUND NotFound Never "a field of the profile does not exist"
    40601 PROFILE_VALUE_TOO_LONG Request Never "a value of the profile is longer than 500 bytes"
    40605 INVALID_PROFILE_VALUE Request Never "a value of a standard field is not allowed"
    40610 INVALID_PROFILE_VALUE_TYPE Request Never "a value of a standard field is of the wrong type"

    // Conversations (recentcontact).
    50001 USER_NOT_IMPORTED NotFound Never "the user has not been imported into the app"
    50002 INVALID_CONVERSATION_REQUEST Request Never "a parameter of the request is wrong"
    50003 CONVERSATION_ADMIN_REQUIRED Permission Never "only an administrator of the app may do this"
    50004 CONVERSATION_INTERNAL_ERROR Internal Again "the service failed inside"
    50005 CONVERSATION_TIMEOUT Timeout Again "the service's own network timed out"
    51006 MARKED_CONVERSATIONS_OUT_OF_RANGE Request Never "a change of marks names no conversation, or more than 100"
    51007 GROUP_CODE_LOOKUP_FAILED Internal Never "a chat group's ID could not be resolved: it was disbanded, or the service failed"
    51008 GROUPED_CONVERSATIONS_LIMIT Quota Never "a conversation group would hold more than 1000 conversations"
    51009 CONTACT_GROUP_NOT_FOUND NotFound Never "the conversation group to be deleted does not exist"
    51010 CONTACT_GROUPS_LIMIT Quota Never "the user would have more than 20 conversation groups"
    51011 CONTACT_GROUP_NAME_TOO_LONG Request Never "the name of a conversation group is longer than 32 bytes"
    51012 PINNED_CONVERSATIONS_LIMIT Quota Never "too many conversations are pinned"
    51013 EDITION_REQUIRED Edition Never "the app's edition has no conversation groups and marks"

    // The front door, common to all endpoints.
    60002 MALFORMED_HTTP_REQUEST Request Never "the HTTP request could not be parsed: check the URL"
    60003 MALFORMED_JSON Request Never "the JSON of the request could not be parsed"
    60004 INVALID_USER_ID_OR_SIG Signature Never "a UserID or UserSig in the URL or body is wrong"
    60005 INVALID_USER_ID_OR_SIG_60005 Signature Never "a UserID or UserSig in the URL or body is wrong"
    60006 INVALID_SDK_APP_ID App Never "the SDKAppID is not valid"
    60007 ENDPOINT_RATE_EXCEEDED Rate Slower "more calls of this endpoint than its rate allows"
    60008 REQUEST_TIMEOUT Timeout Again "the service timed out, or the HTTP request is malformed"
    60009 NO_SUCH_ENDPOINT Request Never "there is no such endpoint: check the path"
    60010 ADMIN_REQUIRED Permission Never "the identifier that signs is not an administrator of the app"
    60011 APP_RATE_EXCEEDED Rate Slower "more calls of this app than its rate allows"
    60012 SDK_APP_ID_MISSING Request Never "the URL has no SDKAppID"
    60013 MALFORMED_INNER_ANSWER Internal Never "the service could not parse the JSON of its own answer"
    60014 ACCOUNT_SWITCH_TIMEOUT Timeout Again "switching accounts timed out"
    60015 USER_ID_NOT_A_STRING Request Never "a UserID in the body is not a string"
    60016 APP_DISABLED App Never "the app is disabled"
    60017 REQUEST_DISABLED Edition Never "this request is disabled"
    60018 TOO_MANY_REQUESTS Rate Slower "too many requests"
    60019 TOO_MANY_REQUESTS_60019 Rate Slower "too many requests"
    60020 PLAN_EXPIRED Edition Never "the plan of the app has expired"
    60021 SOURCE_IP_REFUSED Permission Never "calls from this IP address are not allowed"

    // Accounts and signatures.
    70001 USER_SIG_EXPIRED Signature Resign "the UserSig has expired"
    70002 USER_SIG_EMPTY Signature Never "the UserSig is empty"
    70003 USER_SIG_MALFORMED Signature Never "the UserSig is malformed"
    70005 USER_SIG_MALFORMED_70005 Signature Never "the UserSig is malformed"
    70009 USER_SIG_OF_OTHER_KEY Signature Never "the UserSig was not made with this app's key"
    70013 USER_SIG_OF_OTHER_USER Signature Never "the UserSig is that of another UserID"
    70014 USER_SIG_OF_OTHER_APP Signature Never "the UserSig is that of another SDKAppID"
    70016 KEY_NOT_FOUND Signature Never "the app has no key to verify the UserSig with"
    70020 APP_NOT_FOUND App Never "there is no app with this SDKAppID"
    70050 USER_SIG_CHECKS_EXCEEDED Rate Never "too many UserSigs failed: check the UserSig, and wait a minute"
    70051 ACCOUNT_BLOCKED Permission Never "the account is on the blocklist"
    70107 ACCOUNT_NOT_FOUND NotFound Never "there is no account with this UserID"
    70114 LOGIN_RESTRICTED Rate Slower "logins are restricted for security: log in less often"
    70169 ACCOUNT_TIMEOUT Timeout Again "the account service timed out"
    70202 ACCOUNT_TIMEOUT_70202 Timeout Again "the account service timed out"
    70206 ACCOUNT_BATCH_SIZE Request Never "the request names too few or too many accounts"
    70398 ACCOUNTS_LIMIT Quota Never "the app would have more accounts than its edition allows"
    70402 INVALID_ACCOUNT_REQUEST Request Never "a parameter of the request is missing or wrong"
    70403 ACCOUNT_ADMIN_REQUIRED Permission Never "only an administrator of the app may do this"
    70500 ACCOUNT_INTERNAL_ERROR Internal Again "the account service failed inside"
    71000 ACCOUNT_DELETION_DENIED Edition Never "only apps of the trial edition can delete accounts"

    // Messages, pushes and online state (openim and all_member_push).
    80001 TEXT_REFUSED_BY_MODERATION Moderation Never "the text has sensitive content"
    80002 GROUP_MESSAGE_TOO_LARGE Request Never "the message is larger than 12 KB"
    80003 MESSAGE_WEBHOOK_FAILED Webhook Never "the app's own webhook failed or took too long, so the message was not sent"
    80004 IMAGE_REFUSED_BY_MODERATION Moderation Never "an image has sensitive content"
    90001 MALFORMED_MESSAGE_JSON Request Never "the JSON of the request could not be parsed"
    90002 INVALID_MSG_BODY Request Never "the `MsgBody` is malformed, or no array"
    90003 TO_ACCOUNT_MISSING NotFound Never "the `To_Account` is missing, no string, or does not exist"
    90004 INVALID_MSG_SEQ Request Never "the `MsgSeq` is not valid"
    90005 MSG_RANDOM_MISSING Request Never "the `MsgRandom` is missing, or no integer"
    90006 MSG_TIME_STAMP_MISSING Request Never "the `MsgTimeStamp` is missing, or no integer"
    90007 MSG_BODY_NOT_AN_ARRAY Request Never "the `MsgBody` is no array"
    90008 FROM_ACCOUNT_MISSING NotFound Never "the `From_Account` is missing, or does not exist"
    90009 MESSAGE_ADMIN_REQUIRED Permission Never "only an administrator of the app may do this"
    90010 INVALID_MESSAGE_FORMAT Request Never "the message is malformed"
    90011 TOO_MANY_TARGETS Request Never "the request has more than 500 target accounts"
    90012 TO_ACCOUNT_NOT_FOUND NotFound Never "the `To_Account` does not exist, or was not imported"
    90018 TOO_MANY_ACCOUNTS Request Never "the request has too many accounts"
    90020 TAG_TOO_LONG Request Never "a tag is longer than 50 bytes"
    90022 TAG_REPEATED Request Never "a tag is in `TagsOr` and in `TagsAnd`"
    90024 PUSH_RATE_EXCEEDED Rate Slower "less than a second lies between two pushes"
    90026 INVALID_MSG_LIFE_TIME Request Never "the message would be kept for more than 7 days"
    90030 SYNC_FROM_OLD_SYSTEM_MISSING Request Never "the `SyncFromOldSystem` is missing, or no integer"
    90031 INVALID_SYNC_OTHER_MACHINE Request Never "the `SyncOtherMachine` is no integer"
    90032 TOO_MANY_TAGS Request Never "the request has more than 10 tags"
    90033 INVALID_ATTRIBUTE Request Never "an attribute is not valid"
    90039 ATTRIBUTES_BESIDE_TAGS Request Never "a push goes by attributes or by tags, not by both"
    90040 TAG_EMPTY Request Never "a tag is empty"
    90044 MSG_LIFE_TIME_NOT_AN_INTEGER Request Never "the `MsgLifeTime` is no integer"
    90045 PUSH_DISABLED Edition Never "pushing to all users is not enabled"
    90047 PUSH_QUOTA_EXCEEDED Quota Never "the pushes of the day, 100 unless agreed otherwise, are used up"
    90048 MESSAGE_ACCOUNT_NOT_FOUND_90048 NotFound Never "an account of the request does not exist"
    90054 INVALID_MSG_KEY Request Never "the `MsgKey` is not valid"
    90992 MESSAGE_SERVICE_ERROR Internal Again "the service failed inside; if it always does, check what the app's webhook answers"
    90994 ONLINE_STATE_ERROR Internal Again "the service failed inside"
    90995 ONLINE_STATE_ERROR_90995 Internal Again "the service failed inside"
    91000 MESSAGE_SERVICE_ERROR_91000 Internal Again "the service failed inside"
    93000 MESSAGE_JSON_TOO_LARGE Request Never "the JSON of the request is larger than 12 KB"
    110003 TOPIC_DELETED NotFound Never "the topic has been deleted"

    // Operations data (getappinfo).
    130001 MALFORMED_OPERATIONS_JSON Request Never "the JSON of the request could not be parsed"
    130009 OPERATIONS_DATABASE_ERROR Internal Never "the service could not open its database"
    130010 OPERATIONS_DATABASE_ERROR_130010 Internal Never "the service could not reach its database"
    130011 OPERATIONS_QUERY_ERROR Internal Never "the service's own query failed"
    130012 OPERATIONS_QUERY_ERROR_130012 Internal Never "the service could not read the result of its own query"
}
