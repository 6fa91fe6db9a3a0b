//! A row against the register: whether it is there already, and where it differs from what is there.

use std::sync::Arc;

use base::Text;
use service::licence::{self, Licence};
use service::office::{Office, Stop};
use service::person;
use store::Read;

use super::fault::Fault;
use super::map::Map;
use super::member::Member;
use super::row::Kept;
use crate::wait::ask;

/// So many rows are looked up in one reading transaction.
const AT_ONCE: usize = 64;

/// What the register has to say about a row.
pub(super) enum Standing {
    /// Nobody has this number.
    New,
    /// It is there with the same content.
    Same,
    /// It cannot be entered.
    Wrong(Vec<Fault>),
}

/// What the register says about each of these rows, in their order.
pub(super) fn compare(office: &Office, rows: &[Arc<Kept>], map: &Arc<Map>) -> Result<Vec<Standing>, Stop> {
    let mut all = Vec::with_capacity(rows.len());
    for part in rows.chunks(AT_ONCE) {
        let (own, part, map) = (office.clone(), part.to_vec(), Arc::clone(map));
        let found: Vec<Standing> =
            ask(office, move |read| part.iter().map(|row| standing(&own, read, row, &map)).collect())?;
        all.extend(found);
    }
    Ok(all)
}

fn standing(office: &Office, read: &mut Read<'_>, row: &Kept, map: &Map) -> Result<Standing, Stop> {
    let Some(known) = person::by_id_number(office, read, &row.id_number)? else {
        let number = row.licence.as_ref().map(|held| held.file_number.as_str());
        let taken = match number {
            Some(number) => licence::by_file_number(read, number)?.is_some(),
            None => false,
        };
        return Ok(if taken { Standing::Wrong(vec![taken_number()]) } else { Standing::New });
    };
    let values = person::values(office, read, &known)?;
    let held = licence::of_holder(read, &known.id)?;
    let on_file = Kept::of(&known, values, meant(&held, row));
    let wrong = differences(row, &on_file, map);
    Ok(if wrong.is_empty() { Standing::Same } else { Standing::Wrong(wrong) })
}

/// Of several licences the one with the row's file number.
fn meant<'a>(held: &'a [Licence], row: &Kept) -> Option<&'a Licence> {
    let number = row.licence.as_ref().map(|held| held.file_number.as_str());
    held.iter().find(|one| Some(one.file_number.as_str()) == number).or_else(|| held.first())
}

/// The members that the file has and the register has otherwise. No value is told.
fn differences(row: &Kept, on_file: &Kept, map: &Map) -> Vec<Fault> {
    let licence = row.licence.is_some() && on_file.licence.is_some();
    let differs = |member: &Member| match member {
        // Where only one of the two has a licence, its number stands for all of it.
        Member::FileNumber => differ(row, on_file, *member, map),
        member if member.of_licence() => licence && differ(row, on_file, *member, map),
        member => differ(row, on_file, *member, map),
    };
    let wrong = map.columns().map(|(member, _)| member).filter(differs);
    wrong.map(differs_from_register).collect()
}

fn differ(row: &Kept, on_file: &Kept, member: Member, map: &Map) -> bool {
    row.cell(member, map) != on_file.cell(member, map)
}

fn differs_from_register(member: Member) -> Fault {
    let label = member.label();
    Fault {
        member: Some(member),
        what: Text::new(
            format!("此人已经登记，“{}”与库中不同", label.zh),
            format!("the person is on the register with another {}", label.en),
        ),
        next: Text::new(
            "以库中为准的，从文件中删去这一行；以文件为准的，请在窗口办理变更或者更正。导入从不改动已有的记录。",
            "Where the register is right, take this row out of the file; where the file is right, have the record \
             changed or corrected at a counter. An import never alters a record that is there.",
        ),
    }
}

fn taken_number() -> Fault {
    Fault::of(
        Member::FileNumber,
        ("此档案编号已经登记在另一条记录上", "this file number is on the register under another record"),
        (
            "请对照两份档案核对编号；此人信息已依法清除的，从文件中删去这一行。",
            "Compare the two files; where the person's values were erased by law, take this row out of the file.",
        ),
    )
}
