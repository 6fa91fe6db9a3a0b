//! Single figures: which there are is fixed here, how much they are stands in `tables/figures.toml`.

use std::sync::Arc;

use base::Day;
use serde::{Deserialize, Serialize};

use crate::{Answer, Law, LawError, Rule};

/// What a figure counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Calendar years.
    Years,
    /// Calendar months.
    Months,
    /// Calendar days.
    Days,
    /// Working days; the day of acceptance is day 0.
    WorkingDays,
    /// Years of age.
    Age,
    /// Points cycles (记分周期).
    Cycles,
    /// Hours.
    Hours,
    /// Points (记分).
    Points,
    /// How often, or how many of a thing.
    Times,
    /// Minutes.
    Minutes,
    /// Marks of an exam, of 100.
    Marks,
    /// People.
    People,
    /// Hundredths.
    Percent,
    /// Kilograms.
    Kilograms,
    /// Ten thousand kilometres (万公里).
    TenThousandKm,
}

macro_rules! figures {
    ($($(#[$doc:meta])* $name:ident = $key:literal in $unit:ident;)*) => {
        /// Every single figure, with its key and unit.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Figure { $($(#[$doc])* $name,)* }

        impl Figure {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The row's key.
            pub const fn key(self) -> &'static str {
                match self { $(Self::$name => $key,)* }
            }

            /// The figure with this key.
            pub fn parse(key: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|figure| figure.key() == key)
            }

            /// What it counts.
            pub const fn unit(self) -> Unit {
                match self { $(Self::$name => Unit::$unit,)* }
            }
        }
    };
}

figures! {
    /// Length of a points cycle.
    CycleLength = "cycle.length" in Months;
    /// Validity of a first licence.
    FirstTerm = "validity.first_term" in Years;
    /// Validity after a first term without 12 points in a cycle.
    SecondTerm = "validity.second_term" in Years;
    /// How long before expiry renewal opens.
    RenewalOpensBefore = "renewal.opens_before" in Days;
    /// How long after expiry a licence may still be renewed.
    RenewalLate = "renewal.late" in Years;
    /// How long after cancellation for overdue renewal the qualification can be restored.
    RenewalRestore = "renewal.restore" in Years;
    /// How long a medical certificate is good for.
    MedicalCertificateValid = "medical.certificate_valid" in Months;
    /// From which age a medical certificate is due each year.
    MedicalFromAge = "medical.from_age" in Age;
    /// After how many cycles a holder of C5 hands in a medical certificate.
    MedicalC5Cycles = "medical.c5_cycles" in Cycles;
    /// Within how long after the cycle the certificate is handed in.
    MedicalSubmitWithin = "medical.submit_within" in Days;
    /// How long after the cycle the licence is cancelled when it is not.
    MedicalCancelledAfter = "medical.cancelled_after" in Years;
    /// Within how long after the cycle a review is due.
    ReviewWithin = "review.within" in Days;
    /// How long the study of a review is at least.
    ReviewStudy = "review.study" in Hours;
    /// From which age a serious injury with blame makes a review due.
    ReviewElderAge = "review.elder_age" in Age;
    /// How long a passed test of memory, judgement and reaction counts.
    AbilityTestValid = "ability_test.valid" in Years;
    /// Within how long after notice a licence is exchanged for a lower class.
    DowngradeExchangeWithin = "downgrade.exchange_within" in Days;
    /// How long before the age a longer qualification may be applied for.
    ExtensionApplyBefore = "extension.apply_before" in Years;
    /// How long a qualification is extended at most.
    ExtensionLongest = "extension.longest" in Years;
    /// Within how long a change of contact is reported.
    ContactReportWithin = "contact.report_within" in Days;
    /// Within how long a licence with changed data is exchanged.
    InformationExchangeWithin = "information.exchange_within" in Days;
    /// Within how long an office settles a check of data whose source did not answer.
    DataCheckWithin = "data_check.within" in WorkingDays;
    /// How long after the factory a vehicle may be registered and still be exempt.
    InspectionOldStock = "inspection.old_stock" in Years;
    /// How long overdue a vehicle may be and still only apply for the mark, where that is read so.
    InspectionOverdueMark = "inspection.overdue_mark" in Years;
    /// Within how long after the factory a vehicle is registered for its years of use to count from registration.
    ScrappingRegisterWithin = "scrapping.register_within" in Years;
    /// How long before its limit a vehicle may no longer change its use, owner or area.
    ScrappingLastYear = "scrapping.last_year" in Years;
    /// What a vehicle without limit counts as when its use changes.
    ScrappingUnlimitedAs = "scrapping.unlimited_as" in Years;
    /// The most years in all after a change of use.
    ScrappingChangedMost = "scrapping.changed_most" in Years;
    /// The points of a cycle at which one is sent to study (记满12分).
    PointsFull = "points.full" in Points;
    /// Within how long after notice one turns up for that study.
    PointsNotice = "points.notice" in Days;
    /// How long after a failed exam of that study the next is taken.
    StudyReexamAfter = "study.reexam_after" in Days;
    /// The most points a cycle may be reduced by.
    ReductionMost = "reduction.most" in Points;
    /// What a passed online study takes off.
    ReductionOnline = "reduction.online" in Points;
    /// What a passed study on site takes off.
    ReductionOnSite = "reduction.on_site" in Points;
    /// What an hour of public service takes off.
    ReductionService = "reduction.service" in Points;
    /// How often subject two, and the road test, may be booked within a learner's permit.
    ExamBookings = "exam.bookings" in Times;
    /// How long after a failed booking a practical subject is booked again.
    ExamRebookAfter = "exam.rebook_after" in Days;
    /// How long a learner's permit is valid.
    PermitValid = "exam.permit_valid" in Years;
    /// How long before an exam its booking is cancelled at the latest.
    ExamCancelBefore = "exam.cancel_before" in WorkingDays;
    /// How often the place of the exams may change.
    ExamPlaceChanges = "exam.place_changes" in Times;
    /// How long renewal, review or a medical certificate is put off at most.
    PostponeLongest = "postpone.longest" in Years;
    /// Length of probation (实习期).
    ProbationLength = "probation.length" in Months;
    /// How long the companion on a motorway has held the class.
    ProbationCompanionHeld = "probation.companion_held" in Years;
    /// Within how long after a vehicle left its owner the old number may be kept.
    RetentionApplyWithin = "retention.apply_within" in Years;
    /// How long a number must have been used to be kept.
    RetentionUsed = "retention.used" in Years;
    /// How long a marriage must have lasted for a spouse to take over a number.
    RetentionMarried = "retention.married" in Years;
    /// Within how long after delivery a vehicle's transfer is registered.
    TransferWithin = "vehicle.transfer_within" in Days;
    /// Within how long after leaving an area a vehicle is registered in the new one.
    MoveInWithin = "vehicle.move_in_within" in Days;
    /// Within how long a change of a vehicle's record is reported.
    VehicleRecordWithin = "vehicle.record_within" in Days;
    /// How often two vehicles of one owner may swap their plates.
    SwapEvery = "vehicle.swap_every" in Years;
    /// How often a school bus is inspected.
    SchoolBusInspection = "school_bus.inspection" in Months;
    /// How long a school bus driver has held the class.
    SchoolBusDriverHeld = "school_bus.driver_held" in Years;
    /// How many cycles before the current one a school bus driver has had no 12 points in.
    SchoolBusCleanCycles = "school_bus.clean_cycles" in Cycles;
    /// For how long serious overloading or speeding in passenger service keeps somebody from driving a school bus.
    SchoolBusSeriousWithin = "school_bus.serious_within" in Years;
    /// The lowest age of a school bus driver.
    SchoolBusDriverMinAge = "school_bus.driver_min_age" in Age;
    /// The highest age of a school bus driver.
    SchoolBusDriverMaxAge = "school_bus.driver_max_age" in Age;
    /// How long after the first failure the test may be taken again once all sittings failed.
    AbilityTestAgainAfter = "ability_test.again_after" in Years;
    /// The mark that passes the test of memory, judgement and reaction, of 100.
    AbilityTestPass = "ability_test.pass" in Marks;
    /// How often the test may be taken in a year.
    AbilityTestSittings = "ability_test.sittings" in Times;
    /// Within how long a damaged licence is exchanged.
    DamagedExchangeWithin = "damaged.exchange_within" in Days;
    /// Within how long after acceptance the exams of a military or foreign licence are passed.
    ExamExchangeWithin = "exam.exchange_within" in Years;
    /// How many failed comparisons of a face lock a seat until the examiner confirms by hand.
    ExamFaceFailures = "exam.face_failures" in Times;
    /// How long the video of a waiting hall is kept.
    ExamHallVideoKept = "exam.hall_video_kept" in Months;
    /// From how many dead on the province looks back at the exams of a young driver.
    ExamLookbackDead = "exam.lookback_dead" in People;
    /// For how long after the licence an accident leads to a look back at the exams.
    ExamLookbackHeld = "exam.lookback_held" in Years;
    /// How often the city monitors exams by analysis.
    ExamMonitorCity = "exam.monitor_city" in Days;
    /// How often the province does.
    ExamMonitorProvince = "exam.monitor_province" in Months;
    /// How long before the exams their plan is public.
    ExamPlanAhead = "exam.plan_ahead" in Days;
    /// How often the quality of schools and examiners is published.
    ExamPublishedEvery = "exam.published_every" in Months;
    /// How long the video of an exam is kept.
    ExamVideoKept = "exam.video_kept" in Years;
    /// Within how long a candidate may see the video of their own exam.
    ExamVideoView = "exam.video_view" in Days;
    /// What is added to a fine that is paid late at most, of the fine.
    FineLateMost = "fine.late_most" in Percent;
    /// What is added to a fine for every day that it is late, of the fine.
    FineLateRate = "fine.late_rate" in Percent;
    /// Within how long after the decision a fine is paid.
    FinePayWithin = "fine.pay_within" in Days;
    /// Within how long a licence is exchanged when health fits a lower class only.
    HealthExchangeWithin = "health.exchange_within" in Days;
    /// How long the education before the oath is at least.
    LicenceEducation = "licence.education" in Minutes;
    /// How many answers pass the online exam of study that takes off points.
    ReductionExamPass = "reduction.exam_pass" in Times;
    /// How many questions that exam has.
    ReductionExamQuestions = "reduction.exam_questions" in Times;
    /// How often that exam may be taken again within a day.
    ReductionExamRetakes = "reduction.exam_retakes" in Times;
    /// Within how long after the study that exam is taken.
    ReductionExamWithin = "reduction.exam_within" in Days;
    /// How long study on site is that takes off points.
    ReductionOnSiteStudy = "reduction.on_site_study" in Minutes;
    /// Within how many days online study adds up.
    ReductionOnlineDays = "reduction.online_days" in Days;
    /// How long online study is that takes off points.
    ReductionOnlineStudy = "reduction.online_study" in Minutes;
    /// How long public service is that takes off points, each time.
    ReductionServiceWork = "reduction.service_work" in Minutes;
    /// The mileage at which a ride-hailing car is scrapped.
    RideHailingMileage = "ride_hailing.mileage" in TenThousandKm;
    /// After how many years a ride-hailing car leaves that business.
    RideHailingYears = "ride_hailing.years" in Years;
    /// How long before its end the inspection of a school bus is asked for.
    SchoolBusRenewWithin = "school_bus.renew_within" in Months;
    /// After how many cycles of inspection without a mark a vehicle is scrapped.
    ScrappingMarksMissed = "scrapping.marks_missed" in Cycles;
    /// How long before the limit the office tells the owner.
    ScrappingNotice = "scrapping.notice" in Months;
    /// The strictest limit that a province may set for motorcycles.
    ScrappingProvinceMotorcycle = "scrapping.province_motorcycle" in Years;
    /// The strictest limit that a province may set for small taxis that are not purely electric.
    ScrappingProvinceTaxi = "scrapping.province_taxi" in Years;
    /// The strictest limit that a province may set for three-wheeled motorcycles.
    ScrappingProvinceTricycle = "scrapping.province_tricycle" in Years;
    /// How many numbers a batch offers.
    SelectionBatch = "selection.batch" in Times;
    /// How many batches of numbers are offered.
    SelectionBatches = "selection.batches" in Times;
    /// Of how many numbers one is chosen at the office.
    SelectionOnSite = "selection.on_site" in Times;
    /// How many numbers of one’s own may be tried.
    SelectionOwnTries = "selection.own_tries" in Times;
    /// For how long a new stock of numbers is drawn at random only.
    SelectionRandomOnly = "selection.random_only" in Days;
    /// Within how long a number chosen online is registered.
    SelectionRegisterWithin = "selection.register_within" in WorkingDays;
    /// For how long whoever lets a chosen number lapse chooses none online.
    SelectionShutOut = "selection.shut_out" in Years;
    /// The mass of a train below which its class is the light one (C6).
    TrailerLightUnder = "trailer.light_under" in Kilograms;
    /// How long a counted day of study is at least; it is more than this.
    StudyDay = "study.day" in Minutes;
    /// How long after the plates came a temporary plate is void.
    TemporaryVoidAfter = "temporary.void_after" in WorkingDays;
    /// Within how long a changed vehicle’s registration is changed.
    VehicleChangeWithin = "vehicle.change_within" in WorkingDays;
    /// Within how long after customs an exported vehicle’s registration is cancelled.
    VehicleExportCancelWithin = "vehicle.export_cancel_within" in Months;
    /// Within how long a recycler hands in a scrapped vehicle’s papers.
    VehicleRecyclerWithin = "vehicle.recycler_within" in WorkingDays;
    /// How long after the factory an exempt vehicle made here is inspected before registration.
    VehicleSafetyDomestic = "vehicle.safety_domestic" in Years;
    /// The same, after the import of one made abroad.
    VehicleSafetyImported = "vehicle.safety_imported" in Years;
}

/// The figures of a row.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FigureRow {
    pub(crate) value: u16,
    pub(crate) unit: Unit,
}

/// A figure on a day, ready to count with.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Measure<'a> {
    pub(crate) value: u16,
    unit: Unit,
    pub(crate) rule: &'a Arc<Rule>,
}

impl Measure<'_> {
    /// The day this long after `day`. Only years, months and days move it.
    pub(crate) fn after(self, day: Day) -> Day {
        self.moved(day, 1)
    }

    /// The day this long before `day`.
    pub(crate) fn before(self, day: Day) -> Day {
        self.moved(day, -1)
    }

    fn moved(self, day: Day, sign: i16) -> Day {
        let count = i16::try_from(self.value).unwrap_or(i16::MAX).saturating_mul(sign);
        match self.unit {
            Unit::Years => day.plus_years(count),
            Unit::Months => day.plus_months(i32::from(count)),
            Unit::Days => day.plus_days(i32::from(count)),
            Unit::WorkingDays
            | Unit::Age
            | Unit::Cycles
            | Unit::Hours
            | Unit::Points
            | Unit::Times
            | Unit::Minutes
            | Unit::Marks
            | Unit::People
            | Unit::Percent
            | Unit::Kilograms
            | Unit::TenThousandKm => day,
        }
    }
}

impl Law {
    /// A figure as it holds on this day, in its own unit.
    pub fn figure(&self, figure: Figure, on: Day) -> Result<Answer<u16>, LawError> {
        let measure = self.measure(figure, on)?;
        Ok(Answer::new(measure.value, [measure.rule]).changing_on(measure.rule.until.map(|d| d.plus_days(1))))
    }

    pub(crate) fn measure(&self, figure: Figure, on: Day) -> Result<Measure<'_>, LawError> {
        let row = self.figures.at(figure.key(), on)?;
        Ok(Measure { value: row.data.value, unit: row.data.unit, rule: &row.rule })
    }
}
