//! Numbers as JSON writes them.

/// A number at the start of a text, as JSON defines it.
pub(in crate::body) struct Number {
    pub(in crate::body) length: usize,
    pub(in crate::body) is_whole: bool,
}

/// The number that `text` starts with.
pub(in crate::body) fn number(text: &[u8]) -> Option<Number> {
    let at = |index: usize| text.get(index).copied().unwrap_or_default();
    let digits =
        |from: usize| text.iter().skip(from).take_while(|byte| byte.is_ascii_digit()).count();
    let some_digits = |from: usize| Some(digits(from)).filter(|count| *count > 0);

    let sign = usize::from(at(0) == b'-');
    let whole = sign + if at(sign) == b'0' { 1 } else { some_digits(sign)? };
    let mut length = whole;
    if at(length) == b'.' {
        length += 1 + some_digits(length + 1)?;
    }
    if matches!(at(length), b'e' | b'E') {
        length += 1 + usize::from(matches!(at(length + 1), b'+' | b'-'));
        length += some_digits(length)?;
    }
    Some(Number { length, is_whole: length == whole })
}
