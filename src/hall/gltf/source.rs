//! The elements of a glTF document as the file has them (glTF 2.0 §5). Nothing is checked beyond its form: an index may count to nothing,
//! a number may be infinite, a code or name may be unknown.

use crate::json::Json;

use super::typed::{FromJson, Misfit, object};

object!(
    Accessor {
        buffer_view: Option<usize> = "bufferView",
        byte_offset: Option<u64> = "byteOffset",
        count: u64 = "count",
        component_type: u64 = "componentType",
        type_: String = "type",
        normalized: bool = "normalized",
        sparse: Option<Sparse> = "sparse",
    }
);

object!(Sparse { count: u64 = "count", indices: SparseIndices = "indices", values: SparseValues = "values" });

object!(
    SparseIndices {
        buffer_view: usize = "bufferView",
        byte_offset: Option<u64> = "byteOffset",
        component_type: u64 = "componentType",
    }
);

object!(
    SparseValues {
        buffer_view: usize = "bufferView",
        byte_offset: Option<u64> = "byteOffset",
    }
);

object!(
    Animation {
        name: Option<String> = "name",
        channels: Vec<Channel> = "channels",
        samplers: Vec<AnimationSampler> = "samplers",
    }
);

object!(Channel { sampler: usize = "sampler", target: Target = "target" });

object!(
    Target {
        /// An extension may name the target instead.
        node: Option<usize> = "node",
        path: String = "path",
    }
);

object!(
    AnimationSampler {
        input: usize = "input",
        output: usize = "output",
        interpolation: Option<String> = "interpolation",
    }
);

object!(
    Buffer {
        uri: Option<String> = "uri",
        byte_length: u64 = "byteLength",
    }
);

object!(
    BufferView {
        buffer: usize = "buffer",
        byte_offset: Option<u64> = "byteOffset",
        byte_length: u64 = "byteLength",
        byte_stride: Option<usize> = "byteStride",
    }
);

object!(
    Camera {
        name: Option<String> = "name",
        type_: String = "type",
        perspective: Option<Perspective> = "perspective",
        orthographic: Option<Orthographic> = "orthographic",
    }
);

object!(
    Perspective {
        yfov: f32 = "yfov",
        znear: f32 = "znear",
        zfar: Option<f32> = "zfar",
    }
);

object!(Orthographic { xmag: f32 = "xmag", ymag: f32 = "ymag", zfar: f32 = "zfar", znear: f32 = "znear" });

object!(
    Image {
        name: Option<String> = "name",
        mime_type: Option<String> = "mimeType",
        buffer_view: Option<usize> = "bufferView",
        uri: Option<String> = "uri",
    }
);

object!(
    Material {
        name: Option<String> = "name",
        alpha_mode: Option<String> = "alphaMode",
        alpha_cutoff: Option<f32> = "alphaCutoff",
        double_sided: bool = "doubleSided",
        emissive_factor: Option<[f32; 3]> = "emissiveFactor",
        metallic_roughness: Option<MetallicRoughness> = "pbrMetallicRoughness",
        normal_texture: Option<NormalTexture> = "normalTexture",
        occlusion_texture: Option<OcclusionTexture> = "occlusionTexture",
    }
);

object!(
    MetallicRoughness {
        base_color_factor: Option<[f32; 4]> = "baseColorFactor",
        metallic_factor: Option<f32> = "metallicFactor",
        roughness_factor: Option<f32> = "roughnessFactor",
    }
);

object!(
    NormalTexture {
        scale: Option<f32> = "scale",
    }
);

object!(
    OcclusionTexture {
        strength: Option<f32> = "strength",
    }
);

object!(
    Mesh {
        name: Option<String> = "name",
        primitives: Vec<Primitive> = "primitives",
        weights: Option<Vec<f32>> = "weights",
    }
);

object!(
    Primitive {
        attributes: Attributes = "attributes",
        indices: Option<usize> = "indices",
        material: Option<usize> = "material",
        mode: Option<u64> = "mode",
        targets: Vec<Attributes> = "targets",
    }
);

/// The accessors of a primitive or of a morph target, by name (`POSITION`, `TEXCOORD_1`).
pub(super) struct Attributes(Vec<(String, usize)>);

impl Attributes {
    pub fn find(&self, name: &str) -> Option<usize> {
        self.0.iter().find(|(n, _)| n == name).map(|(_, accessor)| *accessor)
    }

    /// Names and numbers, by name.
    pub fn entries(&self) -> &[(String, usize)] {
        &self.0
    }

    pub fn accessors(&self) -> impl Iterator<Item = usize> {
        self.0.iter().map(|(_, accessor)| *accessor)
    }
}

impl FromJson for Attributes {
    fn from_json(value: &Json) -> Result<Self, Misfit> {
        let object = value.as_object().ok_or_else(|| Misfit::new("an object"))?;
        let mut accessors = Vec::new();
        for (name, _) in object.entries() {
            accessors.push((name.clone(), super::typed::property(object, name)?));
        }
        Ok(Self(accessors))
    }
}

object!(
    Node {
        name: Option<String> = "name",
        children: Vec<usize> = "children",
        camera: Option<usize> = "camera",
        mesh: Option<usize> = "mesh",
        skin: Option<usize> = "skin",
        matrix: Option<[f32; 16]> = "matrix",
        translation: Option<[f32; 3]> = "translation",
        rotation: Option<[f32; 4]> = "rotation",
        scale: Option<[f32; 3]> = "scale",
        weights: Option<Vec<f32>> = "weights",
    }
);

object!(
    Sampler {
        mag_filter: Option<u64> = "magFilter",
        min_filter: Option<u64> = "minFilter",
        wrap_s: Option<u64> = "wrapS",
        wrap_t: Option<u64> = "wrapT",
    }
);

object!(
    Scene {
        nodes: Vec<usize> = "nodes",
    }
);

object!(
    Skin {
        name: Option<String> = "name",
        joints: Vec<usize> = "joints",
        inverse_bind_matrices: Option<usize> = "inverseBindMatrices",
    }
);

object!(
    Texture {
        source: Option<usize> = "source",
        sampler: Option<usize> = "sampler",
    }
);
