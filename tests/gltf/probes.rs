//! What a scene says of the light in its rooms.

use glam::{UVec3, Vec3};
use hall::gltf::WarningKind;
use hall::{Aabb, TextureId};
use serde_json::{Value, json};

use crate::builder::*;

/// A room of 2 × 1 × 3 places, whose halves count from 0x3c00, that is 1.
fn lit(change: impl FnOnce(&mut Value), halves: impl Fn(u16) -> u16) -> File {
    let mut file = File::triangle();
    let image = file.push("images", json!({"uri": "rooms.webp"}));
    file.push("textures", json!({"source": image}));
    let bytes: Vec<u8> = (0..4 * 3 * 6).flat_map(|i| halves(0x3c00 + i).to_le_bytes()).collect();
    let irradiance = file.accessor(UNSIGNED_SHORT, "VEC4", 3 * 6, &bytes);
    let room = json!({
        "min": [-1, 0, -2], "max": [4, 3, 2.5], "position": [1, 1.5, 0], "counts": [2, 1, 3], "irradiance": irradiance,
    });
    let mut says = json!({"faces": {"index": 0}, "rooms": [room]});
    change(&mut says);
    file.json["scenes"][0]["extensions"] = json!({"YUNZHAN_light_probes": says});
    file
}

#[test]
fn rooms_are_read_as_they_are() {
    let (scene, warnings) = lit(|_| (), |half| half).import();
    assert_eq!(warnings, []);
    let [probe] = &scene.light_probes[..] else { panic!("one room") };
    assert_eq!(probe.bounds, Aabb { min: Vec3::new(-1.0, 0.0, -2.0), max: Vec3::new(4.0, 3.0, 2.5) });
    assert_eq!((probe.position, probe.counts), (Vec3::new(1.0, 1.5, 0.0), UVec3::new(2, 1, 3)));
    assert_eq!((probe.picture, probe.first_face), (TextureId(0), 0));
    assert_eq!((probe.bounced.len(), probe.bounced[1]), (18, [0x3c04, 0x3c05, 0x3c06, 0x3c07]));
    let (scene, _) = lit(|says| says["rooms"] = json!([says["rooms"][0], says["rooms"][0]]), |half| half).import();
    assert_eq!(scene.light_probes[1].first_face, 6);
}

#[test]
fn what_is_wrong_is_told_and_left_out() {
    let room = |key: &'static str, value: Value| move |says: &mut Value| says["rooms"][0][key] = value;
    type Spoil = Box<dyn FnOnce(&mut Value)>;
    let wrong: Vec<Spoil> = vec![
        Box::new(room("min", json!([5, 0, 0]))),
        Box::new(room("max", json!([1e300, 1, 1]))),
        Box::new(room("position", json!([1, 2]))),
        Box::new(room("counts", json!([0, 1, 3]))),
        Box::new(room("counts", json!([2.5, 1, 3]))),
        Box::new(room("counts", json!([2, 1, 65]))),
        Box::new(room("counts", json!([2, 1, 4]))),
        Box::new(room("counts", json!([1e18, 1, 1]))),
        Box::new(room("irradiance", json!(9))),
        Box::new(room("irradiance", json!(0))),
        Box::new(|says| says["faces"]["index"] = json!(1)),
        Box::new(|says| says["rooms"] = json!("none")),
        Box::new(|says| says["rooms"] = vec![says["rooms"][0].clone(); 9].into()),
    ];
    for change in wrong {
        let file = lit(change, |half| half);
        let (scene, warnings) = file.import();
        assert_eq!(scene.light_probes, [], "{}", file.json["scenes"]);
        let malformed = WarningKind::ExtensionMalformed { name: "YUNZHAN_light_probes" };
        assert_eq!(kinds(&warnings), [malformed], "{}", file.json["scenes"]);
    }
    for half in [0x7c00, 0xfc00, 0x7e01] {
        let (scene, _) = lit(|_| (), |_| half).import();
        assert_eq!(scene.light_probes, [], "{half:x} is no light");
    }
}
