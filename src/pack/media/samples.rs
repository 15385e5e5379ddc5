//! The index of a track: which bytes of the file are its samples, and when they are shown (ISO/IEC 14496-12 §8.6, §8.7).
//! All of it must point into the file's own media; a file that is believed here can be moved about.

use std::ops::Range;
use std::slice::ChunksExact;

use super::boxes::{Part, be32, be64, rows};
use super::wrong::{Wrong, both};

/// Samples of a track: more than ten hours at a hundred a second.
const SAMPLES_MAX: u64 = 4_000_000;

/// What an index adds up to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// How many there are.
    pub samples: u64,
    /// Of all of them, bytes.
    pub bytes: u64,
    /// In units of the track's own clock.
    pub duration: u64,
}

/// Adds up the index in `stbl`; every sample must lie in one of `media`, which are in the order of the file.
pub fn sums(stbl: &Part<'_>, media: &[Range<usize>]) -> Result<Sums, Wrong> {
    let sizes = Sizes::of(stbl)?;
    if sizes.count() > SAMPLES_MAX {
        return Err(lie(both(
            format!("索引称有 {} 个样本，上限为 {SAMPLES_MAX}", sizes.count()),
            format!("its index tells of {} samples, the limit is {SAMPLES_MAX}", sizes.count()),
        )));
    }
    let offsets = offsets(stbl)?;
    let runs = stbl.find(b"stsc")?.ok_or_else(missing)?;
    let runs: Vec<(u64, u64)> = few(rows(&runs, 12))?
        .map(|row| (u64::from(be32(row, 0).unwrap_or(0)), u64::from(be32(row, 4).unwrap_or(0))))
        .collect();
    let (mut run, mut sample, mut bytes) = (0, 0_u64, 0_u64);
    for (chunk, offset) in (1_u64..).zip(offsets) {
        while runs.get(run + 1).is_some_and(|(first, _)| *first <= chunk) {
            run += 1;
        }
        let (_, many) = *runs.get(run).filter(|(first, _)| *first <= chunk).ok_or_else(short)?;
        let next = sample.checked_add(many).filter(|next| *next <= sizes.count()).ok_or_else(sum)?;
        let length = sizes.between(sample..next).ok_or_else(short)?;
        let end = offset.checked_add(length).ok_or_else(outside)?;
        let is_inside = |media: &Range<usize>| media.start as u64 <= offset && end <= media.end as u64;
        // The last that begins before it; the list is short, and in order.
        let last = media.partition_point(|media| media.start as u64 <= offset).checked_sub(1);
        if !last.is_some_and(|at| is_inside(&media[at])) {
            return Err(outside());
        }
        (sample, bytes) = (next, bytes.saturating_add(length));
    }
    if sample != sizes.count() {
        return Err(sum());
    }
    Ok(Sums { samples: sample, bytes, duration: duration(stbl)? })
}

/// How long the samples are.
enum Sizes<'a> {
    Equal(u64, u64),
    Each(&'a [u8]),
}

impl<'a> Sizes<'a> {
    fn of(stbl: &Part<'a>) -> Result<Self, Wrong> {
        let Some(table) = stbl.find(b"stsz")? else { return Err(missing()) };
        let (equal, count) = (be32(table.body, 4), be32(table.body, 8));
        let (equal, count) = equal.zip(count).ok_or_else(short)?;
        if equal > 0 {
            return Ok(Self::Equal(u64::from(equal), u64::from(count)));
        }
        let length = (count as usize).checked_mul(4).and_then(|length| length.checked_add(12));
        Ok(Self::Each(length.and_then(|end| table.body.get(12..end)).ok_or_else(short)?))
    }

    fn count(&self) -> u64 {
        match self {
            Self::Equal(_, count) => *count,
            Self::Each(table) => (table.len() / 4) as u64,
        }
    }

    /// Of a range of samples together, bytes.
    fn between(&self, samples: Range<u64>) -> Option<u64> {
        match self {
            Self::Equal(size, _) => size.checked_mul(samples.end - samples.start),
            Self::Each(table) => {
                let table = table.get(samples.start as usize * 4..samples.end as usize * 4)?;
                Some(table.chunks_exact(4).filter_map(|row| be32(row, 0)).map(u64::from).sum())
            }
        }
    }
}

/// Where the chunks begin, from the start of the file.
fn offsets(stbl: &Part<'_>) -> Result<Vec<u64>, Wrong> {
    if let Some(table) = stbl.find(b"stco")? {
        return Ok(few(rows(&table, 4))?.filter_map(|row| be32(row, 0)).map(u64::from).collect());
    }
    let table = stbl.find(b"co64")?.ok_or_else(missing)?;
    Ok(few(rows(&table, 8))?.filter_map(|row| be64(row, 0)).collect())
}

/// A table that is short enough to be kept.
fn few(rows: Option<ChunksExact<'_, u8>>) -> Result<ChunksExact<'_, u8>, Wrong> {
    rows.filter(|rows| rows.len() as u64 <= SAMPLES_MAX).ok_or_else(short)
}

fn duration(stbl: &Part<'_>) -> Result<u64, Wrong> {
    let table = stbl.find(b"stts")?.ok_or_else(missing)?;
    let mut total = 0_u64;
    for row in rows(&table, 8).ok_or_else(short)? {
        let (count, delta) = (be32(row, 0).unwrap_or(0), be32(row, 4).unwrap_or(0));
        total = total.checked_add(u64::from(count) * u64::from(delta)).ok_or_else(sum)?;
    }
    Ok(total)
}

fn lie(what: hall::Words) -> Wrong {
    Wrong::damaged(what)
}

fn missing() -> Wrong {
    lie(both("缺少样本索引", "it has no index of its samples"))
}

fn short() -> Wrong {
    lie(both("样本索引比它自称的短", "the index of its samples is shorter than it says"))
}

fn sum() -> Wrong {
    lie(both("样本索引前后不一致", "the index of its samples does not add up"))
}

fn outside() -> Wrong {
    lie(both("样本索引指向文件的媒体数据之外", "the index points outside the media in the file"))
}
