//! The pages of products: the list, and one product with its links, what it shows and where it is shown.

pub mod detail;
pub mod link;
pub mod list;
pub mod seen;
pub mod show;
pub mod suggest;

pub use list::List;
pub use show::Show;
pub use suggest::Suggest;
