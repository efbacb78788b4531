//! The elements of messages.

use crate::{GroupId, IntoField, UserId, object, open_enum, union};

/// Text.
#[object]
pub struct TextElement {
    /// The text, which an offline push shows too.
    pub text: String,
}

/// A location on the map.
#[object]
pub struct LocationElement {
    /// The description of the location.
    pub desc: Option<String>,
    /// The latitude in degrees.
    pub latitude: f64,
    /// The longitude in degrees.
    pub longitude: f64,
}

/// A custom emoji of the app.
#[object]
pub struct FaceElement {
    /// The number of the emoji in the app.
    pub index: i64,
    /// Additional data of the app.
    pub data: Option<String>,
}

/// Custom data of the app. A message has at most one such element.
#[object]
pub struct CustomElement {
    /// The data. An offline push does not contain it.
    pub data: Option<String>,
    /// The text of an offline push. No push is sent if this and the text in the push information are both missing.
    pub desc: Option<String>,
    /// The data of an offline push.
    pub ext: Option<String>,
    /// The sound of a push to iOS.
    pub sound: Option<String>,
}

/// The way a file is downloaded.
#[open_enum]
pub enum DownloadFlag {
    /// From the URL of the element. Required in messages that are sent over this API.
    Url = 2,
}

/// A voice message. To send one over this API, the URL, identifier and download flag are required. Voice messages of
/// old clients have no URL.
#[object]
pub struct SoundElement {
    /// The download URL.
    pub url: Option<String>,
    /// The unique identifier, usually the MD5 of the file.
    #[wire("UUID")]
    pub uuid: String,
    /// The size in bytes.
    pub size_bytes: Option<u64>,
    /// The duration in seconds.
    pub second: Option<u64>,
    /// The way it is downloaded.
    #[wire("Download_Flag")]
    pub download_flag: Option<DownloadFlag>,
}

/// The format of an image.
#[open_enum]
pub enum ImageFormat {
    /// JPG.
    Jpg = 1,
    /// GIF.
    Gif = 2,
    /// PNG.
    Png = 3,
    /// BMP.
    Bmp = 4,
    /// Another format.
    Unlisted = 255,
}

/// The kind of a copy of an image.
#[open_enum]
pub enum ImageKind {
    /// The original.
    Original = 1,
    /// A large copy.
    Large = 2,
    /// A thumbnail.
    Thumbnail = 3,
}

/// One copy of an image.
#[object]
pub struct ImageInfo {
    /// The kind of the copy.
    pub kind: Option<ImageKind>,
    /// The size in bytes.
    pub size_bytes: Option<u64>,
    /// The width in pixels. Required to send an image over this API.
    pub width: u64,
    /// The height in pixels. Required to send an image over this API.
    pub height: u64,
    /// The download URL.
    #[wire("URL")]
    pub url: String,
}

/// An image in several sizes.
#[object]
pub struct ImageElement {
    /// The unique identifier.
    #[wire("UUID")]
    pub uuid: String,
    /// The format.
    pub image_format: Option<ImageFormat>,
    /// The copies of the image.
    pub image_info_array: Vec<ImageInfo>,
}

/// A file. To send one over this API, the URL, identifier and download flag are required. Files of old clients have no
/// URL.
#[object]
pub struct FileElement {
    /// The download URL.
    pub url: Option<String>,
    /// The unique identifier, usually the MD5 of the file.
    #[wire("UUID")]
    pub uuid: String,
    /// The size in bytes.
    pub file_size_bytes: Option<u64>,
    /// The name. The table of the page spells it `fileName`, the samples `FileName`.
    #[wire(alias("fileName"))]
    pub file_name: Option<String>,
    /// The way it is downloaded.
    #[wire("Download_Flag")]
    pub download_flag: Option<DownloadFlag>,
}

/// A video with a thumbnail. To send one over this API, the URLs and download flags are required. Videos of old clients
/// have no URLs.
#[object]
pub struct VideoElement {
    /// The download URL of the video.
    pub video_url: Option<String>,
    /// The unique identifier.
    #[wire("VideoUUID")]
    pub video_uuid: String,
    /// The size in bytes.
    pub video_size_bytes: Option<u64>,
    /// The duration in seconds. Web clients set 0.
    pub video_second: Option<u64>,
    /// The format, such as `mp4`.
    pub video_format: Option<String>,
    /// The way it is downloaded.
    pub video_download_flag: Option<DownloadFlag>,
    /// The download URL of the thumbnail.
    pub thumb_url: Option<String>,
    /// The unique identifier.
    #[wire("ThumbUUID")]
    pub thumb_uuid: String,
    /// The size in bytes.
    pub thumb_size_bytes: Option<u64>,
    /// The width in pixels.
    pub thumb_width: u64,
    /// The height in pixels.
    pub thumb_height: u64,
    /// The format, such as `JPG`.
    pub thumb_format: Option<String>,
    /// The way it is downloaded.
    pub thumb_download_flag: Option<DownloadFlag>,
}

/// Several messages, forwarded as one.
#[object]
pub struct RelayElement {
    /// The title.
    pub title: Option<String>,
    /// The number of messages.
    pub msg_num: Option<u64>,
    /// The text that is shown by clients without support for such messages.
    pub compatible_text: Option<String>,
    /// A digest, with one line for each message.
    pub abstract_list: Option<Vec<String>>,
    /// The messages, if their size is at most 12 KB.
    pub msg_list: Option<Vec<RelayedMessage>>,
    /// The key of messages that are larger.
    pub json_msg_key: Option<String>,
}

/// A message that was forwarded.
#[object]
pub struct RelayedMessage {
    /// The sender.
    pub from_account: Option<UserId>,
    /// The receiver, if it was a one-to-one message.
    pub to_account: Option<UserId>,
    /// The group, if it was a message in a group.
    pub group_id: Option<GroupId>,
    /// The sequence number.
    #[wire(range(max = 4294967295))]
    pub msg_seq: Option<i64>,
    /// The random number.
    #[wire(range(max = 4294967295))]
    pub msg_random: Option<i64>,
    /// The time of sending, in seconds since 1970 UTC.
    pub msg_time_stamp_secs: Option<u64>,
    /// The elements of the message.
    pub msg_body: Vec<MessageElement>,
    /// Custom data.
    pub cloud_custom_data: Option<String>,
}

/// A part of a message (page 33527, read on 2026-11-24).
///
/// Strings and each of the content types convert into a part.
///
/// ```
/// use tencent_chat_specs::message::{FaceElement, MessageElement};
///
/// let body: [MessageElement; 2] = ["hello".into(), FaceElement::new(6).into()];
/// ```
#[union(tag = "MsgType", content = "MsgContent")]
pub enum MessageElement {
    /// Text.
    #[wire("TIMTextElem")]
    Text(TextElement),
    /// A location on the map.
    #[wire("TIMLocationElem")]
    Location(LocationElement),
    /// A custom emoji of the app.
    #[wire("TIMFaceElem")]
    Face(FaceElement),
    /// Custom data.
    #[wire("TIMCustomElem")]
    Custom(CustomElement),
    /// A voice message.
    #[wire("TIMSoundElem")]
    Sound(SoundElement),
    /// An image.
    #[wire("TIMImageElem")]
    Image(ImageElement),
    /// A file.
    #[wire("TIMFileElem")]
    File(FileElement),
    /// A video.
    #[wire("TIMVideoFileElem")]
    Video(VideoElement),
    /// Several messages, forwarded as one.
    #[wire("TIMRelayElem")]
    Relay(RelayElement),
}

impl From<&str> for MessageElement {
    fn from(text: &str) -> Self {
        Self::Text(TextElement::new(text))
    }
}

impl From<String> for MessageElement {
    fn from(text: String) -> Self {
        Self::Text(TextElement::new(text))
    }
}

impl IntoField<MessageElement> for &str {
    fn into_field(self) -> MessageElement {
        self.into()
    }
}

impl IntoField<MessageElement> for String {
    fn into_field(self) -> MessageElement {
        self.into()
    }
}
