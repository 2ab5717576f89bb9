//! What the shop itself says, in the shopper's language. German for German locales, English for all others.

use crate::domain::locale::Locale;

macro_rules! words {
    ($($name:ident: $english:literal, $german:literal;)+) => {
        /// The shop's own words.
        #[derive(Debug, Clone, Copy)]
        pub struct Words {
            $(#[doc = $english] pub $name: &'static str),+
        }

        const ENGLISH: Words = Words { $($name: $english),+ };
        const GERMAN: Words = Words { $($name: $german),+ };
    };
}

words! {
    add: "Add", "Dazu";
    add_to_cart: "Add to cart", "In den Warenkorb";
    cart: "Cart", "Warenkorb";
    your_cart: "Your cart", "Ihr Warenkorb";
    cart_empty: "Nothing in it yet.", "Noch ist er leer.";
    look_around: "Look around", "Weiter stöbern";
    home: "Home", "Start";
    departments: "Departments", "Abteilungen";
    see_all: "See all", "Alles ansehen";
    in_stock: "In stock, with you in two days", "Auf Lager, in zwei Tagen bei Ihnen";
    few_left: "Only a few left", "Nur noch wenige da";
    sold_out: "Sold out for now", "Zurzeit ausverkauft";
    details: "Details", "Einzelheiten";
    sku: "Article", "Artikel";
    was: "Before", "Vorher";
    from: "from", "ab";
    pieces: "Pieces", "Stück";
    change: "Change", "Ändern";
    remove: "Remove", "Entfernen";
    total: "Total", "Summe";
    check_out: "Check out", "Zur Kasse";
    taxes: "Taxes included, delivery free.", "Inklusive Steuern, versandkostenfrei.";
    thanks: "Thank you", "Vielen Dank";
    thanks_text: "This is a preview, so no order was placed. A shopper would now read when the parcel comes.",
        "Dies ist eine Vorschau, es wurde nichts bestellt. Hier stünde nun, wann das Paket kommt.";
    sort: "Sort", "Sortieren";
    popular: "Popular", "Beliebt";
    cheapest: "Cheapest first", "Günstigste zuerst";
    dearest: "Dearest first", "Teuerste zuerst";
    newest: "Newest", "Neueste";
    by_name: "By name", "Nach Name";
    show: "Show", "Anzeigen";
    products: "products", "Produkte";
    earlier: "Back", "Zurück";
    further: "Next", "Weiter";
    page: "Page", "Seite";
    hero: "Good things, kept for a long time.", "Gute Dinge, die lange bleiben.";
    hero_text: "Carefully made everyday things, chosen to go together.",
        "Sorgfältig gemachte Alltagsdinge, die zueinander passen.";
    missing: "We looked everywhere", "Wir haben überall gesucht";
    missing_text: "There is no such page in this shop. Perhaps one of these helps.",
        "Diese Seite gibt es hier nicht. Vielleicht hilft eines davon.";
    language: "Language", "Sprache";
    skip: "Skip to the content", "Zum Inhalt";
    rating: "Rated", "Bewertet";
    reviews: "reviews", "Bewertungen";
    yes: "Yes", "Ja";
    no: "No", "Nein";
    is_new: "New", "Neu";
    nothing_here: "Nothing is sold here at the moment.", "Hier wird zurzeit nichts verkauft.";
    promise_return: "30 days to change your mind", "30 Tage Rückgabe";
    promise_repair: "Repaired, not replaced", "Repariert statt ersetzt";
    promise_free: "Delivered free of charge", "Versandkostenfrei";
}

/// Returns the words for a locale.
pub fn words(locale: &Locale) -> &'static Words {
    if locale.as_str().starts_with("de") { &GERMAN } else { &ENGLISH }
}
