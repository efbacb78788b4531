//! Measures the cost that each endpoint adds to the crate that declares it.

use std::collections::BTreeMap;
use std::time::Duration;

use tencent_chat_specs::EndpointSpec;
use tencent_chat_specs::webhook::WebhookSpec;

use super::cargo::{CONTRACT, Mode, Workspace};
use super::contract::Contract;
use super::emit::Variant;
use super::package::{BASE, Packages, name_of};
use super::table;

/// The extent of the measurements.
#[derive(Clone, Copy)]
pub(crate) struct Scope {
    pub(crate) counts: &'static [usize],
    pub(crate) modes: &'static [Mode],
}

impl Scope {
    pub(crate) const QUICK: Self = Self { counts: &[50], modes: &Mode::USUAL };
    pub(crate) const WHOLE: Self = Self { counts: &[10, 50, 150, 1000], modes: &Mode::ALL };
    pub(crate) const NOTHING: Self = Self { counts: &[], modes: &[] };
}

/// Returns the number of times that a crate with `count` endpoints is built. The smallest figure counts. Builds that
/// take minutes run once.
fn rounds(count: usize) -> usize {
    match count {
        0..=20 => 5,
        21..=200 => 3,
        _ => 1,
    }
}

/// Checks that the crates with this number of endpoints compile.
pub(crate) fn smoke(workspace: &Workspace, count: usize) -> Result<(), String> {
    let names = Variant::ALL.map(|variant| name_of(variant, count));
    names.iter().try_for_each(|name| workspace.build(name, Mode::Check))
}

/// Writes crates with these numbers of endpoints.
pub(crate) fn add(
    packages: &mut Packages<'_>,
    contract: &Contract,
    counts: &[usize],
) -> Result<(), String> {
    for count in counts {
        for variant in Variant::ALL {
            packages.add_endpoints(contract, variant, *count)?;
        }
    }
    Ok(())
}

/// Measures the crates.
pub(crate) fn measure(workspace: &Workspace, scope: Scope) -> Result<(), String> {
    let Scope { counts, .. } = scope;
    if counts.is_empty() {
        return Ok(());
    }
    let cpu = Cpu::measure(workspace, scope)?;
    cpu.print(scope)?;
    print_contract(workspace)?;
    print_lines(workspace, counts)
}

/// Measures the whole contract. The smallest of five figures counts.
fn print_contract(workspace: &Workspace) -> Result<(), String> {
    workspace.build(CONTRACT, Mode::Check)?;
    let times: Result<Vec<_>, _> = (0..5).map(|_| workspace.cpu_of_contract()).collect();
    let least = times?.into_iter().min().unwrap_or_default().as_secs_f64();
    let head = ["endpoints", "webhooks", "s"].map(str::to_owned).to_vec();
    let counts = [EndpointSpec::all().count(), WebhookSpec::all().count()];
    let [endpoints, webhooks] = counts.map(|count| count.to_string());
    let rows = [head, vec![endpoints, webhooks, format!("{least:.1}")]];
    table::print("CPU time of `cargo check` of the whole contract", &rows)
}

/// CPU times, each the smallest of several.
struct Cpu(BTreeMap<(&'static str, usize, Mode), Duration>);

impl Cpu {
    fn measure(workspace: &Workspace, scope: Scope) -> Result<Self, String> {
        let mut times = BTreeMap::new();
        for mode in scope.modes {
            workspace.build(BASE, *mode)?;
            for count in scope.counts {
                eprintln!("api-benches: compile_cost: {count} endpoints, {}", mode.name());
                for _ in 0..rounds(*count) {
                    for variant in Variant::ALL {
                        let time = workspace.cpu(&name_of(variant, *count), *mode, "lib.rs")?;
                        let least = times.entry((variant.name(), *count, *mode)).or_insert(time);
                        *least = time.min(*least);
                    }
                }
            }
        }
        Ok(Self(times))
    }

    fn millis(&self, variant: Variant, count: usize, mode: Mode) -> f64 {
        self.0[&(variant.name(), count, mode)].as_secs_f64() * 1000.0
    }

    /// Returns the milliseconds that each endpoint adds to plain structs.
    fn added(&self, variant: Variant, count: usize, mode: Mode) -> f64 {
        (self.millis(variant, count, mode) - self.millis(Variant::Plain, count, mode))
            / count as f64
    }

    fn print(&self, scope: Scope) -> Result<(), String> {
        let head = [
            "endpoints, mode",
            "plain, ms in total",
            "serde",
            "ours",
            "ratio",
            "ours with methods",
            "ratio",
        ];
        let mut rows = vec![head.map(str::to_owned).to_vec()];
        for count in scope.counts {
            for mode in scope.modes {
                let [serde, ours, whole] =
                    [Variant::Serde, Variant::Ours, Variant::OursWithMethods]
                        .map(|variant| self.added(variant, *count, *mode));
                rows.push(vec![
                    format!("{count}, {}", mode.name()),
                    format!("{:.0}", self.millis(Variant::Plain, *count, *mode)),
                    format!("{serde:.1}"),
                    format!("{ours:.1}"),
                    format!("{:.2}", ours / serde),
                    format!("{whole:.1}"),
                    format!("{:.2}", whole / serde),
                ]);
            }
        }
        table::print("CPU time that an endpoint adds to plain structs, in ms", &rows)
    }
}

fn print_lines(workspace: &Workspace, counts: &[usize]) -> Result<(), String> {
    let head = ["endpoints", "plain", "serde over plain", "ours over plain", "ratio"];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    for count in counts {
        let lines = |variant| workspace.llvm_lines(&name_of(variant, *count), "lib.rs");
        let each = |lines: usize| lines as f64 / *count as f64;
        let plain = each(lines(Variant::Plain)?);
        let (serde, ours) =
            (each(lines(Variant::Serde)?) - plain, each(lines(Variant::Ours)?) - plain);
        rows.push(vec![
            count.to_string(),
            format!("{plain:.0}"),
            format!("{serde:.0}"),
            format!("{ours:.0}"),
            format!("{:.2}", ours / serde),
        ]);
    }
    table::print("LLVM lines of an endpoint", &rows)
}
