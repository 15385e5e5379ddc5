//! One file a pass: its uniform, its data, its pipeline, its draw, in that order; its shader has the same name.

pub(crate) mod adapt;
pub(crate) mod ambient;
pub(crate) mod behind;
pub(crate) mod bloom;
pub(crate) mod brdf_map;
pub(crate) mod contact;
pub(crate) mod depth;
pub(crate) mod environment;
pub(crate) mod faces;
pub(crate) mod mark;
pub(crate) mod mesh;
pub(crate) mod mip;
pub(crate) mod outline;
pub(crate) mod prefilter;
pub(crate) mod probe;
pub(crate) mod rooms;
pub(crate) mod shadow;
pub(crate) mod sky;
pub(crate) mod tonemap;
