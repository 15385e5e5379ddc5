// The scenes, as a folder of halls for our server and as plain files for everybody else's pages.

import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Motion } from "../pages/stage";
import { STRESS_EYE, stressGlb } from "./stress";

export interface BenchScene {
  /** Also the hall's slug. */
  name: string;
  about: string;
  /** Path of the glTF below the folder of halls. */
  file: string;
  eye: [number, number, number];
  headingDeg: number;
  light: "hall" | "plain";
  motion: Motion;
  /** Pixels of the picture. A hall with a dozen lamps takes a software rasteriser seconds at 1280 × 720. */
  size: { width: number; height: number };
  /** Also loaded over the slow link: what a visitor would wait for. */
  isHall: boolean;
}

const EYE_HEIGHT_M = 1.6;
const HALL_SIZE = { width: 320, height: 180 };
const STRESS_SIZE = { width: 1280, height: 720 };

interface Manifest {
  scenes: string[];
  spawn?: { position: [number, number, number]; heading_deg?: number };
}

/** Fills `halls` and says what is in it. `models` may hold a room, in `rooms/NAME/` or itself. */
export function makeScenes(halls: string, assets: string, models: string | null): BenchScene[] {
  rmSync(halls, { recursive: true, force: true });
  mkdirSync(halls, { recursive: true });
  const scenes = [2_000, 10_000].map((count) => stress(halls, count));
  scenes.push(sampleHall(halls, assets));
  const room = models === null ? null : foreignRoom(halls, models);
  if (room) scenes.push(room);
  return scenes;
}

function sampleHall(halls: string, assets: string): BenchScene {
  cpSync(join(assets, "halls/lobby"), join(halls, "lobby"), { recursive: true });
  const manifest = JSON.parse(readFileSync(join(halls, "lobby/hall.json"), "utf8")) as Manifest;
  const [x, y, z] = manifest.spawn?.position ?? [0, 0, 0];
  return {
    name: "lobby",
    about: "the sample hall as it is served",
    file: `lobby/${manifest.scenes[0] ?? ""}`,
    eye: [x, y + EYE_HEIGHT_M, z],
    headingDeg: manifest.spawn?.heading_deg ?? 0,
    light: "hall",
    motion: "turn",
    size: HALL_SIZE,
    isHall: true,
  };
}

/** A room for headsets has its visitor in the middle, looking along -Z. */
function foreignRoom(halls: string, models: string): BenchScene | null {
  const isScene = (name: string) => /\.(glb|gltf)$/.test(name);
  const scenesBelow = (path: string) => [path, ...filesOf(path)].filter(isScene).sort();
  const file = [join(models, "rooms"), models].flatMap(filesOf).flatMap(scenesBelow)[0];
  if (file === undefined) return null;
  cpSync(dirname(file), join(halls, "room"), { recursive: true });
  const entry = file.slice(dirname(file).length + 1);
  const position: [number, number, number] = [0, 0, 0];
  writeManifest(join(halls, "room"), entry, position);
  const about = `${entry} of the folder that --models names`;
  return { name: "room", about, file: `room/${entry}`, eye: [0, EYE_HEIGHT_M, 0], headingDeg: 0, light: "hall", motion: "turn", size: HALL_SIZE, isHall: true };
}

function filesOf(path: string): string[] {
  try {
    const names = readdirSync(path).sort();
    return names.map((name) => join(path, name));
  } catch {
    // No folder, or none that is there.
    return [];
  }
}

function stress(halls: string, count: number): BenchScene {
  const name = `stress-${count / 1000}k`;
  mkdirSync(join(halls, name));
  writeFileSync(join(halls, name, "stress.glb"), stressGlb(count));
  writeManifest(join(halls, name), "stress.glb", [0, 0, 0]);
  const about = `${count.toLocaleString("en")} different meshes of 18 triangles, 50 materials, all in view`;
  return { name, about, file: `${name}/stress.glb`, eye: STRESS_EYE, headingDeg: 0, light: "plain", motion: "sweep", size: STRESS_SIZE, isHall: false };
}

function writeManifest(folder: string, scene: string, position: [number, number, number]): void {
  const manifest = { version: 1, title: { "zh-CN": "测试", en: "Bench" }, scenes: [scene], spawn: { position, heading_deg: 0 } };
  writeFileSync(join(folder, "hall.json"), JSON.stringify(manifest));
}
