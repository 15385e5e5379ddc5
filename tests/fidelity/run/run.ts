// `npm run fidelity -- --models DIR [--environment FILE.hdr] [--engine webgl2|webgpu] [--only NAME]`

import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { launch } from "../../bench/run/chromium";
import { roomPanorama } from "../../bench/run/panorama";
import { startOurs, startPeers } from "../../bench/run/servers";
import { compare, drawWithOurs, drawWithThree } from "./draw";
import { collectModels, writeManifest, type Model } from "./models";
import { page, summary, type Outcome } from "./report";
import type { Browser } from "playwright-core";

// Started in tests/bench, whose packages it uses.
const root = resolve(process.cwd(), "../..");
const target = join(root, "target/fidelity");
const dist = process.env.DIST ?? join(root, "dist");
const called = (path: string) => resolve(process.env.CALLED_FROM ?? ".", path);

const { values: options } = parseArgs({
  options: {
    models: { type: "string" },
    environment: { type: "string" },
    engine: { type: "string", default: "webgpu" },
    only: { type: "string" },
  },
});

interface Origins {
  ours: string;
  peers: string;
}

function keep(name: string, dataUrl: string): string {
  writeFileSync(join(target, name), Buffer.from(dataUrl.slice(dataUrl.indexOf(",") + 1), "base64"));
  return name;
}

async function judge(browser: Browser, model: Model, halls: string, origins: Origins): Promise<Outcome> {
  const outcome: Outcome = { name: model.name, references: [] };
  for (const { by, path } of model.references) {
    copyFileSync(path, join(target, basename(path)));
    outcome.references.push({ by, picture: basename(path) });
  }
  try {
    const files = `${origins.peers}/halls/${model.slug}`;
    const three = await drawWithThree(browser, origins.peers, `${files}/${encodeURIComponent(model.file)}`, `${files}/light.hdr`);
    outcome.three = keep(`${model.slug}-three.png`, three.picture);
    writeManifest(halls, model, three.view);
    const ours = await drawWithOurs(browser, origins.ours, model.slug, options.engine, three.view);
    outcome.ours = keep(`${model.slug}-ours.png`, ours);
    const { difference, ...numbers } = await compare(browser, origins.peers, three.picture, ours, three.mask);
    outcome.difference = keep(`${model.slug}-difference.png`, difference);
    outcome.numbers = numbers;
  } catch (error) {
    outcome.failure = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
  }
  return outcome;
}

async function main(): Promise<void> {
  if (options.models === undefined) throw new Error("--models DIR says where the models are");
  const halls = join(target, "halls");
  mkdirSync(target, { recursive: true });
  const models = collectModels(called(options.models), halls, options.only ?? null);
  if (models.length === 0) throw new Error(`${options.models} holds no .glb and no .gltf`);
  for (const model of models) {
    const light = join(halls, model.slug, "light.hdr");
    if (options.environment === undefined) writeFileSync(light, roomPanorama(256, 128));
    else copyFileSync(called(options.environment), light);
    writeManifest(halls, model, { eye: [0, 0, 1], target: [0, 0, 0], fovYDeg: 45 });
  }
  const [ours, peers, browser] = [await startOurs(dist, halls, join(target, "data")), await startPeers(join(target, "pages"), halls), await launch()];
  const outcomes: Outcome[] = [];
  try {
    for (const model of models) {
      const outcome = await judge(browser, model, halls, { ours: ours.origin, peers: peers.origin });
      outcomes.push(outcome);
      console.log(`${outcome.name}: ${outcome.failure ?? `FLIP of the model ${outcome.numbers?.modelMean.toFixed(3)}, of the picture ${outcome.numbers?.mean.toFixed(3)}`}`);
    }
  } finally {
    await browser.close();
    await Promise.all([ours.stop(), peers.stop()]);
  }
  writeFileSync(join(target, "index.html"), page(outcomes));
  const light = options.environment === undefined ? "a generated neutral room" : basename(options.environment);
  if (options.only === undefined) writeFileSync(join(root, "tests/fidelity/RESULTS.md"), summary(outcomes, `${options.engine}, light: ${light}`));
  console.log("\ntarget/fidelity/index.html shows the pictures");
  if (outcomes.every(({ numbers }) => numbers === undefined)) process.exitCode = 1;
}

await main();
