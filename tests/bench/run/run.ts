// `npm run bench -- [--quick] [--only SCENE] [--engines a,b] [--models DIR] [--streaming] [--profile]`

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { launch } from "./chromium";
import { CONTENDERS, isFor, QUICK, type Contender } from "./contenders";
import { measure, type Numbers, type Place } from "./measure";
import { isWhole, readOptions, type Options } from "./options";
import { markdown, print, type Result } from "./report";
import { makeScenes, type BenchScene } from "./scenes";
import { putInto, streaming } from "./streaming";
import { compressPage, compressScene, startOurs, startPeers } from "./servers";

// Started in tests/bench, as npm does.
const bench = process.cwd();
const root = resolve(bench, "../..");
const target = join(root, "target/bench");
const dist = process.env.DIST ?? join(root, "dist");

function chosenContenders({ isQuick, engines }: Options): Contender[] {
  if (engines.length > 0) return CONTENDERS.filter(({ name }) => engines.some((part) => name.includes(part)));
  return isQuick ? CONTENDERS.filter(({ name }) => QUICK.includes(name)) : CONTENDERS;
}

function chosenScenes(all: BenchScene[], { isQuick, only }: Options): BenchScene[] {
  if (only !== null) return all.filter(({ name }) => name.includes(only));
  return isQuick ? all.filter(({ name }) => name === "lobby" || name === "stress-2k") : all;
}

function versions(): Record<string, string> {
  const read = (path: string) => JSON.parse(readFileSync(path, "utf8")) as { dependencies: Record<string, string> };
  return read(join(bench, "package.json")).dependencies;
}

async function browserVersion(): Promise<string> {
  const browser = await launch();
  const version = `Chromium ${browser.version()}`;
  await browser.close();
  return version;
}

async function attempt(contender: Contender, scene: BenchScene, place: Place, hasSlowLink: boolean): Promise<Numbers | string> {
  try {
    return await measure(contender, scene, place, hasSlowLink);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  const halls = join(target, "halls");
  const scenes = chosenScenes(makeScenes(halls, join(root, "assets"), options.models), options);
  scenes.forEach(({ name }) => compressScene(halls, name));
  const contenders = chosenContenders(options);
  const pages = join(target, "pages");
  contenders.forEach(({ page }) => page !== null && compressPage(pages, page));
  const pictures = join(target, "pictures");
  mkdirSync(pictures, { recursive: true });
  const version = await browserVersion();
  const ours = await startOurs(dist, halls, join(target, "data"));
  const peers = await startPeers(pages, halls);
  const place = { oursOrigin: ours.origin, peersOrigin: peers.origin, pictures, hasProfile: options.hasProfile };
  const results: Result[] = [];
  // Playwright takes the signal for its browser's; then nobody else would stop.
  process.once("SIGTERM", () => process.exit(143));
  const began = Date.now();
  let came = "";
  try {
    for (const scene of options.isStreaming ? [] : scenes) {
      for (const contender of contenders.filter((each) => isFor(each, scene.isHall))) {
        const numbers = await attempt(contender, scene, place, scene.isHall && !contender.isTuned && !options.isQuick);
        results.push({ scene, contender, numbers });
        console.error(`${scene.name} ${contender.name}: ${typeof numbers === "string" ? `failed: ${numbers}` : JSON.stringify(numbers)}`);
        writeFileSync(join(target, "results.json"), JSON.stringify(results, null, 1));
      }
    }
    if (options.isStreaming || isWhole(options)) came = await streaming(scenes, options.engines, place, { halls, dist });
  } finally {
    await Promise.all([ours.stop(), peers.stop()]);
  }
  console.log(came || print(results));
  console.log(`\n${results.length} measured in ${Math.round((Date.now() - began) / 1000)} s; pictures in target/bench/pictures`);
  if (isWhole(options)) writeFileSync(join(bench, "RESULTS.md"), markdown(results, version, "cargo xtask bench", versions()));
  if (came && options.engines.length === 0 && options.only === null) putInto(join(bench, "RESULTS.md"), came);
  if (!options.isStreaming && results.every(({ numbers }) => typeof numbers === "string")) process.exitCode = 1;
}

await main();
