//! Bicycles and what rides along.

use super::palette::Palette;
use super::pen::{GLINT, INK, METAL, Pen, SHADE, SHINE, STEEL};

/// A bicycle from its right side.
pub fn bike(pen: &mut Pen, p: &Palette, form: i32) {
    let r = 68;
    let tyre = if form % 3 == 1 { "#cfb793" } else { INK };
    for x in [104, 296] {
        pen.ring([x, 246], r, if form % 4 == 2 { 13 } else { 8 }, tyre).ring([x, 246], r - 8, 2, STEEL);
        let spokes = format!(
            "M{x} 182 V310 M{} 246 H{} M{} 201 L{} 291 M{} 201 L{} 291",
            x - 62,
            x + 62,
            x - 45,
            x + 45,
            x + 45,
            x - 45
        );
        pen.line(&spokes, 1, STEEL).disc([x, 246], 7, STEEL);
    }
    let step_through = form % 4 == 3;
    pen.line("M104 246 L192 250 L152 148 M104 246 L158 162", 8, p.deep);
    if step_through {
        pen.line("M192 250 C212 200 246 190 264 140 M176 208 C214 204 240 180 262 152", 10, p.body);
    } else {
        pen.line("M192 250 L262 158 M158 162 L264 148", 10, p.body);
    }
    pen.line("M260 132 L296 246", 8, p.body).line("M192 250 L152 142", 10, p.body);
    pen.line("M152 142 L148 126", 7, STEEL).line(
        "M124 122 H172",
        13,
        if form % 3 == 1 { "#825b3f" } else { INK },
    );
    if form % 2 == 0 {
        pen.line("M260 134 L254 112 H286 C304 112 302 142 284 142", 8, INK);
    } else {
        pen.line("M260 134 L254 108 L226 102 M254 108 L276 112", 8, INK);
    }
    pen.ring([192, 250], 20, 5, STEEL).line("M192 250 L208 282 M198 284 H222", 6, INK).line(
        "M104 240 L192 232 M104 254 L192 270",
        2,
        STEEL,
    );
    if form % 4 == 3 {
        pen.rect([60, 160, 78, 9], 4, STEEL);
    }
}

/// A helmet.
pub fn helmet(pen: &mut Pen, p: &Palette, form: i32) {
    pen.line("M116 246 C130 320 180 330 206 322 M262 252 C250 300 232 318 206 322", 6, INK);
    pen.shape("M66 244 C58 128 150 84 218 88 C300 94 346 158 340 226 C338 248 316 250 296 246 L112 258 C86 262 68 262 66 244 Z", p.body);
    pen.shape(
        "M66 244 C68 262 86 262 112 258 L296 246 C316 250 338 248 340 226 C270 236 140 236 66 226 Z",
        p.deep,
    );
    for slot in 0..(3 + form % 3) {
        let x = 124 + slot * 38;
        pen.shape(&format!("M{x} 200 Q{} 138 {} 122 Q{} 144 {} 202 Z", x + 4, x + 26, x + 20, x + 18), INK);
    }
    pen.oval([146, 134], [30, 11], SHINE);
}

/// A lock: a shackle, or a chain loop when the form is odd.
pub fn lock(pen: &mut Pen, p: &Palette, form: i32) {
    if form % 2 == 0 {
        pen.line("M136 234 V142 C136 64 264 64 264 142 V234", 24, STEEL).line(
            "M136 234 V142 C136 72 190 72 200 72",
            8,
            METAL,
        );
        pen.rect([96, 224, 208, 86], 26, p.body).rect([96, 276, 208, 34], 17, p.deep);
    } else {
        pen.ring([200, 176], 92, 24, p.body).ring([200, 176], 92, 5, p.light).rect(
            [140, 236, 120, 84],
            20,
            INK,
        );
    }
    pen.disc([200, 262], 14, METAL).rect([197, 262, 6, 22], 3, INK).disc([200, 262], 6, INK);
}

/// A lamp for the handlebar.
pub fn lamp(pen: &mut Pen, p: &Palette, form: i32) {
    pen.rect([150, 246, 100, 30], 12, INK).ring([200, 298], 26, 13, INK);
    pen.rect([106, 118, 188, 136], 46 + form % 3 * 12, p.body).rect([106, 118, 188, 40], 20, SHINE);
    let light = if form % 4 == 1 { "#e8685c" } else { "#fdf0c0" };
    pen.disc([200, 190], 54, INK).disc([200, 190], 46, light).disc([200, 190], 20, "#fffdf2");
    pen.oval([178, 166], [14, 8], GLINT);
}

/// A pannier.
pub fn pannier(pen: &mut Pen, p: &Palette, form: i32) {
    pen.line("M150 96 C150 66 250 66 250 96", 10, INK);
    pen.shape("M112 118 H288 L302 296 Q302 324 274 324 H126 Q98 324 98 296 Z", p.body);
    pen.rect([104, 88, 192, 44], 18, p.deep).rect([190, 92, 22, 120], 6, INK).rect(
        [184, 176, 34, 22],
        6,
        STEEL,
    );
    pen.rect([128, 222, 144, 74], 16, if form % 2 == 0 { p.light } else { p.deep }).rect(
        [128, 246, 144, 7],
        0,
        GLINT,
    );
    pen.shape("M120 140 H134 L128 300 H114 Z", SHINE).rect([98, 306, 204, 18], 9, SHADE).rect(
        [150, 84, 12, 30],
        4,
        METAL,
    );
}
