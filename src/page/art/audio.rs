//! Things that sound.

use super::palette::Palette;
use super::pen::{GLINT, INK, METAL, Pen, SHADE, SHINE, STEEL};

/// Headphones over the ears.
pub fn headphones(pen: &mut Pen, p: &Palette, form: i32) {
    let band = if form % 2 == 0 { p.deep } else { METAL };
    pen.line("M102 224 C96 74 304 74 298 224", 20, band).line("M128 140 C150 96 250 96 272 140", 20, p.body);
    let tall = 56 + form % 3 * 6;
    for (x, side) in [(104, -1), (296, 1)] {
        pen.rect([x - 14 - side * 22, 236 - tall, 30, tall * 2], 15, INK);
        pen.rect([x - 26, 236 - tall - 4, 52, tall * 2 + 8], 26, p.body);
        pen.oval([x + side * 4, 236], [16, tall - 22], p.deep).oval([x - 8, 206], [5, 14], SHINE);
    }
}

/// Ear buds and their case.
pub fn buds(pen: &mut Pen, p: &Palette, form: i32) {
    pen.rect([92, 208, 216, 116], 54, p.body).rect([92, 208, 216, 40], 20, p.light).line(
        "M92 248 H308",
        3,
        p.deep,
    );
    pen.disc([200, 286], 5, if form % 2 == 0 { "#71d790" } else { "#f4f2ee" });
    for (x, lean) in [(150, -1), (250, 1)] {
        pen.line(&format!("M{x} 128 L{} 204", x - lean * 8), 17 + form % 3 * 2, p.body);
        pen.disc([x, 120], 32, p.body).oval([x + lean * 20, 122], [17, 20], INK).oval(
            [x - lean * 10, 108],
            [8, 5],
            GLINT,
        );
    }
}

/// A loudspeaker: a bookshelf box or a small round one.
pub fn speaker(pen: &mut Pen, p: &Palette, form: i32) {
    if form % 2 == 0 {
        pen.rect([116, 74, 168, 250], 12, p.body).rect([268, 74, 16, 250], 8, SHADE).rect(
            [124, 82, 7, 232],
            3,
            SHINE,
        );
        cone(pen, [200, 236], 58 + form % 3 * 4);
        cone(pen, [200, 130], 30);
    } else {
        pen.rect([96, 132, 208, 186], 58 + form % 3 * 14, p.body).line(
            "M150 132 C150 84 250 84 250 132",
            10,
            p.deep,
        );
        pen.rect([116, 164, 168, 122], 40, p.deep);
        for row in 0..5 {
            for dot in 0..8 {
                pen.disc([136 + dot * 18, 182 + row * 21], 4, p.light);
            }
        }
        pen.rect([150, 140, 100, 10], 5, SHINE);
    }
}

fn cone(pen: &mut Pen, at: [i32; 2], r: i32) {
    pen.disc(at, r, STEEL).disc(at, r - 5, INK).ring(at, r - 14, 3, "#41464f").disc(at, r / 3, "#41464f");
    pen.oval([at[0] - r / 3, at[1] - r / 3], [r / 5, r / 8], SHINE);
}

/// A turntable from above.
pub fn turntable(pen: &mut Pen, p: &Palette, form: i32) {
    pen.rect([62, 98, 276, 222], 18, p.body).rect([62, 296, 276, 24], 12, p.deep);
    pen.disc([170, 204], 92, METAL).disc([170, 204], 86, INK);
    for r in [74, 64, 54, 44] {
        pen.ring([170, 204], r, 1, "#41464f");
    }
    let label = ["#bb4339", "#d0a63c", "#2f7f86", "#eadfc8"];
    pen.disc([170, 204], 30, label.get(usize::try_from(form % 4).unwrap_or(0)).unwrap_or(&"#bb4339"));
    pen.disc([170, 204], 4, METAL).disc([302, 134], 19, STEEL).line("M302 134 V236 L252 266", 7, METAL);
    pen.rect([236, 258, 26, 15], 4, INK).disc([304, 284], 9, METAL).oval([132, 160], [26, 10], SHINE);
}

/// An amplifier with its dial.
pub fn amp(pen: &mut Pen, p: &Palette, form: i32) {
    pen.rect([62, 136, 276, 160], 14, p.body).rect([62, 136, 276, 16], 8, p.light);
    pen.rect([82, 296, 40, 16], 5, INK).rect([278, 296, 40, 16], 5, INK);
    pen.disc([268, 222], 44, p.deep).disc([268, 222], 38, METAL).line("M268 222 L290 194", 5, INK);
    for knob in 0..(2 + form % 2) {
        pen.disc([104 + knob * 44, 256], 15, METAL).line(
            &format!("M{x} 256 V246", x = 104 + knob * 44),
            3,
            INK,
        );
    }
    if form % 2 == 0 {
        pen.rect([90, 170, 124, 54], 8, "#f3e3b5").line("M152 218 L176 184", 3, INK).line(
            "M102 206 Q152 176 202 206",
            2,
            "#9d7543",
        );
    } else {
        pen.rect([90, 170, 124, 54], 8, INK).rect([102, 188, 70, 8], 4, "#71d790").rect(
            [102, 204, 46, 6],
            3,
            "#5aa9af",
        );
    }
}
