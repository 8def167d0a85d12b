//! Which version of HTTP a new connection speaks.

use std::io;
use tokio::io::{AsyncRead, AsyncReadExt};

/// What a client of HTTP/2 sends first (RFC 9113, section 3.4).
const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

/// The first bytes of a connection, as many as tell its version.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Opening {
    /// What was read; it belongs in front of what follows.
    pub(crate) bytes: Vec<u8>,
    /// Whether it is the preface of HTTP/2; anything else is a request of HTTP/1.
    pub(crate) is_http2: bool,
}

/// Read until the version is clear.
///
/// # Errors
///
/// The stream's own, and [`io::ErrorKind::UnexpectedEof`] if it ends before.
pub(crate) async fn opening(stream: &mut (impl AsyncRead + Unpin)) -> io::Result<Opening> {
    let mut bytes = Vec::with_capacity(PREFACE.len());
    while PREFACE.starts_with(&bytes) {
        let missing = PREFACE.len() - bytes.len();
        if missing == 0 {
            return Ok(Opening { bytes, is_http2: true });
        }
        // Never beyond the preface: what follows is the protocol's own.
        if (&mut *stream).take(missing as u64).read_buf(&mut bytes).await? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
    }
    Ok(Opening { bytes, is_http2: false })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(mut bytes: &[u8]) -> io::Result<Opening> {
        tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(opening(&mut bytes))
    }

    #[test]
    fn the_preface_tells_the_version() {
        let preface = read(&[PREFACE, b"more"].concat()).unwrap();
        assert_eq!(preface, Opening { bytes: PREFACE.to_vec(), is_http2: true });
        for request in ["GET / HTTP/1.1\r\n\r\n", "PRI * HTTP/1.1\r\n\r\n", "POST /v2 HTTP/1.1\r\n"] {
            let opening = read(request.as_bytes()).unwrap();
            assert!(!opening.is_http2 && request.as_bytes().starts_with(&opening.bytes), "{opening:?}");
        }
        for part in ["", "PRI * HTTP/2.0\r\n"] {
            assert_eq!(read(part.as_bytes()).unwrap_err().kind(), io::ErrorKind::UnexpectedEof);
        }
    }
}
