//! What light meets.

use glam::{Affine3A, Vec2, Vec3, Vec4};
use hall::{Aabb, ImageId, Material, Node, Pose, Primitive, Scene, Topology};

use super::emitters::Emitters;
use super::lamps::Lamp;
use super::luminance;
use super::pictures::{Picture, Pictures};
use super::sky::{Sky, SkyTable};
use super::surface::{Finish, Kind, Meeting};
use super::tree::{Line, Tree};

/// What light meets: triangles that don't move, with their materials, lamps, what shines, and the sky.
///
/// A triangle takes about 200 bytes, its corners 96; [`hall::Limits`] says how many a scene may place.
pub struct World {
    pub(crate) tree: Tree,
    /// One for each slot of the tree.
    facets: Vec<Facet>,
    /// Of all vertices: both sets of coordinates, and the colour.
    uvs: Vec<[Vec2; 2]>,
    colors: Vec<Vec4>,
    finishes: Vec<Finish>,
    pictures: Pictures,
    pub(crate) lamps: Vec<Lamp>,
    /// What the lamps were made of.
    lights: Vec<hall::Light>,
    pub(crate) emitters: Emitters,
    pub(crate) sky: SkyTable,
    /// Part of the sky's light that gets to surfaces; drawing directions to the sky is worth that much.
    pub(crate) sky_part: f32,
    /// How far rays start off a surface, metres: beyond what rounding moves it.
    pub(crate) lift: f32,
}

#[derive(Clone, Copy, Debug)]
struct Facet {
    finish: u32,
    corners: [u32; 3],
}

/// What a ray meets first.
#[derive(Clone, Copy, Debug)]
pub struct Seen {
    /// Metres.
    pub distance: f32,
    /// World space, metres.
    pub position: Vec3,
    /// Of the triangle, of unit length; towards where the ray comes from.
    pub face: Vec3,
    /// The part of light that is scattered back.
    pub albedo: Vec3,
    /// Radiance of its own.
    pub emitted: Vec3,
    /// Whether it is the back of something that has only a front.
    pub is_back: bool,
}

/// Where a ray ends.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hit {
    pub distance: f32,
    pub slot: usize,
    pub position: Vec3,
    /// Towards where the ray comes from.
    pub face: Vec3,
    pub is_back: bool,
}

impl World {
    /// `pose` says where things are and which are shown. `picture` gives decoded pixels of an image of the scene, when there are some; without,
    /// factors alone count. What an animation moves, what bones bend and what is not made of triangles is left out.
    pub fn new(scene: &Scene, pose: &Pose, picture: &dyn Fn(ImageId) -> Option<Picture>, sky: Sky) -> Self {
        let mut pictures = Pictures::default();
        let default = Material::default();
        let mut materials: Vec<&Material> = scene.materials.iter().chain([&default]).collect();
        for (id, material) in &pose.materials {
            materials[id.index()] = material;
        }
        let finishes: Vec<Finish> =
            materials.into_iter().map(|material| Finish::new(scene, material, &mut pictures, picture)).collect();
        let mut soup = Soup::default();
        let moving = scene.moving_nodes();
        for (i, node) in scene.nodes.iter().enumerate() {
            let Some(mesh) = node.mesh.filter(|_| pose.is_shown[i] && !moving[i] && node.skin.is_none()) else {
                continue;
            };
            for primitive in &scene.meshes[mesh.index()].primitives {
                let finish = primitive.material.map_or(scene.materials.len(), |material| material.index());
                soup.add(node, primitive, &pose.world_from_node[i], &pose.morph_weights[i], finish as u32);
            }
        }
        let bounds = Aabb::around(soup.triangles.iter().flatten().copied());
        let (tree, order) = Tree::new(&soup.triangles);
        let facets = order.iter().map(|i| soup.facets[*i as usize]).collect();
        let reach = if bounds.is_empty() { 0.0 } else { bounds.min.abs().max(bounds.max.abs()).max_element() };
        let diagonal = if bounds.is_empty() { 1.0 } else { bounds.size().length() };
        let (lamps, lights) = Lamp::all(scene, pose, diagonal).into_iter().unzip();
        let mut world = Self {
            tree,
            facets,
            uvs: soup.uvs,
            colors: soup.colors,
            finishes,
            pictures,
            lamps,
            lights,
            emitters: Emitters::default(),
            sky: SkyTable::new(sky),
            sky_part: 0.0,
            lift: 1e-4 + reach * 4.0 * f32::EPSILON,
        };
        world.emitters = world.find_emitters();
        world.sky_part = super::path::sky_part(&world);
        world
    }

    /// Leaves the direct light of some lamps to the renderer: what of it bounces is computed all the same.
    pub fn leave_direct(&mut self, is_left: &dyn Fn(&hall::Light) -> bool) {
        for (lamp, light) in self.lamps.iter_mut().zip(&self.lights) {
            lamp.is_direct = !is_left(light);
        }
    }

    /// How many triangles there are.
    pub fn triangle_count(&self) -> usize {
        self.facets.len()
    }

    /// What is seen from a point in a direction of unit length; glass counts as what it scatters.
    pub fn look(&self, origin: Vec3, direction: Vec3) -> Option<Seen> {
        let hit = self.hit(&Line::new(origin, direction))?;
        let Meeting { albedo, emitted, .. } = self.meet(&hit, direction);
        let Hit { distance, position, face, is_back, .. } = hit;
        Some(Seen { distance, position, face, albedo, emitted, is_back })
    }

    /// The first thing on a line that is not cut out by its alpha.
    pub(crate) fn hit(&self, line: &Line) -> Option<Hit> {
        let is_there = |slot: usize, distance: f32| match self.finish(slot).kind {
            Kind::Masked(cutoff) => self.alpha(slot, line.at(distance)) >= cutoff,
            _ => true,
        };
        let (distance, slot) = self.tree.nearest(line, is_there)?;
        let front = self.tree.area_normal(slot).normalize();
        let is_from_behind = front.dot(line.direction) > 0.0;
        Some(Hit {
            distance,
            slot,
            position: line.at(distance),
            face: if is_from_behind { -front } else { front },
            is_back: is_from_behind && !self.finish(slot).is_double_sided,
        })
    }

    /// The part of light that passes along a line; `None` when nothing does.
    pub(crate) fn passing(&self, line: &Line) -> Option<Vec3> {
        let mut passing = Vec3::ONE;
        let is_open = self.tree.is_open(line, |slot, distance| {
            let finish = self.finish(slot);
            // A sky that somebody has painted around a hall keeps the sun out no more than it does when the hall is drawn.
            if line.is_to_lamp && finish.is_unlit {
                return false;
            }
            let is_front = || self.tree.area_normal(slot).dot(line.direction) <= 0.0;
            if distance > line.shell && (finish.is_double_sided || is_front()) {
                return false;
            }
            match finish.kind {
                Kind::Solid => true,
                Kind::Masked(cutoff) => self.alpha(slot, line.at(distance)) >= cutoff,
                Kind::Clear => {
                    if finish.is_double_sided || is_front() {
                        let (uvs, color) = self.attributes(slot, line.at(distance));
                        let cosine = self.tree.area_normal(slot).normalize().dot(line.direction);
                        passing *= finish.meet(&self.pictures, uvs, color, cosine).clear;
                    }
                    passing.max_element() < 1e-4
                }
            }
        });
        is_open.then_some(passing)
    }

    pub(crate) fn finish(&self, slot: usize) -> &Finish {
        &self.finishes[self.facets[slot].finish as usize]
    }

    pub(crate) fn meet(&self, hit: &Hit, direction: Vec3) -> Meeting {
        let (uvs, color) = self.attributes(hit.slot, hit.position);
        self.finish(hit.slot).meet(&self.pictures, uvs, color, hit.face.dot(direction))
    }

    /// Radiance that a point of a triangle gives by itself.
    pub(crate) fn emitted(&self, slot: usize, point: Vec3) -> Vec3 {
        let (uvs, color) = self.attributes(slot, point);
        self.finish(slot).emitted(&self.pictures, uvs, color)
    }

    fn alpha(&self, slot: usize, point: Vec3) -> f32 {
        let (uvs, color) = self.attributes(slot, point);
        self.finish(slot).alpha(&self.pictures, uvs, color)
    }

    fn attributes(&self, slot: usize, point: Vec3) -> ([Vec2; 2], Vec4) {
        let weights = self.tree.weights(slot, point);
        let [a, b, c] = self.facets[slot].corners.map(|corner| corner as usize);
        let uv =
            |set: usize| self.uvs[a][set] * weights.x + self.uvs[b][set] * weights.y + self.uvs[c][set] * weights.z;
        let color = self.colors[a] * weights.x + self.colors[b] * weights.y + self.colors[c] * weights.z;
        ([uv(0), uv(1)], color.clamp(Vec4::ZERO, Vec4::ONE))
    }

    /// Glass that shines is found by the paths that meet it.
    fn find_emitters(&self) -> Emitters {
        const LOOKS: usize = 4;
        let shine = |slot: usize| {
            let finish = self.finish(slot);
            if !finish.shines() || finish.kind == Kind::Clear {
                return 0.0;
            }
            let looks = (0..LOOKS * LOOKS).map(|i| {
                let at = Vec2::new((i % LOOKS) as f32 + 0.5, (i / LOOKS) as f32 + 0.5) / LOOKS as f32;
                luminance(self.emitted(slot, super::emitters::point_in(self.tree.corners(slot), at)))
            });
            looks.sum::<f32>() / (LOOKS * LOOKS) as f32
        };
        let shine = (0..self.facets.len()).map(shine).collect();
        Emitters::new(shine, |slot| 0.5 * self.tree.area_normal(slot).length())
    }
}

/// Triangles as they are gathered.
#[derive(Default)]
struct Soup {
    triangles: Vec<[Vec3; 3]>,
    facets: Vec<Facet>,
    uvs: Vec<[Vec2; 2]>,
    colors: Vec<Vec4>,
}

impl Soup {
    fn add(&mut self, node: &Node, p: &Primitive, world_from_node: &Affine3A, weights: &[f32], finish: u32) {
        if p.topology != Topology::Triangles {
            return;
        }
        let weights = if weights.is_empty() { &node.morph_weights } else { weights };
        let first = self.uvs.len() as u32;
        let place = |i: usize| {
            let morphs = p.morph_targets.iter().zip(weights);
            let moved = morphs.filter_map(|(target, weight)| Some(*target.positions.get(i)? * *weight)).sum::<Vec3>();
            world_from_node.transform_point3(p.positions[i] + moved)
        };
        let positions: Vec<Vec3> = (0..p.positions.len()).map(place).collect();
        for i in 0..positions.len() {
            let uv = |set: usize| p.uvs[set].get(i).copied().unwrap_or_default();
            self.uvs.push([uv(0), uv(1)]);
            self.colors.push(p.colors.get(i).copied().unwrap_or(Vec4::ONE));
        }
        // A mirrored node turns the winding, but not what is the front.
        let is_mirrored = world_from_node.matrix3.determinant() < 0.0;
        for &[a, b, c] in p.indices.as_chunks().0 {
            let corners = if is_mirrored { [a, c, b] } else { [a, b, c] };
            let triangle = corners.map(|corner| positions[corner as usize]);
            let area = (triangle[1] - triangle[0]).cross(triangle[2] - triangle[0]).length();
            // What is not a number has no area either.
            if area > 1e-12 && area.is_finite() {
                self.triangles.push(triangle);
                self.facets.push(Facet { finish, corners: corners.map(|corner| corner + first) });
            }
        }
    }
}
