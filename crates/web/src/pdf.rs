//! Papers as PDF, and the licence card. A [`Sheet`] is the plain words of a paper in one language; it is set in one column on A4 and drawn by
//! `krilla`, outside every transaction. The same sheet always gives the same bytes: nothing of the clock or of chance
//! goes in. The Chinese font is read from the system when the first paper is drawn, because it is larger than the whole
//! program; where there is none, a paper is refused in words and never drawn blank.

mod font;
mod layout;
#[cfg(test)]
pub(crate) mod tests;

use axum::http::{HeaderName, HeaderValue, header};
use axum::response::IntoResponse;
use base::{Lang, Problem, Text};
use krilla::Document;
use krilla::geom::{PathBuilder, Point, Rect, Size, Transform};
use krilla::image::Image;
use krilla::metadata::Metadata;
use krilla::page::PageSettings;
use krilla::paint::Fill;
use krilla::surface::Surface;
use krilla::text::{Font, TextDirection};
use service::office::Stop;

pub(crate) use font::FontFile;
pub use font::{FontFault, paper_font};
use layout::{A4, CARD, Code, Face, Format, Leaf, Line, Spot};

use crate::answer::Answer;
use crate::frame::Qr;
use crate::pages::view::Cell;
use crate::pages::view::paper::{LicenceCard, Paper};
use crate::{App, Fault};

/// The words of a paper, in one language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sheet {
    /// `zh-CN` or `en`.
    pub(crate) lang: Lang,
    /// Said above everything: that it is a specimen, or a translation.
    pub(crate) marks: Vec<String>,
    /// Whose paper it is.
    pub(crate) office: String,
    /// Its name.
    pub(crate) title: String,
    /// Its number.
    pub(crate) number: String,
    /// To whom.
    pub(crate) to: String,
    /// Paragraphs before the list.
    pub(crate) body: Vec<String>,
    /// Numbered reasons, each of some lines.
    pub(crate) list: Vec<Vec<String>>,
    /// Facts: a name and a value.
    pub(crate) rows: Vec<(String, String)>,
    /// Paragraphs after them: the day of a notice, the remedies.
    pub(crate) after: Vec<String>,
    /// The day, as the office signs.
    pub(crate) day: String,
    /// The code under which the paper can be checked, and what it says beside it.
    pub(crate) qr: Option<(Qr, String)>,
    /// How the office signed it.
    pub(crate) signature: Vec<String>,
    /// Small lines at the end.
    pub(crate) foot: Vec<String>,
}

impl From<&Paper> for Sheet {
    fn from(paper: &Paper) -> Self {
        let frame = &paper.frame;
        let mut marks = Vec::new();
        if frame.demo {
            marks.push(frame.t("样张", "Specimen").to_owned());
        }
        if !frame.zh() {
            marks.push("This is a translation. The Chinese text is the one that counts.".to_owned());
        }
        let text = |text: &Text| frame.text(text).to_owned();
        let list = paper.reasons.iter().map(|reason| {
            let mut lines = vec![text(&reason.what), text(&reason.mend)];
            if !reason.articles.is_empty() {
                lines.push(format!("{}{}", frame.t("依据：", "Basis: "), frame.articles(&reason.articles)));
            }
            lines.retain(|line| !line.is_empty());
            lines
        });
        let due = paper.due.map(|due| {
            frame.fill(
                "请在{0}（含当日）前补齐。补正期间不计入办理时限。",
                "Please complete it by {0}. The time limit stands still until then.",
                frame.date(&due),
            )
        });
        let mut foot = vec![
            format!("{}{}", frame.t("办理事项：", "Item: "), text(&paper.item)),
            format!("{}{}", frame.t("办件编号：", "Case: "), paper.case),
            format!("{}{}", frame.t("经办：", "Handled by: "), text(&paper.handler)),
            format!("{}{}", frame.t("电话：", "Telephone: "), frame.phone),
        ];
        if let Some(position) = paper.position {
            foot.push(format!("{}{position}", frame.t("账本位置：", "Ledger position: ")));
        }
        Self {
            lang: frame.lang,
            marks,
            office: text(&frame.office),
            title: text(&paper.kind.name()),
            number: paper.number.clone(),
            to: format!("{}{}", paper.to, frame.t("：", ":")),
            body: paper.body.iter().map(text).collect(),
            list: list.collect(),
            rows: paper.rows.iter().map(|row| (text(&row.name), cell(frame, &row.value))).collect(),
            after: due.into_iter().chain(paper.remedies.iter().map(text)).collect(),
            day: frame.date(&paper.day),
            qr: paper.qr.clone().map(|qr| (qr, frame.t("扫码核验", "Scan to check").to_owned())),
            signature: paper.signature.iter().map(text).collect(),
            foot,
        }
    }
}

/// A value in plain words.
fn cell(frame: &crate::frame::Frame, value: &Cell) -> String {
    match value {
        Cell::Words(words) => frame.text(words).to_owned(),
        Cell::Data(data) => data.clone(),
        Cell::Masked(masked) => masked.to_string(),
        Cell::Date(day) => frame.date(day),
        Cell::Moment(moment) => frame.moment(moment),
        Cell::Money(amount) => frame.yuan(amount),
        Cell::Tag(tag) => frame.text(&tag.text).to_owned(),
        Cell::Empty => "—".to_owned(),
    }
}

/// A paper that is set and waits to be drawn.
#[derive(Debug)]
pub(crate) struct Leaves {
    title: String,
    lang: Lang,
    format: Format,
    pages: Vec<Leaf>,
    /// The photograph of a card, as JPEG.
    photo: Option<Vec<u8>>,
}

impl From<Sheet> for Leaves {
    fn from(sheet: Sheet) -> Self {
        let title = format!("{} {}", sheet.title, sheet.number);
        Self { title, lang: sheet.lang, format: A4, pages: layout::pages(&sheet), photo: None }
    }
}

impl Leaves {
    /// A card, with its photograph as JPEG. It is Chinese whoever prints it: it is the licence itself.
    pub(crate) fn card(card: &LicenceCard, photo: Option<Vec<u8>>) -> Self {
        let licence = &card.licence;
        let until = licence.valid_until.map_or_else(|| "长期".to_owned(), |day| day.to_string());
        let front = vec![
            format!("证号 {}", licence.id_number),
            format!("姓名 {}　　性别 {}", licence.name, card.sex),
            format!("住址 {}", card.address),
            format!("出生日期 {}", card.birth),
            format!("初次领证日期 {}", licence.first_issue),
            format!("准驾车型 {}", licence.class),
            format!("有效期限 {} 至 {until}", licence.valid_from),
        ];
        let back = vec![
            format!("证号 {}", licence.id_number),
            format!("姓名 {}", licence.name),
            format!("档案编号 {}", licence.file_number),
            format!("证芯编号 {}", card.blank),
        ];
        let faces = [
            Face { title: "机动车驾驶证".to_owned(), lines: front, photo: photo.is_some() },
            Face { title: "机动车驾驶证副页".to_owned(), lines: back, photo: false },
        ];
        let mark = card.frame.demo.then_some("样张");
        let title = format!("机动车驾驶证 {}", card.blank);
        Self { title, lang: Lang::Zh, format: CARD, pages: layout::faces(&faces, mark), photo }
    }
}

/// Draws a paper on a thread of its own.
async fn draw(app: &App, leaves: Leaves) -> Result<Vec<u8>, Fault> {
    let own = app.clone();
    let drawn = tokio::task::spawn_blocking(move || {
        let font = own.font.get().ok_or_else(no_font)?;
        set(leaves, &font).ok_or_else(|| Problem::from(broken("a paper was not drawn")))
    });
    drawn.await.map_err(|_| Fault::from(broken("drawing a paper stopped")))?.map_err(Fault::from)
}

/// A browser that shows the file all the same loads nothing and runs nothing.
const POLICY: &str = "default-src 'none'; sandbox";

/// A paper as a file to be kept, under this name. No cache keeps it.
pub(crate) async fn file(app: &App, leaves: Leaves, name: &str) -> Answer {
    let bytes = draw(app, leaves).await?;
    let name = HeaderValue::from_str(&format!("attachment; filename=\"{name}.pdf\""));
    let headers: [(HeaderName, HeaderValue); 4] = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/pdf")),
        (header::CONTENT_DISPOSITION, name.unwrap_or(HeaderValue::from_static("attachment"))),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY)),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    Ok((headers, bytes).into_response())
}

fn broken(what: &str) -> Stop {
    Stop::Failed(ledger::Error::Broken(what.to_owned()))
}

fn no_font() -> Problem {
    tracing::error!("papers cannot be drawn as PDF: install fonts-noto-cjk or set YICHUANG_FONT");
    Problem::new(
        503,
        "pdf.no_font",
        Text::new("暂时不能生成PDF", "No PDF at the moment"),
        Text::new(
            "服务器没有可用的中文字体，暂时不能生成PDF。请打开文书页面直接打印，或到窗口领取纸质文书；我们会尽快装好字体。",
            "The server has no Chinese font it can use, so no PDF can be made now. Print the paper from its page, or \
             ask for it at a counter; we will install the font soon.",
        ),
    )
}

/// Draws what is set. None where the font cannot be used after all.
fn set(leaves: Leaves, font: &Font) -> Option<Vec<u8>> {
    let mut document = Document::new();
    let lang = leaves.lang.pick("zh-CN", "en").to_owned();
    document.set_metadata(Metadata::new().title(leaves.title).language(lang));
    let Format { width, height, .. } = leaves.format;
    let photo = leaves.photo.map(|bytes| Image::from_jpeg(bytes.into(), false)).transpose().ok()?;
    for Leaf { lines, code, photo: spot } in leaves.pages {
        let mut page = document.start_page_with(PageSettings::from_wh(width, height)?);
        let mut surface = page.surface();
        for Line { x, y, size, text } in lines {
            let at = Point::from_xy(x, y);
            surface.draw_text(at, font.clone(), size, &text, false, TextDirection::LeftToRight);
        }
        if let Some(code) = &code {
            draw_code(&mut surface, code)?;
        }
        if let (Some(photo), Some(spot)) = (&photo, &spot) {
            draw_photo(&mut surface, photo, spot)?;
        }
        surface.finish();
        page.finish();
    }
    document.finish().ok()
}

/// Draws a photograph as large as its place lets it be, in its own shape, in the middle.
fn draw_photo(surface: &mut Surface<'_>, photo: &Image, spot: &Spot) -> Option<()> {
    #[expect(clippy::cast_precision_loss, reason = "a photograph of a card has at most 756 pixels a side")]
    let side = |pixels: u32| pixels as f32;
    let (width, height) = photo.size();
    let (width, height) = (side(width), side(height));
    let scale = (spot.width / width).min(spot.height / height);
    let (width, height) = (width * scale, height * scale);
    let x = spot.x + (spot.width - width) / 2.0;
    let y = spot.y + (spot.height - height) / 2.0;
    surface.push_transform(&Transform::from_translate(x, y));
    surface.draw_image(photo.clone(), Size::from_wh(width, height)?);
    surface.pop();
    Some(())
}

/// Draws the dark cells of a code, in black.
fn draw_code(surface: &mut Surface<'_>, code: &Code) -> Option<()> {
    #[expect(clippy::cast_precision_loss, reason = "a code has at most 185 cells in a row")]
    let points = |cells: usize| code.cell() * cells as f32;
    let mut path = PathBuilder::new();
    for run in code.qr.runs() {
        let (x, y) = (code.x + points(run.x), code.y + points(run.y));
        path.push_rect(Rect::from_xywh(x, y, points(run.cells), points(1))?);
    }
    let text = surface.get_fill().cloned();
    surface.set_fill(Some(Fill::default()));
    surface.draw_path(&path.finish()?);
    surface.set_fill(text);
    Some(())
}
