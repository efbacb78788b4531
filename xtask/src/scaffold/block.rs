//! The text of a draft: a spec block that compiles once each `#[todo(..)]` is answered and removed.

use std::fmt::Write;

use super::enums::Enum;
use super::fields::{Field, Struct};
use crate::source::{Kind, Source};

/// The code of a reply to a webhook that discards the action.
const DISCARDED: i64 = 2;

/// The head of a block.
pub(super) struct Head<'a> {
    pub(super) source: &'a Source,
    pub(super) module: &'a str,
    pub(super) page: Option<u32>,
    /// The day on which the page was read; `None` if the file's `READ` has it.
    pub(super) read: Option<&'a str>,
    /// The questions to a human about the whole.
    pub(super) todos: Vec<String>,
}

/// Writes a block. `errors` are the members of `ERRORS`; a webhook has none.
pub(super) fn block(
    head: &Head<'_>,
    enums: &[Enum],
    structs: &[Struct],
    errors: &[String],
) -> String {
    let mut text = String::new();
    enums.iter().for_each(|item| item.write(&mut text));
    let _ = writeln!(text, "{}", attribute(head));
    for todo in &head.todos {
        let _ = writeln!(text, "#[todo({todo:?})]");
    }
    let _ = writeln!(text, "pub mod {} {{", head.module);
    for item in structs {
        write_struct(&mut text, item);
    }
    if head.source.kind == Kind::Endpoint {
        let errors = errors.join(", ");
        let _ = writeln!(text, "    pub const ERRORS: &[ErrorCode] = &[{errors}];");
    }
    text + "}\n"
}

fn attribute(head: &Head<'_>) -> String {
    let source = head.source;
    let mut args = vec![format!("{:?}", source.path)];
    match source.kind {
        Kind::Endpoint => {}
        Kind::BeforeWebhook => args.push("before".to_owned()),
        Kind::AfterWebhook => args.push("after".to_owned()),
    }
    args.extend(head.page.map(|page| format!("page = {page}")));
    let read = head.page.and(head.read);
    args.extend(read.map(|read| format!("read = {read:?}")));
    args.extend(source.rate.map(|rate| format!("rate = {rate}")));
    args.extend(verdicts(source));
    if source.is_partial {
        args.push("partial".to_owned());
    }
    let name = if source.kind == Kind::Endpoint { "endpoint" } else { "webhook" };
    format!("#[{name}({})]", args.join(", "))
}

/// Returns the arguments that say which verdicts the reply to a webhook may have.
fn verdicts(source: &Source) -> Vec<String> {
    // Where each item has a verdict, the codes of the whole only say that the app failed.
    if source.kind == Kind::BeforeWebhook
        && source.response.iter().any(|row| row.path.ends_with("[].ResultCode"))
    {
        return vec!["per_item".to_owned()];
    }
    let range = |(min, max)| format!("own_codes(min = {min}, max = {max})");
    let own_codes = source.own_codes.map(range);
    let can_discard = source.kind == Kind::BeforeWebhook
        && source.codes.iter().any(|code| code.number == DISCARDED);
    own_codes.into_iter().chain(can_discard.then(|| "discards".to_owned())).collect()
}

fn write_struct(text: &mut String, item: &Struct) {
    let is_top = matches!(&*item.name, "Request" | "Response" | "Event" | "Reply");
    if !is_top {
        let _ = writeln!(text, "    #[todo(\"doc\")]");
    }
    if item.fields.is_empty() {
        let _ = writeln!(text, "    pub struct {} {{}}", item.name);
        return;
    }
    let _ = writeln!(text, "    pub struct {} {{", item.name);
    for field in &item.fields {
        write_field(text, field);
    }
    text.push_str("    }\n");
}

fn write_field(text: &mut String, field: &Field) {
    for line in &field.doc {
        let _ = writeln!(text, "        /// {line}");
    }
    if !field.todos.is_empty() {
        let _ = writeln!(text, "        #[todo({:?})]", field.todos.join("; "));
    }
    if !field.wire.is_empty() {
        let _ = writeln!(text, "        #[wire({})]", field.wire.join(", "));
    }
    let _ = writeln!(text, "        pub {}: {},", field.ident, field.ty);
}

/// Returns proposals for the words `pages` and `batch`.
pub(super) fn lists(structs: &[Struct], source: &Source) -> Vec<String> {
    let fields = |name: &str| {
        let found = structs.iter().find(|item| item.name == name);
        found.map_or(&[][..], |item| &item.fields[..])
    };
    let (request, response) = (fields("Request"), fields("Response"));
    let mut proposals = Vec::new();
    if let Some(list) = response.iter().find(|field| field.ty.starts_with("Vec<")) {
        let pages = steps(request, response);
        if !pages.is_empty() {
            proposals.push(format!("#[pages({:?}, {})]?", list.name, pages.join(", ")));
        }
    }
    let is_joined = |field: &Field| field.ty.starts_with("Vec<") || field.ty.starts_with("Option<");
    let is_list = |field: &&Field| {
        let is_single =
            field.wire.iter().any(|word| matches!(&**word, "items(1)" | "items(max = 1)"));
        let is_filter = field.name.ends_with("Filter") || field.ty.contains("MessageElement");
        field.ty.starts_with("Vec<") && !is_single && !is_filter
    };
    if source.kind == Kind::Endpoint
        && response.iter().all(is_joined)
        && let Some(list) = request.iter().find(is_list)
    {
        proposals.push(format!("#[batch({:?})]?", list.name));
    }
    proposals
}

/// Returns the arguments of `pages` that the names of the fields suggest.
fn steps(request: &[Field], response: &[Field]) -> Vec<String> {
    let has = |fields: &[Field], name: &str| fields.iter().any(|field| field.name == name);
    let mut steps = Vec::new();
    for name in
        ["Next", "Cursor", "StartIndex", "TimeStamp", "Timestamp", "StartTime", "StartCursor"]
    {
        let next = format!("Next{}", name.trim_start_matches("Start"));
        let next = [format!("Next{name}"), next];
        let next = next.iter().find(|next| **next != name && has(response, next));
        if !has(request, name) {
            continue;
        }
        if has(response, name) {
            steps.push(format!("cursor({name:?})"));
        } else if let Some(next) = next {
            steps.push(format!("cursor({name:?}, from = {next:?})"));
        }
    }
    if steps.is_empty() && has(request, "Offset") && has(request, "Limit") {
        steps.push("offset(\"Offset\", limit = \"Limit\")".to_owned());
    }
    if steps.is_empty() {
        return steps;
    }
    for (word, names) in [
        ("last", &["CompleteFlag", "IsFinish", "IsFinished", "Complete"][..]),
        ("total", &["TotalCount", "TotalNum", "MemberNum"]),
    ] {
        let name = names.iter().find(|name| has(response, name));
        if let Some(name) = name {
            steps.insert(0, format!("{word} = {name:?}"));
            break;
        }
    }
    steps
}
