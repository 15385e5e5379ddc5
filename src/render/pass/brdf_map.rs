//! The split-sum table of the BRDF.

use glam::UVec2;

use crate::cover::ScreenPipeline;
use crate::gpu::{Gpu, HDR, TextureShape};
use crate::shaders;

/// Scale and bias of `f0` by n·v (across) and perceptual roughness (down).
pub(crate) fn brdf_map(gpu: &Gpu) -> wgpu::TextureView {
    let texture = gpu.texture(&TextureShape::flat(
        "brdf map",
        UVec2::splat(64),
        HDR,
        wgpu::TextureUsages::TEXTURE_BINDING | wgpu::TextureUsages::RENDER_ATTACHMENT,
    ));
    let module = gpu.shader("brdf map", shaders::BRDF_MAP);
    let pipeline = gpu.screen_pipeline(&ScreenPipeline {
        module: &module,
        fragment: "fragment",
        groups: &[],
        format: HDR,
        constants: &[],
    });
    let view = texture.create_view(&Default::default());
    let mut encoder = gpu.encoder();
    gpu.fill("brdf_map", &mut encoder, &view, &pipeline, &[]);
    gpu.submit(encoder);
    view
}
