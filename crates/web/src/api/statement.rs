//! The statements in codes, signed with the ledger's key. A licence's is seven lines, which say what the office knew when
//! the code was shown and under which checkpoint; it holds for a minute, so that a picture of a code is worth nothing
//! later. A paper's is five lines, which say which paper was made when and by which event of the ledger; it holds for
//! good. Anybody checks either without logging in.

use base::{Day, Instant};
use ledger::note::{NoteError, SignedStatement, Statement, StatementKind};
use ledger::tree::Hash;
use service::case::{Paper, PaperKind};
use service::catalog::LicenceStatus;
use service::licence::Licence;
use service::office::Stop;
use service::person::Masked;

use crate::App;

/// A shown code holds this long, in seconds.
pub(crate) const SHOWN_SECONDS: i64 = 60;

/// What stands in the place of a last day on a licence without end.
const WITHOUT_END: &str = "long-term";

/// Signs what the licence is now, under the newest checkpoint, which is signed anew where the ledger has grown.
pub(crate) async fn sign(
    app: &App,
    masked: &Masked,
    licence: &Licence,
    now: Instant,
) -> Result<SignedStatement, Stop> {
    let ledger = app.office.ledger.clone();
    let broken = |what: String| Stop::Failed(ledger::Error::Broken(what));
    let signed = tokio::task::spawn_blocking(move || ledger.sign_now()).await;
    let newest = signed.map_err(|e| broken(e.to_string()))??;
    let lines = [
        masked.name.clone(),
        masked.id_number.clone(),
        licence.classes.to_string(),
        licence.valid_until.map_or_else(|| WITHOUT_END.to_owned(), |day| day.to_string()),
        licence.status.as_str().to_owned(),
        now.plus_seconds(SHOWN_SECONDS).ms().to_string(),
        newest.map_or(0, |newest| newest.checkpoint.size).to_string(),
    ];
    let statement = Statement::new(StatementKind::Licence, &lines).map_err(|e| broken(e.to_string()))?;
    Ok(statement.sign(app.office.ledger.key()))
}

/// Signs that a paper was made by the event with this hash at this position. The same paper is always signed the same.
pub(crate) fn sign_paper(
    app: &App,
    paper: &Paper,
    position: u64,
    event: &Hash,
) -> Result<SignedStatement, Stop> {
    let lines = [
        paper.number.clone(),
        paper.kind.as_str().to_owned(),
        paper.made_at.day().to_string(),
        position.to_string(),
        event.to_string(),
    ];
    let statement = Statement::new(StatementKind::Paper, &lines);
    let broken = |e: NoteError| Stop::Failed(ledger::Error::Broken(e.to_string()));
    Ok(statement.map_err(broken)?.sign(app.office.ledger.key()))
}

/// The address that checks a statement, for a QR code that any telephone opens.
pub(crate) fn address(app: &App, statement: &SignedStatement) -> String {
    format!("{}/verify?t={}", app.settings.origin, statement.to_link())
}

/// What a paper's statement says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct StatedPaper {
    /// The paper's number.
    pub(crate) number: String,
    /// Which paper.
    pub(crate) kind: PaperKind,
    /// Its day.
    pub(crate) day: Day,
    /// The position of its event in the ledger.
    pub(crate) position: u64,
}

/// What a statement says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stated {
    /// 姓名, masked.
    pub(crate) name: String,
    /// 身份证明号码, masked.
    pub(crate) id_number: String,
    /// 准驾车型.
    pub(crate) classes: String,
    /// The last day; none on a licence without end.
    pub(crate) valid_until: Option<Day>,
    /// The licence's standing.
    pub(crate) status: LicenceStatus,
    /// Until when the code holds.
    pub(crate) holds_until: Instant,
    /// How many entries the ledger had.
    pub(crate) size: u64,
}

/// Why a code says nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NotRead {
    /// It is not signed by this office, or was altered.
    False,
    /// It is no code of ours.
    Unreadable,
}

/// Opens a code: the text of the QR code, the link in it, or the link's last part.
fn open(app: &App, text: &str) -> Result<Statement, NotRead> {
    let keys = [app.office.ledger.verifier().clone()];
    let token = text.rsplit("t=").next().unwrap_or(text);
    let opened = Statement::open_qr(text, &keys).or_else(|first| match first {
        NoteError::NotStatement(_) => Statement::open_link(token, &keys),
        other => Err(other),
    });
    opened.map_err(|error| match error {
        NoteError::Untrusted | NoteError::BadSignature { .. } => NotRead::False,
        _ => NotRead::Unreadable,
    })
}

/// Reads a paper's code; none where it is not one of a paper.
pub(crate) fn read_paper(app: &App, text: &str) -> Option<StatedPaper> {
    let statement = open(app, text).ok().filter(|statement| statement.kind() == StatementKind::Paper)?;
    let lines: Vec<&str> = statement.lines().collect();
    let [number, kind, day, position, _event] = lines.as_slice() else { return None };
    Some(StatedPaper {
        number: (*number).to_owned(),
        kind: PaperKind::parse(kind)?,
        day: Day::parse(day).ok()?,
        position: position.parse().ok()?,
    })
}

/// Reads a licence's code.
pub(crate) fn read(app: &App, text: &str) -> Result<Stated, NotRead> {
    let statement = open(app, text)?;
    if statement.kind() != StatementKind::Licence {
        return Err(NotRead::Unreadable);
    }
    let lines: Vec<&str> = statement.lines().collect();
    let [name, id_number, classes, until, status, holds, size] = lines.as_slice() else {
        return Err(NotRead::Unreadable);
    };
    let (Some(status), Ok(holds), Ok(size)) = (LicenceStatus::parse(status), holds.parse(), size.parse())
    else {
        return Err(NotRead::Unreadable);
    };
    Ok(Stated {
        name: (*name).to_owned(),
        id_number: (*id_number).to_owned(),
        classes: (*classes).to_owned(),
        valid_until: Day::parse(until).ok(),
        status,
        holds_until: Instant::from_ms(holds),
        size,
    })
}
