//! The public face of the ledger: the newest signed checkpoint, the tiles of its tree, and proofs. Nobody need log in:
//! whoever holds a receipt can check it, and whoever keeps checkpoints can tell whether history was rewritten.
//!
//! Hash tiles are as C2SP tlog-tiles has them. Bundles of entries are not published: an entry is given with its proof,
//! to whoever knows its stream and number.

use std::sync::Arc;

use authz::{Action, Resource};
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use ledger::Signed;
use ledger::proof::ProofBundle;
use ledger::stored;
use ledger::tree::{TILE_WIDTH, TileKind, TilePath, tile_width};
use serde::{Deserialize, Serialize};
use service::access::staff_by_id;
use service::office::Stop;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::routes;

use super::described::Described;
use super::json::{PathOf, QueryOf};
use super::problem::Answer;
use super::shaped::TreeSize;
use super::{reply, see};
use crate::route::{Door, Kind};
use crate::{App, Visitor};

/// A tile that is full never changes.
const FOR_EVER: &str = "public, max-age=31536000, immutable";
/// Everything else grows.
const FOR_A_WHILE: &str = "public, max-age=5";

pub(super) fn routes() -> Described {
    Described::new()
        .route(Kind::Asset, "ledger.checkpoint", Door::Anyone, routes!(checkpoint))
        .rest(Kind::Asset, "ledger.tile", Door::Anyone, routes!(tile))
        .rest(Kind::Api, "ledger.proof", Door::Anyone, routes!(proof))
        .route(Kind::Api, "ledger.consistency", Door::Anyone, routes!(consistency))
}

/// The newest checkpoint that covers `size` entries, signed now where none does yet; none where the ledger is smaller.
async fn covering(app: &App, size: u64) -> Result<Option<Arc<Signed>>, Stop> {
    let enough = |signed: &Arc<Signed>| signed.checkpoint.size >= size.max(1);
    let known = app.office.ledger.newest().filter(enough);
    if known.is_some() {
        return Ok(known);
    }
    let ledger = app.office.ledger.clone();
    let signed = tokio::task::spawn_blocking(move || ledger.sign_now()).await;
    let signed = signed.map_err(|e| ledger::Error::Broken(e.to_string()))??;
    Ok(signed.filter(enough))
}

/// 账本检查点 · The newest signed checkpoint, a C2SP signed note.
#[utoipa::path(
    get, path = "/ledger/checkpoint", tag = "ledger",
    responses(
        (status = 200, description = "签名的检查点。 The signed note.", body = String, content_type = "text/plain"),
        (status = 404, description = "账本还是空的。 The ledger is empty.", body = super::problem::Problem, content_type = "application/problem+json"),
    )
)]
async fn checkpoint(State(app): State<App>) -> Answer {
    let newest = covering(&app, 1).await?.ok_or(Stop::NotFound)?;
    let headers = [(header::CONTENT_TYPE, "text/plain; charset=utf-8"), (header::CACHE_CONTROL, FOR_A_WHILE)];
    Ok((StatusCode::OK, headers, newest.note.clone()).into_response())
}

/// Which tile.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
struct WhichTile {
    /// 层和位置 Level and place, as C2SP tlog-tiles spells them: `0/x001/234`, `1/000.p/56`.
    #[param(
        pattern = "^([0-9]|[1-5][0-9]|6[0-3])(/x[0-9]{3})*/[0-9]{3}([.]p/[0-9]{1,3})?$",
        example = "0/000.p/1"
    )]
    path: String,
}

/// 账本瓦片 · A tile of the tree: hashes of 32 bytes, one after the other.
#[utoipa::path(
    get, path = "/ledger/tile/{path}", tag = "ledger", params(WhichTile),
    responses((status = 200, description = "哈希。 The hashes.", body = Vec<u8>, content_type = "application/octet-stream"))
)]
async fn tile(State(app): State<App>, PathOf(which): PathOf<WhichTile>) -> Answer {
    let tile = TilePath::parse(&format!("tile/{}", which.path)).map_err(|_| Stop::NotFound)?;
    let TileKind::Hashes(level) = tile.kind else { return Err(Stop::NotFound.into()) };
    let newest = covering(&app, 1).await?.ok_or(Stop::NotFound)?;
    if tile_width(newest.checkpoint.size, level, tile.index) < tile.width {
        return Err(Stop::NotFound.into());
    }
    let (n, width) = (tile.index, tile.width);
    let bytes = app.office.query(move |read| Ok(stored::tile_bytes(read, level, n, width)?)).await?;
    let full = u64::from(width) == TILE_WIDTH;
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream"),
        (header::CACHE_CONTROL, if full { FOR_EVER } else { FOR_A_WHILE }),
    ];
    Ok((StatusCode::OK, headers, bytes).into_response())
}

/// Which event.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
struct WhichEvent {
    /// 流和序号 The stream and the number of a receipt: `case/cas_…/n1/6`.
    #[param(
        pattern = "^[A-Za-z0-9_:.-]{1,120}(/[A-Za-z0-9_:.-]{1,120}){2,4}/[1-9][0-9]{0,11}$",
        example = "case/cas_999901_01KAHF6Z5M8Q0W3J7V2N4B6C8D/n1/1"
    )]
    path: String,
}

/// A proof file (`yichuang/proof/v1`). Keep it: `yichuang verify --proof FILE` and any RFC 9162 verifier check it
/// without asking us.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Proof)]
struct ProofView {
    /// `yichuang/proof/v1`.
    format: String,
    /// The event as the tree hashes it, in base64.
    entry: String,
    /// Its place in the ledger, from 0.
    index: u64,
    /// How many entries the ledger had under the checkpoint.
    #[schema(minimum = 1)]
    size: u64,
    /// The audit path of RFC 9162 §2.1.3, leaf first.
    path: Vec<HashText>,
    /// The signed checkpoint.
    checkpoint: String,
    /// The key that signed it, for looking up: trust the key the office publishes.
    key: String,
}

/// A SHA-256 value in lower-case hexadecimal.
#[derive(Debug, Serialize, ToSchema)]
#[schema(pattern = "^[0-9a-f]{64}$")]
struct HashText(String);

impl From<ProofBundle> for ProofView {
    fn from(bundle: ProofBundle) -> Self {
        Self {
            format: bundle.format,
            entry: bundle.entry,
            index: bundle.index,
            size: bundle.size,
            path: bundle.path.iter().map(|hash| HashText(hash.to_string())).collect(),
            checkpoint: bundle.checkpoint,
            key: bundle.key,
        }
    }
}

/// 存证证明 · The proof that an event is in the ledger, under the newest checkpoint.
///
/// 记录排好位置以前答复 404：SQLite 上立即排好，PostgreSQL 上一秒以内。工作人员账号的记录只对本人和监督人员出具证明；其他记录对知道流和序号的人出具。
/// 404 until the event has its place: at once on SQLite, within a second on PostgreSQL. What a staff account did is
/// proved to the account itself and to those who watch it; everything else to whoever knows stream and number.
#[utoipa::path(
    get, path = "/ledger/proof/{path}", tag = "ledger", params(WhichEvent),
    responses((status = 200, description = "证明。 The proof.", body = ProofView))
)]
async fn proof(State(app): State<App>, visitor: Visitor, PathOf(which): PathOf<WhichEvent>) -> Answer {
    let (stream, number) = event_of(&which.path).ok_or(Stop::NotFound)?;
    may_prove(&app, &visitor, &stream).await?;
    let found = app.office.query(move |read| {
        let event = ledger::event(read, &stream, number)?.ok_or(Stop::NotFound)?;
        let position = ledger::position(read, &stream, number)?.ok_or(Stop::NotFound)?;
        Ok((event.canonical()?, position))
    });
    let (entry, position) = found.await?;
    let newest = covering(&app, position + 1).await?.ok_or(Stop::NotFound)?;
    let size = newest.checkpoint.size;
    let path = app.office.query(move |read| Ok(stored::inclusion(read, position, size)?)).await?;
    let key = app.office.ledger.verifier();
    let bundle = ProofBundle::new(&entry, position, path, size, newest.note.clone(), key);
    Ok(reply::ok(&app, &ProofView::from(bundle)))
}

/// Whether the visitor may have proofs of a stream. The lives of records are open to whoever knows their id, which a
/// receipt tells and nobody guesses. What an account did and whose files it opened is not: its id stands in many
/// proofs, so that it is open to the account itself and to those who watch.
async fn may_prove(app: &App, visitor: &Visitor, stream: &str) -> Result<(), Stop> {
    let mut parts = stream.split(['/', ':']);
    let (kind, id) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default().to_owned());
    if !matches!(kind, "actorday" | "staff") || id == visitor.actor.id {
        return Ok(());
    }
    if see::allowed(app, visitor, Action::LedgerSearch, &Resource::Platform).is_ok() {
        return Ok(());
    }
    if kind == "actorday" {
        return Err(Stop::NotFound);
    }
    let account = app.office.query(move |read| staff_by_id(read, &id)?.ok_or(Stop::NotFound)).await?;
    see::allowed(app, visitor, Action::StaffView, &account.resource()).map_err(|_| Stop::NotFound)
}

/// Stream and number out of a path; none where it cannot be one.
fn event_of(path: &str) -> Option<(String, i64)> {
    let (stream, number) = path.rsplit_once('/')?;
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b':' | b'.' | b'-' | b'/');
    let shaped = stream.len() <= 600 && stream.bytes().all(plain) && number.len() <= 12;
    let number: i64 = number.parse().ok().filter(|n| *n > 0 && shaped)?;
    Some((stream.to_owned(), number))
}

/// Between which sizes.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Between {
    /// 较早的检查点的条目数 The size of the checkpoint you hold.
    old: TreeSize,
    /// 较新的检查点的条目数 The size of a later one; the newest where it is not given.
    new: Option<TreeSize>,
}

/// That a tree only grew. With the signed note you hold, and the one here, it is a `yichuang/consistency/v1` file.
#[derive(Debug, Serialize, ToSchema)]
struct Consistency {
    /// The earlier size.
    old: u64,
    /// The later size.
    new: u64,
    /// The consistency proof of RFC 9162 §2.1.4; empty where the sizes are the same, or the earlier one is 0.
    path: Vec<HashText>,
    /// The newest signed checkpoint, whose size is `new` where `new` was not asked for.
    checkpoint: String,
    /// The key that signed it, for looking up.
    key: String,
}

/// 一致性证明 · The proof that the ledger under a later checkpoint begins with the ledger under an earlier one.
#[utoipa::path(
    get, path = "/ledger/consistency", tag = "ledger", params(Between),
    responses(
        (status = 200, description = "证明。 The proof.", body = Consistency),
        (status = 404, description = "账本没有这么多条目。 The ledger has not so many entries.", body = super::problem::Problem, content_type = "application/problem+json"),
    )
)]
async fn consistency(State(app): State<App>, QueryOf(between): QueryOf<Between>) -> Answer {
    let old = between.old.number();
    let asked = between.new.as_ref().map(TreeSize::number);
    let newest = covering(&app, asked.unwrap_or(old)).await?.ok_or(Stop::NotFound)?;
    let new = asked.unwrap_or(newest.checkpoint.size);
    if old > new {
        return Err(Stop::NotFound.into());
    }
    let path = app.office.query(move |read| Ok(stored::consistency(read, old, new)?)).await?;
    let proof = Consistency {
        old,
        new,
        path: path.iter().map(|hash| HashText(hash.to_string())).collect(),
        checkpoint: newest.note.clone(),
        key: app.office.ledger.verifier().to_string(),
    };
    Ok(reply::ok(&app, &proof))
}

#[cfg(test)]
mod tests {
    use super::event_of;

    #[test]
    fn a_path_ends_in_the_events_number() {
        assert_eq!(event_of("case/cas_1/n1/6"), Some(("case/cas_1/n1".to_owned(), 6)));
        for bad in ["case", "case/cas_1/n1/0", "case/cas_1/n1/-1", "case/\u{0}/n1/1", "a/b/c/9999999999999"] {
            assert_eq!(event_of(bad), None, "{bad:?}");
        }
    }
}
