// The JSON of a GLB, which comes before all else in it (glTF 2.0 §4.4).

const MAGIC = 0x46546c67;
const HEAD_BYTES = 20;

/** The JSON, once all of it is there; `undefined` until then, `null` for what is no GLB. */
export function jsonChunk(bytes: Uint8Array): Uint8Array | null | undefined {
  if (bytes.length < HEAD_BYTES) return undefined;
  const head = new DataView(bytes.buffer, bytes.byteOffset);
  if (head.getUint32(0, true) !== MAGIC) return null;
  const end = HEAD_BYTES + head.getUint32(12, true);
  return end <= bytes.length ? bytes.subarray(HEAD_BYTES, end) : undefined;
}
