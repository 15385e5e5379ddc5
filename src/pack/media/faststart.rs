//! An MP4 whose index stands before its media, so that it plays while it comes, and without what nobody plays:
//! places, names of devices, covers.

use bytes::Bytes;

use super::boxes::{self, Part, be32, be64};
use super::movie::Movie;
use super::wrong::{Wrong, both};

/// What is left out of the index: metadata (places among it), room for more, and what only editors read.
const DROPPED: [&[u8; 4]; 6] = [b"udta", b"meta", b"uuid", b"free", b"skip", b"wide"];

/// The film with its type, its index and its media in this order, and nothing else.
///
/// # Errors
/// When an offset no longer fits.
pub fn web_ready(bytes: &Bytes, movie: &Movie<'_>) -> Result<Bytes, Wrong> {
    let mut index = kept(&movie.index, true)?;
    let begin = movie.brands.length + index.len();
    let mut moves = Vec::with_capacity(movie.media.len());
    let mut at = begin;
    for media in &movie.media {
        moves.push(Move { old: media.start as u64, end: (media.start + media.length) as u64, new: at as u64 });
        at += media.length;
    }
    shift(&mut index, &moves)?;
    let mut made = Vec::with_capacity(at);
    made.extend_from_slice(&bytes[..movie.brands.length]);
    made.extend_from_slice(&index);
    for media in &movie.media {
        made.extend_from_slice(&bytes[media.start..media.start + media.length]);
    }
    Ok(made.into())
}

/// Where a box of media was, and where it is now.
struct Move {
    old: u64,
    end: u64,
    new: u64,
}

fn is_kept(part: &Part<'_>) -> bool {
    !DROPPED.contains(&&part.kind)
}

/// A box without what is dropped in it, and in its tracks, if it may have any.
fn kept(part: &Part<'_>, has_tracks: bool) -> Result<Vec<u8>, Wrong> {
    let mut made = vec![0; 8];
    for inner in part.parts(0) {
        let inner = inner?;
        match &inner.kind {
            b"trak" if has_tracks => made.extend(kept(&inner, false)?),
            _ if is_kept(&inner) => made.extend(whole(&inner)?),
            _ => {}
        }
    }
    head(&mut made, part.kind)?;
    Ok(made)
}

/// A box as it was, its length in 32 bits.
fn whole(part: &Part<'_>) -> Result<Vec<u8>, Wrong> {
    let mut made = vec![0; 8];
    made.extend_from_slice(part.body);
    head(&mut made, part.kind)?;
    Ok(made)
}

fn head(made: &mut [u8], kind: [u8; 4]) -> Result<(), Wrong> {
    let length = u32::try_from(made.len()).map_err(|_| too_far())?;
    made[..4].copy_from_slice(&length.to_be_bytes());
    made[4..8].copy_from_slice(&kind);
    Ok(())
}

/// Lets every offset in an index point to where its chunk is now.
fn shift(index: &mut [u8], moves: &[Move]) -> Result<(), Wrong> {
    for (at, width) in tables(index)? {
        let count = be32(index, at + 4).unwrap_or(0) as usize;
        for row in (0..count).map(|row| at + 8 + row * width) {
            let old = if width == 4 { be32(index, row).map(u64::from) } else { be64(index, row) };
            let old = old.ok_or_else(too_far)?;
            // As samples.rs has made sure of.
            let last = moves.partition_point(|to| to.old <= old).checked_sub(1);
            let found = last.map(|at| &moves[at]).filter(|to| old <= to.end).ok_or_else(too_far)?;
            let new = (old - found.old).checked_add(found.new).ok_or_else(too_far)?;
            match width {
                4 => {
                    let new = u32::try_from(new).map_err(|_| too_far())?;
                    index[row..row + 4].copy_from_slice(&new.to_be_bytes());
                }
                _ => index[row..row + 8].copy_from_slice(&new.to_be_bytes()),
            }
        }
    }
    Ok(())
}

/// Where the bodies of all tables of offsets begin, and how wide a row is.
fn tables(index: &[u8]) -> Result<Vec<(usize, usize)>, Wrong> {
    let mut found = Vec::new();
    for part in boxes::file(index) {
        for track in part?.parts(0) {
            let track = track?;
            if track.kind != *b"trak" {
                continue;
            }
            let Some(table) = track.at_path(&[b"mdia", b"minf", b"stbl"])? else { continue };
            for (kind, width) in [(b"stco", 4), (b"co64", 8)] {
                found.extend(table.find(kind)?.map(|part| (part.start + part.length - part.body.len(), width)));
            }
        }
    }
    Ok(found)
}

fn too_far() -> Wrong {
    Wrong::damaged(both("索引中的位置超出范围", "an offset in its index is out of range"))
}
