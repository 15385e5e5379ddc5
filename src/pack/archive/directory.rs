//! The list of files at the end of a zip, checked against what stands before each file.

use std::collections::BTreeMap;

use rawzip::{CompressionMethod, FileReader, ZipArchive, ZipFileHeaderRecord};

use super::error::{ArchiveError, Lie};
use super::name::{self, Name};
use super::{ArchiveLimits, Entry};

/// What DEFLATE gives at most for a byte, and for the last few bits (RFC 1951: 258 bytes for two bits).
const RATIO_MAX: u64 = 1032;
const RATIO_FREE_BYTES: u64 = 1032;

/// A local header has a name and extra fields of so many bytes at most.
const LOCAL_BYTES: usize = 2 * u16::MAX as usize;

/// Kinds of files, as Unix knows them.
const KIND: u32 = 0o170_000;
const KINDS_TAKEN: [u32; 3] = [0, 0o100_000, 0o040_000];

/// Every file of a zip, by its name.
pub fn read(
    zip: &ZipArchive<FileReader>,
    size_bytes: u64,
    buffer: &mut [u8],
    limits: &ArchiveLimits,
) -> Result<BTreeMap<String, Entry>, ArchiveError> {
    let broken = |error: rawzip::Error| ArchiveError::Damaged { name: String::new(), why: error.to_string() };
    let mut has_old_letters = false;
    let mut records = zip.entries(buffer);
    while let Some(record) = records.next_entry().map_err(broken)? {
        has_old_letters |= name::is_old(&record);
    }
    let mut reading = Reading::new(zip, size_bytes, limits);
    let mut records = zip.entries(buffer);
    while let Some(record) = records.next_entry().map_err(broken)? {
        reading.listed += 1;
        match name::read(&record, has_old_letters, limits.name_bytes)? {
            Name::Junk => {}
            Name::Folder(_) => reading.count()?,
            Name::File(name) => reading.add(name, &record)?,
        }
    }
    if reading.listed != zip.entries_hint() {
        return Err(ArchiveError::Lie { name: String::new(), what: Lie::Count });
    }
    reading.ensure_apart()?;
    Ok(reading.entries)
}

struct Reading<'a> {
    zip: &'a ZipArchive<FileReader>,
    limits: &'a ArchiveLimits,
    size_bytes: u64,
    local: Vec<u8>,
    entries: BTreeMap<String, Entry>,
    /// Where each file lies, header and all, and its name.
    ranges: Vec<(u64, u64, String)>,
    listed: u64,
    counted: usize,
    unpacked_bytes: u64,
}

impl<'a> Reading<'a> {
    fn new(zip: &'a ZipArchive<FileReader>, size_bytes: u64, limits: &'a ArchiveLimits) -> Self {
        Self {
            zip,
            limits,
            size_bytes,
            local: vec![0; LOCAL_BYTES],
            entries: BTreeMap::new(),
            ranges: Vec::new(),
            listed: 0,
            counted: 0,
            unpacked_bytes: 0,
        }
    }

    fn count(&mut self) -> Result<(), ArchiveError> {
        self.counted += 1;
        let limit = self.limits.entries;
        if self.counted > limit { Err(ArchiveError::TooMany { limit }) } else { Ok(()) }
    }

    fn add(&mut self, name: String, record: &ZipFileHeaderRecord<'_>) -> Result<(), ArchiveError> {
        self.count()?;
        if record.flags().is_encrypted() || record.flags().has_strong_encryption() || record.flags().is_masked() {
            return Err(ArchiveError::Encrypted { name });
        }
        if !KINDS_TAKEN.contains(&(record.mode().value() & KIND)) {
            return Err(ArchiveError::Link { name });
        }
        let method = record.compression_method();
        let (packed, unpacked) = (record.compressed_size_hint(), record.uncompressed_size_hint());
        let is_possible = match method {
            CompressionMethod::STORE => packed == unpacked,
            CompressionMethod::DEFLATE => unpacked <= packed.saturating_mul(RATIO_MAX).saturating_add(RATIO_FREE_BYTES),
            _ => return Err(ArchiveError::Method { name, method: method.as_u16() }),
        };
        self.unpacked_bytes = self.unpacked_bytes.saturating_add(unpacked);
        if self.unpacked_bytes > self.limits.unpacked_bytes {
            return Err(ArchiveError::UnpacksTooLarge { name, limit: self.limits.unpacked_bytes });
        }
        if !is_possible {
            return Err(ArchiveError::Lie { name, what: Lie::Size });
        }
        self.compare(&name, record)?;
        let entry = Entry { place: record.wayfinder(), method };
        if self.entries.insert(name.clone(), entry).is_some() {
            return Err(ArchiveError::Twice { name });
        }
        Ok(())
    }

    /// What stands before the file must say the same as the list.
    fn compare(&mut self, name: &str, record: &ZipFileHeaderRecord<'_>) -> Result<(), ArchiveError> {
        let lie = |what| ArchiveError::Lie { name: name.into(), what };
        let entry = self.zip.get_entry(record.wayfinder()).map_err(|_| lie(Lie::Place))?;
        let local = entry.local_header(&mut self.local).map_err(|_| lie(Lie::Place))?;
        let (_, end) = entry.compressed_data_range();
        if end > self.size_bytes {
            return Err(lie(Lie::Place));
        }
        self.ranges.push((record.local_header_offset(), end, name.to_owned()));
        if local.file_path().as_bytes() != record.file_path().as_bytes() {
            return Err(lie(Lie::Name));
        }
        if local.compression_method() != record.compression_method() || local.flags().is_encrypted() {
            return Err(lie(Lie::Method));
        }
        let said = [local.compressed_size_hint(), local.uncompressed_size_hint()];
        let listed = [record.compressed_size_hint(), record.uncompressed_size_hint()];
        // Whoever wrote without looking back said so behind the file, and nothing before it.
        let is_open = record.flags().has_data_descriptor() && said.iter().all(|size| matches!(*size, 0 | 0xffff_ffff));
        if !is_open && said != listed {
            return Err(lie(Lie::Size));
        }
        Ok(())
    }

    /// No two files share bytes: that is how a small zip becomes petabytes.
    fn ensure_apart(&mut self) -> Result<(), ArchiveError> {
        self.ranges.sort();
        let shared = self.ranges.windows(2).find(|pair| pair[0].1 > pair[1].0);
        match shared {
            Some(pair) => Err(ArchiveError::Lie { name: pair[1].2.clone(), what: Lie::Shared }),
            None => Ok(()),
        }
    }
}
