//! The six writing steps of a case as requests, and who makes them. Everything follows from the number of the case, so
//! that the process that measures and the one that loads agree without a word.

use base::Rng;
use serde_json::{Value, json};
use service::access::Token;

/// The item whose case it is.
pub(super) const ITEM: &str = "licence-damaged";
/// How many clerks, reviewers and issuers there are.
pub(super) const CREW: u64 = 8;
/// Every step in its order.
pub(super) const STEPS: [Step; 6] =
    [Step::Open, Step::Deliver, Step::Submit, Step::Accept, Step::Decide, Step::Issue];
/// A prime: multiplying by it walks through the persons without order.
const STRIDE: u64 = 1_000_003;

/// One step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// The citizen applies.
    Open,
    /// The citizen says how the card reaches them.
    Deliver,
    /// The citizen signs and hands in.
    Submit,
    /// A clerk accepts.
    Accept,
    /// A reviewer decides.
    Decide,
    /// An issuer makes the card.
    Issue,
}

/// A request of a step.
#[derive(Clone, Debug)]
pub(super) struct Call {
    pub(super) path: String,
    pub(super) token: String,
    pub(super) key: String,
    pub(super) body: Value,
}

/// The person of the `n`-th case, by their place among `persons`.
pub(super) fn person_of(n: u64, persons: u64) -> u64 {
    n.wrapping_mul(STRIDE) % persons.max(1)
}

/// The token of the `n`-th person; staff follow in their order behind [`staff`].
pub(super) fn token(n: u64) -> Token {
    Token::draw(&mut Rng::from_number(0x000B_E4C4_0000_0000 | n))
}

/// The place of a member of staff among the tokens: role 0 accepts, 1 decides, 2 issues.
pub(super) fn staff(role: u64, n: u64) -> u64 {
    0x8000_0000 + role * CREW + n % CREW
}

/// The blank of the `n`-th case.
pub(super) fn blank(n: u64) -> String {
    format!("BN{n:08}")
}

/// The request of a step of the `n`-th case. `number` is what its first step answered.
pub(super) fn call(step: Step, n: u64, persons: u64, number: &str) -> Call {
    let citizen = person_of(n, persons);
    let (verb, who, body) = match step {
        Step::Open => ("", citizen, json!({ "item": ITEM })),
        Step::Deliver => ("/delivery", citizen, json!({ "delivery": "pickup" })),
        Step::Submit => ("/submit", citizen, json!({})),
        Step::Accept => ("/accept", staff(0, n), json!({})),
        Step::Decide => ("/decide", staff(1, n), json!({ "verdict": "grant" })),
        Step::Issue => ("/issue", staff(2, n), json!({ "blank": blank(n) })),
    };
    let path = match step {
        Step::Open => "/api/v1/cases".to_owned(),
        _ => format!("/api/v1/cases/{number}{verb}"),
    };
    let key = format!("bench-{n:012}-{step:?}");
    Call { path, token: token(who).as_str().to_owned(), key, body }
}
