//! From JSON values to types, in little code: a browser loads it before it sees anything.
//!
//! The `gltf` crate's types, derived with serde, took a third of the module for WebGPU. `tests/gltf/peer.rs` reads real files with both.

use std::fmt::{self, Display};

use crate::json::{Json, Object};

/// A value that is not what its place asks for.
#[derive(Debug)]
pub(super) struct Misfit(Box<Detail>);

#[derive(Debug)]
struct Detail {
    /// As in `.attributes.POSITION` or `.channels[2].target`; empty for the whole.
    path: String,
    is_missing: bool,
    expected: &'static str,
}

impl Misfit {
    #[cold]
    pub fn new(expected: &'static str) -> Self {
        Self(Box::new(Detail { path: String::new(), is_missing: false, expected }))
    }

    #[cold]
    fn missing(key: &str) -> Self {
        Self(Box::new(Detail { path: String::new(), is_missing: true, expected: "a value" })).below_key(key)
    }

    #[cold]
    fn below_key(mut self, key: &str) -> Self {
        self.0.path.insert_str(0, key);
        self.0.path.insert(0, '.');
        self
    }

    #[cold]
    fn below_index(mut self, index: usize) -> Self {
        self.0.path.insert_str(0, &["[", &index.to_string(), "]"].concat());
        self
    }
}

impl Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.0.path.trim_start_matches('.');
        f.write_str(path)?;
        if self.0.is_missing {
            return f.write_str(" is missing");
        }
        f.write_str(if path.is_empty() { "is not " } else { " is not " })?;
        f.write_str(self.0.expected)
    }
}

/// What can be read of a JSON value.
pub(super) trait FromJson: Sized {
    fn from_json(value: &Json) -> Result<Self, Misfit>;

    /// What a property is that is not there; `None` for one that must be.
    fn absent() -> Option<Self> {
        None
    }
}

/// Reads one property of an object.
pub(super) fn property<T: FromJson>(object: &Object, key: &str) -> Result<T, Misfit> {
    match object.get(key) {
        Some(value) => T::from_json(value).map_err(|misfit| misfit.below_key(key)),
        None => T::absent().ok_or_else(|| Misfit::missing(key)),
    }
}

/// A struct that is read of an object: for each field the name in the file.
macro_rules! object {
    ($(#[$meta:meta])* $name:ident { $($(#[$field_meta:meta])* $field:ident: $type:ty = $key:literal),* $(,)? }) => {
        $(#[$meta])*
        pub(in crate::gltf) struct $name {
            $($(#[$field_meta])* pub $field: $type,)*
        }

        impl $crate::gltf::typed::FromJson for $name {
            fn from_json(value: &Json) -> Result<Self, $crate::gltf::typed::Misfit> {
                let object = value.as_object().ok_or_else(|| $crate::gltf::typed::Misfit::new("an object"))?;
                Ok(Self { $($field: $crate::gltf::typed::property(object, $key)?,)* })
            }
        }
    };
}
pub(super) use object;

impl FromJson for u64 {
    fn from_json(value: &Json) -> Result<Self, Misfit> {
        value.as_u64().ok_or_else(|| Misfit::new("a whole number from 0"))
    }
}

impl FromJson for usize {
    fn from_json(value: &Json) -> Result<Self, Misfit> {
        value.as_u64().and_then(|v| usize::try_from(v).ok()).ok_or_else(|| Misfit::new("an index"))
    }
}

impl FromJson for f32 {
    fn from_json(value: &Json) -> Result<Self, Misfit> {
        value.as_f64().map(|v| v as f32).ok_or_else(|| Misfit::new("a number"))
    }
}

impl FromJson for bool {
    fn from_json(value: &Json) -> Result<Self, Misfit> {
        value.as_bool().ok_or_else(|| Misfit::new("true or false"))
    }

    fn absent() -> Option<Self> {
        Some(false)
    }
}

impl FromJson for String {
    fn from_json(value: &Json) -> Result<Self, Misfit> {
        value.as_str().map(str::to_owned).ok_or_else(|| Misfit::new("a string"))
    }
}

impl<T: FromJson> FromJson for Option<T> {
    fn from_json(value: &Json) -> Result<Self, Misfit> {
        T::from_json(value).map(Some)
    }

    fn absent() -> Option<Self> {
        Some(None)
    }
}

/// An array that is not there is empty, to every engine.
impl<T: FromJson> FromJson for Vec<T> {
    fn from_json(value: &Json) -> Result<Self, Misfit> {
        let values = value.as_array().ok_or_else(|| Misfit::new("an array"))?;
        // A loop is half the code of collecting results.
        let mut items = Vec::with_capacity(values.len());
        for (i, value) in values.iter().enumerate() {
            items.push(T::from_json(value).map_err(|misfit| misfit.below_index(i))?);
        }
        Ok(items)
    }

    fn absent() -> Option<Self> {
        Some(Vec::new())
    }
}

impl<const N: usize> FromJson for [f32; N] {
    fn from_json(value: &Json) -> Result<Self, Misfit> {
        let mut numbers = [0.0; N];
        read_numbers(value, &mut numbers).map(|()| numbers)
    }
}

fn read_numbers(value: &Json, numbers: &mut [f32]) -> Result<(), Misfit> {
    let values = value.as_array().filter(|values| values.len() == numbers.len());
    let values = values.ok_or_else(|| Misfit::new("as many numbers as it takes"))?;
    for (i, (number, value)) in numbers.iter_mut().zip(values).enumerate() {
        *number = f32::from_json(value).map_err(|misfit| misfit.below_index(i))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::Tree;

    object!(
        Thing {
            index: usize = "index",
            scale: Option<[f32; 3]> = "scale",
            is_on: bool = "isOn",
            parts: Vec<Thing> = "parts",
        }
    );

    fn thing(text: &str) -> Result<Thing, Misfit> {
        Thing::from_json(&Tree::parse(text.as_bytes(), 1000).ok().unwrap().root)
    }

    fn misfit(text: &str) -> String {
        thing(text).err().unwrap().to_string()
    }

    #[test]
    fn what_may_be_absent_may_be_absent() {
        let thing = thing(r#"{"index": 2, "parts": [{"index": 3, "scale": [1, 2.5, -3], "isOn": true}]}"#).unwrap();
        assert_eq!((thing.index, thing.scale, thing.is_on), (2, None, false));
        let part = &thing.parts[0];
        assert_eq!((part.index, part.scale, part.is_on), (3, Some([1.0, 2.5, -3.0]), true));
        assert!(part.parts.is_empty());
    }

    #[test]
    fn a_misfit_says_where() {
        assert_eq!(misfit(r#"1"#), "is not an object");
        assert_eq!(misfit(r#"{}"#), "index is missing");
        assert_eq!(misfit(r#"{"index": -1}"#), "index is not an index");
        assert_eq!(misfit(r#"{"index": 0, "scale": [1, 2]}"#), "scale is not as many numbers as it takes");
        assert_eq!(misfit(r#"{"index": 0, "scale": [1, "2", 3]}"#), "scale[1] is not a number");
        assert_eq!(misfit(r#"{"index": 0, "parts": [{"index": 0}, {"isOn": true}]}"#), "parts[1].index is missing");
    }
}
