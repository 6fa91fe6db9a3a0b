//! The papers of a case as pages that print well: receipt, notice of what is missing, the three decisions, and the
//! licence card. The Chinese text is the paper; the English page is a translation and says so. No emblem stands on
//! any of them, and in a demonstration every one is marked 样张.

use askama::Template;
use base::{Article, Day, Text};

use service::case::PaperKind;

use super::document::Licence;
use super::{Link, Page, Row};
use crate::frame::{Frame, Place, Qr};

/// A reason or a missing material on a paper, with the articles it stands on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// What is missing, or why not.
    pub what: Text,
    /// How to mend it, or what to do instead; empty where there is nothing.
    pub mend: Text,
    /// The articles.
    pub articles: Vec<Article>,
}

/// A numbered, signed paper.
#[derive(Debug, Template)]
#[template(path = "paper/paper.html")]
pub struct Paper {
    /// The frame.
    pub frame: Frame,
    /// Which paper.
    pub kind: PaperKind,
    /// The paper's number: 示车受〔2026〕3812号.
    pub number: String,
    /// To whom: the name as the law wants it on the paper, shown to its owner and the staff in charge.
    pub to: String,
    /// The item.
    pub item: Text,
    /// The case's number.
    pub case: String,
    /// What was found and decided, paragraph by paragraph.
    pub body: Vec<Text>,
    /// Facts in rows: materials received, what was granted.
    pub rows: Vec<Row>,
    /// What is missing, or the reasons.
    pub reasons: Vec<Reason>,
    /// By when, on a notice of what is missing.
    pub due: Option<Day>,
    /// The remedies, on a decision that says no.
    pub remedies: Vec<Text>,
    /// The day on the paper.
    pub day: Day,
    /// Who handled it, as the office signs.
    pub handler: Text,
    /// The code under which the paper can be checked; none in the second before its event has a position.
    pub qr: Option<Qr>,
    /// How the office signed it: said in the place of a seal.
    pub signature: Vec<Text>,
    /// The position of its event in the ledger; none in the second before it has one.
    pub position: Option<u64>,
    /// The PDF file.
    pub pdf: String,
}

impl Page for Paper {
    fn title(&self) -> Text {
        self.kind.name()
    }

    fn back(&self) -> Option<Link> {
        let base = if self.frame.is_staff() { "/desk/cases" } else { "/cases" };
        Some(Link::new(format!("{base}/{}", self.case), "办件", "The case"))
    }
}

/// The licence card, front and back.
#[derive(Debug, Template)]
#[template(path = "paper/card.html")]
pub struct LicenceCard {
    /// The frame.
    pub frame: Frame,
    /// The licence; the values are those of the card, not masked.
    pub licence: Licence,
    /// The holder's sex: 男, 女.
    pub sex: String,
    /// The holder's address as registered.
    pub address: String,
    /// The holder's birthday.
    pub birth: Day,
    /// Where the photograph is; none where there is none.
    pub photo: Option<String>,
    /// The case's number.
    pub case: String,
    /// The card as a file.
    pub pdf: String,
    /// The number printed on the blank (证芯编号).
    pub blank: String,
    /// The code on the back.
    pub qr: Option<Qr>,
}

impl Page for LicenceCard {
    fn title(&self) -> Text {
        Text::new("机动车驾驶证", "Driving licence")
    }

    fn here(&self) -> Option<Place> {
        Some(Place::Issue)
    }

    fn back(&self) -> Option<Link> {
        Some(Link::new(format!("/desk/cases/{}", self.case), "返回办件", "Back to the case"))
    }
}

#[cfg(test)]
mod samples {
    use super::*;
    use crate::frame::sample;
    use crate::pages::view::sample::{CASE, article, day, licence, text};
    use crate::pages::view::{Cell, Masked};

    fn paper(kind: PaperKind, number: &str, body: Vec<Text>) -> Paper {
        Paper {
            frame: sample::citizen(&format!("/cases/{CASE}/papers/1/print")),
            kind,
            number: number.to_owned(),
            to: "张三".to_owned(),
            item: text("期满换证", "Licence renewal"),
            case: CASE.to_owned(),
            body,
            rows: Vec::new(),
            reasons: Vec::new(),
            due: None,
            remedies: Vec::new(),
            day: day("2026-11-21"),
            handler: text("城东分所 李敏", "Li Min, Chengdong branch"),
            qr: Qr::of(&format!("https://example.invalid/verify?t={}", "8Zk2p".repeat(16))),
            signature: vec![text(
                "电子签名：本文书由示例市车管所用账本密钥签名（cgs.example.invalid+0a1b2c3d）。",
                "Electronic signature: signed with the ledger's key (cgs.example.invalid+0a1b2c3d).",
            )],
            position: Some(48_211),
            pdf: format!("/cases/{CASE}/papers/1.pdf"),
        }
    }

    fn remedies() -> Vec<Text> {
        vec![
            text(
                "如不服本决定，可以自收到本决定书之日起60日内，向示例市人民政府申请行政复议；",
                "You may ask Shili Municipal Government to reconsider this decision within 60 days of receiving it;",
            ),
            text(
                "也可以自收到本决定书之日起6个月内，向示例市城中区人民法院提起行政诉讼。",
                "or you may sue at Chengzhong District Court within 6 months of receiving it.",
            ),
        ]
    }

    fn receipt() -> Paper {
        let mut page = paper(
            PaperKind::Receipt,
            "示车受〔2026〕3812号",
            vec![text(
                "您提出的期满换证申请，材料齐全，符合法定形式，本机关予以受理，自受理之日起1个工作日内作出决定。",
                "Your application for a licence renewal is complete and in due form. We accept it and decide within 1 working day.",
            )],
        );
        page.rows = vec![
            Row::new(
                "身份证明",
                "Proof of identity",
                Cell::Words(text("数据核对，免交", "Checked by data, not needed")),
            ),
            Row::new(
                "身体条件证明",
                "Medical certificate",
                Cell::Words(text("医院联网上传", "Sent by the hospital")),
            ),
            Row::new("证件照", "Photo", Cell::Words(text("1张", "1"))),
            Row::new("承诺办结日期", "Promised by", Cell::Date(day("2026-11-23"))),
        ];
        page
    }

    fn missing() -> Paper {
        let mut page = paper(
            PaperKind::Notice,
            "示车告〔2026〕218号",
            vec![text(
                "您提出的期满换证申请，还需要补正以下材料。这是全部需要补正的内容，补齐后我们马上继续办理。",
                "Your application for a licence renewal needs the following. This is everything; we go on as soon as it is here.",
            )],
        );
        page.reasons = vec![Reason {
            what: text("证件照背景不是白色。", "The photo's background is not white."),
            mend: text("请重新拍摄或选择一张白底照片上传。", "Upload one with a white background."),
            articles: vec![article("162§63")],
        }];
        page.due = Some(day("2026-11-26"));
        page
    }

    fn no(kind: PaperKind, number: &str, zh: &str, en: &str) -> Paper {
        let mut page = paper(kind, number, vec![text(zh, en)]);
        page.reasons = vec![Reason {
            what: text(
                "您名下有2起交通违法还没有处理完毕。",
                "Two traffic violations in your name are not settled yet.",
            ),
            mend: text("处理完毕后可以马上重新申请。", "Settle them and apply again at once."),
            articles: vec![article("162§72"), article("162§73")],
        }];
        page.remedies = remedies();
        page
    }

    impl Paper {
        pub(crate) fn samples() -> Vec<(&'static str, Self)> {
            let mut granted = paper(
                PaperKind::Grant,
                "示车准〔2026〕3790号",
                vec![text(
                    "经审核，您的申请符合规定，本机关准予换发机动车驾驶证。",
                    "Your application meets the rules. We grant a new driving licence.",
                )],
            );
            granted.rows = vec![
                Row::new("准驾车型", "Class", Cell::Data("C1".to_owned())),
                Row::new("有效期起", "Valid from", Cell::Date(day("2026-12-20"))),
                Row::new("有效期止", "Valid until", Cell::Date(day("2036-12-20"))),
            ];
            let not_accepted = no(
                PaperKind::Rejection,
                "示车不受〔2026〕7号",
                "您提出的期满换证申请，依法不属于可以受理的情形，本机关决定不予受理。",
                "Your application for a licence renewal cannot be accepted under the rules.",
            );
            let refused = no(
                PaperKind::Refusal,
                "示车不〔2026〕12号",
                "经审核，您的申请不符合规定，本机关决定不予许可。",
                "Your application does not meet the rules. We refuse it.",
            );
            vec![
                ("receipt", receipt()),
                ("missing", missing()),
                ("not accepted", not_accepted),
                ("refused", refused),
                ("granted", granted),
            ]
        }
    }

    impl LicenceCard {
        pub(crate) fn samples() -> Vec<(&'static str, Self)> {
            let open = Licence {
                name: Masked::new("张三"),
                id_number: Masked::new("999900199001011234"),
                ..licence()
            };
            let page = Self {
                frame: sample::staff("/desk/cases/999900-2026-0003812/card"),
                licence: open,
                sex: "男".to_owned(),
                address: "示例市城东区幸福路1号2幢301室".to_owned(),
                birth: day("1990-01-01"),
                photo: Some("/static/mark.svg".to_owned()),
                case: CASE.to_owned(),
                pdf: "/desk/cases/999900-2026-0003812/card/pdf".to_owned(),
                blank: "9990001234567".to_owned(),
                qr: Qr::of("https://example.invalid/verify?t=8Zk2p"),
            };
            vec![("printed", page)]
        }
    }
}
