//! The home office.

use super::palette::Palette;
use super::pen::{GLINT, INK, METAL, Pen, SHADE, SHINE, STEEL};

/// A desk: wood top, two or four legs.
pub fn desk(pen: &mut Pen, p: &Palette, form: i32) {
    let leg = if form % 3 == 0 {
        INK
    } else if form % 3 == 1 {
        METAL
    } else {
        p.deep
    };
    if form % 2 == 0 {
        pen.rect([92, 176, 18, 146], 4, leg)
            .rect([290, 176, 18, 146], 4, leg)
            .rect([64, 312, 74, 12], 6, leg)
            .rect([262, 312, 74, 12], 6, leg);
    } else {
        pen.line("M90 184 L70 320 M310 184 L330 320 M118 184 L110 304 M282 184 L290 304", 11, leg);
    }
    pen.rect([44, 160, 312, 24], 8, p.body).rect([44, 176, 312, 8], 4, p.deep).rect(
        [60, 163, 150, 4],
        2,
        p.light,
    );
    if form % 4 >= 2 {
        pen.rect([210, 184, 108, 42], 5, p.light).rect([252, 200, 24, 6], 3, INK);
    }
    pen.rect([88, 138, 54, 22], 3, "#eadfc8")
        .rect([92, 128, 46, 10], 3, "#2f7f86")
        .line("M300 160 V126", 4, "#3f6650")
        .oval([292, 118], [8, 15], "#3f6650")
        .oval([310, 116], [8, 16], "#62907a");
    pen.rect([288, 140, 24, 20], 5, "#b4613a");
}

/// A chair on castors.
pub fn chair(pen: &mut Pen, p: &Palette, form: i32) {
    pen.line("M200 260 V300 M200 298 L120 322 M200 298 L280 322 M200 298 V324", 10, STEEL);
    for x in [118, 200, 282] {
        pen.disc([x, 328], 9, INK);
    }
    let tall = 62 + form % 3 * 12;
    pen.rect([128, 204 - tall - 50, 144, tall + 60], 34, p.body).rect(
        [142, 168 - tall, 14, tall + 20],
        7,
        SHINE,
    );
    if form % 2 == 0 {
        pen.line("M104 240 V196 H92 M296 240 V196 H308", 11, INK);
    }
    pen.rect([188, 200, 24, 50], 6, STEEL).rect([108, 230, 184, 40], 20, p.deep).rect(
        [108, 226, 184, 26],
        13,
        p.light,
    );
    if form % 2 == 1 {
        for row in 0..4 {
            pen.line(&format!("M146 {y} H254", y = 164 - tall + row * 18), 3, p.deep);
        }
    }
}

/// A keyboard.
pub fn keyboard(pen: &mut Pen, p: &Palette, form: i32) {
    let columns = 9 + form % 3;
    pen.rect([46, 148, 308, 142], 16, p.body).rect([46, 270, 308, 20], 10, p.deep);
    let wide = 284 / columns;
    for row in 0..3 {
        for key in 0..columns {
            let tone = if row == 0 && key == 0 {
                "#dd8a3c"
            } else if (key == 0 || key == columns - 1) && form % 2 == 0 {
                p.light
            } else {
                "#f4f2ee"
            };
            pen.rect([58 + key * wide, 160 + row * 28, wide - 5, 23], 5, tone);
        }
    }
    pen.rect([58, 244, 56, 22], 5, p.light).rect([120, 244, 150, 22], 5, "#f4f2ee").rect(
        [276, 244, 62, 22],
        5,
        p.light,
    );
}

/// A screen on its stand.
pub fn screen(pen: &mut Pen, p: &Palette, form: i32) {
    let wide = 116 + form % 3 * 18;
    pen.rect([186, 246, 28, 60], 4, STEEL).rect([142, 302, 116, 14], 7, p.deep);
    pen.rect([200 - wide, 92, wide * 2, 164], 12, p.body).rect(
        [208 - wide, 100, wide * 2 - 16, 144],
        6,
        "#1d2633",
    );
    pen.shape(
        &format!("M{} 244 L{} 244 L{} 168 L{} 206 L{} 150 Z", 208 - wide, 192 + wide, 192 + wide, 230, 168),
        "#3f6791",
    );
    pen.disc([200 + wide / 2, 132], 15, "#f0b277")
        .shape(&format!("M{} 100 H{} L{} 244 H{} Z", 216 - wide, 250 - wide, 226 - wide, 208 - wide), SHINE);
}

/// Shelves with a few things on them.
pub fn shelf(pen: &mut Pen, p: &Palette, form: i32) {
    let frame = if form % 2 == 0 { INK } else { p.deep };
    pen.rect([92, 76, 10, 250], 4, frame).rect([298, 76, 10, 250], 4, frame);
    for row in 0..4 {
        pen.rect([84, 96 + row * 72, 232, 14], 4, p.body).rect([84, 106 + row * 72, 232, 4], 2, p.deep);
    }
    for (x, h, tone) in
        [(116, 44, "#bb4339"), (134, 52, "#2f7f86"), (152, 40, "#d0a63c"), (170, 50, "#52617a")]
    {
        pen.rect([x, 168 - h, 15, h], 2, tone);
    }
    pen.disc([258, 216], 23, p.light).rect([240, 232, 36, 8], 3, p.deep).rect(
        [122, 200, 60, 40],
        5,
        "#eadfc8",
    );
    pen.rect([230, 276, 34, 36], 6, "#b4613a").oval([240, 262], [9, 18], "#3f6650").oval(
        [256, 260],
        [9, 20],
        "#62907a",
    );
    pen.oval([250, 206], [7, 5], GLINT).rect([298, 76, 4, 250], 2, SHADE);
}

/// A mat, a tray or an organiser.
pub fn tray(pen: &mut Pen, p: &Palette, form: i32) {
    pen.rect([60, 138, 280, 172], 24, p.body).rect([72, 150, 256, 148], 16, p.deep);
    pen.rect([84, 162, 112, 124], 10, p.light).rect([208, 162, 108, 56], 10, p.light).rect(
        [208, 230, 108, 56],
        10,
        p.light,
    );
    pen.line("M104 270 L170 182", 8, "#dd8a3c").line("M124 274 L182 196", 6, INK);
    if form % 2 == 0 {
        pen.rect([226, 176, 72, 28], 6, METAL).ring([262, 258], 16, 6, STEEL);
    } else {
        pen.disc([244, 190], 14, "#eadfc8").rect([222, 246, 80, 24], 5, "#f4f2ee");
    }
}
