//! How open the surroundings of each point are (upper tier).

use glam::{UVec2, Vec2};

use crate::Drawn;
use crate::bindings::Layouts;
use crate::cover::{Cover, ScreenPipeline};
use crate::entry;
use crate::gpu::{DEPTH, Gpu, TextureShape};
use crate::pass::depth::DepthPipelines;
use crate::shaders::{self, uniform};
use crate::stage::Stage;
use crate::view::Frustum;

uniform! {
    /// How to look around.
    struct Ambient {
        /// Of the map, pixels.
        size_px: Vec2,
        /// Pixels that a metre takes at a distance of a metre.
        metre_px: f32,
        /// Farthest that something darkens, metres.
        reach: f32,
    }
}

/// Openness and distance.
const FORMAT: wgpu::TextureFormat = wgpu::TextureFormat::Rg16Float;
const REACH_METRES: f32 = 0.9;

/// Measures it.
pub(crate) struct AmbientPass {
    pub map: wgpu::TextureView,
    pub size_px: UVec2,
    noisy: wgpu::TextureView,
    depth: wgpu::TextureView,
    buffer: wgpu::Buffer,
    measure_group: wgpu::BindGroup,
    smooth_group: wgpu::BindGroup,
    depths: DepthPipelines,
    measure: Cover,
    smooth_out: Cover,
    layout: wgpu::BindGroupLayout,
}

impl AmbientPass {
    pub(crate) fn new(gpu: &Gpu, layouts: &Layouts, target_px: UVec2) -> Self {
        let layout = gpu.bind_group_layout(
            "ambient",
            &[entry::uniform::<Ambient>(0, wgpu::ShaderStages::FRAGMENT, false), entry::texels(1)],
        );
        let buffer = gpu.device.create_buffer(&wgpu::BufferDescriptor {
            label: Some("ambient"),
            size: size_of::<Ambient>() as u64,
            usage: wgpu::BufferUsages::UNIFORM | wgpu::BufferUsages::COPY_DST,
            mapped_at_creation: false,
        });
        let module = gpu.shader("ambient", shaders::AMBIENT);
        let pipeline = |fragment| {
            gpu.screen_pipeline(&ScreenPipeline {
                module: &module,
                fragment,
                groups: &[&layouts.frame, &layout],
                format: FORMAT,
                constants: &[],
            })
        };
        let textures = Textures::new(gpu, target_px);
        let (measure_group, smooth_group) = textures.groups(gpu, &layout, &buffer);
        Self {
            measure: pipeline("measure"),
            smooth_out: pipeline("smooth_out"),
            depths: DepthPipelines::new(gpu, layouts, DEPTH, Default::default()),
            map: textures.map,
            size_px: textures.size_px,
            noisy: textures.noisy,
            depth: textures.depth,
            buffer,
            measure_group,
            smooth_group,
            layout,
        }
    }

    pub(crate) fn resize(&mut self, gpu: &Gpu, target_px: UVec2) {
        let textures = Textures::new(gpu, target_px);
        (self.measure_group, self.smooth_group) = textures.groups(gpu, &self.layout, &self.buffer);
        self.map = textures.map;
        self.size_px = textures.size_px;
        self.noisy = textures.noisy;
        self.depth = textures.depth;
    }

    /// Measures for the view at `frame_offset`, of which a metre at a distance of a metre takes `metre_part` of the picture's height.
    pub(crate) fn draw(
        &self,
        gpu: &Gpu,
        encoder: &mut wgpu::CommandEncoder,
        (stage, frame_offset): (&Stage, usize),
        metre_part: f32,
        frustum: &Frustum,
        drawn: &mut Drawn,
    ) {
        let size_px = self.size_px.as_vec2();
        let uniform = Ambient { size_px, metre_px: metre_part * size_px.y, reach: REACH_METRES };
        gpu.queue.write_buffer(&self.buffer, 0, bytemuck::bytes_of(&uniform));
        let mut pass = self.depths.begin(gpu, "ambient depth", encoder, &self.depth, wgpu::LoadOp::Clear(0.0));
        self.depths.draw((gpu, &mut pass), (stage, frame_offset), frustum, |d| d.casts_shadow, drawn);
        drop(pass);
        for (target, pipeline, group) in
            [(&self.noisy, &self.measure, &self.measure_group), (&self.map, &self.smooth_out, &self.smooth_group)]
        {
            let groups = [(&stage.groups.early, &[frame_offset as u32][..]), (group, &[])];
            gpu.fill("ambient", encoder, target, pipeline, &groups);
            drawn.draws += 1;
        }
    }
}

/// What is as large as the map.
struct Textures {
    map: wgpu::TextureView,
    size_px: UVec2,
    noisy: wgpu::TextureView,
    depth: wgpu::TextureView,
}

impl Textures {
    fn new(gpu: &Gpu, target_px: UVec2) -> Self {
        let size_px = (target_px + 1) / 2;
        let usage = wgpu::TextureUsages::TEXTURE_BINDING | wgpu::TextureUsages::RENDER_ATTACHMENT;
        let texture = |format| {
            gpu.texture(&TextureShape::flat("ambient", size_px, format, usage)).create_view(&Default::default())
        };
        Self { map: texture(FORMAT), noisy: texture(FORMAT), depth: texture(DEPTH), size_px }
    }

    fn groups(
        &self,
        gpu: &Gpu,
        layout: &wgpu::BindGroupLayout,
        buffer: &wgpu::Buffer,
    ) -> (wgpu::BindGroup, wgpu::BindGroup) {
        let group =
            |source| gpu.bind_group(layout, [buffer.as_entire_binding(), wgpu::BindingResource::TextureView(source)]);
        (group(&self.depth), group(&self.noisy))
    }
}
