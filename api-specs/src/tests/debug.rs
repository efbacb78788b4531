//! Printing structs and tables for people.

use super::{Item, Kinds, Maybe, Nothing, Tree, item, kinds, made_up};
use crate::schema::{FieldMut, Record, RecordKind, RecordMut, RecordRef, Value};

#[test]
fn a_struct_is_printed_as_rust_names_it() {
    assert_eq!(
        format!("{:?}", kinds()),
        r#"Kinds { text: "t", flag: true, signed: -5, small: 6, medium: 7, large: 18446744073709551615, names: ["a", "b"], items: [Item { name: "x", number: 1 }], inner: Item { name: "y", number: 2 } }"#
    );
}

#[test]
fn an_absent_field_is_printed_as_none() {
    let printed = format!("{:?}", Maybe::new().text("None"));
    assert!(printed.starts_with("Maybe { text: \"None\", flag: None, signed: None"), "{printed}");
}

#[test]
fn a_struct_is_printed_over_several_lines_on_request() {
    assert_eq!(format!("{:#?}", item("x", 1)), "Item {\n    name: \"x\",\n    number: 1,\n}");
    assert_eq!(format!("{:#?}", Nothing::new()), "Nothing");
}

#[test]
fn types_are_displayed() {
    let of = |table: &crate::schema::Table| -> Vec<String> {
        table.fields.iter().map(|field| field.ty.to_string()).collect()
    };
    assert_eq!(
        of(Kinds::table()),
        [
            "string",
            "flag",
            "integer -9223372036854775808..=9223372036854775807",
            "integer 0..=255",
            "integer 0..=4294967295",
            "integer 0..=18446744073709551615",
            "list of string",
            "list of object Item",
            "object Item",
        ]
    );
    assert_eq!(of(Tree::table()), ["list of object Tree"]);
}

#[test]
fn an_optional_field_has_the_type_of_its_value() {
    let field = &Maybe::table().fields[5];
    assert_eq!((field.ty.to_string().as_str(), field.required), ("list of string", false));
}

#[test]
fn a_table_of_an_object_that_holds_itself_can_be_printed() {
    let printed = format!("{:?}", Tree::table());
    assert!(printed.contains("ty: list of object Tree"), "{printed}");
}

#[test]
fn a_table_has_names_docs_and_roles() {
    let table = Item::table();
    assert_eq!(
        (table.name, table.doc, table.kind),
        ("Item", "An object among others.", RecordKind::Object)
    );
    let field = &table.fields[0];
    assert_eq!((field.name, field.wire, field.doc), ("name", "Name", "The name."));
    assert!(field.required);
    assert_eq!(made_up::Request::table().kind, RecordKind::Request);
    assert_eq!(made_up::Response::table().kind, RecordKind::Response);
}

#[test]
fn beyond_the_table_there_is_nothing_to_read_or_fill() {
    let mut record = item("x", 1);
    let found = ["Number", "Nothing"].map(|wire| RecordRef::new(&record).get(wire));
    assert!(matches!(found, [Some(Value::Uint(1)), None]));
    assert!(matches!(record.field_mut(1), FieldMut::Int(_)));
    assert!(matches!(record.field_mut(2), FieldMut::Skip));
}

#[test]
fn only_fields_that_are_present_are_shown() {
    let record = Maybe::new().small(7).names(["a"]);
    let mut shown = Vec::new();
    RecordRef::new(&record)
        .for_each(|field, value| shown.push(format!("{} {value:?}", field.wire)));
    assert_eq!(shown, ["Small 7", r#"Names ["a"]"#]);
}

#[test]
fn a_field_to_be_filled_is_printed_with_its_type() {
    let mut record = kinds();
    let told: Vec<_> = (0..9).map(|index| format!("{:?}", record.field_mut(index))).collect();
    assert_eq!(told[0], "FieldMut for a string");
    assert_eq!(told[1], "FieldMut for a bool");
    assert_eq!(told[2], "FieldMut for an integer");
    assert_eq!(told[6], "FieldMut for a list");
    assert_eq!(told[8], "FieldMut for an object");
    assert_eq!(format!("{:?}", RecordMut::new(&mut record)), "RecordMut of Kinds");
}
