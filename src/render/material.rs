//! Materials on the device (`shaders/material.wgsl`): images are group 1 of the mesh shaders, numbers a part of group 2.

use glam::{Affine2, UVec4, Vec3, Vec4};
use hall::{ImageId, ImageSource, Map, MaterialId, Scene, TextureRef};

use crate::entry;
use crate::gpu::Gpu;
use crate::image::{Images, Neutral};
use crate::shaders::uniform;
use crate::uniforms::ALIGN;

uniform! {
    /// glTF 2.0 §3.9 and `KHR_materials_*`.
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
        /// Index of refraction.
        ior: f32,
        /// 20 divided by the Abbe number.
        dispersion: f32,
        /// Bits: `HAS_…`, `OPAQUE`.
        flags: u32,
        /// Reflectance of what is not metal, at normal incidence, before `f90` weakens it.
        f0: Vec3,
        /// At grazing angles.
        f90: f32,
        sheen_color: Vec3,
        sheen_roughness: f32,
        /// How much a metre takes of each colour: its natural logarithm.
        absorption: Vec3,
        /// Mesh space, metres.
        thickness: f32,
        diffuse_transmission_color: Vec3,
        diffuse_transmission: f32,
        /// Strength, then cosine and sine of the turn from the tangent.
        anisotropy: Vec3,
        lightmap_intensity: f32,
        clearcoat: f32,
        clearcoat_roughness: f32,
        clearcoat_normal_scale: f32,
        iridescence: f32,
        iridescence_ior: f32,
        /// Nanometres.
        iridescence_thickness_min: f32,
        /// Nanometres.
        iridescence_thickness_max: f32,
        spare: f32,
        /// In which of the further images each further map is: four bits each, 0 for none, else its number from 1.
        slots: UVec4,
        /// Two rows for each image in the order of the bindings: image coordinates from vertex coordinates; `w` of the first row is the set of coordinates.
        image_from_uv: [Vec4; 16],
        /// So that it takes 512 bytes, as the next one begins there.
        filler: [Vec4; 4],
    }
}

const OPAQUE: u32 = 32;
/// Images that every material may have, each for its own map.
pub(crate) const OWN_IMAGES: usize = 5;
/// Images that the rarer maps share.
const FURTHER: usize = 3;
const IMAGES: usize = OWN_IMAGES + FURTHER;

/// Where the textures of a material are bound.
#[derive(Clone, Default)]
struct Layout {
    /// In the order of the bindings: the texture, and whether it is read as colour.
    images: [Option<(TextureRef, bool)>; IMAGES],
    /// For each of the further maps in which image it is, from 1; 0 for none.
    slots: [u8; Map::COUNT - OWN_IMAGES],
    /// The light map knows light beyond white.
    is_bright: bool,
}

/// Alpha is linear in either reading, so that these can share an image with a colour.
fn reads_alpha_alone(map: Map) -> bool {
    matches!(map, Map::Specular | Map::SheenRoughness | Map::DiffuseTransmission)
}

pub(crate) fn is_read_as_color(map: Map) -> bool {
    map.is_color() || reads_alpha_alone(map)
}

impl Layout {
    fn new(m: &hall::Material, is_missing: &[bool]) -> Self {
        let mut layout = Self { is_bright: m.lightmap.intensity > 2.0, ..Self::default() };
        let mut used = OWN_IMAGES;
        for (i, texture) in m.textures().into_iter().enumerate() {
            let Some(texture) = texture.filter(|t| !is_missing[t.texture.index()]) else { continue };
            let image = Some((texture, is_read_as_color(Map::ALL[i])));
            if i < OWN_IMAGES {
                layout.images[i] = image;
                continue;
            }
            let at = (OWN_IMAGES..used).find(|at| layout.images[*at] == image).unwrap_or(used);
            if at == IMAGES {
                log::warn!("{}: more textures than {IMAGES} at once; one is left out", m.name);
                continue;
            }
            layout.images[at] = image;
            layout.slots[i - OWN_IMAGES] = (at - OWN_IMAGES + 1) as u8;
            used = used.max(at + 1);
        }
        layout
    }

    /// Whether the same images are bound, and the same stand-ins for them.
    fn binds_like(&self, other: &Self) -> bool {
        let image = |layout: &Self, i: usize| layout.images[i].map(|(t, is_color)| (t.texture, is_color));
        self.slots == other.slots
            && self.is_bright == other.is_bright
            && (0..IMAGES).all(|i| image(self, i) == image(other, i))
    }

    fn slots(&self) -> UVec4 {
        let mut words = [0; 4];
        for (i, slot) in self.slots.iter().enumerate() {
            words[i / 8] |= u32::from(*slot) << (4 * (i % 8));
        }
        words.into()
    }
}

/// Light that a metre takes, as a natural logarithm for each colour (KHR_materials_volume).
fn absorption(volume: &hall::Volume) -> Vec3 {
    let per_metre = |color: f32| color.max(1e-6).ln() / volume.attenuation_distance.max(1e-6);
    let color = volume.attenuation_color;
    Vec3::new(per_metre(color.x), per_metre(color.y), per_metre(color.z))
}

impl Material {
    fn new(m: &hall::Material, layout: &Layout) -> Self {
        let mut flags = if m.alpha_mode == hall::AlphaMode::Opaque { OPAQUE } else { 0 };
        let mut image_from_uv = [Vec4::ZERO; 2 * IMAGES];
        for (i, image) in layout.images.iter().enumerate() {
            let Some((texture, _)) = image else { continue };
            flags |= if i < OWN_IMAGES { 1 << i } else { 0 };
            let Affine2 { matrix2: t, translation } = texture.image_from_uv;
            image_from_uv[2 * i] = Vec4::new(t.x_axis.x, t.y_axis.x, translation.x, f32::from(texture.uv_set));
            image_from_uv[2 * i + 1] = Vec4::new(t.x_axis.y, t.y_axis.y, translation.y, 0.0);
        }
        let has_light = layout.slots[Map::Lightmap as usize - OWN_IMAGES] > 0;
        let reflectance = (m.ior - 1.0) / (m.ior + 1.0);
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
            ior: m.ior,
            dispersion: m.volume.dispersion,
            flags,
            f0: m.specular.color * (reflectance * reflectance),
            f90: m.specular.factor,
            sheen_color: m.sheen.color,
            sheen_roughness: m.sheen.roughness,
            absorption: absorption(&m.volume),
            thickness: m.volume.thickness,
            diffuse_transmission_color: m.diffuse_transmission.color,
            diffuse_transmission: m.diffuse_transmission.factor,
            anisotropy: Vec3::new(m.anisotropy.strength, m.anisotropy.rotation.cos(), m.anisotropy.rotation.sin()),
            // A light map that never comes leaves even light, from what stands in for it.
            lightmap_intensity: if has_light { m.lightmap.intensity } else { 0.5 },
            clearcoat: m.clearcoat.factor,
            clearcoat_roughness: m.clearcoat.roughness,
            clearcoat_normal_scale: m.clearcoat.normal_scale,
            iridescence: m.iridescence.factor,
            iridescence_ior: m.iridescence.ior,
            iridescence_thickness_min: m.iridescence.thickness_min_nm,
            iridescence_thickness_max: m.iridescence.thickness_max_nm,
            spare: 0.0,
            slots: layout.slots(),
            image_from_uv,
            filler: [Vec4::ZERO; 4],
        }
    }
}

pub(crate) fn layout(gpu: &Gpu) -> wgpu::BindGroupLayout {
    let mut entries = Vec::new();
    for image in 0..IMAGES as u32 {
        entries.push(entry::picture(2 * image));
        entries.push(entry::sampler(2 * image + 1));
    }
    gpu.bind_group_layout("material", &entries)
}

/// The materials of a scene; the last one is glTF's default material.
pub(crate) struct Materials {
    uniforms: wgpu::Buffer,
    /// Materials that have the same images share a group: most have none, and switching is what costs.
    groups: Vec<wgpu::BindGroup>,
    /// For each material which of the groups.
    group_of: Vec<u32>,
    layouts: Vec<Layout>,
    /// For each texture whether it has no image.
    is_missing: Vec<bool>,
    /// Materials that an animation has changed, as they are on the device.
    changed: Vec<(MaterialId, Material)>,
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
            // As many are bound from the last one on.
            size: ((count + AT_ONCE - 1) * STRIDE) as u64,
            usage: wgpu::BufferUsages::UNIFORM | wgpu::BufferUsages::COPY_DST,
            mapped_at_creation: false,
        });
        let is_without = |t: &hall::Texture| matches!(scene.images[t.image.index()].source, ImageSource::Missing);
        let is_missing: Vec<bool> = scene.textures.iter().map(is_without).collect();
        let mut bytes = vec![0; count * STRIDE];
        let mut layouts = Vec::with_capacity(count);
        for (m, slot) in scene.materials.iter().chain([&default]).zip(bytes.chunks_exact_mut(STRIDE)) {
            let layout = Layout::new(m, &is_missing);
            slot[..size_of::<Material>()].copy_from_slice(bytemuck::bytes_of(&Material::new(m, &layout)));
            layouts.push(layout);
        }
        gpu.queue.write_buffer(&uniforms, 0, &bytes);
        let mut materials =
            Self { uniforms, groups: Vec::new(), group_of: Vec::new(), layouts, is_missing, changed: Vec::new() };
        let mut known: Vec<usize> = Vec::new();
        for i in 0..count {
            let same = known.iter().position(|k| materials.layouts[*k].binds_like(&materials.layouts[i]));
            let group = same.unwrap_or_else(|| {
                known.push(i);
                known.len() - 1
            });
            materials.group_of.push(group as u32);
        }
        materials.groups = known.iter().map(|i| materials.group(gpu, layout, neutral, images, *i)).collect();
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
        let any_sampler = gpu.smooth_sampler();
        let mut resources = Vec::with_capacity(2 * IMAGES);
        for (image, texture) in self.layouts[i].images.iter().enumerate() {
            let view = texture.and_then(|(t, is_color)| images.view(t.texture, is_color));
            let sampler = texture.map_or(&any_sampler, |(t, _)| images.sampler(t.texture));
            resources.push(wgpu::BindingResource::TextureView(view.unwrap_or(self.stand_in(neutral, i, image))));
            resources.push(wgpu::BindingResource::Sampler(sampler));
        }
        gpu.bind_group(layout, resources)
    }

    /// A normal map bends nothing and a lamp is dark until its image arrives.
    fn stand_in<'a>(&self, neutral: &'a Neutral, i: usize, image: usize) -> &'a wgpu::TextureView {
        let own = [&neutral.grey, &neutral.white, &neutral.flat_normal, &neutral.white, &neutral.black];
        if image < OWN_IMAGES {
            return own[image];
        }
        let slots = self.layouts[i].slots;
        let holds = |map: Map| usize::from(slots[map as usize - OWN_IMAGES]) == image - OWN_IMAGES + 1;
        match () {
            () if holds(Map::ClearcoatNormal) => &neutral.flat_normal,
            () if holds(Map::Lightmap) && self.layouts[i].is_bright => &neutral.light,
            () if holds(Map::Lightmap) => &neutral.grey,
            () => &neutral.white,
        }
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
        for group in 0..self.groups.len() {
            let Some(i) = self.group_of.iter().position(|g| *g as usize == group) else { continue };
            if self.layouts[i].images.iter().flatten().any(|(map, _)| images.image(map.texture) == image) {
                self.groups[group] = self.group(gpu, layout, neutral, images, i);
            }
        }
    }

    /// Takes up what animations made of some materials. Which image is bound where stays as it was.
    pub(crate) fn animate(&mut self, gpu: &Gpu, materials: &[(MaterialId, hall::Material)]) {
        for (id, m) in materials {
            let uniform = Material::new(m, &Layout::new(m, &self.is_missing));
            let known = self.changed.iter_mut().find(|(known, _)| known == id);
            let is_same = known.as_ref().is_some_and(|(_, u)| bytemuck::bytes_of(u) == bytemuck::bytes_of(&uniform));
            match known {
                Some((_, known)) => *known = uniform,
                None => self.changed.push((*id, uniform)),
            }
            if !is_same {
                gpu.queue.write_buffer(&self.uniforms, (id.index() * STRIDE) as u64, bytemuck::bytes_of(&uniform));
            }
        }
    }

    /// Which of the groups of images a material has.
    pub(crate) fn images_of(&self, material: u32) -> u32 {
        self.group_of[material as usize]
    }

    /// A group of images.
    pub(crate) fn images(&self, group: u32) -> &wgpu::BindGroup {
        &self.groups[group as usize]
    }

    /// The numbers of the first material; those of the others follow at [`numbers_offset`].
    pub(crate) fn numbers(&self) -> wgpu::BindingResource<'_> {
        wgpu::BindingResource::Buffer(wgpu::BufferBinding {
            buffer: &self.uniforms,
            offset: 0,
            size: wgpu::BufferSize::new((AT_ONCE * STRIDE) as u64),
        })
    }
}

/// Where the numbers of a material are, as a dynamic offset.
pub(crate) fn numbers_offset(material: u32) -> u32 {
    material * STRIDE as u32
}

/// Where the materials begin that are bound together with this one in a draw of several.
pub(crate) fn first_of_mixed(material: u32) -> u32 {
    material - material % AT_ONCE as u32
}

/// The part of group 2 that is the material's.
pub(crate) fn numbers_entry(binding: u32) -> wgpu::BindGroupLayoutEntry {
    entry::uniform::<[Material; AT_ONCE]>(binding, wgpu::ShaderStages::VERTEX_FRAGMENT, true)
}

const STRIDE: usize = size_of::<Material>();
const _: () = assert!(STRIDE.is_multiple_of(ALIGN));
/// So many are bound at once: what every device takes.
pub(crate) const AT_ONCE: usize = 16384 / STRIDE;
