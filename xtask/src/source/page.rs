//! Pages of the documents in Markdown, read as sources.

mod blocks;
mod endpoint;
mod mend;
mod sections;
mod tables;
#[cfg(test)]
mod tests;

use super::json::{BROKEN, Json};
use super::place::{Frame, Listed, place};
use super::{Code, Kind, Placed, ReadError, Required, Row, Source, Type};
use sections::{Content, Side, Topic};

/// The size of the largest page, in bytes. The largest page that is known has 20 KB.
const MAX_BYTES: usize = 1 << 18;

/// The number of rows of all tables of one side.
const MAX_ROWS: usize = 500;

/// Reads a page in Markdown, English or Chinese, about an endpoint or a webhook.
///
/// The number of the page and the category do not stand on it. What was repaired or guessed is in the doubts. A page
/// that breaks off is read as far as it goes, and the source is partial.
///
/// # Errors
///
/// If the text is larger than 256 KiB, or lacks a path, a table of fields or a sample.
pub fn read_page(text: &str) -> Result<Source, ReadError> {
    if text.len() > MAX_BYTES {
        return Err(ReadError::new(format!(
            "a page of {} bytes is larger than {MAX_BYTES}: give one page of one endpoint",
            text.len()
        )));
    }
    if text.trim().is_empty() {
        return Err(ReadError::new("the page is empty: give a page in Markdown"));
    }
    let mut page = Page::default();
    let mended = mend::mend(text.trim_start_matches('\u{feff}'), &mut page.doubts);
    for (topic, content) in sections::contents(blocks::blocks(&mended)) {
        match content {
            Content::Text(text) => page.read_text(topic, text),
            Content::Code(code) => page.read_code(topic, code),
            Content::Table { table, intro } => page.read_table(topic, &table, &intro),
        }
    }
    page.into_source()
}

/// The findings on a page so far.
#[derive(Default)]
struct Page {
    urls: Vec<String>,
    /// The text of the tables of the URL's parameters.
    parameters: String,
    /// The parameters that not every endpoint has.
    own_parameters: Vec<Row>,
    rate: Option<u32>,
    rate_words: Vec<String>,
    request: Vec<Listed>,
    response: Vec<Listed>,
    has_response_table: bool,
    codes: Vec<Code>,
    request_samples: Vec<Json>,
    response_samples: Vec<Json>,
    /// `true` for each side, request and response, that has a sample which could not be mended.
    has_broken: [bool; 2],
    words: Vec<String>,
    doubts: Vec<String>,
}

impl Page {
    fn read_text(&mut self, topic: Topic, text: String) {
        match topic {
            Topic::Url => self.urls.push(text),
            Topic::Rate => self.read_rate(text),
            Topic::About | Topic::Samples(_) | Topic::Fields(_) => self.words.push(text),
            Topic::Parameters | Topic::Codes | Topic::Other => {}
        }
    }

    fn read_rate(&mut self, text: String) {
        match endpoint::rate(&text) {
            Some(rate) if self.rate.is_none() => self.rate = Some(rate),
            _ => self.rate_words.push(text),
        }
    }

    fn read_code(&mut self, topic: Topic, code: String) {
        match topic {
            Topic::Rate => self.read_rate(code),
            Topic::Samples(side) => self.read_samples(side, &code),
            Topic::Fields(_) if code.trim_start().starts_with('{') => {
                self.doubts.push("JSON between the tables of fields is no sample".to_owned());
            }
            _ => self.urls.push(code),
        }
    }

    fn read_samples(&mut self, side: Option<Side>, code: &str) {
        if !code.contains('{') {
            return;
        }
        let (samples, mut repairs) = match Json::read_objects(code) {
            Ok(read) => read,
            Err(error) => {
                self.doubts.push(format!("a sample is left out: {error}"));
                return;
            }
        };
        let number = 1 + self.request_samples.len() + self.response_samples.len();
        let is_broken = repairs.pop_if(|last| last == BROKEN).is_some();
        self.doubts.extend(repairs.iter().map(|repair| format!("sample {number}, {repair}")));
        self.doubts.extend(is_broken.then(|| format!("sample {number}: {BROKEN}")));
        let counts = [self.request_samples.len(), self.response_samples.len()];
        self.sort_samples(side, samples);
        self.has_broken[0] |= is_broken && self.request_samples.len() > counts[0];
        self.has_broken[1] |= is_broken && self.response_samples.len() > counts[1];
    }

    /// Keeps samples. Where the headings do not tell the sides, or tell the wrong one, the envelope does.
    fn sort_samples(&mut self, side: Option<Side>, samples: Vec<Json>) {
        for sample in samples {
            let has_envelope =
                ["ActionStatus", "ErrorCode"].iter().any(|key| sample.get(key).is_some());
            match side {
                Some(Side::Request) if has_envelope && sample.get("CallbackCommand").is_none() => {
                    self.doubts
                        .push("a sample of a response stands among those of requests".to_owned());
                    self.response_samples.push(sample);
                }
                Some(Side::Response) => self.response_samples.push(sample),
                None if has_envelope => self.response_samples.push(sample),
                Some(Side::Request) | None => self.request_samples.push(sample),
            }
        }
    }

    fn read_table(&mut self, topic: Topic, table: &blocks::Table, intro: &str) {
        let side = match topic {
            Topic::Fields(side) => Some(side),
            Topic::Samples(side) if tables::has_types(table) => side,
            Topic::Parameters if tables::has_types(table) => Some(Side::Request),
            _ => None,
        };
        match side {
            Some(Side::Request) => {
                self.request.extend(tables::fields(table, intro, &mut self.doubts));
            }
            Some(Side::Response) => {
                self.has_response_table = true;
                self.response.extend(tables::fields(table, intro, &mut self.doubts));
            }
            None if topic == Topic::Codes || tables::is_of_codes(table) => {
                self.codes.extend(tables::codes(table, &mut self.doubts));
            }
            None if matches!(topic, Topic::Parameters | Topic::Url) => {
                for row in &table.rows {
                    self.parameters.push_str(&row.join(" "));
                    self.parameters.push('\n');
                }
                self.own_parameters.extend(endpoint::own_parameters(table).map(parameter));
            }
            None => {}
        }
    }

    fn into_source(mut self) -> Result<Source, ReadError> {
        let (path, kind) = self.path()?;
        self.refuse_bare(&path)?;
        let codes = std::mem::take(&mut self.codes);
        for code in codes {
            if self.codes.iter().any(|known| known.number == code.number) {
                self.doubts.push(format!("code {} is listed twice", code.number));
            } else {
                self.codes.push(code);
            }
        }
        let is_endpoint = kind == Kind::Endpoint;
        if is_endpoint && self.rate.is_none() {
            self.doubts.push(match self.rate_words.first() {
                Some(_) => "no rate in calls per second".to_owned(),
                None => "no section about the rate".to_owned(),
            });
        }
        let is_partial = !self.has_response_table && self.response_samples.is_empty();
        if is_partial {
            self.doubts.push("nothing about the response: the page may break off".to_owned());
        }
        let common: &[&str] = if is_endpoint { &[] } else { &["CallbackCommand"] };
        let [is_request_broken, is_response_broken] = self.has_broken;
        let sent = Frame {
            common,
            is_sent_by_service: !is_endpoint,
            side: "request",
            has_broken_sample: is_request_broken,
        };
        let mut request = place(&self.request, &self.request_samples, sent, &mut self.doubts);
        if is_endpoint {
            self.add_parameters(&mut request);
        }
        let returned = Frame {
            common: &super::ENVELOPE,
            is_sent_by_service: is_endpoint,
            side: "response",
            has_broken_sample: is_response_broken,
        };
        let response = place(&self.response, &self.response_samples, returned, &mut self.doubts);
        self.words.extend(if self.rate.is_some() { Vec::new() } else { self.rate_words });
        Ok(Source {
            // The words of a page that name them are not read.
            own_codes: None,
            path,
            kind,
            category: None,
            page: None,
            is_partial,
            rate: self.rate,
            request,
            response,
            codes: self.codes,
            request_samples: self.request_samples,
            response_samples: self.response_samples,
            words: self.words,
            doubts: self.doubts,
        })
    }

    /// Adds the parameters that the sample of the URL has and that not every URL has.
    fn add_parameters(&mut self, request: &mut Vec<Row>) {
        for row in std::mem::take(&mut self.own_parameters) {
            let is_in_url = self.urls.iter().any(|url| {
                ["?", "&"].iter().any(|sign| url.contains(&format!("{sign}{}=", row.path)))
            });
            if is_in_url && request.iter().all(|field| field.path != row.path) {
                request.push(row);
            }
        }
    }

    /// Tells what the page is about. The sample of the URL is believed before the sample of an event, and that before
    /// the tables.
    fn path(&mut self) -> Result<(String, Kind), ReadError> {
        let in_table = endpoint::path(&self.parameters);
        if let Some(path) =
            self.urls.iter().find_map(|url| endpoint::path(url)).or(in_table.clone())
        {
            if let Some(other) = in_table.filter(|other| *other != path) {
                self.doubts.push(format!("the table of parameters names {other}, the URL {path}"));
            }
            return Ok((path, Kind::Endpoint));
        }
        let in_table = endpoint::command(&self.parameters);
        let in_url = self.urls.iter().find_map(|url| endpoint::command(url));
        let in_sample = self.request_samples.iter().find_map(endpoint::command_of);
        let command = in_url.or(in_sample.map(str::to_owned)).or(in_table.clone());
        let Some(command) = command else {
            return Err(ReadError::new(
                "the page names no path such as `v4/openim/sendmsg` under a heading about the URL, and no \
                 CallbackCommand: give a page about an endpoint of the server API of Chat or about one of its \
                 webhooks, not of another product",
            ));
        };
        if let Some(other) = in_table.filter(|other| *other != command) {
            self.doubts
                .push(format!("the table of parameters names {other}, the sample {command}"));
        }
        let kind = endpoint::kind(&command);
        Ok((command, kind))
    }

    /// Refuses a page that has too little to make a source.
    fn refuse_bare(&self, path: &str) -> Result<(), ReadError> {
        let rows = self.request.len().max(self.response.len());
        if rows > MAX_ROWS {
            return Err(ReadError::new(format!(
                "{path}: {rows} rows of fields are more than {MAX_ROWS}: give one page of one endpoint"
            )));
        }
        if self.request.is_empty() && self.response.is_empty() {
            return Err(ReadError::new(format!(
                "{path}: no table of fields with a header such as `| Field | Type | Description |` stands under a \
                 heading such as `Request fields` or `Response fields`: the page breaks off, or its Markdown is broken"
            )));
        }
        if self.request_samples.is_empty() && self.response_samples.is_empty() {
            return Err(ReadError::new(format!(
                "{path}: no sample in JSON stands in a code block under a heading such as `Sample request` or \
                 `Sample response`, and without samples no field has a place: complete the page"
            )));
        }
        Ok(())
    }
}

/// Makes a row of a parameter of the URL.
fn parameter((name, words): (&str, &str)) -> Row {
    Row {
        path: name.to_owned(),
        ty: Type::Any(Vec::new()),
        required: Required::Unknown,
        always: None,
        placed: Placed::Shown,
        structure: None,
        words: words.to_owned(),
    }
}
