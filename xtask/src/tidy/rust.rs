//! Rust files cut into what is code, what is comment and what is text, so that a rule about calls does not trip over
//! a word in a comment. It knows just enough of the language for that: comments (nested), strings (raw ones too),
//! characters against lifetimes, and the modules that only tests compile.

use crate::tree::{File, Tree};

/// A string literal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Literal {
    /// The line it begins on, from 1.
    pub(crate) line: usize,
    /// Its content with the common escapes resolved.
    pub(crate) text: String,
}

/// One Rust file, cut up.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    /// Path from the root.
    pub(crate) path: String,
    /// Lines with comments and literals blanked; columns stay where they were.
    pub(crate) code: Vec<String>,
    /// All string literals, in order.
    pub(crate) literals: Vec<Literal>,
    /// Whether each line belongs to code that only tests compile.
    pub(crate) test: Vec<bool>,
}

impl Source {
    /// Cuts up one file.
    pub(crate) fn read(file: &File) -> Self {
        let (code, literals) = cut(&file.text);
        let code: Vec<String> = code.lines().map(str::to_owned).collect();
        let test = if file.is_test() { vec![true; code.len()] } else { test_lines(&code) };
        Self { path: file.path.clone(), code, literals, test }
    }

    /// Whether this line (from 1) is compiled for tests only.
    pub(crate) fn is_test(&self, line: usize) -> bool {
        line.checked_sub(1).and_then(|i| self.test.get(i)).copied().unwrap_or(false)
    }

    /// Lines of code with their numbers from 1.
    pub(crate) fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.code.iter().enumerate().map(|(i, line)| (i + 1, line.as_str()))
    }

    /// The file's own name.
    pub(crate) fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }
}

/// Every Rust file of the tree, cut up.
pub(crate) fn sources(tree: &Tree) -> Vec<Source> {
    tree.files.iter().filter(|file| file.extension() == "rs").map(Source::read).collect()
}

/// Blanks comments and literals and collects the literals.
fn cut(text: &str) -> (String, Vec<Literal>) {
    let mut code = String::with_capacity(text.len());
    let mut literals = Vec::new();
    let mut rest = text;
    let mut previous = ' ';
    while let Some(first) = rest.chars().next() {
        let in_word = previous.is_alphanumeric() || previous == '_';
        let piece = comment(rest)
            .map(|after| (after, None))
            .or_else(|| string(rest, in_word))
            .or_else(|| character(rest).map(|after| (after, None)));
        if let Some((after, content)) = piece {
            if let Some(content) = content {
                literals.push(Literal { line: code.matches('\n').count() + 1, text: content });
            }
            let taken = rest.get(..rest.len() - after.len()).unwrap_or_default();
            code.extend(taken.chars().map(|c| if c == '\n' { '\n' } else { ' ' }));
            rest = after;
            previous = ' ';
        } else {
            code.push(first);
            rest = rest.get(first.len_utf8()..).unwrap_or_default();
            previous = first;
        }
    }
    (code, literals)
}

/// What follows the comment that `rest` begins with.
fn comment(rest: &str) -> Option<&str> {
    if rest.starts_with("//") {
        return Some(rest.find('\n').and_then(|end| rest.get(end..)).unwrap_or_default());
    }
    let mut inside = rest.strip_prefix("/*")?;
    let mut depth = 1;
    while depth > 0 {
        let (open, close) =
            (inside.find("/*").unwrap_or(usize::MAX), inside.find("*/").unwrap_or(usize::MAX));
        let next = open.min(close);
        if next == usize::MAX {
            return Some("");
        }
        depth = if open < close { depth + 1 } else { depth - 1 };
        inside = inside.get(next + 2..).unwrap_or_default();
    }
    Some(inside)
}

/// What follows the string that `rest` begins with, and its content.
fn string(rest: &str, in_word: bool) -> Option<(&str, Option<String>)> {
    if let Some(inside) = rest.strip_prefix('"') {
        return Some(plain(inside));
    }
    if in_word {
        return None;
    }
    let body =
        rest.strip_prefix("br").or_else(|| rest.strip_prefix("cr")).or_else(|| rest.strip_prefix('r'))?;
    let opened = body.trim_start_matches('#');
    let end = format!("\"{}", "#".repeat(body.len() - opened.len()));
    let inside = opened.strip_prefix('"')?;
    let (content, after) = inside.split_once(&end).unwrap_or((inside, ""));
    Some((after, Some(content.to_owned())))
}

/// The rest after a plain string's end, and its content.
fn plain(inside: &str) -> (&str, Option<String>) {
    let mut content = String::new();
    let mut escaped = false;
    for (at, c) in inside.char_indices() {
        match (escaped, c) {
            (true, 'n' | 't' | 'r') => content.push(if c == 'n' { '\n' } else { ' ' }),
            (true, '\n') => content.push(' '),
            (false, '\\') => {
                escaped = true;
                continue;
            }
            (false, '"') => return (inside.get(at + 1..).unwrap_or_default(), Some(content)),
            (_, other) => content.push(other),
        }
        escaped = false;
    }
    ("", Some(content))
}

/// What follows the character literal that `rest` begins with; a lifetime is not one.
fn character(rest: &str) -> Option<&str> {
    let inside = rest.strip_prefix('\'')?;
    if let Some(escape) = inside.strip_prefix('\\') {
        let kind = escape.chars().next()?;
        let after = escape.get(kind.len_utf8()..)?;
        return after.split_once('\'').map(|(_, after)| after);
    }
    let c = inside.chars().next()?;
    inside.get(c.len_utf8()..)?.strip_prefix('\'')
}

/// Marks the lines of every module behind `#[cfg(test)]`.
fn test_lines(code: &[String]) -> Vec<bool> {
    let mut marked = Vec::with_capacity(code.len());
    let mut depth: Option<i64> = None;
    for line in code {
        let trimmed = line.trim_start();
        if depth.is_none() && (trimmed.starts_with("#[cfg(test)]") || trimmed.starts_with("#[cfg(all(test")) {
            depth = Some(0);
        }
        marked.push(depth.is_some());
        if let Some(before) = depth {
            let opened = i64::try_from(line.matches('{').count()).unwrap_or(0);
            let closed = i64::try_from(line.matches('}').count()).unwrap_or(0);
            let now = before + opened - closed;
            let braces_end = (opened > 0 || before > 0) && now <= 0;
            let over = braces_end || (before == 0 && trimmed.ends_with(';'));
            depth = if over { None } else { Some(now) };
        }
    }
    marked
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(text: &str) -> Source {
        Source::read(&File { path: "crates/law/src/a.rs".to_owned(), text: text.to_owned() })
    }

    #[test]
    fn comments_and_texts_are_not_code() {
        let cut = source(
            "let a = \"x \\\"y\\\" // no\"; // f()\n/* g() /* h() */ i() */ let b = r#\"q \" q\"#;\nlet c = 'd';",
        );
        assert_eq!(cut.code[0].trim_end(), format!("let a = {};", " ".repeat(15)));
        assert_eq!(cut.code[1].split_whitespace().collect::<Vec<_>>(), ["let", "b", "=", ";"]);
        assert!(!cut.code[2].contains('d'));
        let texts: Vec<_> = cut.literals.iter().map(|l| (l.line, l.text.as_str())).collect();
        assert_eq!(texts, [(1, "x \"y\" // no"), (2, "q \" q")]);
    }

    #[test]
    fn lifetimes_and_quote_characters_do_not_open_texts() {
        let cut = source(
            "fn f<'a>(x: &'a str) { if c == '\"' || c == '\\'' { g(b'\"', '\\u{41}') } }\nlet t = \"end\";",
        );
        assert!(cut.code[0].contains("<'a>(x: &'a str)"));
        assert_eq!(cut.literals, [Literal { line: 2, text: "end".to_owned() }]);
    }

    #[test]
    fn a_continued_text_keeps_its_first_line() {
        let cut = source("let t = \"INSERT \\\n    INTO x\";\nlet u = b\"v\";");
        assert_eq!(cut.literals[0].line, 1);
        assert_eq!(cut.literals[0].text.split_whitespace().collect::<Vec<_>>(), ["INSERT", "INTO", "x"]);
        assert_eq!(cut.literals[1].line, 3);
    }

    #[test]
    fn test_modules_are_known_by_their_lines() {
        let cut = source(
            "fn a() {}\n#[cfg(test)]\nmod tests {\n    fn b() { if x {} }\n}\nfn c() {}\n#[cfg(test)]\nmod t;\nfn d() {}\n",
        );
        assert_eq!(cut.test, [false, true, true, true, true, false, true, true, false]);
        assert!(cut.is_test(3) && !cut.is_test(6) && !cut.is_test(0));
    }
}
