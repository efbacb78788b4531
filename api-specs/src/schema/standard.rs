//! The implementations of [`Field`] for standard types.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::record::{
    Access, Each, Field, FieldMut, Int, List, Map, Record, RecordMut, RecordRef, Text, Value,
    Visitor,
};
use super::table::{FieldType, Meaning, Table};

impl Field for String {
    const TYPE: FieldType = FieldType::String(Meaning::Any);

    fn empty() -> Self {
        Self::new()
    }

    fn visit<'a>(&'a self, index: usize, visitor: &mut dyn Visitor<'a>) {
        visitor.text(index, self);
    }

    fn field_mut(&mut self) -> FieldMut<'_> {
        FieldMut::Text(self)
    }
}

impl Text for String {
    fn set(&mut self, text: &str) {
        *self = text.to_owned();
    }
}

impl Field for bool {
    const TYPE: FieldType = FieldType::Flag;

    fn empty() -> Self {
        false
    }

    fn visit<'a>(&'a self, index: usize, visitor: &mut dyn Visitor<'a>) {
        visitor.value(index, Value::Flag(*self));
    }

    fn field_mut(&mut self) -> FieldMut<'_> {
        FieldMut::Flag(self)
    }
}

macro_rules! integers {
    ($($variant:ident: $($ty:ty)*;)*) => {$($(
        impl Field for $ty {
            const TYPE: FieldType = FieldType::Integer { min: <$ty>::MIN as i64, max: <$ty>::MAX as u64 };

            fn empty() -> Self {
                0
            }

            fn visit<'a>(&'a self, index: usize, visitor: &mut dyn Visitor<'a>) {
                visitor.value(index, Value::$variant((*self).into()));
            }

            fn field_mut(&mut self) -> FieldMut<'_> {
                FieldMut::Int(self)
            }
        }

        impl Int for $ty {
            fn set(&mut self, value: i128) -> bool {
                let fitting = Self::try_from(value);
                *self = fitting.unwrap_or_default();
                fitting.is_ok()
            }
        }
    )*)*};
}

integers! {
    Int: i8 i16 i32 i64;
    Uint: u8 u16 u32 u64;
}

impl Field for f64 {
    const TYPE: FieldType = FieldType::Number;

    fn empty() -> Self {
        0.0
    }

    fn visit<'a>(&'a self, index: usize, visitor: &mut dyn Visitor<'a>) {
        visitor.value(index, Value::Number(*self));
    }

    fn field_mut(&mut self) -> FieldMut<'_> {
        FieldMut::Number(self)
    }
}

impl<T: Field> Field for Option<T> {
    const TYPE: FieldType = T::TYPE;
    const REQUIRED: bool = false;

    fn empty() -> Self {
        None
    }

    fn visit<'a>(&'a self, index: usize, visitor: &mut dyn Visitor<'a>) {
        if let Some(value) = self {
            value.visit(index, visitor);
        }
    }

    fn field_mut(&mut self) -> FieldMut<'_> {
        Field::field_mut(self.get_or_insert_with(T::empty))
    }
}

impl<T: Field> Field for Vec<T> {
    const TYPE: FieldType = FieldType::List(&T::TYPE);

    fn empty() -> Self {
        Self::new()
    }

    // Compiled once for each type of item, and not again for each field.
    #[inline(never)]
    fn visit<'a>(&'a self, index: usize, visitor: &mut dyn Visitor<'a>) {
        visitor.value(index, Value::List(self));
    }

    fn field_mut(&mut self) -> FieldMut<'_> {
        FieldMut::List(self)
    }
}

impl<T: Field> List for Vec<T> {
    fn len(&self) -> usize {
        self.len()
    }

    fn visit<'a>(&'a self, visitor: &mut dyn Visitor<'a>) {
        // A loop over an iterator would be compiled again for each type of item.
        let (mut index, mut rest) = (0, self.as_slice());
        while let [item, others @ ..] = rest {
            item.visit(index, visitor);
            (index, rest) = (index + 1, others);
        }
    }

    fn truncate(&mut self, len: usize) {
        self.truncate(len);
    }

    fn push(&mut self) -> FieldMut<'_> {
        Field::field_mut(self.push_mut(T::empty()))
    }

    fn item_size(&self) -> usize {
        size_of::<T>()
    }
}

impl<T: Field> Field for BTreeMap<String, T> {
    const TYPE: FieldType = FieldType::Map(&T::TYPE);

    fn empty() -> Self {
        Self::new()
    }

    fn visit<'a>(&'a self, index: usize, visitor: &mut dyn Visitor<'a>) {
        visitor.value(index, Value::Map(self));
    }

    fn field_mut(&mut self) -> FieldMut<'_> {
        FieldMut::Map(self)
    }
}

impl<T: Field> Map for BTreeMap<String, T> {
    fn len(&self) -> usize {
        self.len()
    }

    fn visit<'a>(&'a self, take: &mut dyn FnMut(&'a str, Value<'a>)) {
        for (key, value) in self {
            value.visit(0, &mut Each(|_, value| take(key, value)));
        }
    }

    fn clear(&mut self) {
        self.clear();
    }

    fn insert(&mut self, key: &str) -> FieldMut<'_> {
        Field::field_mut(self.entry(key.to_owned()).insert_entry(T::empty()).into_mut())
    }

    fn remove(&mut self, key: &str) {
        self.remove(key);
    }

    fn entry_size(&self) -> usize {
        size_of::<(String, T)>()
    }
}

#[diagnostic::do_not_recommend]
impl<R: Record> Field for R {
    const TYPE: FieldType = FieldType::Object(R::table);

    fn empty() -> Self {
        R::make_empty()
    }

    fn visit<'a>(&'a self, index: usize, visitor: &mut dyn Visitor<'a>) {
        visitor.value(index, Value::Record(RecordRef::new(self)));
    }

    fn field_mut(&mut self) -> FieldMut<'_> {
        FieldMut::Record(RecordMut::new(self))
    }
}

/// A struct that holds itself does so in an `Option<Box<_>>`. The macros refuse a `Box` elsewhere.
#[diagnostic::do_not_recommend]
impl<R: Record> Record for Box<R> {
    fn table() -> &'static Table {
        R::table()
    }

    fn make_empty() -> Self {
        Self::new(R::make_empty())
    }

    fn visit<'a>(&'a self, visitor: &mut dyn Visitor<'a>) {
        (**self).visit(visitor);
    }

    fn access(&mut self, index: usize, access: Access) -> FieldMut<'_> {
        (**self).access(index, access)
    }
}

impl Field for Json {
    const TYPE: FieldType =
        FieldType::Dynamic { name: "any JSON", example: r#""text""#, types: &[] };

    fn empty() -> Self {
        Self::Null
    }

    fn visit<'a>(&'a self, index: usize, visitor: &mut dyn Visitor<'a>) {
        visitor.value(index, Value::Dynamic(self));
    }

    fn field_mut(&mut self) -> FieldMut<'_> {
        FieldMut::Dynamic(self)
    }
}
