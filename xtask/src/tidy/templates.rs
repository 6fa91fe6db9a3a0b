//! Page templates keep the strict content security policy: no inline style, script or handler, no literal colour.

use super::{Finding, colours};
use crate::tree::{File, Tree};

const PAGE: &str = "page";
const COLOUR: &str = "colour";

/// Attributes whose `#…` is a place in a page, not a colour.
const REFERENCES: [&str; 4] = ["href", "xlink:href", "for", "action"];

/// Every template of the pages and every page that is served as a file.
pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let page = |file: &&File| {
        let place = file.path.starts_with("static/") || file.is_under("templates");
        place && matches!(file.extension(), "html" | "htm" | "svg" | "xml")
    };
    tree.files
        .iter()
        .filter(page)
        .flat_map(|file| tags(&file.text).iter().flat_map(|tag| tag_findings(file, tag)).collect::<Vec<_>>())
        .collect()
}

fn tag_findings(file: &File, tag: &Tag) -> Vec<Finding> {
    let mut found = Vec::new();
    let at = |what: &str, instead: &str| Finding::new(PAGE, &file.path, tag.line, what, instead);
    if tag.name == "script" && !tag.attributes.iter().any(|(name, _)| name == "src") {
        found.push(at("a script stands in the page", "put it into a file of static/ and name it with src"));
    }
    if tag.name == "style" {
        found.push(at("a style sheet stands in the page", "put it into static/app.css"));
    }
    for (name, value) in &tag.attributes {
        if name == "style" {
            found.push(at("an inline style", "use a class of static/app.css"));
        }
        if name.starts_with("on") && name.chars().all(|c| c.is_ascii_alphabetic()) {
            found.push(at(&format!("the inline handler `{name}`"), "listen in a file of static/"));
        }
        if value.trim_start().to_ascii_lowercase().starts_with("javascript:") {
            found.push(at("a javascript: address", "use a button and a file of static/"));
        }
        let refers =
            REFERENCES.contains(&name.as_str()) || name.starts_with("hx-") || name.starts_with("aria-");
        if !refers && let Some(colour) = colour(name, value) {
            let what = format!("the literal colour `{colour}` in `{name}`");
            let instead = "use a class and a token of static/app.css";
            found.push(Finding::new(COLOUR, &file.path, tag.line, what, instead));
        }
    }
    found
}

/// Prose may hold `#123` or the word red; a colour is the whole value of an attribute, or part of one that paints.
fn colour(name: &str, value: &str) -> Option<String> {
    let paints =
        matches!(name, "fill" | "stroke" | "color" | "bgcolor" | "stop-color" | "flood-color" | "style");
    let alone = value.starts_with('#') && !value.contains(char::is_whitespace);
    if paints || alone { colours::literal(name, value) } else { None }
}

/// An opening tag.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Tag {
    line: usize,
    name: String,
    attributes: Vec<(String, String)>,
}

/// All opening tags of a template.
fn tags(text: &str) -> Vec<Tag> {
    let text = without(&without(&without(text, "{#", "#}"), "{%", "%}"), "<!--", "-->");
    let text = filled(&text);
    let mut found = Vec::new();
    let mut rest = text.as_str();
    let mut line = 1;
    while let Some((before, after)) = rest.split_once('<') {
        line += before.matches('\n').count();
        let end =
            after.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == ':')).unwrap_or(after.len());
        let name = after.get(..end).unwrap_or_default().to_ascii_lowercase();
        let body = after.get(end..).unwrap_or_default();
        if name.is_empty() {
            rest = after;
            continue;
        }
        let (attributes, left) = attributes(body);
        found.push(Tag { line, name, attributes });
        line += body.get(..body.len() - left.len()).unwrap_or_default().matches('\n').count();
        rest = left;
    }
    found
}

/// The attributes up to the tag's end, and what follows it.
fn attributes(body: &str) -> (Vec<(String, String)>, &str) {
    let mut found = Vec::new();
    let mut rest = body;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        if rest.is_empty() || rest.starts_with('<') {
            return (found, rest);
        }
        if let Some(after) = rest.strip_prefix('>') {
            return (found, after);
        }
        let end = rest.find(|c: char| c.is_whitespace() || "=>/".contains(c)).unwrap_or(rest.len());
        let name = rest.get(..end).unwrap_or_default().to_ascii_lowercase();
        rest = rest.get(end..).unwrap_or_default();
        let mut value = String::new();
        if let Some(after) = rest.trim_start().strip_prefix('=') {
            (value, rest) = attribute_value(after.trim_start());
        }
        if name.is_empty() {
            // A lone quote or the like: step over one character so that the loop always moves on.
            rest = rest.get(rest.chars().next().map_or(0, char::len_utf8)..).unwrap_or_default();
        } else {
            found.push((name, value));
        }
    }
}

fn attribute_value(text: &str) -> (String, &str) {
    for quote in ['"', '\''] {
        if let Some(inside) = text.strip_prefix(quote) {
            let (value, after) = inside.split_once(quote).unwrap_or((inside, ""));
            return (value.to_owned(), after);
        }
    }
    let end = text.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(text.len());
    (text.get(..end).unwrap_or_default().to_owned(), text.get(end..).unwrap_or_default())
}

/// The text without everything from `open` to `close`, lines kept.
fn without(text: &str, open: &str, close: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, inside)) = rest.split_once(open) {
        let (inside, after) = inside.split_once(close).unwrap_or((inside, ""));
        clean.push_str(before);
        clean.extend(inside.chars().filter(|c| *c == '\n'));
        rest = after;
    }
    clean.push_str(rest);
    clean
}

/// The text with every `{{ … }}` replaced by a word, since what stands inside may hold quotes and brackets.
fn filled(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, inside)) = rest.split_once("{{") {
        let (_, after) = inside.split_once("}}").unwrap_or((inside, ""));
        clean.push_str(before);
        clean.push_str("value");
        rest = after;
    }
    clean.push_str(rest);
    clean
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(html: &str) -> Vec<String> {
        let all = check(&Tree::of(&[("crates/web/templates/a.html", html)]));
        all.into_iter().map(|f| format!("{} {}", f.line, f.what)).collect()
    }

    #[test]
    fn what_the_policy_blocks_is_found() {
        assert_eq!(found("<p>\n<b style=\"x\">"), ["2 an inline style"]);
        assert_eq!(found("<script>a()</script>"), ["1 a script stands in the page"]);
        assert_eq!(found("<a\n href='JavaScript:x'>"), ["1 a javascript: address"]);
        assert_eq!(found("<button type=submit onclick=go()>"), ["1 the inline handler `onclick`"]);
        assert_eq!(found("<style>a{}</style>"), ["1 a style sheet stands in the page"]);
    }

    #[test]
    fn literal_colours_in_attributes_are_found() {
        assert_eq!(found("<rect fill=\"red\"/>").len(), 1);
        assert_eq!(found("<meta name=\"theme-color\" content=\"#083A76\">").len(), 1);
        assert!(found("<a href=\"#add\" hx-target='#fed'>red #123</a><rect fill=\"none\"/>").is_empty());
    }

    #[test]
    fn templates_words_do_not_confuse() {
        let html = "{# <b style=\"x\"> #}\n{% if a < b %}<input value=\"{{ t.get(\"style\") }}\" {% if c %}checked{% endif %}>\n\
                    <!-- <script>x</script> -->{% endif %}\n<script src=\"/static/a.js\" defer></script>\n<b class=on data-on=\"1\">";
        assert!(found(html).is_empty(), "{:?}", found(html));
        let late = format!("{html}\n<i style='a'>");
        assert_eq!(found(&late), ["6 an inline style"]);
    }

    #[test]
    fn other_folders_are_free() {
        assert!(check(&Tree::of(&[("e2e/lib/fixtures/bad.html", "<b style=\"x\">")])).is_empty());
    }
}
