//! The shapes C2SP tlog-tiles serves: how wide a tile is, and bundles of entries.

/// Levels of the tree inside one tile.
pub const TILE_HEIGHT: u32 = 8;

/// Hashes in a full tile.
pub const TILE_WIDTH: u64 = 256;

/// The longest entry a bundle can hold, in bytes: its length is written in two bytes.
pub const ENTRY_MAX_BYTES: usize = 65_535;

/// How many hashes the `n`-th tile of `level` has in a tree of `size` leaves: 256 for a full tile, 0 for one that is
/// not there. Entry bundles are as wide as the tiles of level 0.
pub fn tile_width(size: u64, level: u8, n: u64) -> u16 {
    let on_level = size.checked_shr(u32::from(level) * TILE_HEIGHT).unwrap_or(0);
    let first = n.saturating_mul(TILE_WIDTH);
    let width = on_level.saturating_sub(first).min(TILE_WIDTH);
    u16::try_from(width).unwrap_or(0)
}

/// Why entries make no bundle, or bytes are none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BundleError {
    /// An entry is longer than [`ENTRY_MAX_BYTES`].
    #[error("an entry is longer than 65,535 bytes")]
    EntryTooLong,
    /// The bytes end inside an entry or its length.
    #[error("the bundle ends inside an entry")]
    Short,
}

/// Entries as tlog-tiles bundles them: each behind its length in two big-endian bytes.
pub fn encode_bundle<E: AsRef<[u8]>>(entries: &[E]) -> Result<Vec<u8>, BundleError> {
    let mut bytes = Vec::with_capacity(entries.iter().map(|e| e.as_ref().len() + 2).sum());
    for entry in entries {
        let entry = entry.as_ref();
        let length = u16::try_from(entry.len()).map_err(|_| BundleError::EntryTooLong)?;
        bytes.extend_from_slice(&length.to_be_bytes());
        bytes.extend_from_slice(entry);
    }
    Ok(bytes)
}

/// The entries of a bundle, in order.
pub fn decode_bundle(mut bytes: &[u8]) -> Result<Vec<&[u8]>, BundleError> {
    let mut entries = Vec::new();
    while !bytes.is_empty() {
        let (length, rest) = bytes.split_first_chunk::<2>().ok_or(BundleError::Short)?;
        let length = usize::from(u16::from_be_bytes(*length));
        let (entry, rest) = rest.split_at_checked(length).ok_or(BundleError::Short)?;
        entries.push(entry);
        bytes = rest;
    }
    Ok(entries)
}
