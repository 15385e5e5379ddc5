//! What light does not depend on may change: it is not computed again.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicU32, Ordering};

use glam::Vec3;
use hall::gltf::write_glb;
use pack::Step;
use pack::bake::Grade;

use crate::room::{Place, pack_watched, room};

#[test]
fn only_what_light_depends_on_has_it_computed_again() {
    let place = Place::new();
    // How often it was said that a part of the light is done.
    let computed = |scene: &hall::Scene| {
        let count = AtomicU32::new(0);
        let watch = |step: Step, _: &str, part: f32| {
            count.fetch_add(u32::from(step == Step::Bake && part > 0.0), Ordering::Relaxed);
            ControlFlow::Continue(())
        };
        pack_watched(&place, &write_glb(scene).into(), Some(Grade::Preview), &watch).expect("the room can be packed");
        count.into_inner()
    };
    let mut scene = room();
    assert!(computed(&scene) > 10);
    assert_eq!(computed(&scene), 0);
    scene.nodes.iter_mut().for_each(|node| node.name.push_str(", renamed"));
    scene.meshes.iter_mut().for_each(|mesh| mesh.name.clear());
    scene.materials[0].clearcoat.factor = 0.5;
    assert_eq!(computed(&scene), 0, "names and varnish");
    scene.materials[0].base_color *= Vec3::splat(0.8).extend(1.0);
    assert!(computed(&scene) > 10, "colours");
    scene.lights[0].intensity *= 2.0;
    assert!(computed(&scene) > 10, "lamps");
}
