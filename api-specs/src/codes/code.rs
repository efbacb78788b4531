//! An error code, its kind, its retry class, and the description of a code. The rows of the table stand in `table`.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::IntoField;
use crate::schema::{Field, FieldMut, FieldType, Int, Value, Visitor};

/// A code that the service responds with. 0 is success.
///
/// The set is open: a code without a name is as valid as one with a name, and is kept unchanged.
///
/// ```
/// use tencent_chat_specs::ErrorCode;
///
/// let code = ErrorCode::new(51009);
/// assert_eq!(code, ErrorCode::CONTACT_GROUP_NOT_FOUND);
/// assert_eq!(code.to_string(), "51009 CONTACT_GROUP_NOT_FOUND");
/// assert!(ErrorCode::new(131_072).info().is_none());
/// // The app's own webhooks respond with their own codes, from three ranges.
/// assert!(ErrorCode::MESSAGE_WEBHOOK_CODES.contains(&ErrorCode::new(123_456)));
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ErrorCode(pub(super) i32);

/// The description of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct CodeInfo {
    /// The code, or the first code of a range.
    pub code: ErrorCode,
    /// The last code of a range. For a single code it is the same as `code`.
    pub last: ErrorCode,
    /// The name of its constant.
    pub name: &'static str,
    /// The meaning, in a sentence without a full stop.
    pub meaning: &'static str,
    /// The kind of the code, which decides what a caller does about it.
    pub kind: CodeKind,
    /// The advice on retries.
    pub retry: RetryClass,
    /// `true` if the current error page no longer lists it. The service may still respond with it.
    pub is_gone: bool,
}

impl CodeInfo {
    /// Used by the expansion of the macros for a code that a spec classifies itself.
    #[doc(hidden)]
    #[must_use]
    pub const fn own(
        code: i32,
        name: &'static str,
        kind: CodeKind,
        retry: RetryClass,
        meaning: &'static str,
    ) -> Self {
        let code = ErrorCode::new(code);
        Self { code, last: code, name, meaning, kind, retry, is_gone: false }
    }
}

/// The kind of a code, which decides what a caller does about it.
///
/// [`Timeout`](Self::Timeout) and [`Internal`](Self::Internal) leave open whether the request took effect. With a code
/// of any other kind, it did not take effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CodeKind {
    /// The request itself is wrong: its URL, its JSON, a field or its size. Fix the request.
    Request,
    /// A user, group, message or anything else that the request names does not exist. Check the name, or create or
    /// import it first.
    NotFound,
    /// The object that the request would create already exists, or the change is already done. Treat it as success, or
    /// choose another name.
    AlreadyExists,
    /// The caller or a user lacks the permission: not an administrator, muted, blocked, or in a group of the wrong
    /// type. Change the permission, or tell the user.
    Permission,
    /// The service refused the `UserSig`, or the credentials that an SDK got for it. Check the secret key, the
    /// identifier and the clock.
    Signature,
    /// The `SDKAppID` is wrong, or its app is unknown or disabled. Check the `SDKAppID` and the app in the console.
    App,
    /// The edition, plan or settings of the app lack the feature. Upgrade, renew or enable it in the console.
    Edition,
    /// A quota is used up: members, friends, accounts, groups, or pushes of a day. Remove some, or buy more.
    Quota,
    /// Too many calls arrived in too short a time. Make fewer, or have the rate limit raised.
    Rate,
    /// Moderation refused the content. Change the content, or tell the user who wrote it.
    Moderation,
    /// The app's own webhook refused the request, or failed. Check the webhook.
    Webhook,
    /// The service timed out. Find out whether the request took effect before sending it again.
    Timeout,
    /// The service had an internal error. Find out whether the request took effect before sending it again.
    Internal,
}

/// The advice on whether to retry a call that failed with a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RetryClass {
    /// Do not retry: the documentation gives no reason to expect another result.
    Permanent,
    /// Retry: the documentation advises it, or reports an internal error.
    Transient,
    /// Retry after a longer wait: a rate limit was exceeded.
    Throttled,
    /// Retry once with a new `UserSig`.
    Unauthenticated,
}

crate::names! {
    CodeKind: Request NotFound AlreadyExists Permission Signature App Edition Quota Rate Moderation Webhook Timeout
        Internal
}

crate::names! { RetryClass: Permanent Transient Throttled Unauthenticated }

impl ErrorCode {
    /// Success.
    pub const OK: Self = Self(0);

    /// The status of an item whose status could not be read. The item counts as failed, and
    /// [`FailedItem::code`](crate::FailedItem::code) is `None`.
    pub const UNREADABLE: Self = Self(i32::MIN);

    /// Creates a code from any number.
    #[must_use]
    pub const fn new(code: i32) -> Self {
        Self(code)
    }

    /// Returns the number.
    #[must_use]
    pub const fn get(self) -> i32 {
        self.0
    }

    /// Returns `true` if this is success.
    #[must_use]
    pub const fn is_ok(self) -> bool {
        self.0 == 0
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

impl Serialize for ErrorCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i32(self.0)
    }
}

impl<'de> Deserialize<'de> for ErrorCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        i32::deserialize(deserializer).map(Self)
    }
}

#[diagnostic::do_not_recommend]
impl Field for ErrorCode {
    const TYPE: FieldType = FieldType::Integer { min: i32::MIN as i64, max: i32::MAX as u64 };

    fn empty() -> Self {
        Self::OK
    }

    fn visit<'a>(&'a self, index: usize, visitor: &mut dyn Visitor<'a>) {
        visitor.value(index, Value::Int(self.0.into()));
    }

    fn field_mut(&mut self) -> FieldMut<'_> {
        FieldMut::Int(self)
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
