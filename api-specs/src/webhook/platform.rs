//! The platform from which an action comes.

use crate::open_enum;

/// The platform of the client whose action caused a webhook.
#[open_enum]
pub enum Platform {
    /// The server API.
    #[wire("RESTAPI")]
    RestApi,
    /// A browser.
    Web,
    /// Android.
    Android,
    /// An iPhone.
    #[wire("iOS")]
    Ios,
    /// An iPad.
    #[wire("iPad")]
    Ipad,
    /// Windows.
    Windows,
    /// macOS.
    #[wire("macOS")]
    MacOs,
    /// The service does not know.
    Unknown,
}

impl Platform {
    /// Reads a platform. Some webhooks write `IOS` where others write `iOS`, and the SDK writes `Mac` for `macOS`.
    pub(super) fn read(text: &str) -> Self {
        const KNOWN: [Platform; 8] = [
            Platform::RestApi,
            Platform::Web,
            Platform::Android,
            Platform::Ios,
            Platform::Ipad,
            Platform::Windows,
            Platform::MacOs,
            Platform::Unknown,
        ];
        if text.eq_ignore_ascii_case("Mac") {
            return Self::MacOs;
        }
        let known = KNOWN.into_iter().find(|known| text.eq_ignore_ascii_case(known.as_str()));
        known.unwrap_or_else(|| Self::Other(text.to_owned()))
    }
}
