//! The parts of a call without the network, and the memory that a client holds: `cargo bench -p api-benches
//! --bench parts`.

#![allow(clippy::unwrap_used, reason = "a benchmark that cannot go on stops")]
#![expect(clippy::print_stdout, reason = "it measures and prints")]

mod derived;
mod measure;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use derived::APP;
use measure::{compare, head, used};
use tencent_chat::conversation::delete_contact_group::Request;
use tencent_chat::{
    Client, ClientBuilder, Clock, Credentials, Endpoint, EndpointSpec, HttpRequest, HttpResponse,
    Limiter, RateLimiter, Sleep, SystemClock, Unlimited, conversation,
};
use tokio::runtime::Runtime;
use tokio::sync::Semaphore;

/// An unlimited wait.
const MAX: Duration = Duration::MAX;

fn builder() -> ClientBuilder {
    let credentials = Credentials::secret_key("administrator", "key");
    Client::builder(APP, credentials).base_url("https://example.com")
}

/// Measures the client's part of a call, over a network that responds at once.
fn call_without_network(runtime: &Runtime) {
    head("A call without a network");
    let transport = |request: HttpRequest| async move {
        // The response is not ready at once, as over any network.
        tokio::task::yield_now().await;
        used(request);
        Ok(HttpResponse::new(200, derived::RESPONSE))
    };
    let client = builder().transport(transport).limiter(Unlimited).build().unwrap();
    let timeout = Duration::from_secs(5);
    let user_sig = "x".repeat(200);
    let by_hand = async || {
        let url = derived::url("https://example.com", &user_sig);
        let body = derived::write(&derived::DeleteGroups::new("user15", &["test0"]));
        tokio::time::timeout(timeout, tokio::task::yield_now()).await.unwrap();
        used((reqwest::Url::parse(&url).unwrap(), body));
        used(derived::read::<derived::DeletedGroups>(derived::RESPONSE.as_bytes()));
    };
    compare(
        "one call",
        20_000,
        &mut [
            ("by hand, for reqwest", &mut || runtime.block_on(by_hand())),
            ("ours", &mut || {
                let request = Request::new("user15", ["test0"]);
                let call = client.conversation().delete_contact_group(request);
                used(runtime.block_on(call.into_future()));
            }),
        ],
    );
}

/// A clock that advances by a second whenever it is read, so that no call ever waits.
#[derive(Default)]
struct Rushing(AtomicU64);

impl Clock for Rushing {
    fn unix_time(&self) -> u64 {
        self.now().as_secs()
    }

    fn now(&self) -> Duration {
        Duration::from_secs(self.0.fetch_add(1, Ordering::Relaxed))
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        SystemClock.sleep(duration)
    }
}

/// A clock on which every wait ends at once.
struct Skipping(Arc<AtomicU64>);

impl Clock for Skipping {
    fn unix_time(&self) -> u64 {
        self.now().as_secs()
    }

    fn now(&self) -> Duration {
        Duration::from_nanos(self.0.load(Ordering::Relaxed))
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        let nanos = u64::try_from(duration.as_nanos()).unwrap();
        let time = Arc::clone(&self.0);
        Sleep::new(async move {
            time.fetch_add(nanos, Ordering::Relaxed);
        })
    }
}

/// Compares a new client with one that made many calls: nothing that a client keeps grows with its use.
fn age(runtime: &Runtime) {
    const CALLS: usize = 1_000_000;
    head("A call without a network, by the age of the client");
    let client = || {
        let response = |_| async { Ok(HttpResponse::new(200, derived::RESPONSE)) };
        let limiter = RateLimiter::new().clock(Rushing::default()).app_per_second(1000);
        builder().transport(response).limiter(limiter).build().unwrap()
    };
    let call = |client: &Client| {
        let request = Request::new("user15", ["test0"]);
        used(runtime.block_on(client.conversation().delete_contact_group(request).into_future()));
    };
    let (new, old) = (client(), client());
    let calls = if measure::is_quick() { 10 } else { CALLS };
    let ((), bytes) = measure::held(|| (0..calls).for_each(|_| call(&old)));
    compare(
        "one call",
        20_000,
        &mut [("of a new client", &mut || call(&new)), ("after a million", &mut || call(&old))],
    );
    println!("\nThe million calls left {bytes} bytes held.");
}

fn spec() -> &'static EndpointSpec {
    conversation::get_list::Request::spec()
}

fn limiter(runtime: &Runtime) {
    head("A permit of the rate limiter");
    let free = RateLimiter::new().clock(Rushing::default());
    let crowded = RateLimiter::new().clock(Rushing::default());
    EndpointSpec::all().for_each(|spec| {
        runtime.block_on(crowded.acquire(APP, spec, MAX)).unwrap().use_now().unwrap();
    });
    let semaphore = Semaphore::new(1);
    compare(
        "that is free",
        100_000,
        &mut [
            ("a bare semaphore", &mut || {
                used(runtime.block_on(semaphore.acquire()).unwrap());
            }),
            ("ours", &mut || {
                runtime.block_on(free.acquire(APP, spec(), MAX)).unwrap().use_now().unwrap();
            }),
            ("ours, among all endpoints", &mut || {
                runtime.block_on(crowded.acquire(APP, spec(), MAX)).unwrap().use_now().unwrap();
            }),
        ],
    );
    head("A permit that others wait for too, each");
    for waiting in [1000, 10_000] {
        compare(
            &format!("{waiting} waiting"),
            1,
            &mut [
                ("a bare semaphore", &mut || runtime.block_on(queue_at_semaphore(waiting))),
                ("ours", &mut || runtime.block_on(queue_at_limiter(waiting))),
            ],
        );
    }
}

async fn queue_at_semaphore(waiting: usize) {
    let semaphore = Arc::new(Semaphore::new(1));
    let mut calls = tokio::task::JoinSet::new();
    for _ in 0..waiting {
        let semaphore = Arc::clone(&semaphore);
        calls.spawn(async move { drop(semaphore.acquire().await.unwrap()) });
    }
    while calls.join_next().await.is_some() {}
}

async fn queue_at_limiter(waiting: usize) {
    let limiter = Arc::new(RateLimiter::new().clock(Skipping(Arc::default())));
    let mut calls = tokio::task::JoinSet::new();
    for _ in 0..waiting {
        let limiter = Arc::clone(&limiter);
        calls.spawn(
            async move { limiter.acquire(APP, spec(), MAX).await.unwrap().use_now().unwrap() },
        );
    }
    while calls.join_next().await.is_some() {}
}

/// Measures the memory of an idle client, and of each call that waits for its response.
fn memory(runtime: &Runtime) {
    println!("\n### Memory\n\n| what | bytes held |\n|---|---|");
    let (client, bytes) = measure::held(|| builder().build().unwrap());
    println!("| a client on reqwest, idle | {bytes} |");
    let (_user, bytes) = measure::held(|| client.as_user("other").unwrap());
    println!("| the same client for another administrator | {bytes} |");
    let silent = |_: HttpRequest| std::future::pending();
    let client = builder().transport(silent).limiter(Unlimited).build().unwrap();
    let mut calls = tokio::task::JoinSet::new();
    let number = 1000;
    let (calls, bytes) = measure::held(|| {
        for _ in 0..number {
            let request = Request::new("user15", ["test0"]);
            calls.spawn_on(
                client.conversation().delete_contact_group(request).into_future(),
                runtime.handle(),
            );
        }
        runtime.block_on(tokio::task::yield_now());
        calls
    });
    println!(
        "| a call that waits for its response, without what the transport holds | {} |",
        bytes / number
    );
    drop(calls);
}

fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    call_without_network(&runtime);
    age(&runtime);
    limiter(&runtime);
    memory(&runtime);
}
