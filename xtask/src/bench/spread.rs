//! What repeated measuring gives: the middle and both ends.

use std::fmt;

/// Median, smallest and largest of some samples.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Spread {
    pub(crate) median: f64,
    pub(crate) smallest: f64,
    pub(crate) largest: f64,
}

impl Spread {
    /// Of samples, of which there is at least one.
    pub(crate) fn of(samples: &[f64]) -> Self {
        let mut sorted = samples.to_vec();
        sorted.sort_by(f64::total_cmp);
        let at = |index: usize| sorted.get(index).copied().unwrap_or(f64::NAN);
        let middle = sorted.len() / 2;
        let median = if sorted.len().is_multiple_of(2) {
            f64::midpoint(at(middle.wrapping_sub(1)), at(middle))
        } else {
            at(middle)
        };
        Self { median, smallest: at(0), largest: at(sorted.len().wrapping_sub(1)) }
    }

    /// Of the ratios of samples that were taken in the same rounds: what the machine did to one of a round it did
    /// to the other.
    pub(crate) fn of_ratios(samples: &[f64], reference: &[f64]) -> Self {
        let ratios: Vec<_> = samples.iter().zip(reference).map(|(a, b)| a / b).collect();
        Self::of(&ratios)
    }
}

impl fmt::Display for Spread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { median, smallest, largest } = *self;
        write!(f, "{} ({} to {})", short(median), short(smallest), short(largest))
    }
}

/// A number with three digits that count, and thousands apart.
pub(crate) fn short(number: f64) -> String {
    let digits = match number.abs() {
        size if size >= 100.0 => 0,
        size if size >= 10.0 => 1,
        _ => 2,
    };
    let text = format!("{number:.digits$}");
    let (whole, fraction) = text.split_at(text.find('.').unwrap_or(text.len()));
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && digit.is_ascii_digit() && (whole.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped + fraction
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_in_the_middle_of_any_number_of_samples() {
        assert_eq!(Spread::of(&[3.0, 1.0, 2.0]).to_string(), "2.00 (1.00 to 3.00)");
        assert_eq!(Spread::of(&[4.0, 1.0]).median.to_string(), "2.5");
        assert!(Spread::of(&[]).median.is_nan());
    }

    #[test]
    fn ratios_are_taken_within_a_round() {
        let ratio = Spread::of_ratios(&[2.0, 20.0, 300.0], &[1.0, 10.0, 100.0]);

        assert_eq!(ratio.to_string(), "2.00 (2.00 to 3.00)");
    }

    #[test]
    fn numbers_show_what_counts() {
        assert_eq!(
            [0.123, 12.34, 123.4, 1234.0, 1_234_567.0].map(short),
            ["0.12", "12.3", "123", "1,234", "1,234,567"]
        );
    }
}
