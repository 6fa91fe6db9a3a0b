//! The tree against published roots, against the definitions of RFC 6962 written out naively, and against
//! alterations.

use std::collections::HashMap;
use std::convert::Infallible;

use proptest::prelude::*;

use super::*;

mod shapes;

/// The eight leaves of the published known-answer tests of Certificate Transparency.
const LEAVES: [&[u8]; 8] = [
    b"",
    b"\x00",
    b"\x10",
    b"\x20\x21",
    b"\x30\x31",
    b"\x40\x41\x42\x43",
    b"\x50\x51\x52\x53\x54\x55\x56\x57",
    b"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f",
];

const ROOTS: [&str; 8] = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

/// What the two tables of a store would hold.
#[derive(Default)]
struct Memory {
    frontier: Frontier,
    leaves: Vec<Hash>,
    roots: HashMap<(u8, u64), Hash>,
}

impl Memory {
    fn of(count: u64) -> Self {
        let mut memory = Self::default();
        for number in 0..count {
            memory.append(leaf_hash(&number.to_be_bytes()));
        }
        memory
    }

    fn append(&mut self, leaf: Hash) {
        self.leaves.push(leaf);
        for tile in self.frontier.append(leaf) {
            assert!(
                self.roots.insert((tile.level, tile.index), tile.hash).is_none(),
                "{tile:?} reported twice"
            );
        }
    }
}

impl HashSource for Memory {
    type Error = Infallible;

    fn leaves(&self, from: u64, to: u64) -> Result<Vec<Hash>, Infallible> {
        assert!(to - from <= TILE_WIDTH);
        let range = usize::try_from(from).unwrap()..self.leaves.len().min(usize::try_from(to).unwrap());
        Ok(self.leaves.get(range).unwrap_or_default().to_vec())
    }

    fn tile_roots(&self, level: u8, from: u64, to: u64) -> Result<Vec<Hash>, Infallible> {
        assert!(to - from <= TILE_WIDTH);
        Ok((from..to).filter_map(|index| self.roots.get(&(level, index)).copied()).collect())
    }
}

/// RFC 6962 §2.1 as it is written, with ranges remembered because the tests ask for all of them.
struct Naive<'a> {
    leaves: &'a [Hash],
    known: HashMap<(usize, usize), Hash>,
}

impl<'a> Naive<'a> {
    fn new(leaves: &'a [Hash]) -> Self {
        Self { leaves, known: HashMap::new() }
    }

    fn split(n: usize) -> usize {
        let mut k = 1;
        while k * 2 < n {
            k *= 2;
        }
        k
    }

    fn mth(&mut self, from: usize, to: usize) -> Hash {
        if let Some(hash) = self.known.get(&(from, to)) {
            return *hash;
        }
        let hash = match to - from {
            0 => empty_root(),
            1 => self.leaves[from],
            n => {
                let k = Self::split(n);
                node_hash(self.mth(from, from + k), self.mth(from + k, to))
            }
        };
        self.known.insert((from, to), hash);
        hash
    }

    fn path(&mut self, m: usize, from: usize, to: usize) -> Vec<Hash> {
        let n = to - from;
        if n == 1 {
            return Vec::new();
        }
        let k = Self::split(n);
        let (mut path, other) = if m < k {
            (self.path(m, from, from + k), self.mth(from + k, to))
        } else {
            (self.path(m - k, from + k, to), self.mth(from, from + k))
        };
        path.push(other);
        path
    }

    fn subproof(&mut self, m: usize, from: usize, to: usize, whole: bool) -> Vec<Hash> {
        let n = to - from;
        if m == n {
            return if whole { Vec::new() } else { vec![self.mth(from, to)] };
        }
        let k = Self::split(n);
        let (mut path, other) = if m <= k {
            (self.subproof(m, from, from + k, whole), self.mth(from + k, to))
        } else {
            (self.subproof(m - k, from + k, to, false), self.mth(from, from + k))
        };
        path.push(other);
        path
    }
}

fn wide(number: usize) -> u64 {
    u64::try_from(number).unwrap()
}

fn flipped(hash: Hash, bit: usize) -> Hash {
    let mut bytes = *hash.as_bytes();
    bytes[bit / 8] ^= 1 << (bit % 8);
    Hash::from_bytes(bytes)
}

#[test]
fn the_published_roots_come_out() {
    assert_eq!(empty_root().to_string(), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    let mut memory = Memory::default();
    assert_eq!(memory.frontier.root(), empty_root());
    for (count, (leaf, wanted)) in LEAVES.iter().zip(ROOTS).enumerate() {
        memory.append(leaf_hash(leaf));
        assert_eq!(memory.frontier.root().to_string(), wanted);
        assert_eq!(root(&memory, wide(count) + 1).unwrap().to_string(), wanted);
    }
}

#[test]
fn the_published_audit_paths_come_out() {
    let mut memory = Memory::default();
    for leaf in LEAVES {
        memory.append(leaf_hash(leaf));
    }
    let texts = |path: Vec<Hash>| path.iter().map(Hash::to_string).collect::<Vec<_>>();
    assert_eq!(
        texts(inclusion_proof(&memory, 0, 8).unwrap()),
        [
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ]
    );
    assert_eq!(
        texts(consistency_proof(&memory, 6, 8).unwrap()),
        [
            "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ]
    );
}

#[test]
fn every_proof_up_to_600_entries_is_the_definition_and_verifies() {
    let memory = Memory::of(600);
    let mut naive = Naive::new(&memory.leaves);
    for size in 1..=600 {
        let mut prover = Prover::new(&memory, wide(size));
        let new_root = naive.mth(0, size);
        assert_eq!(prover.root().unwrap(), new_root, "root of {size}");
        for index in 0..size {
            let path = prover.inclusion(wide(index)).unwrap();
            assert_eq!(path, naive.path(index, 0, size), "entry {index} of {size}");
            let leaf = memory.leaves[index];
            assert_eq!(verify_inclusion(leaf, wide(index), wide(size), &path, new_root), Ok(()));
        }
        for old in 0..=size {
            let path = prover.consistency(wide(old)).unwrap();
            let wanted = if old == 0 { Vec::new() } else { naive.subproof(old, 0, size, true) };
            assert_eq!(path, wanted, "{old} to {size}");
            let old_root = naive.mth(0, old);
            assert_eq!(verify_consistency(wide(old), wide(size), &path, old_root, new_root), Ok(()));
        }
    }
}

#[test]
fn every_altered_bit_of_a_small_proof_is_found() {
    let memory = Memory::of(13);
    for size in 1..=13 {
        let mut prover = Prover::new(&memory, size);
        let new_root = prover.root().unwrap();
        for index in 0..size {
            let leaf = memory.leaves[usize::try_from(index).unwrap()];
            let path = prover.inclusion(index).unwrap();
            for bit in 0..256 {
                assert!(verify_inclusion(flipped(leaf, bit), index, size, &path, new_root).is_err());
                assert!(verify_inclusion(leaf, index, size, &path, flipped(new_root, bit)).is_err());
                for place in 0..path.len() {
                    let mut altered = path.clone();
                    altered[place] = flipped(altered[place], bit);
                    assert!(verify_inclusion(leaf, index, size, &altered, new_root).is_err());
                }
            }
        }
        for old in 0..size {
            let old_root = root(&memory, old).unwrap();
            let path = prover.consistency(old).unwrap();
            for bit in 0..256 {
                assert!(verify_consistency(old, size, &path, flipped(old_root, bit), new_root).is_err());
                // Any root extends the empty tree, so only a proof from one entry on can notice the new root.
                let other = flipped(new_root, bit);
                assert_eq!(verify_consistency(old, size, &path, old_root, other).is_ok(), old == 0);
                for place in 0..path.len() {
                    let mut altered = path.clone();
                    altered[place] = flipped(altered[place], bit);
                    assert!(verify_consistency(old, size, &altered, old_root, new_root).is_err());
                }
            }
        }
    }
}

#[test]
fn longer_shorter_and_outside_proofs_are_refused() {
    let memory = Memory::of(7);
    let top = root(&memory, 7).unwrap();
    let path = inclusion_proof(&memory, 2, 7).unwrap();
    let leaf = memory.leaves[2];
    let mut longer = path.clone();
    longer.push(top);
    assert_eq!(verify_inclusion(leaf, 2, 7, &longer, top), Err(Unproved::Length));
    assert_eq!(verify_inclusion(leaf, 2, 7, &path[..2], top), Err(Unproved::Length));
    assert_eq!(verify_inclusion(leaf, 7, 7, &path, top), Err(Unproved::Outside));
    assert_eq!(verify_inclusion(leaf, 3, 7, &path, top), Err(Unproved::Root));
    let first = root(&memory, 3).unwrap();
    let steps = consistency_proof(&memory, 3, 7).unwrap();
    assert_eq!(verify_consistency(3, 7, &steps, first, top), Ok(()));
    assert_eq!(verify_consistency(3, 7, &[], first, top), Err(Unproved::Length));
    assert_eq!(verify_consistency(8, 7, &steps, first, top), Err(Unproved::Outside));
    assert_eq!(verify_consistency(7, 7, &steps, top, top), Err(Unproved::Length));
    assert_eq!(inclusion_proof(&memory, 7, 7), Err(TreeError::Outside { asked: 7, size: 7 }));
    assert_eq!(consistency_proof(&memory, 8, 7), Err(TreeError::Outside { asked: 8, size: 7 }));
    let short = TreeError::Short { level: 0, from: 0, wanted: 9, got: 7 };
    assert_eq!(inclusion_proof(&memory, 0, 9), Err(short));
}

#[test]
fn proofs_reach_over_three_levels_of_tiles() {
    let memory = Memory::of(70_000);
    assert_eq!(memory.roots.len(), 273 + 1);
    let mut naive = Naive::new(&memory.leaves);
    let mut prover = Prover::new(&memory, 70_000);
    let top = naive.mth(0, 70_000);
    assert_eq!(memory.frontier.root(), top);
    assert_eq!(memory.roots[&(2, 0)], naive.mth(0, 65_536));
    assert_eq!(memory.roots[&(1, 272)], naive.mth(69_632, 69_888));
    for index in [0, 1, 255, 256, 65_535, 65_536, 69_887, 69_888, 69_999] {
        let path = prover.inclusion(wide(index)).unwrap();
        assert_eq!(path, naive.path(index, 0, 70_000));
        assert_eq!(verify_inclusion(memory.leaves[index], wide(index), 70_000, &path, top), Ok(()));
    }
    for old in [1, 255, 256, 257, 65_535, 65_536, 65_537, 69_888, 69_999] {
        assert_eq!(prover.consistency(wide(old)).unwrap(), naive.subproof(old, 0, 70_000, true));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn one_altered_bit_never_verifies(size in 2u64..3000, at in any::<prop::sample::Index>(), bit in 0usize..256) {
        let memory = Memory::of(size);
        let index = wide(at.index(usize::try_from(size).unwrap()));
        let mut prover = Prover::new(&memory, size);
        let top = prover.root().unwrap();
        let leaf = memory.leaves[usize::try_from(index).unwrap()];
        let path = prover.inclusion(index).unwrap();
        prop_assert_eq!(verify_inclusion(leaf, index, size, &path, top), Ok(()));
        let mut altered = path.clone();
        let place = at.index(altered.len());
        altered[place] = flipped(altered[place], bit);
        prop_assert!(verify_inclusion(leaf, index, size, &altered, top).is_err());
        let old = index.max(1);
        let old_root = root(&memory, old).unwrap();
        let mut steps = prover.consistency(old).unwrap();
        prop_assert_eq!(verify_consistency(old, size, &steps, old_root, top), Ok(()));
        let place = at.index(steps.len());
        steps[place] = flipped(steps[place], bit);
        prop_assert!(verify_consistency(old, size, &steps, old_root, top).is_err());
    }

    #[test]
    fn a_frontier_read_back_goes_on_as_if_nothing_had_happened(before in 0u64..700, after in 1u64..300) {
        let mut whole = Memory::of(before);
        let mut restored = Frontier::from_bytes(&whole.frontier.to_bytes()).unwrap();
        for number in before..before + after {
            let leaf = leaf_hash(&number.to_be_bytes());
            prop_assert_eq!(whole.frontier.append(leaf), restored.append(leaf));
            whole.leaves.push(leaf);
        }
        prop_assert_eq!(whole.frontier.root(), restored.root());
        prop_assert_eq!(restored.size(), before + after);
    }

    #[test]
    fn verifiers_take_any_numbers_without_harm(
        index: u64, size: u64, hashes in prop::collection::vec(any::<[u8; 32]>(), 0..70),
    ) {
        let path: Vec<Hash> = hashes.into_iter().map(Hash::from_bytes).collect();
        let zero = Hash::from_bytes([0; 32]);
        prop_assert!(verify_inclusion(zero, index, size, &path, zero).is_err());
        // Only a tree said to be its own extension needs no proof.
        let said = verify_consistency(index, size, &path, zero, zero);
        prop_assert_eq!(said.is_ok(), index == size && index != 0 && path.is_empty());
    }
}
