//! The identifiers of users, groups, topics, permission groups and messages, each a type with a different meaning.

use std::borrow::Borrow;

use super::into_field::IntoField;
use crate::schema::{Field, FieldMut, FieldType, Meaning, Text, Visitor};

/// Declares text types, each the identifier of one kind of object.
macro_rules! identifiers {
    ($($(#[$doc:meta])* $name:ident is $meaning:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// Creates an identifier from a text, unchanged.
            pub fn new(id: impl Into<String>) -> Self {
                Self(id.into())
            }

            /// Returns the identifier.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// Converts the identifier into its text.
            #[must_use]
            pub fn into_string(self) -> String {
                self.0
            }
        }

        crate::text_shims! { $name }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                self.0 == other
            }
        }

        impl PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                self.0 == *other
            }
        }

        impl From<&str> for $name {
            fn from(id: &str) -> Self {
                Self(id.to_owned())
            }
        }

        impl From<&String> for $name {
            fn from(id: &String) -> Self {
                Self(id.clone())
            }
        }

        impl From<&$name> for $name {
            fn from(id: &$name) -> Self {
                id.clone()
            }
        }

        impl From<String> for $name {
            fn from(id: String) -> Self {
                Self(id)
            }
        }

        #[diagnostic::do_not_recommend]
        impl Field for $name {
            const TYPE: FieldType = FieldType::String(Meaning::$meaning);

            fn empty() -> Self {
                Self::default()
            }

            fn visit<'a>(&'a self, index: usize, visitor: &mut dyn Visitor<'a>) {
                visitor.text(index, &self.0);
            }

            fn field_mut(&mut self) -> FieldMut<'_> {
                FieldMut::Text(self)
            }
        }

        impl Text for $name {
            fn set(&mut self, text: &str) {
                self.0 = text.to_owned();
            }
        }

        #[diagnostic::do_not_recommend]
        impl<T: Into<$name>> IntoField<$name> for T {
            fn into_field(self) -> $name {
                self.into()
            }
        }
    )*};
}

identifiers! {
    /// The ID of a user, chosen by the app.
    ///
    /// A user ID has at most 32 bytes, that of an official account 48. The allowed characters depend on how the account
    /// was created, so only the service checks it.
    UserId is UserIdentifier

    /// The ID of a chat group, such as `@TGS#1N3RSUYG2`. An app may choose the IDs of its groups itself.
    GroupId is GroupIdentifier

    /// The ID of a topic of a community, such as `@TGS#_@TGS#cQVLVHIM62CJ@TOPIC#_@TOPIC#cRTE3HIM62C5`.
    TopicId is TopicIdentifier

    /// The ID of a permission group of a community, such as `@PMG#_@PMG#cDR`. An app may choose the IDs itself.
    PermissionGroupId is PermissionGroupIdentifier

    /// The key of a message to a user or of an official account, such as `31906_833502_1572869830`.
    ///
    /// A message key has at most 50 characters. The service assigns it.
    MsgKey is MessageKey
}
