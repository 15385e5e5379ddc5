//! From JSON values to types, through serde, in little code and with the path of what doesn't fit.
//!
//! `serde_json` does the same for every case there is: a struct from an array, a number where a name is wanted. Each type that is read pays
//! for these once more, which came to a quarter of the module that a browser loads. Here an object is an object.

use std::fmt::{self, Display};
use std::slice;

use serde::de::value::StrDeserializer;
use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, Expected, IntoDeserializer, MapAccess, SeqAccess, Unexpected,
    VariantAccess, Visitor,
};
use serde::{Deserialize, forward_to_deserialize_any};
use serde_json::{Map, Number, Value, map};

/// Reads a value as a `T`.
pub(crate) fn read<'de, T: Deserialize<'de>>(value: &'de Value) -> Result<T, Misfit> {
    T::deserialize(Reader(value))
}

/// A value that is not what its place asks for.
#[derive(Debug)]
pub(crate) struct Misfit(Box<(String, String)>);

impl Misfit {
    /// As in `attributes.POSITION` or `channels[2].target`; empty for the whole.
    fn path(&self) -> &str {
        self.0.0.trim_start_matches('.')
    }

    #[cold]
    fn below_key(mut self, key: &str) -> Self {
        self.0.0.insert_str(0, key);
        self.0.0.insert(0, '.');
        self
    }

    #[cold]
    fn below_index(mut self, index: usize) -> Self {
        self.0.0.insert_str(0, &format!("[{index}]"));
        self
    }
}

impl Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path().is_empty() {
            write!(f, "{}: ", self.path())?;
        }
        f.write_str(&self.0.1)
    }
}

impl std::error::Error for Misfit {}

impl Error for Misfit {
    #[cold]
    fn custom<T: Display>(detail: T) -> Self {
        Self(Box::new((String::new(), detail.to_string())))
    }
}

#[derive(Clone, Copy)]
struct Reader<'de>(&'de Value);

impl<'de> Reader<'de> {
    #[cold]
    fn misfit(self, expected: &dyn Expected) -> Misfit {
        let found = match self.0 {
            Value::Null => Unexpected::Unit,
            Value::Bool(value) => Unexpected::Bool(*value),
            Value::Number(value) => value.as_f64().map_or(Unexpected::Other("number"), Unexpected::Float),
            Value::String(value) => Unexpected::Str(value),
            Value::Array(_) => Unexpected::Seq,
            Value::Object(_) => Unexpected::Map,
        };
        Misfit::invalid_type(found, expected)
    }

    fn number<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self.0 {
            Value::Number(number) => visit_number(number, visitor),
            _ => Err(self.misfit(&visitor)),
        }
    }

    fn string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self.0 {
            Value::String(text) => visitor.visit_str(text),
            _ => Err(self.misfit(&visitor)),
        }
    }

    fn array<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self.0 {
            Value::Array(items) => visit_items(items, visitor),
            _ => Err(self.misfit(&visitor)),
        }
    }

    fn object<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self.0 {
            Value::Object(map) => visit_fields(map, visitor),
            _ => Err(self.misfit(&visitor)),
        }
    }
}

fn visit_number<'de, V: Visitor<'de>>(number: &Number, visitor: V) -> Result<V::Value, Misfit> {
    match (number.as_u64(), number.as_i64()) {
        (Some(value), _) => visitor.visit_u64(value),
        (None, Some(value)) => visitor.visit_i64(value),
        (None, None) => visitor.visit_f64(number.as_f64().unwrap_or(f64::NAN)),
    }
}

fn visit_items<'de, V: Visitor<'de>>(items: &'de [Value], visitor: V) -> Result<V::Value, Misfit> {
    let mut access = Items { items: items.iter(), at: 0 };
    let value = visitor.visit_seq(&mut access)?;
    if access.items.len() > 0 {
        return Err(Misfit::invalid_length(items.len(), &"fewer elements"));
    }
    Ok(value)
}

fn visit_fields<'de, V: Visitor<'de>>(map: &'de Map<String, Value>, visitor: V) -> Result<V::Value, Misfit> {
    visitor.visit_map(Fields { entries: map.iter(), entry: None })
}

impl<'de> Deserializer<'de> for Reader<'de> {
    type Error = Misfit;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(*value),
            Value::Number(number) => visit_number(number, visitor),
            Value::String(text) => visitor.visit_str(text),
            Value::Array(items) => visit_items(items, visitor),
            Value::Object(map) => visit_fields(map, visitor),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self.0 {
            Value::Bool(value) => visitor.visit_bool(*value),
            _ => Err(self.misfit(&visitor)),
        }
    }

    fn deserialize_u8<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.number(visitor)
    }

    fn deserialize_u16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.number(visitor)
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.number(visitor)
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.number(visitor)
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.number(visitor)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.number(visitor)
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.string(visitor)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.string(visitor)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.string(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.string(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        if self.0.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Misfit> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.array(visitor)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Misfit> {
        self.array(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        self.array(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.object(visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        self.object(visitor)
    }

    /// `"variant"` or `{"variant": what it holds}`.
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        let variant = match self.0 {
            Value::String(name) => Some(Variant { name, value: None }),
            Value::Object(map) if map.len() == 1 => {
                map.iter().next().map(|(name, value)| Variant { name, value: Some(value) })
            }
            _ => None,
        };
        match variant {
            Some(variant) => visitor.visit_enum(variant),
            None => Err(self.misfit(&visitor)),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! { i8 i16 i32 i64 bytes byte_buf unit unit_struct }
}

struct Items<'de> {
    items: slice::Iter<'de, Value>,
    at: usize,
}

impl<'de> SeqAccess<'de> for Items<'de> {
    type Error = Misfit;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Misfit> {
        let Some(item) = self.items.next() else { return Ok(None) };
        self.at += 1;
        seed.deserialize(Reader(item)).map(Some).map_err(|misfit| misfit.below_index(self.at - 1))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.items.len())
    }
}

struct Fields<'de> {
    entries: map::Iter<'de>,
    entry: Option<(&'de String, &'de Value)>,
}

impl<'de> MapAccess<'de> for Fields<'de> {
    type Error = Misfit;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Misfit> {
        self.entry = self.entries.next();
        let Some((key, _)) = self.entry else { return Ok(None) };
        seed.deserialize(name(key)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Misfit> {
        let Some((key, value)) = self.entry.take() else { return Err(Misfit::custom("a value before its key")) };
        seed.deserialize(Reader(value)).map_err(|misfit| misfit.below_key(key))
    }
}

fn name(text: &str) -> StrDeserializer<'_, Misfit> {
    text.into_deserializer()
}

struct Variant<'de> {
    name: &'de str,
    value: Option<&'de Value>,
}

impl<'de> EnumAccess<'de> for Variant<'de> {
    type Error = Misfit;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Misfit> {
        Ok((seed.deserialize(name(self.name))?, self))
    }
}

impl<'de> Variant<'de> {
    fn value(self) -> Result<(&'de str, Reader<'de>), Misfit> {
        let missing = || Misfit::custom(format_args!("{} holds nothing", self.name));
        Ok((self.name, Reader(self.value.ok_or_else(missing)?)))
    }
}

impl<'de> VariantAccess<'de> for Variant<'de> {
    type Error = Misfit;

    fn unit_variant(self) -> Result<(), Misfit> {
        match self.value {
            None => Ok(()),
            Some(_) => Err(Misfit::custom(format_args!("{} holds nothing, and is written as a string", self.name))),
        }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Misfit> {
        let (name, value) = self.value()?;
        seed.deserialize(value).map_err(|misfit| misfit.below_key(name))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Misfit> {
        let (name, value) = self.value()?;
        value.array(visitor).map_err(|misfit| misfit.below_key(name))
    }

    fn struct_variant<V: Visitor<'de>>(self, _: &'static [&'static str], visitor: V) -> Result<V::Value, Misfit> {
        let (name, value) = self.value()?;
        value.object(visitor).map_err(|misfit| misfit.below_key(name))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::Hall;

    fn hall() -> Value {
        json!({
            "version": 1, "title": {"zh-CN": "厅", "en": "Hall"}, "scenes": ["a.glb"], "exposure": 2, "unknown": [1, {"x": null}],
            "environment": {"intensity": 0.5}, "spawn": {"position": [1, 2.5, -3], "heading_deg": 90},
            "exhibits": [
                {"id": "a", "title": "甲", "anchor": {"node": "A"}, "media": [{"kind": "image", "file": "a.png"}]},
                {"id": "b", "title": "乙", "anchor": {"position": [0, 1, 2]}, "contact": {"phone": "1"}}
            ],
            "floor_plan": {"file": "f.png", "min": [0, 0], "max": [1, 1]}
        })
    }

    #[test]
    fn a_hall_is_read_as_serde_json_reads_it() {
        let value = hall();
        let ours: Hall = read(&value).unwrap();
        assert_eq!(ours, serde_json::from_value(value).unwrap());
    }

    #[test]
    fn what_serde_json_refuses_is_refused_with_its_path() {
        for (pointer, wrong, path) in [
            ("/title", json!(3), "title"),
            ("/scenes/0", json!({}), "scenes[0]"),
            ("/spawn/position", json!([1, 2]), "spawn.position"),
            ("/spawn/position", json!([1, 2, 3, 4]), "spawn.position"),
            ("/exhibits/1/anchor", json!({"place": 1}), "exhibits[1].anchor"),
            ("/exhibits/1/anchor/position/2", json!("x"), "exhibits[1].anchor.position[2]"),
            ("/exhibits/0/media/0/kind", json!("smell"), "exhibits[0].media[0].kind"),
            ("/exhibits/0/media/0/kind", json!({"image": 1}), "exhibits[0].media[0].kind"),
            ("/version", json!(-1), "version"),
            ("/version", json!(1.5), "version"),
            ("/exhibits/0", json!({"title": "a", "anchor": {"node": "A"}}), "exhibits[0]"),
        ] {
            let mut value = hall();
            *value.pointer_mut(pointer).unwrap() = wrong;
            let misfit = read::<Hall>(&value).unwrap_err();
            assert_eq!(misfit.path(), path, "{misfit}");
            assert!(serde_json::from_value::<Hall>(value).is_err(), "{misfit}");
        }
    }
}
