// The viewer that is compiled from Rust: what it offers, which build of it this browser can run, and how it is loaded.

import type { Backend, EngineFiles } from "./config";
import type { Downloads } from "./downloads";

export type ViewerEvent =
  | { type: "need"; file: string; kind: "scene" | "buffer" | "image" }
  | { type: "unpack-image"; image: number; packed: Uint8Array; formats: number; maxSide: number }
  | { type: "unpack-geometry"; file: string; kind: "draco" | "tangents"; packed: Uint8Array[]; first: number; second: number }
  | { type: "first-look" }
  | { type: "complete" }
  | { type: "exhibit-near"; id: string | null }
  | { type: "exhibit-open"; id: string }
  | { type: "exhibit-close" }
  | { type: "variants"; offers: Offer[] }
  | { type: "warning"; text: string }
  | { type: "error"; code: string; detail: string; file?: string }
  | { type: "lost"; detail: string };

/** Looks to choose from. */
export interface Offer {
  /** Its id; null for what is part of no exhibit. */
  exhibit: string | null;
  /** As the file has them; null is the look it has without any of them. */
  names: (string | null)[];
  /** Which of them is shown. */
  chosen: number;
}

export interface ViewerStats {
  frames: number;
  draws: number;
  triangles: number;
  tier: string;
  backend: string;
  adapter: string;
  /** Absent until the hall is there. */
  eye?: number[];
  headingDeg?: number;
}

/** One handle on everything behind the canvas. */
export interface Viewer {
  open(name: string, bytes: Uint8Array): void;
  /** The JSON of a scene of which the rest is on its way. */
  expect(json: Uint8Array): void;
  supply(file: string, bytes: Uint8Array): void;
  /** A smaller or larger state of a picture, before or after it was supplied. */
  refine(file: string, bytes: Uint8Array): void;
  fail(file: string, reason: string): void;
  supplyTexels(image: number, texels: Uint8Array): void;
  failImage(image: number, reason: string): void;
  supplyGeometry(file: string, unpacked: (Uint8Array | null)[]): void;
  focusExhibit(id: string): void;
  releaseExhibit(): void;
  goToViewpoint(id: string): void;
  /** Shows things in a look; null is how they were at first. `exhibit` is an id, "" for what is part of none; without it everything is meant that offers the look. False when nothing does. */
  setVariant(name: string | null, exhibit?: string): boolean;
  /** One number for each screen in the order of the hall: 1 where it is in sight, and near enough to look at. */
  seenScreens(): Float32Array;
  /** Shows a frame on a screen now. */
  showOnScreen(index: number, frame: HTMLVideoElement | ImageBitmap): void;
  setReducedMotion(on: boolean): void;
  setActive(on: boolean): void;
  /** Per exhibit in the order of the hall: x, y in CSS pixels of the canvas, and how visible it is (0 to 1). */
  exhibitMarks(): Float32Array;
  save(): string;
  stats(): ViewerStats;
  lookFrom(ex: number, ey: number, ez: number, tx: number, ty: number, tz: number, fovYDegrees: number): void;
  loseContext(): void;
  destroy(): void;
}

export interface ViewerClass {
  create(canvas: HTMLCanvasElement, options: { reducedMotion: boolean; restore?: string }, onEvent: (event: ViewerEvent) => void): Promise<Viewer>;
}

interface EngineModule {
  default(input: { module_or_path: WebAssembly.Module }): Promise<unknown>;
  Viewer: ViewerClass;
}

interface GpuNavigator {
  gpu?: { requestAdapter(options?: { powerPreference?: string }): Promise<object | null> };
}

async function hasWebGpu(): Promise<boolean> {
  try {
    return Boolean(await (navigator as unknown as GpuNavigator).gpu?.requestAdapter());
  } catch {
    return false;
  }
}

/** A frame that was drawn is on the screen two frames later at the earliest; a hidden page has none to wait for. */
export function isPresented(): Promise<void> {
  if (document.hidden) return Promise.resolve();
  return new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())));
}

/** Takes up the device that the engine will ask for, which takes a while to be made; false where there is none. Costs no download. */
export function takesUp(canvas: HTMLCanvasElement, backend: Backend): boolean {
  try {
    // As wgpu asks for it, which gets the same one.
    return backend === "webgpu" || canvas.getContext("webgl2", { antialias: false }) !== null;
  } catch {
    return false;
  }
}

/** The builds that may work here, best first. */
export async function usableBackends(forced: Backend | null): Promise<Backend[]> {
  const usable: Backend[] = [];
  if (forced !== "webgl2" && (await hasWebGpu())) usable.push("webgpu");
  if (forced !== "webgpu") usable.push("webgl2");
  return usable;
}

/** The builds of the viewer, each loaded once. */
export class Engines {
  private readonly known = new Map<Backend, Promise<ViewerClass>>();

  constructor(
    private readonly files: Record<Backend, EngineFiles>,
    private readonly downloads: Downloads,
  ) {}

  /** Loads the script and compiles the module while it arrives. */
  load(backend: Backend): Promise<ViewerClass> {
    const known = this.known.get(backend);
    if (known) return known;
    const { script, wasm, script_bytes = 0, wasm_bytes = 0 } = this.files[backend];
    this.downloads.announceUrl(script, script_bytes);
    this.downloads.announceUrl(wasm, wasm_bytes);
    const engine = Promise.all([importScript(script, this.downloads), compile(wasm, this.downloads)]).then(async ([engine, module]) => {
      await engine.default({ module_or_path: module });
      return engine.Viewer;
    });
    engine.catch(() => this.known.delete(backend));
    this.known.set(backend, engine);
    return engine;
  }
}

async function importScript(url: string, downloads: Downloads): Promise<EngineModule> {
  let engine: EngineModule;
  try {
    engine = (await import(/* @vite-ignore */ url)) as EngineModule;
  } catch (error) {
    if (error instanceof SyntaxError || downloads.aborted) throw error;
    // A failed import is remembered by its address, so the second try needs another one.
    engine = (await import(/* @vite-ignore */ `${url}?again`)) as EngineModule;
  }
  downloads.arrived(url);
  return engine;
}

function compile(url: string, downloads: Downloads): Promise<WebAssembly.Module> {
  return downloads.stream(url, "application/wasm", (response) => WebAssembly.compileStreaming(response));
}
