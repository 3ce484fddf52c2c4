//! Numbers as JSON writes them.

/// The length of the number that `text` starts with.
pub(in crate::body) fn number(text: &[u8]) -> Option<usize> {
    let at = |index: usize| text.get(index).copied().unwrap_or_default();
    let digits =
        |from: usize| text.iter().skip(from).take_while(|byte| byte.is_ascii_digit()).count();
    let some_digits = |from: usize| Some(digits(from)).filter(|count| *count > 0);

    let sign = usize::from(at(0) == b'-');
    let mut length = sign + if at(sign) == b'0' { 1 } else { some_digits(sign)? };
    if at(length) == b'.' {
        length += 1 + some_digits(length + 1)?;
    }
    if matches!(at(length), b'e' | b'E') {
        length += 1 + usize::from(matches!(at(length + 1), b'+' | b'-'));
        length += some_digits(length)?;
    }
    Some(length)
}
