//! Samples of a case at the desk.

use super::*;
use crate::frame::sample;
use crate::pages::view::sample::{CASE, article, at, day, form, text};
use crate::pages::view::{Cell, Tone};

fn check(verdict: Verdict, name: Text, found: Text, basis: &str) -> Check {
    Check { verdict, name, found, article: Some(article(basis)) }
}

fn checks() -> Vec<Check> {
    vec![
        check(
            Verdict::Unknown,
            text("身份证明有效", "Identity document is valid"),
            text(
                "人口信息系统没有回应，11月23日前继续核查",
                "The population register does not answer; asked again until 23 November",
            ),
            "162§63",
        ),
        check(
            Verdict::Good,
            text("在换证时间内", "Within the renewal window"),
            text("有效期至2026-12-20，今天是到期前29天", "Valid until 2026-12-20; today is 29 days before"),
            "162§63",
        ),
        check(
            Verdict::Good,
            text("身体条件合格", "Medically fit"),
            text(
                "2026-11-18在示例市人民医院体检，联网上传",
                "Checked on 2026-11-18 at Shili Hospital, sent by the hospital",
            ),
            "162§28",
        ),
        check(
            Verdict::Good,
            text("违法已处理完毕", "No violations open"),
            text("没有未处理的违法记录", "None on file"),
            "162§72",
        ),
    ]
}

fn documents(shown: usize) -> Vec<Document> {
    [("photo", "证件照", "Photo", true), ("medical", "体检证明", "Medical certificate", false)]
        .into_iter()
        .enumerate()
        .map(|(index, (code, zh, en, picture))| Document {
            name: text(zh, en),
            href: format!("/desk/cases/{CASE}?doc={code}"),
            file: if picture {
                "/static/mark.svg".to_owned()
            } else {
                format!("/desk/cases/{CASE}/files/{code}")
            },
            picture,
            here: index == shown,
        })
        .collect()
}

fn requirement(name: Text, before: Text, party: Text, state: Tag, due: Option<&str>) -> Requirement {
    Requirement { name, before, party, article: Some(article("162§63")), state, due: due.map(day) }
}

impl DeskCase {
    fn sample(stage: Tag, acts: Vec<Act>) -> Self {
        let office = || text("本机关", "Office");
        let citizen = || text("申请人", "Applicant");
        let met = || Tag::new(Tone::Ok, "已满足", "Met");
        let happened =
            |hour, minute, what, by, seq| Happened { at: at("2026-11-21", hour, minute), what, by, seq };
        Self {
            frame: sample::staff(&format!("/desk/cases/{CASE}")),
            form: form(),
            no: CASE.to_owned(),
            item: text("期满换证", "Licence renewal"),
            person: Masked::new("张*"),
            stage,
            clock: Clock::Until(day("2026-11-23")),
            answers: vec![
                Row::new("姓名", "Name", Cell::Masked(Masked::new("张*"))),
                Row::new("身份证号码", "ID number", Cell::Masked(Masked::new("999900********1234"))),
                Row::new("准驾车型", "Class", Cell::Data("C1".to_owned())),
                Row::new("手机号码", "Mobile number", Cell::Masked(Masked::new("139****0001"))),
                Row::new("领取方式", "Delivery", Cell::Words(text("邮寄", "By post"))),
                Row::new("代办人", "Agent", Cell::Empty),
            ],
            checks: checks(),
            requirements: vec![
                requirement(text("缴费", "Fee"), text("受理", "Acceptance"), citizen(), met(), None),
                requirement(text("证件照", "Photo"), text("受理", "Acceptance"), citizen(), met(), None),
                requirement(
                    text("身份核查", "Identity check"),
                    text("决定", "Decision"),
                    office(),
                    Tag::new(Tone::Hold, "核查中", "Unknown"),
                    Some("2026-11-23"),
                ),
                requirement(
                    text("制证", "Production"),
                    text("发证", "Issue"),
                    office(),
                    Tag::new(Tone::Plain, "未开始", "Not started"),
                    None,
                ),
            ],
            documents: documents(0),
            papers: vec![PaperLink {
                name: text("受理回执", "Receipt"),
                number: "示车受〔2026〕3812号".to_owned(),
                day: day("2026-11-21"),
                href: format!("/desk/cases/{CASE}/papers/1/print"),
                pdf: format!("/desk/cases/{CASE}/papers/1.pdf"),
            }],
            stream: format!("case/{CASE}/n1"),
            history: vec![
                happened(15, 40, text("受理", "Accepted"), text("系统自动受理", "Accepted by the system"), 3),
                happened(15, 6, text("缴费25.00元", "Paid ¥25.00"), text("网上支付", "Online payment"), 2),
                happened(
                    15,
                    4,
                    text("提交申请", "Submitted"),
                    text("本人，网上", "The applicant, online"),
                    1,
                ),
            ],
            acts,
            why_not: Vec::new(),
        }
    }

    pub(crate) fn samples() -> Vec<(&'static str, Self)> {
        let decide = Self::sample(Tag::new(Tone::Info, "待审核", "To decide"), vec![Act::Decide, Act::Ask]);
        let mut accept = Self::sample(
            Tag::new(Tone::Plain, "待受理", "To accept"),
            vec![Act::Accept, Act::Ask, Act::Reject],
        );
        accept.clock = Clock::NotStarted;
        accept.papers.clear();
        accept.documents = documents(1);
        accept.checks.insert(
            0,
            check(
                Verdict::Bad,
                text("违法已处理完毕", "No violations open"),
                text("有2起未处理", "Two are open"),
                "162§72",
            ),
        );
        let mut own = Self::sample(Tag::new(Tone::Warn, "需人工核验", "Needs a person"), Vec::new());
        own.why_not = vec![text(
            "这件是您受理的，要由另一位同事审核。",
            "You accepted this case; a colleague has to decide it.",
        )];
        own.checks.push(Check {
            verdict: Verdict::Look,
            name: text("人工核验", "A person has to look"),
            found: text("请核对照片与本人一致", "Compare the photo with the person"),
            article: None,
        });
        own.documents.clear();
        let mut late =
            Self::sample(Tag::new(Tone::Ok, "待发证", "To issue"), vec![Act::Issue, Act::HandOver]);
        late.clock = Clock::Late(day("2026-11-20"), text("制证设备检修。", "The printer is being repaired."));
        let mut stopped = Self::sample(Tag::new(Tone::Hold, "等补正", "Waiting for papers"), Vec::new());
        stopped.clock = Clock::Stopped(text("11月21日起等待补正", "Waiting for papers since 21 November"));
        let mut over = Self::sample(Tag::new(Tone::Ok, "已办结", "Done"), vec![Act::Correct]);
        over.clock = Clock::Over(at("2026-11-23", 9, 30));
        vec![
            ("decide", decide),
            ("accept", accept),
            ("own case", own),
            ("late", late),
            ("stopped", stopped),
            ("over", over),
        ]
    }
}
