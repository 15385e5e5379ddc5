//! The sign over the reception, posters, the large screen.

use glam::{Vec2, Vec3};

use super::plan::{HALF_X, HALF_Z};
use crate::geometry::{Font, Shape, Weight, chamfer_box, text_solid};
use crate::material::Paint;
use crate::model::Model;
use crate::stage::Stage;

/// The panel behind the sign: width, height, middle height; metres.
pub const SIGN_PANEL: [f32; 3] = [6.6, 2.5, 3.7];
/// Height of the Chinese letters and of their foot above the lower edge of the panel; the same for the Latin ones; metres.
pub const SIGN_LINES: [[f32; 2]; 2] = [[1.25, 0.98], [0.34, 0.38]];
/// What the sign says.
pub const SIGN_WORDS: [&str; 2] = ["云 展", "Y U N Z H A N"];
/// The screen in the aisle: width, height, middle height, middle z; metres.
pub const SCREEN: [f32; 4] = [6.2, 2.325, 2.02, 4.4];
/// Size of a poster and the z of each one's middle; metres.
pub const POSTERS: ([f32; 2], [f32; 4]) = ([1.5, 2.25], [-3.2, -5.4, -7.6, -9.8]);

/// Height of the middle of a poster, metres.
pub const POSTER_Y: f32 = 1.72;

/// Sets signs, posters and the screen up.
pub fn build(stage: &mut Stage) {
    stage.fixed("sign-panel", sign_panel());
    stage.fixed("sign", sign());
    stage.fixed("screen", screen());
    stage.fixed("posters", posters());
    stage.fixed("way-signs", way_signs());
}

/// A face of `width` × `height` around the origin towards +Z that shows a part of an image (left, top, right, bottom).
pub(crate) fn picture_face(width: f32, height: f32, part: [f32; 4]) -> Shape {
    let (x, y) = (width * 0.5, height * 0.5);
    let [left, top, right, bottom] = part;
    let mut face = Shape::default();
    face.face([Vec3::new(-x, -y, 0.0), Vec3::new(x, -y, 0.0), Vec3::new(x, y, 0.0), Vec3::new(-x, y, 0.0)]);
    face.uvs = vec![Vec2::new(left, bottom), Vec2::new(right, bottom), Vec2::new(right, top), Vec2::new(left, top)];
    face
}

fn sign_panel() -> Model {
    let [width, height, y] = SIGN_PANEL;
    let mut m = Model::default();
    let z = -HALF_Z + 0.08;
    m.add(Paint::Graphite, chamfer_box(Vec3::new(width - 0.2, height - 0.2, 0.1), 0.005).at(0.0, y, z + 0.02));
    m.add(Paint::Bronze, chamfer_box(Vec3::new(width + 0.05, height + 0.05, 0.05), 0.006).at(0.0, y, z + 0.09));
    m.add(Paint::SignHalo, picture_face(width, height, [0.0, 0.0, 1.0, 1.0]).at(0.0, y, z + 0.1165));
    m
}

/// Letters that float a hand's breadth off the panel on hidden pins: brass flanks, lit faces.
fn sign() -> Model {
    let mut m = Model::default();
    let font = Font::new(Weight::Bold);
    let [_, height, middle] = SIGN_PANEL;
    let (foot, z) = (middle - height * 0.5, -HALF_Z + 0.08 + 0.117);
    for (words, [size, up]) in SIGN_WORDS.into_iter().zip(SIGN_LINES) {
        let depth = if size > 1.0 { 0.07 } else { 0.035 };
        let solid = text_solid(&font, words, size, depth, 0.004);
        let (front, flanks) = solid.split(|p| p.z > depth - 0.0005);
        let place = |shape: Shape| shape.at(0.0, foot + up + size * 0.12, z + 0.035);
        m.add(Paint::LightPanel, place(front)).add(Paint::Brass, place(flanks));
    }
    m
}

fn screen() -> Model {
    let [width, height, y, z] = SCREEN;
    let mut m = Model::default();
    let place = |shape: Shape, out: f32| shape.turned_y(90.0).at(-HALF_X + out, y, z);
    m.add(Paint::Graphite, place(chamfer_box(Vec3::new(width + 0.08, height + 0.08, 0.09), 0.008), 0.048));
    m.add(Paint::Bronze, place(chamfer_box(Vec3::new(width + 0.12, height + 0.12, 0.03), 0.004), 0.03));
    m.add(Paint::Screen, place(picture_face(width, height, [0.0, 0.0, 1.0, 1.0]), 0.0945));
    m
}

fn posters() -> Model {
    let ([width, height], middles) = POSTERS;
    let mut m = Model::default();
    for (i, z) in middles.into_iter().enumerate() {
        let place = |shape: Shape, out: f32| shape.turned_y(90.0).at(-HALF_X + out, POSTER_Y, z);
        m.add(Paint::WhiteLacquer, place(chamfer_box(Vec3::new(width + 0.04, height + 0.04, 0.036), 0.004), 0.02));
        m.add(Paint::Graphite, place(chamfer_box(Vec3::new(width - 0.1, height - 0.1, 0.02), 0.002), 0.0));
        let (column, row) = ((i % 2) as f32 * 0.5, (i / 2) as f32 * 0.5);
        m.add(Paint::Posters, place(picture_face(width, height, [column, row, column + 0.5, row + 0.5]), 0.039));
    }
    m
}

/// Letters on walls that say where things are.
fn way_signs() -> Model {
    let mut m = Model::default();
    let (bold, regular) = (Font::new(Weight::Bold), Font::new(Weight::Regular));
    let door_x = -7.6;
    m.add(Paint::Bronze, text_solid(&bold, "洽谈区", 0.2, 0.012, 0.0).at(door_x, 2.98, -HALF_Z + 0.001));
    m.add(Paint::Bronze, text_solid(&regular, "Meeting rooms", 0.1, 0.008, 0.0).at(door_x, 2.8, -HALF_Z + 0.001));
    m.add(Paint::Bronze, text_solid(&bold, "休息区", 0.2, 0.012, 0.0).at(7.75, 2.75, -HALF_Z + 0.001));
    m.add(Paint::Bronze, text_solid(&regular, "Lounge", 0.1, 0.008, 0.0).at(7.75, 2.57, -HALF_Z + 0.001));
    let place = |shape: Shape| shape.turned_y(180.0);
    m.add(Paint::Bronze, place(text_solid(&bold, "看见制造的光", 0.62, 0.03, 0.003)).at(0.0, 5.05, HALF_Z - 0.001));
    m.add(
        Paint::Bronze,
        place(text_solid(&regular, "SEE THE LIGHT OF MAKING", 0.24, 0.02, 0.0)).at(0.0, 4.62, HALF_Z - 0.001),
    );
    m
}
