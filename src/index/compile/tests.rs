//! What a source's values are compared with, as tables: rule and source in, skus out.

use crate::domain::attribute::{AttributeOption, AttributeValue};
use crate::domain::id::OptionId;
use crate::domain::locale::Localised;
use crate::domain::vocabulary::Vocabulary;
use crate::index::build::{Everything, build};
use crate::index::sample::{matching, now, product, vocabulary};

/// The usual words, and more mounts: `fits_mount` has two options that are called the same.
fn mounts() -> Vocabulary {
    let known = vocabulary();
    let mut attributes = known.attributes().to_vec();
    for (id, attribute, key, label) in [
        (901, "mount", "ef", "EF"),
        (902, "mount", "odd", "Odd"),
        (911, "fits_mount", "e-2", "E-MOUNT"),
        (912, "fits_mount", "ef", "ef"),
    ] {
        let found = attributes.iter_mut().find(|known| known.key == attribute).unwrap();
        let label = Localised::plain(label.to_owned());
        found.options.push(AttributeOption { id: OptionId(id), key: key.into(), label });
    }
    let (stores, categories) = (known.stores().to_vec(), known.categories().to_vec());
    Vocabulary::new(stores, categories, attributes, Vec::new(), Vec::new())
}

#[test]
fn all_of_another_attribute_are_carried_by_any_option_of_the_same_label() {
    let vocabulary = mounts();
    let lines =
        "a mount=e\n b mount=e|ef\n c mount=e|odd\n d\n gone mount=e\n one fits_mount=e\n two fits_mount=e-2
        both fits_mount=e-2|ef\n parts / parts-1 fits_mount=e / parts-2 fits_mount=ef";
    let mut products: Vec<_> =
        (1..).zip(lines.lines()).map(|(id, line)| product(id, line.trim(), &vocabulary)).collect();
    for value in products[4].attributes.values_mut() {
        let AttributeValue::Choice(options) = value else { continue };
        options.push(OptionId(999_999));
    }
    let shop = build(Everything { at: now(), vocabulary, products, ..Everything::default() });
    let fits = "attribute.fits_mount all_in @attribute.mount";
    let cases = [
        (fits, "a", "both one parts two"),
        (fits, "b", "both parts"),
        (fits, "c", ""),
        (fits, "d", ""),
        // An option that is gone says nothing, so the others are all there are.
        (fits, "gone", "both one parts two"),
        ("attribute.mount all_in @attribute.mount", "gone", "a b c gone"),
    ];
    for (rule, source, found) in cases {
        assert_eq!(matching(&shop, rule, source), found, "{rule} for {source:?}");
    }
}
