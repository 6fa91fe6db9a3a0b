//! The five ways in which an outside system gives no answer that can be used.

use base::Text;

/// Why an outside system gave no usable answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AdapterError {
    /// No answer at all: no connection, a connection that closed early, or a system that says it cannot work now
    /// (408, 429, 5xx). What was asked for may or may not have been done; every call of a profile may be repeated.
    #[error("the system cannot be reached or cannot work now")]
    Unreachable,
    /// No complete answer within the time limit. What was asked for may or may not have been done.
    #[error("the system did not answer in time")]
    TimedOut,
    /// An answer that is not of the profile: not JSON, a member missing or outside its limits, or an answer to
    /// another question. `what` is for the operator and never holds a value of the answer.
    #[error("the answer is not of the profile: {what}")]
    BadAnswer {
        /// What is wrong with the answer.
        what: &'static str,
    },
    /// The system understood the question and said no, with a stable code and words for people.
    #[error("the system refused: {code}")]
    Refused {
        /// A code of the profile, the system's name first: `payment.order_differs`. Codes that begin with `request.`
        /// are about our own call (token, form), not about the person or thing asked for.
        code: String,
        /// The system's words; the Chinese ones stand for both where the system has no English.
        text: Text,
    },
    /// The answer came from a twin and this installation is in production.
    #[error("the answer came from a sandbox, and this installation is in production")]
    SandboxAnswer,
}

impl AdapterError {
    /// Whether the fact asked for stays unknown. Unknown never refuses anybody: it becomes a requirement 「核查中」
    /// with a due date. Only a refusal that is about the thing asked for leaves nothing open.
    pub fn leaves_unknown(&self) -> bool {
        match self {
            Self::Refused { code, .. } => code.starts_with("request."),
            Self::Unreachable | Self::TimedOut | Self::BadAnswer { .. } | Self::SandboxAnswer => true,
        }
    }

    /// Whether the same call may succeed a moment later.
    pub(crate) fn may_pass(&self) -> bool {
        matches!(self, Self::Unreachable | Self::TimedOut)
    }
}
