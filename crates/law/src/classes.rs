//! Licence classes (准驾车型) in the order of their rank, and sets of them as a licence prints them.

use std::collections::BTreeSet;
use std::fmt;

use base::{Day, Text};
use serde::{Deserialize, Serialize};

use crate::normal::plain;
use crate::{Answer, Law, LawError};

macro_rules! classes {
    ($($name:ident $zh:literal,)*) => {
        /// A licence class. The order is that of 162§11, which is the order of rank.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Class { $(#[doc = $zh] $name,)* }

        impl Class {
            /// All of them, the highest first.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The code as a licence prints it.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => stringify!($name),)* }
            }
        }
    };
}

classes! {
    A1 "大型客车", A2 "重型牵引挂车", A3 "城市公交车", B1 "中型客车", B2 "大型货车", C1 "小型汽车", C2 "小型自动挡汽车",
    C3 "低速载货汽车", C4 "三轮汽车", C5 "残疾人专用小型自动挡载客汽车", C6 "轻型牵引挂车", D "普通三轮摩托车",
    E "普通二轮摩托车", F "轻便摩托车", M "轮式专用机械车", N "无轨电车", P "有轨电车",
}

impl Class {
    /// Reads one code as a licence prints it.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|class| class.code() == code)
    }
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// What a text has that is no licence class.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no licence class begins at {rest:?}")]
pub struct ClassError {
    /// The part that could not be read; empty where there was no class at all.
    pub rest: String,
}

/// The classes of one licence, at least one, printed without separators: `C1D`, `A1A2`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Classes(BTreeSet<Class>);

impl Classes {
    /// Reads `C1D`, `c1 d`, `C1、D` or `Ｃ１`; each class counts once.
    pub fn parse(text: &str) -> Result<Self, ClassError> {
        let codes: String = plain(text).chars().filter(|c| !matches!(c, ',' | '，' | '、' | '/')).collect();
        let mut rest = codes.as_str();
        let mut found = BTreeSet::new();
        while !rest.is_empty() {
            let begins = |class: &&Class| rest.starts_with(class.code());
            let Some(class) = Class::ALL.iter().find(begins) else {
                return Err(ClassError { rest: rest.to_owned() });
            };
            found.insert(*class);
            rest = rest.strip_prefix(class.code()).unwrap_or_default();
        }
        if found.is_empty() { Err(ClassError { rest: String::new() }) } else { Ok(Self(found)) }
    }

    /// The classes, the highest first.
    pub fn iter(&self) -> impl Iterator<Item = Class> + '_ {
        self.0.iter().copied()
    }

    /// Whether this class itself stands on the licence.
    pub fn contains(&self, class: Class) -> bool {
        self.0.contains(&class)
    }
}

impl From<Class> for Classes {
    fn from(class: Class) -> Self {
        Self(BTreeSet::from([class]))
    }
}

impl fmt::Display for Classes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.iter().try_for_each(|class| f.write_str(class.code()))
    }
}

impl TryFrom<String> for Classes {
    type Error = ClassError;
    fn try_from(text: String) -> Result<Self, ClassError> {
        Self::parse(&text)
    }
}

impl From<Classes> for String {
    fn from(classes: Classes) -> Self {
        classes.to_string()
    }
}

/// The two halves of the classes (162§109).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Category {
    /// 汽车类.
    Car,
    /// 摩托车类.
    Motorcycle,
}

/// What the tables say about one class.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClassRow {
    /// Its name.
    pub name: Text,
    /// The vehicles it is for.
    pub vehicle: Text,
    /// Car or motorcycle.
    pub category: Category,
    /// Whether it is one of the five large classes, which are reviewed after every cycle with points.
    pub large: bool,
    /// Whether it may be a first licence; the others are reached by upgrade.
    pub first_application: bool,
    /// Whether it may be added to a licence (增加准驾车型); C5 is a first licence or what one changes to.
    pub addable: bool,
    /// The other classes it also allows to drive, transitively closed.
    pub covers: Vec<Class>,
}

impl Law {
    /// What the tables say about this class.
    pub fn class(&self, class: Class, on: Day) -> Result<Answer<&ClassRow>, LawError> {
        let row = self.classes.at(class.code(), on)?;
        Ok(Answer::new(&row.data, [&row.rule]))
    }

    /// Whether a licence of these classes allows to drive vehicles of this class.
    pub fn covers(&self, held: &Classes, class: Class, on: Day) -> Result<Answer<bool>, LawError> {
        let mut asked = Vec::new();
        for own in held.iter() {
            let row = self.classes.at(own.code(), on)?;
            if own == class || row.data.covers.contains(&class) {
                return Ok(Answer::new(true, [&row.rule]));
            }
            asked.push(&row.rule);
        }
        Ok(Answer::new(false, asked))
    }
}
