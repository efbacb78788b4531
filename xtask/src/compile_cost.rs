//! What an endpoint costs to compile, beside serde's derives and plain structs: the tables of BENCHMARKS.md.
//!
//! Everything is an hour or so; `--quick` leaves out crates of other than 50 endpoints, `--users` all that users do not
//! pay, and `--smoke` checks that what would be measured compiles. CPU time counts, of cargo and all that it starts, so that the
//! machine may have other things to do; the dependencies are built before.

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

/// Runs what the flag asks for.
pub(crate) fn run(cargo: &str, flag: Option<&str>) -> bool {
    let done = run_with(cargo, flag);
    done.inspect_err(|problem| eprintln!("xtask: compile_cost: {problem}")).is_ok()
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
        Some(other) => return Err(format!("`{other}` is none of --quick, --users and --smoke")),
    };
    endpoints::add(&mut packages, &specs, scope.counts)?;
    users::add(&mut packages, &specs)?;
    start::add(&mut packages)?;
    packages.finish()?;
    endpoints::measure(&workspace, scope)?;
    users::measure(&workspace, &specs)?;
    start::measure(&workspace)
}
