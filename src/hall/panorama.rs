//! Panoramas of light in Radiance's HDR format (`.hdr`; Ward, Graphics Gems II, 1991).

/// Light from all around: equirectangular, the middle looks along +X as in most engines, rows from the top.
#[derive(Clone, Debug)]
pub struct Panorama {
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// Red, green, blue, and their common exponent plus 128; `4 * width * height` bytes.
    pub rgbe: Vec<u8>,
}

/// Longest side of a panorama, pixels.
const MAX_SIDE: u32 = 8192;

impl Panorama {
    /// Reads a file. The error is in words.
    pub fn parse(bytes: &[u8]) -> Result<Self, &'static str> {
        if !bytes.starts_with(b"#?") {
            return Err("this is not a Radiance HDR file: it does not begin with #?");
        }
        let header_end = find(bytes, b"\n\n").ok_or("the header does not end")?;
        let size_end = header_end + 2 + find(&bytes[header_end + 2..], b"\n").ok_or("there is no size")?;
        let size = core::str::from_utf8(&bytes[header_end + 2..size_end]).map_err(|_| "there is no size")?;
        let mut words = size.split_ascii_whitespace();
        let (Some("-Y"), Some(height), Some("+X"), Some(width)) =
            (words.next(), words.next(), words.next(), words.next())
        else {
            return Err("rows must run from the top, pixels from the left (-Y height +X width)");
        };
        let side = |text: &str| text.parse().ok().filter(|side| (1..=MAX_SIDE).contains(side));
        let (Some(width), Some(height)) = (side(width), side(height)) else {
            return Err("a side must have 1 to 8192 pixels");
        };
        // A packed row has at least two bytes for each 127 pixels of a channel: what is promised must be there.
        let data = &bytes[size_end + 1..];
        if (data.len() as u64) * 64 < u64::from(width) * u64::from(height) * 4 {
            return Err("the file ends too early");
        }
        let mut rows = Rows { data, rgbe: vec![0; 4 * width as usize * height as usize] };
        for y in 0..height as usize {
            rows.row(y * 4 * width as usize, width as usize).ok_or("the file ends too early or is damaged")?;
        }
        Ok(Self { width, height, rgbe: rows.rgbe })
    }
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}

struct Rows<'a> {
    data: &'a [u8],
    rgbe: Vec<u8>,
}

impl Rows<'_> {
    fn take(&mut self, count: usize) -> Option<&[u8]> {
        let (head, rest) = self.data.split_at_checked(count)?;
        self.data = rest;
        Some(head)
    }

    fn row(&mut self, start: usize, width: usize) -> Option<()> {
        let &[a, b, c, d, ..] = self.data else { return None };
        let is_packed =
            a == 2 && b == 2 && usize::from(c) << 8 | usize::from(d) == width && (8..32768).contains(&width);
        if !is_packed {
            let row = self.take(4 * width)?.to_vec();
            self.rgbe[start..start + 4 * width].copy_from_slice(&row);
            return Some(());
        }
        self.take(4)?;
        for channel in 0..4 {
            let mut x = 0;
            while x < width {
                let count = self.take(1)?[0];
                let (count, is_run) =
                    if count > 128 { (usize::from(count) - 128, true) } else { (usize::from(count), false) };
                if count == 0 || x + count > width {
                    return None;
                }
                let run = if is_run { Some(self.take(1)?[0]) } else { None };
                for _ in 0..count {
                    let value = match run {
                        Some(value) => value,
                        None => self.take(1)?[0],
                    };
                    self.rgbe[start + 4 * x + channel] = value;
                    x += 1;
                }
            }
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(size: &str, data: &[u8]) -> Vec<u8> {
        [b"#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n", size.as_bytes(), b"\n", data].concat()
    }

    #[test]
    fn packed_and_plain_rows_say_the_same() {
        let mut packed = vec![2, 2, 0, 8];
        for value in [10, 20, 30, 129] {
            packed.extend([128 + 5, value, 3, value, value, value]);
        }
        let packed = Panorama::parse(&file("-Y 1 +X 8", &packed)).unwrap();
        let plain = Panorama::parse(&file("-Y 1 +X 8", &[10, 20, 30, 129].repeat(8))).unwrap();
        assert_eq!(packed.rgbe, plain.rgbe);
        assert_eq!((packed.width, packed.height), (8, 1));
    }

    #[test]
    fn what_is_no_panorama_is_said() {
        let error = |bytes: &[u8]| Panorama::parse(bytes).unwrap_err();
        assert!(error(b"\x89PNG").contains("#?"));
        assert!(error(&file("-Y 4000 +X 8000", &[0; 64])).contains("ends too early"));
        assert!(error(&file("-Y 9000 +X 8", &[0; 64])).contains("8192"));
        assert!(error(&file("+Y 1 +X 8", &[0; 64])).contains("-Y"));
        assert!(error(&file("-Y 1 +X 8", &[2, 2, 0, 8, 0, 0, 0, 0, 0, 0])).contains("damaged"));
    }
}
