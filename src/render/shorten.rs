//! WGSL as it is built in: without what only people read. A browser loads the text of all shaders with the engine.
//!
//! Used by `build.rs`, and by the tests, which try the short text, too.

use std::collections::{BTreeMap, BTreeSet};

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
pub struct ShortNames(BTreeMap<String, String>);

impl ShortNames {
    /// The more often a name is used the shorter it is. What is set or called from outside keeps its name: overrides and entry points.
    pub fn of(texts: &[String]) -> Self {
        let (mut own, mut callable, mut kept) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for text in texts {
            let tokens = words(text);
            for (i, &token) in tokens.iter().enumerate().filter(|(_, t)| is_name(t)) {
                *counts.entry(token).or_default() += 1;
                let before = |n: usize| i.checked_sub(n).map_or("", |i| tokens[i]);
                let after = tokens.get(i + 1).copied().unwrap_or_default();
                match before(1) {
                    "fn" if ["vertex", "fragment"].contains(&before(2)) => _ = kept.insert(token),
                    "override" | "@" => _ = kept.insert(token),
                    "(" if ["builtin", "interpolate"].contains(&before(2)) => _ = kept.insert(token),
                    "fn" | "struct" => _ = (own.insert(token), callable.insert(token)),
                    "let" | "var" | "const" => _ = own.insert(token),
                    ">" if before(4) == "var" => _ = own.insert(token),
                    _ if after == ":" && token != "default" => _ = own.insert(token),
                    _ => {}
                }
            }
        }
        // What is called and not made here is the language's.
        for text in texts {
            let tokens = words(text);
            let calls = tokens.windows(2).filter(|t| t[1] == "(" && !callable.contains(t[0]));
            let of_language: Vec<&str> = calls.map(|t| t[0]).collect();
            kept.extend(counts.keys().copied().filter(|n| of_language.contains(n)));
        }
        let is_swizzle = |n: &str| n.chars().all(|c| "xyzw".contains(c)) || n.chars().all(|c| "rgba".contains(c));
        let is_long = |n: &&str| n.len() > 2 && !is_swizzle(n) && !kept.contains(n);
        let mut renamed: Vec<&str> = own.iter().copied().filter(is_long).collect();
        renamed.sort_by_key(|n| core::cmp::Reverse(counts[n]));
        let letters = || ('a'..='z').chain('A'..='Z');
        let pairs = letters().flat_map(|a| letters().map(move |b| format!("{a}{b}")));
        let reserved = ["as", "do", "fn", "if", "in", "is", "of", "or"];
        let all = letters().map(String::from).chain(pairs);
        let mut free = all.filter(|n| !counts.contains_key(n.as_str()) && !reserved.contains(&n.as_str()));
        Self(renamed.iter().filter_map(|n| Some(((*n).to_owned(), free.next()?))).collect())
    }

    /// The same shader with short names.
    pub fn shorten(&self, text: &str) -> String {
        tokens(text).into_iter().map(|t| self.0.get(t).map_or(t, String::as_str)).collect()
    }
}

fn is_name(token: &str) -> bool {
    token.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
}

/// Tokens without what parts them.
fn words(text: &str) -> Vec<&str> {
    tokens(text).into_iter().filter(|t| !t.trim().is_empty()).collect()
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
