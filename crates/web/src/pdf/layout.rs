//! Setting a sheet: one column on A4, lines broken by what the characters take. A Chinese character is as wide as the
//! font is high; others are taken a little wider than they are, so that no line runs over the edge.

use super::Sheet;
use crate::frame::Qr;

/// A size of paper and what is free around its text, all in points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Format {
    pub(super) width: f32,
    pub(super) height: f32,
    /// Free at the left and right.
    side: f32,
    /// Free above and below.
    edge: f32,
}

/// A4.
pub(super) const A4: Format = Format { width: 595.0, height: 842.0, side: 72.0, edge: 76.0 };

/// The face of a licence card: 88 by 60 mm (GA 482).
pub(super) const CARD: Format = Format { width: 249.4, height: 170.1, side: 16.0, edge: 12.0 };

/// Size of the text, in points.
const TEXT: f32 = 11.5;
/// Size of what is small, in points.
const SMALL: f32 = 9.0;
/// The side of a code with the white around it, in points: 32 mm, so that a telephone reads it at arm's length.
const CODE: f32 = 90.0;
/// Width and height of the photograph on a card, in points: 22 by 32 mm (GA 482).
const PHOTO: (f32, f32) = (62.4, 90.7);
/// Free between the photograph and the text beside it.
const BESIDE: f32 = 6.0;
/// From line to line, as a multiple of the size.
const LEADING: f32 = 1.65;
/// Signs that never begin a line (避头).
const NOT_FIRST: &str = "，。；：、！？”’）》」』】,.;:!?)";
/// Signs that never end one (避尾).
const NOT_LAST: &str = "“‘（《「『【(";

/// A line in its place; `y` is the base line, from the top.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Line {
    pub(super) x: f32,
    pub(super) y: f32,
    pub(super) size: f32,
    pub(super) text: String,
}

/// A code in its place; `y` is its upper edge, from the top.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Code {
    pub(super) x: f32,
    pub(super) y: f32,
    pub(super) qr: Qr,
}

impl Code {
    /// The side of a cell, in points.
    pub(super) fn cell(&self) -> f32 {
        #[expect(clippy::cast_precision_loss, reason = "a code has at most 185 cells in a row")]
        let cells = self.qr.width() as f32;
        CODE / cells
    }
}

/// A photograph's place; `x` and `y` are its upper left corner.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Spot {
    pub(super) x: f32,
    pub(super) y: f32,
    pub(super) width: f32,
    pub(super) height: f32,
}

/// What stands on one page.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Leaf {
    pub(super) lines: Vec<Line>,
    pub(super) code: Option<Code>,
    pub(super) photo: Option<Spot>,
}

/// Where a line stands.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Place {
    /// From the left, so many points in.
    Left(f32),
    Centre,
    Right,
}

/// The pages of a paper.
pub(super) fn pages(sheet: &Sheet) -> Vec<Leaf> {
    let mut column = Column::on(A4);
    for mark in &sheet.marks {
        column.put(mark, SMALL, Place::Right);
    }
    column.room(8.0);
    column.put(&sheet.office, 14.0, Place::Centre);
    column.put(&sheet.title, 20.0, Place::Centre);
    column.put(&sheet.number, 10.5, Place::Right);
    column.room(10.0);
    column.put(&sheet.to, TEXT, Place::Left(0.0));
    // A Chinese paragraph begins two characters in.
    let indent = sheet.lang.pick("　　", "");
    for line in &sheet.body {
        column.put(&format!("{indent}{line}"), TEXT, Place::Left(0.0));
    }
    for (number, reason) in (1..).zip(&sheet.list) {
        column.room(4.0);
        for (place, line) in reason.iter().enumerate() {
            let line = if place == 0 { format!("{number}. {line}") } else { line.clone() };
            column.put(&line, TEXT, Place::Left(if place == 0 { 12.0 } else { 26.0 }));
        }
    }
    column.room(4.0);
    for (name, value) in &sheet.rows {
        let joint = sheet.lang.pick("：", ": ");
        column.put(&format!("{name}{joint}{value}"), TEXT, Place::Left(12.0));
    }
    column.room(4.0);
    for line in &sheet.after {
        column.put(&format!("{indent}{line}"), TEXT, Place::Left(0.0));
    }
    column.room(26.0);
    sign(&mut column, sheet);
    column.room(14.0);
    for line in &sheet.signature {
        column.put(line, SMALL, Place::Left(0.0));
    }
    column.room(6.0);
    for line in &sheet.foot {
        column.put(line, SMALL, Place::Left(0.0));
    }
    column.pages
}

/// The code at the left, the office and the day at the right, on one page.
fn sign(column: &mut Column, sheet: &Sheet) {
    let top = sheet.qr.as_ref().map(|(qr, _)| column.code(qr));
    if top.is_some() {
        column.room(CODE / 2.0 - TEXT * LEADING);
    }
    column.put(&sheet.office, TEXT, Place::Right);
    column.put(&sheet.day, TEXT, Place::Right);
    if let (Some(top), Some((_, words))) = (top, &sheet.qr) {
        column.y = top + CODE;
        column.put(words, SMALL, Place::Left((CODE - width(words) * SMALL).max(0.0) / 2.0));
    }
}

/// A face of a card.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Face {
    pub(super) title: String,
    pub(super) lines: Vec<String>,
    /// Whether a photograph stands at the right of the lines.
    pub(super) photo: bool,
}

/// The faces of a card, each a page.
pub(super) fn faces(faces: &[Face], mark: Option<&str>) -> Vec<Leaf> {
    let one = |face: &Face| {
        let mut column = Column::on(CARD);
        column.put(&face.title, 11.0, Place::Centre);
        if face.photo {
            column.photo();
        }
        for line in &face.lines {
            column.put(line, 8.0, Place::Left(0.0));
        }
        column.put(mark.unwrap_or_default(), 7.0, Place::Right);
        column.pages
    };
    faces.iter().flat_map(one).collect()
}

struct Column {
    format: Format,
    pages: Vec<Leaf>,
    y: f32,
    /// What is taken at the right of lines that begin at the left, in points.
    taken: f32,
}

impl Column {
    fn on(format: Format) -> Self {
        Self { format, pages: vec![Leaf::default()], y: format.edge, taken: 0.0 }
    }

    /// What a line may take, in points.
    fn width(&self) -> f32 {
        self.format.width - 2.0 * self.format.side
    }

    fn room(&mut self, points: f32) {
        self.y += points;
    }

    /// Puts a photograph at the right, below what stands there; lines from the left end before it.
    fn photo(&mut self) {
        let (width, height) = PHOTO;
        let x = self.format.width - self.format.side - width;
        if let Some(page) = self.pages.last_mut() {
            page.photo = Some(Spot { x, y: self.y + BESIDE, width, height });
        }
        self.taken = width + BESIDE;
    }

    /// Puts a code at the left, with room for a line of words below it, and gives its upper edge.
    fn code(&mut self, qr: &Qr) -> f32 {
        if self.y + CODE + SMALL * LEADING > self.format.height - self.format.edge {
            self.pages.push(Leaf::default());
            self.y = self.format.edge;
        }
        if let Some(page) = self.pages.last_mut() {
            page.code = Some(Code { x: self.format.side, y: self.y, qr: qr.clone() });
        }
        self.y
    }

    /// Puts a paragraph, broken into lines, and goes on to another page where one is full.
    fn put(&mut self, text: &str, size: f32, place: Place) {
        let inset = if let Place::Left(inset) = place { inset + self.taken } else { 0.0 };
        let room = self.width() - inset;
        for text in broken(text, room / size) {
            self.y += size * LEADING;
            if self.y > self.format.height - self.format.edge {
                self.pages.push(Leaf::default());
                self.y = self.format.edge + size * LEADING;
            }
            let free = (self.width() - width(&text) * size).max(0.0);
            let x = self.format.side
                + match place {
                    Place::Left(inset) => inset,
                    Place::Centre => free / 2.0,
                    Place::Right => free,
                };
            if let Some(page) = self.pages.last_mut() {
                page.lines.push(Line { x, y: self.y, size, text });
            }
        }
    }
}

/// Breaks a paragraph into lines of at most `room`, in widths of a Chinese character: between Chinese characters, and
/// between words.
fn broken(text: &str, room: f32) -> Vec<String> {
    let (mut lines, mut line, mut taken) = (Vec::new(), String::new(), 0.0);
    for piece in pieces(text) {
        let wide = width(&piece);
        if taken + wide > room && !line.trim().is_empty() {
            lines.push(std::mem::take(&mut line).trim_end().to_owned());
            taken = 0.0;
        }
        let piece = if line.is_empty() && !lines.is_empty() { piece.trim_start() } else { piece.as_str() };
        taken += width(piece);
        line.push_str(piece);
    }
    lines.push(line.trim_end().to_owned());
    lines.retain(|line| !line.is_empty());
    lines
}

/// The parts between which a line may end.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut before = ' ';
    for c in text.chars() {
        let joins = NOT_FIRST.contains(c)
            || NOT_LAST.contains(before)
            || (!wide(c) && !wide(before) && c != ' ' && before != ' ');
        match pieces.last_mut() {
            Some(piece) if joins => piece.push(c),
            _ => pieces.push(c.to_string()),
        }
        before = c;
    }
    pieces
}

fn wide(c: char) -> bool {
    c >= '\u{2E80}' || matches!(c, '“' | '”' | '‘' | '’' | '—' | '…' | '·' | '〔' | '〕')
}

/// What a text takes, in widths of a Chinese character.
fn width(text: &str) -> f32 {
    let one = |c: char| match c {
        c if wide(c) => 1.0,
        ' ' | 'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '(' | ')' | '-' => 0.34,
        'm' | 'w' | 'M' | 'W' | '@' | '%' => 0.92,
        c if c.is_ascii_uppercase() => 0.68,
        _ => 0.57,
    };
    text.chars().map(one).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_between_characters_and_words() {
        assert_eq!(broken("您的申请，我们受理。", 5.0), ["您的申请，", "我们受理。"]);
        assert_eq!(broken("您的申请很，我们", 5.0), ["您的申请", "很，我们"], "a comma never begins a line");
        assert_eq!(broken("Your application is here", 7.0), ["Your", "application is", "here"]);
        assert_eq!(broken("编号YC20261123-7K3M", 4.0), ["编号", "YC20261123-7K3M"], "a number is kept whole");
    }

    #[test]
    fn a_long_paper_goes_on_to_another_page() {
        let body = vec!["条件不符合，请先办理相关业务。".repeat(40); 12];
        let pages = pages(&Sheet { body, ..Sheet::default() });
        assert!(pages.len() > 1);
        assert!(
            pages
                .iter()
                .flat_map(|page| &page.lines)
                .all(|l| l.y <= A4.height - A4.edge
                    && l.x + width(&l.text) * l.size <= A4.width - A4.side + 0.1)
        );
    }
    #[test]
    fn the_code_stands_beside_the_office_and_never_in_two_halves() {
        let qr = Qr::of("https://example.invalid/verify?t=1").unwrap();
        for lines in 0..50 {
            let sheet = Sheet {
                office: "示例市车管所".to_owned(),
                day: "2026年11月23日".to_owned(),
                body: vec!["一行。".to_owned(); lines],
                qr: Some((qr.clone(), "扫码核验".to_owned())),
                ..Sheet::default()
            };
            let pages = pages(&sheet);
            let with_code: Vec<&Leaf> = pages.iter().filter(|page| page.code.is_some()).collect();
            let [page] = with_code.as_slice() else { panic!("{} codes", with_code.len()) };
            let code = page.code.as_ref().unwrap();
            assert!(code.y >= A4.edge && code.y + CODE <= A4.height - A4.edge, "{lines}: {}", code.y);
            let beside = |l: &&Line| (code.y..code.y + CODE).contains(&l.y);
            let words: Vec<&str> = page.lines.iter().filter(beside).map(|l| l.text.as_str()).collect();
            assert_eq!(words, ["示例市车管所", "2026年11月23日"], "{lines}");
        }
    }
}
