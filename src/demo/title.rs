//! What shoppers of the demo shop read above each block, in English and German.

/// Block, English title, German title.
pub const TITLES: [(&str, [&str; 2]); 7] = [
    ("pdp-related", ["Goes well with it", "Passt gut dazu"]),
    ("pdp-up-sell", ["A step up", "Eine Stufe besser"]),
    ("cart-cross-sell", ["Before you go", "Bevor Sie gehen"]),
    ("cart-up-sell", ["Worth a look instead", "Vielleicht lieber das"]),
    ("home", ["Best sellers", "Bestseller"]),
    ("category", ["Popular here", "Hier beliebt"]),
    ("confirmation", ["Next time", "Beim nächsten Mal"]),
];
