//! Runs every benchmark and writes BENCHMARKS.md.

use std::fs;
use std::process::{Command, Stdio};

/// The benchmarks, what each shows, and the arguments that it gets.
const BENCHMARKS: &[(&str, &str, &[&str])] = &[
    (
        "calls",
        "Whole calls over HTTPS on one machine. \"By hand\" is what a user writes over the same library without this client: the \
         URL with `format!`, serde's derives, one pass over the answer with the envelope's fields in the struct. CPU time is that \
         of the client's thread; the server is another process. The ratio is to reqwest by hand.",
        &[],
    ),
    (
        "parts",
        "The parts of a call that are not the network's. The limiter is asked where a place is free, and where others wait for \
         the same.",
        &[],
    ),
    ("codec", "The codec beside serde's derives on the same structs.", &[]),
    (
        "codec",
        "The same in instructions, counted by valgrind: these repeat exactly, and say less of the time.",
        &["--instructions"],
    ),
    (
        "user_sig",
        "Signatures, beside the same crates used the plain way. For the vendor's own libraries see `tests/benches/peers/user_sig.sh`.",
        &[],
    ),
    ("simulator", "The simulator, beside a handler of axum that only answers. Wall time.", &[]),
];

const HEAD: &str = "# Benchmarks

Written by `cargo xtask bench`; run it again on a machine that does nothing else. Only the ratios mean anything: cases that are
compared run in turn in one process, and the figure of each is the median of its rounds. Allocations are counted by the
allocator, per call.
";

/// Writes the tables of all benchmarks.
pub(crate) fn run(cargo: &str) -> bool {
    let mut text = HEAD.to_owned();
    for (name, what, args) in BENCHMARKS {
        eprintln!("xtask: {name} {}", args.join(" "));
        let command = ["bench", "--quiet", "-p", "api-tests", "--no-default-features", "--bench"];
        let output = Command::new(cargo)
            .args(command)
            .args([*name, "--"])
            .args(*args)
            .stderr(Stdio::inherit())
            .output();
        match output {
            Ok(output) if output.status.success() => {
                let tables = String::from_utf8_lossy(&output.stdout);
                text += &format!("\n## {}\n\n{what}\n{tables}", title(name, args));
            }
            _ => {
                eprintln!("xtask: {name} failed");
                return false;
            }
        }
    }
    let written = fs::write("BENCHMARKS.md", text);
    written.inspect_err(|error| eprintln!("xtask: BENCHMARKS.md: {error}")).is_ok()
}

fn title(name: &str, args: &[&str]) -> String {
    let shown = format!("`{name}`");
    if args.is_empty() { shown } else { format!("`{name} {}`", args.join(" ")) }
}
