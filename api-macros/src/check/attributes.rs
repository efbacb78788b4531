//! Checks the attributes of any item, and that it is public and named.

use syn::{Attribute, Ident, Visibility};

use crate::report::Report;
use crate::suggest;

/// Reports an item that is not public, or whose name is a keyword.
pub(super) fn check_public(vis: &Visibility, ident: &Ident, keyword: &str, report: &mut Report) {
    if let Some(word) = ident.to_string().strip_prefix("r#") {
        report.error(ident, format!("`{word}` is a keyword of Rust: write another name, such as `{word}_value`, or `kind` for `type`"));
    }
    if !matches!(vis, Visibility::Public(_)) {
        let keyword = format!("{keyword} {ident}");
        report.error(ident, format!("`{ident}` is not public: write `{}`", keyword.trim()));
    }
}

/// Reports attributes of a module other than documentation and `#[deprecated]`. Those that have been read are not here.
pub(super) fn check_module_attrs(attrs: &[Attribute], report: &mut Report) {
    check_known(attrs, &["pages", "batch", "deprecated"], report);
}

/// Reports attributes other than documentation and `#[deprecated]`. Returns `true` if one is a misspelt `#[wire]`.
pub(super) fn check_attrs(attrs: &[Attribute], report: &mut Report) -> bool {
    check_known(attrs, &["wire", "deprecated"], report)
}

fn check_known(attrs: &[Attribute], known: &[&str], report: &mut Report) -> bool {
    let mut is_wire_misspelt = false;
    for attr in attrs {
        let path = attr.path();
        if path.is_ident("doc") || path.is_ident("deprecated") {
            continue;
        }
        let name = path.segments.last().map_or_else(String::new, |last| last.ident.to_string());
        if let Some(meant) = suggest::closest(&name, known.iter().copied()) {
            is_wire_misspelt |= meant == "wire";
            report.error(path, format!("unknown attribute `{name}`: did you mean `{meant}`?"));
            continue;
        }
        let hint = match name.as_str() {
            "pages" | "batch" => "it stands under `#[endpoint(..)]`",
            "serde" => "write the wire name as `#[wire(\"..\")]`; the codec does the rest",
            "derive" => {
                "`Clone`, `Debug`, `Eq`, `Hash`, `Serialize` and `Deserialize` are implemented already"
            }
            "todo" => "it is a question of `cargo xtask scaffold`, so decide it first",
            _ => "only doc comments, `#[wire(..)]` and `#[deprecated]` are allowed",
        };
        report.error(attr, format!("remove `#[{name}]`: {hint}"));
    }
    is_wire_misspelt
}

/// Returns the first paragraph of a doc comment on one line.
pub(crate) fn doc_summary(attrs: &[Attribute]) -> String {
    let lines = attrs.iter().filter_map(doc_line);
    let lines = lines.skip_while(String::is_empty).take_while(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join(" ")
}

fn doc_line(attr: &Attribute) -> Option<String> {
    let syn::Meta::NameValue(meta) = &attr.meta else { return None };
    let syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) = &meta.value else {
        return None;
    };
    meta.path.is_ident("doc").then(|| text.value().trim().to_owned())
}
