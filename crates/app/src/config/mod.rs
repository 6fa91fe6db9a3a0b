//! The configuration: one TOML file and variables of the environment that begin with `YICHUANG_`, read once. Every
//! value remembers where it came from, so that `yichuang config` can tell. A key that nobody knows in the file is an
//! error that names the nearest known one; an unknown variable is only told, because container systems set variables
//! of their own. Flags win over the environment, the environment over the file, the file over the defaults.

mod keys;
mod outside;
mod read;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use base::{Lang, Text};

use crate::outcome::Failure;

pub use keys::{Key, key_of, keys};
pub use outside::{Endpoint, UNREACHABLE, adapters, connections, webhooks};

/// Where a value came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Nobody set it.
    Default,
    /// The configuration file.
    File(PathBuf),
    /// A variable of the environment.
    Environment(String),
    /// A flag of the command line.
    Flag(&'static str),
}

impl std::fmt::Display for Origin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::File(path) => write!(f, "{}", path.display()),
            Self::Environment(name) => f.write_str(name),
            Self::Flag(name) => write!(f, "--{name}"),
        }
    }
}

/// A value with its origin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// As it was written.
    pub value: String,
    /// Where.
    pub origin: Origin,
}

/// Every setting that has a value.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    values: BTreeMap<String, Setting>,
}

/// The variables of the environment that begin with `YICHUANG_`.
pub type Environment = BTreeMap<String, String>;

/// Reads the environment, once, for the whole program.
pub fn environment() -> Environment {
    std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .filter(|(name, _)| name.starts_with("YICHUANG_"))
        .collect()
}

/// The language of messages: YICHUANG_LANG, else Chinese.
pub fn language(environment: &Environment) -> Lang {
    environment.get("YICHUANG_LANG").and_then(|tag| Lang::parse(tag)).unwrap_or_default()
}

impl Settings {
    /// Reads defaults, the file (`--config`, else YICHUANG_CONFIG, else `yichuang.toml` where it is there) and the
    /// environment.
    pub fn read(config: Option<&Path>, environment: &Environment) -> Result<Self, Failure> {
        read::settings(config, environment)
    }

    /// Lets a flag win, where it was given.
    #[must_use]
    pub fn with_flag(mut self, key: &'static str, flag: &'static str, value: Option<&str>) -> Self {
        if let Some(value) = value {
            self.put(key, value, Origin::Flag(flag));
        }
        self
    }

    fn put(&mut self, key: &str, value: &str, origin: Origin) {
        self.values.insert(key.to_owned(), Setting { value: value.to_owned(), origin });
    }

    /// A setting with its origin.
    pub fn get(&self, key: &str) -> Option<&Setting> {
        self.values.get(key)
    }

    /// A setting's value.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.get(key).map(|setting| setting.value.as_str())
    }

    /// A setting as a path.
    pub fn path(&self, key: &str) -> Option<PathBuf> {
        self.text(key).map(PathBuf::from)
    }

    /// A setting read by `parse`; a value it does not take is a failure that says where it was set. `wanted` says what
    /// would do.
    pub fn parsed<T>(
        &self,
        key: &str,
        wanted: (&str, &str),
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Result<Option<T>, Failure> {
        let Some(setting) = self.get(key) else { return Ok(None) };
        parse(&setting.value).map(Some).ok_or_else(|| {
            let (value, origin) = (&setting.value, &setting.origin);
            Failure::new(
                Text::new(
                    format!("设置 {key} 的值“{value}”不能用（来自 {origin}）"),
                    format!("the setting {key} cannot be “{value}” (from {origin})"),
                ),
                Text::new(format!("请改为{}。", wanted.0), format!("Give {}.", wanted.1)),
            )
        })
    }

    /// All settings in the order of their keys.
    pub fn all(&self) -> impl Iterator<Item = (&str, &Setting)> {
        self.values.iter().map(|(key, setting)| (key.as_str(), setting))
    }

    /// The names that stand at `*` in keys of this form: `webhooks.*.url`.
    fn names(&self, pattern: &str) -> Vec<String> {
        let Some((before, after)) = pattern.split_once('*') else { return Vec::new() };
        let name = |key: &String| Some(key.strip_prefix(before)?.strip_suffix(after)?.to_owned());
        self.values.keys().filter_map(name).collect()
    }
}
