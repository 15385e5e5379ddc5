// What a file packs is unpacked by decoders of our own, in a worker, and only where there is something for them.

import { execFileSync } from "node:child_process";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { dist } from "./server";
import { expect, test, type Visitor } from "./visitor";

/** Which decoders the page loads. */
function decodersOf(page: Page): string[] {
  const loaded: string[] = [];
  page.on("request", (request) => {
    const name = /unpack_(\w+)-\w+\.wasm/.exec(request.url())?.[1];
    if (name) loaded.push(name);
  });
  return loaded;
}

/** A module that has the right door, and `unreachable` behind it. */
const TRAP = Buffer.from(
  "0061736d0100000001100360017f017f60027f7f017f6000017f030504000102020503010002073305066d656d6f7279020004726f6f6d000006756e7061636b000106616e7377657200020d616e737765725f6c656e67746800030a1404040041000b0300000b040041000b040041000b",
  "hex",
);

const warningsOf = (page: Page) => page.evaluate(() => (window as unknown as { yunzhan: { state: { warnings: string[] } } }).yunzhan.state.warnings);

/** Shares of the picture that are clearly of a colour. */
async function shares(visitor: Visitor, screenshot: Buffer): Promise<{ red: number; green: number; blue: number; yellow: number }> {
  const blank = await visitor.page.context().newPage();
  const found = await blank.evaluate(async (png) => {
    const image = new Image();
    image.src = `data:image/png;base64,${png}`;
    await image.decode();
    const context = new OffscreenCanvas(image.width, image.height).getContext("2d")!;
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, image.width, image.height);
    const counts = { red: 0, green: 0, blue: 0, yellow: 0 };
    for (let at = 0; at < data.length; at += 4) {
      const [r, g, b] = [data[at]!, data[at + 1]!, data[at + 2]!];
      if (r > 90 && r > 2 * g && r > 2 * b) counts.red++;
      else if (g > 70 && g > 2 * r && g > 1.6 * b) counts.green++;
      else if (b > 90 && b > 2 * r && b > 1.6 * g) counts.blue++;
      else if (r > 120 && g > 120 && r > 2 * b) counts.yellow++;
    }
    const share = (count: number) => count / (data.length / 4);
    return { red: share(counts.red), green: share(counts.green), blue: share(counts.blue), yellow: share(counts.yellow) };
  }, screenshot.toString("base64"));
  await blank.close();
  return found;
}

test("geometry packed with Draco is shown by either engine", { tag: "@engine" }, async ({ visitor, page }) => {
  const loaded = decodersOf(page);
  await visitor.enter("/h/packed");
  const stats = await visitor.stats();
  expect(stats.backend.toLowerCase()).toBe(visitor.engine);
  expect(stats.triangles).toBeGreaterThanOrEqual(128);
  expect(loaded).toEqual(["draco"]);
  await visitor.photograph("packed");
});

test("pictures in KTX2 are shown by either engine", { tag: "@engine" }, async ({ visitor, page }) => {
  const loaded = decodersOf(page);
  await visitor.enter("/h/charts");
  await visitor.isComplete();
  expect(await warningsOf(page)).toEqual([]);
  expect(loaded).toEqual(["ktx2"]);
  const found = await shares(visitor, await visitor.photograph("charts"));
  // A quarter of each of four pictures less the disc, two of them fading.
  for (const [colour, share] of Object.entries(found)) expect(share, colour).toBeGreaterThan(0.008);
  expect(page.workers(), "the worker goes when there is no more work").toEqual([]);
});

for (const [name, formats] of [["plain pixels", 0], ["BC7", 1], ["ETC2", 2], ["ASTC", 4]] as const) {
  test(`a device that reads ${name} gets them`, { tag: "@engine" }, async ({ visitor, page }) => {
    await page.addInitScript((formats) => {
      const post = Worker.prototype.postMessage as (this: Worker, ...rest: unknown[]) => void;
      Worker.prototype.postMessage = function (this: Worker, task: { first: number }, ...rest: unknown[]) {
        post.call(this, { ...task, first: task.first & formats }, ...rest);
      } as typeof Worker.prototype.postMessage;
    }, formats);
    await visitor.enter("/h/charts");
    await visitor.isComplete();
    expect(await warningsOf(page)).toEqual([]);
    const found = await shares(visitor, await visitor.photograph(`charts-${formats}`));
    for (const [colour, share] of Object.entries(found)) expect(share, colour).toBeGreaterThan(0.008);
  });
}

test("pictures that cannot be unpacked are left neutral, with a warning each", { tag: "@engine" }, async ({ visitor, page }) => {
  await visitor.enter("/h/unsound");
  await visitor.isComplete();
  const warnings = await warningsOf(page);
  expect(warnings).toHaveLength(4);
  for (const warning of warnings) expect(warning).toContain("an image cannot be read");
  const found = await shares(visitor, await visitor.photograph("unsound"));
  expect(Object.values(found)).toEqual([0, 0, 0, 0]);
});

test("a decoder that breaks down takes nobody with it", async ({ visitor, page }) => {
  await page.route(/unpack_ktx2/, (route) => route.fulfill({ contentType: "application/wasm", body: TRAP }));
  await visitor.enter("/h/charts");
  await visitor.isComplete();
  expect(await warningsOf(page)).toHaveLength(4);
});

test("without the decoder of pictures the hall still stands", async ({ visitor, page }) => {
  await page.route(/unpack_ktx2/, (route) => route.fulfill({ status: 404 }));
  await visitor.enter("/h/charts");
  await visitor.isComplete();
  expect(await warningsOf(page)).toHaveLength(4);
});

test("without the decoder of geometry the page says what is missing", async ({ visitor, page }) => {
  await page.route(/unpack_draco/, (route) => route.fulfill({ status: 404 }));
  await visitor.go("/h/packed");
  await expect(page.locator('.failure[data-failure="file-missing"]')).toContainText("unpack_draco");
});

test("tangents that a normal map needs and a file lacks are made by either engine", { tag: "@engine" }, async ({ visitor, page, server }) => {
  test.slow();
  const loaded = decodersOf(page);
  const see = async (path: string) => {
    await visitor.enter(path);
    await visitor.isComplete();
    return visitor.pictureAlone();
  };
  const made = await see("/h/bumpy");
  expect(await warningsOf(page)).toEqual([]);
  expect(loaded).toEqual(["tangents"]);
  expect(page.workers()).toEqual([]);

  // A pack brings them along, and they are the same.
  execFileSync(join(dist, "bin/yunzhan"), ["pack", join(server.halls, "bumpy"), "-o", join(server.halls, `bumpy-${visitor.engine}.pack`), "--viewer", "none"], { stdio: "pipe" });
  const packed = await see(`/h/bumpy-${visitor.engine}`);
  expect(loaded).toEqual(["tangents"]);

  await page.route(/unpack_tangents/, (route) => route.fulfill({ status: 404 }));
  const missing = await see("/h/bumpy");
  const warnings = await warningsOf(page);
  expect(warnings).toHaveLength(2);
  expect(warnings[0]).toContain("bumpy.glb: what makes tangents cannot be had");
  expect(warnings[1]).toMatch(/bumpy\.glb: mesh 0, primitive 0: tangents .* could not be made/);
  const [alike, unlike] = [await visitor.difference([made, packed], 24), await visitor.difference([made, missing], 24)];
  console.log(`tangents on ${visitor.engine}: packed ${alike.mean.toFixed(2)}, missing ${unlike.mean.toFixed(2)} of 255 on average`);
  expect(alike.mean).toBeLessThan(1);
  expect(unlike.mean).toBeGreaterThan(2 * alike.mean);
});

test("a decoder of tangents that breaks down takes nobody with it", async ({ visitor, page }) => {
  await page.route(/unpack_tangents/, (route) => route.fulfill({ contentType: "application/wasm", body: TRAP }));
  await visitor.enter("/h/bumpy");
  await visitor.isComplete();
  expect(await warningsOf(page)).toEqual([expect.stringContaining("tangents for the normal map")]);
});

test("a hall without packed files loads no decoder", async ({ visitor, page }) => {
  const loaded = decodersOf(page);
  await visitor.enter();
  await visitor.isComplete();
  expect(loaded).toEqual([]);
  expect(page.workers()).toEqual([]);
});
