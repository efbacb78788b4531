//! What messages consist of.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value as Json};

use crate::codec::{
    self, Field, FieldMut, FieldType, Member, Record, RecordMut, RecordRef, Union, UnionRef,
    UnionTable, Value,
};
use crate::{GroupId, IntoField, UserId, object, open_enum};

/// Text.
#[object]
pub struct TextElement {
    /// The text, which an offline push shows too.
    #[wire("Text")]
    pub text: String,
}

/// A place on the map.
#[object]
pub struct LocationElement {
    /// What is there.
    #[wire("Desc")]
    pub desc: Option<String>,
    /// Latitude in degrees.
    #[wire("Latitude")]
    pub latitude: f64,
    /// Longitude in degrees.
    #[wire("Longitude")]
    pub longitude: f64,
}

/// An emoji of the app's own.
#[object]
pub struct FaceElement {
    /// Its number in the app.
    #[wire("Index")]
    pub index: i64,
    /// Whatever the app adds.
    #[wire("Data")]
    pub data: Option<String>,
}

/// Data of the app's own. A message has at most one of these.
#[object]
pub struct CustomElement {
    /// The data, which an offline push does not carry.
    #[wire("Data")]
    pub data: Option<String>,
    /// What an offline push shows; without it, and without a text in the push information, there is no push.
    #[wire("Desc")]
    pub desc: Option<String>,
    /// What an offline push carries.
    #[wire("Ext")]
    pub ext: Option<String>,
    /// The sound of a push to iOS.
    #[wire("Sound")]
    pub sound: Option<String>,
}

/// How a file is downloaded.
#[open_enum]
pub enum DownloadFlag {
    /// From the URL beside it. Messages sent over this API have to say so.
    #[wire(2)]
    Url,
}

/// A voice message. URL, identifier and download flag are needed to send one over this API; those of old clients have
/// no URL.
#[object]
pub struct SoundElement {
    /// Where it is downloaded.
    #[wire("Url")]
    pub url: Option<String>,
    /// Its unique identifier, mostly the MD5 of the file.
    #[wire("UUID")]
    pub uuid: String,
    /// Its size in bytes.
    #[wire("Size")]
    pub size_bytes: Option<u64>,
    /// How long it lasts, in seconds.
    #[wire("Second")]
    pub second: Option<u64>,
    /// How it is downloaded.
    #[wire("Download_Flag")]
    pub download_flag: Option<DownloadFlag>,
}

/// The format of an image.
#[open_enum]
pub enum ImageFormat {
    /// JPG.
    #[wire(1)]
    Jpg,
    /// GIF.
    #[wire(2)]
    Gif,
    /// PNG.
    #[wire(3)]
    Png,
    /// BMP.
    #[wire(4)]
    Bmp,
    /// Another one.
    #[wire(255)]
    Unlisted,
}

/// Which copy of an image is meant.
#[open_enum]
pub enum ImageKind {
    /// The original.
    #[wire(1)]
    Original,
    /// A large copy.
    #[wire(2)]
    Large,
    /// A thumbnail.
    #[wire(3)]
    Thumbnail,
}

/// One copy of an image.
#[object]
pub struct ImageInfo {
    /// Which copy it is.
    #[wire("Type")]
    pub kind: Option<ImageKind>,
    /// Its size in bytes.
    #[wire("Size")]
    pub size_bytes: Option<u64>,
    /// Its width in pixels. Required to send an image over this API.
    #[wire("Width")]
    pub width: u64,
    /// Its height in pixels. Required to send an image over this API.
    #[wire("Height")]
    pub height: u64,
    /// Where it is downloaded.
    #[wire("URL")]
    pub url: String,
}

/// An image in several sizes.
#[object]
pub struct ImageElement {
    /// Its unique identifier.
    #[wire("UUID")]
    pub uuid: String,
    /// Its format.
    #[wire("ImageFormat")]
    pub image_format: Option<ImageFormat>,
    /// The copies of it.
    #[wire("ImageInfoArray")]
    pub image_info_array: Vec<ImageInfo>,
}

/// A file. URL, identifier and download flag are needed to send one over this API; those of old clients have no URL.
#[object]
pub struct FileElement {
    /// Where it is downloaded.
    #[wire("Url")]
    pub url: Option<String>,
    /// Its unique identifier, mostly the MD5 of the file.
    #[wire("UUID")]
    pub uuid: String,
    /// Its size in bytes.
    #[wire("FileSize")]
    pub file_size_bytes: Option<u64>,
    /// Its name. The page's table spells it `fileName`, the samples `FileName`.
    #[wire("FileName", alias("fileName"))]
    pub file_name: Option<String>,
    /// How it is downloaded.
    #[wire("Download_Flag")]
    pub download_flag: Option<DownloadFlag>,
}

/// A video with a thumbnail. URLs and download flags are needed to send one over this API; those of old clients have
/// no URLs.
#[object]
pub struct VideoElement {
    /// Where the video is downloaded.
    #[wire("VideoUrl")]
    pub video_url: Option<String>,
    /// Its unique identifier.
    #[wire("VideoUUID")]
    pub video_uuid: String,
    /// Its size in bytes.
    #[wire("VideoSize")]
    pub video_size_bytes: Option<u64>,
    /// How long it lasts, in seconds; 0 from web clients.
    #[wire("VideoSecond")]
    pub video_second: Option<u64>,
    /// Its format, such as `mp4`.
    #[wire("VideoFormat")]
    pub video_format: Option<String>,
    /// How it is downloaded.
    #[wire("VideoDownloadFlag")]
    pub video_download_flag: Option<DownloadFlag>,
    /// Where the thumbnail is downloaded.
    #[wire("ThumbUrl")]
    pub thumb_url: Option<String>,
    /// Its unique identifier.
    #[wire("ThumbUUID")]
    pub thumb_uuid: String,
    /// Its size in bytes.
    #[wire("ThumbSize")]
    pub thumb_size_bytes: Option<u64>,
    /// Its width in pixels.
    #[wire("ThumbWidth")]
    pub thumb_width: u64,
    /// Its height in pixels.
    #[wire("ThumbHeight")]
    pub thumb_height: u64,
    /// Its format, such as `JPG`.
    #[wire("ThumbFormat")]
    pub thumb_format: Option<String>,
    /// How it is downloaded.
    #[wire("ThumbDownloadFlag")]
    pub thumb_download_flag: Option<DownloadFlag>,
}

/// Several messages, forwarded as one.
#[object]
pub struct RelayElement {
    /// The title.
    #[wire("Title")]
    pub title: Option<String>,
    /// How many messages there are.
    #[wire("MsgNum")]
    pub msg_num: Option<u64>,
    /// What clients show that know no such messages.
    #[wire("CompatibleText")]
    pub compatible_text: Option<String>,
    /// A digest, a line each.
    #[wire("AbstractList")]
    pub abstract_list: Option<Vec<String>>,
    /// The messages, if they have at most 12 KB.
    #[wire("MsgList")]
    pub msg_list: Option<Vec<RelayedMessage>>,
    /// Where larger ones are found.
    #[wire("JsonMsgKey")]
    pub json_msg_key: Option<String>,
}

/// A message that was forwarded.
#[object]
pub struct RelayedMessage {
    /// Who sent it.
    #[wire("From_Account")]
    pub from_account: Option<UserId>,
    /// To whom, if it was one-to-one.
    #[wire("To_Account")]
    pub to_account: Option<UserId>,
    /// In which group, if it was in one.
    #[wire("GroupId")]
    pub group_id: Option<GroupId>,
    /// Its sequence number.
    #[wire("MsgSeq", range(max = 4294967295))]
    pub msg_seq: Option<i64>,
    /// Its random number.
    #[wire("MsgRandom", range(max = 4294967295))]
    pub msg_random: Option<i64>,
    /// When it was sent, in seconds since 1970 UTC.
    #[wire("MsgTimeStamp")]
    pub msg_time_stamp_secs: Option<u64>,
    /// What it consisted of.
    #[wire("MsgBody")]
    pub msg_body: Vec<MessageElement>,
    /// Data of the app's own.
    #[wire("CloudCustomData")]
    pub cloud_custom_data: Option<String>,
}

/// Declares the elements: variant, type of the content, `MsgType`.
macro_rules! elements {
    ($($(#[$doc:meta])* $variant:ident($content:ident) = $msg_type:literal,)*) => {
        /// A part of a message: `MsgType` and `MsgContent` on the wire (page 33527, read on 2026-11-24).
        ///
        /// Whatever becomes a part converts: texts, and each of the contents.
        ///
        /// ```
        /// use api_specs::message::{FaceElement, MessageElement};
        ///
        /// let body: [MessageElement; 2] = ["hello".into(), FaceElement::new(6).into()];
        /// ```
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum MessageElement {
            $($(#[$doc])* $variant($content),)*
            /// A part of another type, whole and as it came.
            Other(Map<String, Json>),
        }

        impl MessageElement {
            /// Its `MsgType`; empty if it came without one.
            #[must_use]
            pub fn msg_type(&self) -> &str {
                match self {
                    $(Self::$variant(_) => $msg_type,)*
                    Self::Other(fields) => {
                        fields.get(MSG_TYPE).and_then(Json::as_str).unwrap_or_default()
                    }
                }
            }
        }

        static TABLE: UnionTable = UnionTable {
            name: "message element",
            tag: MSG_TYPE,
            content: "MsgContent",
            members: &[$(Member {
                tag: $msg_type,
                head: concat!(r#"{"MsgType":""#, $msg_type, r#"","MsgContent":"#),
                table: <$content as Record>::table,
            }),*],
        };

        /// The members by their indexes in the table.
        enum Index {
            $($variant,)*
        }

        impl Union for MessageElement {
            fn table(&self) -> &'static UnionTable {
                &TABLE
            }

            fn get(&self) -> UnionRef<'_> {
                match self {
                    $(Self::$variant(content) => {
                        UnionRef::Member(Index::$variant as usize, RecordRef::new(content))
                    })*
                    Self::Other(fields) => UnionRef::Other(fields),
                }
            }

            fn make(&mut self, member: usize) -> Option<RecordMut<'_>> {
                $(
                    if member == Index::$variant as usize {
                        *self = Self::$variant(Record::empty());
                    }
                )*
                match self {
                    $(Self::$variant(content) => Some(RecordMut::new(content)),)*
                    Self::Other(_) => None,
                }
            }

            fn keep(&mut self, fields: Map<String, Json>) {
                *self = Self::Other(fields);
            }
        }

        $(
            impl From<$content> for MessageElement {
                fn from(content: $content) -> Self {
                    Self::$variant(content)
                }
            }
        )*
    };
}

elements! {
    /// Text.
    Text(TextElement) = "TIMTextElem",
    /// A place on the map.
    Location(LocationElement) = "TIMLocationElem",
    /// An emoji of the app's own.
    Face(FaceElement) = "TIMFaceElem",
    /// Data of the app's own.
    Custom(CustomElement) = "TIMCustomElem",
    /// A voice message.
    Sound(SoundElement) = "TIMSoundElem",
    /// An image.
    Image(ImageElement) = "TIMImageElem",
    /// A file.
    File(FileElement) = "TIMFileElem",
    /// A video.
    Video(VideoElement) = "TIMVideoFileElem",
    /// Several messages, forwarded as one.
    Relay(RelayElement) = "TIMRelayElem",
}

const MSG_TYPE: &str = "MsgType";

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

#[diagnostic::do_not_recommend]
impl<T: Into<MessageElement>> IntoField<MessageElement> for T {
    fn into_field(self) -> MessageElement {
        self.into()
    }
}

#[diagnostic::do_not_recommend]
impl Field for MessageElement {
    const TYPE: FieldType = FieldType::Union(&TABLE);

    fn empty() -> Self {
        Self::Other(Map::new())
    }

    fn visit<'a>(&'a self, index: usize, visitor: &mut dyn codec::Visitor<'a>) {
        visitor.value(index, Value::Union(self));
    }

    fn field_mut(&mut self) -> FieldMut<'_> {
        FieldMut::Union(self)
    }
}

impl Serialize for MessageElement {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        codec::serialize(self, serializer)
    }
}

impl<'de> Deserialize<'de> for MessageElement {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        codec::deserialize(deserializer)
    }
}

#[cfg(test)]
mod tests;
