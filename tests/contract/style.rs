//! The style of this repository, which binds no other: names by rule. That everything has docs is tested in `schema`.

use xtask::names::{UNITS, field_name, spelt_out};

use super::{Spec, for_each_table};

/// Returns `true` if `ident` may name the field `wire`: its snake case, alone or with a unit.
fn is_field_name(ident: &str, wire: &str) -> bool {
    let name = field_name(wire);
    match ident.strip_prefix(&name) {
        Some("") => true,
        Some(rest) => rest.strip_prefix('_').is_some_and(|unit| UNITS.contains(&unit)),
        None => false,
    }
}

#[test]
fn everything_is_named_by_rule() {
    let mut problems = Vec::new();
    for spec in Spec::all() {
        if spec.name() != spelt_out(spec.name()) {
            problems.push(format!("{} is not spelt out: {}", spec.name(), spelt_out(spec.name())));
        }
        for_each_table(spec, &mut |path, table| {
            for field in table.fields.iter().filter(|field| !is_field_name(field.name, field.wire))
            {
                let (name, expected) = (field.name, field_name(field.wire));
                problems.push(format!("{path}: `{name}` is named otherwise than `{expected}`"));
            }
        });
    }
    assert!(problems.is_empty(), "{problems:#?}");
}

#[test]
fn wire_names_become_snake_case() {
    for (wire, name) in [
        ("From_Account", "from_account"),
        ("GroupName", "group_name"),
        ("ToGroupid", "to_groupid"),
        ("Type", "kind"),
        ("GroupID", "group_id"),
        ("RawURL", "raw_url"),
        ("C2CUnreadMsgNum", "c2c_unread_msg_num"),
        ("C2CmsgNospeakingTime", "c2c_msg_nospeaking_time"),
        ("C2CAPNSMsgNum", "c2c_apns_msg_num"),
        ("PreSigURLs", "pre_sig_urls"),
        ("IPList", "ip_list"),
        ("FileMD5", "file_md5"),
        ("groupID", "group_id"),
        ("ID", "id"),
    ] {
        assert_eq!(field_name(wire), name, "{wire}");
    }
}

#[test]
fn a_field_may_carry_its_unit() {
    assert!(is_field_name("msg_life_time_secs", "MsgLifeTime"));
    assert!(is_field_name("msg_life_time", "MsgLifeTime"));
    assert!(!is_field_name("msg_life_time_parsecs", "MsgLifeTime"));
    assert!(!is_field_name("life_time", "MsgLifeTime"));
}

#[test]
fn abbreviations_are_spelt_out() {
    assert_eq!(spelt_out("del_contact_group"), "delete_contact_group");
    assert_eq!(spelt_out("delete_contact_group"), "delete_contact_group");
}
