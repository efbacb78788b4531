//! Where the service is.

use std::fmt;
use std::str::FromStr;

/// A data centre of the service. An app belongs to the one that was chosen when it was made.
///
/// Source: the vendor's overview pages of 2023 to 2025, read on 2026-11-24.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Region {
    /// Mainland China, `console.tim.qq.com`.
    China,
    /// Mainland China by a second name, `adminapi.my-imcloud.com`; on a page of 2025.
    ChinaBackup,
    /// Singapore, `adminapisgp.im.qcloud.com`.
    Singapore,
    /// Seoul, `adminapikr.im.qcloud.com`.
    Seoul,
    /// Tokyo, `adminapijpn.im.qcloud.com`; on the pages since 2024.
    Tokyo,
    /// Frankfurt, `adminapiger.im.qcloud.com`.
    Frankfurt,
    /// Mumbai, `adminapiind.im.qcloud.com`; gone from the pages in mid-2024.
    Mumbai,
    /// Silicon Valley, `adminapiusa.im.qcloud.com`.
    SiliconValley,
    /// Jakarta, `adminapiidn.im.qcloud.com`; on the pages since 2025.
    Jakarta,
}

/// A text that names no region. The text is not kept: it may be a secret that was pasted into the wrong place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownRegion(());

impl Region {
    /// All of them.
    pub const ALL: &[Self] = &[
        Self::China,
        Self::ChinaBackup,
        Self::Singapore,
        Self::Seoul,
        Self::Tokyo,
        Self::Frankfurt,
        Self::Mumbai,
        Self::SiliconValley,
        Self::Jakarta,
    ];

    /// The documented host.
    #[must_use]
    pub const fn host(self) -> &'static str {
        match self {
            Self::China => "console.tim.qq.com",
            Self::ChinaBackup => "adminapi.my-imcloud.com",
            Self::Singapore => "adminapisgp.im.qcloud.com",
            Self::Seoul => "adminapikr.im.qcloud.com",
            Self::Tokyo => "adminapijpn.im.qcloud.com",
            Self::Frankfurt => "adminapiger.im.qcloud.com",
            Self::Mumbai => "adminapiind.im.qcloud.com",
            Self::SiliconValley => "adminapiusa.im.qcloud.com",
            Self::Jakarta => "adminapiidn.im.qcloud.com",
        }
    }

    /// The name that [`FromStr`] takes, such as `silicon-valley`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::China => "china",
            Self::ChinaBackup => "china-backup",
            Self::Singapore => "singapore",
            Self::Seoul => "seoul",
            Self::Tokyo => "tokyo",
            Self::Frankfurt => "frankfurt",
            Self::Mumbai => "mumbai",
            Self::SiliconValley => "silicon-valley",
            Self::Jakarta => "jakarta",
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

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Display for UnknownRegion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let known: Vec<_> = Region::ALL.iter().map(|region| region.name()).collect();
        write!(f, "no such region; the regions are {}", known.join(", "))
    }
}

impl std::error::Error for UnknownRegion {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_region_is_found_by_its_name_and_has_a_host_of_its_own() {
        let mut hosts = std::collections::BTreeSet::new();
        for region in Region::ALL {
            assert_eq!(region.name().parse(), Ok(*region));
            assert!(hosts.insert(region.host()));
        }
    }

    #[test]
    fn an_unknown_region_is_told_the_known_ones() {
        let error = "atlantis".parse::<Region>().unwrap_err().to_string();
        assert!(error.starts_with("no such region; the regions are china, "), "{error}");
    }
}
