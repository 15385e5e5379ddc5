// Scenes that ask one question: what does a frame cost when very many things stand still? Every node has a mesh of its own.

import { dice } from "../../dice";

const MATERIALS = 50;
/** A double pyramid over nine corners has 18 triangles. */
const CORNERS = 9;
const VERTICES = CORNERS + 2;
const INDICES = 18 * 3;
/** Where the visitor stands and looks from: everything lies in a cone ahead of this. */
export const STRESS_EYE: [number, number, number] = [0, 1.6, 0];

type Vec3 = [number, number, number];

/** A stone with the form that the dice give it, about its own middle, or a slab to stand on. */
function stone(roll: () => number, isSlab: boolean): { positions: Vec3[]; normals: Vec3[] } {
  const height = isSlab ? 0.2 : 0.25 + 0.35 * roll();
  const ring = Array.from({ length: CORNERS }, (_, corner): Vec3 => {
    const angle = (corner / CORNERS) * 2 * Math.PI;
    const radius = isSlab ? 2 : 0.2 + 0.3 * roll();
    return [Math.cos(angle) * radius, isSlab ? 0 : (roll() - 0.5) * 0.1, Math.sin(angle) * radius];
  });
  const positions: Vec3[] = [...ring, [0, isSlab ? 0 : height, 0], [0, -height, 0]];
  const normals = positions.map(([x, y, z]): Vec3 => {
    const length = Math.hypot(x, y, z) || 1;
    return length < 1e-6 ? [0, 1, 0] : [x / length, y / length, z / length];
  });
  if (isSlab) normals[CORNERS] = [0, 1, 0];
  return { positions, normals };
}

function stoneIndices(): number[] {
  const top = CORNERS;
  const bottom = CORNERS + 1;
  return Array.from({ length: CORNERS }, (_, corner) => {
    const next = (corner + 1) % CORNERS;
    return [top, next, corner, bottom, corner, next];
  }).flat();
}

/** A GLB of `count` nodes, all of them different, in 50 materials under one sun, all in view from [`STRESS_EYE`]. */
export function stressGlb(count: number): Buffer {
  const roll = dice(count);
  const positions = new Float32Array(count * VERTICES * 3);
  const normals = new Float32Array(count * VERTICES * 3);
  const indices = new Uint16Array(count * INDICES);
  const accessors: object[] = [];
  const nodes: object[] = [];
  const meshes: object[] = [];
  for (let at = 0; at < count; at++) {
    const isSlab = at === 0;
    const shape = stone(roll, isSlab);
    positions.set(shape.positions.flat(), at * VERTICES * 3);
    normals.set(shape.normals.flat(), at * VERTICES * 3);
    indices.set(stoneIndices(), at * INDICES);
    const bound = (pick: (...numbers: number[]) => number) => [0, 1, 2].map((axis) => Math.fround(pick(...shape.positions.map((p) => p[axis] ?? 0))));
    const vector = { byteOffset: at * VERTICES * 12, componentType: 5126, count: VERTICES, type: "VEC3" };
    accessors.push({ bufferView: 0, ...vector, min: bound(Math.min), max: bound(Math.max) }, { bufferView: 1, ...vector });
    accessors.push({ bufferView: 2, byteOffset: at * INDICES * 2, componentType: 5123, count: INDICES, type: "SCALAR" });
    meshes.push({ primitives: [{ attributes: { POSITION: at * 3, NORMAL: at * 3 + 1 }, indices: at * 3 + 2, material: at % MATERIALS }] });
    const metres = 24 + 36 * roll();
    const place = [metres * 0.4 * (roll() * 2 - 1), STRESS_EYE[1] + metres * 0.4 * (roll() * 2 - 1), -metres];
    nodes.push({ name: `stone-${at}`, mesh: at, translation: isSlab ? [0, 0, 0] : place.map(Math.fround) });
  }
  const colour = () => [0.15 + 0.8 * roll(), 0.15 + 0.8 * roll(), 0.15 + 0.8 * roll(), 1];
  const materials = Array.from({ length: MATERIALS }, (_, at) => ({
    name: `material-${at}`,
    pbrMetallicRoughness: { baseColorFactor: colour(), metallicFactor: at % 5 === 0 ? 0.6 : 0, roughnessFactor: 0.3 + 0.6 * roll() },
  }));
  // Light shines along -Z of its node; this one comes over the visitor's shoulder.
  nodes.push({ name: "sun", rotation: [-0.383, 0.25, 0.1, 0.884], extensions: { KHR_lights_punctual: { light: 0 } } });
  const chunks = [positions, normals, indices].map(({ buffer }) => Buffer.from(buffer));
  let byteOffset = 0;
  const bufferViews = chunks.map((chunk, at) => {
    const view = { buffer: 0, byteOffset, byteLength: chunk.length, target: at === 2 ? 34963 : 34962 };
    byteOffset += chunk.length;
    return view;
  });
  const json = {
    asset: { version: "2.0", generator: "yunzhan bench" },
    extensionsUsed: ["KHR_lights_punctual"],
    extensions: { KHR_lights_punctual: { lights: [{ type: "directional", intensity: 3, color: [1, 1, 1] }] } },
    scene: 0,
    scenes: [{ nodes: nodes.map((_, at) => at) }],
    nodes,
    meshes,
    materials,
    accessors,
    bufferViews,
    buffers: [{ byteLength: byteOffset }],
  };
  return glb(json, Buffer.concat(chunks));
}

function glb(json: object, bin: Buffer): Buffer {
  const pad = (bytes: Buffer, fill: number) => Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4, fill)]);
  const chunk = (kind: number, bytes: Buffer) => {
    const head = Buffer.alloc(8);
    head.writeUInt32LE(bytes.length, 0);
    head.writeUInt32LE(kind, 4);
    return Buffer.concat([head, bytes]);
  };
  const chunks = Buffer.concat([chunk(0x4e4f534a, pad(Buffer.from(JSON.stringify(json)), 0x20)), chunk(0x004e4942, pad(bin, 0))]);
  const head = Buffer.from("676c544602000000", "hex");
  const length = Buffer.alloc(4);
  length.writeUInt32LE(chunks.length + 12, 0);
  return Buffer.concat([head, length, chunks]);
}
