//! Samples of a citizen's cases.

use super::*;
use crate::frame::sample;
use crate::pages::view::sample::{CASE, at, day, form, text};
use crate::pages::view::{Cell, StepState, Tone};

fn paper(code: &str, zh: &str, en: &str, number: &str, on: &str) -> PaperLink {
    PaperLink {
        name: text(zh, en),
        number: number.to_owned(),
        day: day(on),
        href: format!("/cases/{CASE}/papers/{code}/print"),
        pdf: format!("/cases/{CASE}/papers/{code}.pdf"),
    }
}

fn receipt() -> PaperLink {
    paper("1", "受理回执", "Receipt", "示车受〔2026〕3812号", "2026-11-21")
}

impl CaseDone {
    pub(crate) fn samples() -> Vec<(&'static str, Self)> {
        let page = |receipt, pay, promised| Self {
            frame: sample::citizen(&format!("/cases/{CASE}/done")),
            no: CASE.to_owned(),
            item: text("期满换证", "Licence renewal"),
            submitted_at: at("2026-11-21", 15, 4),
            promised,
            next: vec![
                text("我们核对您的申请和材料。", "We check your application."),
                text(
                    "审核通过后马上制证，进度会发短信告诉您。",
                    "Once it is approved we print the licence, and text you how it goes.",
                ),
                text(
                    "新证寄出后，您可以在办理进度里看到快递到了哪里。",
                    "When it is posted, you can follow the parcel on the case's page.",
                ),
            ],
            phone: Masked::new("139****0001"),
            receipt,
            pay,
        };
        let pay = Link::new("/pay/ord_8Zk2", "缴费25.00元", "Pay ¥25.00");
        vec![
            ("accepted", page(Some(receipt()), None, Some(day("2026-11-23")))),
            ("fee due", page(None, Some(pay), None)),
        ]
    }
}

impl CaseList {
    pub(crate) fn samples() -> Vec<(&'static str, Self)> {
        let line = |no: &str, item, tag, standing, moved_at| CaseLine {
            no: no.to_owned(),
            item,
            principal: None,
            tag,
            standing,
            moved_at,
        };
        let yours = line(
            "999900-2026-0003790",
            text("遗失补证", "Lost licence"),
            Tag::new(Tone::Warn, "等您补正", "Waiting for you"),
            text("11月26日前补交1份材料", "One document to add by 26 November"),
            at("2026-11-19", 10, 2),
        );
        let running = line(
            CASE,
            text("期满换证", "Licence renewal"),
            Tag::new(Tone::Info, "办理中", "Under way"),
            text("正在制证，11月24日（含当日）前办结", "Being printed, done by 24 November"),
            at("2026-11-21", 15, 4),
        );
        let over = line(
            "999900-2025-0000412",
            text("变更联系方式", "Change of contact"),
            Tag::new(Tone::Ok, "已办结", "Done"),
            text("当场办结", "Done on the spot"),
            at("2025-03-02", 9, 12),
        );
        let refused = line(
            "999900-2024-0000077",
            text("期满换证", "Licence renewal"),
            Tag::new(Tone::Err, "不予许可", "Refused"),
            text("有交通违法未处理", "Traffic violations were open"),
            at("2024-05-06", 14, 30),
        );
        let page = |yours, running, over| Self { frame: sample::citizen("/cases"), yours, running, over };
        vec![
            ("every kind", page(vec![yours], vec![running.clone()], vec![over, refused])),
            ("one under way", page(Vec::new(), vec![running], Vec::new())),
            ("none", page(Vec::new(), Vec::new(), Vec::new())),
        ]
    }
}

impl CaseTimeline {
    fn sample(tag: Tag, standing: Text, clock: Clock, steps: Vec<Step>) -> Self {
        Self {
            frame: sample::citizen(&format!("/cases/{CASE}")),
            no: CASE.to_owned(),
            item: text("期满换证", "Licence renewal"),
            tag,
            standing,
            clock,
            go_on: None,
            steps,
            answers: vec![
                Row::new("手机号码", "Mobile number", Cell::Masked(Masked::new("139****0001"))),
                Row::new("领取方式", "Delivery", Cell::Words(text("邮寄到家", "By post"))),
                Row::new("收件地址", "Address", Cell::Masked(Masked::new("示例市城东区幸福路****"))),
            ],
            papers: vec![receipt()],
            parcel: None,
            remedies: Vec::new(),
            rating: RatingAsk::NotYet,
            can_withdraw: true,
            stream: format!("case/{CASE}/a"),
            seq: 4,
        }
    }

    fn submitted() -> Vec<Step> {
        vec![
            Step::new(StepState::Done, text("提交申请", "Submitted"), text("网上提交", "Online")).at(at(
                "2026-11-21",
                15,
                4,
            )),
            Step::new(StepState::Done, text("缴纳费用", "Fee paid"), text("25.00元", "¥25.00")).at(at(
                "2026-11-21",
                15,
                6,
            )),
        ]
    }

    fn running() -> Self {
        let mut steps = Self::submitted();
        steps.extend([
            Step::new(StepState::Done, text("受理", "Accepted"), text("材料齐全", "Complete")).at(at("2026-11-21", 15, 40)),
            Step::new(StepState::Now, text("身份证明核查中", "Checking your identity record"), text("人口信息系统暂时没有回应，我们会继续核查，不需要您做什么。", "The population register does not answer for now. We keep asking; there is nothing for you to do.")).due(day("2026-11-23")),
            Step::new(StepState::Ahead, text("审核决定", "Decision"), Text::default()).due(day("2026-11-23")),
            Step::new(StepState::Ahead, text("制证", "Printing"), Text::default()),
            Step::new(StepState::Ahead, text("邮寄", "Posting"), text("寄出后第二天送到", "Arrives the day after")),
        ]);
        Self::sample(
            Tag::new(Tone::Info, "办理中", "Under way"),
            text("正在审核", "Being checked"),
            Clock::Until(day("2026-11-23")),
            steps,
        )
    }

    fn waiting() -> Self {
        let mut steps = Self::submitted();
        let go = Link::new(format!("/cases/{CASE}/supplement"), "补交材料", "Add the document");
        steps.push(
            Step::new(
                StepState::Yours,
                text("补正：证件照", "To add: photo"),
                text("照片背景不是白色。", "The photo's background is not white."),
            )
            .due(day("2026-11-26"))
            .action(go),
        );
        steps.push(Step::new(StepState::Ahead, text("审核决定", "Decision"), Text::default()));
        let stopped = Clock::Stopped(text(
            "等您补正期间不计入办理时限",
            "The time limit stands still while we wait for you",
        ));
        let mut page = Self::sample(
            Tag::new(Tone::Warn, "等您补正", "Waiting for you"),
            text("需要您补交1份材料", "One document to add"),
            stopped,
            steps,
        );
        page.papers.push(paper(
            "2",
            "一次性告知书",
            "Notice of what is missing",
            "示车告〔2026〕218号",
            "2026-11-21",
        ));
        page
    }

    fn delivered(rating: RatingAsk) -> Self {
        let mut steps = Self::submitted();
        steps.extend([
            Step::new(StepState::Done, text("准予换证", "Approved"), Text::default()).at(at(
                "2026-11-23",
                9,
                30,
            )),
            Step::new(
                StepState::Done,
                text("制证", "Printed"),
                text("证芯编号 9990001234567", "Blank 9990001234567"),
            )
            .at(at("2026-11-23", 10, 5)),
            Step::new(StepState::Done, text("送达", "Delivered"), text("本人签收", "Signed for by you"))
                .at(at("2026-11-24", 11, 48)),
        ]);
        let mut page = Self::sample(
            Tag::new(Tone::Ok, "已办结", "Done"),
            text("新证已送达", "Your new licence has arrived"),
            Clock::Done(at("2026-11-23", 9, 30)),
            steps,
        );
        page.papers.push(paper("3", "准予决定书", "Decision", "示车准〔2026〕3790号", "2026-11-23"));
        page.parcel = Some(Parcel {
            carrier: text("示例邮政", "Shili Post"),
            waybill: "9990012345678".to_owned(),
            events: vec![
                (at("2026-11-24", 11, 48), text("已签收，签收人：本人", "Signed for by the addressee")),
                (
                    at("2026-11-24", 8, 20),
                    text("派送中，快递员139****0009", "Out for delivery, courier 139****0009"),
                ),
                (at("2026-11-23", 18, 2), text("已揽收", "Collected")),
            ],
        });
        page.rating = rating;
        page.can_withdraw = false;
        page
    }

    fn refused() -> Self {
        let mut steps = Self::submitted();
        steps.push(
            Step::new(
                StepState::Late,
                text("不予换证", "Refused"),
                text(
                    "您名下有2起交通违法还没有处理完毕。",
                    "Two traffic violations in your name are not settled yet.",
                ),
            )
            .at(at("2026-11-23", 9, 30)),
        );
        let mut page = Self::sample(
            Tag::new(Tone::Err, "不予许可", "Refused"),
            text("没有通过审核，费用原路退回", "Not approved; the fee is refunded"),
            Clock::Done(at("2026-11-23", 9, 30)),
            steps,
        );
        page.papers.push(paper("3", "不予许可决定书", "Refusal", "示车不〔2026〕12号", "2026-11-23"));
        page.remedies = vec![
            text(
                "收到决定书之日起60日内，可以向示例市人民政府申请行政复议。",
                "Within 60 days of receiving the decision you may ask Shili Municipal Government to reconsider it.",
            ),
            text(
                "也可以在6个月内向示例市城中区人民法院提起行政诉讼。",
                "Or you may sue at Chengzhong District Court within 6 months.",
            ),
        ];
        page.can_withdraw = false;
        page
    }

    pub(crate) fn samples() -> Vec<(&'static str, Self)> {
        let mut late = Self::running();
        late.tag = Tag::new(Tone::Err, "超过承诺时间", "Overdue");
        late.clock = Clock::Late(
            day("2026-11-20"),
            text(
                "制证设备检修，预计11月22日恢复。",
                "The printer is being repaired and should be back on 22 November.",
            ),
        );
        let mut fresh = Self::sample(
            Tag::new(Tone::Plain, "待受理", "Not accepted yet"),
            text("已提交，等待受理", "Submitted, waiting for acceptance"),
            Clock::NotStarted,
            Self::submitted(),
        );
        fresh.papers.clear();
        vec![
            ("fresh", fresh),
            ("running", Self::running()),
            ("waiting for you", Self::waiting()),
            ("late", late),
            ("delivered", Self::delivered(RatingAsk::Open)),
            ("rated", Self::delivered(RatingAsk::Given(text("非常满意", "Very satisfied")))),
            ("refused", Self::refused()),
        ]
    }
}

impl Withdraw {
    pub(crate) fn samples() -> Vec<(&'static str, Self)> {
        let page = Self {
            frame: sample::citizen(&format!("/cases/{CASE}/withdraw")),
            no: CASE.to_owned(),
            item: text("期满换证", "Licence renewal"),
            follows: vec![
                text("这件申请就此结束，不再审核。", "This application ends and is not decided."),
                text("已缴的25.00元原路退回。", "The ¥25.00 you paid are refunded."),
                text("以后需要时可以重新申请，不受影响。", "You may apply again at any time."),
            ],
            form: form(),
        };
        vec![("asked", page)]
    }
}
