//! The items: the list of all, and the guide of one. The guide answers in this order what people ask: can I do it
//! here, how long, how much, what do I need, where else, and on what law it all stands.

use askama::Template;
use base::{Article, Day, Refusal, Text};
use service::catalog::Source;

use super::calculate::Family;
use super::notice::{Board, Shown};
use super::{Link, Page, Tag};
use crate::frame::{Frame, Place};

/// An item in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemLine {
    /// Where its guide is.
    pub href: String,
    /// Its name.
    pub name: Text,
    /// What it is for, in a sentence.
    pub summary: Text,
    /// 可网上办, 即办 …
    pub tags: Vec<Tag>,
}

/// Items that belong together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemGroup {
    /// 驾驶证, 机动车 …
    pub name: Text,
    /// Its items.
    pub items: Vec<ItemLine>,
}

/// All items.
#[derive(Debug, Template)]
#[template(path = "citizen/items.html")]
pub struct ItemList {
    /// The frame.
    pub frame: Frame,
    /// The items by group.
    pub groups: Vec<ItemGroup>,
}

impl Page for ItemList {
    fn title(&self) -> Text {
        Text::new("全部事项", "All services")
    }

    fn here(&self) -> Option<Place> {
        Some(Place::Home)
    }
}

/// Whether the reader can do the item online.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Yes, from this page on.
    Online,
    /// Not known before logging in.
    LogIn,
    /// No, and why.
    Cannot(Vec<Refusal>),
    /// A case of the same kind is under way; its page.
    Running(Link),
    /// The item rests, and until when in words.
    Suspended(Text),
}

/// Whether a material has to be brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MaterialState {
    /// The person hands it in.
    Needed,
    /// Shared data proves it: why, and on which article.
    Waived(Text, Option<Article>),
    /// Not needed where this source proves it, which is seen once the person is known; and on which article.
    IfProved(Source, Option<Article>),
    /// The source is being asked.
    Checking(Source),
    /// A signed undertaking replaces it.
    Undertaking,
}

/// A material of the item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Material {
    /// What it is.
    pub name: Text,
    /// What it has to look like.
    pub note: Text,
    /// Whether it has to be brought.
    pub state: MaterialState,
}

/// A door through which the item can be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Channel {
    /// 网上, 窗口, 自助机 …
    pub name: Text,
    /// Where and when; empty where there is no more to say.
    pub note: Text,
}

/// An article the item stands on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Law {
    /// The article.
    pub article: Article,
    /// What it says, in our words; empty where the article alone is named.
    pub says: Text,
}

/// The guide of one item.
#[derive(Debug, Template)]
#[template(path = "citizen/item.html")]
pub struct ItemGuide {
    /// The frame.
    pub frame: Frame,
    /// The item's code in the catalogue, as addresses have it.
    pub code: String,
    /// Its name.
    pub name: Text,
    /// What it is for.
    pub summary: Text,
    /// Whether the reader can do it online.
    pub verdict: Verdict,
    /// Whether the reader holds a mandate for it.
    pub for_others: bool,
    /// How long: 1个工作日.
    pub time: Text,
    /// How much: 10元.
    pub fee: Text,
    /// What one gets.
    pub result: Text,
    /// Who may ask for it.
    pub who: Text,
    /// What is needed.
    pub materials: Vec<Material>,
    /// The way from here to the result.
    pub steps: Vec<Text>,
    /// The doors.
    pub channels: Vec<Channel>,
    /// The law.
    pub law: Vec<Law>,
    /// The day from which this version of the item holds.
    pub effective_from: Day,
    /// What the office tells everybody about it.
    pub notices: Vec<Shown>,
}

impl ItemGuide {
    /// The notices as they are drawn.
    fn board(&self) -> Board<'_> {
        Board::new(&self.frame, &self.notices)
    }

    /// Whom we ask, so that the person need not bring the paper; nothing of one that nobody is asked about.
    fn asks(&self, state: &MaterialState) -> String {
        let (MaterialState::IfProved(source, _) | MaterialState::Checking(source)) = state else {
            return String::new();
        };
        self.frame.fill("由{0}核对", "Checked against the {0}", self.frame.text(&source.name()))
    }
}

impl Page for ItemGuide {
    fn title(&self) -> Text {
        self.name.clone()
    }

    fn here(&self) -> Option<Place> {
        Some(Place::Home)
    }

    fn back(&self) -> Option<Link> {
        Some(Link::new("/items", "全部事项", "All services"))
    }
}

#[cfg(test)]
impl ItemList {
    pub(crate) fn samples() -> Vec<(&'static str, Self)> {
        use super::Tone;
        use super::sample::text;
        use crate::frame::sample;
        let line = |code: &str, name, summary| ItemLine {
            href: format!("/items/{code}"),
            name,
            summary,
            tags: vec![Tag::new(Tone::Ok, "可网上办", "Online")],
        };
        let items = vec![
            line(
                "licence-renew-expiry",
                text("期满换证", "Licence renewal"),
                text(
                    "驾驶证有效期满前90天内换领新证",
                    "A new licence in the 90 days before the old one expires",
                ),
            ),
            line(
                "licence-lost",
                text("遗失补证", "Lost licence"),
                text("驾驶证丢失后补领", "A replacement for a licence that is lost"),
            ),
            line(
                "licence-damaged",
                text("损毁换证", "Damaged licence"),
                text(
                    "驾驶证破损、字迹看不清时换领",
                    "A replacement for a licence that cannot be read any more",
                ),
            ),
            line(
                "licence-contact",
                text("变更联系方式", "Change of contact"),
                text("手机号码变了，30日内备案", "Tell us within 30 days when your number changes"),
            ),
        ];
        vec![
            (
                "four items",
                Self {
                    frame: sample::anyone("/items"),
                    groups: vec![ItemGroup { name: text("驾驶证", "Driving licence"), items }],
                },
            ),
            ("none", Self { frame: sample::anyone("/items"), groups: Vec::new() }),
        ]
    }
}

#[cfg(test)]
impl ItemGuide {
    fn materials() -> Vec<Material> {
        use super::sample::{article, text};
        vec![
            Material {
                name: text("居民身份证", "Identity card"),
                note: Text::default(),
                state: MaterialState::Waived(
                    text("登录时已核对", "Checked when you logged in"),
                    Some(article("162§63")),
                ),
            },
            Material {
                name: text("身体条件证明", "Medical certificate"),
                note: text("6个月内有效", "Valid for 6 months"),
                state: MaterialState::Waived(
                    text("医院已联网上传", "The hospital sent it to us"),
                    Some(article("162§28")),
                ),
            },
            Material {
                name: text("近期证件照", "Recent photo"),
                note: text("白底，JPG或PNG，不超过5MB", "White background, JPG or PNG, at most 5 MB"),
                state: MaterialState::Needed,
            },
            Material {
                name: text("照片", "Photograph"),
                note: text("库里没有的，请上传", "Upload one where there is none on file"),
                state: MaterialState::IfProved(Source::PhotoLibrary, Some(article("162§63"))),
            },
            Material {
                name: text("身份证明", "Proof of identity"),
                note: Text::default(),
                state: MaterialState::Checking(Source::PopulationRegister),
            },
            Material {
                name: text("驾驶证原件", "Your old licence"),
                note: text("承诺交回或销毁", "You undertake to hand it back or destroy it"),
                state: MaterialState::Undertaking,
            },
        ]
    }

    fn sample(verdict: Verdict) -> Self {
        use super::sample::{article, day, text};
        let code = "licence-renew-expiry";
        Self {
            frame: crate::frame::sample::citizen("/items/licence-renew-expiry"),
            code: code.to_owned(),
            name: text("期满换证", "Licence renewal"),
            summary: text(
                "驾驶证有效期满前90天内，可以换领新证。新证的有效期接着旧证计算，早换不吃亏。",
                "You can renew in the 90 days before your licence expires. The new one begins when the old one ends, \
                 so you lose nothing by being early.",
            ),
            verdict,
            for_others: true,
            time: text("1个工作日", "1 working day"),
            fee: text("10元", "¥10"),
            result: text("新驾驶证，可邮寄或自取", "A new licence, by post or picked up"),
            who: text("本人，或者持委托书的代办人", "You, or somebody with your mandate"),
            materials: Self::materials(),
            steps: vec![
                text(
                    "回答几个问题，上传照片，大约5分钟",
                    "Answer a few questions and upload a photo, about 5 minutes",
                ),
                text("核对并提交，缴纳工本费", "Check, submit and pay the fee"),
                text("我们审核并制证，1个工作日", "We check and print it, 1 working day"),
                text("邮寄到家，或者到网点领取", "It comes by post, or you pick it up"),
            ],
            channels: vec![
                Channel { name: text("网上", "Online"), note: text("全天24小时", "Day and night") },
                Channel {
                    name: text("窗口", "Counter"),
                    note: text("任何一个网点，不限户籍地", "Any outlet, wherever you are registered"),
                },
            ],
            law: vec![
                Law {
                    article: article("162§63"),
                    says: text("有效期满前90天内申请换证", "Renewal in the 90 days before expiry"),
                },
                Law {
                    article: article("162§68"),
                    says: text("1个工作日内办结", "Done within 1 working day"),
                },
            ],
            effective_from: day("2022-04-01"),
            notices: Vec::new(),
        }
    }

    pub(crate) fn samples() -> Vec<(&'static str, Self)> {
        use super::sample::{CASE, fines_open, text, too_early};
        let rests = text(
            "国家驾驶证系统升级，11月23日08:00恢复办理。窗口照常。",
            "The national licence system is being upgraded. Online service is back on 23 November at 08:00; counters are open.",
        );
        let running = Link::new(format!("/cases/{CASE}"), "查看办理进度", "See how far it is");
        let mut bare = Self::sample(Verdict::Online);
        bare.notices = super::notice::sample();
        bare.law.iter_mut().for_each(|law| law.says = Text::default());
        bare.channels.iter_mut().for_each(|channel| channel.note = Text::default());
        let mut nobody = Self::sample(Verdict::LogIn);
        nobody.frame = crate::frame::sample::anyone("/items/licence-renew-expiry");
        vec![
            ("online", Self::sample(Verdict::Online)),
            ("bare", bare),
            ("nobody", nobody),
            ("cannot", Self::sample(Verdict::Cannot(vec![too_early(), fines_open()]))),
            ("running", Self::sample(Verdict::Running(running))),
            ("suspended", Self::sample(Verdict::Suspended(rests))),
        ]
    }
}
