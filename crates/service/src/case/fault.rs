//! What can be wrong with a paper that is asked for again. A notice names it for every paper (162§3: everything at once),
//! from this list and never in free words, so that it says the same in both languages and nothing about anybody.

use base::Text;
use serde::{Deserialize, Serialize};

use crate::closed::closed;

closed! {
    /// What is wrong with a paper.
    PaperFault {
        /// It was not handed in.
        Missing = "missing", "没有提交", "not handed in";
        /// Parts of it cannot be read.
        Unclear = "unclear", "不清晰，有的内容看不清", "not legible";
        /// A photograph of a person that is not taken as it has to be.
        PhotoRules = "photo_rules", "照片不符合证件照要求", "not a photograph for a document";
        /// Another paper than the one that is wanted.
        WrongKind = "wrong_kind", "不是要求的材料", "not the paper that is wanted";
        /// Pages or entries are missing.
        Incomplete = "incomplete", "不完整，缺页或者漏填", "incomplete";
        /// It is out of date.
        Expired = "expired", "已过有效期", "out of date";
        /// It says otherwise than the applicant's data.
        Mismatch = "mismatch", "与申请人信息不一致", "at odds with the applicant's data";
        /// A signature or seal is missing.
        Unsigned = "unsigned", "没有签名或者盖章", "not signed or sealed";
    }
}

impl PaperFault {
    /// What to do about it.
    pub fn mend(self) -> Text {
        let (zh, en) = match self {
            Self::Missing => ("请提交这份材料。", "Please hand it in."),
            Self::Unclear => (
                "请重新拍照或者扫描，让文字和四角都看得清。",
                "Photograph or scan it again so that the text and all four corners can be seen.",
            ),
            Self::PhotoRules => (
                "请交近期的白底免冠正面证件照，不要翻拍纸质照片。",
                "Hand in a recent photograph: full face, bareheaded, white background, not taken from paper.",
            ),
            Self::WrongKind => (
                "请对照办事指南，换成要求的那一种。",
                "See the guide for which one is wanted, and hand that one in.",
            ),
            Self::Incomplete => (
                "请补齐缺的页或者内容，整份重新提交。",
                "Add the pages or entries that are missing and hand it in whole.",
            ),
            Self::Expired => ("请换一份在有效期内的。", "Hand in one that is still valid."),
            Self::Mismatch => (
                "请核对姓名和证件号码；信息确有变化的，先到窗口办理信息变更。",
                "Check the name and the number; if your data has changed, have it changed at a counter first.",
            ),
            Self::Unsigned => {
                ("请签名或者盖章以后重新提交。", "Sign it or have it sealed, and hand it in again.")
            }
        };
        Text::new(zh, en)
    }

    /// The fault and what to do about it, in one or two sentences.
    pub fn sentence(self) -> Text {
        let (name, mend) = (self.name(), self.mend());
        Text::new(format!("{}。{}", name.zh, mend.zh), format!("It is {}. {}", name.en, mend.en))
    }
}

/// A paper that is asked for again, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ask {
    /// Which requirement.
    pub code: String,
    /// What is wrong with it.
    pub fault: PaperFault,
}

impl Ask {
    /// Of a requirement.
    pub fn new(code: impl Into<String>, fault: PaperFault) -> Self {
        Self { code: code.into(), fault }
    }
}
