//! Checks the dependencies against `deny.toml`.

use std::process::Command;

/// The version of cargo-deny that `deny.toml` is written for.
const VERSION: &str = "^0.20";

/// Runs cargo-deny and returns `true` if it passed; `None` if it is missing, so that nothing was checked. CI installs
/// it.
pub(crate) fn check(cargo: &str, is_ci: bool) -> Option<bool> {
    let runs = |args: &[&str]| {
        let status = Command::new(cargo).args(args).status();
        status.is_ok_and(|status| status.success())
    };
    let is_installed = Command::new(cargo).args(["deny", "--version"]).output();
    if !is_installed.is_ok_and(|output| output.status.success()) {
        let install = ["install", "cargo-deny", "--version", VERSION, "--locked", "--debug"];
        if !is_ci {
            eprintln!(
                "xtask: cargo-deny is missing: install it with `cargo {}`",
                install.join(" ")
            );
            return None;
        }
        if !runs(&install) {
            return Some(false);
        }
    }
    // The advisories are not available everywhere: see deny.toml.
    Some(runs(&["deny", "check", "bans", "licenses", "sources"]))
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn without_cargo_deny_nothing_passes() {
        assert_eq!(check("false", false), None);
        assert_eq!(check("false", true), Some(false), "it could not be installed");
        assert_eq!(check("/no/such/program", false), None);
        assert_eq!(check("true", false), Some(true));
    }
}
