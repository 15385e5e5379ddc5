//! Words in several languages.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

/// The language that comes first, and that a plain string is taken for.
pub(crate) const CHINESE: &str = "zh-CN";

/// The same words in several languages (BCP 47 tag → words; `zh-CN` first), or a plain string, which counts as `zh-CN`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[cfg_attr(not(target_arch = "wasm32"), schemars(with = "TextForm"))]
pub struct Text(pub BTreeMap<String, String>);

/// What a text looks like in JSON, for the schema.
#[cfg(not(target_arch = "wasm32"))]
#[derive(schemars::JsonSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "only its shape is read, by the schema")]
enum TextForm {
    One(String),
    Many(BTreeMap<String, String>),
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TextVisitor)
    }
}

struct TextVisitor;

impl<'de> Visitor<'de> for TextVisitor {
    type Value = Text;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("words, or an object of words by language")
    }

    fn visit_str<E>(self, words: &str) -> Result<Text, E> {
        Ok(Text(BTreeMap::from([(CHINESE.into(), words.into())])))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Text, A::Error> {
        let mut map = BTreeMap::new();
        while let Some((tag, words)) = access.next_entry()? {
            map.insert(tag, words);
        }
        Ok(Text(map))
    }
}

impl Text {
    /// Whether there are no words in any language.
    pub fn is_empty(&self) -> bool {
        self.0.values().all(String::is_empty)
    }

    /// The words in `lang`; else in Chinese, else in any language. The second value is the language they are in.
    pub fn in_language(&self, lang: &str) -> (&str, &str) {
        let found =
            self.0.get_key_value(lang).or_else(|| self.0.get_key_value(CHINESE)).or_else(|| self.0.iter().next());
        found.map_or(("", ""), |(tag, words)| (words, tag))
    }
}
