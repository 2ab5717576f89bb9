//! The operators of the rule language, under their names in the rule JSON.

use super::field::Kind;

macro_rules! operators {
    ($($(#[$doc:meta])* $name:ident = $code:literal),+ $(,)?) => {
        /// How a condition compares.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Operator { $($(#[$doc])* $name),+ }

        impl Operator {
            /// All operators, positive before negative.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// Returns the operator's name in the rule JSON.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $code),+ }
            }
        }
    };
}

operators! {
    /// Is; for several values: is any of them.
    Equal = "equal",
    /// Is not.
    NotEqual = "not_equal",
    /// Is any of.
    In = "in",
    /// Is none of.
    NotIn = "not_in",
    /// Carries all of.
    AllIn = "all_in",
    /// Contains.
    Contains = "contains",
    /// Does not contain.
    NotContains = "not_contains",
    /// Begins with.
    BeginsWith = "begins_with",
    /// Does not begin with.
    NotBeginsWith = "not_begins_with",
    /// Ends with.
    EndsWith = "ends_with",
    /// Does not end with.
    NotEndsWith = "not_ends_with",
    /// Less than; before.
    Less = "less",
    /// At most.
    LessOrEqual = "less_or_equal",
    /// More than; after.
    Greater = "greater",
    /// At least.
    GreaterOrEqual = "greater_or_equal",
    /// From … to …, both ends included.
    Between = "between",
    /// Below … or above ….
    NotBetween = "not_between",
    /// Is set.
    IsNotEmpty = "is_not_empty",
    /// Is not set.
    IsEmpty = "is_empty",
    /// Within the last N days.
    InLastDays = "in_last_days",
    /// Within the next N days.
    InNextDays = "in_next_days",
    /// Lies below one of the source's categories.
    Below = "below",
    /// Has the same parent category as one of the source's.
    SameParent = "same_parent",
}

impl Operator {
    /// Returns the operator of that name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|operator| operator.as_str() == text.trim())
    }

    /// Returns the positive operator that this one negates; `None` for a positive one. A negative condition is true
    /// exactly where its positive is not.
    pub fn positive(self) -> Option<Self> {
        Some(match self {
            Self::NotEqual => Self::Equal,
            Self::NotIn => Self::In,
            Self::NotContains => Self::Contains,
            Self::NotBeginsWith => Self::BeginsWith,
            Self::NotEndsWith => Self::EndsWith,
            Self::NotBetween => Self::Between,
            Self::IsEmpty => Self::IsNotEmpty,
            _ => return None,
        })
    }

    /// Returns true when it compares texts alone, letter by letter or in their order; a choice or category then lends it
    /// its label.
    pub fn is_of_text(self) -> bool {
        use Operator as O;
        self.is_of_part() || matches!(self, O::Less | O::LessOrEqual | O::Greater | O::GreaterOrEqual)
    }

    /// Returns true when it names a list: is any of, is none of.
    pub fn is_list(self) -> bool {
        matches!(self, Self::In | Self::NotIn)
    }

    /// Returns true when it looks for a part of a text: contains, begins, ends and their negations. Every kind takes
    /// them, on its value as it is spelt.
    pub fn is_of_part(self) -> bool {
        matches!(self.positive().unwrap_or(self), Self::Contains | Self::BeginsWith | Self::EndsWith)
    }

    /// Returns true when a field of that kind takes the operator. Choices and categories take those of text on their
    /// label in the asked locale, the other kinds on their value as it is spelt.
    pub fn fits(self, kind: Kind) -> bool {
        use Operator as O;
        let any = matches!(self, O::Equal | O::NotEqual | O::IsEmpty | O::IsNotEmpty);
        let range = matches!(self, O::Less | O::LessOrEqual | O::Greater | O::GreaterOrEqual);
        let between = matches!(self, O::Between | O::NotBetween);
        let of_every_kind = any || self.is_list() || range || self.is_of_part();
        of_every_kind
            || match kind {
                Kind::Text | Kind::YesNo => false,
                Kind::Number | Kind::Money => between,
                Kind::Date => between || matches!(self, O::InLastDays | O::InNextDays),
                Kind::Choice => self == O::AllIn,
                Kind::Category => matches!(self, O::Below | O::SameParent),
            }
    }

    /// Returns true when a field of that kind is asked so as a matter of course: not a number or a day for its letters,
    /// nor a yes or no for more than itself.
    pub fn is_everyday(self, kind: Kind) -> bool {
        self.fits(kind)
            && match kind {
                Kind::Number | Kind::Money | Kind::Date => !self.is_of_part(),
                Kind::YesNo => !self.is_of_text() && !self.is_list(),
                Kind::Text | Kind::Choice | Kind::Category => true,
            }
    }
}
