//! JSON text to values, by `serde_json`, within a budget and with an eye on duplicate keys, which it alone would let pass silently.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

/// An object costs about as much memory as this many numbers.
const OBJECT_COST: u64 = 16;

/// A JSON value. Smaller in code than that of `serde_json`, as all numbers are of one kind and objects are sorted lists.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Json {
    /// Nothing.
    #[default]
    Null,
    /// True or false.
    Bool(bool),
    /// Any number; `1.0` is `1` to every reader written in JavaScript, so exporters write indices and counts that way.
    Number(f64),
    /// Text.
    String(String),
    /// Values in a row.
    Array(Vec<Json>),
    /// Values with names.
    Object(Object),
}

impl Json {
    /// A property, if this is an object that has it.
    pub fn get(&self, key: &str) -> Option<&Json> {
        self.as_object()?.get(key)
    }

    /// The object that this is.
    pub fn as_object(&self) -> Option<&Object> {
        if let Self::Object(object) = self { Some(object) } else { None }
    }

    /// The array that this is.
    pub fn as_array(&self) -> Option<&[Json]> {
        if let Self::Array(values) = self { Some(values) } else { None }
    }

    /// The text that this is.
    pub fn as_str(&self) -> Option<&str> {
        if let Self::String(text) = self { Some(text) } else { None }
    }

    /// The truth value that this is.
    pub fn as_bool(&self) -> Option<bool> {
        if let Self::Bool(value) = self { Some(*value) } else { None }
    }

    /// The number that this is.
    pub fn as_f64(&self) -> Option<f64> {
        if let Self::Number(number) = self { Some(*number) } else { None }
    }

    /// The whole number from 0 that this is; one too large for its type is the largest.
    pub fn as_u64(&self) -> Option<u64> {
        self.as_f64().filter(|number| *number >= 0.0 && number.fract() == 0.0).map(|number| number as u64)
    }

    /// Nothing?
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }
}

/// Values with names. *Invariant:* sorted by name, no name twice.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Object(Vec<(String, Json)>);

impl Object {
    /// Of entries in any order; of two with the same name the last one counts, and the name is given back.
    fn of(mut entries: Vec<(String, Json)>) -> (Self, Option<String>) {
        let mut duplicate = None;
        entries.reverse();
        entries.sort_by(|a, b| a.0.cmp(&b.0));
        entries.dedup_by(|later, kept| {
            let is_same = later.0 == kept.0;
            if is_same {
                duplicate = Some(kept.0.clone());
            }
            is_same
        });
        // A property that is null is a property that is absent, to every engine.
        entries.retain(|(_, value)| !value.is_null());
        (Self(entries), duplicate)
    }

    fn position(&self, key: &str) -> Result<usize, usize> {
        self.0.binary_search_by(|(name, _)| name.as_str().cmp(key))
    }

    /// A value by name.
    pub fn get(&self, key: &str) -> Option<&Json> {
        self.position(key).ok().map(|at| &self.0[at].1)
    }

    /// Takes a value out.
    pub fn remove(&mut self, key: &str) -> Option<Json> {
        self.position(key).ok().map(|at| self.0.remove(at).1)
    }

    /// All names and values.
    pub fn entries(&self) -> &[(String, Json)] {
        &self.0
    }

    /// All values, to be changed.
    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut Json> {
        self.0.iter_mut().map(|(_, value)| value)
    }
}

/// A text that has been read.
pub struct Tree {
    /// The whole; properties that are null have been left out.
    pub root: Json,
    /// A key that some object has twice; the last one counts.
    pub duplicate: Option<String>,
}

/// Why a text is no tree.
#[derive(Debug)]
pub enum TreeError {
    /// More values than allowed.
    TooMany {
        /// How many had been read by then; an object counts as sixteen.
        spent: u64,
    },
    /// Not JSON.
    Syntax {
        /// From 1.
        line: usize,
        /// From 1.
        column: usize,
        /// What the parser says.
        detail: String,
    },
}

impl Tree {
    /// Parses a whole text of at most `budget` values. Depth is limited by `serde_json` to 128.
    pub fn parse(text: &[u8], budget: u64) -> Result<Self, TreeError> {
        let mut reader = Reader { spent: 0, budget, duplicate: None };
        let mut deserializer = serde_json::Deserializer::from_slice(text);
        let parsed = reader.deserialize(&mut deserializer).and_then(|value| deserializer.end().map(|()| value));
        if reader.spent > budget {
            return Err(TreeError::TooMany { spent: reader.spent });
        }
        match parsed {
            Ok(root) => Ok(Self { root, duplicate: reader.duplicate }),
            Err(error) => Err(TreeError::Syntax {
                line: error.line(),
                column: error.column(),
                detail: without_position(error.to_string()),
            }),
        }
    }
}

/// What `serde_json` says, without the place, which is told in its own words.
pub(crate) fn without_position(mut detail: String) -> String {
    if let Some(end) = detail.rfind(" at line ") {
        detail.truncate(end);
    }
    detail
}

struct Reader {
    spent: u64,
    budget: u64,
    duplicate: Option<String>,
}

impl Reader {
    fn spend<E: Error>(&mut self, cost: u64) -> Result<(), E> {
        self.spent += cost;
        if self.spent > self.budget { Err(E::custom("too many values")) } else { Ok(()) }
    }
}

impl<'de> DeserializeSeed<'de> for &mut Reader {
    type Value = Json;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Json, D::Error> {
        self.spend(1)?;
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for &mut Reader {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json, E> {
        Ok(Json::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Json, E> {
        Ok(Json::Number(value as f64))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Json, E> {
        Ok(Json::Number(value as f64))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Json, E> {
        Ok(Json::Number(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Json, E> {
        Ok(Json::String(value.into()))
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Json, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = access.next_element_seed(&mut *self)? {
            values.push(value);
        }
        Ok(Json::Array(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Json, A::Error> {
        self.spend(OBJECT_COST)?;
        let mut entries = Vec::new();
        while let Some(key) = access.next_key::<String>()? {
            entries.push((key, access.next_value_seed(&mut *self)?));
        }
        let (object, duplicate) = Object::of(entries);
        self.duplicate = self.duplicate.take().or(duplicate);
        Ok(Json::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Tree {
        Tree::parse(text.as_bytes(), 1000).ok().unwrap()
    }

    #[test]
    fn numbers_are_numbers_however_they_are_written() {
        let tree = read(r#"[1, 1.0, 1e0, -1, 1.5, 18446744073709551615]"#);
        let whole: Vec<_> = tree.root.as_array().unwrap().iter().map(Json::as_u64).collect();
        assert_eq!(whole, [Some(1), Some(1), Some(1), None, None, Some(u64::MAX)]);
    }

    #[test]
    fn the_last_of_two_properties_counts_and_null_is_absent() {
        let tree = read(r#"{"b": 1, "a": 2, "b": {"c": null}, "b": 3, "d": null}"#);
        assert_eq!(tree.duplicate.as_deref(), Some("b"));
        assert_eq!(tree.root.get("b"), Some(&Json::Number(3.0)));
        assert_eq!(tree.root.get("a"), Some(&Json::Number(2.0)));
        assert_eq!(tree.root.get("d"), None);
    }

    #[test]
    fn what_costs_too_much_is_not_read() {
        assert!(matches!(Tree::parse(b"[{}, {}, {}]", 40), Err(TreeError::TooMany { .. })));
        assert!(matches!(Tree::parse(b"[1, 2", 40), Err(TreeError::Syntax { line: 1, .. })));
    }
}
