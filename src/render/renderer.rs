//! A device, what was uploaded to it, and where it draws.

mod capture;
mod coming;
mod health;
mod mirror;
mod outlook;
mod output;
mod surroundings;
mod views;

use glam::{UVec2, Vec3};
use hall::manifest::ToneMapping;
use hall::{ImageId, Pose, Scene};

pub use self::capture::Capture;
pub use self::coming::Coming;
use self::mirror::Mirror;
use self::outlook::Outlook;
use self::views::has_ambient;
use crate::bindings::{Layouts, slot};
use crate::draw_list::{Assembly, DrawList};
use crate::gpu::{self, DEPTH, Gpu, TextureShape};
use crate::image::{Neutral, plain};
use crate::look::{Mode, Scenery};
use crate::medium::Medium;
use crate::pass::adapt::AdaptPass;
use crate::pass::ambient::AmbientPass;
use crate::pass::behind::{Behind, BehindPass};
use crate::pass::bloom::{Bloom, BloomPass};
use crate::pass::brdf_map::brdf_map;
use crate::pass::contact::ContactPass;
use crate::pass::environment::paint_preset;
use crate::pass::faces::Faces;
use crate::pass::mark::MarkPass;
use crate::pass::mesh::MeshPass;
use crate::pass::mip::Mip;
use crate::pass::outline::{OutlinePass, Shapes};
use crate::pass::prefilter::{Prefilter, Radiance, Surroundings};
use crate::pass::probe::Probe;
use crate::pass::shadow::ShadowPass;
use crate::pass::sky::Sky;
use crate::pass::tonemap::Tonemap;
use crate::stage::{Fixtures, Looking, Stage};
use crate::target::{Buffers, Target};
use crate::{Drawn, Environment, Frame, Info, Options, Pixels, RenderError, Tier};

/// Brightest light that is kept in a picture, where white is 1: more is no whiter on a screen, and makes the edges of lamps jagged.
const PICTURE_LIMIT: f32 = 2.0;

/// Everything that a stage refers to; no method, as it borrows less than all of the renderer.
macro_rules! fixtures {
    ($renderer:ident) => {
        Fixtures {
            layouts: &$renderer.layouts,
            neutral: &$renderer.neutral,
            studio: &$renderer.studio,
            probe: &$renderer.probe.surroundings,
            brdf: &$renderer.brdf,
            smooth: &$renderer.smooth,
            shadow: &$renderer.shadow,
            ambient: $renderer.ambient.as_ref().map(|a| &a.map),
            behind: $renderer.behind.as_ref().map(|b| &b.view),
            mirror: $renderer.mirror.as_ref().map(|m| &m.picture.view),
            no_shadow: &$renderer.no_shadow,
        }
    };
}

/// A device, what was uploaded to it, and where it draws.
pub struct Renderer {
    gpu: Gpu,
    target: Target,
    size_px: UVec2,
    buffers: Buffers,
    /// What the buffers are for.
    medium: Medium,
    /// All pipelines for that are made.
    is_prepared: bool,
    /// How many things beside pipelines of surfaces have been made ready for the first picture.
    more_ready: u8,
    tone_group: wgpu::BindGroup,
    environment: Environment,
    /// Of the scene, while its pictures arrive.
    faces: Option<Faces>,
    layouts: Layouts,
    neutral: Neutral,
    studio: Surroundings,
    prefilter: Prefilter,
    probe: Probe,
    brdf: wgpu::TextureView,
    smooth: wgpu::Sampler,
    no_shadow: wgpu::TextureView,
    mip: Mip,
    shadow: ShadowPass,
    mesh: MeshPass,
    contact: ContactPass,
    sky: Sky,
    /// Upper tier.
    ambient: Option<AmbientPass>,
    behind_pass: BehindPass,
    /// For a scene with glass that bends, blurs or colours.
    behind: Option<Behind>,
    /// Upper tier, for a scene with a polished floor.
    mirror: Option<Mirror>,
    /// Upper tier.
    bloom: Option<(BloomPass, Option<Bloom>)>,
    /// Made when it is first asked for.
    adapt: Option<AdaptPass>,
    /// Both made when something is highlighted for the first time.
    outline: Option<OutlinePass>,
    shapes: Option<Shapes>,
    /// Made when it is shown for the first time.
    mark: Option<MarkPass>,
    tonemap: Tonemap,
    stage: Stage,
    outlook: Outlook,
    /// Rooms, and what stands on floors, are told of after the first picture.
    is_awaiting_rooms: bool,
    /// What is seen through, the farthest first: distances and numbers of draws.
    far_to_near: Vec<(f32, u32)>,
}

impl Renderer {
    /// Draws on a window or canvas. Making ready takes a while; `breathe` is waited for now and then, so that other things go on.
    pub async fn for_window(
        target: impl Into<wgpu::SurfaceTarget<'static>>,
        size_px: UVec2,
        options: &Options,
        breathe: impl AsyncFn(),
    ) -> Result<Self, RenderError> {
        let instance = gpu::instance();
        let surface = instance.create_surface(target).map_err(|e| RenderError::NoDevice(e.to_string()))?;
        let (gpu, adapter) = Gpu::new(&instance, Some(&surface), options).await?;
        let target = Target::window(surface, &adapter)?;
        Self::new(gpu, target, size_px, breathe).await
    }

    /// Draws into a texture that [`Renderer::read_pixels`] reads.
    pub async fn offscreen(size_px: UVec2, options: &Options) -> Result<Self, RenderError> {
        let (gpu, _) = Gpu::new(&gpu::instance(), None, options).await?;
        let size_px = checked_size(&gpu, size_px)?;
        let target = Target::offscreen(&gpu, size_px);
        Self::new(gpu, target, size_px, async || {}).await
    }

    async fn new(gpu: Gpu, mut target: Target, size_px: UVec2, breathe: impl AsyncFn()) -> Result<Self, RenderError> {
        // Long: what a device needs, made once each, in the order in which it depends on the rest.
        let size_px = checked_size(&gpu, size_px)?;
        target.configure(&gpu, size_px);
        let layouts = Layouts::new(&gpu);
        let neutral = Neutral::new(&gpu);
        let prefilter = Prefilter::new(&gpu);
        breathe().await;
        let studio = Surroundings::new(&gpu, 1);
        let radiance = Radiance::new(&gpu, 256);
        paint_preset(&gpu, &radiance, Environment::default().preset);
        breathe().await;
        prefilter.run(&gpu, &radiance, (&studio, 0), false);
        breathe().await;

        let medium = Medium::Screen(ToneMapping::Neutral, target.format());
        let buffers = Buffers::new(&gpu, size_px, medium);
        let tonemap = Tonemap::new(&gpu, target.format());
        let bloom = (gpu.info.tier == Tier::Full).then(|| (BloomPass::new(&gpu), None));
        let tone_group = tonemap.group(&gpu, &buffers, &neutral.black, &neutral.black, &neutral.white);
        breathe().await;
        let shadow = ShadowPass::new(&gpu, &layouts);
        let probe = Probe::new(&gpu);
        breathe().await;
        let brdf = brdf_map(&gpu);
        breathe().await;
        let smooth = gpu.smooth_sampler();
        let ambient = (gpu.info.tier == Tier::Full).then(|| AmbientPass::new(&gpu, &layouts, size_px));
        let mip = Mip::new(&gpu);
        breathe().await;
        let mesh = MeshPass::new(&gpu, &layouts);
        breathe().await;
        let attachment = wgpu::TextureUsages::TEXTURE_BINDING | wgpu::TextureUsages::RENDER_ATTACHMENT;
        let no_shadow = gpu
            .texture(&TextureShape::flat("no shadow", UVec2::ONE, DEPTH, attachment))
            .create_view(&Default::default());
        let fixtures = Fixtures {
            layouts: &layouts,
            neutral: &neutral,
            studio: &studio,
            probe: &probe.surroundings,
            brdf: &brdf,
            smooth: &smooth,
            shadow: &shadow,
            ambient: ambient.as_ref().map(|a| &a.map),
            behind: None,
            mirror: None,
            no_shadow: &no_shadow,
        };
        let nothing = Scene::default();
        let stage = Stage::new(&gpu, &fixtures, &nothing, Assembly::whole(&gpu, &nothing));
        Ok(Self {
            mip,
            mesh,
            contact: ContactPass::new(&gpu, &layouts),
            sky: Sky::blurred(&gpu, &layouts, &studio),
            mark: None,
            adapt: None,
            outline: None,
            shapes: None,
            behind_pass: BehindPass::new(&gpu),
            behind: None,
            mirror: None,
            bloom,
            environment: Environment::default(),
            faces: None,
            far_to_near: Vec::new(),
            gpu,
            target,
            size_px,
            buffers,
            medium,
            is_prepared: false,
            more_ready: 0,
            tone_group,
            layouts,
            neutral,
            studio,
            prefilter,
            probe,
            brdf,
            smooth,
            no_shadow,
            shadow,
            ambient,
            tonemap,
            stage,
            outlook: Outlook::default(),
            is_awaiting_rooms: false,
        })
    }

    /// What was found.
    pub fn info(&self) -> &Info {
        &self.gpu.info
    }

    /// Of the target, pixels.
    pub fn size_px(&self) -> UVec2 {
        self.size_px
    }

    /// Shows each node in the variant of its number in `worn`, of [`Scene::variants`]; `None` is as its file has it.
    /// A captured room keeps the light of what was worn when it was captured.
    pub fn set_variants(&mut self, worn: &[Option<u32>]) {
        self.stage.list.dress(worn);
        self.take_up_draws();
    }

    /// Shows another scene from now on, whose draws these are.
    fn take_up_scene(&mut self, scene: &Scene, list: DrawList) {
        self.stage = Stage::new(&self.gpu, &fixtures!(self), scene, list);
        self.outlook = Outlook::default();
        self.more_ready = 0;
        self.faces = None;
        self.take_up_rooms();
        self.take_up_draws();
    }

    /// Takes up what was made anew.
    fn rebind(&mut self) {
        self.stage.rebind(&self.gpu, &fixtures!(self));
    }

    /// Has everything at hand that the draws of the stage need.
    fn take_up_draws(&mut self) {
        let is_refracting = self.stage.list.draws.iter().any(|d| d.look.mode == Mode::Refracted);
        let is_mirroring = !self.stage.floors.is_empty() && self.gpu.info.tier == Tier::Full;
        if is_refracting != self.behind.is_some() || is_mirroring != self.mirror.is_some() {
            self.behind = is_refracting.then(|| self.behind_pass.picture(&self.gpu, self.size_px));
            self.mirror = is_mirroring.then(|| Mirror::new(&self.gpu, &self.behind_pass, self.size_px));
            self.rebind();
        }
        let lights = &self.stage.lights;
        let (has_mirror, has_ambient) = (self.mirror.is_some(), self.ambient.is_some());
        let has_rooms = self.may_have_rooms() || self.stage.rooms.len() > 1;
        let (has_sun_maps, has_probes) = (self.stage.shadows.has_sun_maps(), self.has_probes());
        let (has_sun, has_lamps, has_live) = (lights.has_sun(), lights.has_others(), lights.has_live());
        let scenery = [has_sun, has_lamps, has_mirror, has_ambient, has_rooms, has_sun_maps, has_probes, has_live];
        self.mesh.set_scenery(Scenery::new(scenery));
        self.is_prepared = false;
    }

    /// Places everything as it is in `pose`, with all that its draws need at hand.
    fn set_pose(&mut self, pose: &Pose, eye: Vec3, exposure: f32) {
        self.is_prepared &= !self.stage.set_pose(&self.gpu, pose, eye, exposure);
    }

    /// Uploads the pixels of an image and makes its mip levels; larger than the device allows is scaled down
    /// (a browser's bitmap is not: let the browser scale it to [`Info::max_texture_side`]).
    pub fn set_image(&mut self, image: ImageId, pixels: Pixels<'_>) {
        let pixels = plain(pixels);
        let Stage { images, materials, .. } = &mut self.stage;
        if images.set(&self.gpu, &self.mip, image, &pixels) {
            materials.refresh(&self.gpu, &self.layouts.material, &self.neutral, images, image);
            self.take_rooms(image);
        }
        if let Some(faces) = &mut self.faces
            && faces.take(&self.gpu, image, &pixels)
            && let Some(radiance) = faces.radiance(&self.gpu)
        {
            self.prefilter.run(&self.gpu, &radiance, (&self.studio, 0), false);
            self.faces = None;
        }
    }

    /// Draws one picture.
    pub fn draw(&mut self, frame: &Frame<'_>) -> Result<Drawn, RenderError> {
        self.gpu.check_lost()?;
        #[cfg(not(target_arch = "wasm32"))]
        self.gpu.clock.iter().for_each(|c| c.begin());
        let canvas = self.target.acquire(&self.gpu, self.size_px)?;
        let mut drawn = Drawn::default();
        self.set_frame(frame);
        let mut encoder = self.gpu.encoder();
        self.shadow.draw(&self.gpu, &mut encoder, &mut self.stage, &mut drawn);
        self.draw_ambient(&mut encoder, frame, &mut drawn);
        self.draw_mirror(&mut encoder, frame, &mut drawn);
        self.draw_views(&mut encoder, &canvas, frame, &mut drawn);
        self.draw_outline(&mut encoder, frame, &mut drawn);
        self.finish(&mut encoder, &canvas, frame, &mut drawn);
        #[cfg(not(target_arch = "wasm32"))]
        self.gpu.clock.iter().for_each(|c| c.end(&mut encoder));
        self.gpu.submit(encoder);
        canvas.present(&self.gpu);
        Ok(drawn)
    }

    /// Everything that the device must know about a frame, in one upload.
    fn set_frame(&mut self, frame: &Frame<'_>) {
        let eye = frame.views.first().map_or(Vec3::ZERO, |v| v.world_from_view.translation.into());
        self.set_pose(frame.pose, eye, frame.exposure);
        if frame.floor_mark.is_some() && self.mark.is_none() {
            self.mark = Some(MarkPass::new(&self.gpu, &self.layouts));
            self.is_prepared = false;
        }
        self.take_up_medium(frame);
        for (i, view) in frame.views.iter().take(slot::MAX_VIEWS).enumerate() {
            let looking = Looking {
                clip_from_world: view.clip_from_world(self.size_px),
                eye: view.world_from_view.translation.into(),
                exposure: frame.exposure,
                target_px: self.size_px,
                // What is made darker afterwards is no less white for that.
                radiance_limit: PICTURE_LIMIT * frame.adaptation.map_or(1.0, |a| (-a.min_ev).exp2().max(1.0)),
                ambient_px: self.ambient.as_ref().filter(|_| has_ambient(frame)).map_or(UVec2::ZERO, |a| a.size_px),
                behind_levels: self.behind.as_ref().map_or(0, |b| b.levels),
                mirror: self.floor(frame).map(|(floor, levels)| (floor.height, levels)),
                is_screen: self.medium != Medium::Light,
            };
            let uniform = self.stage.frame(&looking, self.environment, self.stage.around());
            self.stage.arena.put(slot::view(i), &uniform);
        }
        self.place_mirror(frame);
        if let (Some(mark), Some((position, opacity))) = (&self.mark, frame.floor_mark) {
            mark.place(&self.gpu, position, opacity);
        }
        self.stage.arena.upload(&self.gpu);
        self.sort_transparent(eye);
    }

    /// What each pass of the last picture cost; `None` when that isn't measured ([`Options::is_timed`]).
    #[cfg(not(target_arch = "wasm32"))]
    pub fn pass_costs(&self) -> Result<Option<Vec<crate::PassCost>>, RenderError> {
        self.gpu.clock.as_ref().map(|c| c.costs(&self.gpu)).transpose()
    }

    /// The last picture of an offscreen renderer: rows from the top, RGBA8, sRGB.
    pub async fn read_pixels(&mut self) -> Result<Vec<u8>, RenderError> {
        let Target::Offscreen { texture } = &self.target else { return Err(RenderError::NoTarget) };
        self.gpu.read(texture, self.size_px).await
    }
}

fn checked_size(gpu: &Gpu, size_px: UVec2) -> Result<UVec2, RenderError> {
    let limit = gpu.info.max_texture_side;
    if size_px.max_element() > limit {
        return Err(RenderError::TooLarge { width: size_px.x, height: size_px.y, limit });
    }
    Ok(size_px.max(UVec2::ONE))
}
