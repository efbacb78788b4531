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
        write_steps(f, self.0.iter().rev())
    }
}

/// The way from the top to a value.
#[derive(Default)]
pub(super) struct Path(Vec<Step>);

impl Path {
    pub(super) fn enter(&mut self, step: Step) {
        self.0.push(step);
    }

    pub(super) fn leave(&mut self) {
        self.0.pop();
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_steps(f, self.0.iter())
    }
}

/// As in `GroupItem[3].GroupId`.
fn write_steps<'a>(
    f: &mut fmt::Formatter<'_>,
    steps: impl Iterator<Item = &'a Step>,
) -> fmt::Result {
    for (index, step) in steps.enumerate() {
        match step {
            Step::Field(name) if index == 0 => f.write_str(name)?,
            Step::Field(name) => write!(f, ".{name}")?,
            Step::Key(key) => write!(f, ".{key}")?,
            Step::Item(item) => write!(f, "[{item}]")?,
        }
    }
    Ok(())
}
