//! Tests of the mending of Markdown.

use super::*;

#[track_caller]
fn assert_mended(text: &str, expected: &str) {
    assert_eq!(mend(text, &mut Vec::new()).trim(), expected.trim());
}

#[test]
fn a_good_table_stays() {
    let table = "| a | b |\n|---|---|\n| 1 |  |\n| `x` \\| y | 2 |\n\ntext";
    assert_mended(table, table);
}

#[test]
fn glued_rows_are_parted() {
    assert_mended("|a|b|\n|---|---|\n|1|2||3|4||5|6|", "|a|b|\n|---|---|\n|1|2|\n|3|4|\n|5|6|");
}

#[test]
fn a_sign_in_the_last_cell_is_escaped() {
    assert_mended("|a|b|\n|---|---|\n|1|2 | 3|", "|a|b|\n|---|---|\n|1|2 \\| 3|");
}

#[test]
fn a_table_without_a_header_gets_an_empty_one() {
    let header = "|  |  |\n|---|---|";
    assert_mended("|1|2|\n|3|4|", &format!("{header}\n|1|2|\n|3|4|"));
    assert_mended("|---|---|\n|1|2|", &format!("{header}\n|1|2|"));
}

#[test]
fn text_is_parted_from_a_table() {
    assert_mended(
        "before\n|a|b|\n|---|---|\n|1|2|\nafter",
        "before\n\n|a|b|\n|---|---|\n|1|2|\n\nafter",
    );
    assert_mended("a|b\n---|---\n1|2\nafter", "a|b\n---|---\n1|2\n\nafter");
}

#[test]
fn headings_get_their_space() {
    assert_mended("##Title\n# Title\n#### \n#######x", "## Title\n# Title\n#### \n#######x");
}

#[test]
fn code_stays_and_its_fences_lose_their_indent() {
    assert_mended(
        "- item\n   ```json\n   |a|b|\n   ##x\n|---|\n        ```\n##y",
        "- item\n```\n   |a|b|\n   ##x\n|---|\n```\n## y",
    );
}

#[test]
fn open_code_ends_at_a_heading_or_the_next_code() {
    let mut doubts = Vec::new();
    let mended = mend("```\n{\n## Title\n```\n}\n```json\n{}\n```", &mut doubts);
    assert_eq!(mended, "```\n{\n```\n## Title\n```\n}\n```\n```\n{}\n```\n");
    assert_eq!(
        doubts,
        [
            "a code block has no end before the heading `## Title`",
            "a code block has no end before the next one"
        ]
    );
}
