//! `application/x-www-form-urlencoded`.

use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use futures_util::StreamExt;

use super::limit::{FORM_BYTES_MAX, Gathered, Limit, WASTE_BYTES_MAX, too_large};
use crate::form::fields::Fields;
use crate::route::error::Refused;

/// Percent signs make a value up to three times as long on the way.
const ENCODED_BYTES_MAX: usize = 3 * FORM_BYTES_MAX;

/// Reads all fields.
pub async fn read(mut payload: Payload, _limit: &Limit) -> Result<Fields, Refused> {
    let (mut body, mut seen) = (Vec::new(), 0_usize);
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|_| Refused::of(StatusCode::BAD_REQUEST))?;
        seen = seen.saturating_add(chunk.len());
        if seen > WASTE_BYTES_MAX {
            break;
        }
        if seen <= ENCODED_BYTES_MAX {
            body.extend_from_slice(&chunk);
        }
    }
    if seen > ENCODED_BYTES_MAX {
        return Err(too_large("The form is larger than 256 KiB. Shorten what you typed and send it again."));
    }
    let mut gathered = Gathered::default();
    for pair in body.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty()) {
        let mut halves = pair.splitn(2, |byte| *byte == b'=');
        let name = decode(halves.next().unwrap_or_default());
        gathered.add(&name, &decode(halves.next().unwrap_or_default()))?;
    }
    Ok(gathered.fields())
}

fn decode(text: &[u8]) -> Vec<u8> {
    let spaced: Vec<u8> = text.iter().map(|byte| if *byte == b'+' { b' ' } else { *byte }).collect();
    percent_encoding::percent_decode(&spaced).collect()
}
