//! Why a command did not do what it was asked. A refusal is an answer of the law; the others are the edge's business.

use authz::Denial;
use base::{FieldError, Problem, Refusal, Text};

/// Why not.
#[derive(Clone, Debug, thiserror::Error)]
pub enum Stop {
    /// The law or a rule of the office says no; all reasons at once.
    #[error("refused: {}", .0.iter().map(|r| r.rule.as_str()).collect::<Vec<_>>().join(", "))]
    Refused(Vec<Refusal>),
    /// Fields that must be mended.
    #[error("invalid: {}", .0.iter().map(|f| f.field.as_str()).collect::<Vec<_>>().join(", "))]
    Invalid(Vec<FieldError>),
    /// It is not there, or not the actor's to see.
    #[error("not found")]
    NotFound,
    /// The actor may see it but not do this with it.
    #[error("denied: {0:?}")]
    Denied(Denial),
    /// Nobody is logged in, or the log-in does not hold.
    #[error("not logged in")]
    Unknown,
    /// Too many tries; the number of seconds to wait.
    #[error("too many tries")]
    TooMany(u32),
    /// It was done before under the same key; the stream of the first event it made then.
    #[error("done before")]
    Repeated(Option<String>),
    /// The same key came with another body.
    #[error("the key was used for something else")]
    KeyReused,
    /// Somebody changed the record since the form was shown.
    #[error("the record has changed")]
    Stale,
    /// The ledger, the vault or the store failed.
    #[error(transparent)]
    Failed(#[from] ledger::Error),
}

impl From<store::Error> for Stop {
    fn from(error: store::Error) -> Self {
        Self::Failed(error.into())
    }
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(vec![refusal])
    }
}

impl From<FieldError> for Stop {
    fn from(error: FieldError) -> Self {
        Self::Invalid(vec![error])
    }
}

/// The one place where reasons become HTTP.
impl From<Stop> for Problem {
    fn from(stop: Stop) -> Self {
        match stop {
            Stop::Refused(mut all) if !all.is_empty() => Self::from(all.remove(0)),
            Stop::Invalid(fields) => Self::invalid(fields),
            Stop::Unknown => Self::new(
                401,
                "access.unknown",
                Text::new("请先登录", "Log in first"),
                Text::new("登录后可以继续办理。", "Log in to go on."),
            ),
            Stop::Denied(denial) => {
                let mut problem = Self::from(denial.refusal());
                problem.status = 403;
                problem.title = Text::new("无权办理", "Not allowed");
                problem
            }
            Stop::TooMany(seconds) => Self::new(
                429,
                "access.too_many",
                Text::new("操作太频繁", "Too many tries"),
                again_after(seconds),
            )
            .retry_after(seconds),
            Stop::Stale => Self::new(
                409,
                "record.stale",
                Text::new("内容已更新", "The record has changed"),
                Text::new(
                    "这项业务刚刚有了新的变化，请核对后再提交。您填写的内容没有丢失。",
                    "This case has just changed. Check it and send again; what you filled in is kept.",
                ),
            ),
            Stop::KeyReused => Self::new(
                422,
                "request.key_reused",
                Text::new("幂等键已用于其他内容", "The idempotency key was used for something else"),
                Text::new(
                    "请为新的内容使用新的 Idempotency-Key。",
                    "Use a new Idempotency-Key for a new body.",
                ),
            ),
            Stop::NotFound | Stop::Refused(_) | Stop::Repeated(_) => Self::not_found(),
            Stop::Failed(error) => failed(&error),
        }
    }
}

fn failed(error: &ledger::Error) -> Problem {
    let busy = matches!(
        error,
        ledger::Error::Store(
            store::Error::Overloaded | store::Error::Unavailable(_) | store::Error::Conflict(_)
        )
    );
    if busy {
        return Problem::new(
            503,
            "office.busy",
            Text::new("系统繁忙", "Busy"),
            Text::new(
                "现在办理的人较多，请稍后再试；您填写的内容没有丢失。",
                "Many people are being served. Try again in a moment; what you filled in is kept.",
            ),
        )
        .retry_after(5);
    }
    Problem::new(
        500,
        "office.failed",
        Text::new("系统出错", "Something went wrong"),
        Text::new(
            "这不是您的问题，我们已经记录下来。请稍后再试，或拨打 12345。",
            "It is not your fault and has been recorded. Try again later, or call 12345.",
        ),
    )
}

/// When it may be tried again, in the unit a person would say.
fn again_after(seconds: u32) -> Text {
    let (zh, en) = match seconds {
        0..=120 => (format!("{seconds}秒"), format!("{seconds} seconds")),
        121..=7200 => (format!("{}分钟", seconds.div_ceil(60)), format!("{} minutes", seconds.div_ceil(60))),
        _ => (format!("{}小时", seconds.div_ceil(3600)), format!("{} hours", seconds.div_ceil(3600))),
    };
    Text::new(
        format!("请在{zh}后再试，或到服务窗口办理。"),
        format!("Try again in {en}, or come to a counter."),
    )
}
