//! The kept snapshot: shops are answered from its file while the database is away, and a bad file is as good as none.

use kindred::app::App;
use kindred::clock::Clock;
use kindred::postgres::{Care, Options, Private};
use kindred::store::door::Entry;
use kindred::work::demo::{Size, make};
use kindred::work::follow;
use kindred::work::keep::{Keeper, NAME};

use crate::people::{Caller, Person};
use crate::world::{Setup, World, config, start};

fn folder(name: &str) -> std::path::PathBuf {
    let dir = std::env::temp_dir().join(format!("kindred-test-{}-{name}", std::process::id()));
    std::fs::create_dir_all(&dir).unwrap();
    dir
}

fn stocked() -> World {
    let world = World::new();
    make(&world.app, Size { products: 60, relations: 5, seed: 1 }, |_| {}).unwrap();
    world
}

#[test]
fn shops_are_answered_from_the_file_while_the_database_is_away_and_followed_when_it_is_back() {
    let dir = folder("kept");
    let options = Options { data_dir: dir.clone(), dirs: config(&[]).postgres_dirs, care: Care::Throwaway };
    let postgres = Private::open(&options).unwrap();
    kindred::store::migrate::create_database(&postgres.url("postgres"), "shop").unwrap();
    let url = postgres.url("shop");
    kindred::store::migrate::run(&url).unwrap();
    let world = World::with(Setup { url: Some(url.clone()), ..Setup::default() });
    make(&world.app, Size { products: 60, relations: 5, seed: 1 }, |_| {}).unwrap();
    let keeper = Keeper::new(&dir, &url);
    keeper.write(&world.app.snapshot()).unwrap();
    let product = "/api/v1/products?limit=100";
    let before = world.stranger().get(product).text();
    drop(postgres);

    let app = App::waiting(&url, Clock::real()).unwrap();
    app.handle().store(keeper.read().unwrap());
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let authority = listener.local_addr().unwrap().to_string();
    let server = start(&app, config(&[]), listener);
    let shopper = Caller::new(&authority, "");
    assert_eq!(shopper.get(product).text(), before);
    assert_eq!(Person::new(&authority).get("/shop/eu").status, 200);
    let ready = shopper.get("/readyz");
    assert!(ready.status == 200 && ready.text().contains("\"back_office\":false"), "{}", ready.text());
    let signed_out =
        Person::new(&authority).send_form("/sign-in", &[("email", "anna@example.org"), ("password", "x")]);
    assert_eq!((signed_out.status, signed_out.header("retry-after")), (503, Some("5")));

    let again = Private::open(&options).unwrap();
    let snapshot = world.app.snapshot();
    let gone = snapshot.docs().find_map(|doc| snapshot.product(doc).map(|view| view.id())).unwrap();
    world.write(move |write| {
        write.tell(kindred::domain::change::Change::Products(vec![gone]));
        write.audit(Entry { action: "update", noun: "product", key: "any", detail: serde_json::Value::Null })
    });
    app.open();
    follow::catch_up(&app);
    assert_eq!(
        app.snapshot().version(),
        world.app.snapshot().version(),
        "it goes on from the file's version"
    );
    assert!(shopper.get("/readyz").text().contains("\"back_office\":true"));
    drop(server.stop(false));
    drop(world);
    drop(again);
    let _gone = std::fs::remove_dir_all(dir);
}

#[test]
fn a_file_that_is_damaged_or_of_another_database_is_as_good_as_none() {
    let (world, dir) = (stocked(), folder("kept-bad"));
    let keeper = Keeper::new(&dir, &world.url);
    assert!(keeper.read().is_none(), "there is none yet");
    keeper.write(&world.app.snapshot()).unwrap();
    assert_eq!(keeper.read().unwrap().len(), 60, "an untouched file is used");
    assert!(Keeper::new(&dir, "postgresql:///other").read().is_none());
    let path = dir.join(NAME);
    let whole = std::fs::read(&path).unwrap();
    for at in [0, 9, 100, whole.len() / 2, whole.len() - 1] {
        let mut damaged = whole.clone();
        damaged[at] ^= 1;
        std::fs::write(&path, damaged).unwrap();
        assert!(keeper.read().is_none(), "byte {at}");
    }
    std::fs::write(&path, &whole[..whole.len() / 2]).unwrap();
    assert!(keeper.read().is_none(), "half of it");
    let _gone = std::fs::remove_dir_all(dir);
}

#[test]
fn a_writer_that_is_stopped_leaves_the_old_file() {
    let (world, dir) = (stocked(), folder("kept-half"));
    let keeper = Keeper::new(&dir, &world.url);
    keeper.write(&world.app.snapshot()).unwrap();
    // What a writer killed half-way leaves lies beside the file, under the name of its process.
    let half = std::fs::read(dir.join(NAME)).unwrap();
    std::fs::write(dir.join(format!("{NAME}.1")), &half[..half.len() / 3]).unwrap();
    assert_eq!(keeper.read().unwrap().len(), 60);
    // One that cannot write says so and leaves the file too.
    std::fs::create_dir(dir.join(format!("{NAME}.{}", std::process::id()))).unwrap();
    assert!(keeper.write(&world.app.snapshot()).is_err());
    assert_eq!(keeper.read().unwrap().len(), 60);
    let _gone = std::fs::remove_dir_all(dir);
}
