//! Materials on the device: group 1 of the mesh shaders (`shaders/material.wgsl`).

use glam::{Affine2, Vec3, Vec4};
use hall::{ImageId, ImageSource, Scene, TextureRef};

use crate::gpu::{Gpu, entry};
use crate::image::{Images, Neutral};
use crate::shaders::uniform;
use crate::uniforms::ALIGN;

uniform! {
    /// glTF 2.0 §3.9.
    struct Material {
        base_color: Vec4,
        emissive: Vec3,
        /// Below it a masked surface is not there.
        alpha_cutoff: f32,
        metallic: f32,
        roughness: f32,
        normal_scale: f32,
        occlusion_strength: f32,
        transmission: f32,
        /// Bits: `HAS_…`, `UNLIT`.
        flags: u32,
        spare_0: f32,
        spare_1: f32,
        /// Two rows for each map in the order of the bindings: image coordinates from vertex coordinates; `w` of the first row is the set of coordinates.
        image_from_uv: [Vec4; 12],
    }
}

const UNLIT: u32 = 64;

/// The maps of a material in the order of their bindings.
fn maps(m: &hall::Material) -> [Option<TextureRef>; 6] {
    [
        m.base_color_texture,
        m.metallic_roughness_texture,
        m.normal_texture,
        m.occlusion_texture,
        m.emissive_texture,
        m.transmission_texture,
    ]
}

/// Which of [`maps`] are colour.
const IS_COLOR: [bool; 6] = [true, false, false, false, true, false];

impl Material {
    fn new(m: &hall::Material, is_missing: impl Fn(&TextureRef) -> bool) -> Self {
        let mut flags = if m.unlit { UNLIT } else { 0 };
        let mut image_from_uv = [Vec4::ZERO; 12];
        for (i, map) in maps(m).iter().enumerate() {
            let Some(map) = map.filter(|map| !is_missing(map)) else { continue };
            flags |= 1 << i;
            let Affine2 { matrix2: t, translation } = map.image_from_uv;
            image_from_uv[2 * i] = Vec4::new(t.x_axis.x, t.y_axis.x, translation.x, f32::from(map.uv_set));
            image_from_uv[2 * i + 1] = Vec4::new(t.x_axis.y, t.y_axis.y, translation.y, 0.0);
        }
        Self {
            base_color: m.base_color,
            emissive: m.emissive,
            alpha_cutoff: match m.alpha_mode {
                hall::AlphaMode::Mask { cutoff } => cutoff,
                _ => 0.5,
            },
            metallic: m.metallic,
            roughness: m.roughness,
            normal_scale: m.normal_scale,
            occlusion_strength: m.occlusion_strength,
            transmission: m.transmission,
            flags,
            spare_0: 0.0,
            spare_1: 0.0,
            image_from_uv,
        }
    }
}

pub(crate) fn layout(gpu: &Gpu) -> wgpu::BindGroupLayout {
    let mut entries = vec![entry::uniform::<Material>(0, wgpu::ShaderStages::FRAGMENT, false)];
    for map in 0..6 {
        entries.push(entry::picture(1 + 2 * map));
        entries.push(entry::sampler(2 + 2 * map));
    }
    gpu.bind_group_layout("material", &entries)
}

/// The materials of a scene; the last one is glTF's default material.
pub(crate) struct Materials {
    uniforms: wgpu::Buffer,
    groups: Vec<wgpu::BindGroup>,
    maps: Vec<[Option<TextureRef>; 6]>,
}

impl Materials {
    pub(crate) fn new(
        gpu: &Gpu,
        layout: &wgpu::BindGroupLayout,
        neutral: &Neutral,
        scene: &Scene,
        images: &Images,
    ) -> Self {
        let default = hall::Material::default();
        let count = scene.materials.len() + 1;
        let uniforms = gpu.device.create_buffer(&wgpu::BufferDescriptor {
            label: Some("materials"),
            size: (count * STRIDE) as u64,
            usage: wgpu::BufferUsages::UNIFORM | wgpu::BufferUsages::COPY_DST,
            mapped_at_creation: false,
        });
        let is_missing =
            |map: &TextureRef| matches!(scene.images[images.image(map.texture).index()].source, ImageSource::Missing);
        let mut bytes = vec![0; count * STRIDE];
        let mut all_maps = Vec::with_capacity(count);
        for (m, slot) in scene.materials.iter().chain([&default]).zip(bytes.chunks_exact_mut(STRIDE)) {
            slot[..size_of::<Material>()].copy_from_slice(bytemuck::bytes_of(&Material::new(m, is_missing)));
            all_maps.push(maps(m));
        }
        gpu.queue.write_buffer(&uniforms, 0, &bytes);
        let mut materials = Self { uniforms, groups: Vec::with_capacity(count), maps: all_maps };
        for i in 0..count {
            let group = materials.group(gpu, layout, neutral, images, i);
            materials.groups.push(group);
        }
        materials
    }

    fn group(
        &self,
        gpu: &Gpu,
        layout: &wgpu::BindGroupLayout,
        neutral: &Neutral,
        images: &Images,
        i: usize,
    ) -> wgpu::BindGroup {
        let uniform = wgpu::BindingResource::Buffer(wgpu::BufferBinding {
            buffer: &self.uniforms,
            offset: (i * STRIDE) as u64,
            size: wgpu::BufferSize::new(size_of::<Material>() as u64),
        });
        let any_sampler = gpu.smooth_sampler();
        // A normal map bends nothing and a lamp is dark until its image arrives.
        let nothing =
            [&neutral.grey, &neutral.white, &neutral.flat_normal, &neutral.white, &neutral.black, &neutral.white];
        let mut resources = vec![uniform];
        for (map, texture) in self.maps[i].iter().enumerate() {
            let view = texture.and_then(|t| images.view(t.texture, IS_COLOR[map])).unwrap_or(nothing[map]);
            let sampler = texture.map_or(&any_sampler, |t| images.sampler(t.texture));
            resources.push(wgpu::BindingResource::TextureView(view));
            resources.push(wgpu::BindingResource::Sampler(sampler));
        }
        gpu.bind_group(layout, resources)
    }

    /// Takes up the pixels of an image that arrived.
    pub(crate) fn refresh(
        &mut self,
        gpu: &Gpu,
        layout: &wgpu::BindGroupLayout,
        neutral: &Neutral,
        images: &Images,
        image: ImageId,
    ) {
        for i in 0..self.groups.len() {
            if self.maps[i].iter().flatten().any(|map| images.image(map.texture) == image) {
                self.groups[i] = self.group(gpu, layout, neutral, images, i);
            }
        }
    }

    pub(crate) fn get(&self, material: u32) -> &wgpu::BindGroup {
        &self.groups[material as usize]
    }
}

const STRIDE: usize = size_of::<Material>().next_multiple_of(ALIGN);
