//! A process that uses a limiter as fast as it allows, and prints the times of use. The parent starts its own program
//! again as a worker.

use std::collections::BTreeMap;
use std::env;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tencent_chat::{EndpointSpec, Limiter, LimiterError};

/// The variable that makes a program a worker; its value is the task.
pub(crate) const TASK: &str = "SHARED_LIMITER_TASK";

/// The path of an endpoint with 200 requests a second.
pub(crate) const PATH: &str = "v4/recentcontact/del_contact_group";

/// The use of a permit. All times are in microseconds since 1970.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Use {
    /// The time at which the caller arrived.
    pub(crate) arrived: u64,
    /// The time just before the permit was used.
    pub(crate) before: u64,
    /// The time just after. A process that is not run in between did not use it late.
    pub(crate) after: u64,
}

impl Use {
    #[allow(dead_code, reason = "only the benchmark prints waits")]
    pub(crate) fn waited(&self) -> u64 {
        self.after - self.arrived
    }
}

/// The output of a worker: its uses, and what else it counted.
#[derive(Debug, Default)]
pub(crate) struct Output {
    pub(crate) uses: Vec<Use>,
    pub(crate) counts: BTreeMap<String, u64>,
}

/// Returns the endpoint of [`PATH`].
pub(crate) fn endpoint() -> &'static EndpointSpec {
    EndpointSpec::all().find(|spec| spec.path() == PATH).expect("an endpoint of the specs")
}

/// Returns the time in microseconds since 1970, which all processes share.
#[expect(clippy::disallowed_methods, reason = "the clock that all processes have in common")]
pub(crate) fn unix_micros() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).expect("a time after 1970");
    u64::try_from(since.as_micros()).expect("a time of this age")
}

/// Uses the limiter with so many callers, who make one call after another, until a time. Returns the uses, and the
/// number of calls that the limiter refused.
pub(crate) async fn use_until<L: Limiter>(
    limiter: Arc<L>,
    callers: usize,
    until: u64,
    think: Duration,
) -> (Vec<Use>, u64) {
    let uses = Arc::new(Mutex::new(Vec::new()));
    let tasks: Vec<_> = (0..callers)
        .map(|_| {
            let (limiter, uses) = (Arc::clone(&limiter), Arc::clone(&uses));
            tokio::spawn(async move {
                let mut refused = 0;
                while unix_micros() < until {
                    if !think.is_zero() {
                        tokio::time::sleep(think.mul_f64(fastrand::f64() * 2.0)).await;
                    }
                    let left = Duration::from_micros(until.saturating_sub(unix_micros()));
                    match permit(&*limiter, endpoint(), left.min(Duration::from_secs(10))).await {
                        Ok(used) => uses.lock().expect("no panic").push(used),
                        Err(_) => {
                            refused += 1;
                            tokio::time::sleep(Duration::from_millis(20)).await;
                        }
                    }
                }
                refused
            })
        })
        .collect();
    let mut refused = 0;
    for task in tasks {
        refused += task.await.expect("no panic");
    }
    let uses = std::mem::take(&mut *uses.lock().expect("no panic"));
    (uses, refused)
}

/// Takes a permit and uses it.
pub(crate) async fn permit(
    limiter: &impl Limiter,
    endpoint: &'static EndpointSpec,
    left: Duration,
) -> Result<Use, LimiterError> {
    let arrived = unix_micros();
    let mut acquire = limiter.acquire(1400000000, endpoint, left);
    loop {
        let permit = acquire.await?;
        let before = unix_micros();
        match permit.use_now() {
            Ok(()) => return Ok(Use { arrived, before, after: unix_micros() }),
            Err(another) => acquire = another,
        }
    }
}

/// Starts this program again with a task.
pub(crate) fn start(task: &str, arguments: &[&str]) -> Child {
    let program = env::current_exe().expect("this program");
    let mut command = Command::new(program);
    command.args(arguments).env(TASK, task).stdout(Stdio::piped());
    command.spawn().expect("a worker")
}

/// Prints the output of a worker.
pub(crate) fn print(output: &Output) {
    let mut text = String::new();
    for Use { arrived, before, after } in &output.uses {
        text += &format!("use {arrived} {before} {after}\n");
    }
    for (name, count) in &output.counts {
        text += &format!("count {name} {count}\n");
    }
    std::io::stdout().write_all(text.as_bytes()).expect("the parent reads");
}

/// Reads the output of a worker until its end.
pub(crate) fn read(mut worker: Child) -> Output {
    let mut output = Output::default();
    let stdout = worker.stdout.take().expect("its output");
    for line in BufReader::new(stdout).lines() {
        let line = line.expect("a line");
        let words: Vec<_> = line.split(' ').collect();
        match words[..] {
            ["use", arrived, before, after] => {
                let [arrived, before, after] =
                    [arrived, before, after].map(|time| time.parse().expect("a time"));
                output.uses.push(Use { arrived, before, after });
            }
            ["count", name, count] => {
                output.counts.insert(name.to_owned(), count.parse().expect("a number"));
            }
            _ => {}
        }
    }
    assert!(worker.wait().expect("its end").success(), "a worker failed");
    output
}

/// Returns the largest number of uses in any second, of those that certainly were in it.
pub(crate) fn most_in_a_second(uses: &[Use]) -> usize {
    let mut sorted = uses.to_vec();
    sorted.sort_unstable_by_key(|used| used.before);
    let count = |(first, begin): (usize, &Use)| {
        let later =
            sorted[first..].iter().take_while(|used| used.before < begin.before + 1_000_000);
        later.filter(|used| used.after < begin.before + 1_000_000).count()
    };
    sorted.iter().enumerate().map(count).max().unwrap_or(0)
}
