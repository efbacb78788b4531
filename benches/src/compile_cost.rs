//! Measures the cost of compiling an endpoint, compared with serde's derives and plain structs, for docs/benchmarks.md.
//! The endpoints are those of the registry, and so are the structs of all variants: the program walks the tables and
//! writes declarations from them. Docs have their first paragraph only, and lists of codes are written out.
//!
//! All measurements take about an hour. `--quick` measures only crates of 50 endpoints, `--users` only the crates of
//! users. `--smoke` measures nothing and checks that the generated crates compile. The figures are the CPU time of
//! cargo and its child processes, so the machine need not be idle. Dependencies are built before.
//!
//! CPU time differs by a third between runs on a machine that shares its processor. `--instructions` counts the
//! compiler's instructions instead, with valgrind, which repeat to a thousandth, for crates of 50 endpoints and for the
//! whole contract. It takes half an hour.

mod cargo;
mod contract;
mod declared;
mod derived;
mod emit;
mod endpoints;
mod instructions;
mod package;
mod start;
mod table;
mod users;
mod values;

use self::cargo::Workspace;
use self::contract::Contract;
use self::endpoints::Scope;
use self::package::Packages;

/// Runs the measurements that the flag selects.
pub(crate) fn run(cargo: &str, flag: Option<&str>) -> bool {
    let done = run_with(cargo, flag);
    done.inspect_err(|problem| eprintln!("api-benches: compile_cost: {problem}")).is_ok()
}

fn run_with(cargo: &str, flag: Option<&str>) -> Result<(), String> {
    let workspace = Workspace::new(cargo)?;
    let contract = Contract::read()?;
    let mut packages = Packages::new(&workspace, &contract)?;
    let scope = match flag {
        Some("--smoke") => return smoke(packages, &contract),
        Some("--instructions") => {
            endpoints::add(&mut packages, &contract, Scope::QUICK.counts)?;
            packages.finish()?;
            return instructions::measure(&workspace);
        }
        Some("--quick") => Scope::QUICK,
        Some("--users") => Scope::NOTHING,
        None => Scope::WHOLE,
        Some(other) => {
            return Err(format!(
                "unknown flag `{other}`: use --quick, --instructions, --users or --smoke"
            ));
        }
    };
    endpoints::add(&mut packages, &contract, scope.counts)?;
    users::add(&mut packages, &contract)?;
    start::add(&mut packages)?;
    packages.finish()?;
    endpoints::measure(&workspace, scope)?;
    users::measure(&workspace, &contract)?;
    start::measure(&workspace)
}

/// Checks that every variant of every real spec compiles, and the calls of a user.
fn smoke(mut packages: Packages<'_>, contract: &Contract) -> Result<(), String> {
    let count = contract.endpoints.len();
    endpoints::add(&mut packages, contract, &[count])?;
    users::add(&mut packages, contract)?;
    packages.finish()?;
    endpoints::smoke(packages.workspace, count)?;
    users::smoke(packages.workspace)
}
