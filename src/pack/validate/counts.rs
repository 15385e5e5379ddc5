//! How many there are of everything, before anything is looked at one by one; and keys that stand twice.

use std::collections::HashSet;

use hall::Limits;

use super::Check;
use super::code::Code;
use super::issue::is_hidden;
use super::pointer::Pointer;
use super::value::Value;

/// Of the limits the one that counts.
type Limit = fn(&Limits) -> u64;

/// The top-level collections and what limits them, as in the reader; only of scenes there may be fewer.
const COLLECTIONS: [(&str, Limit); 13] = [
    ("accessors", |limits| limits.accessors),
    ("animations", |limits| limits.animation_channels),
    ("buffers", |limits| limits.textures),
    ("bufferViews", |limits| limits.accessors),
    ("cameras", |limits| limits.nodes),
    ("images", |limits| limits.textures),
    ("materials", |limits| limits.materials),
    ("meshes", |limits| limits.primitives),
    ("nodes", |limits| limits.nodes),
    ("samplers", |limits| limits.textures),
    ("scenes", |limits| limits.textures),
    ("skins", |limits| limits.nodes),
    ("textures", |limits| limits.textures),
];

/// Collections whose elements hold lists that count together.
const NESTED: [(&str, &str, Limit); 5] = [
    ("meshes", "primitives", |limits| limits.primitives),
    ("animations", "channels", |limits| limits.animation_channels),
    ("animations", "samplers", |limits| limits.animation_channels),
    ("scenes", "nodes", |limits| limits.nodes),
    ("skins", "joints", |limits| limits.accessors),
];

impl Check<'_> {
    /// Whether there are few enough of everything.
    pub(super) fn counts(&mut self, root: &Value) -> bool {
        let limits = self.limits;
        let plain = COLLECTIONS.iter().map(|(key, limit)| (*key, root.list(key).len(), limit(limits)));
        let nested = NESTED.iter().map(|(key, inner, limit)| {
            (*key, root.list(key).iter().map(|item| item.list(inner).len()).sum(), limit(limits))
        });
        let too_many: Vec<_> = plain.chain(nested).filter(|(_, count, limit)| *count as u64 > *limit).collect();
        for (key, count, limit) in &too_many {
            self.add(Code::YzTooMany, &Pointer::default().key(key), &[count, limit]);
        }
        too_many.is_empty()
    }

    /// A name as people will see it.
    pub(super) fn name(&mut self, name: &str, at: &Pointer) {
        let chars = name.chars().count();
        if chars > self.limits.name_chars {
            self.add(Code::YzNameTooLong, at, &[&chars, &self.limits.name_chars]);
        }
        if name.chars().any(is_hidden) {
            self.add(Code::YzNameCharacters, at, &[]);
        }
    }

    /// Keys that stand twice in one object: who looks at the first and who looks at the last see two files.
    pub(super) fn duplicate_keys(&mut self, root: &Value) {
        let mut found = Vec::new();
        find_duplicates(root, &mut Vec::new(), &mut found);
        for at in found {
            self.add(Code::YzDuplicateKey, &at, &[]);
        }
    }
}

/// One step from a value to one below it.
enum Step<'a> {
    Key(&'a str),
    Index(usize),
}

/// Recursion is as deep as the parser let the text be.
fn find_duplicates<'a>(value: &'a Value, path: &mut Vec<Step<'a>>, found: &mut Vec<Pointer>) {
    let mut seen = HashSet::new();
    for (key, inner) in value.entries() {
        path.push(Step::Key(key));
        if !seen.insert(key) {
            found.push(pointer(path));
        }
        find_duplicates(inner, path, found);
        path.pop();
    }
    for (i, inner) in value.items().iter().enumerate() {
        if matches!(inner, Value::Array(_) | Value::Object(_)) {
            path.push(Step::Index(i));
            find_duplicates(inner, path, found);
            path.pop();
        }
    }
}

fn pointer(path: &[Step]) -> Pointer {
    path.iter().fold(Pointer::default(), |at, step| match step {
        Step::Key(key) => at.key(key),
        Step::Index(index) => at.index(*index),
    })
}
