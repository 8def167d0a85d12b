//! Replacing a file whole or not at all.

use crate::error::ModelFileError;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// Put `bytes` in place of the file at `path`: a temporary file beside it, synced, renamed over it, the folder synced.
///
/// The mode of an old file is kept; a new file gets the mode that the process gives to new files. Where the name is a
/// symbolic link, the file that it leads to is replaced and the link stays.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> Result<(), ModelFileError> {
    let failed = |source| ModelFileError::Io { path: path.to_owned(), source };
    let target = followed(path).map_err(failed)?;
    let permissions = match fs::symlink_metadata(&target) {
        Ok(old) if old.is_file() => Some(old.permissions()),
        Ok(_) => return Err(ModelFileError::NotAFile(target)),
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) => return Err(failed(error)),
    };
    write(&target, bytes, permissions).map_err(failed)
}

/// The path that `path` means once its own symbolic links are followed; the file itself may not exist yet.
fn followed(path: &Path) -> io::Result<PathBuf> {
    let mut target = path.to_owned();
    // As many links as Linux follows.
    for _ in 0..40 {
        match fs::read_link(&target) {
            Ok(next) => target = folder_of(&target).join(next),
            Err(_) => return Ok(target),
        }
    }
    Err(io::Error::other("too many levels of symbolic links"))
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

fn write(target: &Path, bytes: &[u8], permissions: Option<fs::Permissions>) -> io::Result<()> {
    let folder = folder_of(target);
    let mut builder = tempfile::Builder::new();
    builder.prefix(".mlmeta-").suffix(".tmp");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut temporary = builder.tempfile_in(folder)?;
    temporary.write_all(bytes)?;
    if let Some(permissions) = permissions {
        temporary.as_file().set_permissions(permissions)?;
    }
    temporary.as_file().sync_all()?;
    temporary.persist(target)?;
    sync_folder(folder)
}

/// Make the rename durable; only Unix lets a program open a folder for that.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}
