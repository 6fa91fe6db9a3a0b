//! The frame is what is around every page: the header with the word mark, the office's name and the display
//! switches, the way to the four or so places of a citizen or a member of staff, the flash after a step, and the
//! footer with help always in the same place.
//!
//! A handler fills a [`Frame`] once from the request (language, display cookie, session) and puts it into the view
//! of the page; templates ask it for words ([`Frame::t`]), days, money and icons, so that no template spells a date
//! or chooses a language by itself. It knows nothing of sessions, routes or the domain.

mod display;
mod place;
mod qr;
mod words;

use base::{Lang, Text};

pub use display::{Contrast, Display, Size};
pub use place::Place;
pub use qr::{Qr, Run};
pub use words::{Data, Icon};

use crate::pages::view::Masked;

/// How close things stand: roomy for the public, tight for a desk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Density {
    /// Phones and homes: 16 px text, 48 px targets.
    #[default]
    Public,
    /// Desks: 14 px text, 36 px targets, tables.
    Staff,
}

/// Who is logged in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Who {
    /// The name as the header shows it: masked for citizens.
    pub name: Masked,
    /// The role in words: 群众, 代办人, 受理岗, 审核岗 …
    pub role: Text,
    /// The outlet a member of staff works at now.
    pub outlet: Option<Text>,
    /// Whether this is a member of staff.
    pub is_staff: bool,
}

/// How a step went, said once on the next page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flash {
    /// Done, or something to look at.
    pub kind: FlashKind,
    /// What happened, in a sentence.
    pub text: Text,
}

/// The kind of a flash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FlashKind {
    /// The step is done.
    Done,
    /// The step is done, and there is something to look at.
    Attention,
}

impl Flash {
    /// The class in the style sheet.
    pub const fn word(&self) -> &'static str {
        match self.kind {
            FlashKind::Done => "ok",
            FlashKind::Attention => "warn",
        }
    }
}

/// Addresses of the files that a page loads, with the digest of their content where the server adds one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assets {
    /// The style sheet.
    pub css: String,
    /// The enhancement script.
    pub js: String,
    /// htmx; `None` where the program was built without it, and then every page is loaded whole.
    pub htmx: Option<String>,
    /// The word mark as a browser tab shows it.
    pub mark: String,
    /// The icon sprite; `None` where the program was built without it, and then no icon leaves a gap.
    pub icons: Option<String>,
}

impl Default for Assets {
    fn default() -> Self {
        Self {
            css: "/static/app.css".to_owned(),
            js: "/static/app.js".to_owned(),
            htmx: Some("/static/htmx.min.js".to_owned()),
            mark: "/static/mark.svg".to_owned(),
            icons: Some("/static/icons.svg".to_owned()),
        }
    }
}

/// What is around a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// The language of the page.
    pub lang: Lang,
    /// Text size and contrast.
    pub display: Display,
    /// Whether hot keys work; on staff pages only.
    pub keys: bool,
    /// Public pages or staff pages.
    pub density: Density,
    /// The office's name: 示例市公安局车辆管理所.
    pub office: Text,
    /// The telephone number for help, the same on every page.
    pub phone: String,
    /// Who is logged in.
    pub who: Option<Who>,
    /// Whether the store was made by `demo`; every page says so.
    pub demo: bool,
    /// Path and query of this page: where the display switches come back to.
    pub path: String,
    /// A signed nonce for the forms of the frame itself (display switches, log out).
    pub nonce: String,
    /// What the step before has to say.
    pub flash: Option<Flash>,
    /// Addresses of style sheet, script and icons.
    pub assets: Assets,
    /// The places this member of staff may go to; unused on public pages.
    pub places: Vec<Place>,
}

impl Frame {
    /// A public page in Chinese for nobody in particular; the handler sets the rest.
    pub fn public(office: Text, phone: impl Into<String>, path: impl Into<String>) -> Self {
        Self {
            lang: Lang::Zh,
            display: Display::default(),
            keys: true,
            density: Density::Public,
            office,
            phone: phone.into(),
            who: None,
            demo: false,
            path: path.into(),
            nonce: String::new(),
            flash: None,
            assets: Assets::default(),
            places: Vec::new(),
        }
    }

    /// A staff page with the places that this person may go to.
    pub fn staff(
        office: Text,
        phone: impl Into<String>,
        path: impl Into<String>,
        places: Vec<Place>,
    ) -> Self {
        Self { density: Density::Staff, places, ..Self::public(office, phone, path) }
    }

    /// Whether this page has hot keys: somebody of the staff is logged in and has not turned them off.
    pub fn has_keys(&self) -> bool {
        self.keys && self.is_staff() && self.who.is_some()
    }

    /// Whether this is a staff page.
    pub fn is_staff(&self) -> bool {
        self.density == Density::Staff
    }

    /// The places of the navigation, in their order.
    pub fn nav(&self) -> &[Place] {
        if self.is_staff() { &self.places } else { &Place::CITIZEN }
    }

    /// The value of `data-density` on the page.
    pub fn density_word(&self) -> &'static str {
        if self.is_staff() { "staff" } else { "public" }
    }

    /// This page's address in the other language: the `lang` of the query is replaced, the rest kept.
    pub fn other_lang_href(&self) -> String {
        let other = self.lang.pick("lang=en", "lang=zh");
        let (path, query) = self.path.split_once('?').unwrap_or((&self.path, ""));
        let mut kept: Vec<&str> =
            query.split('&').filter(|p| !p.is_empty() && !p.starts_with("lang=")).collect();
        kept.push(other);
        format!("{path}?{}", kept.join("&"))
    }
}

#[cfg(test)]
pub(crate) mod sample {
    use super::{Frame, Place, Text, Who};
    use crate::pages::view::Masked;

    fn office() -> Text {
        Text::new("示例市车辆管理所", "Shili Vehicle Administration")
    }

    /// A page for somebody who is not logged in.
    pub(crate) fn anyone(path: &str) -> Frame {
        let mut frame = Frame::public(office(), "0999-1234567", path);
        frame.demo = true;
        frame.nonce = "n1.sample".to_owned();
        frame
    }

    /// A page for a citizen who is logged in.
    pub(crate) fn citizen(path: &str) -> Frame {
        let mut frame = anyone(path);
        frame.who = Some(Who {
            name: Masked::new("张*"),
            role: Text::new("个人", "Citizen"),
            outlet: None,
            is_staff: false,
        });
        frame
    }

    /// A page for a member of staff who may go everywhere.
    pub(crate) fn staff(path: &str) -> Frame {
        let mut frame = Frame::staff(office(), "0999-1234567", path, Place::STAFF.to_vec());
        frame.demo = true;
        frame.nonce = "n1.sample".to_owned();
        frame.who = Some(Who {
            name: Masked::new("李敏"),
            role: Text::new("审核岗", "Reviewer"),
            outlet: Some(Text::new("城东分所", "Chengdong branch")),
            is_staff: true,
        });
        frame
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_other_language_keeps_the_rest_of_the_query() {
        let mut frame = sample::anyone("/search?q=a&lang=zh&page=2");
        assert_eq!(frame.other_lang_href(), "/search?q=a&page=2&lang=en");
        frame.path = "/".to_owned();
        frame.lang = Lang::En;
        assert_eq!(frame.other_lang_href(), "/?lang=zh");
    }

    #[test]
    fn staff_see_only_the_places_they_may_go_to() {
        let frame = Frame::staff(Text::default(), "", "/desk", vec![Place::Desk]);
        assert_eq!(frame.nav(), [Place::Desk]);
        assert_eq!(sample::anyone("/").nav().len(), 4);
    }
}
