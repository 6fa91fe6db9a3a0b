//! Reading the sources of settings in their order.

use std::path::{Path, PathBuf};

use base::Text;
use toml::{Table, Value};

use super::{Environment, Origin, Settings, key_of, keys};
use crate::outcome::{Failure, io};

/// The file that is read when none is named.
const USUAL: &str = "yichuang.toml";

/// Variables that other programs of the project read, or that say where the file is.
const FOREIGN: [&str; 3] = ["YICHUANG_CONFIG", "YICHUANG_ASSETS", "YICHUANG_BIN"];

pub(super) fn settings(config: Option<&Path>, environment: &Environment) -> Result<Settings, Failure> {
    let mut settings = Settings::default();
    for key in keys() {
        if let Some(value) = key.default {
            settings.put(key.name, value, Origin::Default);
        }
    }
    if let Some(path) = file(config, environment) {
        let text = std::fs::read_to_string(&path).map_err(|error| io(&path, &error))?;
        add_file(&mut settings, &path, &text)?;
    }
    add_environment(&mut settings, environment);
    Ok(settings)
}

/// A file that was named must be there; the usual one may be.
fn file(config: Option<&Path>, environment: &Environment) -> Option<PathBuf> {
    let named = config.map(Path::to_owned).or_else(|| environment.get("YICHUANG_CONFIG").map(PathBuf::from));
    named.or_else(|| Path::new(USUAL).exists().then(|| PathBuf::from(USUAL)))
}

pub(super) fn add_file(settings: &mut Settings, path: &Path, text: &str) -> Result<(), Failure> {
    let table: Table = text.parse().map_err(|error: toml::de::Error| {
        let line = error
            .span()
            .map_or(1, |span| text.get(..span.start).unwrap_or_default().matches('\n').count() + 1);
        let (path, why) = (path.display(), error.message().to_owned());
        Failure::new(
            Text::new(
                format!("{path} 第 {line} 行不是 TOML：{why}"),
                format!("{path} line {line} is not TOML: {why}"),
            ),
            Text::new("请改正这一行。", "Mend that line."),
        )
    })?;
    let mut leaves = Vec::new();
    flatten("", &table, &mut leaves);
    for (key, value) in leaves {
        let Some(value) = value else { return Err(not_single(path, &key)) };
        if key_of(&key).is_none() {
            return Err(unknown(path, &key));
        }
        settings.put(&key, &value, Origin::File(path.to_owned()));
    }
    Ok(())
}

/// The leaves of a table by their whole names; a list has no value here.
fn flatten(prefix: &str, table: &Table, leaves: &mut Vec<(String, Option<String>)>) {
    for (name, value) in table {
        let key = if prefix.is_empty() { name.clone() } else { format!("{prefix}.{name}") };
        match value {
            Value::Table(inner) => flatten(&key, inner, leaves),
            Value::String(text) => leaves.push((key, Some(text.clone()))),
            Value::Array(_) => leaves.push((key, None)),
            other => leaves.push((key, Some(other.to_string()))),
        }
    }
}

fn not_single(path: &Path, key: &str) -> Failure {
    let path = path.display();
    Failure::new(
        Text::new(format!("{path} 中的 {key} 是一个列表"), format!("{key} in {path} is a list")),
        Text::new("请只写一个值。", "Give one value."),
    )
}

fn unknown(path: &Path, key: &str) -> Failure {
    let near = law::nearest(key, keys().map(|key| key.name)).unwrap_or("database");
    let path = path.display();
    Failure::new(
        Text::new(format!("{path} 中有不认识的设置 {key}"), format!("{path} has an unknown setting {key}")),
        Text::new(
            format!("最接近的是 {near}；请改正，或者删去这一项。运行 yichuang config 可以看到全部设置。"),
            format!("The nearest is {near}. Correct it or take it out; yichuang config lists every setting."),
        ),
    )
}

fn add_environment(settings: &mut Settings, environment: &Environment) {
    for (variable, value) in environment {
        let key = keys().find(|key| key.variable().as_ref() == Some(variable));
        match key {
            Some(key) => settings.put(key.name, value, Origin::Environment(variable.clone())),
            None if FOREIGN.contains(&variable.as_str()) => {}
            None => {
                let known: Vec<String> = keys().filter_map(super::Key::variable).collect();
                let near = law::nearest(variable, known.iter().map(String::as_str)).unwrap_or_default();
                tracing::warn!(%variable, near, "an unknown variable of the environment is passed over");
            }
        }
    }
}
