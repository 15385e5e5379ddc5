//! The device, and the few shapes in which everything else asks it for things.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use glam::UVec2;

use crate::shaders::Wgsl;
use crate::{Info, Options, RenderError, Tier, image};

/// Of everything that light is added up in.
pub(crate) const HDR: wgpu::TextureFormat = wgpu::TextureFormat::Rgba16Float;
/// Of every depth buffer; the nearest is 1, the farthest 0.
pub(crate) const DEPTH: wgpu::TextureFormat = wgpu::TextureFormat::Depth32Float;
/// Samples a pixel in the main pass.
pub(crate) const SAMPLES: u32 = 4;

/// A device and its queue.
pub(crate) struct Gpu {
    pub device: wgpu::Device,
    pub queue: wgpu::Queue,
    pub info: Info,
    lost: Arc<Mutex<Option<String>>>,
    /// On what [`Gpu::watch`] saw.
    is_at_work: Arc<AtomicBool>,
    #[cfg(not(target_arch = "wasm32"))]
    pub clock: Option<crate::clock::Clock>,
}

/// Which graphics interfaces this build may use.
fn backends() -> wgpu::Backends {
    if cfg!(all(target_arch = "wasm32", feature = "webgpu")) {
        wgpu::Backends::BROWSER_WEBGPU
    } else if cfg!(target_arch = "wasm32") {
        wgpu::Backends::GL
    } else {
        wgpu::Backends::PRIMARY
    }
}

pub(crate) fn instance() -> wgpu::Instance {
    let mut description = wgpu::InstanceDescriptor::new_without_display_handle();
    description.backends = backends();
    // Nobody here waits for WebGL2, and asking how far it is costs a fifth of a frame of the page's time.
    if cfg!(target_arch = "wasm32") {
        description.backend_options.gl.fence_behavior = wgpu::GlFenceBehavior::AutoFinish;
    }
    wgpu::Instance::new(description)
}

fn backend_name(backend: wgpu::Backend) -> &'static str {
    match backend {
        wgpu::Backend::Vulkan => "Vulkan",
        wgpu::Backend::Metal => "Metal",
        wgpu::Backend::Dx12 => "DirectX 12",
        wgpu::Backend::Gl => "WebGL2",
        wgpu::Backend::BrowserWebGpu => "WebGPU",
        wgpu::Backend::Noop => "none",
    }
}

impl Gpu {
    /// A device that can draw on `surface`, if there is one.
    pub(crate) async fn new(
        instance: &wgpu::Instance,
        surface: Option<&wgpu::Surface<'_>>,
        options: &Options,
    ) -> Result<(Self, wgpu::Adapter), RenderError> {
        let adapter = instance
            .request_adapter(&wgpu::RequestAdapterOptions {
                power_preference: wgpu::PowerPreference::HighPerformance,
                compatible_surface: surface,
                ..Default::default()
            })
            .await
            .map_err(|e| RenderError::NoDevice(e.to_string()))?;
        let found = adapter.get_info();
        let full = found.backend != wgpu::Backend::Gl && options.tier != Some(Tier::Base);
        let tier = if full { Tier::Full } else { Tier::Base };
        let base = wgpu::Limits::downlevel_webgl2_defaults();
        let limits = if full { wgpu::Limits::default() } else { base }.using_resolution(adapter.limits());
        let max_texture_side = limits.max_texture_dimension_2d;
        let stamps = adapter.features() & wgpu::Features::TIMESTAMP_QUERY;
        let required_features = if options.is_timed { stamps } else { wgpu::Features::empty() };
        let (device, queue) = adapter
            .request_device(&wgpu::DeviceDescriptor {
                required_features: required_features | adapter.features() & image::COMPRESSED,
                required_limits: limits,
                ..Default::default()
            })
            .await
            .map_err(|e| RenderError::NoDevice(e.to_string()))?;

        let lost = Arc::new(Mutex::new(None));
        let report = lost.clone();
        device.set_device_lost_callback(move |_, why| {
            *report.lock().unwrap_or_else(PoisonError::into_inner) = Some(why);
        });
        // In a browser an error costs a wrong picture, not the page.
        #[cfg(target_arch = "wasm32")]
        device.on_uncaptured_error(Arc::new(|e| log::error!("{e}")));

        let backend = backend_name(found.backend);
        let is_software = found.device_type == wgpu::DeviceType::Cpu
            || ["SwiftShader", "swiftshader", "llvmpipe"].iter().any(|name| found.name.contains(name));
        let formats = image::formats(device.features());
        let info = Info { tier, backend, adapter: found.name, max_texture_side, is_software, formats };
        #[cfg(not(target_arch = "wasm32"))]
        let clock = crate::clock::Clock::new(&device);
        let gpu = Self {
            device,
            queue,
            info,
            lost,
            is_at_work: Arc::default(),
            #[cfg(not(target_arch = "wasm32"))]
            clock,
        };
        Ok((gpu, adapter))
    }

    /// Notes when what has been submitted will be done. WebGL2 says that it is done at once.
    pub(crate) fn watch(&self) {
        self.is_at_work.store(true, Ordering::Relaxed);
        let is_at_work = self.is_at_work.clone();
        self.queue.on_submitted_work_done(move || is_at_work.store(false, Ordering::Relaxed));
    }

    pub(crate) fn is_at_work(&self) -> bool {
        // Who loses the device is told elsewhere.
        let _ = self.device.poll(wgpu::PollType::Poll);
        self.is_at_work.load(Ordering::Relaxed)
    }

    pub(crate) fn check_lost(&self) -> Result<(), RenderError> {
        match &*self.lost.lock().unwrap_or_else(PoisonError::into_inner) {
            Some(why) => Err(RenderError::Lost(why.clone())),
            None => Ok(()),
        }
    }

    /// Where a pass notes its times, if somebody measures.
    pub(crate) fn stamps(&self, _name: &'static str) -> Option<wgpu::RenderPassTimestampWrites<'_>> {
        #[cfg(not(target_arch = "wasm32"))]
        return self.clock.as_ref()?.stamps(_name);
        #[cfg(target_arch = "wasm32")]
        None
    }

    pub(crate) fn shader(&self, label: &str, wgsl: Wgsl) -> wgpu::ShaderModule {
        self.device.create_shader_module(wgpu::ShaderModuleDescriptor {
            label: Some(label),
            source: wgpu::ShaderSource::Wgsl(wgsl.concat().into()),
        })
    }

    pub(crate) fn texture(&self, what: &TextureShape<'_>) -> wgpu::Texture {
        self.device.create_texture(&wgpu::TextureDescriptor {
            label: Some(what.label),
            size: wgpu::Extent3d {
                width: what.size_px.x.max(1),
                height: what.size_px.y.max(1),
                depth_or_array_layers: what.layers,
            },
            mip_level_count: what.levels,
            sample_count: what.samples,
            dimension: wgpu::TextureDimension::D2,
            format: what.format,
            usage: what.usage,
            view_formats: &[],
        })
    }

    pub(crate) fn bind_group_layout(
        &self,
        label: &str,
        entries: &[wgpu::BindGroupLayoutEntry],
    ) -> wgpu::BindGroupLayout {
        self.device.create_bind_group_layout(&wgpu::BindGroupLayoutDescriptor { label: Some(label), entries })
    }

    /// Resources in the order of their bindings, from 0.
    pub(crate) fn bind_group<'a>(
        &self,
        layout: &wgpu::BindGroupLayout,
        resources: impl IntoIterator<Item = wgpu::BindingResource<'a>>,
    ) -> wgpu::BindGroup {
        let entries: Vec<_> =
            (0..).zip(resources).map(|(binding, resource)| wgpu::BindGroupEntry { binding, resource }).collect();
        self.device.create_bind_group(&wgpu::BindGroupDescriptor { label: None, layout, entries: &entries })
    }

    pub(crate) fn pipeline_layout(&self, groups: &[&wgpu::BindGroupLayout]) -> wgpu::PipelineLayout {
        let groups: Vec<_> = groups.iter().map(|g| Some(*g)).collect();
        self.device.create_pipeline_layout(&wgpu::PipelineLayoutDescriptor {
            label: None,
            bind_group_layouts: &groups,
            immediate_size: 0,
        })
    }

    pub(crate) fn encoder(&self) -> wgpu::CommandEncoder {
        self.device.create_command_encoder(&Default::default())
    }

    pub(crate) fn submit(&self, encoder: wgpu::CommandEncoder) {
        self.queue.submit([encoder.finish()]);
    }

    /// RGBA8 pixels of a texture, rows from the top without padding.
    pub(crate) async fn read(&self, texture: &wgpu::Texture, size_px: UVec2) -> Result<Vec<u8>, RenderError> {
        let row = 4 * size_px.x;
        let padded_row = row.next_multiple_of(wgpu::COPY_BYTES_PER_ROW_ALIGNMENT);
        let buffer = self.device.create_buffer(&wgpu::BufferDescriptor {
            label: Some("pixels"),
            size: u64::from(padded_row) * u64::from(size_px.y),
            usage: wgpu::BufferUsages::COPY_DST | wgpu::BufferUsages::MAP_READ,
            mapped_at_creation: false,
        });
        let mut encoder = self.encoder();
        encoder.copy_texture_to_buffer(
            texture.as_image_copy(),
            wgpu::TexelCopyBufferInfo {
                buffer: &buffer,
                layout: wgpu::TexelCopyBufferLayout {
                    offset: 0,
                    bytes_per_row: Some(padded_row),
                    rows_per_image: None,
                },
            },
            wgpu::Extent3d { width: size_px.x, height: size_px.y, depth_or_array_layers: 1 },
        );
        self.submit(encoder);
        buffer.map_async(wgpu::MapMode::Read, .., |_| ());
        let lost = |e: &dyn core::fmt::Display| RenderError::Lost(e.to_string());
        self.device.poll(wgpu::PollType::wait_indefinitely()).map_err(|e| lost(&e))?;
        let mapped = buffer.get_mapped_range(..).map_err(|e| lost(&e))?;
        Ok(mapped.chunks_exact(padded_row as usize).flat_map(|r| &r[..row as usize]).copied().collect())
    }

    /// Linear between texels, clamped at the edges. Not between levels: software would go to two of them even where there is one.
    pub(crate) fn smooth_sampler(&self) -> wgpu::Sampler {
        self.linear_sampler(wgpu::MipmapFilterMode::Nearest)
    }

    /// Linear between texels and levels, clamped at the edges.
    pub(crate) fn trilinear_sampler(&self) -> wgpu::Sampler {
        self.linear_sampler(wgpu::MipmapFilterMode::Linear)
    }

    fn linear_sampler(&self, mipmap_filter: wgpu::MipmapFilterMode) -> wgpu::Sampler {
        self.device.create_sampler(&wgpu::SamplerDescriptor {
            mag_filter: wgpu::FilterMode::Linear,
            min_filter: wgpu::FilterMode::Linear,
            mipmap_filter,
            ..Default::default()
        })
    }
}

/// What [`Gpu::texture`] makes.
pub(crate) struct TextureShape<'a> {
    pub label: &'a str,
    pub size_px: UVec2,
    pub layers: u32,
    pub levels: u32,
    pub samples: u32,
    pub format: wgpu::TextureFormat,
    pub usage: wgpu::TextureUsages,
}

impl<'a> TextureShape<'a> {
    /// One level, one layer, one sample.
    pub(crate) fn flat(
        label: &'a str,
        size_px: UVec2,
        format: wgpu::TextureFormat,
        usage: wgpu::TextureUsages,
    ) -> Self {
        Self { label, size_px, layers: 1, levels: 1, samples: 1, format, usage }
    }
}
