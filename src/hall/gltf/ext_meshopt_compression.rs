//! `EXT_meshopt_compression`, and `KHR_meshopt_compression`, which holds all of it: buffer views packed by meshoptimizer.
//! Bitstreams as the extension's appendix A has them, filters as its appendix B.

use crate::json::Json;

use super::json::ValueExt;
use super::meshopt_attributes::attributes;

/// What the extension says of a view. Nothing of it has been checked against the packed bytes.
pub(super) struct Packed {
    pub buffer: usize,
    pub offset: u64,
    pub length: u64,
    pub stride: usize,
    pub count: usize,
    mode: Mode,
    filter: Filter,
}

#[derive(Clone, Copy, PartialEq)]
enum Mode {
    Attributes,
    Triangles,
    Indices,
}

#[derive(Clone, Copy, PartialEq)]
enum Filter {
    None,
    Octahedral,
    Quaternion,
    Exponential,
    Color,
}

impl Packed {
    /// `None` for an object that the extension does not allow.
    pub fn read(extension: &Json) -> Option<Self> {
        let text = |key: &str| extension.get(key).and_then(Json::as_str);
        let mode = match text("mode")? {
            "ATTRIBUTES" => Mode::Attributes,
            "TRIANGLES" => Mode::Triangles,
            "INDICES" => Mode::Indices,
            _ => return None,
        };
        let filter = match text("filter").unwrap_or("NONE") {
            "NONE" => Filter::None,
            "OCTAHEDRAL" => Filter::Octahedral,
            "QUATERNION" => Filter::Quaternion,
            "EXPONENTIAL" => Filter::Exponential,
            "COLOR" => Filter::Color,
            _ => return None,
        };
        let packed = Self {
            buffer: extension.index("buffer")?,
            offset: extension.get("byteOffset").map_or(Some(0), Json::as_u64)?,
            length: extension.get("byteLength")?.as_u64()?,
            stride: extension.index("byteStride")?,
            count: extension.index("count")?,
            mode,
            filter,
        };
        packed.is_allowed().then_some(packed)
    }

    fn is_allowed(&self) -> bool {
        let stride = self.stride;
        let is_mode_allowed = match self.mode {
            Mode::Attributes => stride.is_multiple_of(4) && (4..=256).contains(&stride),
            Mode::Triangles => self.count.is_multiple_of(3) && matches!(stride, 2 | 4),
            Mode::Indices => matches!(stride, 2 | 4),
        };
        let is_filter_allowed = match self.filter {
            Filter::None => true,
            Filter::Octahedral | Filter::Color => matches!(stride, 4 | 8),
            Filter::Quaternion => stride == 8,
            Filter::Exponential => stride.is_multiple_of(4),
        };
        is_mode_allowed && is_filter_allowed && (self.filter == Filter::None || self.mode == Mode::Attributes)
    }

    /// The fewest bytes that can hold so many elements: what is asked for must be in proportion to what is there.
    pub fn is_plausible(&self) -> bool {
        let elements = self.count as u64;
        let least = match self.mode {
            // A block of 256 elements takes at least two bits for each byte of an element.
            Mode::Attributes => elements / 256 * self.stride as u64 / 4,
            Mode::Triangles => elements / 3,
            Mode::Indices => elements,
        };
        least <= self.length
    }

    /// The unpacked bytes, `count * stride`; `None` for a stream that is not sound.
    pub fn unpack(&self, bytes: &[u8]) -> Option<Vec<u8>> {
        let mut unpacked = match self.mode {
            Mode::Attributes => attributes(bytes, self.count, self.stride)?,
            Mode::Triangles => narrow(&triangles(bytes, self.count)?, self.stride),
            Mode::Indices => narrow(&indices(bytes, self.count)?, self.stride),
        };
        match self.filter {
            Filter::None => {}
            Filter::Octahedral if self.stride == 4 => unpacked.chunks_exact_mut(4).for_each(octahedral_8),
            Filter::Octahedral => unpacked.chunks_exact_mut(8).for_each(octahedral_16),
            Filter::Quaternion => unpacked.chunks_exact_mut(8).for_each(quaternion),
            Filter::Exponential => unpacked.chunks_exact_mut(4).for_each(exponential),
            Filter::Color if self.stride == 4 => unpacked.chunks_exact_mut(4).for_each(color_8),
            Filter::Color => unpacked.chunks_exact_mut(8).for_each(color_16),
        }
        Some(unpacked)
    }
}

fn narrow(indices: &[u32], stride: usize) -> Vec<u8> {
    indices.iter().flat_map(|i| i.to_le_bytes().into_iter().take(stride)).collect()
}

/// Bytes that are taken from the front.
pub(super) struct Reader<'a>(pub &'a [u8]);

impl<'a> Reader<'a> {
    pub fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    pub fn byte(&mut self) -> Option<u8> {
        self.take(1).map(|bytes| bytes[0])
    }

    /// A variable-length number, low groups of seven bits first.
    fn varint(&mut self) -> Option<u32> {
        let mut value = 0;
        for shift in (0..35).step_by(7) {
            let byte = self.byte()?;
            value |= u32::from(byte & 127) << shift;
            if byte < 128 {
                return Some(value);
            }
        }
        None
    }

    /// An index as its difference to another.
    fn index(&mut self, last: u32) -> Option<u32> {
        let value = self.varint()?;
        Some(last.wrapping_add((value >> 1) ^ (value & 1).wrapping_neg()))
    }
}

/// The last sixteen things, the newest at 0.
struct Recent<T> {
    items: [T; 16],
    next: usize,
}

impl<T: Copy> Recent<T> {
    fn new(empty: T) -> Self {
        Self { items: [empty; 16], next: 0 }
    }

    fn push(&mut self, item: T) {
        self.items[self.next & 15] = item;
        self.next += 1;
    }

    fn get(&self, age: usize) -> T {
        self.items[self.next.wrapping_sub(1 + age) & 15]
    }
}

/// A.2: each triangle shares an edge with a recent one, or names recent vertices, or is spelt out.
fn triangles(bytes: &[u8], count: usize) -> Option<Vec<u32>> {
    const TABLE_BYTES: usize = 16;
    let (&header, rest) = bytes.split_first()?;
    let is_version_1 = match header {
        0xe0 => false,
        0xe1 => true,
        _ => return None,
    };
    let (codes, rest) = rest.split_at_checked(count / 3)?;
    let (data, table) = rest.split_at_checked(rest.len().checked_sub(TABLE_BYTES)?)?;
    let mut decoder = Triangles {
        data: Reader(data),
        edges: Recent::new([0; 2]),
        vertices: Recent::new(0),
        next: 0,
        last: 0,
        longest_fifo: if is_version_1 { 13 } else { 15 },
    };
    let mut indices = Vec::with_capacity(count);
    for &code in codes {
        indices.extend(decoder.triangle(code, table)?);
    }
    decoder.data.0.is_empty().then_some(indices)
}

struct Triangles<'a> {
    data: Reader<'a>,
    edges: Recent<[u32; 2]>,
    vertices: Recent<u32>,
    next: u32,
    last: u32,
    /// Codes of a vertex from here on are not ages.
    longest_fifo: u8,
}

impl Triangles<'_> {
    fn triangle(&mut self, code: u8, table: &[u8]) -> Option<[u32; 3]> {
        if code < 0xf0 {
            return self.by_edge(code >> 4, code & 15);
        }
        let triangle = if code < 0xfe {
            let vertices = table[usize::from(code & 15)];
            let a = self.fresh();
            let (b, is_b_new) = self.recent(vertices >> 4);
            let (c, is_c_new) = self.recent(vertices & 15);
            self.remember([a, b, c], [true, is_b_new, is_c_new]);
            [a, b, c]
        } else {
            self.spelt_out(code)?
        };
        let [a, b, c] = triangle;
        self.edges.push([b, a]);
        self.edges.push([c, b]);
        self.edges.push([a, c]);
        Some(triangle)
    }

    fn by_edge(&mut self, edge: u8, vertex: u8) -> Option<[u32; 3]> {
        let [a, b] = self.edges.get(edge.into());
        let c = if vertex < self.longest_fifo {
            let c = if vertex == 0 { self.fresh() } else { self.vertices.get(vertex.into()) };
            if vertex == 0 {
                self.vertices.push(c);
            }
            c
        } else {
            self.last = match vertex {
                13 => self.last.wrapping_sub(1),
                14 => self.last.wrapping_add(1),
                _ => self.data.index(self.last)?,
            };
            self.vertices.push(self.last);
            self.last
        };
        self.edges.push([c, b]);
        self.edges.push([a, c]);
        Some([a, b, c])
    }

    fn spelt_out(&mut self, code: u8) -> Option<[u32; 3]> {
        let vertices = self.data.byte()?;
        if vertices == 0 {
            self.next = 0;
        }
        let codes = [if code == 0xfe { 0 } else { 15 }, vertices >> 4, vertices & 15];
        // All that are new are numbered before any is spelt out.
        let mut triangle = codes.map(|code| if code == 15 { (0, true) } else { self.recent(code) });
        for (vertex, _) in triangle.iter_mut().zip(codes).filter(|(_, code)| *code == 15) {
            self.last = self.data.index(self.last)?;
            vertex.0 = self.last;
        }
        self.remember(triangle.map(|v| v.0), triangle.map(|v| v.1));
        Some(triangle.map(|v| v.0))
    }

    /// The vertex of a code from 0 to 14, and whether it is new. Ages count from 1 here.
    fn recent(&mut self, code: u8) -> (u32, bool) {
        match code {
            0 => (self.fresh(), true),
            age => (self.vertices.get(usize::from(age) - 1), false),
        }
    }

    fn fresh(&mut self) -> u32 {
        self.next = self.next.wrapping_add(1);
        self.next.wrapping_sub(1)
    }

    fn remember(&mut self, triangle: [u32; 3], is_new: [bool; 3]) {
        triangle
            .into_iter()
            .zip(is_new)
            .filter(|(_, is_new)| *is_new)
            .for_each(|(vertex, _)| self.vertices.push(vertex));
    }
}

/// A.3: differences to one of two earlier indices.
fn indices(bytes: &[u8], count: usize) -> Option<Vec<u32>> {
    const TAIL_BYTES: usize = 4;
    let mut reader = Reader(&bytes[..bytes.len().checked_sub(TAIL_BYTES)?]);
    if !matches!(reader.byte()?, 0xd0 | 0xd1) {
        return None;
    }
    let mut last = [0_u32; 2];
    let mut indices = Vec::with_capacity(count);
    for _ in 0..count {
        let value = reader.varint()?;
        let (which, value) = ((value & 1) as usize, value >> 1);
        last[which] = last[which].wrapping_add((value >> 1) ^ (value & 1).wrapping_neg());
        indices.push(last[which]);
    }
    reader.0.is_empty().then_some(indices)
}

/// Unit vectors on an octahedron; `one` is what stands for 1. Returns x, y and z, scaled to `max`.
fn octahedral(x: f32, y: f32, one: f32, max: f32) -> [f32; 3] {
    let z = one - x.abs() - y.abs();
    let fold = z.min(0.0);
    let unfold = |v: f32| v + if v >= 0.0 { fold } else { -fold };
    let (x, y) = (unfold(x), unfold(y));
    let length = (x * x + y * y + z * z).sqrt();
    [x, y, z].map(|v| (v * max / length).round())
}

fn octahedral_8(element: &mut [u8]) {
    let at = |i: usize| f32::from(element[i] as i8);
    let vector = octahedral(at(0), at(1), at(2), 127.0);
    element.iter_mut().zip(vector).for_each(|(byte, v)| *byte = v as i8 as u8);
}

fn i16_at(element: &[u8], i: usize) -> i16 {
    i16::from_le_bytes([element[i * 2], element[i * 2 + 1]])
}

fn put_i16(element: &mut [u8], i: usize, value: f32) {
    element[i * 2..][..2].copy_from_slice(&(value as i16).to_le_bytes());
}

fn octahedral_16(element: &mut [u8]) {
    let at = |i: usize| f32::from(i16_at(element, i));
    let vector = octahedral(at(0), at(1), at(2), 32767.0);
    vector.into_iter().enumerate().for_each(|(i, v)| put_i16(element, i, v));
}

/// The three smaller components; the fourth follows from the length, which is 1.
fn quaternion(element: &mut [u8]) {
    let flags = i16_at(element, 3);
    let scale = std::f32::consts::FRAC_1_SQRT_2 / f32::from(flags | 3);
    let [x, y, z] = [0, 1, 2].map(|i| f32::from(i16_at(element, i)) * scale);
    let w = (1.0 - x * x - y * y - z * z).max(0.0).sqrt();
    let largest = (flags & 3) as usize;
    for (i, value) in [w, x, y, z].into_iter().enumerate() {
        put_i16(element, (largest + i) & 3, (value * 32767.0).round());
    }
}

/// A whole number of 24 bits times a power of two.
fn exponential(element: &mut [u8]) {
    let [a, b, c, d] = [element[0], element[1], element[2], element[3]];
    let mantissa = i32::from_le_bytes([0, a, b, c]) >> 8;
    let value = mantissa as f32 * f32::from(d as i8).exp2();
    element.copy_from_slice(&value.to_le_bytes());
}

/// Luma, two differences and an alpha whose highest bit tells how many bits the others have; `max` stands for 1.
fn color([luma, orange, green, alpha]: [i32; 4], max: f32) -> [f32; 4] {
    let bits = 31 - alpha.max(1).leading_zeros();
    let one = (2 << bits) - 1;
    let low = alpha & (one >> 1);
    let rgba = [luma + orange - green, luma + green, luma - orange - green, low << 1 | low & 1];
    rgba.map(|v| (v as f32 * (max / one as f32)).round().clamp(0.0, max))
}

fn color_8(element: &mut [u8]) {
    let signed = |i: usize| i32::from(element[i] as i8);
    let rgba = color([element[0].into(), signed(1), signed(2), element[3].into()], 255.0);
    element.iter_mut().zip(rgba).for_each(|(byte, v)| *byte = v as u8);
}

fn color_16(element: &mut [u8]) {
    let signed = |i: usize| i32::from(i16_at(element, i));
    let unsigned = |i: usize| signed(i) & 0xffff;
    let rgba = color([unsigned(0), signed(1), signed(2), unsigned(3)], 65535.0);
    for (bytes, v) in element.chunks_exact_mut(2).zip(rgba) {
        bytes.copy_from_slice(&(v as u16).to_le_bytes());
    }
}
