//! Import errors in Chinese, and how to put them right in both languages.

use super::place::chinese_prefix;
use super::{Words, words_json};
use crate::ImportError;

/// Said of JSON that is something else.
const NO_VERSION: &str = "asset.version is missing";

/// What is wrong with a glTF that cannot be read.
pub fn import_words(error: &ImportError) -> Words {
    use ImportError as E;
    let what = match error {
        E::NotGltf => "这既不是 glTF 文件，也不是 GLB 文件".into(),
        E::CutShort { needed, found, .. } => format!("文件不完整：应有 {needed} 字节，实际只有 {found} 字节"),
        E::Container { .. } => "GLB 文件的结构已损坏".into(),
        E::Version { found } => format!("无法读取 glTF {found} 版本，只支持 2.0"),
        E::RequiredExtension { names } => format!("文件必须有扩展 {names} 才能显示，但无法读取该扩展"),
        E::Json { line, column, detail } => {
            format!("第 {line} 行第 {column} 列的 JSON 有错误：{}", words_json::chinese(detail))
        }
        E::TooMuch { what, found, limit, .. } => format!("超出上限（{what}）：{found}，最多 {limit}"),
        E::Malformed { detail, .. } if detail == NO_VERSION => "这是 JSON 文件，但不是 glTF：没有 asset.version".into(),
        E::Malformed { detail, .. } => format!("内容不符合 glTF 规定：{detail}"),
        E::Dangling { to, index, count, .. } => {
            format!("引用了不存在的{} {index}（共 {count} 个）", to.chinese())
        }
        E::OutOfBounds { needed, found, .. } => format!("数据越界：需要 {needed} 字节，只有 {found} 字节"),
        E::IndexTooLarge { index, count, .. } => format!("索引 {index} 超出范围（应小于 {count}）"),
        E::NotFinite { .. } => "含有无穷大或非数值".into(),
        E::ForbiddenUri { uri, .. } => format!("地址“{uri}”不是展厅文件夹内的普通相对路径"),
        E::MissingFile { file, .. } => format!("缺少文件“{file}”"),
        E::Extension { name, .. } => format!("无法读取扩展 {name}"),
    };
    Words::new(chinese_prefix(error.place()) + &what, error.to_string())
}

/// How to put it right.
pub(super) fn hint(error: &ImportError) -> Words {
    use ImportError as E;
    let (zh, en) = match error {
        E::NotGltf => (
            "请从建模软件导出 glTF 2.0（.glb 或 .gltf）后再使用；不要只改文件扩展名。",
            "Export glTF 2.0 (.glb or .gltf) from the modelling program; renaming a file does not convert it.",
        ),
        E::Malformed { detail, .. } if detail == NO_VERSION => (
            "展厅的清单要叫 hall.json；模型请从建模软件导出 glTF 2.0（.glb）。",
            "A hall's manifest must be called hall.json; a model is exported as glTF 2.0 (.glb) from the modelling program.",
        ),
        E::Json { detail, .. } => {
            if let Some(hint) = words_json::encoding_hint(detail, b"") {
                return hint;
            }
            (
                "多半是手工修改或传输时损坏的；请从建模软件重新导出，最好是单个 .glb。",
                "It was probably damaged by an edit or on its way; export it again, best as a single .glb.",
            )
        }
        E::CutShort { .. } => (
            "文件可能没有传完，请重新导出或重新上传。",
            "The file was probably not copied completely; export or upload it again.",
        ),
        E::Version { .. } => ("请用 glTF 2.0 重新导出。", "Export it again as glTF 2.0."),
        E::RequiredExtension { .. } => (
            "请在导出设置中关闭该扩展后重新导出。",
            "Switch that extension off in the export settings and export it again.",
        ),
        E::TooMuch { .. } => (
            "请减少面数、对象数或动画长度，或把模型拆成几个文件。",
            "Use fewer triangles, objects or keys, or split the model into several files.",
        ),
        E::MissingFile { .. } => (
            "请把该文件和 .gltf 放在一起，或导出为单个 .glb 文件。",
            "Put the file beside the .gltf, or export a single .glb.",
        ),
        E::ForbiddenUri { .. } => (
            "请把所引用的文件放进展厅文件夹，并使用相对路径；导出为单个 .glb 最简单。",
            "Put the file into the hall's folder and refer to it by a relative path; a single .glb is simplest.",
        ),
        E::Extension { .. } => {
            ("请在导出时关闭网格压缩（Draco 或 meshopt）。", "Export it without mesh compression (Draco or meshopt).")
        }
        E::NotFinite { .. } => (
            "请在建模软件中检查该网格是否有损坏的顶点，清理后重新导出。",
            "Look for broken vertices in that mesh, clean it up and export it again.",
        ),
        _ => (
            "文件已损坏或由有缺陷的软件生成，请用最新版建模软件重新导出。",
            "The file is damaged or was written by a faulty program; export it again with a recent one.",
        ),
    };
    Words::new(zh, en)
}
