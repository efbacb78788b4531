//! Sets of codes, each for the calls that the pages give the same errors.

use super::ErrorCode;
use crate::codes;

/// Errors of all calls about accounts.
#[codes]
pub const ACCOUNT_CODES: &[ErrorCode] = &[
    ErrorCode::ACCOUNT_TIMEOUT,
    ErrorCode::INVALID_ACCOUNT_REQUEST,
    ErrorCode::ACCOUNT_ADMIN_REQUIRED,
    ErrorCode::ACCOUNT_INTERNAL_ERROR,
];

/// Errors of all calls about conversations.
#[codes]
pub const CONVERSATION_CODES: &[ErrorCode] = &[
    ErrorCode::USER_NOT_IMPORTED,
    ErrorCode::INVALID_CONVERSATION_REQUEST,
    ErrorCode::CONVERSATION_ADMIN_REQUIRED,
    ErrorCode::CONVERSATION_INTERNAL_ERROR,
    ErrorCode::CONVERSATION_TIMEOUT,
];

/// Further errors of calls about groups and marks.
#[codes]
pub const CONTACT_GROUP_CODES: &[ErrorCode] = &[
    ErrorCode::MARKED_CONVERSATIONS_OUT_OF_RANGE,
    ErrorCode::GROUP_CODE_LOOKUP_FAILED,
    ErrorCode::GROUPED_CONVERSATIONS_LIMIT,
    ErrorCode::CONTACT_GROUP_NOT_FOUND,
    ErrorCode::CONTACT_GROUPS_LIMIT,
    ErrorCode::CONTACT_GROUP_NAME_TOO_LONG,
    ErrorCode::PINNED_CONVERSATIONS_LIMIT,
    ErrorCode::EDITION_REQUIRED,
];

/// Errors of all calls about friends.
#[codes]
pub const FRIEND_CODES: &[ErrorCode] = &[
    ErrorCode::INVALID_FRIEND_PARAMETER,
    ErrorCode::FRIEND_ACCOUNT_NOT_FOUND,
    ErrorCode::FRIEND_ADMIN_REQUIRED,
    ErrorCode::FRIEND_INTERNAL_ERROR,
    ErrorCode::FRIEND_TIMEOUT,
];

/// Further errors of calls that change friends.
#[codes]
pub const FRIEND_CHANGE_CODES: &[ErrorCode] =
    &[ErrorCode::FRIEND_APP_MISMATCH, ErrorCode::FRIEND_WRITE_CONFLICT];

/// Errors of all calls about profiles.
#[codes]
pub const PROFILE_CODES: &[ErrorCode] = &[
    ErrorCode::INVALID_PROFILE_PARAMETER,
    ErrorCode::PROFILE_ACCOUNT_NOT_FOUND,
    ErrorCode::PROFILE_ADMIN_REQUIRED,
    ErrorCode::PROFILE_INTERNAL_ERROR,
    ErrorCode::PROFILE_TAG_NOT_FOUND,
];

/// Errors of all calls about groups.
#[codes]
pub const GROUP_CODES: &[ErrorCode] = &[
    ErrorCode::GROUP_INTERNAL_ERROR,
    ErrorCode::NO_SUCH_GROUP_COMMAND,
    ErrorCode::INVALID_GROUP_PARAMETER,
];

/// Further errors of calls about one group.
#[codes]
pub const ONE_GROUP_CODES: &[ErrorCode] =
    &[ErrorCode::GROUP_PERMISSION_DENIED, ErrorCode::GROUP_NOT_FOUND, ErrorCode::INVALID_GROUP_ID];

/// Further errors of calls that create, read, change and delete topics.
#[codes]
pub const TOPIC_CODES: &[ErrorCode] = &[
    ErrorCode::GROUP_FREQUENCY_EXCEEDED,
    ErrorCode::INVALID_GROUP_REQUEST,
    ErrorCode::TOPICS_UNSUPPORTED,
];

/// Errors of all calls about attributes and counters of a group.
#[codes]
pub const GROUP_VALUE_CODES: &[ErrorCode] = &[
    ErrorCode::GROUP_INTERNAL_ERROR,
    ErrorCode::INVALID_GROUP_PARAMETER,
    ErrorCode::GROUP_PERMISSION_DENIED,
    ErrorCode::GROUP_NOT_FOUND,
    ErrorCode::INVALID_GROUP_ID,
];

/// Further errors of calls that set or clear the attributes of a group.
#[codes]
pub const GROUP_ATTRIBUTE_CODES: &[ErrorCode] = &[
    ErrorCode::GROUP_ATTRIBUTE_KEY_TOO_LONG,
    ErrorCode::GROUP_ATTRIBUTE_VALUE_TOO_LONG,
    ErrorCode::GROUP_ATTRIBUTES_LIMIT,
    ErrorCode::GROUP_ATTRIBUTES_TOO_LARGE,
    ErrorCode::GROUP_ATTRIBUTE_RATE_EXCEEDED,
];

/// Errors of all calls of the service `openim`.
#[codes]
pub const MESSAGE_CODES: &[ErrorCode] = &[
    ErrorCode::MALFORMED_MESSAGE_JSON,
    ErrorCode::MESSAGE_ADMIN_REQUIRED,
    ErrorCode::MESSAGE_SERVICE_ERROR_91000,
];

/// Errors about the elements of a message.
#[codes]
pub const MESSAGE_BODY_CODES: &[ErrorCode] = &[
    ErrorCode::INVALID_MSG_BODY,
    ErrorCode::MSG_BODY_NOT_AN_ARRAY,
    ErrorCode::INVALID_MESSAGE_FORMAT,
];

/// Errors of calls that send or import one-to-one messages.
#[codes]
pub const SENDING_CODES: &[ErrorCode] = &[
    ErrorCode::TO_ACCOUNT_NOT_FOUND,
    ErrorCode::INVALID_MSG_LIFE_TIME,
    ErrorCode::MESSAGE_ACCOUNT_NOT_FOUND_90048,
    ErrorCode::MESSAGE_SERVICE_ERROR,
    ErrorCode::MESSAGE_JSON_TOO_LARGE,
];

/// Errors of all calls about extensions.
#[codes]
pub const EXTENSION_CODES: &[ErrorCode] = &[
    ErrorCode::GROUP_INTERNAL_ERROR,
    ErrorCode::INVALID_GROUP_PARAMETER,
    ErrorCode::INVALID_GROUP_REQUEST,
    ErrorCode::EXTENDED_MESSAGE_NOT_FOUND,
];

/// Further errors of calls that change extensions.
#[codes]
pub const EXTENSION_CHANGE_CODES: &[ErrorCode] = &[
    ErrorCode::EXTENSION_CONFLICT,
    ErrorCode::EXTENSIONS_UNSUPPORTED,
    ErrorCode::EXTENSION_RATE_EXCEEDED,
];

/// Errors of the layer in front of the service `openim`.
#[codes]
pub const MESSAGE_ACCESS_CODES: &[ErrorCode] = &[
    ErrorCode::INVALID_MESSAGE_REQUEST,
    ErrorCode::MESSAGE_USER_SIG_EXPIRED,
    ErrorCode::MESSAGE_ACCOUNT_NOT_FOUND,
    ErrorCode::MESSAGE_NETWORK_ERROR,
    ErrorCode::MESSAGE_INTERNAL_ERROR,
];

/// Errors about the two users of a conversation.
#[codes]
pub const PEER_CODES: &[ErrorCode] =
    &[ErrorCode::TO_ACCOUNT_MISSING, ErrorCode::FROM_ACCOUNT_MISSING];

/// Errors of calls that push to all users, or by attributes or tags.
#[codes]
pub const PUSH_CODES: &[ErrorCode] = &[
    ErrorCode::MSG_RANDOM_MISSING,
    ErrorCode::TAG_TOO_LONG,
    ErrorCode::TAG_REPEATED,
    ErrorCode::PUSH_RATE_EXCEEDED,
    ErrorCode::TOO_MANY_TAGS,
    ErrorCode::ATTRIBUTES_BESIDE_TAGS,
    ErrorCode::TAG_EMPTY,
    ErrorCode::PUSH_DISABLED,
    ErrorCode::PUSH_QUOTA_EXCEEDED,
];
