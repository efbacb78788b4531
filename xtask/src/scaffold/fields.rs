//! The fields of a draft, from the rows of a source and from what is declared already.

use std::collections::BTreeMap;

use super::enums::{Enum, enumeration};
use super::known::{self, Field as Declared, Known, Object, family_of};
use super::tree::Node;
use super::types::{fitting, guess};
use super::values::is_constant;
use crate::facts::items_per_request;
use crate::names;
use crate::source::{Placed, Required, Type};

/// A struct of a draft.
#[derive(Debug)]
pub(super) struct Struct {
    pub(super) name: String,
    pub(super) fields: Vec<Field>,
}

/// A field of a draft.
#[derive(Clone, Debug)]
pub(super) struct Field {
    /// The place in the source, with its side: `request GroupItem[].GroupName`.
    pub(super) place: String,
    /// The name on the wire.
    pub(super) name: String,
    pub(super) ident: String,
    /// The arguments of `#[wire(..)]`.
    pub(super) wire: Vec<String>,
    pub(super) ty: String,
    pub(super) doc: Vec<String>,
    /// The questions to a human.
    pub(super) todos: Vec<String>,
    /// The source's sentence. It is printed and never written.
    pub(super) words: String,
}

/// The side of a call that a struct belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// A request.
    Request,
    /// A response.
    Response,
    /// The event of a webhook.
    Event,
    /// The reply to a webhook.
    Reply,
}

/// The constraints of a field that follow from the source's words, as the language writes them: `items(max = 500)`.
pub(super) type Bounds = BTreeMap<String, Vec<String>>;

/// The texts that samples have at each place.
pub(super) type Sampled = BTreeMap<String, Vec<String>>;

/// Drafts the structs of one side.
pub(super) struct Drafter<'a> {
    pub(super) known: &'a Known,
    /// The name of the module, in the form of a type.
    pub(super) module: String,
    /// The file that the draft is for.
    pub(super) file: &'a str,
    pub(super) side: Side,
    pub(super) bounds: &'a Bounds,
    /// The texts that the samples of this side have at each place.
    pub(super) sampled: Sampled,
    /// `true` if the source is only a part of a page, so that no field of a response is sure.
    pub(super) is_partial: bool,
    /// The structs so far, those of the other side included.
    pub(super) structs: Vec<Struct>,
    /// The enumerations so far.
    pub(super) enums: Vec<Enum>,
}

impl Side {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Response => "response",
            Self::Event => "event",
            Self::Reply => "reply",
        }
    }
}

impl Drafter<'_> {
    /// Drafts the struct of a whole side, with the structs in it.
    pub(super) fn add(&mut self, name: &str, members: &[Node<'_>]) {
        let at = self.structs.len();
        self.structs.push(Struct { name: name.to_owned(), fields: Vec::new() });
        self.structs[at].fields = self.fields(members, name, true);
    }

    /// Drafts the struct of a field, with the structs in it, and returns its name. A struct with the same name and fields
    /// is taken instead; one with other fields gets the name of the struct around it too.
    fn add_within(&mut self, name: &str, members: &[Node<'_>], around: &str) -> String {
        let at = self.structs.len();
        self.structs.push(Struct { name: name.to_owned(), fields: Vec::new() });
        let fields = self.fields(members, name, false);
        let alike = self.structs.iter().enumerate().filter(|(index, _)| *index != at);
        let mut alike = alike.map(|(_, item)| item).filter(|item| item.name == name);
        let is_same = |item: &Struct| {
            item.fields.iter().map(Field::outline).eq(fields.iter().map(Field::outline))
        };
        let is_taken = alike.clone().next().is_some();
        if alike.any(is_same) {
            self.structs.truncate(at);
            return name.to_owned();
        }
        let around = if around == "Response" { "Returned" } else { around };
        let name = if is_taken { format!("{around}{name}") } else { name.to_owned() };
        self.structs[at] = Struct { name: name.clone(), fields };
        name
    }

    fn fields(&mut self, members: &[Node<'_>], around: &str, is_top: bool) -> Vec<Field> {
        let mut fields: Vec<Field> = Vec::new();
        for node in members {
            let mut field = self.field(node, around, is_top);
            if let Some(same) = fields.iter().find(|known| known.ident == field.ident) {
                field.todos.push(format!("an alias of `{}`?", same.name));
                field.ident += "_2";
                let name = format!("{:?}", field.name);
                if field.wire.first() != Some(&name) {
                    field.wire.insert(0, name);
                }
            }
            fields.push(field);
        }
        fields
    }

    fn field(&mut self, node: &Node<'_>, around: &str, is_top: bool) -> Field {
        let told = node.ty();
        let known = self.declared(node, &told).cloned();
        let mut todos = Vec::new();
        let mut wire = Vec::new();
        let (ident, ty) = match self.composed(node, around, &mut todos) {
            Some(ty) => (names::field_name(node.name), ty),
            None => match known {
                Some(known) => {
                    if self.known.texts_of(item_type(&known.ty)).is_some() {
                        todos.push(format!("the values of `{}`?", item_type(&known.ty)));
                    }
                    wire.extend(known.words);
                    (known.ident, known.ty)
                }
                None => {
                    let (ident, ty) = self.guessed(node, &told, around, &mut wire, &mut todos);
                    (ident, self.narrowed(node, ty))
                }
            },
        };
        if is_top {
            wire.retain(|word| !word.starts_with("status"));
        }
        // The service may send more than a page says.
        let ty = if self.side == Side::Request { ty } else { ty.replace("u32", "u64") };
        let (ty, is_status) = self.with_status(node, ty, is_top, &mut wire, &mut todos);
        if names::wire_name(&ident) != node.name {
            wire.insert(0, format!("{:?}", node.name));
        }
        let doc = self.doc(node.name, &ty);
        if doc.is_empty() {
            todos.insert(0, "doc".to_owned());
        } else if !is_result(node.name) {
            todos.insert(0, "this doc of other fields of the name?".to_owned());
        }
        let bounds = self.constraints(node, &ty);
        if !bounds.is_empty() {
            todos.push("the bound".to_owned());
        }
        wire.extend(bounds);
        if let Some((most, of)) = self.items_by_members(node, &ty) {
            wire.push(format!("items(max = {most})"));
            todos.push(format!("the bound, which the row of `{of}` gives"));
        }
        if node.row.is_some_and(|row| row.placed == Placed::Guessed) {
            todos.push("the place is a guess".to_owned());
        }
        let is_plain = is_status || self.is_plain(node, &ty);
        let ty = if is_plain { ty } else { format!("Option<{ty}>") };
        let place = format!("{} {}", self.side.name(), node.path);
        Field {
            place,
            name: node.name.to_owned(),
            ident,
            wire,
            ty,
            doc,
            todos,
            words: node.words().to_owned(),
        }
    }

    /// Returns the constraints of a field of a request, and of the values of a map.
    fn constraints(&self, node: &Node<'_>, ty: &str) -> Vec<String> {
        let of = |path: &str, ty: &str| {
            let bounds = self.bounds.get(path).filter(|_| self.side == Side::Request);
            let bounds = bounds.into_iter().flatten().filter_map(|bound| fitting(bound, ty));
            bounds.collect::<Vec<_>>()
        };
        let value = ty.strip_prefix("BTreeMap<String, ").and_then(|ty| ty.strip_suffix('>'));
        let values = node.values().zip(value).map(|(values, ty)| of(&values.path, ty));
        let values = values.into_iter().flatten().map(|bound| format!("each({bound})"));
        of(&node.path, ty).into_iter().chain(values).collect()
    }

    /// Makes an integer of a request that has a bound as narrow as the bound allows.
    fn narrowed(&self, node: &Node<'_>, ty: String) -> String {
        let bounds = self.bounds.get(&node.path).into_iter().flatten();
        let max = bounds
            .filter_map(|bound| bound.strip_prefix("range(")?.strip_suffix(')'))
            .flat_map(|sides| sides.split(", "))
            .find_map(|side| side.strip_prefix("max = ")?.parse::<u64>().ok());
        let is_narrow = max.is_some_and(|max| u32::try_from(max).is_ok());
        if self.side == Side::Request && is_narrow { ty.replace("u64", "u32") } else { ty }
    }

    /// Returns the most items of a list of a request that only a row within its items names, and the name of that row.
    fn items_by_members<'n>(&self, node: &Node<'n>, ty: &str) -> Option<(u64, &'n str)> {
        let own = self.bounds.get(&node.path).into_iter().flatten();
        let is_bounded = own.into_iter().any(|bound| bound.starts_with("items("));
        if self.side != Side::Request || is_bounded || !ty.starts_with("Vec<") {
            return None;
        }
        let mut members = node.members.iter();
        members.find_map(|member| Some((items_per_request(member.words())?, member.name)))
    }

    /// Returns `true` if the field is no `Option`.
    fn is_plain(&self, node: &Node<'_>, ty: &str) -> bool {
        let required = node.row.map_or(Required::Unknown, |row| row.required);
        let always = node.row.and_then(|row| row.always) == Some(true);
        match self.side {
            Side::Request => node.row.is_none() || required == Required::Yes,
            Side::Response | Side::Event => (always && !self.is_partial) || ty.starts_with("Vec<"),
            Side::Reply => required == Required::Yes,
        }
    }

    /// Returns the type of a field that is made of others: a shared structure, a known object, a map, a new struct.
    fn composed(
        &mut self,
        node: &Node<'_>,
        around: &str,
        todos: &mut Vec<String>,
    ) -> Option<String> {
        if let Some(structure) = node.row.and_then(|row| row.structure.as_deref()) {
            let item = if structure == "MsgBody" { "MessageElement" } else { structure };
            let is_list = structure == "MsgBody" || matches!(node.ty(), Type::Array(_));
            return Some(if is_list { format!("Vec<{item}>") } else { item.to_owned() });
        }
        if let Some(values) = node.values() {
            let value = self.field(values, around, false).ty;
            let inner = value.strip_prefix("Option<").and_then(|ty| ty.strip_suffix('>'));
            return Some(format!("BTreeMap<String, {}>", inner.unwrap_or(&value)));
        }
        if node.members.is_empty() {
            return None;
        }
        let known = self.known_object(&node.members, true);
        let object = known.or_else(|| {
            let like = self.known_object(&node.members, false)?;
            let mut differing = Vec::new();
            self.add_differing(like, &node.members, "", &mut differing);
            let differing = differing.join(", ");
            todos.push(format!("`{}`, which differs in what is optional: {differing}?", like.name));
            Some(like)
        });
        let object = object.map(|object| object.name.clone());
        let name = object.unwrap_or_else(|| {
            self.add_within(&names::type_name(node.name), &node.members, around)
        });
        let is_list = matches!(node.ty(), Type::Array(_));
        Some(if is_list { format!("Vec<{name}>") } else { name })
    }

    /// Returns the name and the type of a field that only the source knows. An enumeration is drafted.
    fn guessed(
        &mut self,
        node: &Node<'_>,
        told: &Type,
        around: &str,
        wire: &mut Vec<String>,
        todos: &mut Vec<String>,
    ) -> (String, String) {
        let sampled = self.sampled.get(&node.path).map_or(&[][..], |texts| &texts[..]);
        let guess = guess(node, told, sampled);
        wire.extend(guess.wire);
        todos.extend(guess.todos);
        if guess.values.is_empty() {
            return (guess.ident, guess.ty);
        }
        let is_taken = |name: &str| self.known.homes.contains_key(name);
        let is_top = matches!(around, "Request" | "Response" | "Event" | "Reply");
        let around = if is_top { &self.module } else { around };
        let mut drafted = enumeration(node.name, around, &guess.values, is_taken);
        if self.enums.iter().any(|known| known.name == drafted.name && *known != drafted) {
            drafted = enumeration(node.name, around, &guess.values, |_| true);
        }
        todos.push("the enumeration".to_owned());
        let name = drafted.name.clone();
        if !self.enums.iter().any(|known| known.name == drafted.name) {
            self.enums.push(drafted);
        }
        let ty = if guess.ty.starts_with("Vec<") { format!("Vec<{name}>") } else { name };
        (guess.ident, ty)
    }

    /// Makes the code of an item its status.
    fn with_status(
        &self,
        node: &Node<'_>,
        ty: String,
        is_top: bool,
        wire: &mut Vec<String>,
        todos: &mut Vec<String>,
    ) -> (String, bool) {
        if wire.iter().any(|word| word.starts_with("status")) {
            return (ty, true);
        }
        let is_code =
            matches!(node.name, "ResultCode" | "ErrorCode" | "RetCode" | "Code" | "Result");
        let is_code = is_code && node.ty() == Type::Integer && known::is_integer(&ty);
        if is_top || self.side != Side::Response || !is_code {
            return (ty, false);
        }
        wire.push("status".to_owned());
        if node.name != "ResultCode" {
            todos.push("a status? `status(failed = ..)` on an integer?".to_owned());
        }
        ("ErrorCode".to_owned(), true)
    }

    /// Returns the field of this name and type that is declared most often, in this file if possible.
    fn declared(&self, node: &Node<'_>, told: &Type) -> Option<&Declared> {
        let same = self.known.fields.iter().filter(|field| {
            let is_usable = field.wire == node.name && self.is_usable(node, field);
            is_usable && self.known.fits(&field.ty, &field.words, told)
        });
        let same: Vec<_> = same.collect();
        let often = |field: &&Declared| {
            let is_alike = |other: &&&Declared| other.ty == field.ty && other.words == field.words;
            let near = u8::from(field.file == self.file)
                + u8::from(family_of(&field.file) == family_of(self.file));
            (near, same.iter().filter(is_alike).count())
        };
        same.iter().copied().rev().max_by_key(often)
    }

    /// Returns `true` if a field may have the type that a declared one has: no struct of another endpoint, and no
    /// enumeration of another family, or without a value that a sample shows.
    fn is_usable(&self, node: &Node<'_>, field: &Declared) -> bool {
        let ty = item_type(&field.ty);
        if let Some(texts) = self.known.texts_of(ty) {
            let sampled = self.sampled.get(&node.path).into_iter().flatten();
            let is_known = |text: &String| !is_constant(text) || texts.contains(text);
            let is_near = family_of(&field.file) == family_of(self.file);
            return ty == "Tag" || (is_near && sampled.into_iter().all(is_known));
        }
        let basic = [
            "String",
            "UserId",
            "GroupId",
            "TopicId",
            "PermissionGroupId",
            "MsgKey",
            "bool",
            "f64",
        ];
        known::is_integer(ty) || basic.contains(&ty) || matches!(ty, "ErrorCode" | "TagValue")
    }

    /// Returns the declared struct that has these fields.
    fn known_object(&self, members: &[Node<'_>], is_strict: bool) -> Option<&Object> {
        let near = |object: &&Object| {
            u8::from(object.file == self.file)
                + u8::from(family_of(&object.file) == family_of(self.file))
        };
        let objects = self.known.objects.iter().rev();
        objects.filter(|object| self.is_object(object, members, is_strict)).max_by_key(near)
    }

    fn is_object(&self, object: &Object, members: &[Node<'_>], is_strict: bool) -> bool {
        let is_field = |node: &Node<'_>| {
            let field = object.fields.iter().find(|field| field.wire == node.name);
            field.is_some_and(|field| {
                let inner = item_type(&field.ty);
                let known = self.known.objects.iter().find(|object| object.name == inner);
                let fits = match known {
                    Some(known) if !node.members.is_empty() => {
                        self.is_object(known, &node.members, is_strict)
                    }
                    _ => self.known.fits(&field.ty, &field.words, &node.ty()),
                };
                fits && (!is_strict || self.is_as_optional(field, node))
            })
        };
        object.fields.len() == members.len() && members.iter().all(is_field)
    }

    /// Adds the fields that a declared struct has optional in another way than the source.
    fn add_differing(
        &self,
        object: &Object,
        members: &[Node<'_>],
        around: &str,
        found: &mut Vec<String>,
    ) {
        for node in members {
            let field = object.fields.iter().find(|field| field.wire == node.name);
            let Some(field) = field else { continue };
            let place = format!("{around}{}", node.name);
            let inner = item_type(&field.ty);
            if !self.is_as_optional(field, node) {
                found.push(format!("`{place}`"));
            }
            let inner = self.known.objects.iter().find(|object| object.name == inner);
            if let Some(inner) = inner {
                self.add_differing(inner, &node.members, &format!("{place}."), found);
            }
        }
    }

    /// Returns `true` if a declared field may be optional exactly as the source has it.
    fn is_as_optional(&self, field: &Declared, node: &Node<'_>) -> bool {
        let is_plain = self.is_plain(node, &field.ty);
        let is_status = field.words.iter().any(|word| word.starts_with("status"));
        let is_told = node.row.is_none_or(|row| row.required != Required::Unknown);
        match self.side {
            Side::Request => !is_told || field.is_optional != is_plain,
            _ => field.is_optional || is_status || is_plain,
        }
    }

    /// Returns the doc that a third of the fields of this name and type have in the family, and two at least.
    fn doc(&self, wire: &str, ty: &str) -> Vec<String> {
        let same = self.known.fields.iter().filter(|field| {
            let is_near = is_result(wire) || family_of(&field.file) == family_of(self.file);
            field.wire == wire && field.ty == ty && is_near
        });
        let mut docs = BTreeMap::<_, usize>::new();
        for field in same {
            *docs.entry(&field.doc).or_default() += 1;
        }
        let all: usize = docs.values().sum();
        let most = docs.into_iter().max_by_key(|(_, count)| *count);
        let most = most.filter(|(_, count)| *count > 1 && (count * 3 > all || is_result(wire)));
        most.map(|(doc, _)| doc.clone()).unwrap_or_default()
    }
}

/// Returns the type of the items of a list, or a type that is no list.
fn item_type(ty: &str) -> &str {
    ty.strip_prefix("Vec<").and_then(|rest| rest.strip_suffix('>')).unwrap_or(ty)
}

/// Returns `true` for a field that means the same in each item.
fn is_result(wire: &str) -> bool {
    matches!(wire, "ResultCode" | "ResultInfo")
}

impl Field {
    /// Returns what two fields that are the same have alike.
    fn outline(&self) -> (&str, &[String], &str) {
        (&self.ident, &self.wire, &self.ty)
    }
}
