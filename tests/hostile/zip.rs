//! Zips as their files are made up, so that they can lie (APPNOTE 6.3.10).

/// Of a name in UTF-8.
pub const UTF8: u16 = 1 << 11;
pub const ENCRYPTED: u16 = 1;
const STREAMED: u16 = 1 << 3;

/// One file in a zip.
#[derive(Clone)]
pub struct Packed {
    pub name: Vec<u8>,
    /// What the header before the file calls it.
    pub local_name: Option<Vec<u8>>,
    /// As it lies there.
    pub bytes: Vec<u8>,
    pub method: u16,
    pub flags: u16,
    pub sum: u32,
    pub unpacked: u64,
    /// What the header before the file says of that.
    pub local_unpacked: Option<u64>,
    /// Rights and kind, as Unix writes them.
    pub mode: u32,
    pub extra: Vec<u8>,
    /// It lies where this one does.
    pub shares: Option<usize>,
    /// Written without looking back: sum and sizes stand behind it.
    pub is_streamed: bool,
}

impl Packed {
    /// A file as it is.
    pub fn plain(name: &str, bytes: impl Into<Vec<u8>>) -> Self {
        let bytes = bytes.into();
        let mut sum = flate2::Crc::new();
        sum.update(&bytes);
        Self {
            name: name.into(),
            local_name: None,
            unpacked: bytes.len() as u64,
            sum: sum.sum(),
            bytes,
            method: 0,
            flags: UTF8,
            local_unpacked: None,
            mode: 0o100_644,
            extra: Vec::new(),
            shares: None,
            is_streamed: false,
        }
    }

    /// The same by DEFLATE.
    pub fn deflated(name: &str, bytes: &[u8]) -> Self {
        let mut packed = flate2::Compress::new(flate2::Compression::default(), false);
        let mut out = Vec::with_capacity(bytes.len() + 1024);
        packed.compress_vec(bytes, &mut out, flate2::FlushCompress::Finish).unwrap();
        Self { bytes: out, method: 8, ..Self::plain(name, bytes) }
    }

    fn flags(&self) -> u16 {
        if self.is_streamed { self.flags | STREAMED } else { self.flags }
    }

    fn extra_of(&self) -> Vec<u8> {
        let mut extra = self.extra.clone();
        if self.unpacked > 0xffff_fffe {
            extra.extend([1, 0, 8, 0]);
            extra.extend(self.unpacked.to_le_bytes());
        }
        extra
    }

    fn local(&self) -> Vec<u8> {
        let name = self.local_name.as_ref().unwrap_or(&self.name);
        let unpacked = self.local_unpacked.unwrap_or(self.unpacked);
        let extra = self.extra_of();
        let mut header = b"PK\x03\x04\x14\0".to_vec();
        header.extend([self.flags(), self.method, 0, 0x21].map(u16::to_le_bytes).concat());
        let sizes = [self.sum, self.bytes.len() as u32, u32::try_from(unpacked).unwrap_or(u32::MAX)];
        let sizes = sizes.map(u32::to_le_bytes).concat();
        header.extend(if self.is_streamed { vec![0; 12] } else { sizes.clone() });
        header.extend([name.len() as u16, extra.len() as u16].map(u16::to_le_bytes).concat());
        let behind = if self.is_streamed { [b"PK\x07\x08".to_vec(), sizes].concat() } else { Vec::new() };
        [&header[..], name, &extra, &self.bytes, &behind].concat()
    }

    fn listed(&self, at: u32) -> Vec<u8> {
        let extra = self.extra_of();
        let mut header = b"PK\x01\x02\x14\x03\x14\0".to_vec();
        header.extend([self.flags(), self.method, 0, 0x21].map(u16::to_le_bytes).concat());
        let sizes = [self.sum, self.bytes.len() as u32, u32::try_from(self.unpacked).unwrap_or(u32::MAX)];
        header.extend(sizes.map(u32::to_le_bytes).concat());
        header.extend([self.name.len() as u16, extra.len() as u16, 0, 0, 0].map(u16::to_le_bytes).concat());
        header.extend([self.mode << 16, at].map(u32::to_le_bytes).concat());
        [&header[..], &self.name, &extra].concat()
    }
}

/// A zip of these files, which says that there are so many.
pub fn zip_of(files: &[Packed], said: usize) -> Vec<u8> {
    let (mut bytes, mut places) = (Vec::new(), Vec::new());
    for file in files {
        let at = file.shares.map_or(bytes.len() as u32, |other| places[other]);
        places.push(at);
        if file.shares.is_none() {
            bytes.extend(file.local());
        }
    }
    let start = bytes.len() as u32;
    let list: Vec<u8> = files.iter().zip(&places).flat_map(|(file, at)| file.listed(*at)).collect();
    bytes.extend_from_slice(&list);
    bytes.extend(b"PK\x05\x06\0\0\0\0");
    bytes.extend([said as u16, said as u16].map(u16::to_le_bytes).concat());
    bytes.extend([list.len() as u32, start].map(u32::to_le_bytes).concat());
    bytes.extend([0, 0]);
    bytes
}

/// An honest one.
pub fn zip(files: &[Packed]) -> Vec<u8> {
    zip_of(files, files.len())
}
