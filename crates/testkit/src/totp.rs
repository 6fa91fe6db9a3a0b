//! What a citizen's or a clerk's telephone computes.

use hmac::{Hmac, KeyInit as _, Mac as _};

const LETTERS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// The six digits of a base32 secret at a moment in milliseconds (RFC 6238), as an authenticator shows them.
pub fn totp(secret: &str, ms: i64) -> String {
    let letters = secret.chars().filter(|c| !c.is_whitespace());
    let places = letters.map(|c| LETTERS.find(c).expect("base32"));
    let bits: Vec<u8> =
        places.flat_map(|place| (0..5).rev().map(move |i| u8::from(place >> i & 1 == 1))).collect();
    let key: Vec<u8> =
        bits.chunks_exact(8).map(|eight| eight.iter().fold(0, |byte, bit| (byte << 1) | bit)).collect();
    let mut mac = Hmac::<sha1::Sha1>::new_from_slice(&key).expect("any length will do");
    mac.update(&ms.div_euclid(30_000).to_be_bytes());
    let hash: [u8; 20] = mac.finalize().into_bytes().into();
    let at = usize::from(hash[19] & 15);
    let number = u32::from_be_bytes(hash[at..at + 4].try_into().expect("four bytes")) & 0x7FFF_FFFF;
    format!("{:06}", number % 1_000_000)
}
