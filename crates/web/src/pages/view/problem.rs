//! What went wrong, said to a person: what happened, what to do now, and the number to give on the telephone. One
//! page for every status; a lawful refusal shows its rule and article, a form that was forbidden shows its fields.

use askama::Template;
use base::{Problem, Text};

use super::{Link, Page};
use crate::frame::Frame;

/// A problem as a page.
#[derive(Debug, Template)]
#[template(path = "citizen/problem.html")]
pub struct ProblemPage {
    /// The frame.
    pub frame: Frame,
    /// The problem.
    pub problem: Problem,
    /// The request's id, to give on the telephone.
    pub request: String,
}

impl ProblemPage {
    /// What a person can do now, by status. The problem's own detail says what happened; this says the way on.
    fn advice(&self) -> Text {
        let (zh, en) = match self.problem.status {
            400 => ("请返回上一页，重新操作一次。", "Go back one page and try again."),
            403 => (
                "请换有权限的账号登录，或者找管理员开通。",
                "Log in with an account that may, or ask your administrator.",
            ),
            404 => (
                "请核对网址或编号，也可以从首页重新进入。",
                "Check the address or the number, or start from the home page.",
            ),
            409 => ("请先看看上面的原因，再决定下一步。", "Read the reason above before you go on."),
            413 => ("请换一个小一点的文件再上传。", "Choose a smaller file and upload it again."),
            422 => ("请返回表单，按提示修改。", "Go back to the form and mend what it names."),
            429 => (
                "请稍等一会儿再试，不用反复点击。",
                "Wait a little before you try again. Clicking more often does not help.",
            ),
            _ => (
                "请稍后再试。已经提交的申请都在，不会丢。",
                "Try again later. What you have submitted is safe.",
            ),
        };
        Text::new(zh, en)
    }

    /// Ways on, by status.
    fn ways(&self) -> Vec<Link> {
        let home = if self.frame.is_staff() {
            Link::new("/desk", "回到工作台", "Back to the desk")
        } else {
            Link::new("/", "回到首页", "Home page")
        };
        let again = Link::new(self.frame.path.clone(), "再试一次", "Try again");
        match self.problem.status {
            403 if !self.frame.is_staff() => vec![home, Link::new("/login", "重新登录", "Log in again")],
            429 | 500 | 503 => vec![again, home],
            404 if !self.frame.is_staff() => vec![home, Link::new("/track", "查办理进度", "Track a case")],
            _ => vec![home],
        }
    }

    /// Minutes after which it is worth asking again, rounded up.
    fn minutes(&self) -> Option<u32> {
        self.problem.retry_after_s.map(|seconds| seconds.div_ceil(60).max(1))
    }
}

impl Page for ProblemPage {
    fn title(&self) -> Text {
        self.problem.title.clone()
    }
}

#[cfg(test)]
impl ProblemPage {
    pub(crate) fn samples() -> Vec<(&'static str, Self)> {
        use super::sample::{text, too_early};
        use crate::frame::sample;
        let page = |problem| Self { frame: sample::citizen("/x"), problem, request: "req_7Q2M".to_owned() };
        let plain = |status, zh: [&str; 2], en: [&str; 2]| {
            let [title, detail] = [text(zh[0], en[0]), text(zh[1], en[1])];
            page(Problem::new(status, "sample", title, detail))
        };
        let fields =
            vec![base::FieldError::new("phone", "请填写11位手机号码", "Enter an 11-digit mobile number")];
        let not_allowed = || {
            plain(
                403,
                ["没有权限", "您现在的身份不能做这件事。"],
                ["Not allowed", "You may not do this as you are logged in."],
            )
        };
        let mut staff = not_allowed();
        staff.frame = sample::staff("/desk/issue");
        let mut busy = plain(
            429,
            ["操作太频繁", "短时间内请求太多，系统先歇一会儿。"],
            ["Too many requests", "Too many requests came in a short time."],
        );
        busy.problem.retry_after_s = Some(90);
        let mut full = plain(
            503,
            ["暂时忙不过来", "现在办理的人很多，系统正在排队处理。"],
            ["Too busy right now", "Many people are here at once."],
        );
        full.problem.retry_after_s = Some(30);
        let fault = plain(
            500,
            ["系统出错了", "是我们的问题，不是您的操作有误，已经记录下来。"],
            ["Something went wrong", "It is our fault, not yours, and it has been recorded."],
        );
        vec![
            (
                "400",
                plain(
                    400,
                    ["请求有误", "系统没有看懂这次请求。"],
                    ["Bad request", "The request could not be read."],
                ),
            ),
            ("403", not_allowed()),
            ("403 staff", staff),
            ("404", page(Problem::not_found())),
            ("409", page(Problem::from(too_early()))),
            (
                "413",
                plain(413, ["文件太大", "一次最多上传10MB。"], ["File too large", "At most 10 MB at once."]),
            ),
            ("422", page(Problem::invalid(fields))),
            ("429", busy),
            ("500", fault),
            ("503", full),
        ]
    }
}
