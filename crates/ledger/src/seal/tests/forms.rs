//! The stored forms, byte for byte. The constants were made by an independent implementation (Python's hashlib, hmac
//! and cryptography) from the descriptions in this module: rows written by one version open under every later one.

use super::*;

const MASTER: &str = "yichuang master key v1\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\ncheck bb49cb40\n";
const WRAPPED: &str =
    "01dbb32384250f57ef34f0df0d817e6585722cda38af90caa5038185d9e1377888c659be2e2a522bb49e9013e053880478";
const VALUE: &str = "01b08f882cde609f9ba3854095c9606da0c6c1389e9645";
const FILE: &str = "01255b47bc09730cc9821154775865f8250032e1f8ab";

fn master() -> MasterKey {
    MasterKey::parse(MASTER).unwrap()
}

fn sealed(nonce: u8, ciphertext: &str) -> Sealed {
    Sealed::from_parts(&[nonce; NONCE_LEN], hex::decode(ciphertext).unwrap()).unwrap()
}

/// A key of 32 sevens for any person, wrapped as `DataKey::wrap` does.
fn key_of_sevens(person: &str) -> DataKey {
    let place = bound("yichuang/key/v1", &[person.as_bytes(), &1u32.to_be_bytes()]);
    let wrapped = seal(&master().derive("wrap", ""), &place, &[7; 32], &mut Rng::from_number(1)).unwrap();
    DataKey::unwrap(&master(), person, 1, &wrapped).unwrap()
}

#[test]
fn rows_of_the_first_version_open() {
    assert_eq!(*master().to_text(), *MASTER);
    assert_eq!(master().id(), "d06d5fbc");
    let key = DataKey::unwrap(&master(), ZHANG, 1, &sealed(9, WRAPPED)).unwrap();
    assert_eq!(key.open_value("name", 3, &sealed(4, VALUE)).unwrap().as_text(), Ok("张三"));
    assert_eq!(key.open_file("jpeg", &sealed(4, FILE)).unwrap().as_bytes(), b"photo");
    let index = BlindKey::derive(&master(), BlindKind::Phone).index("13900000001");
    assert_eq!(
        hex::encode(index.as_bytes()),
        "ea1dcdcc8a5fd967489b807d0309d5c78a00a7e1861d07863967318c20ed64bd"
    );
}

#[test]
fn digests_of_the_first_version_stay() {
    let row = [b"\x01".as_slice(), &[b'c'; 20]].concat();
    assert_eq!(
        value_digest(ZHANG, "name", 3, &[0; NONCE_LEN], &row).to_string(),
        "e4464207dc2a5e736dea3912cf9b0c03d35ac5250565533df8d1a2fb14277616"
    );
    let wrapped = Sealed::from_parts(&[9; NONCE_LEN], [b"\x01".as_slice(), &[b'k'; 48]].concat()).unwrap();
    assert_eq!(
        key_digest(ZHANG, 1, &wrapped).to_string(),
        "1a4ee3b5407f623c4c9634c65bf640fa50e3a6e60ac6115d4937aca9bf3f48c8"
    );
    assert_eq!(
        blind_digest("phone", &[5; 32], ZHANG, &[3; SALT_LEN]).to_string(),
        "86f0babe461e3cd8c4038eb79a9994efa224d07dcf7f8f6f9da5872fe79ba168"
    );
}

#[test]
fn the_person_is_bound_even_when_two_keys_have_the_same_bytes() {
    let (zhang, li) = (key_of_sevens(ZHANG), key_of_sevens(LI));
    assert!(zhang.open_value("name", 3, &sealed(4, VALUE)).is_ok());
    assert_eq!(li.open_value("name", 3, &sealed(4, VALUE)), Err(SealError::Unopened));
    assert_eq!(li.open_file("jpeg", &sealed(4, FILE)), Err(SealError::Unopened));
}
