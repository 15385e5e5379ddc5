// Who is measured. `default` is what an engine's guide shows first; `tuned` the fastest way known to draw what stands still.

export type Backend = "webgl2" | "webgpu";

export interface Contender {
  /** On the command line and in the tables. */
  name: string;
  backend: Backend;
  /** The page below tests/bench/pages; null for our own, which our own server brings. */
  page: string | null;
  isTuned: boolean;
  /** With the shadows, the light from all around and the backdrop that ours has. */
  isAlike: boolean;
  how: string;
}

const of = (page: string | null, name: string, backend: Backend, how: string, isTuned = false, isAlike = false): Contender => ({ name, backend, page, isTuned, isAlike, how });

export const CONTENDERS: Contender[] = [
  of(null, "yunzhan-webgl2", "webgl2", "the hall page"),
  of(null, "yunzhan-webgpu", "webgpu", "the hall page"),
  of("three-webgl", "three-webgl2", "webgl2", "WebGLRenderer"),
  of("three-webgl", "three-webgl2-batched", "webgl2", "WebGLRenderer, a BatchedMesh for each material", true),
  of("three-webgl", "three-webgl2-alike", "webgl2", "the same, with shadows, light from all around and a backdrop", true, true),
  of("three-webgpu", "three-webgpu", "webgpu", "WebGPURenderer"),
  of("three-webgpu", "three-webgpu-bundle", "webgpu", "WebGPURenderer, a BundleGroup", true),
  of("three-webgpu", "three-webgpu-alike", "webgpu", "WebGPURenderer with shadows, light from all around and a backdrop", false, true),
  of("babylon-webgl2", "babylon-webgl2", "webgl2", "Engine"),
  of("babylon-webgl2", "babylon-webgl2-frozen", "webgl2", "Engine; materials, matrices and active meshes frozen", true),
  of("babylon-webgpu", "babylon-webgpu", "webgpu", "WebGPUEngine"),
  of("babylon-webgpu", "babylon-webgpu-snapshot", "webgpu", "WebGPUEngine, snapshot rendering FAST, all frozen", true),
  of("babylon-lite", "babylon-lite", "webgpu", "as it comes (render bundles)"),
  of("playcanvas", "playcanvas-webgl2", "webgl2", "as it comes"),
  of("playcanvas", "playcanvas-webgl2-batched", "webgl2", "a static batch group", true),
  of("playcanvas", "playcanvas-webgpu", "webgpu", "as it comes"),
  of("playcanvas", "playcanvas-webgpu-batched", "webgpu", "a static batch group", true),
  of("model-viewer", "model-viewer", "webgl2", "the element"),
];

/** Enough for a look: ours, the one everybody knows, its fastest form, the smallest and the one with the cheapest frames. */
export const QUICK = ["yunzhan-webgl2", "yunzhan-webgpu", "three-webgl2", "three-webgl2-batched", "babylon-lite", "playcanvas-webgl2-batched"];

/** The element is for looking at a model; it is measured where a visitor would load one. */
export const isFor = (contender: Contender, isHall: boolean): boolean => isHall || contender.page !== "model-viewer";

export const isOurs = (contender: Contender): boolean => contender.page === null;
