//! The rules by which an endpoint pages through a list.

use std::fmt;

/// The rules for paging through a list.
///
/// All names are wire names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pagination {
    /// The lists of the response that hold the items of a page, at least one.
    ///
    /// If there are several, the items of the typed stream are an enum, and those of the dynamic one are objects with
    /// one key: the name of the list.
    pub items: &'static [&'static str],
    /// The flag of the response that is set on the last page.
    pub last: Option<&'static str>,
    /// The field of the response that counts the items of all pages.
    pub total: Option<&'static str>,
    /// The changes of the request from page to page.
    pub steps: &'static [PageStep],
}

/// The change of a field of the request from page to page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageStep {
    /// The field takes the value of a field of the response.
    ///
    /// An empty or missing cursor ends the paging. If no flag marks the last page, 0 in the first cursor ends it too.
    Cursor {
        /// The field of the request.
        to: &'static str,
        /// The field of the response.
        from: &'static str,
    },
    /// The field counts the items read so far, unless the request sets a cursor.
    ///
    /// If the request sets no `limit`, the service returns all items at once.
    Offset {
        /// The field of the request.
        to: &'static str,
        /// The field of the request that sets the number of items of a page.
        limit: &'static str,
    },
    /// The field goes below the smallest value of a field of the items.
    Descending {
        /// The field of the request.
        to: &'static str,
        /// The field of the items.
        of: &'static str,
    },
}

/// Writes, for example, "pages of `ContactItem` until `CompleteFlag` is set: `StartIndex` from `NextStartIndex`".
impl fmt::Display for Pagination {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("pages of ")?;
        for (index, list) in self.items.iter().enumerate() {
            f.write_str(if index == 0 { "" } else { " and " })?;
            write!(f, "`{list}`")?;
        }
        if let Some(last) = self.last {
            write!(f, " until `{last}` is set")?;
        }
        if let Some(total) = self.total {
            write!(f, " of `{total}` items")?;
        }
        for (index, step) in self.steps.iter().enumerate() {
            f.write_str(if index == 0 { ": " } else { ", " })?;
            match step {
                PageStep::Cursor { to, from } => write!(f, "`{to}` from `{from}`")?,
                PageStep::Offset { to, limit } => {
                    write!(f, "`{to}` counts the items read, if `{limit}` is set")?;
                }
                PageStep::Descending { to, of } => write!(f, "`{to}` below the smallest `{of}`")?,
            }
        }
        Ok(())
    }
}
