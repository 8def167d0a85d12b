//! SHA-256 as 64 lower-case hexadecimal digits. Two checksums together hash each byte of a file once: the state's
//! covers the document and the data of the state, the file's covers the header and the data of the sample.

use sha2::{Digest, Sha256};
use std::fmt::Write;

/// What stands in place of the digits while they are computed.
pub(crate) const ZEROS: &str = "0000000000000000000000000000000000000000000000000000000000000000";
/// What the names of sample tensors start with, so that they cannot be part of the state.
pub(crate) const SAMPLE_PREFIX: &str = "sample.";

/// The digits of the concatenated `parts`.
pub(crate) fn sha256<Part: AsRef<[u8]>>(parts: impl IntoIterator<Item = Part>) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part);
    }
    hasher.finalize().iter().fold(String::with_capacity(64), |mut digits, byte| {
        // Writing to a String does not fail.
        let _ = write!(digits, "{byte:02x}");
        digits
    })
}

/// Whether a tensor of this name belongs to the file's checksum and not to the state's.
pub(crate) fn is_sample(name: &str) -> bool {
    name.starts_with(SAMPLE_PREFIX)
}
