//! Rooms that were looked around in ahead (`YUNZHAN_light_probes`): what they look like from within, and the light that bounces in them.

use glam::UVec2;
use hall::{ImageId, LightProbe, Scene};

use crate::cover::ScreenPipeline;
use crate::entry;
use crate::gpu::{Gpu, HDR, TextureShape};
use crate::pass::prefilter::Prefilter;
use crate::pass::probe::{Probe, Room};
use crate::shaders;

/// What a scene brings along of the light in its rooms.
pub(crate) struct Rooms {
    probes: Vec<LightProbe>,
    /// Of each room, the picture that shows it.
    images: Vec<ImageId>,
    /// Which of them has come.
    is_there: Vec<bool>,
    /// Some did not: somebody has to look around.
    pub is_forgotten: bool,
    /// Irradiance at the places of all grids, one room below the other.
    pub bounced: wgpu::TextureView,
}

impl Rooms {
    /// `None` for a scene that says nothing of its rooms. Of more than `most` it takes the first.
    pub(crate) fn new(gpu: &Gpu, scene: &Scene, most: usize) -> Option<Self> {
        let mut probes = scene.light_probes.clone();
        let mut rows = 0;
        // Those of several scenes come one after the other.
        probes.truncate(most.min(LightProbe::ROOMS_MAX));
        probes.retain(|probe| {
            let is_in = rows + probe.rows() <= LightProbe::ROWS_MAX && !probe.bounced.is_empty();
            rows += if is_in { probe.rows() } else { 0 };
            is_in
        });
        let width = probes.iter().map(|probe| 3 * probe.counts.x).max()?;
        let usage = wgpu::TextureUsages::TEXTURE_BINDING | wgpu::TextureUsages::COPY_DST;
        let texture = gpu.texture(&TextureShape::flat("bounced", UVec2::new(width, rows), HDR, usage));
        let mut row = 0;
        for probe in &mut probes {
            let size = wgpu::Extent3d { width: 3 * probe.counts.x, height: probe.rows(), depth_or_array_layers: 1 };
            gpu.queue.write_texture(
                wgpu::TexelCopyTextureInfo { origin: wgpu::Origin3d { x: 0, y: row, z: 0 }, ..texture.as_image_copy() },
                bytemuck::cast_slice(&std::mem::take(&mut probe.bounced)),
                wgpu::TexelCopyBufferLayout { offset: 0, bytes_per_row: Some(8 * size.width), rows_per_image: None },
                size,
            );
            row += probe.rows();
        }
        Some(Self {
            images: probes.iter().map(|probe| scene.textures[probe.picture.index()].image).collect(),
            is_there: vec![false; probes.len()],
            probes,
            is_forgotten: false,
            bounced: texture.create_view(&Default::default()),
        })
    }

    /// The rooms, with the light of a scene that is one.
    pub(crate) fn rooms(&self, whole: Option<Room>) -> Vec<Room> {
        let (fill, guess) = whole.map_or((0.0, 0.0), |room| (room.fill, room.guess));
        let mut row = 0;
        let room = |probe: &LightProbe| {
            let grid = probe.counts.as_vec3().extend(row as f32);
            row += probe.rows();
            Room { position: probe.position, bounds: probe.bounds, fill, guess, grid }
        };
        self.probes.iter().map(room).collect()
    }

    /// Takes a picture, if it shows rooms; whether all are there now.
    pub(crate) fn take(
        &mut self,
        gpu: &Gpu,
        (image, picture): (ImageId, &wgpu::TextureView),
        prefilter: &Prefilter,
        probe: &Probe,
    ) -> bool {
        let shown: Vec<usize> = (0..self.images.len()).filter(|room| self.images[*room] == image).collect();
        let Some(faces) = shown.last().map(|room| self.probes[*room].first_face + 6) else { return false };
        let [width, height] = LightProbe::picture_size(faces);
        if picture.texture().width() < width || picture.texture().height() < height {
            log::warn!("the picture of rooms is smaller than it must be");
            return false;
        }
        let layout = gpu.bind_group_layout("rooms", &[entry::texels(0)]);
        let group = gpu.bind_group(&layout, [wgpu::BindingResource::TextureView(picture)]);
        let pipeline = gpu.screen_pipeline(&ScreenPipeline {
            module: &gpu.shader("rooms", shaders::ROOMS),
            fragment: "fragment",
            groups: &[&layout],
            format: HDR,
            constants: &[],
        });
        for room in shown {
            let mut encoder = gpu.encoder();
            for face in 0..6 {
                let name = ("rooms", self.probes[room].first_face + face);
                gpu.fill_face(name, &mut encoder, &probe.radiance.face(face), &pipeline, &[(&group, &[])]);
            }
            gpu.submit(encoder);
            prefilter.run(gpu, &probe.radiance, (&probe.surroundings, room), false);
            self.is_there[room] = true;
        }
        self.is_there.iter().all(|is_there| *is_there)
    }
}
