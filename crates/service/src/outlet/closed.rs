//! Closed lists of codes that stand in rows and events, with their names for people.

/// Declares an enum of codes: `closed! { /// What. Kind { /// Why. Office = "office", "车管所", "vehicle office"; } }`.
macro_rules! closed {
    ($($(#[$doc:meta])* $name:ident {
        $($(#[$vdoc:meta])* $variant:ident = $code:literal, $zh:literal, $en:literal;)*
    })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $code)] $variant,)* }

        impl $name {
            /// All of them, in the order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The code in rows, events and JSON; it never changes.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            /// The one with this code; `None` for any other text.
            pub fn parse(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|word| word.as_str() == code)
            }

            /// Its name for people.
            pub fn label(self) -> base::Text {
                match self { $(Self::$variant => base::Text::new($zh, $en),)* }
            }
        }
    )*};
}

pub(crate) use closed;

/// Reads a code in a column.
pub(crate) fn column<T>(
    row: &store::Row<'_>,
    column: usize,
    parse: impl Fn(&str) -> Option<T>,
) -> Result<T, store::Error> {
    row.parsed(column, |code| parse(code).ok_or_else(|| format!("{code:?} is no code of this list")))
}
