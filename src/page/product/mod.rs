//! Pages of products.
