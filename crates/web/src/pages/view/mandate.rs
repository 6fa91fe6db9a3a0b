//! Mandates (委托): somebody else may do named items for the reader until a day. The list shows both sides: what the
//! reader has granted and what was granted to the reader.

use askama::Template;
use base::{Day, Text};

use super::{Choice, Form, Link, Masked, Page, Tag};
use crate::frame::{Frame, Place};

/// A mandate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mandate {
    /// Its id, as addresses have it.
    pub id: String,
    /// The other person.
    pub other: Masked,
    /// Whether the reader gave it; otherwise the reader holds it.
    pub given: bool,
    /// The items it covers.
    pub items: Vec<Text>,
    /// Its last day.
    pub until: Day,
    /// In force, not yet, revoked, run out.
    pub state: Tag,
    /// Whether the reader can end it now.
    pub revocable: bool,
}

/// The reader's mandates.
#[derive(Debug, Template)]
#[template(path = "citizen/mandates.html")]
pub struct MandateList {
    /// The frame.
    pub frame: Frame,
    /// Granted by the reader.
    pub granted: Vec<Mandate>,
    /// Granted to the reader.
    pub received: Vec<Mandate>,
}

impl Page for MandateList {
    fn title(&self) -> Text {
        Text::new("委托代办", "Mandates")
    }

    fn here(&self) -> Option<Place> {
        Some(Place::Me)
    }

    fn back(&self) -> Option<Link> {
        Some(Link::new("/me", "我的", "Me"))
    }
}

/// Grant a mandate: fields `id_number`, `name`, `items`, `until`.
#[derive(Debug, Template)]
#[template(path = "citizen/mandate-grant.html")]
pub struct MandateGrant {
    /// The frame.
    pub frame: Frame,
    /// The fields.
    pub form: Form,
    /// The items that an agent may do at all.
    pub items: Vec<Choice>,
    /// The farthest last day that can be chosen.
    pub latest: Day,
}

impl Page for MandateGrant {
    fn title(&self) -> Text {
        Text::new("委托别人代办", "Let somebody act for you")
    }

    fn here(&self) -> Option<Place> {
        Some(Place::Me)
    }

    fn form(&self) -> Option<&Form> {
        Some(&self.form)
    }

    fn back(&self) -> Option<Link> {
        Some(Link::new("/me/mandates", "委托代办", "Mandates"))
    }
}

/// End a mandate: the giver revokes it, the agent lays it down.
#[derive(Debug, Template)]
#[template(path = "citizen/mandate-revoke.html")]
pub struct MandateRevoke {
    /// The frame.
    pub frame: Frame,
    /// The nonce.
    pub form: Form,
    /// The mandate.
    pub mandate: Mandate,
    /// Cases under way that the agent has opened; they go on.
    pub running: usize,
}

impl Page for MandateRevoke {
    fn title(&self) -> Text {
        if self.mandate.given {
            Text::new("撤销这份委托？", "Revoke this mandate?")
        } else {
            Text::new("不再为这个人代办？", "Lay this mandate down?")
        }
    }

    fn here(&self) -> Option<Place> {
        Some(Place::Me)
    }

    fn back(&self) -> Option<Link> {
        Some(Link::new("/me/mandates", "委托代办", "Mandates"))
    }
}

#[cfg(test)]
mod samples {
    use super::*;
    use crate::frame::sample;
    use crate::pages::view::Tone;
    use crate::pages::view::sample::{day, form, text, wrong};

    fn mandate(id: &str, state: Tag, revocable: bool) -> Mandate {
        Mandate {
            id: id.to_owned(),
            other: Masked::new("王**"),
            given: true,
            items: vec![text("期满换证", "Licence renewal"), text("遗失补证", "Lost licence")],
            until: day("2026-12-31"),
            state,
            revocable,
        }
    }

    fn valid() -> Mandate {
        mandate("man_1", Tag::new(Tone::Ok, "有效", "Valid"), true)
    }

    impl MandateList {
        pub(crate) fn samples() -> Vec<(&'static str, Self)> {
            let page = |granted, received| Self { frame: sample::citizen("/me/mandates"), granted, received };
            let over = mandate("man_2", Tag::new(Tone::Plain, "已撤销", "Revoked"), false);
            let mut mine = mandate("man_3", Tag::new(Tone::Ok, "有效", "Valid"), true);
            mine.given = false;
            vec![
                ("both sides", page(vec![valid(), over], vec![mine])),
                ("none", page(Vec::new(), Vec::new())),
            ]
        }
    }

    impl MandateGrant {
        pub(crate) fn samples() -> Vec<(&'static str, Self)> {
            let items = vec![
                Choice::new("licence-renew-expiry", text("期满换证", "Licence renewal")),
                Choice::new("licence-lost", text("遗失补证", "Lost licence")),
                Choice::new("licence-damaged", text("损毁换证", "Damaged licence")),
            ];
            let page = |form| Self {
                frame: sample::citizen("/me/mandates/grant"),
                form,
                items: items.clone(),
                latest: day("2027-11-21"),
            };
            let picked = form().with("items", "licence-lost").with("items", "licence-damaged");
            let none = wrong("items", "请至少选择一项", "Choose at least one item").with("name", "王小明");
            vec![("picked", page(picked)), ("no item", page(none))]
        }
    }

    impl MandateRevoke {
        pub(crate) fn samples() -> Vec<(&'static str, Self)> {
            let page = |given, running| Self {
                frame: sample::citizen("/me/mandates/man_1/revoke"),
                form: form(),
                mandate: Mandate { given, ..valid() },
                running,
            };
            vec![
                ("nothing under way", page(true, 0)),
                ("one under way", page(true, 1)),
                ("laid down", page(false, 0)),
                ("laid down with two", page(false, 2)),
            ]
        }
    }
}
