//! Decoding a union: an object with a tag and a content that depends on it.

use std::{fmt, mem};

use serde::Deserializer;
use serde::de::{DeserializeSeed, Error, IgnoredAny, MapAccess, Visitor};
use serde_json::{Map, Value as Json};

use super::json_text::{self, drain_entry, excerpt, keep};
use super::part::note_repeated;
use super::pass::Pass;
use super::seed::{Destination, ValueSeed};
use crate::codec::path::{ErrorPath, PathSegment};
use crate::schema::{Dynamic, FieldMut, FieldType, Union, UnionRef, UnionTable};

static ANY: FieldType = FieldType::Dynamic { name: "any JSON", example: "null", types: &[] };

/// Fills a union from a map. Returns `false` if the map is a number.
///
/// A content after its tag is read directly into the union. A content before its tag is kept as JSON until the tag is known.
pub(super) fn fill_union<'de, A: MapAccess<'de>>(
    mut map: A,
    union: &mut dyn Union,
    path: Option<&ErrorPath<'_>>,
    pass: &mut Pass,
) -> Result<bool, A::Error> {
    let table = union.table();
    let mut parts = Parts { tag: None, typed: None, content: None, fields: Map::new(), table };
    while let Some(part) = map.next_key_seed(PartSeed(table))? {
        match part {
            Part::Number => {
                drain_entry(map)?;
                return Ok(false);
            }
            Part::Tag => parts.read_tag(&mut map, union, path, pass)?,
            Part::Content => parts.read_content(&mut map, union, path, pass)?,
            Part::Other(_) if parts.typed.is_some() => drop(map.next_value::<IgnoredAny>()?),
            Part::Other(key) => {
                let mut value = Json::Null;
                let path = ErrorPath::new(path, PathSegment::Key(&key));
                read_any(&mut map, &mut value, &path, pass)?;
                pass.charge(keep(&mut parts.fields, key, value))?;
            }
        }
    }
    parts.finish(union, path, pass)?;
    Ok(true)
}

/// Reads a value of any type.
fn read_any<'de, A: MapAccess<'de>>(
    map: &mut A,
    into: &mut dyn Dynamic,
    path: &ErrorPath<'_>,
    pass: &mut Pass,
) -> Result<(), A::Error> {
    let mut value =
        ValueSeed::new(Destination::FieldMut(FieldMut::Dynamic(into)), &ANY, Some(path), pass);
    let read = map.next_value_seed(&mut value);
    if read.is_err() {
        pass.fail_at(Some(path));
    }
    read
}

/// The parts of a union that were read so far.
struct Parts {
    table: &'static UnionTable,
    tag: Option<Tag>,
    /// The member whose content was read into the union.
    typed: Option<usize>,
    /// A content that is kept as JSON.
    content: Option<Json>,
    fields: Map<String, Json>,
}

impl Parts {
    /// Returns the member that the tag names.
    fn member(&self) -> Option<usize> {
        match self.tag {
            Some(Tag::Known(member)) => Some(member),
            _ => None,
        }
    }

    fn read_tag<'de, A: MapAccess<'de>>(
        &mut self,
        map: &mut A,
        union: &dyn Union,
        path: Option<&ErrorPath<'_>>,
        pass: &mut Pass,
    ) -> Result<(), A::Error> {
        let path = ErrorPath::new(path, PathSegment::Field(self.table.tag));
        if self.tag.is_some() {
            note_repeated(&path, pass)?;
        }
        let mut read = TagField { table: self.table, tag: Tag::Unknown(Json::Null) };
        read_any(map, &mut read, &path, pass)?;
        if let Tag::Unknown(Json::Bool(_) | Json::Array(_) | Json::Object(_)) = &read.tag {
            let shown = read.tag.to_json(self.table).to_string();
            let message = format!("expected a string, found {}", excerpt(&shown));
            pass.note(Some(&path), "a string".into(), &excerpt(&shown), &message)?;
        }
        self.tag = Some(read.tag);
        // The tag was repeated with another value after the content was read.
        if self.typed.is_some()
            && self.typed != self.member()
            && let UnionRef::Member(_, content) = union.get()
        {
            self.typed = None;
            self.content = Some(serde_json::to_value(content).map_err(A::Error::custom)?);
        }
        Ok(())
    }

    fn read_content<'de, A: MapAccess<'de>>(
        &mut self,
        map: &mut A,
        union: &mut dyn Union,
        path: Option<&ErrorPath<'_>>,
        pass: &mut Pass,
    ) -> Result<(), A::Error> {
        let at = path;
        let path = ErrorPath::new(at, PathSegment::Field(self.table.content));
        if self.typed.is_some() || self.content.is_some() {
            note_repeated(&path, pass)?;
        }
        (self.typed, self.content) = (None, None);
        let Some(member) = self.member() else {
            // The marks of mended texts must stay, because the content is read again.
            let is_mended = mem::replace(&mut pass.is_mended, false);
            let read = read_any(map, &mut self.content, &path, pass);
            pass.is_mended = is_mended;
            return read;
        };
        let target = Destination::Member(union, member, &mut self.content);
        let mut value = ValueSeed::new(target, &ANY, at, pass);
        if let Err(error) = map.next_value_seed(&mut value) {
            pass.fail_at(Some(&path));
            return Err(error);
        }
        self.typed = self.content.is_none().then_some(member);
        Ok(())
    }

    /// Reads a content that was kept as JSON, or keeps all fields unchanged.
    fn finish<E: Error>(
        mut self,
        union: &mut dyn Union,
        path: Option<&ErrorPath<'_>>,
        pass: &mut Pass,
    ) -> Result<(), E> {
        if self.typed.is_some() {
            return Ok(());
        }
        let at = path;
        let path = ErrorPath::new(at, PathSegment::Field(self.table.content));
        if let Some(member) = self.member() {
            match self.content.take() {
                Some(content @ Json::Object(_)) => {
                    let target = Destination::Member(union, member, &mut self.content);
                    let mut value = ValueSeed::new(target, &ANY, at, pass);
                    return value.deserialize(content).map_err(|error: serde_json::Error| {
                        pass.fail_at(Some(&path));
                        E::custom(error)
                    });
                }
                None => {}
                Some(Json::Null) => self.content = Some(Json::Null),
                Some(content) => {
                    let shown = excerpt(&content.to_string());
                    let message = format!("expected an object, found {shown}");
                    pass.note(Some(&path), "an object".into(), &shown, &message)?;
                    self.content = Some(content);
                }
            }
        }
        if let Some(tag) = self.tag {
            let tag = tag.to_json(self.table);
            pass.charge(keep(&mut self.fields, self.table.tag.to_owned(), tag))?;
        }
        if let Some(mut content) = self.content {
            if pass.is_mended {
                let marked = content.take();
                let target = Destination::FieldMut(FieldMut::Dynamic(&mut content));
                let read: Result<(), serde_json::Error> =
                    ValueSeed::new(target, &ANY, Some(&path), pass).deserialize(marked);
                read.map_err(E::custom)?;
            }
            pass.charge(keep(&mut self.fields, self.table.content.to_owned(), content))?;
        }
        union.keep(self.fields);
        Ok(())
    }
}

enum Tag {
    Known(usize),
    Unknown(Json),
}

impl Tag {
    fn to_json(&self, table: &UnionTable) -> Json {
        match self {
            Self::Known(member) => table.members.get(*member).map(|member| member.tag).into(),
            Self::Unknown(tag) => tag.clone(),
        }
    }
}

struct TagField {
    table: &'static UnionTable,
    tag: Tag,
}

impl Dynamic for TagField {
    fn set(&mut self, value: Json) {
        self.tag = Tag::Unknown(value);
    }

    fn set_text(&mut self, text: &str) {
        let member = self.table.members.iter().position(|member| member.tag == text);
        self.tag = member.map_or_else(|| Tag::Unknown(text.into()), Tag::Known);
    }
}

enum Part {
    Tag,
    Content,
    Other(String),
    /// The map is a number in disguise.
    Number,
}

struct PartSeed(&'static UnionTable);

impl<'de> DeserializeSeed<'de> for PartSeed {
    type Value = Part;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Part, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for PartSeed {
    type Value = Part;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a field")
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<Part, E> {
        Ok(match key {
            _ if key == self.0.tag => Part::Tag,
            _ if key == self.0.content => Part::Content,
            json_text::NUMBER => Part::Number,
            _ => Part::Other(key.to_owned()),
        })
    }
}
