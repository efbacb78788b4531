//! The tests run in paused time: seconds pass at once, and every run is the same.

use std::future::poll_fn;
use std::task::{Context, Waker};

use tokio::task::{AbortHandle, JoinSet};
use tokio::time::{Instant, sleep};

use super::queue::{COUNTED_FOR, HELD_FOR};
use super::*;
use crate::{Endpoint, account, conversation, group};

const APP: u32 = 1_400_000_000;
const SECOND: Duration = Duration::from_secs(1);
const MILLI: Duration = Duration::from_millis(1);

/// Returns an endpoint with 200 calls per second.
fn get_list() -> &'static EndpointSpec {
    conversation::get_list::Request::spec()
}

/// Returns an endpoint with 100 calls per second.
fn check() -> &'static EndpointSpec {
    account::account_check::Request::spec()
}

fn rate(spec: &EndpointSpec) -> usize {
    usize::try_from(spec.rate_per_second().unwrap()).unwrap()
}

async fn acquire<'a>(limiter: &'a RateLimiter, spec: &'static EndpointSpec) -> Permit<'a> {
    limiter.acquire(APP, spec, Duration::MAX).await.unwrap()
}

/// Acquires permits until one could be used.
async fn use_one(limiter: &RateLimiter, spec: &'static EndpointSpec) {
    let mut acquire = limiter.acquire(APP, spec, Duration::MAX);
    while let Err(another) = acquire.await.unwrap().use_now() {
        acquire = another;
    }
}

async fn use_all(limiter: &RateLimiter, spec: &'static EndpointSpec) {
    for _ in 0..rate(spec) {
        use_one(limiter, spec).await;
    }
}

/// Polls a future once.
fn poll<F: Future>(future: Pin<&mut F>) -> Poll<F::Output> {
    future.poll(&mut Context::from_waker(Waker::noop()))
}

/// The callers that used a permit, and the times.
type Uses = Arc<Mutex<Vec<(usize, Instant)>>>;

/// Concurrent callers, by number.
struct Crowd {
    callers: JoinSet<()>,
    handles: Vec<AbortHandle>,
    uses: Uses,
    began: Instant,
}

impl Crowd {
    /// Spawns callers of an endpoint that arrive one by one, with this time between them.
    fn of(size: usize, spec: &'static EndpointSpec, apart: Duration) -> Self {
        let (limiter, uses) = (Arc::new(RateLimiter::new()), Uses::default());
        let (mut callers, mut handles) = (JoinSet::new(), Vec::new());
        for number in 0..size {
            let (limiter, uses) = (Arc::clone(&limiter), Arc::clone(&uses));
            handles.push(callers.spawn(async move {
                if !apart.is_zero() {
                    sleep(apart * u32::try_from(number).unwrap()).await;
                }
                use_one(&limiter, spec).await;
                uses.lock().unwrap().push((number, Instant::now()));
            }));
        }
        Self { callers, handles, uses, began: Instant::now() }
    }

    /// Waits for all callers, asserts that no second exceeds the rate, and returns the callers and the times of their
    /// uses.
    async fn through(mut self, rate: usize) -> Vec<(usize, Duration)> {
        while let Some(caller) = self.callers.join_next().await {
            assert!(caller.as_ref().err().is_none_or(tokio::task::JoinError::is_cancelled));
        }
        let uses = self.uses.lock().unwrap();
        for some in uses.windows(rate + 1) {
            let span = some[rate].1 - some[0].1;
            assert!(span > SECOND, "{} within {span:?}", rate + 1);
        }
        uses.iter().map(|(number, at)| (*number, *at - self.began)).collect()
    }
}

/// Returns the callers in the order of their uses; those of the same moment by number.
fn order(uses: &[(usize, Duration)]) -> Vec<usize> {
    let mut uses: Vec<_> = uses.iter().map(|(number, at)| (*at, *number)).collect();
    uses.sort();
    uses.into_iter().map(|(_, number)| number).collect()
}

/// Asserts that the rate was used in full: the last use was as early as possible.
fn assert_rate_used(uses: &[(usize, Duration)], rate: usize) {
    let rounds = u32::try_from((uses.len() - 1) / rate).unwrap();
    let (_, last) = uses[uses.len() - 1];
    assert!(last <= (COUNTED_FOR + MILLI) * rounds, "{last:?} for {rounds} rounds");
}

#[tokio::test(start_paused = true)]
async fn ten_thousand_waiting_callers_keep_the_rate_and_use_it_in_full() {
    let rate = rate(get_list());
    let uses = Crowd::of(10_000, get_list(), Duration::ZERO).through(rate).await;
    assert!(order(&uses).into_iter().eq(0..10_000), "first come, first served");
    assert_eq!(uses[rate - 1].1, Duration::ZERO, "the whole rate at once in an idle second");
    assert_rate_used(&uses, rate);
}

#[tokio::test(start_paused = true)]
async fn after_a_stall_the_rate_holds() {
    let rate = rate(get_list());
    for stall in [3 * SECOND, 30 * SECOND] {
        let crowd = Crowd::of(2000, get_list(), 7 * MILLI / 2);
        sleep(2 * SECOND + 300 * MILLI).await;
        // Nothing is polled meanwhile, and all timers fire afterwards.
        tokio::time::advance(stall).await;
        assert_eq!(crowd.through(rate).await.len(), 2000);
    }
}

#[tokio::test(start_paused = true)]
async fn callers_that_give_up_make_room_for_the_others() {
    let rate = rate(get_list());
    for gone in [|number| number % 3 == 0, |number| (200..3000).contains(&number)] {
        let crowd = Crowd::of(4000, get_list(), Duration::ZERO);
        sleep(SECOND / 2).await;
        let handles = crowd.handles.iter().enumerate();
        handles.filter(|(number, _)| gone(*number)).for_each(|(_, handle)| handle.abort());
        let left = (0..4000).filter(|number| *number < rate || !gone(*number)).count();
        let uses = crowd.through(rate).await;
        assert_eq!(uses.len(), left);
        assert_rate_used(&uses, rate);
        assert!(order(&uses).is_sorted(), "first come, first served");
    }
}

#[tokio::test(start_paused = true)]
async fn no_caller_overtakes_one_that_arrived_100_ms_before() {
    let rate = rate(check());
    let uses = Crowd::of(1500, check(), 8 * MILLI).through(rate).await;
    let mut latest = 0;
    for (number, _) in uses {
        assert!(number + 100 / 8 >= latest, "{number} after {latest}");
        latest = latest.max(number);
    }
}

#[tokio::test(start_paused = true)]
async fn a_caller_that_is_not_polled_delays_no_other() {
    let limiter = RateLimiter::new();
    use_all(&limiter, check()).await;
    let mut held: Vec<_> =
        (0..500).map(|_| Box::pin(limiter.acquire(APP, check(), Duration::MAX))).collect();
    assert!(held.iter_mut().all(|held| poll(held.as_mut()).is_pending()));
    let began = Instant::now();
    use_one(&limiter, check()).await;
    let waited = began.elapsed();
    // No later than if they had used their permits.
    assert!(waited <= 5 * COUNTED_FOR, "{waited:?}");
    assert!(poll(held[0].as_mut()).is_ready(), "it is still the first, once it is polled");
}

#[tokio::test(start_paused = true)]
async fn a_permit_that_is_not_used_goes_to_the_next_and_its_holder_stays_first() {
    let limiter = RateLimiter::new().app_per_second(1);
    let late = acquire(&limiter, check()).await;
    let began = Instant::now();
    use_one(&limiter, check()).await;
    assert!(began.elapsed() <= HELD_FOR + 2 * MILLI, "{:?}", began.elapsed());
    let mut next = Box::pin(limiter.acquire(APP, check(), Duration::MAX));
    assert!(poll(next.as_mut()).is_pending());
    let mut another = Box::pin(late.use_now().unwrap_err());
    assert!(poll(another.as_mut()).is_pending());
    sleep(COUNTED_FOR + MILLI).await;
    assert!(poll(next.as_mut()).is_pending(), "the other caller is earlier");
    let Poll::Ready(Ok(permit)) = poll(another.as_mut()) else { panic!("it is the first") };
    permit.use_now().unwrap();
    drop(next);
}

#[tokio::test(start_paused = true)]
async fn a_permit_that_is_dropped_goes_to_the_next() {
    let limiter = RateLimiter::new().app_per_second(1);
    let permit = acquire(&limiter, check()).await;
    let mut next = Box::pin(limiter.acquire(APP, check(), Duration::MAX));
    let began = Instant::now();
    tokio::join!(use_next(next.as_mut()), async { drop(permit) });
    assert_eq!(began.elapsed(), Duration::ZERO);
}

async fn use_next(mut next: Pin<&mut Acquire<'_>>) {
    poll_fn(|context| next.as_mut().poll(context)).await.unwrap().use_now().unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_permit_that_would_be_too_late_fails_at_once() {
    let limiter = RateLimiter::new();
    let mut waiting = Vec::new();
    let (mut refused, mut began) = (0, Vec::new());
    for _ in 0..2500 {
        let mut acquire = Box::pin(limiter.acquire(APP, check(), 15 * SECOND));
        match poll(acquire.as_mut()) {
            Poll::Ready(Ok(permit)) => {
                permit.use_now().unwrap();
                began.push(());
            }
            Poll::Ready(Err(LimiterError::TooLate(wait))) => {
                assert!(wait > 15 * SECOND && wait < 17 * SECOND, "{wait:?}");
                refused += 1;
            }
            Poll::Ready(Err(error)) => panic!("{error}"),
            Poll::Pending => waiting.push(acquire),
        }
    }
    assert_eq!((began.len(), waiting.len(), refused), (100, 1400, 1000));
}

#[tokio::test(start_paused = true)]
async fn a_call_with_two_rate_limits_takes_both_at_once_and_holds_neither_while_it_waits() {
    let limiter = RateLimiter::new().app_per_second(150);
    use_all(&limiter, check()).await;
    // They wait for their endpoint's rate limit, and leave the app's other 50 permits to others.
    let mut waiting: Vec<_> =
        (0..80).map(|_| Box::pin(limiter.acquire(APP, check(), Duration::MAX))).collect();
    assert!(waiting.iter_mut().all(|acquire| poll(acquire.as_mut()).is_pending()));
    let began = Instant::now();
    for _ in 0..50 {
        use_one(&limiter, get_list()).await;
    }
    assert_eq!(began.elapsed(), Duration::ZERO);
    let mut other = Box::pin(limiter.acquire(APP, get_list(), Duration::MAX));
    assert!(poll(other.as_mut()).is_pending(), "the app's rate is used up");
    drop(waiting);
    other.await.unwrap().use_now().unwrap();
    assert!(began.elapsed() >= SECOND);
}

#[tokio::test(start_paused = true)]
async fn callers_that_wait_for_the_app_are_served_in_order_whatever_their_endpoint() {
    let limiter = RateLimiter::new().app_per_second(2);
    let specs = [check(), get_list(), group::get_group_info::Request::spec()];
    let uses = Uses::default();
    let callers = (0..30).map(|number| {
        let (limiter, uses) = (&limiter, &uses);
        async move {
            use_one(limiter, specs[number % 3]).await;
            uses.lock().unwrap().push((number, Instant::now()));
        }
    });
    let mut callers: Vec<_> = callers.map(Box::pin).collect();
    poll_fn(|context| {
        callers.retain_mut(|caller| caller.as_mut().poll(context).is_pending());
        if callers.is_empty() { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    let uses = uses.lock().unwrap();
    let since = uses.iter().map(|(number, at)| (*number, *at - uses[0].1)).collect::<Vec<_>>();
    assert!(order(&since).into_iter().eq(0..30));
    assert!(uses.windows(3).all(|some| some[2].1 - some[0].1 > SECOND));
}

#[tokio::test(start_paused = true)]
async fn apps_and_endpoints_are_counted_separately() {
    let limiter = RateLimiter::new();
    use_all(&limiter, check()).await;
    let no_time = Duration::ZERO;
    assert!(limiter.acquire(APP, check(), no_time).await.is_err());
    assert!(limiter.acquire(APP + 1, check(), no_time).await.is_ok());
    assert!(limiter.acquire(APP, get_list(), no_time).await.is_ok());
    assert!(Unlimited.acquire(APP, check(), no_time).await.is_ok());
}

#[tokio::test(start_paused = true)]
async fn later_callers_do_not_delay_the_first() {
    let limiter = RateLimiter::new();
    for _ in 0..rate(check()) {
        use_one(&limiter, check()).await;
        sleep(MILLI).await;
    }
    let mut waiting: Vec<_> =
        (0..90).map(|_| Box::pin(limiter.acquire(APP, check(), Duration::MAX))).collect();
    waiting.iter_mut().for_each(|acquire| drop(poll(acquire.as_mut())));
    sleep(COUNTED_FOR).await;
    assert!(poll(waiting[0].as_mut()).is_ready());
}

/// A task that owns a caller.
struct Task(Mutex<Pin<Box<dyn Future<Output = ()> + Send>>>);

impl std::task::Wake for Task {
    fn wake(self: Arc<Self>) {}
}

#[tokio::test(start_paused = true)]
async fn a_waker_that_owns_a_caller_may_be_dropped() {
    let limiter = Arc::new(RateLimiter::new().app_per_second(1));
    use_one(&limiter, check()).await;
    let of_task = Arc::clone(&limiter);
    let owned = Box::pin(async move { use_one(&of_task, check()).await });
    let task = Arc::new(Task(Mutex::new(owned)));
    let _ = task.0.lock().unwrap().as_mut().poll(&mut Context::from_waker(Waker::noop()));
    let mut moved = Box::pin(limiter.acquire(APP, check(), Duration::MAX));
    let waker = Waker::from(Arc::clone(&task));
    let _ = moved.as_mut().poll(&mut Context::from_waker(&waker));
    drop((task, waker));
    sleep(2 * SECOND).await;
    let _ = poll(moved.as_mut());
    moved.await.unwrap().use_now().unwrap();
}

/// A clock with a fixed time, on which no sleep ever ends.
struct At(Duration);

impl Clock for At {
    fn unix_time(&self) -> u64 {
        self.0.as_secs()
    }

    fn now(&self) -> Duration {
        self.0
    }

    fn sleep(&self, _duration: Duration) -> Sleep {
        Sleep::new(std::future::pending())
    }
}

#[tokio::test]
async fn extreme_times_do_not_panic() {
    for now in [Duration::MAX, Duration::MAX - MILLI, Duration::ZERO] {
        let limiter = RateLimiter::new().clock(At(now)).app_per_second(3);
        for _ in 0..3 {
            use_one(&limiter, check()).await;
        }
        let mut acquire = Box::pin(limiter.acquire(APP, check(), Duration::MAX));
        let _ = poll(acquire.as_mut());
    }
}
