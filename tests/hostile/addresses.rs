//! Addresses: out of the folder, onto the network, or with everything in them.

use serde_json::json;

use crate::case::data_uri;
use crate::json::scene;
use crate::run::Hostile;

/// A buffer at this address, beside the one that the floor is in.
fn buffer(number: u32, what: &'static str, uri: &str) -> Hostile {
    let mut file = scene(json!({}));
    file["buffers"].as_array_mut().unwrap().push(json!({"byteLength": 4, "uri": uri}));
    Hostile::new(number, what, "a.gltf", file.to_string())
}

fn image(number: u32, what: &'static str, uri: &str) -> Hostile {
    let properties = json!({
        "images": [{"uri": uri}], "textures": [{"source": 0}],
        "materials": [{"pbrMetallicRoughness": {"baseColorTexture": {"index": 0}}}],
        "meshes": [{"primitives": [{"attributes": {"POSITION": 0, "TEXCOORD_0": 1}, "material": 0}]}],
    });
    Hostile::new(number, what, "a.gltf", scene(properties).to_string())
}

pub fn cases() -> Vec<Hostile> {
    const FORBIDDEN: &str = "YZ_FORBIDDEN_URI";
    let svg = data_uri("image/svg+xml", b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>");
    let long = |length: usize| format!("data:application/octet-stream;base64,{}", "A".repeat(length));
    let bases = [
        buffer(43, "../", "../../../../../../etc/passwd"),
        image(43, "../ of an image", "../../../../../../etc/passwd"),
        buffer(44, "an absolute path", "/etc/passwd"),
        buffer(45, "file:", "file:///etc/passwd"),
        buffer(46, "..%2f", "..%2f..%2f..%2f..%2fetc/passwd"),
        buffer(47, "http: to a metadata server", "http://169.254.169.254/latest/meta-data"),
        image(47, "http: of an image", "http://169.254.169.254/latest/meta-data"),
        buffer(48, "a machine's name", "\\\\host\\share\\a.bin"),
        buffer(48, "a drive", "C:/a.bin"),
        buffer(49, "%ff", "%ff.bin"),
        buffer(50, "%00", "a.bin%00.png"),
    ];
    let mut cases: Vec<Hostile> = bases.into_iter().map(|case| case.refused(FORBIDDEN)).collect();
    cases.push(buffer(51, "48 MiB of base64 in an address", &long(48 << 20)).refused("YZ_DATA_URI_TOO_LARGE"));
    cases.push(buffer(51, "64 MiB of base64 in an address", &long(64 << 20)).refused("YZ_JSON_TOO_LARGE"));
    cases.push(image(52, "SVG with a script in an address", &svg).refused("YZ_SVG_IMAGE"));
    cases
}

/// Links of the file system are no addresses, but lead out all the same.
#[test]
#[cfg(unix)]
fn a_link_leads_to_nothing() {
    use crate::place::Place;
    use crate::run::Run;
    let place = Place::new();
    place.write("secret.bin", [7; 4]);
    let case = buffer(43, "a link", "a.bin");
    place.write("in/a.gltf", &case.files[0].1);
    std::os::unix::fs::symlink("../secret.bin", place.0.join("in/a.bin")).unwrap();
    let check = Run::of(&place, &["check", "in/a.gltf", "--json"]);
    assert!(check.codes().contains("IO_ERROR"), "{:?}", check.codes());
}
