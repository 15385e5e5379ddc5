//! What a polished floor mirrors: the hall once more, from below (upper tier).

use glam::{Mat4, UVec2, Vec3};

use super::Renderer;
use super::views::{Load, begin_pass};
use crate::bindings::slot;
use crate::gpu::Gpu;
use crate::medium::Medium;
use crate::mirror::Floor;
use crate::pass::behind::{Behind, BehindPass};
use crate::stage::Looking;
use crate::target::Buffers;
use crate::view::Frustum;
use crate::{Drawn, Frame, View};

/// Brightest light that is kept: a floor shows a small part of it.
const MIRROR_LIMIT: f32 = 8.0;

/// What is as large as half of the target's sides.
pub(super) struct Mirror {
    size_px: UVec2,
    buffers: Buffers,
    pub picture: Behind,
}

impl Mirror {
    pub(super) fn new(gpu: &Gpu, blur: &BehindPass, target_px: UVec2) -> Self {
        let size_px = (target_px / 2).max(UVec2::ONE);
        Self { size_px, buffers: Buffers::new(gpu, size_px, Medium::Light), picture: blur.picture(gpu, size_px) }
    }
}

impl Renderer {
    /// The floor that mirrors in the only view, and how many levels the picture of that has.
    pub(super) fn floor(&self, frame: &Frame<'_>) -> Option<(Floor, u32)> {
        let (Some(mirror), [view @ View { viewport_px: None, .. }]) = (&self.mirror, frame.views) else { return None };
        if !frame.effects.mirror {
            return None;
        }
        let eye = view.world_from_view.translation.into();
        let frustum = Frustum::new(&view.clip_from_world(self.size_px));
        Floor::below(&self.stage.floors, eye, &frustum).map(|floor| (floor, mirror.picture.levels))
    }

    fn mirrored(&self, frame: &Frame<'_>) -> Option<(Mat4, Vec3)> {
        let ((floor, _), view) = (self.floor(frame)?, frame.views.first()?);
        Some(floor.seen_from(view.world_from_view.translation.into(), &view.clip_from_world(self.size_px)))
    }

    pub(super) fn place_mirror(&mut self, frame: &Frame<'_>) {
        let (Some(mirror), Some((clip_from_world, eye))) = (&self.mirror, self.mirrored(frame)) else { return };
        let looking = Looking {
            clip_from_world,
            eye,
            exposure: frame.exposure,
            target_px: mirror.size_px,
            radiance_limit: MIRROR_LIMIT,
            ambient_px: UVec2::ZERO,
            behind_levels: 0,
            mirror: None,
            is_screen: false,
        };
        let uniform = self.stage.frame(&looking, self.environment, self.stage.around());
        self.stage.arena.put(slot::MIRROR, &uniform);
    }

    pub(super) fn draw_mirror(&self, encoder: &mut wgpu::CommandEncoder, frame: &Frame<'_>, drawn: &mut Drawn) {
        let (Some(mirror), Some((clip_from_world, _))) = (&self.mirror, self.mirrored(frame)) else { return };
        let load = Load { again: false, keep: false };
        let name = "mirror";
        let mut pass =
            begin_pass((&self.gpu, name), encoder, mirror.buffers.attachments(), &mirror.picture.picture, load);
        pass.set_bind_group(0, &self.stage.groups.capture[self.stage.surroundings()], &[slot::MIRROR as u32]);
        let frustum = Frustum::new(&clip_from_world);
        self.draw_solid(&mut pass, (&frustum, Medium::Light), drawn);
        self.draw_clear_surfaces(&mut pass, (&frustum, Medium::Light), drawn);
        drop(pass);
        self.behind_pass.draw(&self.gpu, encoder, &mirror.picture, None);
    }
}
