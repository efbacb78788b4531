//! The names of the style: those of modules, fields and types, from the names of the API. The tests hold them.

#[path = "../../api-macros/src/names.rs"]
#[allow(dead_code, reason = "the macros need more of it")]
mod rule;

use rule::pascal_case;

/// Unit suffixes that a field may carry beyond its wire name.
pub const UNITS: &[&str] = rule::UNITS;

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

/// The words of commands that are written without separators, such as `getappinfo`.
const RUN_TOGETHER: &[&str] = &[
    "admin", "app", "batch", "get", "import", "info", "msg", "no", "push", "query", "roam", "send",
    "set", "speaking", "state", "web", "withdraw",
];

/// Commands that several services have. Their modules are named after the service.
const SHARED_COMMANDS: &[&str] = &["search"];

/// Keywords of Rust that no field may be named after.
const KEYWORDS: &[&str] = &[
    "as", "async", "await", "box", "const", "dyn", "else", "enum", "extern", "false", "final",
    "fn", "for", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move", "mut",
    "override", "priv", "pub", "ref", "return", "self", "static", "struct", "super", "trait",
    "true", "try", "type", "union", "unsafe", "use", "virtual", "where", "while", "yield",
];

/// Types that no struct of an endpoint may hide.
const TYPES: &[&str] = &[
    "ErrorCode",
    "Event",
    "GroupId",
    "MessageElement",
    "MsgKey",
    "Option",
    "PermissionGroupId",
    "Reply",
    "Request",
    "Response",
    "String",
    "Tag",
    "TagItem",
    "TagValue",
    "TopicId",
    "UserId",
    "Value",
    "Vec",
];

/// Returns the field name of a wire name: `From_Account` -> `from_account`, `Type` -> `kind`.
#[must_use]
pub fn field_name(wire: &str) -> String {
    let name = match wire {
        "Type" | "type" => "kind".to_owned(),
        _ => snake_case(wire),
    };
    if KEYWORDS.contains(&&*name) { name + "_value" } else { name }
}

/// Returns the wire name that follows from the name of a field, as the macros do.
#[must_use]
pub fn wire_name(ident: &str) -> String {
    rule::wire_name(ident)
}

/// Returns the name of the module of a path: `v4/openim/sendmsg` -> `send_message`. If several services have the command,
/// the name is that of the service: `v4/user_search/search` -> `user_search`.
#[must_use]
pub fn module_name(path: &str) -> String {
    let mut parts = path.rsplit(['/', '.']);
    let command = parts.next().unwrap_or_default();
    let service = parts.next().filter(|_| SHARED_COMMANDS.contains(&command));
    let command = service.unwrap_or(command);
    let command = command.strip_prefix("Callback").unwrap_or(command);
    let words = snake_case(command);
    let words: Vec<_> = words.split('_').flat_map(separated).collect();
    let name = spelt_out(&words.join("_"));
    if KEYWORDS.contains(&&*name) { name + "_call" } else { name }
}

/// Returns the variant of `Webhook` for a module of a family: `c2c`, `after_send_message` -> `C2cAfterSendMessage`. A module
/// that begins with the word of its family does not repeat it: `state`, `state_change` -> `StateChange`.
#[must_use]
pub fn variant_name(family: &str, module: &str) -> String {
    let name = pascal_case(module);
    let family = pascal_case(family);
    if name.starts_with(&family) { name } else { family + &name }
}

/// Returns the name of a module with its abbreviations spelt out.
#[must_use]
pub fn spelt_out(module: &str) -> String {
    let spelt = |word| {
        let known = ABBREVIATIONS.iter().find(|(short, _)| *short == word);
        known.map_or(word, |(_, long)| *long)
    };
    module.split('_').map(spelt).collect::<Vec<_>>().join("_")
}

/// Returns the name of the struct of a field: `Group_Contact_Item` -> `GroupContactItem`, and of a list its singular:
/// `MemberList` -> `Member`.
#[must_use]
pub fn type_name(wire: &str) -> String {
    let name = pascal_case(&snake_case(wire));
    let name = match name.strip_suffix("List") {
        Some(singular) if !singular.is_empty() => singular.to_owned(),
        _ => name,
    };
    if TYPES.contains(&&*name) { name + "Item" } else { name }
}

/// Separates the words of a part that is written without separators. A part that has other words stays as it is.
fn separated(part: &str) -> Vec<&str> {
    if part.is_empty() {
        return Vec::new();
    }
    for word in RUN_TOGETHER {
        let Some(rest) = part.strip_prefix(word) else { continue };
        let others = separated(rest);
        if rest.is_empty() || others.first().is_some_and(|first| RUN_TOGETHER.contains(first)) {
            return [vec![*word], others].concat();
        }
    }
    vec![part]
}

fn snake_case(wire: &str) -> String {
    wire.split('_').flat_map(rule::words).collect::<Vec<_>>().join("_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_and_modules_are_named_by_the_style() {
        for (wire, name) in [
            ("From_Account", "from_account"),
            ("Type", "kind"),
            ("GroupID", "group_id"),
            ("C2CUnreadMsgNum", "c2c_unread_msg_num"),
            ("last_active_terminal", "last_active_terminal"),
            ("Match", "match_value"),
        ] {
            assert_eq!(field_name(wire), name);
        }
        for (path, name) in [
            ("v4/recentcontact/del_contact_group", "delete_contact_group"),
            ("v4/openim/batchsendmsg", "batch_send_message"),
            ("v4/openim/admin_getroammsg", "admin_get_roam_message"),
            ("v4/openconfigsvr/getnospeaking", "get_no_speaking"),
            ("v4/ConfigSvc/GetIPList", "get_ip_list"),
            ("v4/im_open_login_svc/multiaccount_import", "multiaccount_import"),
            ("v4/user_search/search", "user_search"),
            ("State.StateChange", "state_change"),
            ("C2C.CallbackBeforeSendMsg", "before_send_message"),
        ] {
            assert_eq!(module_name(path), name);
        }
    }

    #[test]
    fn a_variant_is_named_after_family_and_module() {
        assert_eq!(variant_name("c2c", "after_send_message"), "C2cAfterSendMessage");
        assert_eq!(variant_name("state", "state_change"), "StateChange");
    }

    #[test]
    fn a_wire_name_follows_from_the_field_unless_the_style_differs() {
        for wire in ["From_Account", "GroupName", "Type", "MsgLifeTime"] {
            assert_eq!(wire_name(&field_name(wire)), wire);
        }
        for wire in ["UserID", "type", "C2CMsg", "Match"] {
            assert_ne!(wire_name(&field_name(wire)), wire);
        }
    }

    #[test]
    fn a_struct_is_named_after_its_field() {
        let names = ["AddFriendItem", "MemberList", "List", "URLInfo", "UserIdList"].map(type_name);
        assert_eq!(names, ["AddFriendItem", "Member", "List", "UrlInfo", "UserIdItem"]);
    }
}
