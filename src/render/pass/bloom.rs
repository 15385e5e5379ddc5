//! A subtle glow around what is brighter than white (upper tier).

use glam::UVec2;

use crate::Drawn;
use crate::cover::{Cover, ScreenPipeline};
use crate::entry;
use crate::gpu::{Gpu, HDR, TextureShape};
use crate::shaders;

/// Levels, the first a quarter of the picture's sides.
const LEVELS: u32 = 5;

/// Makes the glow.
pub(crate) struct BloomPass {
    layout: wgpu::BindGroupLayout,
    sampler: wgpu::Sampler,
    glowing: Cover,
    shrink: Cover,
    spread: Cover,
}

/// The levels, as large as the target needs them.
pub(crate) struct Bloom {
    /// What the picture is mixed with.
    pub map: wgpu::TextureView,
    levels: Vec<(wgpu::TextureView, wgpu::BindGroup)>,
    picture: wgpu::BindGroup,
}

impl BloomPass {
    pub(crate) fn new(gpu: &Gpu) -> Self {
        let layout = gpu.bind_group_layout("bloom", &[entry::picture(0), entry::sampler(1)]);
        let module = gpu.shader("bloom", shaders::BLOOM);
        let pipeline = |fragment, blend| {
            let what = ScreenPipeline { module: &module, fragment, groups: &[&layout], format: HDR, constants: &[] };
            gpu.blended_screen_pipeline(&what, blend)
        };
        let one = wgpu::BlendComponent {
            src_factor: wgpu::BlendFactor::One,
            dst_factor: wgpu::BlendFactor::One,
            operation: wgpu::BlendOperation::Add,
        };
        let added = wgpu::BlendState { color: one, alpha: one };
        Self {
            glowing: pipeline("glowing", None),
            shrink: pipeline("shrink", None),
            spread: pipeline("spread", Some(added)),
            sampler: gpu.smooth_sampler(),
            layout,
        }
    }

    pub(crate) fn levels(&self, gpu: &Gpu, picture: &wgpu::TextureView, size_px: UVec2) -> Bloom {
        let group = |source: &wgpu::TextureView| {
            let sampler = wgpu::BindingResource::Sampler(&self.sampler);
            gpu.bind_group(&self.layout, [wgpu::BindingResource::TextureView(source), sampler])
        };
        let usage = wgpu::TextureUsages::TEXTURE_BINDING | wgpu::TextureUsages::RENDER_ATTACHMENT;
        let level = |i: u32| {
            let size_px = (size_px >> (i + 2)).max(UVec2::ONE);
            let view = gpu.texture(&TextureShape::flat("bloom", size_px, HDR, usage)).create_view(&Default::default());
            let group = group(&view);
            (view, group)
        };
        let levels: Vec<_> = (0..LEVELS).map(level).collect();
        Bloom { map: levels[0].0.clone(), levels, picture: group(picture) }
    }

    pub(crate) fn draw(&self, gpu: &Gpu, encoder: &mut wgpu::CommandEncoder, bloom: &Bloom, drawn: &mut Drawn) {
        let mut source = &bloom.picture;
        for (i, (target, group)) in bloom.levels.iter().enumerate() {
            gpu.fill("bloom", encoder, target, if i == 0 { &self.glowing } else { &self.shrink }, &[(source, &[])]);
            source = group;
        }
        for pair in bloom.levels.windows(2).rev() {
            gpu.add("bloom", encoder, &pair[0].0, &self.spread, &[(&pair[1].1, &[])]);
        }
        drawn.draws += 2 * LEVELS - 1;
    }
}
