//! JSON text to values (RFC 8259), within a budget.
//!
//! `hall::json` reads the same text into less memory, but drops what has to be reported here: nulls, the second of two equal keys, and numbers
//! beyond the range of doubles, which the Khronos validator takes for infinite.

use super::value::Value;

/// Arrays and objects in each other; the limit of `serde_json`, by which a hall is read later.
pub(super) const DEPTH_MAX: usize = 127;

/// An object costs about as much memory as this many numbers.
const OBJECT_COST: u64 = 16;

/// Why a text cannot be read.
#[derive(Debug, PartialEq)]
pub(super) enum JsonError {
    Syntax { offset: usize, what: &'static str },
    TooDeep,
    TooMany,
}

/// Parses a whole text of at most `budget` values, where an object counts as 16.
pub(super) fn parse(text: &[u8], budget: u64) -> Result<Value, JsonError> {
    let text = std::str::from_utf8(text)
        .map_err(|error| JsonError::Syntax { offset: error.valid_up_to(), what: "this is not UTF-8" })?;
    let mut parser = Parser { text, at: 0, budget };
    let value = parser.value(0)?;
    parser.skip_blanks();
    if parser.at < text.len() { Err(parser.syntax("more follows after the end")) } else { Ok(value) }
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    budget: u64,
}

impl Parser<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip_blanks(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn syntax(&self, what: &'static str) -> JsonError {
        JsonError::Syntax { offset: self.at, what }
    }

    /// Takes one byte, if it is next.
    fn takes(&mut self, byte: u8) -> bool {
        let is_next = self.peek() == Some(byte);
        self.at += usize::from(is_next);
        is_next
    }

    fn spend(&mut self, cost: u64) -> Result<(), JsonError> {
        self.budget = self.budget.checked_sub(cost).ok_or(JsonError::TooMany)?;
        Ok(())
    }

    fn value(&mut self, depth: usize) -> Result<Value, JsonError> {
        self.skip_blanks();
        self.spend(1)?;
        match self.peek() {
            Some(b'{') => self.object(depth),
            Some(b'[') => self.array(depth),
            Some(b'"') => self.string().map(Value::Text),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(_) => self.word(),
            None => Err(self.syntax("the text ends too early")),
        }
    }

    fn word(&mut self) -> Result<Value, JsonError> {
        let words = [("true", Value::Flag(true)), ("false", Value::Flag(false)), ("null", Value::Null)];
        let rest = &self.text[self.at..];
        let Some((word, value)) = words.into_iter().find(|(word, _)| rest.starts_with(word)) else {
            return Err(self.syntax("no value begins like this"));
        };
        self.at += word.len();
        Ok(value)
    }

    fn array(&mut self, depth: usize) -> Result<Value, JsonError> {
        let mut items = Vec::new();
        self.list(depth, b']', |parser| {
            items.push(parser.value(depth + 1)?);
            Ok(())
        })?;
        Ok(Value::Array(items))
    }

    fn object(&mut self, depth: usize) -> Result<Value, JsonError> {
        self.spend(OBJECT_COST)?;
        let mut entries = Vec::new();
        self.list(depth, b'}', |parser| {
            let key = parser.string()?;
            parser.skip_blanks();
            if !parser.takes(b':') {
                return Err(parser.syntax("a colon is missing"));
            }
            entries.push((key, parser.value(depth + 1)?));
            Ok(())
        })?;
        Ok(Value::Object(entries))
    }

    /// What stands between brackets, with commas in between.
    fn list(
        &mut self,
        depth: usize,
        end: u8,
        mut element: impl FnMut(&mut Self) -> Result<(), JsonError>,
    ) -> Result<(), JsonError> {
        if depth >= DEPTH_MAX {
            return Err(JsonError::TooDeep);
        }
        self.at += 1;
        self.skip_blanks();
        if self.takes(end) {
            return Ok(());
        }
        loop {
            self.skip_blanks();
            element(self)?;
            self.skip_blanks();
            if self.takes(end) {
                return Ok(());
            }
            if !self.takes(b',') {
                return Err(self.syntax("a comma or the end of the list is missing"));
            }
        }
    }

    fn digits(&mut self) -> Result<(), JsonError> {
        let begin = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        if self.at > begin { Ok(()) } else { Err(self.syntax("a digit is missing")) }
    }

    fn number(&mut self) -> Result<Value, JsonError> {
        let begin = self.at;
        self.takes(b'-');
        if !self.takes(b'0') {
            self.digits()?;
        }
        if self.takes(b'.') {
            self.digits()?;
        }
        if self.takes(b'e') || self.takes(b'E') {
            let _ = self.takes(b'+') || self.takes(b'-');
            self.digits()?;
        }
        let number = self.text[begin..self.at].parse();
        number.map(Value::Number).map_err(|_| self.syntax("this is no number"))
    }

    fn string(&mut self) -> Result<String, JsonError> {
        if !self.takes(b'"') {
            return Err(self.syntax("a quotation mark is missing"));
        }
        let mut string = String::new();
        loop {
            let begin = self.at;
            while self.peek().is_some_and(|byte| byte >= 0x20 && byte != b'"' && byte != b'\\') {
                self.at += 1;
            }
            string.push_str(&self.text[begin..self.at]);
            if self.takes(b'"') {
                return Ok(string);
            }
            if !self.takes(b'\\') {
                return Err(self.syntax("a string does not end"));
            }
            string.push(self.escape()?);
        }
    }

    fn escape(&mut self) -> Result<char, JsonError> {
        let letter = self.peek().ok_or_else(|| self.syntax("a string does not end"))?;
        self.at += 1;
        Ok(match letter {
            b'"' | b'\\' | b'/' => char::from(letter),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => return self.code_point(),
            _ => return Err(self.syntax("there is no such escape sequence")),
        })
    }

    fn code_unit(&mut self) -> Result<u32, JsonError> {
        let digits =
            self.text.as_bytes().get(self.at..self.at + 4).filter(|four| four.iter().all(u8::is_ascii_hexdigit));
        let digits = digits.and_then(|four| std::str::from_utf8(four).ok());
        let unit = digits.and_then(|four| u32::from_str_radix(four, 16).ok());
        let unit = unit.ok_or_else(|| self.syntax("four hexadecimal digits are missing"))?;
        self.at += 4;
        Ok(unit)
    }

    /// One UTF-16 unit, or two that belong together.
    fn code_point(&mut self) -> Result<char, JsonError> {
        let unit = self.code_unit()?;
        if let Some(c) = char::from_u32(unit) {
            return Ok(c);
        }
        let low = if unit < 0xdc00 && self.takes(b'\\') && self.takes(b'u') { self.code_unit()? } else { 0 };
        let pair = char::decode_utf16([unit as u16, low as u16]).next();
        pair.and_then(Result::ok).ok_or_else(|| self.syntax("half a character"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Value {
        parse(text.as_bytes(), 1000).unwrap()
    }

    #[test]
    fn all_kinds_of_values_are_read() {
        let value = read(r#" {"a": [1, -2.5e1, 1e400, true, null], "b": {"c": "x\n\u00e9\ud83d\ude00"}, "a": 7} "#);
        assert_eq!(value.uint("a"), Some(7));
        assert_eq!(value.below(&["b", "c"]).and_then(Value::as_text), Some("x\né😀"));
        let numbers = [Value::Number(1.0), Value::Number(-25.0), Value::Number(f64::INFINITY)];
        assert_eq!(value.entries()[0].1.items()[..3], numbers);
        assert!(value.entries()[0].1.items()[4].is_null());
    }

    #[test]
    fn what_is_no_json_is_refused() {
        for text in [
            "",
            " ",
            "{",
            "[1,]",
            "[1 2]",
            "{\"a\"}",
            "{\"a\":}",
            "{a:1}",
            "01",
            "1.",
            ".5",
            "+1",
            "1e",
            "-",
            "NaN",
            "\"",
            "\"\\x\"",
            "\"\\u12\"",
            "\"\\ud800\"",
            "\"\\udc00\\ud800\"",
            "\"\t\"",
            "tru",
            "{} {}",
            "'a'",
            "[1]\0",
        ] {
            assert!(matches!(parse(text.as_bytes(), 1000), Err(JsonError::Syntax { .. })), "{text:?}");
        }
        assert!(matches!(parse(b"\"\xff\"", 1000), Err(JsonError::Syntax { offset: 1, .. })));
    }

    #[test]
    fn depth_and_number_of_values_are_limited() {
        let nested = |depth| [b"[".repeat(depth), b"]".repeat(depth)].concat();
        assert!(parse(&nested(DEPTH_MAX), 1000).is_ok());
        assert_eq!(parse(&nested(DEPTH_MAX + 1), 1000), Err(JsonError::TooDeep));
        assert_eq!(parse(&b"[".repeat(200_000), u64::MAX), Err(JsonError::TooDeep));
        assert_eq!(parse(b"[{}, {}, {}]", 40), Err(JsonError::TooMany));
    }
}
