//! The answer to a search: the best item first, then the others. It searches guidance only, never people or cases.

use askama::Template;
use base::Text;

use super::calculate::Family;
use super::{Form, Page};
use crate::frame::{Frame, Place};

/// An item that answers the search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Where its guide is.
    pub href: String,
    /// Its name.
    pub name: Text,
    /// What it is for.
    pub summary: Text,
}

/// What a question asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// An item.
    Item {
        /// The item.
        hit: Hit,
        /// How long it takes.
        time: Text,
        /// What it costs.
        fee: Text,
    },
    /// Business that has no item here.
    Topic {
        /// What it is called.
        name: Text,
        /// The page that answers it all the same.
        page: Option<String>,
        /// The calculator that answers part of it.
        calculator: Option<Family>,
    },
}

/// The answer to a search.
#[derive(Debug, Template)]
#[template(path = "citizen/search.html")]
pub struct Search {
    /// The frame.
    pub frame: Frame,
    /// The search form with what was asked under `q`.
    pub form: Form,
    /// How it was read, where something in it was taken for a slip.
    pub read_as: Option<String>,
    /// What it asks for.
    pub found: Option<Found>,
    /// What else may be meant.
    pub others: Vec<Hit>,
    /// Every item, where nothing answers it.
    pub nearest: Vec<Hit>,
}

impl Search {
    /// What was asked.
    pub fn asked(&self) -> &str {
        self.form.value("q")
    }

    /// The finding in a few words, which a screen reader says when it comes while somebody types.
    fn heard(&self) -> String {
        let (zh, en) = ("找到：{0}", "Found: {0}");
        match &self.found {
            Some(Found::Item { hit, .. }) => self.frame.fill(zh, en, self.frame.text(&hit.name)),
            Some(Found::Topic { name, .. }) => self.frame.fill(zh, en, self.frame.text(name)),
            None if self.asked().is_empty() => String::new(),
            None => self.frame.t("没有找到对应的事项", "No service answers this").to_owned(),
        }
    }
}

impl Page for Search {
    fn title(&self) -> Text {
        Text::new("搜索", "Search")
    }

    fn here(&self) -> Option<Place> {
        Some(Place::Home)
    }

    fn live(&self) -> bool {
        true
    }
}

#[cfg(test)]
impl Search {
    pub(crate) fn samples() -> Vec<(&'static str, Self)> {
        use super::sample::text;
        use crate::frame::sample;
        let hit = |code: &str, name, summary| Hit { href: format!("/items/{code}"), name, summary };
        let renew = hit(
            "licence-renew-expiry",
            text("期满换证", "Licence renewal"),
            text("驾驶证有效期满前90天内换领新证", "A new licence in the 90 days before the old one expires"),
        );
        let lost = hit(
            "licence-lost",
            text("遗失补证", "Lost licence"),
            text("驾驶证丢失后补领", "A replacement for a licence that is lost"),
        );
        let asked = |q: &str| Form::default().with("q", q);
        let page = |form, found, others, nearest| Self {
            frame: sample::anyone("/search"),
            form,
            read_as: None,
            found,
            others,
            nearest,
        };
        let renewal = Found::Item {
            hit: renew.clone(),
            time: text("1个工作日", "1 working day"),
            fee: text("10.00元", "¥10.00"),
        };
        let topic =
            |name, page: Option<&str>| Found::Topic { name, page: page.map(str::to_owned), calculator: None };
        let inspection = Found::Topic {
            name: text("机动车检验预约", "Booking of a vehicle inspection"),
            page: None,
            calculator: Some(Family::Inspection),
        };
        let plate = topic(text("补换领号牌", "Replacement of a plate"), None);
        let progress = topic(text("办理进度查询", "Progress of a case"), Some("/track"));
        let both = vec![renew, lost.clone()];
        vec![
            ("found", page(asked("驾照到期了怎么办"), Some(renewal.clone()), vec![lost.clone()], Vec::new())),
            (
                "a slip",
                Self {
                    read_as: Some("驾照到期".to_owned()),
                    ..page(asked("jiazhao daoqi"), Some(renewal), Vec::new(), Vec::new())
                },
            ),
            ("no item", page(asked("车牌丢了"), Some(plate), vec![lost.clone()], Vec::new())),
            ("a page", page(asked("办到哪一步了"), Some(progress), Vec::new(), Vec::new())),
            ("a calculator", page(asked("车什么时候年检"), Some(inspection), Vec::new(), Vec::new())),
            ("not sure", page(asked("丢了"), None, vec![lost], Vec::new())),
            ("nothing asked", page(asked(""), None, Vec::new(), Vec::new())),
            ("nothing found", page(asked("<b>护照"), None, Vec::new(), both)),
        ]
    }
}
