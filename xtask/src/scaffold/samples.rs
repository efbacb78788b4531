//! The file of samples: those of the source that a test can use, or samples made from the rows.

use super::fields::Sampled;
use super::tree::Node;
use crate::source::json::Json;
use crate::source::{ENVELOPE, Kind, Source, Type};

/// Returns the content of the file of samples, and a note for each sample that is invented.
pub(super) fn samples(
    source: &Source,
    request: &[Node<'_>],
    response: &[Node<'_>],
) -> (Json, Vec<String>) {
    let is_endpoint = source.kind == Kind::Endpoint;
    let [asked, replied] = lists(source.kind);
    let mut notes = Vec::new();
    let mut note = |side: &str| {
        notes.push(format!("the sample of {side} is invented, because the source has none"));
    };
    let mut requests = unique(source.request_samples.iter().cloned());
    if requests.is_empty() {
        note(if is_endpoint { "a request" } else { "an event" });
        requests.push(if is_endpoint { made(request) } else { made_event(source, request) });
    }
    let successful = source.response_samples.iter().filter(|sample| is_success(sample));
    let mut responses = unique(successful.cloned());
    if !is_endpoint {
        // A reply with nothing but a verdict is no struct.
        responses.retain(|sample| response.iter().any(|node| sample.get(node.name).is_some()));
    }
    if responses.is_empty() && (is_endpoint || !response.is_empty()) {
        note(if is_endpoint { "a successful response" } else { "a reply" });
        responses.push(made(response));
    }
    let responses: Vec<_> = responses.into_iter().map(with_envelope).collect();
    let mut samples = vec![(asked.to_owned(), Json::Array(requests))];
    if is_endpoint || !responses.is_empty() {
        samples.push((replied.to_owned(), Json::Array(responses)));
    }
    (Json::Object(samples), notes)
}

/// Returns the names of the two lists in a file of samples.
fn lists(kind: Kind) -> [&'static str; 2] {
    match kind {
        Kind::Endpoint => ["requests", "responses"],
        Kind::BeforeWebhook | Kind::AfterWebhook => ["events", "replies"],
    }
}

/// Returns the texts that samples have at each place.
pub(super) fn texts(samples: &[Json]) -> Sampled {
    let mut found = Sampled::new();
    samples.iter().for_each(|sample| add_texts(sample, "", &mut found));
    found
}

fn add_texts(value: &Json, path: &str, found: &mut Sampled) {
    match value {
        Json::String(text) => {
            let texts = found.entry(path.trim_end_matches("[]").to_owned()).or_default();
            if !texts.contains(text) {
                texts.push(text.clone());
            }
        }
        Json::Array(items) => {
            let path = format!("{path}[]");
            items.iter().for_each(|item| add_texts(item, &path, found));
        }
        Json::Object(members) => {
            for (key, value) in members {
                let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                add_texts(value, &path, found);
            }
        }
        _ => {}
    }
}

/// Returns the places that samples have and rows lack, such as `response GroupItem[].Name`.
pub(super) fn strangers(
    samples: &Json,
    request: &[Node<'_>],
    response: &[Node<'_>],
) -> Vec<String> {
    let mut found = Vec::new();
    for (list, side, nodes) in [
        ("requests", "request", request),
        ("responses", "response", response),
        ("events", "event", request),
        ("replies", "reply", response),
    ] {
        let Some(Json::Array(samples)) = samples.get(list) else { continue };
        for sample in samples {
            seek(sample, nodes, side, &mut found);
        }
    }
    found.dedup();
    found
}

fn seek(sample: &Json, nodes: &[Node<'_>], around: &str, found: &mut Vec<String>) {
    match sample {
        Json::Array(items) => items.iter().for_each(|item| seek(item, nodes, around, found)),
        Json::Object(members) => {
            for (key, value) in members {
                let is_envelope = match around {
                    "response" | "reply" => is_envelope(key),
                    "event" => key == "CallbackCommand",
                    _ => false,
                };
                let node = nodes.iter().find(|node| node.name == key || node.name.starts_with('{'));
                match node {
                    _ if is_envelope => {}
                    Some(node) if node.row.is_some_and(|row| row.structure.is_some()) => {}
                    Some(node) if node.members.is_empty() => {}
                    Some(node) => seek(value, &node.members, &format!("{around} {key}"), found),
                    None => found.push(format!("{around} {key}")),
                }
            }
        }
        _ => {}
    }
}

fn is_envelope(key: &str) -> bool {
    ENVELOPE.contains(&key)
}

fn unique(samples: impl Iterator<Item = Json>) -> Vec<Json> {
    let mut kept: Vec<Json> = Vec::new();
    for sample in samples.filter(|sample| matches!(sample, Json::Object(_))) {
        if !kept.contains(&sample) {
            kept.push(sample);
        }
    }
    kept
}

fn is_success(sample: &Json) -> bool {
    let code = sample.get("ErrorCode");
    let is_zero = code.is_none_or(|code| *code == Json::Number("0".to_owned()));
    is_zero && sample.get("ActionStatus") != Some(&Json::String("FAIL".to_owned()))
}

/// Adds what a response has besides its own fields, unless the sample shows which of it this one has.
fn with_envelope(sample: Json) -> Json {
    let Json::Object(mut members) = sample else { return sample };
    if !members.iter().any(|(key, _)| is_envelope(key)) {
        let text = |text: &str| Json::String(text.to_owned());
        let code = Json::Number("0".to_owned());
        let envelope = [("ActionStatus", text("OK")), ("ErrorCode", code), ("ErrorInfo", text(""))];
        members.extend(envelope.map(|(key, value)| (key.to_owned(), value)));
    }
    Json::Object(members)
}

/// Makes the event of a webhook with every field.
fn made_event(source: &Source, nodes: &[Node<'_>]) -> Json {
    let Json::Object(mut members) = made(nodes) else { return Json::Null };
    members.insert(0, ("CallbackCommand".to_owned(), Json::String(source.path.clone())));
    Json::Object(members)
}

/// Makes an object with every field.
fn made(nodes: &[Node<'_>]) -> Json {
    let members = nodes.iter().map(|node| {
        let name = if node.name.starts_with('{') { "key" } else { node.name };
        (name.to_owned(), made_value(node, &node.ty()))
    });
    Json::Object(members.collect())
}

fn made_value(node: &Node<'_>, ty: &Type) -> Json {
    match node.row.and_then(|row| row.structure.as_deref()) {
        Some("MsgBody") => return made_body(),
        Some(_) => return Json::Object(Vec::new()),
        None => {}
    }
    match ty {
        Type::Integer | Type::Number => Json::Number("1".to_owned()),
        Type::Boolean => Json::Bool(true),
        Type::Object => made(&node.members),
        Type::Array(Some(item)) => Json::Array(vec![made_value(node, item)]),
        Type::Any(types) if !types.is_empty() => made_value(node, &types[0]),
        Type::String | Type::Array(None) | Type::Any(_) => {
            let text = Json::String(
                if node.name.ends_with("_Account") { "user1" } else { "text" }.to_owned(),
            );
            if matches!(ty, Type::Array(_)) { Json::Array(vec![text]) } else { text }
        }
    }
}

/// Makes a message of one text.
fn made_body() -> Json {
    let text = |text: &str| Json::String(text.to_owned());
    let content = Json::Object(vec![("Text".to_owned(), text("hello"))]);
    let members = [("MsgType", text("TIMTextElem")), ("MsgContent", content)];
    let element = members.map(|(key, value)| (key.to_owned(), value));
    Json::Array(vec![Json::Object(element.into())])
}

#[cfg(test)]
mod tests {
    use super::super::tree::grow;
    use super::*;
    use crate::source::{Placed, Required, Row};

    fn row(path: &str, word: &str) -> Row {
        let (ty, structure) = (Type::parse(word), None);
        let (required, always, placed) = (Required::Yes, Some(true), Placed::Shown);
        Row { path: path.to_owned(), ty, required, always, placed, structure, words: String::new() }
    }

    fn object(members: &[(&str, &str)]) -> Json {
        let members = members.iter().map(|(key, value)| {
            let value = value.parse::<i64>().map_or(Json::String((*value).to_owned()), |number| {
                Json::Number(number.to_string())
            });
            ((*key).to_owned(), value)
        });
        Json::Object(members.collect())
    }

    #[test]
    fn failing_samples_are_left_out_and_the_envelope_is_completed() {
        let source = Source {
            response_samples: vec![
                object(&[("ActionStatus", "FAIL"), ("ErrorCode", "10002")]),
                object(&[("Time", "7")]),
                object(&[("Time", "7")]),
                object(&[("Time", "8"), ("ErrorCode", "0")]),
            ],
            ..Source::default()
        };
        let (samples, notes) = samples(&source, &[], &[]);
        assert_eq!(notes, ["the sample of a request is invented, because the source has none"]);
        let expected =
            object(&[("Time", "7"), ("ActionStatus", "OK"), ("ErrorCode", "0"), ("ErrorInfo", "")]);
        assert_eq!(
            samples.get("responses"),
            Some(&Json::Array(vec![expected, object(&[("Time", "8"), ("ErrorCode", "0")])]))
        );
        assert_eq!(samples.get("requests"), Some(&Json::Array(vec![object(&[])])));
    }

    #[test]
    fn a_sample_is_made_of_every_row() {
        let rows =
            [row("From_Account", "String"), row("A[].B", "Integer"), row("C.{Name}", "[]String")];
        let top = grow(&rows);
        let made = made(&top).to_string();
        let made: String = made.split_whitespace().collect();
        assert_eq!(made, r#"{"From_Account":"user1","A":[{"B":1}],"C":{"key":["text"]}}"#);
    }

    #[test]
    fn what_the_rows_lack_is_told() {
        let rows = [row("A[].B", "Integer")];
        let sample = Json::Object(vec![(
            "A".to_owned(),
            Json::Array(vec![object(&[("B", "1"), ("D", "2")])]),
        )]);
        let source = Source { request_samples: vec![sample], ..Source::default() };
        let top = grow(&rows);
        assert_eq!(strangers(&samples(&source, &top, &[]).0, &top, &[]), ["request A D"]);
    }
}
