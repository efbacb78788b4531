//! Paths to the values of a JSON text, as errors name them.

use std::fmt;

/// The greatest allowed depth of nested lists and objects.
pub(crate) const MAX_DEPTH: usize = 100;

/// The number of characters of a key that are shown.
const KEY: usize = 100;

/// One step from a value to a value within it.
#[derive(Clone, Copy)]
pub(crate) enum PathSegment<'a> {
    Field(&'static str),
    Item(usize),
    Key(&'a str),
}

/// The path from the top to a value: its last step and the path before it. It takes no heap memory.
#[derive(Clone, Copy)]
pub(crate) struct ErrorPath<'a> {
    before: Option<&'a ErrorPath<'a>>,
    step: PathSegment<'a>,
    /// The number of its steps.
    depth: usize,
}

impl<'a> ErrorPath<'a> {
    #[inline]
    pub(crate) fn new(before: Option<&'a ErrorPath<'a>>, step: PathSegment<'a>) -> Self {
        let depth = before.map_or(0, |before| before.depth) + 1;
        Self { before, step, depth }
    }

    /// Returns `true` if the path leads to this field of the outermost struct.
    pub(crate) fn is_field(&self, name: &str) -> bool {
        self.before.is_none() && matches!(self.step, PathSegment::Field(field) if field == name)
    }

    /// Returns the number of steps.
    pub(crate) fn depth(&self) -> usize {
        self.depth
    }

    /// Returns `true` if a list or an object at this path is nested too deeply.
    pub(crate) fn is_deep(&self) -> bool {
        self.depth() >= MAX_DEPTH
    }

    /// Returns the steps if there are at most three, the last one first.
    pub(crate) fn few_steps(&self) -> Option<[Option<PathSegment<'a>>; 3]> {
        let second = self.before;
        let third = second.and_then(|path| path.before);
        let steps = [Some(self.step), second.map(|path| path.step), third.map(|path| path.step)];
        third.is_none_or(|path| path.before.is_none()).then_some(steps)
    }
}

/// Writes a path such as `GroupItem[3].GroupId`.
impl fmt::Display for ErrorPath<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(before) = self.before {
            before.fmt(f)?;
        }
        self.step.write(f, self.before.is_none())
    }
}

impl PathSegment<'_> {
    fn write(&self, f: &mut fmt::Formatter<'_>, is_first: bool) -> fmt::Result {
        let dot = if is_first { "" } else { "." };
        match self {
            Self::Field(name) => write!(f, "{dot}{name}"),
            // A peer may choose the key.
            Self::Key(key) => match key.char_indices().nth(KEY) {
                Some((end, _)) => write!(f, "{dot}{}…", &key[..end]),
                None => write!(f, "{dot}{key}"),
            },
            Self::Item(item) => write!(f, "[{item}]"),
        }
    }
}
