//! Clothes and training gear, for catalogues that bring no pictures of their own.

use super::palette::Palette;
use super::pen::{GLINT, INK, Pen, SHADE, SHINE, STEEL};

/// A shirt without sleeves when the form is odd.
pub fn tee(pen: &mut Pen, p: &Palette, form: i32) {
    if form % 2 == 0 {
        pen.shape(
            "M146 84 L72 124 L96 186 L126 172 V322 H274 V172 L304 186 L328 124 L254 84 Q200 128 146 84 Z",
            p.body,
        );
        pen.shape("M126 172 L134 140 L96 186 Z M274 172 L266 140 L304 186 Z", SHADE);
    } else {
        pen.shape("M150 78 Q160 150 118 168 V322 H282 V168 Q240 150 250 78 H228 Q200 138 172 78 Z", p.body);
    }
    pen.line("M148 86 Q200 130 252 86", 7, p.deep).rect([140, 180, 10, 120], 5, SHINE).line(
        "M130 308 H270",
        3,
        p.deep,
    );
}

/// A jacket or a hooded top.
pub fn jacket(pen: &mut Pen, p: &Palette, form: i32) {
    pen.shape(
        "M148 92 L78 134 L70 300 H108 L118 190 V326 H282 V190 L292 300 H330 L322 134 L252 92 Z",
        p.body,
    );
    pen.shape("M118 190 V326 H136 V150 Z M282 190 V326 H264 V150 Z", SHADE);
    if form % 2 == 0 {
        pen.shape("M148 96 C144 50 256 50 252 96 C240 130 160 130 148 96 Z", p.deep).oval(
            [200, 92],
            [34, 20],
            INK,
        );
        pen.line("M186 118 V178 M214 118 V170", 4, p.light).shape("M146 246 H254 L270 306 H130 Z", p.deep);
    } else {
        pen.shape("M160 76 H240 L252 108 L200 140 L148 108 Z", p.deep).line("M200 132 V324", 4, p.light);
        pen.line("M140 262 L166 250 M260 262 L234 250", 5, p.deep);
    }
}

/// Trousers, short when the form is odd.
pub fn trousers(pen: &mut Pen, p: &Palette, form: i32) {
    if form % 2 == 0 {
        pen.shape("M136 72 H264 L286 330 H226 L200 160 L174 330 H114 Z", p.body)
            .shape("M200 160 L226 330 H246 L210 120 Z", SHADE);
    } else {
        pen.shape("M124 112 H276 L304 290 H212 L200 220 L188 290 H96 Z", p.body)
            .shape("M200 220 L212 290 H236 L208 160 Z", SHADE);
    }
    let top = if form % 2 == 0 { 72 } else { 112 };
    pen.rect([134, top - 6, 132, 22], 8, p.deep).line(
        &format!("M192 {} V{} M208 {} V{}", top + 8, top + 40, top + 8, top + 34),
        3,
        p.light,
    );
}

/// A ball for exercises.
pub fn ball(pen: &mut Pen, p: &Palette, form: i32) {
    pen.disc([200, 214], 108, p.body).oval([200, 214], [108, 34 + form % 3 * 12], p.deep).oval(
        [200, 208],
        [104, 28 + form % 3 * 12],
        p.body,
    );
    pen.ring([200, 214], 107, 3, SHADE).oval([158, 158], [30, 20], SHINE).oval([150, 152], [10, 7], GLINT);
}

/// A rolled mat.
pub fn mat(pen: &mut Pen, p: &Palette, form: i32) {
    pen.rect([92, 128, 196, 120], 60, p.body).rect([92, 196, 250, 52], 12, p.light).rect(
        [92, 228, 250, 20],
        10,
        p.deep,
    );
    pen.disc([142, 188], 60, p.light).ring([142, 188], 44, 6, p.deep).ring([142, 188], 26, 6, p.deep).disc(
        [142, 188],
        9,
        p.deep,
    );
    if form % 2 == 0 {
        pen.rect([232, 126, 18, 124], 6, INK).rect([230, 172, 22, 16], 4, STEEL);
    }
}
