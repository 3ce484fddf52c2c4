//! Passing quickly over bytes that need no care, of which text almost always consists.

/// The bytes that need care.
pub(super) struct Special([bool; 256]);

#[expect(clippy::indexing_slicing, reason = "at compile time, where it cannot fail later")]
impl Special {
    /// The control characters.
    pub(super) const fn controls() -> Self {
        let mut special = [false; 256];
        let mut byte = 0;
        while byte < b' ' {
            special[byte as usize] = true;
            byte += 1;
        }
        Self(special)
    }

    /// All but these.
    pub(super) const fn all_but(plain: &[u8]) -> Self {
        Self([true; 256]).set(plain, false)
    }

    /// These as well.
    pub(super) const fn and(self, others: &[u8]) -> Self {
        self.set(others, true)
    }

    const fn set(mut self, bytes: &[u8], is_special: bool) -> Self {
        let mut at = 0;
        while at < bytes.len() {
            self.0[bytes[at] as usize] = is_special;
            at += 1;
        }
        self
    }
}

impl Special {
    /// How many bytes there are before the first that needs care.
    pub(super) fn plain(&self, bytes: &[u8]) -> usize {
        let (words, rest) = bytes.as_chunks::<WORD>();
        let is_plain =
            |word: &&[u8; WORD]| !word.iter().fold(false, |any, byte| any | self.has(*byte));
        let before = words.iter().take_while(is_plain).count();
        let rest = words.get(before).map_or(rest, |word| word);
        before * WORD + rest.iter().take_while(|byte| !self.has(**byte)).count()
    }

    fn has(&self, byte: u8) -> bool {
        self.0.get(usize::from(byte)).is_some_and(|is_special| *is_special)
    }
}

/// So many bytes are looked up together, without a decision after each.
const WORD: usize = 8;

#[cfg(test)]
mod tests {
    use super::Special;

    #[test]
    fn the_first_special_byte_is_found_wherever_it_stands() {
        let special = Special::controls().and(b"<\xef");
        for length in 0..40 {
            for at in 0..=length {
                for byte in *b"\0\n\x1f<\xef" {
                    let mut text = vec![b'a'; length];
                    text.iter_mut().skip(at).step_by(3).for_each(|each| *each = byte);

                    assert_eq!(special.plain(&text), at, "{byte} at {at} of {length}");
                }
            }
        }
    }

    #[test]
    fn no_other_byte_is_special() {
        let special = Special::controls().and(b"<\xef");
        let all: Vec<u8> = (b' '..=0xff).filter(|byte| !b"<\xef".contains(byte)).collect();

        for start in 0..all.len() {
            assert_eq!(special.plain(&all[start..]), all.len() - start);
        }
        for byte in 0..=0xff {
            assert_eq!(Special::all_but(&all).plain(&[byte]), special.plain(&[byte]));
        }
    }
}
