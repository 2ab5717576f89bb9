//! A relation as typed: every field a text or a choice, the two rules as drafts. Nothing is ever lost here.

use crate::domain::rule;

/// Which kind of source is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SourceKind {
    /// One product.
    One,
    /// A list of skus.
    List,
    /// A rule.
    Rule,
    /// Every product.
    All,
}

impl SourceKind {
    /// All kinds, as they are offered.
    pub const ALL: [Self; 4] = [Self::One, Self::List, Self::Rule, Self::All];

    /// Returns the kind's name in forms, files and the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::One => "one",
            Self::List => "list",
            Self::Rule => "rule",
            Self::All => "all",
        }
    }

    /// Returns the kind of that name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// A relation as typed. Numbers, dates and keys are texts until `check` reads them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Typed; when empty, made from the name at publish.
    pub key: String,
    /// Typed.
    pub name: String,
    /// Key of the relation type.
    pub kind: String,
    /// Ticked.
    pub active: bool,
    /// Typed.
    pub priority: String,
    /// Which kind of source is chosen; the other kinds' fields are kept.
    pub source_kind: SourceKind,
    /// The one source product's sku.
    pub source_sku: String,
    /// The listed source skus.
    pub source_skus: Vec<String>,
    /// The source rule; its nodes are `s0`, `s1`, ….
    pub source_rule: rule::draft::Draft,
    /// Pinned skus in order.
    pub pins: Vec<String>,
    /// The target rule; its nodes are `t0`, `t1`, …. A root without children is no rule where there are pins.
    pub target_rule: rule::draft::Draft,
    /// Hidden skus.
    pub hidden: Vec<String>,
    /// Typed; empty: the largest limit.
    pub limit: String,
    /// Name of the order.
    pub sort: String,
    /// Typed; empty: 0.
    pub minimum: String,
    /// Every store, or those ticked.
    pub stores: Option<Vec<String>>,
    /// Everyone, or these segments.
    pub segments: Option<Vec<String>>,
    /// Typed, `2026-12-01T09:00` by each store's own clock, or with an offset of its own; empty: no bound.
    pub from: String,
    /// Likewise.
    pub until: String,
    /// Ticked weekdays, `mon` to `sun`.
    pub weekdays: Vec<String>,
    /// Time of day from and until, `09:00`; both empty: all day.
    pub hours: [String; 2],
    /// Ticked.
    pub keep_current: bool,
    /// Ticked.
    pub stop_here: bool,
    /// Typed.
    pub note: String,
}

impl Draft {
    /// Returns the draft of a new relation: related, active, priority 100, eight best sellers, every store, kept current.
    pub fn new() -> Self {
        Self {
            key: String::new(),
            name: String::new(),
            kind: "related".into(),
            active: true,
            priority: "100".into(),
            source_kind: SourceKind::One,
            source_sku: String::new(),
            source_skus: Vec::new(),
            source_rule: rule::draft::Draft::empty('s'),
            pins: Vec::new(),
            target_rule: rule::draft::Draft::empty('t'),
            hidden: Vec::new(),
            limit: "8".into(),
            sort: "best_selling".into(),
            minimum: String::new(),
            stores: None,
            segments: None,
            from: String::new(),
            until: String::new(),
            weekdays: Vec::new(),
            hours: [String::new(), String::new()],
            keep_current: true,
            stop_here: false,
            note: String::new(),
        }
    }
}

impl Default for Draft {
    fn default() -> Self {
        Self::new()
    }
}
