//! Secrets that machines make: session cookies, form tokens, API tokens. Only their hashes are stored.

use sha2::{Digest, Sha256};

/// A secret that cannot be made, because the system gives no random bytes.
#[derive(Debug, thiserror::Error)]
#[error("the system gives no random bytes: {0}")]
pub struct NoRandom(getrandom::Error);

/// Returns a new secret of 32 random bytes, as text.
pub fn fresh() -> Result<String, NoRandom> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes).map_err(NoRandom)?;
    Ok(hex(&bytes))
}

/// Returns a new random name as programs exchange them: a version 4 UUID (RFC 9562).
pub fn uuid() -> Result<String, NoRandom> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).map_err(NoRandom)?;
    let [.., version, _, variant, _, _, _, _, _, _, _] = &mut bytes;
    *version = (*version & 0x0f) | 0x40;
    *variant = (*variant & 0x3f) | 0x80;
    let digits = hex(&bytes);
    let parts = [0..8, 8..12, 12..16, 16..20, 20..32];
    Ok(parts.map(|part| digits.get(part).unwrap_or_default()).join("-"))
}

/// Returns a password that can be read aloud: five groups of four letters and digits that nobody mistakes.
pub fn readable() -> Result<String, NoRandom> {
    const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let mut bytes = [0_u8; 20];
    getrandom::fill(&mut bytes).map_err(NoRandom)?;
    let letter = |byte: &u8| LETTERS.get(usize::from(byte % 32)).copied().map(char::from).unwrap_or('a');
    let groups: Vec<String> = bytes.chunks(4).map(|group| group.iter().map(letter).collect()).collect();
    Ok(groups.join("-"))
}

/// Returns what is stored of a secret. It is random and long, so one plain hash keeps it.
pub fn hash(secret: &str) -> Vec<u8> {
    Sha256::digest(secret.as_bytes()).to_vec()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
