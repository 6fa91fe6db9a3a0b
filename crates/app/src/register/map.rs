//! The map file: which column of an office's file is which of our members, and which of its words are which of ours.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use base::Text;
use serde::Deserialize;

use super::member::Member;
use super::text::narrowed;
use crate::outcome::{Failure, io};

/// The map that an export goes by when none is named, and that an office begins from.
const EXAMPLE: &str = include_str!("../../../../docs/import.example.toml");
/// A map is some dozens of lines.
const BYTES_MAX: u64 = 256 * 1024;

/// What the file says.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Said {
    columns: BTreeMap<String, String>,
    #[serde(default)]
    ignore: Vec<String>,
    #[serde(default)]
    values: BTreeMap<String, BTreeMap<String, String>>,
}

/// A map that fits together.
#[derive(Clone, Debug)]
pub(super) struct Map {
    columns: BTreeMap<Member, String>,
    ignored: BTreeSet<String>,
    values: BTreeMap<Member, BTreeMap<String, String>>,
}

impl Map {
    /// The map of this file; the example without one.
    pub(super) fn read(path: Option<&Path>) -> Result<Self, Failure> {
        let Some(path) = path else { return Self::parse(EXAMPLE, "import.example.toml") };
        let length = std::fs::metadata(path).map_err(|error| io(path, &error))?.len();
        let name = path.display().to_string();
        if length > BYTES_MAX {
            return Err(wrong(&name, Text::new("文件太大", "the file is too large")));
        }
        let text = std::fs::read_to_string(path).map_err(|error| io(path, &error))?;
        Self::parse(&text, &name)
    }

    fn parse(text: &str, name: &str) -> Result<Self, Failure> {
        let said: Said = toml::from_str(text).map_err(|error| {
            let why = error.to_string();
            wrong(name, Text::new(why.trim(), why.trim()))
        })?;
        let mut columns = BTreeMap::new();
        for (key, header) in &said.columns {
            columns.insert(member(key, name)?, narrowed(header));
        }
        let mut values: BTreeMap<Member, BTreeMap<String, String>> = BTreeMap::new();
        for (key, words) in &said.values {
            let words = words.iter().map(|(theirs, ours)| (narrowed(theirs), narrowed(ours))).collect();
            values.insert(member(key, name)?, words);
        }
        let ignored = said.ignore.iter().map(|header| narrowed(header)).collect();
        let map = Self { columns, ignored, values };
        map.fits().map_err(|why| wrong(name, why))?;
        Ok(map)
    }

    /// A person needs a name and a number, a licence all that makes one; and one column is one member.
    fn fits(&self) -> Result<(), Text> {
        let licence = Member::ALL.iter().any(|member| member.of_licence() && self.has(*member));
        for member in Member::ALL {
            let needed =
                matches!(member, Member::Name | Member::IdNumber) || (licence && member.licence_needs());
            if needed && !self.has(*member) {
                let (key, label) = (member.key(), member.label());
                return Err(Text::new(
                    format!("[columns] 里没有 {key}（{}）", label.zh),
                    format!("[columns] has no {key} ({})", label.en),
                ));
            }
        }
        let mut taken = BTreeSet::new();
        for header in self.columns.values() {
            if header.is_empty() || !taken.insert(header) || self.ignored.contains(header) {
                return Err(Text::new(
                    format!("列名“{header}”是空的或者写了两次"),
                    format!("the column \"{header}\" is empty or named twice"),
                ));
            }
        }
        Ok(())
    }

    /// Whether the office's file has this member.
    pub(super) fn has(&self, member: Member) -> bool {
        self.columns.contains_key(&member)
    }

    /// The name of the member's column.
    pub(super) fn header(&self, member: Member) -> String {
        self.columns.get(&member).cloned().unwrap_or_default()
    }

    /// The members that the file has, with their columns, in the order of an export.
    pub(super) fn columns(&self) -> impl Iterator<Item = (Member, &str)> {
        self.columns.iter().map(|(member, header)| (*member, header.as_str()))
    }

    /// The member of a column.
    pub(super) fn member(&self, header: &str) -> Option<Member> {
        self.columns().find(|(_, known)| *known == header).map(|(member, _)| member)
    }

    /// Whether a column is left out knowingly.
    pub(super) fn ignores(&self, header: &str) -> bool {
        self.ignored.contains(header)
    }

    /// The office's word in ours.
    pub(super) fn ours<'a>(&'a self, member: Member, cell: &'a str) -> &'a str {
        let word = self.values.get(&member).and_then(|words| words.get(narrowed(cell).as_str()));
        word.map_or(cell, String::as_str)
    }

    /// Our word in the office's: the first of its words that stands for one of `ours`, which mean the same; else the
    /// first of `ours`.
    pub(super) fn theirs(&self, member: Member, ours: &[&str]) -> String {
        let words = self.values.get(&member).into_iter().flatten();
        let known = words.into_iter().find(|(_, target)| ours.contains(&target.as_str()));
        known.map_or_else(
            || ours.first().copied().unwrap_or_default().to_owned(),
            |(theirs, _)| theirs.clone(),
        )
    }
}

fn member(key: &str, name: &str) -> Result<Member, Failure> {
    Member::parse(key).ok_or_else(|| {
        let near = law::nearest(key, Member::ALL.iter().map(|member| member.key())).unwrap_or("name");
        wrong(
            name,
            Text::new(
                format!("没有 {key} 这一项，最接近的是 {near}"),
                format!("there is no member {key}; the nearest is {near}"),
            ),
        )
    })
}

fn wrong(name: &str, why: Text) -> Failure {
    Failure::new(
        Text::new(
            format!("对照文件 {name} 不能用：{}", why.zh),
            format!("the map {name} cannot be used: {}", why.en),
        ),
        Text::new(
            "请照 docs/import.example.toml 的写法改正：[columns] 里左边是本系统的项目，右边是文件里的列名。",
            "Mend it after the pattern of docs/import.example.toml: in [columns] our member stands on the left and \
             the column of your file on the right.",
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_names_every_member() {
        let map = Map::read(None).unwrap();
        assert!(Member::ALL.iter().all(|member| map.has(*member)));
        assert_eq!(map.ours(Member::Status, " 正常 "), "normal");
        assert_eq!(map.ours(Member::Status, "别的"), "别的");
        assert_eq!(map.theirs(Member::Status, &["normal"]), "正常");
        assert_eq!(map.theirs(Member::Term, &["6年"]), "6年");
    }

    #[test]
    fn what_does_not_fit_is_named() {
        let refused = |text: &str| Map::parse(text, "m.toml").unwrap_err().what.en;
        let person = "[columns]\nname = \"姓名\"\nid_number = \"证号\"\n";
        assert!(Map::parse(person, "m.toml").is_ok(), "persons alone");
        assert!(refused("[columns]\nname = \"姓名\"").contains("no id_number"));
        assert!(refused(&format!("{person}classes = \"车型\"")).contains("no file_number"));
        assert!(refused(&format!("{person}fone = \"电话\"")).contains("nearest is phone"));
        assert!(refused(&format!("{person}phone = \"证号\"")).contains("named twice"));
        assert!(refused(&format!("{person}[value.status]\na = \"b\"")).contains("unknown field"));
    }
}
