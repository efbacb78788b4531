//! The contract: every endpoint and webhook as one readable table, the codes as another, the samples of the pages, and
//! the indexes.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod codes;
mod facts;
mod index;
mod pages;
mod responses;
mod samples;
mod schema;
mod style;

use tencent_chat::schema::{FieldType, Table};
use tencent_chat::webhook::WebhookSpec;
use tencent_chat::{EndpointSpec, Page};

/// A declaration: an endpoint or a webhook.
#[derive(Clone, Copy)]
enum Spec {
    Endpoint(&'static EndpointSpec),
    Webhook(&'static WebhookSpec),
}

impl Spec {
    fn all() -> impl Iterator<Item = Self> {
        EndpointSpec::all().map(Self::Endpoint).chain(WebhookSpec::all().map(Self::Webhook))
    }

    /// The path of an endpoint, or the command of a webhook.
    fn path(self) -> &'static str {
        match self {
            Self::Endpoint(spec) => spec.path(),
            Self::Webhook(spec) => spec.command(),
        }
    }

    /// The file in a folder of the tests, without its extension: `v4/openim/sendmsg`,
    /// `webhooks/C2C.CallbackAfterSendMsg`.
    fn file(self) -> String {
        match self {
            Self::Endpoint(spec) => spec.path().to_owned(),
            Self::Webhook(spec) => format!("webhooks/{}", spec.command()),
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Endpoint(spec) => spec.name(),
            Self::Webhook(spec) => spec.name(),
        }
    }

    fn doc(self) -> &'static str {
        match self {
            Self::Endpoint(spec) => spec.doc(),
            Self::Webhook(spec) => spec.doc(),
        }
    }

    fn page(self) -> Option<Page> {
        match self {
            Self::Endpoint(spec) => spec.page(),
            Self::Webhook(spec) => spec.page(),
        }
    }

    /// The structs at the top, with what they are.
    fn parts(self) -> Vec<(&'static str, &'static Table)> {
        match self {
            Self::Endpoint(spec) => {
                vec![("request", spec.request()), ("response", spec.response())]
            }
            Self::Webhook(spec) => {
                let reply = spec.reply().map(|reply| ("reply", reply));
                [("event", spec.event())].into_iter().chain(reply).collect()
            }
        }
    }
}

/// Passes every struct of a declaration to `see`, each once a part with its path: the structs at the top, and the objects
/// and the members of unions in them.
fn for_each_table(spec: Spec, see: &mut dyn FnMut(&str, &'static Table)) {
    for (part, table) in spec.parts() {
        let mut seen = Vec::new();
        walk(table, &format!("{} {part}", spec.path()), &mut seen, see);
    }
}

fn walk(
    table: &'static Table,
    path: &str,
    seen: &mut Vec<*const Table>,
    see: &mut dyn FnMut(&str, &'static Table),
) {
    if seen.contains(&std::ptr::from_ref(table)) {
        return;
    }
    seen.push(table);
    see(path, table);
    for field in table.fields {
        let path = format!("{path}.{}", field.wire);
        match innermost(field.ty) {
            FieldType::Object(table) => walk(table(), &path, seen, see),
            FieldType::Union(union) => {
                for member in union.members {
                    walk((member.table)(), &format!("{path}.{}", member.tag), seen, see);
                }
            }
            _ => {}
        }
    }
}

/// The type of the items of a list or map, and of the items of these.
fn innermost(mut ty: FieldType) -> FieldType {
    while let FieldType::List(item) | FieldType::Map(item) = ty {
        ty = *item;
    }
    ty
}
