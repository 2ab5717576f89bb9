//! `multipart/form-data`, field by field.

use actix_multipart::{Field, Multipart};
use actix_web::dev::Payload;
use actix_web::http::header::HeaderMap;
use futures_util::StreamExt;

use super::limit::{
    FILE_BYTES_MAX, FILE_WASTE_BYTES_MAX, Gathered, Limit, VALUE_BYTES_MAX, WASTE_BYTES_MAX, too_large,
    unreadable,
};
use super::sent::{self, Sent};
use crate::form::fields::Fields;
use crate::route::error::Refused;

/// Reads all fields, and the first file that has a name.
pub async fn read(
    headers: &HeaderMap,
    payload: Payload,
    limit: &Limit,
) -> Result<(Fields, Option<Sent>), Refused> {
    let mut parts = Multipart::new(headers, payload);
    let mut reading = Reading { gathered: Gathered::default(), file: None, refused: None, wasted: 0 };
    while let Some(part) = parts.next().await {
        reading.take(part.map_err(|error| broken(&error))?, limit).await?;
    }
    match reading.refused {
        Some(refused) => Err(refused),
        None => Ok((reading.gathered.fields(), reading.file)),
    }
}

struct Reading {
    gathered: Gathered,
    file: Option<Sent>,
    refused: Option<Refused>,
    wasted: usize,
}

impl Reading {
    /// Takes one part. After the first that breaks a limit the rest is read and thrown away, within reason: a browser
    /// that is cut off while it sends shows no words at all.
    async fn take(&mut self, mut part: Field, limit: &Limit) -> Result<(), Refused> {
        let file_name = part.content_disposition().and_then(|about| about.get_filename().map(str::to_owned));
        match (file_name, &limit.folder) {
            (Some(name), Some(folder))
                if self.refused.is_none() && self.file.is_none() && !name.is_empty() =>
            {
                match sent::receive(&mut part, name, folder, FILE_BYTES_MAX).await {
                    Ok(file) => self.file = Some(file),
                    Err(refused) => {
                        self.refused = Some(refused);
                        self.waste(&mut part, FILE_WASTE_BYTES_MAX).await?;
                    }
                }
                Ok(())
            }
            (Some(name), Some(_)) => {
                if let Some(file) = self.file.as_mut().filter(|_| !name.is_empty()) {
                    file.others = file.others.saturating_add(1);
                }
                self.waste(&mut part, FILE_WASTE_BYTES_MAX).await
            }
            (Some(_), None) => self.waste(&mut part, WASTE_BYTES_MAX).await,
            (None, _) if self.refused.is_some() => self.waste(&mut part, WASTE_BYTES_MAX).await,
            (None, _) => {
                let name = part.name().unwrap_or_default().as_bytes().to_vec();
                let value = self.value(&mut part).await?;
                self.refused = self.gathered.add(&name, &value).err();
                Ok(())
            }
        }
    }

    async fn value(&mut self, part: &mut Field) -> Result<Vec<u8>, Refused> {
        let mut value = Vec::new();
        while let Some(chunk) = part.next().await {
            let chunk = chunk.map_err(|error| broken(&error))?;
            // One byte over the limit is kept: it is what breaks the limit.
            let room = (VALUE_BYTES_MAX + 1).saturating_sub(value.len()).min(chunk.len());
            value.extend_from_slice(chunk.get(..room).unwrap_or_default());
            self.count(chunk.len() - room, WASTE_BYTES_MAX)?;
        }
        Ok(value)
    }

    async fn waste(&mut self, part: &mut Field, most: usize) -> Result<(), Refused> {
        while let Some(chunk) = part.next().await {
            self.count(chunk.map_err(|error| broken(&error))?.len(), most)?;
        }
        Ok(())
    }

    fn count(&mut self, bytes: usize, most: usize) -> Result<(), Refused> {
        self.wasted = self.wasted.saturating_add(bytes);
        if self.wasted <= most {
            return Ok(());
        }
        Err(self.refused.take().unwrap_or_else(|| {
            too_large("More was sent than is read at once. Send one file, and less beside it.")
        }))
    }
}

/// Returns words for a body whose parts cannot be told apart.
pub fn broken(error: &actix_multipart::MultipartError) -> Refused {
    tracing::debug!(%error, "a multipart body could not be read");
    unreadable(
        "What arrived is not a whole form; it may have been cut short on the way. Go back and send it again.",
    )
}
