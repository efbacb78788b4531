//! Decoding a value of any type into the place that its seed names.

use std::fmt;

use serde::Deserializer;
use serde::de::{DeserializeSeed, Error, MapAccess, SeqAccess, Visitor};
use serde_json::Value as Json;

use super::json_text::{self, drain_list, drain_map};
use super::many::{fill_list, fill_map};
use super::record::fill_record;
use super::seed::{Destination, ValueSeed};
use super::union::fill_union;
use crate::codec::mend::Mended;
use crate::codec::path::ErrorPath;
use crate::schema::{FieldMut, FieldType};

impl<'de> DeserializeSeed<'de> for &mut ValueSeed<'_, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for &mut ValueSeed<'_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        match &mut self.target {
            Destination::Field(part, _) => {
                part.seen &= !part.bit();
                return Ok(());
            }
            Destination::Entry(..) => return Ok(()),
            _ => {}
        }
        if let FieldMut::Dynamic(field) = self.target.open() {
            field.set(Json::Null);
            return Ok(());
        }
        self.reject(&"null", "null")
    }

    fn visit_none<E: Error>(self) -> Result<(), E> {
        self.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        match self.target.open() {
            FieldMut::Skip => Ok(()),
            FieldMut::Flag(flag) => {
                *flag = value;
                Ok(())
            }
            FieldMut::Dynamic(field) => {
                field.set(value.into());
                Ok(())
            }
            _ => self.reject(&value, if value { "true" } else { "false" }),
        }
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        self.set_integer(value.into())
    }

    #[inline]
    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        // Most integers fill an integer field. The rest takes the slow path, which opens the field again.
        if let Destination::Field(part, _) = &mut self.target
            && let FieldMut::Int(field) = part.open()
            && field.set(value.into())
        {
            return Ok(());
        }
        self.set_integer(value.into())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        self.set_number(value)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        if self.pass.is_mended
            && let Some(mended) = Mended::of(text)
        {
            return self.set_mended(&mended);
        }
        // Most texts fill a text field. The rest takes the slow path, which opens the field again.
        if let Destination::Field(part, _) = &mut self.target
            && let FieldMut::Text(field) = part.open()
        {
            field.set(text);
            return Ok(());
        }
        self.set_text(text)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<(), A::Error> {
        let path = self.path();
        if path.as_ref().is_some_and(ErrorPath::is_deep) {
            if !self.pass.is_strict() {
                drain_list(items)?;
            }
            return self.lose_depth();
        }
        if let FieldType::List(item) = self.ty
            && let FieldMut::List(list) = self.target.open()
        {
            return fill_list(items, list, item, path.as_ref(), self.pass);
        }
        if self.pass.is_strict() && !matches!(self.ty, FieldType::Dynamic { .. }) {
            return self.reject(&"a list", "");
        }
        let mut json = self.json_text();
        json.items(items)?;
        self.set_json(&json, "a list")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let path = self.path();
        if path.as_ref().is_some_and(ErrorPath::is_deep) {
            if !self.pass.is_strict() {
                drain_map(map)?;
            }
            return self.lose_depth();
        }
        let (path, pass) = (path.as_ref(), &mut *self.pass);
        let is_object = match (&mut self.target, self.ty) {
            (Destination::Member(union, member, _), _) => match union.make(*member) {
                Some(record) => fill_record(map, record, path, pass)?,
                None => return drain_map(map),
            },
            (target, FieldType::Object(_) | FieldType::Map(_) | FieldType::Union(_)) => {
                match (target.open(), self.ty) {
                    (FieldMut::Record(record), _) => fill_record(map, record, path, pass)?,
                    (FieldMut::Union(field), _) => fill_union(map, field, path, pass)?,
                    (FieldMut::Map(field), FieldType::Map(item)) => {
                        fill_map(map, field, item, path, pass)?
                    }
                    _ => return drain_map(map),
                }
            }
            _ => return self.take_map(map.next_key()?, map),
        };
        if is_object { Ok(()) } else { self.reject(&"a number", "a number") }
    }
}

impl ValueSeed<'_, '_, '_> {
    /// Takes a map that does not fit, after its first key was read.
    fn take_map<'de, A: MapAccess<'de>>(
        &mut self,
        first: Option<String>,
        map: A,
    ) -> Result<(), A::Error> {
        let is_number = first.as_deref() == Some(json_text::NUMBER);
        if !is_number && self.pass.is_strict() && !matches!(self.ty, FieldType::Dynamic { .. }) {
            return self.reject(&"an object", "");
        }
        let mut json = self.json_text();
        json.entries(first, map)?;
        if is_number { self.set_digits(&json.text) } else { self.set_json(&json, "an object") }
    }
}
