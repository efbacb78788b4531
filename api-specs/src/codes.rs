//! The one table of error codes: number, name, meaning, kind and retry class of each.

use std::fmt;

use crate::IntoField;
use crate::codec::{Field, FieldType, Int, Slot, Value};

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
    /// What it is about.
    pub kind: CodeKind,
    /// Whether to try again.
    pub retry: Retry,
}

/// What a code is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CodeKind {
    /// The request itself is wrong: its URL, its JSON or a field.
    Request,
    /// The caller may not do this.
    Permission,
    /// The app: unknown, disabled, or of an edition that lacks the feature.
    App,
    /// An account: not imported, unknown, blocked.
    Account,
    /// The `UserSig`: expired, malformed, of another key.
    Signature,
    /// What the request names does not exist.
    NotFound,
    /// A documented limit on how much there may be.
    Limit,
    /// Too many calls in too short a time.
    Rate,
    /// The service ran out of time. The request may have taken effect.
    Timeout,
    /// The service failed inside. The request may have taken effect.
    Internal,
}

/// Whether a call that was answered with a code is worth another try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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

    fn get(&self) -> Value<'_> {
        Value::Int(self.0.into())
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
    // Conversations (recentcontact).
    50001 USER_NOT_IMPORTED Account Never "the user has not been imported into the app"
    50002 INVALID_CONVERSATION_REQUEST Request Never "a parameter of the request is wrong"
    50003 CONVERSATION_ADMIN_REQUIRED Permission Never "only an administrator of the app may do this"
    50004 CONVERSATION_INTERNAL_ERROR Internal Again "the service failed inside"
    50005 CONVERSATION_TIMEOUT Timeout Again "the service's own network timed out"
    51006 MARKED_CONVERSATIONS_OUT_OF_RANGE Limit Never "a change of marks names no conversation, or more than 100"
    51007 GROUP_CODE_LOOKUP_FAILED Internal Never "a chat group's ID could not be resolved: it was disbanded, or the service failed"
    51008 GROUPED_CONVERSATIONS_LIMIT Limit Never "a conversation group would hold more than 1000 conversations"
    51009 CONTACT_GROUP_NOT_FOUND NotFound Never "the conversation group to be deleted does not exist"
    51010 CONTACT_GROUPS_LIMIT Limit Never "the user would have more than 20 conversation groups"
    51011 CONTACT_GROUP_NAME_TOO_LONG Limit Never "the name of a conversation group is longer than 32 bytes"
    51012 PINNED_CONVERSATIONS_LIMIT Limit Never "too many conversations are pinned"
    51013 EDITION_REQUIRED App Never "the app's edition has no conversation groups and marks"

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
    60017 REQUEST_DISABLED Permission Never "this request is disabled"
    60018 TOO_MANY_REQUESTS Rate Slower "too many requests"
    60019 TOO_MANY_REQUESTS_60019 Rate Slower "too many requests"
    60020 PLAN_EXPIRED App Never "the plan of the app has expired"
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
    70050 USER_SIG_CHECKS_EXCEEDED Rate Slower "too many UserSigs failed: check the UserSig, and wait a minute"
    70051 ACCOUNT_BLOCKED Account Never "the account is on the blocklist"
    70107 ACCOUNT_NOT_FOUND Account Never "there is no account with this UserID"
    70114 LOGIN_RESTRICTED Rate Slower "logins are restricted for security: log in less often"
    70169 ACCOUNT_TIMEOUT Timeout Again "the account service timed out"
    70202 ACCOUNT_TIMEOUT_70202 Timeout Again "the account service timed out"
    70206 ACCOUNT_BATCH_SIZE Limit Never "the request names too few or too many accounts"
    70398 ACCOUNTS_LIMIT Limit Never "the app would have more accounts than its edition allows"
    70402 INVALID_ACCOUNT_REQUEST Request Never "a parameter of the request is missing or wrong"
    70403 ACCOUNT_ADMIN_REQUIRED Permission Never "only an administrator of the app may do this"
    70500 ACCOUNT_INTERNAL_ERROR Internal Again "the account service failed inside"
}
