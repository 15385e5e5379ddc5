//! Where in a glTF file something is.

use std::fmt;

/// Kinds of things a glTF file counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// `scenes`
    Scene,
    /// `nodes`
    Node,
    /// `meshes`
    Mesh,
    /// `primitives` of a mesh
    Primitive,
    /// `targets` of a primitive
    MorphTarget,
    /// `accessors`
    Accessor,
    /// `bufferViews`
    BufferView,
    /// `buffers`
    Buffer,
    /// `materials`
    Material,
    /// `textures`
    Texture,
    /// `samplers`
    Sampler,
    /// `images`
    Image,
    /// `skins`
    Skin,
    /// `animations`
    Animation,
    /// `channels` of an animation
    Channel,
    /// `samplers` of an animation
    AnimationSampler,
    /// `cameras`
    Camera,
    /// `lights` of `KHR_lights_punctual`
    Light,
}

impl Part {
    /// As in an English sentence.
    pub fn english(self) -> &'static str {
        match self {
            Self::Scene => "scene",
            Self::Node => "node",
            Self::Mesh => "mesh",
            Self::Primitive => "primitive",
            Self::MorphTarget => "morph target",
            Self::Accessor => "accessor",
            Self::BufferView => "buffer view",
            Self::Buffer => "buffer",
            Self::Material => "material",
            Self::Texture => "texture",
            Self::Sampler => "sampler",
            Self::Image => "image",
            Self::Skin => "skin",
            Self::Animation => "animation",
            Self::Channel => "channel",
            Self::AnimationSampler => "animation sampler",
            Self::Camera => "camera",
            Self::Light => "light",
        }
    }

    /// As in a Chinese sentence.
    pub fn chinese(self) -> &'static str {
        match self {
            Self::Scene => "场景",
            Self::Node => "节点",
            Self::Mesh => "网格",
            Self::Primitive => "图元",
            Self::MorphTarget => "变形目标",
            Self::Accessor => "访问器",
            Self::BufferView => "缓冲视图",
            Self::Buffer => "缓冲区",
            Self::Material => "材质",
            Self::Texture => "纹理",
            Self::Sampler => "采样器",
            Self::Image => "图片",
            Self::Skin => "蒙皮",
            Self::Animation => "动画",
            Self::Channel => "动画通道",
            Self::AnimationSampler => "动画采样器",
            Self::Camera => "相机",
            Self::Light => "灯光",
        }
    }
}

/// Where in a glTF file something is, from outside in: `mesh 3, primitive 1, accessor 7`. Counted from 0, as in the file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place([Option<(Part, u32)>; 5]);

impl Place {
    /// The file as a whole.
    pub const FILE: Self = Self([None; 5]);

    /// One thing of the file.
    pub fn of(part: Part, index: usize) -> Self {
        Self::FILE.and(part, index)
    }

    /// Something inside this place. Beyond five levels the innermost is replaced.
    pub fn and(mut self, part: Part, index: usize) -> Self {
        let free = self.0.iter().position(Option::is_none).unwrap_or(self.0.len() - 1);
        self.0[free] = Some((part, u32::try_from(index).unwrap_or(u32::MAX)));
        self
    }

    /// From outside in.
    pub fn parts(&self) -> impl Iterator<Item = (Part, u32)> + '_ {
        self.0.iter().flatten().copied()
    }

    /// Whether this is the file as a whole.
    pub fn is_file(&self) -> bool {
        self.0[0].is_none()
    }

    /// 「网格 3，图元 1」; empty for the file as a whole.
    pub fn chinese(&self) -> String {
        let words: Vec<_> = self.parts().map(|(part, index)| format!("{} {index}", part.chinese())).collect();
        words.join("，")
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_file() {
            return f.write_str("file");
        }
        for (i, (part, index)) in self.parts().enumerate() {
            let comma = if i == 0 { "" } else { ", " };
            write!(f, "{comma}{} {index}", part.english())?;
        }
        Ok(())
    }
}
