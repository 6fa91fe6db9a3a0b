//! The first page: what waits for you, then search, then the items people come for, then your documents.

use askama::Template;
use base::{Day, Text};

use super::document::Licence;
use super::notice::{Board, Shown};
use super::{Link, Page, Tone};
use crate::frame::{Frame, Place};

/// Something that waits for the person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Todo {
    /// How much it presses.
    pub tone: Tone,
    /// What it is: 驾驶证即将到期.
    pub title: Text,
    /// More about it.
    pub detail: Text,
    /// By when; `None` where no day is set.
    pub due: Option<Day>,
    /// Where it is done; the words name the act.
    pub action: Link,
}

/// An item that people often come for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tile {
    /// Where its guide is.
    pub href: String,
    /// Its name.
    pub name: Text,
    /// Its icon.
    pub icon: &'static str,
}

/// A case under way, in a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Running {
    /// Where its progress is.
    pub href: String,
    /// The item.
    pub name: Text,
    /// Where it stands, in a sentence.
    pub standing: Text,
}

/// The first page.
#[derive(Debug, Template)]
#[template(path = "citizen/home.html")]
pub struct Home {
    /// The frame.
    pub frame: Frame,
    /// What waits; the most pressing first.
    pub todos: Vec<Todo>,
    /// The items people come for, at most eight.
    pub tiles: Vec<Tile>,
    /// The person's cases under way, at most three.
    pub running: Vec<Running>,
    /// The person's licence.
    pub licence: Option<Licence>,
    /// What the office tells everybody.
    pub notices: Vec<Shown>,
}

impl Home {
    /// The notices as they are drawn.
    fn board(&self) -> Board<'_> {
        Board::new(&self.frame, &self.notices)
    }
}

impl Page for Home {
    fn title(&self) -> Text {
        Text::new("您好，今天要办什么？", "What would you like to do today?")
    }

    fn here(&self) -> Option<Place> {
        Some(Place::Home)
    }
}

#[cfg(test)]
impl Home {
    fn tiles() -> Vec<Tile> {
        [
            ("licence-renew-expiry", "期满换证", "Renew a licence", "license"),
            ("licence-lost", "遗失补证", "Replace a lost licence", "id"),
            ("licence-damaged", "损毁换证", "Replace a damaged licence", "file-text"),
            ("licence-contact", "变更联系方式", "Change contact details", "phone"),
        ]
        .map(|(code, zh, en, icon)| Tile { href: format!("/items/{code}"), name: Text::new(zh, en), icon })
        .to_vec()
    }

    pub(crate) fn samples() -> Vec<(&'static str, Self)> {
        use super::sample::{CASE, day, licence, text};
        use crate::frame::{Flash, FlashKind, sample};
        let due = Todo {
            tone: Tone::Warn,
            title: text("驾驶证还有29天到期", "Your licence expires in 29 days"),
            detail: text(
                "现在就能网上换证，大约5分钟，新证可以邮寄到家。",
                "You can renew it online now. It takes about 5 minutes and the new licence can come by post.",
            ),
            due: Some(day("2026-12-20")),
            action: Link::new("/apply/licence-renew-expiry/start", "现在换证", "Renew now"),
        };
        let missing = Todo {
            tone: Tone::Err,
            title: text("遗失补证：需要补交1份材料", "Replacement licence: one document to add"),
            detail: text(
                "照片背景不是白色，请重新上传。",
                "The photo's background is not white. Upload it again.",
            ),
            due: Some(day("2026-11-26")),
            action: Link::new(format!("/cases/{CASE}/supplement"), "去补交", "Add it"),
        };
        let running = Running {
            href: format!("/cases/{CASE}"),
            name: text("期满换证", "Licence renewal"),
            standing: text("正在制证，预计11月24日（含当日）前办结", "Being printed, done by 24 November"),
        };
        let base = |frame: Frame| Self {
            frame,
            todos: Vec::new(),
            tiles: Self::tiles(),
            running: Vec::new(),
            licence: None,
            notices: Vec::new(),
        };
        let mut flashed = base(sample::citizen("/"));
        flashed.frame.flash =
            Some(Flash { kind: FlashKind::Done, text: text("您已登录。", "You are logged in.") });
        flashed.licence = Some(licence());
        vec![
            ("nobody", base(sample::anyone("/"))),
            ("notices", Self { notices: super::notice::sample(), ..base(sample::anyone("/")) }),
            ("nothing waits", flashed),
            (
                "two things wait",
                Self {
                    todos: vec![missing, due],
                    running: vec![running],
                    licence: Some(licence()),
                    ..base(sample::citizen("/"))
                },
            ),
        ]
    }
}
