//! The families of endpoints in README.md: how many endpoints each has, and for how many the simulator keeps state.
//! `FAMILIES=write cargo test -p api-tests --test repository families` writes them.

use support::document::check_section;
use tencent_chat::{ENDPOINTS, EndpointSpec, Family};
use tencent_chat_sim::Simulator;

/// Returns how many of the simulated endpoints fit.
fn count(fits: impl Fn(&EndpointSpec, bool) -> bool) -> usize {
    Simulator::endpoints().filter(|(spec, is_stateful)| fits(spec, *is_stateful)).count()
}

fn row(family: &Family) -> String {
    let is_member = |spec: &EndpointSpec| spec.family().is_some_and(|own| own.name == family.name);
    let stateful = count(|spec, is_stateful| is_stateful && is_member(spec));
    let about = family.doc.trim_end_matches('.');
    format!("| `{}` | {} | {stateful} | {about} |\n", family.name, family.endpoints.len())
}

#[test]
fn readme_md_counts_the_endpoints_of_each_family() {
    let head = "| family | endpoints | with state in the simulator | about |\n|---|--:|--:|---|\n";
    let rows: String = ENDPOINTS.iter().map(row).collect();
    let (all, stateful) = (EndpointSpec::all().count(), count(|_, is_stateful| is_stateful));
    let table = format!("{head}{rows}| all | {all} | {stateful} | |\n");
    check_section("README.md", "families", &table, "FAMILIES");
}
