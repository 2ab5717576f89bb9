//! Passwords: hashed with argon2id, one at a time, on a thread of their own.
//!
//! One hash takes tens of milliseconds and 19 MiB; on the web's own threads a rush of sign-ins would hold up every
//! page. The queue is short: who finds it full is asked to try again.

use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use tokio::sync::oneshot;

use crate::store::door::Refusal;

/// Shortest password.
pub const LENGTH_MIN: usize = 10;
/// Longest password, in bytes.
pub const LENGTH_MAX: usize = 1_000;
/// Most sign-ins that wait.
const QUEUE_MAX: usize = 32;
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;

/// What is asked of the thread.
struct Question {
    password: String,
    hash: Option<String>,
    answer: oneshot::Sender<bool>,
}

/// The thread that compares passwords.
#[derive(Debug, Clone)]
pub struct Checker {
    queue: SyncSender<Question>,
}

impl Checker {
    /// Starts the thread.
    pub fn start() -> Result<Self, Refusal> {
        let (queue, questions) = sync_channel(QUEUE_MAX);
        let stand_in = hash("nobody has this password")?;
        std::thread::Builder::new()
            .name("password".into())
            .spawn(move || answer_all(&questions, &stand_in))
            .map_err(fault)?;
        Ok(Self { queue })
    }

    /// Returns true when the password fits the hash. Without a hash, because nobody has that address, it takes as long
    /// and is false.
    pub async fn fits(&self, password: &str, hash: Option<String>) -> Result<bool, Refusal> {
        let (answer, answered) = oneshot::channel();
        match self.queue.try_send(Question { password: password.to_owned(), hash, answer }) {
            Ok(()) => answered.await.map_err(fault),
            Err(TrySendError::Full(_)) => Err(Refusal::Busy("too many people sign in at once".into())),
            Err(TrySendError::Disconnected(_)) => Err(Refusal::Fault("the password thread ended".into())),
        }
    }
}

/// Returns the hash of a password, with its parameters.
pub fn hash(password: &str) -> Result<String, Refusal> {
    hasher()?.hash_password(password.as_bytes()).map(|hash| hash.to_string()).map_err(fault)
}

/// Returns what is wrong with a new password.
pub fn problem(password: &str) -> Option<String> {
    if password.chars().count() < LENGTH_MIN {
        return Some(format!("The password is too short. Use at least {LENGTH_MIN} characters."));
    }
    (password.len() > LENGTH_MAX)
        .then(|| format!("The password is too long. Use at most {LENGTH_MAX} characters."))
}

fn answer_all(questions: &Receiver<Question>, stand_in: &str) {
    while let Ok(question) = questions.recv() {
        let known = question.hash.is_some();
        let fits = compare(&question.password, question.hash.as_deref().unwrap_or(stand_in));
        let _sent = question.answer.send(known && fits);
    }
}

fn compare(password: &str, hash: &str) -> bool {
    if password.len() > LENGTH_MAX {
        return false;
    }
    let Ok(parsed) = PasswordHash::new(hash) else { return false };
    hasher().is_ok_and(|hasher| hasher.verify_password(password.as_bytes(), &parsed).is_ok())
}

fn hasher() -> Result<Argon2<'static>, Refusal> {
    let params = Params::new(MEMORY_KIB, PASSES, 1, None).map_err(fault)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn fault(error: impl std::fmt::Display) -> Refusal {
    Refusal::Fault(error.to_string())
}
