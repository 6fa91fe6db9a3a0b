//! Mobile numbers of mainland China: eleven digits, beginning with 1 and then 3 to 9.

use std::fmt;

use base::Text;

use crate::normal::plain;

/// A mobile number in its plain form. It is personal data: `Debug` and `Display` mask it.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Phone(String);

/// Why a text is no mobile number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhoneFault {
    /// It does not have eleven characters.
    Length,
    /// It has something other than digits.
    Charset,
    /// It does not begin like a mobile number.
    Prefix,
}

impl Phone {
    /// Reads a number as people write it: with spaces, hyphens, full-width digits, or `+86` in front.
    pub fn parse(text: &str) -> Result<Self, PhoneFault> {
        let whole: String = plain(text).chars().filter(|c| !matches!(c, '-' | '(' | ')')).collect();
        let abroad = ["+86", "0086"].iter().find_map(|prefix| whole.strip_prefix(prefix));
        let national = abroad.or_else(|| whole.strip_prefix("86").filter(|rest| rest.len() == 11));
        let digits = national.unwrap_or(&whole);
        if !digits.chars().all(|c| c.is_ascii_digit()) {
            return Err(PhoneFault::Charset);
        }
        if digits.len() != 11 {
            return Err(PhoneFault::Length);
        }
        let mut bytes = digits.bytes();
        match (bytes.next(), bytes.next()) {
            (Some(b'1'), Some(b'3'..=b'9')) => Ok(Self(digits.to_owned())),
            _ => Err(PhoneFault::Prefix),
        }
    }

    /// The eleven digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// `139****0001`: for screens.
    pub fn masked(&self) -> String {
        let head: String = self.0.chars().take(3).collect();
        let tail: String = self.0.chars().skip(7).collect();
        format!("{head}****{tail}")
    }
}

impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Phone({})", self.masked())
    }
}

impl fmt::Display for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked())
    }
}

impl PhoneFault {
    /// What is wrong and how to mend it, for the person who typed it.
    pub fn message(self) -> Text {
        match self {
            Self::Length => Text::new(
                "手机号码应为11位数字，请核对后重新填写，例如13900001234。",
                "A mobile number has 11 digits. Check it and type it again, for example 13900001234.",
            ),
            Self::Charset => Text::new(
                "手机号码只能是数字，请去掉其他字符。",
                "A mobile number has digits only. Leave the other characters out.",
            ),
            Self::Prefix => Text::new(
                "请填写中国大陆手机号码：以13至19开头的11位数字。",
                "Give a mobile number of mainland China: 11 digits that begin with 13 to 19.",
            ),
        }
    }
}
