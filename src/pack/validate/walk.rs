//! The walker that holds a file against its schema. What breaks the schema is reported once and then set to null, so that all later checks
//! take it for absent and need no checks of kind and range of their own.

use super::Check;
use super::code::Code;
use super::pointer::Pointer;
use super::schema::{Kind, Property, Range, Shape, When};
use super::schema_core::FLOAT;
use super::schema_extensions::known;
use super::value::Value;

impl Check<'_> {
    /// An object, all of it.
    pub(super) fn walk(&mut self, object: &mut Value, shape: &Shape, at: &Pointer) {
        self.walk_names(object, shape, at);
        self.walk_properties(object, shape.properties, at);
        self.walk_extensions(object, shape, at);
    }

    /// Properties that nobody knows.
    pub(super) fn walk_names(&mut self, object: &Value, shape: &Shape, at: &Pointer) {
        let is_known = |name: &str| {
            name == "extensions" || name == "extras" || shape.properties.iter().any(|known| known.name == name)
        };
        for (name, _) in object.entries().iter().filter(|(name, _)| !is_known(name)) {
            self.add(Code::UnexpectedProperty, &at.key(name), &[]);
        }
        if let Some(name) = object.text("name") {
            self.name(name, &at.key("name"));
        }
    }

    pub(super) fn walk_properties(&mut self, object: &mut Value, properties: &[Property], at: &Pointer) {
        for property in properties {
            let counts = match property.when {
                When::Always => true,
                When::Has(other) => object.get(other).is_some(),
                When::Is(other, word) => object.text(other) == Some(word),
            };
            if !counts {
                continue;
            }
            let components = Components::of(object);
            let Value::Object(entries) = object else { return };
            let found = entries.iter_mut().rfind(|(name, _)| name == property.name).map(|(_, value)| value);
            match found {
                Some(value) if !value.is_null() => {
                    if !self.value(value, &property.kind, &at.key(property.name), components) {
                        *value = Value::Null;
                    }
                }
                null => {
                    if null.is_some() {
                        self.mistyped(&property.kind, &at.key(property.name));
                    }
                    if property.is_required {
                        self.add(Code::UndefinedProperty, at, &[&property.name]);
                    }
                }
            }
        }
    }

    pub(super) fn walk_extensions(&mut self, object: &mut Value, shape: &Shape, at: &Pointer) {
        if object.get("extras").is_some_and(|extras| !matches!(extras, Value::Object(_))) {
            self.add(Code::NonObjectExtras, &at.key("extras"), &[]);
        }
        if !object.has("extensions") {
            return;
        }
        let Value::Object(entries) = object else { return };
        let at = at.key("extensions");
        for (_, value) in entries.iter_mut().filter(|(name, _)| name == "extensions") {
            let Value::Object(extensions) = value else {
                self.add(Code::TypeMismatch, &at, &[&"object"]);
                continue;
            };
            let is_alone = extensions.len() == 1;
            for (name, extension) in extensions {
                self.extension(name, extension, is_alone, shape, &at.key(name));
            }
        }
    }

    fn extension(&mut self, name: &str, value: &mut Value, is_alone: bool, shape: &Shape, at: &Pointer) {
        if !matches!(value, Value::Object(_)) {
            self.add(Code::TypeMismatch, at, &[&"object"]);
            *value = Value::Object(Vec::new());
        }
        if !self.declares(name) {
            return self.add(Code::UndeclaredExtension, at, &[]);
        }
        let Some(extension) = known(name) else { return };
        let Some(shape) = extension.shape_on(shape.host) else {
            return self.add(Code::UnexpectedExtensionObject, at, &[]);
        };
        if extension.is_standalone && !is_alone {
            self.add(Code::MultipleExtensions, at, &[]);
        }
        self.walk(value, shape, at);
    }

    fn mistyped(&mut self, kind: &Kind, at: &Pointer) -> bool {
        self.add(Code::TypeMismatch, at, &[&kind.name()]);
        false
    }

    /// Whether a value that is not null is what its property asks for.
    fn value(&mut self, value: &mut Value, kind: &Kind, at: &Pointer, components: Option<Components>) -> bool {
        match (kind, value) {
            (Kind::Any, _) | (Kind::Flag, Value::Flag(_)) | (Kind::Text, Value::Text(_)) => true,
            (Kind::Index, Value::Number(number)) => {
                self.index(*number, at) || number.fract() != 0.0 && self.mistyped(kind, at)
            }
            (Kind::Uint(min, max), Value::Number(number)) if number.fract() == 0.0 => {
                self.within(*number, *number >= *min as f64 && *number <= *max as f64, at)
            }
            (Kind::Enum(allowed), Value::Number(number)) if number.fract() == 0.0 => {
                let is_allowed = allowed.iter().any(|known| *known as f64 == *number);
                is_allowed || self.refuse(Code::ValueNotInList, at, &[number])
            }
            (Kind::Number(range), Value::Number(number)) => self.within(*number, range.contains(*number), at),
            (Kind::Numbers(counts, range), Value::Array(items)) => self.numbers(items, counts, *range, at),
            (Kind::Word(words, more), Value::Text(text)) => {
                let is_more = more.iter().any(|(extension, word)| word == text && self.declares(extension));
                if !words.contains(&text.as_str()) && !is_more {
                    self.add(Code::ValueNotInList, at, &[text]);
                }
                true
            }
            (Kind::Pattern(fits, form), Value::Text(text)) => {
                fits(text) || self.refuse(Code::PatternMismatch, at, &[text, form])
            }
            (Kind::Object(shape), object @ Value::Object(_)) => {
                self.walk(object, shape, at);
                true
            }
            (Kind::Bounds, Value::Array(items)) => {
                components.is_none_or(|components| self.bounds(items, components, at))
            }
            (Kind::Indices, Value::Array(items)) => self.indices(items, at),
            (Kind::Objects(shape), Value::Array(items)) => self.objects(items, shape, at),
            (Kind::Collection(shape), Value::Array(items)) => self.collection(items, shape, at),
            (Kind::Strings, Value::Array(items)) => self.strings(items, at),
            (Kind::Attributes, Value::Object(entries)) => self.attributes(entries, at),
            (Kind::Targets, Value::Array(items)) => self.targets(items, at),
            _ => self.mistyped(kind, at),
        }
    }

    /// Reports, and says no.
    fn refuse(&mut self, code: Code, at: &Pointer, details: &[&dyn ToString]) -> bool {
        self.add(code, at, details);
        false
    }

    fn within(&mut self, number: f64, is_within: bool, at: &Pointer) -> bool {
        is_within || self.refuse(Code::ValueNotInRange, at, &[&number])
    }

    /// Leaves it to the caller to complain about what is no whole number.
    fn index(&mut self, number: f64, at: &Pointer) -> bool {
        number.fract() == 0.0 && (number >= 0.0 || self.refuse(Code::InvalidIndex, at, &[]))
    }

    fn numbers(&mut self, items: &[Value], counts: &[usize], range: Range, at: &Pointer) -> bool {
        if items.is_empty() {
            return self.refuse(Code::EmptyEntity, at, &[]);
        }
        if !counts.is_empty() && !counts.contains(&items.len()) {
            return self.refuse(Code::ArrayLengthNotInList, at, &[&items.len(), &counts[0]]);
        }
        let mut is_good = true;
        for (i, item) in items.iter().enumerate() {
            is_good &= match item {
                Value::Number(number) => range.contains(*number) || self.within(*number, false, &at.index(i)),
                _ => self.refuse(Code::ArrayTypeMismatch, at, &[&"number"]),
            };
        }
        is_good
    }

    /// `min` and `max` of an accessor (glTF 2.0 §5.1).
    fn bounds(&mut self, items: &[Value], components: Components, at: &Pointer) -> bool {
        let Components { count, component_type } = components;
        if component_type == FLOAT {
            return self.numbers(items, &[count], Range::ALL, at);
        }
        if items.len() != count {
            return self.refuse(Code::ArrayLengthNotInList, at, &[&items.len(), &count]);
        }
        let (min, max) = integer_range(component_type);
        let mut is_good = true;
        for item in items {
            is_good &= match item {
                Value::Number(number) if number.fract() == 0.0 => {
                    (min..=max).contains(number) || self.refuse(Code::InvalidGlValue, at, &[number])
                }
                _ => self.refuse(Code::ArrayTypeMismatch, at, &[&"integer"]),
            };
        }
        is_good
    }

    fn indices(&mut self, items: &mut [Value], at: &Pointer) -> bool {
        if items.is_empty() {
            return self.refuse(Code::EmptyEntity, at, &[]);
        }
        let mut seen = std::collections::HashSet::new();
        for (i, item) in items.iter_mut().enumerate() {
            match item.as_uint() {
                None => {
                    self.add(Code::InvalidIndex, &at.index(i), &[]);
                    *item = Value::Null;
                }
                Some(index) if !seen.insert(index) => self.add(Code::DuplicateElements, &at.index(i), &[]),
                Some(_) => {}
            }
        }
        true
    }

    fn strings(&mut self, items: &[Value], at: &Pointer) -> bool {
        if items.is_empty() {
            return self.refuse(Code::EmptyEntity, at, &[]);
        }
        let mut seen = std::collections::HashSet::new();
        let mut is_good = true;
        for (i, item) in items.iter().enumerate() {
            match item.as_text() {
                None => is_good = self.refuse(Code::ArrayTypeMismatch, &at.index(i), &[&"string"]),
                Some(text) if !seen.insert(text) => self.add(Code::DuplicateElements, &at.index(i), &[]),
                Some(_) => {}
            }
        }
        is_good
    }

    /// One element that is no object spoils the whole array.
    fn objects(&mut self, items: &mut [Value], shape: &Shape, at: &Pointer) -> bool {
        if items.is_empty() {
            return self.refuse(Code::EmptyEntity, at, &[]);
        }
        let strangers = items.iter().filter(|item| !matches!(item, Value::Object(_))).count();
        for _ in 0..strangers {
            self.add(Code::ArrayTypeMismatch, at, &[&"object"]);
        }
        if strangers > 0 {
            return false;
        }
        for (i, item) in items.iter_mut().enumerate() {
            self.walk(item, shape, &at.index(i));
        }
        true
    }

    fn collection(&mut self, items: &mut [Value], shape: &Shape, at: &Pointer) -> bool {
        if items.is_empty() {
            return self.refuse(Code::EmptyEntity, at, &[]);
        }
        for (i, item) in items.iter_mut().enumerate() {
            if matches!(item, Value::Object(_)) {
                self.walk(item, shape, &at.index(i));
            } else {
                self.add(Code::TypeMismatch, &at.index(i), &[&"object"]);
                *item = Value::Null;
            }
        }
        true
    }

    fn attributes(&mut self, entries: &mut [(String, Value)], at: &Pointer) -> bool {
        if entries.is_empty() {
            return self.refuse(Code::EmptyEntity, at, &[]);
        }
        for (name, value) in entries {
            if value.as_uint().is_none() {
                self.add(Code::InvalidIndex, &at.key(name), &[]);
                *value = Value::Null;
            }
        }
        true
    }

    fn targets(&mut self, items: &mut [Value], at: &Pointer) -> bool {
        if items.is_empty() {
            return self.refuse(Code::EmptyEntity, at, &[]);
        }
        let mut is_good = true;
        for (i, item) in items.iter_mut().enumerate() {
            is_good &= match item {
                Value::Object(entries) => self.attributes(entries, &at.index(i)),
                _ => self.refuse(Code::ArrayTypeMismatch, at, &[&"object"]),
            };
        }
        is_good
    }
}

impl Kind {
    /// In the words of JSON Schema.
    fn name(&self) -> &'static str {
        match self {
            Kind::Index | Kind::Uint(..) | Kind::Enum(_) => "integer",
            Kind::Flag => "boolean",
            Kind::Number(_) => "number",
            Kind::Text | Kind::Word(..) | Kind::Pattern(..) => "string",
            Kind::Object(_) | Kind::Attributes => "object",
            _ => "array",
        }
    }
}

/// How many components of which type the elements of an accessor have.
#[derive(Clone, Copy)]
struct Components {
    count: usize,
    component_type: u64,
}

impl Components {
    /// Of an accessor whose type has been checked before.
    fn of(object: &Value) -> Option<Self> {
        let count = component_count(object.text("type")?)?;
        Some(Self { count, component_type: object.uint("componentType")? })
    }
}

/// Components of one element (glTF 2.0 §3.6.2.2).
pub(super) fn component_count(element_type: &str) -> Option<usize> {
    Some(match element_type {
        "SCALAR" => 1,
        "VEC2" => 2,
        "VEC3" => 3,
        "VEC4" | "MAT2" => 4,
        "MAT3" => 9,
        "MAT4" => 16,
        _ => return None,
    })
}

fn integer_range(component_type: u64) -> (f64, f64) {
    match component_type {
        5120 => (i8::MIN.into(), i8::MAX.into()),
        5121 => (0.0, u8::MAX.into()),
        5122 => (i16::MIN.into(), i16::MAX.into()),
        5123 => (0.0, u16::MAX.into()),
        _ => (0.0, u32::MAX.into()),
    }
}
