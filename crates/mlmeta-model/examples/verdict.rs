//! What the reader says of files that come over standard input, so that another reader can be compared with it.
//!
//! Each file is its length, four bytes little-endian, and its bytes. Each answer is one line: `read` and the checksum
//! of the state if the file is read and written again byte for byte, `changed` if it is written otherwise, `refused`
//! and the reason.

use mlmeta_model::{Limits, Model};
use std::io::{self, BufReader, ErrorKind, Read, Write};

fn main() -> io::Result<()> {
    let (mut input, mut output) = (BufReader::new(io::stdin().lock()), io::stdout().lock());
    let (mut length, mut bytes) = ([0; 4], Vec::new());
    loop {
        match input.read_exact(&mut length) {
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => return Ok(()),
            other => other?,
        }
        bytes.resize(u32::from_le_bytes(length) as usize, 0);
        input.read_exact(&mut bytes)?;
        writeln!(output, "{}", verdict(&bytes))?;
        output.flush()?;
    }
}

fn verdict(bytes: &[u8]) -> String {
    match Model::from_bytes(bytes, &Limits::default()) {
        Ok(model) if model.to_bytes() == bytes => format!("read {}", model.state_sha256()),
        Ok(_) => "changed".to_owned(),
        Err(error) => format!("refused {}", error.to_string().escape_debug()),
    }
}
