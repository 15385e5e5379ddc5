//! The names that glue and module know each other by. wasm-bindgen ends each with sixteen digits of a hash, which no compression
//! takes away, in both files; a letter or two does as well.

use std::collections::HashMap;

use wasm_bindgen_cli_support::Output;

use crate::fault::Fault;

/// What the glue calls the instance of the module.
const INSTANCE: &str = "wasm";

/// Renames everything that goes between the two; gives the glue.
///
/// # Errors
/// [`Fault::Bindgen`] when the glue doesn't offer what the module imports.
pub fn shorten(bound: &mut Output) -> Result<String, Fault> {
    let glue = bound.js().to_owned();
    let module = bound.wasm_mut();
    let mut imports = HashMap::new();
    let mut next = (0..).map(letters);
    for import in module.imports.iter_mut() {
        let short = next.next().unwrap_or_default();
        let long = std::mem::replace(&mut import.name, short.clone());
        if imports.insert(long.clone(), short).is_some() {
            return Err(Fault::Bindgen(format!("the module imports {long} twice")));
        }
    }
    let mut exports = HashMap::new();
    for export in module.exports.iter_mut() {
        let short = next.next().unwrap_or_default();
        exports.insert(std::mem::replace(&mut export.name, short.clone()), short);
    }
    let (glue, offered) = renamed(&glue, &imports, &exports);
    if offered != imports.len() {
        return Err(Fault::Bindgen(format!("the module imports {} functions, the glue has {offered}", imports.len())));
    }
    Ok(glue)
}

/// The glue with the new names, and how many imports it offers.
fn renamed(glue: &str, imports: &HashMap<String, String>, exports: &HashMap<String, String>) -> (String, usize) {
    let mut written = String::with_capacity(glue.len());
    let mut offered = 0;
    let mut rest = glue;
    while let Some(start) = rest.find(is_of_name) {
        written.push_str(&rest[..start]);
        let end = rest[start..].find(|c| !is_of_name(c)).map_or(rest.len(), |length| start + length);
        let word = &rest[start..end];
        let is_of_module = written.ends_with('.') && written.trim_end_matches('.').ends_with(INSTANCE);
        let short = if is_of_module { exports.get(word) } else { imports.get(word).inspect(|_| offered += 1) };
        written.push_str(short.map_or(word, String::as_str));
        rest = &rest[end..];
    }
    written.push_str(rest);
    (written, offered)
}

fn is_of_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || c == '$'
}

/// `a` to `z`, then `aa`, `ba` and so on.
fn letters(mut n: usize) -> String {
    let mut name = String::new();
    loop {
        name.push(char::from(b'a' + (n % 26) as u8));
        n /= 26;
        if n == 0 {
            return name;
        }
        n -= 1;
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn no_two_names_are_the_same() {
        let names: HashSet<String> = (0..5000).map(letters).collect();
        assert_eq!(names.len(), 5000);
    }

    #[test]
    fn only_whole_names_in_their_place_are_changed() {
        let imports = HashMap::from([("__wbg_now_1f".to_owned(), "a".to_owned())]);
        let exports = HashMap::from([("viewer_open".to_owned(), "b".to_owned())]);
        let glue = "{ __wbg_now_1f: function() {}, __wbg_now_1f2: 0 }; wasm.viewer_open(this.viewer_open);";
        let (written, offered) = renamed(glue, &imports, &exports);
        assert_eq!(written, "{ a: function() {}, __wbg_now_1f2: 0 }; wasm.b(this.viewer_open);");
        assert_eq!(offered, 1);
    }
}
