//! Signs calls: the credentials of an administrator, the signature that is made from them and cached, and the date that
//! it is made for.

mod credentials;
mod renewal;
mod signed_url;
mod signer;
mod skew;

pub use self::credentials::{Credentials, IssuedUserSig, ProvidedUserSig, UserSigProvider};
pub(crate) use self::credentials::{Secret, bad_identifier};
pub(crate) use self::signed_url::SignedUrl;
pub(crate) use self::signer::Signer;
