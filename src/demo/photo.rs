//! Cameras and lenses.

use super::department::Fact::{Flag, Number, One};
use super::department::{Department, Group, Leaf};

const MOUNTS: &[&str] = &["Orbit", "K3", "M-Line"];

/// The department.
pub const PHOTO: Department = Department {
    key: "photo",
    name: ["Cameras & lenses", "Kameras & Objektive"],
    brands: ["Oriel", "Tessaro", "Nordfoss", "Brightwell", "Kamori"],
    models: [
        "Vela", "Aster", "Nocturne", "Prism", "Halden", "Meridian", "Corvo", "Solace", "Kestrel", "Tern",
        "Fathom", "Ember",
    ],
    closing: [
        ["Comes with a five-year guarantee and a wrist strap.", "Mit fünf Jahren Garantie und Handschlaufe."],
        ["Designed for people who carry it every day.", "Gemacht für Leute, die sie jeden Tag dabeihaben."],
        ["Tested by two photographers for a whole winter.", "Einen Winter lang von zwei Fotografen geprüft."],
    ],
    groups: &[
        Group {
            key: "cameras",
            name: ["Cameras", "Kameras"],
            leaves: &[
                Leaf {
                    key: "mirrorless-cameras",
                    name: ["Mirrorless cameras", "Systemkameras"],
                    sku: "CAM",
                    family: "camera",
                    noun: ["mirrorless camera", "Systemkamera"],
                    price: [690, 3490],
                    colours: &["black", "silver", "olive", "graphite"],
                    sizes: &[],
                    facts: &[
                        One("mount", MOUNTS),
                        One("sensor", &["Full frame", "APS-C"]),
                        Number("resolution", &[24, 33, 45, 61]),
                        Flag("weather_sealed", 60),
                    ],
                    text: [
                        "A quiet shutter, a bright finder and controls that stay where your fingers expect them.",
                        "Leiser Verschluss, heller Sucher und Knöpfe, die da liegen, wo die Finger sie suchen.",
                    ],
                },
                Leaf {
                    key: "compact-cameras",
                    name: ["Compact cameras", "Kompaktkameras"],
                    sku: "CMP",
                    family: "camera",
                    noun: ["compact camera", "Kompaktkamera"],
                    price: [290, 1190],
                    colours: &["sand", "teal", "red", "black", "cream"],
                    sizes: &[],
                    facts: &[
                        One("sensor", &["APS-C", "One inch"]),
                        Number("resolution", &[16, 20, 24]),
                        Flag("weather_sealed", 30),
                    ],
                    text: [
                        "Fits a coat pocket and wakes up before the moment is gone.",
                        "Passt in die Manteltasche und ist wach, bevor der Moment vorbei ist.",
                    ],
                },
            ],
        },
        Group {
            key: "lenses",
            name: ["Lenses", "Objektive"],
            leaves: &[
                Leaf {
                    key: "wide-lenses",
                    name: ["Wide-angle lenses", "Weitwinkelobjektive"],
                    sku: "LWD",
                    family: "lens",
                    noun: ["{n} mm wide-angle lens", "{n}-mm-Weitwinkelobjektiv"],
                    price: [390, 1690],
                    colours: &["black", "graphite"],
                    sizes: &[],
                    facts: &[
                        Number("focal_length", &[14, 16, 18, 20, 24, 28]),
                        One("mount", MOUNTS),
                        Flag("weather_sealed", 60),
                        Number("weight", &[280, 340, 420, 560]),
                    ],
                    text: [
                        "Straight lines stay straight, right into the corners.",
                        "Gerade Linien bleiben gerade, bis in die Ecken.",
                    ],
                },
                Leaf {
                    key: "portrait-lenses",
                    name: ["Portrait lenses", "Porträtobjektive"],
                    sku: "LPT",
                    family: "lens",
                    noun: ["{n} mm f/1.8 lens", "{n}-mm-Objektiv f/1,8"],
                    price: [290, 1490],
                    colours: &["black", "silver", "navy"],
                    sizes: &[],
                    facts: &[
                        Number("focal_length", &[35, 50, 56, 75, 85, 105]),
                        One("mount", MOUNTS),
                        Flag("weather_sealed", 50),
                        Number("weight", &[210, 320, 450, 610]),
                    ],
                    text: [
                        "Soft where it may be soft, sharp where the eyes are.",
                        "Weich, wo es weich sein darf, scharf, wo die Augen sind.",
                    ],
                },
                Leaf {
                    key: "tele-lenses",
                    name: ["Telephoto lenses", "Teleobjektive"],
                    sku: "LTL",
                    family: "lens",
                    noun: ["{n} mm telephoto lens", "{n}-mm-Teleobjektiv"],
                    price: [690, 2890],
                    colours: &["cream", "black", "graphite"],
                    sizes: &[],
                    facts: &[
                        Number("focal_length", &[135, 180, 200, 300, 400]),
                        One("mount", MOUNTS),
                        Flag("weather_sealed", 80),
                        Number("weight", &[780, 980, 1320, 1850]),
                    ],
                    text: [
                        "Brings the far bank of the river to your side.",
                        "Holt das andere Ufer auf deine Seite.",
                    ],
                },
            ],
        },
        Group {
            key: "camera-gear",
            name: ["Camera gear", "Kamerazubehör"],
            leaves: &[
                Leaf {
                    key: "tripods",
                    name: ["Tripods", "Stative"],
                    sku: "TRP",
                    family: "tripod",
                    noun: ["travel tripod", "Reisestativ"],
                    price: [89, 490],
                    colours: &["black", "graphite", "navy", "rust"],
                    sizes: &[],
                    facts: &[
                        One("material", &["Carbon", "Aluminium"]),
                        Number("load", &[4, 6, 8, 12]),
                        Number("weight", &[980, 1250, 1480, 1900]),
                    ],
                    text: [
                        "Stands still in wind and folds to the length of a forearm.",
                        "Steht still im Wind und faltet sich auf Unterarmlänge.",
                    ],
                },
                Leaf {
                    key: "camera-bags",
                    name: ["Camera bags", "Kamerataschen"],
                    sku: "CBG",
                    family: "bag",
                    noun: ["camera bag {n} l", "Kameratasche {n} l"],
                    price: [69, 290],
                    colours: &["olive", "walnut", "black", "navy", "sand"],
                    sizes: &[],
                    facts: &[
                        Number("capacity", &[5, 8, 12, 16]),
                        One("material", &["Waxed cotton", "Leather", "Recycled nylon"]),
                        Flag("weather_sealed", 70),
                    ],
                    text: [
                        "Room for a body, two lenses and a sandwich.",
                        "Platz für ein Gehäuse, zwei Objektive und ein Brot.",
                    ],
                },
                Leaf {
                    key: "camera-power",
                    name: ["Batteries & cards", "Akkus & Karten"],
                    sku: "PWR",
                    family: "cell",
                    noun: ["power pack {n} mAh", "Akku {n} mAh"],
                    price: [19, 119],
                    colours: &["black", "blue", "orange", "graphite"],
                    sizes: &[],
                    facts: &[Number("charge", &[1200, 1600, 2000, 2400]), One("mount", MOUNTS)],
                    text: [
                        "A whole day on one charge, measured in the cold.",
                        "Ein ganzer Tag mit einer Ladung, gemessen in der Kälte.",
                    ],
                },
            ],
        },
    ],
};
