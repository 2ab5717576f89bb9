//! Downloads: files that are made while they are taken.
//!
//! A piece is made, on a thread that may take its time, when the one before is on its way: a slow client costs one piece of
//! memory and no thread, and for one that goes away nothing more is made. A piece that cannot be made breaks the
//! connection off before the body's end mark, so that what came by then is no whole file to anybody.

use std::io;

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::Bytes;
use futures_util::stream::{Stream, unfold};

use crate::app::behind;

/// Answers with a file of that name and media type.
pub fn file(
    name: &str,
    kind: &str,
    pieces: impl Iterator<Item = Result<Vec<u8>, String>> + Send + 'static,
) -> HttpResponse {
    HttpResponse::Ok()
        .content_type(kind)
        .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")))
        .streaming(taken(pieces))
}

/// Returns the pieces as they are asked for.
fn taken(
    pieces: impl Iterator<Item = Result<Vec<u8>, String>> + Send + 'static,
) -> impl Stream<Item = Result<Bytes, io::Error>> {
    unfold(Some(pieces), |pieces| async move {
        let mut pieces = pieces?;
        let made = behind(move || (pieces.next(), pieces)).await;
        let (piece, pieces) = match made {
            Ok((piece, pieces)) => (piece?, Some(pieces)),
            Err(error) => (Err(error.to_string()), None),
        };
        match piece {
            Ok(bytes) => Some((Ok(Bytes::from(bytes)), pieces)),
            Err(sentence) => {
                tracing::error!(sentence, "a download broke off");
                Some((Err(io::Error::other(sentence)), None))
            }
        }
    })
}

#[cfg(test)]
mod tests;
