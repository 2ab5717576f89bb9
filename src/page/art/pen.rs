//! The pen: SVG shapes as plain functions, so that a drawing reads as a list of shapes. Whole units on a 400 × 400 sheet.

use std::fmt::Write;

/// A drawing in the making.
#[derive(Debug, Default)]
pub struct Pen {
    svg: String,
}

/// Clear glass over dark: what makes a lens look like one.
pub const GLINT: &str = "#ffffff8c";
/// A soft light on a surface.
pub const SHINE: &str = "#ffffff38";
/// A soft shade on a surface.
pub const SHADE: &str = "#1b1d2329";
/// Near-black of rubber and screens.
pub const INK: &str = "#23262d";
/// Bright metal.
pub const METAL: &str = "#c8ccd2";
/// Metal in the shade.
pub const STEEL: &str = "#8f959e";

impl Pen {
    /// Draws a box with round corners.
    pub fn rect(&mut self, [x, y, w, h]: [i32; 4], round: i32, fill: &str) -> &mut Self {
        self.put(format_args!("<rect x='{x}' y='{y}' width='{w}' height='{h}' rx='{round}' fill='{fill}'/>"))
    }

    /// Draws a disc.
    pub fn disc(&mut self, [x, y]: [i32; 2], r: i32, fill: &str) -> &mut Self {
        self.put(format_args!("<circle cx='{x}' cy='{y}' r='{r}' fill='{fill}'/>"))
    }

    /// Draws a ring.
    pub fn ring(&mut self, [x, y]: [i32; 2], r: i32, width: i32, stroke: &str) -> &mut Self {
        self.put(format_args!(
            "<circle cx='{x}' cy='{y}' r='{r}' fill='none' stroke='{stroke}' stroke-width='{width}'/>"
        ))
    }

    /// Draws a filled ellipse.
    pub fn oval(&mut self, [x, y]: [i32; 2], [rx, ry]: [i32; 2], fill: &str) -> &mut Self {
        self.put(format_args!("<ellipse cx='{x}' cy='{y}' rx='{rx}' ry='{ry}' fill='{fill}'/>"))
    }

    /// Draws a filled outline.
    pub fn shape(&mut self, outline: &str, fill: &str) -> &mut Self {
        self.put(format_args!("<path d='{outline}' fill='{fill}'/>"))
    }

    /// Draws a line with round ends.
    pub fn line(&mut self, way: &str, width: i32, stroke: &str) -> &mut Self {
        self.put(format_args!(
            "<path d='{way}' fill='none' stroke='{stroke}' stroke-width='{width}' stroke-linecap='round' \
             stroke-linejoin='round'/>"
        ))
    }

    /// Writes a few letters in the middle of the sheet.
    pub fn letters(&mut self, letters: &str, fill: &str) -> &mut Self {
        self.put(format_args!(
            "<text x='200' y='246' text-anchor='middle' font-family='Georgia,serif' font-size='132' \
             fill='{fill}'>{letters}</text>"
        ))
    }

    /// Returns what was drawn.
    pub fn done(self) -> String {
        self.svg
    }

    fn put(&mut self, shape: std::fmt::Arguments<'_>) -> &mut Self {
        // Writing to a String cannot fail.
        let _ = self.svg.write_fmt(shape);
        self
    }
}
