//! How much of a body is read.

use std::path::PathBuf;
use std::time::Duration;

use actix_web::http::StatusCode;

use crate::form::fields::{FIELDS_MAX, Fields};
use crate::route::error::Refused;

/// Most bytes of all fields of a form together.
pub const FORM_BYTES_MAX: usize = 256 * 1024;
/// Most bytes of one value.
pub const VALUE_BYTES_MAX: usize = 64 * 1024;
/// Most bytes of one file sent by a browser.
pub const FILE_BYTES_MAX: u64 = 200 * 1024 * 1024;
/// What is read and thrown away of a form that is too large, so that the browser lives to read why.
pub const WASTE_BYTES_MAX: usize = 16 * 1024 * 1024;
/// The same for a file that is too large, or beside another one.
pub const FILE_WASTE_BYTES_MAX: usize = 1024 * 1024 * 1024;
const FORM_TIME: Duration = Duration::from_secs(10);
const UPLOAD_TIME: Duration = Duration::from_secs(600);

/// The limits of one kind of form.
#[derive(Debug)]
pub struct Limit {
    /// How long the body may take.
    pub time: Duration,
    /// Where a file goes; none: the form has none.
    pub folder: Option<PathBuf>,
}

impl Limit {
    /// Returns the limits of a form without a file.
    pub fn form() -> Self {
        Self { time: FORM_TIME, folder: None }
    }

    /// Returns the limits of a form with a file.
    pub fn upload(folder: PathBuf) -> Self {
        Self { time: UPLOAD_TIME, folder: Some(folder) }
    }
}

/// The fields read so far.
#[derive(Debug, Default)]
pub struct Gathered {
    fields: Vec<(String, String)>,
    bytes: usize,
}

impl Gathered {
    /// Adds a field, within the limits.
    pub fn add(&mut self, name: &[u8], value: &[u8]) -> Result<(), Refused> {
        self.bytes = self.bytes.saturating_add(name.len()).saturating_add(value.len());
        if value.len() > VALUE_BYTES_MAX {
            return Err(too_large(
                "One value of the form is longer than 64 KiB. Shorten it and send the form again.",
            ));
        }
        if self.bytes > FORM_BYTES_MAX {
            return Err(too_large(
                "The form is larger than 256 KiB. Shorten what you typed and send it again.",
            ));
        }
        if self.fields.len() >= FIELDS_MAX {
            return Err(too_large("The form has more than 5,000 fields. Send it in parts."));
        }
        self.fields.push((text(name)?, text(value)?));
        Ok(())
    }

    /// Returns what was gathered.
    pub fn fields(self) -> Fields {
        Fields(self.fields)
    }
}

/// Returns words for what is too large.
pub fn too_large(sentence: &str) -> Refused {
    Refused::new(StatusCode::PAYLOAD_TOO_LARGE, "This is too much at once", sentence)
}

/// Returns words for a body that cannot be read.
pub fn unreadable(sentence: &str) -> Refused {
    Refused::new(StatusCode::UNPROCESSABLE_ENTITY, "This form cannot be read", sentence)
}

/// Reads text as browsers send it; line ends become one kind.
fn text(bytes: &[u8]) -> Result<String, Refused> {
    let text = std::str::from_utf8(bytes).map_err(|_| {
        unreadable("A value is not written in UTF-8. Type it again, or send the form from a browser.")
    })?;
    if text.contains('\0') {
        return Err(unreadable(
            "A value holds a character that no text has (NUL). Remove it and send the form again.",
        ));
    }
    Ok(text.replace("\r\n", "\n"))
}
