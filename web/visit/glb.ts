// What a GLB says before all of it is there (glTF 2.0 §4.4): its JSON comes first, and the pictures of most come last.

const MAGIC = 0x46546c67;
const HEAD_BYTES = 20;
/** Head of the chunk of bytes after the JSON. */
const CHUNK_HEAD_BYTES = 8;
/** Reading a longer JSON would keep the page longer than pictures keep the first look. */
const MOST_JSON_BYTES = 1 << 20;
/** Less than this behind the triangles is not worth two parts. */
const LEAST_BEHIND_BYTES = 32_768;

interface Stretch {
  buffer: number;
  byteOffset?: number;
  byteLength: number;
}

interface Gltf {
  bufferViews?: (Stretch & { extensions?: Record<string, Partial<Stretch>> })[];
  accessors?: { bufferView?: number }[];
  images?: { bufferView?: number; uri?: string }[];
  buffers?: { byteLength: number; uri?: string }[];
}

/** What comes before the pictures, and where those are. */
export interface Halves {
  /** So many bytes of the GLB are needed for `head`. */
  headBytes: number;
  /** A GLB of its own, in which the pictures are files. */
  head(bytes: Uint8Array): Uint8Array;
  /** Of each of these files, by the name it has in the hall: first and last byte in the GLB. */
  pictures: [name: string, from: number, to: number][];
}

/** The JSON, once all of it is there; `undefined` until then, `null` for what is no GLB. */
export function jsonChunk(bytes: Uint8Array): Uint8Array | null | undefined {
  if (bytes.length < HEAD_BYTES) return undefined;
  const head = new DataView(bytes.buffer, bytes.byteOffset);
  if (head.getUint32(0, true) !== MAGIC) return null;
  const end = HEAD_BYTES + head.getUint32(12, true);
  return end <= bytes.length ? bytes.subarray(HEAD_BYTES, end) : undefined;
}

/** Parts a GLB where its pictures begin; `null` where they don't lie behind all else, or are few. */
export function halve(file: string, chunk: Uint8Array): Halves | null {
  if (chunk.length > MOST_JSON_BYTES) return null;
  try {
    const gltf = JSON.parse(new TextDecoder().decode(chunk)) as Gltf;
    const { bufferViews = [], images = [], buffers = [], accessors = [] } = gltf;
    const read = new Set(accessors.map(({ bufferView }) => bufferView));
    const shown = new Set(images.map(({ bufferView }) => bufferView).filter((view) => !read.has(view)));
    const begin = ({ byteOffset = 0 }: Partial<Stretch>) => byteOffset;
    const end = (view: Partial<Stretch>) => begin(view) + (view.byteLength ?? 0);
    const others = bufferViews.filter((view, index) => view.buffer === 0 && !shown.has(index));
    const last = Math.max(0, ...others.map(end), ...bufferViews.flatMap(({ extensions = {} }) => Object.values(extensions).map(end)));
    const needed = wholeWords(last);
    const start = HEAD_BYTES + chunk.length + CHUNK_HEAD_BYTES;
    const name = file.slice(file.lastIndexOf("/") + 1);
    const pictures: Halves["pictures"] = [];
    const asFiles = images.map((image, index) => {
      const view = bufferViews[image.bufferView ?? -1];
      if (!view || view.buffer !== 0 || begin(view) < last) return image;
      pictures.push([`${file}.${index}`, start + begin(view), start + end(view)]);
      return { ...image, bufferView: undefined, uri: encodeURIComponent(`${name}.${index}`) };
    });
    if (!buffers[0] || buffers[0].uri || buffers[0].byteLength - needed < LEAST_BEHIND_BYTES || pictures.length === 0) return null;
    const parted = { ...gltf, images: asFiles, buffers: [{ ...buffers[0], byteLength: needed }, ...buffers.slice(1)] };
    return { headBytes: start + needed, head: (bytes) => join(JSON.stringify(parted), bytes.subarray(start, start + needed)), pictures };
  } catch {
    // The viewer says what is wrong.
    return null;
  }
}

const wholeWords = (bytes: number) => (bytes + 3) & ~3;

/** `data` has whole words. */
function join(text: string, data: Uint8Array): Uint8Array {
  const json = new TextEncoder().encode(text + "   ");
  const jsonBytes = json.length & ~3;
  const start = HEAD_BYTES + jsonBytes + CHUNK_HEAD_BYTES;
  const glb = new Uint8Array(start + data.length);
  const words = new Uint32Array([MAGIC, 2, glb.length, jsonBytes, 0x4e4f534a]);
  glb.set(new Uint8Array(words.buffer));
  glb.set(json.subarray(0, jsonBytes), HEAD_BYTES);
  words.set([data.length, 0x004e4942]);
  glb.set(new Uint8Array(words.buffer, 0, CHUNK_HEAD_BYTES), start - CHUNK_HEAD_BYTES);
  glb.set(data, start);
  return glb;
}
