//! Paths of tiles and entry bundles: `tile/0/x001/234`, `tile/2/000.p/56`, `tile/entries/x001/234`.

use std::fmt;

use super::tile::TILE_WIDTH;

/// What a path names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TileKind {
    /// Hashes of this level, 0 to 63; level 0 holds the leaves' hashes.
    Hashes(u8),
    /// The entries under the tile of level 0.
    Entries,
}

/// A path below the ledger's prefix, in the one spelling that tlog-tiles allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TilePath {
    /// Hashes or entries.
    pub kind: TileKind,
    /// The tile's place on its level, counted from 0.
    pub index: u64,
    /// How many hashes or entries: 256 for a full tile (no suffix), 1 to 255 for a partial one (`.p/W`).
    pub width: u16,
}

/// A path that names no tile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a tile path such as tile/0/x001/234 or tile/entries/000.p/56")]
pub struct TilePathError;

impl TilePath {
    /// Reads a path without a leading slash. Only the canonical spelling is read, so that every tile has one address
    /// and caches hold it once.
    pub fn parse(path: &str) -> Result<Self, TilePathError> {
        let mut parts = path.split('/');
        if parts.next() != Some("tile") {
            return Err(TilePathError);
        }
        let kind = match parts.next().ok_or(TilePathError)? {
            "entries" => TileKind::Entries,
            level => TileKind::Hashes(level.parse().map_err(|_| TilePathError)?),
        };
        let mut index = 0u64;
        let mut width = TILE_WIDTH;
        while let Some(part) = parts.next() {
            let (digits, partial) = part.strip_suffix(".p").map_or((part, false), |digits| (digits, true));
            let digits = digits.strip_prefix('x').unwrap_or(digits);
            let group: u64 = digits.parse().map_err(|_| TilePathError)?;
            index = index.checked_mul(1000).and_then(|i| i.checked_add(group)).ok_or(TilePathError)?;
            if partial {
                width = parts.next().and_then(|w| w.parse().ok()).ok_or(TilePathError)?;
                break;
            }
        }
        let width = u16::try_from(width).map_err(|_| TilePathError)?;
        let read = Self { kind, index, width };
        // Leading zeros, signs, a missing or superfluous `x`, groups of another length, anything after the width:
        // all of them come back spelt otherwise.
        if read.in_range() && read.to_string() == path { Ok(read) } else { Err(TilePathError) }
    }

    fn in_range(self) -> bool {
        let level_ok = !matches!(self.kind, TileKind::Hashes(level) if level > 63);
        level_ok && (1..=TILE_WIDTH).contains(&u64::from(self.width))
    }
}

impl fmt::Display for TilePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            TileKind::Hashes(level) => write!(f, "tile/{level}")?,
            TileKind::Entries => write!(f, "tile/entries")?,
        }
        let mut groups = vec![self.index % 1000];
        let mut rest = self.index / 1000;
        while rest > 0 {
            groups.push(rest % 1000);
            rest /= 1000;
        }
        for (place, group) in groups.iter().enumerate().rev() {
            let mark = if place == 0 { "" } else { "x" };
            write!(f, "/{mark}{group:03}")?;
        }
        if u64::from(self.width) < TILE_WIDTH { write!(f, ".p/{}", self.width) } else { Ok(()) }
    }
}
