//! Numbers on plates (GA 36-2018): whether a number is built as its kind of plate is, and what drives a new-energy
//! vehicle.

use base::{Day, Text};
use serde::{Deserialize, Serialize};

use crate::normal::plain;
use crate::{Answer, Law, LawError, nearest};

/// The characters of provinces.
const PROVINCES: &str = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼";
/// The letters of battery-electric and of other new-energy vehicles.
const ELECTRIC: &str = "DABCE";
const OTHER_ENERGY: &str = "FGHJK";
/// What people write between the parts of a number.
const DOTS: &[char] = &['·', '•', '.', '-', '・', '∙', '．'];

/// What marks a temporary plate for tests or for an oversize vehicle.
const TEMPORARY: &[char] = &['试', '超'];
/// A province and an office's letter.
const PREFIX: usize = 2;

/// How the numbers of one kind of plate are built.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PlateRow {
    name: Text,
    also: Vec<String>,
    pattern: String,
    letters_max: u16,
}

/// Where the office is whose letter stands on a plate.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct PlateOffice {
    /// The prefecture, or that it is an authority of the province.
    pub name: Text,
    /// The prefecture's code (GB/T 2260); none for authorities of the province.
    pub area: Option<String>,
}

/// What drives a new-energy vehicle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Energy {
    /// 纯电动.
    #[serde(rename = "纯电动")]
    Electric,
    /// 非纯电动: plug-in hybrid, range extender, fuel cell.
    #[serde(rename = "非纯电动")]
    Other,
}

/// Why a number is not one of its kind. The first fault from the left is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PlateFault {
    /// Too short or too long.
    Length,
    /// It does not begin with a province.
    Province,
    /// The office's letter is none.
    Office,
    /// A character that no serial has, I and O among them.
    Charset,
    /// A digit was expected.
    Digit,
    /// The letter of the energy is none, or not where it belongs.
    Energy,
    /// More letters than the serial may have.
    Letters,
    /// The character that marks the kind is missing.
    Mark,
}

impl PlateFault {
    /// The fault's code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Length => "length",
            Self::Province => "province",
            Self::Office => "office",
            Self::Charset => "charset",
            Self::Digit => "digit",
            Self::Energy => "energy",
            Self::Letters => "letters",
            Self::Mark => "mark",
        }
    }
}

/// A number that was read as one of a kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Plate {
    /// As it is written, without dots.
    pub normalized: String,
    /// What is wrong with it.
    pub fault: Option<PlateFault>,
    /// What drives the vehicle, on the plates that tell it.
    pub energy: Option<Energy>,
}

impl Law {
    /// Reads a number as one of this kind of plate. An unknown kind is an error that names the nearest.
    pub fn plate(&self, number: &str, kind: &str, on: Day) -> Result<Answer<Plate>, LawError> {
        let row = self.plates.at(self.plate_kind(kind)?, on)?;
        let normalized = undotted(number);
        let (fault, energy) = match read(&normalized, &row.data) {
            Ok(energy) => (None, energy),
            Err(fault) => (Some(fault), None),
        };
        Ok(Answer::new(Plate { normalized, fault, energy }, [&row.rule]))
    }

    /// The kinds of plates by their Chinese names.
    pub fn plate_kinds(&self) -> impl Iterator<Item = &str> {
        self.plates.keys()
    }

    /// What a kind of plate is called.
    pub fn plate_kind_name(&self, kind: &str, on: Day) -> Result<&Text, LawError> {
        self.plates.at(kind, on).map(|row| &row.data.name)
    }

    /// Where the office is that issued a number; nothing where the tables do not know what it begins with.
    pub fn plate_office(&self, number: &str, on: Day) -> Option<Answer<PlateOffice>> {
        let prefix: String = undotted(number).chars().take(PREFIX).collect();
        let row = self.plate_offices.at(&prefix, on).ok()?;
        Some(Answer::new(row.data.clone(), [&row.rule]))
    }

    fn plate_kind(&self, kind: &str) -> Result<&str, LawError> {
        let asked = plain(kind);
        let called = |words: &str| {
            self.plates
                .all()
                .find(|row| row.rule.key == words || row.data.also.iter().any(|also| also == words))
        };
        // 小型汽车号牌 is the plate of 小型汽车.
        let named = called(&asked).or_else(|| called(asked.strip_suffix("号牌")?));
        named.map(|row| row.rule.key.as_str()).ok_or_else(|| {
            let near = nearest(&asked, self.plates.keys()).unwrap_or_default();
            LawError::question(
                "plate.kind",
                format!("没有“{kind}”这种号牌，最接近的是“{near}”。"),
                format!("there is no kind of plate {kind:?}; the nearest known is {near:?}"),
            )
        })
    }
}

/// The number as it is written, without white space and dots.
fn undotted(number: &str) -> String {
    plain(number).chars().filter(|c| !DOTS.contains(c)).collect()
}

/// Whether a key may stand for an office: a province and a letter that plates have.
pub(crate) fn is_plate_prefix(key: &str) -> bool {
    let mut places = key.chars();
    let province = places.next().is_some_and(|c| PROVINCES.contains(c));
    province && places.next().is_some_and(is_office) && places.next().is_none()
}

fn is_office(letter: char) -> bool {
    letter.is_ascii_uppercase() && letter != 'I'
}

/// The places that a number of this length may fill: as many of the digits that may be left out as it has, and the mark
/// of temporary plates where it stands.
fn places(pattern: &str, number: &str) -> String {
    let marked = number.ends_with(TEMPORARY);
    let fixed = pattern.chars().filter(|place| *place != 'n' && (*place != 'T' || marked)).count();
    let mut spare = number.chars().count().saturating_sub(fixed);
    let mut stands = |place: &char| match place {
        'n' => spare.checked_sub(1).inspect(|left| spare = *left).is_some(),
        'T' => marked,
        _ => true,
    };
    pattern.chars().filter(&mut stands).collect()
}

fn read(number: &str, kind: &PlateRow) -> Result<Option<Energy>, PlateFault> {
    let places = places(&kind.pattern, number);
    if number.chars().count() != places.chars().count() {
        return Err(PlateFault::Length);
    }
    let (mut energy, mut letters) = (None, 0);
    for (place, c) in places.chars().zip(number.chars()) {
        let fault = match place {
            'P' => (!PROVINCES.contains(c)).then_some(PlateFault::Province),
            'L' => (!is_office(c)).then_some(PlateFault::Office),
            'T' => None,
            'N' | 'n' => (!c.is_ascii_digit()).then_some(PlateFault::Digit),
            'S' => {
                letters += u16::from(c.is_ascii_uppercase());
                let serial = c.is_ascii_digit() || c.is_ascii_uppercase() && c != 'I' && c != 'O';
                (!serial).then_some(PlateFault::Charset)
            }
            'E' => {
                energy = energy_of(c);
                energy.is_none().then_some(PlateFault::Energy)
            }
            'H' => (!matches!(c, '港' | '澳')).then_some(PlateFault::Mark),
            mark if PROVINCES.contains(mark) => (c != mark).then_some(PlateFault::Province),
            mark if mark.is_ascii_uppercase() => (c != mark).then_some(PlateFault::Office),
            mark => (c != mark).then_some(PlateFault::Mark),
        };
        if let Some(fault) = fault {
            return Err(fault);
        }
    }
    if letters > kind.letters_max { Err(PlateFault::Letters) } else { Ok(energy) }
}

fn energy_of(letter: char) -> Option<Energy> {
    if ELECTRIC.contains(letter) {
        return Some(Energy::Electric);
    }
    OTHER_ENERGY.contains(letter).then_some(Energy::Other)
}
