//! Closed lists of codes: they stand in rows, events, catalogue files and JSON, never change, and have names for people.

/// Declares enums of codes: `closed! { /// What. Kind { /// Why. Office = "office", "车管所", "vehicle office"; } }`.
/// A text that is no code is told with the nearest one that is, because people write them in catalogue files.
macro_rules! closed {
    ($($(#[$doc:meta])* $name:ident {
        $($(#[$vdoc:meta])* $variant:ident = $code:literal, $zh:literal, $en:literal;)*
    })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $(#[doc = $zh] $(#[$vdoc])* $variant,)* }

        impl $name {
            /// All of them, in the order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The code; it never changes.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            /// The one with this code; `None` for any other text.
            pub fn parse(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.as_str() == code)
            }

            /// Its name for people.
            pub fn name(self) -> base::Text {
                match self { $(Self::$variant => base::Text::new($zh, $en),)* }
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let code = <String as serde::Deserialize>::deserialize(d)?;
                Self::parse(&code).ok_or_else(|| {
                    let near = law::nearest(&code, Self::ALL.iter().map(|one| one.as_str())).unwrap_or_default();
                    let what = stringify!($name);
                    serde::de::Error::custom(format!("{code:?} is no {what}; the nearest is {near:?}"))
                })
            }
        }
    )*};
}

pub(crate) use closed;
