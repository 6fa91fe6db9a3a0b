//! A browser as far as these tests need one: it keeps cookies, fills in forms with their hidden inputs, and follows
//! nothing by itself.

use std::collections::BTreeMap;

use axum::http::{HeaderMap, Request, header};

use crate::testing::Bench;

/// What came back.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) bytes: Vec<u8>,
}

impl Page {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// The same page, where its status is this one.
    #[track_caller]
    pub(crate) fn is(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.text());
        self
    }

    /// Where it leads.
    #[track_caller]
    pub(crate) fn leads_to(&self, place: &str) {
        assert_eq!((self.status, self.header("location").as_str()), (303, place), "{}", self.text());
    }

    pub(crate) fn header(&self, name: &str) -> String {
        self.headers.get(name).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default()
    }

    /// Fails unless all these words stand on the page.
    #[track_caller]
    pub(crate) fn says(&self, words: &[&str]) {
        let text = self.text();
        for word in words {
            assert!(text.contains(word), "{word:?} is not on the page:\n{text}");
        }
    }

    /// Fails if one of these words stands on the page.
    #[track_caller]
    pub(crate) fn hides(&self, words: &[&str]) {
        let text = self.text();
        for word in words {
            assert!(!text.contains(word), "{word:?} is on the page:\n{text}");
        }
    }

    /// The value of the first input with this name.
    pub(crate) fn hidden(&self, name: &str) -> String {
        let text = self.text();
        let mark = format!("name=\"{name}\" value=\"");
        // The frame's own forms come first and have a nonce too: the page's is the one before the main part's end.
        let main = text.split_once("<main").map_or(text.as_str(), |(_, main)| main);
        main.split_once(&mark)
            .and_then(|(_, rest)| rest.split_once('"'))
            .map_or("", |(value, _)| value)
            .to_owned()
    }
}

/// Somebody at a browser.
pub(crate) struct Browser<'b> {
    bench: &'b Bench,
    cookies: BTreeMap<String, String>,
}

impl<'b> Browser<'b> {
    /// Nobody in particular.
    pub(crate) fn new(bench: &'b Bench) -> Self {
        Self { bench, cookies: BTreeMap::new() }
    }

    /// Somebody who is logged in.
    pub(crate) fn of(bench: &'b Bench, token: &str) -> Self {
        let mut browser = Self::new(bench);
        browser.cookies.insert("yc_session".to_owned(), token.to_owned());
        browser
    }

    /// The session's token.
    pub(crate) fn token(&self) -> Option<&str> {
        self.cookies.get("yc_session").map(String::as_str).filter(|token| !token.is_empty())
    }

    /// What the browser keeps under a name.
    pub(crate) fn kept(&self, name: &str) -> Option<String> {
        self.cookies.get(name).cloned()
    }

    /// Keeps something under a name.
    pub(crate) fn keep(&mut self, name: &str, value: &str) {
        self.cookies.insert(name.to_owned(), value.to_owned());
    }

    pub(crate) fn get(&mut self, path: &str) -> Page {
        self.send(Request::get(path), Vec::new())
    }

    /// Sends a form as a page of ours does.
    pub(crate) fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        let encode = |text: &str| {
            percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
        };
        let pairs: Vec<String> =
            fields.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
        let request = Request::post(path)
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "application/x-www-form-urlencoded");
        self.send(request, pairs.join("&").into_bytes())
    }

    /// Fills in the form on the page at `from` and sends it to `to`.
    pub(crate) fn fill(&mut self, from: &str, to: &str, fields: &[(&str, &str)]) -> Page {
        let page = self.get(from).is(200);
        self.fill_on(&page, to, fields)
    }

    /// Fills in the form on this page.
    pub(crate) fn fill_on(&mut self, page: &Page, to: &str, fields: &[(&str, &str)]) -> Page {
        let (nonce, revision) = (page.hidden("nonce"), page.hidden("revision"));
        let mut all = vec![("nonce", nonce.as_str())];
        if !revision.is_empty() {
            all.push(("revision", revision.as_str()));
        }
        all.extend_from_slice(fields);
        self.post(to, &all)
    }

    /// Sends a file.
    pub(crate) fn upload(&mut self, path: &str, field: &str, name: &str, kind: &str, bytes: &[u8]) -> Page {
        let mark = "----a-form-of-a-test";
        let head = format!(
            "--{mark}\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\
             Content-Type: {kind}\r\n\r\n"
        );
        let body = [head.as_bytes(), bytes, format!("\r\n--{mark}--\r\n").as_bytes()].concat();
        let request = Request::post(path)
            .header("sec-fetch-site", "same-origin")
            .header("content-type", format!("multipart/form-data; boundary={mark}"));
        self.send(request, body)
    }

    fn send(&mut self, request: axum::http::request::Builder, body: Vec<u8>) -> Page {
        let line: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let reply = self.bench.send(request.header(header::COOKIE, line.join("; ")), body);
        for cookie in reply.headers.get_all(header::SET_COOKIE) {
            let pair = cookie.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
        Page { status: reply.status, headers: reply.headers, bytes: reply.bytes }
    }
}
