//! Runs cargo on the generated crates and measures the CPU time.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeVal;

/// A cargo command.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Mode {
    Check,
    /// `check` with optimized macros. By default cargo does not optimize them.
    CheckWithOptimizedMacros,
    Build,
    Release,
}

impl Mode {
    /// The commands that users mostly run.
    pub(crate) const USUAL: [Self; 3] = [Self::Check, Self::Build, Self::Release];
    pub(crate) const ALL: [Self; 4] =
        [Self::Check, Self::CheckWithOptimizedMacros, Self::Build, Self::Release];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Check => "`check`",
            Self::CheckWithOptimizedMacros => "`check`, macros optimized",
            Self::Build => "`build`",
            Self::Release => "`build --release`",
        }
    }

    fn args(self) -> &'static [&'static str] {
        match self {
            Self::Check | Self::CheckWithOptimizedMacros => &["check"],
            Self::Build => &["build"],
            Self::Release => &["build", "--release"],
        }
    }
}

/// The package of the contract, and its root file.
pub(crate) const CONTRACT: &str = "tencent-chat-specs";
pub(crate) const CONTRACT_ROOT: &str = "api-specs/src/lib.rs";

/// The generated crates: a separate workspace.
pub(crate) struct Workspace {
    cargo: String,
    pub(crate) folder: PathBuf,
}

impl Workspace {
    pub(crate) fn new(cargo: &str) -> Result<Self, String> {
        let folder = Path::new("target").join("compile-cost");
        let folder = fs::create_dir_all(&folder).and_then(|()| fs::canonicalize(&folder));
        let folder =
            folder.map_err(|error| format!("could not create the working folder: {error}"))?;
        Ok(Self { cargo: cargo.to_owned(), folder })
    }

    /// Writes a file unless it is unchanged, because a written file is built again.
    pub(crate) fn write(&self, path: &str, text: &str) -> Result<(), String> {
        let path = self.folder.join(path);
        let is_same = fs::read_to_string(&path).is_ok_and(|kept| kept == text);
        let write = || {
            fs::create_dir_all(path.parent().unwrap_or(&path))?;
            fs::write(&path, text)
        };
        if is_same {
            Ok(())
        } else {
            write().map_err(|error| format!("{}: {error}", path.display()))
        }
    }

    /// Builds a package and its dependencies.
    pub(crate) fn build(&self, package: &str, mode: Mode) -> Result<(), String> {
        self.run(self.command_of(package, mode))
    }

    /// Returns the CPU time of all processes that build the package, without its dependencies and not incrementally.
    pub(crate) fn cpu(&self, package: &str, mode: Mode, root: &str) -> Result<Duration, String> {
        self.touch(package, root)?;
        let mut command = self.command_of(package, mode);
        command.env("CARGO_INCREMENTAL", "0");
        self.cpu_of(command)
    }

    /// Returns the CPU time of an incremental build of the package, without its dependencies.
    pub(crate) fn cpu_incremental(
        &self,
        package: &str,
        mode: Mode,
        root: &str,
    ) -> Result<Duration, String> {
        self.touch(package, root)?;
        self.cpu_of(self.command_of(package, mode))
    }

    /// Returns the CPU time of `cargo check` of the contract, without its dependencies and not incrementally.
    pub(crate) fn cpu_of_contract(&self) -> Result<Duration, String> {
        touch(Path::new(CONTRACT_ROOT))?;
        let mut command = self.command_of(CONTRACT, Mode::Check);
        command.env("CARGO_INCREMENTAL", "0");
        self.cpu_of(command)
    }

    pub(crate) fn cpu_of(&self, command: Command) -> Result<Duration, String> {
        let before = cpu_of_children()?;
        self.run(command)?;
        Ok(cpu_of_children()?.saturating_sub(before))
    }

    /// Returns the number of lines of LLVM IR that the compiler generates for the functions of the package, before
    /// optimization.
    pub(crate) fn llvm_lines(&self, package: &str, root: &str) -> Result<usize, String> {
        self.touch(package, root)?;
        let path = self.folder.join(package).join("lines.ll");
        let mut command = self.command(package, &["rustc", "--release"]);
        let emit = format!("--emit=llvm-ir={}", path.display());
        command.args(["--", "-C", "no-prepopulate-passes", "-C", "codegen-units=1", &emit]);
        self.run(command)?;
        let text =
            fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        Ok(lines_of_functions(&text))
    }

    pub(crate) fn command_of(&self, package: &str, mode: Mode) -> Command {
        let mut command = self.command(package, mode.args());
        if mode == Mode::CheckWithOptimizedMacros {
            command.env("CARGO_PROFILE_DEV_BUILD_OVERRIDE_OPT_LEVEL", "3");
        }
        command
    }

    fn command(&self, package: &str, args: &[&str]) -> Command {
        let mut command = Command::new(&self.cargo);
        command.args(args).args(["--quiet", "--package", package]);
        command.arg("--manifest-path").arg(self.folder.join("Cargo.toml"));
        command
    }

    fn touch(&self, package: &str, root: &str) -> Result<(), String> {
        touch(&self.root_of(package, root))
    }

    /// Returns the path of the root file of a generated package.
    pub(crate) fn root_of(&self, package: &str, root: &str) -> PathBuf {
        self.folder.join(package).join("src").join(root)
    }

    pub(crate) fn run(&self, mut command: Command) -> Result<(), String> {
        match command.stdout(Stdio::null()).status() {
            Ok(status) if status.success() => Ok(()),
            Ok(_) => Err(format!("{command:?} failed")),
            Err(error) => Err(format!("{command:?}: {error}")),
        }
    }
}

/// Writes a file again, so that cargo considers its package changed.
pub(crate) fn touch(path: &Path) -> Result<(), String> {
    let touched = fs::read(path).and_then(|text| fs::write(path, text));
    touched.map_err(|error| format!("{}: {error}", path.display()))
}

fn lines_of_functions(text: &str) -> usize {
    let mut is_within = false;
    let mut count = 0;
    for line in text.lines() {
        is_within |= line.starts_with("define ");
        count += usize::from(is_within && !line.is_empty());
        is_within &= line != "}";
    }
    count
}

/// Returns the user and system time of all child processes that have ended.
fn cpu_of_children() -> Result<Duration, String> {
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).map_err(|error| error.to_string())?;
    Ok(duration(usage.user_time()) + duration(usage.system_time()))
}

fn duration(time: TimeVal) -> Duration {
    let micros = time.tv_sec() * 1_000_000 + time.tv_usec();
    Duration::from_micros(u64::try_from(micros).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_lines_of_functions_are_counted() {
        let text = "@text = constant [2 x i8] c\"ok\"\n\ndefine void @one() {\nstart:\n\n  ret void\n}\n\ndeclare void @two()\n";
        assert_eq!(lines_of_functions(text), 4);
    }
}
