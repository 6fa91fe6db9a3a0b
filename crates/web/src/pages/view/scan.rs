//! A reader of our own pages for tests: it splits HTML into tags and text, keeps the stack of open elements, and says
//! what a careful person would complain about. It is strict on purpose (every element closed, every attribute quoted)
//! because our templates are.

use std::collections::BTreeSet;

const VOID: [&str; 9] = ["meta", "link", "input", "img", "br", "path", "circle", "use", "hr"];
const WORDS_IN_ATTRIBUTES: [&str; 6] = ["aria-label", "alt", "title", "content", "data-words", "data-stop"];

/// A start tag with its attributes.
#[derive(Clone, Debug)]
pub(crate) struct Tag {
    pub(crate) name: String,
    pub(crate) attrs: Vec<(String, String)>,
}

impl Tag {
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.attrs.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    fn is(&self, name: &str) -> bool {
        self.name == name
    }
}

/// A start tag, an end tag or text.
#[derive(Clone, Debug)]
enum Piece {
    Start(Tag),
    End(String),
    Text(String),
}

/// Splits a page into its pieces; what is not well formed goes into the complaints.
fn pieces(html: &str, complaints: &mut Vec<String>) -> Vec<Piece> {
    let mut found = Vec::new();
    let mut rest = html;
    while let Some((text, after)) = rest.split_once('<') {
        if !text.is_empty() {
            found.push(Piece::Text(text.to_owned()));
        }
        let Some((inner, beyond)) = after.split_once('>') else {
            complaints.push(format!("a tag never ends: {after:.60}"));
            return found;
        };
        if let Some(name) = inner.strip_prefix('/') {
            found.push(Piece::End(name.to_owned()));
        } else if !inner.starts_with('!') {
            found.push(Piece::Start(tag(inner.trim_end_matches('/'), complaints)));
        }
        rest = beyond;
    }
    found.push(Piece::Text(rest.to_owned()));
    found
}

fn tag(inner: &str, complaints: &mut Vec<String>) -> Tag {
    let (name, mut rest) = inner.split_once(char::is_whitespace).unwrap_or((inner, ""));
    let mut attrs: Vec<(String, String)> = Vec::new();
    loop {
        rest = rest.trim_start();
        if rest.is_empty() {
            break;
        }
        let end = rest.find(|c: char| c.is_whitespace() || c == '=').unwrap_or(rest.len());
        let (key, after) = rest.split_at(end);
        rest = after;
        let mut value = "";
        if let Some(quoted) = after.strip_prefix("=\"") {
            let Some((inside, beyond)) = quoted.split_once('"') else {
                complaints.push(format!("<{inner}>: a quote never ends"));
                break;
            };
            (value, rest) = (inside, beyond);
            if !rest.is_empty() && !rest.starts_with(char::is_whitespace) {
                complaints.push(format!("<{inner}>: no space after {key}"));
            }
        } else if after.starts_with('=') {
            complaints.push(format!("<{inner}>: {key} is not quoted"));
            break;
        }
        if attrs.iter().any(|(known, _)| known == key) {
            complaints.push(format!("<{inner}>: {key} twice"));
        }
        attrs.push((key.to_owned(), value.to_owned()));
    }
    Tag { name: name.to_owned(), attrs }
}

/// A character that only Chinese text has.
pub(crate) fn is_chinese(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{303F}' | '\u{3400}'..='\u{9FFF}' | '\u{FF00}'..='\u{FFEF}')
}

/// A page that was read.
#[derive(Debug, Default)]
pub(crate) struct Page {
    /// Start tags in their order, with the language and the names of the elements around each.
    tags: Vec<(Tag, String, Vec<String>)>,
    /// Texts with their language and the names of the elements around each.
    texts: Vec<(String, String, Vec<String>)>,
    /// What is wrong.
    pub(crate) complaints: Vec<String>,
}

impl Page {
    /// Reads a page and complains about what is not well formed.
    pub(crate) fn read(html: &str) -> Self {
        let mut page = Self::default();
        let found = pieces(html, &mut page.complaints);
        let mut open: Vec<(String, String)> = Vec::new();
        for piece in found {
            let lang = open.last().map(|(_, lang)| lang.clone()).unwrap_or_default();
            let around: Vec<String> = open.iter().map(|(name, _)| name.clone()).collect();
            match piece {
                Piece::Text(text) if text.trim().is_empty() => {}
                Piece::Text(text) => page.texts.push((text, lang, around)),
                Piece::Start(tag) => {
                    let own = tag.get("lang").map_or(lang, str::to_owned);
                    if !VOID.contains(&tag.name.as_str()) {
                        open.push((tag.name.clone(), own.clone()));
                    }
                    page.tags.push((tag, own, around));
                }
                Piece::End(name) => match open.pop() {
                    Some((top, _)) if top == name => {}
                    other => page.complaints.push(format!("</{name}> closes {other:?}")),
                },
            }
        }
        if let Some((name, _)) = open.pop() {
            page.complaints.push(format!("<{name}> is never closed"));
        }
        page
    }

    /// All start tags with this name.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Tag> {
        self.tags.iter().map(|(tag, _, _)| tag).filter(move |tag| tag.is(name))
    }

    /// Everything a careful person would complain about.
    pub(crate) fn review(mut self, lang: &str) -> Vec<String> {
        let checks: [fn(&Self) -> Vec<String>; 7] = [
            Self::policy,
            Self::addresses,
            Self::ids,
            Self::labels,
            Self::forms,
            Self::outline,
            Self::tables,
        ];
        for check in checks {
            let more = check(&self);
            self.complaints.extend(more);
        }
        if self.all("html").next().and_then(|tag| tag.get("lang")) != Some(lang) {
            self.complaints.push("html has another language".to_owned());
        }
        if lang == "en" {
            let more = self.untranslated();
            self.complaints.extend(more);
        }
        self.complaints
    }

    /// What the content policy forbids: inline style, script and handlers.
    fn policy(&self) -> Vec<String> {
        let mut found = Vec::new();
        for (tag, _, _) in &self.tags {
            for (key, _) in &tag.attrs {
                if key == "style" || key.starts_with("on") {
                    found.push(format!("<{}> has {key}", tag.name));
                }
            }
            if tag.is("style") || (tag.is("script") && tag.get("src").is_none()) {
                found.push(format!("inline <{}>", tag.name));
            }
        }
        found
    }

    /// Empty addresses, and links inside the page that lead nowhere.
    fn addresses(&self) -> Vec<String> {
        let mut found = Vec::new();
        let ids: BTreeSet<&str> = self.tags.iter().filter_map(|(tag, _, _)| tag.get("id")).collect();
        for (tag, _, _) in &self.tags {
            for key in ["href", "src", "action"] {
                match tag.get(key) {
                    Some("" | "#") => found.push(format!("<{}> has an empty {key}", tag.name)),
                    Some(value) if value.strip_prefix('#').is_some_and(|id| !ids.contains(id)) => {
                        found.push(format!("{value} leads nowhere"));
                    }
                    _ => {}
                }
            }
            if tag.is("a") && tag.get("href").is_none() {
                found.push("<a> without href".to_owned());
            }
            if tag.is("img") && tag.get("alt").is_none() {
                found.push("<img> without alt".to_owned());
            }
        }
        found
    }

    /// Ids that come twice, and references to ids that are not there.
    fn ids(&self) -> Vec<String> {
        let mut found = Vec::new();
        let mut known = BTreeSet::new();
        for (tag, _, _) in &self.tags {
            let Some(id) = tag.get("id") else { continue };
            if id.is_empty() || id.contains(char::is_whitespace) || !known.insert(id) {
                found.push(format!("id {id:?} is empty, has a space or comes twice"));
            }
        }
        for (tag, _, _) in &self.tags {
            for key in ["for", "aria-describedby", "aria-labelledby"] {
                for id in tag.get(key).unwrap_or_default().split_whitespace() {
                    if !known.contains(id) {
                        found.push(format!("<{}> {key} names {id}, which is not there", tag.name));
                    }
                }
            }
        }
        found
    }

    /// Controls without a label.
    fn labels(&self) -> Vec<String> {
        let labelled: BTreeSet<&str> = self.all("label").filter_map(|label| label.get("for")).collect();
        let mut found = Vec::new();
        for (tag, _, around) in &self.tags {
            if !["input", "select", "textarea"].contains(&tag.name.as_str())
                || tag.get("type") == Some("hidden")
            {
                continue;
            }
            let by_id = tag.get("id").is_some_and(|id| labelled.contains(id));
            if !by_id && tag.get("aria-label").is_none() {
                found.push(format!("no label for {:?}", tag.get("name")));
            }
            if !around.iter().any(|name| name == "form") {
                found.push(format!("{:?} stands outside a form", tag.get("name")));
            }
            if tag.get("type") == Some("file") && tag.get("accept").is_none_or(str::is_empty) {
                found.push(format!("file {:?} takes anything", tag.get("name")));
            }
        }
        found
    }

    /// Forms: a button to send, a nonce where they post, multipart where they carry files.
    fn forms(&self) -> Vec<String> {
        let mut found = Vec::new();
        let starts: Vec<usize> = (0..self.tags.len())
            .filter(|&i| self.tags.get(i).is_some_and(|(tag, _, _)| tag.is("form")))
            .collect();
        for start in starts {
            let depth = self.tags[start].2.len();
            let inside: Vec<&Tag> = self.tags[start + 1..]
                .iter()
                .take_while(|(_, _, around)| around.len() > depth)
                .map(|(t, _, _)| t)
                .collect();
            let form = &self.tags[start].0;
            let action = form.get("action").unwrap_or("(none)");
            let has = |name: &str, key: &str, value: &str| {
                inside.iter().any(|tag| tag.is(name) && tag.get(key) == Some(value))
            };
            if form.get("action").is_none() || form.get("method").is_none() {
                found.push(format!("form {action} has no action or no method"));
            }
            if !has("button", "type", "submit") {
                found.push(format!("form {action} has no button to send it"));
            }
            if form.get("method") == Some("post") && !has("input", "name", "nonce") {
                found.push(format!("form {action} has no nonce"));
            }
            if has("input", "type", "file") && form.get("enctype") != Some("multipart/form-data") {
                found.push(format!("form {action} carries files but is not multipart"));
            }
        }
        found
    }

    /// One heading of the first level, no level skipped, one main part, a title.
    fn outline(&self) -> Vec<String> {
        let mut found = Vec::new();
        for (name, number) in [("h1", 1), ("main", 1), ("title", 1), ("footer", 1)] {
            if self.all(name).count() != number {
                found.push(format!("{} times <{name}>", self.all(name).count()));
            }
        }
        let mut last = 1;
        for (tag, _, _) in &self.tags {
            let level = ["h1", "h2", "h3", "h4"].iter().position(|name| tag.is(name)).map(|at| at + 1);
            if let Some(level) = level {
                if level > last + 1 {
                    found.push(format!("<h{level}> follows <h{last}>"));
                }
                last = level;
            }
        }
        found
    }

    /// Head cells without a scope.
    fn tables(&self) -> Vec<String> {
        self.all("th")
            .filter(|th| th.get("scope").is_none())
            .map(|_| "<th> without scope".to_owned())
            .collect()
    }

    /// Chinese on an English page that is not marked as Chinese.
    fn untranslated(&self) -> Vec<String> {
        let mut found = Vec::new();
        for (text, lang, _) in &self.texts {
            if lang == "en" && text.chars().any(is_chinese) {
                found.push(format!("untranslated: {}", text.trim()));
            }
        }
        for (tag, lang, _) in &self.tags {
            for key in WORDS_IN_ATTRIBUTES {
                if lang == "en" && tag.get(key).is_some_and(|value| value.chars().any(is_chinese)) {
                    found.push(format!("untranslated {key}: {:?}", tag.get(key)));
                }
            }
        }
        found
    }

    /// Runs of English words on a Chinese page, outside names, codes and addresses.
    pub(crate) fn untranslated_english(&self) -> Vec<String> {
        let mut found = Vec::new();
        for (text, lang, around) in &self.texts {
            let quiet = around.iter().any(|name| ["code", "pre", "script"].contains(&name.as_str()));
            let words = text.split(|c: char| !c.is_ascii_alphabetic()).filter(|w| w.len() > 2);
            let long: Vec<&str> = words.filter(|w| w.chars().any(|c| c.is_ascii_lowercase())).collect();
            if lang == "zh-CN" && !quiet && long.len() > 2 && !text.chars().any(is_chinese) {
                found.push(format!("untranslated: {}", text.trim()));
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(inside: &str) -> String {
        format!(
            "<!DOCTYPE html><html lang=\"en\"><head><title>t</title></head><body><main id=\"main\"><h1>One</h1>{inside}</main><footer></footer></body></html>"
        )
    }

    #[test]
    fn a_good_page_has_no_complaints() {
        let good = whole(
            "<form method=\"get\" action=\"/s\"><label for=\"q\">Q</label><input id=\"q\" name=\"q\"><button type=\"submit\">Go</button></form>",
        );
        assert_eq!(Page::read(&good).review("en"), Vec::<String>::new());
    }

    #[test]
    fn every_kind_of_fault_is_found() {
        for (fault, word) in [
            ("<p>", "never closed"),
            ("<p style=\"x\"></p>", "has style"),
            ("<a href=\"\">x</a>", "empty href"),
            ("<a href=\"#gone\">x</a>", "leads nowhere"),
            ("<i id=\"main\"></i>", "comes twice"),
            (
                "<form method=\"get\" action=\"/s\"><input name=\"q\"><button type=\"submit\">Go</button></form>",
                "no label",
            ),
            ("<form method=\"post\" action=\"/s\"><button type=\"submit\">Go</button></form>", "no nonce"),
            ("<form method=\"get\" action=\"/s\"></form>", "no button"),
            ("<h3>x</h3>", "follows"),
            ("<h1>x</h1>", "times <h1>"),
            ("<th>x</th>", "without scope"),
            ("<p>张三</p>", "untranslated"),
            ("<img src=\"/a\" alt=\"照片\">", "untranslated alt"),
            ("<script>x</script>", "inline"),
            ("<b onclick=\"x\"></b>", "has onclick"),
        ] {
            let found = Page::read(&whole(fault)).review("en");
            assert!(found.iter().any(|complaint| complaint.contains(word)), "{fault}: {found:?}");
        }
    }
}
