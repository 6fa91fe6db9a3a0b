//! Every operation, with its keys and its results.

use super::asked::Asked;
use super::key::{Key, Kind};
use super::{Found, Wrong, calendar, demerit, exam, ids, licence, vehicle};

/// One operation: what is asked, with which keys, and what is answered.
#[derive(Debug)]
pub struct Op {
    /// Its area.
    pub area: &'static str,
    /// Its name in the area.
    pub op: &'static str,
    /// What it answers, in Chinese and in English.
    pub about: (&'static str, &'static str),
    /// The keys of its input; `as_of` may be given to every one.
    pub keys: &'static [Key],
    /// The keys of its result; all of them are there, null where one does not apply.
    pub results: &'static [&'static str],
    answer: fn(&Asked<'_>) -> Result<Found, Wrong>,
}

/// Answers a question that was read.
pub(super) fn run(op: &Op, asked: &Asked<'_>) -> Result<Found, Wrong> {
    (op.answer)(asked)
}

const POINTS: Kind = Kind::Count(1000);
const TIMES: Kind = Kind::Count(100);
const TERMS: Kind = Kind::Word(&["6年", "10年", "长期", "六年", "十年"]);
/// In which way a class is applied for.
pub(super) const APPLICATIONS: &[&str] = &[
    "initial",
    "add",
    "vocational_student",
    "初次申领",
    "初次申领驾驶证",
    "增加准驾车型",
    "增驾",
    "职业教育学生",
];
/// What may be put off.
const BUSINESSES: &[&str] = &["期满换证", "审验", "提交身体条件证明", "换证", "驾驶证审验"];
/// How points are reduced; each in English and in the words of the order.
pub(super) const METHODS: &[&str] = &[
    "online",
    "on_site",
    "public_service",
    "网上学习",
    "现场学习",
    "公益活动",
    "网上",
    "现场",
    "公益",
    "线上",
    "线下",
    "onsite",
    "on-site",
    "service",
    "线上学习",
    "交通安全公益活动",
    "参加公益活动",
    "offline",
    "网络学习",
    "现场教育",
    "线下学习",
];

macro_rules! op {
    ($area:literal $op:literal $zh:literal $en:literal [$($key:expr),* $(,)?] [$($result:literal),*] $answer:path) => {
        Op { area: $area, op: $op, about: ($zh, $en), keys: &[$($key),*], results: &[$($result),*], answer: $answer }
    };
}

/// A key that is needed.
const fn needed(name: &'static str, kind: Kind) -> Key {
    Key::needed(name, kind)
}

/// A key that may be left out.
const fn maybe(name: &'static str, kind: Kind) -> Key {
    Key::optional(name, kind)
}

/// Every operation, those of an area together.
pub static OPS: &[Op] = &[
    op!("resident_id" "validate" "居民身份证号码是否有效" "Whether an identity number is valid"
        [needed("id", Kind::Text)]
        ["valid", "birth", "sex", "area", "normalized", "kind", "reason", "expected_check"] ids::validate_id),
    op!("resident_id" "convert_15_to_18" "15位号码换成18位" "A number of 15 digits as one of 18"
        [needed("id", Kind::Text)] ["id18"] ids::convert_id),
    op!("resident_id" "age_on" "按号码计算周岁" "The age that a number tells"
        [needed("id", Kind::Text)] ["valid", "age"] ids::age_on),
    op!("vin" "validate" "车辆识别代号是否有效" "Whether a VIN is valid"
        [needed("vin", Kind::Text)]
        ["valid", "check", "check_digit_ok", "normalized", "reason", "char", "expected_check"] ids::validate_vin),
    op!("vin" "compute_check" "计算车辆识别代号的校验位" "The check digit of a VIN"
        [needed("vin_with_blank", Kind::Text)] ["check"] ids::vin_check),
    op!("vin" "model_year" "车辆识别代号的年款" "The model year of a VIN"
        [needed("vin", Kind::Text)] ["check_digit_ok", "model_year_code_valid", "char", "years"] ids::model_year),
    op!("uscc" "validate" "统一社会信用代码是否有效" "Whether a unified social credit code is valid"
        [needed("code", Kind::Text)]
        ["valid", "dept", "category", "area", "reason", "char", "expected_check", "uscc_checksum_ok", "org_code_checksum_ok"]
        ids::validate_uscc),
    op!("uscc" "compute_check" "计算统一社会信用代码的校验位" "The check character of a unified social credit code"
        [needed("body17", Kind::Text)] ["check"] ids::uscc_check),
    op!("plate" "validate" "号牌号码是否符合这种号牌" "Whether a plate number fits its kind"
        [needed("plate", Kind::Text), needed("plate_type", Kind::Text)] ["valid", "reason", "energy"] ids::validate_plate),
    op!("licence_age" "licence_age_check" "这个年龄能不能申请这种准驾车型" "Whether one may apply for a class at one's age"
        [needed("class", Kind::Class), needed("birth", Kind::Date), maybe("application", Kind::Word(APPLICATIONS)),
         maybe("ability_test_passed", Kind::Flag)]
        ["age", "age_ok", "eligible", "initial_allowed", "need"] licence::age_check),
    op!("licence_validity" "initial_validity" "初次领证的有效期" "The validity of a first licence"
        [needed("first_issue", Kind::Date)] ["term", "valid_until"] licence::initial),
    op!("licence_validity" "renewal_term" "换证后的有效期" "The term after renewal"
        [needed("current_term", TERMS), needed("cycles_with_12_points", TIMES)] ["next_term"] licence::renewal_term),
    op!("licence_validity" "renew_window" "现在能不能换证" "Whether a licence can be renewed now"
        [needed("valid_until", Kind::DateOrNone)]
        ["can_renew", "overdue", "may_drive_now", "action", "exam", "reason"] licence::renew_window),
    op!("licence_validity" "renew_issue" "换证后从哪天到哪天有效" "From when to when a renewed licence is valid"
        [needed("valid_until", Kind::Date), needed("renew_on", Kind::Date), needed("current_term", TERMS),
         needed("cycles_with_12_points", TIMES)] ["valid_from", "valid_until"] licence::renew_issue),
    op!("licence_validity" "postpone" "延期办理最长多久" "How long business may be put off"
        [needed("business", Kind::Word(BUSINESSES)), maybe("reason", Kind::Text)]
        ["max_extension_years", "may_drive_during_extension"] licence::postpone),
    op!("licence_validity" "info_change" "信息变化以后几天内换证" "Until when a licence with changed data is exchanged"
        [needed("changed_on", Kind::Date)] ["deadline", "deadline_days"] licence::info_change),
    op!("licence_validity" "age_downgrade" "达到年龄要不要降级" "Whether a class ends by age"
        [needed("class", Kind::Class), needed("birth", Kind::Date), maybe("extension_approved", Kind::Flag)]
        ["age", "must_downgrade", "to", "extension_max_years"] licence::age_downgrade),
    op!("licence_validity" "medical_certificate" "要不要提交身体条件证明" "Whether a medical certificate is due"
        [needed("class", Kind::Classes), needed("birth", Kind::Date), needed("first_issue", Kind::Date)]
        ["required", "last_cycle_end", "deadline_days"] licence::medical),
    op!("licence_validity" "review_required" "记分周期结束后要不要审验" "Whether a review is due after a cycle"
        [needed("class", Kind::Classes), needed("points_in_ended_cycle", POINTS)]
        ["required", "deadline_days"] licence::review),
    op!("inspection" "next_inspection" "下一次检验" "When a vehicle is next inspected"
        [needed("vehicle", Kind::Text), needed("registered", Kind::Date), maybe("previous_all_done", Kind::Flag),
         maybe("seats", Kind::Count(200)), maybe("injury_accident", Kind::Flag), maybe("illegal_modification", Kind::Flag),
         maybe("manufactured", Kind::Date)]
        ["next_due", "action", "window_opens", "window_open"] vehicle::next_inspection),
    op!("scrapping" "scrap_years" "使用年限和报废日期" "Years of use and the day of scrapping"
        [needed("vehicle", Kind::Text), needed("registered", Kind::Date), maybe("manufactured", Kind::Date)]
        ["years", "scrap_date", "mileage_limit_km"] vehicle::scrap_years),
    op!("demerit" "current_cycle" "现在的记分周期" "The points cycle one is in"
        [needed("first_issue", Kind::Date)] ["cycle_start", "cycle_end"] demerit::current_cycle),
    op!("demerit" "cycle_end_carry" "周期期满转入的记分" "The points that go into the next cycle"
        [needed("points", POINTS), needed("overdue_unpaid_points", POINTS)] ["carry"] demerit::carry),
    op!("demerit" "full_points" "记满12分后的学习和考试" "Study and exams after a full cycle"
        [needed("class", Kind::Classes), needed("points", POINTS), maybe("times_in_cycle", TIMES)]
        ["study_days", "exams"] demerit::full_points),
    op!("demerit" "study_reduction" "还能学法减几分" "By how much points may still be reduced"
        [needed("points", POINTS), maybe("already_reduced_in_cycle", POINTS), maybe("in_probation", Kind::Flag)]
        ["eligible", "max_more_reduction", "go"] demerit::reduction),
    op!("demerit" "study_reduction_once" "这一次减几分" "What one study takes off"
        [needed("method", Kind::Word(METHODS)), needed("points", POINTS), maybe("already_reduced_in_cycle", POINTS)]
        ["reduction"] demerit::reduction_once),
    op!("exam" "pass" "考试是否合格" "Whether an exam is passed"
        [needed("subject", Kind::Subject), needed("class", Kind::Class), needed("score", Kind::Count(100))]
        ["pass", "pass_mark"] exam::pass),
    op!("exam" "can_book" "能不能预约考试" "Whether an exam may be booked"
        [needed("subject", Kind::Subject), needed("class", Kind::Class), maybe("application", Kind::Word(APPLICATIONS)),
         maybe("study_permit_issued", Kind::Date)] ["can_book", "min_days"] exam::can_book),
    op!("exam" "can_rebook" "不合格以后能不能再约" "Whether a failed exam may be booked again"
        [needed("subject", Kind::Subject), needed("last_failed", Kind::Date)] ["can_book", "min_days"] exam::can_rebook),
    op!("exam" "fifth_failure" "第五次不合格的后果" "What a fifth failure means"
        [needed("subject", Kind::Subject), needed("attempts_failed", TIMES), maybe("passed", Kind::FlagOrList)]
        ["max_bookings", "passed_results_voided"] exam::fifth_failure),
    op!("exam" "study_permit_valid" "学习驾驶证明是否有效" "Whether a learner's permit is valid"
        [needed("issued", Kind::Date)] ["valid", "valid_years", "passed_results_voided"] exam::permit_valid),
    op!("calendar" "add_working_days" "几个工作日以后是哪天" "The end of a limit in working days"
        [needed("from", Kind::Date), needed("days", Kind::Count(1000))] ["due", "provisional"] calendar::add_working_days),
    op!("calendar" "is_working_day" "是不是工作日" "Whether a day is worked"
        [needed("on", Kind::Date)] ["working", "holiday", "provisional"] calendar::is_working_day),
];
