//! The members of a row, under the names that a map file uses.

use base::Text;

macro_rules! members {
    ($($(#[$doc:meta])* $name:ident = $key:literal, $header:literal, $en:literal;)*) => {
        /// A member of a row.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Member { $($(#[$doc])* $name,)* }

        impl Member {
            /// All of them, in the order in which an export writes them.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// Its name in a map file.
            pub const fn key(self) -> &'static str {
                match self { $(Self::$name => $key,)* }
            }

            /// Its name for people.
            pub fn label(self) -> Text {
                match self { $(Self::$name => Text::new($header, $en),)* }
            }
        }
    };
}

members! {
    /// Of the person.
    Name = "name", "姓名", "name";
    /// Eighteen characters of GB 11643.
    IdNumber = "id_number", "身份证明号码", "identity number";
    /// A mobile number of mainland China.
    Phone = "phone", "手机号码", "telephone";
    /// Where the person lives.
    Address = "address", "住址", "address";
    /// Where the record is kept: six digits of GB/T 2260.
    Region = "region", "行政区划", "region";
    /// Of the licence: twelve digits.
    FileNumber = "file_number", "档案编号", "file number";
    /// As a licence prints them.
    Classes = "classes", "准驾车型", "classes";
    /// Day of the first licence.
    FirstIssue = "first_issue", "初次领证日期", "day of first issue";
    /// First day of the term in force.
    ValidFrom = "valid_from", "有效期起", "valid from";
    /// Last day of the term in force, or 长期.
    ValidUntil = "valid_until", "有效期止", "valid until";
    /// 6年, 10年 or 长期.
    Term = "term", "有效期限", "term";
    /// Whether the licence is in order.
    Status = "status", "状态", "standing";
}

impl Member {
    /// The member of this name.
    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|member| member.key() == key)
    }

    /// Whether it belongs to the licence and not to the person.
    pub const fn of_licence(self) -> bool {
        matches!(
            self,
            Self::FileNumber
                | Self::Classes
                | Self::FirstIssue
                | Self::ValidFrom
                | Self::ValidUntil
                | Self::Term
                | Self::Status
        )
    }

    /// Whether a licence cannot be entered without it.
    pub(super) const fn licence_needs(self) -> bool {
        self.of_licence() && !matches!(self, Self::Term | Self::Status)
    }
}
