//! The sections of a page, told by the words of their headings, in English and Chinese.

use super::blocks::{Block, Table, WEAK};

/// The subject of a part of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Topic {
    /// The whole: what it does, and what is to be noted.
    About,
    /// The sample of the URL.
    Url,
    /// The parameters of the URL, on some pages the fields of the request.
    Parameters,
    /// The rate at which calls are allowed.
    Rate,
    /// Samples of one side, or of both where the headings do not tell.
    Samples(Option<Side>),
    /// The fields of one side.
    Fields(Side),
    /// The error codes.
    Codes,
    /// Something else.
    Other,
}

/// A side of an exchange. The event of a webhook is a request, its reply a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Request,
    Response,
}

/// A piece of a section.
#[derive(Debug)]
pub(super) enum Content {
    Text(String),
    Code(String),
    Table {
        table: Table,
        /// The text or heading before it.
        intro: String,
    },
}

const URL: &[&str] = &["url"];
const RATE: &[&str] = &["frequency", "rate limit", "频率", "频次"];
const CODES: &[&str] =
    &["error code", "return code", "result code", "status code", "错误码", "返回码"];
const REQUEST: &[&str] = &["request", "请求"];
const RESPONSE: &[&str] = &["response", "reply", "应答", "响应", "回包", "返回"];
const SAMPLE: &[&str] = &["sample", "example", "示例", "样例", "例子"];
const FIELDS: &[&str] = &["field", "字段"];
const PARAMETERS: &[&str] = &["parameter", "参数"];
const ABOUT: &[&str] = &[
    "overview",
    "description",
    "feature",
    "background",
    "note",
    "precaution",
    "restriction",
    "scenario",
    "trigger",
    "功能",
    "说明",
    "背景",
    "注意",
    "限制",
    "触发",
    "概述",
    "简介",
];
const BARE_REQUEST: &[&str] =
    &["request", "requests", "request body", "request packet", "请求", "请求包", "请求包体"];
const BARE_RESPONSE: &[&str] = &[
    "response",
    "responses",
    "response body",
    "response packet",
    "应答",
    "应答包",
    "应答包体",
    "响应",
    "回包",
];

/// Returns what stands under each topic, in the order of the page.
pub(super) fn contents(blocks: Vec<Block>) -> Vec<(Topic, Content)> {
    let mut contents = Vec::new();
    let (mut topic, mut topic_level) = (Topic::About, 0);
    let mut intro = String::new();
    for block in blocks {
        let content = match block {
            Block::Heading { level, text } => {
                match topic_of(&text) {
                    Some(found) => (topic, topic_level) = (found, level),
                    None if level <= topic_level && level < WEAK => {
                        let is_about = has(&text.to_lowercase(), ABOUT);
                        topic = if is_about { Topic::About } else { Topic::Other };
                        topic_level = level;
                    }
                    None => {}
                }
                intro = text;
                continue;
            }
            Block::Paragraph(text) => {
                intro.clone_from(&text);
                Content::Text(text)
            }
            Block::Code(text) => Content::Code(text),
            Block::Table(table) => Content::Table { table, intro: std::mem::take(&mut intro) },
        };
        contents.push((topic, content));
    }
    contents
}

/// Returns what a heading begins, or nothing if it only divides a section.
fn topic_of(heading: &str) -> Option<Topic> {
    let heading = heading.trim().trim_end_matches([':', '：']).to_lowercase();
    let is = |words: &[&str]| has(&heading, words);
    if is(URL) {
        return Some(Topic::Url);
    } else if is(RATE) {
        return Some(Topic::Rate);
    } else if is(CODES) {
        return Some(Topic::Codes);
    }
    let side = match (is(REQUEST), is(RESPONSE)) {
        (true, true) => return is(SAMPLE).then_some(Topic::Samples(None)),
        (true, false) => Side::Request,
        (false, true) => Side::Response,
        (false, false) => {
            let is_whole = PARAMETERS.iter().any(|word| {
                heading.strip_prefix(word).is_some_and(|rest| ["", "s", "说明"].contains(&rest))
            });
            return is_whole.then_some(Topic::Parameters);
        }
    };
    if is(SAMPLE) {
        Some(Topic::Samples(Some(side)))
    } else if is(FIELDS) || is(PARAMETERS) && side == Side::Response {
        Some(Topic::Fields(side))
    } else if is(PARAMETERS) {
        Some(Topic::Parameters)
    } else if BARE_REQUEST.contains(&heading.as_str()) || BARE_RESPONSE.contains(&heading.as_str())
    {
        Some(Topic::Samples(Some(side)))
    } else {
        None
    }
}

fn has(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.contains(word))
}
