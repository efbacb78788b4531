//! The words of the language. Errors list them in this order, and find the one that was meant.

/// The words of `#[endpoint(..)]` after the path, each with an example.
pub(crate) const ENDPOINT: &[(&str, &str)] = &[
    ("page", "page = 53441"),
    ("read", "read = \"2026-11-24\""),
    ("rate", "rate = 200"),
    ("idempotent", "idempotent"),
    ("deduplicated", "deduplicated(seconds = 300)"),
    ("per_item", "per_item"),
    ("partial", "partial"),
    ("superseded_by", "superseded_by = \"v4/service/command\""),
    ("crate", "crate = \"chat\""),
];

/// The words of `#[webhook(..)]` after the command, each with an example.
pub(crate) const WEBHOOK: &[(&str, &str)] = &[
    ("before", "before"),
    ("after", "after"),
    ("page", "page = 34364"),
    ("read", "read = \"2026-11-24\""),
    ("own_codes", "own_codes(min = 120001, max = 130000)"),
    ("discards", "discards"),
    ("per_item", "per_item"),
    ("partial", "partial"),
    ("crate", "crate = \"chat\""),
];

/// The attributes that may stand under `#[endpoint(..)]`, each with an example.
pub(crate) const BESIDE: [(&str, &str); 2] = [
    ("pages", "#[pages(\"Items\", last = \"CompleteFlag\", cursor(\"StartIndex\"))]"),
    ("batch", "#[batch(\"Items\")]"),
];

/// The words of `#[pages(..)]` after the list.
pub(crate) const PAGES: &[&str] = &["last", "total", "cursor", "offset", "descending"];

/// The words of `#[union(..)]`.
pub(crate) const UNION: [&str; 3] = ["tag", "content", "crate"];

/// The constraints of `#[wire(..)]`.
pub(crate) const CONSTRAINTS: [&str; 6] = ["items", "bytes", "chars", "range", "one_of", "each"];

/// The other words that may follow a wire name.
pub(crate) const FIELD: [&str; 7] =
    ["status", "alias", "flag", "query", "random", "sequence", "app_id"];
