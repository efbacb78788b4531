//! The draft of an enumeration, from the values that a source lists.

use std::fmt::Write;

use crate::names;

/// An enumeration of a draft.
#[derive(Debug, PartialEq)]
pub(super) struct Enum {
    pub(super) name: String,
    /// The name and the value of each.
    values: Vec<(String, String)>,
}

/// Drafts the enumeration of a field. `around` is the name of the struct that has it.
pub(super) fn enumeration(
    wire: &str,
    around: &str,
    values: &[String],
    is_taken: impl Fn(&str) -> bool,
) -> Enum {
    let name = if wire == "Type" { format!("{around}Kind") } else { names::type_name(wire) };
    let name = if is_taken(&name) { format!("{around}{name}") } else { name };
    // What all texts begin with says nothing.
    let common = values.first().map_or(0, |first| {
        let mut ends = first.match_indices('_').map(|(at, _)| at + 1);
        let is_common = |end: &usize| values.iter().all(|value| value.starts_with(&first[..*end]));
        ends.rfind(is_common).unwrap_or(0)
    });
    let named = values.iter().map(|value| {
        let own = value.get(common..).unwrap_or_default();
        let own = names::type_name(&own.replace('-', "_"));
        let is_name = own.starts_with(|first: char| first.is_ascii_alphabetic());
        (if is_name { own } else { format!("Todo{own}") }, value.clone())
    });
    let values = named.collect();
    Enum { name, values }
}

impl Enum {
    /// Writes the enumeration. It compiles once each `#[todo(..)]` is answered and removed.
    pub(super) fn write(&self, text: &mut String) {
        let name = &self.name;
        let _ = writeln!(text, "#[open_enum]\n#[todo(\"doc\")]\npub enum {name} {{");
        for (name, value) in &self.values {
            let _ = match value.parse::<i64>() {
                Ok(value) => {
                    writeln!(text, "    #[todo(\"doc, and the name\")]\n    {name} = {value},")
                }
                Err(_) if name == value => writeln!(text, "    #[todo(\"doc\")]\n    {name},"),
                Err(_) => {
                    writeln!(text, "    #[todo(\"doc\")]\n    #[wire({value:?})]\n    {name},")
                }
            };
        }
        text.push_str("}\n\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_named_by_what_differs_and_numbers_by_a_human() {
        let values = ["Go_Type_Both", "Go_Type_OneWay"].map(str::to_owned);
        let drafted = enumeration("GoType", "Request", &values, |_| false);
        let mut text = String::new();
        drafted.write(&mut text);
        let expected = "#[open_enum]\n#[todo(\"doc\")]\npub enum GoType {\n    #[todo(\"doc\")]\n    #[wire(\"Go_Type_Both\")]\n    Both,\n    #[todo(\"doc\")]\n    #[wire(\"Go_Type_OneWay\")]\n    OneWay,\n}\n\n";
        assert_eq!(text, expected);
        let values = ["1", "2"].map(str::to_owned);
        let drafted = enumeration("Type", "Ware", &values, |_| false);
        text.clear();
        drafted.write(&mut text);
        let expected = "#[open_enum]\n#[todo(\"doc\")]\npub enum WareKind {\n    #[todo(\"doc, and the name\")]\n    Todo1 = 1,\n    #[todo(\"doc, and the name\")]\n    Todo2 = 2,\n}\n\n";
        assert_eq!(text, expected);
        assert_eq!(enumeration("State", "Ware", &values, |name| name == "State").name, "WareState");
    }
}
