//! From surfaces to the target: by way of a picture of light, or at once.

use glam::UVec2;
use hall::manifest::ToneMapping;

use super::mirror::Mirror;
use super::{Renderer, checked_size};
use crate::medium::Medium;
use crate::target::{Buffers, Canvas};
use crate::{Drawn, Effects, Frame, RenderError, Tier};

impl Renderer {
    /// Draws larger or smaller pictures from now on.
    pub fn resize(&mut self, size_px: UVec2) -> Result<(), RenderError> {
        let size_px = checked_size(&self.gpu, size_px)?;
        if size_px != self.size_px {
            self.size_px = size_px;
            self.target.configure(&self.gpu, size_px);
            self.shapes = None;
            self.make_buffers(self.medium);
            if let Some(ambient) = &mut self.ambient {
                ambient.resize(&self.gpu, size_px);
            }
            if self.behind.is_some() {
                self.behind = Some(self.behind_pass.picture(&self.gpu, size_px));
            }
            if self.mirror.is_some() {
                self.mirror = Some(Mirror::new(&self.gpu, &self.behind_pass, size_px));
            }
            self.rebind();
        }
        Ok(())
    }

    /// What surfaces are drawn as: light only if something needs all of it. `is_looked_at` says that a pass before the last looks at the picture.
    pub(super) fn medium_for(&self, effects: Effects, tone_mapping: ToneMapping, is_looked_at: bool) -> Medium {
        let format = self.target.format();
        let has_effects = self.gpu.info.tier == Tier::Full && effects != Effects::NONE;
        let is_light = has_effects || is_looked_at || format.is_srgb();
        if is_light { Medium::Light } else { Medium::Screen(tone_mapping, format) }
    }

    /// Has at hand what this picture is drawn with.
    pub(super) fn take_up_medium(&mut self, frame: &Frame<'_>) {
        let is_looked_at = frame.adaptation.is_some() || self.behind.is_some();
        let medium = self.medium_for(frame.effects, frame.tone_mapping, is_looked_at);
        if medium != self.medium {
            self.make_buffers(medium);
        }
        if !self.is_prepared {
            self.prepare(medium);
            self.is_prepared = true;
        }
    }

    /// Makes sure that surfaces and the backdrop can be drawn as this.
    pub(super) fn prepare_surfaces(&mut self, medium: Medium) {
        self.mesh.prepare(&self.gpu, &self.stage.list.draws, medium);
        self.sky.prepare(&self.gpu, medium);
    }

    /// The same of all that is drawn among them.
    fn prepare(&mut self, medium: Medium) {
        self.prepare_surfaces(medium);
        if self.is_awaiting_rooms || !self.stage.footprints.is_empty() {
            self.contact.prepare(&self.gpu, medium);
        }
        if self.is_awaiting_rooms {
            // A device that draws its first picture already would keep the page waiting for each of these.
            self.mip.prepare(&self.gpu);
            self.probe.prepare(&self.gpu);
        }
        if let Some(mark) = &mut self.mark {
            mark.prepare(&self.gpu, medium);
        }
    }

    fn make_buffers(&mut self, medium: Medium) {
        self.is_prepared &= medium == self.medium;
        self.medium = medium;
        self.buffers = Buffers::new(&self.gpu, self.size_px, medium);
        if let Some((pass, levels)) = &mut self.bloom {
            *levels = self.buffers.picture.as_ref().map(|p| pass.levels(&self.gpu, p, self.size_px));
        }
        self.bind_tones();
    }

    /// Takes up pictures that were made anew.
    pub(super) fn bind_tones(&mut self) {
        let black = &self.neutral.black;
        let shapes = self.shapes.as_ref().map_or(black, |s| &s.map);
        let levels = self.bloom.as_ref().and_then(|(_, levels)| levels.as_ref());
        let glow = levels.map_or(black, |levels| &levels.map);
        let adapted = self.adapt.as_ref().map_or(&self.neutral.white, |a| &a.factor);
        self.tone_group = self.tonemap.group(&self.gpu, &self.buffers, shapes, glow, adapted);
    }

    /// From what was drawn to what is seen.
    pub(super) fn finish(
        &mut self,
        encoder: &mut wgpu::CommandEncoder,
        canvas: &Canvas,
        frame: &Frame<'_>,
        drawn: &mut Drawn,
    ) {
        if self.medium == Medium::Light {
            let has_bloom = self.draw_bloom(encoder, frame, drawn);
            self.adapt(encoder, frame, drawn);
            self.tonemap.draw(&self.gpu, encoder, &canvas.view, &self.tone_group, (frame, has_bloom));
        } else if !frame.highlight.is_empty() {
            self.tonemap.draw_highlight(&self.gpu, encoder, &canvas.view, &self.tone_group);
        } else {
            return;
        }
        drawn.draws += 1;
    }
}
