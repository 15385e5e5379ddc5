//! Light from all around: environments that come with the renderer, and panoramas.

use glam::UVec2;
use hall::Panorama;
use hall::manifest::EnvironmentPreset;

use crate::cover::ScreenPipeline;
use crate::entry;
use crate::gpu::{Gpu, HDR, TextureShape};
use crate::pass::prefilter::Radiance;
use crate::shaders;

/// Paints an environment into the first level of `radiance`.
pub(crate) fn paint_preset(gpu: &Gpu, radiance: &Radiance, preset: EnvironmentPreset) {
    let preset = match preset {
        EnvironmentPreset::Studio => 0.0,
        EnvironmentPreset::Atrium => 1.0,
        EnvironmentPreset::Evening => 2.0,
    };
    paint(gpu, radiance, shaders::ENVIRONMENT, None, &[("PRESET", preset)]);
}

/// Paints a panorama into the first level of `radiance`.
pub(crate) fn paint_panorama(gpu: &Gpu, radiance: &Radiance, panorama: &Panorama) {
    let size_px = UVec2::new(panorama.width, panorama.height);
    if size_px.max_element() > gpu.info.max_texture_side {
        log::warn!("a panorama is larger than this device can read");
        return;
    }
    let usage = wgpu::TextureUsages::TEXTURE_BINDING | wgpu::TextureUsages::COPY_DST;
    let texture = gpu.texture(&TextureShape::flat("panorama", size_px, wgpu::TextureFormat::Rgba8Unorm, usage));
    crate::image::write(gpu, &texture, size_px, &panorama.rgbe);
    paint(gpu, radiance, shaders::PANORAMA, Some(&texture.create_view(&Default::default())), &[]);
}

pub(crate) fn paint(
    gpu: &Gpu,
    radiance: &Radiance,
    wgsl: shaders::Wgsl,
    source: Option<&wgpu::TextureView>,
    constants: &[(&'static str, f64)],
) {
    let module = gpu.shader("environment", wgsl);
    let layout = gpu.bind_group_layout("environment", &[entry::texels(0)]);
    let group = source.map(|s| gpu.bind_group(&layout, [wgpu::BindingResource::TextureView(s)]));
    let layouts = [&layout];
    let groups: Vec<(&wgpu::BindGroup, &[u32])> = group.iter().map(|g| (g, &[][..])).collect();
    let mut encoder = gpu.encoder();
    let pipeline = gpu.screen_pipeline(&ScreenPipeline {
        module: &module,
        fragment: "fragment",
        groups: &layouts[..groups.len()],
        format: HDR,
        constants,
    });
    for face in 0..6 {
        gpu.fill_face(("environment", face), &mut encoder, &radiance.face(face), &pipeline, &groups);
    }
    gpu.submit(encoder);
}
