//! Conversions of the arguments of constructors and setters.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use crate::schema::Record;

/// A value that can be converted into a field of type `T`: `&str` into a text, an array of such values into a list.
///
/// The parameters of `new` and of the setters have this bound, so that `Request::new("user15", ["test0"])` needs no
/// conversions. The trait is implemented for the types of fields. A type of your own is accepted through the
/// conversions of those types, such as `Into<UserId>`.
#[diagnostic::on_unimplemented(
    message = "a field of type `{T}` cannot be made from `{Self}`",
    label = "this field is a `{T}`",
    note = "texts take `&str` or `String`; lists take arrays, slices or `Vec`s of what their items take; maps take arrays of pairs or `BTreeMap`s; an identifier takes no identifier of another thing",
    note = "numbers take only their own type, so convert with `.into()` or `.try_into()?`; a single item needs an array, as in `[item]`, and an iterator `.collect::<Vec<_>>()`; setters take the value without its `Option`"
)]
pub trait IntoField<T> {
    /// Converts the value.
    fn into_field(self) -> T;
}

/// Converts a value into an optional field. The setters need less code with it.
#[doc(hidden)]
#[inline]
pub fn some<T>(value: impl IntoField<T>) -> Option<T> {
    Some(value.into_field())
}

impl IntoField<String> for &str {
    fn into_field(self) -> String {
        self.to_owned()
    }
}

impl IntoField<String> for &String {
    fn into_field(self) -> String {
        self.clone()
    }
}

macro_rules! itself {
    ($($ty:ty)*) => {$(
        impl IntoField<$ty> for $ty {
            fn into_field(self) -> $ty {
                self
            }
        }
    )*};
}

itself!(String bool i8 i16 i32 i64 u8 u16 u32 u64 f64);

#[diagnostic::do_not_recommend]
impl<T: Into<Json>> IntoField<Json> for T {
    fn into_field(self) -> Json {
        self.into()
    }
}

#[diagnostic::do_not_recommend]
impl<R: Record> IntoField<R> for R {
    fn into_field(self) -> R {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<R: Record> IntoField<Box<R>> for R {
    fn into_field(self) -> Box<R> {
        Box::new(self)
    }
}

impl<T, U: IntoField<T>> IntoField<Vec<T>> for Vec<U> {
    fn into_field(self) -> Vec<T> {
        self.into_iter().map(IntoField::into_field).collect()
    }
}

impl<T, U: IntoField<T>, const N: usize> IntoField<Vec<T>> for [U; N] {
    fn into_field(self) -> Vec<T> {
        // A loop instead of `collect` is a fifth of the code, and it is compiled for each type of item in each crate.
        let mut list = Vec::with_capacity(N);
        for item in self {
            list.push(item.into_field());
        }
        list
    }
}

impl<T, U: IntoField<T> + Clone> IntoField<Vec<T>> for &[U] {
    fn into_field(self) -> Vec<T> {
        self.iter().cloned().map(IntoField::into_field).collect()
    }
}

impl<K: IntoField<String>, T, U: IntoField<T>> IntoField<BTreeMap<String, T>> for BTreeMap<K, U> {
    fn into_field(self) -> BTreeMap<String, T> {
        self.into_iter().map(|(key, value)| (key.into_field(), value.into_field())).collect()
    }
}

impl<K: IntoField<String>, T, U: IntoField<T>, const N: usize> IntoField<BTreeMap<String, T>>
    for [(K, U); N]
{
    fn into_field(self) -> BTreeMap<String, T> {
        self.into_iter().map(|(key, value)| (key.into_field(), value.into_field())).collect()
    }
}
