//! The oldest dependencies that Cargo.toml allows: whether the workspace builds with them.

use std::path::Path;
use std::process::Command;
use std::{fs, io};

/// The folder of the copy, which has a lock file of its own.
const COPY: &str = "target/lower-bounds";

/// Checks a copy of what git does not ignore, with the lowest version of each direct dependency. Needs the registry.
pub(crate) fn check(cargo: &str) -> bool {
    let copied = copy().inspect_err(|error| eprintln!("xtask: cannot copy the workspace: {error}"));
    let runs = |args: &[&str]| {
        let mut command = Command::new(cargo);
        // The pinned compiler takes the option if told that it may.
        command.args(args).current_dir(COPY).env("RUSTC_BOOTSTRAP", "1");
        command.env("CARGO_TARGET_DIR", "target").status().is_ok_and(|status| status.success())
    };
    copied.is_ok()
        && runs(&["update", "--quiet", "-Z", "direct-minimal-versions"])
        && runs(&["check", "--workspace", "--all-targets", "--all-features", "--quiet"])
}

fn copy() -> io::Result<()> {
    let listed = Command::new("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .output()?;
    if !listed.status.success() {
        return Err(io::Error::other("git cannot list the files"));
    }
    let listed = String::from_utf8_lossy(&listed.stdout);
    let files =
        listed.split('\0').filter(|file| Path::new(file).is_file() && *file != "Cargo.lock");
    for file in files {
        let copy = Path::new(COPY).join(file);
        fs::create_dir_all(copy.parent().unwrap_or(Path::new(COPY)))?;
        fs::copy(file, copy)?;
    }
    // That of the last time would hold the versions of then.
    match fs::remove_file(Path::new(COPY).join("Cargo.lock")) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
