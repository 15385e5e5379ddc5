//! What it costs to draw an SVG, told before it is drawn: a small file can ask for years.

use std::collections::HashMap;

use resvg::usvg::roxmltree::{Document, Node as Element};
use resvg::usvg::{Group, Node, Paint, Path, Stroke, Tree};

/// Elements below each other.
pub const DEPTH_MAX: usize = 100;
/// Elements as drawn, where what is used twice counts twice, and so does every dash of a line.
pub const DRAWN_MAX: u64 = 100_000;
/// Attributes of one element; each is compared with all others.
const ATTRIBUTES_MAX: usize = 200;
/// Rules of style sheets times elements; each is held against each.
const RULES_MAX: usize = 20_000_000;
/// References that are followed to count them.
const STEPS_MAX: usize = 10_000_000;
/// Layers of their own (opacity, masks, filters), of the size of the whole drawing.
const LAYERS_MAX: f32 = 40.0;
/// What the smallest of them counts for.
const LAYER_MIN: f32 = 0.004;
/// Outlines together, of the length of the longer side; each pixel that one crosses is work.
const LENGTHS_MAX: f32 = 10_000.0;

/// No element lies deeper than can be walked: readers of XML go down by calling themselves. `None` if one does.
pub fn ensure_flat(text: &str) -> Option<()> {
    const SKIPPED: [(&str, &str); 4] = [("!--", "-->"), ("![CDATA[", "]]>"), ("?", "?>"), ("!", ">")];
    let mut depth = 0_usize;
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if let Some((begin, end)) = SKIPPED.iter().find(|(begin, _)| rest.starts_with(begin)) {
            rest = rest[begin.len()..].split_once(end).map_or("", |(_, after)| after);
        } else if rest.starts_with('/') {
            depth = depth.saturating_sub(1);
        } else {
            let (end, attributes) = end_of_tag(rest);
            if attributes > ATTRIBUTES_MAX {
                return None;
            }
            depth += usize::from(!rest[..end].ends_with('/'));
            if depth > DEPTH_MAX {
                return None;
            }
            rest = &rest[end..];
        }
    }
    Some(())
}

/// Where the `>` of a tag is, and how many attributes it has; in quotes there are none.
fn end_of_tag(tag: &str) -> (usize, usize) {
    let (mut quote, mut attributes) = (None, 0);
    for (at, byte) in tag.bytes().enumerate() {
        match quote {
            Some(open) if open == byte => quote = None,
            None if byte == b'"' || byte == b'\'' => quote = Some(byte),
            None if byte == b'>' => return (at, attributes),
            None if byte == b'=' => attributes += 1,
            _ => {}
        }
    }
    (tag.len(), attributes)
}

/// What is used again and again counts as often: ten elements that each use the next one ten times are ten thousand million.
/// `None` when that is too much, or never ends.
pub fn ensure_few<'a>(document: &'a Document<'a>) -> Option<()> {
    // What a gradient holds is not drawn for itself.
    let is_counted = |node: &Element<'_, '_>| !node.tag_name().name().ends_with("Gradient");
    let named = document.descendants().filter(is_counted).filter_map(|node| Some((node.attribute("id")?, node)));
    let named: HashMap<&str, Element<'_, '_>> = named.collect();
    let all: Vec<Element<'_, '_>> = document.descendants().filter(Element::is_element).collect();
    let rules = Rules::of(&all);
    if rules.count.saturating_mul(all.len()) > RULES_MAX {
        return None;
    }
    let mut counts = HashMap::with_capacity(all.len());
    let (mut is_settled, mut steps) = (false, 0);
    // From the last one back, what is inside is known before what it is in; what is used may stand anywhere.
    for _ in 0..DEPTH_MAX {
        is_settled = true;
        for node in all.iter().rev() {
            let count_of = |node: &Element<'_, '_>| counts.get(&node.id()).copied().unwrap_or(0_u64);
            let inside = node.children().map(|child| count_of(&child)).fold(1, u64::saturating_add);
            let used = node.attributes().flat_map(|attribute| targets(attribute.name(), attribute.value()));
            let used = used.chain(rules.targets(node));
            let used = used.inspect(|_| steps += 1).take(STEPS_MAX);
            let count = used.filter_map(|name| named.get(name)).map(count_of).fold(inside, u64::saturating_add);
            if count > DRAWN_MAX || steps > STEPS_MAX {
                return None;
            }
            is_settled &= counts.insert(node.id(), count) == Some(count);
        }
        if is_settled {
            break;
        }
    }
    // A marker stands on every corner of a line.
    let markers = all.iter().filter(|node| node.tag_name().name() == "marker");
    let marker = markers.filter_map(|node| counts.get(&node.id())).max().copied().unwrap_or(0);
    let lines = all.iter().flat_map(|node| ["d", "points"].map(|name| node.attribute(name).map_or(0, corners)));
    let drawn = lines.sum::<u64>().saturating_mul(marker);
    (is_settled && drawn <= DRAWN_MAX).then_some(())
}

/// What style sheets let elements refer to.
struct Rules<'a> {
    of_class: HashMap<&'a str, Vec<&'a str>>,
    /// By rules that are not understood here: any element may be meant.
    of_any: Vec<&'a str>,
    /// Selectors.
    count: usize,
}

impl<'a> Rules<'a> {
    fn of(all: &[Element<'a, 'a>]) -> Self {
        let mut rules = Self { of_class: HashMap::new(), of_any: Vec::new(), count: 0 };
        let sheets = all.iter().filter(|node| node.tag_name().name() == "style");
        for text in sheets.flat_map(|sheet| sheet.descendants()).filter_map(|node| node.text()) {
            let is_plain = !text.contains('@') && !text.contains("/*");
            for rule in text.split('}') {
                let (selectors, body) = rule.split_once('{').unwrap_or(("", rule));
                let targets: Vec<&str> = targets("style", body).collect();
                for selector in selectors.split(',').map(str::trim) {
                    rules.count += 1;
                    match selector.strip_prefix('.').filter(|name| is_plain && is_name(name)) {
                        Some(class) => rules.of_class.entry(class).or_default().extend(&targets),
                        None => rules.of_any.extend(&targets),
                    }
                }
            }
        }
        rules
    }

    fn targets<'b>(&'b self, node: &Element<'a, 'a>) -> impl Iterator<Item = &'a str> + use<'a, 'b> {
        let classes = node.attribute("class").unwrap_or_default().split_whitespace();
        classes.filter_map(|class| self.of_class.get(class)).flatten().chain(&self.of_any).copied()
    }
}

fn is_name(name: &str) -> bool {
    name.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_')
}

/// The names that an attribute refers to: `#name` of a link, `url(#name)` anywhere.
fn targets<'a>(name: &str, value: &'a str) -> impl Iterator<Item = &'a str> {
    let link = value.trim().strip_prefix('#').filter(|_| name == "href");
    let urls = value.split("url(").skip(1).filter_map(|rest| rest.split(')').next());
    let urls = urls.filter_map(|url| url.trim_matches(['"', '\'', ' ']).strip_prefix('#'));
    link.into_iter().chain(urls)
}

/// At most so many corners has a line: two numbers each.
fn corners(line: &str) -> u64 {
    let gaps = line.bytes().filter(|byte| !byte.is_ascii_digit() && *byte != b'.').count();
    gaps as u64 / 2 + 1
}

/// Whether all that is to be drawn is little enough.
pub fn is_cheap(tree: &Tree) -> bool {
    let size = tree.size();
    let side = size.width().max(size.height());
    let area = size.width() * size.height();
    let mut budget = Budget { drawn: DRAWN_MAX, layers: LAYERS_MAX, lengths: LENGTHS_MAX, area, side };
    budget.group(tree.root()).is_some()
}

struct Budget {
    drawn: u64,
    layers: f32,
    lengths: f32,
    area: f32,
    side: f32,
}

impl Budget {
    fn take(&mut self, count: u64) -> Option<()> {
        self.drawn = self.drawn.checked_sub(count)?;
        Some(())
    }

    fn group(&mut self, group: &Group) -> Option<()> {
        self.take(1)?;
        if group.should_isolate() {
            let bounds = group.layer_bounding_box();
            let part = (bounds.width() * bounds.height() / self.area).clamp(LAYER_MIN, 1.0);
            let steps: usize = group.filters().iter().map(|filter| filter.primitives().len()).sum();
            self.layers -= if part.is_nan() { LAYERS_MAX } else { part * (1 + steps) as f32 };
            (self.layers > 0.0).then_some(())?;
        }
        for clip in std::iter::successors(group.clip_path(), |clip| clip.clip_path()) {
            self.group(clip.root())?;
        }
        for mask in std::iter::successors(group.mask(), |mask| mask.mask()) {
            self.group(mask.root())?;
        }
        for node in group.children() {
            match node {
                Node::Group(inner) => self.group(inner)?,
                Node::Path(path) => self.path(path)?,
                _ => self.take(1)?,
            }
        }
        Some(())
    }

    fn path(&mut self, path: &Path) -> Option<()> {
        self.take(1)?;
        let paints = [path.fill().map(|fill| fill.paint()), path.stroke().map(Stroke::paint)];
        for paint in paints.into_iter().flatten() {
            if let Paint::Pattern(pattern) = paint {
                self.group(pattern.root())?;
            }
        }
        let points = path.data().points();
        self.take(points.len() as u64 / 16)?;
        let length: f32 = points.windows(2).map(|two| two[0].distance(two[1])).sum();
        let transform = path.abs_transform();
        let scale = (transform.sx * transform.sy - transform.kx * transform.ky).abs().sqrt();
        self.lengths -= length * scale / self.side;
        // What is no number is no length either.
        (self.lengths > 0.0).then_some(())?;
        let Some(dashes) = path.stroke().and_then(Stroke::dasharray) else { return Some(()) };
        let round: f32 = dashes.iter().sum();
        // Casts of floats end at the largest number.
        self.take((length / round) as u64 * dashes.len() as u64)
    }
}
