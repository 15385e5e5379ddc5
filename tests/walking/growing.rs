//! A space that is made step by step is the same as one that is made at once.

use glam::Vec3;
use hall::walk::{Growing, Space, rooms, surfaces};
use hall::{Mesh, MeshId, Node, Pose, Primitive, Scene};
use viewer::walk::{Body, Sees};

use crate::Dice;

/// Loose triangles all over a hall, on several nodes; so many that no step takes up all of them.
fn scene() -> Scene {
    let mut dice = Dice(5);
    let mut scene = Scene::default();
    for mesh in 0..6 {
        let mut primitive = Primitive::default();
        for corner in 0..3 * 30_000 {
            let spread = if corner % 3 == 0 { 20.0 } else { 0.4 };
            let from = if corner % 3 == 0 { Vec3::ZERO } else { primitive.positions[corner - corner % 3] };
            primitive.positions.push(from + spread * (Vec3::new(dice.roll(), dice.roll(), dice.roll()) - 0.5));
            primitive.indices.push(corner as u32);
        }
        scene.meshes.push(Mesh { name: String::new(), primitives: vec![primitive] });
        scene.nodes.push(Node { mesh: Some(MeshId(mesh)), ..Node::default() });
    }
    scene
}

#[test]
fn a_space_made_step_by_step_is_the_same_as_one_made_at_once() {
    let scene = scene();
    let pose = Pose::rest(&scene);
    let moves = vec![false; scene.nodes.len()];
    let whole = Space::new(surfaces(&scene, &pose, &moves), Body::default());
    let mut growing = Growing::new(moves);
    let mut steps = 0;
    let grown = loop {
        steps += 1;
        if let Some(space) = growing.step(&scene, &pose) {
            break space;
        }
    };
    assert!(steps > 12, "{steps} steps");
    assert_eq!(grown.bounds, whole.bounds);
    let mut dice = Dice(7);
    let mut hits = 0;
    for _ in 0..500 {
        let mut point = || 10.0 * (Vec3::new(dice.roll(), dice.roll(), dice.roll()) - 0.5);
        let (origin, direction) = (point(), point().normalize_or(Vec3::X));
        let met = [&grown, &whole].map(|space| space.bvh.ray(origin, direction, 50.0, Sees::Solid));
        let told = met.map(|hit| hit.map(|hit| (hit.distance, hit.node)));
        assert_eq!(told[0], told[1]);
        hits += usize::from(told[0].is_some());
    }
    assert!(hits > 400, "{hits} rays meet something");
    let eye = Vec3::new(0.0, 1.6, 0.0);
    assert_eq!(rooms(&grown, &grown.bounds, eye), rooms(&whole, &whole.bounds, eye));
}
