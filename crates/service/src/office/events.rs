//! Declaring the events of a folder.

/// Declares an enum of a folder's events, one variant for each fact:
/// `events! { CaseEvent { Opened(CaseOpened) = "case.opened", } }`.
macro_rules! events {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident($fact:ty) = $kind:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq)]
        pub enum $name {
            $($(#[$vdoc])* $variant($fact),)*
        }

        $(impl ledger::Fact for $fact {
            const KIND: &'static str = $kind;
        }

        impl From<$fact> for $name {
            fn from(fact: $fact) -> Self {
                Self::$variant(fact)
            }
        })*

        impl $name {
            /// The kinds of this folder's events.
            pub const KINDS: &'static [&'static str] = &[$($kind),*];

            /// As it is appended.
            pub fn to_new(&self, effective_at: base::Instant) -> Result<ledger::NewEvent, ledger::Error> {
                match self {
                    $(Self::$variant(fact) => ledger::NewEvent::new(fact, effective_at),)*
                }
            }

            /// Reads a recorded event, if it is one of this folder's.
            pub fn read(event: &ledger::Event) -> Result<Option<Self>, ledger::Error> {
                match event.kind.as_str() {
                    $($kind => event.facts::<$fact>().map(|f| Some(Self::$variant(f))),)*
                    _ => Ok(None),
                }
            }
        }
    };
}

pub(crate) use events;
