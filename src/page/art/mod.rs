//! Product pictures drawn by Kindred: one drawing a family of things, in the product's colour and one of eight forms.
//!
//! The address says it all (`/art/camera-olive-3.svg`), so a picture never changes and is kept for ever by whoever loads
//! it. `picture` chooses the address for a product. Must not know HTTP; `route::art` answers with what is drawn here.

mod audio;
mod bike;
mod kitchen;
mod light;
mod office;
mod outdoor;
pub mod palette;
mod pen;
mod photo;
mod wear;
mod wrist;

use palette::Palette;
use pen::Pen;

/// Forms each family comes in.
pub const FORMS: i32 = 8;
/// Longest name of a drawing.
const NAME_BYTES_MAX: usize = 60;

type Draw = fn(&mut Pen, &Palette, i32);

/// Every family, by its name in addresses.
const FAMILIES: [(&str, Draw); 48] = [
    ("camera", photo::camera),
    ("lens", photo::lens),
    ("tripod", photo::tripod),
    ("bag", photo::bag),
    ("cell", photo::cell),
    ("watch", wrist::watch),
    ("tracker", wrist::tracker),
    ("strap", wrist::strap),
    ("case", wrist::case),
    ("tent", outdoor::tent),
    ("pack", outdoor::pack),
    ("sleep", outdoor::sleep),
    ("stove", outdoor::stove),
    ("bottle", outdoor::bottle),
    ("torch", outdoor::torch),
    ("pan", kitchen::pan),
    ("pot", kitchen::pot),
    ("knife", kitchen::knife),
    ("kettle", kitchen::kettle),
    ("coffee", kitchen::coffee),
    ("grinder", kitchen::grinder),
    ("board", kitchen::board),
    ("headphones", audio::headphones),
    ("buds", audio::buds),
    ("speaker", audio::speaker),
    ("turntable", audio::turntable),
    ("amp", audio::amp),
    ("bike", bike::bike),
    ("helmet", bike::helmet),
    ("lock", bike::lock),
    ("lamp", bike::lamp),
    ("pannier", bike::pannier),
    ("desk", office::desk),
    ("chair", office::chair),
    ("keyboard", office::keyboard),
    ("screen", office::screen),
    ("shelf", office::shelf),
    ("tray", office::tray),
    ("table", light::table),
    ("floor", light::floor),
    ("pendant", light::pendant),
    ("wall", light::wall),
    ("bulb", light::bulb),
    ("tee", wear::tee),
    ("jacket", wear::jacket),
    ("trousers", wear::trousers),
    ("ball", wear::ball),
    ("mat", wear::mat),
];

/// The paper a product lies on: quiet tones, so that a page of products stays calm.
const GROUNDS: [&str; 6] = ["#efebe4", "#e9ecee", "#edefe7", "#f2eae5", "#e8ecf1", "#f1eee6"];

/// Returns the drawing of a name such as `camera-olive-3` or `tile-AB-7`; `None` when there is no such drawing.
pub fn draw(name: &str) -> Option<String> {
    if name.len() > NAME_BYTES_MAX {
        return None;
    }
    let mut parts = name.split('-');
    let (family, colour, form) = (parts.next()?, parts.next()?, parts.next()?);
    let number: i32 = form.parse().ok().filter(|number| (0..100).contains(number))?;
    if parts.next().is_some() {
        return None;
    }
    if family == "tile" {
        let letters = colour.chars().all(|c| c.is_ascii_alphanumeric()) && colour.len() <= 2;
        return letters.then(|| tile(colour, number));
    }
    let (_, shape) = FAMILIES.iter().find(|(known, _)| *known == family)?;
    let palette = palette::find(colour)?;
    let mut pen = Pen::default();
    if family != "pendant" {
        pen.oval([200, floor_of(family)], [140, 13], "#1b1d2321");
    }
    shape(&mut pen, palette, number % FORMS);
    Some(sheet(ground(family, number), &pen.done()))
}

/// Returns the names of all families.
pub fn families() -> impl Iterator<Item = &'static str> {
    FAMILIES.iter().map(|(name, _)| *name)
}

/// Returns where a family's things stand, so that their shadow touches them.
fn floor_of(family: &str) -> i32 {
    match family {
        "camera" => 304,
        "keyboard" => 300,
        "torch" => 292,
        "amp" | "lamp" | "desk" | "bike" => 320,
        _ => 328,
    }
}

fn tile(letters: &str, number: i32) -> String {
    let palette = palette::some(u64::try_from(number).unwrap_or(0));
    let mut pen = Pen::default();
    pen.disc([200, 200], 134, "#fbfaf8").ring([200, 200], 134, 12, palette.body).letters(letters, "#1b1f29");
    sheet(ground("tile", number), &pen.done())
}

fn ground(family: &str, number: i32) -> &'static str {
    let place = family.len().wrapping_add(usize::try_from(number).unwrap_or(0)) % GROUNDS.len();
    GROUNDS.get(place).copied().unwrap_or("#efebe4")
}

fn sheet(ground: &str, drawing: &str) -> String {
    format!(
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 400 400' width='400' height='400'>\
         <rect width='400' height='400' fill='{ground}'/>{drawing}</svg>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_family_is_drawn_in_every_form_and_differs() {
        for family in families() {
            let drawings: Vec<String> =
                (0..FORMS).map(|form| draw(&format!("{family}-olive-{form}")).expect("drawn")).collect();
            assert!(drawings.iter().all(|svg| svg.starts_with("<svg") && svg.len() < 16_000), "{family}");
            assert_ne!(drawings[0], drawings[1], "{family}");
        }
    }

    #[test]
    fn a_name_that_is_no_drawing_is_none() {
        for name in [
            "",
            "camera",
            "camera-olive",
            "camera-olive-x",
            "camera-pink-1",
            "yacht-red-1",
            "tile-<b-1",
            "a-b-1-2",
        ] {
            assert!(draw(name).is_none(), "{name}");
        }
        assert!(draw(&"x".repeat(900)).is_none());
    }
}
