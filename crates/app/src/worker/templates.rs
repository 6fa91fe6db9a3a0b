//! The words of messages. The SMS gateway knows each template by its id and fills it with the parameters that we send,
//! so a message can never say anything that was not approved; the words stand here for registering them with the
//! gateway, and for showing in a demonstration what would have arrived.

use std::collections::BTreeMap;

use adapters::Private;
use adapters::sms::{LOGIN_CODE, NUMBER_CODE, template_id};

/// One template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Template {
    /// What the program calls it: `case.accepted`.
    pub name: &'static str,
    /// Its words, with `{item}`, `{number}`, `{code}` and `{minutes}` where a parameter goes.
    pub words: &'static str,
}

/// Every template there is.
pub const TEMPLATES: &[Template] = &[
    template(LOGIN_CODE, "验证码{code}，{minutes}分钟内有效。工作人员不会向您索要验证码，请勿告诉任何人。"),
    template(
        NUMBER_CODE,
        "您正在把车驾管业务的联系手机变更为本号码，验证码{code}，{minutes}分钟内有效。不是您本人办理的，请不必理会，也不要告诉任何人。",
    ),
    template("case.accepted", "您申请的“{item}”已受理，受理编号{number}。办理进度可在网上随时查看。"),
    template(
        "case.supplement_asked",
        "您申请的“{item}”（{number}）需要补充材料，请登录查看要补什么、最晚什么时候补。",
    ),
    template("case.rejected", "您申请的“{item}”（{number}）没有受理，原因和您可以怎么办请登录查看。"),
    template("case.granted", "您申请的“{item}”（{number}）已准予办理，正在制证。"),
    template("case.refused", "您申请的“{item}”（{number}）没有准予，理由、依据和救济途径请登录查看决定书。"),
    template("case.ready", "您的新驾驶证已经制好（{number}），请带身份证到您选择的网点领取。"),
    template("case.posted", "您的新驾驶证已经制好并交邮（{number}），邮件进度可在网上查看。"),
    template("case.closed", "您申请的“{item}”（{number}）已办结。欢迎登录评价这次服务。"),
    template(
        "case.lapsed",
        "您申请的“{item}”（{number}）超过补正期限没有收到材料，已经失效。需要时可以重新申请。",
    ),
    template("case.corrected", "您的驾驶证记录（{number}）有一项更正，更正通知书请登录查看。"),
];

const fn template(name: &'static str, words: &'static str) -> Template {
    Template { name, words }
}

impl Template {
    /// The template of this name, or of this id.
    pub fn find(name: &str) -> Option<&'static Self> {
        TEMPLATES.iter().find(|template| template.name == name || template.id() == name)
    }

    /// Its id at the gateway, where numbers have no dots: `case-accepted`.
    pub fn id(&self) -> String {
        template_id(self.name)
    }

    /// The names of its parameters.
    pub fn parameters(&self) -> impl Iterator<Item = &'static str> {
        self.words.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(name, _)| name))
    }
}

/// What arrives on the telephone.
pub fn render(template: &str, parameters: &BTreeMap<String, Private>) -> String {
    let words = Template::find(template).map_or("{code}", |template| template.words);
    let filled = parameters
        .iter()
        .fold(words.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value.as_str()));
    format!("【一窗】{filled}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_numbers_of_the_gateway_and_words_use_known_parameters() {
        for template in TEMPLATES {
            let id = template.id();
            assert!(
                id.len() <= 64 && id.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-".contains(&b)),
                "{id}"
            );
            assert!(
                template.parameters().all(|name| ["item", "number", "code", "minutes"].contains(&name)),
                "{id}"
            );
            assert_eq!(Template::find(&id), Some(template));
        }
    }

    #[test]
    fn a_message_reads_as_it_would_arrive() {
        let parameters = BTreeMap::from([
            ("item".to_owned(), Private::new("期满换证")),
            ("number".to_owned(), Private::new("YC20261121-7K3M9QXA")),
        ]);
        let text = render("case-accepted", &parameters);
        assert!(text.starts_with("【一窗】您申请的“期满换证”已受理，受理编号YC20261121-7K3M9QXA"), "{text}");
        assert!(!text.contains('{'));
    }
}
