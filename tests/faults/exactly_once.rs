//! Every effect happens exactly once: several clients make many calls concurrently, a fifth of which the simulator
//! fails in every way. In the end every effect that was reported as done exists once, every effect that was reported as
//! not done is absent, and every unknown one exists at most once. `EXACTLY_ONCE_CALLS` sets the number of calls,
//! `EXACTLY_ONCE_MILLIS` the longest time that a request and its response travel.

mod actions;
mod blocks;
mod late;
mod outage;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use actions::Action;
use blocks::Block;
use support::{ADMIN, APP, KEY, ManualClock, NOW};
use tencent_chat::{
    Client, ClientBuilder, Clock, Credentials, Effect, Error, HttpRequest, HyperTransport,
    ReqwestTransport, ResponseFuture, RetryPolicy, Transport, Unlimited,
};
use tencent_chat_sim::Simulator;
use tokio::task::JoinSet;

/// The number of calls by default.
const CALLS: u32 = 3000;

/// The longest time that a request and its response travel by default, in milliseconds.
const MILLIS: u64 = 2;

/// Blocks whose calls run concurrently: no more than the documented rates allow within a second.
const BLOCKS_AT_ONCE: usize = 4;

/// Calls in progress at once. The number shares no factor with the number of actions, so that each client takes all of
/// them.
const CALLS_AT_ONCE: usize = 17;

const TIMEOUT: Duration = Duration::from_secs(5);

/// The result of a call as the client reported it.
#[derive(Debug)]
#[expect(dead_code, reason = "errors are shown where the test fails")]
enum Reported {
    /// It was done; the response names the result by this text.
    Done(String),
    NotDone(Error),
    Maybe(Error),
}

impl Reported {
    fn of(result: Result<String, Error>) -> Self {
        match result {
            Ok(name) => Self::Done(name),
            Err(error) => match error.effect() {
                Effect::None => Self::NotDone(error),
                Effect::Unknown => Self::Maybe(error),
                Effect::Done => panic!("no fault says that a call succeeded: {error}"),
            },
        }
    }

    /// Returns `true` if the reported result is consistent with these effects.
    fn agrees(&self, effects: &[String]) -> bool {
        match self {
            Self::Done(name) => effects == [name.as_str()],
            Self::NotDone(_) => effects.is_empty(),
            Self::Maybe(_) => effects.len() <= 1,
        }
    }
}

/// A simulator that passes a line about each call to `log`.
async fn simulator(log: fn(&str)) -> Arc<Simulator> {
    let builder = Simulator::builder().sdk_app_id(APP).secret_key(KEY).admin(ADMIN);
    let simulator = builder.log(log).start().await.unwrap();
    simulator.state().set_unix_time(NOW);
    Arc::new(simulator)
}

/// A client of the simulator without a time limit, by its own clock.
fn builder(simulator: &Simulator, clock: impl Clock) -> ClientBuilder {
    let credentials = Credentials::secret_key(ADMIN, KEY);
    let builder = Client::builder(APP, credentials).base_url(simulator.base_url()).clock(clock);
    builder.timeout(TIMEOUT).deadline(Duration::from_hours(1)).limiter(Unlimited).strict_responses()
}

/// A transport that delays request and response by a random time.
struct Distant {
    transport: Arc<dyn Transport>,
    millis: u64,
}

impl Transport for Distant {
    fn post(&self, request: HttpRequest) -> ResponseFuture {
        let transport = Arc::clone(&self.transport);
        let way =
            || tokio::time::sleep(Duration::from_micros(fastrand::u64(..=self.millis * 1000)));
        let (there, back) = (way(), way());
        Box::pin(async move {
            there.await;
            let response = transport.post(request).await;
            back.await;
            response
        })
    }
}

/// Clients with different policies, transports and clocks, on which waits pass at once.
struct Clients {
    simulator: Arc<Simulator>,
    clients: Vec<(Client, ManualClock)>,
}

impl Clients {
    fn of(simulator: &Arc<Simulator>) -> Self {
        let millis =
            std::env::var("EXACTLY_ONCE_MILLIS").map_or(MILLIS, |millis| millis.parse().unwrap());
        let policies = [RetryPolicy::default(), RetryPolicy::new(8), RetryPolicy::none()];
        let by_reqwest = policies.map(|policy| (policy, false));
        let by_hyper = policies.map(|policy| (policy, true));
        let clients = by_reqwest.into_iter().chain(by_hyper).map(|(policy, is_lean)| {
            let clock = ManualClock::skipping(NOW, TIMEOUT);
            let builder = builder(simulator, clock.clone()).retry(policy);
            let transport: Arc<dyn Transport> = match is_lean {
                true => Arc::new(HyperTransport::new().unwrap()),
                false => Arc::new(ReqwestTransport::configured(|builder| builder).unwrap()),
            };
            (builder.transport(Distant { transport, millis }).build().unwrap(), clock)
        });
        Self { simulator: Arc::clone(simulator), clients: clients.collect() }
    }

    fn first(&self) -> &Client {
        &self.clients[0].0
    }

    /// Advances all clocks to the next second.
    fn tick(&self) {
        let latest = self.clients.iter().map(|(_, clock)| clock.now()).max().unwrap();
        let next = latest + Duration::from_secs(1);
        for (_, clock) in &self.clients {
            clock.advance(next - clock.now());
        }
        self.simulator.state().set_unix_time(next.as_secs());
    }

    /// Makes the calls of some blocks, many of them concurrently.
    async fn call(&self, blocks: &[Block]) -> Vec<(u32, Reported)> {
        let numbers: Vec<_> = blocks.iter().flat_map(|block| block.numbers()).collect();
        let mut tasks = JoinSet::new();
        for task in 0..CALLS_AT_ONCE {
            let client = self.clients[task % self.clients.len()].0.clone();
            let numbers: Vec<_> =
                numbers.iter().copied().skip(task).step_by(CALLS_AT_ONCE).collect();
            tasks.spawn(async move {
                let mut reported = Vec::new();
                for number in numbers {
                    reported.push((number, Reported::of(actions::make(&client, number).await)));
                }
                reported
            });
        }
        let reported = tasks.join_all().await;
        self.tick();
        reported.into_iter().flatten().collect()
    }
}

/// The results of the calls, counted.
#[derive(Debug, Default)]
struct Tally {
    calls: u32,
    done: u32,
    not_done: u32,
    maybe: u32,
    maybe_done: u32,
    done_by_action: BTreeMap<Action, u32>,
    violations: Vec<String>,
}

impl Tally {
    fn count(&mut self, number: u32, reported: &Reported, effects: &[String]) {
        self.calls += 1;
        match reported {
            Reported::Done(_) => {
                self.done += 1;
                *self.done_by_action.entry(Action::of(number)).or_default() += 1;
            }
            Reported::NotDone(_) => self.not_done += 1,
            Reported::Maybe(_) => {
                self.maybe += 1;
                self.maybe_done += u32::from(!effects.is_empty());
            }
        }
        if !reported.agrees(effects) {
            let action = Action::of(number);
            self.violations.push(format!("{action:?} {number}: {reported:?}, but {effects:?}"));
        }
    }
}

async fn tally(clients: &Clients, blocks: &[Block], reported: Vec<(u32, Reported)>) -> Tally {
    let reported: BTreeMap<_, _> = reported.into_iter().collect();
    let mut tally = Tally::default();
    for block in blocks {
        let effects = block.effects(&clients.simulator, clients.first()).await;
        for (number, effects) in effects {
            tally.count(number, &reported[&number], &effects);
        }
        clients.tick();
    }
    tally
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reported_effects_exist_once_and_denied_effects_do_not_exist() {
    let calls = std::env::var("EXACTLY_ONCE_CALLS").map_or(CALLS, |calls| calls.parse().unwrap());
    let simulator = simulator(outage::count).await;
    let clients = Clients::of(&simulator);
    let blocks = Block::all(calls);
    for block in &blocks {
        block.prepare(&simulator, clients.first()).await;
        clients.tick();
    }
    outage::begin(&simulator, 1);
    let mut reported = Vec::new();
    for blocks in blocks.chunks(BLOCKS_AT_ONCE) {
        reported.extend(clients.call(blocks).await);
    }
    simulator.state().clear_rules();

    let tally = tally(&clients, &blocks, reported).await;
    let applied = outage::applied();
    eprintln!("{tally:#?}\nfaults: {applied:#?}");
    assert_eq!(tally.violations, Vec::<String>::new());
    assert_eq!(
        (applied.len(), tally.done_by_action.len()),
        (6, actions::ACTIONS.len()),
        "everything happened"
    );
    assert!(tally.done > tally.calls / 2 && tally.not_done > 0, "{tally:?}");
    assert!(0 < tally.maybe_done && tally.maybe_done < tally.maybe, "{tally:?}");
}
