//! Options in German; what is not listed is the same word.

/// Options whose German name differs.
const WORDS: [(&str, &str); 75] = [
    ("Black", "Schwarz"), ("Graphite", "Graphit"), ("Silver", "Silber"), ("White", "Weiß"), ("Cream", "Creme"),
    ("Olive", "Oliv"), ("Forest", "Waldgrün"), ("Mint", "Mint"), ("Teal", "Petrol"), ("Sky", "Himmelblau"),
    ("Blue", "Blau"), ("Navy", "Nachtblau"), ("Plum", "Pflaume"), ("Rose", "Rosé"), ("Red", "Rot"),
    ("Rust", "Rost"), ("Mustard", "Senf"), ("Oak", "Eiche"), ("Walnut", "Nussbaum"), ("Brass", "Messing"),
    ("Full frame", "Vollformat"), ("One inch", "Ein Zoll"), ("Aluminium", "Aluminium"), ("Waxed cotton", "Wachstuch"),
    ("Leather", "Leder"), ("Recycled nylon", "Recyceltes Nylon"), ("Automatic", "Automatik"), ("Hand-wound", "Handaufzug"),
    ("Quartz", "Quarz"), ("Solar", "Solar"), ("Steel", "Stahl"), ("Textile", "Textil"), ("Silicone", "Silikon"),
    ("Spring", "Frühling"), ("Summer", "Sommer"), ("Autumn", "Herbst"), ("Winter", "Winter"), ("Down", "Daune"),
    ("Recycled fibre", "Recycelte Faser"), ("Spirit", "Spiritus"), ("Petrol", "Benzin"), ("Glass", "Glas"),
    ("Cast iron", "Gusseisen"), ("Beech", "Buche"), ("Carbon steel", "Kohlenstoffstahl"), ("Enamel", "Emaille"),
    ("Steel burrs", "Stahlmahlwerk"), ("Ceramic burrs", "Keramikmahlwerk"), ("Optical", "Optisch"),
    ("Jack 3.5 mm", "Klinke 3,5 mm"), ("Belt drive", "Riemenantrieb"), ("Direct drive", "Direktantrieb"),
    ("Lacquer", "Lack"), ("Rail clip", "Schienenclip"), ("Snap-in", "Einrasthalter"), ("Universal", "Universal"),
    ("Hardened steel", "Gehärteter Stahl"), ("Linoleum", "Linoleum"), ("Wool", "Wolle"), ("Mesh", "Netz"),
    ("Linear", "Linear"), ("Tactile", "Taktil"), ("Silent", "Leise"), ("Felt", "Filz"), ("Ceramic", "Keramik"),
    ("Linen", "Leinen"), ("Paper", "Papier"), ("Regular", "Normal"), ("Long", "Lang"), ("Sale", "Angebot"),
    ("New", "Neu"), ("Best seller", "Bestseller"), ("Staff pick", "Unser Tipp"), ("Configurable", "Mit Varianten"), ("Simple", "Einfach"),
];

/// Returns the German word for an option.
pub fn word(english: &str) -> &str {
    WORDS.iter().find(|(word, _)| *word == english).map_or(english, |(_, german)| german)
}
