//! Icons as one file of symbols: `<svg><use href="/static/icons.svg#i-car"/></svg>`. The drawings carry no colour
//! and no width of their own; the page's class gives them a stroke.

use std::fmt::Write as _;

/// The square that drawings begin with: it paints nothing and only says where their edge is.
const EDGE: &str = "<path stroke=\"none\" d=\"M0 0h24v24H0z\" fill=\"none\"/>";

/// One file with a symbol for each drawing, in the order given.
pub(super) fn sprite(drawings: &[(&str, String)]) -> Result<String, String> {
    let mut file = String::from("<svg xmlns=\"http://www.w3.org/2000/svg\">\n");
    for (name, svg) in drawings {
        let (view, shapes) =
            parts(svg).ok_or_else(|| format!("the icon `{name}` is not a drawing we can read"))?;
        let shapes: Vec<&str> = shapes.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        let lines = shapes.join("").replace(" />", "/>").replace(EDGE, "");
        let _ = writeln!(file, "<symbol id=\"i-{name}\" viewBox=\"{view}\">{lines}</symbol>");
    }
    file.push_str("</svg>\n");
    Ok(file)
}

/// The view box of a drawing and what stands inside it; nothing where it holds a script or refers outside.
fn parts(svg: &str) -> Option<(&str, &str)> {
    let (_, drawing) = svg.split_once("<svg")?;
    let (head, rest) = drawing.split_once('>')?;
    let (shapes, _) = rest.split_once("</svg>")?;
    let (_, view) = head.split_once("viewBox=\"")?;
    let (view, _) = view.split_once('"')?;
    let active = ["<script", "href", "<style", "<image", " on"].iter().any(|word| shapes.contains(word));
    (!active && !shapes.trim().is_empty()).then_some((view, shapes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawing_becomes_a_symbol() {
        let svg = "<!--\ntags: [a]\n-->\n<svg\n  width=\"24\"\n  viewBox=\"0 0 24 24\"\n>\n  <path stroke=\"none\" d=\"M0 0h24v24H0z\" fill=\"none\"/>\n  <path d=\"M1 1\" />\n  <path d=\"M2 2\" />\n</svg>\n";
        let file = sprite(&[("car", svg.to_owned())]).unwrap();
        let symbol =
            "<symbol id=\"i-car\" viewBox=\"0 0 24 24\"><path d=\"M1 1\"/><path d=\"M2 2\"/></symbol>";
        assert_eq!(file, format!("<svg xmlns=\"http://www.w3.org/2000/svg\">\n{symbol}\n</svg>\n"));
    }

    #[test]
    fn drawings_that_act_or_are_empty_are_refused() {
        for inside in ["<script>a()</script>", "<use href=\"x\"/>", "<path onload=\"x\"/>", "  "] {
            let svg = format!("<svg viewBox=\"0 0 1 1\">{inside}</svg>");
            assert!(sprite(&[("x", svg)]).is_err(), "{inside}");
        }
        assert!(sprite(&[("x", "not a drawing".to_owned())]).is_err());
    }
}
