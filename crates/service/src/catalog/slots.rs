//! Slots in texts. A text never says a figure: it names one in braces, and the figure of the day is put in.

use base::{Day, Fen, Text};
use law::{Figure, Law, LawError, Unit};

use super::model::{Item, Texts};

/// The names in braces of a text.
pub(crate) fn slots_of(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((name, after)) = rest.split_once('{').and_then(|(_, after)| after.split_once('}')) {
        found.push(name);
        rest = after;
    }
    found
}

/// The text with every slot filled that `value` knows; others stay as they are, so that a slip is seen.
pub(crate) fn fill(text: &Text, value: impl Fn(&str) -> Option<Text>) -> Text {
    let mut filled = text.clone();
    for slot in slots_of(&text.zh).into_iter().chain(slots_of(&text.en)) {
        if let Some(words) = value(slot) {
            let name = format!("{{{slot}}}");
            filled.zh = filled.zh.replace(&name, &words.zh);
            filled.en = filled.en.replace(&name, &words.en);
        }
    }
    filled
}

/// A slot that names a figure of the law: `{figure.renewal.opens_before}` becomes 90天, 90 days.
pub(crate) fn figure_words(slot: &str, law: &Law, on: Day) -> Option<Text> {
    let figure = Figure::parse(slot.strip_prefix("figure.")?)?;
    let value = law.figure(figure, on).ok()?.value;
    let (zh, one, many) = match figure.unit() {
        Unit::Years => ("年", "year", "years"),
        Unit::Months => ("个月", "month", "months"),
        Unit::Days => ("日", "day", "days"),
        Unit::WorkingDays => ("个工作日", "working day", "working days"),
        Unit::Age => ("周岁", "", ""),
        Unit::Cycles => ("个记分周期", "points cycle", "points cycles"),
        Unit::Hours => ("小时", "hour", "hours"),
        Unit::Points => ("分", "point", "points"),
        Unit::Times => ("次", "time", "times"),
        Unit::Minutes => ("分钟", "minute", "minutes"),
        Unit::Marks => ("分", "mark", "marks"),
        Unit::People => ("人", "person", "people"),
        Unit::Percent => ("%", "per cent", "per cent"),
        Unit::Kilograms => ("千克", "kilogram", "kilograms"),
        Unit::TenThousandKm => ("万公里", "× 10,000 km", "× 10,000 km"),
    };
    let en = format!("{value} {}", if value == 1 { one } else { many });
    Some(Text::new(format!("{value}{zh}"), en.trim_end()))
}

/// A day in both languages.
pub(crate) fn day_words(day: Day) -> Text {
    Text::new(day.chinese(), day.to_string())
}

impl Item {
    /// What a need has to look like, with the figures of the day; none where the item has no such need.
    pub fn help_of(&self, need: &str, law: &Law, on: Day) -> Option<Text> {
        let need = self.needs.iter().find(|known| known.id == need)?;
        Some(fill(&need.help, |slot| figure_words(slot, law, on)))
    }

    /// How long it takes after acceptance, as texts say it: 当场, 1个工作日内.
    pub fn limit_words(&self, law: &Law, on: Day) -> Result<Text, LawError> {
        let limit = law.limit(&self.limit, on)?.value;
        Ok(item_words("limit", Fen::ZERO, limit).unwrap_or_default())
    }

    /// The words about the item, with the figures of the day. Slots: `fee`, `limit` and every `figure.…`.
    pub fn texts(&self, law: &Law, on: Day) -> Result<Texts, LawError> {
        let fee = match &self.fee {
            Some(key) => law.fee(key, on)?.value,
            None => Fen::ZERO,
        };
        let limit = law.limit(&self.limit, on)?.value;
        let words = |text: &Text| {
            fill(text, |slot| item_words(slot, fee, limit).or_else(|| figure_words(slot, law, on)))
        };
        Ok(Texts {
            summary: words(&self.text.summary),
            who: words(&self.text.who),
            materials: words(&self.text.materials),
            steps: self.text.steps.iter().map(words).collect(),
            result: words(&self.text.result),
            law: words(&self.text.law),
        })
    }
}

/// The item's own slots.
fn item_words(slot: &str, fee: Fen, limit: u16) -> Option<Text> {
    Some(match (slot, limit) {
        ("fee", _) if fee.is_zero() => Text::new("免费", "free of charge"),
        ("fee", _) => {
            let yuan = fee.to_string();
            let yuan = yuan.strip_suffix(".00").unwrap_or(&yuan);
            Text::new(format!("{yuan}元"), format!("{yuan} yuan"))
        }
        ("limit", 0) => Text::new("当场", "on the spot"),
        ("limit", 1) => Text::new("1个工作日内", "within 1 working day"),
        ("limit", days) => Text::new(format!("{days}个工作日内"), format!("within {days} working days")),
        _ => return None,
    })
}
