//! The first administrator: of the environment, or made once for a private database.

use super::{Failure, Opened, staff};
use crate::config::Config;
use crate::domain::staff::Actor;
use crate::store::staff::{count_active, insert};
use crate::work::secret;

/// The address of the administrator that a private database gets.
const EMAIL: &str = "admin@kindred.local";

/// Who was made, to be said once.
pub struct Made {
    /// The e-mail address.
    pub email: String,
    /// The password; none when whoever started Kindred chose it.
    pub password: Option<String>,
}

/// Makes the first administrator if there is nobody.
pub fn ensure(config: &Config, opened: &Opened) -> Result<Option<Made>, Failure> {
    if opened.app.read_now(count_active)? > 0 {
        return Ok(None);
    }
    let (email, password, is_own) = match (&config.admin, &opened.private) {
        (Some(admin), _) => (admin.email.clone(), admin.password.clone(), false),
        (None, Some(_)) => {
            let password = secret::readable().map_err(|error| Failure(error.to_string()))?;
            (EMAIL.to_owned(), password, true)
        }
        (None, None) => return Ok(None),
    };
    let new = staff::new_member(&email, "Administrator", "administrator", &password)?;
    opened.app.write_now(&Actor::command("serve"), |write| insert(write, &new))?;
    Ok(Some(Made { email, password: is_own.then_some(password) }))
}
