//! Groups 0 and 2 of the shaders of a scene: the table is in `shaders/README.md`.

use crate::entry;
use crate::gpu::Gpu;
use crate::material::Materials;
use crate::uniforms::{Arena, Cells, Frame, Lights, Object};

/// Layouts that all passes of a scene share.
pub(crate) struct Layouts {
    pub frame: wgpu::BindGroupLayout,
    pub material: wgpu::BindGroupLayout,
    pub object: wgpu::BindGroupLayout,
}

impl Layouts {
    pub(crate) fn new(gpu: &Gpu) -> Self {
        use wgpu::ShaderStages as Stage;
        Self {
            frame: gpu.bind_group_layout(
                "frame",
                &[
                    entry::uniform::<Frame>(0, Stage::VERTEX_FRAGMENT, true),
                    entry::uniform::<Lights>(1, Stage::VERTEX_FRAGMENT, false),
                    entry::picture(2),
                    entry::picture(3),
                    wgpu::BindGroupLayoutEntry { visibility: Stage::VERTEX_FRAGMENT, ..entry::sampler(4) },
                    entry::depth(5),
                    entry::comparison(6),
                    entry::data(7),
                    entry::data(8),
                    entry::picture(9),
                    entry::uniform::<Cells>(10, Stage::FRAGMENT, false),
                    entry::picture(11),
                    wgpu::BindGroupLayoutEntry { visibility: Stage::VERTEX, ..entry::picture(12) },
                ],
            ),
            material: crate::material::layout(gpu),
            object: gpu.bind_group_layout(
                "object",
                &[entry::uniform::<Object>(0, Stage::VERTEX, true), crate::material::numbers_entry(1)],
            ),
        }
    }
}

/// What a group 0 is made of.
pub(crate) struct FrameResources<'a> {
    pub arena: &'a Arena,
    pub surroundings: &'a wgpu::TextureView,
    pub brdf: &'a wgpu::TextureView,
    pub smooth: &'a wgpu::Sampler,
    pub shadow: &'a wgpu::TextureView,
    pub comparison: &'a wgpu::Sampler,
    pub pose: &'a wgpu::TextureView,
    pub morph: &'a wgpu::TextureView,
    pub ambient: &'a wgpu::TextureView,
    pub behind: &'a wgpu::TextureView,
    pub bounced: &'a wgpu::TextureView,
}

impl FrameResources<'_> {
    pub(crate) fn group(&self, gpu: &Gpu, layouts: &Layouts) -> wgpu::BindGroup {
        use wgpu::BindingResource::{Sampler, TextureView};
        gpu.bind_group(
            &layouts.frame,
            [
                self.arena.binding::<Frame>(0),
                self.arena.binding::<Lights>(slot::LIGHTS),
                TextureView(self.surroundings),
                TextureView(self.brdf),
                Sampler(self.smooth),
                TextureView(self.shadow),
                Sampler(self.comparison),
                TextureView(self.pose),
                TextureView(self.morph),
                TextureView(self.ambient),
                self.arena.binding::<Cells>(slot::CELLS),
                TextureView(self.behind),
                TextureView(self.bounced),
            ],
        )
    }
}

/// Group 2.
pub(crate) fn object_group(gpu: &Gpu, layouts: &Layouts, arena: &Arena, materials: &Materials) -> wgpu::BindGroup {
    gpu.bind_group(&layouts.object, [arena.binding::<Object>(slot::object(0)), materials.numbers()])
}

/// Where things are in the arena, bytes.
pub(crate) mod slot {
    use super::{Arena, Cells, Frame, Lights, Object};
    use crate::uniforms::MAX_SHADOW_MAPS;

    /// As many views as one picture can have.
    pub(crate) const MAX_VIEWS: usize = 4;

    /// A view of a picture.
    pub(crate) const fn view(i: usize) -> usize {
        i * Arena::stride::<Frame>()
    }

    /// A face of the probe.
    pub(crate) const fn face(i: usize) -> usize {
        view(MAX_VIEWS + i)
    }

    /// What a polished floor mirrors.
    pub(crate) const MIRROR: usize = face(6);

    /// What a shadow map sees.
    pub(crate) const fn shadow(i: usize) -> usize {
        face(7 + i)
    }

    pub(crate) const LIGHTS: usize = shadow(MAX_SHADOW_MAPS);
    pub(crate) const CELLS: usize = LIGHTS + Arena::stride::<Lights>();
    const OBJECTS: usize = CELLS + Arena::stride::<Cells>();

    /// An object; 0 is the world.
    pub(crate) const fn object(i: usize) -> usize {
        OBJECTS + i * Arena::stride::<Object>()
    }

    /// The same as the dynamic offset in a group that begins with the objects.
    pub(crate) const fn object_offset(i: u32) -> u32 {
        i * Arena::stride::<Object>() as u32
    }
}
