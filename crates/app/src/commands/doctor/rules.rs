//! The rules in force, and the outside systems that are configured.

use base::{Day, Text};
use service::catalog::check;

use super::{Check, State};
use crate::config::{Settings, UNREACHABLE, adapters};
use crate::office::rules;

/// The catalogue holds together, and the calendar knows this year.
pub(super) fn checks(today: Day) -> Vec<Check> {
    let rules = match rules() {
        Ok(rules) => rules,
        Err(failure) => return vec![Check::found("catalog", State::Fail, failure.what, failure.next)],
    };
    let findings = check(&rules.catalog, &rules.law).len();
    let items = rules.catalog.items().count();
    let catalog = if findings == 0 {
        Check::ok("catalog", format!("{items} 个事项"), format!("{items} items"))
    } else {
        Check::found(
            "catalog",
            State::Fail,
            Text::new(
                format!("业务目录有 {findings} 处问题"),
                format!("the catalogue has {findings} findings"),
            ),
            Text::new("请运行 yichuang catalog check", "Run yichuang catalog check"),
        )
    };
    let provisional = rules.law.is_working_day(today).map_or(true, |day| day.value.provisional);
    let year = today.year();
    let calendar = if provisional {
        Check::found(
            "calendar",
            State::Warn,
            Text::new(
                format!("{year} 年的放假调休安排还没有录入，期限暂按法定节假日推算"),
                format!("the days off of {year} are not known: terms are reckoned by the statutory ones"),
            ),
            Text::new(
                "请换用带有该年安排的程序版本，或者在规则里补录",
                "Use a version of the program that has them, or add them to the rules",
            ),
        )
    } else {
        Check::ok(
            "calendar",
            format!("{year} 年的放假调休安排已录入"),
            format!("the days off of {year} are known"),
        )
    };
    vec![catalog, calendar]
}

/// Which outside systems are configured. Whether they answer is told by their jobs.
pub(super) fn outside(settings: &Settings) -> Check {
    let config = match adapters(settings) {
        Ok(config) => config,
        Err(failure) => return Check::found("adapters", State::Fail, failure.what, failure.next),
    };
    let each = config.each();
    let missing: Vec<&str> =
        each.into_iter().filter(|(_, at)| at.base_url == UNREACHABLE).map(|(name, _)| name).collect();
    if missing.is_empty() {
        return Check::ok("adapters", "七个外部系统都已配置", "all seven outside systems are configured");
    }
    let names = missing.join("、");
    Check::found(
        "adapters",
        State::Warn,
        Text::new(
            format!("没有配置：{names}；相关事实按“核查中”处理，消息和邮件等待"),
            format!("not configured: {}; their facts stay unknown and their jobs wait", missing.join(", ")),
        ),
        Text::new(
            "请在 yichuang.toml 的 [adapters.名称] 中写 base_url 和 token",
            "Give base_url and token under [adapters.NAME] in yichuang.toml",
        ),
    )
}
