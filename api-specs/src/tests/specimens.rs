//! Structs of every kind that a spec may have.
#![expect(unreachable_pub, reason = "a spec is public, wherever it stands")]

use crate::{endpoint, object};

/// An object among others.
#[object]
pub struct Item {
    /// The name.
    #[wire("Name")]
    pub name: String,
    /// The number.
    #[wire("Number")]
    pub number: u32,
}

/// One required field of every kind.
#[object]
pub struct Kinds {
    /// A text.
    #[wire("Text")]
    pub text: String,
    /// A flag.
    #[wire("Flag")]
    pub flag: bool,
    /// A signed integer.
    #[wire("Signed")]
    pub signed: i64,
    /// A small integer.
    #[wire("Small")]
    pub small: u8,
    /// A larger integer.
    #[wire("Medium")]
    pub medium: u32,
    /// The largest integer.
    #[wire("Large")]
    pub large: u64,
    /// A list of texts.
    #[wire("Names")]
    pub names: Vec<String>,
    /// A list of objects.
    #[wire("Items")]
    pub items: Vec<Item>,
    /// An object.
    #[wire("Inner")]
    pub inner: Item,
}

/// One optional field of every kind.
#[object]
pub struct Maybe {
    /// A text.
    #[wire("Text")]
    pub text: Option<String>,
    /// A flag.
    #[wire("Flag")]
    pub flag: Option<bool>,
    /// A signed integer.
    #[wire("Signed")]
    pub signed: Option<i64>,
    /// A small integer.
    #[wire("Small")]
    pub small: Option<u8>,
    /// The largest integer.
    #[wire("Large")]
    pub large: Option<u64>,
    /// A list of texts.
    #[wire("Names")]
    pub names: Option<Vec<String>>,
    /// A list of numbers.
    #[wire("Numbers")]
    pub numbers: Option<Vec<u8>>,
    /// A list of flags.
    #[wire("Flags")]
    pub flags: Option<Vec<bool>>,
    /// A list of objects.
    #[wire("Items")]
    pub items: Option<Vec<Item>>,
    /// An object.
    #[wire("Inner")]
    pub inner: Option<Item>,
}

/// An object that holds itself.
#[object]
pub struct Tree {
    /// The trees below it.
    #[wire("Children")]
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
        #[wire("Names")]
        pub names: Vec<String>,
        /// A note.
        #[wire("Note")]
        pub note: Option<String>,
    }

    pub struct Response {
        /// An object that is always present.
        #[wire("Inner")]
        pub inner: Item,
        /// Names, which may be missing.
        #[wire("Names")]
        pub names: Vec<String>,
        /// A note.
        #[wire("Note")]
        pub note: Option<String>,
    }
}
