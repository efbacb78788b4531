//! The latest of what arrives or is sent, within bounds.

use std::collections::VecDeque;

/// The number of items that are kept.
const MAX: usize = 1_000;

/// The number of bytes that they may have together.
const MAX_BYTES: usize = 16 * 1024 * 1024;

/// The latest items, oldest first, each with its size.
#[derive(Debug)]
pub(crate) struct Latest<T> {
    items: VecDeque<(T, usize)>,
    bytes: usize,
}

impl<T> Default for Latest<T> {
    fn default() -> Self {
        Self { items: VecDeque::new(), bytes: 0 }
    }
}

impl<T> Latest<T> {
    pub(crate) fn keep(&mut self, item: T, size: usize) {
        self.bytes += size;
        self.items.push_back((item, size));
        while self.items.len() > MAX || self.bytes > MAX_BYTES {
            let Some((_, size)) = self.items.pop_front() else { break };
            self.bytes -= size;
        }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &T> {
        self.items.iter().map(|(item, _)| item)
    }

    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(count: usize, size: usize) -> (usize, usize) {
        let mut latest = Latest::default();
        for _ in 0..count {
            latest.keep((), size);
        }
        (latest.iter().count(), latest.bytes)
    }

    #[test]
    fn the_latest_are_bounded_by_number_and_size() {
        assert_eq!(kept(1_001, 10), (1_000, 10_000));
        assert_eq!(kept(20, 1024 * 1024 + 4).0, 15);
        assert_eq!(kept(1, 17 * 1024 * 1024), (0, 0));
    }
}
