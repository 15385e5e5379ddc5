// One engine, one scene: a fresh browser, a cold cache, and what came of it.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { CDPSession, Page } from "playwright-core";
import type { Shot } from "../pages/stage";
import { launch, processesOf, type Processes } from "./chromium";
import { isOurs, type Contender } from "./contenders";
import { driveOurs, FOV_Y_DEG, prepare } from "./drive";
import { Network } from "./network";
import { profile } from "./profile";
import type { BenchScene } from "./scenes";

/** Every number that is compared; absent where it was not taken. */
export interface Numbers {
  /** Of all responses until the first picture, as they came over the wire. */
  firstBytes?: number;
  /** From navigation to the first picture that is on the screen. */
  firstMs?: number;
  /** Until the last texture is in; only ours shows a picture before that. */
  completeMs?: number;
  /** Until the pictures could be read back: the graphics process had done all its work. */
  seenMs?: number;
  slowFirstMs?: number;
  /** Until that first picture could be read back: it is on the screen, not only asked for. */
  slowSeenMs?: number;
  slowCompleteMs?: number;
  framesPerSecond?: number;
  /** Main thread of the page, a frame, 160 × 90 pixels. */
  pageCpuMs?: number;
  /** All threads of the graphics process, a frame, 160 × 90 pixels. */
  gpuProcessCpuMs?: number;
  rendererMb?: number;
  gpuProcessMb?: number;
}

export interface Place {
  oursOrigin: string;
  peersOrigin: string;
  /** Where screenshots go. */
  pictures: string;
  hasProfile: boolean;
}

// A page that is smaller gets one frame a second from this browser, and cold caches with it.
const TINY = { width: 160, height: 90 };
/** A picture that takes fewer bytes as PNG shows one colour. */
const BLANK_BYTES = 2_500;
/** Who takes longer on this machine has no such number. */
const FIRST_TIMEOUT_MS = 60_000;
const COMPLETE_TIMEOUT_MS = 45_000;
/** How often a page is loaded over a slow link up to its first picture: a single time says little. */
const SLOW_LOADS = 3;

interface Loaded {
  page: Page;
  cdp: CDPSession;
  numbers: Numbers;
  /** What went wrong in its own words. */
  messages: string[];
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

export function address(contender: Contender, scene: BenchScene, place: Place): string {
  if (isOurs(contender)) return `${place.oursOrigin}/h/${scene.name}?debug&engine=${contender.backend}`;
  const shot: Shot = {
    sceneUrl: `/halls/${scene.file}`,
    panoramaUrl: "/room.hdr",
    eye: scene.eye,
    headingDeg: scene.headingDeg,
    fovYDeg: FOV_Y_DEG,
    light: scene.light,
    motion: scene.motion,
    backend: contender.backend,
    isTuned: contender.isTuned,
    isAlike: contender.isAlike,
  };
  return `${place.peersOrigin}/${contender.page}?shot=${encodeURIComponent(JSON.stringify(shot))}`;
}

export async function reach(page: Page, mark: "first" | "complete", messages: string[], most = mark === "first" ? FIRST_TIMEOUT_MS : COMPLETE_TIMEOUT_MS): Promise<number> {
  const until = Date.now() + most;
  for (;;) {
    const { marks, failure } = await page.evaluate(() => ({
      marks: (window as unknown as { marks: Record<string, number> }).marks,
      failure: document.documentElement.dataset.failure,
    }));
    const at = marks[mark];
    if (at !== undefined) return at;
    if (failure) throw new Error(failure);
    if (Date.now() > until) throw new Error(`no picture within ${most / 1000} s; ${messages.slice(0, 3).join("; ")}`);
    await sleep(100);
  }
}

async function withBrowser<T>(viewport: BenchScene["size"], work: (page: Page, cdp: CDPSession, processes: () => Promise<Processes>) => Promise<T>): Promise<T> {
  const browser = await launch();
  try {
    const context = await browser.newContext({ viewport, deviceScaleFactor: 1, locale: "zh-CN" });
    const page = await context.newPage();
    return await work(page, await context.newCDPSession(page), () => processesOf(browser));
  } finally {
    await browser.close();
  }
}

async function load(page: Page, cdp: CDPSession, url: string, isSlow: boolean, isWhole = true): Promise<Loaded> {
  const messages: string[] = [];
  page.on("console", (message) => void (/error|warning/.test(message.type()) && messages.push(message.text())));
  page.on("pageerror", (error) => messages.push(error.message));
  const network = await Network.watch(cdp, isSlow);
  await page.addInitScript(prepare);
  await page.goto(url, { waitUntil: "commit" });
  const numbers: Numbers = {};
  numbers.firstMs = await reach(page, "first", messages);
  numbers.firstBytes = network.bytesUntil(numbers.firstMs);
  if (!isWhole) {
    await cdp.send("Page.captureScreenshot", { format: "png" });
    numbers.seenMs = await page.evaluate(() => performance.now());
    return { page, cdp, numbers, messages };
  }
  try {
    numbers.completeMs = await reach(page, "complete", messages);
  } catch {
    // The picture is there; what is late is left out.
  }
  return { page, cdp, numbers, messages };
}

interface Run {
  frames: number;
  ms: number;
}

/** Lets the picture move until there are enough frames or the time is up; seldom asks, for asking costs the page time, too. */
async function run(page: Page, least: { frames: number; ms: number }, mostMs: number): Promise<Run> {
  const now = () => page.evaluate(() => ({ frames: window.bench?.frames ?? 0, at: performance.now() }));
  const before = await now();
  for (;;) {
    await sleep(Math.max(least.ms, 1_000));
    const after = await now();
    const [frames, ms] = [after.frames - before.frames, after.at - before.at];
    // Fewer than three frames say nothing.
    if ((frames >= least.frames && ms >= least.ms) || ms >= (frames < 3 ? 4 * mostMs : mostMs)) return { frames, ms };
  }
}

async function taskMs(cdp: CDPSession): Promise<number> {
  const { metrics } = await cdp.send("Performance.getMetrics");
  return (metrics.find(({ name }) => name === "TaskDuration")?.value ?? 0) * 1000;
}

/** A picture with a part that was refused costs too little: its figures would be untrue. */
function refuseFaults(messages: string[]): void {
  const fault = messages.find((message) => /error|invalid/i.test(message));
  if (fault) throw new Error(`the engine has a fault: ${fault}`);
}

async function speed({ page, numbers }: Loaded): Promise<void> {
  await page.evaluate(() => window.bench?.start());
  // The first frames of a motion make what was put off.
  await run(page, { frames: 2, ms: 1_000 }, 4_000);
  const { frames, ms } = await run(page, { frames: 20, ms: 2_000 }, 5_000);
  await page.evaluate(() => window.bench?.stop());
  numbers.framesPerSecond = (frames * 1000) / ms;
}

/** Waits for the pictures that are still being drawn, as long as that makes sense. */
async function drain(processes: Processes): Promise<void> {
  const until = Date.now() + 25_000;
  let before = processes.gpu.cpuMs();
  do {
    await sleep(300);
    const now = processes.gpu.cpuMs();
    if (now - before < 30) return;
    before = now;
  } while (Date.now() < until);
}

async function cost({ page, cdp, numbers }: Loaded, processes: Processes): Promise<void> {
  await page.setViewportSize(TINY);
  await drain(processes);
  await page.evaluate(() => window.bench?.start());
  await run(page, { frames: 3, ms: 1_000 }, 3_000);
  const [task, gpu] = [await taskMs(cdp), processes.gpu.cpuMs()];
  const { frames } = await run(page, { frames: 60, ms: 2_500 }, 5_000);
  const most = Math.max(frames, 1);
  numbers.pageCpuMs = ((await taskMs(cdp)) - task) / most;
  numbers.gpuProcessCpuMs = (processes.gpu.cpuMs() - gpu) / most;
}

/** Everything about an engine in a scene. */
export async function measure(contender: Contender, scene: BenchScene, place: Place, hasSlowLink: boolean): Promise<Numbers> {
  const url = address(contender, scene, place);
  const numbers = await withBrowser(scene.size, async (page, cdp, processesNow) => {
    await cdp.send("Performance.enable", { timeDomain: "threadTicks" });
    const loaded = await load(page, cdp, url, false);
    const { data } = await cdp.send("Page.captureScreenshot", { format: "png" });
    loaded.numbers.seenMs = await page.evaluate(() => performance.now());
    const picture = Buffer.from(data, "base64");
    writeFileSync(join(place.pictures, `${scene.name}-${contender.name}.png`), picture);
    if (picture.length < BLANK_BYTES) throw new Error(`it drew nothing; ${loaded.messages.slice(0, 3).join("; ")}`);
    if (isOurs(contender)) {
      refuseFaults(loaded.messages);
      await driveOurs(page, scene);
    }
    await speed(loaded);
    const processes = await processesNow();
    loaded.numbers.rendererMb = processes.renderer.memoryMb();
    loaded.numbers.gpuProcessMb = processes.gpu.memoryMb();
    await cost(loaded, processes);
    if (place.hasProfile && isOurs(contender)) await profile(cdp, join(place.pictures, `${scene.name}-${contender.name}`));
    return loaded.numbers;
  });
  if (!hasSlowLink) return numbers;
  const slow = (isWhole: boolean) => withBrowser(scene.size, async (page, cdp) => (await load(page, cdp, url, true, isWhole)).numbers);
  const loads: Numbers[] = [];
  try {
    for (let i = 0; i < SLOW_LOADS; i++) loads.push(await slow(false));
    loads.push(await slow(true));
  } catch {
    // What has been measured counts.
  }
  return { ...numbers, ...slowTimes(loads) };
}

/** Medians of the short loads, and the last texture of the long one. */
function slowTimes(loads: Numbers[]): Numbers {
  const median = (key: "firstMs" | "seenMs") => loads.slice(0, SLOW_LOADS).flatMap((load) => load[key] ?? []).sort((a, b) => a - b)[SLOW_LOADS >> 1];
  const times = { slowFirstMs: median("firstMs"), slowSeenMs: median("seenMs"), slowCompleteMs: loads[SLOW_LOADS]?.completeMs };
  return Object.fromEntries(Object.entries(times).filter(([, ms]) => ms !== undefined));
}
