//! Names that things in a manifest go by: unique, plain, and referred to rightly.

use super::{Check, Severity, Words};

/// The ids of one array of the manifest.
pub(super) struct Ids<'a> {
    array: &'static str,
    ids: Vec<&'a str>,
}

impl<'a> Ids<'a> {
    pub fn new(array: &'static str, ids: impl Iterator<Item = &'a str>) -> Self {
        Self { array, ids: ids.collect() }
    }
}

impl Check<'_> {
    /// Each id is there once and fit for an address.
    pub(super) fn ids(&mut self, entry: &str, ids: &Ids) {
        for (i, id) in ids.ids.iter().enumerate() {
            let place = format!("{}[{i}].id", ids.array);
            let is_plain = !id.is_empty()
                && id.len() <= 64
                && id.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'));
            if !is_plain {
                let zh = format!("{place} 的标识“{id}”不合适");
                let en = format!("{place}: the id {id:?} is not suitable");
                let hint = Words::new(
                    "用 1 到 64 个字母、数字、汉字、“-”、“_”或“.”。",
                    "Use 1 to 64 letters, digits, '-', '_' or '.'.",
                );
                self.add(Severity::Error, "id-unsuitable", entry, &place, Words::new(zh, en), hint);
            }
            if let Some(first) = ids.ids[..i].iter().position(|other| other == id) {
                let zh = format!("{place} 的标识“{id}”与 {}[{first}] 重复", ids.array);
                let en = format!("{place}: the id {id:?} is that of {}[{first}] already", ids.array);
                let hint = Words::new("给每一项不同的标识。", "Give each one an id of its own.");
                self.add(Severity::Error, "id-duplicate", entry, &place, Words::new(zh, en), hint);
            }
        }
    }

    /// `id` is among `ids`.
    pub(super) fn reference(&mut self, entry: &str, place: String, id: Option<&String>, ids: &Ids) {
        let Some(id) = id.filter(|id| !ids.ids.contains(&id.as_str())) else { return };
        let zh = format!("{place} 引用的“{id}”不在 {} 中", ids.array);
        let en = format!("{place}: there is no {id:?} among {}", ids.array);
        let hint = match nearest(id, &ids.ids) {
            Some(near) => Words::new(format!("是不是“{near}”？"), format!("Perhaps {near:?}?")),
            None => Words::new(
                format!("在 {} 中添加，或去掉此引用。", ids.array),
                format!("Add it to {}, or remove the reference.", ids.array),
            ),
        };
        self.add(Severity::Error, "id-unknown", entry, place, Words::new(zh, en), hint);
    }
}

/// The name most like `id`, if any is like it: a third of its letters may differ.
pub(super) fn nearest<'a>(id: &str, names: &[&'a str]) -> Option<&'a str> {
    const LONGEST: usize = 64;
    let letters: Vec<char> = id.chars().take(LONGEST).collect();
    let scored = names.iter().map(|name| (distance(&letters, &name.chars().take(LONGEST).collect::<Vec<_>>()), *name));
    let (score, name) = scored.min_by_key(|(score, _)| *score)?;
    (score * 3 <= letters.len().max(3)).then_some(name)
}

/// Letters to add, remove or change (Levenshtein 1965).
fn distance(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let changed = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_offered_only_when_it_is_near() {
        let names = ["entrance", "reception", "展台一"];
        assert_eq!(nearest("entrence", &names), Some("entrance"));
        assert_eq!(nearest("展台二", &names), Some("展台一"));
        assert_eq!(nearest("window", &names), None);
        assert_eq!(nearest("x", &[]), None);
    }
}
