//! JSON text to values, within a budget and with an eye on duplicate keys, which `serde_json` alone would let pass silently.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::error::ImportError;
use super::place::Place;
use super::warning::{Warning, WarningKind};
use crate::Limits;

/// An object costs about as much memory as this many numbers.
const OBJECT_COST: u64 = 16;

/// Parses a whole text. Depth is limited by `serde_json` to 128.
pub(super) fn parse(text: &[u8], limits: &Limits, warnings: &mut Vec<Warning>) -> Result<Value, ImportError> {
    ImportError::ensure_at_most(Place::FILE, "bytes of JSON", text.len() as u64, limits.json_bytes)?;
    let mut reader = Reader { spent: 0, budget: limits.json_values, duplicate: None };
    let mut deserializer = serde_json::Deserializer::from_slice(text);
    let parsed = reader.deserialize(&mut deserializer).and_then(|value| deserializer.end().map(|()| value));
    ImportError::ensure_at_most(Place::FILE, "JSON values", reader.spent, reader.budget)?;
    if let Some(key) = reader.duplicate {
        warnings.push(Warning::new(Place::FILE, WarningKind::DuplicateKey { key }));
    }
    parsed.map_err(|error| {
        let (line, column) = (error.line(), error.column());
        ImportError::Json { line, column, detail: without_position(error.to_string()) }
    })
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

/// Reading single properties, for what the typed document does not know.
pub(super) trait ValueExt {
    /// A finite number.
    fn f32(&self, key: &str) -> Option<f32>;
    /// An array of exactly `N` finite numbers.
    fn f32s<const N: usize>(&self, key: &str) -> Option<[f32; N]>;
    /// A number that can be an index.
    fn index(&self, key: &str) -> Option<usize>;
}

fn finite(value: &Value) -> Option<f32> {
    value.as_f64().map(|v| v as f32).filter(|v| v.is_finite())
}

impl ValueExt for Value {
    fn f32(&self, key: &str) -> Option<f32> {
        finite(self.get(key)?)
    }

    fn f32s<const N: usize>(&self, key: &str) -> Option<[f32; N]> {
        let values = self.get(key)?.as_array()?;
        let mut numbers = [0.0; N];
        if values.len() != N {
            return None;
        }
        for (number, value) in numbers.iter_mut().zip(values) {
            *number = finite(value)?;
        }
        Some(numbers)
    }

    fn index(&self, key: &str) -> Option<usize> {
        self.get(key)?.as_u64().and_then(|v| usize::try_from(v).ok())
    }
}
