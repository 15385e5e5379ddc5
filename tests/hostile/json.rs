//! Texts: JSON that is too deep, too much, or means two things.

use serde_json::{Value, json};

use crate::case::{floats, gltf, with_views};
use crate::run::Hostile;

/// A floor of four by four metres, and these properties beside it.
pub fn scene(properties: Value) -> Value {
    let corners = [-2.0, 0.0, -2.0, -2.0, 0.0, 2.0, 2.0, 0.0, -2.0, -2.0, 0.0, 2.0, 2.0, 0.0, 2.0, 2.0, 0.0, -2.0];
    let uvs = [0.0, 0.0, 0.0, 1.0, 1.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0, 0.0];
    let whole = json!({
        "scene": 0, "scenes": [{"nodes": [0]}], "nodes": [{"name": "floor", "mesh": 0}],
        "meshes": [{"primitives": [{"attributes": {"POSITION": 0, "TEXCOORD_0": 1}}]}],
        "accessors": [
            {"bufferView": 0, "componentType": 5126, "type": "VEC3", "count": 6, "min": [-2, 0, -2], "max": [2, 0, 2]},
            {"bufferView": 1, "componentType": 5126, "type": "VEC2", "count": 6},
        ],
    });
    let mut file = gltf(with_views(whole, &[&floats(&corners), &floats(&uvs)]));
    properties.as_object().unwrap().iter().for_each(|(name, value)| file[name] = value.clone());
    file
}

/// The same file with a piece of its text replaced: for what no value of JSON can be.
fn spelt(properties: Value, from: &str, to: &str) -> Vec<u8> {
    let text = scene(properties).to_string();
    assert!(text.contains(from), "{from} is not in {text}");
    text.replace(from, to).into_bytes()
}

pub fn cases() -> Vec<Hostile> {
    let case = |number, what, bytes: Vec<u8>| Hostile::new(number, what, "a.gltf", bytes);
    let good = |properties| scene(properties).to_string().into_bytes();
    let deep = format!("{}{}", "[".repeat(200_000), "]".repeat(200_000));
    let marked = |mark: &str| spelt(json!({"extras": "MARK"}), "\"MARK\"", mark);
    let mut bytes = good(json!({"extras": "\u{1}"}));
    let at = bytes.windows(6).position(|part| part == b"\\u0001").unwrap();
    bytes.splice(at..at + 6, *b"\xff\xfe");
    vec![
        case(12, "200,000 levels of arrays", marked(&deep)).refused("YZ_JSON_TOO_DEEP"),
        case(
            13,
            "an address twice, the second to a metadata server",
            marked(r#"0,"images":[{"uri":"a.png","uri":"http://169.254.169.254/latest"}]"#),
        )
        .refused("YZ_DUPLICATE_KEY"),
        case(14, "NaN", marked("NaN")).refused("INVALID_JSON"),
        case(14, "Infinity", marked("-Infinity")).refused("INVALID_JSON"),
        case(15, "1e400", marked("1e400")).refused("YZ_UNREADABLE"),
        case(16, "a byte order mark", [b"\xef\xbb\xbf".to_vec(), good(json!({}))].concat()).mended("INVALID_JSON"),
        case(17, "an array instead of an object", b"[]".to_vec()).refused("YZ_UNREADABLE"),
        case(18, "words where numbers belong", good(json!({"scene": "0", "nodes": [{"mesh": "0"}]})))
            .refused("TYPE_MISMATCH"),
        case(19, "300,000 materials", good(json!({"materials": vec![json!({}); 300_000]}))).refused("YZ_TOO_MANY"),
        case(20, "bytes that are no UTF-8", bytes).refused("INVALID_JSON"),
        case(20, "half a surrogate", marked(r#""\ud800""#)).refused("INVALID_JSON"),
        case(21, "a name that is a tag", good(json!({"nodes": [{"mesh": 0, "name": "<img src=x onerror=alert(1)>"}]})))
            .mended(""),
        case(21, "a name that turns its letters", good(json!({"nodes": [{"mesh": 0, "name": "gnp.\u{202e}exe"}]})))
            .mended("YZ_NAME_CHARACTERS"),
        case(21, "a name with NUL", good(json!({"nodes": [{"mesh": 0, "name": "a\u{0}b"}]})))
            .mended("YZ_NAME_CHARACTERS"),
        case(22, "a key named __proto__", spelt(json!({"extras": {"MARK": {"x": 1}}}), "MARK", "__proto__")).mended(""),
    ]
}
