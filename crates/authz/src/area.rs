//! Areas: a province, a prefecture, a county, or the whole country, as a prefix of the six-digit region code.

use std::fmt;

use base::{IdError, Region};
use serde::{Deserialize, Serialize};

/// A part of the country: the first two, four or six digits of GB/T 2260, or nothing for the whole country. Written
/// `52`, `5203`, `520321`, or `cn`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Area(String);

/// The whole country, as text.
pub(crate) const COUNTRY: &str = "cn";

impl Area {
    /// The whole country.
    pub fn country() -> Self {
        Self(String::new())
    }

    /// Reads two, four or six digits, or `cn`.
    pub fn parse(text: &str) -> Result<Self, IdError> {
        if text == COUNTRY {
            return Ok(Self::country());
        }
        let shaped = matches!(text.len(), 2 | 4 | 6) && text.bytes().all(|b| b.is_ascii_digit());
        if shaped { Ok(Self(text.to_owned())) } else { Err(IdError::Region) }
    }

    /// The county or district of `region` alone.
    pub fn county(region: Region) -> Self {
        Self(region.to_string())
    }

    /// The prefecture of `region`.
    pub fn prefecture(region: Region) -> Self {
        Self(format!("{:04}", region.prefecture()))
    }

    /// Whether `region` lies in this area.
    pub fn contains(&self, region: Region) -> bool {
        region.to_string().starts_with(&self.0)
    }

    /// The first and the last region code in this area, both included: for `BETWEEN` over an indexed column.
    pub fn bounds(&self) -> (String, String) {
        (format!("{:0<6}", self.0), format!("{:9<6}", self.0))
    }
}

impl fmt::Display for Area {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_empty() { COUNTRY } else { &self.0 })
    }
}

impl TryFrom<String> for Area {
    type Error = IdError;
    fn try_from(text: String) -> Result<Self, IdError> {
        Self::parse(&text)
    }
}

impl From<Area> for String {
    fn from(area: Area) -> Self {
        area.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_area_holds_what_its_bounds_hold() {
        let region = Region::parse("520321").unwrap();
        for (text, inside) in [("cn", true), ("52", true), ("5203", true), ("520321", true), ("5204", false)]
        {
            let area = Area::parse(text).unwrap();
            let (first, last) = area.bounds();
            assert_eq!(area.contains(region), inside, "{text}");
            assert_eq!((first..=last).contains(&region.to_string()), inside, "{text}");
            assert_eq!(area.to_string(), text);
        }
        assert_eq!(Area::prefecture(region), Area::parse("5203").unwrap());
        assert_eq!(Area::county(region), Area::parse("520321").unwrap());
    }

    #[test]
    fn other_texts_are_not_areas() {
        for bad in ["", "5", "520", "52032", "5203211", "5a", "５２", "CN"] {
            assert_eq!(Area::parse(bad), Err(IdError::Region), "{bad}");
        }
    }
}
