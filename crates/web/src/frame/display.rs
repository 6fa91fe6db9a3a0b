//! Display modes: three text sizes (标准, 长辈版, 特大) and two contrasts. They live in a cookie and are rendered by
//! the server, so that a page never flashes in the wrong size. The values in the cookie and in the forms are the
//! words used in `data-size` and `data-contrast`.

/// Text size.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Size {
    /// 16 px on public pages, 14 px on staff pages.
    #[default]
    Standard,
    /// 长辈版: 22 px, targets of 64 px.
    Big,
    /// 特大: 30 px, targets of 72 px.
    Max,
}

impl Size {
    /// The word in cookie, form and `data-size`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Standard => "standard",
            Self::Big => "big",
            Self::Max => "max",
        }
    }

    /// The size with this word.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Standard, Self::Big, Self::Max].into_iter().find(|size| size.word() == word)
    }
}

/// Contrast.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Contrast {
    /// The palette of the identity, 4.5:1 and better.
    #[default]
    Normal,
    /// White and yellow on black, 16:1 and better.
    High,
}

impl Contrast {
    /// The word in cookie, form and `data-contrast`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Normal => "normal",
            Self::High => "high",
        }
    }

    /// The contrast with this word.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Normal, Self::High].into_iter().find(|contrast| contrast.word() == word)
    }
}

/// Text size and contrast of a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Display {
    /// Text size.
    pub size: Size,
    /// Contrast.
    pub contrast: Contrast,
}

impl Display {
    /// Reads the cookie's value, `big.high`. What is not understood falls back to the standard, never to an error.
    pub fn from_cookie(value: &str) -> Self {
        let (size, contrast) = value.split_once('.').unwrap_or((value, ""));
        Self {
            size: Size::parse(size).unwrap_or_default(),
            contrast: Contrast::parse(contrast).unwrap_or_default(),
        }
    }

    /// The cookie's value.
    pub fn to_cookie(self) -> String {
        format!("{}.{}", self.size.word(), self.contrast.word())
    }

    /// This display after a form field `size` or `contrast` with the given value; other fields change nothing.
    #[must_use]
    pub fn with(mut self, field: &str, value: &str) -> Self {
        match field {
            "size" => self.size = Size::parse(value).unwrap_or(self.size),
            "contrast" => self.contrast = Contrast::parse(value).unwrap_or(self.contrast),
            _ => {}
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cookies_read_back() {
        for size in [Size::Standard, Size::Big, Size::Max] {
            for contrast in [Contrast::Normal, Contrast::High] {
                let display = Display { size, contrast };
                assert_eq!(Display::from_cookie(&display.to_cookie()), display);
            }
        }
    }

    #[test]
    fn a_strange_cookie_is_the_standard() {
        assert_eq!(Display::from_cookie("huge.<script>"), Display::default());
        assert_eq!(Display::from_cookie("").to_cookie(), "standard.normal");
    }

    #[test]
    fn one_field_changes_one_thing() {
        let big = Display::default().with("size", "big");
        assert_eq!(big.with("contrast", "high").to_cookie(), "big.high");
        assert_eq!(big.with("size", "tiny").with("return", "/"), big);
    }
}
