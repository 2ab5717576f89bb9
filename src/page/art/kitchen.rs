//! The kitchen.

use super::palette::Palette;
use super::pen::{GLINT, INK, METAL, Pen, SHADE, SHINE, STEEL};

/// A frying pan seen from above.
pub fn pan(pen: &mut Pen, p: &Palette, form: i32) {
    let r = 96 + form % 3 * 9;
    let grip = if form % 2 == 0 { "#825b3f" } else { INK };
    pen.line("M238 166 L348 64", 26, grip).line("M236 168 L258 148", 18, STEEL).disc([338, 74], 6, "#eadfc8");
    pen.disc([168, 226], r, p.body).ring([168, 226], r - 5, 5, p.light).disc([168, 226], r - 20, p.deep);
    pen.ring([168, 226], r - 44, 2, SHINE).ring([168, 226], r - 62, 2, SHINE);
    pen.oval([134, 184], [28, 14], SHINE);
}

/// A pot with its lid.
pub fn pot(pen: &mut Pen, p: &Palette, form: i32) {
    let top = 176 - form % 3 * 12;
    pen.rect([56, top + 34, 48, 22], 11, p.deep).rect([296, top + 34, 48, 22], 11, p.deep);
    pen.shape(&format!("M84 {top} H316 V282 Q316 318 280 318 H120 Q84 318 84 282 Z"), p.body);
    pen.rect([84, top, 232, 16], 4, SHADE).rect([104, top + 26, 14, 96], 7, SHINE);
    pen.shape(&format!("M78 {top} Q90 {} 200 {} Q310 {} 322 {top} Z", top - 44, top - 48, top - 44), p.light);
    pen.line(&format!("M78 {top} H322"), 7, p.deep);
    let knob = if form % 2 == 0 { "#c3a057" } else { INK };
    pen.rect([188, top - 62, 24, 18], 4, knob).disc([200, top - 68], 18, knob).disc(
        [194, top - 74],
        5,
        GLINT,
    );
}

/// A chef's knife.
pub fn knife(pen: &mut Pen, p: &Palette, form: i32) {
    let tip = 62 + form % 3 * 14;
    pen.shape(&format!("M178 226 L178 {tip} Q240 {} 244 226 Z", tip + 40), METAL);
    pen.shape(&format!("M178 226 L178 {tip} Q206 {} 208 226 Z", tip + 70), "#e3e6ea");
    pen.rect([174, 222, 72, 18], 4, STEEL).rect([180, 238, 54, 96], 16, p.body).rect(
        [186, 244, 10, 82],
        5,
        p.light,
    );
    pen.disc([208, 262], 5, METAL).disc([208, 288], 5, METAL).disc([208, 314], 5, METAL);
}

/// A kettle.
pub fn kettle(pen: &mut Pen, p: &Palette, form: i32) {
    pen.line("M116 200 C94 96 250 60 284 150", 13, if form % 2 == 0 { INK } else { "#825b3f" });
    if form % 3 == 0 {
        pen.line("M262 276 C320 266 292 178 340 152", 13, p.deep);
    } else {
        pen.shape("M268 214 L338 164 L344 178 L284 266 Z", p.deep);
    }
    pen.shape(
        "M138 154 H254 Q290 200 296 288 Q298 318 266 318 H126 Q94 318 96 288 Q102 200 138 154 Z",
        p.body,
    );
    pen.oval([196, 154], [60, 14], p.light).disc([196, 136], 12, INK).rect([118, 292, 160, 10], 5, SHADE);
    pen.shape("M142 180 Q118 226 118 276 L132 276 Q134 226 156 180 Z", SHINE);
}

/// A coffee maker: pour-over glass, or a moka pot when the form is odd.
pub fn coffee(pen: &mut Pen, p: &Palette, form: i32) {
    if form % 2 == 0 {
        pen.shape(
            "M124 84 H276 L214 196 L262 292 Q272 318 244 318 H156 Q128 318 138 292 L186 196 Z",
            "#dfe8eab3",
        );
        pen.shape("M152 262 H248 L262 292 Q272 318 244 318 H156 Q128 318 138 292 Z", "#5b3d28");
        pen.shape("M140 96 H260 L212 178 H188 Z", "#f4eee2").rect([170, 178, 60, 36], 8, p.body);
        pen.rect([176, 182, 10, 28], 4, p.light).line("M256 116 L262 100", 6, GLINT);
    } else {
        pen.shape("M140 206 H260 L280 318 H120 Z", p.body).shape("M148 96 H252 L258 194 H142 Z", p.body);
        pen.rect([136, 192, 128, 18], 5, p.deep).shape("M148 96 H252 L240 78 H160 Z", p.light).disc(
            [200, 68],
            11,
            INK,
        );
        pen.line("M254 116 H306 Q316 116 314 128 L304 182", 15, INK)
            .shape("M148 96 L118 112 L146 136 Z", p.deep);
        pen.shape("M158 216 H178 L168 308 H146 Z", SHINE).shape("M166 104 H182 L180 186 H162 Z", SHINE);
    }
}

/// A hand grinder, or a mill.
pub fn grinder(pen: &mut Pen, p: &Palette, form: i32) {
    let wide = 44 + form % 3 * 7;
    pen.line("M200 92 L290 74", 9, STEEL).line("M290 74 V56", 9, STEEL).disc([290, 50], 15, "#825b3f");
    pen.rect([200 - wide, 96, wide * 2, 130], 14, p.body).rect(
        [204 - wide, 220, wide * 2 - 8, 102],
        14,
        if form % 2 == 0 { "#825b3f" } else { p.deep },
    );
    pen.rect([200 - wide, 214, wide * 2, 14], 3, STEEL).rect([200 - wide, 96, wide * 2, 16], 8, p.light);
    pen.rect([212 - wide, 118, 10, 92], 5, SHINE).rect([212 - wide, 236, 8, 72], 4, SHINE);
}

/// A board with a rim of lighter wood.
pub fn board(pen: &mut Pen, p: &Palette, form: i32) {
    pen.rect([176, 60, 48, 76], 20, p.body).rect([100, 112, 200, 208], 26 + form % 3 * 8, p.body);
    pen.disc([200, 86], 11, "#f4f2ee");
    for row in 0..4 {
        let x = 132 + row * 42;
        pen.line(&format!("M{x} 132 Q{} 214 {x} 302", x + 12), 3, p.deep);
    }
    pen.rect([106, 120, 10, 190], 5, p.light);
    if form % 2 == 1 {
        pen.rect([100, 236, 200, 22], 0, p.light);
    }
}
