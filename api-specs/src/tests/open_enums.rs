//! Open enumerations: values with names and values without.

use super::{read, refusal, write};
use crate::schema::{Field, WireValue};
use crate::{object, open_enum};

/// A level, by number.
#[open_enum]
pub enum Level {
    /// Low.
    Low = 1,
    /// High.
    High = 2,
}

/// A switch, by word.
#[open_enum]
pub enum Toggle {
    /// On.
    On,
    /// Off.
    Off,
}

/// A struct of both.
#[object]
pub struct Both {
    /// A level.
    pub level: Level,
    /// Switches.
    pub switches: Vec<Toggle>,
    /// Another level.
    pub next: Option<Level>,
}

#[test]
fn values_with_names_are_read_and_written_by_them() {
    let json = r#"{"Level":2,"Switches":["On","Off"],"Next":1}"#;
    let both = Both::new(Level::High, [Toggle::On, Toggle::Off]).next(Level::Low);
    assert_eq!(read::<Both>(json).unwrap(), both);
    assert_eq!(write(&both), json);
}

#[test]
fn values_without_names_survive_a_round_trip() {
    let json = r#"{"Level":-7,"Switches":["Half",""]}"#;
    let both = Both::new(Level::Other(-7), [Toggle::from("Half"), Toggle::Other(String::new())]);
    assert_eq!(read::<Both>(json).unwrap(), both);
    assert_eq!(write(&both), json);
}

#[test]
fn a_number_may_come_as_text_and_a_text_as_number() {
    let both = read::<Both>(r#"{"Level":"1","Switches":[1]}"#).unwrap();
    assert_eq!(both, Both::new(Level::Low, [Toggle::from("1")]));
}

#[test]
fn a_value_that_is_neither_text_nor_number_is_refused() {
    assert_eq!(
        refusal::<Both>(r#"{"Level":"low","Switches":[]}"#),
        "`Level`: expected an integer, found \"low\" at line 1 column 14"
    );
    let too_large = refusal::<Both>(r#"{"Level":9223372036854775808,"Switches":[]}"#);
    assert!(too_large.contains("does not fit"), "{too_large}");
}

#[test]
fn conversions_go_both_ways() {
    for level in [Level::Low, Level::High, Level::Other(0)] {
        assert_eq!(Level::from(level.value()), level);
    }
    for switch in [Toggle::On, Toggle::Off, Toggle::Other("Half".to_owned())] {
        assert_eq!(Toggle::from(switch.as_str()), switch);
    }
}

#[test]
fn the_type_names_the_known_values() {
    assert_eq!(Level::TYPE.to_string(), "open enumeration of 1, 2");
    assert_eq!(Toggle::TYPE.to_string(), "open enumeration of \"On\", \"Off\"");
    assert_eq!(WireValue::Text("On").to_string(), "\"On\"");
}
