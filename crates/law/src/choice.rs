//! Which classes somebody may take: every class against age, first licence, ladder and exams at once.

use base::Day;

use crate::{AgeFit, Answer, Application, Class, Classes, Law, LawError, Subject, Upgrade, Way};

/// One class for one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClassChoice {
    /// The class.
    pub class: Class,
    /// What age and the rule of first licences say.
    pub age: AgeFit,
    /// What the ladder says; none for a first licence, and of a class that it does not speak of.
    pub upgrade: Option<Upgrade>,
    /// The exams, in their order.
    pub exams: Vec<Subject>,
}

impl ClassChoice {
    /// Whether nothing of this stands in the way. Health, points beyond the ladder and bars are not asked here.
    pub fn open(&self) -> bool {
        self.age.eligible() && self.upgrade.is_none_or(Upgrade::allowed)
    }
}

impl Law {
    /// Every class that is not held or covered already, for somebody born on a day who holds these classes since
    /// another day (none for a first licence) and had no full points cycle lately.
    pub fn class_choices(
        &self,
        birth: Day,
        held: Option<(&Classes, Day)>,
        ability_test_passed: bool,
        as_of: Day,
    ) -> Result<Vec<Answer<ClassChoice>>, LawError> {
        let mut choices = Vec::new();
        for &class in Class::ALL {
            if let Some((classes, _)) = held
                && self.covers(classes, class, as_of)?.value
            {
                continue;
            }
            choices.push(self.class_choice(class, birth, held, ability_test_passed, as_of)?);
        }
        Ok(choices)
    }

    fn class_choice(
        &self,
        class: Class,
        birth: Day,
        held: Option<(&Classes, Day)>,
        ability_test_passed: bool,
        as_of: Day,
    ) -> Result<Answer<ClassChoice>, LawError> {
        let (application, way) = match held {
            Some(_) => (Application::Add, Way::Add),
            None => (Application::Initial, Way::Initial),
        };
        let age = self.class_age_fit(class, birth, as_of, application, ability_test_passed)?;
        let exams = self.exams_of(way, class, held.map(|(classes, _)| classes), as_of)?;
        let mut rows = age.rows.clone();
        rows.extend(exams.rows.iter().cloned());
        let mut changes_on = age.changes_on;
        let upgrade = match held {
            // A class that the ladder does not speak of may be added like any other.
            Some((classes, since)) if self.upgrades.has(class.code()) => {
                let since: Vec<(Class, Day)> = classes.iter().map(|class| (class, since)).collect();
                let ladder = self.upgrade(class, &since, None, false, as_of)?;
                rows.extend(ladder.rows.iter().cloned());
                changes_on = changes_on.into_iter().chain(ladder.changes_on).min();
                Some(ladder.value)
            }
            _ => None,
        };
        let choice = ClassChoice { class, age: age.value, upgrade, exams: exams.value.to_vec() };
        Ok(Answer::new(choice, &rows).changing_on(changes_on))
    }
}
