//! All tables together: the law as data.

use std::sync::OnceLock;

use base::Day;
use serde::Serialize;

use crate::ability::AbilityRow;
use crate::age::AgeRow;
use crate::amounts::{FeeRow, LimitRow};
use crate::areas::AreaRow;
use crate::bar::BarRow;
use crate::cancellation::CancellationRow;
use crate::classes::{Class, ClassRow};
use crate::delegation::DelegationRow;
use crate::downgrade::DowngradeRow;
use crate::exam::{MarkRow, WaitRow};
use crate::exam_contents::{ExamContents, TheoryPaper};
use crate::figures::{Figure, FigureRow};
use crate::foreign::ForeignRow;
use crate::holidays::{MovingRow, NoticeRow, StatutoryRow};
use crate::inspection::InspectionRow;
use crate::licence_change::LicenceChangeRow;
use crate::measure::MeasureRow;
use crate::paper_number::PaperNumberRow;
use crate::penalty::PenaltyRow;
use crate::physical::PhysicalRow;
use crate::plate::{PlateOffice, PlateRow};
use crate::points::{StudyExamRow, StudyRow, ViolationRow};
use crate::raw::{RawTables, lacks, wrong};
use crate::reduction::ReductionBarRow;
use crate::registration::{PaperRow, RegistrationRefusalRow, RegistrationRow};
use crate::scrapping::{ScrappingRow, UseChangeRow};
use crate::serial::SerialFormRow;
use crate::settings::{SettingRow, choices};
use crate::small_five::SmallFiveRow;
use crate::table::Table;
use crate::temporary::TemporaryRow;
use crate::upgrade::{ExamSubjectRow, UpgradeRow};
use crate::vehicle::{VehicleRow, Wordings};
use crate::{LawError, nearest};

/// The parsed tables. Everything the law says is a method of this.
#[derive(Clone, Debug)]
pub struct Law {
    raw: RawTables,
    digest: String,
    pub(crate) ability: Table<AbilityRow>,
    pub(crate) ages: Table<AgeRow>,
    pub(crate) areas: Table<AreaRow>,
    pub(crate) bars: Table<BarRow>,
    pub(crate) cancellations: Table<CancellationRow>,
    pub(crate) classes: Table<ClassRow>,
    pub(crate) downgrades: Table<DowngradeRow>,
    pub(crate) exam_marks: Table<MarkRow>,
    pub(crate) exam_subjects: Table<ExamSubjectRow>,
    pub(crate) exam_waits: Table<WaitRow>,
    pub(crate) fees: Table<FeeRow>,
    pub(crate) figures: Table<FigureRow>,
    pub(crate) inspection: Table<InspectionRow>,
    pub(crate) limits: Table<LimitRow>,
    pub(crate) moving: Table<MovingRow>,
    pub(crate) notices: Table<NoticeRow>,
    pub(crate) physical: Table<PhysicalRow>,
    pub(crate) plate_offices: Table<PlateOffice>,
    pub(crate) plates: Table<PlateRow>,
    pub(crate) probation_bars: Table<PaperRow>,
    pub(crate) registration_refusals: Table<RegistrationRefusalRow>,
    pub(crate) registrations: Table<RegistrationRow>,
    pub(crate) scrapping: Table<ScrappingRow>,
    pub(crate) serial_forms: Table<SerialFormRow>,
    pub(crate) settings: Table<SettingRow>,
    pub(crate) statutory: Table<StatutoryRow>,
    pub(crate) study: Table<StudyRow>,
    pub(crate) study_exams: Table<StudyExamRow>,
    pub(crate) temporary_plates: Table<TemporaryRow>,
    pub(crate) upgrades: Table<UpgradeRow>,
    pub(crate) vehicle_papers: Table<PaperRow>,
    pub(crate) vehicles: Table<VehicleRow>,
    pub(crate) violations: Table<ViolationRow>,
    pub(crate) bus_driver_losses: Table<PaperRow>,
    pub(crate) delegations: Table<DelegationRow>,
    pub(crate) exam_contents: Table<ExamContents>,
    pub(crate) foreign: Table<ForeignRow>,
    pub(crate) licence_changes: Table<LicenceChangeRow>,
    pub(crate) licence_papers: Table<PaperRow>,
    pub(crate) measures: Table<MeasureRow>,
    pub(crate) paper_numbers: Table<PaperNumberRow>,
    pub(crate) penalties: Table<PenaltyRow>,
    pub(crate) reduction_bars: Table<ReductionBarRow>,
    pub(crate) small_five: Table<SmallFiveRow>,
    pub(crate) theory_papers: Table<TheoryPaper>,
    pub(crate) use_changes: Table<UseChangeRow>,
    pub(crate) wordings: Wordings,
}

/// A last day, and the count of days that led to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Deadline {
    /// How many calendar days the rule gives.
    pub days: u16,
    /// The last day, itself in time.
    pub last_day: Day,
}

impl Law {
    /// The tables that come with the program, parsed once.
    pub fn embedded() -> Result<&'static Self, LawError> {
        static EMBEDDED: OnceLock<Result<Law, LawError>> = OnceLock::new();
        let read = EMBEDDED.get_or_init(|| RawTables::embedded().and_then(Self::read));
        read.as_ref().map_err(Clone::clone)
    }

    /// These tables with an overlay's files merged in, row by row by key: an office's settings, or a draft of next
    /// year's figures. A file is its name (`fees.toml`) and its text. Unknown files, keys and fields are errors.
    pub fn with_overlay(&self, files: &[(&str, &str)]) -> Result<Self, LawError> {
        let mut raw = self.raw.clone();
        for (file, text) in files {
            raw.merge(file, text)?;
        }
        Self::read(raw)
    }

    /// The rows as TOML.
    pub(crate) fn raw(&self) -> &RawTables {
        &self.raw
    }

    /// SHA-256 over all rows in 64 hex digits; comments and order do not count.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    pub(crate) fn read(raw: RawTables) -> Result<Self, LawError> {
        let vehicles = Table::read("vehicles", &raw)?;
        let law = Self {
            wordings: Wordings::of(&vehicles)?,
            vehicles,
            digest: raw.digest(),
            ability: Table::read("ability", &raw)?,
            bus_driver_losses: Table::read("bus_driver_losses", &raw)?,
            delegations: Table::read("delegations", &raw)?,
            exam_contents: Table::read("exam_contents", &raw)?,
            foreign: Table::read("foreign", &raw)?,
            licence_changes: Table::read("licence_changes", &raw)?,
            licence_papers: Table::read("licence_papers", &raw)?,
            measures: Table::read("measures", &raw)?,
            paper_numbers: Table::read("paper_numbers", &raw)?,
            penalties: Table::read("penalties", &raw)?,
            reduction_bars: Table::read("reduction_bars", &raw)?,
            small_five: Table::read("small_five", &raw)?,
            theory_papers: Table::read("theory_papers", &raw)?,
            use_changes: Table::read("use_changes", &raw)?,
            ages: Table::read("ages", &raw)?,
            areas: Table::read("areas", &raw)?,
            bars: Table::read("bars", &raw)?,
            cancellations: Table::read("cancellations", &raw)?,
            classes: Table::read("classes", &raw)?,
            downgrades: Table::read("downgrades", &raw)?,
            exam_marks: Table::read("exam_marks", &raw)?,
            exam_subjects: Table::read("exam_subjects", &raw)?,
            exam_waits: Table::read("exam_waits", &raw)?,
            fees: Table::read("fees", &raw)?,
            inspection: Table::read("inspection", &raw)?,
            figures: Table::read("figures", &raw)?,
            limits: Table::read("limits", &raw)?,
            moving: Table::read("moving", &raw)?,
            notices: Table::read("holidays", &raw)?,
            physical: Table::read("physical", &raw)?,
            plate_offices: Table::read("plate_offices", &raw)?,
            plates: Table::read("plates", &raw)?,
            probation_bars: Table::read("probation_bars", &raw)?,
            registration_refusals: Table::read("registration_refusals", &raw)?,
            registrations: Table::read("registrations", &raw)?,
            vehicle_papers: Table::read("vehicle_papers", &raw)?,
            scrapping: Table::read("scrapping", &raw)?,
            serial_forms: Table::read("serial_forms", &raw)?,
            settings: Table::read("settings", &raw)?,
            statutory: Table::read("statutory", &raw)?,
            study: Table::read("study", &raw)?,
            study_exams: Table::read("study_exams", &raw)?,
            temporary_plates: Table::read("temporary_plates", &raw)?,
            upgrades: Table::read("upgrades", &raw)?,
            violations: Table::read("violations", &raw)?,
            raw,
        };
        law.check_figures()?;
        law.check_settings()?;
        law.check_classes()?;
        law.check_calendar()?;
        law.check_vehicles()?;
        law.check_registrations()?;
        law.check_licence_changes()?;
        Ok(law)
    }

    /// Every figure the program counts with is there and counts what it should, and there is none besides.
    fn check_figures(&self) -> Result<(), LawError> {
        let file = "figures.toml";
        if let Some(figure) = Figure::ALL.iter().find(|figure| !self.figures.has(figure.key())) {
            return Err(lacks(file, figure.key(), "the row"));
        }
        for row in self.figures.all() {
            let key = &row.rule.key;
            let Some(figure) = Figure::parse(key) else {
                let near = nearest(key, Figure::ALL.iter().map(|figure| figure.key())).map(str::to_owned);
                return Err(LawError::UnknownKey { file: file.to_owned(), key: key.clone(), nearest: near });
            };
            if row.data.value == 0 {
                return Err(wrong(file, key, "the value must be at least 1"));
            }
            if row.data.unit != figure.unit() {
                return Err(wrong(file, key, format!("the unit must be {:?}", figure.unit())));
            }
        }
        Ok(())
    }

    /// Every setting has a row, and every row one of the setting's words.
    fn check_settings(&self) -> Result<(), LawError> {
        let file = "settings.toml";
        for (key, words) in choices() {
            let mut rows = self.settings.all().filter(|row| row.rule.key == key).peekable();
            if rows.peek().is_none() {
                return Err(lacks(file, key, "the row"));
            }
            if let Some(row) = rows.find(|row| !words.contains(&row.data.value.as_str())) {
                let said = format!("value {:?} is none of {}", row.data.value, words.join(", "));
                return Err(wrong(file, key, said));
            }
        }
        Ok(())
    }

    /// What descriptions of vehicles and rows of inspection point to is there.
    fn check_vehicles(&self) -> Result<(), LawError> {
        for (key, inspected, scrapped) in self.vehicle_groups() {
            if !self.inspection.has(inspected) {
                return Err(wrong("vehicles.toml", key, format!("there is no inspection {inspected}")));
            }
            if let Some(missing) = scrapped.filter(|scrapped| !self.scrapping.has(scrapped)) {
                return Err(wrong("vehicles.toml", key, format!("there is no scrapping {missing}")));
            }
        }
        for row in self.inspection.all() {
            if let Some(missing) = row.data.refers().find(|other| !self.inspection.has(other)) {
                return Err(wrong(
                    "inspection.toml",
                    &row.rule.key,
                    format!("there is no inspection {missing}"),
                ));
            }
        }
        Ok(())
    }

    /// Every class has a row, and no row speaks of a class that is none.
    fn check_classes(&self) -> Result<(), LawError> {
        if let Some(class) = Class::ALL.iter().find(|class| !self.classes.has(class.code())) {
            return Err(lacks("classes.toml", class.code(), "the row"));
        }
        let ages = self.ages.keys().map(|key| ("ages.toml", key.strip_suffix(".student").unwrap_or(key)));
        let ability = self.ability.keys().filter(|key| *key != "holder").map(|key| ("ability.toml", key));
        let downgrades = self.downgrades.keys().map(|key| ("downgrades.toml", key));
        let classes = self.classes.keys().map(|key| ("classes.toml", key));
        for (file, key) in ages.chain(ability).chain(downgrades).chain(classes) {
            if Class::parse(key).is_none() {
                return Err(wrong(file, key, "there is no such licence class"));
            }
        }
        Ok(())
    }
}
