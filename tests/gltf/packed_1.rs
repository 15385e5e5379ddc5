//! Buffer views packed in version 1 of the bitstream. The packed bytes are what meshoptimizer's own encoder (crate `meshopt`, level 3) made of the
//! data that each test computes anew.

use glam::{Vec3, Vec4};
use serde_json::json;

use crate::builder::*;
use crate::packed::{packed, primitive};

const FLOATS: &str = "\
    a17a1aaa00000020e09090687844c300f8a81ff0008c73109728d81f0c1320e78f0453b0af4f047bcfb7f84f877fdf9ff41f170f07000810\
    1820f3a0e0808850f7b8d07c0350b0af540390e81f140b20d727980f748bffef20a7f7ffc44377678f8fdf1fffff000020e09090687844c3\
    00f8a81ff0008c73109728d81f0c1320e78f0453b0af4f047bcfb7f84f877fdf9ff41f170f070008101820f3a0e0808850f7b8d07c0350b0\
    af540390e81f140b20d727980f748bffef20a7f7ffc44377678f8fdf1fffff000020e09090687844c300f8a81ff0008c73109728d81f0c13\
    20e78f0453b0af4f047bcfb7f84f877fdf9ff41f170f070008101820f3a0e0808850f7b8545555550ecc7e02010403050345a154b5031818\
    01c003000d009003917855290343c2c0010305047e4003c37d7e040305d168552d030346060070030003402403245e154a0350f0b0000305\
    045f9000f07d7e0403f45a154b0503035181801c030000d00903acaa5555f8ff808040404040202020202020202010101010101010101010\
    1010101010f8888888888888881088888888888888888444444444444444444444444444444444444444444444444444444444444444eaaa\
    aaaa04aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa0100000006007f017a9faad07c0350b0af540390e81f140b20\
    d727980f748bffef20a7f7ffc44377678f8fdf1fffff000020e090906878150917855203943c2c0003050417e400007d7e00ffffffffffff\
    ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff00ffffffffffffffffffffffffffffffffffff\
    ffffffffffffffffffffffffffffffffffffffffffffffffff15888888888888888888888800000000000000000000000000000000000000\
    000000010100";
const SMOOTH: &str = "\
    a13f686800eb00f5f67b79cbc2c2c2c4c252e2e0e2e2e0e2e0e2e2e0e2e2707072707072707072707072707000510028281414ccf5f5f5f5\
    f5b87a7a7a7a7a7a7a7a7a7a7a7a3d3d3d3d3d3d3d3d3d3d3d3d3d3d004600a45c525234282a282a28201414141614141416141414160a0a\
    0a0a0a0a0a0a0c0a0a0a0a0a01060078010110001f1a08f8f4c4f4c4f26218f81c3ce262f262e262f1311e7edddd000007030f030106000f\
    1f1a0ffff8f8f4c4f4c4e0e0103018781cf262e262f262e2623c1edddd0000fe030703000000000000000000000000000000803f00000080\
    016262";
const SHORTS: &str = "\
    a1b7f800585858585858585858585858585858585858585858585858585858585858585858585858585858152aaaaaaaaaaaaaaaaaaa0000\
    000105090d1115191d2125292d3135393d4145494d5155595d6165696d7175797d8185898d91959904100002006e6e706e706e706e706e70\
    6e706e706e706e706e6e706e706e706e706e706e706e706e706e706e00c3c3c3c3c1c3c3c3c3c1c3c3c3c1c3c3c3c3c1c3c3c3c3c1c3c3c3\
    c1c3c3c3c3c1c3c3c3c1c3c30000000000000000000000000000000060ea000000000100";
const COLOR8: &str = "\
    a1750a035553555535535553555535000000000a0cacaccacacaacacaccacaca00000000000f0f110f0f110f110f0f0f0f0f0f110f0f110f\
    110f0f0f00dab6bdbebdbebdbebdbebdbe6d00bdbebdbebd000000000000000000000000000000000000009fc05fff00";
const COLOR16: &str = "\
    a1bb5700575957595759575957595759575957595759575957595700b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b200f6f4f6f4\
    f6f4f6f4f6f4f6f4f6f4f6f4f6f4f6f4f6f4f605044444444444000005218618618618000002090a90a90a90a90a6d00090a090a09000000\
    0000000000000000000000ff0900fcff05ff0f0100";

/// A file with one packed view by the name that version 1 came with.
fn khr(hex: &str, count: usize, stride: usize, filter: &str, component: u32, type_: &str) -> (File, usize) {
    let (mut file, accessor) = packed(hex, count, stride, "ATTRIBUTES", filter, component, type_);
    let extension = file.json["bufferViews"][1]["extensions"]["EXT_meshopt_compression"].take();
    file.json["bufferViews"][1]["extensions"] = json!({"KHR_meshopt_compression": extension});
    file.json["extensionsRequired"] = json!(["KHR_meshopt_compression", "KHR_mesh_quantization"]);
    file.primitive()["mode"] = json!(0);
    (file, accessor)
}

fn positions(hex: &str, count: usize) -> Vec<Vec3> {
    let (mut file, accessor) = khr(hex, count, 12, "NONE", FLOAT, "VEC3");
    primitive(&mut file, "POSITION", accessor).positions
}

fn colors(hex: &str, count: usize, stride: usize, filter: &str) -> Vec<Vec4> {
    let component = if stride == 4 { UNSIGNED_BYTE } else { UNSIGNED_SHORT };
    let (mut file, accessor) = khr(hex, count, stride, filter, component, "VEC4");
    file.json["accessors"][accessor]["normalized"] = json!(true);
    file.json["accessors"][0] = json!({"componentType": FLOAT, "type": "VEC3", "count": count});
    primitive(&mut file, "COLOR_0", accessor).colors
}

#[test]
fn deltas_of_two_bytes_in_several_blocks() {
    let expected: Vec<Vec3> = (0..300).map(|i| Vec3::new((i * i % 97) as f32 * 0.5, i as f32, 0.0)).collect();
    assert_eq!(positions(FLOATS, 300), expected);
}

#[test]
fn differences_bit_by_bit() {
    let point = |i: u8| Vec3::new(f32::from(i) * 0.01, 1.0 + f32::from(i) * 0.25, -f32::from(i));
    assert_eq!(positions(SMOOTH, 40), (0..40).map(point).collect::<Vec<_>>());
}

#[test]
fn bytes_as_they_are_and_in_single_bits() {
    let number = |i: u32| [i * 300, 60_000 - i * i, i / 20, i.wrapping_mul(2_654_435_761) >> 16];
    let found = colors(SHORTS, 40, 8, "NONE").into_iter().map(|c| (c * 65535.0).round().to_array().map(|v| v as u32));
    assert_eq!(found.collect::<Vec<_>>(), (0..40).map(number).collect::<Vec<_>>());
}

#[test]
fn colours_as_luma_and_differences() {
    let color = |i: u8| {
        let ramp = f32::from(i) / 23.0;
        Vec4::new(ramp, 1.0 - ramp, 0.5, if i.is_multiple_of(3) { 1.0 } else { 0.25 })
    };
    for (hex, stride, bits) in [(COLOR8, 4, 8), (COLOR16, 8, 12)] {
        let slack = 2.0 / f32::from((1_u16 << bits) - 1);
        let found = colors(hex, 24, stride, "COLOR");
        let is_near = |(i, found): (u8, &Vec4)| color(i).abs_diff_eq(*found, slack);
        assert!(found.len() == 24 && (0..).zip(&found).all(is_near), "{found:?}");
    }
}

#[test]
fn changed_bytes_are_survived() {
    for at in 0..SMOOTH.len() / 2 {
        let mut hex = SMOOTH.to_owned();
        hex.replace_range(at * 2..at * 2 + 2, "ff");
        let (mut file, accessor) = khr(&hex, 40, 12, "NONE", FLOAT, "VEC3");
        file.primitive()["attributes"]["POSITION"] = json!(accessor);
        let bytes = file.glb();
        attack(|| bytes);
    }
}
