//! The tables of a page: fields and error codes.

use super::blocks::Table;
use crate::source::place::Listed;
use crate::source::{Code, Required, Type};

const NAME: &[&str] = &["field", "parameter", "name", "字段", "参数", "名称"];
const TYPE: &[&str] = &["type", "类型"];
const REQUIRED: &[&str] =
    &["required", "property", "attribute", "mandatory", "optional", "属性", "必填", "必选", "必须"];
const WORDS: &[&str] = &[
    "description",
    "feature",
    "meaning",
    "remark",
    "note",
    "说明",
    "描述",
    "含义",
    "备注",
    "功能",
];
const CODE: &[&str] = &["error code", "errorcode", "return code", "code", "错误码", "返回码"];

/// The columns of a table of fields.
struct Columns {
    name: usize,
    ty: Option<usize>,
    required: Option<usize>,
    words: Option<usize>,
}

/// Returns `true` if a table has a column of types, so that its rows are fields of JSON.
pub(super) fn has_types(table: &Table) -> bool {
    Columns::of(table).is_some_and(|columns| columns.ty.is_some())
}

/// Returns `true` if the header says that a column has error codes.
pub(super) fn is_of_codes(table: &Table) -> bool {
    table.header.iter().any(|cell| CODE.contains(&cell.to_lowercase().trim()))
}

/// Reads the fields of a table.
pub(super) fn fields(table: &Table, intro: &str, doubts: &mut Vec<String>) -> Vec<Listed> {
    let Some(columns) = Columns::of(table) else {
        doubts.push(format!(
            "a table with the header `{}` lists no fields",
            table.header.join(" | ")
        ));
        return Vec::new();
    };
    let mut fields: Vec<Listed> = Vec::new();
    for row in &table.rows {
        let cell = |column: Option<usize>| {
            column.and_then(|column| row.get(column)).map_or("", |cell| cell.trim())
        };
        let names = names(cell(Some(columns.name)));
        if names.is_empty() {
            let text = row.join(" ");
            match fields.last_mut() {
                Some(last) if cell(Some(columns.name)).is_empty() => {
                    last.words = format!("{} {}", last.words, text.trim()).trim().to_owned();
                }
                _ => doubts.push(format!("a row names no field: `{}`", start(&text))),
            }
            continue;
        }
        let (known, condition) = (required(cell(columns.required)), cell(columns.required));
        let words = cell(columns.words);
        let words = match known {
            Some(Required::Yes | Required::No) => words.to_owned(),
            // A condition, or a cell that is in the place of a missing one.
            _ => format!("{condition} {words}").trim().to_owned(),
        };
        for name in names {
            fields.push(Listed {
                name,
                ty: Type::parse(cell(columns.ty)),
                required: known.unwrap_or(Required::Unknown),
                words: words.clone(),
                intro: if fields.is_empty() { intro.to_owned() } else { String::new() },
            });
        }
    }
    fields
}

/// Reads the error codes of a table.
pub(super) fn codes(table: &Table, doubts: &mut Vec<String>) -> Vec<Code> {
    let has_number = |row: &Vec<String>, column: usize| {
        row.get(column).is_some_and(|cell| cell.trim().parse::<i64>().is_ok())
    };
    // Some tables have a column of names before that of the codes.
    let most = |column: &usize| {
        2 * table.rows.iter().filter(|row| has_number(row, *column)).count() > table.rows.len()
    };
    let column = (0..table.header.len()).find(most).unwrap_or(0);
    let mut codes = Vec::new();
    for row in &table.rows {
        let cell = row.get(column).map_or("", |cell| cell.trim());
        let words = row.get(column + 1..).unwrap_or_default().join(" ").trim().to_owned();
        let numbers: Option<Vec<i64>> = cell
            .split(['/', ',', '，', '、', ' '])
            .filter(|number| !number.is_empty())
            .map(|number| number.parse().ok())
            .collect();
        match numbers {
            Some(numbers) if !numbers.is_empty() => codes
                .extend(numbers.into_iter().map(|number| Code { number, words: words.clone() })),
            _ => doubts
                .push(format!("a row of the error table has no code: `{}`", start(&row.join(" ")))),
        }
    }
    codes
}

impl Columns {
    /// Tells the columns by the header, or by what stands in them if there is none. A table whose header names neither
    /// fields nor types lists something else.
    fn of(table: &Table) -> Option<Self> {
        let (mut name, mut ty, mut required, mut words) = (None, None, None, None);
        for (index, cell) in table.header.iter().enumerate() {
            let cell = cell.to_lowercase();
            let is = |words: &[&str]| words.iter().any(|word| cell.contains(word));
            let column = if is(TYPE) {
                &mut ty
            } else if is(REQUIRED) {
                &mut required
            } else if is(WORDS) {
                &mut words
            } else if is(NAME) {
                &mut name
            } else {
                continue;
            };
            column.get_or_insert(index);
        }
        if ty == Some(0) {
            return None;
        }
        if name.is_none() && ty.is_none() {
            let is_empty = table.header.iter().all(|cell| cell.trim().is_empty());
            return if is_empty { Self::by_content(table) } else { None };
        }
        Some(Self { name: name.unwrap_or(0), ty, required, words })
    }

    fn by_content(table: &Table) -> Option<Self> {
        let most = |column: usize, is: fn(&str) -> bool| {
            let cells = table.rows.iter().filter_map(|row| row.get(column));
            2 * cells.filter(|cell| is(cell)).count() > table.rows.len()
        };
        let width = table.header.len();
        let ty = (1..width).find(|column| most(*column, |cell| !is_unknown(&Type::parse(cell))))?;
        let required = (1..width).find(|column| most(*column, |cell| required(cell).is_some()));
        let words = (ty + 1..width).rev().find(|column| Some(*column) != required);
        Some(Self { name: 0, ty: Some(ty), required, words })
    }
}

fn is_unknown(ty: &Type) -> bool {
    matches!(ty, Type::Any(types) if types.is_empty())
}

/// Reads the word of a column of required fields. Returns nothing if the cell holds something else.
fn required(cell: &str) -> Option<Required> {
    let cell = cell.trim().to_lowercase();
    let starts = |words: &[&str]| {
        words.iter().any(|word| {
            cell.strip_prefix(word).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
        })
    };
    match cell.as_str() {
        "yes" | "required" | "mandatory" | "y" | "true" | "是" | "必填" | "必选" | "必须" => {
            Some(Required::Yes)
        }
        "no" | "optional" | "n" | "false" | "否" | "选填" | "可选" | "非必填" => {
            Some(Required::No)
        }
        "conditional" => Some(Required::Unknown),
        _ if starts(&["yes", "no", "required", "optional", "mandatory", "conditional"]) => {
            Some(Required::Unknown)
        }
        _ if ["是", "否", "必填", "选填", "可选"].iter().any(|word| cell.starts_with(word)) => {
            Some(Required::Unknown)
        }
        _ => None,
    }
}

/// Returns the names in a cell, such as `To_Account`, `QueryResult.To_Account` or two parted by a slash.
fn names(cell: &str) -> Vec<String> {
    let is_name = |name: &str| {
        !name.is_empty()
            && name.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'_' || c == b'-')
    };
    let is_path = |path: &&str| {
        path.split('.').all(|segment| is_name(segment.strip_suffix("[]").unwrap_or(segment)))
    };
    let cell = cell.trim_start_matches(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    let cell = cell.split(['(', '（']).next().unwrap_or_default();
    let parts = cell.split(['/', ',', '，', '、']).map(str::trim).filter(|part| !part.is_empty());
    let parts: Vec<&str> = parts.collect();
    if parts.iter().all(is_path) {
        parts.into_iter().map(str::to_owned).collect()
    } else {
        Vec::new()
    }
}

/// Returns the start of a text, for a message.
fn start(text: &str) -> String {
    text.chars().take(40).collect()
}
