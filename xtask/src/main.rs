//! Chores of this workspace: `cargo xtask lint` or one of its parts, `cargo xtask scaffold`, `cargo xtask drift`,
//! `cargo xtask accept_facts`, `cargo xtask accept_api`, `cargo xtask bench`, `cargo xtask lower_bounds` and `cargo xtask compile_cost`.

mod api;
mod commands;
mod deny;
mod lower_bounds;

use std::env;
use std::io::{self, Write};
use std::process::{Command, ExitCode};

/// The parts of `lint` that are cargo commands: name and arguments.
const LINTS: &[(&str, &[&str])] = &[
    ("fmt", &["fmt", "--all", "--check"]),
    ("clippy", &["clippy", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"]),
    // The tests enable all features; by default users have none.
    ("no_features", &["clippy", "-p", "tencent-chat", "--quiet", "--", "-D", "warnings"]),
    ("doc", &["doc", "--workspace", "--no-deps", "--quiet"]),
];

/// The usage, after the line about `lint`.
const USAGE: &str =
    "       cargo xtask scaffold FILE [--family FAMILY] [--page NUMBER] [--read DATE] [--write]
       cargo xtask drift FILE | FOLDER
       cargo xtask accept_facts FILE [--page NUMBER]
       cargo xtask accept_api
       cargo xtask bench [--quick]
       cargo xtask lower_bounds
       cargo xtask compile_cost [--quick | --instructions | --users | --smoke]";

/// The other parts of `lint`.
const OWN_LINTS: [&str; 2] = ["api", "deny"];

fn main() -> ExitCode {
    if asks_for_help(env::args().skip(1)) {
        let printed = writeln!(io::stdout(), "{}", usage());
        return if printed.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE };
    }
    let mut args = env::args().skip(1);
    let chore = args.next().unwrap_or_default();
    let cargo = env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let is_done = match &*chore {
        "accept_api" => api::check(&cargo, true),
        "bench" | "compile_cost" => measure(&cargo, &chore, args.next().as_deref()),
        "accept_facts" => is_done(commands::accept_facts(args)),
        "drift" => is_done(commands::drift(args)),
        "scaffold" => is_done(commands::scaffold(args)),
        "lower_bounds" => lower_bounds::check(&cargo),
        part => lint(&cargo, part),
    };
    if is_done { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Returns `true` if the arguments ask for the usage, whatever else they say.
fn asks_for_help(mut args: impl Iterator<Item = String>) -> bool {
    args.any(|arg| matches!(&*arg, "--help" | "-h"))
}

/// Returns the usage of all commands.
fn usage() -> String {
    let names = LINTS.iter().map(|(name, _)| *name).chain(OWN_LINTS);
    let names: Vec<_> = names.collect();
    format!("usage: cargo xtask lint, or one part of it: {}\n{USAGE}", names.join(", "))
}

/// Reports an error, and returns `true` if there is none.
fn is_done(result: Result<(), String>) -> bool {
    result.inspect_err(|error| eprintln!("xtask: {error}")).is_ok()
}

/// Runs all lints, even after one has failed, or a single one. A part that could check nothing fails if it was selected
/// by name; otherwise it is reported at the end.
fn lint(cargo: &str, part: &str) -> bool {
    let is_ci = env::var_os("CI").is_some();
    let [api, deny] = OWN_LINTS;
    let own: [Part<'_>; 2] =
        [(api, &|| Some(api::check(cargo, false))), (deny, &|| deny::check(cargo, is_ci))];
    let is_selected = |name: &str| part == "lint" || part == name;
    let mut results = Vec::new();
    for (name, args) in LINTS.iter().filter(|(name, _)| is_selected(name)) {
        results.push((*name, run(name, || Some(passes(cargo, args)))));
    }
    for (name, check) in own.iter().filter(|(name, _)| is_selected(name)) {
        results.push((*name, run(name, check)));
    }
    if results.is_empty() {
        eprintln!("{}", usage());
        return false;
    }
    for (name, _) in results.iter().filter(|(_, passed)| passed.is_none()) {
        eprintln!("xtask: {name} checked nothing");
    }
    results.iter().all(|(_, passed)| passed.unwrap_or(part == "lint"))
}

/// A part of `lint`: its name, and a function that returns `true` if it passed, or `None` if it checked nothing.
type Part<'a> = (&'static str, &'a dyn Fn() -> Option<bool>);

fn run(name: &str, check: impl Fn() -> Option<bool>) -> Option<bool> {
    eprintln!("xtask: {name}");
    let passed = check();
    if passed == Some(false) {
        eprintln!("xtask: {name} failed");
    }
    passed
}

/// Runs the program of `benches`.
fn measure(cargo: &str, chore: &str, flag: Option<&str>) -> bool {
    let run = ["run", "--quiet", "--package", "api-benches", "--", chore];
    let status = Command::new(cargo).args(run).args(flag).status();
    status.is_ok_and(|status| status.success())
}

fn passes(cargo: &str, args: &[&str]) -> bool {
    let status = Command::new(cargo).args(args).env("RUSTDOCFLAGS", "-D warnings").status();
    status.is_ok_and(|status| status.success())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_has_help() {
        let asks = |args: &str| asks_for_help(args.split(' ').map(str::to_owned));
        assert!(asks("scaffold --help") && asks("drift -h") && asks("--help"));
        assert!(!asks("scaffold page.md --write"));
        let usage = usage();
        for part in ["fmt, clippy", "api, deny\n", "scaffold FILE", "accept_api"] {
            assert!(usage.contains(part), "{usage}");
        }
    }
}
