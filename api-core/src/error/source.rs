//! The errors of what users plug in, which an error of this crate contains.

use std::fmt;

/// An error of a component that the user plugs in: a provider, a limiter or a transport.
pub(crate) type Source = Box<dyn std::error::Error + Send + Sync>;

/// Shows an error with its sources, because the top error of reqwest says little.
pub(super) struct Chain<'a>(pub(super) &'a dyn std::error::Error);

impl fmt::Display for Chain<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)?;
        let mut source = self.0.source();
        while let Some(error) = source {
            write!(f, ": {error}")?;
            source = error.source();
        }
        Ok(())
    }
}
