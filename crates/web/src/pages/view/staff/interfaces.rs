//! Outside systems for the administrator: how each is reached, what waits for it, what was laid aside; one job that was
//! laid aside; and, in a demonstration, the faults of the twins.

use askama::Template;
use base::{Instant, Text};

use crate::frame::{Frame, Place};
use crate::pages::view::{Choice, Form, Link, Page, Row, Tag};

/// An outside system, or a receiver of notices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interface {
    /// What it is.
    pub name: Text,
    /// The operator's name of a receiver; empty for the systems.
    pub receiver: String,
    /// Host and port; `None` where nobody configured it.
    pub host: Option<String>,
    /// How it stands, in a word.
    pub state: Tag,
    /// What waits for it, in a line.
    pub waits: Text,
    /// Since when the oldest waits.
    pub since: Option<Instant>,
    /// What the oldest that was tried in vain met.
    pub why: Option<Text>,
    /// The fault that its twin has, in a demonstration.
    pub fault: Option<Text>,
}

/// A job that was laid aside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aside {
    /// Its page.
    pub href: String,
    /// What was to be done.
    pub kind: Text,
    /// For whom: the system or the receiver.
    pub system: Text,
    /// The case number, the person's id or the receiver's name.
    pub about: String,
    /// Since when it lies.
    pub since: Instant,
    /// What the other side said.
    pub why: Text,
}

/// The faults that can be chosen in a demonstration: fields `system`, `mode`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Faults {
    /// The systems.
    pub systems: Vec<Choice>,
    /// What can go wrong.
    pub modes: Vec<Choice>,
}

/// All outside systems, failing first.
#[derive(Debug, Template)]
#[template(path = "staff/interfaces.html")]
pub struct Interfaces {
    /// The frame.
    pub frame: Frame,
    /// The fields of the demonstration's form.
    pub form: Form,
    /// The systems and receivers, failing first.
    pub interfaces: Vec<Interface>,
    /// Jobs that were laid aside, those first that have lain longest.
    pub aside: Vec<Aside>,
    /// How many lie aside in all; more than are shown where they are many.
    pub aside_total: u64,
    /// In a demonstration, for those who may choose faults.
    pub faults: Option<Faults>,
    /// When it was looked at.
    pub looked_at: Instant,
    /// Whether nothing wants a person.
    pub well: bool,
}

impl Interfaces {
    /// Whether more lie aside than are shown.
    fn more(&self) -> bool {
        usize::try_from(self.aside_total).is_ok_and(|total| total > self.aside.len())
    }
}

impl Page for Interfaces {
    fn title(&self) -> Text {
        Text::new("外部系统", "Outside systems")
    }

    fn here(&self) -> Option<Place> {
        Some(Place::Interfaces)
    }

    fn form(&self) -> Option<&Form> {
        Some(&self.form)
    }
}

/// What may be done with a job that was laid aside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PutRight {
    /// Why it can be done now.
    pub again: Vec<Choice>,
    /// Why it need not be done; empty where it may not be given up.
    pub up: Vec<Choice>,
    /// Why it may not be given up, and what to do instead; `None` where it may.
    pub why_not: Option<Text>,
}

/// One job that was laid aside: fields `reason` runs it again, `ground` gives it up.
#[derive(Debug, Template)]
#[template(path = "staff/interface-job.html")]
pub struct AsideJob {
    /// The frame.
    pub frame: Frame,
    /// The fields.
    pub form: Form,
    /// Its page.
    pub href: String,
    /// What was to be done.
    pub kind: Text,
    /// What is known of it.
    pub rows: Vec<Row>,
    /// What this person may do with it; `None` for those who only look.
    pub may: Option<PutRight>,
}

impl Page for AsideJob {
    fn title(&self) -> Text {
        Text::new("搁置的任务", "Work laid aside")
    }

    fn here(&self) -> Option<Place> {
        Some(Place::Interfaces)
    }

    fn form(&self) -> Option<&Form> {
        Some(&self.form)
    }

    fn back(&self) -> Option<Link> {
        Some(Link::new("/admin/interfaces", "外部系统", "Outside systems"))
    }
}

#[cfg(test)]
mod samples {
    use super::*;
    use crate::frame::sample;
    use crate::pages::view::sample::{CASE, at, form, text, wrong};
    use crate::pages::view::{Cell, Tone};

    const JOB: &str = "/admin/interfaces/jobs/job_999901_01KAHF6Z5M8Q0W3J7V2N4B6C8D";

    fn well(name: Text, host: Option<&str>) -> Interface {
        let state = match host {
            Some(_) => Tag::new(Tone::Ok, "正常", "Well"),
            None => Tag::new(Tone::Info, "没有配置", "Not configured"),
        };
        Interface {
            name,
            receiver: String::new(),
            host: host.map(str::to_owned),
            state,
            waits: text("没有任务在等", "Nothing waits"),
            since: None,
            why: None,
            fault: None,
        }
    }

    fn failing() -> Vec<Interface> {
        let post = Interface {
            state: Tag::new(Tone::Err, "需要处理", "Needs a person"),
            waits: text("等待2项，搁置3项", "2 wait, 3 laid aside"),
            since: Some(at("2026-11-21", 9, 30)),
            ..well(text("邮政系统", "Post"), Some("connector.post.example:8443"))
        };
        let sms = Interface {
            state: Tag::new(Tone::Warn, "正在重试", "Trying again"),
            waits: text("等待37项，正在处理4项", "37 wait, 4 are being done"),
            since: Some(at("2026-11-21", 14, 52)),
            why: Some(text("对方没有按时应答。", "The system did not answer in time.")),
            fault: Some(text("停止服务", "out of service")),
            ..well(text("短信平台", "Message gateway"), Some("127.0.0.1:8080"))
        };
        let receiver = Interface {
            receiver: "示例市机动车保险联合服务中心业务通知接收网关".to_owned(),
            ..well(
                text("通知接收方", "Receiver of notices"),
                Some("a-very-long-name-of-a-gateway.example.org"),
            )
        };
        vec![post, sms, receiver]
    }

    fn aside(kind: Text, system: Text, about: &str, why: Text) -> Aside {
        Aside {
            href: JOB.to_owned(),
            kind,
            system,
            about: about.to_owned(),
            since: at("2026-11-21", 13, 5),
            why,
        }
    }

    impl Interfaces {
        pub(crate) fn samples() -> Vec<(&'static str, Self)> {
            let page = |form, interfaces, aside: Vec<Aside>, faults, well| Self {
                frame: sample::staff("/admin/interfaces"),
                form,
                interfaces,
                aside_total: u64::try_from(aside.len()).unwrap() * 20,
                aside,
                faults,
                looked_at: at("2026-11-21", 15, 4),
                well,
            };
            let fine = vec![
                well(text("人口信息系统", "Population register"), Some("connector.example")),
                well(text("支付平台", "Payment platform"), None),
            ];
            let lying = vec![
                aside(
                    text("交寄证件", "Hand a licence to the post"),
                    text("邮政系统", "Post"),
                    CASE,
                    text("对方不接受：post.address_unknown", "The system refused: post.address_unknown"),
                ),
                aside(
                    text("发送业务通知", "Send a notice"),
                    text("通知接收方", "Receiver of notices"),
                    "示例市机动车保险联合服务中心业务通知接收网关",
                    text("接收方的回答是404", "The receiver answered with status 404"),
                ),
            ];
            let faults = Faults {
                systems: vec![Choice::new("sms", text("短信平台", "Message gateway"))],
                modes: vec![
                    Choice::new("none", text("正常", "Nothing goes wrong")),
                    Choice::new("down", text("停止服务", "Out of service"))
                        .hint(text("每次都回答503", "Answers 503 to everything")),
                ],
            };
            let mut all = failing();
            all.extend(fine.clone());
            let bad = wrong("mode", "请选择一种故障", "Choose what goes wrong").with("system", "sms");
            vec![
                ("well", page(form(), fine, Vec::new(), None, true)),
                (
                    "failing, demonstration",
                    page(form(), all.clone(), lying.clone(), Some(faults.clone()), false),
                ),
                ("wrong fault", page(bad, all, lying, Some(faults), false)),
            ]
        }
    }

    impl AsideJob {
        pub(crate) fn samples() -> Vec<(&'static str, Self)> {
            let rows = vec![
                Row::new("等待的系统", "Waits for", Cell::Words(text("邮政系统", "Post"))),
                Row::new("关于", "About", Cell::Data(CASE.to_owned())),
                Row::new("已试次数", "Tries", Cell::Data("12".to_owned())),
                Row::new("搁置时间", "Laid aside", Cell::Moment(at("2026-11-21", 13, 5))),
                Row::new(
                    "原因",
                    "Why",
                    Cell::Words(text(
                        "对方不接受：post.address_unknown",
                        "The system refused: post.address_unknown",
                    )),
                ),
            ];
            let page = |form, may| Self {
                frame: sample::staff(JOB),
                form,
                href: JOB.to_owned(),
                kind: text("交寄证件", "Hand a licence to the post"),
                rows: rows.clone(),
                may,
            };
            let again = vec![Choice::new("mended", text("对方已经处理好", "The other side has mended it"))];
            let up = vec![Choice::new("outdated", text("已经过时，不用再发", "Its moment has passed"))];
            let notice = PutRight { again: again.clone(), up, why_not: None };
            let waited = PutRight {
                again,
                up: Vec::new(),
                why_not: Some(text(
                    "当事人还在等这份证件。请先解决对方不接受的原因，再重新办理。",
                    "A person waits for this licence. Mend what the other side refuses, and run it again.",
                )),
            };
            let bad = wrong("reason", "请选择为什么现在可以办理", "Choose why it can be done now");
            vec![
                ("notice", page(form(), Some(notice.clone()))),
                ("waited for", page(form(), Some(waited))),
                ("wrong reason", page(bad, Some(notice))),
                ("only looks", page(form(), None)),
            ]
        }
    }
}
