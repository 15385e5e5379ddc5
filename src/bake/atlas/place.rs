//! Where on which page each chart lies: along a skyline, the tallest first.

use glam::UVec2;

use super::PAGE_SIDE;
use super::charts::Chart;

/// How much of a page charts are expected to fill.
const FILL: f32 = 0.8;

/// Places charts; gives the sizes of pages. Patches stay together as far as they can: each page more is a draw more for what is on both.
pub fn place(mut charts: Vec<Chart>) -> (Vec<UVec2>, Vec<Chart>) {
    let mut sizes = Vec::new();
    let mut open: Vec<usize> = (0..charts.len()).collect();
    let page_area = (PAGE_SIDE * PAGE_SIDE) as f32;
    while !open.is_empty() {
        let areas = open.iter().map(|at| charts[*at].size().element_product() as f32);
        let mut sum = 0.0;
        let taken = areas.take_while(|area| {
            sum += area;
            sum <= page_area * FILL
        });
        let taken = taken.count().max(1);
        let mut later = open.split_off(taken);
        open.sort_by_key(|at| {
            let size = charts[*at].size();
            (std::cmp::Reverse(size.y), std::cmp::Reverse(size.x), *at)
        });
        let widest = open.iter().map(|at| charts[*at].size().x).max().unwrap_or(1);
        let total: f32 = open.iter().map(|at| charts[*at].size().element_product() as f32).sum();
        let side = ((total / FILL).sqrt().ceil() as u32).max(widest).next_multiple_of(4).min(PAGE_SIDE);
        let mut skyline = Skyline::new(side);
        let mut left = Vec::new();
        for at in open {
            match skyline.put(charts[at].size()) {
                Some(corner) => {
                    charts[at].page = sizes.len();
                    charts[at].corner = corner;
                }
                None => left.push(at),
            }
        }
        sizes.push(UVec2::new(side, skyline.highest().next_multiple_of(4)));
        left.sort_unstable();
        left.append(&mut later);
        open = left;
    }
    (sizes, charts)
}

/// How high a page is filled, from left to right.
struct Skyline {
    width: u32,
    /// Where each step begins, and how high it is.
    steps: Vec<(u32, u32)>,
}

impl Skyline {
    fn new(width: u32) -> Self {
        Self { width, steps: vec![(0, 0)] }
    }

    fn highest(&self) -> u32 {
        self.steps.iter().map(|(_, y)| *y).max().unwrap_or(0)
    }

    /// Where a box lies lowest, then leftmost; nothing where it would stand out of the page.
    fn put(&mut self, size: UVec2) -> Option<UVec2> {
        let fits = |(x, _): &&(u32, u32)| x + size.x <= self.width;
        let places = self.steps.iter().filter(fits).map(|(x, _)| (self.top(*x, size.x), *x));
        let (y, x) = places.min().filter(|(y, _)| y + size.y <= PAGE_SIDE)?;
        let end = x + size.x;
        let behind = self.steps.iter().rev().find(|(from, _)| *from <= end).map_or(0, |(_, height)| *height);
        self.steps.retain(|(from, _)| *from < x || *from >= end);
        self.steps.push((x, y + size.y));
        if end < self.width && !self.steps.iter().any(|(from, _)| *from == end) {
            self.steps.push((end, behind));
        }
        self.steps.sort_unstable();
        Some(UVec2::new(x, y))
    }

    /// The highest step under a box that begins at `x`.
    fn top(&self, x: u32, width: u32) -> u32 {
        let from = self.steps.partition_point(|(start, _)| *start <= x).saturating_sub(1);
        let under = self.steps[from..].iter().take_while(|(start, _)| *start < x + width);
        under.map(|(_, height)| *height).max().unwrap_or(0)
    }
}
