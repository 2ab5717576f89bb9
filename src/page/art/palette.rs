//! The colours products come in: of each the body, what lies in its shade and what lies in its light.

/// One colour, mixed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Palette {
    /// Its name in addresses.
    pub name: &'static str,
    /// The colour itself.
    pub body: &'static str,
    /// In the shade.
    pub deep: &'static str,
    /// In the light.
    pub light: &'static str,
}

const fn mix(name: &'static str, body: &'static str, deep: &'static str, light: &'static str) -> Palette {
    Palette { name, body, deep, light }
}

/// Every colour there is.
pub const PALETTES: [Palette; 22] = [
    mix("black", "#34373f", "#22242a", "#565b66"),
    mix("graphite", "#565c67", "#3c414a", "#7d8490"),
    mix("silver", "#b9bec6", "#8d949e", "#dfe2e6"),
    mix("white", "#f4f2ee", "#cfcbc4", "#ffffff"),
    mix("cream", "#eadfc8", "#c8b894", "#f7f0e1"),
    mix("sand", "#cfb793", "#a68c64", "#e4d3b7"),
    mix("olive", "#7f8354", "#5c603a", "#a4a87a"),
    mix("forest", "#3f6650", "#294637", "#62907a"),
    mix("mint", "#a5cdb9", "#74a08b", "#cbe5d8"),
    mix("teal", "#2f7f86", "#1e585e", "#5aa9af"),
    mix("sky", "#86b4d6", "#5a88ab", "#b5d3e8"),
    mix("blue", "#3f68b0", "#2a4780", "#6d92d2"),
    mix("navy", "#2f4064", "#1e2a45", "#526a98"),
    mix("plum", "#74486f", "#50304c", "#9d7098"),
    mix("rose", "#d99aa0", "#b06f77", "#edc3c7"),
    mix("red", "#bb4339", "#872b24", "#dc7166"),
    mix("rust", "#b4613a", "#824124", "#d58b67"),
    mix("orange", "#dd8a3c", "#aa6320", "#f0b277"),
    mix("mustard", "#d0a63c", "#9d7a22", "#e7c873"),
    mix("oak", "#c99f6b", "#9d7543", "#e2c195"),
    mix("walnut", "#825b3f", "#5b3d28", "#a97f60"),
    mix("brass", "#c3a057", "#917336", "#e2c88d"),
];

/// Returns the colour of that name.
pub fn find(name: &str) -> Option<&'static Palette> {
    PALETTES.iter().find(|palette| palette.name == name)
}

/// Returns some colour for a number, the same one every time.
pub fn some(number: u64) -> &'static Palette {
    static GREY: Palette = mix("graphite", "#565c67", "#3c414a", "#7d8490");
    let place = usize::try_from(number % 22).unwrap_or(0);
    PALETTES.get(place).unwrap_or(&GREY)
}
