//! Prints tables in Markdown.

use std::io::{self, Write};

/// Prints a table with its title. The first row has the names of the columns.
pub(crate) fn print(title: &str, rows: &[Vec<String>]) -> Result<(), String> {
    write(title, rows).map_err(|error| error.to_string())
}

fn write(title: &str, rows: &[Vec<String>]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    let widths: Vec<_> = (0..rows.first().map_or(0, Vec::len))
        .map(|column| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or_default())
        .collect();
    writeln!(out, "\n{title}\n")?;
    for (index, row) in rows.iter().enumerate() {
        let cells =
            row.iter().zip(&widths).enumerate().map(|(column, (cell, width))| match column {
                0 => format!("{cell:<width$}"),
                _ => format!("{cell:>width$}"),
            });
        writeln!(out, "| {} |", cells.collect::<Vec<_>>().join(" | "))?;
        if index == 0 {
            let dashes = widths.iter().enumerate().map(|(column, width)| match column {
                0 => "-".repeat(*width),
                _ => format!("{}:", "-".repeat(width - 1)),
            });
            writeln!(out, "| {} |", dashes.collect::<Vec<_>>().join(" | "))?;
        }
    }
    out.flush()
}
