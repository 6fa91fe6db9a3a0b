//! Every setting there is.

/// One setting.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// Its name in the file; `*` stands for a name of the operator's.
    pub name: &'static str,
    /// What it is when nobody sets it.
    pub default: Option<&'static str>,
    /// Whether its value is a secret and is not shown.
    pub secret: bool,
    /// What it is, in Chinese.
    pub zh: &'static str,
    /// What it is, in English.
    pub en: &'static str,
}

impl Key {
    /// Its variable of the environment: `adapters.sms.base_url` is YICHUANG_ADAPTERS_SMS_BASE_URL. None for keys with
    /// a name of the operator's in them.
    pub fn variable(&self) -> Option<String> {
        let name = self.name.to_ascii_uppercase().replace('.', "_");
        (!self.name.contains('*')).then(|| format!("YICHUANG_{name}"))
    }

    /// Whether `key` is this setting.
    pub fn is(&self, key: &str) -> bool {
        match self.name.split_once('*') {
            None => self.name == key,
            Some((before, after)) => {
                let rest = key.strip_prefix(before).and_then(|rest| rest.strip_suffix(after));
                rest.is_some_and(|name| !name.is_empty() && !name.contains('.'))
            }
        }
    }
}

const fn key(name: &'static str, default: Option<&'static str>, zh: &'static str, en: &'static str) -> Key {
    Key { name, default, secret: false, zh, en }
}

const fn secret(name: &'static str, zh: &'static str, en: &'static str) -> Key {
    Key { name, default: None, secret: true, zh, en }
}

macro_rules! adapters {
    ($($name:literal),*) => {
        [$(
            [
                key(concat!("adapters.", $name, ".base_url"), None, "连接器地址", "the connector's address"),
                secret(concat!("adapters.", $name, ".token"), "连接器令牌", "the connector's token"),
                key(concat!("adapters.", $name, ".timeout_ms"), Some("3000"), "一次调用的时限，毫秒", "the longest time for a call, ms"),
                key(concat!("adapters.", $name, ".retries"), Some("2"), "无应答时的重试次数", "repeats when there is no answer"),
            ],
        )*]
    };
}

const OWN: &[Key] = &[
    key(
        "database",
        Some("yichuang-store"),
        "数据所在：文件夹路径，或 postgres:// 地址",
        "where the data are: a folder, or a postgres:// address",
    ),
    key(
        "folder",
        None,
        "使用 PostgreSQL 时，存放文件和 office.toml 的文件夹",
        "with PostgreSQL, the folder of files and office.toml",
    ),
    key(
        "keys",
        None,
        "密钥文件夹；默认在数据文件夹旁边",
        "the folder of keys; by default beside the data folder",
    ),
    key("listen", Some("127.0.0.1:8080"), "监听地址", "the address to listen at"),
    key(
        "origin",
        None,
        "对外网址；默认 http:// 加监听地址",
        "the public address; by default http:// and listen",
    ),
    key("office_name.zh", Some("车辆管理所"), "机关名称（中文）", "the office's name in Chinese"),
    key(
        "office_name.en",
        Some("Vehicle Administration Office"),
        "机关名称（英文）",
        "the office's name in English",
    ),
    key("help_phone", Some("12345"), "服务电话", "the telephone number for help"),
    key(
        "font",
        None,
        "PDF 文书的字体文件；默认使用系统的思源黑体",
        "the font file of PDF papers; by default the system's Noto Sans CJK",
    ),
    key("lang", Some("zh"), "命令行信息的语言：zh 或 en", "the language of messages: zh or en"),
    key(
        "log",
        Some("warn"),
        "日志级别：error、warn、info、debug",
        "what is logged: error, warn, info, debug",
    ),
    key("readers", Some("4"), "读数据的线程数", "threads that read"),
    key("writers", Some("16"), "PostgreSQL 上写数据的线程数", "threads that write on PostgreSQL"),
    key("queue", Some("4096"), "排队等待的请求上限", "requests that may wait for the store"),
    key(
        "post_poll_seconds",
        Some("600"),
        "查询在途邮件的间隔，秒",
        "seconds between questions about parcels",
    ),
    secret("payment_secret", "支付平台通知的签名密钥（whsec_…）", "the secret of payment notices (whsec_…)"),
    key("webhooks.*.url", None, "通知的接收地址", "where notices go"),
    key(
        "webhooks.*.events",
        None,
        "通知哪些事件，逗号分隔；默认 case.*",
        "of which events, with commas between; by default case.*",
    ),
    secret("webhooks.*.secret", "通知的签名密钥（whsec_…）", "the secret that signs notices (whsec_…)"),
];

const OUTSIDE: [[Key; 4]; 7] =
    adapters!["population", "hospital", "offences", "payment", "sms", "post", "national"];

/// Every setting there is.
pub fn keys() -> impl Iterator<Item = &'static Key> {
    OWN.iter().chain(OUTSIDE.iter().flatten())
}

/// The setting of this name, if there is one.
pub fn key_of(name: &str) -> Option<&'static Key> {
    keys().find(|key| key.is(name))
}
