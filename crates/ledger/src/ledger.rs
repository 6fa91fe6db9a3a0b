//! The open ledger: a store whose commits are sequenced, and the notary that signs the tree's head.

use std::sync::{Arc, Mutex};

use base::{Clock, Entropy, Instant};
use store::{Engine, GroupHook, Limits, Migration, Read, Store, Target, params};

use crate::Error;
use crate::notary::NotaryThread;
use crate::note::{Checkpoint, SigningKey, VerifierKey};
use crate::sequencer::{GroupSequencer, SequencerThread, read_head};
use crate::sql;
use crate::tree::Hash;

/// The ledger's own step of the schema; the office's steps follow it.
pub const MIGRATION: Migration =
    Migration { number: 1, name: "ledger", text: include_str!("../migrations/0001_ledger.sql") };

/// What opening a ledger takes.
#[derive(Debug)]
pub struct Options<'a> {
    /// Which store.
    pub target: &'a Target,
    /// Limits of the store.
    pub limits: Limits,
    /// All steps of the schema, [`MIGRATION`] first.
    pub migrations: &'a [Migration],
    /// The key that signs checkpoints; its name is the ledger's origin.
    pub key: Arc<SigningKey>,
    /// Time for checkpoints and the sequencer.
    pub clock: Arc<dyn Clock>,
    /// Seeds.
    pub entropy: Arc<dyn Entropy>,
}

/// A checkpoint with its signed note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    /// Origin, size and root.
    pub checkpoint: Checkpoint,
    /// The signed note as given to the public.
    pub note: String,
    /// When it was signed.
    pub signed_at: Instant,
}

/// An open ledger. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Ledger {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    // Declared before the store so that the threads end before it closes.
    _notary: NotaryThread,
    _sequencer: Option<SequencerThread>,
    shared: Arc<Shared>,
}

/// What the notary thread shares with the ledger.
#[derive(Debug)]
pub(crate) struct Shared {
    store: Store,
    key: Arc<SigningKey>,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
    newest: Mutex<Option<Arc<Signed>>>,
}

impl Ledger {
    /// Opens the store, brings its schema up to date and starts sequencing and signing.
    pub fn open(options: Options<'_>) -> Result<Self, Error> {
        let hook: Option<Box<dyn GroupHook>> = match options.target {
            Target::Sqlite(_) => Some(Box::new(GroupSequencer::default())),
            Target::Postgres(_) => None,
        };
        let store = Store::open(options.target, options.limits, options.migrations, hook)?;
        let sequencer = match store.engine() {
            Engine::Sqlite => None,
            Engine::Postgres => {
                Some(SequencerThread::start(store.clone(), options.clock.clone(), &*options.entropy)?)
            }
        };
        let shared = Arc::new(Shared {
            store,
            key: options.key,
            clock: options.clock,
            entropy: options.entropy,
            newest: Mutex::new(None),
        });
        let notary = NotaryThread::start(shared.clone())?;
        Ok(Self { inner: Arc::new(Inner { _notary: notary, _sequencer: sequencer, shared }) })
    }

    /// The store underneath.
    pub fn store(&self) -> &Store {
        &self.inner.shared.store
    }

    /// The public half of the signing key.
    pub fn verifier(&self) -> &VerifierKey {
        self.inner.shared.key.verifier()
    }

    /// The key, for statements that are signed like checkpoints (licence codes).
    pub fn key(&self) -> &SigningKey {
        &self.inner.shared.key
    }

    /// The newest checkpoint this copy has signed or read; none before the first event.
    pub fn newest(&self) -> Option<Arc<Signed>> {
        self.inner.shared.newest()
    }

    /// Signs the tree as it stands, if it has grown since the newest checkpoint. Blocks; not for async code.
    pub fn sign_now(&self) -> Result<Option<Arc<Signed>>, Error> {
        self.inner.shared.sign()
    }
}

impl Shared {
    fn newest(&self) -> Option<Arc<Signed>> {
        self.newest.lock().ok().and_then(|newest| newest.clone())
    }

    /// Reads the head, signs it when it is new, stores the checkpoint and remembers it.
    pub(crate) fn sign(&self) -> Result<Option<Arc<Signed>>, Error> {
        let head = self.store.read(read_head).wait()?;
        let size = head.frontier.size();
        let newest = self.newest();
        if size == 0 || newest.as_ref().is_some_and(|n| n.checkpoint.size >= size) {
            return Ok(newest);
        }
        let checkpoint =
            Checkpoint { origin: self.key.verifier().name().to_owned(), size, root: head.frontier.root() };
        let note = checkpoint.sign(&self.key).map_err(|e| Error::Key(e.to_string()))?;
        let signed = Arc::new(Signed { checkpoint, note, signed_at: self.clock.now() });
        self.keep(&signed)?;
        if let Ok(mut newest) = self.newest.lock() {
            *newest = Some(signed.clone());
        }
        Ok(Some(signed))
    }

    fn keep(&self, signed: &Arc<Signed>) -> Result<(), Error> {
        let row = signed.clone();
        let kept = self.store.write(signed.signed_at, &self.entropy.rng(), move |tx| {
            let size = i64::try_from(row.checkpoint.size).unwrap_or(i64::MAX);
            let root = *row.checkpoint.root.as_bytes();
            tx.exec(&sql::CHECKPOINT_INSERT, params![size, root, row.note])
        });
        let kept: Result<u64, store::Error> = kept.wait();
        kept?;
        Ok(())
    }
}

/// The newest stored checkpoint.
pub fn stored_checkpoint(read: &mut Read<'_>) -> Result<Option<(u64, Hash, String)>, Error> {
    Ok(read.maybe(&sql::CHECKPOINT_NEWEST, params![], |row| {
        let size = u64::try_from(row.int(0)?).unwrap_or(0);
        Ok((size, Hash::from_bytes(row.digest(1)?), row.text(2)?))
    })?)
}
