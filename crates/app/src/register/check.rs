//! Whether a row can be entered: every cell by itself, and what belongs together. All that is wrong is told at once.

use base::{Day, Region};
use law::{Areas, Classes, Law, Phone, Term};
use service::catalog::LicenceStatus;

use super::dates::day;
use super::fault::Fault;
use super::map::Map;
use super::member::Member;
use super::row::{Held, Kept};
use super::sheet::Cells;
use super::text::{code, narrowed, words};

/// No name is longer, in characters.
const NAME_MAX: usize = 100;
/// No address is longer, in characters.
const ADDRESS_MAX: usize = 300;

/// What rows are held against.
#[derive(Clone, Copy)]
pub(super) struct Rules<'a> {
    pub(super) law: &'a Law,
    pub(super) areas: Areas,
    pub(super) today: Day,
    /// Where records are kept whose row does not say.
    pub(super) region: Region,
    pub(super) map: &'a Map,
}

/// A row under examination.
struct Reading<'a> {
    rules: Rules<'a>,
    cells: &'a Cells,
    faults: Vec<Fault>,
}

/// Reads a row, or says everything that is wrong with it.
pub(super) fn check(rules: Rules<'_>, cells: &Cells) -> Result<Kept, Vec<Fault>> {
    let mut reading = Reading { rules, cells, faults: Vec::new() };
    let kept = reading.kept();
    match kept {
        Some(kept) if reading.faults.is_empty() => Ok(kept),
        _ => Err(reading.faults),
    }
}

impl Reading<'_> {
    /// The cell in our words; empty where the file has no such column.
    fn said(&self, member: Member) -> String {
        let cell = self.cells.get(&member).map(String::as_str).unwrap_or_default();
        self.rules.map.ours(member, cell).to_owned()
    }

    fn fault<T>(&mut self, fault: Fault) -> Option<T> {
        self.faults.push(fault);
        None
    }

    /// The cell, which has to be filled.
    fn filled(&mut self, member: Member) -> Option<String> {
        let said = narrowed(&self.said(member));
        if said.is_empty() { self.fault(Fault::empty(member)) } else { Some(said) }
    }

    fn kept(&mut self) -> Option<Kept> {
        let name = self.filled(Member::Name).map(|name| words(&name));
        let name = self.short(Member::Name, name.unwrap_or_default(), NAME_MAX);
        let id_number = self.id_number();
        let phone = self.phone();
        let address = words(&self.said(Member::Address));
        let address = self.short(Member::Address, address, ADDRESS_MAX);
        let region = self.region();
        let licence = self.licence(id_number.as_ref().map(|(_, birth)| *birth));
        Some(Kept {
            name: name?,
            id_number: id_number?.0,
            phone: phone?,
            address: address?,
            region: region?,
            licence: licence?,
        })
    }

    fn short(&mut self, member: Member, text: String, most: usize) -> Option<String> {
        if text.chars().count() <= most {
            return Some(text);
        }
        let limit = (format!("超过{most}个字"), format!("it has more than {most} characters"));
        self.fault(Fault::of(
            member,
            (&limit.0, &limit.1),
            ("请核对是否把几列合在了一起。", "See whether several columns ran into one."),
        ))
    }

    /// The number and the day of birth in it.
    fn id_number(&mut self) -> Option<(String, Day)> {
        let said = self.filled(Member::IdNumber)?;
        let rules = self.rules;
        match rules.law.resident_id(&said, rules.areas, rules.today).value {
            Ok(id) => Some((id.as_str().to_owned(), id.birth())),
            Err(_) if code(&said).to_ascii_uppercase().contains("E+") => self.fault(Fault::of(
                Member::IdNumber,
                (
                    "表格软件把号码改成了科学计数法，末几位已经丢失",
                    "a spreadsheet turned the number into scientific notation; its last digits are lost",
                ),
                (
                    "请从原系统重新导出，不要用表格软件另存；或者先把这一列设为文本。",
                    "Export it anew from the old system and do not save it with a spreadsheet, or make the column text first.",
                ),
            )),
            Err(fault) => {
                let words = fault.message();
                self.fault(Fault::of(
                    Member::IdNumber,
                    (&words.zh, &words.en),
                    (
                        "改正后重新导入这一行；只有15位的，请换成18位号码。",
                        "Mend it and import this row again; a number of 15 digits has to be given with 18.",
                    ),
                ))
            }
        }
    }

    /// Nothing where none is known.
    fn phone(&mut self) -> Option<String> {
        let said = self.said(Member::Phone);
        if narrowed(&said).is_empty() {
            return Some(String::new());
        }
        match Phone::parse(&said) {
            Ok(phone) => Some(phone.as_str().to_owned()),
            Err(fault) => {
                let words = fault.message();
                self.fault(Fault::of(
                    Member::Phone,
                    (&words.zh, &words.en),
                    (
                        "改正后重新导入这一行；没有手机的，这一格留空。",
                        "Mend it and import this row again; leave the cell empty where there is no mobile.",
                    ),
                ))
            }
        }
    }

    fn region(&mut self) -> Option<Region> {
        let said = code(&self.said(Member::Region));
        if said.is_empty() {
            return Some(self.rules.region);
        }
        Region::parse(&said).ok().or_else(|| {
            self.fault(Fault::of(
                Member::Region,
                ("不是六位行政区划代码", "it is no region code of six digits"),
                (
                    "请填写六位数字（GB/T 2260）；留空就用本单位的区划。",
                    "Give six digits of GB/T 2260, or leave it empty for the office's own region.",
                ),
            ))
        })
    }

    /// The licence; none where all of its cells are empty. The outer nothing is a fault.
    #[expect(clippy::option_option, reason = "none: it cannot be read; some of none: the row has none")]
    fn licence(&mut self, birth: Option<Day>) -> Option<Option<Held>> {
        let filled = |member: &&Member| member.of_licence() && !narrowed(&self.said(**member)).is_empty();
        if Member::ALL.iter().find(filled).is_none() {
            return Some(None);
        }
        let file_number = self.file_number();
        let classes = self.classes();
        let first_issue = self.date(Member::FirstIssue);
        let valid_from = self.date(Member::ValidFrom);
        let valid_until = self.valid_until();
        let standing = self.standing();
        let (first_issue, valid_from, valid_until) = (first_issue?, valid_from?, valid_until?);
        self.in_order(birth, first_issue, valid_from, valid_until);
        let term = self.term(valid_from, valid_until);
        Some(Some(Held {
            file_number: file_number?,
            classes: classes?,
            first_issue,
            valid_from,
            valid_until,
            term: term?,
            standing: standing?,
        }))
    }

    fn file_number(&mut self) -> Option<String> {
        let said = code(&self.filled(Member::FileNumber)?);
        if said.len() == 12 && said.bytes().all(|b| b.is_ascii_digit()) {
            return Some(said);
        }
        self.fault(Fault::of(
            Member::FileNumber,
            ("档案编号应为12位数字", "a file number has 12 digits"),
            (
                "请对照驾驶证核对；前面的0被去掉的，请补齐。",
                "Compare it with the licence; put noughts back that went missing in front.",
            ),
        ))
    }

    /// Classes that the law knows today.
    fn classes(&mut self) -> Option<Classes> {
        let said = self.filled(Member::Classes)?;
        let (law, today) = (self.rules.law, self.rules.today);
        let unknown = |classes: &Classes| classes.iter().find(|class| law.class(*class, today).is_err());
        let read = Classes::parse(&said).map(|classes| (unknown(&classes), classes));
        let wrong = match read {
            Ok((None, classes)) => return Some(classes),
            Ok((Some(unknown), _)) => unknown.to_string(),
            Err(error) => error.rest.chars().take(8).collect(),
        };
        self.fault(Fault::of(
            Member::Classes,
            (&format!("“{wrong}”不是准驾车型"), &format!("\"{wrong}\" is no licence class")),
            (
                "请按驾驶证填写准驾车型代号，例如C1或者A2D；旧代号可以在对照文件的 [values.classes] 里换成现行代号。",
                "Give the codes as the licence prints them, for example C1 or A2D; old codes can be translated in \
                 [values.classes] of the map.",
            ),
        ))
    }

    fn date(&mut self, member: Member) -> Option<Day> {
        let said = self.filled(member)?;
        day(&said).or_else(|| {
            let shown: String = said.chars().take(24).collect();
            self.fault(Fault::of(
                member,
                (&format!("“{shown}”不是日期"), &format!("\"{shown}\" is no day")),
                ("请写成2015-03-01这样的日期。", "Write a day like 2015-03-01."),
            ))
        })
    }

    /// The last day; none on a long-term licence. The outer nothing is a fault.
    #[expect(clippy::option_option, reason = "none: it cannot be read; some of none: the row has none")]
    fn valid_until(&mut self) -> Option<Option<Day>> {
        if narrowed(&self.said(Member::ValidUntil)) == Term::LongTerm.chinese() {
            return Some(None);
        }
        self.date(Member::ValidUntil).map(Some)
    }

    fn standing(&mut self) -> Option<LicenceStatus> {
        let said = narrowed(&self.said(Member::Status));
        let named = |status: &&LicenceStatus| status.as_str() == said || status.name().zh == said;
        if said.is_empty() {
            return Some(LicenceStatus::Normal);
        }
        LicenceStatus::ALL.iter().find(named).copied().or_else(|| {
            let shown: String = said.chars().take(24).collect();
            let known: Vec<String> = LicenceStatus::ALL.iter().map(|status| status.name().zh).collect();
            let known = known.join("、");
            self.fault(Fault::of(
                Member::Status,
                (&format!("没有“{shown}”这种状态"), &format!("\"{shown}\" is no standing of a licence")),
                (
                    &format!("请用{known}之一，或者在对照文件的 [values.status] 里写明它是哪一种。"),
                    &format!("Use one of {known}, or say in [values.status] of the map which of them it is."),
                ),
            ))
        })
    }

    /// The days follow each other.
    fn in_order(&mut self, birth: Option<Day>, first_issue: Day, from: Day, until: Option<Day>) {
        let next = ("请对照驾驶证核对这两个日期。", "Compare the two days with the licence.");
        if birth.is_some_and(|birth| first_issue <= birth) {
            let what = ("初次领证日期早于出生日期", "the first licence is older than the person");
            self.faults.push(Fault::of(Member::FirstIssue, what, next));
        }
        if first_issue > self.rules.today {
            let what = ("初次领证日期在今天之后", "the first licence lies in the future");
            self.faults.push(Fault::of(Member::FirstIssue, what, next));
        }
        if from < first_issue {
            let what = ("有效期起早于初次领证日期", "the term begins before the first licence");
            self.faults.push(Fault::of(Member::ValidFrom, what, next));
        }
        if until.is_some_and(|until| until <= from) {
            let what = ("有效期止不晚于有效期起", "the term ends before it begins");
            self.faults.push(Fault::of(Member::ValidUntil, what, next));
        }
    }

    /// The length of the term: as it is said, else as the two days have it.
    fn term(&mut self, from: Day, until: Option<Day>) -> Option<Term> {
        let said = code(&self.said(Member::Term));
        let of_days = |until: Day| match until {
            _ if until == from.plus_years(6) => Some(Term::SixYears),
            _ if until == from.plus_years(10) => Some(Term::TenYears),
            _ => None,
        };
        let read = match until {
            _ if !said.is_empty() => Term::parse(&said),
            None => Some(Term::LongTerm),
            Some(until) => of_days(until),
        };
        let fits = |term: &Term| (*term == Term::LongTerm) == until.is_none();
        read.filter(fits).or_else(|| {
            let member = if self.rules.map.has(Member::Term) { Member::Term } else { Member::ValidUntil };
            self.fault(Fault::of(
                member,
                (
                    "有效期限应为6年、10年或者长期，并与起止日期相符",
                    "the term has to be 6年, 10年 or 长期, and to fit the days",
                ),
                (
                    "请对照驾驶证核对有效期起止；日期经过更正的，请在对照文件里加上 term 一列。",
                    "Compare both days with the licence; where a day was corrected, add a column for term to the map.",
                ),
            ))
        })
    }
}
