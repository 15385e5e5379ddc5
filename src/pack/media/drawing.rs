//! SVG: drawn into pixels here, never delivered. No script, no font, no picture and no address of it is followed.

use hall::Words;
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::roxmltree::{Document, Node, ParsingOptions};
use resvg::usvg::{ImageHrefResolver, Options, Tree};

use super::drawing_cost::{DEPTH_MAX, DRAWN_MAX, ensure_few, ensure_flat, is_cheap};
use super::wrong::{Wrong, both};
use crate::texture::Pixels;

/// Bytes of a drawing.
const BYTES_MAX: usize = 8 << 20;
/// Elements, text between them and attributes' elements as they stand in the file.
const NODES_MAX: u32 = 200_000;
/// The longest side that is drawn, pixels.
const SIDE_PX: f32 = 4096.0;

/// Whether a file is SVG by its content: the first element that stands in it.
pub fn is_drawing(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(4096)];
    let text = String::from_utf8_lossy(head);
    let mut rest = text.trim_start_matches('\u{feff}').trim_start();
    // Past declarations, comments and the document type.
    while let Some(inner) = rest.strip_prefix("<?").or_else(|| rest.strip_prefix("<!")) {
        let end = if inner.starts_with("--") { "-->" } else { ">" };
        let Some(at) = inner.find(end) else { return false };
        rest = inner[at + end.len()..].trim_start_matches([']', '>']).trim_start();
    }
    let name = rest.strip_prefix('<').unwrap_or_default();
    let name = name.split(|c: char| c.is_whitespace() || c == '>' || c == '/').next().unwrap_or_default();
    name == "svg" || name.ends_with(":svg")
}

/// Makes sure that an SVG can be drawn, without drawing it.
///
/// # Errors
/// For scripts, addresses, text, pictures in it, and what is too much to draw.
pub fn read(bytes: &[u8]) -> Result<Tree, Wrong> {
    if bytes.len() > BYTES_MAX {
        return Err(too_much());
    }
    let text = std::str::from_utf8(bytes).map_err(|_| broken("UTF-8"))?;
    if text.contains("<!ENTITY") {
        return Err(refused(both("含有实体定义（ENTITY）", "defines entities")));
    }
    let options = ParsingOptions { allow_dtd: true, nodes_limit: NODES_MAX, entity_resolver: None };
    ensure_flat(text).ok_or_else(too_much)?;
    let document = Document::parse_with_options(text, options).map_err(|error| broken(&error.to_string()))?;
    for node in document.descendants().filter(Node::is_element) {
        look(&node)?;
    }
    ensure_few(&document).ok_or_else(too_much)?;
    let resolver = ImageHrefResolver { resolve_data: Box::new(|_, _, _| None), resolve_string: Box::new(|_, _| None) };
    let options = Options { image_href_resolver: resolver, ..Options::default() };
    let tree = Tree::from_xmltree(&document, &options).map_err(|error| broken(&error.to_string()))?;
    if is_cheap(&tree) { Ok(tree) } else { Err(too_much()) }
}

/// Draws an SVG; its longer side becomes 4096 pixels.
///
/// # Errors
/// As [`read`].
pub fn draw(bytes: &[u8]) -> Result<Pixels, Wrong> {
    let tree = read(bytes)?;
    let size = tree.size();
    let scale = SIDE_PX / size.width().max(size.height());
    let side = |length: f32| (length * scale).round().clamp(1.0, SIDE_PX) as u32;
    let (width, height) = (side(size.width()), side(size.height()));
    let mut pixmap = Pixmap::new(width, height).ok_or_else(too_much)?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixmap.as_mut());
    let bytes = pixmap.pixels().iter().flat_map(|pixel| {
        let color = pixel.demultiply();
        [color.red(), color.green(), color.blue(), color.alpha()]
    });
    Ok(Pixels { width, height, channels: 4, bytes: bytes.collect() })
}

/// What no element may be or have.
fn look(node: &Node<'_, '_>) -> Result<(), Wrong> {
    match node.tag_name().name() {
        "script" | "foreignObject" | "iframe" | "audio" | "video" | "handler" | "listener" => {
            let name = node.tag_name().name();
            return Err(refused(both(format!("含有 <{name}>"), format!("contains <{name}>"))));
        }
        "text" | "tspan" | "textPath" | "tref" if has_words(node) => return Err(has_text()),
        "image" | "feImage" => return Err(has_picture()),
        // Steps of filters that cost more than there are pixels.
        "feTurbulence" | "feMorphology" | "feConvolveMatrix" | "feDiffuseLighting" | "feSpecularLighting"
        | "feTile" | "feDisplacementMap" => return Err(too_much()),
        "style" if node.descendants().filter_map(|inner| inner.text()).any(leads_out) => return Err(outside()),
        _ => {}
    }
    for attribute in node.attributes() {
        let (name, value) = (attribute.name(), attribute.value());
        if name.len() > 2 && name[..2].eq_ignore_ascii_case("on") {
            return Err(refused(both(format!("含有脚本属性 {name}"), format!("contains a script in {name}"))));
        }
        // What a link leads to is not fetched, and not drawn.
        let is_link = node.tag_name().name() == "a";
        if name == "href" && !is_link && !value.trim().is_empty() && !value.trim_start().starts_with('#') {
            return Err(outside());
        }
        if leads_out(value) {
            return Err(outside());
        }
    }
    Ok(())
}

fn has_words(node: &Node<'_, '_>) -> bool {
    node.descendants().filter_map(|inner| inner.text()).any(|text| !text.trim().is_empty())
}

/// Whether CSS names an address that is not in the drawing itself.
fn leads_out(css: &str) -> bool {
    let lower = css.to_ascii_lowercase();
    let is_outside =
        |rest: &str| !rest.trim_start_matches(|c: char| c.is_whitespace() || c == '"' || c == '\'').starts_with('#');
    lower.contains("@import") || lower.split("url(").skip(1).any(is_outside)
}

fn refused(what: Words) -> Wrong {
    let message = both(format!("SVG {}，不能使用", what.zh), format!("is an SVG that {}", what.en));
    let hint = both(
        "在矢量软件中另存为“纯 SVG”（不带脚本和外部链接），或导出为 PNG。",
        "Save it as plain SVG, without scripts and links, or export it as PNG.",
    );
    Wrong::error("drawing-active", message, hint)
}

fn outside() -> Wrong {
    refused(both("引用了外部文件或地址", "refers to something outside of itself"))
}

fn has_text() -> Wrong {
    let message = both("SVG 中有文字，服务器上没有相应的字体", "is an SVG with text, for which there is no font here");
    let hint = both(
        "在矢量软件中把文字转为曲线（“转曲”“创建轮廓”）后保存，或导出为 PNG。",
        "Turn text into outlines before saving it, or export it as PNG.",
    );
    Wrong::error("drawing-text", message, hint)
}

fn has_picture() -> Wrong {
    let message = both("SVG 中嵌有位图", "is an SVG with a picture in it");
    let hint = both("请导出为 PNG 或 JPEG。", "Export it as PNG or JPEG.");
    Wrong::error("drawing-picture", message, hint)
}

fn broken(why: &str) -> Wrong {
    Wrong::damaged(both(format!("SVG 无法解析（{why}）"), format!("its SVG can't be read ({why})")))
}

fn too_much() -> Wrong {
    let message = both(
        format!("SVG 过于复杂（上限：{} MB，绘制 {DRAWN_MAX} 个元素，嵌套 {DEPTH_MAX} 层）", BYTES_MAX >> 20),
        format!(
            "is an SVG that is too much to draw (limits: {} MB, {DRAWN_MAX} elements as drawn, {DEPTH_MAX} below each other)",
            BYTES_MAX >> 20
        ),
    );
    let hint = both("请简化图形，或导出为 PNG。", "Simplify it, or export it as PNG.");
    Wrong::error("drawing-large", message, hint)
}
