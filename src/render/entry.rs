//! Entries of bind group layouts.

use wgpu::{BindGroupLayoutEntry, BindingType, ShaderStages, TextureSampleType, TextureViewDimension};

fn entry(binding: u32, visibility: ShaderStages, ty: BindingType) -> BindGroupLayoutEntry {
    BindGroupLayoutEntry { binding, visibility, ty, count: None }
}

pub(crate) fn uniform<T>(binding: u32, visibility: ShaderStages, has_dynamic_offset: bool) -> BindGroupLayoutEntry {
    let ty = BindingType::Buffer {
        ty: wgpu::BufferBindingType::Uniform,
        has_dynamic_offset,
        min_binding_size: wgpu::BufferSize::new(size_of::<T>() as u64),
    };
    entry(binding, visibility, ty)
}

fn texture(
    binding: u32,
    visibility: ShaderStages,
    sample_type: TextureSampleType,
    view_dimension: TextureViewDimension,
) -> BindGroupLayoutEntry {
    entry(binding, visibility, BindingType::Texture { sample_type, view_dimension, multisampled: false })
}

pub(crate) fn picture(binding: u32) -> BindGroupLayoutEntry {
    let sample_type = TextureSampleType::Float { filterable: true };
    texture(binding, ShaderStages::FRAGMENT, sample_type, TextureViewDimension::D2)
}

/// A picture whose samples a fragment shader reads one by one.
pub(crate) fn samples(binding: u32) -> BindGroupLayoutEntry {
    let sample_type = TextureSampleType::Float { filterable: false };
    let ty = BindingType::Texture { sample_type, view_dimension: TextureViewDimension::D2, multisampled: true };
    entry(binding, ShaderStages::FRAGMENT, ty)
}

pub(crate) fn cube(binding: u32) -> BindGroupLayoutEntry {
    let sample_type = TextureSampleType::Float { filterable: true };
    texture(binding, ShaderStages::FRAGMENT, sample_type, TextureViewDimension::Cube)
}

pub(crate) fn depth(binding: u32) -> BindGroupLayoutEntry {
    texture(binding, ShaderStages::FRAGMENT, TextureSampleType::Depth, TextureViewDimension::D2)
}

/// Texels that a fragment shader reads one by one.
pub(crate) fn texels(binding: u32) -> BindGroupLayoutEntry {
    let sample_type = TextureSampleType::Float { filterable: false };
    texture(binding, ShaderStages::FRAGMENT, sample_type, TextureViewDimension::D2)
}

/// Texels that a vertex shader reads one by one.
pub(crate) fn data(binding: u32) -> BindGroupLayoutEntry {
    let sample_type = TextureSampleType::Float { filterable: false };
    texture(binding, ShaderStages::VERTEX, sample_type, TextureViewDimension::D2)
}

pub(crate) fn sampler(binding: u32) -> BindGroupLayoutEntry {
    entry(binding, ShaderStages::FRAGMENT, BindingType::Sampler(wgpu::SamplerBindingType::Filtering))
}

pub(crate) fn comparison(binding: u32) -> BindGroupLayoutEntry {
    entry(binding, ShaderStages::FRAGMENT, BindingType::Sampler(wgpu::SamplerBindingType::Comparison))
}
