//! Cameras and what belongs to them.

use super::palette::Palette;
use super::pen::{GLINT, INK, METAL, Pen, SHADE, SHINE, STEEL};

/// A camera seen from the front.
pub fn camera(pen: &mut Pen, p: &Palette, form: i32) {
    let lens = 58 + form % 3 * 7;
    let top = if form % 2 == 0 { METAL } else { p.light };
    if form % 4 < 2 {
        pen.shape("M150 152 L168 112 Q170 108 176 108 H224 Q230 108 232 112 L250 152 Z", p.deep);
        pen.rect([182, 118, 36, 14], 4, INK);
    } else {
        pen.rect([232, 122, 54, 30], 8, p.deep).rect([246, 130, 26, 14], 4, INK);
    }
    pen.rect([104, 130, 40, 18], 7, STEEL).rect([262, 134, 34, 14], 5, STEEL);
    pen.rect([78, 142, 244, 154], 26, p.body).rect([78, 142, 244, 40], 20, top).rect(
        [78, 172, 244, 84],
        0,
        p.deep,
    );
    pen.rect([78, 172, 34, 100], 10, SHADE).rect([96, 152, 26, 10], 5, SHINE);
    glass(pen, [200, 222], lens);
    pen.disc([296, 162], 6, if form % 3 == 0 { "#bb4339" } else { SHADE });
}

/// The front of a lens: barrel, ring and glass.
fn glass(pen: &mut Pen, at: [i32; 2], r: i32) {
    pen.disc(at, r + 8, STEEL).disc(at, r + 3, INK).ring(at, r - 6, 4, "#41464f").disc(at, r - 14, "#14161b");
    pen.disc(at, r - 24, "#22344b").disc(at, r - 38, "#3f6791");
    pen.oval([at[0] - r / 4, at[1] - r / 4], [r / 6, r / 9], GLINT);
}

/// A lens standing on its mount.
pub fn lens(pen: &mut Pen, p: &Palette, form: i32) {
    let long = 130 + form % 4 * 26;
    let wide = 62 + form % 3 * 8;
    let (left, top) = (200 - wide, 322 - long - 24);
    pen.rect([left, top, wide * 2, long], 14, p.body);
    pen.rect([left + 12, 298, wide * 2 - 24, 26], 6, METAL);
    pen.rect([left - 4, top + long / 3, wide * 2 + 8, long / 4], 8, INK);
    for step in 0..6 {
        pen.rect([left + 6 + step * (wide * 2 - 12) / 6, top + long / 3 + 4, 4, long / 4 - 8], 2, "#41464f");
    }
    if form % 2 == 0 {
        pen.rect([left, top + 18, wide * 2, 5], 0, "#bb4339");
    } else {
        pen.rect([left, top + 18, wide * 2, 5], 0, p.light);
    }
    pen.rect([left + 10, top + 6, 12, long - 14], 6, SHINE);
    pen.oval([200, top + 6], [wide, 22], p.deep).oval([200, top + 6], [wide - 12, 15], "#14161b");
    pen.oval([200, top + 7], [wide - 26, 9], "#3f6791").oval([186, top + 4], [9, 3], GLINT);
}

/// A tripod, legs apart.
pub fn tripod(pen: &mut Pen, p: &Palette, form: i32) {
    let spread = 76 + form % 4 * 12;
    for (foot, tone) in [(200 - spread, p.deep), (200 + spread, p.deep), (208, p.body)] {
        pen.line(&format!("M200 150 L{foot} 322"), 13, tone);
        let (x, y) = ((200 + foot) / 2, 236);
        pen.disc([x, y], 10, STEEL).disc([foot, 322], 8, INK);
    }
    pen.rect([190, 96, 20, 74], 6, STEEL).rect([158, 82, 84, 18], 7, p.body).rect([176, 66, 48, 16], 4, INK);
    pen.line("M214 120 L268 142", 9, p.light);
    pen.disc([200, 128], 20, p.body).disc([200, 128], 9, METAL);
}

/// A shoulder bag with a flap.
pub fn bag(pen: &mut Pen, p: &Palette, form: i32) {
    pen.line("M112 196 C110 66 290 66 288 196", 13, p.deep);
    pen.rect([82, 164, 236, 156], 28, p.body).rect([82, 268, 236, 52], 26, p.deep);
    let drop = 236 + form % 4 * 10;
    pen.shape(
        &format!(
            "M82 190 Q82 164 110 164 H290 Q318 164 318 190 V{} Q200 {} 82 {} Z",
            drop - 18,
            drop + 34,
            drop - 18
        ),
        p.light,
    );
    pen.rect([128, 214, 18, 62], 6, "#825b3f").rect([254, 214, 18, 62], 6, "#825b3f");
    pen.rect([126, 252, 22, 14], 4, "#c3a057").rect([252, 252, 22, 14], 4, "#c3a057");
    if form % 2 == 0 {
        pen.rect([180, 196, 40, 20], 4, p.deep);
    }
}

/// A battery, or a memory card when the form is odd.
pub fn cell(pen: &mut Pen, p: &Palette, form: i32) {
    if form % 2 == 0 {
        pen.rect([132, 112, 136, 204], 20, p.body).rect([132, 112, 136, 52], 20, INK).rect(
            [132, 148, 136, 16],
            0,
            INK,
        );
        pen.rect([152, 104, 20, 14], 3, "#c3a057").rect([190, 104, 20, 14], 3, "#c3a057").rect(
            [228, 104, 20, 14],
            3,
            "#c3a057",
        );
        pen.shape("M210 186 L172 244 H198 L188 290 L230 228 H202 Z", p.light);
    } else {
        pen.shape(
            "M130 124 Q130 104 150 104 H238 L270 136 V298 Q270 318 250 318 H150 Q130 318 130 298 Z",
            p.body,
        );
        pen.rect([130, 196, 140, 88], 0, p.light).rect([148, 214, 78, 12], 4, p.deep).rect(
            [148, 238, 50, 10],
            4,
            p.deep,
        );
        for x in 0..5 {
            pen.rect([146 + x * 18, 114, 10, 36], 3, "#c3a057");
        }
    }
}
