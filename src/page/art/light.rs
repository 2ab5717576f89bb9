//! Lamps.

use super::palette::Palette;
use super::pen::{GLINT, INK, Pen, SHADE, SHINE, STEEL};

const GLOW: &str = "#fbe6a855";
const BULB: &str = "#fdf3cf";

fn metal(form: i32) -> &'static str {
    ["#c3a057", INK, STEEL, "#825b3f"].get(usize::try_from(form % 4).unwrap_or(0)).copied().unwrap_or(INK)
}

/// A lamp for the table.
pub fn table(pen: &mut Pen, p: &Palette, form: i32) {
    pen.disc([200, 170], 128, GLOW);
    if form % 2 == 0 {
        pen.rect([193, 190, 14, 120], 5, metal(form)).rect([140, 304, 120, 18], 9, metal(form));
        pen.shape("M150 88 H250 L286 200 H114 Z", p.body)
            .shape("M150 88 H176 L152 200 H114 Z", p.light)
            .rect([114, 194, 172, 8], 4, p.deep);
    } else {
        pen.oval([200, 262], [50 + form % 3 * 6, 56], p.body).oval([180, 240], [12, 24], SHINE).rect(
            [158, 308, 84, 14],
            6,
            p.deep,
        );
        pen.rect([188, 190, 24, 26], 5, metal(form))
            .shape("M104 194 C112 108 156 84 200 84 C244 84 288 108 296 194 Z", "#f4eee2")
            .rect([104, 188, 192, 8], 4, SHADE);
    }
}

/// A lamp for the floor.
pub fn floor(pen: &mut Pen, p: &Palette, form: i32) {
    if form % 2 == 0 {
        pen.disc([200, 112], 92, GLOW).rect([195, 120, 10, 196], 4, metal(form)).oval(
            [200, 322],
            [56, 11],
            metal(form),
        );
        pen.shape("M156 66 H244 L266 150 H134 Z", p.body).shape("M156 66 H178 L164 150 H134 Z", p.light);
    } else {
        pen.disc([270, 140], 84, GLOW).line("M136 316 V156 C136 60 268 56 270 112", 9, metal(form));
        pen.oval([136, 320], [58, 12], metal(form))
            .shape("M216 164 C218 116 242 100 270 100 C298 100 322 116 324 164 Z", p.body);
        pen.oval([270, 164], [50, 8], BULB)
            .shape("M230 156 C234 124 246 112 258 110 C246 124 242 140 244 156 Z", SHINE);
    }
}

/// A lamp that hangs.
pub fn pendant(pen: &mut Pen, p: &Palette, form: i32) {
    pen.rect([198, 0, 4, 112], 0, INK).disc([200, 236], 110, GLOW);
    match form % 4 {
        0 => pen
            .shape("M92 240 C96 144 150 112 200 112 C250 112 304 144 308 240 Z", p.body)
            .shape("M116 228 C122 160 156 132 184 126 C150 152 140 190 140 228 Z", SHINE)
            .oval([200, 240], [106, 13], p.deep)
            .oval([200, 242], [40, 9], BULB),
        1 => pen
            .disc([200, 210], 92, "#f7efdb")
            .disc([200, 210], 66, BULB)
            .rect([170, 108, 60, 26], 8, metal(form))
            .oval([166, 172], [22, 12], GLINT),
        2 => pen
            .shape("M176 112 H224 L322 246 H78 Z", p.body)
            .shape("M176 112 H192 L130 246 H78 Z", p.light)
            .rect([78, 240, 244, 10], 5, p.deep)
            .oval([200, 252], [36, 8], BULB),
        _ => pen
            .rect([118, 134, 164, 130], 60, p.body)
            .rect([118, 168, 164, 9], 0, p.light)
            .rect([118, 196, 164, 9], 0, p.light)
            .rect([118, 224, 164, 9], 0, p.light)
            .rect([178, 110, 44, 30], 8, metal(form))
            .oval([200, 262], [46, 8], BULB),
    };
}

/// A lamp on the wall.
pub fn wall(pen: &mut Pen, p: &Palette, form: i32) {
    pen.disc([200, 196], 122, GLOW).rect([166, 256, 68, 68], 12 + form % 3 * 11, metal(form)).line(
        "M200 286 V226",
        9,
        metal(form),
    );
    if form % 2 == 0 {
        pen.shape("M146 96 H254 L276 222 H124 Z", p.body)
            .shape("M146 96 H170 L156 222 H124 Z", p.light)
            .oval([200, 222], [76, 9], BULB);
    } else {
        pen.disc([200, 160], 74, "#f7efdb")
            .disc([200, 160], 52, BULB)
            .oval([174, 130], [18, 10], GLINT)
            .rect([160, 222, 80, 14], 6, p.body);
    }
}

/// A bulb.
pub fn bulb(pen: &mut Pen, p: &Palette, form: i32) {
    pen.disc([200, 168], 126, GLOW);
    let r = 76 + form % 3 * 8;
    pen.shape(
        &format!(
            "M{} 168 A{r} {r} 0 1 1 {} 168 C{} 214 236 226 234 256 H166 C164 226 {} 214 {} 168 Z",
            200 - r,
            200 + r,
            200 + r,
            200 - r,
            200 - r
        ),
        if form % 2 == 0 { "#fbeec3" } else { "#f3d9a0" },
    );
    pen.line("M180 256 L174 186 L190 204 L200 184 L210 204 L226 186 L220 256", 4, "#dd8a3c").oval(
        [166, 132],
        [15, 24],
        GLINT,
    );
    pen.rect([164, 254, 72, 54], 10, p.body)
        .line("M166 270 H234 M166 284 H234 M168 298 H232", 4, p.deep)
        .rect([184, 306, 32, 16], 6, INK);
}
