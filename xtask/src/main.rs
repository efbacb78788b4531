//! Chores of this workspace: `cargo xtask lint`, or one of its parts, and `cargo xtask accept_api`.

mod api;
mod deny;

use std::process::{Command, ExitCode};

/// The parts of `lint`: a name and the arguments to cargo.
const LINTS: &[(&str, &[&str])] = &[
    ("fmt", &["fmt", "--all", "--check"]),
    ("clippy", &["clippy", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"]),
    // The tests have all features on; users begin with none.
    ("no_features", &["clippy", "-p", "api-core", "--quiet", "--", "-D", "warnings"]),
    ("doc", &["doc", "--workspace", "--no-deps", "--quiet"]),
];

fn main() -> ExitCode {
    let chore = std::env::args().nth(1).unwrap_or_default();
    let is_asked = |name: &str| chore == "lint" || chore == name;
    let lints: Vec<_> = LINTS.iter().filter(|(name, _)| is_asked(name)).collect();
    let is_accepted = chore == "accept_api";
    if lints.is_empty() && !is_asked("api") && !is_asked("deny") && !is_accepted {
        let names: Vec<_> = LINTS.iter().map(|(name, _)| *name).collect();
        eprintln!("usage: cargo xtask lint, or one part of it: {}, api, deny", names.join(", "));
        eprintln!("       cargo xtask accept_api");
        return ExitCode::FAILURE;
    }
    let failed = lints.iter().filter(|(name, args)| !passes(name, args)).count();
    let is_api_kept = if is_asked("api") || is_accepted {
        eprintln!("xtask: api");
        api::check(&cargo(), is_accepted)
    } else {
        true
    };
    let is_allowed = if is_asked("deny") {
        eprintln!("xtask: deny");
        deny::check(&cargo())
    } else {
        true
    };
    if failed == 0 && is_api_kept && is_allowed { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn cargo() -> String {
    std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned())
}

/// Runs one part, however the others ended.
fn passes(name: &str, args: &[&str]) -> bool {
    eprintln!("xtask: {name}");
    let status = Command::new(cargo()).args(args).env("RUSTDOCFLAGS", "-D warnings").status();
    let passes = status.is_ok_and(|status| status.success());
    if !passes {
        eprintln!("xtask: {name} failed");
    }
    passes
}
