//! A thousand concurrent callers of the simulator, without faults and with random faults: every error has the fault
//! that caused it, memory stays flat, and nothing is left in the end. `cargo bench -p api-benches --bench load --
//! --seconds 300` measures for that long each time and prints the table of docs/reliability.md; as a test it takes 2 s.

#![allow(clippy::unwrap_used, reason = "a program that cannot go on stops")]
#![expect(clippy::print_stdout, reason = "it measures and prints")]

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::thread::{self, JoinHandle};
use std::time::Duration;
use std::{env, fs};

use tencent_chat::push::im_push;
use tencent_chat::{
    Client, Credentials, ErrorCode, ErrorKind, HyperTransport, RetryPolicy, TransportOptions,
    Unlimited,
};
use tencent_chat_sim::{Fault, Rule, Simulator};
use tokio::runtime::{Builder, Handle};
use tokio::sync::{Barrier, oneshot};

const CALLERS: u64 = 1000;
const SEED: u64 = 20_261_125;

/// One call in this many makes the simulator apply a fault.
const RARITY: u32 = 20;

/// The calls that each caller makes before memory is measured, because connections are opened and their buffers grow.
const WARMING: u64 = 5;

/// The number of times memory is measured in a run.
const SAMPLES: u32 = 40;

/// The growth that the allocator may cause at any time. In a run of minutes it is no more than some bytes per call.
const SLACK_KIB: u64 = 16 * 1024;

/// Longer than any response takes while a thousand callers share a slow machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// The requests that reached the simulator, and the applied faults by the error that each must lead to.
static REQUESTS: AtomicU64 = AtomicU64::new(0);
static APPLIED: Mutex<BTreeMap<&str, u64>> = Mutex::new(BTreeMap::new());

fn main() {
    let args: Vec<String> = env::args().collect();
    if args.iter().any(|arg| arg == "--list") {
        return;
    }
    let seconds = args.windows(2).find(|pair| pair[0] == "--seconds");
    let seconds = seconds.map_or(2, |pair| pair[1].parse().expect("a number of seconds"));
    println!(
        "| transport | faults | calls | calls a second | faults applied | errors | memory, first half | second half |"
    );
    println!("|---|---|---|---|---|---|---|---|");
    // tokio opens a pair of sockets for signals once per process and keeps it.
    drop(Builder::new_current_thread().enable_all().build().unwrap());
    for way in [Way::ReqwestHttp1, Way::HyperHttp2] {
        for has_faults in [false, true] {
            let files = count_files();
            let run = Run::make(way, has_faults, seconds);
            assert_eq!(count_files(), files, "every connection is closed");
            run.check();
            println!("{}", run.line());
        }
    }
}

#[derive(Clone, Copy)]
enum Way {
    ReqwestHttp1,
    HyperHttp2,
}

impl Way {
    fn name(self) -> &'static str {
        match self {
            Self::ReqwestHttp1 => "reqwest, HTTP/1.1",
            Self::HyperHttp2 => "hyper-util, HTTP/2 in TLS",
        }
    }
}

/// The simulator, on its own thread and runtime.
struct Service {
    simulator: Arc<Simulator>,
    stop: oneshot::Sender<()>,
    thread: JoinHandle<()>,
}

impl Service {
    fn start(way: Way) -> Self {
        let (sender, receiver) = mpsc::channel();
        let (stop, stopped) = oneshot::channel();
        let thread = thread::spawn(move || {
            let runtime = Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let builder = Simulator::builder().log(note);
                let builder = if let Way::HyperHttp2 = way { builder.tls() } else { builder };
                let simulator = Arc::new(builder.start().await.unwrap());
                sender.send(Arc::clone(&simulator)).unwrap();
                stopped.await.unwrap();
                simulator.stop().await;
                drop(simulator);
                until_no_task_is_alive().await;
            });
        });
        Self { simulator: receiver.recv().unwrap(), stop, thread }
    }

    fn client(&self, way: Way) -> Client {
        let credentials =
            Credentials::secret_key(self.simulator.admin(), self.simulator.secret_key());
        let builder = Client::builder(self.simulator.sdk_app_id(), credentials);
        let builder = builder.base_url(self.simulator.base_url()).limiter(Unlimited);
        let builder = builder.retry(RetryPolicy::none()).timeout(PATIENCE).strict_responses();
        match self.simulator.certificate() {
            Some(certificate) if matches!(way, Way::HyperHttp2) => {
                let options = TransportOptions::new().http2().trust(certificate);
                builder.transport(HyperTransport::with_options(options).unwrap())
            }
            _ => builder,
        }
        .build()
        .unwrap()
    }

    fn stop(self) {
        let Self { simulator, stop, thread } = self;
        drop(simulator);
        stop.send(()).unwrap();
        thread.join().unwrap();
    }
}

/// Counts a line of the simulator's log: a request or an applied fault.
fn note(line: &str) {
    REQUESTS.fetch_add(1, Ordering::Relaxed);
    let Some(fault) = line.strip_suffix(" (injected)") else { return };
    let (_, fault) = fault.split_once(": ").unwrap();
    let kind = match fault.split('(').next().unwrap() {
        "Code" => "Service",
        "Status" => "HttpStatus",
        "Body" => "UnreadableResponse",
        "ResetBefore" | "ResetAfter" | "Cut" => "Transport",
        "Delay" => "late",
        other => unreachable!("{other}"),
    };
    *APPLIED.lock().unwrap().entry(kind).or_default() += 1;
}

fn random_fault(random: &mut fastrand::Rng) -> Fault {
    match random.u32(0..7) {
        0 => Fault::Code(ErrorCode::TOO_MANY_REQUESTS),
        1 => Fault::Status(502),
        2 => Fault::Body(b"<html>Offline</html>".to_vec()),
        3 => Fault::ResetBefore,
        4 => Fault::ResetAfter,
        5 => Fault::Cut,
        _ => Fault::Delay(Duration::from_millis(random.u64(1..100))),
    }
}

/// The results that callers saw.
#[derive(Default)]
struct Tally {
    calls: u64,
    errors: BTreeMap<String, u64>,
}

/// The state that the callers share.
struct Course {
    are_all_warm: Barrier,
    is_over: AtomicBool,
}

/// Calls until told to stop. Sometimes orders a fault, which hits whichever call arrives next.
async fn call(
    client: Client,
    faults: Option<Arc<Simulator>>,
    mut random: fastrand::Rng,
    course: Arc<Course>,
) -> Tally {
    let mut tally = Tally::default();
    while !course.is_over.load(Ordering::Relaxed) {
        if tally.calls == WARMING {
            course.are_all_warm.wait().await;
        }
        if let Some(simulator) = &faults
            && random.u32(0..RARITY) == 0
        {
            simulator.state().add_rule(Rule::new(random_fault(&mut random)));
        }
        tally.calls += 1;
        if let Err(error) = client.call(im_push::Request::new(["hi"])).await {
            let is_unsent = matches!(error.kind(), ErrorKind::NotSent | ErrorKind::Timeout);
            assert!(!is_unsent, "no such fault was ordered: {error}");
            *tally.errors.entry(format!("{:?}", error.kind())).or_default() += 1;
        }
    }
    tally
}

/// The result of a run.
struct Run {
    way: Way,
    has_faults: bool,
    seconds: u64,
    tally: Tally,
    requests: u64,
    applied: BTreeMap<&'static str, u64>,
    measured: Measured,
}

/// The measurements from outside, once all callers were warm.
struct Measured {
    requests: u64,
    /// The memory at regular times, in KiB.
    memory: Vec<u64>,
}

impl Run {
    fn make(way: Way, has_faults: bool, seconds: u64) -> Self {
        REQUESTS.store(0, Ordering::Relaxed);
        APPLIED.lock().unwrap().clear();
        let service = Service::start(way);
        let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let (tally, measured) = runtime.block_on(async {
            let load = load(&service, way, has_faults, seconds).await;
            until_no_task_is_alive().await;
            load
        });
        drop(runtime);
        service.stop();
        let requests = REQUESTS.load(Ordering::Relaxed);
        let applied = APPLIED.lock().unwrap().clone();
        Self { way, has_faults, seconds, tally, requests, applied, measured }
    }

    fn check(&self) {
        assert!(self.measured.requests > 0, "calls were made");
        assert_eq!(self.requests, self.tally.calls, "one request per call");
        let led_to = self.applied.iter().filter(|(kind, _)| **kind != "late");
        let led_to: BTreeMap<_, _> =
            led_to.map(|(kind, count)| ((*kind).to_owned(), *count)).collect();
        assert_eq!(self.tally.errors, led_to, "each error has its fault, and each fault its error");
        assert_eq!(self.has_faults, !led_to.is_empty());
        let (first, second) = self.most_memory();
        assert!(
            second <= first + first / 20 + SLACK_KIB,
            "memory grew: {:?} KiB",
            self.measured.memory
        );
    }

    /// The maximum in each half, in KiB.
    fn most_memory(&self) -> (u64, u64) {
        let (first, second) = self.measured.memory.split_at(self.measured.memory.len() / 2);
        let most = |half: &[u64]| half.iter().copied().max().unwrap();
        (most(first), most(second))
    }

    fn line(&self) -> String {
        let faults = if self.has_faults { "at random" } else { "none" };
        let (calls, applied) = (self.tally.calls, self.applied.values().sum::<u64>());
        let errors: u64 = self.tally.errors.values().sum();
        let (first, second) = self.most_memory();
        let [first, second] = [first, second].map(|kib| format!("{} MiB", kib / 1024));
        let (way, rate) = (self.way.name(), self.measured.requests / self.seconds);
        format!(
            "| {way} | {faults} | {calls} | {rate} | {applied} | {errors} | {first} | {second} |"
        )
    }
}

/// Lets all callers call for `seconds`, and measures memory meanwhile.
async fn load(service: &Service, way: Way, has_faults: bool, seconds: u64) -> (Tally, Measured) {
    let client = service.client(way);
    let are_all_warm = Barrier::new(usize::try_from(CALLERS).unwrap() + 1);
    let course = Arc::new(Course { are_all_warm, is_over: AtomicBool::new(false) });
    let callers: Vec<_> = (0..CALLERS)
        .map(|caller| {
            let faults = has_faults.then(|| Arc::clone(&service.simulator));
            let random = fastrand::Rng::with_seed(SEED + caller);
            tokio::spawn(call(client.clone(), faults, random, Arc::clone(&course)))
        })
        .collect();
    drop(client);
    course.are_all_warm.wait().await;
    let mut times = tokio::time::interval(Duration::from_secs(seconds) / SAMPLES);
    let (mut memory, before) = (Vec::new(), REQUESTS.load(Ordering::Relaxed));
    times.tick().await;
    for _ in 0..SAMPLES {
        times.tick().await;
        memory.push(memory_kib());
    }
    let measured = Measured { requests: REQUESTS.load(Ordering::Relaxed) - before, memory };
    course.is_over.store(true, Ordering::Relaxed);
    let mut tally = Tally::default();
    for caller in callers {
        let Tally { calls, errors } = caller.await.unwrap();
        tally.calls += calls;
        for (kind, count) in errors {
            *tally.errors.entry(kind).or_default() += count;
        }
    }
    (tally, measured)
}

async fn until_no_task_is_alive() {
    let over = async {
        while Handle::current().metrics().num_alive_tasks() > 0 {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(PATIENCE, over).await.expect("every task is over");
}

/// The memory of the process in KiB: the second number, in pages of 4 KiB.
fn memory_kib() -> u64 {
    let sizes = fs::read_to_string("/proc/self/statm").unwrap();
    sizes.split(' ').nth(1).unwrap().parse::<u64>().unwrap() * 4
}

fn count_files() -> usize {
    fs::read_dir("/proc/self/fd").unwrap().count()
}
