//! The declarations of the contract, read from its files without building it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::{fs, io};

use syn::{Attribute, Expr, GenericArgument, Item, ItemMod, ItemStruct, Lit, PathArguments};

use super::types::BOOLEAN;
use crate::source::Type;

/// The folder of the endpoints, below the root of the repository.
pub(super) const ENDPOINTS: &str = "api-specs/src/endpoints";

/// The folder of the webhooks.
pub(super) const WEBHOOKS: &str = "api-specs/src/webhooks";

/// Types that are declared outside the endpoints and webhooks.
const SHARED: &[&str] = &["api-specs/src/types/tag.rs"];

/// The declarations of the contract.
#[derive(Debug, Default)]
pub struct Known {
    /// The structs that any endpoint may use.
    pub(super) objects: Vec<Object>,
    /// The fields of all structs.
    pub(super) fields: Vec<Field>,
    /// The enumerations, each with `true` if its values are integers, and with its values that are texts.
    enums: BTreeMap<String, (bool, Vec<String>)>,
    /// The file in which a shared type is declared.
    pub(super) homes: BTreeMap<String, String>,
    /// The paths of the endpoints, each with the file that has it.
    pub(super) endpoints: BTreeMap<String, String>,
    /// The commands of the webhooks, each with the file that has it.
    pub(super) webhooks: BTreeMap<String, String>,
    /// The names of the modules of endpoints.
    pub(super) modules: BTreeSet<String>,
}

/// A struct outside an endpoint.
#[derive(Debug)]
pub(super) struct Object {
    pub(super) name: String,
    pub(super) file: String,
    pub(super) fields: Vec<Field>,
}

/// A declared field.
#[derive(Clone, Debug)]
pub(super) struct Field {
    pub(super) ident: String,
    pub(super) wire: String,
    /// The type, without `Option`.
    pub(super) ty: String,
    pub(super) is_optional: bool,
    /// The author's text, line by line.
    pub(super) doc: Vec<String>,
    /// The words of `#[wire(..)]` that belong to the type: `status` and `flag(..)`.
    pub(super) words: Vec<String>,
    pub(super) file: String,
}

impl Known {
    /// Reads the declarations below the root of the repository.
    ///
    /// # Errors
    ///
    /// Fails if a file cannot be read, or is not Rust.
    pub fn read(root: &Path) -> Result<Self, String> {
        let mut files = Vec::new();
        for folder in [ENDPOINTS, WEBHOOKS] {
            let found = rust_files(&root.join(folder), &mut files);
            found.map_err(|error| format!("{folder}: {error}"))?;
        }
        files.extend(SHARED.iter().map(|file| root.join(file)));
        files.sort();
        let mut known = Self::default();
        for file in files {
            let name = file.strip_prefix(root).unwrap_or(&file).to_string_lossy();
            let name = name.replace('\\', "/");
            let text = fs::read_to_string(&file).map_err(|error| format!("{name}: {error}"))?;
            known.add(&name, &text)?;
        }
        Ok(known)
    }

    /// Adds the declarations of a file.
    ///
    /// # Errors
    ///
    /// Fails if the text is not Rust.
    pub(super) fn add(&mut self, file: &str, text: &str) -> Result<(), String> {
        let parsed = syn::parse_file(text).map_err(|error| {
            format!("{file} is no Rust ({error}): mend it, or take out the draft that it has")
        })?;
        for item in &parsed.items {
            match item {
                Item::Struct(item) if has(&item.attrs, "object") => {
                    let (name, fields) = (item.ident.to_string(), fields_of(item, file));
                    self.fields.extend(fields.clone());
                    self.homes.insert(name.clone(), file.to_owned());
                    self.objects.push(Object { name, file: file.to_owned(), fields });
                }
                Item::Enum(item) if has(&item.attrs, "open_enum") => {
                    let is_integer = item.variants.iter().any(|value| value.discriminant.is_some());
                    let texts = item.variants.iter().map(|value| {
                        let name = || value.ident.to_string();
                        wire_args(&value.attrs).split('"').nth(1).map_or_else(name, str::to_owned)
                    });
                    self.enums.insert(item.ident.to_string(), (is_integer, texts.collect()));
                    self.homes.insert(item.ident.to_string(), file.to_owned());
                }
                Item::Enum(item) if has(&item.attrs, "union") => {
                    self.homes.insert(item.ident.to_string(), file.to_owned());
                }
                Item::Mod(module) => self.add_module(module, file),
                _ => {}
            }
        }
        Ok(())
    }

    /// Adds an endpoint or a webhook.
    fn add_module(&mut self, module: &ItemMod, file: &str) {
        let find = |name| module.attrs.iter().find(|attr| attr.path().is_ident(name));
        let name = |attr| tokens(attr).split('"').nth(1).unwrap_or_default().to_owned();
        match (find("endpoint"), find("webhook")) {
            (Some(attr), _) => {
                self.endpoints.insert(name(attr), file.to_owned());
                self.modules.insert(module.ident.to_string());
            }
            (None, Some(attr)) => {
                self.webhooks.insert(name(attr), file.to_owned());
            }
            (None, None) => return,
        }
        let items = module.content.iter().flat_map(|(_, items)| items);
        let structs = items.filter_map(|item| match item {
            Item::Struct(item) => Some(item),
            _ => None,
        });
        self.fields.extend(structs.flat_map(|item| fields_of(item, file)));
    }

    /// Returns `true` if a declared type, without `Option`, may stand for what a source says.
    pub(super) fn fits(&self, declared: &str, words: &[String], told: &Type) -> bool {
        if let Type::Any(types) = told {
            return types.is_empty() || matches!(declared, "TagValue" | "Value");
        }
        let item = declared.strip_prefix("Vec<").and_then(|rest| rest.strip_suffix('>'));
        match (item, told) {
            (Some(item), Type::Array(Some(told))) => self.fits(item, words, told),
            (Some(_), Type::Array(None)) => true,
            (Some(_), _) | (None, Type::Array(_)) => false,
            (None, told) => match declared {
                "String" | "UserId" | "GroupId" | "TopicId" | "PermissionGroupId" | "MsgKey" => {
                    *told == Type::String
                }
                "bool" if words.iter().any(|word| word.contains('"')) => *told == Type::String,
                "bool" if words.iter().any(|word| word == BOOLEAN) => *told == Type::Boolean,
                "bool" => *told == Type::Integer,
                "f64" => matches!(told, Type::Number | Type::Integer),
                "ErrorCode" => *told == Type::Integer,
                "TagValue" | "Value" => false,
                _ if is_integer(declared) => *told == Type::Integer,
                _ if declared.starts_with("BTreeMap<") => *told == Type::Object,
                _ => match self.enums.get(declared) {
                    Some((true, _)) => *told == Type::Integer,
                    Some((false, _)) => *told == Type::String,
                    None => *told == Type::Object,
                },
            },
        }
    }

    /// Returns the values of an open enumeration that are texts; `None` if it is none.
    pub(super) fn texts_of(&self, name: &str) -> Option<&[String]> {
        self.enums.get(name).map(|(_, texts)| &texts[..])
    }
}

/// Returns the family of a file: `api-specs/src/endpoints/message/c2c.rs` -> `message`. Webhooks may have a family of the
/// same name as endpoints: the two are about one thing.
pub(super) fn family_of(file: &str) -> &str {
    let below = file.strip_prefix(ENDPOINTS).or_else(|| file.strip_prefix(WEBHOOKS));
    let below = below.unwrap_or_default().trim_start_matches('/');
    below.split(['/', '.']).next().unwrap_or_default()
}

pub(super) fn is_integer(ty: &str) -> bool {
    matches!(ty, "u8" | "u16" | "u32" | "u64" | "i8" | "i16" | "i32" | "i64")
}

fn rust_files(folder: &Path, files: &mut Vec<std::path::PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            rust_files(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    Ok(())
}

fn has(attrs: &[Attribute], name: &str) -> bool {
    attrs.iter().any(|attr| attr.path().is_ident(name))
}

/// Returns the tokens in the brackets of an attribute.
fn tokens(attr: &Attribute) -> String {
    match &attr.meta {
        syn::Meta::List(list) => list.tokens.to_string().replace(" ,", ","),
        _ => String::new(),
    }
}

/// Returns the arguments of `#[wire(..)]`.
fn wire_args(attrs: &[Attribute]) -> String {
    let attr = attrs.iter().find(|attr| attr.path().is_ident("wire"));
    attr.map(tokens).unwrap_or_default()
}

fn fields_of(item: &ItemStruct, file: &str) -> Vec<Field> {
    let fields = item.fields.iter().filter_map(|field| {
        let ident = field.ident.as_ref()?.to_string();
        let args = wire_args(&field.attrs);
        let written = args.strip_prefix('"').and_then(|rest| rest.split('"').next());
        let wire = written.map_or_else(|| crate::names::wire_name(&ident), str::to_owned);
        let ty = type_text(&field.ty);
        let inner = ty.strip_prefix("Option<").and_then(|rest| rest.strip_suffix('>'));
        let is_optional = inner.is_some();
        let ty = inner.unwrap_or(&ty).to_owned();
        let (doc, words) = (doc_of(&field.attrs), type_words(&args));
        Some(Field { ident, wire, ty, is_optional, doc, words, file: file.to_owned() })
    });
    fields.collect()
}

/// Returns the words of a `#[wire(..)]` that belong to the type of the field.
fn type_words(args: &str) -> Vec<String> {
    let mut words = Vec::new();
    for word in ["status", "flag"] {
        let starts = |at: &usize| *at == 0 || args[..*at].ends_with([' ', ',']);
        let Some(at) = args.find(word).filter(starts) else { continue };
        let rest = &args[at + word.len()..];
        let list = rest.trim_start().strip_prefix('(').and_then(|rest| rest.split_once(')'));
        words.push(list.map_or(word.to_owned(), |(list, _)| format!("{word}({list})")));
    }
    words
}

fn doc_of(attrs: &[Attribute]) -> Vec<String> {
    let lines = attrs.iter().filter_map(|attr| {
        let syn::Meta::NameValue(meta) = &attr.meta else { return None };
        let Expr::Lit(literal) = &meta.value else { return None };
        let Lit::Str(text) = &literal.lit else { return None };
        meta.path.is_ident("doc").then(|| text.value().trim().to_owned())
    });
    lines.collect()
}

/// Writes a type with the last names of its paths: `Option<Vec<String>>`.
fn type_text(ty: &syn::Type) -> String {
    let syn::Type::Path(path) = ty else { return String::new() };
    let Some(last) = path.path.segments.last() else { return String::new() };
    let PathArguments::AngleBracketed(args) = &last.arguments else {
        return last.ident.to_string();
    };
    let args = args.args.iter().filter_map(|arg| match arg {
        GenericArgument::Type(ty) => Some(type_text(ty)),
        _ => None,
    });
    format!("{}<{}>", last.ident, args.collect::<Vec<_>>().join(", "))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A family of two endpoints.
    pub(in crate::scaffold) const SHOP: &str = r#"//! The shop.
use crate::{ErrorCode, UserId, endpoint, object, open_enum};
const READ: &str = "2026-11-24";
/// The result for one user.
#[object]
pub struct BuyerResult {
    /// The buyer.
    pub to_account: UserId,
    /// The status code; 0 is success.
    #[wire(status)]
    pub result_code: ErrorCode,
    /// The error text of the service.
    pub result_info: String,
}
/// The kind of a ware.
#[open_enum]
pub enum WareKind {
    /// Bread.
    Bread = 1,
}
/// Buys.
#[endpoint("v4/shop/buy", page = 1, rate = 200)]
pub mod buy {
    pub struct Request {
        /// The seller.
        pub from_account: UserId,
        /// The ware.
        pub ware_kind: WareKind,
        /// `true` to wrap it.
        #[wire(flag(on = "On", off = "Off"))]
        pub wrap: Option<bool>,
        /// The time, in seconds.
        pub open_time_secs: Option<u32>,
    }
    pub struct Response {
        /// The results.
        pub result_item: Vec<BuyerResult>,
    }
    pub const ERRORS: &[ErrorCode] = &[];
}
/// Sells.
#[endpoint("v4/shop/sell", page = 2)]
pub mod sell {
    pub struct Request {
        /// The seller.
        pub from_account: UserId,
    }
    pub struct Response {}
    pub const ERRORS: &[ErrorCode] = &[];
}
"#;

    pub(in crate::scaffold) fn shop() -> Known {
        let mut known = Known::default();
        known.add("api-specs/src/endpoints/shop.rs", SHOP).unwrap();
        known
    }

    #[test]
    fn declarations_are_read_from_the_files() {
        let known = shop();
        assert_eq!(known.objects.len(), 1);
        assert_eq!(known.objects[0].fields[1].words, ["status"]);
        let wrap = known.fields.iter().find(|field| field.wire == "Wrap").unwrap();
        assert_eq!((&*wrap.ty, wrap.is_optional), ("bool", true));
        assert_eq!(wrap.words, [r#"flag(on = "On", off = "Off")"#]);
        let time = known.fields.iter().find(|field| field.wire == "OpenTime").unwrap();
        assert_eq!(time.ident, "open_time_secs");
        assert_eq!(known.endpoints.keys().collect::<Vec<_>>(), ["v4/shop/buy", "v4/shop/sell"]);
        assert_eq!(family_of("api-specs/src/endpoints/message/c2c.rs"), "message");
        assert_eq!(family_of(&known.endpoints["v4/shop/buy"]), "shop");
    }

    #[test]
    fn a_file_that_is_no_rust_is_named() {
        let error = Known::default().add("shop.rs", "pub struct {").unwrap_err();
        assert!(error.starts_with("shop.rs is no Rust"), "{error}");
    }

    #[test]
    fn a_declared_type_fits_what_the_source_says() {
        let known = shop();
        let fits = |declared: &str, told: &str| known.fits(declared, &[], &Type::parse(told));
        for (declared, told) in [
            ("UserId", "String"),
            ("bool", "Integer"),
            ("WareKind", "Integer"),
            ("BuyerResult", "Object"),
            ("Vec<UserId>", "[]String"),
            ("TagValue", "String/Integer"),
            ("u64", "uint64"),
        ] {
            assert!(fits(declared, told), "{declared} {told}");
        }
        for (declared, told) in [
            ("UserId", "Integer"),
            ("WareKind", "String"),
            ("Vec<UserId>", "String"),
            ("UserId", "[]String"),
        ] {
            assert!(!fits(declared, told), "{declared} {told}");
        }
        let fits = |words: &[&str], told: &str| {
            let words: Vec<_> = words.iter().map(ToString::to_string).collect();
            known.fits("bool", &words, &Type::parse(told))
        };
        assert!(
            fits(&[BOOLEAN], "Boolean") && !fits(&[], "Boolean") && !fits(&[BOOLEAN], "Integer")
        );
    }
}
