//! Making proofs from stored hashes. Whole tiles are read and the levels inside them computed, so that a proof over
//! a hundred million entries reads four tiles of 256 hashes along its path and at most as many on the right edge.

use std::collections::BTreeMap;

use super::frontier::SIZE_MAX;
use super::hash::{Hash, empty_root, node_hash};
use super::tile::{TILE_HEIGHT, TILE_WIDTH};

/// Where stored hashes come from: two tables, or a map in a test.
pub trait HashSource {
    /// What reading can fail with.
    type Error;

    /// The leaf hashes of the positions `from..to`, in order; never more than 256 are asked for.
    fn leaves(&self, from: u64, to: u64) -> Result<Vec<Hash>, Self::Error>;

    /// The tile roots `from..to` of `level` (1 and above), as [`super::Frontier::append`] reported them, in order;
    /// never more than 256 are asked for.
    fn tile_roots(&self, level: u8, from: u64, to: u64) -> Result<Vec<Hash>, Self::Error>;
}

/// Why there is no proof or no tile.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TreeError<E> {
    /// The leaf, the older tree or the tile asked for lies outside the tree.
    #[error("{asked} lies outside a tree of {size} entries")]
    Outside {
        /// The index or size asked for.
        asked: u64,
        /// The size of the tree.
        size: u64,
    },
    /// The source gave another number of hashes than it was asked for: rows are missing.
    #[error("level {level} from {from}: {wanted} hashes asked for, {got} found")]
    Short {
        /// 0 for leaves, 1 and above for tile roots.
        level: u8,
        /// The first place asked for.
        from: u64,
        /// How many were asked for.
        wanted: u64,
        /// How many came.
        got: u64,
    },
    /// The source could not be read.
    #[error("the stored hashes cannot be read: {0}")]
    Source(E),
}

/// The audit path of RFC 9162 §2.1.3.1 for the entry at `index` (from 0) in the tree of `size` entries, leaf first.
pub fn inclusion_proof<S: HashSource + ?Sized>(
    source: &S,
    index: u64,
    size: u64,
) -> Result<Vec<Hash>, TreeError<S::Error>> {
    Prover::new(source, size).inclusion(index)
}

/// The consistency proof of RFC 9162 §2.1.4.1 between the trees of `old` and `new` entries; empty when `old` is 0 or
/// equal to `new`.
pub fn consistency_proof<S: HashSource + ?Sized>(
    source: &S,
    old: u64,
    new: u64,
) -> Result<Vec<Hash>, TreeError<S::Error>> {
    Prover::new(source, new).consistency(old)
}

/// The root of the tree of the first `size` entries, as it was when it had that size.
pub fn root<S: HashSource + ?Sized>(source: &S, size: u64) -> Result<Hash, TreeError<S::Error>> {
    Prover::new(source, size).root()
}

/// The first `width` hashes (1 to 256) of the `n`-th tile of `level`, as tlog-tiles serves them: 32 bytes each.
/// Ask [`super::tile_width`] first how wide the tile may be under the newest checkpoint.
pub fn tile<S: HashSource + ?Sized>(
    source: &S,
    level: u8,
    n: u64,
    width: u16,
) -> Result<Vec<u8>, TreeError<S::Error>> {
    let width = u64::from(width).clamp(1, TILE_WIDTH);
    if n > SIZE_MAX / TILE_WIDTH {
        return Err(TreeError::Outside { asked: n, size: SIZE_MAX });
    }
    let from = n * TILE_WIDTH;
    let hashes = read(source, level, from, from + width)?;
    Ok(hashes.iter().flat_map(|hash| *hash.as_bytes()).collect())
}

/// Answers several proofs under one tree size, reading each tile once.
#[derive(Debug)]
pub struct Prover<'a, S: ?Sized> {
    source: &'a S,
    size: u64,
    /// For each tile read (level, place): its rows of nodes, from its hashes upwards.
    tiles: BTreeMap<(u8, u64), Vec<Vec<Hash>>>,
}

impl<'a, S: HashSource + ?Sized> Prover<'a, S> {
    /// A prover over the first `size` entries of `source`.
    pub fn new(source: &'a S, size: u64) -> Self {
        Self { source, size, tiles: BTreeMap::new() }
    }

    /// The root of the tree.
    pub fn root(&mut self) -> Result<Hash, TreeError<S::Error>> {
        self.range(0, self.size)
    }

    /// See [`inclusion_proof`].
    pub fn inclusion(&mut self, index: u64) -> Result<Vec<Hash>, TreeError<S::Error>> {
        if index >= self.size {
            return Err(TreeError::Outside { asked: index, size: self.size });
        }
        let (mut from, mut to) = (0, self.size);
        let mut path = Vec::new();
        while to - from > 1 {
            let middle = from + left_width(to - from);
            if index < middle {
                path.push(self.range(middle, to)?);
                to = middle;
            } else {
                path.push(self.range(from, middle)?);
                from = middle;
            }
        }
        path.reverse();
        Ok(path)
    }

    /// See [`consistency_proof`].
    pub fn consistency(&mut self, old: u64) -> Result<Vec<Hash>, TreeError<S::Error>> {
        if old > self.size {
            return Err(TreeError::Outside { asked: old, size: self.size });
        }
        let mut path = Vec::new();
        if old == 0 || old == self.size {
            return Ok(path);
        }
        let (mut from, mut to) = (0, self.size);
        while to != old {
            let middle = from + left_width(to - from);
            if old <= middle {
                path.push(self.range(middle, to)?);
                to = middle;
            } else {
                path.push(self.range(from, middle)?);
                from = middle;
            }
        }
        // Where the old tree is itself a subtree on the left edge, the verifier has its root already.
        if from > 0 {
            path.push(self.range(from, to)?);
        }
        path.reverse();
        Ok(path)
    }

    /// The hash over the leaves `from..to`, where `from` is a multiple of the power of two that `to - from` reaches:
    /// the perfect subtrees of the range, folded from the right.
    fn range(&mut self, from: u64, to: u64) -> Result<Hash, TreeError<S::Error>> {
        let mut subtrees = Vec::new();
        let mut at = from;
        while at < to {
            let height = (to - at).ilog2();
            subtrees.push(self.node(height, at >> height)?);
            at += 1 << height;
        }
        let Some(last) = subtrees.pop() else { return Ok(empty_root()) };
        Ok(subtrees.into_iter().rev().fold(last, |right, left| node_hash(left, right)))
    }

    /// The root of the perfect subtree of 2^`height` leaves at `index`, from the tile that holds it.
    fn node(&mut self, height: u32, index: u64) -> Result<Hash, TreeError<S::Error>> {
        let level = u8::try_from(height / TILE_HEIGHT).unwrap_or(u8::MAX);
        let inner = height % TILE_HEIGHT;
        let tile = (index << inner) / TILE_WIDTH;
        if !self.tiles.contains_key(&(level, tile)) {
            let from = tile * TILE_WIDTH;
            let to = (self.size >> (u32::from(level) * TILE_HEIGHT)).min(from.saturating_add(TILE_WIDTH));
            let rows = rows(read(self.source, level, from, to)?);
            self.tiles.insert((level, tile), rows);
        }
        let row = usize::try_from(inner).unwrap_or(usize::MAX);
        let place = usize::try_from(index - ((tile * TILE_WIDTH) >> inner)).unwrap_or(usize::MAX);
        let found =
            self.tiles.get(&(level, tile)).and_then(|rows| rows.get(row)).and_then(|row| row.get(place));
        found.copied().ok_or(TreeError::Outside { asked: index, size: self.size })
    }
}

/// A tile's hashes and the complete nodes above them, up to its root or as far as it is filled.
fn rows(hashes: Vec<Hash>) -> Vec<Vec<Hash>> {
    let mut rows = vec![hashes];
    while let Some(row) = rows.last().filter(|row| row.len() > 1) {
        let above = row.as_chunks::<2>().0.iter().map(|[left, right]| node_hash(*left, *right)).collect();
        rows.push(above);
    }
    rows
}

/// The largest power of two below `width` (at least 2): where RFC 6962 parts a range.
fn left_width(width: u64) -> u64 {
    1 << (width - 1).ilog2()
}

fn read<S: HashSource + ?Sized>(
    source: &S,
    level: u8,
    from: u64,
    to: u64,
) -> Result<Vec<Hash>, TreeError<S::Error>> {
    let hashes = if level == 0 { source.leaves(from, to) } else { source.tile_roots(level, from, to) };
    let hashes = hashes.map_err(TreeError::Source)?;
    let (wanted, got) = (to - from, u64::try_from(hashes.len()).unwrap_or(u64::MAX));
    if wanted == got { Ok(hashes) } else { Err(TreeError::Short { level, from, wanted, got }) }
}
