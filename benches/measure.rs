//! The measuring of the benchmarks: cases run alternately in one process and are compared by the CPU time of this
//! thread and by their allocations. Only ratios mean anything.

#![allow(dead_code, reason = "each benchmark uses a part")]
#![allow(clippy::print_stdout, reason = "a benchmark prints its tables")]

use std::alloc::System;
use std::hint::black_box;
use std::process::Command;
use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// The number of rounds in which the cases are measured; a quick run has one.
const ROUNDS: usize = 15;

/// Returns `true` if the run only shows that everything works: with `--quick`, or under `cargo test`, which passes no
/// `--bench`.
pub(crate) fn is_quick() -> bool {
    !has_word("--bench") || has_word("--quick")
}

/// Returns `true` if a word is on the command line.
fn has_word(word: &str) -> bool {
    std::env::args().any(|arg| arg == word)
}

/// The argument that follows a word on the command line.
pub(crate) fn argument(name: &str) -> Option<String> {
    std::env::args().skip_while(|arg| arg != name).nth(1)
}

/// Returns `true` if the command line selects another case than those of `what`.
pub(crate) fn is_left_out(what: &str) -> bool {
    argument("--only").is_some_and(|only| !only.starts_with(what))
}

/// The measurements of one case.
pub(crate) struct Measured {
    pub(crate) cpu: Duration,
    /// The CPU time relative to that of the first case.
    pub(crate) ratio: f64,
    pub(crate) allocations: f64,
}

/// The CPU time that this thread has used.
pub(crate) fn thread_time() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec.unsigned_abs(), time.tv_nsec.unsigned_abs() as u32)
}

/// Runs all cases alternately, round after round. The figures of a case are the medians of its rounds, for one of
/// `times` runs. The ratio is a median too, because a machine that is slower for a while slows all cases of a round.
pub(crate) fn measure(times: u32, cases: &mut [(&str, &mut dyn FnMut())]) -> Vec<Measured> {
    let (rounds, times) = if is_quick() { (1, 1) } else { (ROUNDS, times) };
    // The setup of a first run belongs to no case.
    cases.iter_mut().for_each(|(_, run)| run());
    let mut rounds_of: Vec<Vec<Measured>> = cases.iter().map(|_| Vec::new()).collect();
    for _ in 0..rounds {
        let mut first = None;
        for ((_, run), rounds) in cases.iter_mut().zip(&mut rounds_of) {
            let region = Region::new(ALLOCATOR);
            let began = thread_time();
            for _ in 0..times {
                run();
            }
            let spent = thread_time() - began;
            let allocations = region.change().allocations as f64 / f64::from(times);
            let ratio = spent.div_duration_f64(*first.get_or_insert(spent));
            rounds.push(Measured { cpu: spent / times, ratio, allocations });
        }
    }
    let measured = rounds_of.iter().map(|rounds| Measured {
        cpu: median(rounds, |round| round.cpu),
        ratio: median(rounds, |round| round.ratio),
        allocations: median(rounds, |round| round.allocations),
    });
    measured.collect()
}

fn median<T: PartialOrd + Copy>(rounds: &[Measured], figure: impl Fn(&Measured) -> T) -> T {
    let mut figures: Vec<T> = rounds.iter().map(figure).collect();
    figures.sort_by(|one, other| one.partial_cmp(other).unwrap());
    figures[figures.len() / 2]
}

/// Measures cases that do the same, the first of them handwritten, and prints a row for each. With `--only "WHAT/CODE"
/// --times N` it runs that case alone, for a profiler that counts instructions.
pub(crate) fn compare(
    what: &str,
    times: u32,
    cases: &mut [(&str, &mut dyn FnMut())],
) -> Vec<Measured> {
    compare_batches(what, times, 1, cases)
}

/// Compares cases of which each run is a batch.
pub(crate) fn compare_batches(
    what: &str,
    times: u32,
    batch: u32,
    cases: &mut [(&str, &mut dyn FnMut())],
) -> Vec<Measured> {
    if let Some(only) = argument("--only") {
        let times = argument("--times").and_then(|times| times.parse().ok()).unwrap_or(times);
        for (_, run) in cases.iter_mut().filter(|(name, _)| only == format!("{what}/{name}")) {
            (0..times).for_each(|_| run());
        }
        return Vec::new();
    }
    if has_word("--instructions") {
        compare_instructions(what, cases);
        return Vec::new();
    }
    let measured = measure(times, cases);
    for ((name, _), one) in cases.iter().zip(&measured) {
        let Measured { cpu, ratio, allocations } = one;
        let (cpu, allocations) = (*cpu / batch, allocations / f64::from(batch));
        println!("| {what} | {name} | {cpu:.2?} | {ratio:.2} | {allocations:.1} |");
    }
    measured
}

/// Makes a value, and returns it with the number of bytes it holds.
pub(crate) fn held<T>(make: impl FnOnce() -> T) -> (T, usize) {
    let region = Region::new(ALLOCATOR);
    let made = make();
    let change = region.change();
    (made, change.bytes_allocated.saturating_sub(change.bytes_deallocated))
}

/// Compares the cases by instructions, which repeat exactly: this program runs each case again under valgrind, twice,
/// and takes the difference.
fn compare_instructions(what: &str, cases: &[(&str, &mut dyn FnMut())]) {
    const TIMES: [u64; 2] = [10, 60];
    let mut by_hand = None;
    for (name, _) in cases {
        let [few, many] = TIMES.map(|times| instructions(&format!("{what}/{name}"), times));
        let each = (many - few) / (TIMES[1] - TIMES[0]);
        let ratio = each as f64 / *by_hand.get_or_insert(each) as f64;
        println!("| {what} | {name} | {each} | {ratio:.2} |");
    }
}

/// Counts the instructions that this program takes to run one case `times` times.
fn instructions(case: &str, times: u64) -> u64 {
    let counted = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(std::env::current_exe().unwrap())
        .args(["--only", case, "--times", &times.to_string()])
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&counted.stderr).into_owned();
    let (_, count) = told.split_once("Collected : ").unwrap_or_else(|| panic!("{told}"));
    count.lines().next().unwrap().trim().parse().unwrap()
}

pub(crate) fn head(title: &str) {
    if has_word("--instructions") {
        println!("\n### {title}\n\n| what | code | instructions | ratio |\n|---|---|---|---|");
    } else {
        println!(
            "\n### {title}\n\n| what | code | CPU | ratio | allocations |\n|---|---|---|---|---|"
        );
    }
}

/// Consumes a value, so that the compiler cannot remove its computation.
pub(crate) fn used<T>(value: T) {
    drop(black_box(value));
}
