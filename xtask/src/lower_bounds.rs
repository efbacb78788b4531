//! Checks that the workspace builds with the oldest dependencies that Cargo.toml allows.

use std::path::Path;
use std::process::Command;
use std::{fs, io};

/// The folder of the copy, which has its own lock file.
const COPY: &str = "target/lower-bounds";

/// Checks a copy of the workspace with the lowest version of each direct dependency. Files that git ignores are not
/// copied. Needs the registry.
pub(crate) fn check(cargo: &str) -> bool {
    let (copy, target) = (Path::new(COPY), Path::new(COPY).join("target"));
    let copied = renew(copy, &target);
    let copied =
        copied.inspect_err(|error| eprintln!("xtask: could not copy the workspace: {error}"));
    let command = |args: &[&str]| {
        let mut command = Command::new(cargo);
        command.args(args).current_dir(copy).env("CARGO_TARGET_DIR", "target");
        command
    };
    let passes = |mut command: Command| command.status().is_ok_and(|status| status.success());
    let mut update = command(&["update", "--quiet", "-Z", "direct-minimal-versions"]);
    // The variable lets the pinned cargo accept the unstable option. The build does not get it, because build scripts
    // of dependencies would then detect unstable features of the compiler.
    update.env("RUSTC_BOOTSTRAP", "1");
    let mut build =
        command(&["check", "--workspace", "--all-targets", "--all-features", "--quiet"]);
    build.env_remove("RUSTC_BOOTSTRAP");
    copied.is_ok() && passes(update) && passes(build)
}

/// Copies the workspace again, without its lock file. Earlier build results in the copy are kept.
fn renew(copy: &Path, target: &Path) -> io::Result<()> {
    let listed = Command::new("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .output()?;
    if !listed.status.success() {
        return Err(io::Error::other("git could not list the files"));
    }
    let listed = String::from_utf8_lossy(&listed.stdout);
    let files = listed.split('\0').map(Path::new);
    let files: Vec<_> =
        files.filter(|file| file.is_file() && *file != Path::new("Cargo.lock")).collect();
    fs::create_dir_all(copy)?;
    clear(copy, target)?;
    for file in files {
        let copied = copy.join(file);
        fs::create_dir_all(copied.parent().unwrap_or(copy))?;
        fs::copy(file, copied)?;
    }
    Ok(())
}

/// Removes everything in a folder but one entry.
fn clear(folder: &Path, kept: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path == kept {
            continue;
        }
        if path.is_dir() { fs::remove_dir_all(path)? } else { fs::remove_file(path)? }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_build_results_of_the_last_copy_are_kept() -> io::Result<()> {
        let folder = std::env::temp_dir().join(format!("lower-bounds-{}", std::process::id()));
        let kept = folder.join("target");
        for part in ["target/debug", "src/gone"] {
            fs::create_dir_all(folder.join(part))?;
        }
        for file in ["Cargo.lock", "src/gone/old.rs", "target/debug/built"] {
            fs::write(folder.join(file), "")?;
        }
        clear(&folder, &kept)?;
        let left: Vec<_> = fs::read_dir(&folder)?.flatten().map(|entry| entry.path()).collect();
        let is_built = kept.join("debug/built").is_file();
        fs::remove_dir_all(&folder)?;
        assert_eq!((left, is_built), (vec![kept], true));
        Ok(())
    }
}
