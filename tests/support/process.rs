//! Tests that run again in a separate process, because they change or count something that all tests of a process share:
//! the environment, the listeners of logs, traces and metrics, or the open files.

use std::process::Command;

/// Set in a process that runs a single test again.
const CHILD: &str = "API_TESTS_CHILD";

/// Returns `true` in a process that [`again`] started.
pub fn is_child() -> bool {
    std::env::var_os(CHILD).is_some()
}

/// Returns a command that runs one test of this program again, in an environment that excludes no host from a proxy.
/// `module` is the test's `module_path!()`.
pub fn again(module: &str, test: &str) -> Command {
    let (_, module) = module.split_once("::").expect("a test is in a module of its program");
    let mut again = Command::new(std::env::current_exe().unwrap());
    again.args(["--exact", &format!("{module}::{test}"), "--nocapture"]).env(CHILD, "1");
    for name in ["no_proxy", "NO_PROXY", "REQUEST_METHOD"] {
        again.env_remove(name);
    }
    again
}

/// Runs a command of [`again`], and asserts that the test ran and passed.
pub fn pass(mut command: Command) {
    let output = command.output().unwrap();
    let printed = [output.stdout, output.stderr].concat();
    let printed = String::from_utf8_lossy(&printed);
    assert!(output.status.success() && printed.contains("1 passed"), "{printed}");
}

/// Returns `true` in a separate process. In another, runs the test in a separate one, asserts that it passed, and
/// returns `false`: the test is over.
pub fn is_alone(module: &str, test: &str) -> bool {
    if !is_child() {
        pass(again(module, test));
    }
    is_child()
}
