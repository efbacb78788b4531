//! Places in a JSON text, as errors name them.

use std::fmt;

/// How deep lists and objects may be nested.
pub(super) const MAX_DEPTH: usize = 100;

/// How much of a key is shown, in characters.
const KEY: usize = 100;

/// One step from a value to what is in it.
#[derive(Clone, Copy)]
pub(super) enum PathSegment<'a> {
    Field(&'static str),
    Item(usize),
    Key(&'a str),
}

/// The way from the top to a value: its last step, and the way before that. Nothing is kept on the heap.
#[derive(Clone, Copy)]
pub(super) struct Path<'a> {
    before: Option<&'a Path<'a>>,
    step: PathSegment<'a>,
    /// The number of its steps.
    depth: usize,
}

impl<'a> Path<'a> {
    #[inline]
    pub(super) fn new(before: Option<&'a Path<'a>>, step: PathSegment<'a>) -> Self {
        let depth = before.map_or(0, |before| before.depth) + 1;
        Self { before, step, depth }
    }

    /// Returns `true` if it leads to this field of the outermost struct.
    pub(super) fn is_field(&self, name: &str) -> bool {
        self.before.is_none() && matches!(self.step, PathSegment::Field(field) if field == name)
    }

    /// Returns the number of its steps.
    pub(super) fn depth(&self) -> usize {
        self.depth
    }

    /// Returns `true` if a list or an object at its end is nested too deeply.
    pub(super) fn is_deep(&self) -> bool {
        self.depth() >= MAX_DEPTH
    }

    /// Returns its steps if there are at most three, the last one first.
    pub(super) fn few_steps(&self) -> Option<[Option<PathSegment<'a>>; 3]> {
        let second = self.before;
        let third = second.and_then(|path| path.before);
        let steps = [Some(self.step), second.map(|path| path.step), third.map(|path| path.step)];
        third.is_none_or(|path| path.before.is_none()).then_some(steps)
    }
}

/// As in `GroupItem[3].GroupId`.
impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(before) = self.before {
            before.fmt(f)?;
        }
        self.step.write(f, self.before.is_none())
    }
}

impl PathSegment<'_> {
    fn write(&self, f: &mut fmt::Formatter<'_>, is_first: bool) -> fmt::Result {
        match self {
            Self::Field(name) if is_first => f.write_str(name),
            Self::Field(name) => write!(f, ".{name}"),
            // A peer may choose the key.
            Self::Key(key) => match key.char_indices().nth(KEY) {
                Some((end, _)) => write!(f, ".{}…", &key[..end]),
                None => write!(f, ".{key}"),
            },
            Self::Item(item) => write!(f, "[{item}]"),
        }
    }
}
