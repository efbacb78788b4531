//! The model of a checked endpoint or webhook, on which the expander relies. Only [`crate::check`] builds it.

use proc_macro2::Span;
use syn::{Attribute, Expr, Ident, LitInt, LitStr, Path, Type, Visibility};

/// The path of the crate whose items the expansion names: `::tencent_chat`, unless the attribute gives another.
#[derive(Clone, Default)]
pub(crate) struct CratePath(pub(crate) Option<Path>);

/// One endpoint of the API.
pub(crate) struct Endpoint {
    pub(crate) crate_path: CratePath,
    /// Doc comments and other attributes of the module.
    pub(crate) attrs: Vec<Attribute>,
    pub(crate) vis: Visibility,
    pub(crate) ident: Ident,
    pub(crate) options: Options,
    pub(crate) request: Record,
    pub(crate) response: Record,
    /// Further structs of the module.
    pub(crate) objects: Vec<Record>,
    pub(crate) errors: Errors,
    /// The questions about the types of the fields that `pages` names.
    pub(crate) type_checks: Vec<TypeCheck>,
}

/// One webhook of the API.
pub(crate) struct Webhook {
    pub(crate) crate_path: CratePath,
    /// Doc comments and other attributes of the module.
    pub(crate) attrs: Vec<Attribute>,
    pub(crate) vis: Visibility,
    pub(crate) ident: Ident,
    pub(crate) options: WebhookOptions,
    pub(crate) event: Record,
    /// The fields of the reply besides the verdict.
    pub(crate) reply: Option<Record>,
    /// Further structs of the module.
    pub(crate) objects: Vec<Record>,
}

/// The arguments of `#[webhook(..)]`.
pub(crate) struct WebhookOptions {
    /// The command, such as `C2C.CallbackBeforeSendMsg`.
    pub(crate) command: String,
    /// `true` if it is sent before the action, so that the reply decides about it.
    pub(crate) is_before: bool,
    /// The page that documents the webhook.
    pub(crate) page: Option<Page>,
    /// The range of the app's own codes, if the reply may have one.
    pub(crate) own_codes: Option<(u32, u32)>,
    /// `true` if the reply may discard the action without telling the user.
    pub(crate) discards: bool,
    /// `true` if the reply has a verdict for each item, and there is none on the whole action.
    pub(crate) is_per_item: bool,
    /// `true` if events may have fields that the spec lacks, and lack those that it has.
    pub(crate) is_partial: bool,
}

/// The arguments of `#[endpoint(..)]`.
pub(crate) struct Options {
    /// The path, such as `v4/recentcontact/del_contact_group`.
    pub(crate) path: String,
    /// The page that documents the endpoint.
    pub(crate) page: Option<Page>,
    /// Documented calls per second.
    pub(crate) per_second: Option<u32>,
    /// `true` if a repeated call has the same effect as one call.
    pub(crate) idempotent: bool,
    /// The time in seconds during which the service drops copies of a call.
    pub(crate) deduplicated: Option<u32>,
    /// `true` if responses may have fields that the spec lacks, and lack those that it has.
    pub(crate) is_partial: bool,
    /// The path of the endpoint to call instead.
    pub(crate) superseded_by: Option<String>,
    /// The paging rules, if the responses are pages of a list.
    pub(crate) pages: Option<Pagination>,
    /// The field of the request that may be split over several calls.
    pub(crate) batch: Option<Batch>,
}

/// The paging rules: how the pages of a list follow each other. All names are wire names.
pub(crate) struct Pagination {
    /// The lists of the response with the items of a page, at least one.
    pub(crate) lists: Vec<PagedList>,
    /// The flag of the response that is set on the last page.
    pub(crate) last: Option<String>,
    /// The number of items on all pages.
    pub(crate) total: Option<String>,
    pub(crate) steps: Vec<PageStep>,
}

/// A list of the response with the items of a page.
pub(crate) struct PagedList {
    pub(crate) ident: Ident,
    /// Its name on the wire.
    pub(crate) wire: String,
    /// The type of its items.
    pub(crate) item: Type,
    /// The name of its items, if there are several lists.
    pub(crate) variant: Ident,
}

/// A field of the request that changes from page to page.
pub(crate) enum PageStep {
    /// A cursor, taken from a field of the response.
    Cursor { to: String, from: String },
    /// The number of items read so far. Without a limit, all items are on one page.
    Offset { to: String, limit: String },
    /// A number just below the smallest value of a field of the items.
    Descending { to: String, of: String },
}

/// A request whose list may be split over several calls.
pub(crate) struct Batch {
    /// The field that is split.
    pub(crate) items: Ident,
    /// Its name on the wire.
    pub(crate) wire: String,
    /// The type of its items.
    pub(crate) item: Type,
    /// `true` if the list is optional.
    pub(crate) is_optional: bool,
    /// The maximum number of items in a batch.
    pub(crate) max: usize,
    /// The maximum number of items in a call, if it is checked.
    pub(crate) checked: Option<u64>,
}

/// A page of the API's documents.
pub(crate) struct Page {
    pub(crate) number: u32,
    /// The word that gives the number.
    pub(crate) at: Span,
    /// The day it was read, `2026-11-24`, if that is not the `READ` of the file.
    pub(crate) read: Option<String>,
}

/// The errors of an endpoint, in the order of the spec.
#[derive(Default)]
pub(crate) struct Errors {
    /// The type of `ERRORS` as written, if the spec has it.
    pub(crate) ty: Option<Type>,
    pub(crate) codes: Vec<Code>,
}

/// A member of a list of codes.
pub(crate) enum Code {
    /// A constant of the table of codes.
    Named(Path),
    /// All codes of a set.
    Set(Path),
    /// A code that is classified in place.
    Own(Box<OwnCode>),
}

/// A set of codes, for the errors of endpoints.
pub(crate) struct CodeSet {
    pub(crate) crate_path: CratePath,
    pub(crate) attrs: Vec<Attribute>,
    pub(crate) vis: Visibility,
    pub(crate) ident: Ident,
    pub(crate) ty: Type,
    /// Constants of the table of codes.
    pub(crate) codes: Vec<Path>,
}

/// A code that is not in the table of the API: `ErrorCode::own(..)` with its number, name, kind, retry class and
/// meaning.
pub(crate) struct OwnCode {
    /// `ErrorCode::own`
    pub(crate) function: Path,
    pub(crate) number: LitInt,
    pub(crate) name: LitStr,
    pub(crate) kind: Expr,
    pub(crate) retry: Expr,
    pub(crate) meaning: LitStr,
}

/// One struct: a request, a response, an event, a reply or an object.
pub(crate) struct Record {
    pub(crate) crate_path: CratePath,
    pub(crate) kind: RecordKind,
    /// `true` if the items of this response have separate results, which override the code of the envelope.
    pub(crate) is_judged_per_item: bool,
    pub(crate) attrs: Vec<Attribute>,
    pub(crate) vis: Visibility,
    pub(crate) ident: Ident,
    pub(crate) fields: Vec<Field>,
    pub(crate) type_checks: Vec<TypeCheck>,
}

/// A question about a type that only the compiler can decide, because the macro does not know the type.
pub(crate) struct TypeCheck {
    pub(crate) ty: Type,
    /// The method of `FieldType` that must return `true`.
    pub(crate) question: &'static str,
    /// The place of the error.
    pub(crate) at: Span,
    pub(crate) message: String,
}

/// The kind of a struct.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum RecordKind {
    Request,
    Response,
    Event,
    Reply,
    Object,
}

/// One field of a struct.
pub(crate) struct Field {
    pub(crate) attrs: Vec<Attribute>,
    pub(crate) vis: Visibility,
    pub(crate) ident: Ident,
    pub(crate) ty: Type,
    /// The position of the type, to which an error about it points.
    pub(crate) at: Span,
    /// The name with the position of the type.
    pub(crate) value: Ident,
    /// The type within `Option<..>`, which a setter takes. Required fields have none.
    pub(crate) optional: Option<Type>,
    /// The type within `Option<..>` or without it, as far as its name tells.
    pub(crate) known: Known,
    pub(crate) wire: String,
    pub(crate) role: FieldRole,
    /// Other wire names that responses use for it.
    pub(crate) aliases: Vec<String>,
    /// The wire values of `true` and `false`, if they are not 1 and 0.
    pub(crate) bool_repr: Option<(WireValue, WireValue)>,
    pub(crate) constraints: Vec<Constraint>,
}

/// A type, as far as its name tells.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Known {
    /// It is a number or a `bool`, which nothing else converts into.
    Plain,
    /// It is a text, a list or a map.
    Other,
    /// It may be anything.
    Nothing,
}

/// A special role of a field.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum FieldRole {
    /// It only holds a value.
    Data,
    /// It is the status of its item: an error code, 0 for success.
    Status,
    /// It is the status of its item: this value means failure.
    StatusFailedIf(u64),
    /// It is sent in the query of the URL.
    Query,
    /// The client sends a random number by default.
    Random,
    /// The client sends the next number of a counter by default.
    Sequence,
    /// The client sends its SDKAppID by default.
    AppId,
}

/// A constraint of a field.
pub(crate) enum Constraint {
    /// The number of items of a list.
    Items(Bounds),
    /// The length of a string in bytes of UTF-8.
    Bytes(Bounds),
    /// The length of a string in characters.
    Chars(Bounds),
    /// The range of a number.
    Range(Bounds),
    /// The allowed values.
    OneOf(Vec<WireValue>),
    /// Constraints on every item of a list.
    Each(Vec<Constraint>),
}

/// An inclusive range. At least one of the bounds is set.
#[derive(Clone, Copy)]
pub(crate) struct Bounds {
    pub(crate) min: Option<u64>,
    pub(crate) max: Option<u64>,
}

/// A value on the wire.
#[derive(Clone, PartialEq)]
pub(crate) enum WireValue {
    Text(String),
    Integer(u64),
    Bool(bool),
}

impl Errors {
    /// Returns the codes that are classified in place.
    pub(crate) fn own(&self) -> impl Iterator<Item = &OwnCode> {
        self.codes
            .iter()
            .filter_map(|code| if let Code::Own(code) = code { Some(&**code) } else { None })
    }
}

impl Field {
    /// Returns `true` if it is the status of its item.
    pub(crate) fn is_status(&self) -> bool {
        matches!(self.role, FieldRole::Status | FieldRole::StatusFailedIf(_))
    }
}

/// An open enumeration: named values, and room for unknown ones.
pub(crate) struct OpenEnum {
    pub(crate) crate_path: CratePath,
    pub(crate) attrs: Vec<Attribute>,
    pub(crate) vis: Visibility,
    pub(crate) ident: Ident,
    pub(crate) values: Values,
}

/// A union: an object whose content depends on a tag next to it.
pub(crate) struct Union {
    pub(crate) crate_path: CratePath,
    pub(crate) attrs: Vec<Attribute>,
    pub(crate) vis: Visibility,
    pub(crate) ident: Ident,
    /// The wire name of the tag.
    pub(crate) tag: String,
    /// The wire name of the content.
    pub(crate) content: String,
    pub(crate) members: Vec<Member>,
}

/// A member of a union.
pub(crate) struct Member {
    pub(crate) attrs: Vec<Attribute>,
    pub(crate) ident: Ident,
    /// The type of the content.
    pub(crate) content: Type,
    /// The value of the tag.
    pub(crate) tag: String,
}

/// The values of an open enumeration: on the wire all are strings, or all are integers.
pub(crate) enum Values {
    Texts(Vec<Value<LitStr>>),
    Integers(Vec<Value<LitInt>>),
}

/// One named value.
pub(crate) struct Value<L> {
    pub(crate) attrs: Vec<Attribute>,
    pub(crate) ident: Ident,
    pub(crate) wire: L,
}
