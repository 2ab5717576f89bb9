//! The files that pages load: styles, script, font, icons. Embedded in the executable, named after their content, and
//! compressed once.
//!
//! A page asks [`url`] for the address of `kindred.css` and gets one that changes with the content, so that browsers may
//! keep it for ever; `route::asset` answers it with what [`find`] returns. Must not know HTTP.

use std::io::Write;
use std::sync::LazyLock;

use sha2::{Digest, Sha256};

/// Where all of them live.
pub const ROOT: &str = "/static/";
/// Characters of the content's hash in an address.
const HASH_CHARS: usize = 12;

/// One embedded file.
#[derive(Debug)]
pub struct Asset {
    /// Its address: `/static/kindred.0123456789ab.css`.
    pub url: String,
    /// Its media type.
    pub media_type: &'static str,
    /// Its bytes.
    pub plain: Vec<u8>,
    /// Its bytes compressed with brotli; empty where that gains nothing.
    pub brotli: Vec<u8>,
    /// Its bytes compressed with gzip; empty where that gains nothing.
    pub gzip: Vec<u8>,
    name: &'static str,
}

/// The parts of the back office's style sheet. The first names the layers, so the order of the others does not matter.
const DESK_CSS: &[&str] = &[
    include_str!("../../static/css/reset.css"),
    include_str!("../../static/css/tokens.css"),
    include_str!("../../static/css/base.css"),
    include_str!("../../static/css/layout.css"),
    include_str!("../../static/css/button.css"),
    include_str!("../../static/css/field.css"),
    include_str!("../../static/css/card.css"),
    include_str!("../../static/css/table.css"),
    include_str!("../../static/css/tabs.css"),
    include_str!("../../static/css/mark.css"),
    include_str!("../../static/css/notice.css"),
    include_str!("../../static/css/menu.css"),
    include_str!("../../static/css/builder.css"),
    include_str!("../../static/css/desk.css"),
    include_str!("../../static/css/explain.css"),
    include_str!("../../static/css/page.css"),
];
/// The shop preview's own style sheet.
const SHOP_CSS: &[&str] = &[include_str!("../../static/css/shop.css")];
/// The back office's script, one module.
const DESK_JS: &[&str] =
    &[include_str!("../../static/js/kindred.js"), include_str!("../../static/js/hand.js")];

static ALL: LazyLock<Vec<Asset>> = LazyLock::new(|| {
    let font = asset("inter.woff2", "font/woff2", include_bytes!("../../static/font/inter.woff2").to_vec());
    let style = |parts: &[&str]| slim(&parts.concat()).replace("asset:inter.woff2", &font.url).into_bytes();
    let (desk, shop) = (style(DESK_CSS), style(SHOP_CSS));
    vec![
        asset("kindred.css", "text/css; charset=utf-8", desk),
        asset("shop.css", "text/css; charset=utf-8", shop),
        asset("kindred.js", "text/javascript; charset=utf-8", DESK_JS.concat().into_bytes()),
        asset("icons.svg", "image/svg+xml", include_bytes!("../../static/img/icons.svg").to_vec()),
        asset("favicon.svg", "image/svg+xml", include_bytes!("../../static/img/favicon.svg").to_vec()),
        asset("OFL.txt", "text/plain; charset=utf-8", include_bytes!("../../static/font/OFL.txt").to_vec()),
        font,
    ]
});

/// Returns every embedded file.
pub fn all() -> &'static [Asset] {
    &ALL
}

/// Returns the address of a file by its plain name; an unknown name gets an address that answers 404.
pub fn url(name: &str) -> &'static str {
    ALL.iter().find(|asset| asset.name == name).map_or("/static/none", |asset| asset.url.as_str())
}

/// Returns the file of an address below `/static/`, such as `kindred.0123456789ab.css`.
pub fn find(name: &str) -> Option<&'static Asset> {
    ALL.iter().find(|asset| asset.url.strip_prefix(ROOT) == Some(name))
}

fn asset(name: &'static str, media_type: &'static str, plain: Vec<u8>) -> Asset {
    let hash: String = Sha256::digest(&plain).iter().map(|byte| format!("{byte:02x}")).collect();
    let hash: String = hash.chars().take(HASH_CHARS).collect();
    let url = match name.rsplit_once('.') {
        Some((stem, ending)) => format!("{ROOT}{stem}.{hash}.{ending}"),
        None => format!("{ROOT}{name}.{hash}"),
    };
    let smaller = |form: Vec<u8>| if form.len() < plain.len() { form } else { Vec::new() };
    let (brotli, gzip) = if name.ends_with(".woff2") {
        (Vec::new(), Vec::new())
    } else {
        (smaller(with_brotli(&plain)), smaller(with_gzip(&plain)))
    };
    Asset { url, media_type, plain, brotli, gzip, name }
}

/// Takes comments and the white space of indentation out of a style sheet.
fn slim(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some((before, comment)) = rest.split_once("/*") {
        out.push_str(before);
        rest = comment.split_once("*/").map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    let lines: Vec<&str> = out.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    lines.join("\n")
}

/// Compresses as small as brotli can; done once, when the first page is asked for. Writing into memory cannot fail; if
/// it did, the empty form would leave the plain one in use.
fn with_brotli(plain: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut writer = brotli::CompressorWriter::new(&mut out, 4096, 11, 22);
    let written = writer.write_all(plain).and_then(|()| writer.flush());
    drop(writer);
    if written.is_ok() { out } else { plain.to_vec() }
}

fn with_gzip(plain: &[u8]) -> Vec<u8> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    match writer.write_all(plain) {
        Ok(()) => writer.finish().unwrap_or_else(|_| plain.to_vec()),
        Err(_) => plain.to_vec(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_found_under_its_address_and_under_no_other() {
        for asset in all() {
            assert_eq!(url(asset.name), asset.url);
            let name = asset.url.strip_prefix(ROOT).unwrap();
            assert!(std::ptr::eq(find(name).unwrap(), asset));
            assert!(find(asset.name).is_none(), "{} has no content in its name", asset.name);
        }
        assert!(find("../Cargo.toml").is_none());
    }

    #[test]
    fn the_styles_keep_their_budget_and_name_the_font_by_its_address() {
        let style = all().iter().find(|asset| asset.name == "kindred.css").unwrap();
        let text = String::from_utf8(style.plain.clone()).unwrap();
        println!("kindred.css: {} bytes, {} in brotli", style.plain.len(), style.brotli.len());
        assert!(style.brotli.len() <= 9 * 1024, "{} bytes", style.brotli.len());
        assert!(text.contains(url("inter.woff2")) && !text.contains("asset:") && !text.contains("/*"));
        let script = all().iter().find(|asset| asset.name == "kindred.js").unwrap();
        assert!(script.brotli.len() <= 4608, "{} bytes", script.brotli.len());
    }
}
