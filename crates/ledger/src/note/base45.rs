//! Base45 (RFC 9285): bytes in the 45 characters that a QR code packs two to eleven bits.

const ALPHABET: &[u8; 45] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

/// Two bytes become three characters, a single last byte two.
pub(super) fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(2) * 3);
    for pair in bytes.chunks(2) {
        let (mut number, digits) = match pair {
            [high, low] => (u16::from_be_bytes([*high, *low]), 3),
            _ => (pair.first().copied().map_or(0, u16::from), 2),
        };
        for _ in 0..digits {
            let letter = ALPHABET.get(usize::from(number % 45)).copied().unwrap_or(b'0');
            text.push(char::from(letter));
            number /= 45;
        }
    }
    text
}

/// The bytes, or nothing where the text is not base45.
pub(super) fn decode(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 3 * 2 + 1);
    for group in text.as_bytes().chunks(3) {
        let mut number = 0usize;
        for letter in group.iter().rev() {
            number = number * 45 + ALPHABET.iter().position(|known| known == letter)?;
        }
        match group.len() {
            3 => bytes.extend_from_slice(&u16::try_from(number).ok()?.to_be_bytes()),
            2 => bytes.push(u8::try_from(number).ok()?),
            _ => return None,
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The examples of RFC 9285 §4.3 and §4.4.
    #[test]
    fn the_published_examples_come_out() {
        for (bytes, text) in
            [("AB", "BB8"), ("Hello!!", "%69 VD92EX0"), ("base-45", "UJCLQE7W581"), ("ietf!", "QED8WEX0")]
        {
            assert_eq!(encode(bytes.as_bytes()), text);
            assert_eq!(decode(text).unwrap(), bytes.as_bytes());
        }
        assert_eq!((encode(b""), decode("")), (String::new(), Some(Vec::new())));
    }

    #[test]
    fn other_texts_are_refused() {
        // One character left over, letters that are not of the 45, 65,536 in three, 256 in two.
        for bad in ["B", "BB8B", "bb8", "GGW", ":::", "V5", "::", "BB8 é"] {
            assert_eq!(decode(bad), None, "{bad}");
        }
        assert_eq!((decode("FGW"), decode("U5")), (Some(vec![255, 255]), Some(vec![255])));
    }
}
