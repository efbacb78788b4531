//! The facts in the schema besides those of the pages: families, docs, meanings and batches.

use tencent_chat::schema::{FieldSpec, FieldType, Meaning, Table};
use tencent_chat::webhook::{WEBHOOKS, WebhookSpec};
use tencent_chat::{ENDPOINTS, EndpointSpec};

use super::{Spec, for_each_table, innermost};

/// Returns `true` if a text is a sentence for people.
fn is_sentence(doc: &str) -> bool {
    doc.starts_with(|first: char| first.is_uppercase() || first == '`') && doc.ends_with('.')
}

#[test]
fn every_declared_item_has_a_doc() {
    let mut missing = Vec::new();
    let mut check = |path: String, doc: &str| {
        if !is_sentence(doc) {
            missing.push(format!("{path}: {doc:?}"));
        }
    };
    for family in ENDPOINTS {
        check(family.name.to_owned(), family.doc);
    }
    for family in WEBHOOKS {
        check(format!("webhooks of {}", family.name), family.doc);
    }
    for spec in Spec::all() {
        check(spec.path().to_owned(), spec.doc());
        let parts = spec.parts().into_iter().map(|(_, table)| std::ptr::from_ref(table));
        let parts: Vec<*const Table> = parts.collect();
        for_each_table(spec, &mut |path, table| {
            if !parts.contains(&std::ptr::from_ref(table)) {
                check(format!("{path} ({})", table.name), table.doc);
            }
            for field in table.fields {
                check(format!("{path}.{}", field.wire), field.doc);
                if let FieldType::Enum(table) = innermost(field.ty) {
                    check(table.name.to_owned(), table.doc);
                    for known in table.values {
                        check(format!("{}::{}", table.name, known.name), known.doc);
                    }
                }
            }
        });
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

/// The meaning of a field by its name, if the API uses the name for one thing only.
fn meaning_of_name(wire: &str) -> Option<Meaning> {
    match wire {
        "UserID" | "GroupOwner" | "Owner" => Some(Meaning::UserIdentifier),
        "GroupId" | "GroupIdList" => Some(Meaning::GroupIdentifier),
        "TopicId" => Some(Meaning::TopicIdentifier),
        "PermissionGroupId" | "PermissionGroupIdList" => Some(Meaning::PermissionGroupIdentifier),
        "MsgKey" => Some(Meaning::MessageKey),
        wire if wire.ends_with("_Account") => Some(Meaning::UserIdentifier),
        _ => None,
    }
}

#[test]
fn a_text_that_identifies_something_says_what() {
    let mut wrong = Vec::new();
    for spec in Spec::all() {
        for_each_table(spec, &mut |path, table| {
            let ty = |field: &FieldSpec| match innermost(field.ty) {
                FieldType::String(meaning) => Some(meaning),
                _ => None,
            };
            for field in table.fields {
                let (told, expected) = (ty(field), meaning_of_name(field.wire));
                if let (Some(told), Some(expected)) = (told, expected)
                    && told != expected
                {
                    wrong.push(format!("{path}.{}: {told:?}, not {expected:?}", field.wire));
                }
            }
        });
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_endpoint_is_found_by_its_path_and_knows_its_family() {
    for family in ENDPOINTS {
        for spec in family.endpoints {
            let found = EndpointSpec::find(spec.path()).unwrap();
            assert!(std::ptr::eq(found, *spec));
            assert_eq!(spec.family().unwrap().name, family.name);
        }
    }
    assert!(EndpointSpec::find("v4/nothing/here").is_none());
    assert!(support::own::post_thread::SPEC.family().is_none());
}

#[test]
fn every_webhook_is_found_by_its_command_and_knows_its_family() {
    for family in WEBHOOKS {
        for spec in family.webhooks {
            let found = WebhookSpec::find(spec.command()).unwrap();
            assert!(std::ptr::eq(found, *spec));
            assert_eq!(spec.family().unwrap().name, family.name);
        }
    }
    assert!(WebhookSpec::find("Nothing.Here").is_none());
}

#[test]
fn a_page_has_the_address_of_the_document() {
    let spec = EndpointSpec::find("v4/recentcontact/del_contact_group").unwrap();
    let page = spec.page().unwrap();
    let address = "https://www.tencentcloud.com/document/product/1047/";
    assert_eq!(page.url(), format!("{address}{}", page.number));
}

/// The list of a batch is a list of the request, and a batch may be sent as one call.
#[test]
fn a_batch_names_a_list_and_keeps_its_bound() {
    use tencent_chat::schema::Constraint;
    let batched = EndpointSpec::all().filter_map(|spec| Some((spec, spec.batch()?)));
    let mut count = 0;
    for (spec, list) in batched {
        let mut fields = spec.request().fields.iter();
        let field = fields.find(|field| field.wire == list.wire).unwrap();
        assert!(matches!(field.ty, FieldType::List(_)), "{}", spec.path());
        let max = field.words.constraints.iter().find_map(|constraint| match constraint {
            Constraint::Items(bounds) => bounds.max,
            _ => None,
        });
        assert!(list.max > 0 && max.is_none_or(|max| list.max as u64 <= max), "{}", spec.path());
        count += 1;
    }
    assert!(count > 0);
}

#[test]
fn the_names_of_an_enumeration_are_those_in_rust() {
    let spec = EndpointSpec::find("v4/group_open_http_svc/create_group").unwrap();
    let kind = spec.request().fields.iter().find(|field| field.wire == "Type").unwrap();
    let FieldType::Enum(table) = kind.ty else { panic!("{:?}", kind.ty) };
    assert_eq!(table.name, "GroupKind");
    let (value, name) = (&table.values[0].value.to_string(), table.values[0].name);
    assert_eq!((value.as_str(), name), ("\"Public\"", "Public"));
}
