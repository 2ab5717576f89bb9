//! Those who act in a test: Anna, who is signed in, a visitor, who is not, and a program with a token.

use std::cell::RefCell;
use std::collections::BTreeMap;

use crate::http::{self, Answer};

/// Somebody with a browser without scripts: keeps cookies, knows the form token, sends forms as pages do.
pub struct Person {
    authority: String,
    cookies: RefCell<BTreeMap<String, String>>,
    token: RefCell<String>,
    extra: Vec<(String, String)>,
}

impl Person {
    /// Returns somebody who has just opened a browser.
    pub fn new(authority: &str) -> Self {
        Self {
            authority: authority.to_owned(),
            cookies: RefCell::default(),
            token: RefCell::default(),
            extra: Vec::new(),
        }
    }

    /// Sends a header with every request from now on.
    pub fn with_header(mut self, name: &str, value: &str) -> Self {
        self.extra.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Opens a page.
    pub fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[], b"")
    }

    /// Opens a page and fails unless it is there; returns its HTML.
    pub fn page(&self, path: &str) -> String {
        let answer = self.get(path);
        assert_eq!(answer.status, 200, "GET {path}: {} {}", answer.location(), answer.text());
        answer.text()
    }

    /// Sends a form as a page does: multipart, with the session's form token. What follows is not followed.
    pub fn submit(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let token = self.form_token();
        let mut all = vec![("_csrf", token.as_str())];
        all.extend_from_slice(fields);
        self.send_form(path, &all)
    }

    /// Sends a form and opens the page it leads to; fails when the form is refused.
    pub fn submit_and_follow(&self, path: &str, fields: &[(&str, &str)]) -> String {
        let answer = self.submit(path, fields);
        assert_eq!(answer.status, 303, "POST {path}: {}", answer.text());
        self.page(answer.location())
    }

    /// Sends a form of exactly these fields.
    pub fn send_form(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let (kind, body) = multipart(fields, None);
        self.send("POST", path, &[("Content-Type", &kind)], &body)
    }

    /// Sends a form with a file in the field `file`.
    pub fn upload(&self, path: &str, fields: &[(&str, &str)], name: &str, content: &[u8]) -> Answer {
        let token = self.form_token();
        let mut all = vec![("_csrf", token.as_str())];
        all.extend_from_slice(fields);
        let (kind, body) = multipart(&all, Some((name, content)));
        self.send("POST", path, &[("Content-Type", &kind)], &body)
    }

    /// Signs in and fails unless that works.
    pub fn sign_in(&self, email: &str, password: &str) {
        let answer = self.send_form("/sign-in", &[("email", email), ("password", password)]);
        assert_eq!(answer.status, 303, "{}", answer.text());
    }

    /// Returns the form token of the session, as pages carry it.
    pub fn form_token(&self) -> String {
        if self.token.borrow().is_empty() {
            // Any page of the back office carries it; the one that is not there costs nothing to make.
            self.get("/nowhere");
        }
        self.token.borrow().clone()
    }

    /// Returns a cookie's value.
    pub fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.borrow().get(name).cloned()
    }

    /// Puts a cookie into the browser.
    pub fn set_cookie(&self, name: &str, value: &str) {
        self.cookies.borrow_mut().insert(name.to_owned(), value.to_owned());
    }

    /// Sends any request, with the cookies.
    pub fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        let cookies: Vec<String> =
            self.cookies.borrow().iter().map(|(name, value)| format!("{name}={value}")).collect();
        let cookies = cookies.join("; ");
        let mut all: Vec<(&str, &str)> = headers.to_vec();
        all.extend(self.extra.iter().map(|(name, value)| (name.as_str(), value.as_str())));
        if !cookies.is_empty() {
            all.push(("Cookie", &cookies));
        }
        let answer = http::send(&self.authority, method, path, &all, body);
        self.learn(&answer);
        answer
    }

    fn learn(&self, answer: &Answer) {
        for (_, cookie) in answer.headers.iter().filter(|(name, _)| name == "set-cookie") {
            let (name, value) = cookie.split(';').next().unwrap().split_once('=').unwrap();
            let is_gone = value.is_empty() || cookie.contains("Max-Age=0");
            let mut cookies = self.cookies.borrow_mut();
            if is_gone {
                cookies.remove(name);
            } else {
                cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        if let Some((_, rest)) = answer.text().split_once("name=\"_csrf\" value=\"") {
            *self.token.borrow_mut() = rest.split('"').next().unwrap().to_owned();
        }
    }
}

/// A program that calls the API.
pub struct Caller {
    authority: String,
    token: String,
}

impl Caller {
    /// Returns a program with a token; an empty one sends none.
    pub fn new(authority: &str, token: &str) -> Self {
        Self { authority: authority.to_owned(), token: token.to_owned() }
    }

    /// Returns the same program, calling another server.
    pub fn moved(self, authority: &str) -> Self {
        Self { authority: authority.to_owned(), ..self }
    }

    /// Reads an address.
    pub fn get(&self, path: &str) -> Answer {
        self.send("GET", path, b"")
    }

    /// Sends JSON.
    pub fn post(&self, path: &str, body: &serde_json::Value) -> Answer {
        self.send("POST", path, body.to_string().as_bytes())
    }

    /// Sends any request.
    pub fn send(&self, method: &str, path: &str, body: &[u8]) -> Answer {
        self.send_with(method, path, &[], body)
    }

    /// Sends any request with headers of its own.
    pub fn send_with(&self, method: &str, path: &str, own: &[(&str, &str)], body: &[u8]) -> Answer {
        let bearer = format!("Bearer {}", self.token);
        let mut headers = own.to_vec();
        if !self.token.is_empty() {
            headers.push(("Authorization", bearer.as_str()));
        }
        if !body.is_empty() {
            headers.push(("Content-Type", "application/json"));
        }
        http::send(&self.authority, method, path, &headers, body)
    }
}

/// Returns the content type and the body of a form.
pub fn multipart(fields: &[(&str, &str)], file: Option<(&str, &[u8])>) -> (String, Vec<u8>) {
    let edge = "----kindredtest7d1f0a";
    let mut body = Vec::new();
    for (name, value) in fields {
        let head = format!("--{edge}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n");
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(value.as_bytes());
        body.extend_from_slice(b"\r\n");
    }
    if let Some((name, content)) = file {
        let head = format!(
            "--{edge}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{edge}--\r\n").as_bytes());
    (format!("multipart/form-data; boundary={edge}"), body)
}
