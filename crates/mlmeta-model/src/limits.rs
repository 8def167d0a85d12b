//! How much a reader accepts.

/// Most tensors of a file that the format allows.
pub(crate) const MAX_TENSORS: usize = 4_096;

/// Bounds that a reader keeps before it allocates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Most bytes of a file.
    pub file_bytes: u64,
    /// Most bytes of a header; the format's own bound is 1 MiB.
    pub header_bytes: u64,
    /// Most tensors; the format's own bound is 4,096.
    pub tensors: usize,
}

impl Default for Limits {
    /// A file of 1 GiB with a header of 1 MiB and 4,096 tensors.
    fn default() -> Self {
        Self { file_bytes: 1 << 30, header_bytes: 1 << 20, tensors: MAX_TENSORS }
    }
}
