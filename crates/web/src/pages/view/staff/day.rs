//! The end of a day at an outlet: the books against what is counted, what is left over, and the days that were closed.

use askama::Template;
use base::{Fen, Text};
use service::day::{Closing, Sheet};

use crate::frame::{Frame, Place};
use crate::pages::view::{Choice, Form, Page};

/// Cases shown of what is left over for one reason.
pub const LEFT_SHOWN: usize = 10;

/// Cases left over for one reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftLine {
    /// Why.
    pub what: Text,
    /// How many.
    pub many: usize,
    /// The first of them.
    pub shown: Vec<String>,
}

/// The visitor's own outlet today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Own {
    /// Its name.
    pub outlet: Text,
    /// Its books.
    pub sheet: Sheet,
    /// What is left over: only kinds of which there is something.
    pub left: Vec<LeftLine>,
}

/// The page: fields `blanks`, `blanks_reason`, `fees`, `fees_reason` close the day.
#[derive(Debug, Template)]
#[template(path = "staff/day.html")]
pub struct DayEnd {
    /// The frame.
    pub frame: Frame,
    /// The fields.
    pub form: Form,
    /// The own outlet; none for who only watches.
    pub own: Option<Own>,
    /// Why what was counted can differ.
    pub reasons: Vec<Choice>,
    /// Days that were closed, newest first.
    pub closings: Vec<Closing>,
    /// Where older ones are.
    pub next: Option<String>,
}

impl DayEnd {
    /// A number with its sign, or that there is no difference.
    fn over(&self, number: i64) -> String {
        if number == 0 { self.frame.t("一致", "agrees").to_owned() } else { format!("{number:+}") }
    }

    /// An amount with its sign, or that there is no difference.
    fn fen_over(&self, amount: Fen) -> String {
        let sign = if amount.0 > 0 { "+" } else { "" };
        if amount.is_zero() { self.over(0) } else { format!("{sign}{amount}") }
    }

    /// The reasons of a closing, each once.
    fn why(&self, closing: &Closing) -> String {
        let mut all = vec![closing.counted.blanks_reason, closing.counted.fees_reason];
        all.dedup();
        let words: Vec<String> =
            all.into_iter().flatten().map(|why| why.name().get(self.frame.lang).to_owned()).collect();
        if words.is_empty() { "—".to_owned() } else { words.join(self.frame.t("；", "; ")) }
    }
}

impl Page for DayEnd {
    fn title(&self) -> Text {
        Text::new("日结", "End of the day")
    }

    fn here(&self) -> Option<Place> {
        Some(Place::Day)
    }

    fn form(&self) -> Option<&Form> {
        Some(&self.form)
    }
}

#[cfg(test)]
impl DayEnd {
    pub(crate) fn samples() -> Vec<(&'static str, Self)> {
        use base::Day;
        use service::day::{BlankSheet, DifferenceReason, FeeSheet, Tally};

        use crate::pages::view::sample::{at, form, text, wrong};
        let day = |text: &str| Day::parse(text).unwrap();
        let blanks = BlankSheet { start: 120, received: 0, used: 14, spoiled: 1 };
        let fees = FeeSheet { expected: Fen::yuan(140), payments: 14 };
        let inquiry = Some(DifferenceReason::Inquiry);
        let closing = |on: &str, counted: u32, blanks_reason| Closing {
            id: format!("{on}/out_1"),
            outlet: "out_1".to_owned(),
            name: text("城东分所", "Chengdong branch"),
            day: day(on),
            closed_at: at(on, 17, 35),
            closed_by: "stf_1".to_owned(),
            blanks,
            fees,
            counted: Tally { blanks: counted, blanks_reason, fees: Fen::yuan(140), fees_reason: None },
            left: [("due".to_owned(), 2)].into(),
        };
        let own = |left, closed| Own {
            outlet: text("城东分所", "Chengdong branch"),
            sheet: Sheet {
                day: day("2026-11-23"),
                since: at("2026-11-20", 17, 35),
                blanks,
                fees,
                left: Vec::new(),
                closed,
            },
            left,
        };
        let line = |what: service::day::Left, many: usize| LeftLine {
            what: what.name(),
            many,
            shown: (0..many.min(2)).map(|n| format!("YC20261123-7K3M9QX{n}")).collect(),
        };
        let left = vec![line(service::day::Left::Due, 2), line(service::day::Left::Unhanded, 14)];
        let page = |form, own, closings| Self {
            frame: crate::frame::sample::staff("/desk/day"),
            form,
            own,
            reasons: vec![Choice::new("inquiry", text("原因不明，正在查", "Not known yet"))],
            closings,
            next: None,
        };
        let bad = wrong(
            "blanks_reason",
            "账上应有105张，点出104张，请选择不一致的原因。",
            "The books say 105 and you counted 104. Choose why they differ.",
        )
        .with("blanks", "104");
        let days = vec![closing("2026-11-20", 104, inquiry), closing("2026-11-19", 105, None)];
        let today = closing("2026-11-23", 105, None);
        vec![
            ("to count", page(form(), Some(own(left, None)), days.clone())),
            ("first day, wrong", page(bad, Some(own(Vec::new(), None)), Vec::new())),
            ("closed", page(form(), Some(own(Vec::new(), Some(today))), days.clone())),
            ("watching", page(form(), None, days)),
        ]
    }
}
