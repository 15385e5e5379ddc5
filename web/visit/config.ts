// What the server says about this hall (`#hall-config`), and what the address adds to it.

import type { Credit } from "./credits";

/** The two builds of the viewer. */
export type Backend = "webgpu" | "webgl2";

/** Where a build of the viewer lies; the sizes are those of the plain bytes, before compression. */
export interface EngineFiles {
  script: string;
  wasm: string;
  script_bytes?: number;
  wasm_bytes?: number;
}

/** What most halls don't need: `draco` unpacks geometry, `ktx2` pictures; `tangents` makes what a normal map needs and a file may lack. */
export type DecoderKind = "draco" | "ktx2" | "tangents";

/** Where a decoder lies; the size is that of the plain bytes, before compression. */
export interface DecoderFiles {
  wasm: string;
  wasm_bytes: number;
}

/** A file of the hall. */
export interface FileEntry {
  url: string;
  size_bytes: number;
}

/** Pictures one after the other: all small ones, then all as they are. */
export interface Bundle {
  /** As a file of the hall. */
  path: string;
  pictures: BundledPicture[];
}

export interface BundledPicture {
  /** As a file of the hall, and as the scene names it. */
  path: string;
  /** 0 for none. */
  small_bytes: number;
  /** What it takes on a device, about. */
  memory_bytes: number;
  /** Around everything that shows it, metres: lowest and highest corner. */
  bounds?: [number[], number[]];
}

export interface HallConfig {
  slug: string;
  /** Of the page as the server wrote it. */
  lang: string;
  embed: boolean;
  /** `hall.json`, or the path of a bare `.glb` / `.gltf`. */
  entry: string;
  title: string;
  poster?: string;
  engines: Record<Backend, EngineFiles>;
  decoders?: Partial<Record<DecoderKind, DecoderFiles>>;
  /** Relative path → where it lies. */
  files: Record<string, FileEntry>;
  /** Of a pack, by tier: what some devices fetch in place of some of these. */
  tiers?: Record<string, Record<string, FileEntry>>;
  /** Files that the viewer will ask for first. */
  scenes: string[];
  /** Of a pack, by tier: files that hold all pictures of a scene. */
  bundles?: Record<string, Bundle[]>;
  /** What files say of their makers. */
  credits?: { file: string; says: Credit[] }[];
}

/** What the address asks for beside the hall. */
export interface Wishes {
  /** `?engine=`: this build and no other. */
  engine: Backend | null;
  /** `?variant=`: what is shown in this look from the beginning, wherever it is offered. */
  variant: string | null;
  /** `?debug`: the viewer and the state are reachable from outside the page's own code. */
  debug: boolean;
}

/** What browsers say that are built on Chromium; to others no comparison with it is true. */
export type Device = Navigator & { deviceMemory: number | undefined; connection?: { saveData: boolean } };

/** The tier of a pack for this device: `phone` for little memory (4 GB), a small screen, or who wants to save data; `high` for a large screen (1440 of its pixels) with much memory. */
function tier(): string {
  const { connection, deviceMemory } = navigator as Device;
  const side = Math.min(screen.width, screen.height);
  return connection?.saveData || (deviceMemory ?? 8) <= 4 || side < 600 ? "phone" : deviceMemory && side * devicePixelRatio >= 1440 ? "high" : "desktop";
}

/** The bundles of this device's tier. */
export const bundlesOf = ({ bundles }: HallConfig): Bundle[] => bundles?.[tier()] ?? [];

export function readConfig(): HallConfig {
  const element = document.getElementById("hall-config");
  if (!element?.textContent) throw new Error("the page has no #hall-config");
  const config = JSON.parse(element.textContent) as HallConfig;
  Object.assign(config.files, config.tiers?.[tier()]);
  return config;
}

export function readWishes(search: string): Wishes {
  const query = new URLSearchParams(search);
  const engine = query.get("engine");
  return { engine: engine === "webgpu" || engine === "webgl2" ? engine : null, debug: query.has("debug"), variant: query.get("variant") };
}
