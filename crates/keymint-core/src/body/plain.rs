//! Passing quickly over bytes that need no care, of which text almost always consists.

/// How many bytes there are before the first control character or one of `special`, which has no space.
pub(super) fn plain<const N: usize>(bytes: &[u8], special: [u8; N]) -> usize {
    let (words, rest) = bytes.as_chunks();
    for (number, word) in words.iter().enumerate() {
        if let Some(at) = first(*word, special) {
            return number * WORD + at;
        }
    }
    let mut last = [b' '; WORD];
    for (byte, given) in last.iter_mut().zip(rest) {
        *byte = *given;
    }
    words.len() * WORD + first(last, special).unwrap_or(rest.len())
}

/// Where the first byte of a word stands that is not plain: all eight are looked at together.
fn first<const N: usize>(word: [u8; WORD], special: [u8; N]) -> Option<usize> {
    let word = u64::from_le_bytes(word);
    // Subtracting from each byte borrows, and sets its highest bit, where the byte was smaller. The borrow may also
    // mark bytes after the first, which is all that counts; bytes above 0x7f had the bit before and are no hit.
    let less = |word: u64, than: u8| word.wrapping_sub(each(than)) & !word & each(0x80);
    let marks =
        special.iter().fold(less(word, b' '), |marks, byte| marks | less(word ^ each(*byte), 1));
    (marks != 0).then_some(marks.trailing_zeros() as usize / WORD)
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
