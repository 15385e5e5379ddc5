//! What `yunzhan check` says of files that are something else than their names say.

use base64::Engine;
use bytes::Bytes;
use hall::Severity;
use serde_json::json;

use crate::check::{Folder, PNG};

#[test]
fn scenes_that_are_something_else_are_called_by_their_name() {
    let zip = |first: &str| {
        let head = [&b"PK\x03\x04"[..], &[0; 22], &(first.len() as u16).to_le_bytes(), &[0; 2]].concat();
        [&head[..], first.as_bytes(), &[0; 40]].concat()
    };
    let stl = [&[0; 80][..], &1_u32.to_le_bytes(), &[0; 50]].concat();
    let cases: [(&[u8], &str, &str, &str); 16] = [
        (&zip("scene.glb"), "ZIP 压缩包", "a zip archive", ".zip"),
        (&zip("[Content_Types].xml"), "Office 文档", "an Office document", "hall.json"),
        (&zip("model.usdc"), "USD 模型", "a USD model", "Blender"),
        (b"Rar!\x1a\x07\x01\0", "RAR 压缩包", "a RAR archive", ".zip"),
        (b"7z\xbc\xaf\x27\x1c", "7z 压缩包", "a 7z archive", ".zip"),
        (b"Kaydara FBX Binary  \0", "FBX 模型", "an FBX model", "Blender"),
        (b"# Blender\nmtllib a.mtl\nv 1 2 3\n", "OBJ 模型", "an OBJ model", "Blender"),
        (&stl, "STL 模型", "an STL model", "Blender"),
        (b"<?xml version='1.0'?>\n<COLLADA>", "COLLADA", "a COLLADA model", "Blender"),
        (b"ISO-10303-21;\nHEADER;", "STEP", "a STEP or IFC drawing", "Blender"),
        (b"%PDF-1.7", "PDF 文档", "a PDF document", "hall.json"),
        (PNG, "PNG 图片", "a PNG picture", "hall.json"),
        (b"\0\0\0\x18ftypmp42", "MP4", "an MP4 file", "hall.json"),
        (b" \n<!DOCTYPE html>", "HTML 网页", "a page of HTML", "download"),
        (b"version https://git-lfs.github.com/spec/v1\n", "Git LFS", "a pointer of Git LFS", "git lfs pull"),
        (b"", "空文件", "empty", "again"),
    ];
    for (bytes, zh, en, hint) in cases {
        let mut folder = Folder::new();
        folder.files.insert("floor.glb".into(), Bytes::copy_from_slice(bytes));
        let findings = folder.check();
        let finding = findings.iter().find(|finding| finding.file == "floor.glb").unwrap();
        assert_eq!(finding.severity, Severity::Error);
        assert!(finding.message("zh-CN").contains(zh), "{}", finding.message("zh-CN"));
        assert!(finding.message("en").contains(en), "{}", finding.message("en"));
        assert!(finding.hint("en").contains(hint) && finding.hint("zh-CN").len() > 8, "{}", finding.hint("en"));
    }
    let mut folder = Folder::new();
    folder.files.insert("floor.glb".into(), Bytes::from_static(b"who knows"));
    assert!(folder.check().iter().any(|finding| finding.message("en").contains("neither a glTF nor a GLB")));
}

/// Whether it is inside of the file or beside it.
#[test]
fn images_that_no_browser_shows_are_named_and_white() {
    let bmp = [b"BM\x3a\0\0\0\0\0\0\0", &[0; 48][..]].concat();
    let inside = format!("data:image/bmp;base64,{}", base64::prelude::BASE64_STANDARD.encode(&bmp));
    for uri in ["wood.bmp", &inside] {
        let mut folder = Folder::new();
        let gltf = json!({
            "asset": {"version": "2.0"}, "scene": 0, "scenes": [{"nodes": [0]}], "nodes": [{"mesh": 0}],
            "meshes": [{"primitives": [{"attributes": {"POSITION": 0, "TEXCOORD_0": 1}, "material": 0}]}],
            "accessors": [
                {"componentType": 5126, "type": "VEC3", "count": 3, "min": [0, 0, 0], "max": [0, 0, 0]},
                {"componentType": 5126, "type": "VEC2", "count": 3},
            ],
            "materials": [{"pbrMetallicRoughness": {"baseColorTexture": {"index": 0}}}],
            "textures": [{"source": 0}], "images": [{"uri": uri, "name": "wood.bmp"}],
        });
        folder.files.insert("floor.gltf".into(), gltf.to_string().into());
        folder.files.insert("wood.bmp".into(), bmp.clone().into());
        folder.hall["scenes"] = json!(["floor.glb", "floor.gltf"]);
        let finding = folder.finding();
        assert_eq!((finding.code, finding.severity), ("gltf-image-unknown", Severity::Warning), "{finding:?}");
        assert_eq!((finding.file.as_str(), finding.place.as_str()), ("floor.gltf", "images[0]"));
        for (lang, word) in [("zh-CN", "BMP 图片"), ("en", "a BMP picture")] {
            let message = finding.message(lang);
            assert!(message.contains(word) && message.contains("wood.bmp"), "{message}");
            assert!(finding.hint(lang).contains("PNG"), "{}", finding.hint(lang));
        }
    }
}

#[test]
fn manifests_that_are_not_json_are_explained_in_chinese() {
    let cases: [(&[u8], &str, &str); 9] = [
        (b"{\"version\":1,}", "最后一项后面多了一个逗号", "全角"),
        (b"{\"version\":1", "缺少 }", "全角"),
        ("{\u{201c}version\u{201d}:1}".as_bytes(), "属性名要用英文双引号括起来", "全角"),
        (b"{\"version\":1 \"title\":2}", "缺少逗号或 }", "全角"),
        (b"{\"version\":1,\"title\":{\"zh-CN\":\"\xd5\xb9\xcc\xfc\"}}", "不是 UTF-8", "UTF-8"),
        (b"\xff\xfe{\0\"\0", "JSON", "UTF-8"),
        (b"{\"version\":1,\"title\":{\"en\":\"A\"},\"scenes\":\"a.glb\"}", "此处是文字，应为列表", "schema"),
        (b"{\"version\":1,\"title\":{\"en\":\"A\"},\"scenes\":[1]}", "此处是整数，应为文字", "schema"),
        (b"{\"version\":1,\"scenes\":[]}", "缺少属性 `title`", "schema"),
    ];
    for (bytes, zh, hint) in cases {
        let file = |_: &str| Some(Bytes::copy_from_slice(bytes));
        let findings = hall::check("hall.json", &file, &hall::Limits::default());
        let [finding] = &findings[..] else { panic!("{findings:?}") };
        assert!(finding.message("zh-CN").contains(zh), "{}", finding.message("zh-CN"));
        assert!(finding.hint("zh-CN").contains(hint), "{}", finding.hint("zh-CN"));
        assert!(finding.message("en").is_ascii(), "{}", finding.message("en"));
    }
}
