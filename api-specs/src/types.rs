//! The types of fields that are no plain texts and numbers, and what their values may be made from.

mod identifier;
mod into_field;
mod names;
mod tag;
pub mod text;

pub use identifier::{GroupId, MsgKey, PermissionGroupId, TopicId, UserId};
pub use into_field::{IntoField, some};
pub use names::UnknownName;
pub use tag::{Tag, TagItem, TagValue};
