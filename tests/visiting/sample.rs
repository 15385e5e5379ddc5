//! A hall small enough to know by heart.

use glam::{Vec2, Vec3, vec2, vec3};
use hall::{
    Aabb, Image, ImageId, ImageSource, Material, MaterialId, Mesh, MeshId, Node, NodeId, Primitive, Sampler, Scene,
    Texture, TextureId, TextureRef,
};

/// Of the picture, CSS pixels.
pub const SIZE: Vec2 = Vec2::new(1280.0, 720.0);

/// Adds a node with a box around it.
pub fn add_box(scene: &mut Scene, name: &str, min: Vec3, max: Vec3) {
    let corner = |i: usize| {
        let pick = |bit: usize, lo: f32, hi: f32| if i & bit == 0 { lo } else { hi };
        vec3(pick(1, min.x, max.x), pick(2, min.y, max.y), pick(4, min.z, max.z))
    };
    let sides = [[0, 4, 6, 2], [1, 3, 7, 5], [0, 1, 5, 4], [2, 6, 7, 3], [0, 2, 3, 1], [4, 5, 7, 6]];
    let mut primitive = Primitive { material: Some(MaterialId(0)), ..Primitive::default() };
    for side in sides {
        let [a, b, _, d] = side.map(corner);
        let first = primitive.positions.len() as u32;
        primitive.positions.extend(side.map(corner));
        primitive.normals.extend([(b - a).cross(d - a).normalize(); 4]);
        primitive.uvs[0].extend([vec2(0.0, 0.0), vec2(1.0, 0.0), vec2(1.0, 1.0), vec2(0.0, 1.0)]);
        primitive.indices.extend([0, 1, 2, 0, 2, 3].map(|i| first + i));
    }
    primitive.bounds = Aabb::around(primitive.positions.iter().copied());
    let mesh = MeshId(scene.meshes.len() as u32);
    scene.meshes.push(Mesh { name: name.to_owned(), primitives: vec![primitive] });
    scene.nodes.push(Node { name: name.to_owned(), mesh: Some(mesh), ..Node::default() });
}

/// 12 × 10 m with walls, a machine in the middle of its north half, a picture on the east wall, a safe behind a partition.
pub fn room() -> Scene {
    let mut scene = Scene::default();
    scene.images.push(Image { name: "paint".to_owned(), source: ImageSource::File("paint.png".to_owned()) });
    scene.textures.push(Texture { image: ImageId(0), fallback: None, sampler: Sampler::default() });
    let paint = TextureRef { texture: TextureId(0), uv_set: 0, image_from_uv: glam::Affine2::IDENTITY };
    scene.materials.push(Material { metallic: 0.0, base_color_texture: Some(paint), ..Material::default() });
    add_box(&mut scene, "floor", vec3(-6.0, -0.2, -5.0), vec3(6.0, 0.0, 5.0));
    add_box(&mut scene, "north", vec3(-6.0, 0.0, -5.2), vec3(6.0, 3.0, -5.0));
    add_box(&mut scene, "south", vec3(-6.0, 0.0, 5.0), vec3(6.0, 3.0, 5.2));
    add_box(&mut scene, "west", vec3(-6.2, 0.0, -5.0), vec3(-6.0, 3.0, 5.0));
    add_box(&mut scene, "east", vec3(6.0, 0.0, -5.0), vec3(6.2, 3.0, 5.0));
    add_box(&mut scene, "machine", vec3(-0.5, 0.0, -2.5), vec3(0.5, 1.4, -1.5));
    add_box(&mut scene, "partition", vec3(-6.0, 0.0, -1.0), vec3(-3.5, 2.5, -0.9));
    add_box(&mut scene, "safe", vec3(-5.8, 0.0, -4.0), vec3(-5.0, 1.5, -3.0));
    scene
}

/// A second file of the same hall.
pub fn pictures() -> Scene {
    let mut scene = Scene::default();
    scene.materials.push(Material { metallic: 0.0, ..Material::default() });
    scene.nodes.push(Node { name: "poster".to_owned(), ..Node::default() });
    add_box(&mut scene, "sheet", vec3(5.92, 1.0, 1.0), vec3(5.96, 2.4, 2.0));
    scene.nodes[1].parent = Some(NodeId(0));
    scene
}

/// Names both files, four exhibits and a viewpoint.
pub const MANIFEST: &str = r#"{
    "version": 1, "title": "厅", "scenes": ["room.glb", "extra/pictures.glb"],
    "spawn": {"position": [0, 0, 3], "heading_deg": 0},
    "viewpoints": [{"id": "above", "eye": [2, 2.6, 2], "heading_deg": 45, "pitch_deg": -20, "fov_deg": 50}],
    "exhibits": [
        {"id": "machine", "title": "机", "anchor": {"node": "machine"}},
        {"id": "poster", "title": "画", "anchor": {"node": "poster"}},
        {"id": "safe", "title": "柜", "anchor": {"node": "safe"}},
        {"id": "spot", "title": "点", "anchor": {"position": [3, 1.2, -4.9]}, "viewpoint": "above"}
    ]
}"#;

/// Sheets across the room at z = 1, each `size` m square, of one material.
pub fn with_sheets(size: f32, material: Material) -> Scene {
    let mut scene = room();
    scene.materials.push(material);
    let mut primitive = Primitive { material: Some(MaterialId(1)), ..Primitive::default() };
    let count = (10.0 / size) as u32;
    for i in 0..count * 4 {
        let corner = vec3((i % count) as f32 * size - 5.0, (i / count) as f32 * size + 0.4, 1.0);
        let first = primitive.positions.len() as u32;
        let (across, up) = (Vec3::X * size * 0.98, Vec3::Y * size * 0.98);
        primitive.positions.extend([corner, corner + across, corner + across + up, corner + up]);
        primitive.normals.extend([Vec3::Z; 4]);
        primitive.indices.extend([0, 1, 2, 0, 2, 3].map(|i| first + i));
    }
    primitive.bounds = Aabb::around(primitive.positions.iter().copied());
    scene.nodes.push(Node { name: "sheets".to_owned(), mesh: Some(MeshId(8)), ..Node::default() });
    scene.meshes.push(Mesh { name: "sheets".to_owned(), primitives: vec![primitive] });
    scene
}

/// A small PNG.
pub fn paint() -> Vec<u8> {
    let mut png = std::io::Cursor::new(Vec::new());
    let image = image::RgbaImage::from_pixel(4, 4, image::Rgba([180, 90, 40, 255]));
    image.write_to(&mut png, image::ImageFormat::Png).expect("a PNG");
    png.into_inner()
}
