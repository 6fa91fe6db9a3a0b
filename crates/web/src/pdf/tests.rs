//! Papers as files: what a reader finds in them, and that they are the same every time.

use std::path::PathBuf;
use std::process::Command;

use super::*;

fn sheet() -> Sheet {
    Sheet {
        office: "示例市公安局车辆管理所".to_owned(),
        title: "不予许可决定书".to_owned(),
        number: "YC20261123-7K3M9QXA-J9".to_owned(),
        to: "林示例：".to_owned(),
        body: vec!["您的申请经审查不符合法定条件，我们决定不予许可，理由如下：".to_owned()],
        list: vec![vec!["您还有2起道路交通安全违法行为没有处理完毕。".to_owned()]],
        after: vec!["您也可以自收到决定之日起六个月内，向有管辖权的人民法院提起行政诉讼。".to_owned()],
        day: "2026年11月23日".to_owned(),
        qr: Qr::of(&format!("https://example.invalid/verify?t={}", "8Zk2p".repeat(45)))
            .map(|qr| (qr, "扫码核验".to_owned())),
        signature: vec!["电子签名：本文书由示例市公安局车辆管理所以电子方式签名，不另行盖章。".to_owned()],
        ..Sheet::default()
    }
}

/// What `pdftotext` reads, without the ends of lines.
pub(crate) fn read(bytes: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("paper.pdf");
    std::fs::write(&path, bytes).unwrap();
    let out = Command::new("pdftotext").arg("-layout").arg(&path).arg("-").output().expect("poppler-utils");
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout).unwrap().split_whitespace().collect()
}

/// Width and height of every image that `pdfimages` finds, in pixels.
pub(crate) fn images(bytes: &[u8]) -> Vec<(u32, u32)> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("paper.pdf");
    std::fs::write(&path, bytes).unwrap();
    let out = Command::new("pdfimages").arg("-list").arg(&path).output().expect("poppler-utils");
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    let text = String::from_utf8(out.stdout).unwrap();
    let row = |line: &str| {
        let words: Vec<&str> = line.split_whitespace().collect();
        Some((words.get(3)?.parse().ok()?, words.get(4)?.parse().ok()?))
    };
    text.lines().skip(2).filter_map(row).collect()
}

#[test]
fn a_paper_reads_back_and_is_the_same_every_time() {
    let font = FontFile::default().get().expect("fonts-noto-cjk");
    let first = set(sheet().into(), &font).unwrap();
    assert_eq!(first, set(sheet().into(), &font).unwrap());
    assert!(first.starts_with(b"%PDF-") && first.len() < 60_000, "{} bytes", first.len());
    let text = read(&first);
    for words in [
        "不予许可决定书",
        "YC20261123-7K3M9QXA-J9",
        "林示例：",
        "2起道路交通安全违法行为",
        "六个月内",
        "扫码核验",
        "以电子方式签名",
    ] {
        assert!(text.contains(words), "{words} is not in {text}");
    }
}

#[test]
fn a_font_that_is_not_there_is_none() {
    assert!(FontFile::at(PathBuf::from("/nonexistent/font.ttc")).get().is_none());
    assert_eq!(no_font().status, 503);
}
