//! Golden rows, each under the article or section it restates, the edges of dates, and properties that hold for all
//! dates and numbers.

mod age;
mod calendar;
mod choice;
mod classes;
mod consequences;
mod doors;
mod drafts;
mod endings;
mod fitness;
mod fuzz;
mod ladder;
mod licence;
mod monotonic;
mod numbers;
mod overlay;
mod papers;
mod properties;
mod readings;
mod registration;
mod resident_id;
mod rows;
mod scrapping;
mod serial;
mod vehicles;

use base::Day;

use crate::{Answer, Law};

fn law() -> &'static Law {
    Law::embedded().expect("the embedded tables are in order")
}

fn day(text: &str) -> Day {
    Day::parse(text).expect(text)
}

/// Whether an answer rests on this article.
fn rests_on<T>(answer: &Answer<T>, article: &str) -> bool {
    answer.basis.iter().any(|known| known.0 == article)
}
