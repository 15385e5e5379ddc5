//! A JSON value that keeps what a validator has to tell: null from absent, the order of properties, infinite numbers.

/// A JSON value.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Value {
    /// Nothing. What breaks the schema is set to it, so that all later checks take it for absent.
    #[default]
    Null,
    Flag(bool),
    /// Infinite for what no double can hold.
    Number(f64),
    Text(String),
    Array(Vec<Value>),
    /// In the order of the file.
    Object(Vec<(String, Value)>),
}

impl Value {
    /// A property that is there and not null. Of several with one name the last counts, as for every engine.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.entries().iter().rfind(|(name, _)| name == key).map(|(_, value)| value).filter(|value| !value.is_null())
    }

    /// A property at the end of a path.
    pub fn below(&self, keys: &[&str]) -> Option<&Value> {
        keys.iter().try_fold(self, |value, key| value.get(key))
    }

    /// What an extension says, if that is an object.
    pub fn extension(&self, name: &str) -> Option<&Value> {
        self.below(&["extensions", name]).filter(|value| matches!(value, Value::Object(_)))
    }

    /// Whether a property is written there, be it null or broken.
    pub fn has(&self, key: &str) -> bool {
        self.entries().iter().any(|(name, _)| name == key)
    }

    pub fn is_null(&self) -> bool {
        matches!(self, Value::Null)
    }

    /// The properties of an object; none for anything else.
    pub fn entries(&self) -> &[(String, Value)] {
        if let Value::Object(entries) = self { entries } else { &[] }
    }

    /// The elements of an array; none for anything else.
    pub fn items(&self) -> &[Value] {
        if let Value::Array(items) = self { items } else { &[] }
    }

    /// The whole number from 0 that this is; the largest there is for one beyond.
    pub fn as_uint(&self) -> Option<u64> {
        self.as_number().filter(|number| *number >= 0.0 && number.fract() == 0.0).map(|number| number as u64)
    }

    pub fn as_number(&self) -> Option<f64> {
        if let Value::Number(number) = self { Some(*number) } else { None }
    }

    pub fn as_text(&self) -> Option<&str> {
        if let Value::Text(text) = self { Some(text) } else { None }
    }

    /// The elements of a property that is an array.
    pub fn list(&self, key: &str) -> &[Value] {
        self.get(key).map_or(&[], Value::items)
    }

    pub fn index(&self, key: &str) -> Option<usize> {
        self.uint(key).and_then(|index| usize::try_from(index).ok())
    }

    pub fn uint(&self, key: &str) -> Option<u64> {
        self.get(key).and_then(Value::as_uint)
    }

    pub fn number(&self, key: &str) -> Option<f64> {
        self.get(key).and_then(Value::as_number)
    }

    pub fn text(&self, key: &str) -> Option<&str> {
        self.get(key).and_then(Value::as_text)
    }

    pub fn flag(&self, key: &str) -> bool {
        matches!(self.get(key), Some(Value::Flag(true)))
    }

    /// The numbers of a property that is an array of nothing else.
    pub fn numbers(&self, key: &str) -> Option<Vec<f64>> {
        self.get(key).and_then(|value| match value {
            Value::Array(items) => items.iter().map(Value::as_number).collect(),
            _ => None,
        })
    }
}
