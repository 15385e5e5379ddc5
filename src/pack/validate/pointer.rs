//! JSON pointers (RFC 6901).

use super::issue::Spot;

/// A place in the JSON.
#[derive(Clone, Debug, Default)]
pub(super) struct Pointer(String);

impl Pointer {
    /// A property below.
    pub fn key(&self, key: &str) -> Self {
        let mut below = self.0.clone();
        below.push('/');
        below.push_str(&key.replace('~', "~0").replace('/', "~1"));
        Self(below)
    }

    /// An element below.
    pub fn index(&self, index: usize) -> Self {
        Self(format!("{}/{index}", self.0))
    }

    /// Several properties below, one in the other.
    pub fn keys(&self, keys: &[&str]) -> Self {
        keys.iter().fold(self.clone(), |pointer, key| pointer.key(key))
    }

    pub fn spot(&self) -> Spot {
        Spot::Pointer(if self.0.is_empty() { "/".to_owned() } else { self.0.clone() })
    }
}

impl std::fmt::Display for Pointer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// The element of a top-level collection.
pub(super) fn item(collection: &str, index: usize) -> Pointer {
    Pointer::default().key(collection).index(index)
}
