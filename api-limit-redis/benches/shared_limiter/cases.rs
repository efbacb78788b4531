//! The cases, and what is printed of them.

use std::process::{Child, Command};
use std::thread;
use std::time::Duration;

use tencent_chat_sim::Simulator;

use super::proxy;
use super::server::RedisServer;
use super::worker::{Output, Use, most_in_a_second, read, start, unix_micros};

const PROCESSES: usize = 4;
const CALLERS: usize = 60;
const SECOND: u64 = 1_000_000;

/// A case: its name, the algorithm, and what disturbs it.
struct Case {
    name: &'static str,
    algorithm: &'static str,
    disturbance: Disturbance,
}

#[derive(Clone, Copy, Eq, PartialEq)]
enum Disturbance {
    None,
    Delay,
    Load,
    Stop,
    Kill(&'static str),
    Pause,
}

const CASES: &[Case] = &[
    case("gcra", "gcra", Disturbance::None),
    case("ours", "ours", Disturbance::None),
    case("gcra, delay", "gcra", Disturbance::Delay),
    case("ours, delay", "ours", Disturbance::Delay),
    case("gcra, load", "gcra", Disturbance::Load),
    case("ours, load", "ours", Disturbance::Load),
    case("gcra, stop", "gcra", Disturbance::Stop),
    case("ours, stop", "ours", Disturbance::Stop),
    case("ours, share", "ours", Disturbance::Kill("share")),
    case("ours, refuse", "ours", Disturbance::Kill("refuse")),
    case("ours, alone", "ours", Disturbance::Kill("alone")),
    case("ours, pause", "ours", Disturbance::Pause),
];

const fn case(name: &'static str, algorithm: &'static str, disturbance: Disturbance) -> Case {
    Case { name, algorithm, disturbance }
}

/// Runs the cases that the arguments name, or all.
pub(crate) fn run(arguments: impl Iterator<Item = String>) {
    let (flags, names): (Vec<_>, Vec<_>) =
        arguments.partition(|argument| argument.starts_with("--"));
    let secs = if flags.iter().any(|flag| flag == "--quick") { 5 } else { 30 };
    let is_chosen = |name: &str| names.is_empty() || names.iter().any(|chosen| chosen == name);
    println!("{PROCESSES} processes of {CALLERS} callers, 200 a second, {secs} s a case\n");
    println!(
        "| case | rate | of 200 | most in a second | Jain | operations a call | wait p50 | p99 | given up | notes |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|");
    for case in CASES.iter().filter(|case| is_chosen(case.name)) {
        measure(case, secs);
    }
    for algorithm in ["gcra", "ours"] {
        if is_chosen("idle") {
            idle(algorithm);
        }
    }
    if is_chosen("simulator") {
        simulator(secs * 2);
    }
}

fn measure(case: &Case, secs: u64) {
    let mut server = RedisServer::start();
    let port = match case.disturbance {
        Disturbance::Delay => proxy::start(server.port(), Duration::from_millis(10)),
        _ => server.port(),
    };
    let policy = match case.disturbance {
        Disturbance::Kill(policy) => policy,
        _ => "share",
    };
    // The first second and the last are not counted: processes start and end.
    let begin = unix_micros() + 2 * SECOND;
    let end = begin + secs * SECOND;
    let task = format!(
        "{} redis://127.0.0.1:{port} {CALLERS} {} 0 {policy}",
        case.algorithm,
        end + SECOND
    );
    let workers: Vec<_> = (0..PROCESSES).map(|_| start(&task, &[])).collect();
    let burn = format!("burn {}", end + SECOND);
    let loops = if case.disturbance == Disturbance::Load { 12 } else { 0 };
    let loops: Vec<_> = (0..loops).map(|_| start(&burn, &[])).collect();
    let disturbed = disturb(case.disturbance, &mut server, &workers, begin, end);
    let outputs: Vec<_> = workers.into_iter().map(read).collect();
    loops.into_iter().for_each(|mut burning| drop(burning.wait()));
    report(case, &outputs, begin, end, disturbed);
}

/// Disturbs the case in the middle of its time. Returns the times at which the disturbance began and ended.
fn disturb(
    disturbance: Disturbance,
    server: &mut RedisServer,
    workers: &[Child],
    begin: u64,
    end: u64,
) -> Option<(u64, u64)> {
    let sleep_until = |at: u64| {
        thread::sleep(Duration::from_micros(at.saturating_sub(unix_micros())));
    };
    sleep_until((begin + end) / 2 - SECOND);
    let began = unix_micros();
    match disturbance {
        Disturbance::Stop => {
            signal("-STOP", workers[0].id());
            sleep_until(began + (3 * SECOND).min((end - begin) / 4));
            signal("-CONT", workers[0].id());
        }
        Disturbance::Kill(_) => {
            server.kill();
            sleep_until(began + (end - began) / 2);
            server.restart();
        }
        Disturbance::Pause => {
            server.signal("STOP");
            sleep_until(began + 2 * SECOND);
            server.signal("CONT");
        }
        Disturbance::None | Disturbance::Delay | Disturbance::Load => return None,
    }
    Some((began, unix_micros()))
}

fn signal(signal: &str, process: u32) {
    Command::new("kill").args([signal, &process.to_string()]).status().expect("kill runs");
}

#[expect(clippy::cast_precision_loss, reason = "figures to be read")]
fn report(case: &Case, outputs: &[Output], begin: u64, end: u64, disturbed: Option<(u64, u64)>) {
    let counted = |output: &Output| {
        let counted = output.uses.iter().filter(|used| (begin..end).contains(&used.after));
        // A use counts at the time after it, although it may have been before.
        counted.map(|used| Use { before: used.after, ..*used }).collect()
    };
    let each: Vec<Vec<Use>> = outputs.iter().map(counted).collect();
    let all: Vec<Use> = each.concat();
    let rate = all.len() as f64 * SECOND as f64 / (end - begin) as f64;
    let shares: Vec<_> = each.iter().map(|uses| uses.len() as f64).collect();
    let squares: f64 = shares.iter().map(|share| share * share).sum();
    let jain = shares.iter().sum::<f64>().powi(2) / (squares * shares.len() as f64);
    let sum = |name: &str| outputs.iter().filter_map(|output| output.counts.get(name)).sum::<u64>();
    let calls = outputs.iter().map(|output| output.uses.len()).sum::<usize>();
    let requests = sum("requests") as f64 / calls as f64;
    let mut notes = String::new();
    if let Some((began, ended)) = disturbed {
        notes = gaps(&all, began, ended);
    }
    for name in ["refused", "failures", "outages", "outage_permits"] {
        if sum(name) > 0 {
            notes += &format!(" {name} {}", sum(name));
        }
    }
    println!(
        "| {} | {rate:.1} | {:.1} % | {} | {jain:.4} | {requests:.3} | {} | {} | {} | {notes} |",
        case.name,
        rate / 2.0,
        most_in_a_second(&all),
        millis(percentile(&all, 50)),
        millis(percentile(&all, 99)),
        sum("given_up"),
    );
}

/// Tells how the uses went on after the disturbance began, and after it ended.
fn gaps(uses: &[Use], began: u64, ended: u64) -> String {
    let mut times: Vec<_> = uses.iter().map(|used| used.after).collect();
    times.sort_unstable();
    let longest = |from: u64, to: u64| {
        let times: Vec<_> = times.iter().filter(|at| (from..to).contains(*at)).collect();
        times.windows(2).map(|pair| pair[1] - pair[0]).max().unwrap_or(to - from)
    };
    let during = times.iter().filter(|at| (began..ended).contains(*at)).count() as u64;
    format!(
        "longest pause {} in the disturbance and {} in 3 s after it, {}/s in it;",
        millis(longest(began - SECOND / 10, ended)),
        millis(longest(ended - SECOND / 10, ended + 3 * SECOND)),
        during * SECOND / (ended - began).max(1),
    )
}

fn percentile(uses: &[Use], percent: usize) -> u64 {
    let mut waits: Vec<_> = uses.iter().map(Use::waited).collect();
    waits.sort_unstable();
    waits
        .get((waits.len() * percent / 100).min(waits.len().saturating_sub(1)))
        .copied()
        .unwrap_or(0)
}

fn millis(micros: u64) -> String {
    format!("{}.{} ms", micros / 1000, micros % 1000 / 100)
}

/// One process with one caller that pauses between calls.
#[expect(clippy::cast_precision_loss, reason = "figures to be read")]
fn idle(algorithm: &str) {
    let server = RedisServer::start();
    let until = unix_micros() + 10 * SECOND;
    let output = read(start(&format!("{algorithm} {} 1 {until} 20 share", server.url()), &[]));
    let calls = output.uses.len();
    println!(
        "\nidle, {algorithm}: {calls} calls, {:.3} operations a call, wait p50 {}, p99 {}, given up {}",
        output.counts["requests"] as f64 / calls as f64,
        millis(percentile(&output.uses, 50)),
        millis(percentile(&output.uses, 99)),
        output.counts.get("given_up").copied().unwrap_or(0),
    );
}

/// Two processes that call the simulator, which rejects what exceeds the rate.
fn simulator(secs: u64) {
    let server = RedisServer::start();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    runtime.expect("a runtime").block_on(async {
        let simulator = Simulator::start().await.expect("a simulator");
        let key = simulator.secret_key();
        let until = unix_micros() + secs * SECOND;
        let task = format!(
            "call {} {} {} {key} {until}",
            server.url(),
            simulator.base_url(),
            simulator.sdk_app_id()
        );
        let workers: Vec<_> = (0..2).map(|_| start(&task, &[])).collect();
        let read = |worker| tokio::task::spawn_blocking(move || read(worker));
        let (mut calls, mut exceeded) = (0, 0);
        for output in workers.into_iter().map(read).collect::<Vec<_>>() {
            let output = output.await.expect("no panic");
            calls += output.counts["calls"];
            exceeded += output.counts["exceeded"];
        }
        println!(
            "\nsimulator: 2 processes, {secs} s, {calls} calls, {}/s, {exceeded} with ENDPOINT_RATE_EXCEEDED",
            calls / secs
        );
    });
}
