//! WGSL as it is built in: without what only people read. A browser loads the text of all shaders with the engine.
//!
//! Used by `build.rs`, and by the tests, which try the short text, too.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

/// Leaves out comments, indents, spaces about signs, ends of lines after them and the last 0 of `1.0`.
pub fn bare(text: &str) -> String {
    let mut bare = String::new();
    for line in text.lines().map(|l| l.split("//").next().unwrap_or_default().trim()).filter(|l| !l.is_empty()) {
        let chars: Vec<char> = line.chars().collect();
        for (i, &c) in chars.iter().enumerate() {
            let around = [i.checked_sub(1).map(|i| chars[i]), chars.get(i + 1).copied()];
            // Between two operators a space parts them: `a - -b`.
            let is_space = c == ' '
                && around.iter().any(|c| c.is_some_and(is_sign))
                && !around.iter().all(|c| c.is_some_and(is_operator));
            let is_last_zero = c == '0'
                && around[0] == Some('.')
                && i.checked_sub(2).is_some_and(|i| chars[i].is_ascii_digit())
                && !around[1].is_some_and(|c| c.is_ascii_alphanumeric());
            if !is_space && !is_last_zero {
                bare.push(c);
            }
        }
        if !bare.ends_with(|c| is_sign(c) && !is_operator(c)) {
            bare.push('\n');
        }
    }
    bare
}

fn is_sign(c: char) -> bool {
    c.is_ascii_punctuation() && c != '_'
}

fn is_operator(c: char) -> bool {
    "+-*/%<>=!&|~^".contains(c)
}

/// Short names for all that shaders name by themselves.
pub struct ShortNames {
    globals: BTreeMap<String, String>,
    fields: BTreeMap<String, String>,
    locals: BTreeMap<String, String>,
}

impl ShortNames {
    /// The more often a name is used the shorter it is. What is set or called from outside keeps its name: overrides and entry points.
    ///
    /// Fields stand after a dot, so they may be called as anything else is. Functions may call what is theirs alike: a word means the same
    /// short name wherever it is one function's own, and no two words of a function mean the same.
    pub fn of(texts: &[String]) -> Self {
        let read: Vec<Vec<&str>> = texts.iter().map(|text| tokens(text)).collect();
        let names: Vec<Vec<Name>> = read.iter().map(|tokens| names(tokens)).collect();
        let all = || names.iter().flatten();
        let declared = |role: Role| all().filter(move |n| n.role == role).map(|n| n.text).collect::<BTreeSet<_>>();
        let (fixed, declared_globals, declared_fields) =
            (declared(Role::Fixed), declared(Role::Global), declared(Role::Field));

        let (mut globals, mut fields, mut locals) = (Counts::new(), Counts::new(), Counts::new());
        let mut taken = fixed.clone();
        let mut functions: Vec<BTreeSet<&str>> = Vec::new();
        for names in &names {
            let own = own_words(names);
            for name in names {
                let text = name.text;
                match name.role {
                    Role::Fixed => {}
                    Role::Field | Role::Member if declared_fields.contains(text) => {
                        *fields.entry(text).or_default() += 1
                    }
                    Role::Field | Role::Member => {}
                    _ if own[name.function].contains(text) => *locals.entry(text).or_default() += 1,
                    _ if declared_globals.contains(text) => *globals.entry(text).or_default() += 1,
                    // The language's.
                    _ => _ = taken.insert(text),
                }
            }
            functions.extend(own);
        }

        let globals = named(by_count(&globals).filter(|n| !fixed.contains(n)), short('A'..='Z', 'a'..='z', &taken));
        taken.extend(globals.values().map(String::as_str));
        let free: Vec<String> = short('a'..='z', 'A'..='Z', &taken).collect();
        let mut short_locals: BTreeMap<&str, &str> = BTreeMap::new();
        for word in by_count(&locals) {
            let beside: BTreeSet<&&str> = functions.iter().filter(|own| own.contains(word)).flatten().collect();
            let used: BTreeSet<&str> = beside.iter().filter_map(|other| short_locals.get(**other)).copied().collect();
            if let Some(name) = free.iter().find(|name| !used.contains(name.as_str())) {
                short_locals.insert(word, name);
            }
        }
        let locals = short_locals.iter().map(|(word, name)| ((*word).to_owned(), (*name).to_owned())).collect();
        let is_swizzle = |n: &str| n.chars().all(|c| "xyzw".contains(c)) || n.chars().all(|c| "rgba".contains(c));
        let renamed = by_count(&fields).filter(|n| !is_swizzle(n));
        let fields = named(renamed, short('a'..='z', 'A'..='Z', &BTreeSet::new()));
        Self { globals, fields, locals }
    }

    /// The same shader with short names.
    pub fn shorten(&self, text: &str) -> String {
        let mut tokens = tokens(text);
        let names = names(&tokens);
        let own = own_words(&names);
        for name in &names {
            let map = match name.role {
                Role::Fixed => continue,
                Role::Field | Role::Member => &self.fields,
                _ if own[name.function].contains(name.text) => &self.locals,
                _ => &self.globals,
            };
            tokens[name.token] = map.get(name.text).map_or(name.text, String::as_str);
        }
        tokens.concat()
    }
}

type Counts<'a> = BTreeMap<&'a str, usize>;

fn by_count<'a>(counts: &Counts<'a>) -> impl Iterator<Item = &'a str> {
    let mut words: Vec<(&str, usize)> = counts.iter().map(|(word, count)| (*word, *count)).collect();
    words.sort_by_key(|(_, count)| core::cmp::Reverse(*count));
    words.into_iter().map(|(word, _)| word)
}

fn named<'a>(words: impl Iterator<Item = &'a str>, names: impl Iterator<Item = String>) -> BTreeMap<String, String> {
    words.map(str::to_owned).zip(names).collect()
}

/// One letter, then two, of those that are free. Reserved words of two letters are not among them.
fn short<'a>(
    first: RangeInclusive<char>,
    second: RangeInclusive<char>,
    taken: &'a BTreeSet<&str>,
) -> impl Iterator<Item = String> + 'a {
    const RESERVED: [&str; 8] = ["as", "do", "fn", "if", "in", "is", "of", "or"];
    let ends = || ('a'..='z').chain('A'..='Z').chain('0'..='9');
    let pairs = first.clone().chain(second).flat_map(move |a| ends().map(move |b| format!("{a}{b}")));
    let all = first.map(String::from).chain(pairs);
    let is_free = |name: &String| !taken.contains(name.as_str()) && !RESERVED.contains(&name.as_str());
    all.filter(is_free).collect::<Vec<_>>().into_iter()
}

/// How a name stands in a shader.
#[derive(Clone, Copy, PartialEq)]
enum Role {
    /// Declared by a struct.
    Field,
    /// After a dot.
    Member,
    /// Declared by a function, for itself.
    Local,
    /// Declared for all.
    Global,
    /// Known outside, or an attribute.
    Fixed,
    /// Used: a global, a local, or the language's.
    Used,
}

struct Name<'a> {
    /// Which token it is.
    token: usize,
    text: &'a str,
    role: Role,
    /// Which function of the text it stands in, from 1; 0 outside of all.
    function: usize,
}

/// What each function declares for itself, in the order of the functions; nothing for what is outside of all.
fn own_words<'a>(names: &[Name<'a>]) -> Vec<BTreeSet<&'a str>> {
    let mut own = vec![BTreeSet::new(); names.iter().map(|n| n.function + 1).max().unwrap_or(1)];
    for name in names.iter().filter(|n| n.role == Role::Local) {
        own[name.function].insert(name.text);
    }
    own
}

/// Every name in a text, with its role.
fn names<'a>(tokens: &[&'a str]) -> Vec<Name<'a>> {
    let places: Vec<usize> = (0..tokens.len()).filter(|i| !tokens[*i].trim().is_empty()).collect();
    let word = |at: usize| places.get(at).map_or("", |i| tokens[*i]);
    let mut names = Vec::new();
    let (mut depth, mut functions, mut is_function, mut is_struct) = (0, 0, false, false);
    for (at, &token) in places.iter().enumerate() {
        let text = tokens[token];
        let before = |n: usize| at.checked_sub(n).map_or("", word);
        match text {
            "{" => depth += 1,
            "}" => {
                depth -= 1;
                let is_inside = depth > 0;
                (is_function, is_struct) = (is_function && is_inside, is_struct && is_inside);
            }
            "fn" => (functions, is_function) = (functions + 1, true),
            "struct" => is_struct = true,
            _ => {}
        }
        let is_before_colon = word(at + 1) == ":";
        let role = match before(1) {
            _ if !is_name(text) => continue,
            "@" | "override" => Role::Fixed,
            "(" if ["builtin", "interpolate"].contains(&before(2)) => Role::Fixed,
            "fn" if ["vertex", "fragment"].contains(&before(2)) => Role::Fixed,
            "." => Role::Member,
            "fn" | "struct" => Role::Global,
            "let" | "var" | "const" if is_function => Role::Local,
            "let" | "var" | "const" => Role::Global,
            ">" if before(4) == "var" => Role::Global,
            _ if is_struct && is_before_colon => Role::Field,
            _ if is_function && depth == 0 && is_before_colon => Role::Local,
            _ => Role::Used,
        };
        names.push(Name { token, text, role, function: if is_function { functions } else { 0 } });
    }
    names
}

fn is_name(token: &str) -> bool {
    token.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
}

/// Names and numbers whole, everything else character by character.
fn tokens(text: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_number = first.is_ascii_digit();
        let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_' || (is_number && c == '.');
        let length = rest.find(|c| !is_part(c)).unwrap_or(rest.len()).max(first.len_utf8());
        let (token, after) = rest.split_at(length);
        tokens.push(token);
        rest = after;
    }
    tokens
}
