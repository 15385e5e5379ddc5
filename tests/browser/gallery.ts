// The room with many pictures on its walls, no two alike: what comes last when a hall comes.

import { deflateSync } from "node:zlib";
import { dice } from "../dice";
import { panelOf, roomGltf, type Growing } from "./room";

export const PICTURES = 36;
/** Pixels of a side: more than a small picture has, and few enough that software draws them quickly. */
const SIDE = 128;

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
  const gltf = JSON.parse(roomGltf()) as Growing & { materials: object[] };
  const panel = panelOf(gltf, 0.3);
  const images = Array.from({ length: PICTURES }, (_, at) => {
    const material = gltf.materials.push({ doubleSided: true, pbrMetallicRoughness: { baseColorTexture: { index: at }, metallicFactor: 0 } }) - 1;
    const mesh = gltf.meshes.push({ primitives: [{ ...panel, material }] }) - 1;
    const [column, row, end] = [(at >> 1) % 9, Math.floor((at >> 1) / 9), at & 1 ? 1 : -1];
    gltf.scenes[0]!.nodes.push(gltf.nodes.push({ name: `picture ${at}`, mesh, translation: [-3.2 + 0.8 * column, 0.6 + 0.9 * row, 5.95 * end] }) - 1);
    return { uri: `data:image/png;base64,${png(at + 1).toString("base64")}` };
  });
  return JSON.stringify({ ...gltf, images, textures: images.map((_, source) => ({ source })) });
}
