//! What a file says about itself: its version, and the extensions that it uses and requires (glTF 2.0 §3.2, §3.12).

use std::collections::HashSet;

use super::Check;
use super::code::Code;
use super::pointer::{Pointer, item};
use super::schema_core::version;
use super::schema_extensions::known;
use super::value::Value;

impl Check<'_> {
    /// Whether an extension is declared. What is not declared is not checked, and what is not known neither.
    pub(super) fn declares(&self, name: &str) -> bool {
        self.declared.contains(name)
    }

    /// Takes note of `extensionsUsed`, ahead of the schema, which depends on it.
    pub(super) fn declare(&mut self, root: &Value) {
        let (declared, required) = (names(root, "extensionsUsed"), names(root, "extensionsRequired"));
        self.declared = declared.iter().map(|name| (*name).to_owned()).collect();
        if root.has("extensionsRequired") && !root.has("extensionsUsed") {
            let at = Pointer::default().key("extensionsRequired");
            self.add(Code::UnsatisfiedDependency, &at, &[&"extensionsUsed"]);
        }
        let all_required: HashSet<&str> = required.iter().copied().collect();
        for (i, name) in declared.into_iter().enumerate() {
            let at = item("extensionsUsed", i);
            if !is_extension_name(name) {
                self.add(Code::InvalidExtensionNameFormat, &at, &[]);
            }
            match known(name) {
                None => self.add(Code::UnsupportedExtension, &at, &[&name]),
                Some(extension) if extension.is_required && !all_required.contains(name) => {
                    self.add(Code::NonRequiredExtension, &at, &[&name]);
                }
                Some(_) => {}
            }
        }
        for (i, name) in required.into_iter().enumerate() {
            if !self.declares(name) {
                self.add(Code::UnusedExtensionRequired, &item("extensionsRequired", i), &[&name]);
            }
        }
    }

    /// Whether this is a version of glTF that can be looked into any further.
    pub(super) fn version(&mut self, asset: Option<&Value>) -> bool {
        let at = Pointer::default().key("asset");
        let of = |key| asset.and_then(|asset| asset.text(key)).and_then(version);
        let Some((major, minor)) = of("version") else { return false };
        if let Some(least) = of("minVersion")
            && least > (major, minor)
        {
            let details: [&dyn ToString; 2] = [&format!("{}.{}", least.0, least.1), &format!("{major}.{minor}")];
            self.add(Code::AssetMinVersionGreaterThanVersion, &at.key("minVersion"), &details);
        }
        if major != 2 {
            self.add(Code::UnknownAssetMajorVersion, &at.key("version"), &[&major]);
        } else if minor > 0 {
            self.add(Code::UnknownAssetMinorVersion, &at.key("version"), &[&minor]);
        }
        major == 2
    }
}

/// A list of names; one that holds anything else is no list of names.
fn names<'v>(root: &'v Value, key: &str) -> Vec<&'v str> {
    root.list(key).iter().map(Value::as_text).collect::<Option<_>>().unwrap_or_default()
}

/// `PREFIX_name`.
fn is_extension_name(name: &str) -> bool {
    let is_prefix =
        |prefix: &str| !prefix.is_empty() && prefix.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    let is_rest = |rest: &str| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    name.split_once('_').is_some_and(|(prefix, rest)| is_prefix(prefix) && is_rest(rest))
}
