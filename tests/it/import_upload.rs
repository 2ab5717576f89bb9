//! Uploads that are not what they say, that nobody wants any more, or that take much away.

use std::path::{Path, PathBuf};

use kindred::domain::id::ImportId;
use kindred::store::import::{self, State, Stored};
use kindred::work::import::upload;

use crate::people::Person;
use crate::world::World;

/// Uploads a file and returns the address of its report.
fn sent(anna: &Person, name: &str, content: &[u8]) -> String {
    let answer = anna.upload("/imports", &[("format", "")], name, content);
    assert_eq!(answer.status, 303, "{name}: {}", answer.text());
    answer.location().to_owned()
}

fn stored(world: &World, address: &str) -> Stored {
    let id = ImportId(address.rsplit('/').next().unwrap().parse().unwrap());
    world.app.read_now(|read| import::find(read, id)).unwrap()
}

fn file_of(stored: &Stored) -> PathBuf {
    PathBuf::from(stored.file_path.clone().unwrap())
}

#[test]
fn a_checked_import_is_discarded_with_its_file() {
    let world = World::new();
    let anna = world.anna();
    let report = sent(&anna, "shop.csv", b"sku,name\nA,Anvil\n");
    assert!(anna.page(&report).contains("Discard</button>"));
    let file = file_of(&stored(&world, &report));
    assert!(file.is_file());
    let html = anna.submit_and_follow(&format!("{report}/discard"), &[]);
    assert!(html.contains("The import is discarded and its file deleted."), "{html}");
    assert!(html.contains("Discarded") && !html.contains("Discard</button>"), "{html}");
    assert!(!file.exists());
    let discarded = stored(&world, &report);
    assert_eq!((discarded.state, discarded.file_path), (State::Discarded, None));
    for action in ["apply", "discard"] {
        let html = anna.submit_and_follow(&format!("{report}/{action}"), &[]);
        assert!(html.contains("discarded already") || html.contains("not checked yet"), "{html}");
    }
    assert!(world.app.snapshot().is_empty());
    assert_eq!(anna.submit("/imports/999/discard", &[]).status, 404);
}

#[test]
fn an_applied_import_leaves_no_file_and_cannot_be_discarded() {
    let world = World::new();
    let anna = world.anna();
    let report = sent(&anna, "shop.csv", b"sku,name\nA,Anvil\n");
    let file = file_of(&stored(&world, &report));
    anna.submit_and_follow(&format!("{report}/apply"), &[]);
    assert!(!file.exists());
    anna.submit_and_follow(&format!("{report}/discard"), &[]);
    assert_eq!(stored(&world, &report).state, State::Applied);
    let lacking = anna.page(&sent(&anna, "product_stock.csv", b"concrete_sku,pieces\nA,1\n"));
    let sentence = "The first line names no column “quantity”; product_stock.csv needs it. Add it.";
    assert_eq!(lacking.matches(sentence).count(), 1, "{lacking}");
    assert!(lacking.contains("Put it right and"), "{lacking}");
    let failed = sent(&anna, "shop.csv", b"%PDF-1.7");
    assert_eq!(stored(&world, &failed).file_path, None);
}

#[test]
fn what_nobody_came_back_for_is_pruned_at_the_start() {
    let world = World::new();
    let anna = world.anna();
    let [old, new] = ["old.csv", "new.csv"].map(|name| sent(&anna, name, b"sku,name\nA,Anvil\n"));
    let id = stored(&world, &old).id;
    world.sql(&format!("UPDATE import SET updated_at = updated_at - interval '8 days' WHERE id = {id}"));
    let (old_file, new_file) = (file_of(&stored(&world, &old)), file_of(&stored(&world, &new)));
    // The folder of all tests holds files of the others; this one has a folder of its own.
    let folder = std::env::temp_dir().join(format!("kindred-test-{}-uploads", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let [stray, fresh] = ["stray", "fresh"].map(|name| folder.join(name));
    for file in [&stray, &fresh] {
        std::fs::write(file, "x").unwrap();
    }
    let long_ago = std::time::SystemTime::now() - std::time::Duration::from_secs(8 * 24 * 60 * 60);
    std::fs::File::options().write(true).open(&stray).unwrap().set_modified(long_ago).unwrap();
    upload::prune(&world.app, &folder).unwrap();
    upload::prune(&world.app, Path::new("/no/such/folder")).unwrap();
    assert_eq!([&old_file, &new_file, &stray, &fresh].map(|file| file.exists()), [false, true, false, true]);
    assert_eq!(stored(&world, &old).state, State::Discarded);
    assert_eq!(stored(&world, &new).state, State::Checked);
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_file_that_takes_much_away_says_so_and_is_applied_all_the_same() {
    let world = World::new();
    let anna = world.anna();
    let file = |description: &str, stock: &str| {
        let mut text = String::from("sku,name,description,stock,attribute.series\n");
        for n in 0..20 {
            let description = if n < 6 { description } else { "as before" };
            text.push_str(&format!("P{n},Name {n},{description},{stock},Alpha {n}\n"));
        }
        text.into_bytes()
    };
    let apply = |content: &[u8]| {
        let report = sent(&anna, "shop.csv", content);
        let html = anna.page(&report);
        anna.submit_and_follow(&format!("{report}/apply"), &[]);
        html
    };
    assert!(!apply(&file("as before", "5")).contains("Worth a look"));
    let html = apply(&file("", "5"));
    assert!(html.contains("Worth a look"), "{html}");
    assert!(
        html.contains("Of 20 values of “description” that are there now, this file takes 6 away."),
        "{html}"
    );
    assert!(!html.contains("“name”") && !html.contains("“series”"), "{html}");
    assert!(!apply(&file("", "5")).contains("Worth a look"), "what is empty already is no loss");
}

#[test]
fn bytes_that_are_no_catalogue_are_told_in_words() {
    let world = World::new();
    let anna = world.anna();
    let wide = |big: bool| -> Vec<u8> {
        let text = "sku,name\nA,Anvil\n".encode_utf16();
        text.flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
    };
    let long = [b"sku,".as_slice(), &vec![b'x'; 100_000]].concat();
    let cases: [(&str, &[u8], &str); 12] = [
        ("a.csv", b"\x89PNG\r\n\x1a\n\0\0", "picture"),
        ("b.csv", b"\xff\xd8\xff\xe0\0\x10JFIF", "picture"),
        ("c.csv", b"PK\x03\x04\x14\0", "spreadsheet"),
        ("d.csv", b"\xd0\xcf\x11\xe0\xa1\xb1", "old spreadsheet"),
        ("e.csv", b"%PDF-1.7\n", "PDF"),
        ("f.csv", &wide(true), "UTF-16"),
        ("g.csv", &wide(false), "UTF-16"),
        ("h.csv", b"sku,name\nA,Caf\xe9\n", "not UTF-8"),
        ("i.csv.gz", b"\x1f\x8b\x08\0", "cut off"),
        ("j.csv", &long, "first line is longer"),
        ("k.csv", b"\n\n\n", "first line"),
        ("l.json", b"[1, 2", "first line"),
    ];
    for (name, content, words) in cases {
        let html = anna.page(&sent(&anna, name, content));
        assert!(html.contains("This file could not be taken") && html.contains(words), "{name}: {html}");
    }
    for header in ["sku,name\n", "sku,name", "\u{feff}sku;name\r\n"] {
        let html = anna.page(&sent(&anna, "head.csv", header.as_bytes()));
        assert!(html.contains("This file has no rows") && !html.contains(">Apply<"), "{html}");
    }
    assert!(world.app.snapshot().is_empty());
}

#[test]
fn the_form_takes_one_file_and_keeps_the_format() {
    let world = World::new();
    let anna = world.anna();
    let part = |name: &str, file: &str, content: &str| {
        let about = if file.is_empty() { String::new() } else { format!("; filename=\"{file}\"") };
        format!("--edge\r\nContent-Disposition: form-data; name=\"{name}\"{about}\r\n\r\n{content}\r\n")
    };
    let post = |parts: &[String]| {
        let token = part("_csrf", "", &anna.form_token());
        let body = format!("{token}{}--edge--\r\n", parts.concat());
        let kind = [("Content-Type", "multipart/form-data; boundary=edge")];
        anna.send("POST", "/imports", &kind, body.as_bytes())
    };
    let file = |name: &str| part("file", name, "sku,name\nA,Anvil\n");
    let format = part("format", "", "magento");
    let two = post(&[format.clone(), file("a.csv"), file("b.csv")]);
    assert_eq!(two.status, 422);
    assert!(two.text().contains("Several files arrived"), "{}", two.text());
    assert!(two.text().contains("value=\"magento\" selected"), "{}", two.text());
    let none = post(&[format, part("file", "", "")]);
    assert!(none.status == 422 && none.text().contains("Choose a file first"), "{}", none.text());
    let empty = post(&[part("file", "a.csv", "")]);
    assert!(empty.status == 422 && empty.text().contains("This file is empty"), "{}", empty.text());
    assert!(world.app.read_now(|read| import::list(read, 9)).unwrap().is_empty());
}

#[test]
fn hostile_file_names_are_only_shown() {
    let world = World::new();
    let anna = world.anna();
    let long = "n".repeat(5_000);
    for (name, shown) in [
        ("../../etc/passwd", "passwd"),
        ("C:\\x\\evil.csv", "evil.csv"),
        ("<script>alert(1)</script>.csv", "script"),
        ("a\u{202e}vsc.exe", "avsc.exe"),
        (long.as_str(), "nnn"),
        ("..", ".."),
        ("%00%2e%2e%2f.csv", "%00"),
    ] {
        let report = sent(&anna, name, b"sku,name\nA,Anvil\n");
        let stored = stored(&world, &report);
        assert!(stored.file_name.contains(shown) && stored.file_name.chars().count() <= 200, "{stored:?}");
        let file = file_of(&stored);
        assert_eq!(file.parent().unwrap().file_name().unwrap(), "uploads");
        for page in [report.as_str(), "/imports"] {
            let html = anna.page(page);
            assert!(!html.contains("<script>alert") && !html.contains('\u{202e}'), "{html}");
        }
    }
}

#[test]
fn a_file_over_the_limit_is_refused_in_words_and_leaves_nothing() {
    let world = World::new();
    let anna = world.anna();
    let answer = anna.upload("/imports", &[("format", "")], "huge.csv", &vec![b'x'; 200 * 1024 * 1024 + 1]);
    assert_eq!(answer.status, 413);
    assert!(
        answer.text().contains("larger than 200 MiB") && answer.text().contains("gzip"),
        "{}",
        answer.text()
    );
    assert!(world.app.read_now(|read| import::list(read, 9)).unwrap().is_empty());
}
