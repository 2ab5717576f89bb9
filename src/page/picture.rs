//! Which picture stands for a product, on every page.
//!
//! A drawing of Kindred's own and an `https` address are shown as they are. Anything else (a path inside another shop's
//! server, plain `http`, no picture at all) cannot be loaded from here, so a drawing is chosen by the words of the name;
//! failing that, a tile with initials. There is never a broken picture.

use super::art::palette;
use crate::index::snapshot::View;

/// Words of a name and the family that draws them; the first that occurs decides.
const WORDS: [(&str, &str); 69] = [
    ("sleeping bag", "sleep"),
    ("headphone", "headphones"),
    ("headset", "headphones"),
    ("earbud", "buds"),
    ("turntable", "turntable"),
    ("record player", "turntable"),
    ("speaker", "speaker"),
    ("amplifier", "amp"),
    ("lens", "lens"),
    ("tripod", "tripod"),
    ("camcorder", "camera"),
    ("camera", "camera"),
    ("battery", "cell"),
    ("memory card", "cell"),
    ("strap", "strap"),
    ("smartwatch", "tracker"),
    ("watch", "watch"),
    ("tent", "tent"),
    ("backpack", "pack"),
    ("rucksack", "pack"),
    ("duffle", "bag"),
    ("tote", "bag"),
    ("messenger", "bag"),
    ("bag", "bag"),
    ("stove", "stove"),
    ("bottle", "bottle"),
    ("flask", "bottle"),
    ("kettle", "kettle"),
    ("knife", "knife"),
    ("pan", "pan"),
    ("pot", "pot"),
    ("coffee", "coffee"),
    ("grinder", "grinder"),
    ("helmet", "helmet"),
    ("bicycle", "bike"),
    ("bike", "bike"),
    ("pannier", "pannier"),
    ("lock", "lock"),
    ("desk", "desk"),
    ("chair", "chair"),
    ("keyboard", "keyboard"),
    ("monitor", "screen"),
    ("display", "screen"),
    ("laptop", "screen"),
    ("notebook", "screen"),
    ("tablet", "screen"),
    ("shelf", "shelf"),
    ("pendant", "pendant"),
    ("lamp", "table"),
    ("bulb", "bulb"),
    ("jacket", "jacket"),
    ("hoodie", "jacket"),
    ("sweatshirt", "jacket"),
    ("pullover", "jacket"),
    ("tee", "tee"),
    ("tank", "tee"),
    ("shirt", "tee"),
    ("bra", "tee"),
    ("short", "trousers"),
    ("pant", "trousers"),
    ("ball", "ball"),
    ("mat", "mat"),
    ("pack", "pack"),
    ("capri", "trousers"),
    ("legging", "trousers"),
    ("tight", "trousers"),
    ("polo", "tee"),
    ("vest", "jacket"),
    ("roller", "mat"),
];

/// Returns the address of the picture that stands for a product.
pub fn picture_url(view: View<'_>) -> String {
    match view.image() {
        Some(image) if is_loadable(&image) => image,
        _ => stand_in(view.sku(), view.any_name().unwrap_or_default()),
    }
}

/// Returns the address of the same drawing in another colour; `None` for a picture that is no drawing or a colour that
/// cannot be drawn.
pub fn in_colour(picture: &str, colour: &str) -> Option<String> {
    let name = picture.strip_prefix("/art/")?.strip_suffix(".svg")?;
    let (family, rest) = name.split_once('-')?;
    let (_, form) = rest.split_once('-')?;
    let colour = palette::find(colour)?.name;
    (family != "tile").then(|| format!("/art/{family}-{colour}-{form}.svg"))
}

/// Returns the drawing that stands for a product of which only sku and name are known.
pub fn stand_in(sku: &str, name: &str) -> String {
    let number = scatter(sku);
    let folded = crate::domain::text::fold(name);
    let words = WORDS.iter().find(|(word, _)| holds(&folded, word));
    match words {
        Some((_, family)) => {
            format!("/art/{family}-{}-{}.svg", palette::some(number).name, (number / 22) % 8)
        }
        None => format!("/art/tile-{}-{}.svg", initials(name, sku), number % 22),
    }
}

fn is_loadable(image: &str) -> bool {
    image.starts_with("https://") || (image.starts_with("/art/") && image.len() < 100)
}

/// Returns true when the text holds the words as such, or in the plural: `pan` is found neither in `japan` nor in `pants`.
fn holds(text: &str, words: &str) -> bool {
    text.match_indices(words).any(|(at, _)| {
        let before = text.get(..at).unwrap_or_default();
        let after = text.get(at + words.len()..).unwrap_or_default();
        let ends = |rest: &str| !rest.starts_with(char::is_alphanumeric);
        let plural = ["s", "es"].iter().any(|ending| after.strip_prefix(ending).is_some_and(ends));
        !before.ends_with(char::is_alphanumeric) && (ends(after) || plural)
    })
}

/// Returns one or two letters for a tile.
fn initials(name: &str, sku: &str) -> String {
    let first = |text: &str| -> String {
        let starts =
            text.split_whitespace().filter_map(|word| word.chars().find(char::is_ascii_alphanumeric));
        starts.take(2).map(|letter| letter.to_ascii_uppercase()).collect()
    };
    let letters = first(name);
    let letters = if letters.is_empty() { first(sku) } else { letters };
    if letters.is_empty() { "0".into() } else { letters }
}

/// Returns a number that differs between skus and never changes for one (FNV-1a).
fn scatter(sku: &str) -> u64 {
    sku.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::art;

    #[test]
    fn a_product_without_a_loadable_picture_gets_a_drawing() {
        for (name, family) in [
            ("Joust Duffle Bag", "bag"),
            ("Stellar Solar Jacket", "jacket"),
            ("Lucia Cross-Fit Pants", "trousers"),
            ("Made in Japan", "tile"),
            ("日本", "tile"),
            ("", "tile"),
        ] {
            let url = stand_in("24-MB01", name);
            assert!(url.starts_with(&format!("/art/{family}-")), "{name}: {url}");
            let drawing = url.trim_start_matches("/art/").trim_end_matches(".svg");
            assert!(art::draw(drawing).is_some(), "{url}");
        }
    }
}
