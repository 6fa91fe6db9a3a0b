//! Asking a source again that was down when a case was begun. Where it now proves what it should, the requirement is
//! done; where it does not, the person is asked for the paper, or everybody sees that a check has not passed, and the
//! source is asked again until it passes or the case is over.

use adapters::Private;
use adapters::hospital::{Certificate, Find};
use adapters::offences::{Ask, Standing};
use adapters::population::{Check, Checked};
use base::Day;
use law::Classes;
use service::case;
use service::case::commands::settle_check;
use service::catalog::Source;
use service::job::Job;
use service::office::{Ctx, Stop};
use service::{licence, person};

use super::{Undone, Worker};
use crate::wait::{ask, wait};

/// What is known of a check that waits.
struct Waiting {
    source: Source,
    id_number: Private,
    name: Private,
    photo: bool,
    classes: Option<Classes>,
}

impl Worker {
    /// Asks the source of a waiting requirement and settles it.
    pub(super) fn source(&self, job: &Job, ctx: &Ctx) -> Result<(), Undone> {
        let code = Self::word(job, "code")?.to_owned();
        let Some(waiting) = self.waiting(&job.subject, code.clone())? else { return Ok(()) };
        let proved = self.proves(&waiting, ctx)?;
        wait(settle_check(&self.office, ctx, job.subject.clone(), code, proved))?;
        Ok(())
    }

    /// The check, if it still waits and the person is still known.
    fn waiting(&self, number: &str, code: String) -> Result<Option<Waiting>, Stop> {
        let (office, number) = (self.office.clone(), number.to_owned());
        ask(&self.office, move |read| {
            let case = case::by_number(read, &number)?.ok_or(Stop::NotFound)?;
            let needs = case::requirements(read, &case.id)?;
            let waits = |r: &&case::Requirement| r.code == code && case::rules::waits_for_source(r);
            let Some(need) = needs.iter().find(waits).filter(|_| !case.stage.is_over()) else {
                return Ok(None);
            };
            let Some(row) = person::by_id(read, &case.subject)?.filter(|row| !row.erased) else {
                return Ok(None);
            };
            let values = person::values(&office, read, &row)?;
            let held = case.licence.as_deref().map(|id| licence::by_id(read, id)).transpose()?.flatten();
            let source =
                need.evidence.as_deref().and_then(Source::parse).or_else(|| Source::parse(&need.code));
            Ok(source.map(|source| Waiting {
                source,
                id_number: Private::new(values.id_number.as_str()),
                name: Private::new(values.name.as_str()),
                photo: row.photo.is_some(),
                classes: held.map(|licence| licence.classes),
            }))
        })
    }

    /// Whether the source proves what the requirement is for.
    fn proves(&self, waiting: &Waiting, ctx: &Ctx) -> Result<bool, Undone> {
        let (mut rng, today) = (ctx.rng.clone(), ctx.now.day());
        let id_number = waiting.id_number.clone();
        match waiting.source {
            Source::PopulationRegister => {
                let check = Check { id_number, name: waiting.name.clone() };
                let answer = self.answer(self.outside.population.check(&check, &mut rng))?;
                Ok(matches!(answer, Checked::Match(known) if known.document.proves_identity_on(today)))
            }
            Source::HospitalNetwork => {
                let certificate = self.answer(self.outside.hospital.find(&Find { id_number }, &mut rng))?;
                let counts = |c: &Certificate| {
                    c.valid && self.certificate_counts(c.issued_on, today) && self.fit(c, waiting, today)
                };
                Ok(certificate.as_ref().is_some_and(counts))
            }
            Source::PhotoLibrary => Ok(waiting.photo),
            Source::Violations | Source::Accidents | Source::Studies | Source::LicenceRegister => {
                let standing = self.answer(self.outside.offences.standing(&Ask { id_number }, &mut rng))?;
                Ok(standing.is_some_and(|standing| clean(waiting.source, &standing)))
            }
            // No system tells results of this test yet: a clerk enters them at the counter.
            Source::AbilityTests => Ok(false),
        }
    }

    /// Whether somebody certified for these classes is fit for every class held: whoever is fit for a class is fit for
    /// those that it includes (162§11 and its annex 1). Where the tables cannot tell, nothing is proved.
    fn fit(&self, certificate: &Certificate, waiting: &Waiting, today: Day) -> bool {
        let Ok(certified) = Classes::parse(&certificate.classes.concat()) else { return false };
        let law = &self.office.rules.law;
        let covers = |class| law.covers(&certified, class, today).is_ok_and(|answer| answer.value);
        waiting.classes.iter().flat_map(Classes::iter).all(covers)
    }

    fn certificate_counts(&self, issued: Day, today: Day) -> bool {
        let until = self.office.rules.law.medical_certificate_until(issued);
        until.is_ok_and(|until| today <= until.value)
    }
}

/// Whether nothing of what the source keeps stands against the case.
fn clean(source: Source, standing: &Standing) -> bool {
    match source {
        Source::Violations => standing.unsettled_violations == 0 && standing.measures.is_empty(),
        Source::Accidents => standing.unsettled_accidents == 0,
        _ => standing.measures.is_empty(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_certificate_for_a_class_is_one_for_those_that_it_includes() {
        let made = crate::testing::TestCity::make(&crate::testing::plan(120, 0));
        let fit = |certified: &[&str], held: &str| {
            let certificate = Certificate {
                number: "TJ01".to_owned(),
                hospital: "演示市第1人民医院".to_owned(),
                issued_on: made.today(),
                valid: true,
                classes: certified.iter().map(|&class| class.to_owned()).collect(),
            };
            let waiting = Waiting {
                source: Source::HospitalNetwork,
                id_number: Private::new("999901199003072937"),
                name: Private::new("林示例"),
                photo: false,
                classes: Some(Classes::parse(held).unwrap()),
            };
            made.city.worker.fit(&certificate, &waiting, made.today())
        };
        assert!(fit(&["C1"], "C1") && fit(&["C1"], "C2"), "C1 includes C2 (162§11, annex 1)");
        assert!(fit(&["A2"], "C1") && fit(&["A2", "D"], "C1D"));
        assert!(!fit(&["C2"], "C1") && !fit(&["C1"], "C1D"), "not the other way round");
        assert!(!fit(&["Z9"], "C1") && !fit(&[], "C1"), "what the law does not know proves nothing");
    }

    #[test]
    fn each_source_speaks_for_itself() {
        let standing = Standing { unsettled_violations: 1, ..Standing::default() };
        assert!(!clean(Source::Violations, &standing));
        assert!(clean(Source::Accidents, &standing));
    }
}
