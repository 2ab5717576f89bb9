//! The theme.

use crate::world::World;

/// Returns the theme that a page is drawn in.
fn drawn(page: &str) -> &str {
    let (_, rest) = page.split_once("data-theme=\"").unwrap_or(("", "\""));
    rest.split('"').next().unwrap_or_default()
}

#[test]
fn a_chosen_theme_is_kept_and_can_be_given_back_to_the_system() {
    let world = World::new();
    let anna = world.anna();
    assert_eq!(drawn(&anna.page("/")), "");
    for theme in ["dark", "light"] {
        let answer = anna.submit("/theme", &[("theme", theme)]);
        assert_eq!((answer.status, answer.location()), (303, "/"));
        assert_eq!(drawn(&anna.page("/")), theme);
    }
    anna.submit("/theme", &[("theme", "")]);
    assert_eq!(drawn(&anna.page("/")), "");
}

#[test]
fn a_theme_that_there_is_not_is_the_systems() {
    let world = World::new();
    let anna = world.anna();
    anna.submit("/theme", &[("theme", "dark")]);
    anna.submit("/theme", &[("theme", "\"><script>alert(1)")]);
    assert_eq!(drawn(&anna.page("/")), "");
    anna.set_cookie("kindred_theme", "mauve");
    assert_eq!(anna.get("/").status, 200);
}

#[test]
fn it_leads_back_to_the_page_it_was_chosen_on_and_never_to_another_site() {
    let world = World::new();
    for (from, back) in [
        ("http://kindred.example/relations?q=a", "/relations?q=a"),
        ("http://kindred.example//evil.example/", "/"),
        ("https://evil.example", "/"),
        ("http://kindred.example/\\evil.example", "/"),
        ("nonsense", "/"),
    ] {
        let anna = world.visitor().with_header("Referer", from);
        anna.sign_in(crate::world::EMAIL, crate::world::PASSWORD);
        let answer = anna.submit("/theme", &[("theme", "light")]);
        assert_eq!((answer.status, answer.location()), (303, back), "{from}");
    }
}

#[test]
fn without_the_form_token_nothing_is_chosen() {
    let world = World::new();
    let anna = world.anna();
    assert_eq!(anna.send_form("/theme", &[("theme", "dark")]).status, 403);
    assert_eq!(drawn(&anna.page("/")), "");
}
