//! From light to the pixels of a screen.

use hall::manifest::ToneMapping;

use crate::cover::{Cover, ScreenPipeline};
use crate::entry;
use crate::gpu::Gpu;
use crate::medium::Medium;
use crate::shaders;
use crate::target::Buffers;
use crate::{Frame, Tier};

/// What a pipeline is made for.
#[derive(Clone, Copy, PartialEq)]
struct Kind {
    curve: ToneMapping,
    has_glow: bool,
    has_highlight: bool,
    adapts: bool,
    reads_samples: bool,
}

/// Draws the picture on its target.
pub(crate) struct Tonemap {
    layout: wgpu::BindGroupLayout,
    sampler: wgpu::Sampler,
    format: wgpu::TextureFormat,
    /// Each made when it is first needed.
    pipelines: Vec<(Kind, Cover)>,
    /// Upper tier.
    reads_samples: bool,
    highlight_layout: wgpu::BindGroupLayout,
    /// Made when something is highlighted for the first time.
    highlight: Option<Cover>,
}

impl Tonemap {
    pub(crate) fn new(gpu: &Gpu, format: wgpu::TextureFormat) -> Self {
        let reads_samples = gpu.info.tier == Tier::Full;
        let entries = [
            entry::sampler(0),
            entry::picture(1),
            entry::picture(2),
            entry::picture(3),
            entry::picture(4),
            entry::samples(5),
        ];
        let layout = gpu.bind_group_layout("tonemap", if reads_samples { &entries } else { &entries[..5] });
        let highlight_layout = gpu.bind_group_layout("highlight", &entries[..2]);
        let (sampler, pipelines, highlight) = (gpu.smooth_sampler(), Vec::new(), None);
        Self { layout, sampler, format, pipelines, reads_samples, highlight_layout, highlight }
    }

    fn pipeline(&self, gpu: &Gpu, kind: Kind) -> Cover {
        let flag = |is_so| if is_so { 1.0 } else { 0.0 };
        gpu.screen_pipeline(&ScreenPipeline {
            module: &gpu
                .shader("tonemap", if kind.reads_samples { shaders::TONEMAP_SAMPLES } else { shaders::TONEMAP }),
            fragment: "fragment",
            groups: &[&self.layout],
            format: self.format,
            constants: &[
                Medium::Screen(kind.curve, self.format).constant(),
                ("HAS_GLOW", flag(kind.has_glow)),
                ("HAS_HIGHLIGHT", flag(kind.has_highlight)),
                ("ADAPTS", flag(kind.adapts)),
                ("ENCODES", flag(!self.format.is_srgb())),
            ],
        })
    }

    /// The group that reads a picture, or only what is highlighted where there is none; made anew when the targets are.
    pub(crate) fn group(
        &self,
        gpu: &Gpu,
        buffers: &Buffers,
        highlight: &wgpu::TextureView,
        bloom: &wgpu::TextureView,
        adapted: &wgpu::TextureView,
    ) -> wgpu::BindGroup {
        let sampler = wgpu::BindingResource::Sampler(&self.sampler);
        let Some(picture) = &buffers.picture else {
            return gpu.bind_group(&self.highlight_layout, [sampler, wgpu::BindingResource::TextureView(highlight)]);
        };
        let resources = [
            sampler,
            wgpu::BindingResource::TextureView(highlight),
            wgpu::BindingResource::TextureView(picture),
            wgpu::BindingResource::TextureView(bloom),
            wgpu::BindingResource::TextureView(adapted),
        ];
        let samples = self.reads_samples.then_some(wgpu::BindingResource::TextureView(&buffers.color));
        gpu.bind_group(&self.layout, resources.into_iter().chain(samples))
    }

    pub(crate) fn draw(
        &mut self,
        gpu: &Gpu,
        encoder: &mut wgpu::CommandEncoder,
        target: &wgpu::TextureView,
        group: &wgpu::BindGroup,
        (frame, has_glow): (&Frame<'_>, bool),
    ) {
        let kind = Kind {
            curve: frame.tone_mapping,
            has_glow,
            has_highlight: !frame.highlight.is_empty(),
            adapts: frame.adaptation.is_some(),
            reads_samples: self.reads_samples && frame.effects.edges,
        };
        let i = self.pipelines.iter().position(|(of, _)| *of == kind).unwrap_or_else(|| {
            self.pipelines.push((kind, self.pipeline(gpu, kind)));
            self.pipelines.len() - 1
        });
        gpu.fill("tonemap", encoder, target, &self.pipelines[i].1, &[(group, &[])]);
    }

    /// What is highlighted, on top of a picture that is on its target.
    pub(crate) fn draw_highlight(
        &mut self,
        gpu: &Gpu,
        encoder: &mut wgpu::CommandEncoder,
        target: &wgpu::TextureView,
        group: &wgpu::BindGroup,
    ) {
        let pipeline = self.highlight.get_or_insert_with(|| {
            let what = ScreenPipeline {
                module: &gpu.shader("highlight", shaders::HIGHLIGHT),
                fragment: "fragment",
                groups: &[&self.highlight_layout],
                format: self.format,
                constants: &[],
            };
            gpu.blended_screen_pipeline(&what, Some(wgpu::BlendState::PREMULTIPLIED_ALPHA_BLENDING))
        });
        gpu.add("highlight", encoder, target, pipeline, &[(group, &[])]);
    }
}
