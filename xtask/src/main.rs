//! Chores of this workspace: `cargo xtask lint`, or one of its parts.

use std::process::{Command, ExitCode};

/// The parts of `lint`: a name, the arguments to cargo, and what makes warnings errors.
const LINTS: &[(&str, &[&str], Option<(&str, &str)>)] = &[
    ("fmt", &["fmt", "--all", "--check"], None),
    (
        "clippy",
        &["clippy", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"],
        None,
    ),
    (
        "doc",
        &["doc", "--workspace", "--no-deps", "--document-private-items", "--quiet"],
        Some(("RUSTDOCFLAGS", "-D warnings")),
    ),
];

fn main() -> ExitCode {
    let chore = std::env::args().nth(1).unwrap_or_default();
    let lints = LINTS.iter().filter(|(name, ..)| chore == "lint" || chore == *name);
    let mut failed = Vec::new();
    let mut any = false;
    for (name, args, env) in lints {
        any = true;
        eprintln!("xtask: {name}");
        let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
        let status = Command::new(cargo).args(*args).envs(*env).status();
        if !status.is_ok_and(|status| status.success()) {
            failed.push(*name);
        }
    }
    if !any {
        let names: Vec<_> = LINTS.iter().map(|(name, ..)| *name).collect();
        eprintln!("usage: cargo xtask lint, or one part of it: {}", names.join(", "));
        return ExitCode::FAILURE;
    }
    if failed.is_empty() {
        return ExitCode::SUCCESS;
    }
    eprintln!("xtask: failed: {}", failed.join(", "));
    ExitCode::FAILURE
}
