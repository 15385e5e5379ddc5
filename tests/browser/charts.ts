// Four pictures on a wall, all in KTX2 and without a stand-in; what they show is known (tests/unpack/README.md).

/** Names of the pictures, which are files of tests/unpack. */
export const CHARTS = ["etc1s", "etc1s_alpha", "uastc", "uastc_alpha"];

/** The wall with its pictures, a metre each, and a floor before it. */
export function chartsGltf(): string {
  const positions = Float32Array.from([-0.5, -0.5, 0, 0.5, -0.5, 0, 0.5, 0.5, 0, -0.5, 0.5, 0]);
  const uvs = Float32Array.from([0, 1, 1, 1, 1, 0, 0, 0]);
  const corners = Uint32Array.from([0, 1, 2, 0, 2, 3]);
  const buffer = Buffer.concat([positions, uvs, corners].map((part) => Buffer.from(part.buffer)));
  const primitive = { attributes: { POSITION: 0, TEXCOORD_0: 1 }, indices: 2 };
  const unlit = { KHR_materials_unlit: {} };
  const pictures = CHARTS.map((name, i) => ({
    alphaMode: name.endsWith("alpha") ? "BLEND" : "OPAQUE",
    extensions: unlit,
    pbrMetallicRoughness: { baseColorTexture: { index: i } },
  }));
  const plain = { extensions: unlit, pbrMetallicRoughness: { baseColorFactor: [0.02, 0.02, 0.02, 1] } };
  return JSON.stringify({
    asset: { version: "2.0" },
    extensionsUsed: ["KHR_texture_basisu", "KHR_materials_unlit"],
    extensionsRequired: ["KHR_texture_basisu"],
    scene: 0,
    scenes: [{ nodes: [0, 1, 2, 3, 4, 5] }],
    nodes: [
      ...CHARTS.map((name, mesh) => ({ name, mesh, translation: [mesh * 1.1 - 1.65, 1.6, -2] })),
      { name: "wall", mesh: 4, scale: [12, 8, 1], translation: [0, 2, -2.1] },
      { name: "floor", mesh: 4, scale: [12, 12, 1], rotation: [-Math.SQRT1_2, 0, 0, Math.SQRT1_2] },
    ],
    meshes: [...pictures, plain].map((_, material) => ({ primitives: [{ ...primitive, material }] })),
    materials: [...pictures, plain],
    textures: CHARTS.map((_, source) => ({ extensions: { KHR_texture_basisu: { source } } })),
    images: CHARTS.map((name) => ({ uri: `${name}.ktx2` })),
    accessors: [
      { bufferView: 0, componentType: 5126, type: "VEC3", count: 4, min: [-0.5, -0.5, 0], max: [0.5, 0.5, 0] },
      { bufferView: 1, componentType: 5126, type: "VEC2", count: 4 },
      { bufferView: 2, componentType: 5125, type: "SCALAR", count: 6 },
    ],
    bufferViews: [
      { buffer: 0, byteOffset: 0, byteLength: 48 },
      { buffer: 0, byteOffset: 48, byteLength: 32 },
      { buffer: 0, byteOffset: 80, byteLength: 24 },
    ],
    buffers: [{ byteLength: buffer.length, uri: `data:application/octet-stream;base64,${buffer.toString("base64")}` }],
  });
}

/** Its `hall.json`: the visitor stands before the middle. */
export const chartsHall = '{"version": 1, "title": "图表", "scenes": ["charts.gltf"], "spawn": {"position": [0, 0, 1.2], "heading_deg": 0}}';
