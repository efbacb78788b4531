//! Each effect once: many calls of several clients at once, a fifth of which the simulator fails in every way. In the end
//! everything that was told to be done is there once, what was told not to be is not, and what may be is there at most
//! once. `EXACTLY_ONCE_CALLS` says how many calls are made, `EXACTLY_ONCE_MILLIS` how long a request and its response take on
//! their way at the most.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

#[path = "exactly_once/blocks.rs"]
mod blocks;
#[path = "exactly_once/deeds.rs"]
mod deeds;
#[path = "exactly_once/late.rs"]
mod late;
#[path = "exactly_once/outage.rs"]
mod outage;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use api_core::{
    Client, ClientBuilder, Clock, Credentials, Effect, Error, HttpRequest, HyperTransport,
    ReqwestTransport, ResponseFuture, RetryPolicy, Transport, Unlimited,
};
use api_sim::Simulator;
use blocks::Block;
use deeds::Action;
use support::{ADMIN, APP, KEY, ManualClock, NOW};
use tokio::task::JoinSet;

/// How many calls are made by default.
const CALLS: u32 = 3000;

/// How long a request and its response take on their way at the most, by default.
const MILLIS: u64 = 2;

/// Blocks whose calls are made at once: no more than the documented rates allow within a second.
const BLOCKS_AT_ONCE: usize = 4;

/// Calls that are under way at once: a number that shares no factor with that of the deeds, so that each client does all.
const LANES: usize = 17;

const TIMEOUT: Duration = Duration::from_secs(5);

/// What the client was told of a call.
#[derive(Debug)]
#[expect(dead_code, reason = "errors are shown where the test fails")]
enum Told {
    /// It was done, and this is what the response names it by.
    Done(String),
    NotDone(Error),
    Maybe(Error),
}

impl Told {
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

    /// Whether this may be, if these effects are there.
    fn agrees(&self, effects: &[String]) -> bool {
        match self {
            Self::Done(name) => effects == [name.as_str()],
            Self::NotDone(_) => effects.is_empty(),
            Self::Maybe(_) => effects.len() <= 1,
        }
    }
}

/// A simulator that hands a line about each call to `log`.
async fn simulator(log: fn(&str)) -> Arc<Simulator> {
    let builder = Simulator::builder().sdk_app_id(APP).secret_key(KEY).admin(ADMIN);
    let simulator = builder.log(log).start().await.unwrap();
    simulator.state().set_unix_time(NOW);
    Arc::new(simulator)
}

/// A client of the simulator that may take as long as it likes, by its own clock.
fn builder(simulator: &Simulator, clock: impl Clock) -> ClientBuilder {
    let credentials = Credentials::secret_key(ADMIN, KEY);
    let builder = Client::builder(APP, credentials).base_url(simulator.base_url()).clock(clock);
    builder.timeout(TIMEOUT).deadline(Duration::from_hours(1)).limiter(Unlimited).strict_responses()
}

/// A way to the service that takes a random time, there and back.
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

/// Clients of their own policies, transports and clocks, on which waits pass at once.
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

    /// Goes on to the next second, on all clocks.
    fn tick(&self) {
        let latest = self.clients.iter().map(|(_, clock)| clock.now()).max().unwrap();
        let next = latest + Duration::from_secs(1);
        for (_, clock) in &self.clients {
            clock.advance(next - clock.now());
        }
        self.simulator.state().set_unix_time(next.as_secs());
    }

    /// Makes the calls of some blocks, many at once.
    async fn call(&self, blocks: &[Block]) -> Vec<(u32, Told)> {
        let numbers: Vec<_> = blocks.iter().flat_map(|block| block.numbers()).collect();
        let mut lanes = JoinSet::new();
        for lane in 0..LANES {
            let client = self.clients[lane % self.clients.len()].0.clone();
            let numbers: Vec<_> = numbers.iter().copied().skip(lane).step_by(LANES).collect();
            lanes.spawn(async move {
                let mut told = Vec::new();
                for number in numbers {
                    told.push((number, Told::of(deeds::make(&client, number).await)));
                }
                told
            });
        }
        let told = lanes.join_all().await;
        self.tick();
        told.into_iter().flatten().collect()
    }
}

/// What became of the calls, in numbers.
#[derive(Debug, Default)]
struct Tally {
    calls: u32,
    done: u32,
    not_done: u32,
    maybe: u32,
    maybe_there: u32,
    done_by_deed: BTreeMap<Action, u32>,
    violations: Vec<String>,
}

impl Tally {
    fn count(&mut self, number: u32, told: &Told, effects: &[String]) {
        self.calls += 1;
        match told {
            Told::Done(_) => {
                self.done += 1;
                *self.done_by_deed.entry(Action::of(number)).or_default() += 1;
            }
            Told::NotDone(_) => self.not_done += 1,
            Told::Maybe(_) => {
                self.maybe += 1;
                self.maybe_there += u32::from(!effects.is_empty());
            }
        }
        if !told.agrees(effects) {
            let deed = Action::of(number);
            self.violations.push(format!("{deed:?} {number}: {told:?}, but {effects:?}"));
        }
    }
}

async fn tally(clients: &Clients, blocks: &[Block], told: Vec<(u32, Told)>) -> Tally {
    let told: BTreeMap<_, _> = told.into_iter().collect();
    let mut tally = Tally::default();
    for block in blocks {
        let effects = block.effects(&clients.simulator, clients.first()).await;
        for (number, effects) in effects {
            tally.count(number, &told[&number], &effects);
        }
        clients.tick();
    }
    tally
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_told_to_be_done_is_there_once_and_what_is_not_is_not() {
    let calls = std::env::var("EXACTLY_ONCE_CALLS").map_or(CALLS, |calls| calls.parse().unwrap());
    let simulator = simulator(outage::count).await;
    let clients = Clients::of(&simulator);
    let blocks = Block::all(calls);
    for block in &blocks {
        block.prepare(&simulator, clients.first()).await;
        clients.tick();
    }
    outage::begin(&simulator, 1);
    let mut told = Vec::new();
    for blocks in blocks.chunks(BLOCKS_AT_ONCE) {
        told.extend(clients.call(blocks).await);
    }
    simulator.state().clear_rules();

    let tally = tally(&clients, &blocks, told).await;
    let struck = outage::struck();
    eprintln!("{tally:#?}\nfaults: {struck:#?}");
    assert_eq!(tally.violations, Vec::<String>::new());
    assert_eq!(
        (struck.len(), tally.done_by_deed.len()),
        (6, deeds::DEEDS.len()),
        "everything happened"
    );
    assert!(tally.done > tally.calls / 2 && tally.not_done > 0, "{tally:?}");
    assert!(0 < tally.maybe_there && tally.maybe_there < tally.maybe, "{tally:?}");
}
