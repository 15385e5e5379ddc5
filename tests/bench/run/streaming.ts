// How a hall comes over a link: ours as a pack, the others with the file as its author has it, and with the same after gltf-transform.

import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { launch, processesOf } from "./chromium";
import { CONTENDERS, isOurs, type Contender } from "./contenders";
import { prepare } from "./drive";
import { film, type Strip } from "./film";
import { address, reach, type Place } from "./measure";
import { SLOW, SLOWEST, type Link } from "./network";
import type { BenchScene } from "./scenes";
import { compressScene } from "./servers";
import { Recorder, watchTasks, type Timeline } from "./timeline";

/** Below the folder of halls; our server takes what begins with a dot for no hall. */
const OPTIMISED = ".optimised";
/** A single load says little, but who takes long is not loaded again and again. */
const LOADS = 3;
const LOADS_MS = 15_000;
/** Who has not all textures so long after the first look has no such number. */
const COMPLETE_MS = 25_000;
/** Films end with the last change of what they show, or then. */
const MOST_FILM_SECONDS = 24;

export interface Loaded {
  contender: string;
  file: "pack" | "original" | "gltf-transform";
  firstMs: number;
  /** A screenshot that was asked for then was taken. */
  seenMs: number;
  completeMs: number | undefined;
  /** Tasks of the page's main thread: the longest up to the first look, and the longest after it. */
  taskBeforeMs: number;
  taskAfterMs: number;
  requests: number;
  bytes: number;
  pageMb: number;
  gpuProcessMb: number;
}

/** Makes the pack and the optimised file of a hall; the scenes that ours and the others show. */
function prepareScene(scene: BenchScene, halls: string, dist: string): { packed: BenchScene; optimised: BenchScene } {
  const name = `${scene.name}-packed`;
  const run = (program: string, args: string[]) => execFileSync(program, args, { stdio: "pipe" });
  run(join(dist, "bin/yunzhan"), ["pack", join(halls, scene.name), "-o", join(halls, `${name}.pack`), "--viewer", "none"]);
  mkdirSync(join(halls, OPTIMISED), { recursive: true });
  const file = `${OPTIMISED}/${scene.name}.glb`;
  // As its own guide says, with what its readers know; nodes stay, for the animation names them.
  const wishes = ["--compress", "meshopt", "--texture-compress", "webp", "--texture-size", "2048", "--simplify", "false", "--join", "false", "--flatten", "false", "--instance", "false", "--palette", "false"];
  run(process.execPath, ["node_modules/@gltf-transform/cli/bin/cli.js", "optimize", join(halls, scene.file), join(halls, file), ...wishes]);
  compressScene(halls, OPTIMISED);
  return { packed: { ...scene, name }, optimised: { ...scene, file } };
}

interface Files {
  files?: Record<string, { url: string }>;
  tiers?: Record<string, Record<string, { url: string }>>;
}

/** Waits until our server has compressed the scenes of a hall, which it does once, as soon as it knows of them; the others' were before. */
async function isCompressed(page: string): Promise<void> {
  const html = await (await fetch(page)).text();
  const { files = {}, tiers = {} } = JSON.parse(/<script id="hall-config"[^>]*>(.*?)<\/script>/s.exec(html)?.[1] ?? "{}") as Files;
  const all = [files, ...Object.values(tiers)].flatMap((some) => Object.values(some).map(({ url }) => url));
  for (const url of new Set(all.filter((url) => /\.glb(\?|$)/.test(url)))) {
    for (let tries = 0; tries < 60; tries++) {
      const answer = await fetch(new URL(url, page), { headers: { "accept-encoding": "br" } });
      await answer.arrayBuffer();
      if (answer.headers.get("content-encoding") === "br") break;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
}

/** Who has no decoder for meshopt shows the original alone. */
const readsOptimised = ({ page }: Contender) => page !== "playcanvas" && page !== "babylon-lite";

const middle = (numbers: number[]): number => numbers.sort((a, b) => a - b)[numbers.length >> 1] ?? NaN;

async function load(url: string, size: BenchScene["size"], link: Link, hasPictures: boolean): Promise<{ timeline: Timeline; seenMs: number; pageMb: number; gpuProcessMb: number }> {
  const browser = await launch();
  try {
    const context = await browser.newContext({ viewport: size, deviceScaleFactor: 1, locale: "zh-CN" });
    const page = await context.newPage();
    const cdp = await context.newCDPSession(page);
    const recorder = await Recorder.begin(page, cdp, link, hasPictures);
    await page.addInitScript(prepare);
    await page.addInitScript(watchTasks);
    await page.goto(url, { waitUntil: "commit" });
    await reach(page, "first", []);
    // The pictures tell by themselves what is seen when; a screenshot would disturb them.
    if (!hasPictures) await cdp.send("Page.captureScreenshot", { format: "png" });
    const seenMs = await page.evaluate(() => performance.now());
    await reach(page, "complete", [], COMPLETE_MS).catch(() => 0);
    if (hasPictures) await recorder.shoot();
    const timeline = await recorder.end();
    const { renderer, gpu } = await processesOf(browser);
    return { timeline, seenMs, pageMb: renderer.memoryMb(), gpuProcessMb: gpu.memoryMb() };
  } finally {
    await browser.close();
  }
}

async function measureLoads(contender: Contender, file: Loaded["file"], url: string, size: BenchScene["size"], link: Link): Promise<Loaded> {
  const loads: Awaited<ReturnType<typeof load>>[] = [];
  const began = performance.now();
  do {
    loads.push(await load(url, size, link, false));
  } while (loads.length < LOADS && (performance.now() - began) * (1 + 1 / loads.length) < LOADS_MS);
  const of = (pick: (load: (typeof loads)[number]) => number) => middle(loads.map(pick));
  const longest = (timeline: Timeline, isAfter: boolean) => Math.max(0, ...timeline.longTasks.filter(({ atMs }) => atMs > (timeline.marks.first ?? 0) === isAfter).map(({ ms }) => ms));
  const completeMs = of(({ timeline }) => timeline.marks.complete ?? Infinity);
  return {
    contender: contender.name,
    file,
    firstMs: of(({ timeline }) => timeline.marks.first ?? NaN),
    seenMs: of(({ seenMs }) => seenMs),
    completeMs: completeMs === Infinity ? undefined : completeMs,
    taskBeforeMs: of(({ timeline }) => longest(timeline, false)),
    taskAfterMs: of(({ timeline }) => longest(timeline, true)),
    requests: of(({ timeline }) => timeline.asked.length),
    bytes: of(({ timeline }) => timeline.bytes),
    pageMb: of(({ pageMb }) => pageMb),
    gpuProcessMb: of(({ gpuProcessMb }) => gpuProcessMb),
  };
}

const whole = (value: number | undefined) => (value === undefined || Number.isNaN(value) ? "" : Math.round(value).toLocaleString("en"));

function table(loads: Loaded[]): string {
  const row = (cells: string[]) => `| ${cells.join(" | ")} |`;
  const titles = ["", "file", "first look, ms", "on the screen, ms", "all textures, ms", "longest task to the first look, ms", "longest task after it, ms", "requests", "KB", "page, MB", "GPU process, MB"];
  const rows = loads.map((load) => {
    const name = load.file === "pack" ? `**${load.contender}**` : load.contender;
    const { firstMs, seenMs, completeMs, taskBeforeMs, taskAfterMs, requests, bytes, pageMb, gpuProcessMb } = load;
    return row([name, load.file, ...[firstMs, seenMs, completeMs, taskBeforeMs, taskAfterMs, requests, bytes / 1000, pageMb, gpuProcessMb].map(whole)]);
  });
  return [row(titles), row(titles.map((_, column) => (column < 2 ? "---" : "---:"))), ...rows].join("\n");
}

/** Timelines of one load each, as strips below each other. */
async function films(scene: BenchScene, rows: [string, string][], link: Link, to: string): Promise<void> {
  const strips: Strip[] = [];
  for (const [title, url] of rows) {
    const { timeline } = await load(url, scene.size, link, true);
    strips.push({ title: `${scene.name}, ${title}`, shots: timeline.shots });
    writeFileSync(to.replace(/jpg$/, `${strips.length}.json`), JSON.stringify({ ...timeline, shots: timeline.shots.map(({ atMs }) => atMs) }, null, 1));
  }
  const lastMs = Math.max(...strips.flatMap(({ shots }) => shots.map(({ atMs }) => atMs)), 0);
  const browser = await launch();
  writeFileSync(to, await film(browser, strips, Math.min(MOST_FILM_SECONDS, Math.ceil(lastMs / 1000) + 1)));
  await browser.close();
}

/** Everything about how halls come; Markdown. */
export async function streaming(scenes: BenchScene[], engines: string[], place: Place, folders: { halls: string; dist: string }): Promise<string> {
  const parts: string[] = [];
  const isChosen = ({ name, isTuned }: Contender) => !isTuned && (engines.length === 0 || engines.some((part) => name.includes(part)));
  for (const scene of scenes.filter(({ isHall }) => isHall)) {
    const { packed, optimised } = prepareScene(scene, folders.halls, folders.dist);
    await isCompressed(`${place.oursOrigin}/h/${packed.name}`);
    const loads: Loaded[] = [];
    for (const contender of CONTENDERS.filter(isChosen)) {
      const shown: [Loaded["file"], BenchScene][] = isOurs(contender) ? [["pack", packed]] : [["original", scene]];
      if (!isOurs(contender) && readsOptimised(contender)) shown.push(["gltf-transform", optimised]);
      for (const [file, shownScene] of shown) {
        try {
          loads.push(await measureLoads(contender, file, address(contender, shownScene, place), scene.size, SLOW));
          console.error(`${scene.name} ${file} ${JSON.stringify(loads[loads.length - 1])}`);
        } catch (error) {
          console.error(`${scene.name} ${file} ${contender.name} failed: ${error instanceof Error ? error.message : String(error)}`);
        }
      }
    }
    parts.push(`### ${scene.name}\n\n${table(loads)}`);
    const named = (name: string) => CONTENDERS.find((contender) => contender.name === name)!;
    const rows: [string, string][] = [
      ["ours, WebGL2", address(named("yunzhan-webgl2"), packed, place)],
      ["three.js, the original", address(named("three-webgl2"), scene, place)],
      ["three.js, after gltf-transform", address(named("three-webgl2"), optimised, place)],
    ];
    await films(scene, rows, SLOW, join(place.pictures, `streaming-${scene.name}.jpg`));
    await films(scene, rows.slice(0, 1), SLOWEST, join(place.pictures, `streaming-${scene.name}-1mbit.jpg`));
  }
  return `## Streaming\n\nOver 20 Mbit/s and 40 ms, cold cache, the middle of one to three loads; 320 × 180 pixels. \`cargo xtask bench --streaming\`.\n\n${parts.join("\n\n")}\n`;
}

const HEAD = "## Streaming\n";

/** Puts the section into a record in place of the one that is there. */
export function putInto(path: string, section: string): void {
  const text = readFileSync(path, "utf8");
  const from = text.indexOf(HEAD);
  const end = from < 0 ? -1 : text.indexOf("\n## ", from + HEAD.length);
  const before = from < 0 ? `${text.trimEnd()}\n\n` : text.slice(0, from);
  writeFileSync(path, before + section + (end < 0 ? "" : text.slice(end)));
}
