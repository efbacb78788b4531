//! The blocks of a page: headings, paragraphs, code and tables, one after the other.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

/// The level of a line that is emphasized or underlined like a heading.
pub(super) const WEAK: u8 = 7;

/// A part of a page.
#[derive(Debug, PartialEq)]
pub(super) enum Block {
    /// A heading, or with the level [`WEAK`] a line that looks like one.
    Heading { level: u8, text: String },
    /// A paragraph, or an item of a list.
    Paragraph(String),
    /// A code block.
    Code(String),
    /// A table.
    Table(Table),
}

/// A table as it stands on the page.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Table {
    /// The cells of the header.
    pub(super) header: Vec<String>,
    /// The cells of each row, as many as the header has.
    pub(super) rows: Vec<Vec<String>>,
}

/// Parses Markdown.
pub(super) fn blocks(markdown: &str) -> Vec<Block> {
    let mut builder = Builder { markdown, blocks: Vec::new(), text: Text::default(), table: None };
    for (event, range) in Parser::new_ext(markdown, Options::ENABLE_TABLES).into_offset_iter() {
        builder.event(event, range.start);
    }
    builder.flush();
    builder.blocks
}

struct Builder<'a> {
    markdown: &'a str,
    blocks: Vec<Block>,
    text: Text,
    table: Option<Table>,
}

/// The text of the block that is being read.
#[derive(Default)]
struct Text {
    all: String,
    /// The number of bytes that are emphasized.
    strong: usize,
    is_strong: bool,
    /// The start of the heading that is being read.
    heading: Option<usize>,
}

impl Builder<'_> {
    fn event(&mut self, event: Event<'_>, start: usize) {
        match event {
            Event::Start(Tag::Strong) => self.text.is_strong = true,
            Event::End(TagEnd::Strong) => self.text.is_strong = false,
            Event::Start(Tag::CodeBlock(_)) => self.flush(),
            Event::End(TagEnd::CodeBlock) => {
                self.blocks.push(Block::Code(std::mem::take(&mut self.text).all));
            }
            Event::Start(Tag::Heading { .. }) => {
                self.flush();
                self.text.heading = Some(start);
            }
            Event::End(TagEnd::Heading(level)) => self.heading(level),
            Event::Start(Tag::Table(_)) => {
                self.flush();
                self.table = Some(Table::default());
            }
            Event::End(TagEnd::Table) => self.blocks.extend(self.table.take().map(Block::Table)),
            Event::Start(Tag::TableRow) => {
                self.table.iter_mut().for_each(|table| table.rows.push(Vec::new()));
            }
            Event::End(TagEnd::TableCell) => self.cell(),
            Event::Start(tag) if is_block(&tag) => self.flush(),
            Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::HtmlBlock) => self.flush(),
            Event::Text(text) | Event::Code(text) => self.text.push(&text),
            Event::Html(html) | Event::InlineHtml(html) => self.text.push_html(&html),
            Event::SoftBreak | Event::HardBreak => self.text.push("\n"),
            _ => {}
        }
    }

    /// Ends a paragraph. One that begins like a sample is code whose fence is missing.
    fn flush(&mut self) {
        if self.table.is_some() {
            return;
        }
        let text = std::mem::take(&mut self.text);
        let trimmed = text.all.trim();
        if trimmed.is_empty() {
            return;
        }
        let is_object = trimmed.starts_with('{') && trimmed.contains(['"', '“']);
        self.blocks.push(if is_object {
            Block::Code(text.all)
        } else if text.strong == text.all.len() {
            Block::Heading { level: WEAK, text: trimmed.to_owned() }
        } else {
            Block::Paragraph(trimmed.to_owned())
        });
    }

    /// Ends a heading. One that is only underlined may be the text above a line.
    fn heading(&mut self, level: HeadingLevel) {
        let text = std::mem::take(&mut self.text);
        let start = text.heading.unwrap_or_default();
        let is_underlined = !self.markdown[start..].trim_start().starts_with('#');
        let level = if is_underlined { WEAK } else { level as u8 };
        self.blocks.push(Block::Heading { level, text: text.all.trim().to_owned() });
    }

    fn cell(&mut self) {
        let text = std::mem::take(&mut self.text).all.replace('\n', " ").trim().to_owned();
        if let Some(table) = &mut self.table {
            table.rows.last_mut().unwrap_or(&mut table.header).push(text);
        }
    }
}

impl Text {
    fn push(&mut self, text: &str) {
        self.all.push_str(text);
        if self.is_strong {
            self.strong += text.len();
        }
    }

    /// Adds what HTML shows: a tag that starts a line is a space.
    fn push_html(&mut self, html: &str) {
        let mut rest = html;
        while let Some(start) = rest.find('<') {
            let (before, tag) = rest.split_at(start);
            self.push(before);
            let Some(end) = tag.find('>') else {
                return self.push(tag);
            };
            let name = tag[1..end].trim_start_matches('/').to_ascii_lowercase();
            if ["br", "li", "p", "ul", "ol", "tr", "td", "div"]
                .iter()
                .any(|tag| name.starts_with(tag))
            {
                self.push(" ");
            }
            rest = &tag[end + 1..];
        }
        self.push(rest);
    }
}

fn is_block(tag: &Tag<'_>) -> bool {
    matches!(tag, Tag::Paragraph | Tag::Item | Tag::List(_) | Tag::BlockQuote(_) | Tag::HtmlBlock)
}
