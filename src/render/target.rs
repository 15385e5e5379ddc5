//! What is drawn on: a window or canvas, or a texture; and the pictures on the way there.

use glam::UVec2;

use crate::gpu::{DEPTH, Gpu, HDR, SAMPLES, TextureShape};
use crate::medium::Medium;
use crate::{RenderError, Tier};

/// Where the finished picture goes.
pub(crate) enum Target {
    /// A window or canvas.
    Window { surface: wgpu::Surface<'static>, format: wgpu::TextureFormat, alpha_mode: wgpu::CompositeAlphaMode },
    /// A texture that can be read.
    Offscreen { texture: wgpu::Texture },
}

/// A picture to draw on now.
pub(crate) struct Canvas {
    pub view: wgpu::TextureView,
    window: Option<wgpu::SurfaceTexture>,
}

impl Canvas {
    pub(crate) fn present(self, gpu: &Gpu) {
        if let Some(texture) = self.window {
            gpu.queue.present(texture);
        }
    }
}

const OFFSCREEN_FORMAT: wgpu::TextureFormat = wgpu::TextureFormat::Rgba8Unorm;

impl Target {
    pub(crate) fn window(surface: wgpu::Surface<'static>, adapter: &wgpu::Adapter) -> Result<Self, RenderError> {
        let capabilities = surface.get_capabilities(adapter);
        // The shader encodes sRGB: canvases differ in which sRGB formats they know, and how they show them.
        let wanted = [wgpu::TextureFormat::Bgra8Unorm, wgpu::TextureFormat::Rgba8Unorm];
        let preferred = capabilities.formats.iter().copied().find(|f| wanted.contains(f));
        let format = preferred
            .or(capabilities.formats.first().copied())
            .ok_or_else(|| RenderError::NoDevice("the window cannot be drawn on".into()))?;
        let opaque = wgpu::CompositeAlphaMode::Opaque;
        let alpha_mode = if capabilities.alpha_modes.contains(&opaque) { opaque } else { Default::default() };
        Ok(Self::Window { surface, format, alpha_mode })
    }

    pub(crate) fn offscreen(gpu: &Gpu, size_px: UVec2) -> Self {
        let usage = wgpu::TextureUsages::RENDER_ATTACHMENT | wgpu::TextureUsages::COPY_SRC;
        Self::Offscreen { texture: gpu.texture(&TextureShape::flat("picture", size_px, OFFSCREEN_FORMAT, usage)) }
    }

    pub(crate) fn format(&self) -> wgpu::TextureFormat {
        match self {
            Self::Window { format, .. } => *format,
            Self::Offscreen { .. } => OFFSCREEN_FORMAT,
        }
    }

    pub(crate) fn configure(&mut self, gpu: &Gpu, size_px: UVec2) {
        match self {
            Self::Window { surface, format, alpha_mode } => surface.configure(
                &gpu.device,
                &wgpu::SurfaceConfiguration {
                    usage: wgpu::TextureUsages::RENDER_ATTACHMENT,
                    format: *format,
                    color_space: Default::default(),
                    width: size_px.x,
                    height: size_px.y,
                    present_mode: wgpu::PresentMode::AutoVsync,
                    desired_maximum_frame_latency: 2,
                    alpha_mode: *alpha_mode,
                    view_formats: Vec::new(),
                },
            ),
            Self::Offscreen { .. } => *self = Self::offscreen(gpu, size_px),
        }
    }

    pub(crate) fn acquire(&mut self, gpu: &Gpu, size_px: UVec2) -> Result<Canvas, RenderError> {
        use wgpu::CurrentSurfaceTexture as Current;
        match self {
            Self::Offscreen { texture } => Ok(Canvas { view: texture.create_view(&Default::default()), window: None }),
            Self::Window { surface, .. } => match surface.get_current_texture() {
                Current::Success(texture) | Current::Suboptimal(texture) => {
                    Ok(Canvas { view: texture.texture.create_view(&Default::default()), window: Some(texture) })
                }
                Current::Timeout | Current::Occluded => Err(RenderError::NoTarget),
                Current::Outdated | Current::Lost | Current::Validation => {
                    gpu.check_lost()?;
                    self.configure(gpu, size_px);
                    Err(RenderError::NoTarget)
                }
            },
        }
    }
}

/// Textures as large as the target, on the way to it.
pub(crate) struct Buffers {
    /// Read on the upper tier alone: WebGL2 can read multisampled pictures in no other way than by resolving them.
    pub color: wgpu::TextureView,
    pub depth: wgpu::TextureView,
    /// None when the target takes its place.
    pub picture: Option<wgpu::TextureView>,
}

impl Buffers {
    /// What is drawn on: light or pixels, and depth.
    pub(crate) fn attachments(&self) -> (&wgpu::TextureView, &wgpu::TextureView) {
        (&self.color, &self.depth)
    }

    pub(crate) fn new(gpu: &Gpu, size_px: UVec2, medium: Medium) -> Self {
        let (attachment, binding) = (wgpu::TextureUsages::RENDER_ATTACHMENT, wgpu::TextureUsages::TEXTURE_BINDING);
        let is_light = medium == Medium::Light;
        let is_read = is_light && gpu.info.tier == Tier::Full;
        let target = |label, format, samples, usage| {
            let flat = TextureShape::flat(label, size_px, format, usage);
            gpu.texture(&TextureShape { samples, ..flat }).create_view(&Default::default())
        };
        Self {
            color: target("color", medium.format(), SAMPLES, if is_read { attachment | binding } else { attachment }),
            depth: target("depth", DEPTH, SAMPLES, attachment),
            picture: is_light.then(|| target("light", HDR, 1, attachment | binding)),
        }
    }
}
