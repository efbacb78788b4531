//! Measures the cost of compiling an endpoint, compared with serde's derives and plain structs, for docs/benchmarks.md.
//!
//! All measurements take about an hour. `--quick` measures only crates of 50 endpoints, `--users` only the crates of
//! users. `--smoke` measures nothing and checks that the generated crates compile. The figures are the CPU time of
//! cargo and its child processes, so the machine need not be idle. Dependencies are built before.

mod cargo;
mod derived;
mod emit;
mod endpoints;
mod package;
mod specs;
mod start;
mod table;
mod users;
mod values;

use std::path::Path;

use self::cargo::Workspace;
use self::endpoints::Scope;
use self::package::Packages;
use self::specs::Specs;

/// Runs the measurements that the flag selects.
pub(crate) fn run(cargo: &str, flag: Option<&str>) -> bool {
    let done = run_with(cargo, flag);
    done.inspect_err(|problem| eprintln!("api-benches: compile_cost: {problem}")).is_ok()
}

fn run_with(cargo: &str, flag: Option<&str>) -> Result<(), String> {
    let workspace = Workspace::new(cargo)?;
    let specs = Specs::read(&Path::new("api-specs").join("src"))?;
    let mut packages = Packages::new(&workspace, &specs)?;
    let scope = match flag {
        Some("--smoke") => return endpoints::smoke(&mut packages, &specs),
        Some("--quick") => Scope::QUICK,
        Some("--users") => Scope::NOTHING,
        None => Scope::WHOLE,
        Some(other) => {
            return Err(format!("unknown flag `{other}`: use --quick, --users or --smoke"));
        }
    };
    endpoints::add(&mut packages, &specs, scope.counts)?;
    users::add(&mut packages, &specs)?;
    start::add(&mut packages)?;
    packages.finish()?;
    endpoints::measure(&workspace, scope)?;
    users::measure(&workspace, &specs)?;
    start::measure(&workspace)
}
