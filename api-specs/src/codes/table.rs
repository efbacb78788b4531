//! The rows of the table of codes.

use std::ops::RangeInclusive;

use tencent_chat_macros::code_alias;

use super::code::{CodeInfo, CodeKind, ErrorCode, RetryClass};

/// Declares the constants and the table. A row is `NUMBER NAME Kind RetryClass "meaning"`. A range is
/// `NUMBER..=NUMBER`, and `gone` precedes the meaning of a code that the newest edition of the error page no longer
/// lists. A row that lacks a part or is out of order does not compile.
macro_rules! codes {
    ($($first:literal $(..=$last:literal)? $name:ident $kind:ident $retry:ident $($gone:ident)? $meaning:literal)*) => {
        impl ErrorCode {
            $(
                #[doc = concat!(stringify!($first) $(, " to ", stringify!($last))?, ": ", $meaning, "." $(, doc!($gone))?)]
                #[code_alias($first)]
                pub const $name: part!(type $($last)?) = part!(value $first $($last)?);
            )*
        }

        pub(super) static TABLE: &[CodeInfo] = &[$(
            CodeInfo {
                code: ErrorCode($first),
                last: ErrorCode(part!(last $first $($last)?)),
                name: stringify!($name),
                meaning: $meaning,
                kind: CodeKind::$kind,
                retry: RetryClass::$retry,
                is_gone: part!(is_gone $($gone)?),
            },
        )*];

        const _: () = assert!(
            is_ordered(&[$(($first, part!(last $first $($last)?))),*]),
            "order the rows by number, each once",
        );
    };
}

/// Expands the parts that differ between a code and a range, and between a listed code and one that is gone.
macro_rules! part {
    (type) => { ErrorCode };
    (type $last:literal) => { RangeInclusive<ErrorCode> };
    (value $first:literal) => { ErrorCode($first) };
    (value $first:literal $last:literal) => { ErrorCode($first)..=ErrorCode($last) };
    (last $first:literal) => { $first };
    (last $first:literal $last:literal) => { $last };
    (is_gone) => { false };
    (is_gone gone) => { true };
}

macro_rules! doc {
    (gone) => {
        " The newest edition of the error page no longer lists it."
    };
}

const fn is_ordered(ranges: &[(i32, i32)]) -> bool {
    let (mut before, mut rest) = (i32::MIN, ranges);
    while let [(first, last), others @ ..] = rest {
        if *first <= before || *last < *first {
            return false;
        }
        (before, rest) = (*last, others);
    }
    true
}

// Numbers and retry advice are from the documents, read on 2026-11-24 and 2026-11-30; the wording is ours. If two
// numbers mean the same, the name of the second ends in its number. If one number means two things, the row has the
// kind of the first; an endpoint for which it means the second classifies it itself. `Transient` is used only if the
// documents advise a retry, or say that the service had an internal error or timed out. All but one of these codes have
// a kind whose effect is unknown, so only idempotent calls are retried.
// `for_each_code! { [callback] given }` expands to `callback! { given rows }`. The macro `codes` makes the documentation of
// sets from the rows.
#[doc(hidden)]
#[macro_export]
macro_rules! for_each_code {
    ([$($callback:tt)*] $($given:tt)*) => { $($callback)*! { $($given)*
    // The access layer, to which terminals connect.
    -20009 TERMINAL_RATE_EXCEEDED Rate Throttled "a terminal makes calls too fast"
    -10114 ACCESS_OVERLOADED Internal Transient "the server is overloaded, drops packets and accepts no more requests"
    -10113 USER_RATE_EXCEEDED Rate Throttled "a user makes more requests a second than allowed"
    -10112 ACCESS_APP_DISABLED App Permanent gone "the app is disabled"
    -10111 APP_COMMAND_BLOCKED App Permanent "the app is on the blocklist of this command"
    -10110 APP_BLOCKED App Permanent "the app is on the blocklist"
    -10109 MALFORMED_ACCESS_PACKET Request Permanent "the packet of the request is malformed"
    -10108 PREPAYMENT_OVERDUE Edition Permanent "the prepayment of the app is overdue"
    -10106 SESSION_KEY_UNFIT Signature Permanent "the session key failed to decrypt too often: the SDK has to log in again"
    -10009 COOKIE_MISMATCH Signature Permanent "the cookie does not match"
    -10008 SESSION_KEY_AND_TICKET_MISSING Signature Permanent "the session key and the ticket are missing"
    -10007 VERIFICATION_CODE_TIMEOUT Timeout Permanent "the verification code was not delivered in time"
    -10006 SESSION_KEY_OF_OTHER_USER Signature Permanent "the session key belongs to another account than the packet"
    -10005 SESSION_KEY_EMPTY Signature Permanent "the session key is empty"
    -10004 SESSION_TICKET_REFUSED Signature Permanent "the session ticket could not be verified: the SDK has to log in again"
    -10003 SESSION_TICKET_EXPIRED Signature Permanent "the session ticket has expired: the SDK has to log in again"
    -10001 SESSION_KEY_EXPIRED Signature Permanent "the session key has expired: the SDK has to log in again"
    -302 CONNECTIONS_LIMIT Quota Permanent "the server has reached the maximum number of connections"

    // Pushes through the vendors of phones.
    -203 HUAWEI_PUSHES_LIMIT Quota Permanent gone "the daily quota of pushes through Huawei is used up"
    -202 PUSH_NOT_BUILT Internal Permanent gone "the push for the vendor could not be built"
    -201 PUSH_TOKEN_REFUSED Request Permanent gone "a token or a certificate ID of the push is not valid"
    -200 PUSH_NETWORK_ERROR Internal Permanent gone "the internal network of the service failed"
    -199 VENDOR_NETWORK_ERROR Internal Permanent gone "the network of the push vendor failed"
    -198 VENDOR_RESPONSE_ERROR Internal Permanent gone "the push vendor responded with an error"
    -197 PUSH_CERTIFICATE_REFUSED Request Permanent gone "a parameter of the push certificate is wrong"
    -196 PUSH_INTENT_MISSING Request Permanent gone "the push is to open an intent but names none"
    -195 GOOGLE_PUSH_NOT_BUILT Edition Permanent gone "the push for Google could not be built, usually because of a wrong certificate"

    // Operations data (get_history).
    1001 INVALID_HISTORY_REQUEST Request Permanent "the request is not valid: check the URL"
    1002 INVALID_HISTORY_PARAMETER Request Permanent gone "a parameter is missing or wrong, or the identifier is not an administrator"
    1003 HISTORY_SYSTEM_ERROR Internal Transient "the service had an internal error"
    1004 HISTORY_FILE_NOT_FOUND NotFound Permanent "the file is not ready yet, or the hour had no messages"
    1005 HISTORY_FILE_EXPIRED NotFound Permanent "the file has expired"

    // Moderation.
    2001 MODERATION_UNAVAILABLE Internal Transient "moderation is not available now"
    2002 NO_SUCH_MODERATION_COMMAND Request Permanent "the command does not exist"
    2003 INVALID_MODERATION_PARAMETER Request Permanent "a parameter of the request is wrong"
    2004 MODERATION_ADMIN_REQUIRED Permission Permanent "only an administrator of the app may do this"
    2015 MODERATION_DISABLED Edition Permanent "moderation is not enabled"
    2016 TOO_MANY_KEYWORDS_AT_ONCE Request Permanent "the request has more than 10 keywords"
    2100 KEYWORD_DELETION_FAILED Internal Permanent "the keywords could not be deleted from cloud moderation"

    // Official accounts.
    6017 INVALID_OFFICIAL_ACCOUNT_PARAMETER Request Permanent "a parameter of the request is wrong"

    // Groups.
    10001 GROUP_CALLER_NOT_LOGGED_IN Signature Permanent "the caller is not logged in: check the identifier and the UserSig"
    10002 GROUP_INTERNAL_ERROR Internal Transient "the service had an internal error"
    10003 NO_SUCH_GROUP_COMMAND Request Permanent "the command does not exist"
    10004 INVALID_GROUP_PARAMETER Request Permanent "a parameter of the request is wrong; for official accounts: the service had an internal error"
    10005 TOO_MANY_MEMBERS_AT_ONCE Request Permanent "the request has more members than a call may have"
    10006 GROUP_FREQUENCY_EXCEEDED Rate Throttled "groups grow too fast, or all groups are read too often"
    10007 GROUP_PERMISSION_DENIED Permission Permanent "the operation is not permitted, for instance for this type of group"
    10008 INVALID_GROUP_REQUEST Request Transient "the request is not valid: its signature could not be verified, or for robots, a right is missing or there are too many"
    10009 OWNER_CANNOT_LEAVE Permission Permanent "the owner cannot leave the group"
    10010 GROUP_NOT_FOUND NotFound Permanent "the group does not exist, or was disbanded"
    10011 MALFORMED_GROUP_JSON Request Permanent "the JSON of the request could not be parsed"
    10012 INVALID_GROUP_OPERATOR Request Permanent "the UserID of the caller is not valid"
    10013 ALREADY_A_MEMBER AlreadyExists Permanent "the user is already a member of the group"
    10014 GROUP_FULL Quota Permanent "the group is full"
    10015 INVALID_GROUP_ID NotFound Permanent "the ID of the group is not valid, or no group has it"
    10016 REFUSED_BY_WEBHOOK Webhook Permanent "the app's own webhook refused the request"
    10017 SENDER_MUTED Permission Permanent "the sender is muted"
    10018 GROUP_RESPONSE_TOO_LARGE Request Permanent "the response would be larger than 1 MB: request less"
    10019 MEMBER_NOT_FOUND NotFound Permanent "an account of the request does not exist"
    10020 IMPORTED_MESSAGE_TOO_LARGE Request Permanent "the message is larger than 12 KB"
    10021 GROUP_ID_TAKEN AlreadyExists Permanent "another user has a group with this ID"
    10023 GROUP_MESSAGE_RATE_EXCEEDED Rate Throttled "messages are sent too fast"
    10024 JOINING_ALREADY_DECIDED AlreadyExists Permanent "the invitation or the request to join was already decided"
    10025 GROUP_ID_TAKEN_BY_OWNER AlreadyExists Permanent "the same owner already has a group with this ID"
    10026 GROUP_COMMAND_DISABLED Edition Permanent "the command is disabled for this app"
    10030 GROUP_MESSAGE_NOT_FOUND NotFound Permanent "the message to be recalled does not exist"
    10031 GROUP_RECALL_TOO_LATE Permission Permanent "the message is too old to be recalled: older than 2 minutes unless agreed otherwise"
    10032 GROUP_MESSAGE_NOT_RECALLABLE Permission Permanent "the message cannot be recalled"
    10033 GROUP_RECALLS_UNSUPPORTED Permission Permanent "messages in a group of this type cannot be recalled"
    10034 GROUP_MESSAGE_NOT_DELETABLE Permission Permanent "a message of this type cannot be deleted"
    10035 GROUP_DELETIONS_UNSUPPORTED Permission Permanent "messages in audio-video and broadcasting groups cannot be deleted"
    10036 LIVE_GROUPS_LIMIT Quota Permanent "the app would have too many audio-video groups"
    10037 GROUPS_OF_USER_LIMIT Quota Permanent "a user would have created or joined too many groups"
    10038 INITIAL_MEMBERS_LIMIT Quota Permanent "the request has more members than the edition allows"
    10041 GROUP_RECALLS_DISABLED Edition Permanent "the app does not allow group messages to be recalled"
    10044 GROUP_ROAMING_UNSUPPORTED Permission Permanent "a group of this type keeps no message history"
    10045 GROUP_ATTRIBUTE_KEY_TOO_LONG Request Permanent "the key of an attribute is longer than 32 bytes"
    10046 GROUP_ATTRIBUTE_VALUE_TOO_LONG Request Permanent "the value of an attribute is longer than 4000 bytes"
    10047 GROUP_ATTRIBUTES_LIMIT Quota Permanent "the group would have more than 16 attributes"
    10048 GROUP_ATTRIBUTES_TOO_LARGE Quota Permanent "the values of the group's attributes would be longer than 16000 bytes together"
    10049 GROUP_ATTRIBUTE_RATE_EXCEEDED Rate Throttled "the group's attributes change more often than 5 times a second"
    10050 GROUP_ATTRIBUTE_NOT_FOUND NotFound Permanent "the attribute to be deleted does not exist"
    10051 GROUP_DELETION_TOO_LARGE Request Permanent "the request deletes more messages than allowed at once"
    10052 NO_GROUP_MESSAGES_TO_DELETE NotFound Permanent "the group has no message to delete"
    10053 TOO_MANY_MENTIONS Request Permanent "the message has more than 30 mentions"
    10054 MEMBERS_NEED_PAGES Request Permanent "the group has too many members for one response: read them in pages"
    10056 GROUP_ATTRIBUTE_CONFLICT Request Permanent "the attributes were changed by another call: read them again"
    10058 FREE_GROUPS_LIMIT Quota Permanent "the 100 groups of the Free edition are used up"
    10059 ULTIMATE_EDITION_REQUIRED Edition Permanent "the feature needs the Ultimate edition"
    10060 READ_RECEIPTS_GROUP_TOO_LARGE Quota Permanent "the group has too many members for read receipts"
    10061 READ_RECEIPTS_UNSUPPORTED Permission Permanent "a message that only online users receive has no read receipts"
    10062 READ_RECEIPT_NOT_FOUND NotFound Permanent "the read receipt does not exist"
    10063 GROUP_COUNTERS_LIMIT Quota Permanent "the group would have more than 20 counters"
    10070 PINNED_MESSAGES_LIMIT Quota Permanent "too many messages are pinned"
    10100..=10200 GROUP_WEBHOOK_CODES Webhook Permanent "the app's own webhook for groups refused the request with its own code"
    11000 TOPICS_UNSUPPORTED Edition Permanent "the group cannot have topics: the edition or the console does not allow them"

    // One-to-one messages.
    20001 INVALID_MESSAGE_REQUEST Request Permanent "the request is not valid"
    20002 MESSAGE_USER_SIG_EXPIRED Signature Unauthenticated "the UserSig or A2 has expired"
    20003 MESSAGE_ACCOUNT_NOT_FOUND NotFound Permanent "sender or recipient does not exist, or was not imported"
    20004 MESSAGE_NETWORK_ERROR Internal Transient "the internal network of the service failed"
    20005 MESSAGE_INTERNAL_ERROR Internal Transient "the service had an internal error"
    20006 MESSAGE_REFUSED_BY_WEBHOOK Webhook Permanent "the app's own webhook refused the message"
    20007 SENDER_BLOCKED Permission Permanent "the sender is on the recipient's blocklist"
    20008 RECIPIENT_OF_OTHER_APP App Permanent "sender and recipient belong to different apps"
    20009 NOT_FRIENDS Permission Permanent "sender and recipient are not friends, and only friends may send messages"
    20010 SENDER_IS_NO_FRIEND Permission Permanent "the sender is not a friend of the recipient"
    20011 RECIPIENT_IS_NO_FRIEND Permission Permanent "the recipient is not a friend of the sender"
    20012 MESSAGE_SENDER_MUTED Permission Permanent "the sender is muted"
    20016 RECALL_TOO_LATE Permission Permanent "the message is too old to be recalled: older than 2 minutes unless agreed otherwise"
    20018 ROAMING_DELETION_ERROR Internal Transient "the service had an internal error while it deleted messages"
    20022 MESSAGE_NOT_FOUND NotFound Permanent "the message to be recalled does not exist"
    20023 MESSAGE_ALREADY_RECALLED AlreadyExists Permanent "the message has already been recalled"
    20027 MESSAGE_VERSION_CONFLICT Request Permanent "the message was changed by another call: read it again"
    20028 MESSAGE_WRITE_CONFLICT Internal Transient "another call changed the message at the same time"
    21005 PUSH_TOKEN_BEFORE_LOGIN Request Permanent "a push token was set before the login"
    22001 PUSH_CERTIFICATE_MISSING Edition Permanent "the app has no push certificate"
    22002 PUSH_TOKEN_NETWORK_ERROR Internal Transient "the internal network of the service failed"
    22003 PUSH_TOKEN_EMPTY Request Permanent "the push token is empty"
    22004 PUSH_TOKEN_TOO_LONG Request Permanent "the push token is longer than 256 bytes"
    22005 LOGIN_DATA_TOO_LARGE Request Permanent gone "the login data is larger than 1024 bytes"
    22006 MESSAGE_RATE_EXCEEDED Rate Throttled "requests are sent too often"
    22007 DAILY_SENDERS_LIMIT Quota Permanent "more users send messages in a day than a trial or development edition allows"
    23001 EXTENSION_CONFLICT Request Permanent "the pair was changed by another call: read it again"
    23002 EXTENSIONS_UNSUPPORTED Permission Permanent "the message was sent without support for extensions"
    23003 EXTENSION_RATE_EXCEEDED Rate Throttled "the extensions of one message change more than 200 times a minute"
    23004 EXTENDED_MESSAGE_NOT_FOUND NotFound Permanent "the message does not exist"

    // Friends and followers.
    30001 INVALID_FRIEND_PARAMETER Request Permanent "a parameter of the request is wrong"
    30002 FRIEND_APP_MISMATCH App Permanent "the SDKAppID does not match"
    30003 FRIEND_ACCOUNT_NOT_FOUND NotFound Permanent "an account of the request does not exist"
    30004 FRIEND_ADMIN_REQUIRED Permission Permanent "only an administrator of the app may do this"
    30005 FOLLOWING_DISABLED Edition Permanent "the app cannot use followers: the edition or the console does not allow them"
    30006 FRIEND_INTERNAL_ERROR Internal Transient "the service had an internal error"
    30007 FRIEND_TIMEOUT Timeout Transient "the internal network of the service timed out"
    30008 FRIEND_WRITE_CONFLICT Internal Permanent "another call wrote at the same time: change several friends in one call"
    30009 FRIENDING_FORBIDDEN Permission Permanent "the user may not add friends"
    30010 FRIENDS_LIMIT Quota Permanent "the user has reached the maximum number of friends"
    30011 FRIEND_LISTS_LIMIT Quota Permanent "the user has reached the maximum number of friend lists"
    30012 PENDENCIES_LIMIT Quota Permanent "the user has reached the maximum number of pending friend requests"
    30013 BLOCKLIST_LIMIT Quota Permanent "the user has reached the maximum number of blocked users"
    30014 FRIENDS_OF_OTHER_LIMIT Quota Permanent "the other user has reached the maximum number of friends"
    30515 OTHER_BLOCKED Permission Permanent "the other user is on the user's own blocklist"
    30516 FRIENDING_REFUSED Permission Permanent "the other user accepts no friend requests"
    30525 BLOCKED_BY_OTHER Permission Permanent "the user is on the other user's blocklist"
    30539 FRIENDING_PENDING Permission Permanent "the request waits for the other user's consent"
    30540 FRIENDING_RATE_EXCEEDED Rate Throttled gone "too many friend requests in a short time"
    30614 PENDENCY_NOT_FOUND NotFound Permanent "the pending friend request does not exist"
    31704 NOT_A_FRIEND NotFound Permanent "the account to be deleted is not a friend"
    31707 UNFRIENDING_RATE_EXCEEDED Rate Throttled gone "too many deletions of friends in a short time"
    31804 FRIEND_ACCOUNT_NOT_FOUND_31804 NotFound Permanent "an account of the request does not exist"
    32100 FOLLOWED_LIMIT Quota Permanent "the user has reached the maximum number of followed users"
    32101 FOLLOWERS_OF_OTHER_LIMIT Quota Permanent "the other user has reached the maximum number of followers"
    32102 MUTUAL_FOLLOWS_LIMIT Quota Permanent "the user has reached the maximum number of mutual follows"
    32103 MUTUAL_FOLLOWS_OF_OTHER_LIMIT Quota Permanent "the other user has reached the maximum number of mutual follows"
    38000..=39000 FRIEND_WEBHOOK_CODES Webhook Permanent "the app's own webhook for friends refused the request with its own code"

    // Profiles.
    40001 INVALID_PROFILE_PARAMETER Request Permanent "a parameter of the request is wrong"
    40002 PROFILE_ACCOUNT_MISSING Request Permanent "the request names no account"
    40003 PROFILE_ACCOUNT_NOT_FOUND NotFound Permanent "an account of the request does not exist"
    40004 PROFILE_ADMIN_REQUIRED Permission Permanent "only an administrator of the app may do this"
    40006 PROFILE_INTERNAL_ERROR Internal Transient "the service had an internal error"
    40007 PROFILE_READ_DENIED Permission Permanent "a field of the profile may not be read"
    40008 PROFILE_WRITE_DENIED Permission Permanent "a field of the profile may not be written"
    40009 PROFILE_TAG_NOT_FOUND NotFound Permanent "a field of the profile does not exist"
    40601 PROFILE_VALUE_TOO_LONG Request Permanent "a value of the profile is longer than 500 bytes"
    40605 INVALID_PROFILE_VALUE Request Permanent "a value of a standard field is not allowed"
    40610 INVALID_PROFILE_VALUE_TYPE Request Permanent "a value of a standard field is of the wrong type"

    // Conversations (recentcontact).
    50001 USER_NOT_IMPORTED NotFound Permanent "the user has not been imported into the app"
    50002 INVALID_CONVERSATION_REQUEST Request Permanent "a parameter of the request is wrong"
    50003 CONVERSATION_ADMIN_REQUIRED Permission Permanent "only an administrator of the app may do this"
    50004 CONVERSATION_INTERNAL_ERROR Internal Transient "the service had an internal error"
    50005 CONVERSATION_TIMEOUT Timeout Transient "the internal network of the service timed out"
    51006 MARKED_CONVERSATIONS_OUT_OF_RANGE Request Permanent "a change of marks names no conversation, or more than 100"
    51007 GROUP_CODE_LOOKUP_FAILED Internal Transient "a chat group of the request could not be looked up: it was disbanded, the user left it, or the service failed"
    51008 GROUPED_CONVERSATIONS_LIMIT Quota Permanent "a conversation group would hold more than 1000 conversations"
    51009 CONTACT_GROUP_NOT_FOUND NotFound Permanent "the conversation group to be deleted does not exist"
    51010 CONTACT_GROUPS_LIMIT Quota Permanent "the user would have more than 20 conversation groups"
    51011 CONTACT_GROUP_NAME_TOO_LONG Request Permanent "the name of a conversation group is longer than 32 bytes"
    51012 PINNED_CONVERSATIONS_LIMIT Quota Permanent "too many conversations are pinned"
    51013 EDITION_REQUIRED Edition Permanent "the app's edition does not include conversation groups and marks"

    // The gateway, common to all endpoints.
    60002 MALFORMED_HTTP_REQUEST Request Permanent "the HTTP request could not be parsed: check the URL"
    60003 MALFORMED_JSON Request Permanent "the JSON of the request could not be parsed"
    60004 INVALID_USER_ID_OR_SIG Signature Permanent "a UserID or UserSig in the URL or body is wrong"
    60005 INVALID_USER_ID_OR_SIG_60005 Signature Permanent "a UserID or UserSig in the URL or body is wrong"
    60006 INVALID_SDK_APP_ID App Permanent gone "the SDKAppID is not valid"
    60007 ENDPOINT_RATE_EXCEEDED Rate Throttled "the rate limit of this endpoint is exceeded"
    60008 REQUEST_TIMEOUT Timeout Transient "the service timed out, or the HTTP request is malformed"
    60009 NO_SUCH_ENDPOINT Request Permanent "the endpoint does not exist: check the path"
    60010 ADMIN_REQUIRED Permission Permanent "the identifier that signs is not an administrator of the app"
    60011 APP_RATE_EXCEEDED Rate Throttled gone "the rate limit of this app is exceeded"
    60012 SDK_APP_ID_MISSING Request Permanent "the URL has no SDKAppID"
    60013 MALFORMED_INNER_RESPONSE Internal Permanent "the service could not parse the JSON of an internal response"
    60014 ACCOUNT_SWITCH_TIMEOUT Timeout Transient "switching accounts timed out"
    60015 USER_ID_NOT_A_STRING Request Permanent "a UserID in the body is not a string"
    60016 APP_DISABLED App Permanent "the app is disabled"
    60017 REQUEST_DISABLED Edition Permanent "this request is disabled"
    60018 TOO_MANY_REQUESTS Rate Throttled "too many requests"
    60019 TOO_MANY_REQUESTS_60019 Rate Throttled gone "too many requests"
    60020 PLAN_EXPIRED Edition Permanent "the plan of the app has expired"
    60021 SOURCE_IP_REFUSED Permission Permanent "calls from this IP address are not allowed"
    60025 INVALID_URL_PARAMETER Request Permanent "the SDKAppID, identifier, UserSig or content type of the URL is wrong"
    60026 WRONG_DATA_CENTER App Permanent "the host or the SDKAppID belongs to another data center than the app"
    60027 WRONG_PRODUCT Edition Permanent "the app belongs to a product without this endpoint"
    60028 TRIAL_REQUESTS_LIMIT Quota Permanent "the requests that the trial edition allows in 24 hours are used up"

    // Accounts and signatures.
    70001 USER_SIG_EXPIRED Signature Unauthenticated "the UserSig has expired"
    70002 USER_SIG_EMPTY Signature Permanent gone "the UserSig is empty"
    70003 USER_SIG_MALFORMED Signature Permanent "the UserSig is malformed"
    70005 USER_SIG_MALFORMED_70005 Signature Permanent gone "the UserSig is malformed"
    70009 USER_SIG_OF_OTHER_KEY Signature Permanent "the UserSig was not made with this app's key"
    70013 USER_SIG_OF_OTHER_USER Signature Permanent "the UserSig belongs to another UserID"
    70014 USER_SIG_OF_OTHER_APP Signature Permanent "the UserSig belongs to another SDKAppID"
    70016 KEY_NOT_FOUND Signature Permanent "the app has no key to verify the UserSig with"
    70020 APP_NOT_FOUND App Permanent "there is no app with this SDKAppID"
    70050 USER_SIG_CHECKS_EXCEEDED Rate Permanent "too many UserSigs failed: check the UserSig, and wait a minute"
    70051 ACCOUNT_BLOCKED Permission Permanent "the account is on the blocklist"
    70107 ACCOUNT_NOT_FOUND NotFound Permanent "there is no account with this UserID"
    70114 LOGIN_RESTRICTED Rate Throttled gone "logins are restricted for security: log in less often"
    70169 ACCOUNT_TIMEOUT Timeout Transient "the account service timed out"
    70202 ACCOUNT_TIMEOUT_70202 Timeout Transient gone "the account service timed out"
    70206 ACCOUNT_BATCH_SIZE Request Permanent gone "the request names too few or too many accounts"
    70398 ACCOUNTS_LIMIT Quota Permanent "the app would have more accounts than its edition allows"
    70399 ACCOUNT_DELETED_LATELY Permission Permanent "the account was deleted less than three months ago and cannot be imported again yet"
    70402 INVALID_ACCOUNT_REQUEST Request Permanent "a parameter of the request is missing or wrong"
    70403 ACCOUNT_ADMIN_REQUIRED Permission Permanent gone "only an administrator of the app may do this"
    70404 SDK_TOO_OLD Request Permanent "the version of the SDK is too old"
    70500 ACCOUNT_INTERNAL_ERROR Internal Transient "the account service had an internal error"
    71000 ACCOUNT_DELETION_DENIED Edition Permanent "only apps of the trial edition can delete accounts"
    72000 DAILY_USERS_LIMIT Quota Permanent "more users are active in a day than the trial edition allows"
    72001 STATUS_QUERIES_DISABLED Edition Permanent "queries and notices of online states are not enabled in the console"
    72002 MONTHLY_USERS_LIMIT Quota Permanent "more users are active in a month than the trial edition allows"
    72010 ACCOUNT_RATE_EXCEEDED Rate Throttled "a user logs in or out, or changes state, too often"
    72011 DO_NOT_DISTURB_DISABLED Edition Permanent "do-not-disturb for everything is not enabled"
    72012 PROFILE_SUBSCRIPTIONS_DISABLED Edition Permanent "subscriptions to changes of profiles are not enabled"

    // Content of messages, and the app as a whole.
    80001 TEXT_REFUSED_BY_MODERATION Moderation Permanent "the text has sensitive content"
    80002 GROUP_MESSAGE_TOO_LARGE Request Permanent "the message is larger than 12 KB"
    80003 MESSAGE_WEBHOOK_FAILED Webhook Permanent "the app's own webhook failed or took too long, so the message was not sent"
    80004 IMAGE_REFUSED_BY_MODERATION Moderation Permanent "an image has sensitive content"
    80005 SERVICE_DEACTIVATED Edition Permanent "the app's edition has expired or payments are due; for an imported topic: moderation timed out"

    // Messages, pushes and online state (openim, all_member_push, timpush).
    90001 MALFORMED_MESSAGE_JSON Request Permanent "the JSON of the request could not be parsed"
    90002 INVALID_MSG_BODY Request Permanent "the `MsgBody` is malformed, or not an array"
    90003 TO_ACCOUNT_MISSING NotFound Permanent "the `To_Account` is missing, not a string, or does not exist"
    90004 INVALID_MSG_SEQ Request Permanent "the `MsgSeq` is not valid"
    90005 MSG_RANDOM_MISSING Request Permanent "the `MsgRandom` is missing, or not an integer"
    90006 MSG_TIME_STAMP_MISSING Request Permanent "the `MsgTimeStamp` is missing, or not an integer"
    90007 MSG_BODY_NOT_AN_ARRAY Request Permanent "the `MsgBody` is not an array"
    90008 FROM_ACCOUNT_MISSING NotFound Permanent "the `From_Account` is missing, or does not exist"
    90009 MESSAGE_ADMIN_REQUIRED Permission Permanent "only an administrator of the app may do this"
    90010 INVALID_MESSAGE_FORMAT Request Permanent "the message is malformed"
    90011 TOO_MANY_TARGETS Request Permanent "the request has more than 500 target accounts"
    90012 TO_ACCOUNT_NOT_FOUND NotFound Permanent "the `To_Account` does not exist, or was not imported"
    90018 TOO_MANY_ACCOUNTS Request Permanent "the request has too many accounts"
    90020 TAG_TOO_LONG Request Permanent "a tag is longer than 50 bytes"
    90022 TAG_REPEATED Request Permanent "a tag is in `TagsOr` and in `TagsAnd`"
    90024 PUSH_RATE_EXCEEDED Rate Throttled "less than a second lies between two pushes"
    90026 INVALID_MSG_LIFE_TIME Request Permanent "the message would be kept for more than 7 days"
    90028 TO_ACCOUNT_NOT_AN_ARRAY Request Permanent "the `To_Account` is not an array"
    90029 TO_ACCOUNT_EMPTY Request Permanent "the `To_Account` is empty"
    90030 SYNC_FROM_OLD_SYSTEM_MISSING Request Permanent "the `SyncFromOldSystem` is missing, or not an integer; for a push: an attribute is empty, or longer than 50 bytes"
    90031 INVALID_SYNC_OTHER_MACHINE Request Permanent "the `SyncOtherMachine` is not an integer"
    90032 TOO_MANY_TAGS Request Permanent "the request has more than 10 tags"
    90033 INVALID_ATTRIBUTE Request Permanent "an attribute is not valid"
    90034 TAG_TOO_LONG_90034 Request Permanent "a tag is longer than 50 bytes"
    90035 ACCOUNT_TYPES_MIXED Request Permanent "tags and attributes can be given to only one type of account at a time"
    90039 ATTRIBUTES_BESIDE_TAGS Request Permanent "a push goes by attributes or by tags, not by both"
    90040 TAG_EMPTY Request Permanent "a tag is empty"
    90043 INVALID_OFFLINE_PUSH_INFO Request Permanent "the `OfflinePushInfo` is malformed"
    90044 MSG_LIFE_TIME_NOT_AN_INTEGER Request Permanent "the `MsgLifeTime` is not an integer"
    90045 PUSH_DISABLED Edition Permanent "pushing to all users, by tag or to single users is not enabled"
    90047 PUSH_QUOTA_EXCEEDED Quota Permanent "the daily quota of pushes, 100 unless agreed otherwise, is used up"
    90048 MESSAGE_ACCOUNT_NOT_FOUND_90048 NotFound Permanent "an account of the request does not exist"
    90049 PUSH_NOT_FOUND NotFound Permanent "the push does not exist"
    90050 PUSH_ALREADY_RECALLED AlreadyExists Permanent "the push has already been recalled"
    90051 PUSH_RECALL_RATE_EXCEEDED Rate Throttled "pushes are recalled more often than once a second"
    90052 PUSH_RECALL_TOO_LATE Permission Permanent "the push is older than 24 hours and cannot be recalled"
    90053 PUSH_NOT_RECALLABLE Request Permanent "the push left nothing to recall, and the request has no `OfflinePushInfo`"
    90054 INVALID_MSG_KEY Request Permanent "the `MsgKey` is not valid"
    90055 BATCH_MESSAGE_TOO_LARGE Request Permanent "the batch message is larger than 8 KB"
    90056 PUSH_TOO_LARGE Request Permanent "the push is larger than 10 KB"
    90057 BATCH_MESSAGE_RATE_EXCEEDED Rate Throttled "batch messages are sent faster than the rate limit of the app; for a push: the `DataId` is longer than 64 bytes"
    90104 INVALID_SCHEDULED_PUSH Request Permanent "a parameter of the scheduled push is wrong"
    90107 SCHEDULED_PUSH_UNDER_WAY Permission Permanent "the scheduled push is being sent"
    90992 MESSAGE_SERVICE_ERROR Internal Transient "the service had an internal error; if it persists, check the response of the app's webhook"
    90994 ONLINE_STATE_ERROR Internal Transient "the service had an internal error"
    90995 ONLINE_STATE_ERROR_90995 Internal Transient "the service had an internal error"
    91000 MESSAGE_SERVICE_ERROR_91000 Internal Transient "the service had an internal error"
    91101 WEB_INSTANCES_LIMIT Quota Permanent "the user has reached the maximum number of online web clients, and one was logged out"
    93000 MESSAGE_JSON_TOO_LARGE Request Permanent "the JSON of the request is larger than 12 KB"

    // Moderation in batches.
    93001 BATCH_MODERATION_ERROR Internal Transient "the service had an internal error"
    93005 MODERATED_TYPE_UNSUPPORTED Request Permanent "a batch can contain only images and texts"
    93006 BATCH_MODERATION_TIMEOUT Timeout Transient "moderating the batch took longer than 5 seconds"
    93007 CONTENT_ID_REPEATED Request Permanent "two contents of the batch have the same ID"
    93008 TOO_MANY_CONTENTS Request Permanent "the batch has more than 10 contents"

    // Topics, and their permission groups.
    110002 TOPIC_DELETION_FAILED Request Permanent "the topic was not deleted: see the error text of the service"
    110003 TOPIC_DELETED NotFound Permanent "the topic has been deleted"
    110006 PERMISSION_GROUP_NOT_FOUND NotFound Permanent "the permission group does not exist, or was disbanded"
    110007 PERMISSION_GROUP_DELETION_FAILED Internal Transient "the permission group could not be deleted"
    110008 PERMISSION_GROUP_NOT_FOUND_110008 NotFound Permanent "the permission group does not exist, or was deleted"
    110010 TOPIC_ALREADY_IN_PERMISSION_GROUP AlreadyExists Permanent "the topic is already in the permission group"
    110011 TOPIC_NOT_IN_PERMISSION_GROUP NotFound Permanent "the topic is not in the permission group"
    110012 PERMISSION_GROUP_FULL Quota Permanent "the permission group has reached the maximum number of members"
    110013 INVALID_TOPIC_ID Request Permanent "the ID of the topic is not valid"
    110014 TOPIC_PERMISSION_NOT_FOUND NotFound Permanent "the permission of the topic was deleted"

    // Files of messages.
    114000 RESOURCE_NOT_FOUND NotFound Permanent gone "the file to be sent does not exist"
    114001 RESOURCE_INACCESSIBLE Permission Permanent gone "the file to be sent cannot be accessed"
    114002 RESOURCE_TOO_LARGE Request Permanent gone "the file is larger than allowed"
    114003 RESOURCE_CANCELED Request Permanent gone "the user canceled sending, for instance by logging out"
    114004 RESOURCE_UNREADABLE Request Permanent gone "the file could not be read"
    114005 RESOURCE_TIMEOUT Timeout Transient gone "the file was not transferred in time"
    114011 INVALID_RESOURCE_PARAMETER Request Permanent "a parameter of the request is wrong"
    115066 RESOURCE_CORRUPT Request Permanent gone "the MD5 sum of the file does not match"
    115068 RESOURCE_PART_CORRUPT Request Permanent gone "the MD5 sum of a part of the file does not match"

    // The app's own webhook.
    120001..=130000 MESSAGE_WEBHOOK_CODES Webhook Permanent "the app's own webhook for one-to-one messages or official accounts refused the request with its own code"

    // Operations data (getappinfo), mutes (openconfigsvr) and official accounts.
    130001 MALFORMED_OPERATIONS_JSON Request Permanent "the JSON of the request could not be parsed"
    130002 GET_ACCOUNT_MISSING Request Permanent "the `Get_Account` is missing; for official accounts: the user neither follows nor manages it"
    130003 INVALID_GET_ACCOUNT Request Permanent "the `Get_Account` is not valid"
    130004 SET_ACCOUNT_MISSING Request Permanent "the `Set_Account` is missing; for official accounts: no official account has this ID"
    130005 INVALID_SET_ACCOUNT Request Permanent "the `Set_Account` is not valid; for official accounts: the user already follows it"
    130006 SUBSCRIBERS_LIMIT Quota Permanent "the official account has reached the maximum number of subscribers"
    130007 INVALID_OFFICIAL_ACCOUNT_ID Request Permanent "the ID of the official account is malformed"
    130008 MUTE_TIME_MISSING Request Permanent "neither of the mute times is given; for official accounts: the ID is taken"
    130009 OPERATIONS_DATABASE_ERROR Internal Permanent "the service could not open its database"
    130010 OPERATIONS_DATABASE_ERROR_130010 Internal Permanent "the service could not reach its database"
    130011 OPERATIONS_QUERY_ERROR Internal Permanent "the service's own query failed"
    130012 OPERATIONS_QUERY_ERROR_130012 Internal Permanent "the service could not read the result of an internal query"
    130014 OPERATIONS_SYSTEM_ERROR Internal Transient "the service had an internal error"
    131000 OFFICIAL_ACCOUNTS_DISABLED Edition Permanent "official accounts are not enabled"
    131003 NOT_SUBSCRIBED NotFound Permanent "the user does not follow the official account"
    131005 OFFICIAL_ACCOUNTS_NEED_NEWER_SDK Request Permanent "the version of the SDK is too old for official accounts"
    } };
}

for_each_code! { [codes] }
