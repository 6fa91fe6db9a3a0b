//! The public ledger: the newest checkpoint, the key it is signed with, and how anybody can check that nothing was
//! changed. We claim that a change is detectable, not that it is impossible; the page says so.

use askama::Template;
use base::{Instant, Text};

use super::Page;
use crate::frame::Frame;

/// The public ledger.
#[derive(Debug, Template)]
#[template(path = "citizen/ledger.html")]
pub struct Ledger {
    /// The frame.
    pub frame: Frame,
    /// The ledger's name, as in the first line of its checkpoints.
    pub origin: String,
    /// Events under the checkpoint.
    pub size: u64,
    /// The root, in base64.
    pub root: String,
    /// When it was signed.
    pub signed_at: Instant,
    /// The signed note as it is served.
    pub note: String,
    /// The public key in the note's own form.
    pub key: String,
}

impl Page for Ledger {
    fn title(&self) -> Text {
        Text::new("公开账本", "Public ledger")
    }
}

#[cfg(test)]
impl Ledger {
    pub(crate) fn samples() -> Vec<(&'static str, Self)> {
        let root = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=".to_owned();
        let origin = "shili.example.invalid/ledger".to_owned();
        let page = Self {
            frame: crate::frame::sample::anyone("/ledger"),
            note: format!(
                "{origin}\n48211\n{root}\n\n\u{2014} {origin} Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
            ),
            key: format!("{origin}+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"),
            origin,
            size: 48_211,
            root,
            signed_at: super::sample::at("2026-11-21", 15, 4),
        };
        vec![("newest", page)]
    }
}
