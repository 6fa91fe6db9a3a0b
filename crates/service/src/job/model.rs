//! Which system a job waits for, why it is put right, and the events of putting right.

use base::Text;
use serde::{Deserialize, Serialize};

use crate::catalog::Source;
use crate::closed::closed;
use crate::office::events;

closed! {
    /// Who a job waits for. The codes are those of the settings `adapters.CODE`.
    System {
        /// Identity and documents of persons.
        Population = "population", "人口信息系统", "Population register";
        /// Medical certificates.
        Hospital = "hospital", "医院体检系统", "Hospitals' certificates";
        /// Violations, points, accidents and studies.
        Offences = "offences", "交通违法系统", "Traffic offence system";
        /// Fees and refunds.
        Payment = "payment", "支付平台", "Payment platform";
        /// Text messages.
        Sms = "sms", "短信平台", "Message gateway";
        /// Parcels.
        Post = "post", "邮政系统", "Post";
        /// Licences as issued.
        National = "national", "全国平台", "National platform";
        /// A receiver of notices.
        Webhook = "webhook", "通知接收方", "Receiver of notices";
        /// Nobody outside.
        Own = "own", "本系统其他任务", "Other work of this program";
    }
    /// Why a job that was laid aside is run again.
    RetryReason {
        /// The other side has mended what was wrong with it.
        Mended = "mended", "对方已经处理好", "The other side has mended it";
        /// What our records said was wrong, and is right now.
        Corrected = "corrected", "我方资料已经更正", "Our own records are corrected";
        /// How the system is reached was wrong, and is right now.
        Settings = "settings", "连接设置已经改正", "The settings of the connection are corrected";
    }
    /// Why a job that was laid aside is given up.
    GiveUpReason {
        /// Its moment has passed.
        Outdated = "outdated", "已经过时，不用再发", "Its moment has passed";
        /// The person or partner knows by other means.
        Otherwise = "otherwise", "已经用其他方式告知", "They were told in another way";
        /// The other side will not take it.
        Unwanted = "unwanted", "对方不再接收", "The other side takes it no more";
    }
}

impl System {
    /// Whom a job of this kind waits for; `payload` is the job's, as it is stored.
    pub(super) fn of(kind: &str, payload: &str) -> Self {
        match kind {
            "sms.send" => Self::Sms,
            "payment.refund" => Self::Payment,
            "post.create" => Self::Post,
            "national.upload" => Self::National,
            "webhook.send" => Self::Webhook,
            "check.source" => Self::asked(payload),
            _ => Self::Own,
        }
    }

    /// Which system a check asks.
    fn asked(payload: &str) -> Self {
        let words: serde_json::Value = serde_json::from_str(payload).unwrap_or_default();
        let word = |name| words.get(name).and_then(serde_json::Value::as_str).and_then(Source::parse);
        match word("source").or_else(|| word("code")) {
            Some(Source::PopulationRegister) => Self::Population,
            Some(Source::HospitalNetwork) => Self::Hospital,
            Some(Source::Violations | Source::Accidents | Source::Studies | Source::LicenceRegister) => {
                Self::Offences
            }
            Some(Source::PhotoLibrary | Source::AbilityTests) | None => Self::Own,
        }
    }
}

/// What a job of this kind does, in words.
pub fn kind_name(kind: &str) -> Text {
    let (zh, en) = match kind {
        "sms.send" => ("发送短信", "Send a text message"),
        "payment.refund" => ("退还费用", "Give a fee back"),
        "post.create" => ("交寄证件", "Hand a licence to the post"),
        "national.upload" => ("上传证件信息", "Upload a licence"),
        "webhook.send" => ("发送业务通知", "Send a notice"),
        "check.source" => ("核查资料", "Check a fact"),
        other => (other, other),
    };
    Text::new(zh, en)
}

/// A job that was laid aside is run again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct JobRetried {
    /// `job_…`.
    pub job: String,
    /// What is to be done.
    pub kind: String,
    /// The case number, the person's id or the receiver's name.
    pub about: String,
    /// Why now.
    pub reason: RetryReason,
}

/// A job that was laid aside is not done any more.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct JobGivenUp {
    /// `job_…`.
    pub job: String,
    /// What was to be done.
    pub kind: String,
    /// The person's id or the receiver's name.
    pub about: String,
    /// Why not.
    pub reason: GiveUpReason,
}

events! {
    /// What is done with work that was laid aside. They say who acted and why; no row follows, because jobs are work.
    JobEvent {
        /// Run again.
        Retried(JobRetried) = "job.retried",
        /// Given up.
        GivenUp(JobGivenUp) = "job.given_up",
    }
}
