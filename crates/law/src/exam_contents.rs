//! What an exam holds: the items of subject two, the length of the road test (162§33–34), and the papers of the theory
//! exams (GA 1026).

use base::{Day, Text};
use serde::{Deserialize, Serialize};

use crate::{Answer, Class, Law, LawError, Subject};

/// The practical exams of one class.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExamContents {
    /// The items of subject two; empty where the province sets them.
    pub yard: Vec<String>,
    /// The road test is at least so many kilometres long; none where the order names no length.
    pub road_km: Option<u16>,
    /// Of somebody's first licence at least so many by day.
    pub first_day_km: Option<u16>,
    /// And so many by night.
    pub first_night_km: Option<u16>,
}

/// A paper of a theory exam.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TheoryPaper {
    /// Its name.
    pub name: Text,
    /// How many questions.
    pub questions: u16,
    /// The points of each.
    pub points_each: u16,
    /// The minutes there are.
    pub minutes: u16,
    classes: Vec<Class>,
}

impl TheoryPaper {
    /// How many wrong answers still pass at this mark.
    pub fn wrong_allowed(&self, mark: u16) -> u16 {
        let all = self.questions.saturating_mul(self.points_each);
        all.saturating_sub(mark).checked_div(self.points_each).unwrap_or(0)
    }
}

impl Law {
    /// What the practical exams of a class hold.
    pub fn exam_contents(&self, class: Class, on: Day) -> Result<Answer<&ExamContents>, LawError> {
        let row = self.exam_contents.at(class.code(), on)?;
        Ok(Answer::new(&row.data, [&row.rule]))
    }

    /// The paper of a theory exam; none of a practical one.
    pub fn theory_paper(
        &self,
        subject: Subject,
        class: Class,
        on: Day,
    ) -> Result<Option<Answer<&TheoryPaper>>, LawError> {
        let key = match subject {
            Subject::One => {
                let of_class = |key: &&str| {
                    self.theory_papers.at(key, on).is_ok_and(|row| row.data.classes.contains(&class))
                };
                self.theory_papers.keys().find(of_class).unwrap_or("knowledge.car")
            }
            Subject::Safety => "safety",
            Subject::Two | Subject::Road => return Ok(None),
        };
        let row = self.theory_papers.at(key, on)?;
        Ok(Some(Answer::new(&row.data, [&row.rule])))
    }

    /// The paper of the test of memory, judgement and reaction (三力测试).
    pub fn ability_paper(&self, on: Day) -> Result<Answer<&TheoryPaper>, LawError> {
        let row = self.theory_papers.at("ability", on)?;
        Ok(Answer::new(&row.data, [&row.rule]))
    }
}
