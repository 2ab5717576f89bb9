//! Who acts: a member of staff, an API token or the command line, and what each may do.

use super::id::StaffId;

/// What a person or token may do; each role may do all that the one before may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Reads.
    Viewer,
    /// Edits drafts and the catalogue.
    Editor,
    /// Publishes relations.
    Publisher,
    /// Manages staff and settings.
    Administrator,
}

impl Role {
    /// All roles, the least first.
    pub const ALL: [Self; 4] = [Self::Viewer, Self::Editor, Self::Publisher, Self::Administrator];

    /// Returns the role's name in tables and commands.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Viewer => "viewer",
            Self::Editor => "editor",
            Self::Publisher => "publisher",
            Self::Administrator => "administrator",
        }
    }

    /// Returns the role of that name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == text)
    }
}

/// Whoever makes a change; written beside it in the audit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The member of staff; none for a token or a command.
    pub staff: Option<StaffId>,
    /// What people read: a name, `token till-7`, `command import`.
    pub name: String,
    /// What they may do.
    pub role: Role,
}

impl Actor {
    /// Returns the actor that stands for a command of this executable.
    pub fn command(name: &str) -> Self {
        Self { staff: None, name: format!("command {name}"), role: Role::Administrator }
    }
}
