//! The contract of the Tencent Cloud Chat server API: one declaration per endpoint, the table of error codes, the
//! shared types, the codec and the `UserSig`. The crate is pure computation without I/O, used on both sides of the
//! wire.
//!
//! - The modules of [`for_each_endpoint!`] contain the endpoints, by family; [`ENDPOINTS`] lists their specs.
//! - [`Endpoint::spec`] returns a spec at run time: path, page, rate, fields, constraints, codes.
//! - [`ErrorCode`] names the codes; [`CodeInfo`] has their meanings and the advice on retries.
//! - [`schema`] is what the specs declare, as data; [`codec`] reads and writes it; [`rules`] has what else is asked of it.
//! - [`user_sig`] issues and verifies signatures.
//!
//! Most users depend on `tencent-chat`, which re-exports this crate.

// The macros write `::tencent_chat::..`, so that a spec reads the same in every crate.
extern crate self as tencent_chat;

pub mod codec;
mod codes;
mod dynamic;
mod endpoint;
#[doc(hidden)]
pub mod endpoints;
mod index;
pub mod rules;
pub mod schema;
mod types;
pub mod user_sig;
pub mod webhook;
#[doc(hidden)]
pub mod webhooks;

#[cfg(test)]
mod tests;

pub use tencent_chat_macros::{codes, endpoint, object, open_enum, union, webhook};

pub use crate::codec::{ActionStatus, Envelope};
pub use crate::codes::{CodeInfo, CodeKind, ErrorCode, ParseErrorCodeError, RetryClass};
pub use crate::dynamic::{DynamicRequest, DynamicResponse};
pub use crate::endpoint::{BatchList, Batched, CallRequest, Endpoint, EndpointSpec, Page, Paged};
pub use crate::endpoints::*;
pub use crate::index::{ENDPOINTS, Family};
pub use crate::rules::{FailedItem, Violation, Violations};
pub use crate::types::{
    GroupId, IntoField, MsgKey, PermissionGroupId, Tag, TagItem, TagValue, TopicId, UnknownName,
    UserId,
};

#[doc(hidden)]
pub use crate::types::text;

/// The items that the expansions of the macros name. Not part of the public API.
#[doc(hidden)]
pub mod __private {
    pub use serde::de::Error as SerdeError;
    pub use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub use tencent_chat_macros::code_docs;

    /// The attribute `#[webhook]` without the module of the same name.
    pub mod attribute {
        pub use tencent_chat_macros::webhook;
    }

    pub use crate::codec::{deserialize, serialize};
    pub use crate::codes::join_codes;
    pub use crate::endpoint::SpecOption;
    pub use crate::rules::{debug, duplicate, failed_items, hash, is_equal, is_failed, validate};
    pub use crate::schema::{
        Access, BoolRepr, Bounds, Constraint, EnumTable, EnumValue, Field, FieldMut, FieldRole,
        FieldSpec, FieldType, FieldWords, Int, Member, PageStep, Pagination, Record, RecordKind,
        RecordMut, RecordRef, RecordType, Table, Text, Union, UnionRef, UnionTable, Value, Visitor,
        WireValue,
    };
    pub use crate::types::some;
    pub use crate::webhook::{
        Before, CanDiscard, CanForbid, CanForbidWith, CanReply, OwnCode, WebhookOption,
    };
    pub use crate::{client_method, for_each_code, integer_shims, shims, text_shims, union_shims};

    /// The words of a field that has none. A path to a free constant costs the compiler less than one to that of a type.
    pub const NO_WORDS: FieldWords = FieldWords::NONE;

    /// The fields of a union that is kept unchanged.
    pub type JsonMap = serde_json::Map<String, serde_json::Value>;

    /// Reads a text of any length.
    ///
    /// # Errors
    ///
    /// Fails with the error of the deserializer, for instance if the value is not a text.
    pub fn read_text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
        String::deserialize(deserializer)
    }
}

/// Implements `Clone`, serde, `Debug`, `PartialEq`, `Eq` and `Hash` for declared structs, as thin impls over their tables. The
/// compiler expands this macro in a fraction of the time that the output of the macros takes.
#[doc(hidden)]
#[macro_export]
macro_rules! shims {
    ($ident:ident) => {
        #[automatically_derived]
        impl ::core::clone::Clone for $ident {
            #[inline]
            fn clone(&self) -> Self {
                $crate::__private::duplicate(self)
            }
        }

        #[automatically_derived]
        impl ::core::fmt::Debug for $ident {
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::__private::debug(self, formatter)
            }
        }

        #[automatically_derived]
        impl ::core::cmp::PartialEq for $ident {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                $crate::__private::is_equal(self, other)
            }
        }

        #[automatically_derived]
        impl ::core::cmp::Eq for $ident {}

        #[automatically_derived]
        impl ::core::hash::Hash for $ident {
            fn hash<H: ::core::hash::Hasher>(&self, state: &mut H) {
                $crate::__private::hash(self, state)
            }
        }

        $crate::serde_shims! {
            $ident,
            |value, serializer| $crate::__private::serialize(value, serializer),
            |deserializer| $crate::__private::deserialize(deserializer)
        }
    };
}

/// Implements serde and the conversion into itself for a union.
#[doc(hidden)]
#[macro_export]
macro_rules! union_shims {
    ($ident:ident) => {
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl $crate::IntoField<$ident> for $ident {
            fn into_field(self) -> Self {
                self
            }
        }

        $crate::serde_shims! {
            $ident,
            |value, serializer| $crate::__private::serialize(value, serializer),
            |deserializer| $crate::__private::deserialize(deserializer)
        }
    };
}

/// Exports the client method of an endpoint, for `tencent-chat` to expand. `tencent-chat` has a macro of the same name that
/// expands to nothing, so that endpoints of other crates have no client method.
#[doc(hidden)]
#[macro_export]
macro_rules! client_method {
    ($name:ident => { $($rules:tt)* }) => {
        #[doc(hidden)]
        #[macro_export]
        macro_rules! $name {
            $($rules)*
        }
        #[doc(hidden)]
        #[allow(unused_imports, reason = "it is used where the endpoint is in the index")]
        pub use $name as method;
    };
}
