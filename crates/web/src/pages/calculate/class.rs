//! Which classes somebody may take.

use base::Text;
use law::{AgeObstacle, Answer, Class, ClassChoice, Law, Subject};

use super::{Asked, Calculated, Found, also, told};
use crate::pages::item::failed;
use crate::pages::view::calculate::ClassLine;
use crate::pages::view::{Tag, Tone};

pub(super) fn classes(law: &Law, asked: &mut Asked<'_>) -> Found {
    let birth = asked.past_day("birth");
    let held = if asked.text("held").is_empty() { None } else { asked.classes("held", "") };
    let since = if held.is_some() { asked.past_day("since") } else { None };
    let Some(birth) = birth.filter(|_| asked.wrong.is_empty()) else { return Ok(None) };
    let held = held.as_ref().zip(since);
    let (today, tested) = (asked.today, asked.flag("ability"));
    let choices = law.class_choices(birth, held, tested, today);
    let Some(choices) = asked.answer("birth", choices)? else { return Ok(None) };
    let open: Vec<&Answer<ClassChoice>> = choices.iter().filter(|choice| choice.value.open()).collect();
    let codes: Vec<&str> = open.iter().map(|choice| choice.value.class.code()).collect();
    let (tone, headline) = if codes.is_empty() {
        (Tone::Warn, Text::new("现在没有能申请的准驾车型", "No class is open now"))
    } else {
        let zh = format!("现在可以申请：{}", codes.join("、"));
        (Tone::Ok, Text::new(zh, format!("Open now: {}", codes.join(", "))))
    };
    let Some(first) = choices.first() else {
        return Ok(Some(Calculated { tone, headline, ..Calculated::default() }));
    };
    let mut found = told(tone, headline, first);
    for choice in &choices {
        also(&mut found, choice);
        let row = law.class(choice.value.class, today).map_err(failed)?.value;
        found.classes.push(line(&choice.value, row.name.clone()));
    }
    found.notes.insert(0, Text::new(
        "这里只看年龄、驾龄和考试科目；身体条件、记分和不得申请的情形，申请时再审核。",
        "Only age, years of driving and exams are looked at here. Health, points and bars are checked when you apply.",
    ));
    Ok(Some(found))
}

fn line(choice: &ClassChoice, name: Text) -> ClassLine {
    let tag = if choice.open() {
        Tag::new(Tone::Ok, "可以", "Open")
    } else {
        Tag::new(Tone::Plain, "不可以", "Not open")
    };
    let why = if choice.open() { exams(&choice.exams) } else { obstacles(choice) };
    ClassLine { code: Class::code(choice.class), name, tag, why }
}

fn exams(exams: &[Subject]) -> Text {
    let chinese: Vec<&str> = exams.iter().map(|exam| exam.chinese()).collect();
    let english: Vec<&str> = exams.iter().map(|exam| exam.english()).collect();
    Text::new(format!("考{}", chinese.join("、")), format!("Exams: {}", english.join(", ")))
}

/// Everything that stands in the way.
fn obstacles(choice: &ClassChoice) -> Text {
    let age = &choice.age;
    let mut why: Vec<(String, String)> = Vec::new();
    for obstacle in &age.obstacles {
        why.push(match obstacle {
            AgeObstacle::TooYoung => (format!("要满{}周岁", age.min), format!("from the age of {}", age.min)),
            AgeObstacle::TooOld => {
                let max = age.max.unwrap_or_default();
                (format!("年龄已到上限（{max}周岁）"), format!("past the highest age, {max}"))
            }
            AgeObstacle::UpgradeOnly => (
                "不能初次申请，要从别的车型增加".to_owned(),
                "no first licence: it is added to another class".to_owned(),
            ),
            AgeObstacle::FirstOnly => (
                "不是增驾的车型：初次申请，或者身体条件变化时改领".to_owned(),
                "not added: a first licence, or what one changes to for health".to_owned(),
            ),
            AgeObstacle::AbilityTest => (
                "要先通过记忆力、判断力、反应力测试".to_owned(),
                "the test of memory, judgement and reaction comes first".to_owned(),
            ),
        });
    }
    if let Some(ladder) = choice.upgrade.filter(|ladder| !ladder.held_enough) {
        why.push(match ladder.held_from {
            Some(day) => (format!("驾龄要到{}才够", day.chinese()), format!("held long enough from {day}")),
            None => ("现有的车型不能增加它".to_owned(), "the classes held do not lead to it".to_owned()),
        });
    }
    let (zh, en): (Vec<String>, Vec<String>) = why.into_iter().unzip();
    Text::new(zh.join("；"), en.join("; "))
}
