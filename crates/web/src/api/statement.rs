//! The statement in a licence's code: seven lines signed with the ledger's key, which say what the office knew when the
//! code was shown and under which checkpoint. Anybody checks it without logging in; it holds for a minute, so that a
//! picture of a code is worth nothing later.

use base::{Day, Instant};
use ledger::note::{NoteError, SignedStatement, Statement};
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
    let statement = Statement::new(&lines).map_err(|e| broken(e.to_string()))?;
    Ok(statement.sign(app.office.ledger.key()))
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

/// Reads a code: the text of the QR code, the link in it, or the link's last part.
pub(crate) fn read(app: &App, text: &str) -> Result<Stated, NotRead> {
    let keys = [app.office.ledger.verifier().clone()];
    let token = text.rsplit("t=").next().unwrap_or(text);
    let opened = Statement::open_qr(text, &keys).or_else(|first| match first {
        NoteError::NotStatement(_) => Statement::open_link(token, &keys),
        other => Err(other),
    });
    let statement = opened.map_err(|error| match error {
        NoteError::Untrusted | NoteError::BadSignature { .. } => NotRead::False,
        _ => NotRead::Unreadable,
    })?;
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
