// The room with many pictures on its walls, no two alike: what comes last when a hall comes.

import { deflateSync } from "node:zlib";
import { roomGltf } from "./room";

export const PICTURES = 36;
/** Pixels of a side: more than a small picture has, and few enough that software draws them quickly. */
const SIDE = 128;

/** Numbers that look random and are the same on every machine (mulberry32). */
function dice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const crcTable = Array.from({ length: 256 }, (_, byte) => Array.from({ length: 8 }).reduce((rest: number) => (rest & 1 ? 0xedb88320 ^ (rest >>> 1) : rest >>> 1), byte));
const crc = (bytes: Buffer) => ~bytes.reduce((rest, byte) => crcTable[(rest ^ byte) & 255]! ^ (rest >>> 8), ~0) >>> 0;

/** A grainy picture in one tone (PNG, eight bits, RGB). */
function png(seed: number): Buffer {
  const roll = dice(seed);
  const tone = [roll(), roll(), roll()].map((value) => 60 + 120 * value);
  const rows = Array.from({ length: SIDE }, () => [0, ...Array.from({ length: SIDE }, () => tone.map((value) => value + 60 * roll())).flat()]);
  const chunk = (name: string, data: Buffer) => {
    const named = Buffer.concat([Buffer.from(name), data]);
    const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    check.writeUInt32BE(crc(named));
    return Buffer.concat([length, named, check]);
  };
  const head = Buffer.from([0, 0, 0, SIDE, 0, 0, 0, SIDE, 8, 2, 0, 0, 0]);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk("IHDR", head), chunk("IDAT", deflateSync(Buffer.from(rows.flat()))), chunk("IEND", Buffer.alloc(0))]);
}

/** Half of them at each end of the room, 0.6 m wide. */
export function galleryGltf(): string {
  interface Gltf {
    meshes: object[];
    materials: object[];
    accessors: object[];
    bufferViews: object[];
    buffers: object[];
    nodes: object[];
    scenes: { nodes: number[] }[];
  }
  const gltf = JSON.parse(roomGltf()) as Gltf;
  const numbers = (values: Float32Array | Uint32Array, accessor: object) => {
    const bytes = Buffer.from(values.buffer);
    gltf.buffers.push({ byteLength: bytes.length, uri: `data:application/octet-stream;base64,${bytes.toString("base64")}` });
    gltf.bufferViews.push({ buffer: gltf.buffers.length - 1, byteLength: bytes.length });
    return gltf.accessors.push({ bufferView: gltf.bufferViews.length - 1, ...accessor }) - 1;
  };
  const POSITION = numbers(Float32Array.of(-0.3, 0, 0, 0.3, 0, 0, 0.3, 0.6, 0, -0.3, 0.6, 0), { componentType: 5126, count: 4, type: "VEC3", min: [-0.3, 0, 0], max: [0.3, 0.6, 0] });
  const TEXCOORD_0 = numbers(Float32Array.of(0, 1, 1, 1, 1, 0, 0, 0), { componentType: 5126, count: 4, type: "VEC2" });
  const indices = numbers(Uint32Array.of(0, 1, 2, 0, 2, 3), { componentType: 5125, count: 6, type: "SCALAR" });
  const images = Array.from({ length: PICTURES }, (_, at) => {
    const material = gltf.materials.push({ doubleSided: true, pbrMetallicRoughness: { baseColorTexture: { index: at }, metallicFactor: 0 } }) - 1;
    const mesh = gltf.meshes.push({ primitives: [{ attributes: { POSITION, TEXCOORD_0 }, indices, material }] }) - 1;
    const [column, row, end] = [(at >> 1) % 9, Math.floor((at >> 1) / 9), at & 1 ? 1 : -1];
    gltf.scenes[0]!.nodes.push(gltf.nodes.push({ name: `picture ${at}`, mesh, translation: [-3.2 + 0.8 * column, 0.6 + 0.9 * row, 5.95 * end] }) - 1);
    return { uri: `data:image/png;base64,${png(at + 1).toString("base64")}` };
  });
  return JSON.stringify({ ...gltf, images, textures: images.map((_, source) => ({ source })) });
}
