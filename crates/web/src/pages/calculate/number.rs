//! Whether a number is valid, and where the slip is.

use base::Text;
use law::{Answer, Areas, Energy, Law, PlateFault, Sex, Uscc, UsccFault, Vin, VinFault};

use super::{Asked, Calculated, Found, also, told};
use crate::pages::view::{Cell, Row, Tone};

pub(super) fn number(law: &Law, areas: Areas, asked: &mut Asked<'_>) -> Found {
    let typed = asked.text("number");
    if typed.is_empty() {
        asked.no("number", Text::new("请填写号码", "Enter the number"));
        return Ok(None);
    }
    match asked.text("kind") {
        "resident_id" => Ok(Some(resident(law, areas, asked, typed))),
        "vin" => Ok(Some(vin(asked, typed))),
        "uscc" => Ok(Some(uscc(typed))),
        "plate" => plate(law, asked, typed),
        _ => {
            asked.no("kind", Text::new("请选择哪一种号码", "Choose which number it is"));
            Ok(None)
        }
    }
}

/// The answer to a number: valid, or what is wrong with it.
fn verdict<T>(answer: &Answer<T>, wrong: Option<Text>) -> Calculated {
    match wrong {
        None => told(Tone::Ok, Text::new("号码正确", "The number is valid"), answer),
        Some(why) => {
            let said = Text::new(format!("号码不对：{}", why.zh), format!("Not valid: {}", why.en));
            told(Tone::Err, said, answer)
        }
    }
}

fn words(zh: &str, en: &str, value: Text) -> Row {
    Row::new(zh, en, Cell::Words(value))
}

fn resident(law: &Law, areas: Areas, asked: &Asked<'_>, typed: &str) -> Calculated {
    let answer = law.resident_id(typed, areas, asked.today);
    let mut found = verdict(&answer, answer.value.as_ref().err().map(|fault| fault.message()));
    if let Ok(id) = &answer.value {
        found.rows.push(Row::new("出生日期", "Date of birth", Cell::Date(id.birth())));
        let sex = if id.sex() == Sex::Male { Text::new("男", "Male") } else { Text::new("女", "Female") };
        found.rows.push(words("性别", "Sex", sex));
        let digits: String = id.as_str().chars().take(2).collect();
        if let Ok(area) = law.area_name(&digits, asked.today) {
            found.rows.push(words("号码所属地区", "Area of the number", area.clone()));
        }
    }
    found
}

fn vin(asked: &Asked<'_>, typed: &str) -> Calculated {
    let answer = Vin::read(typed);
    let wrong = answer.value.fault.map(|fault| match fault {
        VinFault::Length => length("车辆识别代号", "a VIN", 17),
        VinFault::Charset(bad) => alphabet(bad, "I、O、Q", "I, O and Q"),
        VinFault::Checksum { expected } => Text::new(
            format!("第9位校验位应为{expected}，请核对每一位（部分境外车辆没有校验位）"),
            format!("the ninth character should be {expected}; check each one (some foreign vehicles have no check)"),
        ),
    });
    let mut found = verdict(&answer, wrong);
    // A code comes again after thirty years; a vehicle is sold at most a year ahead of its model year.
    let latest = asked.today.year() + 1;
    let years = answer.value.model_year().map(|year| year.value.years).unwrap_or_default();
    let years: Vec<String> = years
        .into_iter()
        .filter(|year| i32::from(*year) <= i32::from(latest))
        .map(|year| year.to_string())
        .collect();
    if !years.is_empty() {
        let value = Text::new(years.join("或者"), years.join(" or "));
        found.rows.push(words("第10位的年款", "Model year by the tenth character", value));
    }
    found
}

fn uscc(typed: &str) -> Calculated {
    let answer = Uscc::read(typed);
    let wrong = answer.value.fault.map(|fault| match fault {
        UsccFault::Length => length("统一社会信用代码", "a code", 18),
        UsccFault::Charset(bad) => alphabet(bad, "I、O、S、V、Z", "I, O, S, V and Z"),
        UsccFault::Checksum { expected } => Text::new(
            format!("最后一位校验位应为{expected}，请核对每一位"),
            format!("the last character should be {expected}; check each one"),
        ),
    });
    verdict(&answer, wrong)
}

fn plate(law: &Law, asked: &mut Asked<'_>, typed: &str) -> Found {
    if asked.text("plate_kind").is_empty() {
        asked.no("plate_kind", Text::new("请选择号牌种类", "Choose the kind of plate"));
        return Ok(None);
    }
    let read = law.plate(typed, asked.text("plate_kind"), asked.today);
    let Some(answer) = asked.answer("plate_kind", read)? else { return Ok(None) };
    let mut found = verdict(&answer, answer.value.fault.map(plate_fault));
    let office = law.plate_office(&answer.value.normalized, asked.today);
    if let Some(office) = office.filter(|_| answer.value.fault.is_none()) {
        found.rows.push(words("发牌机关所在地", "Issued in", office.value.name.clone()));
        also(&mut found, &office);
    }
    if let Some(energy) = answer.value.energy {
        let (zh, en) = match energy {
            Energy::Electric => ("纯电动", "Battery electric"),
            Energy::Other => ("非纯电动", "Plug-in hybrid and others"),
        };
        found.rows.push(words("动力", "Energy", Text::new(zh, en)));
    }
    Ok(Some(found))
}

fn plate_fault(fault: PlateFault) -> Text {
    let (zh, en) = match fault {
        PlateFault::Length => ("位数不对", "it is too short or too long for this kind"),
        PlateFault::Province => ("第一位应是省、自治区、直辖市的简称", "it does not begin with a province"),
        PlateFault::Office => {
            ("第二位应是发牌机关的字母", "the second place is the letter of the issuing office")
        }
        PlateFault::Charset => (
            "序号里有不用的字符，字母I和O不用",
            "the serial has a character that is not used; I and O are not",
        ),
        PlateFault::Digit => ("这一位应是数字", "a digit was expected"),
        PlateFault::Energy => {
            ("新能源字母不对或者位置不对", "the letter of the energy is wrong or misplaced")
        }
        PlateFault::Letters => ("序号里字母太多", "the serial has too many letters"),
        PlateFault::Mark => (
            "缺少这种号牌的字，例如“学”“警”“挂”",
            "the character that marks this kind is missing, such as 学, 警, 挂",
        ),
    };
    Text::new(zh, en)
}

fn length(zh: &str, en: &str, places: u8) -> Text {
    Text::new(format!("{zh}应为{places}位"), format!("{en} has {places} characters"))
}

fn alphabet(bad: char, zh: &str, en: &str) -> Text {
    Text::new(
        format!("“{bad}”不能用在这一位；这种号码不用字母{zh}"),
        format!("{bad:?} does not belong there; the letters {en} are not used"),
    )
}
