// Geometry and pictures that the engine leaves packed: a worker unpacks them, with decoders that come from our own server when a file needs them.

import type { DecoderFiles, DecoderKind } from "./config";
import type { Downloads } from "./downloads";
import type { Viewer, ViewerEvent } from "./engine";
import { messageOf } from "./failure";

export type UnpackEvent = Extract<ViewerEvent, { type: "unpack-image" | "unpack-geometry" }>;

/** What the worker is given. */
export interface Task {
  kind: DecoderKind;
  module: WebAssembly.Module;
  packed: Uint8Array[];
  /** KTX2: formats of the device, as bits. Draco: faces at most. Tangents: nothing. */
  first: number;
  /** KTX2: the longest side, pixels. Draco: bytes at most. Tangents: nothing. */
  second: number;
}

/** A piece that came out of it, or words that say why it didn't. */
export type Unpacked = Uint8Array | string;

/** Longer than any sound file takes on a slow phone: a decoder that says nothing until then never will. */
const PATIENCE_MS = 60_000;

/** *Invariant:* at most one worker, and one task at a time. */
export class Unpacker {
  private worker: Worker | null = null;
  private readonly modules = new Map<DecoderKind, Promise<WebAssembly.Module>>();
  private queue: Promise<unknown> = Promise.resolve();
  private abandon: ((why: Error) => void) | null = null;

  constructor(
    private readonly decoders: Partial<Record<DecoderKind, DecoderFiles>>,
    private readonly downloads: Downloads,
  ) {}

  /** Answers the viewer, unless `viewer` gives null by then. Rejects when geometry cannot be had. */
  async answer(event: UnpackEvent, viewer: () => Viewer | null): Promise<void> {
    if (event.type === "unpack-geometry") {
      const pieces = await this.unpack(event.kind, event.packed, event.first, event.second);
      viewer()?.supplyGeometry(
        event.file,
        pieces.map((piece) => (typeof piece === "string" ? null : piece)),
      );
      return;
    }
    let piece: Unpacked | undefined;
    try {
      [piece] = await this.unpack("ktx2", [event.packed], event.formats, event.maxSide);
    } catch (error) {
      piece = messageOf(error);
    }
    // Without a picture the hall still stands.
    if (piece instanceof Uint8Array) viewer()?.supplyTexels(event.image, piece);
    else viewer()?.failImage(event.image, piece ?? "");
  }

  /** Gives the worker's memory back; a later task starts another one. */
  rest(): void {
    this.worker?.terminate();
    this.worker = null;
    this.abandon?.(new Error("the decoder was stopped"));
  }

  private unpack(kind: DecoderKind, packed: Uint8Array[], first: number, second: number): Promise<Unpacked[]> {
    const module = this.module(kind);
    const turn = this.queue.then(async () => this.run({ kind, module: await module, packed, first, second }));
    this.queue = turn.catch(() => {});
    return turn;
  }

  private run(task: Task): Promise<Unpacked[]> {
    const worker = (this.worker ??= new Worker(new URL("./worker.ts", import.meta.url)));
    let timer: ReturnType<typeof setTimeout> | undefined;
    const outcome = new Promise<Unpacked[]>((resolve, reject) => {
      this.abandon = reject;
      timer = setTimeout(() => reject(new Error("the decoder does not answer")), PATIENCE_MS);
      worker.onmessage = ({ data }: MessageEvent<Unpacked[]>) => resolve(data);
      worker.onerror = (event) => {
        event.preventDefault();
        reject(new Error(event.message || "the decoder cannot be started"));
      };
      worker.postMessage(
        task,
        task.packed.map((packed) => packed.buffer),
      );
    });
    return outcome
      .catch((error: unknown) => {
        this.abandon = null;
        this.rest();
        throw error;
      })
      .finally(() => {
        clearTimeout(timer);
        this.abandon = null;
      });
  }

  /** Compiled while it arrives, once. */
  private module(kind: DecoderKind): Promise<WebAssembly.Module> {
    const known = this.modules.get(kind);
    if (known) return known;
    const files = this.decoders[kind];
    if (!files) return Promise.reject(new Error(`there is no decoder for ${kind}`));
    this.downloads.announceUrl(files.wasm, files.wasm_bytes);
    const module = this.downloads.stream(files.wasm, "application/wasm", (response) => WebAssembly.compileStreaming(response));
    // A later file may have more luck.
    module.catch(() => this.modules.delete(kind));
    this.modules.set(kind, module);
    return module;
  }
}
