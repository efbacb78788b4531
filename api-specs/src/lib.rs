//! The contract of the Tencent Cloud Chat server API: one declaration an endpoint, the table of error codes,
//! the types they share, the codec and the `UserSig`. Pure computation, used from both sides of the wire; no I/O.
//!
//! - Endpoints stand in the modules of [`for_each_endpoint!`], by family: [`account`], [`conversation`],
//!   [`friend`], [`group`], [`message`], [`operation`], [`profile`], [`push`].
//! - [`Endpoint::spec`] tells at run time what a spec says: path, page, rate, fields, limits, codes.
//! - [`ErrorCode`] names the codes, [`CodeInfo`] tells what they mean and whether to try again.
//! - [`codec`] reads and writes what the specs declare.
//! - [`user_sig`] issues and verifies signatures.
//!
//! Most users depend on `api-core`, which re-exports this crate.

// The macros write `::api_core::..`, so that a spec reads the same in every crate.
extern crate self as api_core;

pub mod account;
pub mod codec;
mod codes;
pub mod conversation;
mod endpoint;
mod envelope;
pub mod friend;
pub mod group;
mod into_field;
pub mod message;
mod names;
pub mod operation;
pub mod profile;
pub mod push;
mod tag;
#[doc(hidden)]
pub mod text;
mod types;
pub mod user_sig;

pub use api_macros::{endpoint, object, open_enum};

pub use crate::codec::{FailedItem, Violation, Violations};
pub use crate::codes::{CodeInfo, CodeKind, ErrorCode, ParseErrorCodeError, RetryClass};
pub use crate::endpoint::{Batched, Endpoint, EndpointSpec, Page, Paged};
pub use crate::envelope::{ActionStatus, Envelope};
pub use crate::into_field::IntoField;
pub use crate::names::UnknownName;
pub use crate::tag::{Tag, TagItem, TagValue};
pub use crate::types::{GroupId, MsgKey, TopicId, UserId};

/// Hands the list of all endpoints, by family, to the macro it is given.
///
/// This is the only such list: client methods, simulator and tests come from it. Each line reads
/// `family: Handle { endpoint .. }`, where `family` is a module of this crate and `Handle` the type of the
/// client's methods.
///
/// ```
/// macro_rules! count {
///     ($($(#[$doc:meta])* $family:ident: $Handle:ident { $($endpoint:ident)* })*) => {
///         [$($(stringify!($endpoint)),*),*].len()
///     };
/// }
/// assert!(api_specs::for_each_endpoint!(count) >= 1);
/// ```
#[macro_export]
macro_rules! for_each_endpoint {
    ($($callback:ident)::+) => {
        $($callback)::+! {
            /// Accounts of the app.
            account: Account {
                account_import
                multiaccount_import
                account_check
                account_delete
                kick
                query_online_status
            }
            /// Conversations of a user, their groups and marks.
            conversation: Conversation {
                get_list
                delete
                create_contact_group
                mark_contact
                update_contact_group
                get_contact_group
                delete_contact_group
                search_contact_group
            }
            /// Friends of a user.
            friend: Friend {
                friend_add
                friend_get_list
                friend_update
                friend_delete
            }
            /// Chat groups, their members and topics.
            group: Group {
                create_group
                get_group_info
                get_joined_group_list
                modify_group_base_info
                destroy_group
                get_group_member_info
                add_group_member
                import_group_member
                get_topic
            }
            /// Messages between users and in groups.
            message: Message {
                send_message
                batch_send_message
                import_message
                admin_get_roam_message
                admin_message_withdraw
                modify_c2c_message
                send_group_message
                group_message_get_simple
                set_key_values
                get_key_values
                group_set_key_values
                group_get_key_values
            }
            /// Figures of the app, and addresses of the service.
            operation: Operation {
                get_app_info
                get_ip_list
            }
            /// Profiles of users.
            profile: Profile {
                portrait_get
                portrait_set
            }
            /// Pushing to all users, and the attributes that choose them.
            push: Push {
                im_push
                im_set_attribute
                im_get_attribute_name
            }
        }
    };
}

/// What the expansions of the macros name. Not part of the public interface.
#[doc(hidden)]
pub mod __private {
    pub use serde::de::Error as SerdeError;
    pub use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub use crate::codec::{
        Bounds, Constraint, Field, FieldMut, FieldRole, FieldSpec, FieldType, Int, PageStep,
        Pagination, Record, RecordKind, Table, Text, Value, Visitor, WireValue, debug, deserialize,
        failed_items, hash, is_equal, is_failed, serialize, validate,
    };
    pub use crate::{client_method, integer_shims, shims, text_shims};

    /// Reads a text of any length.
    ///
    /// # Errors
    ///
    /// Those of the deserializer; something else than a text came.
    pub fn read_text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
        String::deserialize(deserializer)
    }
}

/// What makes the types of declared structs work with all of serde, be printed, compared and hashed: thin impls over their tables. The
/// compiler expands this in a fraction of the time that it takes for what the macros of `api-macros` write out.
#[doc(hidden)]
#[macro_export]
macro_rules! shims {
    ($ident:ident) => {
        #[automatically_derived]
        impl ::core::fmt::Debug for $ident {
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                let table = <Self as $crate::__private::Record>::table();
                $crate::__private::debug(table, self, formatter)
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

        #[automatically_derived]
        impl $crate::__private::Serialize for $ident {
            fn serialize<S: $crate::__private::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::__private::serialize(self, serializer)
            }
        }

        #[automatically_derived]
        impl<'de> $crate::__private::Deserialize<'de> for $ident {
            fn deserialize<D: $crate::__private::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::__private::deserialize(deserializer)
            }
        }
    };
}

/// Exports the client method of an endpoint, for `api-core` to expand. `api-core` has a macro of the same name
/// that expands to nothing, so that endpoints of other crates have none.
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
