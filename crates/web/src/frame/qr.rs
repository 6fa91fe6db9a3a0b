//! QR codes as one SVG path. The path is drawn by us and not by the encoder's own renderer, so that the page's
//! style sheet sets its size and colours and a strict content policy has nothing to object to.

use std::fmt;

use askama::filters::HtmlSafe;
use qrcode::{Color, EcLevel, QrCode};

/// White cells around the code, as ISO/IEC 18004 asks.
const QUIET: usize = 4;

/// A QR code ready to stand in a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Qr {
    width: usize,
    runs: Vec<Run>,
}

/// Dark cells side by side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// The first one's column, counted with the white cells around the code.
    pub x: usize,
    /// Their row.
    pub y: usize,
    /// How many there are.
    pub cells: usize,
}

impl Qr {
    /// The code of `content` with medium correction; `None` where it is too long for any code (2,331 bytes).
    pub fn of(content: &str) -> Option<Self> {
        let code = QrCode::with_error_correction_level(content.as_bytes(), EcLevel::M).ok()?;
        let side = code.width();
        let mut runs = Vec::new();
        for (row, line) in code.to_colors().chunks(side).enumerate() {
            let mut column = 0;
            for run in line.chunk_by(|a, b| a == b) {
                if run.first() == Some(&Color::Dark) {
                    runs.push(Run { x: column + QUIET, y: row + QUIET, cells: run.len() });
                }
                column += run.len();
            }
        }
        Some(Self { width: side + 2 * QUIET, runs })
    }

    /// Cells in a row, with the white ones around the code.
    pub fn width(&self) -> usize {
        self.width
    }

    /// The dark cells, row by row.
    pub fn runs(&self) -> &[Run] {
        &self.runs
    }
}

/// The SVG element; the text alternative stands beside it in the page.
impl fmt::Display for Qr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = self.width;
        write!(
            f,
            r#"<svg class="qr" viewBox="0 0 {width} {width}" aria-hidden="true" focusable="false"><path d=""#
        )?;
        for Run { x, y, cells } in &self.runs {
            write!(f, "M{x} {y}h{cells}v1h-{cells}z")?;
        }
        f.write_str(r#""/></svg>"#)
    }
}

impl HtmlSafe for Qr {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_dark_cells_of_the_code_are_all_drawn() {
        let text = "https://example.invalid/verify?t=1";
        let code = QrCode::with_error_correction_level(text.as_bytes(), EcLevel::M).unwrap();
        let dark = code.to_colors().iter().filter(|c| **c == Color::Dark).count();
        let qr = Qr::of(text).unwrap();
        let drawn: usize = qr
            .to_string()
            .split('M')
            .skip(1)
            .map(|run| run.split(['h', 'v']).nth(1).unwrap().parse::<usize>().unwrap())
            .sum();
        assert_eq!(drawn, dark);
        assert_eq!(qr.width, code.width() + 8);
    }

    #[test]
    fn a_text_too_long_for_any_code_is_none() {
        assert_eq!(Qr::of(&"x".repeat(4000)), None);
    }
}
