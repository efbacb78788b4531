//! The references between the files of a library: which file uses what another one defines.
//!
//! A `mod` and a re-export of what a child defines are no use of it. `crate::Name` refers to the file that defines the
//! name, not to the root that re-exports it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Attribute, Item, ItemUse, UseTree, Visibility};

use super::rooms::rust_files;

/// The path of a module, and of the file with it. The root is empty.
type Module = Vec<String>;

/// The files to which each file refers.
pub(super) type References = BTreeMap<Module, BTreeSet<Module>>;

/// A file: the paths that it uses, and the names that it re-exports.
#[derive(Default)]
struct File {
    uses: Vec<Vec<String>>,
    exports: BTreeMap<String, Vec<String>>,
}

/// Reads the references between the files below `src`, without those of tests.
pub(super) fn of(src: &Path) -> References {
    let mut files = BTreeMap::new();
    for path in rust_files(src) {
        let module = path.strip_prefix(src).unwrap().with_extension("");
        let module: Module = module.iter().map(|part| part.to_str().unwrap().to_owned()).collect();
        if module == ["main"] || module.contains(&"tests".to_owned()) {
            continue;
        }
        let module = if module == ["lib"] { Vec::new() } else { module };
        files.insert(module, syn::parse_file(&fs::read_to_string(path).unwrap()).unwrap());
    }
    let modules: BTreeSet<_> = files.keys().cloned().collect();
    let files: BTreeMap<_, _> = files
        .into_iter()
        .map(|(module, file)| (module.clone(), read(&module, file, &modules)))
        .collect();
    let resolved = |module: &Module| {
        let uses = files[module].uses.iter().filter_map(|path| resolve(&files, module, path, 0));
        uses.filter(|used| used != module && !used.is_empty()).collect()
    };
    let inner = files.keys().filter(|module| !module.is_empty());
    inner.map(|module| (module.clone(), resolved(module))).collect()
}

fn read(module: &Module, file: syn::File, modules: &BTreeSet<Module>) -> File {
    let mut read = File::default();
    let is_child = |name: &str| modules.contains(&[module.as_slice(), &[name.to_owned()]].concat());
    for item in file.items {
        match item {
            Item::Use(item) if !is_test(&item.attrs) => add_use(&item, &mut read, &is_child),
            Item::Mod(item) if is_test(&item.attrs) => {}
            item => add_paths(item.to_token_stream(), &mut read.uses, &is_child),
        }
    }
    read
}

fn is_test(attrs: &[Attribute]) -> bool {
    attrs.iter().any(|attr| attr.to_token_stream().to_string().replace(' ', "") == "#[cfg(test)]")
}

fn add_use(item: &ItemUse, file: &mut File, is_child: &dyn Fn(&str) -> bool) {
    let is_export = !matches!(item.vis, Visibility::Inherited);
    for (path, name) in leaves(&item.tree, &[]) {
        let first = path.iter().find(|part| *part != "self").cloned().unwrap_or_default();
        if is_export {
            file.exports.insert(name, path.clone());
        }
        // A parent may re-export what its children define.
        if !(is_export && is_child(&first)) {
            file.uses.push(path);
        }
    }
}

/// The paths of a use tree, with the name that each gets.
fn leaves(tree: &UseTree, before: &[String]) -> Vec<(Vec<String>, String)> {
    let joined = |name: String| [before, &[name]].concat();
    match tree {
        UseTree::Path(path) => leaves(&path.tree, &joined(path.ident.to_string())),
        UseTree::Name(name) if name.ident == "self" => {
            vec![(before.to_vec(), before.last().cloned().unwrap_or_default())]
        }
        UseTree::Name(name) => vec![(joined(name.ident.to_string()), name.ident.to_string())],
        UseTree::Rename(name) => vec![(joined(name.ident.to_string()), name.rename.to_string())],
        UseTree::Glob(_) => vec![(before.to_vec(), "*".to_owned())],
        UseTree::Group(group) => group.items.iter().flat_map(|tree| leaves(tree, before)).collect(),
    }
}

/// Adds the paths among tokens that begin with `crate`, `self`, `super` or the name of a child.
fn add_paths(tokens: TokenStream, uses: &mut Vec<Vec<String>>, is_child: &dyn Fn(&str) -> bool) {
    let (mut path, mut colons) = (Vec::<String>::new(), 0);
    for token in tokens {
        match token {
            TokenTree::Ident(name) if colons == 2 && !path.is_empty() => {
                path.push(name.to_string());
            }
            TokenTree::Ident(name) => {
                finish(&mut path, uses, is_child);
                path = vec![name.to_string()];
            }
            TokenTree::Punct(punct) if punct.as_char() == ':' => {
                colons += 1;
                continue;
            }
            TokenTree::Group(group) => {
                finish(&mut path, uses, is_child);
                add_paths(group.stream(), uses, is_child);
            }
            _ => finish(&mut path, uses, is_child),
        }
        colons = 0;
    }
    finish(&mut path, uses, is_child);
}

fn finish(path: &mut Vec<String>, uses: &mut Vec<Vec<String>>, is_child: &dyn Fn(&str) -> bool) {
    let path = std::mem::take(path);
    let is_of_crate =
        |first: &String| matches!(first.as_str(), "crate" | "self" | "super") || is_child(first);
    if path.len() > 1 && path.first().is_some_and(is_of_crate) {
        uses.push(path);
    }
}

/// Returns the file that defines what a path names; `None` if that is no file of the library.
fn resolve(
    files: &BTreeMap<Module, File>,
    module: &Module,
    path: &[String],
    depth: usize,
) -> Option<Module> {
    let supers = path.iter().take_while(|part| *part == "super").count();
    let (mut at, rest) = match path.first()?.as_str() {
        "crate" => (Vec::new(), &path[1..]),
        "self" => (module.clone(), &path[1..]),
        "super" => (module[..module.len().checked_sub(supers)?].to_vec(), &path[supers..]),
        child if files.contains_key(&[module.as_slice(), &[child.to_owned()]].concat()) => {
            (module.clone(), path)
        }
        _ => return None,
    };
    for part in rest {
        let below = [at.as_slice(), std::slice::from_ref(part)].concat();
        if files.contains_key(&below) {
            at = below;
        } else if let Some(export) = files[&at].exports.get(part).filter(|_| depth < 10) {
            return resolve(files, &at, export, depth + 1);
        } else {
            break;
        }
    }
    Some(at)
}

/// Returns the circles among the references, each as the files in it.
pub(super) fn circles(references: &References) -> Vec<String> {
    let reachable = |from: &Module| {
        let (mut seen, mut next) = (BTreeSet::new(), vec![from]);
        while let Some(module) = next.pop() {
            for used in references.get(module).into_iter().flatten() {
                if seen.insert(used) {
                    next.push(used);
                }
            }
        }
        seen
    };
    let reachable: BTreeMap<_, _> =
        references.keys().map(|module| (module, reachable(module))).collect();
    let is_in_circle = |module: &&Module| reachable[module].contains(module);
    let in_circles: BTreeSet<_> = references.keys().filter(is_in_circle).collect();
    let shown = |module: &Module| {
        let mates = references[module]
            .iter()
            .filter(|used| in_circles.contains(used) && reachable[used].contains(module));
        let mates: Vec<_> = mates.map(|used| used.join("/")).collect();
        format!("{} uses {}", module.join("/"), mates.join(", "))
    };
    in_circles.iter().copied().map(shown).collect()
}

#[test]
fn a_circle_is_found() {
    let module = |path: &str| path.split('/').map(str::to_owned).collect::<Module>();
    let edges = [("a", "b"), ("b", "c/d"), ("c/d", "a"), ("e", "a")];
    let mut references = References::new();
    for (from, to) in edges {
        references.entry(module(from)).or_default().insert(module(to));
    }
    assert_eq!(circles(&references), ["a uses b", "b uses c/d", "c/d uses a"]);
}
