//! The data centres of the service.

use std::fmt;
use std::str::FromStr;

/// A data centre of the service. An app belongs to the data centre that was chosen when the app was created.
///
/// Most data centres have a second host under another domain, for the case that the first cannot be reached.
///
/// Source: the vendor's overview pages of 2023 to 2026 (page 34620), read on 2026-11-27.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Region {
    /// Mainland China: `console.tim.qq.com`, then `adminapi.my-imcloud.com`.
    China,
    /// Singapore: `adminapisgp.im.qcloud.com`, then `adminapisgp.my-imcloud.com`.
    Singapore,
    /// Seoul: `adminapikr.im.qcloud.com`, then `adminapikr.my-imcloud.com`.
    Seoul,
    /// Tokyo: `adminapijpn.im.qcloud.com`, on the pages since 2024. No second host is known.
    Tokyo,
    /// Frankfurt: `adminapiger.im.qcloud.com`, then `adminapiger.my-imcloud.com`.
    Frankfurt,
    /// Mumbai: `adminapiind.im.qcloud.com`, then `adminapiind.my-imcloud.com`. Most pages have omitted it since
    /// mid-2024.
    Mumbai,
    /// Silicon Valley: `adminapiusa.im.qcloud.com`, then `adminapiusa.my-imcloud.com`.
    SiliconValley,
    /// Jakarta: `adminapiidn.im.qcloud.com`, then `adminapiidn.my-imcloud.com`; on the pages since 2023.
    Jakarta,
    /// Riyadh: `adminapiksa.im.qcloud.com`, on international pages of 2026. No second host is known.
    Riyadh,
}

/// The error of a text that is not the name of a region. The text is not kept, because it may be a secret that was
/// pasted into the wrong variable.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct UnknownRegion(());

impl Region {
    /// All regions.
    pub const ALL: &[Self] = &[
        Self::China,
        Self::Singapore,
        Self::Seoul,
        Self::Tokyo,
        Self::Frankfurt,
        Self::Mumbai,
        Self::SiliconValley,
        Self::Jakarta,
        Self::Riyadh,
    ];

    /// Returns the documented host.
    #[must_use]
    pub const fn host(self) -> &'static str {
        match self {
            Self::China => "console.tim.qq.com",
            Self::Singapore => "adminapisgp.im.qcloud.com",
            Self::Seoul => "adminapikr.im.qcloud.com",
            Self::Tokyo => "adminapijpn.im.qcloud.com",
            Self::Frankfurt => "adminapiger.im.qcloud.com",
            Self::Mumbai => "adminapiind.im.qcloud.com",
            Self::SiliconValley => "adminapiusa.im.qcloud.com",
            Self::Jakarta => "adminapiidn.im.qcloud.com",
            Self::Riyadh => "adminapiksa.im.qcloud.com",
        }
    }

    /// Returns the documented second host of the same service, if there is one.
    #[must_use]
    pub const fn backup_host(self) -> Option<&'static str> {
        match self {
            Self::China => Some("adminapi.my-imcloud.com"),
            Self::Singapore => Some("adminapisgp.my-imcloud.com"),
            Self::Seoul => Some("adminapikr.my-imcloud.com"),
            Self::Frankfurt => Some("adminapiger.my-imcloud.com"),
            Self::Mumbai => Some("adminapiind.my-imcloud.com"),
            Self::SiliconValley => Some("adminapiusa.my-imcloud.com"),
            Self::Jakarta => Some("adminapiidn.my-imcloud.com"),
            Self::Tokyo | Self::Riyadh => None,
        }
    }

    /// Returns the name that [`FromStr`] accepts, such as `silicon-valley`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::China => "china",
            Self::Singapore => "singapore",
            Self::Seoul => "seoul",
            Self::Tokyo => "tokyo",
            Self::Frankfurt => "frankfurt",
            Self::Mumbai => "mumbai",
            Self::SiliconValley => "silicon-valley",
            Self::Jakarta => "jakarta",
            Self::Riyadh => "riyadh",
        }
    }
}

impl FromStr for Region {
    type Err = UnknownRegion;

    fn from_str(name: &str) -> Result<Self, UnknownRegion> {
        let found = Self::ALL.iter().find(|region| region.name().eq_ignore_ascii_case(name));
        found.copied().ok_or(UnknownRegion(()))
    }
}

tencent_chat_specs::named! { Region }

impl fmt::Display for UnknownRegion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let known: Vec<_> = Region::ALL.iter().map(|region| region.name()).collect();
        write!(f, "unknown region; the regions are {}", known.join(", "))
    }
}

impl std::error::Error for UnknownRegion {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_region_is_found_by_its_name_and_has_its_own_host() {
        let mut hosts = std::collections::BTreeSet::new();
        for region in Region::ALL {
            assert_eq!(region.name().parse(), Ok(*region));
            let json = serde_json::to_string(region).unwrap();
            assert_eq!(serde_json::from_str::<Region>(&json).unwrap(), *region);
            assert_eq!(json, format!("\"{region}\""));
            assert!(hosts.insert(region.host()));
            assert!(region.backup_host().is_none_or(|host| hosts.insert(host)));
        }
    }

    #[test]
    fn the_error_of_an_unknown_region_lists_the_known_ones() {
        let error = "atlantis".parse::<Region>().unwrap_err().to_string();
        assert!(error.starts_with("unknown region; the regions are china, "), "{error}");
    }
}
