//! Filling lists and maps.

use serde::de::{MapAccess, SeqAccess};

use super::json_text::{NUMBER, drain_entry, excerpt_of_text};
use super::pass::Pass;
use super::seed::{Destination, ValueSeed};
use crate::codec::mend::Mended;
use crate::codec::path::{ErrorPath, PathSegment};
use crate::schema::{FieldType, List, Map};

/// Fills a list. Items that do not fit are left out.
#[inline]
pub(super) fn fill_list<'de, A: SeqAccess<'de>>(
    mut items: A,
    list: &mut dyn List,
    ty: &'static FieldType,
    path: Option<&ErrorPath<'_>>,
    pass: &mut Pass,
) -> Result<(), A::Error> {
    list.truncate(0);
    let size = list.item_size();
    let (mut index, mut held) = (0, 0_usize);
    loop {
        // A full list doubles its capacity.
        if held >= 4 && held.is_power_of_two() {
            pass.charge(held * size)?;
        }
        let mut value = ValueSeed::new(Destination::Item(list, held, index), ty, path, pass);
        match items.next_element_seed(&mut value) {
            Ok(Some(())) => {}
            Ok(None) => return Ok(()),
            Err(error) => {
                pass.fail_at(Some(&ErrorPath::new(path, PathSegment::Item(index))));
                return Err(error);
            }
        }
        held += usize::from(value.is_filled);
        if index == 0 {
            // The first item allocates four, even if it is left out.
            pass.charge(4 * size)?;
        }
        index += 1;
    }
}

/// Fills a map. Values that are `null` or do not fit are left out. Returns `false` if the map is a number.
pub(super) fn fill_map<'de, A: MapAccess<'de>>(
    mut entries: A,
    map: &mut dyn Map,
    ty: &'static FieldType,
    path: Option<&ErrorPath<'_>>,
    pass: &mut Pass,
) -> Result<bool, A::Error> {
    map.clear();
    let size = map.entry_size();
    while let Some(mut key) = entries.next_key::<String>()? {
        if key == NUMBER {
            drain_entry(entries)?;
            return Ok(false);
        }
        if pass.is_mended
            && let Some(Mended::Text(mended)) = Mended::of(&key)
        {
            let expected = "a key without errors";
            pass.note(path, expected.into(), &excerpt_of_text(mended), &expected)?;
            key = mended.to_owned();
        }
        // The first entry allocates a node for eleven.
        let room = if map.len() == 0 { 11 * size } else { 2 * size };
        pass.charge(room + key.len())?;
        let mut value = ValueSeed::new(Destination::Entry(map, &key), ty, path, pass);
        if let Err(error) = entries.next_value_seed(&mut value) {
            pass.fail_at(Some(&ErrorPath::new(path, PathSegment::Key(&key))));
            return Err(error);
        }
    }
    Ok(true)
}
