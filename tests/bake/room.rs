//! A small room in a pack: its walls wear light maps, and nothing shines twice.

use std::collections::BTreeMap;
use std::fs;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};

use bake::atlas::{PAGE_SIDE, RANGE, decode};
use bytes::Bytes;
use glam::{Quat, Vec3, Vec4, vec3};
use hall::gltf::{Document, write_glb_noting};
use hall::{
    Aabb, AlphaMode, Animation, Channel, ImageSource, Interpolation, Keys, Light, LightId, LightKind, LightProbe,
    Limits, Material, MaterialId, Mesh, MeshId, Node, NodeId, Primitive, Scene, Trs,
};
use pack::bake::Grade;
use pack::texture::Tier;
use pack::{Extras, PackError, Report, Request, Step, pack_with};
use serde_json::json;

/// A folder that goes with the test.
pub struct Place(PathBuf);

impl Place {
    pub fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("yunzhan-bake-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let folder = std::env::temp_dir().join(name);
        fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    fn entries(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.0).unwrap().flatten();
        entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Six sides of a box, outwards or inwards.
fn sides(min: Vec3, max: Vec3, is_inward: bool, material: u32) -> Primitive {
    let mut primitive = Primitive { material: Some(MaterialId(material)), ..Primitive::default() };
    for axis in 0..3 {
        for (end, sign) in [(min, -1.0), (max, 1.0)] {
            let (u, v) = ((axis + 1) % 3, (axis + 2) % 3);
            let first = primitive.positions.len() as u32;
            for (at_u, at_v) in [(false, false), (true, false), (true, true), (false, true)] {
                let mut corner = Vec3::ZERO;
                corner[axis] = end[axis];
                corner[u] = if at_u { max[u] } else { min[u] };
                corner[v] = if at_v { max[v] } else { min[v] };
                primitive.positions.push(corner);
                let mut normal = Vec3::ZERO;
                normal[axis] = if is_inward { -sign } else { sign };
                primitive.normals.push(normal);
                primitive.colors.push(Vec4::new(0.5, 0.5, 0.5, 1.0));
            }
            let is_turned = (sign < 0.0) != is_inward;
            let order = if is_turned { [0, 2, 1, 0, 3, 2] } else { [0, 1, 2, 0, 2, 3] };
            primitive.indices.extend(order.map(|at| first + at));
        }
    }
    primitive.bounds = Aabb::around(primitive.positions.iter().copied());
    primitive
}

struct Room(Scene);

impl Room {
    fn put(&mut self, name: &str, primitive: Primitive, parent_from_node: Trs) {
        self.0.meshes.push(Mesh { name: name.into(), primitives: vec![primitive] });
        let mesh = Some(MeshId(self.0.meshes.len() as u32 - 1));
        self.0.nodes.push(Node { name: name.into(), mesh, parent_from_node, ..Node::default() });
    }

    fn lamp(&mut self, name: &str, kind: LightKind, intensity: f32, translation: Vec3) {
        self.0.lights.push(Light { name: name.into(), color: Vec3::ONE, intensity, kind, is_baked: false });
        let light = Some(LightId(self.0.lights.len() as u32 - 1));
        let rotation = Quat::from_rotation_x(-1.0);
        let parent_from_node = Trs { translation, rotation, ..Trs::default() };
        self.0.nodes.push(Node { name: name.into(), light, parent_from_node, ..Node::default() });
    }
}

/// A closed room with a lamp, a swinging lamp, a sun outside, a table, a pane, something unlit and something that turns.
pub fn room() -> Scene {
    let matte =
        |color: f32| Material { base_color: Vec3::splat(color).extend(1.0), metallic: 0.0, ..Material::default() };
    let glass = Material { alpha_mode: AlphaMode::Blend, ..matte(0.9) };
    let sign = Material { unlit: true, ..matte(1.0) };
    let mut room = Room(Scene { materials: vec![matte(0.6), matte(0.3), glass, sign], ..Scene::default() });
    let unit = |size: f32, material| sides(Vec3::splat(-size), Vec3::splat(size), false, material);
    let at = |x: f32, y: f32, z: f32| Trs { translation: vec3(x, y, z), ..Trs::default() };
    room.put("shell", sides(vec3(-2.0, 0.0, -2.0), vec3(2.0, 3.0, 2.0), true, 0), Trs::default());
    room.put("table", sides(vec3(-0.8, 0.7, -0.5), vec3(0.8, 0.75, 0.5), false, 1), Trs::default());
    room.put("pane", unit(0.3, 2), at(1.4, 1.0, 1.4));
    room.put("sign", unit(0.2, 3), at(-1.5, 1.0, -1.5));
    room.put("turning", unit(0.3, 1), at(1.4, 0.4, -1.4));
    let turning = NodeId(room.0.nodes.len() as u32 - 1);
    // One mesh, shown twice, once mirrored.
    room.put("stool", unit(0.25, 1), at(-1.2, 0.25, 1.2));
    let stool = room.0.nodes[turning.index() + 1].mesh;
    let mirrored = Trs { scale: vec3(-1.0, 1.0, 1.0), ..at(-0.4, 0.25, 1.2) };
    room.0.nodes.push(Node { name: "stool 2".into(), mesh: stool, parent_from_node: mirrored, ..Node::default() });
    room.lamp("lamp", LightKind::Point { range: None }, 6.0, vec3(0.0, 2.6, 0.0));
    room.lamp("swinging", LightKind::Point { range: None }, 1.0, vec3(1.0, 2.0, 0.0));
    let swinging = NodeId(room.0.nodes.len() as u32 - 1);
    room.lamp("sun", LightKind::Directional, 3.0, vec3(0.0, 9.0, 0.0));
    let channel = |node, end: f32| Channel {
        node,
        interpolation: Interpolation::Linear,
        times_secs: vec![0.0, 1.0],
        values: Keys::Rotation(vec![Quat::IDENTITY, Quat::from_rotation_y(end)]),
    };
    let channels = vec![channel(turning, 1.0), channel(swinging, 0.5)];
    room.0.animations.push(Animation { name: String::new(), duration_secs: 1.0, channels, pointers: Vec::new() });
    room.0
}

fn room_glb(has_painted_light: bool) -> Bytes {
    write_glb_noting(&room(), &json!({"light_in_colors": has_painted_light})).into()
}

fn pack_room(place: &Place, glb: &Bytes, bake: Option<Grade>) -> Result<Report, PackError> {
    pack_watched(place, glb, bake, &|_, _, _| ControlFlow::Continue(()))
}

pub fn pack_watched(
    place: &Place,
    glb: &Bytes,
    bake: Option<Grade>,
    watch: &pack::Watch<'_>,
) -> Result<Report, PackError> {
    let file = |name: &str| (name == "room.glb").then(|| glb.clone());
    let (target, cache, limits) = (place.0.join("pack"), place.0.join("cache"), Limits::default());
    let request = Request { entry: "room.glb", file: &file, target: &target, cache: Some(&cache), limits: &limits };
    pack_with(&request, Extras { bake, ..Extras::default() }, watch)
}

/// The scene of a tier as visitors read it, and its files by name.
fn read(place: &Place, report: &Report, tier: Tier) -> (Scene, BTreeMap<String, Vec<u8>>) {
    let files = &report.pack.scenes[0].tiers[&tier];
    let bytes = |file: &pack::listing::FileRef| fs::read(place.0.join("pack").join(&file.file)).unwrap();
    let document = Document::open(bytes(&files.scene).into(), &Limits::default()).unwrap();
    let (scene, warnings) = document.import(&|_| None).unwrap();
    assert_eq!(warnings, []);
    let name = |file: &pack::listing::FileRef| file.file.rsplit('/').next().unwrap().to_owned();
    let mut pictures: BTreeMap<_, _> = files.pictures.iter().map(|file| (name(file), bytes(file))).collect();
    // That of the room is no light map.
    let probe = scene.light_probes.first().unwrap();
    let ImageSource::File(file) = &scene.images[scene.textures[probe.picture.index()].image.index()].source else {
        panic!("the picture of the room is a file");
    };
    let of_room = image::load_from_memory(&pictures.remove(file).unwrap()).unwrap();
    assert_eq!([of_room.width(), of_room.height()], LightProbe::picture_size(6));
    (scene, pictures)
}

fn surfaces<'a>(scene: &'a Scene, node: &str) -> Vec<(&'a Primitive, &'a Material)> {
    let surfaces = scene.surfaces_of(node, None).into_iter();
    let primitives = surfaces.map(|surface| &scene.meshes[surface.mesh.index()].primitives[surface.primitive]);
    primitives.map(|primitive| (primitive, &scene.materials[primitive.material.unwrap().index()])).collect()
}

#[test]
fn what_stands_still_wears_light_and_the_lamp_shines_once() {
    let place = Place::new();
    let report = pack_room(&place, &room_glb(true), Some(Grade::Preview)).unwrap();
    assert!(report.changes.contains_key(&Step::Bake));
    let (scene, pictures) = read(&place, &report, Tier::Desktop);
    for (node, is_lit) in [
        ("shell", true),
        ("table", true),
        ("stool", true),
        ("stool 2", true),
        ("pane", false),
        ("sign", false),
        ("turning", false),
    ] {
        let surfaces = surfaces(&scene, node);
        assert!(!surfaces.is_empty(), "{node}");
        for (primitive, material) in surfaces {
            assert_eq!(material.lightmap.texture.is_some(), is_lit, "{node}");
            // Painted light goes where light was computed, and stays elsewhere.
            assert_eq!(primitive.colors.is_empty(), is_lit, "{node}");
            let set = material.lightmap.texture.map_or(0, |texture| usize::from(texture.uv_set));
            assert_eq!(primitive.uvs[set].len() == primitive.positions.len(), is_lit, "{node}");
        }
    }
    let baked: Vec<(&str, bool)> = scene.lights.iter().map(|light| (light.name.as_str(), light.is_baked)).collect();
    assert_eq!(baked, [("lamp", true), ("swinging", false), ("sun", false)]);
    assert_eq!(pictures.len(), 1);
    // No tier makes a light map smaller: alpha is no alpha there.
    let size = image::load_from_memory(pictures.values().next().unwrap()).unwrap();
    assert!(size.width().max(size.height()) <= PAGE_SIDE && PAGE_SIDE <= Tier::Phone.side_max());
    let files = Tier::ALL.map(|tier| report.pack.scenes[0].tiers[&tier].pictures.clone());
    assert_eq!(files[1], files[2]);
}

/// What nobody can move shines on a phone from light maps and the grid alone: the lamp is gone, and its light is not.
#[test]
fn a_phone_has_the_light_of_lamps_without_the_lamps() {
    let place = Place::new();
    let report = pack_room(&place, &room_glb(false), Some(Grade::Preview)).unwrap();
    let ((scene, pictures), (full, full_pictures)) =
        (read(&place, &report, Tier::Phone), read(&place, &report, Tier::Desktop));
    let shining = |scene: &Scene| {
        let lights = scene.nodes.iter().filter_map(|node| node.light);
        lights.map(|light| scene.lights[light.index()].name.clone()).collect::<Vec<_>>()
    };
    assert_eq!(shining(&full), ["lamp", "swinging", "sun"]);
    assert_eq!(shining(&scene), ["swinging"]);
    let mean = |scene: &Scene| {
        let places = &scene.light_probes[0].bounced;
        places.iter().map(|place| half(place[3])).sum::<f32>() / places.len() as f32
    };
    // A quarter of what the lamp sends to a wall goes by any place; walls give back 0.63 of it, again and again.
    let part = mean(&scene) / mean(&full);
    assert!((1.1..3.0).contains(&part), "{part}");
    // No sun gets in: all surfaces have the same light.
    let (on_phone, on_desktop) = (light_on(&scene, &pictures, "shell"), light_on(&full, &full_pictures, "shell"));
    for ((at, _, phone), (_, _, desktop)) in on_phone.into_iter().zip(on_desktop) {
        assert!((phone - desktop).abs() < 0.02 + 0.05 * desktop, "{at}: {phone} and {desktop}");
    }
}

/// Light at the corners of a surface's triangles, moved towards their middles.
fn light_on(scene: &Scene, pictures: &BTreeMap<String, Vec<u8>>, node: &str) -> Vec<(Vec3, Vec3, f32)> {
    let mut found = Vec::new();
    let picture = image::load_from_memory(pictures.values().next().unwrap()).unwrap().into_rgba8();
    for (primitive, material) in surfaces(scene, node) {
        let uvs = &primitive.uvs[usize::from(material.lightmap.texture.unwrap().uv_set)];
        assert_eq!(material.lightmap.intensity, RANGE);
        for triangle in primitive.indices.chunks_exact(3) {
            let corner = |i: usize| triangle[i] as usize;
            for i in 0..3 {
                let mix = |of: &dyn Fn(usize) -> Vec3| {
                    of(corner(i)) * 0.8 + (of(corner(0)) + of(corner(1)) + of(corner(2))) * (0.2 / 3.0)
                };
                let uv = mix(&|at| uvs[at].extend(0.0));
                let (x, y) = (uv.x * picture.width() as f32, uv.y * picture.height() as f32);
                let light = decode(picture.get_pixel(x as u32, y as u32).0);
                found.push((mix(&|at| primitive.positions[at]), primitive.normals[corner(i)], light.x));
            }
        }
    }
    found
}

#[test]
fn light_is_where_the_lamp_is_and_not_under_the_table() {
    let place = Place::new();
    let report = pack_room(&place, &room_glb(false), Some(Grade::Preview)).unwrap();
    let (scene, pictures) = read(&place, &report, Tier::High);
    let mean = |lights: Vec<f32>| lights.iter().sum::<f32>() / lights.len().max(1) as f32;
    let facing = |normal: Vec3| {
        let table = light_on(&scene, &pictures, "table").into_iter().filter(|(_, of, _)| of.dot(normal) > 0.9);
        mean(table.map(|(_, _, light)| light).collect())
    };
    let (above, below) = (facing(Vec3::Y), facing(Vec3::NEG_Y));
    // 6 cd from 1.85 m and a little to the side are 0.5 lx/π and more, and the room sends as much again.
    assert!((0.4..3.0).contains(&above), "{above}");
    assert!(below > 0.02 && below < above * 0.6, "{below} of {above}");
    let shell: Vec<f32> = light_on(&scene, &pictures, "shell").into_iter().map(|(_, _, light)| light).collect();
    // Closed all around: no corner is black, and none sees the sun.
    assert!(shell.iter().all(|light| (0.05..2.0).contains(light)), "{shell:?}");
    let (one, two) = (light_on(&scene, &pictures, "stool"), light_on(&scene, &pictures, "stool 2"));
    let tops = |stool: &[(Vec3, Vec3, f32)]| {
        mean(stool.iter().filter(|(_, normal, _)| normal.y > 0.9).map(|(_, _, light)| *light).collect())
    };
    assert!(tops(&one) > 0.1 && (tops(&one) / tops(&two) - 1.0).abs() < 0.5, "{} {}", tops(&one), tops(&two));
}

/// A half of glTF's whole numbers.
fn half(half: u16) -> f32 {
    let (exponent, places) = (i32::from(half >> 10 & 31), f32::from(half & 0x3ff));
    let size =
        if exponent == 0 { places / 1024.0 / 16384.0 } else { (1.0 + places / 1024.0) * 2f32.powi(exponent - 15) };
    if half & 0x8000 == 0 { size } else { -size }
}

#[test]
fn a_room_knows_the_light_that_bounces_in_it_and_no_more() {
    let place = Place::new();
    let report = pack_room(&place, &room_glb(true), Some(Grade::Preview)).unwrap();
    let (scene, _) = read(&place, &report, Tier::Desktop);
    let [probe] = &scene.light_probes[..] else { panic!("{} rooms", scene.light_probes.len()) };
    assert_eq!(probe.bounds, Aabb { min: vec3(-2.0, 0.0, -2.0), max: vec3(2.0, 3.0, 2.0) });
    assert_eq!(probe.counts.to_array(), [3, 3, 3]);
    assert_eq!(probe.bounced.len(), 3 * 27);
    let all: Vec<f32> = probe.bounced.iter().map(|place| half(place[3])).collect();
    // Six candela in a closed room whose walls give back 0.63 of the light: what bounces once is 0.63 Φ / A / π, all of it 1 / (1 - 0.63) times that;
    // less what table and stools swallow.
    let flux = 6.0 * 4.0 * std::f32::consts::PI;
    let bounced = 0.63 / 0.37 * flux / 80.0 / std::f32::consts::PI;
    let mean = all.iter().sum::<f32>() / all.len() as f32;
    assert!((0.6..1.1).contains(&(mean / bounced)), "{mean} of {bounced}");
    // The lamp hangs 10 cm above one of the places, to which it would give 48 at once; and the sun outside 1 to all of them.
    assert!(all.iter().all(|light| (0.2..3.0).contains(&(light / bounced))), "{all:?}");
    for place in &probe.bounced {
        let [x, y, z, all] = place.map(half);
        assert!(vec3(x, y, z).length() < 1.02 * all, "light is less than none for some normal: {place:?}");
    }
}

#[test]
fn light_is_computed_once() {
    let place = Place::new();
    let glb = room_glb(false);
    let first = pack_room(&place, &glb, Some(Grade::Preview)).unwrap();
    let asked = Mutex::new(0);
    let again = pack_watched(&place, &glb, Some(Grade::Preview), &|step, _, _| {
        *asked.lock().unwrap() += u32::from(step == Step::Bake);
        ControlFlow::Continue(())
    });
    assert_eq!(again.unwrap().pack, first.pack);
    assert_eq!(*asked.lock().unwrap(), 0, "nothing was baked again");
    let plain = pack_room(&place, &glb, None).unwrap();
    assert!(plain.pack != first.pack && !plain.changes.contains_key(&Step::Bake));
    // Where only the record of the scene is lost, the light is still there.
    let keys = fs::read_dir(place.0.join("cache/keys")).unwrap().flatten();
    let scenes = keys.filter(|key| fs::read_to_string(key.path()).is_ok_and(|text| text.contains("\"scene\"")));
    assert!(scenes.map(|key| fs::remove_file(key.path()).unwrap()).count() >= 2);
    let told = Mutex::new(Vec::new());
    let again = pack_watched(&place, &glb, Some(Grade::Preview), &|step, _, part| {
        told.lock().unwrap().extend((step == Step::Bake).then_some(part));
        ControlFlow::Continue(())
    });
    assert_eq!(again.unwrap().pack, first.pack);
    assert_eq!(*told.lock().unwrap(), [0.0]);
}

#[test]
fn who_has_had_enough_leaves_nothing() {
    let place = Place::new();
    let cancelled = pack_watched(&place, &room_glb(false), Some(Grade::Final), &|step, _, part| {
        if step == Step::Bake && part > 0.0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    assert!(matches!(cancelled, Err(PackError::Cancelled)), "{cancelled:?}");
    assert_eq!(place.entries(), ["cache"]);
    assert_eq!(fs::read_dir(place.0.join("cache/keys")).unwrap().count(), 0);
}
