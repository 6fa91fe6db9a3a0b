//! Numbered blanks at an outlet: what is there, in runs of numbers, receiving more, and writing one off.

use askama::Template;
use base::Text;

use crate::frame::{Frame, Place};
use crate::pages::view::{Choice, Form, Page};

/// Numbers in stock that follow each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// The first number.
    pub first: String,
    /// The last number.
    pub last: String,
    /// How many.
    pub left: u64,
}

/// The stock of an outlet: fields `first`, `last` receive a run; `number`, `reason` write one blank off.
#[derive(Debug, Template)]
#[template(path = "staff/stock.html")]
pub struct Stock {
    /// The frame.
    pub frame: Frame,
    /// The fields.
    pub form: Form,
    /// The outlet.
    pub outlet: Text,
    /// The runs, the one in use first.
    pub runs: Vec<Run>,
    /// Whether there are more runs than these.
    pub more: bool,
    /// How many are left in all.
    pub left: u64,
    /// How many became licences.
    pub used: u64,
    /// How many were written off.
    pub spoilt: u64,
    /// The number below which more has to be ordered.
    pub minimum: u64,
    /// The reasons for writing one off.
    pub reasons: Vec<Choice>,
    /// Whether this person may receive blanks and write them off.
    pub may_keep: bool,
}

impl Stock {
    /// Whether more has to be ordered.
    fn low(&self) -> bool {
        self.left < self.minimum
    }

    /// How many blanks are in the runs that are listed.
    fn listed(&self) -> u64 {
        self.runs.iter().map(|run| run.left).sum::<u64>().min(self.left)
    }
}

impl Page for Stock {
    fn title(&self) -> Text {
        Text::new("证芯库存", "Blanks in stock")
    }

    fn here(&self) -> Option<Place> {
        Some(Place::Stock)
    }

    fn form(&self) -> Option<&Form> {
        Some(&self.form)
    }
}

#[cfg(test)]
impl Stock {
    pub(crate) fn samples() -> Vec<(&'static str, Self)> {
        use crate::frame::sample;
        use crate::pages::view::sample::{form, text, wrong};
        let run =
            |first: &str, last: &str, left| Run { first: first.to_owned(), last: last.to_owned(), left };
        let page = |form, runs: Vec<Run>, may_keep| Self {
            frame: sample::staff("/desk/stock"),
            form,
            outlet: text("城东分所", "Chengdong branch"),
            left: runs.iter().map(|run| run.left).sum(),
            more: runs.len() > 1,
            runs,
            used: 65,
            spoilt: 2,
            minimum: 50,
            reasons: vec![Choice::new("misprint", text("打印错误", "Misprinted"))],
            may_keep,
        };
        let enough =
            vec![run("9990001234568", "9990001235000", 433), run("9990001240001", "9990001240500", 500)];
        let low = vec![run("9990001234989", "9990001235000", 12)];
        let bad = wrong(
            "last",
            "末号要大于首号，并且同样是13位",
            "The last number has to be larger than the first and of 13 digits too",
        )
        .with("first", "9990001250001");
        vec![
            ("enough", page(form(), enough, true)),
            ("low", page(form(), low, false)),
            ("none, wrong run", page(bad, Vec::new(), true)),
        ]
    }
}
