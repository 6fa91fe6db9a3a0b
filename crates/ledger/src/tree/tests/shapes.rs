//! Hashes as text, frontiers as bytes, tiles, their paths, and entry bundles.

use super::*;

#[test]
fn hashes_are_read_in_one_spelling_only() {
    let hash = Hash::of(b"abc");
    let hex = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert_eq!(hash.to_string(), hex);
    assert_eq!(hash.to_base64(), "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
    assert_eq!(Hash::parse_hex(hex), Ok(hash));
    assert_eq!(Hash::parse_base64(&hash.to_base64()), Ok(hash));
    assert_eq!(serde_json::to_string(&hash).unwrap(), format!("\"{hex}\""));
    assert_eq!(serde_json::from_str::<Hash>(&format!("\"{hex}\"")).unwrap(), hash);
    assert_eq!(Hash::parse_hex(&hex.to_uppercase()), Err(HashError::Hex));
    assert_eq!(Hash::parse_hex(hex.get(1..).unwrap()), Err(HashError::Hex));
    assert_eq!(Hash::from_slice(&[0; 31]), Err(HashError::Length));
    // Without padding; with bits after the last byte; URL-safe letters; 33 bytes.
    for bad in [
        "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0",
        "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa1=",
        "ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0=",
        "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0A",
    ] {
        assert_eq!(Hash::parse_base64(bad), Err(HashError::Base64), "{bad}");
    }
}

#[test]
fn frontiers_of_the_wrong_shape_are_refused() {
    let bytes = Memory::of(11).frontier.to_bytes();
    assert_eq!(bytes.len(), 8 + 3 * 32);
    assert_eq!(Frontier::from_bytes(&bytes).unwrap(), Memory::of(11).frontier);
    assert_eq!(Frontier::from_bytes(&[0; 8]).unwrap(), Frontier::new());
    assert_eq!(Frontier::from_bytes(&bytes[..7]), Err(FrontierError::Size));
    assert_eq!(Frontier::from_bytes(&bytes[..bytes.len() - 1]), Err(FrontierError::Peaks));
    assert_eq!(Frontier::from_bytes(&bytes[..bytes.len() - 32]), Err(FrontierError::Peaks));
    assert_eq!(Frontier::from_bytes(&u64::MAX.to_be_bytes()), Err(FrontierError::Size));
    let mut other_size = bytes.clone();
    other_size[7] = 15;
    assert_eq!(Frontier::from_bytes(&other_size), Err(FrontierError::Peaks));
}

/// The example of tlog-tiles: 70,000 entries are 273 full tiles and one of 112, one full tile and one of 17, and one
/// tile of a single hash.
#[test]
fn tiles_are_as_wide_as_the_standard_counts() {
    assert_eq!(tile_width(70_000, 0, 272), 256);
    assert_eq!(tile_width(70_000, 0, 273), 112);
    assert_eq!(tile_width(70_000, 0, 274), 0);
    assert_eq!(tile_width(70_000, 1, 0), 256);
    assert_eq!(tile_width(70_000, 1, 1), 17);
    assert_eq!(tile_width(70_000, 2, 0), 1);
    assert_eq!(tile_width(70_000, 3, 0), 0);
    assert_eq!(tile_width(256, 1, 0), 1);
    assert_eq!(tile_width(u64::MAX, 63, 0), 0);
    assert_eq!(tile_width(5, 0, u64::MAX), 0);
}

#[test]
fn tiles_hold_the_hashes_of_their_level() {
    let memory = Memory::of(1000);
    let leaves = tile(&memory, 0, 3, 232).unwrap();
    assert_eq!(leaves.len(), 232 * 32);
    assert_eq!(leaves[..32], memory.leaves[768].as_bytes()[..]);
    let roots = tile(&memory, 1, 0, 3).unwrap();
    assert_eq!(roots[64..], memory.roots[&(1, 2)].as_bytes()[..]);
    // The node above a full tile of level 0 is the first hash of level 1.
    let mut row: Vec<Hash> = memory.leaves[..256].to_vec();
    while row.len() > 1 {
        row = row.chunks(2).map(|pair| node_hash(pair[0], pair[1])).collect();
    }
    assert_eq!(roots[..32], row[0].as_bytes()[..]);
    let short = TreeError::Short { level: 0, from: 768, wanted: 256, got: 232 };
    assert_eq!(tile(&memory, 0, 3, 256), Err(short));
    assert!(matches!(tile(&memory, 0, u64::MAX, 1), Err(TreeError::Outside { .. })));
}

#[test]
fn tile_paths_are_read_and_written_in_one_spelling() {
    let good = [
        ("tile/0/000", TileKind::Hashes(0), 0, 256),
        ("tile/0/x001/x234/067", TileKind::Hashes(0), 1_234_067, 256),
        ("tile/0/x001/234.p/56", TileKind::Hashes(0), 1234, 56),
        ("tile/63/999.p/255", TileKind::Hashes(63), 999, 255),
        ("tile/entries/x273/112.p/1", TileKind::Entries, 273_112, 1),
        ("tile/2/x018/x446/x744/x073/x709/x551/615", TileKind::Hashes(2), u64::MAX, 256),
    ];
    for (text, kind, index, width) in good {
        let path = TilePath { kind, index, width };
        assert_eq!(TilePath::parse(text), Ok(path), "{text}");
        assert_eq!(path.to_string(), text);
    }
    let bad = "|tile|tile/0|tile/0/|/tile/0/000|tile/00/000|tile/64/000|tile/-1/000|tile/+1/000|tile/x/000|tile/0/0|\
        tile/0/0000|tile/0/x000|tile/0/x000/001|tile/0/001/234|tile/0/x001/x234|tile/0/000.p|tile/0/000.p/|\
        tile/0/000.p/0|tile/0/000.p/256|tile/0/000.p/257|tile/0/000.p/01|tile/0/000.p/1/2|tile/0/000/|\
        tile/0/x018/x446/x744/x073/x709/x551/616|tile/0/x999/x999/x999/x999/x999/x999/999|tile/data/000|\
        tile/entries/000.p/1.p/1|tile/0/x+01/000|tile/0/00a|tile/0/０００|tile/0/000 |tile/0/xx01/000";
    for text in bad.split('|') {
        assert_eq!(TilePath::parse(text), Err(TilePathError), "{text}");
    }
}

#[test]
fn entry_bundles_are_read_back_and_cut_ones_refused() {
    let longest = vec![7; ENTRY_MAX_BYTES];
    let entries: [&[u8]; 3] = [b"{\"kind\":\"CaseOpened\"}", b"", &longest];
    let bytes = encode_bundle(&entries).unwrap();
    assert_eq!(bytes[..2], [0, 21]);
    assert_eq!(decode_bundle(&bytes).unwrap(), entries);
    assert_eq!(decode_bundle(&[]).unwrap(), Vec::<&[u8]>::new());
    assert_eq!(decode_bundle(&bytes[..bytes.len() - 1]), Err(BundleError::Short));
    assert_eq!(decode_bundle(&[0]), Err(BundleError::Short));
    assert_eq!(encode_bundle(&[vec![0; ENTRY_MAX_BYTES + 1]]), Err(BundleError::EntryTooLong));
}

proptest! {
    #[test]
    fn every_tile_path_reads_back(level in 0u8..64, index: u64, width in 1u16..=256, entries: bool) {
        let kind = if entries { TileKind::Entries } else { TileKind::Hashes(level) };
        let path = TilePath { kind, index, width };
        prop_assert_eq!(TilePath::parse(&path.to_string()), Ok(path));
    }

    #[test]
    fn texts_are_read_as_paths_without_harm(text in "tile/[0-9a-z/.]{0,40}") {
        if let Ok(path) = TilePath::parse(&text) {
            prop_assert_eq!(path.to_string(), text);
        }
    }

    #[test]
    fn bytes_are_read_as_bundles_without_harm(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        if let Ok(entries) = decode_bundle(&bytes) {
            prop_assert_eq!(encode_bundle(&entries).unwrap(), bytes);
        }
    }
}
