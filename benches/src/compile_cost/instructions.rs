//! Counts the instructions of the compiler with valgrind.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use super::cargo::{CONTRACT, CONTRACT_ROOT, Mode, Workspace, touch};
use super::emit::Variant;
use super::endpoints::Scope;
use super::package::{BASE, name_of};
use super::table;

/// A script that cargo runs instead of the compiler. The compiler of one crate runs under valgrind. It is called
/// directly, because valgrind does not follow the program that rustup puts before it.
const WRAPPER: &str = r#"#!/bin/sh
compiler="$1"
shift
case " $* " in
*" --crate-name $COUNTED "*)
    exec valgrind --tool=callgrind --callgrind-out-file=/dev/null --log-file="$COUNT" \
        "$("$compiler" --print sysroot)/bin/rustc" "$@"
    ;;
*) exec "$compiler" "$@" ;;
esac
"#;

/// Counts the instructions for crates of 50 endpoints, and for the contract.
pub(crate) fn measure(workspace: &Workspace) -> Result<(), String> {
    let wrapper = write_wrapper(workspace)?;
    let count = |package: &str, mode: Mode, root: &Path| -> Result<f64, String> {
        eprintln!("api-benches: compile_cost: {package}, {}", mode.name());
        count(workspace, &wrapper, package, mode, root)
    };
    let head = ["endpoints, mode", "plain", "serde", "ours", "ratio"];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    let Scope { counts, modes } = Scope::QUICK;
    for endpoints in counts {
        for mode in modes {
            workspace.build(BASE, *mode)?;
            let of = |variant| {
                let name = name_of(variant, *endpoints);
                count(&name, *mode, &workspace.root_of(&name, "lib.rs"))
            };
            let plain = of(Variant::Plain)?;
            let (serde, ours) = (of(Variant::Serde)?, of(Variant::Ours)?);
            rows.push(vec![
                format!("{endpoints}, {}", mode.name()),
                format!("{plain:.2}"),
                format!("{serde:.2}"),
                format!("{ours:.2}"),
                format!("{:.2}", (ours - plain) / (serde - plain)),
            ]);
        }
    }
    table::print("Instructions of the compiler, in thousand millions", &rows)?;
    workspace.build(CONTRACT, Mode::Check)?;
    let whole = count(CONTRACT, Mode::Check, Path::new(CONTRACT_ROOT))?;
    let rows = [
        vec!["mode".to_owned(), "all".to_owned()],
        vec![Mode::Check.name().to_owned(), format!("{whole:.2}")],
    ];
    table::print("The whole contract, in thousand millions", &rows)
}

fn write_wrapper(workspace: &Workspace) -> Result<PathBuf, String> {
    let path = workspace.folder.join("count.sh");
    let written = fs::write(&path, WRAPPER)
        .and_then(|()| fs::set_permissions(&path, fs::Permissions::from_mode(0o755)));
    written.map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(path)
}

/// Returns the thousand millions of instructions that the compiler takes for a package.
fn count(
    workspace: &Workspace,
    wrapper: &Path,
    package: &str,
    mode: Mode,
    root: &Path,
) -> Result<f64, String> {
    let counted = workspace.folder.join("count.log");
    // The figures of another package must not count for one that cargo does not compile.
    fs::write(&counted, "").map_err(|error| format!("{}: {error}", counted.display()))?;
    touch(root)?;
    let mut command = workspace.command_of(package, mode);
    command.env("CARGO_INCREMENTAL", "0").env("RUSTC_WRAPPER", wrapper);
    command.env("COUNTED", package.replace('-', "_")).env("COUNT", &counted);
    workspace.run(command)?;
    let told = fs::read_to_string(&counted)
        .map_err(|error| format!("{}: {error}; is valgrind installed?", counted.display()))?;
    let count = told.split_once("Collected : ").and_then(|(_, rest)| rest.lines().next());
    let count = count.and_then(|count| count.trim().parse::<f64>().ok());
    count.map(|count| count / 1e9).ok_or_else(|| format!("valgrind counted nothing: {told}"))
}
