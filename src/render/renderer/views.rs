//! The surfaces of a frame, view after view.

use core::ops::Range;

use glam::Vec3;
use hall::manifest::ToneMapping;
use hall::{Aabb, Projection};

use super::Renderer;
use crate::bindings::slot;
use crate::gpu::Gpu;
use crate::look::Mode;
use crate::medium::Medium;
use crate::pass::adapt::AdaptPass;
use crate::pass::outline::{OutlinePass, Shapes};
use crate::target::Canvas;
use crate::view::Frustum;
use crate::{Adaptation, Drawn, Frame, Tier};

/// Each costs another picture of what is behind; the base tier has two.
const MAX_GLASS_LAYERS: usize = 3;
/// Draws of a layer that are looked at one by one.
const MOST_COMPARED: usize = 64;

impl Renderer {
    pub(super) fn draw_views(
        &self,
        encoder: &mut wgpu::CommandEncoder,
        canvas: &Canvas,
        frame: &Frame<'_>,
        drawn: &mut Drawn,
    ) {
        let views = &frame.views[..frame.views.len().min(slot::MAX_VIEWS)];
        let frustum = |view: &crate::View| Frustum::new(&view.clip_from_world(self.size_px));
        let is_seen = |bounds: &Aabb| views.iter().any(|v| frustum(v).may_see(bounds));
        let is_refracting = |i: usize| {
            let draw = &self.stage.list.draws[i];
            draw.look.mode == Mode::Refracted && is_seen(&draw.bounds)
        };
        let behind = self.behind.as_ref().filter(|_| self.clear(0..usize::MAX).any(is_refracting));
        let picture = self.buffers.picture.as_ref().unwrap_or(&canvas.view);
        let resolved = behind.map_or(picture, |b| &b.picture);
        // The upper tier may read the samples at the end.
        let is_read = frame.effects.edges && self.medium == Medium::Light && self.gpu.info.tier == Tier::Full;
        let load = Load { again: false, keep: behind.is_some() || is_read };
        let mut pass = begin_pass((&self.gpu, "mesh"), encoder, self.buffers.attachments(), resolved, load);
        for (i, view) in views.iter().enumerate() {
            self.look_through(&mut pass, view, (i, &self.stage.groups.solid));
            self.draw_solid(&mut pass, (&frustum(view), self.medium), drawn);
            self.contact.draw(&mut pass, &self.stage.footprints, (&frustum(view), self.medium), drawn);
            if behind.is_none() {
                self.draw_clear(&mut pass, frame, (&frustum(view), 0..usize::MAX), drawn);
            }
        }
        let Some(behind) = behind else { return };
        drop(pass);
        let eye = views.first().map_or(Vec3::ZERO, |v| v.world_from_view.translation.into());
        let begins = self.glass_layers(eye, &is_seen);
        let mut before = None;
        for (nth, &begin) in begins.iter().enumerate() {
            let end = begins.get(nth + 1).copied().unwrap_or(self.far_to_near.len());
            let is_last = nth + 1 == begins.len();
            if begin == end {
                continue;
            }
            self.behind_pass.draw(&self.gpu, encoder, behind, before);
            let load = Load { again: true, keep: !is_last || is_read };
            let mut pass = begin_pass((&self.gpu, "glass"), encoder, self.buffers.attachments(), picture, load);
            for (i, view) in views.iter().enumerate() {
                self.look_through(&mut pass, view, (i, &self.stage.groups.clear));
                self.draw_clear(&mut pass, frame, (&frustum(view), begin..end), drawn);
            }
            before = Some(picture);
        }
    }

    /// Where layers of what is seen through begin, the farthest first: glass that bends finds in layers before its own what is seen through it.
    /// What is nearest is parted first, and the farthest layer has all that is left.
    fn glass_layers(&self, eye: Vec3, is_seen: &dyn Fn(&Aabb) -> bool) -> [usize; MAX_GLASS_LAYERS] {
        let draw = |i: usize| &self.stage.list.draws[self.far_to_near[i].1 as usize];
        let first = if self.gpu.info.tier == Tier::Full { 1 } else { MAX_GLASS_LAYERS - 1 };
        let mut begins = [0; MAX_GLASS_LAYERS];
        let mut begin = self.far_to_near.len();
        for layer in begins[first..].iter_mut().rev() {
            let end = begin;
            while begin > 0 && end - begin < MOST_COMPARED {
                let next = &draw(begin - 1).bounds;
                let hides_next = |i: usize| {
                    let near = draw(i);
                    // The two sides of a body have the same bounds.
                    near.look.mode == Mode::Refracted && near.bounds != *next && overlap(eye, &near.bounds, next)
                };
                if is_seen(next) && (begin..end).any(hides_next) {
                    break;
                }
                begin -= 1;
            }
            *layer = begin;
        }
        begins
    }

    pub(super) fn draw_ambient(&self, encoder: &mut wgpu::CommandEncoder, frame: &Frame<'_>, drawn: &mut Drawn) {
        let (Some(ambient), [view]) = (&self.ambient, frame.views) else { return };
        if !has_ambient(frame) {
            return;
        }
        let metre_part = match view.projection {
            Projection::Perspective { fov_y, .. } => 0.5 / (0.5 * fov_y).tan(),
            Projection::Orthographic { half_size, .. } => 0.5 / half_size.y,
        };
        let frustum = Frustum::new(&view.clip_from_world(self.size_px));
        ambient.draw(&self.gpu, encoder, (&self.stage, slot::view(0)), metre_part, &frustum, drawn);
    }

    pub(super) fn draw_outline(&mut self, encoder: &mut wgpu::CommandEncoder, frame: &Frame<'_>, drawn: &mut Drawn) {
        if frame.highlight.is_empty() {
            return;
        }
        if self.shapes.is_none() {
            self.shapes = Some(Shapes::new(&self.gpu, self.size_px));
            self.bind_tones();
        }
        let Some(shapes) = &self.shapes else { return };
        let outline = self.outline.get_or_insert_with(|| OutlinePass::new(&self.gpu, &self.layouts));
        let views = frame.views.iter().take(slot::MAX_VIEWS).enumerate();
        let views = views.map(|(i, view)| (slot::view(i) as u32, view.viewport_px));
        outline.draw((&self.gpu, encoder), (shapes, &self.buffers.depth), &self.stage, frame.highlight, views, drawn);
    }

    /// Whether there is a glow now.
    pub(super) fn draw_bloom(&self, encoder: &mut wgpu::CommandEncoder, frame: &Frame<'_>, drawn: &mut Drawn) -> bool {
        let is_wanted = frame.effects.bloom && frame.tone_mapping != ToneMapping::None;
        let bloom = self.bloom.as_ref().filter(|_| is_wanted);
        let Some((pass, Some(levels))) = bloom else { return false };
        pass.draw(&self.gpu, encoder, levels, drawn);
        true
    }

    /// Measures how bright the picture is.
    pub(super) fn adapt(&mut self, encoder: &mut wgpu::CommandEncoder, frame: &Frame<'_>, drawn: &mut Drawn) {
        let is_new = self.adapt.is_none();
        if frame.adaptation.is_some() == is_new {
            self.adapt = is_new.then(|| AdaptPass::new(&self.gpu));
            self.bind_tones();
        }
        if let (Some(pass), Some(how), Some(picture)) = (&self.adapt, frame.adaptation, &self.buffers.picture) {
            let part = if is_new { 1.0 } else { how.part };
            pass.draw(&self.gpu, encoder, picture, &Adaptation { part, ..how });
            drawn.draws += 2;
        }
    }

    pub(super) fn sort_transparent(&mut self, eye: Vec3) {
        let list = &self.stage.list;
        self.far_to_near.clear();
        for (i, draw) in list.draws.iter().enumerate().skip(list.opaque_count) {
            self.far_to_near.push((draw.bounds.center().distance_squared(eye), i as u32));
        }
        self.far_to_near.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    }

    pub(super) fn look_through(
        &self,
        pass: &mut wgpu::RenderPass<'_>,
        view: &crate::View,
        (i, groups): (usize, &[wgpu::BindGroup; 2]),
    ) {
        if let Some([x, y, width, height]) = view.viewport_px {
            pass.set_viewport(x as f32, y as f32, width as f32, height as f32, 0.0, 1.0);
        }
        pass.set_bind_group(0, &groups[self.stage.surroundings()], &[slot::view(i) as u32]);
    }

    /// What hides, and the backdrop.
    pub(super) fn draw_solid(
        &self,
        pass: &mut wgpu::RenderPass<'_>,
        (frustum, medium): (&Frustum, Medium),
        drawn: &mut Drawn,
    ) {
        self.mesh.draw(pass, &self.stage, 0..self.stage.list.opaque_count, (frustum, medium), drawn);
        self.sky.draw(pass, medium);
        drawn.draws += 1;
    }

    /// What is seen through, the farthest first, and the mark on the floor.
    pub(super) fn draw_clear(
        &self,
        pass: &mut wgpu::RenderPass<'_>,
        frame: &Frame<'_>,
        (frustum, layer): (&Frustum, Range<usize>),
        drawn: &mut Drawn,
    ) {
        let is_last = layer.end >= self.far_to_near.len();
        self.mesh.draw(pass, &self.stage, self.clear(layer), (frustum, self.medium), drawn);
        if !is_last {
            return;
        }
        if let (Some(mark), Some(_)) = (&self.mark, frame.floor_mark) {
            mark.draw(pass, self.medium);
            drawn.draws += 1;
        }
    }

    pub(super) fn draw_clear_surfaces(
        &self,
        pass: &mut wgpu::RenderPass<'_>,
        (frustum, medium): (&Frustum, Medium),
        drawn: &mut Drawn,
    ) {
        self.mesh.draw(pass, &self.stage, self.clear(0..usize::MAX), (frustum, medium), drawn);
    }

    /// What is seen through, the farthest first; a part of it.
    fn clear(&self, part: Range<usize>) -> impl Iterator<Item = usize> {
        let part = part.start..part.end.min(self.far_to_near.len());
        self.far_to_near[part].iter().map(|(_, i)| *i as usize)
    }
}

/// Whether two bodies cover each other, as the eye sees them: taken for spheres as wide as they are, for spheres around their boxes would
/// reach far beyond round bodies and lone panes.
fn overlap(eye: Vec3, a: &Aabb, b: &Aabb) -> bool {
    let (to_a, to_b) = (a.center() - eye, b.center() - eye);
    // Of `a`, brought to the distance of `b`.
    let scale = to_b.length() / to_a.length().max(1e-3);
    let reach = 0.5 * (a.size().max_element() * scale + b.size().max_element());
    to_b.distance(to_a * scale) < reach
}

/// What is open around each point is measured for one view of the whole target.
pub(super) fn has_ambient(frame: &Frame<'_>) -> bool {
    frame.effects.ambient && matches!(frame.views, [crate::View { viewport_px: None, .. }])
}

/// What happens to samples that are drawn on.
pub(super) struct Load {
    /// They hold a part of the picture already.
    pub again: bool,
    /// They are needed after the pass.
    pub keep: bool,
}

pub(super) fn begin_pass<'a>(
    (gpu, name): (&Gpu, &'static str),
    encoder: &'a mut wgpu::CommandEncoder,
    (color, depth): (&wgpu::TextureView, &wgpu::TextureView),
    picture: &wgpu::TextureView,
    load: Load,
) -> wgpu::RenderPass<'a> {
    use wgpu::LoadOp;
    let (color_load, depth_load) = match load.again {
        true => (LoadOp::Load, LoadOp::Load),
        false => (LoadOp::Clear(wgpu::Color::BLACK), LoadOp::Clear(0.0)),
    };
    encoder.begin_render_pass(&wgpu::RenderPassDescriptor {
        label: Some(name),
        timestamp_writes: gpu.stamps(name),
        color_attachments: &[Some(wgpu::RenderPassColorAttachment {
            view: color,
            depth_slice: None,
            resolve_target: Some(picture),
            ops: wgpu::Operations {
                load: color_load,
                store: if load.keep { wgpu::StoreOp::Store } else { wgpu::StoreOp::Discard },
            },
        })],
        depth_stencil_attachment: Some(wgpu::RenderPassDepthStencilAttachment {
            view: depth,
            depth_ops: Some(wgpu::Operations { load: depth_load, store: wgpu::StoreOp::Store }),
            stencil_ops: None,
        }),
        ..Default::default()
    })
}
