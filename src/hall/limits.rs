//! How much a hall may ask of whoever reads it.

/// How much a hall may ask of whoever reads it. Untrusted bytes meet these before anything is allocated for them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Of one glTF or GLB file, and of one buffer beside it.
    pub file_bytes: u64,
    /// Of the JSON in it.
    pub json_bytes: u64,
    /// Values in that JSON, where an object counts as 16 (a parsed object takes about as much memory as 16 numbers).
    pub json_values: u64,
    /// Of `hall.json`.
    pub manifest_bytes: u64,
    /// Nodes of a scene.
    pub nodes: u64,
    /// Nodes between a root and a leaf.
    pub node_depth: u64,
    /// Meshes, and primitives of all meshes together.
    pub primitives: u64,
    /// Accessors, and buffer views.
    pub accessors: u64,
    /// Materials.
    pub materials: u64,
    /// Textures, and images, and buffers: whatever may be a file of its own.
    pub textures: u64,
    /// Triangles, lines and points after strips are unrolled.
    pub elements: u64,
    /// Channels of all animations together.
    pub animation_channels: u64,
    /// Keys of all channels together.
    pub animation_keys: u64,
    /// What geometry and animation may take in memory.
    pub decoded_bytes: u64,
    /// What they may take for each byte of the files they come from, beyond the first 16 MiB.
    pub decoded_per_file_byte: u64,
    /// Side of an image, pixels.
    pub image_side: u32,
    /// Pixels of all images together.
    pub image_pixels: u64,
    /// Characters of a name; longer ones are cut.
    pub name_chars: usize,
}

impl Default for Limits {
    /// Generous for a hall, harmless for a server.
    fn default() -> Self {
        Self {
            file_bytes: 200 << 20,
            json_bytes: 64 << 20,
            json_values: 8_000_000,
            manifest_bytes: 4 << 20,
            nodes: 50_000,
            node_depth: 256,
            primitives: 50_000,
            accessors: 200_000,
            materials: 4_000,
            textures: 1_000,
            elements: 10_000_000,
            animation_channels: 10_000,
            animation_keys: 4_000_000,
            decoded_bytes: 1 << 30,
            decoded_per_file_byte: 64,
            image_side: 8192,
            image_pixels: 512_000_000,
            name_chars: 256,
        }
    }
}
