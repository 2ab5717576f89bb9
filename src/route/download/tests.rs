use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use futures_util::StreamExt;

use super::*;

/// Pieces that count how many were made, and tell when they are dropped.
struct Counted {
    made: Arc<AtomicUsize>,
    _alive: Arc<()>,
    breaks_at: usize,
}

impl Iterator for Counted {
    type Item = Result<Vec<u8>, String>;

    fn next(&mut self) -> Option<Self::Item> {
        let at = self.made.fetch_add(1, Ordering::SeqCst);
        Some(if at == self.breaks_at { Err("no more paper".into()) } else { Ok(vec![b'x'; 10]) })
    }
}

fn counted(breaks_at: usize) -> (Counted, Arc<AtomicUsize>, Arc<()>) {
    let (made, alive) = (Arc::<AtomicUsize>::default(), Arc::new(()));
    (Counted { made: made.clone(), _alive: alive.clone(), breaks_at }, made, alive)
}

#[actix_web::test]
async fn a_piece_is_made_when_the_one_before_was_taken_and_none_for_who_is_gone() {
    let (pieces, made, alive) = counted(usize::MAX);
    {
        let mut stream = pin!(taken(pieces));
        for taken in 1..=3 {
            assert_eq!(stream.next().await.unwrap().unwrap().len(), 10);
            assert_eq!(made.load(Ordering::SeqCst), taken, "none is made ahead");
        }
    }
    assert_eq!(
        (made.load(Ordering::SeqCst), Arc::strong_count(&alive)),
        (3, 1),
        "what made them is gone too"
    );
}

#[actix_web::test]
async fn after_a_piece_that_cannot_be_made_there_is_an_error_and_the_end() {
    let (pieces, made, _) = counted(2);
    let mut stream = pin!(taken(pieces));
    let mut told = Vec::new();
    while let Some(piece) = stream.next().await {
        told.push(piece.map(|bytes| bytes.len()).map_err(|error| error.to_string()));
    }
    assert_eq!(told, [Ok(10), Ok(10), Err("no more paper".to_owned())]);
    assert_eq!(made.load(Ordering::SeqCst), 3);
}

#[actix_web::test]
async fn code_that_breaks_while_a_piece_is_made_ends_the_download_with_an_error() {
    let broken = std::iter::from_fn(|| -> Option<Result<Vec<u8>, String>> { panic!("as it may") });
    let mut stream = pin!(taken(broken));
    assert!(stream.next().await.unwrap().is_err());
    assert!(stream.next().await.is_none());
}
