use std::sync::atomic::AtomicUsize;

use secrecy::zeroize::ZeroizeOnDrop;
use tokio::sync::Notify;

use super::*;
use crate::Sleep;

const NOW: u64 = 1_795_000_000;

/// A clock that shows what it is told.
struct At(u64);

impl Clock for At {
    fn unix_time(&self) -> u64 {
        self.0
    }

    fn now(&self) -> std::time::Duration {
        std::time::Duration::from_secs(self.0)
    }

    fn sleep(&self, _duration: std::time::Duration) -> Sleep {
        Sleep::new(std::future::pending())
    }
}

fn signer(credentials: Credentials) -> Arc<Signer> {
    let base = Base::new("https://example.com".parse().unwrap()).unwrap();
    Arc::new(Signer::new(Arc::new(base), 1_400_000_000, credentials))
}

async fn signature(signer: &Arc<Signer>, now: u64) -> Arc<Signature> {
    signer.signature(&At(now)).await.unwrap()
}

/// Gives signatures that hold for 1000 seconds from `NOW` on, each when it is let to.
#[derive(Default)]
struct Vault {
    asked: AtomicUsize,
    answers: Notify,
}

struct Door(Arc<Vault>);

impl UserSigProvider for Door {
    fn user_sig<'a>(&'a self, _sdk_app_id: u32, identifier: &'a str) -> ProvidedUserSig<'a> {
        let number = self.0.asked.fetch_add(1, Ordering::Relaxed) as u64 + 1;
        Box::pin(async move {
            self.0.answers.notified().await;
            if number == 3 {
                return Err("the vault is shut".into());
            }
            let user_sig = UserSig::new(format!("{identifier}{number}"));
            Ok(IssuedUserSig::new(user_sig, NOW + 1000 * number))
        })
    }
}

#[tokio::test]
async fn a_signature_is_kept_until_it_is_renewed_ahead_of_expiry() {
    let signer = signer(Credentials::secret_key("admin", "canary-key"));
    let first = signature(&signer, NOW).await;
    let renewed = NOW + LIFETIME / 4 * 3;
    assert!(Arc::ptr_eq(&first, &signature(&signer, renewed - 1).await));
    let second = signature(&signer, renewed).await;
    assert!(!Arc::ptr_eq(&first, &second));
    let subject = Subject::new(1_400_000_000, "admin");
    let key = SecretKey::new("canary-key");
    assert!(key.verify(second.user_sig.expose(), &subject, renewed + LIFETIME).is_ok());
}

#[tokio::test]
async fn a_fixed_signature_is_used_as_it_is() {
    let user_sig = UserSig::new("eJw*-_");
    let signer = signer(Credentials::user_sig("admin", user_sig));
    let first = signature(&signer, NOW).await;
    assert!(Arc::ptr_eq(&first, &signature(&signer, u64::MAX - 1).await));
    assert!(first.url().query().unwrap().contains("&usersig=eJw*-_&"), "as it is");
    assert!(!signer.can_renew());
}

#[tokio::test]
async fn the_identifier_is_escaped_in_the_query() {
    let signer = signer(Credentials::secret_key("a&b=ü", "key"));
    let signature = signature(&signer, NOW).await;
    let query = signature.url().query().unwrap();
    assert!(query.starts_with("sdkappid=1400000000&identifier=a%26b%3D%C3%BC&usersig="), "escaped");
    assert!(query.ends_with("&contenttype=json"), "ready for the random number");
}

#[tokio::test]
async fn a_rejected_signature_is_made_anew_at_the_time_of_the_service() {
    let signer = signer(Credentials::secret_key("admin", "canary-key"));
    let hours_late = NOW - 100 * 3600;
    let first = signature(&signer, hours_late).await;
    signer.reject(&first, Some(NOW), &At(hours_late));
    let second = signature(&signer, hours_late).await;
    let subject = Subject::new(1_400_000_000, "admin");
    let verified = SecretKey::new("canary-key").verify(second.user_sig.expose(), &subject, NOW);
    assert_eq!(verified.unwrap().issued_at, NOW);
    signer.reject(&first, Some(NOW), &At(NOW));
    assert!(
        Arc::ptr_eq(&second, &signature(&signer, NOW).await),
        "only the one that was rejected is given up"
    );
}

#[tokio::test]
async fn callers_go_on_with_the_old_signature_while_one_task_asks_for_the_next() {
    let vault = Arc::new(Vault::default());
    let signer = signer(Credentials::provider("admin", Door(Arc::clone(&vault))));
    let asked = || vault.asked.load(Ordering::Relaxed);
    let waiting: Vec<_> = (0..8)
        .map(|_| {
            let signer = Arc::clone(&signer);
            tokio::spawn(async move { signature(&signer, NOW).await })
        })
        .collect();
    vault.answers.notify_one();
    for caller in waiting {
        assert_eq!(caller.await.unwrap().user_sig.expose(), "admin1");
    }
    assert_eq!(asked(), 1, "all waited for one");

    for _ in 0..8 {
        assert_eq!(signature(&signer, NOW + 750).await.user_sig.expose(), "admin1");
        tokio::task::yield_now().await;
    }
    assert_eq!(asked(), 2, "one task asks");
    vault.answers.notify_one();
    while signature(&signer, NOW + 750).await.user_sig.expose() == "admin1" {
        tokio::task::yield_now().await;
    }

    assert_eq!(signature(&signer, NOW + 1900).await.user_sig.expose(), "admin2");
    vault.answers.notify_one();
    while signer.paused_until.load(Ordering::Relaxed) == 0 {
        tokio::task::yield_now().await;
    }
    assert_eq!(signature(&signer, NOW + 1901).await.user_sig.expose(), "admin2");
    tokio::task::yield_now().await;
    assert_eq!(asked(), 3, "a vault that is shut is left alone for a while");
}

#[tokio::test]
async fn a_caller_who_leaves_while_the_provider_is_asked_leaves_the_turn_to_the_next() {
    let vault = Arc::new(Vault::default());
    let signer = signer(Credentials::provider("admin", Door(Arc::clone(&vault))));
    let leaving = {
        let signer = Arc::clone(&signer);
        tokio::spawn(async move { signature(&signer, NOW).await })
    };
    while vault.asked.load(Ordering::Relaxed) == 0 {
        tokio::task::yield_now().await;
    }
    leaving.abort();
    assert!(leaving.await.is_err());
    vault.answers.notify_one();
    assert_eq!(signature(&signer, NOW).await.user_sig.expose(), "admin2");
}

#[test]
fn debug_shows_no_secret() {
    let credentials = Credentials::secret_key("admin", "canary-key");
    assert_eq!(format!("{credentials:?}"), "Credentials { identifier: \"admin\", .. }");
    let issued = IssuedUserSig::new(UserSig::new("canary"), 1);
    assert_eq!(format!("{issued:?}"), "IssuedUserSig { user_sig: UserSig(..), expires_at: 1 }");
}

/// Only the type tells: with another one this does not compile.
#[tokio::test]
async fn the_kept_query_is_wiped_when_dropped() {
    fn assert_wiped(_: &impl ZeroizeOnDrop) {}
    let signer = signer(Credentials::secret_key("administrator", "key"));
    assert_wiped(&signature(&signer, NOW).await.url);
}
