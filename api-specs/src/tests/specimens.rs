//! Structs of every kind that a spec may have.
#![expect(unreachable_pub, reason = "a spec is public, wherever it stands")]

use crate::{endpoint, object};

/// An object among others.
#[object]
pub struct Item {
    /// The name.
    pub name: String,
    /// The number.
    pub number: u32,
}

/// One required field of every kind.
#[object]
pub struct Kinds {
    /// A text.
    pub text: String,
    /// A flag.
    pub flag: bool,
    /// A signed integer.
    pub signed: i64,
    /// A small integer.
    pub small: u8,
    /// A larger integer.
    pub medium: u32,
    /// The largest integer.
    pub large: u64,
    /// A list of texts.
    pub names: Vec<String>,
    /// A list of objects.
    pub items: Vec<Item>,
    /// An object.
    pub inner: Item,
}

/// One optional field of every kind.
#[object]
pub struct Maybe {
    /// A text.
    pub text: Option<String>,
    /// A flag.
    pub flag: Option<bool>,
    /// A signed integer.
    pub signed: Option<i64>,
    /// A small integer.
    pub small: Option<u8>,
    /// The largest integer.
    pub large: Option<u64>,
    /// A list of texts.
    pub names: Option<Vec<String>>,
    /// A list of numbers.
    pub numbers: Option<Vec<u8>>,
    /// A list of flags.
    pub flags: Option<Vec<bool>>,
    /// A list of objects.
    pub items: Option<Vec<Item>>,
    /// An object.
    pub inner: Option<Item>,
}

/// An object that holds itself.
#[object]
pub struct Tree {
    /// The trees below it.
    pub children: Vec<Tree>,
}

/// An object without fields.
#[object]
pub struct Nothing {}

/// Tests the codec.
#[endpoint("v4/test/made_up")]
pub mod made_up {
    pub struct Request {
        /// Names, which must be sent.
        pub names: Vec<String>,
        /// A note.
        pub note: Option<String>,
    }

    pub struct Response {
        /// An object that is always present.
        pub inner: Item,
        /// Names, which may be missing.
        pub names: Vec<String>,
        /// A note.
        pub note: Option<String>,
    }
}
