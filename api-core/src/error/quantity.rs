//! Durations and sizes as the texts of errors show them.

use std::fmt;
use std::time::Duration;

/// Shows a duration to the tenth of a second; below a second to the millisecond, and below that to the microsecond.
pub(crate) struct Rounded(pub(crate) Duration);

impl fmt::Display for Rounded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SECOND: u128 = 1_000_000_000;
        let nanos = self.0.as_nanos();
        let unit = match nanos {
            0 => return f.write_str("0s"),
            1..1_000_000 => 1_000,
            1_000_000..SECOND => 1_000_000,
            _ => SECOND / 10,
        };
        let nanos = (nanos + unit / 2) / unit * unit;
        let secs = u64::try_from(nanos / SECOND).unwrap_or(u64::MAX);
        let rest = u32::try_from(nanos % SECOND).unwrap_or_default();
        write!(f, "{:?}", Duration::new(secs, rest))
    }
}

/// Shows a number of bytes, in MiB if it is a whole number of them.
pub(super) struct Bytes(pub(super) usize);

impl fmt::Display for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            bytes if bytes >= 1 << 20 && bytes.trailing_zeros() >= 20 => {
                write!(f, "{} MiB", bytes >> 20)
            }
            bytes => write!(f, "{bytes} bytes"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_rounded() {
        let shown = |nanos| Rounded(Duration::from_nanos(nanos)).to_string();
        for (nanos, text) in [
            (1_499_998_657, "1.5s"),
            (0, "0s"),
            (1_234, "1µs"),
            (999_999, "1ms"),
            (12_345_678, "12ms"),
            (999_600_000, "1s"),
            (14_960_000_000, "15s"),
            (15_000_000_001, "15s"),
        ] {
            assert_eq!(shown(nanos), text);
        }
        assert!(Rounded(Duration::MAX).to_string().starts_with("18446744073709551615"));
    }
}
