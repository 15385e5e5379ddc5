//! JSON text to values, within a budget and with an eye on duplicate keys, which `serde_json` alone would let pass silently.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

/// An object costs about as much memory as this many numbers.
const OBJECT_COST: u64 = 16;

/// A text that has been read.
pub struct Tree {
    /// The whole; properties that are null have been left out, and `1.0` is `1`.
    pub root: Value,
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
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        self.spend(1)?;
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for &mut Reader {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    /// `1.0` is `1` to every reader written in JavaScript, so exporters write indices and counts that way.
    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        const EXACT: f64 = 9_007_199_254_740_992.0;
        if value.fract() == 0.0 && value.abs() < EXACT {
            return Ok(Value::Number((value as i64).into()));
        }
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.into()))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = access.next_element_seed(&mut *self)? {
            values.push(value);
        }
        Ok(Value::Array(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        self.spend(OBJECT_COST)?;
        let mut map = Map::new();
        while let Some(key) = access.next_key::<String>()? {
            let value = access.next_value_seed(&mut *self)?;
            if map.contains_key(&key) {
                self.duplicate.get_or_insert_with(|| key.chars().take(64).collect());
            }
            // A property that is null is a property that is absent, to every engine.
            if !value.is_null() {
                map.insert(key, value);
            }
        }
        Ok(Value::Object(map))
    }
}

