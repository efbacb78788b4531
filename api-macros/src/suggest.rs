//! The parts of messages that say what was probably meant.

/// Returns the end of a message about an unknown name: a question for the `known` name that was probably meant.
pub(crate) fn did_you_mean<'a>(
    name: &str,
    known: impl IntoIterator<Item = &'a str>,
) -> Option<String> {
    closest(name, known).map(|closest| format!("did you mean `{closest}`?"))
}

/// Returns the `known` name that was probably meant, if any.
pub(crate) fn closest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    const SIMILAR: f64 = 0.8;
    let similarity =
        |known: &str| strsim::jaro_winkler(&name.to_lowercase(), &known.to_lowercase());
    let closest = known
        .into_iter()
        .map(|known| (similarity(known), known))
        .max_by(|(one, _), (other, _)| one.total_cmp(other));
    closest.filter(|(similarity, _)| *similarity >= SIMILAR).map(|(_, closest)| closest)
}

/// Joins names to a list: "`page`, `read` and `batch`".
pub(crate) fn listed<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let names: Vec<_> = names.into_iter().map(|name| format!("`{name}`")).collect();
    match names.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{} and {last}", others.join(", ")),
        _ => names.concat(),
    }
}
