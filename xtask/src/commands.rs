//! The commands that read sources: `scaffold` and `drift`.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{fs, thread};

use xtask::scaffold::{Draft, Options, Repository};
use xtask::source::{self, Source};

/// Drafts the declaration of a source: prints it, or writes it with `--write`.
///
/// # Errors
///
/// Fails if the arguments or the source cannot be used, or if a file would be overwritten.
pub(crate) fn scaffold(args: impl Iterator<Item = String>) -> Result<(), String> {
    let arguments = Arguments::parse(args)?;
    let root = root();
    let source = source(&arguments.file)?;
    let repository = Repository::read(&root)?;
    let mut draft = repository.draft(&source, &arguments.options)?;
    let name = draft.file.clone();
    if let Some((_, text)) = draft.changes.iter_mut().find(|(file, _)| *file == name) {
        *text = laid_out(text, &root)?;
    }
    let block = laid_out(&draft.block, &root)?;
    if arguments.is_written {
        repository.write(&draft)?;
        for (file, _) in &draft.changes {
            eprintln!("wrote {file}");
        }
    }
    let written = draft.changes.iter().find(|(file, _)| *file == name && arguments.is_written);
    if let Some((file, text)) = written {
        // The block stands at the end of its file.
        let first = text.lines().count().saturating_sub(block.lines().count());
        tell(&draft, text, first, file);
    } else {
        print(&draft, &block).map_err(|error| error.to_string())?;
        tell(&draft, &block, 0, "draft");
    }
    Ok(())
}

/// Writes the facts of a source again.
///
/// # Errors
///
/// Fails if the arguments or the source cannot be used.
pub(crate) fn accept_facts(args: impl Iterator<Item = String>) -> Result<(), String> {
    let Arguments { file, options, .. } = Arguments::parse(args)?;
    let written = Repository::read(&root())?.accept_facts(&source(&file)?, options.page)?;
    eprintln!("wrote {written}");
    Ok(())
}

fn source(file: &str) -> Result<Source, String> {
    let text = fs::read_to_string(file).map_err(|error| format!("{file}: {error}"))?;
    source::read(file, &text).map_err(|error| error.to_string())
}

/// Compares sources with the facts, and prints a line for each finding.
///
/// # Errors
///
/// Fails if there is a finding, or a source that cannot be read.
pub(crate) fn drift(mut args: impl Iterator<Item = String>) -> Result<(), String> {
    let (Some(path), None) = (args.next(), args.next()) else {
        return Err("usage: cargo xtask drift FILE | FOLDER".to_owned());
    };
    let drift = xtask::drift::drift(&root(), Path::new(&path));
    let mut out = io::stdout().lock();
    for finding in &drift.findings {
        writeln!(out, "{finding}").map_err(|error| error.to_string())?;
    }
    for error in &drift.errors {
        eprintln!("xtask: {error}");
    }
    let (findings, errors) = (drift.findings.len(), drift.errors.len());
    match (drift.sources, findings + errors) {
        (0, 0) => Err(format!(
            "{path} has no source: give a page, a file of the catalogue, or a folder of them"
        )),
        (_, 0) => Ok(()),
        (sources, _) => Err(format!(
            "{findings} findings in {sources} sources, {errors} files could not be compared"
        )),
    }
}

struct Arguments {
    file: String,
    options: Options,
    is_written: bool,
}

impl Arguments {
    fn parse(mut args: impl Iterator<Item = String>) -> Result<Self, String> {
        let usage = "usage: cargo xtask scaffold FILE [--family FAMILY] [--page NUMBER] [--read DATE] [--write]";
        let (mut file, mut options, mut is_written) = (None, Options::default(), false);
        while let Some(arg) = args.next() {
            let mut value = || args.next().ok_or_else(|| format!("{arg} needs a value; {usage}"));
            match &*arg {
                "--family" => options.family = Some(value()?),
                "--page" => {
                    let number = value()?.parse();
                    let number = number.map_err(|_| format!("--page needs a number; {usage}"))?;
                    options.page = Some(number);
                }
                "--read" => options.read = Some(value()?),
                "--write" => is_written = true,
                _ if arg.starts_with('-') || file.is_some() => {
                    return Err(format!("{arg:?} is not understood; {usage}"));
                }
                _ => file = Some(arg),
            }
        }
        let file = file.ok_or(usage)?;
        Ok(Self { file, options, is_written })
    }
}

/// Prints what would be written.
fn print(draft: &Draft, block: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "==> {}\n{block}", draft.file)?;
    for (file, part) in &draft.parts {
        writeln!(out, "==> {file}\n{part}")?;
    }
    Ok(())
}

/// Prints the source's sentences to stderr, each with the number of its line. They are never written to a file.
fn tell(draft: &Draft, text: &str, first: usize, head: &str) {
    for words in &draft.about {
        eprintln!("about: {}", on_one_line(words));
    }
    let mut lines = text.lines().enumerate().skip(first);
    for [ident, place, words] in &draft.words {
        let start = format!("pub {ident}: ");
        let line = lines.by_ref().find(|(_, line)| line.trim_start().starts_with(&start));
        let line = line.map_or(0, |(index, _)| index + 1);
        eprintln!("{head}:{line}: {place}: {}", in_parts(words));
    }
    for (code, words) in &draft.codes {
        eprintln!("code {code}: {}", on_one_line(words));
    }
    for note in &draft.notes {
        eprintln!("note: {}", on_one_line(note));
    }
}

fn on_one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns the words of a row on one line. The parts that a file of the catalogue keeps on separate lines, the
/// description and the limit, are separated.
fn in_parts(words: &str) -> String {
    words.lines().map(on_one_line).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" | ")
}

/// Lays out a Rust text with rustfmt.
fn laid_out(text: &str, root: &Path) -> Result<String, String> {
    let failed = |error: io::Error| format!("rustfmt: {error}");
    let mut rustfmt = Command::new("rustfmt")
        .args(["--edition", "2024"])
        .current_dir(root)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(failed)?;
    let stdin = rustfmt.stdin.take();
    let text = text.to_owned();
    // Written aside, because rustfmt may fill its output before it has read all.
    let writer = thread::spawn(move || stdin.map(|mut stdin| stdin.write_all(text.as_bytes())));
    let output = rustfmt.wait_with_output().map_err(failed)?;
    let _ = writer.join();
    if !output.status.success() {
        return Err("rustfmt could not lay out the draft".to_owned());
    }
    String::from_utf8(output.stdout).map_err(|error| format!("rustfmt: {error}"))
}

/// Returns the folder of the repository.
fn root() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.parent().unwrap_or(package).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limit_stands_apart_from_the_words_of_a_row() {
        assert_eq!(in_parts("The  names.\nup to 5"), "The names. | up to 5");
        assert_eq!(in_parts("\nup to 5"), "up to 5");
    }
}
