//! A lifetime is not a moment, nor a moment a lifetime.

use tencent_chat::user_sig::{Lifetime, SecretKey, Subject, UnixTime};

fn main() {
    let user = Subject::new(1_400_000_000, "user15");
    let _ = SecretKey::new("key").sign(&user, Lifetime::MAX, UnixTime::from_secs(1_795_000_000));
}
