//! What may be among the dependencies, by `deny.toml`.

use std::env;
use std::process::Command;

/// The rules are written for this one.
const VERSION: &str = "^0.20";

/// Runs cargo-deny. Where it is missing, CI installs it and others are told how.
pub(crate) fn check(cargo: &str) -> bool {
    let runs = |args: &[&str]| {
        let status = Command::new(cargo).args(args).status();
        status.is_ok_and(|status| status.success())
    };
    let is_installed = Command::new(cargo).args(["deny", "--version"]).output();
    if !is_installed.is_ok_and(|output| output.status.success()) {
        let install = ["install", "cargo-deny", "--version", VERSION, "--locked", "--debug"];
        if env::var_os("CI").is_none() {
            eprintln!("xtask: deny is left out: `cargo {}` brings it", install.join(" "));
            return true;
        }
        if !runs(&install) {
            return false;
        }
    }
    // The advisories are not to be had everywhere: see deny.toml.
    runs(&["deny", "check", "bans", "licenses", "sources"])
}
