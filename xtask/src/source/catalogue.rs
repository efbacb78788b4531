//! Files of the catalogue, `rest/<service>/<command>.json` and `webhooks/<command>.json`, read as sources.

mod events;
mod structures;
#[cfg(test)]
mod tests;

use serde::Deserialize;

use super::json::Json;
use super::{Code, ENVELOPE, Kind, Placed, ReadError, Required, Row, Source, Type};

pub use structures::{Structure, read_structures};

/// The most bytes of a file; the longest of the catalogue has a tenth of it.
const MAX_BYTES: usize = 1 << 20;

/// The structures that are described once, for all endpoints.
const STRUCTURES: [&str; 2] = ["MsgBody", "OfflinePushInfo"];

/// Reads a file of the catalogue.
///
/// Newer pages win over older ones: the file has both in the same rows. The fields that only the SDK
/// has (`doocs_extra`) are not read.
///
/// # Errors
///
/// If the text is longer than 1 MiB, is not JSON, or lacks what every file of the catalogue has.
pub fn read_catalogue(text: &str) -> Result<Source, ReadError> {
    if text.len() > MAX_BYTES {
        return Err(ReadError::new(format!(
            "the file has {} bytes, and at most {MAX_BYTES} are read; give the file of one endpoint",
            text.len()
        )));
    }
    let file: File = serde_json::from_str(text).map_err(|error| {
        ReadError::new(format!(
            "this is no file of the catalogue: {error}; give a file of its folder `rest` or `webhooks`, or a page in Markdown"
        ))
    })?;
    file.into_source()
}

/// The parts of a file that are read.
#[derive(Deserialize)]
struct File {
    path: Option<String>,
    command: Option<String>,
    timing: Option<String>,
    category: Option<String>,
    doc_id: Option<u32>,
    source: String,
    page_read: Option<String>,
    #[serde(default)]
    newer_pages: Vec<NewerPage>,
    max_calls_per_second: Option<u32>,
    #[serde(default)]
    query_parameters: Vec<Parameter>,
    request: Vec<FileRow>,
    response: Vec<FileRow>,
    #[serde(default)]
    errors: Vec<FileCode>,
    #[serde(default)]
    response_codes: Vec<ReplyCode>,
    #[serde(default)]
    request_samples: Vec<Json>,
    #[serde(default)]
    response_samples: Vec<Json>,
    summary: Option<String>,
    remarks: Option<String>,
    background: Option<String>,
    rate_note: Option<String>,
    status: Option<String>,
    #[serde(default)]
    notes: Vec<String>,
}

#[derive(Deserialize)]
struct NewerPage {
    read: String,
}

#[derive(Deserialize)]
struct Parameter {
    name: String,
    description: String,
}

/// A row of a table. Rows without `origin` are those of the page's table.
#[derive(Deserialize)]
struct FileRow {
    path: String,
    #[serde(rename = "type")]
    ty: String,
    sample_type: Option<String>,
    items: Option<String>,
    required: Option<String>,
    always: Option<bool>,
    #[serde(rename = "ref")]
    structure: Option<String>,
    #[serde(default)]
    description: String,
    limit: Option<String>,
}

#[derive(Deserialize)]
struct FileCode {
    code: i64,
    #[serde(default)]
    description: String,
}

/// A code that the reply to a webhook may have: a number, the first and the last of a range, or the word `other`.
#[derive(Deserialize)]
struct ReplyCode {
    code: Json,
    field: Option<String>,
    #[serde(default)]
    meaning: String,
}

impl File {
    fn into_source(self) -> Result<Source, ReadError> {
        let is_partial = self.is_partial();
        let (path, kind) = match (self.path, self.command, self.timing.as_deref()) {
            (Some(path), None, _) => (path, Kind::Endpoint),
            (None, Some(command), Some("before")) => (command, Kind::BeforeWebhook),
            (None, Some(command), Some("after")) => (command, Kind::AfterWebhook),
            _ => {
                return Err(ReadError::new(
                    "the file names neither a `path`, nor a `command` with the `timing` before or after: complete it",
                ));
            }
        };
        let mut request = rows(self.request);
        request.retain(|row| kind == Kind::Endpoint || row.path != "CallbackCommand");
        if kind != Kind::Endpoint {
            events::show(&mut request, &self.request_samples);
        }
        request.extend(self.query_parameters.into_iter().map(Parameter::into_row));
        let mut response = rows(self.response);
        response.retain(|row| !ENVELOPE.contains(&row.path.as_str()));
        let words = [self.summary, self.remarks, self.background, self.rate_note, self.status];
        let codes = self.errors.into_iter();
        let codes = codes.map(|code| Code { number: code.code, words: code.description });
        // What an app replies to a webhook after the action has no effect.
        let verdicts = self.response_codes.iter().filter(|_| kind == Kind::BeforeWebhook);
        let verdicts = verdicts.filter(|code| code.field.as_deref() == Some("ErrorCode"));
        let own_codes = verdicts.clone().find_map(ReplyCode::range);
        Ok(Source {
            path,
            kind,
            category: self.category,
            page: self.doc_id,
            is_partial,
            rate: self.max_calls_per_second,
            request,
            response,
            codes: codes.chain(verdicts.filter_map(ReplyCode::number)).collect(),
            own_codes,
            request_samples: self.request_samples.into_iter().map(without_title).collect(),
            response_samples: self.response_samples.into_iter().map(without_title).collect(),
            words: words.into_iter().flatten().filter(|words| !words.is_empty()).collect(),
            doubts: self.notes,
        })
    }

    /// Returns `true` if no page of this endpoint was read whole.
    fn is_partial(&self) -> bool {
        let was_read_whole = match &self.page_read {
            Some(read) => read == "whole",
            None => self.source == "docs" && !self.notes.iter().any(|note| is_of_part(note)),
        };
        !was_read_whole && !self.newer_pages.iter().any(|page| page.read == "whole")
    }
}

/// Reads rows. The members of a structure that is described elsewhere are left out.
fn rows(rows: Vec<FileRow>) -> Vec<Row> {
    let mut read = Vec::with_capacity(rows.len());
    let mut structures: Vec<String> = Vec::new();
    for row in rows {
        let is_member_of = |structure: &String| {
            let rest = row.path.strip_prefix(structure.as_str());
            rest.is_some_and(|rest| rest.starts_with(['[', '.']))
        };
        if structures.iter().any(is_member_of) {
            continue;
        }
        let row = row.into_row();
        structures.extend(row.structure.is_some().then(|| row.path.clone()));
        read.push(row);
    }
    read
}

/// Returns `true` if a note in the file of a webhook says that its page was not read to the end.
fn is_of_part(note: &str) -> bool {
    ["only part of the", "was cut off"].iter().any(|words| note.contains(words))
}

impl ReplyCode {
    fn number(&self) -> Option<Code> {
        let Json::Number(number) = &self.code else { return None };
        Some(Code { number: number.parse().ok()?, words: self.meaning.clone() })
    }

    fn range(&self) -> Option<(u32, u32)> {
        let Json::String(text) = &self.code else { return None };
        let (first, last) = text.split_once('-')?;
        Some((first.parse().ok()?, last.parse().ok()?))
    }
}

impl FileRow {
    fn into_row(self) -> Row {
        let word = self.sample_type.as_ref().unwrap_or(&self.ty);
        let ty = match (Type::parse(word), &self.items) {
            (Type::Array(_), Some(items)) => Type::Array(Some(Box::new(Type::parse(items)))),
            (ty, _) => ty,
        };
        let required = match self.required.as_deref().unwrap_or_default() {
            "yes" | "Yes" | "Mandatory" | "Required" => Required::Yes,
            "no" | "No" | "Optional" => Required::No,
            _ => Required::Unknown,
        };
        let structure = self.structure.as_deref().and_then(|name| name.split('#').nth(1));
        // Not every file says where a structure is described.
        let structure = structure.or_else(|| self.path.rsplit('.').next());
        let structure = structure.filter(|name| STRUCTURES.contains(name)).map(str::to_owned);
        let words = match self.limit {
            Some(limit) => format!("{}\n{limit}", self.description),
            None => self.description,
        };
        let (path, always) = (self.path, self.always);
        Row { path, ty, required, always, placed: Placed::Shown, structure, words }
    }
}

impl Parameter {
    fn into_row(self) -> Row {
        Row {
            path: self.name,
            ty: Type::Any(Vec::new()),
            required: Required::Unknown,
            always: None,
            placed: Placed::Shown,
            structure: None,
            words: self.description,
        }
    }
}

/// Returns the JSON of a sample. In files of endpoints it has a title next to it.
fn without_title(sample: Json) -> Json {
    match (sample.get("title"), sample.get("json")) {
        (Some(_), Some(json)) => json.clone(),
        _ => sample,
    }
}
