//! Buffer views packed by meshoptimizer. The packed bytes are what its own encoder (npm `meshoptimizer`, version 0 of the bitstream) made of
//! the data that each test computes anew.

use glam::{Quat, Vec3, Vec4};
use hall::{ImportError, Keys, Primitive};
use serde_json::{Value, json};

use crate::builder::*;

const GRID16: &str = "\
    e1fe1e100e100e100e100e100e100e100efe1e100e100e100e100e100e100e100efe1e100e100e100e100e100e100e100efe1e100e100e10\
    0e100e100e100e100efe1e100e100e100e100e100e100e100efe1e100e100e100e100e100e100e100efe1e100e100e100e100e100e100e10\
    0efe1e100e100e100e100e100e100e100e0f120f020f020f020f020f020f020f02007687566778a9866589689801690000";
const SCATTERED: &str = "\
    e1ffffffffffffffffffffffffffffffffffffffffff9cfb04c4da02e862ffb166b79e048a15ffe4f204af14c39907ff92fd06c5cf0784bc\
    05ffc38404dc97069566ff8c9f019bb903b7b802ffb2f703d9d603f68101ffe7c303b6e407af8b02ffab9801e6f702cbaf05ffaeaa05e5d8\
    01b88c02ff93970483a203cc8805ffeca701a3799fa601ffe453dbd001a89c03ffeda406e8fb04838f01ffb1e20189ce01f8e802ffd69b03\
    f1c1058ec105ffcfc704d2a30497ae01ffa9f803cb09d0ff02ffbac103edd002ff9805ffd08d03d7af01808506007687566778a986658968\
    9801690000";
const MIXED: &str = "\
    e1f010fefffe4f1efff00cff02020200b601ff020202007687566778a9866589689801690000";
const SEQUENCE16: &str = "\
    d10004cd010407981fb701de1d991fbcfe0f00000000";
const FLOATS: &str = "\
    a00000000000000000ffffffff000000dfe09090687844c3fff8a8e00fff8c8cef9728d8e0f3ecdfe78ffbac4fafb0047bcf48f84f877fdf\
    600b1f170f0700081018200c5fe0808850f747d07c03afb050abfc90e8e0ebf4dfd72798f08b8bff10dfa7f7ffc44377678f8fdfe0000000\
    00dfe09090687844c3fff8a8e00fff8c8cef9728d8e0f3ecdfe78ffbac4fafb0047bcf48f84f877fdf600b1f170f0700081018200c5fe080\
    8850f747d07c03afb050abfc90e8e0ebf4dfd72798f08b8bff10dfa7f7ffc44377678f8fdfe000000000dfe09090687844c3fff8a8e00fff\
    8c8cef9728d8e0f3ecdfe78ffbac4fafb0047bcf48f84f877fdf600b1f170f0700081018200c5fe0808850f7475555555538808f2f7e0504\
    050426e999760304491c41c00404000e08e2030349ba665d030493d3c404030603067e2023cb7d7e050405c9ba665d040304924710700404\
    000382380303926e9997030464f4f101030603061f8808f27d7e0504f26e9997050403046491c41c04040000e08e03030000000000000000\
    afaa555500ffff8080404040402020202020202020101010101010101010101010101010f888888888888888108888888888888888844444\
    4444444444444444444444444444444444444444444444444444444444eaaaaaaa04aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\
    aaaaaaaaaaaa11000100380080007e80000000800000000000000000000000000000000000000000001fd07c03afb050abfc90e8e0ebf4df\
    d72798f08b8bff10dfa7f7ffc44377678f8ff00fff00dfe0dfe09090687819249ba66503412103610360100047e202007d7e003f00ffffff\
    ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff00000000158888888888888888888888\
    0000000000000000000000000000000000000000000000000000000000000000000000000000";
const BYTES: &str = "\
    a0150888888888888888888800001f000249086faa9559fec00e4958485f385dbd22d9e05769860a7f0554d7c6b194ffff000032816dbbd3\
    59c4641400cc0330717271720cc30000717271000000000000000000000000000000000000000000000000000000000000650107";
const OCT8: &str = "\
    a007003625433b073660545a4f5b835f0448ffff0000dc4a4c4527c2351907002c34072f55452740606868334db353ffff00002746fd4044\
    1f154600000000000000000000000000000000000000000000000000000000000000007f7f";
const OCT16: &str = "\
    a00700a54f4f3a8b8305ad49ec406b02368affff000027acc265671da4980a0213302666539506e4431f3f00000000131e0700d4cf69e8a6\
    778b02129886ccf9a4c0ffff0000836e3a143e03a45c0a02411531466615b314f44114000000001000000000000000000000000000000000\
    00000000000000000000000000000000ff07ff7f";
const QUAT: &str = "\
    a00700d60a6e889feee7e55e1fd6186c0fb2ffff00003554a5f21ec164930934ff7ff7110c0f100f160f180513189bf4f65f000000001215\
    12070070915bee409d8fce1ac1aec0fbb3bdffff00009879368f2b401621060fff41e52e5d0efe19161511bffc00000f18090f1c1b0700d1\
    8ca41a6fefe900a3dbfec9cd3039ffff000081564e61fc6ab00f0a04ffb6389ff6c2361110120ff4ea3f66000000001d0f06010216345245\
    61364005000000000000000000000000000000000000000000000000000000c805df060000fd07";
const EXP: &str = "\
    a007007e4684fd77bcd28a1b2cbfa0a2405bffff0000e108ed153adcb3e30a02131144421351044421330400000000050102004080120000\
    0007001a58349d5730e46cf2ebb0ee4b9c28ffff000081de9027b97ad1fd0602201530264203532f14000006040500102004080000000007\
    00b1b1b1b1b1b1b1b1b1b1b1b3b1b1b1ffff0000b1b1b1b1b1b1b1b105110410410410000001000000400000000000000000000000000000\
    00000000000000000000f6000000f6000400f6000400f6";
fn bytes(hex: &str) -> Vec<u8> {
    hex.as_bytes().chunks(2).map(|pair| u8::from_str_radix(str::from_utf8(pair).unwrap(), 16).unwrap()).collect()
}

/// A file with one packed view, and the accessor that reads it. The second buffer is the stand-in that has no data.
pub fn packed(
    hex: &str,
    count: usize,
    stride: usize,
    mode: &str,
    filter: &str,
    component: u32,
    type_: &str,
) -> (File, usize) {
    let mut file = File::triangle();
    let accessor = file.accessor(component, type_, count, &bytes(hex));
    let view = file.json["bufferViews"][1].clone();
    file.json["bufferViews"][1] = json!({
        "buffer": 1, "byteLength": count * stride,
        "extensions": {"EXT_meshopt_compression": {
            "buffer": 0, "byteOffset": view["byteOffset"], "byteLength": view["byteLength"],
            "byteStride": stride, "count": count, "mode": mode, "filter": filter,
        }},
    });
    if mode == "ATTRIBUTES" {
        file.json["bufferViews"][1]["byteStride"] = json!(stride);
    }
    file.json["extensionsRequired"] = json!(["EXT_meshopt_compression", "KHR_mesh_quantization"]);
    (file, accessor)
}

/// The container, with both buffers declared.
fn glb_with_stand_in(file: &File) -> bytes::Bytes {
    let mut json = file.json.clone();
    json["buffers"] = json!([
        {"byteLength": file.bin.len()},
        {"byteLength": 1 << 20, "extensions": {"EXT_meshopt_compression": {"fallback": true}}},
    ]);
    glb(json.to_string().as_bytes(), &file.bin)
}

/// The primitive with the packed accessor as one of its attributes or as its indices.
pub fn primitive(file: &mut File, key: &str, accessor: usize) -> Primitive {
    match key {
        "indices" => file.primitive()[key] = json!(accessor),
        _ => file.primitive()["attributes"][key] = json!(accessor),
    }
    let (scene, warnings) = import(glb_with_stand_in(file)).unwrap();
    assert_eq!(warnings, []);
    scene.meshes[0].primitives[0].clone()
}

/// The numbers that the scattered data were made with.
fn numbers() -> impl FnMut(u32) -> u32 {
    let mut seed = 1_u32;
    move |limit| {
        seed = seed.wrapping_mul(1_103_515_245).wrapping_add(12345);
        (seed >> 8) % limit
    }
}

/// Indices of a primitive that has `vertices` vertices at the origin, told apart by their texture coordinates.
fn indices(hex: &str, count: usize, stride: usize, mode: &str, vertices: usize) -> Vec<u32> {
    let component = if stride == 2 { UNSIGNED_SHORT } else { UNSIGNED_INT };
    let (mut file, accessor) = packed(hex, count, stride, mode, "NONE", component, "SCALAR");
    file.json["accessors"][0] = json!({"componentType": FLOAT, "type": "VEC3", "count": vertices});
    let ids: Vec<f32> = (0..vertices).flat_map(|i| [i as f32, 0.0]).collect();
    let ids = file.floats("VEC2", &ids);
    file.primitive()["attributes"]["TEXCOORD_0"] = json!(ids);
    file.primitive()["mode"] = json!(0);
    let primitive = primitive(&mut file, "indices", accessor);
    primitive.indices.iter().map(|i| primitive.uvs[0][*i as usize].x as u32).collect()
}

/// A triangle may begin at any of its corners.
fn turned(indices: &[u32]) -> Vec<[u32; 3]> {
    let smallest_first = |t: &[u32]| {
        let first = (0..3).min_by_key(|i| t[*i]).unwrap();
        [t[first], t[(first + 1) % 3], t[(first + 2) % 3]]
    };
    indices.chunks(3).map(smallest_first).collect()
}

#[test]
fn triangles_of_a_grid() {
    let corners = (0..8).flat_map(|y| (0..8).map(move |x| y * 9 + x));
    let expected: Vec<u32> = corners.flat_map(|a| [a, a + 1, a + 9, a + 1, a + 10, a + 9]).collect();
    let found = indices(GRID16, 384, 2, "TRIANGLES", 81);
    assert_eq!(turned(&found), turned(&expected));
}

#[test]
fn triangles_without_order() {
    let mut number = numbers();
    let expected: Vec<u32> = (0..60).map(|_| number(70_000)).collect();
    assert_eq!(turned(&indices(SCATTERED, 60, 4, "TRIANGLES", 70_000)), turned(&expected));
    let expected = [0, 1, 2, 2, 1, 3, 4, 6, 5, 7, 8, 9, 0, 1, 2, 9, 8, 100, 101, 100, 8, 102, 103, 104];
    assert_eq!(turned(&indices(MIXED, 24, 4, "TRIANGLES", 105)), turned(&expected));
}

#[test]
fn sequences_of_indices() {
    let found = indices(SEQUENCE16, 10, 2, "INDICES", 65_536);
    assert_eq!(found, [0, 1, 51, 2, 49, 1000, 3, 48, 1001, 65535]);
}

#[test]
fn attributes_in_several_blocks() {
    let (mut file, accessor) = packed(FLOATS, 300, 12, "ATTRIBUTES", "NONE", FLOAT, "VEC3");
    file.primitive()["mode"] = json!(0);
    let positions = primitive(&mut file, "POSITION", accessor).positions;
    let expected = (0..300).map(|i| Vec3::new((i * i % 97) as f32 * 0.5, i as f32, 0.0));
    assert_eq!(positions, expected.collect::<Vec<_>>());
}

#[test]
fn attributes_in_bytes() {
    let (mut file, accessor) = packed(BYTES, 40, 4, "ATTRIBUTES", "NONE", UNSIGNED_BYTE, "VEC4");
    file.json["accessors"][accessor]["normalized"] = json!(true);
    file.json["accessors"][0] = json!({"componentType": FLOAT, "type": "VEC3", "count": 40});
    file.primitive()["mode"] = json!(0);
    let mut number = numbers();
    // The scattered indices came first.
    (0..60).for_each(|_| _ = number(1));
    let expected = (0..40_u32).map(|i| {
        let (second, third) = (number(256), number(10));
        Vec4::new((i / 2) as f32, second as f32, if third == 0 { 200.0 } else { 1.0 }, 7.0) / 255.0
    });
    let expected: Vec<Vec4> = expected.collect();
    let colors = primitive(&mut file, "COLOR_0", accessor).colors;
    assert!(colors.iter().zip(&expected).all(|(a, b)| a.abs_diff_eq(*b, 1e-6)), "{colors:?} {expected:?}");
}

/// A spiral on the unit sphere.
fn spiral() -> Vec<Vec3> {
    let point = |i: u8| {
        let (turn, z) = (f32::from(i) * 0.7, 1.0 - 2.0 * f32::from(i) / 23.0);
        let radius = (1.0 - z * z).max(0.0).sqrt();
        Vec3::new(radius * turn.cos(), radius * turn.sin(), z)
    };
    (0..24).map(point).collect()
}

#[test]
fn octahedral_normals() {
    for (hex, stride, component, tolerance) in [(OCT8, 4, BYTE, 0.02), (OCT16, 8, SHORT, 0.001)] {
        let (mut file, accessor) = packed(hex, 24, stride, "ATTRIBUTES", "OCTAHEDRAL", component, "VEC3");
        file.json["accessors"][accessor]["normalized"] = json!(true);
        file.json["accessors"][0] = json!({"componentType": FLOAT, "type": "VEC3", "count": 24});
        file.primitive()["mode"] = json!(0);
        let normals = primitive(&mut file, "NORMAL", accessor).normals;
        for (found, expected) in normals.iter().zip(spiral()) {
            assert!(found.abs_diff_eq(expected, tolerance), "{stride}: {found} instead of {expected}");
        }
    }
}

#[test]
fn quaternions_without_their_largest_component() {
    let (mut file, accessor) = packed(QUAT, 24, 8, "ATTRIBUTES", "QUATERNION", SHORT, "VEC4");
    file.json["accessors"][accessor]["normalized"] = json!(true);
    let times: Vec<f32> = (0..24_u8).map(f32::from).collect();
    let times = file.floats("SCALAR", &times);
    file.push(
        "animations",
        json!({
            "channels": [{"sampler": 0, "target": {"node": 0, "path": "rotation"}}],
            "samplers": [{"input": times, "output": accessor}],
        }),
    );
    let (scene, _) = import(glb_with_stand_in(&file)).unwrap();
    let Keys::Rotation(found) = &scene.animations[0].channels[0].values else { panic!("not a rotation") };
    for (i, found) in (0..24_u8).zip(found) {
        let i = f32::from(i);
        let expected = Quat::from_xyzw(i.sin(), (i * 2.0).cos(), (i * 3.0 + 1.0).sin(), (i * 5.0).cos()).normalize();
        // A rotation and its negative are the same.
        assert!(found.dot(expected).abs() > 0.9999, "{found} instead of {expected}");
    }
}

#[test]
fn exponential_floats() {
    let (mut file, accessor) = packed(EXP, 24, 16, "ATTRIBUTES", "EXPONENTIAL", FLOAT, "VEC4");
    file.json["accessors"][0] = json!({"componentType": FLOAT, "type": "VEC3", "count": 24});
    file.primitive()["mode"] = json!(0);
    let colors = primitive(&mut file, "COLOR_0", accessor).colors;
    for (found, expected) in colors.iter().zip(spiral()) {
        assert!(found.abs_diff_eq(expected.extend(1.0), 0.001), "{found} instead of {expected}");
    }
}

#[test]
fn what_is_not_sound_is_refused() {
    type Change = fn(&mut File);
    let changes: [(&str, Change); 8] = [
        ("a count out of proportion", |f| extension(f)["count"] = json!(357_913_941)),
        ("a longer count", |f| extension(f)["count"] = json!(330)),
        ("a shorter count", |f| extension(f)["count"] = json!(270)),
        ("another stride", |f| extension(f)["byteStride"] = json!(16)),
        ("an odd stride", |f| extension(f)["byteStride"] = json!(7)),
        ("another mode", |f| extension(f)["mode"] = json!("TRIANGLES")),
        ("an unknown mode", |f| extension(f)["mode"] = json!("MAGIC")),
        ("a filter that does not fit", |f| extension(f)["filter"] = json!("QUATERNION")),
    ];
    for (name, change) in changes {
        let (mut file, accessor) = packed(FLOATS, 300, 12, "ATTRIBUTES", "NONE", FLOAT, "VEC3");
        file.primitive()["attributes"]["POSITION"] = json!(accessor);
        change(&mut file);
        let outcome = attack(|| glb_with_stand_in(&file));
        let is_refused = matches!(outcome.result, Err(ImportError::Extension { .. }));
        assert!(is_refused, "{name}: {:?}", outcome.result);
    }
}

fn extension(file: &mut File) -> &mut Value {
    &mut file.json["bufferViews"][1]["extensions"]["EXT_meshopt_compression"]
}

#[test]
fn every_changed_byte_is_survived() {
    for at in 0..bytes(FLOATS).len() {
        let (mut file, accessor) = packed(FLOATS, 300, 12, "ATTRIBUTES", "NONE", FLOAT, "VEC3");
        file.primitive()["attributes"]["POSITION"] = json!(accessor);
        let offset = extension(&mut file)["byteOffset"].as_u64().unwrap() as usize;
        file.bin[offset + at] ^= 0x5a;
        attack(|| glb_with_stand_in(&file));
    }
    for (hex, count, stride, component) in
        [(GRID16, 384, 2, UNSIGNED_SHORT), (SCATTERED, 60, 4, UNSIGNED_INT), (MIXED, 24, 4, UNSIGNED_INT)]
    {
        for at in 0..bytes(hex).len() {
            let (mut file, accessor) = packed(hex, count, stride, "TRIANGLES", "NONE", component, "SCALAR");
            file.json["accessors"][0] = json!({"componentType": FLOAT, "type": "VEC3", "count": 70_000});
            file.primitive()["indices"] = json!(accessor);
            let offset = extension(&mut file)["byteOffset"].as_u64().unwrap() as usize;
            file.bin[offset + at] ^= 0x5a;
            attack(|| glb_with_stand_in(&file));
        }
    }
}
