//! Words in both languages, as answers have them.

use serde::Serialize;

/// Words in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = Text)]
pub(in crate::api) struct Words {
    /// 中文.
    #[schema(example = "期满换证")]
    pub(in crate::api) zh: String,
    /// English.
    #[schema(example = "Renewal of a driving licence at expiry")]
    pub(in crate::api) en: String,
}

impl From<base::Text> for Words {
    fn from(text: base::Text) -> Self {
        Self { zh: text.zh, en: text.en }
    }
}

impl From<&base::Text> for Words {
    fn from(text: &base::Text) -> Self {
        text.clone().into()
    }
}
