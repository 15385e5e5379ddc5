// Runs the decoders away from the main thread. A decoder is a module without glue: numbers go in and out, bytes through its memory.

import type { Task, Unpacked } from "./unpack";

interface Decoder {
  memory: WebAssembly.Memory;
  room(length: number): number;
  unpack(first: number, second: number): number;
  answer(): number;
  answer_length(): number;
}

interface Scope {
  onmessage: ((event: MessageEvent<Task>) => void) | null;
  postMessage(message: Unpacked[], transfer: Transferable[]): void;
}

const scope = self as unknown as Scope;
const decoders = new Map<string, Decoder>();

function unpack(task: Task, packed: Uint8Array): Unpacked {
  try {
    const decoder = decoders.get(task.kind) ?? (new WebAssembly.Instance(task.module).exports as unknown as Decoder);
    decoders.set(task.kind, decoder);
    const room = decoder.room(packed.length) >>> 0;
    new Uint8Array(decoder.memory.buffer, room, packed.length).set(packed);
    const isGood = decoder.unpack(task.first, task.second);
    const answer = new Uint8Array(decoder.memory.buffer, decoder.answer() >>> 0, decoder.answer_length() >>> 0);
    return isGood ? answer.slice() : new TextDecoder().decode(answer);
  } catch (error) {
    // What is left of it cannot be trusted; the next piece gets a new one.
    decoders.delete(task.kind);
    return `the decoder broke down (${error instanceof Error ? error.message : String(error)})`;
  }
}

scope.onmessage = ({ data: task }) => {
  const unpacked: Unpacked[] = [];
  for (const packed of task.packed) {
    const piece = unpack(task, packed);
    unpacked.push(piece);
    if (task.kind === "draco" && piece instanceof Uint8Array) {
      // All pieces share what a file may take: bytes, and faces of three corners, which the second number counts.
      task.second = Math.max(0, task.second - piece.length);
      task.first = Math.max(0, task.first - new DataView(piece.buffer).getUint32(4, true) / 3);
    }
  }
  const transfer = unpacked.flatMap((piece) => (piece instanceof Uint8Array ? [piece.buffer] : []));
  scope.postMessage(unpacked, transfer);
};
