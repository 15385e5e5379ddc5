//! The sun, and the spotlights on their tracks.

use glam::{Quat, Vec3};
use hall::{LightKind, Trs};

use super::plan::{AIRCRAFT, AIRCRAFT_Y, CHASSIS, CHIP, COFFER, ENGINE, NAVE_Y, PARK, ROBOT};
use crate::geometry::{chamfer_box, lathe};
use crate::material::Paint;
use crate::model::Model;
use crate::stage::Stage;

/// Where the sun stands, seen from the hall.
const SUN: Vec3 = Vec3::new(0.80, 0.56, 0.36);

/// Sets the lights up, and the fittings that seem to give them.
pub fn build(stage: &mut Stage) {
    stage.light("sun", SUN * 40.0, Vec3::ZERO, Vec3::new(1.0, 0.93, 0.82), 3.6, LightKind::Directional);
    stage.fixed("light-tracks", tracks());
    let fitting = stage.mesh("spotlight", spotlight());
    let target = |[x, z, _]: [f32; 3], y: f32| Vec3::new(x, y, z);
    // From where, to what, candela.
    let spots = [
        (Vec3::new(-1.2, TRACK_Y, 8.6), target(ROBOT, 1.1), 70.0),
        (Vec3::new(2.4, TRACK_Y, 8.2), target(CHASSIS, 0.4), 70.0),
        (Vec3::new(-0.9, TRACK_Y, 0.8), target(ENGINE, 1.2), 75.0),
        (Vec3::new(1.8, TRACK_Y, 1.4), target(CHIP, 1.1), 45.0),
        (Vec3::new(1.6, TRACK_Y, -2.6), target(AIRCRAFT, AIRCRAFT_Y + 0.3), 45.0),
        (Vec3::new(0.6, TRACK_Y, -8.2), Vec3::new(0.0, 0.9, -11.9), 45.0),
        (Vec3::new(-6.1, 3.8, 4.4), target(PARK, 0.9), 14.0),
    ];
    for (i, (from, to, candela)) in spots.into_iter().enumerate() {
        let kind = LightKind::Spot { range: Some(14.0), inner_angle: 0.2, outer_angle: 0.52 };
        stage.light(&format!("spot-{}", i + 1), from, to, Vec3::new(1.0, 0.93, 0.83), candela, kind);
        aim(stage, &format!("spotlight-{}", i + 1), fitting, from, to);
    }
    // Fittings that complete the rows.
    let more = [(-1.2, 4.4, ROBOT), (3.6, 8.2, CHASSIS), (-0.9, -2.8, ENGINE), (4.2, 1.4, CHIP), (3.2, -2.6, AIRCRAFT)];
    for (i, (x, z, what)) in more.into_iter().enumerate() {
        aim(stage, &format!("spotlight-more-{}", i + 1), fitting, Vec3::new(x, TRACK_Y, z), target(what, 1.0));
    }
}

/// Height of the joint of a spotlight.
const TRACK_Y: f32 = NAVE_Y - 0.1;

fn aim(stage: &mut Stage, name: &str, mesh: hall::MeshId, from: Vec3, to: Vec3) {
    let rotation = Quat::from_rotation_arc(Vec3::NEG_Y, (to - from).normalize());
    // A little above its light, so that it doesn't stand in it.
    let at = from + Vec3::Y * 0.06;
    stage.node(name, None, Trs { translation: at, rotation, ..Trs::default() }, Some(mesh));
}

/// A black cylinder that shines along -Y; the origin is its joint.
pub(crate) fn spotlight() -> Model {
    let mut m = Model::default();
    m.add(
        Paint::Graphite,
        lathe(
            &[(0.0, 0.06), (0.04, 0.06), (0.046, 0.03), (0.046, -0.13), (0.04, -0.13), (0.038, -0.1), (0.0, -0.1)],
            20,
            0.003,
        ),
    );
    m.add(Paint::LightStrip, lathe(&[(0.0, -0.102), (0.037, -0.102)], 20, 0.0));
    m
}

/// Two black tracks under the coffer's battens, hung on thin rods.
fn tracks() -> Model {
    let mut m = Model::default();
    for (x, z_low, z_high) in [(-1.05, -4.6, 10.2), (2.6, -4.6, 10.2)] {
        m.add(
            Paint::Graphite,
            chamfer_box(Vec3::new(0.045, 0.04, z_high - z_low), 0.004).at(x, NAVE_Y + 0.06, (z_low + z_high) * 0.5),
        );
        for i in 0..5 {
            let z = z_low + 0.4 + (z_high - z_low - 0.8) * i as f32 / 4.0;
            let top = COFFER[3];
            m.add(
                Paint::Graphite,
                chamfer_box(Vec3::new(0.012, top - NAVE_Y - 0.06, 0.012), 0.001).at(x, (top + NAVE_Y + 0.06) * 0.5, z),
            );
        }
    }
    m.add(Paint::Graphite, chamfer_box(Vec3::new(0.5, 0.04, 0.045), 0.004).at(0.6, NAVE_Y + 0.06, -8.2));
    m
}
