//! A lawful refusal is an answer, not an error (R17): what, why, which rule, and what the person can do instead.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::Text;

/// An article of law, in the short form of the tables: `162§63` (公安部令第162号 第六十三条), `ACT§13`, `REG§28`,
/// or a standard such as `GB 11643-1999`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Article(pub String);

impl Article {
    /// From its short form.
    pub fn new(short: impl Into<String>) -> Self {
        Self(short.into())
    }

    /// The article in words that a person can look up, in Chinese and in English.
    pub fn long(&self) -> Text {
        let Some((code, number)) = self.0.split_once('§') else {
            return Text::new(self.0.clone(), self.0.clone());
        };
        let (zh, en) = match code {
            "162" => {
                ("《机动车驾驶证申领和使用规定》（公安部令第162号）", "Driving Licence Rules (MPS Order 162)")
            }
            "163" => (
                "《道路交通安全违法行为记分管理办法》（公安部令第163号）",
                "Demerit Point Rules (MPS Order 163)",
            ),
            "164" => ("《机动车登记规定》（公安部令第164号）", "Vehicle Registration Rules (MPS Order 164)"),
            "172" => ("公安部令第172号", "MPS Order 172"),
            "ACT" => ("《道路交通安全法》", "Road Traffic Safety Act"),
            "REG" => ("《道路交通安全法实施条例》", "Road Traffic Safety Act Regulations"),
            "12令" => (
                "《机动车强制报废标准规定》（商务部等四部门令2012年第12号）",
                "Scrapping Standards (Order 12 of 2012 of four ministries)",
            ),
            "BUS" => ("《校车安全管理条例》", "School Bus Safety Regulations"),
            "APL" => ("《行政许可法》", "Administrative Licensing Act"),
            "CSL" => ("《公务员法》", "Civil Servants Law"),
            "PIPL" => ("《个人信息保护法》", "Personal Information Protection Law"),
            other => (other, other),
        };
        Text::new(format!("{zh}第{number}条"), format!("{en}, art. {number}"))
    }
}

impl fmt::Display for Article {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The rule said no.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// A stable code, folder first: `licence.renewal_too_early`.
    pub rule: String,
    /// The articles or standards the rule stands on; empty only where the rule is the platform's own.
    pub articles: Vec<Article>,
    /// Why, in words for the person concerned.
    pub reason: Text,
    /// What the person can do instead.
    pub instead: Text,
}

impl Refusal {
    /// A refusal under `rule`, without articles yet.
    pub fn new(rule: impl Into<String>, reason: Text, instead: Text) -> Self {
        Self { rule: rule.into(), articles: Vec::new(), reason, instead }
    }

    /// The same refusal resting on `article`.
    #[must_use]
    pub fn under(mut self, article: impl Into<String>) -> Self {
        self.articles.push(Article::new(article));
        self
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.rule, self.reason.zh)
    }
}

impl std::error::Error for Refusal {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_are_spelt_out() {
        let text = Article::new("162§63").long();
        assert_eq!(text.zh, "《机动车驾驶证申领和使用规定》（公安部令第162号）第63条");
        assert_eq!(Article::new("GB 11643-1999").long().en, "GB 11643-1999");
    }
}
