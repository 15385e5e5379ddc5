//! What surfaces are drawn as: light, or at once what a screen shows of it (`shaders/written.wgsl`).

use hall::manifest::ToneMapping;

use crate::gpu::{DEPTH, Gpu, HDR, SAMPLES};
use crate::look::Mode;
use crate::shaders::Wgsl;

/// What is written for a sample of a surface.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Medium {
    /// For passes that need the light of the whole picture.
    Light,
    /// Pixels in the format of a target.
    Screen(ToneMapping, wgpu::TextureFormat),
}

impl Medium {
    pub(crate) fn format(self) -> wgpu::TextureFormat {
        match self {
            Self::Light => HDR,
            Self::Screen(_, format) => format,
        }
    }

    /// For all shaders with `tone.wgsl`.
    pub(crate) fn constant(self) -> (&'static str, f64) {
        let curve = match self {
            Self::Light | Self::Screen(ToneMapping::Neutral, _) => 0.0,
            Self::Screen(ToneMapping::Aces, _) => 1.0,
            Self::Screen(ToneMapping::Agx, _) => 2.0,
            Self::Screen(ToneMapping::None, _) => 3.0,
        };
        ("CURVE", curve)
    }

    /// Nothing makes a screen clear.
    pub(crate) fn target(self, blend: Option<wgpu::BlendState>) -> wgpu::ColorTargetState {
        let write_mask = if self == Self::Light { wgpu::ColorWrites::ALL } else { wgpu::ColorWrites::COLOR };
        wgpu::ColorTargetState { format: self.format(), blend, write_mask }
    }

    /// How a surface mixes with what is behind it.
    pub(crate) fn blend(self, mode: Mode) -> Option<wgpu::BlendState> {
        use wgpu::BlendFactor::{One, OneMinusSrc, Src, Zero};
        let color = |src_factor, dst_factor| {
            Some(wgpu::BlendState {
                color: wgpu::BlendComponent { src_factor, dst_factor, operation: wgpu::BlendOperation::Add },
                alpha: wgpu::BlendComponent { src_factor: Zero, dst_factor: One, operation: wgpu::BlendOperation::Add },
            })
        };
        match mode {
            Mode::Opaque | Mode::Masked => None,
            Mode::Blended | Mode::Refracted => Some(wgpu::BlendState::PREMULTIPLIED_ALPHA_BLENDING),
            Mode::GlassFilter => color(Zero, Src),
            // What is added to light is added; in the even steps of a screen less of it can be seen the brighter it is behind.
            Mode::GlassLight => color(One, if self == Self::Light { One } else { OneMinusSrc }),
        }
    }
}

/// Pipelines for what things hide and what hides nothing, drawn among the surfaces without vertices of its own.
pub(crate) struct Veil {
    module: wgpu::ShaderModule,
    layout: wgpu::PipelineLayout,
    topology: wgpu::PrimitiveTopology,
    blend: Option<wgpu::BlendState>,
    pipelines: Vec<(Medium, wgpu::RenderPipeline)>,
}

impl Veil {
    pub(crate) fn new(
        gpu: &Gpu,
        (label, wgsl): (&'static str, Wgsl),
        groups: &[&wgpu::BindGroupLayout],
        topology: wgpu::PrimitiveTopology,
        blend: Option<wgpu::BlendState>,
    ) -> Self {
        let (module, layout) = (gpu.shader(label, wgsl), gpu.pipeline_layout(groups));
        Self { module, layout, topology, blend, pipelines: Vec::new() }
    }

    /// Makes sure that it can be drawn as this.
    pub(crate) fn prepare(&mut self, gpu: &Gpu, medium: Medium) {
        if self.of(medium).is_none() {
            self.pipelines.push((medium, self.pipeline(gpu, medium)));
        }
    }

    /// Only what was prepared.
    pub(crate) fn of(&self, medium: Medium) -> Option<&wgpu::RenderPipeline> {
        self.pipelines.iter().find(|(of, _)| *of == medium).map(|(_, pipeline)| pipeline)
    }

    fn pipeline(&self, gpu: &Gpu, medium: Medium) -> wgpu::RenderPipeline {
        let constants = [medium.constant()];
        let compilation_options = wgpu::PipelineCompilationOptions { constants: &constants, ..Default::default() };
        gpu.device.create_render_pipeline(&wgpu::RenderPipelineDescriptor {
            label: None,
            layout: Some(&self.layout),
            vertex: wgpu::VertexState {
                module: &self.module,
                entry_point: Some("vertex"),
                compilation_options: compilation_options.clone(),
                buffers: &[],
            },
            primitive: wgpu::PrimitiveState { topology: self.topology, ..Default::default() },
            depth_stencil: Some(wgpu::DepthStencilState {
                format: DEPTH,
                depth_write_enabled: Some(false),
                depth_compare: Some(wgpu::CompareFunction::GreaterEqual),
                stencil: Default::default(),
                bias: Default::default(),
            }),
            multisample: wgpu::MultisampleState { count: SAMPLES, ..Default::default() },
            fragment: Some(wgpu::FragmentState {
                module: &self.module,
                entry_point: Some("fragment"),
                compilation_options,
                targets: &[Some(medium.target(self.blend))],
            }),
            multiview_mask: None,
            cache: None,
        })
    }
}
