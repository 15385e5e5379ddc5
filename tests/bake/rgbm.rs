//! Light beyond white in eight bits a channel.

use bake::atlas::{RANGE, decode, encode};
use glam::{UVec2, Vec3};

const SIZE: UVec2 = UVec2::new(256, 64);

/// The largest error of a channel, relative to the brightest of its texel, of light of at least `least`.
fn worst(page: &[Vec3], bytes: &[u8], least: f32) -> f32 {
    let texels = bytes.as_chunks::<4>().0.iter().zip(page);
    let error = |(texel, light): (&[u8; 4], &Vec3)| (decode(*texel) - *light).abs().max_element() / light.max_element();
    texels.filter(|(_, light)| light.max_element() >= least).map(error).fold(0.0, f32::max)
}

/// From a thousandth of white to sixteen times white, warm.
fn ramp() -> Vec<Vec3> {
    let light = |x: u32| 0.001 * (RANGE / 0.001).powf(x as f32 / (SIZE.x - 1) as f32);
    (0..SIZE.x * SIZE.y).map(|at| Vec3::new(1.0, 0.8, 0.6) * light(at % SIZE.x)).collect()
}

#[test]
fn light_from_dim_to_glaring_keeps_its_shade() {
    let page = ramp();
    let bytes = encode(SIZE, &page);
    assert_eq!(bytes.len(), page.len() * 4);
    let (bright, dim) = (worst(&page, &bytes, 0.02), worst(&page, &bytes, 0.001));
    assert!(bright < 0.015, "{bright}");
    assert!(dim < 0.05, "{dim}");
}

#[test]
fn a_lamp_in_the_dark_leaves_the_dark_its_shades() {
    let mut page = vec![Vec3::splat(0.05); (SIZE.x * SIZE.y) as usize];
    page[(32 * SIZE.x + 128) as usize] = Vec3::splat(12.0);
    let bytes = encode(SIZE, &page);
    // Near the lamp alpha is high, and colours have to be dark.
    assert!(worst(&page, &bytes, 0.0) < 0.12, "{}", worst(&page, &bytes, 0.0));
    let far: Vec<usize> = (0..page.len()).filter(|at| (*at as u32 % SIZE.x) < 96).collect();
    let far_error = far.iter().map(|at| (decode(bytes.as_chunks::<4>().0[*at]) - page[*at]).abs().max_element() / 0.05);
    assert!(far_error.fold(0.0, f32::max) < 0.012);
}

#[test]
fn alpha_is_smooth_where_light_jumps() {
    let mut page = vec![Vec3::splat(0.1); (SIZE.x * SIZE.y) as usize];
    (0..page.len()).filter(|at| *at as u32 % SIZE.x >= 100).for_each(|at| page[at] = Vec3::splat(4.0));
    let bytes = encode(SIZE, &page);
    let alpha: Vec<i32> = bytes.as_chunks::<4>().0[..SIZE.x as usize].iter().map(|texel| i32::from(texel[3])).collect();
    let steepest = alpha.windows(2).map(|pair| (pair[0] - pair[1]).abs()).max().unwrap();
    assert!(steepest <= 24, "{steepest}");
    assert!(worst(&page, &bytes, 0.0) < 0.05);
}

#[test]
fn no_light_and_too_much_of_it_stay_numbers() {
    let page = vec![Vec3::ZERO, Vec3::splat(1000.0), Vec3::new(0.0, 0.5, 0.0), Vec3::ZERO];
    let bytes = encode(UVec2::new(2, 2), &page);
    let light: Vec<Vec3> = bytes.as_chunks::<4>().0.iter().map(|texel| decode(*texel)).collect();
    assert_eq!(light[0], Vec3::ZERO);
    assert_eq!(light[1], Vec3::splat(RANGE));
}
