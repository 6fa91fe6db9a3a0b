//! What goes wrong with the twins of a demonstration, so that a visitor sees how work goes on. No other store has twins.

use adapters::twins::{Fault, FaultMode};
use base::Text;
use service::job::System;

use crate::App;
use crate::pages::view::Choice;
use crate::pages::view::staff::interfaces::Faults;

/// How long a slow twin takes, in milliseconds: less than any page or job waits.
const SLOW_MS: u32 = 2_000;

/// The faults that a visitor chooses from: the code, the name, and what happens.
fn modes() -> [(FaultMode, &'static str, Text, Text); 5] {
    [
        (
            FaultMode::None,
            "none",
            Text::new("正常", "Nothing"),
            Text::new("没有故障，等待的任务会自动办完", "It works; what waits is done by itself"),
        ),
        (
            FaultMode::Slow,
            "slow",
            Text::new("变慢", "It is slow"),
            Text::new("每次应答慢2秒", "Every answer takes two seconds"),
        ),
        (
            FaultMode::Down,
            "down",
            Text::new("停止服务", "It is out of service"),
            Text::new("什么也不办，只说暂停服务", "It does nothing and says that it cannot work now"),
        ),
        (
            FaultMode::Wrong,
            "wrong",
            Text::new("答非所问", "It answers another question"),
            Text::new("办了，但应答是别人的", "It does the work, but its answer is about somebody else"),
        ),
        (
            FaultMode::Twice,
            "twice",
            Text::new("收到两次", "Everything arrives twice"),
            Text::new("同一个请求或者支付通知送达两次", "A request, or a notice of payment, arrives twice"),
        ),
    ]
}

/// The fault that the system's twin has, in words; none where it has none or there is no twin.
pub(super) fn fault_of(app: &App, system: System) -> Option<Text> {
    let now = app.demo.as_ref()?.faults.now(system.as_str())?;
    if now.mode == FaultMode::None {
        return None;
    }
    let known = modes().into_iter().find(|(mode, ..)| *mode == now.mode);
    // Whoever tells a twin by its own address can choose others.
    Some(known.map_or_else(|| Text::new("其他故障", "another fault"), |(_, _, name, _)| name))
}

/// What can be chosen; none where there are no twins.
pub(super) fn faults(app: &App) -> Option<Faults> {
    let desk = &app.demo.as_ref()?.faults;
    let twins = System::ALL.iter().filter(|system| desk.now(system.as_str()).is_some());
    Some(Faults {
        systems: twins.map(|system| Choice::new(system.as_str(), system.name())).collect(),
        modes: modes().into_iter().map(|(_, code, name, hint)| Choice::new(code, name).hint(hint)).collect(),
    })
}

/// Gives the system's twin a fault, until another is chosen. Gives the field that names nothing known, if one does.
pub(super) fn set(app: &App, system: &str, mode: &str) -> Option<&'static str> {
    let Some((mode, ..)) = modes().into_iter().find(|(_, code, ..)| *code == mode) else {
        return Some("mode");
    };
    let fault = Fault { mode, delay_ms: SLOW_MS, ..Fault::NONE };
    let known = app.demo.as_ref().is_some_and(|demo| demo.faults.choose(system, fault));
    if known { None } else { Some("system") }
}
