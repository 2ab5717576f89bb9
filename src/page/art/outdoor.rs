//! Tents and what one carries to them.

use super::palette::Palette;
use super::pen::{GLINT, INK, METAL, Pen, SHADE, SHINE, STEEL};

/// A tent: a ridge or a dome.
pub fn tent(pen: &mut Pen, p: &Palette, form: i32) {
    pen.line("M62 316 L36 330 M338 316 L364 330", 4, STEEL);
    if form % 2 == 0 {
        let peak = 104 + form % 3 * 12;
        pen.shape(&format!("M200 {peak} L340 318 H60 Z"), p.body);
        pen.shape(&format!("M200 {peak} L256 318 H144 Z"), p.deep);
        pen.shape(&format!("M200 {peak} L200 318 H144 Z"), SHADE)
            .shape(&format!("M200 {peak} L228 318 H256 Z"), p.light);
        pen.line(&format!("M200 {peak} V{}", peak - 18), 6, STEEL);
    } else {
        let top = 128 + form % 3 * 14;
        pen.shape(
            &format!("M52 318 C60 {} 130 {top} 200 {top} C270 {top} 340 {} 348 318 Z", top + 40, top + 40),
            p.body,
        );
        pen.shape(
            &format!(
                "M200 {top} C270 {top} 340 {} 348 318 H262 C262 {} 240 {} 200 {top} Z",
                top + 40,
                top + 96,
                top + 20
            ),
            p.deep,
        );
        pen.shape(
            &format!("M152 318 C152 {y} 172 {y} 196 {y} C222 {y} 240 {y} 240 318 Z", y = top + 62),
            INK,
        );
        pen.shape(
            &format!("M152 318 C152 {y} 172 {y} 196 {y} C178 {} 176 288 178 318 Z", top + 84, y = top + 62),
            p.light,
        );
        pen.line(&format!("M86 262 C110 {} 160 {} 200 {}", top + 36, top + 8, top), 4, p.light);
    }
}

/// A rucksack, upright.
pub fn pack(pen: &mut Pen, p: &Palette, form: i32) {
    let top = 96 + form % 3 * 14;
    pen.line(&format!("M176 {top} C176 {} 224 {} 224 {top}", top - 34, top - 34), 10, p.deep);
    pen.rect([88, 196, 44, 96], 18, p.deep).rect([268, 196, 44, 96], 18, p.deep);
    pen.rect([112, top, 176, 326 - top], 54, p.body);
    pen.shape(
        &format!(
            "M112 {} Q112 {top} 170 {top} H230 Q288 {top} 288 {} V196 Q200 226 112 196 Z",
            top + 54,
            top + 54
        ),
        p.light,
    );
    pen.rect([132, 236, 136, 74], 22, p.deep).line("M148 252 H252", 4, p.light);
    pen.rect([160, 176, 10, 62], 4, INK).rect([230, 176, 10, 62], 4, INK);
    if form % 2 == 1 {
        pen.rect([130, 314, 140, 20], 10, "#cfb793");
    }
    pen.oval([150, top + 34], [18, 8], SHINE);
}

/// A sleeping bag, half rolled out.
pub fn sleep(pen: &mut Pen, p: &Palette, form: i32) {
    pen.shape(
        "M150 84 Q200 56 250 84 Q280 110 276 180 L262 314 Q200 336 138 314 L124 180 Q120 110 150 84 Z",
        p.body,
    );
    pen.oval([200, 118], [48, 34], p.deep).oval([200, 122], [34, 23], "#eadfc8");
    for row in 0..(4 + form % 3) {
        let y = 178 + row * 28;
        pen.line(&format!("M132 {y} Q200 {} 268 {y}", y + 16), 3, p.deep);
    }
    pen.line("M252 130 Q262 220 250 306", 4, p.light);
}

/// A small stove with its flame.
pub fn stove(pen: &mut Pen, p: &Palette, form: i32) {
    pen.rect([146, 206, 108, 116], 24, p.body).rect([146, 246, 108, 30], 0, p.light).rect(
        [180, 184, 40, 26],
        5,
        STEEL,
    );
    pen.line("M200 180 L132 140 M200 180 L268 140 M200 180 V150", 8, STEEL).rect(
        [116, 130, 168, 9],
        4,
        METAL,
    );
    if form % 2 == 0 {
        pen.rect([130, 78, 140, 54], 10, METAL).rect([130, 78, 140, 12], 6, STEEL).line(
            "M270 96 H318",
            9,
            INK,
        );
    } else {
        pen.shape("M200 62 C228 92 230 106 222 122 H178 C170 104 186 92 200 62 Z", "#dd8a3c");
        pen.shape("M200 90 C212 104 212 112 208 122 H192 C188 110 194 102 200 90 Z", "#f7d98b");
    }
    pen.rect([158, 216, 10, 96], 5, SHINE);
}

/// A drinking bottle.
pub fn bottle(pen: &mut Pen, p: &Palette, form: i32) {
    let wide = 48 + form % 3 * 7;
    pen.rect([178, 66, 44, 40], 10, INK).rect([170, 98, 60, 22], 8, STEEL);
    pen.shape(&format!("M176 118 H224 Q{r} 136 {r} 168 V300 Q{r} 324 {i} 324 H{j} Q{l} 324 {l} 300 V168 Q{l} 136 176 118 Z",
        r = 200 + wide, l = 200 - wide, i = 176 + wide, j = 224 - wide), p.body);
    pen.rect([200 - wide, 214, wide * 2, 60], 0, if form % 2 == 0 { p.light } else { p.deep });
    pen.rect([212 - wide, 160, 11, 140], 5, SHINE);
    if form % 2 == 1 {
        pen.line("M178 78 C140 78 140 118 172 112", 7, INK);
    }
}

/// A head torch on its band.
pub fn torch(pen: &mut Pen, p: &Palette, form: i32) {
    pen.shape("M74 214 C74 96 326 96 326 214 L300 214 C300 134 100 134 100 214 Z", p.body);
    pen.shape("M74 214 C74 300 326 300 326 214 L304 220 C300 276 100 276 96 220 Z", p.deep);
    pen.rect([136, 168, 128, 112], 26, INK).rect([136, 168, 128, 30], 15, "#41464f");
    let r = 30 + form % 3 * 5;
    pen.disc([200, 232], r + 6, STEEL).disc([200, 232], r, "#f7e7b2").disc([200, 232], r / 2, "#ffffff");
    pen.oval([188, 222], [8, 5], GLINT).rect([180, 158, 40, 12], 5, p.light);
    pen.rect([136, 264, 128, 16], 8, SHADE);
}
