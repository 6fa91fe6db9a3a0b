//! Round trips, published vectors, and everything that must not open.

use base::Rng;
use proptest::prelude::*;

use super::cipher::{bound, mac, open, seal, seal_with_nonce};
use super::digest::{SALT_LEN, blind_digest, key_digest, value_digest};
use super::*;

mod forms;

const ZHANG: &str = "per_999900_01KAHF6Z5M8Q0W3J7V2N4B6C8D";
const LI: &str = "per_999900_01KAHF6Z5M8Q0W3J7V2N4B6C8E";

fn master() -> MasterKey {
    MasterKey::generate(&mut Rng::from_number(1))
}

fn data_key(person: &str) -> DataKey {
    DataKey::generate(&master(), person, 1, &mut Rng::from_number(2))
}

fn flips(bytes: &[u8]) -> impl Iterator<Item = Vec<u8>> + '_ {
    (0..bytes.len() * 8).map(|bit| {
        let mut altered = bytes.to_vec();
        altered[bit / 8] ^= 1 << (bit % 8);
        altered
    })
}

fn padded(key: &[u8]) -> [u8; 32] {
    let mut bytes = [0; 32];
    bytes[..key.len()].copy_from_slice(key);
    bytes
}

/// RFC 4231 §4.2 and §4.3; HMAC itself fills short keys with zeros.
#[test]
fn the_published_hmacs_come_out() {
    assert_eq!(
        hex::encode(mac(&padded(&[0x0b; 20]), &[b"Hi There"])),
        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
    );
    assert_eq!(
        hex::encode(mac(&padded(b"Jefe"), &[b"what do ya want ", b"for nothing?"])),
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    );
}

/// Test case 14 of the GCM specification (McGrew and Viega), without the additional data that our stored forms add:
/// the keystream does not depend on them, the authentication tag does.
#[test]
fn the_published_aes_256_gcm_ciphertext_comes_out() {
    let sealed = seal_with_nonce(&[0; 32], b"", &[0; 16], [0; NONCE_LEN]).unwrap();
    assert_eq!(sealed.ciphertext()[0], Algorithm::Aes256Gcm.tag());
    assert_eq!(hex::encode(&sealed.ciphertext()[1..17]), "cea7403d4d606b6e074ec5d3baf39d18");
    assert_eq!(sealed.ciphertext().len(), 1 + 16 + 16);
    assert_eq!(open(&[0; 32], b"", &sealed).unwrap().as_bytes(), [0; 16]);
}

#[test]
fn a_master_key_file_reads_back_and_its_damage_is_noticed() {
    let key = master();
    let text = key.to_text();
    assert_eq!(text.lines().next(), Some("yichuang master key v1"));
    assert_eq!(MasterKey::parse(&text).unwrap().to_text(), text);
    assert_eq!(MasterKey::parse(&text.replace('\n', "\r\n")).unwrap().id(), key.id());
    for at in 0..text.trim_end().len() {
        let mut bytes = text.as_bytes().to_vec();
        bytes[at] = if bytes[at] == b'7' { b'8' } else { b'7' };
        assert!(MasterKey::parse(&String::from_utf8(bytes).unwrap()).is_err(), "byte {at}");
        assert!(MasterKey::parse(text.get(..at).unwrap()).is_err(), "cut at {at}");
    }
    assert_eq!(MasterKey::parse(&format!("{}more\n", *text)).unwrap_err(), SealError::KeyFile);
    let other = MasterKey::generate(&mut Rng::from_number(9));
    let key_line = |text: &str| text.lines().nth(1).unwrap().to_owned();
    let mixed = text.replace(&key_line(&text), &key_line(&other.to_text()));
    assert_eq!(MasterKey::parse(&mixed).unwrap_err(), SealError::KeyCheck);
    assert_ne!(key.id(), other.id());
}

#[test]
fn a_wrapped_key_opens_only_for_its_person_version_and_master() {
    let (master, key) = (master(), data_key(ZHANG));
    let wrapped = key.wrap(&master, &mut Rng::from_number(3)).unwrap();
    let value = key.seal_value("name", 1, "张三".as_bytes(), &mut Rng::from_number(4)).unwrap();
    let again = DataKey::unwrap(&master, ZHANG, 1, &wrapped).unwrap();
    assert_eq!(again.open_value("name", 1, &value).unwrap().as_text(), Ok("张三"));
    let other = MasterKey::generate(&mut Rng::from_number(9));
    for wrong in [
        DataKey::unwrap(&master, LI, 1, &wrapped),
        DataKey::unwrap(&master, ZHANG, 2, &wrapped),
        DataKey::unwrap(&other, ZHANG, 1, &wrapped),
        DataKey::unwrap(&master, ZHANG, 1, &value),
    ] {
        assert_eq!(wrong.unwrap_err(), SealError::Unopened);
    }
}

#[test]
fn a_value_opens_only_in_its_place() {
    let key = data_key(ZHANG);
    let sealed = key.seal_value("phone", 3, b"13900000001", &mut Rng::from_number(5)).unwrap();
    assert_eq!(key.open_value("phone", 3, &sealed).unwrap().as_bytes(), b"13900000001");
    for (field, version) in [("phone", 2), ("phone", 4), ("name", 3), ("phon", 3), ("", 3)] {
        assert_eq!(key.open_value(field, version, &sealed), Err(SealError::Unopened), "{field} {version}");
    }
    assert_eq!(key.open_file("phone", &sealed), Err(SealError::Unopened));
    assert_eq!(data_key(LI).open_value("phone", 3, &sealed), Err(SealError::Unopened));
    let (zhang, li) = (data_key(ZHANG), data_key(LI));
    let value = zhang.seal_file("jpeg", b"photo", &mut Rng::from_number(6)).unwrap();
    assert_eq!(zhang.open_file("jpeg", &value).unwrap().as_bytes(), b"photo");
    assert_eq!(zhang.open_file("png", &value), Err(SealError::Unopened));
    assert_eq!(li.open_file("jpeg", &value), Err(SealError::Unopened));
}

#[test]
fn parts_of_a_place_cannot_be_shifted_into_one_another() {
    assert_ne!(bound("a", &[b"bc", b"d"]), bound("a", &[b"b", b"cd"]));
    assert_ne!(bound("a", &[b"b", b""]), bound("a", &[b"b"]));
}

#[test]
fn every_flipped_bit_of_a_stored_row_is_detected() {
    let (master, key) = (master(), data_key(ZHANG));
    let value = key.seal_value("name", 1, "张三".as_bytes(), &mut Rng::from_number(5)).unwrap();
    let wrapped = key.wrap(&master, &mut Rng::from_number(6)).unwrap();
    let good = value_digest(ZHANG, "name", 1, value.nonce(), value.ciphertext());
    for nonce in flips(value.nonce()) {
        let altered = Sealed::from_parts(&nonce, value.ciphertext().to_vec()).unwrap();
        assert!(key.open_value("name", 1, &altered).is_err());
        assert_ne!(value_digest(ZHANG, "name", 1, altered.nonce(), altered.ciphertext()), good);
    }
    for ciphertext in flips(value.ciphertext()) {
        let altered = Sealed::from_parts(value.nonce(), ciphertext).unwrap();
        assert!(key.open_value("name", 1, &altered).is_err());
        assert_ne!(value_digest(ZHANG, "name", 1, altered.nonce(), altered.ciphertext()), good);
    }
    let good = key_digest(ZHANG, 1, &wrapped);
    let nonces = flips(wrapped.nonce()).map(|nonce| (nonce, wrapped.ciphertext().to_vec()));
    let texts = flips(wrapped.ciphertext()).map(|text| (wrapped.nonce().to_vec(), text));
    for (nonce, ciphertext) in nonces.chain(texts) {
        let altered = Sealed::from_parts(&nonce, ciphertext).unwrap();
        assert!(DataKey::unwrap(&master, ZHANG, 1, &altered).is_err());
        assert_ne!(key_digest(ZHANG, 1, &altered), good);
    }
}

#[test]
fn an_unknown_algorithm_and_cut_rows_are_named() {
    let key = data_key(ZHANG);
    let sealed = key.seal_value("name", 1, b"", &mut Rng::from_number(5)).unwrap();
    assert_eq!(key.open_value("name", 1, &sealed).unwrap().as_bytes(), b"");
    let mut other = sealed.ciphertext().to_vec();
    other[0] = 2;
    let other = Sealed::from_parts(sealed.nonce(), other).unwrap();
    assert_eq!(key.open_value("name", 1, &other), Err(SealError::Algorithm(2)));
    assert_eq!(Sealed::from_parts(&[0; 11], vec![1; 40]), Err(SealError::Short));
    assert_eq!(Sealed::from_parts(&[0; 12], sealed.ciphertext()[..16].to_vec()), Err(SealError::Short));
    assert_eq!(Sealed::from_parts(&[0; 12], Vec::new()), Err(SealError::Short));
}

#[test]
fn a_generator_that_starts_again_repeats_no_nonce_over_another_text() {
    let key = data_key(ZHANG);
    let rng = Rng::from_number(5);
    let sealed = |field: &str, text: &[u8]| key.seal_value(field, 1, text, &mut rng.restarted()).unwrap();
    let first = sealed("name", b"one");
    assert_eq!(first, sealed("name", b"one"));
    assert_ne!(first.nonce(), sealed("name", b"two").nonce());
    assert_ne!(first.nonce(), sealed("alias", b"one").nonce());
    let mut going_on = rng.restarted();
    let twice = [(); 2].map(|()| key.seal_value("name", 1, b"one", &mut going_on).unwrap());
    assert_ne!(twice[0].nonce(), twice[1].nonce());
}

#[test]
fn a_drawn_id_shows_nothing_of_a_key() {
    let rng = Rng::from_number(2);
    let key = DataKey::generate(&master(), ZHANG, 1, &mut rng.restarted());
    let drawn: [u8; 32] = rng.restarted().bytes();
    let with_drawn = seal(&drawn, b"", b"", &mut rng.restarted()).unwrap();
    assert!(open(&drawn, b"", &with_drawn).is_ok());
    let value = key.seal_value("name", 1, b"x", &mut rng.restarted()).unwrap();
    let place = bound("yichuang/value/v1", &[ZHANG.as_bytes(), b"name", &1u32.to_be_bytes()]);
    assert_eq!(open(&drawn, &place, &value), Err(SealError::Unopened));
}

#[test]
fn spellings_of_one_number_have_one_index() {
    let master = master();
    let same = |kind: BlindKind, spellings: &[&str]| {
        let key = BlindKey::derive(&master, kind);
        let first = key.index(spellings[0]);
        assert!(spellings.iter().all(|spelling| key.index(spelling) == first), "{spellings:?}");
        first
    };
    let id = same(
        BlindKind::IdNumber,
        &["99990019900101001X", "９９９９００１９９００１０１００１ｘ", " 999900 19900101 001x "],
    );
    let phone =
        same(BlindKind::Phone, &["13900000001", "139-0000-0001", "+86 139 0000 0001", "008613900000001"]);
    same(BlindKind::Email, &["zhang.san@mail.example", "Zhang.San@Mail.Example ", "zhang.san＠mail.example"]);
    assert_ne!(id, phone);
    // The same text under two kinds, or under two master keys, has nothing in common.
    let other = MasterKey::generate(&mut Rng::from_number(9));
    let key = |kind| BlindKey::derive(&master, kind);
    assert_ne!(key(BlindKind::Phone).index("139"), key(BlindKind::IdNumber).index("139"));
    assert_ne!(key(BlindKind::Phone).index("139"), BlindKey::derive(&other, BlindKind::Phone).index("139"));
    assert_ne!(key(BlindKind::Phone).index("13900000001"), key(BlindKind::Phone).index("13900000002"));
    assert!(BlindKind::ALL.iter().all(|kind| BlindKind::parse(kind.name()) == Some(*kind)));
    assert_eq!(BlindKind::parse("name"), None);
}

#[test]
fn a_blind_row_cannot_change_without_its_digest() {
    let index = *BlindKey::derive(&master(), BlindKind::Phone).index("13900000001").as_bytes();
    let salt = [3; SALT_LEN];
    let good = blind_digest("phone", &index, ZHANG, &salt);
    for altered in flips(&index) {
        assert_ne!(blind_digest("phone", altered.as_slice().try_into().unwrap(), ZHANG, &salt), good);
    }
    for altered in flips(&salt) {
        assert_ne!(blind_digest("phone", &index, ZHANG, altered.as_slice().try_into().unwrap()), good);
    }
    assert_ne!(blind_digest("phone", &index, LI, &salt), good);
    assert_ne!(blind_digest("id_number", &index, ZHANG, &salt), good);
}

#[test]
fn nothing_secret_is_printed() {
    let (master, key) = (master(), data_key(ZHANG));
    let blind = BlindKey::derive(&master, BlindKind::Phone);
    let sealed = key.seal_value("name", 1, b"Zhang", &mut Rng::from_number(5)).unwrap();
    let plain = key.open_value("name", 1, &sealed).unwrap();
    let printed =
        format!("{master:?} {key:?} {blind:?} {:?} {sealed:?} {plain:?}", blind.index("13900000001"));
    assert_eq!(
        printed,
        format!("MasterKey DataKey({ZHANG} v1) BlindKey(phone) BlindIndex Sealed(22 bytes) Plain(5 bytes)")
    );
}

proptest! {
    #[test]
    fn every_value_comes_back(plain in prop::collection::vec(any::<u8>(), 0..2000), field in "\\PC{0,20}", version: u32) {
        let key = data_key(ZHANG);
        let sealed = key.seal_value(&field, version, &plain, &mut Rng::from_number(8)).unwrap();
        let stored = Sealed::from_parts(sealed.nonce(), sealed.ciphertext().to_vec()).unwrap();
        let opened = key.open_value(&field, version, &stored).unwrap();
        prop_assert_eq!(opened.as_bytes(), plain);
    }

    #[test]
    fn normalising_twice_changes_nothing(value in "[ +0-9A-Za-z０-９－-]{0,24}") {
        for kind in [BlindKind::IdNumber, BlindKind::Email] {
            let once = kind.normalise(&value);
            prop_assert_eq!(kind.normalise(&once), once);
        }
    }
}
