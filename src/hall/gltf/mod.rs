//! glTF 2.0 to a [`Scene`], and back.
//!
//! [`Document::open`] reads the JSON and says which buffer files it still needs; [`Document::import`] makes the scene.
//! Container, JSON, elements, accessors and graph are read by code of our own: the files are not to be trusted, and a browser loads whatever reads them.
//! Each extension has its own file, named after it.
//!
//! *Invariant:* whatever the bytes are, the answer is a scene whose indices are all in range or an [`ImportError`] with its place; memory grows
//! with the size of the file and stays below [`Limits`]; nothing recurses deeper than the JSON parser lets it (128).

mod accessors;
mod animations;
mod buffers;
mod cameras;
mod container;
#[cfg(feature = "draco")]
mod draco;
mod elements;
mod error;
mod ext_lights_image_based;
mod ext_mesh_gpu_instancing;
mod ext_meshopt_compression;
mod ext_texture_avif;
mod ext_texture_webp;
mod extensions;
mod geometry;
mod images;
mod importing;
mod json;
mod khr_animation_pointer;
mod khr_draco_mesh_compression;
mod khr_lights_punctual;
mod khr_materials_anisotropy;
mod khr_materials_clearcoat;
mod khr_materials_diffuse_transmission;
mod khr_materials_dispersion;
mod khr_materials_emissive_strength;
mod khr_materials_ior;
mod khr_materials_iridescence;
mod khr_materials_pbr_specular_glossiness;
mod khr_materials_sheen;
mod khr_materials_specular;
mod khr_materials_transmission;
mod khr_materials_unlit;
mod khr_materials_variants;
mod khr_materials_volume;
mod khr_node_visibility;
mod khr_texture_basisu;
mod khr_texture_transform;
mod khr_xmp_json_ld;
mod layer;
mod materials;
mod meshes;
mod meshopt_attributes;
#[cfg(feature = "tangents")]
mod mikktspace;
mod moz_lightmap;
mod nodes;
mod parts;
mod place;
mod primitives;
mod repair;
mod skins;
mod source;
mod tangents;
mod textures;
mod topology;
mod typed;
pub(crate) mod uri;
mod vertices;
mod warning;
mod write;
mod write_animations;
mod write_data;
mod write_document;
mod write_surface;
mod yunzhan_light_probes;

use bytes::Bytes;

use crate::{Limits, Scene};
pub use accessors::ComponentType;
use buffers::BufferSource;
pub use container::{HEAD_BYTES, json_chunk};
#[cfg(feature = "draco")]
pub use draco::unpack_draco;
use elements::Elements;
pub use error::ImportError;
pub use geometry::Geometry;
pub use importing::Importing;
use importing::{finish, pause};
pub use khr_draco_mesh_compression::PackedGeometry;
#[cfg(feature = "tangents")]
pub use mikktspace::{make_tangents, tangents_of};
pub use parts::{Address, Parts, parts, unpack_meshopt};
pub use place::{Part, Place};
use tangents::Lacking;
pub use tangents::{Bare, Tangents};
pub use warning::{Warning, WarningKind};
pub use write::{write_glb, write_glb_noting};

/// Whether this build unpacks Draco by itself; else [`Document::supply_geometry`] must bring what it packed.
pub const UNPACKS_DRACO: bool = cfg!(feature = "draco");

/// Whether this build makes tangents by itself; else somebody must for [`Document::import_bare`].
pub const MAKES_TANGENTS: bool = cfg!(feature = "tangents");

/// A glTF or GLB file whose JSON has been read.
pub struct Document {
    limits: Limits,
    elements: Elements,
    buffers: Vec<BufferSource>,
    buffer_files: Vec<String>,
    json_bytes: u64,
    warnings: Vec<Warning>,
    /// By buffer view: what was unpacked ahead of the import, or could not be.
    geometries: Vec<(usize, Option<Geometry>)>,
}

impl Document {
    /// Reads glTF JSON or GLB, told apart by content.
    pub fn open(bytes: Bytes, limits: &Limits) -> Result<Self, ImportError> {
        ImportError::ensure_at_most(Place::FILE, "bytes", bytes.len() as u64, limits.file_bytes)?;
        let mut warnings = Vec::new();
        let container = container::open(&bytes, &mut warnings)?;
        let root = json::parse(&container.json, limits, &mut warnings)?;
        let elements = Elements::read(root, limits, &mut warnings)?;
        extensions::check(&elements, &mut warnings)?;
        let buffers = buffers::sources(&elements, container.bin)?;
        let buffer_files = buffers::files(&buffers);
        let json_bytes = container.json.len() as u64;
        Ok(Self {
            limits: limits.clone(),
            elements,
            buffers,
            buffer_files,
            json_bytes,
            warnings,
            geometries: Vec::new(),
        })
    }

    /// Buffer files that [`Document::import`] will ask for: relative paths with `/`, percent-decoded. `data:` addresses and the GLB's own chunk
    /// are not among them.
    pub fn buffer_files(&self) -> &[String] {
        &self.buffer_files
    }

    /// Makes the scene. `file` gives the bytes of a buffer file.
    pub fn import(self, file: &dyn Fn(&str) -> Option<Bytes>) -> Result<(Scene, Vec<Warning>), ImportError> {
        self.import_bare(file)?.finish_here()
    }

    /// Makes the scene but for tangents that are not in the file.
    pub fn import_bare(self, file: &dyn Fn(&str) -> Option<Bytes>) -> Result<Bare, ImportError> {
        Ok(finish(self.read(file, true))?.0)
    }

    /// The same, with the number in the file of each of the scene's nodes.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn import_numbered(self, file: &dyn Fn(&str) -> Option<Bytes>) -> Result<(Scene, Vec<usize>), ImportError> {
        let (bare, numbers) = finish(self.read(file, true))?;
        Ok((bare.finish_here()?.0, numbers))
    }

    /// The scene without meshes and what moves them: what the JSON of a GLB says while the rest of it is on its way (see [`json_chunk`]).
    /// An error where something else is looked for in a buffer.
    pub fn outlook(self) -> Result<Scene, ImportError> {
        Ok(finish(self.read(&|_| None, false))?.0.scene)
    }

    /// In steps as [`Importing`] says.
    async fn read(
        mut self,
        file: &dyn Fn(&str) -> Option<Bytes>,
        has_meshes: bool,
    ) -> Result<(Bare, Vec<usize>), ImportError> {
        let warnings = std::mem::take(&mut self.warnings);
        let mut import = Import::new(&self, warnings, file)?;
        import.check_unused().await;
        let mut scene = Scene::default();
        import.textures(&mut scene);
        import.materials(&mut scene);
        import.credits(&mut scene);
        import.image_light(&mut scene);
        import.variants(&mut scene);
        import.cameras(&mut scene);
        import.lights(&mut scene);
        import.light_probes(&mut scene, has_meshes);
        pause().await;
        let graph = import.graph(&mut scene)?;
        if has_meshes {
            pause().await;
            import.meshes(&graph, &mut scene).await?;
            import.skins(&graph, &mut scene)?;
            import.animations(&graph, &mut scene)?;
            if scene.meshes.iter().all(|m| m.primitives.is_empty()) {
                import.warn(Place::FILE, WarningKind::Empty);
            }
        }
        let Import { warnings, decoded, lacking, .. } = import;
        Ok((Bare { scene, warnings, decoded, lacking }, graph.sources))
    }
}

/// What glTF JSON says of its makers, without anything else being read (see [`json_chunk`]).
pub fn credits(json: Bytes, limits: &Limits) -> Result<Vec<crate::Credit>, ImportError> {
    let mut warnings = Vec::new();
    let container = container::open(&json, &mut warnings)?;
    let root = json::parse(&container::without_padding(&container.json), limits, &mut warnings)?;
    Ok(khr_xmp_json_ld::credits(&Elements::read(root, limits, &mut warnings)?))
}

/// One import under way.
struct Import<'a> {
    limits: &'a Limits,
    elements: &'a Elements,
    /// One for each buffer; `None` for one without data.
    buffers: Vec<Option<Bytes>>,
    warnings: Vec<Warning>,
    /// What geometry and animation may still take.
    decoded: Budget,
    /// Triangles, lines and points that may still come.
    drawn: Budget,
    channels: Budget,
    keys: Budget,
    /// For each material, which texture coordinate sets of the file fill the two slots of a primitive.
    uv_sets: Vec<[u32; 2]>,
    /// One for each buffer view; filled when it was packed.
    unpacked: Vec<Option<Bytes>>,
    geometries: &'a [(usize, Option<Geometry>)],
    /// What accessors of the primitive at hand read.
    draco: Vec<khr_draco_mesh_compression::Unpacked>,
    /// What has a normal map and no tangents.
    lacking: Vec<Lacking>,
}

impl Import<'_> {
    fn warn(&mut self, place: Place, kind: WarningKind) {
        warning::add(&mut self.warnings, place, kind);
    }

    /// A name that is safe to show.
    fn name(&mut self, name: Option<&String>, place: Place) -> String {
        let Some(name) = name else { return String::new() };
        let clean = visible(name, self.limits.name_chars);
        if clean.len() != name.len() {
            self.warn(place, WarningKind::Name);
        }
        clean
    }
}

/// A text of the file as far as it is safe to show: no control characters, none that turn the direction of writing, not endless.
fn visible(text: &str, most_chars: usize) -> String {
    let is_hidden = |c: char| {
        c.is_control() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.chars().filter(|c| !is_hidden(*c)).take(most_chars).collect()
}

/// Something of which there is only so much.
struct Budget {
    what: &'static str,
    limit: u64,
    spent: u64,
}

impl Budget {
    fn new(what: &'static str, limit: u64) -> Self {
        Self { what, limit, spent: 0 }
    }

    #[cfg(feature = "draco")]
    fn left(&self) -> u64 {
        self.limit.saturating_sub(self.spent)
    }

    /// Fails when there is not enough left. To be called before the memory is taken.
    fn spend(&mut self, place: Place, amount: u64) -> Result<(), ImportError> {
        self.spent = self.spent.saturating_add(amount);
        ImportError::ensure_at_most(place, self.what, self.spent, self.limit)
    }
}
