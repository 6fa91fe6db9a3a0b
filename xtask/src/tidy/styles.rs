//! Style sheets: colours stand in the token block only, so that contrast modes reach everything, and nothing is used
//! that blanks a page in the oldest browsers we serve (Chromium 88, Firefox 102, Safari 15.4).

use super::stylesheet::{Kind, Piece, pieces};
use super::{Finding, colours};
use crate::tree::{File, Tree};

const COLOUR: &str = "colour";
const CSS: &str = "css";

const OPENS: &str = "/* tokens */";
const CLOSES: &str = "/* end tokens */";

/// What the oldest browsers do not know, and what does the same.
const TOO_NEW: &[(&str, &str)] = &[
    ("@layer", "rely on the order of one file: an unknown @layer blanks the page"),
    ("@container", "use @media, or a grid that wraps by itself"),
    ("@scope", "use a class in the selector"),
    (":has(", "let the server put a class on the element"),
    ("color-mix(", "put the mixed colour into the token block"),
    ("light-dark(", "set the token under the mode's attribute"),
    ("subgrid", "repeat the columns with a shared token"),
];

/// Every sheet below `static/`.
pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let sheet = |file: &&File| file.extension() == "css" && file.path.starts_with("static/");
    tree.files.iter().filter(sheet).flat_map(sheet_findings).collect()
}

fn sheet_findings(file: &File) -> Vec<Finding> {
    let (tokens, mut found) = token_lines(file);
    for piece in pieces(&file.text) {
        found.extend(too_new(file, &piece));
        let in_tokens = tokens.iter().any(|(first, last)| (*first..=*last).contains(&piece.line));
        let colour = match piece.kind {
            Kind::Declaration if !in_tokens => {
                piece.text.split_once(':').and_then(|(p, v)| colours::literal(p, v))
            }
            _ => None,
        };
        found.extend(colour.map(|colour| {
            let what = format!("the literal colour `{colour}` in `{}`", piece.text);
            let instead = format!("name a token; new ones stand between {OPENS} and {CLOSES}");
            Finding::new(COLOUR, &file.path, piece.line, what, instead)
        }));
    }
    found
}

/// The lines of the token blocks, first and last; a block that does not close is found.
fn token_lines(file: &File) -> (Vec<(usize, usize)>, Vec<Finding>) {
    let mut blocks = Vec::new();
    let mut opened = None;
    for (line, text) in file.lines() {
        if text.contains(OPENS) {
            opened = Some(line);
        }
        if text.contains(CLOSES) {
            blocks.extend(opened.take().map(|first| (first, line)));
        }
    }
    let open = opened.map(|line| {
        Finding::new(CSS, &file.path, line, "the token block does not end", format!("close it with {CLOSES}"))
    });
    (blocks, open.into_iter().collect())
}

fn too_new(file: &File, piece: &Piece) -> Vec<Finding> {
    let text = piece.text.to_ascii_lowercase();
    let at = |what: String, instead: &str| Finding::new(CSS, &file.path, piece.line, what, instead);
    let mut found = Vec::new();
    for (word, instead) in TOO_NEW {
        let here = match piece.kind {
            Kind::Prelude { .. } => text.contains(word),
            Kind::Declaration => !word.starts_with(['@', ':']) && text.contains(word),
        };
        if here {
            found.push(at(format!("`{word}` is newer than the browsers we serve"), instead));
        }
    }
    if piece.kind == (Kind::Prelude { nested: true }) {
        found.push(at(format!("`{}` is nested in another rule", piece.text), "write the whole selector"));
    }
    if text.starts_with("@media") && text.contains(['<', '>']) {
        found.push(at(format!("`{}` compares with < or >", piece.text), "write min-width or max-width"));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(css: &str) -> Vec<String> {
        let all = check(&Tree::of(&[("static/app.css", css)]));
        all.into_iter().map(|f| format!("{} {} {}", f.rule, f.line, f.what)).collect()
    }

    #[test]
    fn colours_stand_in_the_token_block() {
        let css = "/* tokens */\n:root{--ink:#14202E}\n/* end tokens */\n.a{color:#14202E}\n#fab{color:var(--ink)}\n";
        assert_eq!(found(css), ["colour 4 the literal colour `#14202e` in `color:#14202E`"]);
        assert_eq!(found(".a{\n  border: 1px solid red;\n}\n").len(), 1);
    }

    #[test]
    fn a_token_block_ends() {
        assert_eq!(found("/* tokens */\n:root{}\n"), ["css 1 the token block does not end"]);
    }

    #[test]
    fn what_blanks_old_browsers_is_found() {
        for css in [
            "@layer base{a{b:c}}",
            "@layer base;",
            "main:has(.b){c:d}",
            ".a{b:c;.d{e:f}}",
            "@container (min-width:1px){a{b:c}}",
            ".a{margin:color-mix(in srgb,var(--a),var(--b))}",
            "@media (width >= 40rem){a{b:c}}",
            ".a{grid-template-columns:subgrid}",
        ] {
            assert_eq!(found(css).len(), 1, "{css}: {:?}", found(css));
        }
    }

    #[test]
    fn the_plain_sheet_is_free() {
        let css = "/* no @layer here */\n@media(min-width:60rem){.split{grid-template-columns:2fr 1fr}}\n\
                   @supports (a:b){.x::before{content:\"@layer {\"}}\n@media print{.hd{display:none}}\n";
        assert!(found(css).is_empty(), "{:?}", found(css));
        assert!(check(&Tree::of(&[("e2e/fixtures/a.css", ".a{color:red}")])).is_empty());
    }
}
