//! The Merkle tree over the ledger's entries, exactly as RFC 6962 §2.1 defines it (SHA-256, leaves prefixed `00`,
//! inner nodes `01`), cut into tiles of 256 hashes as C2SP tlog-tiles does, so that anybody's verifier can read it.
//!
//! It is pure: hashes come in through a [`HashSource`], nothing here knows a table. The writer keeps a [`Frontier`]
//! (some thirty hashes) and stores a row for every [`CompletedTile`] it reports; a [`Prover`] reads whole tiles back
//! and answers inclusion and consistency proofs with at most two tiles a level, whatever the size of the ledger; the
//! verifiers need nothing but the proof and are those of RFC 9162 §2.1.3.2 and §2.1.4.2.
//!
//! It is not a map (it cannot show that something is absent) and it hides nothing: entries must hold no personal
//! values.

mod frontier;
mod hash;
mod path;
mod prove;
mod tile;
mod verify;

#[cfg(test)]
mod tests;

pub use frontier::{CompletedTile, Frontier, FrontierError, SIZE_MAX};
pub use hash::{Hash, HashError, empty_root, leaf_hash, node_hash};
pub use path::{TileKind, TilePath, TilePathError};
pub use prove::{HashSource, Prover, TreeError, consistency_proof, inclusion_proof, root, tile};
pub use tile::{
    BundleError, ENTRY_MAX_BYTES, TILE_HEIGHT, TILE_WIDTH, decode_bundle, encode_bundle, tile_width,
};
pub use verify::{PATH_MAX, Unproved, verify_consistency, verify_inclusion};
