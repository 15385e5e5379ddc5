//! Import warnings in Chinese, how bad they are, and how to put them right.

use super::place::chinese_prefix;
use super::{Severity, Words, content, words_error};
use crate::Warning;
use crate::gltf::WarningKind as K;

/// What is odd.
pub(super) fn message(warning: &Warning) -> Words {
    let what = match &warning.kind {
        K::TrailingBytes { bytes } => format!("GLB 结尾之后还有 {bytes} 字节，已忽略"),
        K::StrayChunk => "GLB 中有未知或重复的数据块，已忽略".into(),
        K::UnalignedChunk => "GLB 数据块没有按四字节对齐".into(),
        K::ByteOrderMark => "JSON 前有字节顺序标记，已跳过".into(),
        K::DuplicateKey { key } => format!("同一对象中“{key}”出现了两次，以最后一次为准"),
        K::InvalidProperty { property } => format!("属性“{property}”不合法，按未填写处理"),
        K::Name => "名称过长或含有控制字符，已清理".into(),
        K::UnknownExtension { name } => format!("不认识扩展 {name}，已忽略"),
        K::ExtensionIgnored { name, .. } => format!("不支持扩展 {name}，已用其他方式代替"),
        K::ExtensionMalformed { name } => format!("扩展 {name} 的内容不合法，按没有处理"),
        K::Dangling { to, index } => format!("引用了不存在的{} {index}，按没有处理", to.chinese()),
        K::Broken(error) => format!("有一处没有用到或可以省略的内容已损坏：{}", words_error::import_words(error).zh),
        K::NodeShared => "节点有多个父节点或包含自身，以第一个父节点为准".into(),
        K::JointOutsideScene => "骨骼节点不在场景中，已自动加入".into(),
        K::Matrix => "矩阵含有斜切或不可逆，已用最接近的平移、旋转和缩放代替".into(),
        K::Rotation => "旋转四元数不是单位长度，已归一化".into(),
        K::NoScene => "文件中没有场景，显示全部顶层节点".into(),
        K::Empty => "场景里没有可以看到的东西".into(),
        K::EmptyPrimitive => "图元没有可绘制的内容，已跳过".into(),
        K::LeftoverIndices => "末尾的索引不足以构成一个三角形或线段，已忽略".into(),
        K::UnusableValues { attribute } => format!("{attribute} 中有无法使用的数值，已替换"),
        K::AttributeIgnored { attribute } => format!("{attribute} 的类型或数量不对，已忽略"),
        K::Bounds => "位置数据的最小值和最大值不真实，已重新计算".into(),
        K::NoTextureCoordinates => "材质需要纹理坐标，但图元没有".into(),
        K::NoTangents => "缺少法线贴图所需的切线，也无法计算，凹凸的明暗可能不准".into(),
        K::TextureCoordinateSets => "材质使用了两套以上的纹理坐标，只保留用得最多的两套".into(),
        K::ImageUnknown { head } => content::no_image("", head).0.zh,
        K::ImageType => "图片的实际类型与文件所写的不同".into(),
        K::ImageUri { uri } => format!("图片地址“{uri}”不是展厅文件夹内的普通相对路径，显示为白色"),
        K::BufferShort { needed, found } => format!("缓冲区应有 {needed} 字节，实际只有 {found} 字节"),
        K::BindMatrices => "逆绑定矩阵少于骨骼数，缺少的按单位矩阵处理".into(),
        K::KeyTimes => "关键帧时间没有递增，倒退的已去掉".into(),
        K::ChannelIgnored => "动画通道无法播放，已忽略".into(),
    };
    Words::new(chinese_prefix(warning.place) + &what, warning.to_string())
}

/// How bad it is: a hint where nothing differs from what was meant.
pub(super) fn severity(warning: &Warning) -> Severity {
    match warning.kind {
        K::UnalignedChunk | K::ByteOrderMark | K::Name | K::NoScene | K::Bounds | K::ImageType | K::Rotation => {
            Severity::Hint
        }
        _ => Severity::Warning,
    }
}

/// How to put it right.
pub(super) fn hint(warning: &Warning) -> Words {
    let (zh, en) = match warning.kind {
        K::ImageUri { .. } => (
            "请把图片放进展厅文件夹并使用相对路径，或导出为单个 .glb。",
            "Put the image into the hall's folder and use a relative path, or export a single .glb.",
        ),
        K::UnknownExtension { .. } | K::ExtensionIgnored { .. } => (
            "请在导出设置中关闭该扩展，并检查画面。",
            "Switch the extension off when exporting, and look at the result.",
        ),
        K::Empty | K::EmptyPrimitive => {
            ("请检查导出时是否选中了要展示的对象。", "Check that the objects to show were selected when exporting.")
        }
        K::NoTextureCoordinates => {
            ("请在建模软件中为该网格展开 UV。", "Unwrap that mesh (make texture coordinates) in the modelling program.")
        }
        K::NoTangents => (
            "请在导出设置中勾选“切线”后重新导出，或减少该网格的三角形（尤其是聚在一点的）。",
            "Export it with tangents (a box in the exporter), or with fewer triangles, above all where many meet in a point.",
        ),
        K::UnusableValues { .. } => (
            "请在建模软件中清理该网格（合并重合顶点、重算法线）后重新导出。",
            "Clean the mesh up (merge doubled vertices, recalculate normals) and export it again.",
        ),
        K::Matrix => (
            "请在建模软件中应用（冻结）变换后重新导出。",
            "Apply (freeze) the transforms in the modelling program and export it again.",
        ),
        _ => (
            "一般不影响观看；重新导出通常可以消除此提示。",
            "Usually harmless; a fresh export with a recent program mostly removes it.",
        ),
    };
    Words::new(zh, en)
}
