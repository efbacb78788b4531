//! Picks the code of a request that does not fit its spec, by the field at fault.

use tencent_chat_specs::schema::Constraint;
use tencent_chat_specs::{EndpointSpec, ErrorCode, Violation};

/// The documented codes for a field that is missing, empty, or of another type. An endpoint that does not list the code
/// responds with the one for wrong parameters.
const CODES: &[(&str, ErrorCode)] = &[
    ("From_Account", ErrorCode::FROM_ACCOUNT_MISSING),
    ("GroupId", ErrorCode::INVALID_GROUP_ID),
    ("MsgBody", ErrorCode::INVALID_MSG_BODY),
    ("MsgKey", ErrorCode::INVALID_MSG_KEY),
    ("MsgLifeTime", ErrorCode::MSG_LIFE_TIME_NOT_AN_INTEGER),
    ("MsgRandom", ErrorCode::MSG_RANDOM_MISSING),
    ("MsgSeq", ErrorCode::INVALID_MSG_SEQ),
    ("MsgTimeStamp", ErrorCode::MSG_TIME_STAMP_MISSING),
    ("Operator_Account", ErrorCode::FROM_ACCOUNT_MISSING),
    ("Peer_Account", ErrorCode::TO_ACCOUNT_MISSING),
    ("SyncOtherMachine", ErrorCode::INVALID_SYNC_OTHER_MACHINE),
    ("Tag", ErrorCode::PROFILE_TAG_NOT_FOUND),
    ("TagList", ErrorCode::PROFILE_TAG_NOT_FOUND),
    ("To_Account", ErrorCode::TO_ACCOUNT_MISSING),
    ("To_Account", ErrorCode::PROFILE_ACCOUNT_MISSING),
];

/// Returns the code for a field that does not fit its spec.
pub(crate) fn code_of(spec: &EndpointSpec, field: &str, invalid: ErrorCode) -> ErrorCode {
    let is_match =
        |(name, code): &&(&str, ErrorCode)| *name == field && spec.errors().contains(code);
    CODES.iter().find(is_match).map_or(invalid, |(_, code)| *code)
}

/// Returns the code for a broken constraint.
pub(crate) fn code_of_violation(
    spec: &EndpointSpec,
    violation: &Violation,
    invalid: ErrorCode,
) -> ErrorCode {
    let code = match (last_field(&violation.field), violation.constraint) {
        ("MsgLifeTime", Constraint::Range(_)) => ErrorCode::INVALID_MSG_LIFE_TIME,
        ("TagsAnd" | "TagsOr", Constraint::Items(_)) => ErrorCode::TOO_MANY_TAGS,
        ("TagsAnd" | "TagsOr", _) => ErrorCode::TAG_TOO_LONG,
        ("UserAttrs" | "UserTags", Constraint::Items(_)) => ErrorCode::TOO_MANY_ACCOUNTS,
        ("To_Account", Constraint::Items(_))
            if spec.errors().contains(&ErrorCode::TOO_MANY_ACCOUNTS) =>
        {
            ErrorCode::TOO_MANY_ACCOUNTS
        }
        (field, _) => return code_of(spec, field, invalid),
    };
    if spec.errors().contains(&code) { code } else { invalid }
}

/// Returns the field at the end of a path such as `GroupItem[3].GroupId[0]`.
pub(crate) fn last_field(path: &str) -> &str {
    let last = path.rsplit('.').next().unwrap_or_default();
    last.split('[').next().unwrap_or_default()
}
