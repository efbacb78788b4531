//! The style of this repository, which binds no other: names by rule. That everything has docs is tested in `schema`.

use tencent_chat::EndpointSpec;

use super::for_each_table;

/// Names that are one word in spite of their capitals.
const WHOLE: &[&str] = &["C2C", "URLs"];

/// Unit suffixes that a field may carry beyond its wire name.
const UNITS: &[&str] = &["secs", "millis", "bytes", "percent"];

/// Abbreviations of the API's commands, spelt out in the names of modules.
const ABBREVIATIONS: &[(&str, &str)] = &[
    ("attr", "attribute"),
    ("attrs", "attributes"),
    ("del", "delete"),
    ("mem", "member"),
    ("msg", "message"),
    ("msgs", "messages"),
    ("num", "count"),
    ("sig", "signature"),
];

/// Returns the field name of a wire name: `From_Account` -> `from_account`, `Type` -> `kind`.
fn field_name(wire: &str) -> String {
    match wire {
        "Type" | "type" => "kind".to_owned(),
        _ => snake_case(wire),
    }
}

/// Returns `true` if `ident` may name the field `wire`: its snake case, alone or with a unit.
fn is_field_name(ident: &str, wire: &str) -> bool {
    let name = field_name(wire);
    match ident.strip_prefix(&name) {
        Some("") => true,
        Some(rest) => rest.strip_prefix('_').is_some_and(|unit| UNITS.contains(&unit)),
        None => false,
    }
}

/// Returns the name with its abbreviations spelt out.
fn spelt_out(module: &str) -> String {
    let spelt = |word| {
        let known = ABBREVIATIONS.iter().find(|(short, _)| *short == word);
        known.map_or(word, |(_, long)| *long)
    };
    module.split('_').map(spelt).collect::<Vec<_>>().join("_")
}

fn snake_case(wire: &str) -> String {
    wire.split('_').flat_map(words).collect::<Vec<_>>().join("_")
}

/// Splits `GroupContactItem` into `group`, `contact`, `item`, and keeps runs of capitals whole.
fn words(part: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = part;
    while !rest.is_empty() {
        let (word, tail) = rest.split_at(word_length(rest));
        words.push(word.to_lowercase());
        rest = tail;
    }
    words
}

fn word_length(text: &str) -> usize {
    if let Some(word) = WHOLE.iter().find(|word| text.starts_with(**word)) {
        return word.len();
    }
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let ends = |window: &[(usize, char)]| {
        let [(_, before), (_, this), rest @ ..] = window else { return false };
        let last_of_a_run = before.is_uppercase()
            && this.is_uppercase()
            && rest.first().is_some_and(|(_, next)| next.is_lowercase());
        (!before.is_uppercase() && this.is_uppercase()) || last_of_a_run
    };
    let end = (1..chars.len()).find(|&i| ends(&chars[i - 1..chars.len().min(i + 2)]));
    end.map_or(text.len(), |i| chars[i].0)
}

#[test]
fn everything_is_named_by_rule() {
    let mut problems = Vec::new();
    for spec in EndpointSpec::all() {
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
