//! The light of a whole atlas, without grain. A few paths for each texel show where the filter gets by with them; only the others get all.

use core::ops::ControlFlow;

use glam::Vec3;

use crate::atlas::Atlas;
use crate::denoise::{Guide, denoise};
use crate::trace::{Quality, World, light, luminance};
use crate::{Lit, Texel};

/// Light that is less than this, in parts of white, is seen as evenly dark: an error counts as one of that much light.
const DIM: f32 = 0.05;
/// What the first round is told to be of the whole.
const FIRST: f32 = 0.6;

/// The light of an atlas's texels, smoothed: first by [`Quality::paths_min`] for each, then by [`Quality::paths`] where the standard error that the
/// filter leaves is more than [`Quality::tolerance`] of the light; [`Lit::noise`] is what is left of it. `watch` as for [`light`].
pub fn settle(
    world: &World,
    atlas: &Atlas,
    quality: &Quality,
    watch: &(dyn Fn(f32) -> ControlFlow<()> + Sync),
) -> Option<Vec<Lit>> {
    if quality.paths_min >= quality.paths {
        return Some(smoothed(atlas, light(world, atlas.texels(), quality, watch)?));
    }
    let few = Quality { paths: quality.paths_min, ..*quality };
    let mut lit = light(world, atlas.texels(), &few, &|part| watch(FIRST * part))?;
    let unsure = unsure(&smoothed(atlas, lit.clone()), quality.tolerance);
    let texels: Vec<Texel> = unsure.iter().map(|at| atlas.texels()[*at]).collect();
    let more = light(world, &texels, quality, &|part| watch(FIRST + (1.0 - FIRST) * part))?;
    unsure.into_iter().zip(more).for_each(|(at, more)| lit[at] = more);
    Some(smoothed(atlas, lit))
}

/// Numbers of the texels that more paths would make better to look at.
fn unsure(smooth: &[Lit], tolerance: f32) -> Vec<usize> {
    let is_unsure = |lit: &Lit| lit.is_valid && lit.noise > tolerance * luminance(lit.light).max(DIM);
    (0..smooth.len()).filter(|at| is_unsure(&smooth[*at])).collect()
}

/// Without grain, page by page.
fn smoothed(atlas: &Atlas, mut lit: Vec<Lit>) -> Vec<Lit> {
    for (page, size) in atlas.sizes.iter().enumerate() {
        let owners: Vec<Option<usize>> = atlas.page(page).collect();
        let of = |owner: &Option<usize>| owner.filter(|at| lit[*at].is_valid);
        let mut lights: Vec<Vec3> =
            owners.iter().map(|owner| of(owner).map_or(Vec3::ZERO, |at| lit[at].light)).collect();
        let guide = |(owner, chart): (&Option<usize>, Option<u32>)| {
            let (at, chart) = (of(owner)?, chart?);
            let texel = &atlas.texels()[at];
            let (position, normal, size) = (texel.position, texel.normal, texel.size);
            Some(Guide { position, normal, size, chart, noise: lit[at].noise, reach: lit[at].reach })
        };
        let guides: Vec<Option<Guide>> = owners.iter().zip(atlas.charts(page)).map(guide).collect();
        let errors = denoise(size.x as usize, &mut lights, &guides);
        for (((owner, light), guide), error) in owners.iter().zip(lights).zip(&guides).zip(errors) {
            if let (Some(at), Some(_)) = (owner, guide) {
                (lit[*at].light, lit[*at].noise) = (light, error);
            }
        }
    }
    lit
}
