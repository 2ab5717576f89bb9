//! The stream: blocks one after the other, each with its length before it, and one check sum over all behind them.

use std::io::{Error, ErrorKind, Read, Result, Write};

use flate2::Crc;

/// What every stream begins with.
const MAGIC: &[u8; 8] = b"kindred\n";

/// Takes blocks in.
pub struct Out<W: Write> {
    to: W,
    sum: Crc,
}

impl<W: Write> Out<W> {
    /// Begins a stream of a format.
    pub fn begin(to: W, format: u32) -> Result<Self> {
        let mut out = Self { to, sum: Crc::new() };
        out.put(MAGIC)?;
        out.put(&format.to_le_bytes())?;
        Ok(out)
    }

    fn put(&mut self, bytes: &[u8]) -> Result<()> {
        self.sum.update(bytes);
        self.to.write_all(bytes)
    }

    /// Adds a block.
    pub fn block(&mut self, bytes: &[u8]) -> Result<()> {
        let length = u64::try_from(bytes.len()).map_err(Error::other)?;
        self.put(&length.to_le_bytes())?;
        self.put(bytes)
    }

    /// Ends the stream and gives back where it went.
    pub fn end(mut self) -> Result<W> {
        let sum = self.sum.sum();
        self.to.write_all(&sum.to_le_bytes())?;
        Ok(self.to)
    }
}

/// Gives blocks out.
pub struct In<R: Read> {
    from: R,
    sum: Crc,
    left: u64,
}

impl<R: Read> In<R> {
    /// Begins to read a stream of so many bytes; refuses another format.
    pub fn begin(from: R, length: u64, format: u32) -> Result<Self> {
        let mut stream = Self { from, sum: Crc::new(), left: length };
        if stream.array::<8>()? != *MAGIC {
            return Err(damaged("it is no snapshot"));
        }
        let other = u32::from_le_bytes(stream.array()?);
        if other != format {
            return Err(damaged(&format!("it has format {other}, not {format}")));
        }
        Ok(stream)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N]> {
        let mut bytes = [0; N];
        self.left = self.left.checked_sub(u64::try_from(N).unwrap_or(u64::MAX)).ok_or_else(short)?;
        self.from.read_exact(&mut bytes)?;
        self.sum.update(&bytes);
        Ok(bytes)
    }

    /// Returns the next block.
    pub fn block(&mut self) -> Result<Vec<u8>> {
        let length = u64::from_le_bytes(self.array()?);
        self.left = self.left.checked_sub(length).ok_or_else(short)?;
        let length = usize::try_from(length).map_err(|_| short())?;
        let mut bytes = Vec::new();
        bytes.try_reserve_exact(length).map_err(|_| short())?;
        let most = u64::try_from(length).unwrap_or(u64::MAX);
        if self.from.by_ref().take(most).read_to_end(&mut bytes)? < length {
            return Err(short());
        }
        self.sum.update(&bytes);
        Ok(bytes)
    }

    /// Ends reading: the check sum has to come next, and nothing behind it.
    pub fn end(mut self) -> Result<()> {
        let sum = self.sum.sum();
        if self.left != 4 || u32::from_le_bytes(self.array()?) != sum {
            return Err(damaged("its check sum is another"));
        }
        Ok(())
    }
}

fn short() -> Error {
    damaged("it ends too early")
}

/// Returns the error that says what is wrong with a stream.
pub fn damaged(what: &str) -> Error {
    Error::new(ErrorKind::InvalidData, what.to_owned())
}
