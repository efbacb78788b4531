//! Places in a JSON text, as errors name them.

use std::fmt;

/// One step from a value to what is in it.
pub(super) enum Step {
    Field(&'static str),
    Item(usize),
    Key(String),
}

/// The way from where a decode failed up to the top, innermost step first. Empty as long as nothing failed.
#[derive(Default)]
pub(super) struct Trail(Vec<Step>);

impl Trail {
    /// Notes that a failure left this step.
    pub(super) fn leave(&mut self, step: Step) {
        self.0.push(step);
    }
}

impl fmt::Display for Trail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut is_first = true;
        for step in self.0.iter().rev() {
            step.write(f, is_first)?;
            is_first = false;
        }
        Ok(())
    }
}

/// The way from the top to a value: its last step, and the way before that. Nothing is kept on the heap.
pub(super) struct Path<'a> {
    before: Option<&'a Path<'a>>,
    step: Step,
}

impl<'a> Path<'a> {
    pub(super) fn new(before: Option<&'a Path<'a>>, step: Step) -> Self {
        Self { before, step }
    }

    /// Returns `true` if it leads to this field of the outermost struct.
    pub(super) fn is_field(&self, name: &str) -> bool {
        self.before.is_none() && matches!(self.step, Step::Field(field) if field == name)
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

impl Step {
    fn write(&self, f: &mut fmt::Formatter<'_>, is_first: bool) -> fmt::Result {
        match self {
            Self::Field(name) if is_first => f.write_str(name),
            Self::Field(name) => write!(f, ".{name}"),
            Self::Key(key) => write!(f, ".{key}"),
            Self::Item(item) => write!(f, "[{item}]"),
        }
    }
}
