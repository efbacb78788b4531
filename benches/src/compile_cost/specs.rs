//! Reads the sources of the specs: the declarations of each file, and the meaning of the names in it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::{fs, io};

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote};
use syn::{Attribute, Item, ItemEnum, ItemMod, ItemStruct, UseTree, Visibility};

/// All declarations of the contract.
pub(crate) struct Specs {
    pub(crate) files: Vec<File>,
    /// Newtypes of `String` without serde code, such as `UserId`.
    pub(crate) identifiers: BTreeSet<String>,
    /// The public modules.
    families: BTreeSet<String>,
}

/// A file with declarations.
pub(crate) struct File {
    /// The path of the module, such as `message::c2c`.
    pub(crate) module: Vec<String>,
    pub(crate) items: Vec<Declared>,
    /// The imported names, with their paths.
    uses: BTreeMap<String, Vec<String>>,
    /// Handwritten types.
    others: BTreeSet<String>,
}

/// An item declared with one of the macros.
pub(crate) struct Declared {
    pub(crate) kind: Kind,
    pub(crate) name: String,
    pub(crate) item: Item,
}

#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Kind {
    Endpoint,
    Object,
    OpenEnum,
}

/// The index of a file, and of an item in it.
pub(crate) type Place = (usize, usize);

/// The meaning of a name in a file.
pub(crate) enum Meaning {
    Declared(Place),
    /// A handwritten item, by its path.
    Foreign(Vec<String>),
}

impl Specs {
    /// Reads the sources of the contract.
    pub(crate) fn read(folder: &Path) -> Result<Self, String> {
        let (identifiers, families) = (BTreeSet::new(), BTreeSet::new());
        let mut specs = Self { files: Vec::new(), identifiers, families };
        specs.read_folder(folder, &[]).map_err(|error| format!("{}: {error}", folder.display()))?;
        Ok(specs)
    }

    fn read_folder(&mut self, folder: &Path, module: &[String]) -> io::Result<()> {
        let mut paths = Vec::new();
        for entry in fs::read_dir(folder)? {
            paths.push(entry?.path());
        }
        paths.sort();
        for path in paths {
            let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            if stem == "tests" {
                continue;
            }
            // What stands in these rooms is exported from the root.
            let is_of_root = module.is_empty()
                && matches!(stem.as_str(), "lib" | "codec" | "endpoints" | "types");
            let below = if is_of_root { Vec::new() } else { [module, &[stem]].concat() };
            if path.is_dir() {
                self.read_folder(&path, &below)?;
            } else {
                let file =
                    syn::parse_file(&fs::read_to_string(&path)?).map_err(io::Error::other)?;
                self.take(file, below);
            }
        }
        Ok(())
    }

    fn take(&mut self, file: syn::File, module: Vec<String>) {
        let mut items = Vec::new();
        let mut uses = BTreeMap::new();
        let mut others = BTreeSet::new();
        for item in file.items {
            if let Item::Use(item) = &item {
                collect_uses(&item.tree, &mut Vec::new(), &module, &mut uses);
            } else if let Item::Macro(item) = &item
                && item.mac.path.is_ident("identifiers")
            {
                let names = names(item.mac.tokens.clone()).into_iter();
                self.identifiers.extend(names.filter(|name| name.starts_with(char::is_uppercase)));
            } else if let Some((kind, name)) = declared(&item) {
                items.push(Declared { kind, name, item });
            } else if let Item::Struct(ItemStruct { ident, .. })
            | Item::Enum(ItemEnum { ident, .. }) = &item
            {
                others.insert(ident.to_string());
            } else if let Item::Mod(ItemMod { ident, vis: Visibility::Public(_), .. }) = &item
                && module.is_empty()
            {
                self.families.insert(ident.to_string());
            }
        }
        if !items.is_empty() {
            self.files.push(File { module, items, uses, others });
        }
    }

    /// Returns every endpoint, in the order of the sources.
    pub(crate) fn endpoints(&self) -> impl Iterator<Item = Place> {
        self.files.iter().enumerate().flat_map(|(file, File { items, .. })| {
            let items = items.iter().enumerate();
            items
                .filter(|(_, item)| item.kind == Kind::Endpoint)
                .map(move |(index, _)| (file, index))
        })
    }

    pub(crate) fn at(&self, (file, index): Place) -> &Declared {
        &self.files[file].items[index]
    }

    /// Returns the public path of a declaration.
    pub(crate) fn public_path(&self, place: Place) -> TokenStream {
        let family = self.files[place.0].module.first();
        let family = family.filter(|family| self.families.contains(*family));
        let family = family.map(|family| format_ident!("{family}")).into_iter();
        let name = format_ident!("{}", self.at(place).name);
        quote!(::tencent_chat #(::#family)* ::#name)
    }

    /// Returns the meaning of a name in a file; `None` for names of the prelude.
    pub(crate) fn meaning(&self, file: usize, name: &str) -> Option<Meaning> {
        let File { module, items, uses, others } = &self.files[file];
        if let Some(index) = items.iter().position(|item| item.name == name) {
            return Some(Meaning::Declared((file, index)));
        }
        if others.contains(name) {
            let family = module.first().filter(|module| self.families.contains(*module));
            return Some(Meaning::Foreign(
                family.into_iter().cloned().chain([name.to_owned()]).collect(),
            ));
        }
        let path = uses.get(name)?;
        let above = &path[..path.len() - 1];
        let mut places =
            self.files.iter().enumerate().filter_map(|(file, File { module, items, .. })| {
                let index = items.iter().position(|item| item.name == name)?;
                module.starts_with(above).then_some((file, index))
            });
        let declared = places.next().map(Meaning::Declared);
        declared.or_else(|| Some(Meaning::Foreign(path.clone())))
    }

    /// Returns the names in a declaration, with their meanings in its file. Names without one are left out.
    pub(crate) fn meanings(&self, place: Place) -> Vec<(String, Meaning)> {
        let names = names(self.at(place).item.to_token_stream());
        let meaning = |name: String| Some((self.meaning(place.0, &name)?, name));
        names.into_iter().filter_map(meaning).map(|(meaning, name)| (name, meaning)).collect()
    }
}

/// Returns `true` if an attribute has this name.
pub(crate) fn is(attr: &Attribute, name: &str) -> bool {
    attr.path().is_ident(name)
}

fn declared(item: &Item) -> Option<(Kind, String)> {
    let (attrs, ident, kind, macro_name) = match item {
        Item::Mod(item) => (&item.attrs, &item.ident, Kind::Endpoint, "endpoint"),
        Item::Struct(item) => (&item.attrs, &item.ident, Kind::Object, "object"),
        Item::Enum(item) => (&item.attrs, &item.ident, Kind::OpenEnum, "open_enum"),
        _ => return None,
    };
    attrs.iter().any(|attr| is(attr, macro_name)).then(|| (kind, ident.to_string()))
}

/// Returns all identifiers among tokens, except for those in documentation.
pub(crate) fn names(tokens: TokenStream) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => drop(names.insert(ident.to_string())),
            TokenTree::Group(group) => names.extend(self::names(group.stream())),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
    names
}

fn collect_uses(
    tree: &UseTree,
    path: &mut Vec<String>,
    module: &[String],
    uses: &mut BTreeMap<String, Vec<String>>,
) {
    match tree {
        UseTree::Path(tree) => {
            let before = path.clone();
            match tree.ident.to_string().as_str() {
                "crate" => {}
                "self" => path.extend_from_slice(module),
                "super" => path.extend_from_slice(&module[..module.len() - 1]),
                other => path.push(other.to_owned()),
            }
            collect_uses(&tree.tree, path, module, uses);
            *path = before;
        }
        UseTree::Name(tree) => {
            let name = tree.ident.to_string();
            uses.insert(name.clone(), [path.as_slice(), &[name]].concat());
        }
        UseTree::Group(tree) => {
            tree.items.iter().for_each(|tree| collect_uses(tree, path, module, uses));
        }
        UseTree::Rename(_) | UseTree::Glob(_) => {}
    }
}
