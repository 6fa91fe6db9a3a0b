//! How a command ends: with an answer, which may be "no", or with a failure that says what to do next.

use base::{Lang, Text};
use serde_json::Value;

/// What a command found out.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// False where the answer is "no": something was found, it is not ready, it is refused. Exit status 1.
    pub ok: bool,
    /// For programs.
    pub json: Value,
    /// For people, without a line break at its end.
    pub words: Text,
}

impl Report {
    /// An answer.
    pub fn new(ok: bool, json: Value, words: Text) -> Self {
        Self { ok, json, words }
    }
}

/// It could not be done: wrong usage, no store, no permission. Exit status 2.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// What went wrong, and where.
    pub what: Text,
    /// What to do.
    pub next: Text,
}

impl Failure {
    /// A failure with what happened and what to do next, in both languages.
    pub fn new(what: Text, next: Text) -> Self {
        Self { what, next }
    }

    /// What goes to standard error.
    pub fn words(&self, lang: Lang) -> String {
        let (what, next) = (self.what.get(lang), self.next.get(lang));
        match lang {
            Lang::Zh => format!("没有完成：{what}\n怎么办：{next}"),
            Lang::En => format!("Not done: {what}\nWhat to do: {next}"),
        }
    }
}

/// What a command gives.
pub type Outcome = Result<Report, Failure>;

impl From<ledger::Error> for Failure {
    fn from(error: ledger::Error) -> Self {
        let text = error.to_string();
        let next = match &error {
            ledger::Error::Store(store::Error::Unavailable(why))
                if why.contains("in use by another process") =>
            {
                Text::new(
                    "这个数据库正由另一个进程使用。请先停止它，或者改用只读的命令（verify、backup、doctor 可以同时运行）。",
                    "Another process is using this store. Stop it first, or use a command that only reads (verify, \
                     backup and doctor can run beside it).",
                )
            }
            ledger::Error::Store(store::Error::Unavailable(_)) => Text::new(
                "请检查数据库是否可以访问、磁盘是否已满，可以运行 yichuang doctor 逐项检查。",
                "Check that the database can be reached and that the disk is not full; yichuang doctor goes through it.",
            ),
            _ => Text::new(
                "请运行 yichuang doctor 和 yichuang verify，并保留它们的输出。",
                "Run yichuang doctor and yichuang verify, and keep what they print.",
            ),
        };
        Self::new(
            Text::new(format!("数据库或账本出错：{text}"), format!("the store or the ledger failed: {text}")),
            next,
        )
    }
}

impl From<store::Error> for Failure {
    fn from(error: store::Error) -> Self {
        ledger::Error::from(error).into()
    }
}

impl From<service::office::Stop> for Failure {
    fn from(stop: service::office::Stop) -> Self {
        match stop {
            service::office::Stop::Failed(error) => error.into(),
            other => {
                let problem = base::Problem::from(other);
                let detail = |lang| {
                    let fields: Vec<&str> = problem.fields.iter().map(|f| f.message.get(lang)).collect();
                    format!("{} {}", problem.title.get(lang), fields.join(" "))
                };
                Self::new(Text::new(detail(Lang::Zh).trim(), detail(Lang::En).trim()), problem.detail.clone())
            }
        }
    }
}

/// A failure of the file system: what was to be done with which path.
pub fn io(path: &std::path::Path, error: &std::io::Error) -> Failure {
    let path = path.display();
    Failure::new(
        Text::new(format!("无法读写 {path}：{error}"), format!("cannot read or write {path}: {error}")),
        Text::new(
            "请检查路径是否正确、当前用户是否有权限、磁盘是否已满。",
            "Check the path, the rights of the user who runs this, and that the disk is not full.",
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_says_what_to_do_in_both_languages() {
        let error = store::Error::Unavailable("x.db is in use by another process: stop it first".to_owned());
        let failure = Failure::from(error);
        assert!(failure.words(Lang::Zh).contains("怎么办：这个数据库正由另一个进程使用"));
        assert!(failure.words(Lang::En).contains("What to do: Another process"));
    }
}
