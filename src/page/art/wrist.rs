//! Watches and straps.

use super::palette::Palette;
use super::pen::{GLINT, INK, METAL, Pen, SHADE, SHINE, STEEL};

/// A watch with a screen.
pub fn tracker(pen: &mut Pen, p: &Palette, form: i32) {
    strap_half(pen, p, 62, 150);
    strap_half(pen, p, 250, 338);
    let face = 10 + form % 4 * 11;
    pen.rect([122, 128, 156, 160], face + 14, STEEL).rect([128, 134, 144, 148], face + 9, INK).rect(
        [278, 186, 12, 40],
        5,
        METAL,
    );
    pen.ring([200, 208], 50, 8, "#41464f");
    let done = if form % 2 == 0 { "M200 158 A50 50 0 1 1 152 222" } else { "M200 158 A50 50 0 0 1 236 243" };
    pen.line(done, 8, p.light).rect([178, 196, 44, 9], 4, "#f4f2ee").rect([184, 214, 32, 7], 3, "#9ca2ad");
}

/// A watch with hands.
pub fn watch(pen: &mut Pen, p: &Palette, form: i32) {
    strap_half(pen, p, 62, 150);
    strap_half(pen, p, 250, 338);
    let case = if form % 2 == 0 { METAL } else { "#c3a057" };
    let dial = if form % 4 < 2 { "#f4f2ee" } else { p.deep };
    let hand = if form % 4 < 2 { INK } else { "#f4f2ee" };
    pen.rect([284, 192, 16, 28], 5, STEEL).disc([200, 206], 90, case).ring([200, 206], 84, 3, SHADE);
    pen.disc([200, 206], 74, dial);
    for (x, y) in [(200, 142), (264, 206), (200, 270), (136, 206)] {
        pen.disc([x, y], 4, hand);
    }
    for (x, y) in
        [(232, 151), (255, 174), (255, 238), (232, 261), (168, 261), (145, 238), (145, 174), (168, 151)]
    {
        pen.disc([x, y], 2, hand);
    }
    if form % 3 == 1 {
        pen.ring([178, 222], 15, 2, hand).ring([222, 222], 15, 2, hand);
    }
    pen.line("M200 206 L172 168", 6, hand).line("M200 206 L236 164", 4, hand).line(
        "M200 222 L200 152",
        2,
        "#bb4339",
    );
    pen.disc([200, 206], 5, hand).oval([166, 160], [26, 12], SHINE);
}

fn strap_half(pen: &mut Pen, p: &Palette, top: i32, bottom: i32) {
    pen.rect([148, top, 104, bottom - top], 16, p.body).rect([158, top + 6, 10, bottom - top - 12], 5, SHINE);
    pen.rect([236, top, 16, bottom - top], 8, SHADE);
}

/// A strap laid flat, both halves.
pub fn strap(pen: &mut Pen, p: &Palette, form: i32) {
    pen.rect([124, 76, 62, 250], 22, p.body).rect([214, 100, 62, 226], 14, p.body);
    pen.rect([132, 84, 8, 230], 4, SHINE).rect([222, 108, 8, 206], 4, SHINE);
    pen.rect([208, 84, 74, 36], 8, METAL).rect([220, 94, 50, 18], 4, p.deep).rect([242, 80, 7, 42], 3, STEEL);
    for hole in 0..5 {
        pen.oval([155, 108 + hole * 24], [5, 5], p.deep);
    }
    if form % 2 == 0 {
        pen.line("M132 90 V310 M178 90 V310 M222 126 V310 M268 126 V310", 2, p.light);
    } else {
        for row in 0..7 {
            pen.line(&format!("M128 {y} H182 M218 {y} H272", y = 232 + row * 13), 3, p.deep);
        }
    }
}

/// A box with a cushion, for watches at night.
pub fn case(pen: &mut Pen, p: &Palette, form: i32) {
    pen.shape("M84 176 L112 92 H288 L316 176 Z", p.light).shape("M104 168 L124 106 H276 L296 168 Z", p.deep);
    pen.rect([84, 176, 232, 138], 16, p.body).rect([84, 288, 232, 26], 12, p.deep).rect(
        [184, 178, 32, 26],
        5,
        "#c3a057",
    );
    pen.oval([200, 142], [48 + form % 3 * 6, 20], "#eadfc8").oval([188, 136], [16, 5], GLINT);
}
