//! Pages: `page` and `per_page`, counted from 1.

use crate::exchange::Request;

/// Which part of a list is wanted.
pub(super) struct Page {
    pub(super) number: usize,
    pub(super) size: usize,
}

impl Page {
    /// What cannot be read, or is out of range, falls back to the documented values.
    pub(super) fn of(request: &Request) -> Self {
        let number = |name, default| {
            let text = request.query(name).and_then(|text| text.parse().ok());
            text.filter(|number| *number > 0).unwrap_or(default)
        };
        Self { number: number("page", 1), size: number("per_page", DEFAULT_SIZE).min(LARGEST) }
    }

    pub(super) fn cut<'a, T>(&self, items: &'a [T]) -> impl Iterator<Item = &'a T> + use<'a, T> {
        items.iter().skip(self.number.saturating_sub(1).saturating_mul(self.size)).take(self.size)
    }
}

const DEFAULT_SIZE: usize = 10;
const LARGEST: usize = 50;
