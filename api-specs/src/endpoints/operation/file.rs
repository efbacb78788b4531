//! Files that users sent, and the files in which the service keeps the app's recent messages.

use crate::{ErrorCode, endpoint, open_enum};

const READ: &str = "2026-11-24";

/// Bans a file that a user sent: clients can no longer download it.
///
/// Only files that were uploaded by a client SDK of version 4.9 or later (2.0.0 on the web) can be banned. The page
/// names a host for Chinese apps only, and no rate limit.
#[endpoint("v4/im_cos_msg/forbid_illegal_object", idempotent)]
pub mod forbid_illegal_object {
    pub struct Request {
        /// The URL of the file, from an element of the message.
        #[wire("RawURL")]
        pub raw_url: String,
    }
    pub struct Response {}
    pub const ERRORS: &[ErrorCode] = &[];
}

/// Lifts the ban of a file. The same files are accepted as by `forbid_illegal_object`.
#[endpoint("v4/im_cos_msg/allow_banned_object", idempotent)]
pub mod allow_banned_object {
    pub struct Request {
        /// The URL of the file, from an element of the message.
        #[wire("RawURL")]
        pub raw_url: String,
    }
    pub struct Response {}
    pub const ERRORS: &[ErrorCode] = &[];
}

/// The state of a file that a user sent.
#[open_enum]
pub enum FileStatus {
    /// Clients can download the file.
    Normal = 0,
    /// The file is banned. Only a signed URL opens it.
    Banned = 1,
    /// The file does not exist. It may have expired.
    Missing = 2,
}

/// Returns the states of files that users sent, and signed URLs that open them, even if they are banned.
///
/// Anyone who has a signed URL can download the file, for 15 minutes. The same files are accepted as by
/// `forbid_illegal_object`.
#[endpoint("v4/im_cos_msg/get_cos_sig", partial, idempotent)]
pub mod get_cos_signature {
    pub struct Request {
        /// The files.
        #[wire("RawURLs")]
        pub raw_urls: Vec<RawUrl>,
    }
    /// A file to be signed.
    pub struct RawUrl {
        /// A number of the caller's choice, different for each file of the request.
        #[wire("ResourceID")]
        pub resource_id: u64,
        /// The URL of the file, from an element of the message.
        #[wire("RawURL")]
        pub raw_url: String,
    }
    pub struct Response {
        /// The result for each file.
        #[wire("PreSigURLs")]
        pub pre_sig_urls: Vec<PreSigUrl>,
    }
    /// The result for one file.
    pub struct PreSigUrl {
        /// The status code; 0 is success.
        #[wire(status)]
        pub code: ErrorCode,
        /// The error text of the service.
        pub desc: Option<String>,
        /// The number of the file in the request.
        #[wire("ResourceID")]
        pub resource_id: Option<u64>,
        /// The signed URL.
        #[wire("PreSigURL")]
        pub pre_sig_url: Option<String>,
        /// The state of the file.
        pub status: Option<FileStatus>,
    }
    pub const ERRORS: &[ErrorCode] = &[];
}

/// The kind of conversations whose messages are in a file.
#[open_enum]
pub enum ChatType {
    /// One-to-one conversations.
    #[wire("C2C")]
    C2c,
    /// Group conversations.
    Group,
}

/// Returns the URLs of files that have all messages of the app in one hour of the last seven days.
///
/// A file is JSON, compressed by gzip, with the messages in `MsgList`, one on each line. It is ready within an hour
/// after its own hour, later if there are many messages, and is deleted after seven days. The call fails with 1004 if
/// the file is not ready, or if the hour has no messages. The files are meant for backups and statistics.
#[endpoint("v4/open_msg_svc/get_history", page = 34885, rate = 10, idempotent)]
pub mod get_history {
    pub struct Request {
        /// The kind of conversations.
        pub chat_type: ChatType,
        /// The hour in Beijing time, such as `2015120121` for 21:00 to 21:59 on 1 December 2015.
        pub msg_time: String,
    }
    pub struct Response {
        /// The files.
        pub file: Vec<File>,
    }
    /// A file of messages.
    pub struct File {
        /// The URL of the file. A new call returns another once it has expired.
        #[wire("URL")]
        pub url: String,
        /// The time when the URL expires, such as `2015-12-02 16:45:23`. The page does not name the time zone.
        pub expire_time: String,
        /// The size of the file when decompressed.
        pub file_size_bytes: u64,
        /// The MD5 of the file when decompressed, in hexadecimal digits.
        #[wire("FileMD5")]
        pub file_md5: String,
        /// The size of the compressed file.
        pub gzip_size_bytes: u64,
        /// The MD5 of the compressed file, in hexadecimal digits.
        #[wire("GzipMD5")]
        pub gzip_md5: String,
    }
    pub const ERRORS: &[ErrorCode] = &[
        ErrorCode::INVALID_HISTORY_REQUEST,
        ErrorCode::INVALID_HISTORY_PARAMETER,
        ErrorCode::HISTORY_SYSTEM_ERROR,
        ErrorCode::HISTORY_FILE_NOT_FOUND,
        ErrorCode::HISTORY_FILE_EXPIRED,
    ];
}
