//! Cameras (glTF 2.0 §3.10).

use super::Check;
use super::code::Code;
use super::links::Links;
use super::pointer::{Pointer, item};
use super::value::Value;

impl Check<'_> {
    pub(super) fn cameras(&mut self, links: &Links) {
        for (i, camera) in links.all("cameras").iter().enumerate() {
            let at = item("cameras", i);
            if camera.has("orthographic") && camera.has("perspective") {
                self.add(Code::OneOfMismatch, &at, &[&"orthographic, perspective"]);
            }
            match camera.text("type") {
                Some(kind @ "orthographic") => self.orthographic(camera.get(kind), &at.key(kind)),
                Some(kind @ "perspective") => self.perspective(camera.get(kind), &at.key(kind)),
                _ => {}
            }
        }
    }

    fn orthographic(&mut self, camera: Option<&Value>, at: &Pointer) {
        let Some(camera) = camera else { return };
        for key in ["xmag", "ymag"] {
            match camera.number(key) {
                Some(0.0) => self.add(Code::CameraXmagYmagZero, &at.key(key), &[]),
                Some(magnification) if magnification < 0.0 => {
                    self.add(Code::CameraXmagYmagNegative, &at.key(key), &[]);
                }
                _ => {}
            }
        }
        self.planes(camera, at);
    }

    fn perspective(&mut self, camera: Option<&Value>, at: &Pointer) {
        let Some(camera) = camera else { return };
        if camera.number("yfov").is_some_and(|angle| angle >= std::f64::consts::PI) {
            self.add(Code::CameraYfovGequalPi, at, &[]);
        }
        self.planes(camera, at);
    }

    fn planes(&mut self, camera: &Value, at: &Pointer) {
        let (near, far) = (camera.number("znear"), camera.number("zfar"));
        if near.zip(far).is_some_and(|(near, far)| far <= near) {
            self.add(Code::CameraZfarLequalZnear, at, &[]);
        }
    }
}
