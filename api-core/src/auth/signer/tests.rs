//! Signing with each kind of credentials, and renewing in time.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use secrecy::zeroize::ZeroizeOnDrop;
use tokio::runtime::Runtime;
use tokio::time::{sleep, timeout};

use super::*;
use crate::auth::ProvidedUserSig;
use crate::auth::signed_url::FRESH;
use crate::clock::{Sleep, SystemClock};
use crate::transport::{BaseUrl, Host};
use crate::user_sig::SecretKey;

const NOW: u64 = 1_795_000_000;

/// A clock with a date that is set by hand, and tokio's time.
#[derive(Clone)]
struct Dial(Arc<AtomicU64>);

impl Dial {
    fn set(&self, unix_time: u64) {
        self.0.store(unix_time, Ordering::Relaxed);
    }
}

impl Clock for Dial {
    fn unix_time(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }

    fn now(&self) -> Duration {
        SystemClock.now()
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        SystemClock.sleep(duration)
    }
}

/// Returns a signer whose clock shows [`NOW`].
fn signer(credentials: Credentials) -> (Dial, Arc<Signer>) {
    let base = BaseUrl::new("https://example.com".parse().unwrap()).unwrap();
    let dial = Dial(Arc::new(AtomicU64::new(NOW)));
    let clock = Arc::new(dial.clone());
    (
        dial,
        Arc::new(Signer::new(Arc::new(Hosts::new(base, None)), 1_400_000_000, credentials, clock)),
    )
}

async fn signature(signer: &Arc<Signer>) -> Arc<SignedUrl> {
    signer.signature().await.unwrap()
}

/// The behaviour of a vault.
#[derive(Clone, Copy)]
enum Mood {
    /// Returns a signature after this delay, valid for this number of seconds from [`NOW`] on.
    Gives(Duration, u64),
    Fails,
    Panics,
    /// Never responds.
    Hangs,
}

/// A provider that goes through a list of behaviours and repeats the last. Clones share their state.
#[derive(Clone)]
struct Vault(Arc<(AtomicUsize, Vec<Mood>)>);

impl Vault {
    fn new(moods: &[Mood]) -> Self {
        Self(Arc::new((AtomicUsize::new(0), moods.to_vec())))
    }

    fn asked(&self) -> usize {
        self.0.0.load(Ordering::Relaxed)
    }

    fn signer(&self) -> (Dial, Arc<Signer>) {
        signer(Credentials::provider("admin", self.clone()))
    }
}

impl UserSigProvider for Vault {
    fn user_sig<'a>(&'a self, _sdk_app_id: u32, identifier: &'a str) -> ProvidedUserSig<'a> {
        let number = self.0.0.fetch_add(1, Ordering::Relaxed);
        let moods = &self.0.1;
        let mood = moods[number.min(moods.len() - 1)];
        Box::pin(async move {
            match mood {
                Mood::Gives(after, seconds) => {
                    sleep(after).await;
                    let user_sig = UserSig::new(format!("{identifier}{}", number + 1));
                    Ok(IssuedUserSig::new(user_sig, UnixTime::from_secs(NOW + seconds)))
                }
                Mood::Fails => Err("the vault is shut".into()),
                Mood::Panics => panic!("the vault is broken"),
                Mood::Hangs => std::future::pending().await,
            }
        })
    }
}

const AT_ONCE: Duration = Duration::ZERO;
const MILLI: Duration = Duration::from_millis(1);
const SECOND: Duration = Duration::from_secs(1);

#[tokio::test]
async fn a_signature_is_kept_until_it_is_renewed_ahead_of_expiry() {
    let (dial, signer) = signer(Credentials::secret_key("admin", "canary-key"));
    let first = signature(&signer).await;
    let lifetime = LIFETIME.duration().as_secs();
    let renewed = NOW + lifetime / 4 * 3;
    dial.set(renewed - 1);
    assert!(Arc::ptr_eq(&first, &signature(&signer).await));
    tokio::time::pause();
    tokio::time::advance(FRESH).await;
    dial.set(renewed);
    let second = signature(&signer).await;
    assert!(!Arc::ptr_eq(&first, &second));
    let subject = Subject::new(1_400_000_000, "admin");
    let key = SecretKey::new("canary-key");
    assert!(
        key.verify(second.user_sig.expose(), &subject, UnixTime::from_secs(renewed + lifetime))
            .is_ok()
    );
}

#[tokio::test]
async fn a_fixed_signature_is_used_unchanged() {
    let user_sig = UserSig::new("eJw*-_");
    let (dial, signer) = signer(Credentials::user_sig("admin", user_sig));
    let first = signature(&signer).await;
    dial.set(u64::MAX - 1);
    assert!(Arc::ptr_eq(&first, &signature(&signer).await));
    assert!(first.url(Host::First).query().unwrap().contains("&usersig=eJw*-_&"), "unchanged");
    assert!(!signer.can_renew());
}

#[tokio::test]
async fn the_identifier_is_escaped_in_the_query() {
    let (_, signer) = signer(Credentials::secret_key("a&b=ü", "key"));
    let signature = signature(&signer).await;
    let query = signature.url(Host::First).query().unwrap();
    assert!(query.starts_with("sdkappid=1400000000&identifier=a%26b%3D%C3%BC&usersig="), "escaped");
    assert!(query.ends_with("&contenttype=json"), "ready for the random number");
}

#[tokio::test]
async fn a_rejected_signature_is_renewed_with_the_date_of_the_service() {
    let (dial, signer) = signer(Credentials::secret_key("admin", "canary-key"));
    dial.set(NOW - 100 * 3600);
    let first = signature(&signer).await;
    signer.invalidate(&first, Some(NOW));
    let second = signature(&signer).await;
    let subject = Subject::new(1_400_000_000, "admin");
    let verified = SecretKey::new("canary-key").verify(
        second.user_sig.expose(),
        &subject,
        UnixTime::from_secs(NOW),
    );
    assert_eq!(verified.unwrap().issued_at.as_secs(), NOW);
    signer.invalidate(&first, Some(NOW));
    assert!(
        Arc::ptr_eq(&second, &signature(&signer).await),
        "only the rejected signature is discarded"
    );
}

#[tokio::test(start_paused = true)]
async fn calls_use_the_old_signature_while_one_renewal_runs_for_all() {
    let gives = |seconds| Mood::Gives(SECOND, seconds);
    let vault = Vault::new(&[gives(1000), gives(2000), Mood::Fails, gives(3000)]);
    let (dial, signer) = vault.signer();
    let waiting: Vec<_> = (0..8)
        .map(|_| {
            let signer = Arc::clone(&signer);
            tokio::spawn(async move { signature(&signer).await })
        })
        .collect();
    for caller in waiting {
        assert_eq!(caller.await.unwrap().user_sig.expose(), "admin1");
    }
    assert_eq!(vault.asked(), 1, "all callers shared one renewal");

    sleep(FRESH).await;
    dial.set(NOW + 750);
    for _ in 0..8 {
        assert_eq!(signature(&signer).await.user_sig.expose(), "admin1");
        tokio::task::yield_now().await;
    }
    assert_eq!(vault.asked(), 2);
    sleep(2 * SECOND).await;
    assert_eq!(signature(&signer).await.user_sig.expose(), "admin2");

    sleep(FRESH).await;
    dial.set(NOW + 1900);
    for _ in 0..PAUSE_AHEAD.as_secs() {
        assert_eq!(signature(&signer).await.user_sig.expose(), "admin2");
        sleep(SECOND - MILLI).await;
    }
    assert_eq!(vault.asked(), 3, "a provider that failed is not called for a while");
    sleep(SECOND).await;
    assert_eq!(signature(&signer).await.user_sig.expose(), "admin2");
    sleep(2 * SECOND).await;
    assert_eq!(
        signature(&signer).await.user_sig.expose(),
        "admin4",
        "the provider is called again"
    );
}

#[tokio::test(start_paused = true)]
async fn a_dropped_caller_leaves_the_renewal_to_the_others() {
    let vault = Vault::new(&[Mood::Gives(SECOND, 1000)]);
    let (_, signer) = vault.signer();
    assert!(timeout(SECOND / 2, signer.signature()).await.is_err());
    assert_eq!(signature(&signer).await.user_sig.expose(), "admin1");
    assert_eq!(vault.asked(), 1, "the second caller took over the renewal");
}

#[tokio::test(start_paused = true)]
async fn a_caller_that_is_not_polled_delays_no_other() {
    let vault = Vault::new(&[Mood::Gives(SECOND, 1000)]);
    let (_, signer) = vault.signer();
    let mut held = Box::pin(signer.signature());
    tokio::select! {
        biased;
        _ = &mut held => panic!("the provider has not responded yet"),
        () = sleep(MILLI) => {}
    }
    assert_eq!(timeout(SECOND, signature(&signer)).await.unwrap().user_sig.expose(), "admin1");
    assert!(held.await.is_ok());
    assert_eq!(vault.asked(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_provider_that_hangs_is_given_up_and_called_again() {
    let vault = Vault::new(&[Mood::Hangs, Mood::Gives(AT_ONCE, 1000), Mood::Hangs]);
    let (dial, signer) = vault.signer();
    let waiting: Vec<_> = (0..8)
        .map(|_| {
            let signer = Arc::clone(&signer);
            tokio::spawn(async move { signature(&signer).await })
        })
        .collect();
    for caller in waiting {
        assert_eq!(caller.await.unwrap().user_sig.expose(), "admin2");
    }
    assert_eq!(vault.asked(), 2);
    // A renewal ahead of expiry that hangs is given up too: after the expiry the provider is called again.
    sleep(FRESH).await;
    dial.set(NOW + 900);
    assert_eq!(signature(&signer).await.user_sig.expose(), "admin2");
    sleep(SECOND).await;
    assert_eq!(vault.asked(), 3);
    dial.set(NOW + 1000);
    assert!(timeout(20 * SECOND, signer.signature()).await.is_err());
    assert!(vault.asked() > 3, "the provider is called every ten seconds");
}

#[tokio::test(start_paused = true)]
async fn a_provider_that_panics_is_left_alone_for_a_while() {
    let vault = Vault::new(&[Mood::Panics, Mood::Gives(AT_ONCE, 1000), Mood::Panics]);
    let (dial, signer) = vault.signer();
    for _ in 0..100 {
        let error = signer.signature().await.err().unwrap();
        assert_eq!(error.to_string(), "the provider panicked");
    }
    assert_eq!(vault.asked(), 1);
    sleep(PAUSE).await;
    assert_eq!(signature(&signer).await.user_sig.expose(), "admin2");
    sleep(FRESH).await;
    dial.set(NOW + 900);
    for _ in 0..100 {
        assert_eq!(signature(&signer).await.user_sig.expose(), "admin2");
        sleep(MILLI).await;
    }
    assert_eq!(vault.asked(), 3);
}

#[test]
fn a_runtime_that_is_dropped_or_not_driven_blocks_no_other() {
    let runtime = || tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    for is_kept in [true, false] {
        let vault = Vault::new(&[
            Mood::Gives(AT_ONCE, 1000),
            Mood::Gives(MILLI, 2000),
            Mood::Gives(MILLI, 2000),
        ]);
        let (dial, signer) = vault.signer();
        let first: Runtime = runtime();
        first.block_on(async {
            tokio::time::pause();
            signature(&signer).await;
            tokio::time::advance(FRESH).await;
            dial.set(NOW + 900);
            assert_eq!(signature(&signer).await.user_sig.expose(), "admin1");
            // The task of the renewal begins and gets no further.
            tokio::task::yield_now().await;
        });
        let kept = is_kept.then_some(first);
        assert_eq!(vault.asked(), 2);
        dial.set(NOW + 1000);
        runtime().block_on(async {
            tokio::time::pause();
            tokio::time::advance(2 * FRESH).await;
            // The provider may depend on the runtime that stands still. It is then called again.
            let renewed = timeout(12 * SECOND, signature(&signer)).await.unwrap();
            assert_ne!(renewed.user_sig.expose(), "admin1");
        });
        drop(kept);
    }
}

#[tokio::test(start_paused = true)]
async fn a_wrong_date_does_not_call_the_provider_repeatedly() {
    for (shown, date) in [(NOW + 7200, NOW), (NOW, NOW)] {
        let vault = Vault::new(&[Mood::Gives(100 * MILLI, 3600)]);
        let (dial, signer) = vault.signer();
        dial.set(shown);
        for number in 0..400 {
            let accepted = signature(&signer).await;
            if number > 2 {
                signer.learn(&accepted, date);
            }
            sleep(10 * MILLI).await;
        }
        assert_eq!(vault.asked(), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn a_provider_whose_signatures_are_rejected_is_called_once_a_second() {
    let vault = Vault::new(&[Mood::Gives(AT_ONCE, 3600)]);
    let (_, signer) = vault.signer();
    for _ in 0..100 {
        let rejected = signature(&signer).await;
        signer.invalidate(&rejected, Some(NOW));
        sleep(20 * MILLI).await;
    }
    assert!((2..=4).contains(&vault.asked()), "{}", vault.asked());
}

#[test]
fn debug_shows_no_secret() {
    let credentials = Credentials::secret_key("admin", "canary-key");
    assert_eq!(format!("{credentials:?}"), "Credentials { identifier: \"admin\", .. }");
    let issued = IssuedUserSig::new(UserSig::new("canary"), UnixTime::from_secs(1));
    assert_eq!(
        format!("{issued:?}"),
        "IssuedUserSig { user_sig: UserSig(..), expires_at: UnixTime(1) }"
    );
}

/// Holds by the type alone: this would not compile with another.
#[tokio::test]
async fn the_cached_query_is_wiped_when_dropped() {
    fn assert_wiped(_: &impl ZeroizeOnDrop) {}
    let (_, signer) = signer(Credentials::secret_key("administrator", "key"));
    assert_wiped(&signature(&signer).await.url);
}
