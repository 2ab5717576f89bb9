//! The editor as a browser without a script sees it: the form read from the page, typed into and sent.

use std::collections::HashMap;

use crate::people::Person;

pub type Form = Vec<(String, String)>;

/// Returns what stands in an attribute of a tag.
pub fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    let plain = rest.split('"').next()?.replace("&#38;", "&").replace("&#34;", "\"").replace("&#39;", "'");
    Some(plain.replace("&#60;", "<").replace("&#62;", ">"))
}

/// Returns the fields that a browser would post of the editor's form, without a button.
pub fn form(page: &str) -> Form {
    let start = page.find("<form class=\"draft\"").expect("the editor");
    let html = &page[start..start + page[start..].find("</form>").unwrap()];
    let (mut fields, mut select): (Form, Option<(String, Option<String>, bool)>) = (Vec::new(), None);
    for piece in html.split('<').skip(1) {
        let (tag, text) = piece.split_once('>').unwrap_or((piece, ""));
        let kind = attribute(tag, "type").unwrap_or_default();
        let ticked = tag.contains(" checked");
        if tag.starts_with("input") && (ticked || !["checkbox", "radio"].contains(&kind.as_str())) {
            let value = attribute(tag, "value").unwrap_or_default();
            fields.extend(attribute(tag, "name").map(|name| (name, value)));
        } else if tag.starts_with("select") {
            select = attribute(tag, "name").map(|name| (name, None, false));
        } else if tag.starts_with("option") {
            let Some((_, chosen, is_set)) = &mut select else { continue };
            let here = tag.contains(" selected");
            if here || (chosen.is_none() && !*is_set) {
                *chosen = Some(attribute(tag, "value").unwrap_or_else(|| text.to_owned()));
                *is_set = here;
            }
        } else if tag.starts_with("/select") {
            fields.extend(select.take().map(|(name, chosen, _)| (name, chosen.unwrap_or_default())));
        } else if tag.starts_with("textarea") {
            fields
                .extend(attribute(tag, "name").map(|name| (name, text.trim_start_matches('\n').to_owned())));
        }
    }
    fields
}

/// Returns the id of the control that takes the focus.
pub fn focus(page: &str) -> String {
    let tag = page.split('<').find(|tag| tag.contains(" autofocus")).unwrap_or_default();
    attribute(tag, "id").unwrap_or_default()
}

/// A person before one draft.
pub struct Editor<'a> {
    pub person: &'a Person,
    pub path: String,
    pub page: String,
}

impl<'a> Editor<'a> {
    pub fn open(person: &'a Person, template: &str, product: &str) -> Self {
        let fields = [("template", template), ("product", product)];
        let answer = person.submit("/relations/new", &fields);
        assert_eq!(answer.status, 303, "{}", answer.text());
        Self::at(person, answer.location())
    }

    pub fn at(person: &'a Person, path: &str) -> Self {
        Self { person, path: path.to_owned(), page: person.page(path) }
    }

    /// Types and presses; returns the status and where it leads.
    pub fn send(&self, pressed: &str, typed: &[(&str, &str)]) -> (u16, String, String) {
        let mut fields = form(&self.page);
        for (name, value) in typed {
            match fields.iter_mut().rev().find(|(field, _)| field == name) {
                Some((_, old)) => *old = (*value).to_owned(),
                None => fields.push(((*name).to_owned(), (*value).to_owned())),
            }
        }
        fields.push(("do".into(), pressed.to_owned()));
        let borrowed: Vec<(&str, &str)> =
            fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let answer = self.person.send_form(&self.path, &borrowed);
        let location = if answer.status == 303 { answer.location().to_owned() } else { String::new() };
        (answer.status, location, answer.text())
    }

    pub fn press(&mut self, pressed: &str, typed: &[(&str, &str)]) -> &str {
        let (status, location, text) = self.send(pressed, typed);
        assert_eq!(status, 303, "{pressed}: {text}");
        assert!(location.starts_with(&self.path) && !location.contains('#'), "{pressed} leads to {location}");
        self.page = self.person.page(&location);
        &self.page
    }

    pub fn fields(&self) -> HashMap<String, Vec<String>> {
        let mut all: HashMap<String, Vec<String>> = HashMap::new();
        form(&self.page).into_iter().for_each(|(name, value)| all.entry(name).or_default().push(value));
        all
    }
}
