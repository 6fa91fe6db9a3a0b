//! The right edge of a growing tree: enough to append leaves and to know the root, and nothing more.

use super::hash::{Hash, empty_root, node_hash};
use super::tile::TILE_HEIGHT;

/// The most leaves a tree here has: positions are signed 64-bit numbers in both databases.
pub const SIZE_MAX: u64 = i64::MAX.unsigned_abs();

/// A full tile's root: the hash over 256, 65,536, 16,777,216 … leaves that a later proof need not compute again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CompletedTile {
    /// The level the hash stands on as C2SP tlog-tiles counts: 1 covers 256 leaves, 2 covers 65,536, and so on.
    pub level: u8,
    /// The hash's place on its level, counted from 0; it covers the leaves from `index · 256^level`.
    pub index: u64,
    /// The root of the covered leaves.
    pub hash: Hash,
}

/// The roots of the perfect subtrees that a tree of `size` leaves falls into, largest first. Their number is the
/// number of ones in `size`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frontier {
    size: u64,
    peaks: Vec<Hash>,
}

/// Why bytes are not a frontier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FrontierError {
    /// Fewer than eight bytes, or a size above [`SIZE_MAX`].
    #[error("the frontier does not begin with a tree size")]
    Size,
    /// The number of hashes is not the number of perfect subtrees of that size.
    #[error("the frontier has another number of hashes than its size asks for")]
    Peaks,
}

impl Frontier {
    /// The frontier of the tree without leaves.
    pub const fn new() -> Self {
        Self { size: 0, peaks: Vec::new() }
    }

    /// How many leaves the tree has.
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// Appends a leaf's hash; two hashes on average, one a level at most. Gives the tile roots this leaf completed,
    /// lowest level first: none for 255 of 256 leaves. The caller stores them before the tree is read at this size.
    pub fn append(&mut self, leaf: Hash) -> Vec<CompletedTile> {
        let mut completed = Vec::new();
        let mut hash = leaf;
        // Each trailing one of the size is a left sibling that waited for the subtree this leaf completes.
        for height in 1..=self.size.trailing_ones() {
            let Some(left) = self.peaks.pop() else { break };
            hash = node_hash(left, hash);
            if height.is_multiple_of(TILE_HEIGHT) {
                let level = u8::try_from(height / TILE_HEIGHT).unwrap_or(u8::MAX);
                completed.push(CompletedTile { level, index: self.size >> height, hash });
            }
        }
        self.peaks.push(hash);
        self.size += 1;
        completed
    }

    /// The root of the tree, RFC 6962 §2.1; that of the empty tree is SHA-256 of nothing.
    pub fn root(&self) -> Hash {
        let mut peaks = self.peaks.iter().rev();
        let Some(last) = peaks.next() else { return empty_root() };
        peaks.fold(*last, |right, left| node_hash(*left, right))
    }

    /// The size in eight big-endian bytes, then the hashes: at most 2,024 bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.size.to_be_bytes().to_vec();
        for peak in &self.peaks {
            bytes.extend_from_slice(peak.as_bytes());
        }
        bytes
    }

    /// Reads what [`Self::to_bytes`] wrote. The shape is checked; whether the hashes are right shows only when the
    /// root is compared with a checkpoint, which is what the caller does at start.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, FrontierError> {
        let (size, rest) = bytes.split_first_chunk::<8>().ok_or(FrontierError::Size)?;
        let size = u64::from_be_bytes(*size);
        if size > SIZE_MAX {
            return Err(FrontierError::Size);
        }
        let (peaks, odd) = rest.as_chunks::<{ Hash::LEN }>();
        let wanted = usize::try_from(size.count_ones()).unwrap_or(usize::MAX);
        if !odd.is_empty() || peaks.len() != wanted {
            return Err(FrontierError::Peaks);
        }
        Ok(Self { size, peaks: peaks.iter().copied().map(Hash::from_bytes).collect() })
    }
}
