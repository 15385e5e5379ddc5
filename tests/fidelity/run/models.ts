// The models of a folder, each made into a hall of its own so that our server shows it.

import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import type { View } from "../pages/three";

export interface Model {
  name: string;
  /** The hall's slug. */
  slug: string;
  /** The glTF in the hall's folder. */
  file: string;
  /** Pictures by others, beside the folder: `reference/NAME-WHO.webp`. */
  references: { by: string; path: string }[];
}

const isModel = (name: string) => /\.(glb|gltf)$/i.test(name);

function filesBelow(folder: string): string[] {
  return readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const path = join(folder, name);
      return statSync(path).isDirectory() ? filesBelow(path) : [path];
    });
}

function referencesOf(folders: string[], name: string): Model["references"] {
  const found = folders.filter(existsSync).flatMap((folder) => readdirSync(folder).map((file) => join(folder, file)));
  const own = found.filter((path) => basename(path).startsWith(`${name}-`) && /\.(webp|png|jpg)$/.test(path));
  return own.map((path) => ({ by: basename(path, extname(path)).slice(name.length + 1), path }));
}

/** Copies every model below `folder` into `halls`. */
export function collectModels(folder: string, halls: string, only: string | null): Model[] {
  rmSync(halls, { recursive: true, force: true });
  const files = filesBelow(folder).filter((path) => isModel(path) && (only === null || path.includes(only)));
  const references = [join(folder, "reference"), join(dirname(folder), "reference")];
  return files.map((path, at) => {
    const name = basename(path, extname(path));
    const slug = `model-${at}`;
    mkdirSync(join(halls, slug), { recursive: true });
    // A .gltf needs what lies beside it; a .glb is all there is.
    if (/\.glb$/i.test(path)) cpSync(path, join(halls, slug, basename(path)));
    else cpSync(dirname(path), join(halls, slug), { recursive: true });
    return { name, slug, file: basename(path), references: referencesOf(references, name) };
  });
}

/** What our viewer must do: the same light, the same tone curve, and the view as a named place for one that can't be told where to look from. */
export function writeManifest(halls: string, model: Model, view: View): void {
  const [x, y, z] = [0, 1, 2].map((axis) => view.target[axis]! - view.eye[axis]!) as [number, number, number];
  const degrees = (radians: number) => (radians * 180) / Math.PI;
  const manifest = {
    version: 1,
    title: { "zh-CN": model.name, en: model.name },
    scenes: [model.file],
    environment: { panorama: "light.hdr", intensity: 1, rotation_deg: 0 },
    tone_mapping: "neutral",
    viewpoints: [{ id: "view", title: { "zh-CN": "正面", en: "Front" }, eye: view.eye, heading_deg: degrees(Math.atan2(-x, -z)), pitch_deg: degrees(Math.atan2(y, Math.hypot(x, z))), fov_deg: view.fovYDeg }],
  };
  writeFileSync(join(halls, model.slug, "hall.json"), JSON.stringify(manifest));
}
