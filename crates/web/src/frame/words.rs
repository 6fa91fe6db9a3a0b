//! How the frame says things: a pair of words, a day, a moment, an amount, a name of a person, an article of law.
//! Everything a template prints goes through here or through a view type that uses it, so that both languages are
//! always there and dates look the same on every page.

use std::fmt::{self, Write as _};

use askama::filters::HtmlSafe;
use base::{Article, Day, Fen, Instant, Lang, Text};

use super::Frame;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

const WEEKDAYS: [(&str, &str); 7] = [
    ("周一", "Monday"),
    ("周二", "Tuesday"),
    ("周三", "Wednesday"),
    ("周四", "Thursday"),
    ("周五", "Friday"),
    ("周六", "Saturday"),
    ("周日", "Sunday"),
];

impl Frame {
    /// The one of two texts that is in the page's language.
    pub fn t(&self, zh: &'static str, en: &'static str) -> &'static str {
        if self.zh() { zh } else { en }
    }

    /// Whether the page is in Chinese.
    pub fn zh(&self) -> bool {
        self.lang == Lang::Zh
    }

    /// A text of the catalogue or of a view in the page's language.
    pub fn text<'a>(&self, text: &'a Text) -> &'a str {
        text.get(self.lang)
    }

    /// Both versions of a sentence with `{0}` replaced: for attributes and short lines that carry one value.
    pub fn fill(&self, zh: &'static str, en: &'static str, value: impl fmt::Display) -> String {
        self.t(zh, en).replace("{0}", &value.to_string())
    }

    /// A number of things: `3项` and `3 items`, `1 item`.
    pub fn count(
        &self,
        number: impl fmt::Display,
        zh: &'static str,
        one: &'static str,
        many: &'static str,
    ) -> String {
        let number = number.to_string();
        if self.zh() {
            format!("{number}{zh}")
        } else {
            format!("{number} {}", if number == "1" { one } else { many })
        }
    }

    /// A value that is written as it was given: a name, an address, a number. On English pages the part from the
    /// first to the last Chinese character is marked as Chinese, so that a screen reader says it right.
    pub fn data<'a>(&self, value: &'a str) -> Data<'a> {
        let first = if self.zh() { None } else { value.find(is_han) };
        let last =
            value.rfind(is_han).and_then(|at| value.get(at..)?.chars().next().map(|c| at + c.len_utf8()));
        let (from, to) = first.zip(last).unwrap_or((value.len(), value.len()));
        let part = |range: std::ops::Range<usize>| value.get(range).unwrap_or_default();
        Data { before: part(0..from), chinese: part(from..to), after: part(to..value.len()) }
    }

    /// A day in prose: `2026年11月21日`, `21 November 2026`.
    pub fn date(&self, day: &Day) -> String {
        if self.zh() {
            return day.chinese();
        }
        let month =
            usize::try_from(day.month()).ok().and_then(|m| MONTHS.get(m.wrapping_sub(1))).unwrap_or(&"");
        format!("{} {month} {}", day.day_of_month(), day.year())
    }

    /// A day in prose with its weekday: `2026年11月21日（周六）`, `Saturday, 21 November 2026`.
    pub fn weekday(&self, day: &Day) -> String {
        let index = usize::try_from(day.weekday()).unwrap_or(1).saturating_sub(1);
        let (zh, en) = WEEKDAYS.get(index).copied().unwrap_or_default();
        let date = self.date(day);
        if self.zh() { format!("{date}（{zh}）") } else { format!("{en}, {date}") }
    }

    /// A moment in prose: `2026年11月21日 15:04`, `21 November 2026, 15:04`.
    pub fn moment(&self, moment: &Instant) -> String {
        let local = moment.local();
        let clock = local.split_once(' ').map_or("", |(_, clock)| clock);
        let date = self.date(&moment.day());
        if self.zh() { format!("{date} {clock}") } else { format!("{date}, {clock}") }
    }

    /// An amount: `10.00元`, `¥10.00`.
    pub fn yuan(&self, amount: &Fen) -> String {
        if self.zh() { format!("{amount}元") } else { format!("¥{amount}") }
    }

    /// An article of law in words that can be looked up.
    pub fn article(&self, article: &Article) -> String {
        article.long().get(self.lang).to_owned()
    }

    /// Several articles, one after the other.
    pub fn articles(&self, articles: &[Article]) -> String {
        let words: Vec<String> = articles.iter().map(|article| self.article(article)).collect();
        words.join(self.t("；", "; "))
    }

    /// An icon of the sprite; prints nothing where the program was built without icons.
    pub fn icon(&self, name: &'static str) -> Icon<'_> {
        Icon { sprite: self.assets.icons.as_deref(), name }
    }
}

/// Whether a character is written in Chinese text only.
fn is_han(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{303F}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{FF00}'..='\u{FFEF}')
}

/// A value written as it was given; see [`Frame::data`].
#[derive(Clone, Copy, Debug)]
pub struct Data<'a> {
    before: &'a str,
    chinese: &'a str,
    after: &'a str,
}

impl fmt::Display for Data<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        escaped(f, self.before)?;
        if !self.chinese.is_empty() {
            f.write_str(r#"<span lang="zh-CN">"#)?;
            escaped(f, self.chinese)?;
            f.write_str("</span>")?;
        }
        escaped(f, self.after)
    }
}

/// Writes a text with the five characters escaped that mean something in HTML.
fn escaped(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    for c in text.chars() {
        match c {
            '<' => f.write_str("&lt;")?,
            '>' => f.write_str("&gt;")?,
            '&' => f.write_str("&amp;")?,
            '"' => f.write_str("&quot;")?,
            '\'' => f.write_str("&#39;")?,
            other => f.write_char(other)?,
        }
    }
    Ok(())
}

impl HtmlSafe for Data<'_> {}

/// An icon: decoration beside a word, never alone.
#[derive(Clone, Copy, Debug)]
pub struct Icon<'a> {
    sprite: Option<&'a str>,
    name: &'static str,
}

impl fmt::Display for Icon<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(sprite) = self.sprite else { return Ok(()) };
        let name = self.name;
        write!(
            f,
            r#"<svg class="ico" aria-hidden="true" focusable="false"><use href="{sprite}#i-{name}"/></svg>"#
        )
    }
}

impl HtmlSafe for Icon<'_> {}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    fn english() -> Frame {
        Frame { lang: Lang::En, ..sample::anyone("/") }
    }

    #[test]
    fn days_and_moments_are_said_in_both_languages() {
        let day = Day::parse("2026-11-21").unwrap();
        let moment = day.start().plus_seconds(15 * 3600 + 4 * 60);
        let zh = sample::anyone("/");
        assert_eq!(zh.weekday(&day), "2026年11月21日（周六）");
        assert_eq!(zh.moment(&moment), "2026年11月21日 15:04");
        assert_eq!(english().weekday(&day), "Saturday, 21 November 2026");
        assert_eq!(english().moment(&moment), "21 November 2026, 15:04");
    }

    #[test]
    fn names_are_marked_on_english_pages_and_always_escaped() {
        assert_eq!(english().data("张*").to_string(), r#"<span lang="zh-CN">张</span>*"#);
        assert_eq!(
            english().data("to 幸福路1号, 2").to_string(),
            r#"to <span lang="zh-CN">幸福路1号</span>, 2"#
        );
        assert_eq!(sample::anyone("/").data("张*").to_string(), "张*");
        assert_eq!(english().data("<b>&").to_string(), "&lt;b&gt;&amp;");
    }

    #[test]
    fn one_thing_is_not_plural() {
        assert_eq!(english().count(1, "项", "item", "items"), "1 item");
        assert_eq!(english().count(3, "项", "item", "items"), "3 items");
        assert_eq!(sample::anyone("/").count(3, "项", "item", "items"), "3项");
    }

    #[test]
    fn no_sprite_no_icon() {
        let mut frame = english();
        assert!(frame.icon("car").to_string().contains("/static/icons.svg#i-car"));
        frame.assets.icons = None;
        assert_eq!(frame.icon("car").to_string(), "");
    }
}
