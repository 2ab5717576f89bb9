//! The pages of relations: the list, one of them, its history. Drawn from the snapshot and its roll alone.

pub mod drafts;
pub mod frozen;
pub mod history;
pub mod line;
pub mod list;
pub mod row;
pub mod selected;
pub mod show;

pub use drafts::Drafts;
pub use history::History;
pub use list::List;
pub use show::Show;
