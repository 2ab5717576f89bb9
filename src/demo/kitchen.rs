//! The kitchen.

use super::department::Fact::{Flag, Number, One};
use super::department::{Department, Group, Leaf};

/// The department.
pub const KITCHEN: Department = Department {
    key: "kitchen",
    name: ["Kitchen", "Küche"],
    brands: ["Maison Brielle", "Steinhof", "Ferrum & Oak", "Kettlewick", "Tavoletta"],
    models: ["Sorel", "Ash", "Bistro", "Garnet", "Hearth", "Juniper", "Larder", "Olive Row", "Pantry", "Sunday", "Thyme", "Walden"],
    closing: [
        ["Spare parts are kept for twenty years.", "Ersatzteile halten wir zwanzig Jahre vor."],
        ["Used in our own canteen since spring.", "In unserer eigenen Kantine seit dem Frühjahr im Einsatz."],
        ["Packed in paper, without a gram of plastic.", "In Papier verpackt, ohne ein Gramm Plastik."],
    ],
    groups: &[
        Group { key: "cookware", name: ["Cookware", "Kochgeschirr"], leaves: &[
            Leaf {
                key: "pans", name: ["Pans", "Pfannen"], sku: "PAN", family: "pan", noun: ["frying pan {n} cm", "Bratpfanne {n} cm"],
                price: [39, 189], colours: &["black", "graphite", "navy", "forest"], sizes: &[],
                facts: &[Number("diameter", &[20, 24, 28, 32]), One("material", &["Cast iron", "Steel", "Aluminium"]), Flag("induction", 75), Flag("dishwasher_safe", 30)],
                text: ["Browns evenly from rim to rim.", "Bräunt gleichmäßig von Rand zu Rand."],
            },
            Leaf {
                key: "pots", name: ["Pots", "Töpfe"], sku: "POT", family: "pot", noun: ["casserole {n} cm", "Bräter {n} cm"],
                price: [59, 329], colours: &["teal", "rust", "cream", "navy", "mustard", "graphite"], sizes: &[],
                facts: &[Number("diameter", &[18, 20, 24, 28]), One("material", &["Cast iron", "Steel"]), Flag("induction", 85), Flag("dishwasher_safe", 60)],
                text: ["Goes from hob to oven to table and is asked to stay.", "Vom Herd in den Ofen auf den Tisch, und dort bleibt er."],
            },
            Leaf {
                key: "chopping-boards", name: ["Chopping boards", "Schneidebretter"], sku: "BRD", family: "board", noun: ["chopping board {n} cm", "Schneidebrett {n} cm"],
                price: [25, 119], colours: &["oak", "walnut", "sand"], sizes: &[],
                facts: &[Number("width", &[30, 38, 45]), One("material", &["Oak", "Walnut", "Beech"]), Flag("dishwasher_safe", 10)],
                text: ["Kind to blades and heavy enough to stay put.", "Schont die Klinge und bleibt liegen, wo es liegt."],
            },
            Leaf {
                key: "knives", name: ["Knives", "Messer"], sku: "KNF", family: "knife", noun: ["chef's knife {n} cm", "Kochmesser {n} cm"],
                price: [45, 290], colours: &["walnut", "black", "oak", "olive"], sizes: &[],
                facts: &[Number("blade", &[12, 16, 18, 21]), One("material", &["Steel", "Carbon steel"]), Flag("dishwasher_safe", 5)],
                text: ["Ground by hand and balanced on one finger.", "Von Hand geschliffen und auf einem Finger ausgewogen."],
            },
        ] },
        Group { key: "coffee-tea", name: ["Coffee & tea", "Kaffee & Tee"], leaves: &[
            Leaf {
                key: "coffee-makers", name: ["Coffee makers", "Kaffeebereiter"], sku: "COF", family: "coffee", noun: ["coffee maker for {n}", "Kaffeebereiter für {n}"],
                price: [39, 219], colours: &["oak", "teal", "walnut", "red", "graphite"], sizes: &[],
                facts: &[Number("cups", &[2, 3, 4, 6]), One("material", &["Glass", "Steel", "Aluminium"]), Flag("induction", 40), Flag("dishwasher_safe", 50)],
                text: ["The slow five minutes of the morning.", "Die langsamen fünf Minuten am Morgen."],
            },
            Leaf {
                key: "grinders", name: ["Grinders", "Mühlen"], sku: "GRD", family: "grinder", noun: ["hand grinder", "Handmühle"],
                price: [35, 249], colours: &["forest", "black", "sand", "rust", "silver"], sizes: &[],
                facts: &[One("burrs", &["Steel burrs", "Ceramic burrs"]), Number("capacity_g", &[20, 30, 45]), One("material", &["Steel", "Beech"])],
                text: ["Thirty turns to a cup that smells of something.", "Dreißig Umdrehungen bis zur duftenden Tasse."],
            },
            Leaf {
                key: "kettles", name: ["Kettles", "Wasserkessel"], sku: "KTL", family: "kettle", noun: ["kettle", "Wasserkessel"],
                price: [45, 189], colours: &["cream", "mint", "black", "rose", "blue", "mustard"], sizes: &[],
                facts: &[Number("volume", &[900, 1200, 1700]), One("material", &["Steel", "Enamel"]), Flag("induction", 60)],
                text: ["Pours in a thin, patient line.", "Gießt in einem dünnen, geduldigen Strahl."],
            },
        ] },
    ],
};
