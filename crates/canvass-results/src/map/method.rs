//! By which method a map was made: one of the analysis's registry.

use canvass_analysis::methods;
use std::fmt;

/// A named, versioned method.
#[derive(Clone, Copy)]
pub struct Method(&'static dyn methods::Method);

impl Method {
    /// The one whose map pages, lists and the document's own sections tell of.
    pub const PRIMARY: Self = Self(methods::PRIMARY);

    /// One of the registry by its name.
    #[must_use]
    pub fn by_name(name: &str) -> Option<Self> {
        methods::by_name(name).map(Self)
    }

    /// Its name in documents.
    #[must_use]
    pub fn word(self) -> &'static str {
        self.0.name()
    }

    /// Which version of it.
    #[must_use]
    pub fn version(self) -> u32 {
        self.0.version()
    }
}

impl From<&'static dyn methods::Method> for Method {
    fn from(method: &'static dyn methods::Method) -> Self {
        Self(method)
    }
}

impl PartialEq for Method {
    fn eq(&self, other: &Self) -> bool {
        (self.word(), self.version()) == (other.word(), other.version())
    }
}

impl Eq for Method {}

impl fmt::Debug for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.word(), self.version())
    }
}
