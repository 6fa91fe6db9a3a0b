//! The places one can always go to: four for a citizen (the tab bar of a phone), some for a member of staff. A
//! place is a word, an address and an icon; which of them a person may open is decided by the handler.

use base::Text;

/// A place of the navigation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// 首页.
    Home,
    /// 办件: the citizen's own cases.
    Cases,
    /// 证件: the citizen's licence and other documents.
    Documents,
    /// 我的: profile, mandates, messages, settings.
    Me,
    /// 工作台: what waits for this member of staff.
    Desk,
    /// 办件: the worklist.
    Worklist,
    /// 查询: look-up of a person with a purpose.
    Lookup,
    /// 发证: print and hand over.
    Issue,
    /// 证芯: numbered blanks in stock.
    Stock,
    /// 日结: the end of the day at an outlet.
    Day,
    /// 账本: search in the ledger.
    Ledger,
    /// 人员: staff and their roles.
    Staff,
    /// 公告: notices, and the office's own words for its items.
    Notices,
    /// 运行: health of the system.
    Health,
    /// 外部系统: connections and what waits for them.
    Interfaces,
}

impl Place {
    /// The four places of a citizen.
    pub const CITIZEN: [Self; 4] = [Self::Home, Self::Cases, Self::Documents, Self::Me];
    /// All places of staff, in their order.
    pub const STAFF: [Self; 11] = [
        Self::Desk,
        Self::Worklist,
        Self::Lookup,
        Self::Issue,
        Self::Stock,
        Self::Day,
        Self::Ledger,
        Self::Staff,
        Self::Notices,
        Self::Health,
        Self::Interfaces,
    ];

    /// The address.
    pub const fn href(self) -> &'static str {
        match self {
            Self::Home => "/",
            Self::Cases => "/cases",
            Self::Documents => "/documents",
            Self::Me => "/me",
            Self::Desk => "/desk",
            Self::Worklist => "/desk/worklist",
            Self::Lookup => "/desk/lookup",
            Self::Issue => "/desk/issue",
            Self::Stock => "/desk/stock",
            Self::Day => "/desk/day",
            Self::Ledger => "/admin/audit",
            Self::Staff => "/admin/users",
            Self::Notices => "/admin/notices",
            Self::Health => "/admin",
            Self::Interfaces => "/admin/interfaces",
        }
    }

    /// The word.
    pub fn label(self) -> Text {
        let (zh, en) = match self {
            Self::Home => ("首页", "Home"),
            Self::Cases | Self::Worklist => ("办件", "Cases"),
            Self::Documents => ("证件", "Documents"),
            Self::Me => ("我的", "Me"),
            Self::Desk => ("工作台", "Desk"),
            Self::Lookup => ("查询", "Look up"),
            Self::Issue => ("制证发证", "Make and issue"),
            Self::Stock => ("证芯", "Blanks"),
            Self::Day => ("日结", "Day's end"),
            Self::Ledger => ("账本", "Ledger"),
            Self::Staff => ("人员", "Staff"),
            Self::Notices => ("公告", "Notices"),
            Self::Health => ("运行", "Health"),
            Self::Interfaces => ("外部系统", "Outside systems"),
        };
        Text::new(zh, en)
    }

    /// The icon's name in the sprite.
    pub const fn icon(self) -> &'static str {
        match self {
            Self::Home | Self::Desk => "home",
            Self::Cases | Self::Worklist => "file-text",
            Self::Documents => "id",
            Self::Me | Self::Staff => "user",
            Self::Interfaces => "building-community",
            Self::Lookup => "search",
            Self::Issue => "printer",
            Self::Stock => "license",
            Self::Day => "check",
            Self::Ledger => "shield-check",
            Self::Notices => "bell",
            Self::Health => "settings",
        }
    }
}
