//! `KHR_node_visibility`: nodes that are hidden with all that hangs on them.

use super::elements::Element;
use crate::json::Json;

pub(super) const NAME: &str = "KHR_node_visibility";

/// Whether the node itself is to be seen.
pub(super) fn is_visible<T>(node: &Element<T>) -> bool {
    let visible = node.extension(NAME).and_then(|extension| extension.get("visible"));
    visible.and_then(Json::as_bool).unwrap_or(true)
}
