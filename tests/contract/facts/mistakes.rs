//! Deliberate mistakes in every declaration, one at a time. Each must be found, with the name of its field.

use std::collections::{BTreeMap, BTreeSet};

use xtask::facts::{Bound, FactRow, Facts, Timing};
use xtask::source::Type;

use super::super::Spec;
use super::compare::{Side, compare, may_be_either, without_keys};
use super::declared::{Declared, DeclaredField, structures};
use super::{Mismatch, compare_structures, facts, meant, structure_facts, unexpected};

/// A declaration with one mistake.
struct Mistake<T> {
    kind: &'static str,
    /// The places of which a mismatch must name one.
    at: Vec<String>,
    declared: T,
}

/// Returns one mistake of each kind for each field.
fn in_fields(
    prefix: &str,
    rows: &[FactRow],
    fields: &[DeclaredField],
    side: Side,
) -> Vec<Mistake<Vec<DeclaredField>>> {
    let mut mistakes = Vec::new();
    for (index, field) in fields.iter().enumerate() {
        let row = rows.iter().find(|row| without_keys(&row.path) == field.path);
        for (kind, wrong) in in_field(row, field, side) {
            let mut declared = fields.to_vec();
            declared[index] = wrong;
            let names = std::iter::once(&field.path).chain(&field.aliases);
            let at = names.map(|name| format!("{prefix}{name}")).collect();
            mistakes.push(Mistake { kind, at, declared });
        }
    }
    mistakes
}

fn in_field(
    row: Option<&FactRow>,
    field: &DeclaredField,
    side: Side,
) -> Vec<(&'static str, DeclaredField)> {
    let mut wrong = Vec::new();
    let mut add = |kind, change: &dyn Fn(&mut DeclaredField)| {
        let mut field = field.clone();
        change(&mut field);
        wrong.push((kind, field));
    };
    add("name", &|field| field.path.push('X'));
    add("alias", &|field| field.aliases.push(format!("{}Y", field.path)));
    for index in 0..field.aliases.len() {
        add("alias", &|field| {
            field.aliases.remove(index);
        });
    }
    // A source that does not know the type cannot contradict one.
    if row.is_none_or(|row| row.ty() != Type::Any(Vec::new())) {
        add("type", &|field| {
            field.ty = if field.ty == Type::Integer { Type::String } else { Type::Integer };
        });
    }
    if says_whether_required(row, field, side) {
        add("requiredness", &|field| field.is_required = !field.is_required);
    }
    if side == Side::Request {
        for bound in field.bounds.keys() {
            add("bound", &|field| *field.bounds.entry(*bound).or_default() += 1);
            // That a list may not be empty need not be declared.
            if (bound, field.bounds[bound]) != (&Bound::MinItems, 1) {
                add("bound", &|field| {
                    field.bounds.remove(bound);
                });
            }
        }
        let bound = match field.ty {
            Type::Array(_) | Type::Object => Bound::MaxItems,
            Type::String => Bound::MaxBytes,
            _ => Bound::Max,
        };
        if !field.bounds.contains_key(&bound) {
            add("bound", &|field| {
                field.bounds.insert(bound, 7);
            });
        }
    }
    wrong
}

/// Returns `true` if the other requiredness would contradict the source, or a difference that is listed.
fn says_whether_required(row: Option<&FactRow>, field: &DeclaredField, side: Side) -> bool {
    let Some(row) = row else { return true };
    match side {
        Side::Request => row.required.is_some(),
        Side::Response => !may_be_either(field),
        // An `Option` is right in any of these.
        Side::PartialResponse => !may_be_either(field) && row.always != Some(true),
    }
}

/// Returns mistakes in what is not in a field.
fn in_whole(facts: &Facts, declared: &Declared) -> Vec<Mistake<Declared>> {
    let mut mistakes = Vec::new();
    let mut add = |kind, at: &str, change: &dyn Fn(&mut Declared)| {
        let mut declared = declared.clone();
        change(&mut declared);
        mistakes.push(Mistake { kind, at: vec![at.to_owned()], declared });
    };
    add("page", "endpoint", &|declared| declared.page = Some(declared.page.unwrap_or(0) + 1));
    add("rate", "endpoint", &|declared| declared.rate = Some(declared.rate.unwrap_or(0) + 1));
    if declared.page.is_some() {
        add("page", "endpoint", &|declared| declared.page = None);
    }
    if declared.rate.is_some() {
        add("rate", "endpoint", &|declared| declared.rate = None);
    }
    add("webhook", "endpoint", &|declared| {
        declared.webhook = match declared.webhook {
            Some(Timing::Before) => Some(Timing::After),
            None | Some(Timing::After) => Some(Timing::Before),
        };
    });
    add("known", "endpoint", &|declared| declared.is_partial = !declared.is_partial);
    add("own_codes", "endpoint", &|declared| {
        declared.own_codes = match declared.own_codes {
            Some((first, last)) => Some((first, last + 1)),
            None => Some((1, 2)),
        };
    });
    add("code", "endpoint", &|declared| {
        declared.codes.insert(999_999);
    });
    for code in &declared.codes {
        add("code", "endpoint", &|declared| {
            declared.codes.remove(code);
        });
    }
    let batch = declared.batch.as_ref();
    let row = batch.and_then(|(list, _)| facts.request.iter().find(|row| row.path == *list));
    if let Some((row, most)) = row.and_then(|row| Some((row, *row.bounds.get(&Bound::MaxItems)?))) {
        add("batch", &format!("request {}", row.path), &|declared| {
            declared.batch = Some((row.path.clone(), most + 1));
        });
    }
    mistakes
}

/// Returns `true` if an unexpected mismatch names one of the places.
fn is_noticed(at: &[String], mismatches: &BTreeSet<Mismatch>) -> bool {
    mismatches.iter().any(|mismatch| at.contains(&mismatch.at))
}

#[test]
fn each_mistake_in_a_declaration_is_found_by_path_and_field() {
    let mut made: BTreeMap<&str, usize> = BTreeMap::new();
    let mut unnoticed = Vec::new();
    for spec in Spec::all() {
        let (facts, declared) = (facts(spec), Declared::of(spec));
        let meant = meant(&facts.differences);
        // The test of the facts reports this declaration. Once that passes, mistakes in it are made too.
        if compare(&facts, &declared) != meant {
            continue;
        }
        let mut mistakes = in_whole(&facts, &declared);
        let [sent, returned] = declared.sides();
        for mistake in in_fields("request ", &facts.request, &declared.request, sent) {
            let Mistake { kind, at, declared: request } = mistake;
            mistakes.push(Mistake { kind, at, declared: Declared { request, ..declared.clone() } });
        }
        for mistake in in_fields("response ", &facts.response, &declared.response, returned) {
            let Mistake { kind, at, declared: response } = mistake;
            mistakes.push(Mistake {
                kind,
                at,
                declared: Declared { response, ..declared.clone() },
            });
        }
        for Mistake { kind, at, declared } in mistakes {
            *made.entry(kind).or_default() += 1;
            let found = unexpected(&compare(&facts, &declared), &meant);
            if !is_noticed(&at, &found) {
                unnoticed.push(format!("{} {at:?}: {kind}", spec.path()));
            }
        }
    }
    eprintln!("mistakes made: {made:?}, {} in all", made.values().sum::<usize>());
    assert!(unnoticed.is_empty(), "{unnoticed:#?}");
    assert_eq!(made.len(), 12, "{made:?}");
}

#[test]
fn each_mistake_in_a_shared_structure_is_found_by_structure_and_field() {
    let (facts, declared) = (structure_facts(), structures());
    let meant = meant(&facts.differences);
    // The test of the facts reports the structures. Once that passes, mistakes in them are made.
    if compare_structures(&facts.structures, &declared) != meant {
        return;
    }
    let mut unnoticed = Vec::new();
    let mut made = 0;
    for (index, structure) in declared.iter().enumerate() {
        let known = facts.structures.iter().find(|known| known.name == structure.name).unwrap();
        let prefix = format!("{} ", structure.name);
        for mistake in in_fields(&prefix, &known.fields, &structure.fields, Side::Request) {
            let mut declared = declared.clone();
            declared[index].fields = mistake.declared;
            made += 1;
            let found = unexpected(&compare_structures(&facts.structures, &declared), &meant);
            if !is_noticed(&mistake.at, &found) {
                unnoticed.push(format!("{:?}: {}", mistake.at, mistake.kind));
            }
        }
    }
    eprintln!("mistakes made: {made}");
    assert!(unnoticed.is_empty(), "{unnoticed:#?}");
}
