//! Passing quickly over bytes that need no care, of which text almost always consists.

/// How many bytes there are before the first control character or one of `special`, which has no space.
pub(super) fn plain<const N: usize>(bytes: &[u8], special: [u8; N]) -> usize {
    before(bytes, |word| less(word, b' ') | any(word, special))
}

/// How many bytes there are before the first one of `special`.
pub(super) fn until<const N: usize>(bytes: &[u8], special: [u8; N]) -> usize {
    before(bytes, |word| any(word, special))
}

/// How many bytes there are before the first one that `marks` marks, looking at eight of them together.
fn before(bytes: &[u8], marks: impl Fn(u64) -> u64) -> usize {
    let first = |word| {
        let marks = marks(u64::from_le_bytes(word));
        (marks != 0).then_some(marks.trailing_zeros() as usize / WORD)
    };
    let (words, rest) = bytes.as_chunks();
    for (number, word) in words.iter().enumerate() {
        if let Some(at) = first(*word) {
            return number * WORD + at;
        }
    }
    let mut last = [0; WORD];
    for (byte, given) in last.iter_mut().zip(rest) {
        *byte = *given;
    }
    words.len() * WORD + first(last).map_or(rest.len(), |at| at.min(rest.len()))
}

/// Marks the bytes of a word that are among `special`.
fn any<const N: usize>(word: u64, special: [u8; N]) -> u64 {
    special.iter().fold(0, |marks, byte| marks | less(word ^ each(*byte), 1))
}

/// Marks the bytes of a word that are smaller than `than`.
///
/// Subtracting from each byte borrows, and sets its highest bit, where the byte was smaller. The borrow may also mark
/// bytes after the first, which is all that counts; bytes above 0x7f had the bit before and are no hit.
fn less(word: u64, than: u8) -> u64 {
    word.wrapping_sub(each(than)) & !word & each(0x80)
}

/// A word of one byte.
fn each(byte: u8) -> u64 {
    u64::from_le_bytes([byte; WORD])
}

const WORD: usize = 8;

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn the_first_special_byte_is_found_wherever_it_stands() {
        for length in 0..40 {
            for at in 0..=length {
                for special in *b"\0\n\x1f<\xef" {
                    let mut text = vec![b'a'; length];
                    text.iter_mut().skip(at).step_by(3).for_each(|byte| *byte = special);

                    assert_eq!(plain(&text, *b"<\xef"), at, "{special} at {at} of {length}");
                }
            }
        }
    }

    #[test]
    fn no_other_byte_is_special() {
        let all: Vec<u8> = (b' '..=0xff).filter(|byte| !b"<\xef".contains(byte)).collect();

        for start in 0..all.len() {
            assert_eq!(plain(&all[start..], *b"<\xef"), all.len() - start);
        }
    }
}
