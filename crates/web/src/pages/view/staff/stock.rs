//! Numbered blanks at an outlet: what is there, in runs of numbers, and receiving more.

use askama::Template;
use base::{Instant, Text};

use crate::frame::{Frame, Place};
use crate::pages::view::{Form, Page};

/// A run of numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// The first number.
    pub first: String,
    /// The last number.
    pub last: String,
    /// How many are left.
    pub left: u64,
    /// How many were used.
    pub used: u64,
    /// How many were spoilt.
    pub spoilt: u64,
    /// When the run was received.
    pub received_at: Instant,
}

/// The stock of an outlet: fields `first`, `last` receive a run.
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
    /// How many are left in all.
    pub left: u64,
    /// The number below which more has to be ordered.
    pub minimum: u64,
}

impl Stock {
    /// Whether more has to be ordered.
    fn low(&self) -> bool {
        self.left < self.minimum
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
        use crate::pages::view::sample::{at, form, text, wrong};
        let run = |first: &str, last: &str, left, used, spoilt| Run {
            first: first.to_owned(),
            last: last.to_owned(),
            left,
            used,
            spoilt,
            received_at: at("2026-11-02", 9, 0),
        };
        let page = |form, runs: Vec<Run>| Self {
            frame: sample::staff("/desk/stock"),
            form,
            outlet: text("城东分所", "Chengdong branch"),
            left: runs.iter().map(|run| run.left).sum(),
            runs,
            minimum: 50,
        };
        let enough = vec![
            run("9990001234501", "9990001235000", 433, 65, 2),
            run("9990001240001", "9990001240500", 500, 0, 0),
        ];
        let low = vec![run("9990001234501", "9990001235000", 12, 486, 2)];
        let bad = wrong(
            "last",
            "末号要大于首号，并且同样是13位",
            "The last number has to be larger than the first and of 13 digits too",
        )
        .with("first", "9990001250001");
        vec![
            ("enough", page(form(), enough)),
            ("low", page(form(), low)),
            ("none, wrong run", page(bad, Vec::new())),
        ]
    }
}
