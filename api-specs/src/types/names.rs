//! Trait impls of small values: enumerations by name, open enumerations and identifiers by their value on the wire.

use std::fmt;

/// The error for a text that names no value of an enumeration. The text is not kept.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct UnknownName(&'static [&'static str]);

impl UnknownName {
    /// Used by the expansion of `names!`.
    #[doc(hidden)]
    #[must_use]
    pub const fn new(known: &'static [&'static str]) -> Self {
        Self(known)
    }
}

impl fmt::Display for UnknownName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no such name; the names are {}", self.0.join(", "))
    }
}

impl std::error::Error for UnknownName {}

/// Implements the names of a plain enumeration: `ALL`, `name()`, `Display`, `FromStr` and serde. A name is that of the
/// variant.
#[doc(hidden)]
#[macro_export]
macro_rules! names {
    ($ident:ident: $($variant:ident)*) => {
        impl $ident {
            /// All values.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// Returns the name of the value, which `Display`, `FromStr` and serde use.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => stringify!($variant),)*
                }
            }
        }

        impl ::core::str::FromStr for $ident {
            type Err = $crate::UnknownName;

            fn from_str(name: &str) -> ::core::result::Result<Self, $crate::UnknownName> {
                let found = Self::ALL.iter().find(|value| value.name() == name);
                found.copied().ok_or($crate::UnknownName::new(&[$(stringify!($variant)),*]))
            }
        }

        $crate::named! { $ident }
    };
}

/// Implements serde for a type, given how a value is written and how one is read.
#[doc(hidden)]
#[macro_export]
macro_rules! serde_shims {
    ($ident:ident, |$value:ident, $serializer:ident| $write:expr, |$deserializer:ident| $read:expr) => {
        #[automatically_derived]
        impl $crate::__private::Serialize for $ident {
            fn serialize<S: $crate::__private::Serializer>(
                &self,
                $serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                let $value = self;
                $write
            }
        }

        #[automatically_derived]
        impl<'de> $crate::__private::Deserialize<'de> for $ident {
            fn deserialize<D: $crate::__private::Deserializer<'de>>(
                $deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $read
            }
        }
    };
}

/// Implements `Display` and serde for a type with `name()` and `FromStr`.
#[doc(hidden)]
#[macro_export]
macro_rules! named {
    ($ident:ident) => {
        impl ::core::fmt::Display for $ident {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(self.name())
            }
        }

        $crate::serde_shims! {
            $ident,
            |value, serializer| serializer.serialize_str(value.name()),
            |deserializer| $crate::__private::read_text(deserializer)?
                .parse()
                .map_err($crate::__private::SerdeError::custom)
        }
    };
}

/// Implements the conversions and serde for a type that is a text, with `as_str()` and `From<&str>`. They are inlined,
/// so that they cost the compiler next to nothing if they are not used.
#[doc(hidden)]
#[macro_export]
macro_rules! text_shims {
    ($ident:ident) => {
        #[automatically_derived]
        impl ::core::fmt::Display for $ident {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(self.as_str())
            }
        }

        #[automatically_derived]
        impl ::core::str::FromStr for $ident {
            type Err = ::core::convert::Infallible;

            #[inline]
            fn from_str(text: &str) -> ::core::result::Result<Self, ::core::convert::Infallible> {
                ::core::result::Result::Ok(<Self as ::core::convert::From<&str>>::from(text))
            }
        }

        #[automatically_derived]
        impl ::core::convert::AsRef<str> for $ident {
            #[inline]
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        $crate::serde_shims! {
            $ident,
            |value, serializer| serializer.serialize_str(value.as_str()),
            |deserializer| $crate::__private::read_text(deserializer)
                .map(|text| <Self as ::core::convert::From<&str>>::from(&text))
        }
    };
}

/// Implements the conversions and serde for a type that is an integer, with `value()` and `From<i64>`.
#[doc(hidden)]
#[macro_export]
macro_rules! integer_shims {
    ($ident:ident) => {
        #[automatically_derived]
        impl ::core::fmt::Display for $ident {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&self.value(), f)
            }
        }

        #[automatically_derived]
        impl ::core::str::FromStr for $ident {
            type Err = ::core::num::ParseIntError;

            #[inline]
            fn from_str(text: &str) -> ::core::result::Result<Self, ::core::num::ParseIntError> {
                text.parse::<i64>().map(<Self as ::core::convert::From<i64>>::from)
            }
        }

        #[automatically_derived]
        impl ::core::convert::From<$ident> for i64 {
            #[inline]
            fn from(value: $ident) -> i64 {
                value.value()
            }
        }

        $crate::serde_shims! {
            $ident,
            |value, serializer| serializer.serialize_i64(value.value()),
            |deserializer| <i64 as $crate::__private::Deserialize<'_>>::deserialize(deserializer)
                .map(<Self as ::core::convert::From<i64>>::from)
        }
    };
}
