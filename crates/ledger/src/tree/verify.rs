//! The verifiers of RFC 9162. They need no ledger: an index, sizes, hashes and a root that a checkpoint vouches for.

use super::hash::{Hash, empty_root, node_hash};

/// The most hashes a proof can have; whoever reads proofs from outside refuses longer ones before hashing.
pub const PATH_MAX: usize = 64;

/// Why a proof proves nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unproved {
    /// The index lies outside the tree, or the older tree is larger than the newer.
    #[error("the index or the older size lies outside the tree")]
    Outside,
    /// The proof has more or fewer hashes than a proof for these numbers has.
    #[error("the proof has another number of hashes than these sizes ask for")]
    Length,
    /// The proof leads to another root: the entry, the proof or the tree was altered.
    #[error("the proof leads to another root")]
    Root,
}

/// Verifies that the entry with this leaf hash stands at `index` in the tree of `size` entries with this root
/// (RFC 9162 §2.1.3.2).
pub fn verify_inclusion(
    leaf: Hash,
    index: u64,
    size: u64,
    path: &[Hash],
    root: Hash,
) -> Result<(), Unproved> {
    if index >= size {
        return Err(Unproved::Outside);
    }
    let (mut node, mut last, mut hash) = (index, size - 1, leaf);
    for sibling in path {
        if last == 0 {
            return Err(Unproved::Length);
        }
        if node & 1 == 1 || node == last {
            hash = node_hash(*sibling, hash);
            (node, last) = skip_missing(node, last);
        } else {
            hash = node_hash(hash, *sibling);
        }
        (node, last) = (node >> 1, last >> 1);
    }
    match (last, hash == root) {
        (0, true) => Ok(()),
        (0, false) => Err(Unproved::Root),
        _ => Err(Unproved::Length),
    }
}

/// Verifies that the tree of `old` entries with `old_root` is the beginning of the tree of `new` entries with
/// `new_root` (RFC 9162 §2.1.4.2). The empty tree begins every tree, with an empty proof.
pub fn verify_consistency(
    old: u64,
    new: u64,
    path: &[Hash],
    old_root: Hash,
    new_root: Hash,
) -> Result<(), Unproved> {
    if old > new {
        return Err(Unproved::Outside);
    }
    if old == 0 || old == new {
        let expected = if old == 0 { empty_root() } else { new_root };
        return match (path.is_empty(), old_root == expected) {
            (true, true) => Ok(()),
            (true, false) => Err(Unproved::Root),
            (false, _) => Err(Unproved::Length),
        };
    }
    let (mut node, mut last) = (old - 1, new - 1);
    (node, last) = (node >> node.trailing_ones(), last >> node.trailing_ones());
    // An old tree of a power of two is a subtree of the new one, and its root is left out of the proof.
    let (first, rest) =
        if old.is_power_of_two() { (&old_root, path) } else { path.split_first().ok_or(Unproved::Length)? };
    let (mut old_hash, mut new_hash) = (*first, *first);
    for sibling in rest {
        if last == 0 {
            return Err(Unproved::Length);
        }
        if node & 1 == 1 || node == last {
            old_hash = node_hash(*sibling, old_hash);
            new_hash = node_hash(*sibling, new_hash);
            (node, last) = skip_missing(node, last);
        } else {
            new_hash = node_hash(new_hash, *sibling);
        }
        (node, last) = (node >> 1, last >> 1);
    }
    match (last, old_hash == old_root && new_hash == new_root) {
        (0, true) => Ok(()),
        (0, false) => Err(Unproved::Root),
        _ => Err(Unproved::Length),
    }
}

/// On the right edge a node without a sibling moves up unchanged: goes up to the level where it is a right child.
fn skip_missing(node: u64, last: u64) -> (u64, u64) {
    let up = node.trailing_zeros();
    (node.checked_shr(up).unwrap_or(0), last.checked_shr(up).unwrap_or(0))
}
