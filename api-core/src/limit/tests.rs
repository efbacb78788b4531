use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Waker};

use super::*;
use crate::{Endpoint, Sleep, account, conversation};

const APP: u32 = 1_400_000_000;

/// A clock on which every wait is over at once, and a random while late, as timers are.
#[derive(Clone)]
struct Hasty(Arc<AtomicU64>);

impl Hasty {
    fn new() -> Self {
        Self(Arc::new(AtomicU64::new(0)))
    }
}

impl Clock for Hasty {
    fn unix_time(&self) -> u64 {
        self.now().as_secs()
    }

    fn now(&self) -> Duration {
        Duration::from_micros(self.0.load(Ordering::Relaxed))
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        let clock = self.clone();
        let micros = u64::try_from(duration.as_micros()).unwrap() + 1 + fastrand::u64(..1000);
        Sleep::new(async move {
            clock.0.fetch_add(micros, Ordering::Relaxed);
        })
    }
}

/// A clock that stands still.
struct Still;

impl Clock for Still {
    fn unix_time(&self) -> u64 {
        0
    }

    fn now(&self) -> Duration {
        Duration::ZERO
    }

    fn sleep(&self, _duration: Duration) -> Sleep {
        Sleep::new(std::future::pending())
    }
}

fn poll(place: &mut Place<'_>) -> bool {
    Pin::new(place).poll(&mut Context::from_waker(Waker::noop())).is_ready()
}

fn check() -> &'static EndpointSpec {
    account::account_check::Request::spec()
}

#[tokio::test]
async fn ten_thousand_waiting_calls_keep_the_rate_and_use_it() {
    let clock = Hasty::new();
    let limiter = Arc::new(RateLimiter::new().clock(clock.clone()));
    let spec = conversation::get_list::Request::spec();
    let rate = spec.rate_per_second().unwrap() as usize;
    assert_eq!(rate, 200);
    let begun = Arc::new(Mutex::new(Vec::new()));
    let calls: Vec<_> = (0..10_000)
        .map(|number| {
            let (limiter, clock, begun) = (Arc::clone(&limiter), clock.clone(), Arc::clone(&begun));
            tokio::spawn(async move {
                limiter.acquire(APP, spec).await.unwrap();
                begun.lock().unwrap().push((number, clock.now()));
            })
        })
        .collect();
    for call in calls {
        call.await.unwrap();
    }
    let begun = begun.lock().unwrap();
    assert!(begun.iter().map(|call| call.0).eq(0..10_000), "first come, first served");
    for calls in begun.windows(rate + 1) {
        let span = calls[rate].1 - calls[0].1;
        assert!(span >= WINDOW, "{} calls within {span:?}", rate + 1);
    }
    let least = Duration::from_secs((10_000 / rate - 1) as u64);
    let span = begun[9_999].1 - begun[0].1;
    assert!(span.mul_f64(0.99) <= least, "{span:?} where {least:?} are needed");
}

#[test]
fn who_gives_up_takes_no_place() {
    let limiter = RateLimiter::new().clock(Still).app_per_second(2);
    assert!(poll(&mut limiter.acquire(APP, check())));
    assert!(poll(&mut limiter.acquire(APP, check())));
    let mut first = limiter.acquire(APP, check());
    let mut second = limiter.acquire(APP, check());
    assert!(!poll(&mut first) && !poll(&mut second));
    drop((first, second));
    let window = limiter.window(APP, check().path());
    assert_eq!(window.try_lock().unwrap().len(), 2, "neither holds it, neither has begun");
    assert_eq!(limiter.window(APP, "").try_lock().unwrap().len(), 2);
}

#[test]
fn apps_and_endpoints_are_counted_apart() {
    let limiter = RateLimiter::new().clock(Still);
    let rate = check().rate_per_second().unwrap();
    for _ in 0..rate {
        assert!(poll(&mut limiter.acquire(APP, check())));
    }
    assert!(!poll(&mut limiter.acquire(APP, check())));
    assert!(poll(&mut limiter.acquire(APP + 1, check())));
    assert!(poll(&mut limiter.acquire(APP, conversation::get_list::Request::spec())));
    assert!(poll(&mut Unlimited.acquire(APP, check())));
}
