//! HTML entities in plain values: shops export what their editor stored, `Cocona&reg;` for `Cocona®`.
//!
//! Only names and attribute values pass here; descriptions stay HTML.

/// Returns the text with its entities replaced; what is no entity stays as it is.
pub fn decode(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let end = from.char_indices().take(12).find(|(_, c)| *c == ';').map(|(end, _)| end);
        let name = end.and_then(|end| from.get(1..end));
        match name.and_then(meaning) {
            Some(c) => {
                out.push(c);
                rest = end.and_then(|end| from.get(end + 1..)).unwrap_or_default();
            }
            None => {
                out.push('&');
                rest = from.get(1..).unwrap_or_default();
            }
        }
    }
    out.push_str(rest);
    out
}

fn meaning(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code).filter(|c| !c.is_control());
    }
    let known = [
        ("amp", '&'),
        ("lt", '<'),
        ("gt", '>'),
        ("quot", '"'),
        ("apos", '\''),
        ("nbsp", '\u{a0}'),
        ("reg", '®'),
        ("trade", '™'),
        ("copy", '©'),
        ("deg", '°'),
        ("bull", '•'),
        ("middot", '·'),
        ("hellip", '…'),
        ("ndash", '–'),
        ("mdash", '—'),
        ("lsquo", '‘'),
        ("rsquo", '’'),
        ("ldquo", '“'),
        ("rdquo", '”'),
        ("frac14", '¼'),
        ("frac12", '½'),
        ("frac34", '¾'),
        ("times", '×'),
        ("euro", '€'),
        ("pound", '£'),
        ("auml", 'ä'),
        ("ouml", 'ö'),
        ("uuml", 'ü'),
        ("Auml", 'Ä'),
        ("Ouml", 'Ö'),
        ("Uuml", 'Ü'),
        ("szlig", 'ß'),
        ("eacute", 'é'),
        ("egrave", 'è'),
        ("agrave", 'à'),
        ("ccedil", 'ç'),
        ("ntilde", 'ñ'),
        ("aacute", 'á'),
        ("iacute", 'í'),
        ("oacute", 'ó'),
        ("uacute", 'ú'),
        ("plusmn", '±'),
        ("micro", 'µ'),
        ("sup2", '²'),
        ("sup3", '³'),
        ("laquo", '«'),
        ("raquo", '»'),
        ("acute", '´'),
    ];
    known.iter().find(|(entity, _)| *entity == name).map(|(_, c)| *c)
}
