//! The answer to a search: the best item first, then the others. It searches guidance only, never people or cases.

use askama::Template;
use base::Text;

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

/// The answer to a search.
#[derive(Debug, Template)]
#[template(path = "citizen/search.html")]
pub struct Search {
    /// The frame.
    pub frame: Frame,
    /// The search form with what was asked under `q`.
    pub form: Form,
    /// What answers it, best first.
    pub hits: Vec<Hit>,
    /// The nearest items where nothing answers it.
    pub nearest: Vec<Hit>,
}

impl Search {
    /// What was asked.
    pub fn asked(&self) -> &str {
        self.form.value("q")
    }
}

impl Page for Search {
    fn title(&self) -> Text {
        Text::new("搜索", "Search")
    }

    fn here(&self) -> Option<Place> {
        Some(Place::Home)
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
        let page = |form, hits, nearest| Self { frame: sample::anyone("/search"), form, hits, nearest };
        vec![
            ("found", page(asked("驾照到期了怎么办"), vec![renew.clone(), lost.clone()], Vec::new())),
            ("nothing asked", page(asked(""), Vec::new(), Vec::new())),
            ("nothing found", page(asked("<b>护照"), Vec::new(), vec![renew, lost])),
        ]
    }
}
