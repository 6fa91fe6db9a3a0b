//! Why work for an outside system was not done, in words for people. Jobs keep what the program said, in English; the
//! sentences of adapters and of the worker are known here, and whatever else it is, is shown as it stands.

use adapters::AdapterError;
use adapters::webhooks::DeliveryError;
use base::Text;

/// What the adapters say.
fn of_adapters(why: &str) -> Option<Text> {
    let (zh, en) = if why == AdapterError::Unreachable.to_string() {
        ("对方没有应答，或者暂停服务。", "No answer, or the system cannot work now.")
    } else if why == AdapterError::TimedOut.to_string() {
        ("对方没有按时应答。", "The system did not answer in time.")
    } else if why == AdapterError::SandboxAnswer.to_string() {
        ("应答来自模拟系统，正式运行不采用。", "A twin answered; a real office takes no answers from twins.")
    } else {
        let refused = AdapterError::Refused { code: String::new(), text: Text::default() }.to_string();
        if let Some(code) = why.strip_prefix(&refused) {
            return Some(Text::new(format!("对方不接受：{code}"), format!("The system refused: {code}")));
        }
        let bad = AdapterError::BadAnswer { what: "" }.to_string();
        let what = why.strip_prefix(&bad)?;
        return Some(Text::new(
            format!("对方的应答不符合规约：{what}"),
            format!("The answer is not of the profile: {what}"),
        ));
    };
    Some(Text::new(zh, en))
}

/// What receivers of notices say.
fn of_receivers(why: &str) -> Option<Text> {
    let known = [
        (DeliveryError::Unreachable, "连接不上接收方。", "The receiver cannot be reached."),
        (DeliveryError::TimedOut, "接收方没有按时应答。", "The receiver did not answer in time."),
        (
            DeliveryError::Address,
            "接收地址不是完整的https地址。",
            "The receiver's address is no whole https address.",
        ),
        (
            DeliveryError::PrivateAddress,
            "接收地址在内部网络。",
            "The receiver's address leads into a private network.",
        ),
        (
            DeliveryError::Message,
            "通知太大，或者缺少签名密钥。",
            "The notice is too large, or its secret is missing.",
        ),
    ];
    if let Some((_, zh, en)) = known.into_iter().find(|(error, _, _)| error.to_string() == why) {
        return Some(Text::new(zh, en));
    }
    let answered = DeliveryError::Status(0).to_string();
    let status = why.strip_prefix(answered.trim_end_matches('0'))?;
    Some(Text::new(format!("接收方的回答是{status}"), format!("The receiver answered with status {status}")))
}

/// What the worker says of itself.
fn of_worker(why: &str) -> Option<Text> {
    let (zh, en) = match why {
        "the system did not answer a moment ago" => {
            ("对方刚才没有应答，稍后再试。", "The system did not answer a moment ago; it is asked again.")
        }
        "the money is on its way" => ("退款正在办理。", "The money is on its way."),
        "the event is not under a checkpoint yet" => {
            ("记录还没有签入检查点。", "The event is not under a checkpoint yet.")
        }
        "this program does not know this kind of job" => (
            "程序不认识这类任务，可能需要升级。",
            "The program does not know this kind of work; it may have to be upgraded.",
        ),
        "not found" => ("相关业务或者记录已经不在。", "The case or record it is about is not there."),
        "the record has changed" => ("相关业务已经有了变化。", "The case it is about has changed."),
        _ => {
            let rules = why.strip_prefix("refused: ")?;
            return Some(Text::new(
                format!("本系统的规则不允许：{rules}"),
                format!("The rules of the office refuse it: {rules}"),
            ));
        }
    };
    Some(Text::new(zh, en))
}

/// Why a job was not done, in words.
pub fn why_in_words(why: &str) -> Text {
    let known = of_adapters(why).or_else(|| of_receivers(why)).or_else(|| of_worker(why));
    known.unwrap_or_else(|| Text::new(format!("系统记录：{why}"), format!("On record: {why}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_adapters_and_receivers_say_has_words_in_both_languages() {
        let refused =
            AdapterError::Refused { code: "post.address_unknown".to_owned(), text: Text::default() };
        for (error, word) in [
            (AdapterError::Unreachable.to_string(), "没有应答"),
            (AdapterError::TimedOut.to_string(), "没有按时应答"),
            (AdapterError::BadAnswer { what: "not JSON" }.to_string(), "不符合规约：not JSON"),
            (AdapterError::SandboxAnswer.to_string(), "模拟系统"),
            (refused.to_string(), "对方不接受：post.address_unknown"),
            (DeliveryError::Address.to_string(), "https"),
            (DeliveryError::PrivateAddress.to_string(), "内部网络"),
            (DeliveryError::Message.to_string(), "签名密钥"),
            (DeliveryError::Unreachable.to_string(), "连接不上接收方"),
            (DeliveryError::TimedOut.to_string(), "接收方没有按时应答"),
            (DeliveryError::Status(404).to_string(), "接收方的回答是404"),
            (service::office::Stop::NotFound.to_string(), "已经不在"),
            (service::office::Stop::Stale.to_string(), "有了变化"),
        ] {
            let words = why_in_words(&error);
            assert!(words.zh.contains(word) && !words.zh.starts_with("系统记录"), "{error}: {words:?}");
            assert!(
                words.en.is_ascii() && words.en.chars().next().unwrap().is_ascii_uppercase(),
                "{words:?}"
            );
        }
        assert_eq!(why_in_words("disk on fire").zh, "系统记录：disk on fire");
    }
}
