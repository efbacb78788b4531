//! The structs and enumerations of the registry: their names, the Rust types of their fields, and where each stands.
//!
//! The tables do not tell where a declaration stands in the sources. Here a struct that only one endpoint uses stands in
//! the endpoint's module. All other structs, and all enumerations, stand next to the modules.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use tencent_chat_specs::schema::{EnumTable, FieldRole, FieldSpec, FieldType, Meaning, Table};
use tencent_chat_specs::{ENDPOINTS, EndpointSpec};

/// Types with handwritten code: their names in the tables, and their paths. All variants use the same ones.
pub(crate) const HANDWRITTEN: [(&str, &str); 3] = [
    ("any JSON", "serde_json::Value"),
    ("message element", "tencent_chat::message::MessageElement"),
    ("string, integer or list of strings by its tag", "tencent_chat::TagValue"),
];

/// Names that the generated code uses itself.
const TAKEN: [&str; 7] =
    ["BTreeMap", "Call", "ErrorCode", "Handle", "Option", "Request", "Response"];

/// All declarations of the registry.
pub(crate) struct Contract {
    pub(crate) endpoints: Vec<Endpoint>,
    /// The declarations that stand next to the endpoints, in the order of their first use.
    shared: Vec<(Key, Declared)>,
    /// Newtypes of `String` without serde code, such as `UserId`.
    pub(crate) identifiers: BTreeSet<String>,
}

/// An endpoint with the structs of its module.
pub(crate) struct Endpoint {
    pub(crate) family: &'static str,
    pub(crate) spec: &'static EndpointSpec,
    /// The request, the response, and the structs that no other endpoint uses.
    pub(crate) structs: Vec<Struct>,
    /// Everything that the request and the response are made of.
    uses: BTreeSet<Key>,
}

/// A declaration outside the endpoints.
pub(crate) enum Declared {
    Struct(Struct),
    Enum(Ident, &'static EnumTable),
}

/// A struct.
pub(crate) struct Struct {
    pub(crate) name: Ident,
    pub(crate) table: &'static Table,
    /// The types of the fields, without `Option`.
    pub(crate) types: Vec<TokenStream>,
}

impl Struct {
    /// Returns the fields with their types.
    pub(crate) fn fields(&self) -> impl Iterator<Item = (&'static FieldSpec, &TokenStream)> {
        self.table.fields.iter().zip(&self.types)
    }
}

impl Contract {
    /// Walks the registry.
    pub(crate) fn read() -> Result<Self, String> {
        let listed = ENDPOINTS
            .iter()
            .flat_map(|family| family.endpoints.iter().map(|spec| (family.name, *spec)));
        let walked: Vec<_> = listed.map(|(family, spec)| (family, spec, Uses::of(spec))).collect();
        let all_uses = || walked.iter().flat_map(|(.., uses)| &uses.found);
        let mut users = BTreeMap::new();
        for (key, _) in all_uses() {
            *users.entry(key).or_insert(0) += 1;
        }
        let is_shared =
            |key: &Key, item: Item| matches!(item, Item::Enum(_)) || users.get(key) > Some(&1);
        let identifiers: BTreeSet<_> =
            walked.iter().flat_map(|(.., uses)| uses.identifiers.clone()).collect();
        let mut names = Names::new(&identifiers);
        let mut shared: Vec<(&Key, Item)> = Vec::new();
        for (key, item) in all_uses().map(|(key, item)| (key, *item)) {
            if is_shared(key, item) && names.add(key, item) {
                shared.push((key, item));
            }
        }
        let shared = shared.into_iter().map(|(key, item)| {
            let name = names.of(key)?;
            let declared = match item {
                Item::Struct(table) => Declared::Struct(names.resolve(name, table)?),
                Item::Enum(table) => Declared::Enum(name, table),
            };
            Ok((key.clone(), declared))
        });
        let shared = shared.collect::<Result<_, String>>()?;
        let endpoints = walked.iter().map(|(family, spec, uses)| {
            let own = uses.found.iter().filter(|(key, item)| !is_shared(key, *item));
            let structs = names.structs(spec, own)?;
            let uses = uses.found.iter().map(|(key, _)| key.clone()).collect();
            Ok(Endpoint { family, spec, structs, uses })
        });
        let endpoints = endpoints.collect::<Result<_, String>>()?;
        Ok(Self { endpoints, shared, identifiers })
    }

    /// Returns the declarations outside the endpoints that these endpoints use.
    pub(crate) fn shared_by(&self, endpoints: &[Endpoint]) -> impl Iterator<Item = &Declared> {
        let uses: BTreeSet<_> = endpoints.iter().flat_map(|endpoint| &endpoint.uses).collect();
        let shared = self.shared.iter().filter(move |(key, _)| uses.contains(key));
        shared.map(|(_, declared)| declared)
    }
}

/// Identifies a declaration.
type Key = String;

/// A declaration to which a field refers.
#[derive(Clone, Copy)]
enum Item {
    Struct(&'static Table),
    Enum(&'static EnumTable),
}

impl Item {
    /// Returns the key. A struct has one table, but an enumeration may have several that are equal.
    fn key(self) -> Key {
        match self {
            Self::Struct(table) => format!("{table:p}"),
            Self::Enum(table) => format!("{table:?}"),
        }
    }
}

/// The declarations that a request and a response use.
#[derive(Default)]
struct Uses {
    /// The declarations, in the order in which the fields refer to them.
    found: Vec<(Key, Item)>,
    identifiers: BTreeSet<String>,
}

impl Uses {
    fn of(spec: &'static EndpointSpec) -> Self {
        let mut uses = Self::default();
        for table in [spec.request(), spec.response()] {
            uses.add_fields(table.fields);
        }
        uses
    }

    fn add_fields(&mut self, fields: &[FieldSpec]) {
        for field in fields {
            self.add_type(field.ty);
        }
    }

    fn add_type(&mut self, ty: FieldType) {
        match ty {
            FieldType::List(item) | FieldType::Map(item) => self.add_type(*item),
            FieldType::Object(table) => {
                // A struct may hold itself.
                let is_new = self.add(Item::Struct(table()));
                let fields = if is_new { table().fields } else { &[] };
                self.add_fields(fields);
            }
            FieldType::Enum(table) => drop(self.add(Item::Enum(table))),
            FieldType::String(meaning) => {
                self.identifiers.extend(identifier(meaning).map(str::to_owned));
            }
            _ => {}
        }
    }

    /// Returns `true` if the declaration is new.
    fn add(&mut self, item: Item) -> bool {
        let key = item.key();
        let is_new = self.found.iter().all(|(found, _)| *found != key);
        if is_new {
            self.found.push((key, item));
        }
        is_new
    }
}

/// The names of the declarations, which are unique where they are used.
#[derive(Clone)]
struct Names {
    names: BTreeMap<Key, Ident>,
    taken: BTreeSet<String>,
}

impl Names {
    fn new(identifiers: &BTreeSet<String>) -> Self {
        let handwritten = HANDWRITTEN.iter().filter_map(|(_, path)| path.rsplit("::").next());
        let taken = TAKEN.into_iter().chain(handwritten).map(str::to_owned);
        let taken = taken.chain(identifiers.iter().cloned()).collect();
        Self { names: BTreeMap::new(), taken }
    }

    /// Names a declaration. Returns `false` if it has a name.
    fn add(&mut self, key: &Key, item: Item) -> bool {
        if self.names.contains_key(key) {
            return false;
        }
        let wanted = match item {
            Item::Struct(table) => table.name,
            Item::Enum(table) => table.name,
        };
        let numbered = (2..).map(|number| format!("{wanted}{number}"));
        let mut free = [wanted.to_owned()].into_iter().chain(numbered);
        let name = free.find(|name| !self.taken.contains(name)).unwrap_or_default();
        self.names.insert(key.clone(), format_ident!("{name}"));
        self.taken.insert(name)
    }

    fn of(&self, key: &Key) -> Result<Ident, String> {
        self.names.get(key).cloned().ok_or_else(|| format!("{key} has no name"))
    }

    /// Returns the structs in the module of an endpoint.
    fn structs<'a>(
        &self,
        spec: &EndpointSpec,
        own: impl Iterator<Item = &'a (Key, Item)>,
    ) -> Result<Vec<Struct>, String> {
        let mut names = self.clone();
        let mut structs = vec![
            (format_ident!("Request"), spec.request()),
            (format_ident!("Response"), spec.response()),
        ];
        for (key, item) in own {
            names.add(key, *item);
            if let Item::Struct(table) = item {
                structs.push((names.of(key)?, table));
            }
        }
        structs.into_iter().map(|(name, table)| names.resolve(name, table)).collect()
    }

    fn resolve(&self, name: Ident, table: &'static Table) -> Result<Struct, String> {
        let ty = |field: &FieldSpec| match field.words.role {
            FieldRole::Status => Ok(quote!(ErrorCode)),
            _ => self.type_of(&field.ty),
        };
        let types = table.fields.iter().map(ty).collect::<Result<_, _>>()?;
        Ok(Struct { name, table, types })
    }

    fn type_of(&self, ty: &FieldType) -> Result<TokenStream, String> {
        let name = match ty {
            FieldType::String(meaning) => {
                format_ident!("{}", identifier(*meaning).unwrap_or("String"))
            }
            FieldType::Integer { min, max } => integer(*min, *max)?,
            FieldType::Flag => format_ident!("bool"),
            FieldType::Number => format_ident!("f64"),
            FieldType::Enum(table) => self.of(&Item::Enum(table).key())?,
            FieldType::Object(table) => self.of(&Item::Struct(table()).key())?,
            FieldType::List(item) => {
                let item = self.type_of(item)?;
                return Ok(quote!(Vec<#item>));
            }
            FieldType::Map(value) => {
                let value = self.type_of(value)?;
                return Ok(quote!(BTreeMap<String, #value>));
            }
            FieldType::Union(table) => handwritten(table.name)?,
            FieldType::Dynamic { name, .. } => handwritten(name)?,
            other => return Err(format!("a field is `{other}`, which has no Rust type here")),
        };
        Ok(quote!(#name))
    }
}

/// Returns the name of a handwritten type.
fn handwritten(name: &str) -> Result<Ident, String> {
    let known = HANDWRITTEN.iter().find(|(known, _)| *known == name);
    let known = known.and_then(|(_, path)| path.rsplit("::").next());
    known
        .map(|name| format_ident!("{name}"))
        .ok_or_else(|| format!("`{name}` has no Rust type here: add it to `HANDWRITTEN`"))
}

/// Returns the integer type with these limits.
pub(crate) fn integer(min: i64, max: u64) -> Result<Ident, String> {
    let types = [
        ("i8", i64::from(i8::MIN), i8::MAX as u64),
        ("i16", i64::from(i16::MIN), i16::MAX as u64),
        ("i32", i64::from(i32::MIN), i32::MAX as u64),
        ("i64", i64::MIN, i64::MAX as u64),
        ("u8", 0, u8::MAX.into()),
        ("u16", 0, u16::MAX.into()),
        ("u32", 0, u32::MAX.into()),
        ("u64", 0, u64::MAX),
    ];
    let fitting = types.iter().find(|(_, least, most)| (*least, *most) == (min, max));
    fitting
        .map(|(name, ..)| format_ident!("{name}"))
        .ok_or_else(|| format!("no integer type is {min}..={max}"))
}

/// Returns the type of an identifier; `None` for a text of any meaning.
fn identifier(meaning: Meaning) -> Option<&'static str> {
    match meaning {
        Meaning::UserIdentifier => Some("UserId"),
        Meaning::GroupIdentifier => Some("GroupId"),
        Meaning::TopicIdentifier => Some("TopicId"),
        Meaning::PermissionGroupIdentifier => Some("PermissionGroupId"),
        Meaning::MessageKey => Some("MsgKey"),
        _ => None,
    }
}
