// A room as simple as can be: 8 m × 12 m, 3 m high, with one block in it and two exhibits. What is written here is known exactly,
// so specs can say where a wall stops a visitor.

/** Half of its width and of its length, metres; the walls' inner sides are at these. */
export const ROOM = { halfWidthM: 4, halfLengthM: 6, heightM: 3, spawn: { x: 0, z: 4 } };

interface Box {
  name: string;
  min: [number, number, number];
  max: [number, number, number];
  colour: [number, number, number];
}

const { halfWidthM: w, halfLengthM: l, heightM: h } = ROOM;
const BOXES: Box[] = [
  { name: "floor", min: [-w, -0.2, -l], max: [w, 0, l], colour: [0.42, 0.36, 0.3] },
  { name: "ceiling", min: [-w, h, -l], max: [w, h + 0.2, l], colour: [0.8, 0.8, 0.78] },
  { name: "west", min: [-w - 0.2, 0, -l], max: [-w, h, l], colour: [0.55, 0.62, 0.66] },
  { name: "east", min: [w, 0, -l], max: [w + 0.2, h, l], colour: [0.66, 0.58, 0.5] },
  { name: "north", min: [-w, 0, -l - 0.2], max: [w, h, -l], colour: [0.75, 0.7, 0.6] },
  { name: "south", min: [-w, 0, l], max: [w, h, l + 0.2], colour: [0.6, 0.6, 0.6] },
  { name: "block", min: [-2.4, 0, -1.4], max: [-1.6, 1.1, -0.6], colour: [0.7, 0.25, 0.18] },
  { name: "pillar", min: [1.6, 0, -1.4], max: [2.4, 1.1, -0.6], colour: [0.15, 0.35, 0.5] },
];

/** The eight corners give six faces of four vertices each, so that every face has its own flat normal. */
function faces({ min, max }: Box): { positions: number[]; indices: number[] } {
  const positions: number[] = [];
  const indices: number[] = [];
  for (let axis = 0; axis < 3; axis++) {
    for (const side of [0, 1]) {
      const first = positions.length / 3;
      const [u, v] = [(axis + 1) % 3, (axis + 2) % 3] as [number, number];
      for (const [a, b] of [[0, 0], [1, 0], [1, 1], [0, 1]] as const) {
        const corner = [0, 0, 0];
        corner[axis] = (side ? max : min)[axis]!;
        corner[u] = (a ? max : min)[u]!;
        corner[v] = (b ? max : min)[v]!;
        positions.push(...corner);
      }
      const quad = side ? [0, 1, 2, 0, 2, 3] : [0, 2, 1, 0, 3, 2];
      indices.push(...quad.map((index) => first + index));
    }
  }
  return { positions, indices };
}

/** A waving grid as glTF that requires Draco. */
export function packedGltf(drc: Buffer): string {
  const uri = `data:application/octet-stream;base64,${drc.toString("base64")}`;
  const draco = { bufferView: 0, attributes: { POSITION: 0, NORMAL: 1 } };
  const accessor = (type: string, count: number, componentType = 5126) => ({ componentType, type, count });
  return JSON.stringify({
    asset: { version: "2.0" },
    extensionsUsed: ["KHR_draco_mesh_compression"],
    extensionsRequired: ["KHR_draco_mesh_compression"],
    scene: 0,
    scenes: [{ nodes: [0] }],
    nodes: [{ mesh: 0, rotation: [-Math.SQRT1_2, 0, 0, Math.SQRT1_2] }],
    meshes: [{ primitives: [{ attributes: { POSITION: 0, NORMAL: 1 }, indices: 2, extensions: { KHR_draco_mesh_compression: draco } }] }],
    accessors: [accessor("VEC3", 81), accessor("VEC3", 81), accessor("SCALAR", 384, 5123)],
    bufferViews: [{ buffer: 0, byteOffset: 0, byteLength: drc.length }],
    buffers: [{ byteLength: drc.length, uri }],
  });
}

/** The room as glTF without normals, which are the viewer's to make; in one file, unless its geometry is said to lie beside it. */
export function roomGltf(bufferFile?: string): string {
  const chunks: Buffer[] = [];
  const bufferViews: object[] = [];
  const accessors: object[] = [];
  let offset = 0;
  const view = (bytes: Buffer): number => {
    bufferViews.push({ buffer: 0, byteOffset: offset, byteLength: bytes.length });
    chunks.push(bytes);
    offset += bytes.length;
    return bufferViews.length - 1;
  };
  const meshes = BOXES.map((box, material) => {
    const { positions, indices } = faces(box);
    accessors.push({ bufferView: view(Buffer.from(Float32Array.from(positions).buffer)), componentType: 5126, count: 24, type: "VEC3", min: box.min, max: box.max });
    accessors.push({ bufferView: view(Buffer.from(Uint32Array.from(indices).buffer)), componentType: 5125, count: 36, type: "SCALAR" });
    return { primitives: [{ attributes: { POSITION: accessors.length - 2 }, indices: accessors.length - 1, material }] };
  });
  const materials = BOXES.map(({ colour }) => ({ pbrMetallicRoughness: { baseColorFactor: [...colour, 1], metallicFactor: 0, roughnessFactor: 0.7 } }));
  const buffer = Buffer.concat(chunks);
  return JSON.stringify({
    asset: { version: "2.0" },
    scene: 0,
    scenes: [{ nodes: BOXES.map((_, index) => index) }],
    nodes: BOXES.map(({ name }, mesh) => ({ name, mesh })),
    meshes,
    materials,
    accessors,
    bufferViews,
    buffers: [{ byteLength: buffer.length, uri: bufferFile ?? `data:application/octet-stream;base64,${buffer.toString("base64")}` }],
  });
}

/** The room as one GLB, in which a picture (JPEG) on the floor lies behind all else: of its colours, or of bumps without the tangents that they need. */
export function picturedRoom(picture: Buffer, shows: "colours" | "bumps" = "colours"): Buffer {
  interface Parts {
    meshes: { primitives: { attributes: Record<string, number> }[] }[];
    materials: { pbrMetallicRoughness: object; normalTexture?: object }[];
    accessors: object[];
    bufferViews: { buffer: number; byteOffset: number; byteLength: number }[];
    buffers: { byteLength: number; uri?: string }[];
  }
  const gltf = JSON.parse(roomGltf()) as Parts;
  const chunks: Buffer[] = [Buffer.from(gltf.buffers[0]!.uri!.split(",")[1]!, "base64")];
  const view = (bytes: Buffer): number => {
    const byteOffset = chunks.reduce((sum, { length }) => sum + length, 0);
    chunks.push(bytes, Buffer.alloc(-bytes.length & 3));
    return gltf.bufferViews.push({ buffer: 0, byteOffset, byteLength: bytes.length }) - 1;
  };
  const corners = faces(BOXES[0]!).positions;
  const places = Array.from({ length: 24 }, (_, at) => [corners[at * 3]! / (2 * w) + 0.5, corners[at * 3 + 2]! / (2 * l) + 0.5]).flat();
  const TEXCOORD_0 = gltf.accessors.push({ bufferView: view(Buffer.from(Float32Array.from(places).buffer)), componentType: 5126, count: 24, type: "VEC2" }) - 1;
  const normals = [0, 1, 2].flatMap((axis) => [-1, 1].flatMap((side) => Array.from({ length: 4 }, () => [0, 1, 2].map((at) => (at === axis ? side : 0))))).flat();
  const NORMAL = gltf.accessors.push({ bufferView: view(Buffer.from(Float32Array.from(normals).buffer)), componentType: 5126, count: 24, type: "VEC3" }) - 1;
  const floor = gltf.materials[0]!;
  Object.assign(gltf.meshes[0]!.primitives[0]!.attributes, { TEXCOORD_0, NORMAL });
  if (shows === "bumps") floor.normalTexture = { index: 0 };
  else Object.assign(floor.pbrMetallicRoughness, { baseColorFactor: [1, 1, 1, 1], baseColorTexture: { index: 0 } });
  const images = [{ mimeType: "image/jpeg", bufferView: view(picture) }];
  const data = Buffer.concat(chunks);
  gltf.buffers = [{ byteLength: data.length }];
  const json = Buffer.from(JSON.stringify({ ...gltf, images, textures: [{ source: 0 }] }));
  const text = Buffer.concat([json, Buffer.alloc(-json.length & 3, " ")]);
  const words = (...numbers: number[]) => Buffer.from(Uint32Array.from(numbers).buffer);
  return Buffer.concat([words(0x46546c67, 2, 28 + text.length + data.length, text.length, 0x4e4f534a), text, words(data.length, 0x004e4942), data]);
}

/** The room with looks: a block that may be green or blue, a floor that may be green. */
export function roomWithLooks(): string {
  const gltf = JSON.parse(roomGltf()) as { meshes: { primitives: object[] }[]; materials: object[]; nodes: { name: string }[] };
  const material = (colour: number[]) => gltf.materials.push({ pbrMetallicRoughness: { baseColorFactor: [...colour, 1], metallicFactor: 0, roughnessFactor: 0.7 } }) - 1;
  const [green, blue] = [material([0.05, 0.6, 0.1]), material([0.05, 0.1, 0.7])];
  const dress = (name: string, mappings: object[]) => {
    const mesh = gltf.meshes[gltf.nodes.findIndex((node) => node.name === name)]!;
    Object.assign(mesh.primitives[0]!, { extensions: { KHR_materials_variants: { mappings } } });
  };
  dress("block", [{ material: green, variants: [0] }, { material: blue, variants: [1] }]);
  dress("floor", [{ material: green, variants: [0] }]);
  const variants = [{ name: "翠绿" }, { name: "<b>蓝</b>" }];
  return JSON.stringify({ ...gltf, extensionsUsed: ["KHR_materials_variants"], extensions: { KHR_materials_variants: { variants } } });
}

/** The room with a floor that mirrors and a pillar that shines brighter than white. */
export function polishedRoom(): string {
  const gltf = JSON.parse(roomGltf()) as { materials: { pbrMetallicRoughness: object }[]; nodes: { name: string }[] };
  const material = (name: string) => gltf.materials[gltf.nodes.findIndex((node) => node.name === name)]!;
  Object.assign(material("floor").pbrMetallicRoughness, { roughnessFactor: 0.08 });
  const extensions = { KHR_materials_emissive_strength: { emissiveStrength: 6 } };
  Object.assign(material("pillar"), { emissiveFactor: [1, 0.9, 0.7], extensions });
  return JSON.stringify({ ...gltf, extensionsUsed: ["KHR_materials_emissive_strength"] });
}

/** A document that gets more. */
export interface Growing {
  meshes: object[];
  accessors: object[];
  bufferViews: object[];
  buffers: object[];
  nodes: object[];
  scenes: { nodes: number[] }[];
}

/** What an upright square draws that a picture lies on, `half` a side to the left and to the right of its middle, metres. */
export function panelOf(gltf: Growing, half: number): object {
  const numbers = (values: Float32Array | Uint32Array, accessor: object) => {
    const bytes = Buffer.from(values.buffer);
    gltf.buffers.push({ byteLength: bytes.length, uri: `data:application/octet-stream;base64,${bytes.toString("base64")}` });
    gltf.bufferViews.push({ buffer: gltf.buffers.length - 1, byteLength: bytes.length });
    return gltf.accessors.push({ bufferView: gltf.bufferViews.length - 1, ...accessor }) - 1;
  };
  const top = 2 * half;
  const POSITION = numbers(Float32Array.of(-half, 0, 0, half, 0, 0, half, top, 0, -half, top, 0), { componentType: 5126, count: 4, type: "VEC3", min: [-half, 0, 0], max: [half, top, 0] });
  const TEXCOORD_0 = numbers(Float32Array.of(0, 1, 1, 1, 1, 0, 0, 0), { componentType: 5126, count: 4, type: "VEC2" });
  const indices = numbers(Uint32Array.of(0, 1, 2, 0, 2, 3), { componentType: 5125, count: 6, type: "SCALAR" });
  return { attributes: { POSITION, TEXCOORD_0 }, indices };
}

/** The room with two screens side by side in its middle, each 2 m by 2 m. */
export function roomWithScreens(): string {
  const gltf = JSON.parse(roomGltf()) as Growing;
  const mesh = gltf.meshes.push({ primitives: [panelOf(gltf, 1)] }) - 1;
  for (const [name, x] of [["left screen", -1.1], ["right screen", 1.1]] as const) {
    gltf.scenes[0]!.nodes.push(gltf.nodes.push({ name, mesh, translation: [x, 0.6, -3] }) - 1);
  }
  return JSON.stringify(gltf);
}

/** A red evening without a sun: 8 by 4 pixels (Radiance RGBE, each pixel by itself). */
export function panorama(): Buffer {
  const pixels = Array.from({ length: 32 }, () => [200, 90, 60, 129]).flat();
  return Buffer.concat([Buffer.from("#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y 4 +X 8\n"), Buffer.from(pixels)]);
}

/** Red and green by turns, five times a second: two frames of one pixel (GIF89a). */
export function movingGif(): Buffer {
  const frame = (index: number) => {
    // Codes of three bits: clear, the pixel, end.
    const codes = 4 | (index << 3) | (5 << 6);
    return [0x21, 0xf9, 4, 0, 20, 0, 0, 0, 0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, codes & 255, codes >> 8, 0];
  };
  const loop = [0x21, 0xff, 11, ...Buffer.from("NETSCAPE2.0"), 3, 1, 0, 0, 0];
  const colours = [0xe0, 0, 0, 0, 0xc0, 0, 0, 0, 0, 0, 0, 0];
  return Buffer.from([...Buffer.from("GIF89a"), 1, 0, 1, 0, 0x81, 0, 0, ...colours, ...loop, ...frame(0), ...frame(1), 0x3b]);
}

/** Its `hall.json`. */
export function roomHall(scenes: string[]): object {
  const text = (zh: string, en: string) => ({ "zh-CN": zh, en });
  return {
    version: 1,
    title: text("试验室", "Trial room"),
    organiser: { name: text("试验单位", "Trial office") },
    scenes,
    spawn: { position: [ROOM.spawn.x, 0, ROOM.spawn.z], heading_deg: 0 },
    viewpoints: [{ id: "door", eye: [0, 1.6, 3], heading_deg: 180 }],
    exhibits: [
      {
        id: "block",
        title: text("红色方台", "Red block"),
        summary: text("一座方台。", "A block."),
        body: text("第一段。\n\n第二段。", "First paragraph.\n\nSecond paragraph."),
        anchor: { node: "block" },
        media: [{ kind: "image", file: "picture.jpg", alt: text("一幅图片", "A picture"), caption: text("图片的说明", "About the picture") }],
        contact: { name: text("试验单位", "Trial office"), phone: "023-0000 0000" },
      },
      { id: "pillar", title: text("蓝色立柱", "Blue pillar"), summary: text("一根立柱。", "A pillar."), anchor: { node: "pillar" } },
    ],
  };
}
