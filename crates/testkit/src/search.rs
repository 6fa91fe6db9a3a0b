//! Searching files for bytes that should, or should not, be in them.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};

/// Things to look for, each at least four bytes long.
#[derive(Debug)]
pub struct Needles<'n> {
    all: &'n [Vec<u8>],
    by_head: HashMap<[u8; 4], Vec<usize>>,
    heads: Vec<bool>,
}

fn short(first: u8, second: u8) -> usize {
    usize::from(first) << 8 | usize::from(second)
}

impl<'n> Needles<'n> {
    /// Prepares the search.
    pub fn new(all: &'n [Vec<u8>]) -> Self {
        let (mut by_head, mut heads) = (HashMap::<_, Vec<usize>>::new(), vec![false; 1 << 16]);
        for (place, needle) in all.iter().enumerate() {
            let [a, b, c, d, ..] = needle.as_slice() else { panic!("a needle of {} bytes", needle.len()) };
            by_head.entry([*a, *b, *c, *d]).or_default().push(place);
            heads[short(*a, *b)] = true;
        }
        Self { all, by_head, heads }
    }

    /// The places in the list of what is in `hay`.
    pub fn within(&self, hay: &[u8]) -> BTreeSet<usize> {
        let mut found = BTreeSet::new();
        for (at, window) in hay.windows(4).enumerate() {
            // Two bytes tell most places apart without a look into the map.
            let [a, b, c, d] = window else { continue };
            if self.heads[short(*a, *b)]
                && let Some(places) = self.by_head.get(&[*a, *b, *c, *d])
            {
                found.extend(places.iter().filter(|place| hay[at..].starts_with(&self.all[**place])));
            }
        }
        found
    }

    /// The places in the list of what is in any file below `folder`, or in the file itself. A file that goes away
    /// meanwhile is passed over.
    pub fn below(&self, folder: &Path) -> BTreeSet<usize> {
        let mut found = BTreeSet::new();
        for path in files(folder) {
            if let Ok(bytes) = std::fs::read(path) {
                found.extend(self.within(&bytes));
            }
        }
        found
    }
}

/// Every file below a folder; the path itself where it is a file.
pub fn files(path: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(path) else { return vec![path.to_owned()] };
    entries.flatten().flat_map(|entry| files(&entry.path())).collect()
}
