//! How long each pass takes, on the CPU and on the GPU; for measuring, never for visitors.

use std::cell::RefCell;
use std::time::Instant;

use crate::RenderError;
use crate::gpu::Gpu;

/// Passes of one picture that can be told apart.
const MAX_PASSES: u32 = 128;

/// What the passes of one name cost in one picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PassCost {
    /// As in `shaders/README.md`.
    pub name: &'static str,
    /// How often it was drawn.
    pub passes: u32,
    /// From the first command that was recorded for it to the first of the next pass, milliseconds.
    pub cpu_ms: f64,
    /// Between its first and last command on the device, milliseconds.
    pub gpu_ms: f64,
}

/// Stamps the passes of one picture.
pub(crate) struct Clock {
    set: wgpu::QuerySet,
    ticks: wgpu::Buffer,
    read: wgpu::Buffer,
    begun: RefCell<Vec<(&'static str, Instant)>>,
    ended: RefCell<Option<Instant>>,
}

impl Clock {
    /// `None` where the device can't tell.
    pub(crate) fn new(device: &wgpu::Device) -> Option<Self> {
        if !device.features().contains(wgpu::Features::TIMESTAMP_QUERY) {
            return None;
        }
        let size = 2 * u64::from(MAX_PASSES) * u64::from(wgpu::QUERY_SIZE);
        let buffer = |usage| {
            device.create_buffer(&wgpu::BufferDescriptor {
                label: Some("clock"),
                size,
                usage: usage | wgpu::BufferUsages::COPY_DST,
                mapped_at_creation: false,
            })
        };
        Some(Self {
            set: device.create_query_set(&wgpu::QuerySetDescriptor {
                label: Some("clock"),
                ty: wgpu::QueryType::Timestamp,
                count: 2 * MAX_PASSES,
            }),
            ticks: buffer(wgpu::BufferUsages::QUERY_RESOLVE | wgpu::BufferUsages::COPY_SRC),
            read: buffer(wgpu::BufferUsages::MAP_READ),
            begun: RefCell::default(),
            ended: RefCell::default(),
        })
    }

    /// Where a pass that begins now notes its times.
    pub(crate) fn stamps(&self, name: &'static str) -> Option<wgpu::RenderPassTimestampWrites<'_>> {
        let mut begun = self.begun.borrow_mut();
        let pass = begun.len() as u32;
        begun.push((name, Instant::now()));
        (pass < MAX_PASSES).then_some(wgpu::RenderPassTimestampWrites {
            query_set: &self.set,
            beginning_of_pass_write_index: Some(2 * pass),
            end_of_pass_write_index: Some(2 * pass + 1),
        })
    }

    pub(crate) fn begin(&self) {
        self.begun.borrow_mut().clear();
    }

    /// To be recorded after the last pass.
    pub(crate) fn end(&self, encoder: &mut wgpu::CommandEncoder) {
        let count = 2 * (self.begun.borrow().len() as u32).min(MAX_PASSES);
        if count > 0 {
            encoder.resolve_query_set(&self.set, 0..count, &self.ticks, 0);
            encoder.copy_buffer_to_buffer(
                &self.ticks,
                0,
                &self.read,
                0,
                u64::from(count) * u64::from(wgpu::QUERY_SIZE),
            );
        }
        *self.ended.borrow_mut() = Some(Instant::now());
    }

    /// Waits for the device. Passes in the order in which they first came.
    pub(crate) fn costs(&self, gpu: &Gpu) -> Result<Vec<PassCost>, RenderError> {
        let lost = |e: &dyn core::fmt::Display| RenderError::Lost(e.to_string());
        self.read.map_async(wgpu::MapMode::Read, .., |_| ());
        gpu.device.poll(wgpu::PollType::wait_indefinitely()).map_err(|e| lost(&e))?;
        let ticks: Vec<u64> = {
            let mapped = self.read.get_mapped_range(..).map_err(|e| lost(&e))?;
            bytemuck::pod_collect_to_vec(&mapped)
        };
        self.read.unmap();
        let tick_ms = f64::from(gpu.queue.get_timestamp_period()) * 1e-6;
        let begun = self.begun.borrow();
        let ends = begun.iter().skip(1).map(|(_, at)| *at).chain(*self.ended.borrow());
        let mut costs: Vec<PassCost> = Vec::new();
        for (((name, at), end), stamps) in begun.iter().zip(ends).zip(ticks.chunks_exact(2)) {
            let i = costs.iter().position(|c| c.name == *name).unwrap_or_else(|| {
                costs.push(PassCost { name, passes: 0, cpu_ms: 0.0, gpu_ms: 0.0 });
                costs.len() - 1
            });
            costs[i].passes += 1;
            costs[i].cpu_ms += end.duration_since(*at).as_secs_f64() * 1e3;
            costs[i].gpu_ms += stamps[1].saturating_sub(stamps[0]) as f64 * tick_ms;
        }
        Ok(costs)
    }
}
