//! Markdown that is written carelessly, mended line by line before it is parsed.

#[cfg(test)]
mod tests;

/// Mends the lines of a page, and notes what was guessed.
///
/// - A row of a table that has two rows glued by `||` becomes two.
/// - A `|` in the text of a last cell is escaped, because Markdown drops the cells that a row has too many.
/// - A table without a header gets an empty one, and one that follows or precedes a line of text is parted from it.
/// - A heading whose `#` is not followed by a space gets one.
/// - A code block that is still open at a heading ends there.
pub(super) fn mend(text: &str, doubts: &mut Vec<String>) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let mut mended = Mended { text: String::with_capacity(text.len()), columns: 0 };
    let mut fence = None;
    for (index, line) in lines.iter().enumerate() {
        let next = lines.get(index + 1).copied().unwrap_or_default();
        match (fence, fence_of(line)) {
            (None, None) => mended.line(line, next),
            (None, Some((sign, _))) => {
                fence = Some(sign);
                mended.end_table();
                mended.push(sign);
            }
            (Some(open), Some((sign, is_start))) if sign == open => {
                mended.push(open);
                if is_start {
                    doubts.push("a code block has no end before the next one".to_owned());
                    mended.push(open);
                } else {
                    fence = None;
                }
            }
            (Some(open), _) if is_heading(line) => {
                doubts
                    .push(format!("a code block has no end before the heading `{}`", line.trim()));
                fence = None;
                mended.push(open);
                mended.line(line, next);
            }
            (Some(_), _) => mended.push(line),
        }
    }
    mended.text
}

struct Mended {
    text: String,
    /// The number of columns of the table that is being read, or 0.
    columns: usize,
}

impl Mended {
    fn push(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn end_table(&mut self) {
        if self.columns > 0 {
            self.push("");
        }
        self.columns = 0;
    }

    /// Adds a line outside of code.
    fn line(&mut self, line: &str, next: &str) {
        if self.columns > 0 {
            if is_delimiter(line) {
                self.push(line);
            } else if has_cells(line) {
                self.row(line);
            } else {
                // An empty line parts the table from what follows.
                if !line.trim().is_empty() {
                    self.push("");
                }
                self.columns = 0;
                self.text(line);
            }
        } else if has_cells(line) && is_delimiter(next) {
            self.push("");
            self.push(line);
            self.columns = cells(next).len();
        } else if is_delimiter(line) && has_cells(next) {
            self.header(cells(line).len());
        } else if starts_row(line) && starts_row(next) {
            self.header(cells(line).len());
            self.row(line);
        } else {
            self.text(line);
        }
    }

    fn text(&mut self, line: &str) {
        let level = line.len() - line.trim_start_matches('#').len();
        match line.get(level..) {
            Some(title) if (1..=6).contains(&level) && !title.starts_with([' ', '\t']) => {
                self.push(&format!("{} {title}", &line[..level]));
            }
            _ => self.push(line),
        }
    }

    /// Adds an empty header.
    fn header(&mut self, columns: usize) {
        self.push("");
        self.push(&format!("|{}", "  |".repeat(columns)));
        self.push(&format!("|{}", "---|".repeat(columns)));
        self.columns = columns;
    }

    /// Adds a row, or several that are glued.
    fn row(&mut self, line: &str) {
        let cells = cells(line);
        if cells.len() <= self.columns {
            return self.push(line);
        }
        let width = self.columns + 1;
        let is_glued = cells.len() % width == self.columns
            && cells.iter().skip(self.columns).step_by(width).all(|cell| cell.trim().is_empty());
        if is_glued {
            for row in cells.chunks(width) {
                let row = &row[..self.columns.min(row.len())];
                self.push(&format!("|{}|", row.join("|")));
            }
        } else {
            let (row, rest) = cells.split_at(self.columns - 1);
            let row: String = row.iter().map(|cell| format!("{cell}|")).collect();
            self.push(&format!("|{row}{}|", rest.join("\\|")));
        }
    }
}

/// Returns the sign of a fence, and whether the line can only begin a code block. Indents of fences are ignored, so that
/// no list decides where code ends.
fn fence_of(line: &str) -> Option<(&'static str, bool)> {
    let line = line.trim();
    let sign = ["```", "~~~"].into_iter().find(|sign| line.starts_with(sign))?;
    let info = line.trim_start_matches(sign.chars().next()?);
    (!info.contains('`')).then_some((sign, !info.is_empty()))
}

fn is_heading(line: &str) -> bool {
    let title = line.trim_start_matches('#');
    (2..=6).contains(&(line.len() - title.len())) && title.starts_with(' ')
}

fn starts_row(line: &str) -> bool {
    let line = line.trim();
    line.len() > 1 && line.starts_with('|') && line.ends_with('|') && cells(line).len() > 1
}

fn has_cells(line: &str) -> bool {
    cells(line).len() > 1 || line.trim_start().starts_with('|')
}

/// Returns `true` for the line between the header and the rows of a table, such as `|---|:--:|`.
fn is_delimiter(line: &str) -> bool {
    let line = line.trim();
    line.contains('|')
        && line.contains('-')
        && line.bytes().all(|byte| matches!(byte, b'|' | b'-' | b':' | b' ' | b'\t'))
}

/// Splits a line at each `|` that is not escaped. The outer ones count for nothing.
fn cells(line: &str) -> Vec<&str> {
    let line = line.trim();
    let line = line.strip_prefix('|').unwrap_or(line);
    let mut cells = Vec::new();
    let (mut start, mut is_escaped) = (0, false);
    for (index, byte) in line.bytes().enumerate() {
        if byte == b'|' && !is_escaped {
            cells.push(&line[start..index]);
            start = index + 1;
        }
        is_escaped = byte == b'\\' && !is_escaped;
    }
    if start < line.len() {
        cells.push(&line[start..]);
    }
    cells
}
