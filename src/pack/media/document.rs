//! PDF: looked through, never drawn. What acts by itself, brings files along or can't be seen into is refused.
//!
//! The file is read twice: as its own table of objects has it, and by looking for every object from the first byte to the last, since readers differ in
//! which they believe. Object streams are unpacked within limits. Not looked into: what draws pages, pictures and fonts, which can't act.

use std::collections::BTreeMap;

use hall::Words;
use lopdf::xref::XrefEntry;
use lopdf::{Dictionary, LoadOptions, Object, ObjectId, ObjectStream};

use super::wrong::{Wrong, both};

/// Bytes of a document; brochures of a hundred pages have fewer.
const BYTES_MAX: usize = 64 << 20;
/// What one stream of objects may unpack to, bytes.
const UNPACKED_MAX: usize = 16 << 20;
/// Objects, those inside others too.
const OBJECTS_MAX: usize = 4_000_000;
/// Streams of objects; writers put a hundred objects or more into each.
const STREAMS_MAX: usize = 20_000;
/// Where readers look for the end, bytes before the last (ISO 32000-1, implementation note 18).
const TAIL_BYTES: usize = 1024;

/// A document that was looked through.
#[derive(Debug, PartialEq, Eq)]
pub struct Paper {
    /// For people: `PDF 1.7`.
    pub format: String,
    /// How many.
    pub pages: usize,
}

/// Looks through a PDF.
///
/// # Errors
/// For what is no PDF, is broken, encrypted, or holds anything that acts.
pub fn read(bytes: &[u8]) -> Result<Paper, Wrong> {
    if !bytes.starts_with(b"%PDF-") {
        return Err(Wrong::error("media-type", both("不是 PDF 文档", "is not a PDF document"), save_again()));
    }
    if bytes.len() > BYTES_MAX {
        let what = both(
            format!("有 {} MB，上限为 {} MB", bytes.len() >> 20, BYTES_MAX >> 20),
            format!("has {} MB, the limit is {}", bytes.len() >> 20, BYTES_MAX >> 20),
        );
        let hint = both("压缩文档中的图片，或拆成几个文档。", "Compress the pictures in it, or split it.");
        return Err(Wrong::error("document-large", what, hint));
    }
    let tail = &bytes[bytes.len().saturating_sub(TAIL_BYTES)..];
    if !has(tail, b"%%EOF") || !has(bytes, b"startxref") {
        return Err(Wrong::damaged(both("缺少结尾（startxref、%%EOF）", "its end is missing (startxref, %%EOF)")));
    }
    if has(bytes, b"/Encrypt") {
        return Err(encrypted());
    }
    let mut paper = None;
    for is_searched in [false, true] {
        let options = LoadOptions {
            max_decompressed_size: Some(UNPACKED_MAX),
            force_reconstruct: is_searched,
            ..Default::default()
        };
        match lopdf::Document::load_mem_with_options(bytes, options) {
            Ok(document) => {
                look(&document)?;
                if !is_searched {
                    ensure_read(&document)?;
                }
                let pages = document.get_pages().len();
                paper.get_or_insert(Paper { format: format!("PDF {}", document.version), pages });
            }
            // Where the table can be read, the search may fail; not the other way round.
            Err(_) if is_searched && paper.is_some() => {}
            Err(error) => {
                return Err(Wrong::damaged(both(
                    format!("无法解析（{error}）"),
                    format!("it can't be read ({error})"),
                )));
            }
        }
    }
    match paper {
        Some(paper) if paper.pages > 0 => Ok(paper),
        _ => Err(Wrong::damaged(both("没有页面", "it has no pages"))),
    }
}

fn has(bytes: &[u8], word: &[u8]) -> bool {
    bytes.windows(word.len()).any(|window| window == word)
}

/// All objects of a document, and all inside of them.
fn look(document: &lopdf::Document) -> Result<(), Wrong> {
    if document.trailer.has(b"Encrypt") || document.was_encrypted() {
        return Err(encrypted());
    }
    ensure_seen(document)?;
    let mut open: Vec<&Object> = document.objects.values().collect();
    let mut count = 0;
    look_in(&document.trailer, &document.objects)?;
    while let Some(object) = open.pop() {
        count += 1;
        if count > OBJECTS_MAX {
            return Err(unseen(both(
                format!("对象多于 {OBJECTS_MAX} 个"),
                format!("it has more than {OBJECTS_MAX} objects"),
            )));
        }
        match object {
            Object::Array(values) => open.extend(values),
            Object::Dictionary(dictionary) => {
                look_in(dictionary, &document.objects)?;
                open.extend(dictionary.iter().map(|(_, value)| value));
            }
            Object::Stream(stream) => {
                look_in(&stream.dict, &document.objects)?;
                open.extend(stream.dict.iter().map(|(_, value)| value));
            }
            _ => {}
        }
    }
    Ok(())
}

/// Every object that the table names was read: one that is skipped here may be read by another.
fn ensure_read(document: &lopdf::Document) -> Result<(), Wrong> {
    let is_read = |id: u32, entry: &XrefEntry| match entry {
        XrefEntry::Normal { generation, .. } => document.objects.contains_key(&(id, *generation)),
        XrefEntry::Compressed { .. } => document.objects.contains_key(&(id, 0)),
        _ => true,
    };
    match document.reference_table.entries.iter().find(|(id, entry)| !is_read(**id, entry)) {
        None => Ok(()),
        Some((id, _)) => Err(unseen(both(
            format!("对象 {id} 读不出来（已损坏，或压缩方式未知）"),
            format!("object {id} can't be read (damaged, or packed in an unknown way)"),
        ))),
    }
}

/// Every stream of objects can be unpacked: one that the reader here skips may be read by another.
fn ensure_seen(document: &lopdf::Document) -> Result<(), Wrong> {
    let streams = document.objects.values().filter_map(|object| object.as_stream().ok());
    let packed = streams.filter(|stream| stream.dict.has_type(b"ObjStm"));
    for (count, stream) in packed.enumerate() {
        if count >= STREAMS_MAX || ObjectStream::new_with_limit(stream, Some(UNPACKED_MAX)).is_err() {
            return Err(unseen(both(
                "有不能解开的对象流（过大、损坏或压缩方式未知）",
                "a stream of objects in it can't be unpacked: too large, damaged, or packed in an unknown way",
            )));
        }
    }
    Ok(())
}

/// Keys that bring along what acts, and what to call it.
const KEYS: [(&[u8], &str, &str); 8] = [
    (b"JS", "JavaScript", "JavaScript"),
    (b"JavaScript", "JavaScript", "JavaScript"),
    (b"AA", "自动触发的动作（AA）", "actions that start by themselves (AA)"),
    (b"EmbeddedFiles", "内嵌文件", "embedded files"),
    (b"EF", "内嵌文件", "an embedded file"),
    (b"XFA", "XFA 动态表单", "an XFA form"),
    (b"RichMediaContent", "富媒体", "rich media"),
    (b"Collection", "文件包（portfolio）", "a portfolio of files"),
];

/// Kinds of actions (ISO 32000-1 §12.6.4) that lead out of the document or run something.
const ACTIONS: [(&[u8], &str, &str); 11] = [
    (b"JavaScript", "JavaScript", "JavaScript"),
    (b"Launch", "启动程序的动作（Launch）", "an action that starts a program (Launch)"),
    (b"GoToR", "打开其他文件的动作（GoToR）", "an action that opens another file (GoToR)"),
    (b"GoToE", "打开内嵌文件的动作（GoToE）", "an action that opens an embedded file (GoToE)"),
    (b"SubmitForm", "提交表单的动作", "an action that sends a form"),
    (b"ImportData", "导入数据的动作", "an action that reads data in"),
    (b"Rendition", "播放媒体的动作", "an action that plays media"),
    (b"Movie", "播放影片的动作", "an action that plays a film"),
    (b"Sound", "播放声音的动作", "an action that plays a sound"),
    (b"RichMediaExecute", "执行富媒体的动作", "an action that runs rich media"),
    (b"GoTo3DView", "三维视图的动作", "an action on a 3D view"),
];

/// Kinds of annotations that hold files or media.
const NOTES: [&[u8]; 6] = [b"FileAttachment", b"RichMedia", b"Movie", b"Sound", b"Screen", b"3D"];

fn look_in(dictionary: &Dictionary, objects: &BTreeMap<ObjectId, Object>) -> Result<(), Wrong> {
    if let Some((_, zh, en)) = KEYS.iter().find(|(key, ..)| dictionary.has(key)) {
        return Err(acts(zh, en));
    }
    let name = |key: &[u8]| follow(dictionary.get(key).ok()?, objects)?.as_name().ok();
    let is_embedded = name(b"Type") == Some(b"EmbeddedFile");
    if is_embedded {
        return Err(acts("内嵌文件", "an embedded file"));
    }
    if let Some((_, zh, en)) = ACTIONS.iter().find(|(kind, ..)| name(b"S") == Some(*kind)) {
        return Err(acts(zh, en));
    }
    if NOTES.iter().any(|kind| name(b"Subtype") == Some(*kind)) {
        return Err(acts("附件或多媒体批注", "an annotation with a file or media in it"));
    }
    if name(b"S") == Some(b"URI") && !dictionary.get(b"URI").is_ok_and(|uri| is_link(uri, objects)) {
        return Err(acts("指向非网页地址的链接", "a link to something that is not on the web"));
    }
    if let Ok(open) = dictionary.get(b"OpenAction") {
        // A place in the document is a list; whatever else may stand here is an action.
        let action = follow(open, objects).and_then(|action| action.as_dict().ok());
        let kind = action.and_then(|action| follow(action.get(b"S").ok()?, objects)?.as_name().ok());
        if let Some((_, zh, en)) = ACTIONS.iter().find(|(known, ..)| kind == Some(*known)) {
            return Err(acts(zh, en));
        }
        if action.is_some() && kind != Some(b"GoTo") {
            return Err(acts(
                "打开时自动执行的动作（OpenAction）",
                "an action that starts when it is opened (OpenAction)",
            ));
        }
    }
    Ok(())
}

/// What a reference leads to; references to references end after a few.
fn follow<'a>(mut object: &'a Object, objects: &'a BTreeMap<ObjectId, Object>) -> Option<&'a Object> {
    for _ in 0..8 {
        match object {
            Object::Reference(id) => object = objects.get(id)?,
            found => return Some(found),
        }
    }
    None
}

fn is_link(uri: &Object, objects: &BTreeMap<ObjectId, Object>) -> bool {
    let Some(Object::String(uri, _)) = follow(uri, objects) else { return false };
    let begin = uri[..uri.len().min(8)].to_ascii_lowercase();
    // Without a scheme it leads from the document's own address to somewhere on its server.
    let has_scheme = uri.iter().take_while(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(byte)).count();
    let is_web = [&b"http://"[..], b"https://", b"mailto:", b"tel:"].iter().any(|scheme| begin.starts_with(scheme));
    is_web || uri.get(has_scheme) != Some(&b':') && !uri.starts_with(b"\\") && !uri.starts_with(b"//")
}

fn encrypted() -> Wrong {
    let what = both("已加密或设有权限密码，无法检查", "is encrypted or locked, so nobody can check it");
    let hint = both(
        "请提供没有密码和权限限制的版本（用 WPS、Word 或“打印为 PDF”重新生成）。",
        "Give a version without password and restrictions; printing it to PDF makes one.",
    );
    Wrong::error("document-encrypted", what, hint)
}

fn acts(zh: &str, en: &str) -> Wrong {
    let what = both(format!("含有{zh}，可能危害参观者"), format!("contains {en}, which may harm visitors"));
    Wrong::error("document-active", what, save_again())
}

fn unseen(why: Words) -> Wrong {
    let what = both(format!("无法完整检查：{}", why.zh), format!("can't be checked completely: {}", why.en));
    Wrong::error("document-unseen", what, save_again())
}

fn save_again() -> Words {
    both(
        "用“打印为 PDF”或 WPS、Word 的“导出为 PDF”重新生成，不要带表单、脚本和附件。",
        "Make it again by printing it to PDF or by exporting it from the word processor, without forms, scripts and attachments.",
    )
}
