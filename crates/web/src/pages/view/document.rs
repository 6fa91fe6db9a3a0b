//! The wallet: the electronic licence, its validity and points, the vehicles, and the code to show to an officer. Points come from
//! a source that can be down; then the page says that they are not known, and never shows a zero in their place.

use askama::Template;
use base::{Day, Instant, Text};

use super::part::Html;
use super::vehicle::{self, Vehicle};
use super::{Link, Masked, Page, Tag};
use crate::frame::{Frame, Place, Qr};

/// A licence as its holder sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Licence {
    /// The holder's name.
    pub name: Masked,
    /// The licence number, which is the identity number.
    pub id_number: Masked,
    /// The classes: C1, A2D …
    pub class: String,
    /// The file number (档案编号), twelve digits.
    pub file_number: String,
    /// The day of the first issue.
    pub first_issue: Day,
    /// The first day of this validity.
    pub valid_from: Day,
    /// Whether that day is still to come: it was renewed before the validity ended that it goes on from.
    pub renewed_ahead: bool,
    /// The last day of this validity; `None` for long-term.
    pub valid_until: Option<Day>,
    /// Its state in a word.
    pub state: Tag,
    /// Points in this cycle; `None` where the source does not answer.
    pub points: Option<u32>,
    /// The last day of the cycle.
    pub points_until: Option<Day>,
    /// Address of the photo.
    pub photo: Option<String>,
    /// Where it can be renewed, while the window is open.
    pub renew: Option<Link>,
}

/// The licence as a card.
#[derive(Debug, Template)]
#[template(path = "part/licence.html")]
struct Card<'a> {
    frame: &'a Frame,
    licence: &'a Licence,
}

impl Licence {
    /// The points of this cycle in words; `None` where the source does not answer.
    fn points_words(&self, frame: &Frame) -> Option<String> {
        self.points.map(|points| frame.count(points, "分", "point", "points"))
    }

    /// The card: neutral, without emblems, marked 样张 in a demonstration.
    pub fn card(&self, frame: &Frame) -> Html {
        Html::of(&Card { frame, licence: self })
    }
}

/// The wallet.
#[derive(Debug, Template)]
#[template(path = "citizen/documents.html")]
pub struct Wallet {
    /// The frame.
    pub frame: Frame,
    /// The licence; `None` where the person has none.
    pub licence: Option<Licence>,
    /// The vehicles, those first whose inspection ends first.
    pub vehicles: Vec<Vehicle>,
}

impl Page for Wallet {
    fn title(&self) -> Text {
        Text::new("我的证件", "My documents")
    }

    fn here(&self) -> Option<Place> {
        Some(Place::Documents)
    }
}

/// The code to show.
#[derive(Debug, Template)]
#[template(path = "citizen/show.html")]
pub struct ShowLicence {
    /// The frame.
    pub frame: Frame,
    /// The licence.
    pub licence: Licence,
    /// The code with the signed statement.
    pub qr: Qr,
    /// When the statement was signed.
    pub signed_at: Instant,
    /// Seconds for which the code holds.
    pub seconds: u32,
    /// The position of the ledger under which the statement stands.
    pub position: u64,
}

impl Page for ShowLicence {
    fn title(&self) -> Text {
        Text::new("出示驾驶证", "Show my licence")
    }

    fn here(&self) -> Option<Place> {
        Some(Place::Documents)
    }

    fn back(&self) -> Option<Link> {
        Some(Link::new("/documents", "我的证件", "My documents"))
    }
}

#[cfg(test)]
impl Wallet {
    pub(crate) fn samples() -> Vec<(&'static str, Self)> {
        use super::Tone;
        use super::sample::licence;
        let page = |licence| {
            let frame = crate::frame::sample::citizen("/documents");
            Self { frame, licence, vehicles: Vec::new() }
        };
        let renew = Link::new("/apply/licence-renew-expiry/start", "现在换证", "Renew now");
        let unknown = Licence {
            points: None,
            renew: Some(renew),
            state: Tag::new(Tone::Warn, "即将到期", "Expires soon"),
            ..licence()
        };
        let long = Licence { valid_until: None, points: Some(0), class: "A2D".to_owned(), ..licence() };
        let expired = Licence { state: Tag::new(Tone::Err, "已过期", "Expired"), ..licence() };
        vec![
            ("valid", page(Some(licence()))),
            ("points unknown", page(Some(unknown))),
            ("long-term", page(Some(long))),
            ("renewed ahead", page(Some(Licence { renewed_ahead: true, ..licence() }))),
            ("expired", page(Some(expired))),
            ("none", page(None)),
            ("vehicles", Self { vehicles: vehicle::samples(), ..page(Some(licence())) }),
        ]
    }
}

#[cfg(test)]
impl ShowLicence {
    pub(crate) fn samples() -> Vec<(&'static str, Self)> {
        use super::sample::{at, licence};
        let page = Self {
            frame: crate::frame::sample::citizen("/documents/licence/show"),
            licence: licence(),
            qr: Qr::of(&format!("https://example.invalid/verify?t={}", "8Zk2p".repeat(40))).unwrap(),
            signed_at: at("2026-11-21", 15, 4),
            seconds: 60,
            position: 48_211,
        };
        vec![("signed", page)]
    }
}
