//! Applying for an item: before you start, one question a page, check your answers, sign. Whether a person may apply
//! is decided before the first question; a refusal is a page of its own, with the reason and the way on, never a
//! message at a field.

use askama::Template;
use base::{Article, Fen, Refusal, Text};

use super::{Choice, Form, Link, Page, Row};
use crate::frame::Frame;

/// The item a page of the application belongs to, and how far one is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Application {
    /// The item's code, as addresses have it.
    pub code: String,
    /// The item's name.
    pub name: Text,
    /// The case's number, where it is not the reader's own: it stands in the address of every page then.
    pub case: Option<String>,
    /// For whom, where it is not the reader: the principal's masked name.
    pub principal: Option<super::Masked>,
    /// This question's number, from 1; 0 on pages that are no question.
    pub step: u8,
    /// How many questions there are.
    pub steps: u8,
    /// The page one step before.
    pub back: Option<Link>,
}

impl Application {
    /// The address of a step.
    pub fn at(&self, step: &str) -> String {
        let query = self.case.as_ref().map(|case| format!("?case={case}")).unwrap_or_default();
        format!("/apply/{}/{step}{query}", self.code)
    }

    /// `期满换证 · 第2步，共4步`.
    pub fn caption(&self, frame: &Frame) -> String {
        let name = frame.text(&self.name);
        let (step, steps) = (self.step, self.steps);
        if step == 0 {
            return name.to_owned();
        }
        if frame.zh() {
            format!("{name} · 第{step}步，共{steps}步")
        } else {
            format!("{name} · Step {step} of {steps}")
        }
    }
}

/// Declares the page of a step: title, form, and back link are the same for all.
macro_rules! step {
    ($page:ident, $zh:literal, $en:literal) => {
        impl Page for $page {
            fn title(&self) -> Text {
                Text::new($zh, $en)
            }

            fn form(&self) -> Option<&Form> {
                Some(&self.form)
            }

            fn back(&self) -> Option<Link> {
                self.application.back.clone()
            }
        }
    };
}

/// For whom, where the reader holds mandates for the item: field `for`.
#[derive(Debug, Template)]
#[template(path = "citizen/apply-who.html")]
pub struct ApplyWho {
    /// The frame.
    pub frame: Frame,
    /// The application.
    pub application: Application,
    /// The field.
    pub form: Form,
    /// The reader, `me`, and the persons whose mandate covers the item.
    pub persons: Vec<Choice>,
}

step!(ApplyWho, "为谁办理？", "For whom are you applying?");

/// Before you start.
#[derive(Debug, Template)]
#[template(path = "citizen/apply-start.html")]
pub struct ApplyStart {
    /// The frame.
    pub frame: Frame,
    /// The application.
    pub application: Application,
    /// The nonce of beginning.
    pub form: Form,
    /// Hidden field `for`: `me`, or the person the reader acts for.
    pub whom: String,
    /// About how many minutes the questions take.
    pub minutes: u32,
    /// What to have at hand.
    pub at_hand: Vec<Text>,
    /// What is on file already and need not be typed.
    pub on_file: Vec<Row>,
    /// The fee.
    pub fee: Fen,
}

step!(ApplyStart, "开始之前", "Before you start");

/// Not possible, and why.
#[derive(Debug, Template)]
#[template(path = "citizen/apply-cannot.html")]
pub struct ApplyCannot {
    /// The frame.
    pub frame: Frame,
    /// The application.
    pub application: Application,
    /// Every reason, not only the first.
    pub refusals: Vec<Refusal>,
    /// Ways on.
    pub ways: Vec<Link>,
}

impl Page for ApplyCannot {
    fn title(&self) -> Text {
        Text::new("您暂时不能网上办", "You cannot do this online yet")
    }

    fn back(&self) -> Option<Link> {
        self.application.back.clone()
    }
}

/// How we reach you: fields `phone`, `email`; for a change of contact details also `address`.
#[derive(Debug, Template)]
#[template(path = "citizen/apply-contact.html")]
pub struct ApplyContact {
    /// The frame.
    pub frame: Frame,
    /// The application.
    pub application: Application,
    /// The fields.
    pub form: Form,
    /// The number that is on file now, masked.
    pub current: super::Masked,
    /// Whether the contact address is asked as well.
    pub with_address: bool,
}

step!(ApplyContact, "怎么联系您？", "How can we reach you?");

/// Pick up or post: field `delivery` is `pickup` or `post`.
#[derive(Debug, Template)]
#[template(path = "citizen/apply-delivery.html")]
pub struct ApplyDelivery {
    /// The frame.
    pub frame: Frame,
    /// The application.
    pub application: Application,
    /// The field.
    pub form: Form,
    /// What the post costs.
    pub postage: Fen,
}

impl ApplyDelivery {
    /// What stands under "by post": the postage where there is any.
    fn post_note(&self) -> String {
        let frame = &self.frame;
        if self.postage.is_zero() {
            return frame.t("寄出后可以查快递到了哪里", "You can follow the parcel").to_owned();
        }
        let postage = frame.yuan(&self.postage);
        frame.fill("邮费{0}，寄出后可以查快递到了哪里", "Postage {0}; you can follow the parcel", postage)
    }
}

step!(ApplyDelivery, "新证怎么给您？", "How would you like to get it?");

/// At which outlet: field `outlet`.
#[derive(Debug, Template)]
#[template(path = "citizen/apply-outlet.html")]
pub struct ApplyOutlet {
    /// The frame.
    pub frame: Frame,
    /// The application.
    pub application: Application,
    /// The field.
    pub form: Form,
    /// The outlets that hand this paper out, with address and hours as hint.
    pub outlets: Vec<Choice>,
}

step!(ApplyOutlet, "到哪个网点领取？", "Where would you like to pick it up?");

/// To which address: fields `recipient`, `phone`, `district`, `address`.
#[derive(Debug, Template)]
#[template(path = "citizen/apply-address.html")]
pub struct ApplyAddress {
    /// The frame.
    pub frame: Frame,
    /// The application.
    pub application: Application,
    /// The fields.
    pub form: Form,
    /// The districts the post reaches.
    pub districts: Vec<Choice>,
}

step!(ApplyAddress, "寄到哪里？", "Where should we send it?");

/// The photo: field `photo`, and `keep` to go on with the one on file.
#[derive(Debug, Template)]
#[template(path = "citizen/apply-photo.html")]
pub struct ApplyPhoto {
    /// The frame.
    pub frame: Frame,
    /// The application.
    pub application: Application,
    /// The fields.
    pub form: Form,
    /// Hidden field `need`: the requirement's code.
    pub need: String,
    /// Whether a photo was uploaded before, which stays when none is chosen.
    pub given: bool,
    /// The largest file taken, in MB.
    pub megabytes: u32,
}

step!(ApplyPhoto, "上传证件照", "Upload a photo");

/// A material other than the photo: field `file`. One page a material.
#[derive(Debug, Template)]
#[template(path = "citizen/apply-material.html")]
pub struct ApplyMaterial {
    /// The frame.
    pub frame: Frame,
    /// The application.
    pub application: Application,
    /// The field.
    pub form: Form,
    /// Hidden field `need`: the requirement's code.
    pub need: String,
    /// What it is: 身体条件证明.
    pub name: Text,
    /// What it has to look like; empty where there is nothing to say.
    pub help: Text,
    /// The articles that ask for it.
    pub articles: Vec<Article>,
    /// What was uploaded before, in words; empty where nothing was.
    pub current: Text,
    /// The largest file taken, in MB.
    pub megabytes: u32,
}

impl Page for ApplyMaterial {
    fn title(&self) -> Text {
        Text::new(format!("上传{}", self.name.zh), format!("Upload: {}", self.name.en))
    }

    fn form(&self) -> Option<&Form> {
        Some(&self.form)
    }

    fn back(&self) -> Option<Link> {
        self.application.back.clone()
    }
}

/// Answers that belong together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answers {
    /// What they are about.
    pub title: Text,
    /// The answers with the pages where they can be changed.
    pub rows: Vec<Row>,
}

/// Check your answers.
#[derive(Debug, Template)]
#[template(path = "citizen/apply-check.html")]
pub struct ApplyCheck {
    /// The frame.
    pub frame: Frame,
    /// The application.
    pub application: Application,
    /// The nonce of going on.
    pub form: Form,
    /// The answers.
    pub sections: Vec<Answers>,
    /// What has changed on file since the answers were given; empty where nothing has.
    pub stale: Text,
}

step!(ApplyCheck, "核对您的申请", "Check your answers");

/// Declare and submit: field `agree`.
#[derive(Debug, Template)]
#[template(path = "citizen/apply-sign.html")]
pub struct ApplySign {
    /// The frame.
    pub frame: Frame,
    /// The application.
    pub application: Application,
    /// The field.
    pub form: Form,
    /// What is declared, sentence by sentence; the law's words where it has them.
    pub declarations: Vec<Text>,
    /// The act in words: 提交换证申请.
    pub act: Text,
    /// The fee that is due afterwards.
    pub fee: Fen,
}

step!(ApplySign, "声明并提交", "Declare and submit");

#[cfg(test)]
#[path = "apply_samples.rs"]
mod samples;
