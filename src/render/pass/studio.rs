//! The environment that comes with the renderer.

use crate::gpu::{Gpu, HDR, ScreenPipeline};
use crate::pass::prefilter::Radiance;
use crate::shaders;

/// Paints the studio into the first level of `radiance`.
pub(crate) fn paint_studio(gpu: &Gpu, radiance: &Radiance) {
    let module = gpu.shader("studio", shaders::STUDIO);
    let mut encoder = gpu.encoder();
    for face in 0..6 {
        let pipeline = gpu.screen_pipeline(&ScreenPipeline {
            module: &module,
            fragment: "fragment",
            groups: &[],
            format: HDR,
            constants: &[("FACE", f64::from(face))],
        });
        gpu.fill(&mut encoder, &radiance.face(face), &pipeline, &[]);
    }
    gpu.submit(encoder);
}
