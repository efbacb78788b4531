//! Warns of oddities in responses and events, once for each place in the schema.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use tracing::{Span, warn};

use super::TARGET;
use crate::codec::Oddities;
use crate::schema::{FieldSpec, FieldType, Record, Table, UnionTable};
use crate::webhook::WebhookSpec;
use crate::{EndpointSpec, Envelope};

/// The number of places that a client warns of.
const MAX_PLACES: usize = 1000;

/// The longest path in an event, in bytes. A struct may contain itself, as deep as a peer likes.
const MAX_PATH: usize = 200;

/// The places that a client or a receiver of webhooks has warned of: endpoints or webhooks, and paths without indexes and map keys.
#[derive(Default)]
pub(crate) struct WarnedPlaces(Mutex<BTreeSet<(&'static str, String)>>);

impl WarnedPlaces {
    /// Warns of the places that are new. The event does not contain the value.
    pub(crate) fn warn(&self, spec: &'static EndpointSpec, oddities: &Oddities, span: &Span) {
        let endpoint = spec.path();
        for (path, expected) in self.new_places(endpoint, spec.response(), oddities) {
            warn!(target: TARGET, parent: span, endpoint, path, expected, "a response does not fit its spec");
        }
    }

    /// Warns of the places of an event that are new.
    pub(crate) fn warn_of_event(&self, spec: &'static WebhookSpec, oddities: &Oddities) {
        let webhook = spec.command();
        for (path, expected) in self.new_places(webhook, spec.event(), oddities) {
            warn!(target: TARGET, webhook, path, expected, "an event does not fit its spec");
        }
    }

    /// Warns of a webhook whose event could not be read at all, once.
    pub(crate) fn warn_of_unread(&self, spec: &'static WebhookSpec) {
        let webhook = spec.command();
        if self.is_new(webhook, "") {
            warn!(target: TARGET, webhook, "an event could not be read");
        }
    }

    /// Returns the places that are new, with what was expected there.
    fn new_places<'a>(
        &'a self,
        name: &'static str,
        table: &'static Table,
        oddities: &'a Oddities,
    ) -> impl Iterator<Item = (String, &'a str)> {
        oddities.iter().filter_map(move |oddity| {
            let path = schema_path(table, oddity.path());
            self.is_new(name, &path).then(|| (path, oddity.expected()))
        })
    }

    fn is_new(&self, endpoint: &'static str, path: &str) -> bool {
        let mut places = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        places.len() < MAX_PLACES && places.insert((endpoint, path.to_owned()))
    }
}

/// Removes from a path everything that the peer chose: indexes, and map keys with all that follows them.
fn schema_path(table: &'static Table, path: &str) -> String {
    let mut known = String::new();
    let mut parent = Parent::Record(table);
    for step in path.split('.') {
        let name = step.split('[').next().unwrap_or_default();
        let next = parent.field(name).filter(|_| known.len() + name.len() < MAX_PATH);
        let Some(next) = next else { return known + ".." };
        if !known.is_empty() {
            known.push('.');
        }
        known.push_str(name);
        parent = next;
    }
    known
}

/// The schema in which a name of a path is looked up.
#[derive(Clone, Copy)]
enum Parent {
    Record(&'static Table),
    Union(&'static UnionTable),
    /// The content of a union. Its member is unknown.
    Member(&'static UnionTable),
    /// A type without names in the schema.
    None,
}

impl Parent {
    /// Returns the schema of the field with this name, if there is one.
    fn field(self, name: &str) -> Option<Self> {
        let is_it = |field: &&FieldSpec| field.wire == name;
        let field_of = |table: &'static Table| {
            table.fields.iter().find(is_it).map(|field| Self::of(&field.ty))
        };
        match self {
            Self::Record(table) => field_of(table).or_else(|| field_of(Envelope::table())),
            Self::Union(union) if name == union.tag => Some(Self::None),
            Self::Union(union) if name == union.content => Some(Self::Member(union)),
            Self::Member(union) => {
                union.members.iter().find_map(|member| field_of((member.table)()))
            }
            Self::Union(_) | Self::None => None,
        }
    }

    /// Returns the schema of the items of a list or of the fields of a struct.
    fn of(ty: &'static FieldType) -> Self {
        match ty {
            FieldType::List(item) => Self::of(item),
            FieldType::Object(table) => Self::Record(table()),
            FieldType::Union(union) => Self::Union(union),
            _ => Self::None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::admin_get_roam_message;
    use crate::push::im_get_attribute_name;

    #[test]
    fn a_path_contains_nothing_that_the_peer_chose() {
        let table = admin_get_roam_message::Response::table();
        let names = im_get_attribute_name::Response::table();
        for (table, path, known) in [
            (table, "MsgList[17].MsgSeq", "MsgList.MsgSeq"),
            (table, "MsgList[1].MsgBody[2].MsgType", "MsgList.MsgBody.MsgType"),
            (table, "MsgList[1].MsgBody[2].MsgContent.Text", "MsgList.MsgBody.MsgContent.Text"),
            (table, "MsgList[1].MsgBody[2].user15", "MsgList.MsgBody.."),
            (table, "MsgList[1]", "MsgList"),
            (table, "ErrorCode", "ErrorCode"),
            (table, "", ".."),
            (names, "AttrNames.user15", "AttrNames.."),
            (names, "AttrNames.a[1].b.c", "AttrNames.."),
        ] {
            assert_eq!(schema_path(table, path), known, "{path}");
        }
    }

    #[test]
    fn each_place_is_new_once_and_a_thousand_are_kept() {
        let places = WarnedPlaces::default();
        let new = (0..3000).filter(|n| places.is_new("v4/a/b", &format!("Field{}", n % 1500)));
        assert_eq!(new.count(), MAX_PLACES);
        let places = WarnedPlaces::default();
        assert!(places.is_new("v4/a/b", "A") && places.is_new("v4/a/c", "A"));
        assert!(!places.is_new("v4/a/b", "A"));
    }
}
