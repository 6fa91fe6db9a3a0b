//! The machine: room on the disk, the font for papers, the files of pages.

use std::path::Path;
use std::process::Command;

use base::Text;
use web::FontFault;

use super::{Check, State};
use crate::store_folder::Place;

/// Below this much room writes may soon fail, in KiB.
const LITTLE_KIB: u64 = 2 * 1024 * 1024;
/// Below this much room they are about to, in KiB.
const NONE_KIB: u64 = 200 * 1024;

/// Room where the store lies, as `df` tells it.
pub(super) fn disk(place: &Place) -> Check {
    let told = Command::new("df").arg("-Pk").arg(&place.folder).output().ok();
    let text =
        told.filter(|out| out.status.success()).map(|out| String::from_utf8_lossy(&out.stdout).into_owned());
    let Some(free) = text.as_deref().and_then(free_kib) else {
        let why = Text::new("不知道磁盘还有多少空间", "how much room the disk has is not known");
        let next = Text::new("请确认系统里有 df 命令", "Make sure that the system has df");
        return Check::found("disk", State::Unknown, why, next);
    };
    let gib = free / (1024 * 1024);
    let state = match free {
        0..NONE_KIB => State::Fail,
        NONE_KIB..LITTLE_KIB => State::Warn,
        _ => return Check::ok("disk", format!("还有 {gib} GiB"), format!("{gib} GiB free")),
    };
    let mib = free / 1024;
    let why = Text::new(
        format!("只剩 {mib} MiB；写满后只能读不能写"),
        format!("only {mib} MiB left; when it is full, reads go on and writes stop"),
    );
    let next = Text::new(
        "请清理磁盘或者扩容；备份请放到别的磁盘",
        "Free or add room, and keep backups on another disk",
    );
    Check::found("disk", state, why, next)
}

/// The fourth column of the last line of `df -Pk`.
fn free_kib(text: &str) -> Option<u64> {
    text.lines().last()?.split_whitespace().nth(3)?.parse().ok()
}

/// The font that PDF papers are set in: the one that the settings name, or the system's. It is read as a paper would
/// read it.
pub(super) fn fonts(named: Option<&str>) -> Check {
    let fault = match web::paper_font(named.map(Path::new)) {
        Ok(path) => {
            let path = path.display().to_string();
            return Check::ok("fonts", path.clone(), path);
        }
        Err(fault) => fault,
    };
    let (why, next) = match fault {
        FontFault::Missing => (
            Text::new("没有找到思源黑体", "Noto Sans CJK is not there"),
            Text::new("请运行 apt-get install fonts-noto-cjk", "Run apt-get install fonts-noto-cjk"),
        ),
        FontFault::Unreadable(path) => {
            let path = path.display();
            (
                Text::new(
                    format!("设置 font 指定的字体文件读不到：{path}"),
                    format!("the file that `font` names cannot be read: {path}"),
                ),
                Text::new(
                    "请核对设置 font 的路径和文件权限；删去这项设置，就用系统里的思源黑体",
                    "Check the path in `font` and the file's rights; without the setting the system's font is used",
                ),
            )
        }
        FontFault::NoFont(path) => {
            let path = path.display();
            (
                Text::new(
                    format!("设置 font 指定的文件不是字体：{path}"),
                    format!("the file that `font` names is no font: {path}"),
                ),
                Text::new(
                    "请换成含简体中文的 OpenType 或 TrueType 字体文件",
                    "Name an OpenType or TrueType file that has simplified Chinese",
                ),
            )
        }
    };
    let zh = format!("{}，PDF 文书不能生成（网页打印不受影响）", why.zh);
    let en = format!("{}: PDF papers cannot be made (printing from pages works)", why.en);
    Check::found("fonts", State::Warn, Text::new(zh, en), next)
}

/// Whether icons and htmx are in the program; every page also works without them.
pub(super) fn assets() -> Check {
    let found = web::completeness();
    match found {
        "full" => Check::ok("assets", "页面资源完整", "assets: full"),
        _ => Check::found(
            "assets",
            State::Warn,
            Text::new(
                "程序没有带图标和 htmx（plain），页面可用但不够顺手",
                "assets: plain, without icons and htmx; pages work, less smoothly",
            ),
            Text::new("请先运行 cargo xtask assets 再编译", "Run cargo xtask assets, then build again"),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_font_is_the_one_that_the_settings_name() {
        let system = fonts(None);
        assert_eq!(system.state, State::Ok, "{system:?}");
        let same = fonts(Some(&system.why.en));
        assert_eq!((same.state, &same.why), (State::Ok, &system.why));
        let folder = tempfile::tempdir().unwrap();
        let other = folder.path().join("font.otf");
        let found = |words: &str| {
            let check = fonts(other.to_str());
            assert_eq!(check.state, State::Warn);
            assert!(check.why.en.contains(words) && !check.next.zh.is_empty(), "{check:?}");
        };
        found("cannot be read");
        std::fs::write(&other, b"no font at all").unwrap();
        found("is no font");
    }

    #[test]
    fn the_free_room_is_read_from_df() {
        let text =
            "Filesystem 1024-blocks Used Available Capacity Mounted on\n/dev/sda1 1000 400 600 40% /\n";
        assert_eq!(free_kib(text), Some(600));
        assert_eq!(free_kib("df: x: No such file\n"), None);
    }
}
