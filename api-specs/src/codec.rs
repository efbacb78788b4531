//! One codec for all declared structs: it reads and writes JSON by their tables.
//!
//! - [`read_response`] decodes a response and its envelope in one pass, and [`write_response`] writes both;
//! - [`read_event_into`] decodes the event of a webhook, and [`write_event`] writes it;
//! - [`to_json`] and [`from_json`] write and read requests and all other JSON without an envelope;
//! - the `Serialize` and `Deserialize` of each struct are thin shims over this module.
//!
//! Decoding takes values as the service writes them: a number as text and a text as number, `1.0` for an integer, a
//! flag as `0`, `1` or `true`, `null` for an absent field. A list that is missing in a response is empty. Unknown
//! fields are skipped.
//!
//! In a response, any other value that does not fit is recorded as an [`Oddity`]. A field is reset to its empty value
//! (`None`, `""`, 0, `false`, `[]`); a map entry, or a list item without a status, is left out. The response fails for
//! the value only if it is read strictly. Outside responses the first such value is an error. Both name the path:
//! `GroupItem[3].GroupId`. Two kinds of values are never ignored: an item whose status cannot be read counts as failed,
//! and a cursor that cannot be read is an error of [`next_page`](crate::rules::next_page).
//!
//! Lists and objects may be nested 100 deep. The decoded values may use at most 32 times the size of the document plus
//! 1 MiB.

mod decode;
mod empty;
mod encode;
mod envelope;
mod event;
mod mend;
mod oddity;
mod path;
mod response;
mod salvage;

pub use decode::{DecodeError, deserialize, from_json, from_json_into};
pub use encode::{EncodeError, serialize, to_json};
pub use envelope::{ActionStatus, Envelope};
pub use event::{EventEnvelope, read_event_into, write_event};
pub use oddity::{Oddities, Oddity, Strictness};
pub use response::{ResponseError, read_response, read_response_into, write_response};

pub(crate) use decode::{excerpt_of_text, restore_field};
pub(crate) use empty::Empty;
pub(crate) use event::read_unknown_event;
pub(crate) use path::{ErrorPath, PathSegment};
