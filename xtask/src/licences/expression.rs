//! SPDX licence expressions: names joined by OR, AND and WITH, with brackets. AND binds closer than OR. The slash
//! that older packages wrote for OR is read too.

/// Whether the expression can be met with licences that `allowed` accepts (with the permission added by WITH).
pub(super) fn holds(text: &str, allowed: &dyn Fn(&str, Option<&str>) -> bool) -> Result<bool, String> {
    let spaced = text.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut reader = Reader { words: &words, allowed };
    let held = reader.any_of().ok_or_else(|| format!("`{text}` is not a licence expression"))?;
    if reader.words.is_empty() { Ok(held) } else { Err(format!("`{text}` is not a licence expression")) }
}

struct Reader<'a> {
    words: &'a [&'a str],
    allowed: &'a dyn Fn(&str, Option<&str>) -> bool,
}

impl<'a> Reader<'a> {
    fn next(&mut self) -> Option<&'a str> {
        let (first, rest) = self.words.split_first()?;
        self.words = rest;
        Some(first)
    }

    fn take(&mut self, word: &str) -> bool {
        let there = self.words.first() == Some(&word);
        if there {
            self.next();
        }
        there
    }

    fn any_of(&mut self) -> Option<bool> {
        let mut held = self.all_of()?;
        while self.take("OR") {
            held |= self.all_of()?;
        }
        Some(held)
    }

    fn all_of(&mut self) -> Option<bool> {
        let mut held = self.one()?;
        while self.take("AND") {
            held &= self.one()?;
        }
        Some(held)
    }

    fn one(&mut self) -> Option<bool> {
        if self.take("(") {
            let held = self.any_of()?;
            return self.take(")").then_some(held);
        }
        let name = self.next().filter(|word| !matches!(*word, "OR" | "AND" | "WITH" | "(" | ")"))?;
        let permission = if self.take("WITH") { Some(self.next()?) } else { None };
        Some((self.allowed)(name, permission))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<bool, String> {
        holds(text, &|name, permission| name.starts_with("yes") && permission.is_none_or(|p| p == "fine"))
    }

    #[test]
    fn and_binds_closer_than_or() {
        assert_eq!(read("yes OR no AND no"), Ok(true));
        assert_eq!(read("(yes OR no) AND no"), Ok(false));
        assert_eq!(read("no / yes-2"), Ok(true));
        assert_eq!(read("yes WITH fine AND yes"), Ok(true));
        assert_eq!(read("yes WITH other"), Ok(false));
    }

    #[test]
    fn broken_expressions_are_errors() {
        for text in ["", "yes yes", "(yes", "yes OR", "AND yes", "yes WITH"] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
