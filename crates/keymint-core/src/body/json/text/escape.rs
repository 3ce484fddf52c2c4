//! Characters that JSON writes by a sign or by number.

use super::{Json, Result, malformed};

impl Json<'_> {
    /// Reads what stands behind a backslash.
    pub(super) fn escape(&mut self) -> Result<char> {
        Ok(match self.take(1)? {
            "\"" => '"',
            "\\" => '\\',
            "/" => '/',
            "b" => '\u{8}',
            "f" => '\u{c}',
            "n" => '\n',
            "r" => '\r',
            "t" => '\t',
            "u" => self.code_point()?,
            _ => return Err(malformed()),
        })
    }

    fn code_point(&mut self) -> Result<char> {
        let first = self.code_unit()?;
        let mut second = None;
        if matches!(first, 0xd800..=0xdbff) {
            self.word("\\u")?;
            second = Some(self.code_unit()?);
        }
        let mut characters = char::decode_utf16([first].into_iter().chain(second));
        characters.next().and_then(std::result::Result::ok).ok_or_else(malformed)
    }

    fn code_unit(&mut self) -> Result<u16> {
        let digits = self.take(4)?;
        let digits = digits.bytes().all(|byte| byte.is_ascii_hexdigit()).then_some(digits);
        digits.and_then(|digits| u16::from_str_radix(digits, 16).ok()).ok_or_else(malformed)
    }
}
