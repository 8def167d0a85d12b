//! A function of the caller's that parameters hold.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

/// A function that clones share. Two are equal when they are clones of one.
pub(crate) struct Shared<F: ?Sized>(Arc<F>);

impl<F: ?Sized> Shared<F> {
    pub(crate) fn new(function: Arc<F>) -> Self {
        Self(function)
    }
}

impl<F: ?Sized> Deref for Shared<F> {
    type Target = F;

    fn deref(&self) -> &F {
        &self.0
    }
}

impl<F: ?Sized> Clone for Shared<F> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<F: ?Sized> fmt::Debug for Shared<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("function")
    }
}

impl<F: ?Sized> PartialEq for Shared<F> {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}
