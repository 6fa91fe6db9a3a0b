//! Portraits of nobody: a figure of a head and shoulders before a light wall, in a few colours.

use base::Rng;
use image::{ImageFormat, Rgb, RgbImage};

/// Width and height in pixels; the proportions of the photograph on a licence (22 mm by 32 mm).
const SIZE: (u32, u32) = (132, 192);
/// How many there are.
const COUNT: usize = 8;

/// A few portraits as JPEG files.
pub(super) fn portraits(seed: u64) -> Vec<Vec<u8>> {
    let mut rng = Rng::from_number(seed);
    (0..COUNT).filter_map(|_| portrait(&mut rng)).collect()
}

fn portrait(rng: &mut Rng) -> Option<Vec<u8>> {
    let mut colour = |low: u64, span: u64| {
        let mut part = || u8::try_from(low + rng.below(span)).unwrap_or(128);
        Rgb([part(), part(), part()])
    };
    let (wall, coat, skin, hair) = (colour(225, 25), colour(40, 90), Rgb([226, 190, 160]), colour(20, 40));
    let image = RgbImage::from_fn(SIZE.0, SIZE.1, |x, y| {
        let inside = |cx: f64, cy: f64, rx: f64, ry: f64| {
            let (dx, dy) = ((f64::from(x) - cx) / rx, (f64::from(y) - cy) / ry);
            dx * dx + dy * dy <= 1.0
        };
        if inside(66.0, 88.0, 30.0, 38.0) {
            if y < 66 { hair } else { skin }
        } else if inside(66.0, 82.0, 35.0, 42.0) && y < 84 {
            hair
        } else if inside(66.0, 200.0, 62.0, 66.0) {
            coat
        } else if (56..76).contains(&x) && (110..150).contains(&y) {
            skin
        } else {
            wall
        }
    });
    let mut bytes = std::io::Cursor::new(Vec::new());
    image.write_to(&mut bytes, ImageFormat::Jpeg).ok()?;
    Some(bytes.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn portraits_are_jpeg_files_and_always_the_same() {
        let made = portraits(7);
        assert_eq!(made.len(), COUNT);
        assert!(made.iter().all(|bytes| bytes.starts_with(&[0xFF, 0xD8, 0xFF]) && bytes.len() < 20_000));
        assert_eq!(made, portraits(7));
    }
}
