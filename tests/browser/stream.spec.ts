// How a hall comes: few requests, walking before the last picture, and a link or a server that does what it should not.

import { execFileSync } from "node:child_process";
import { writeFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { galleryGltf, PICTURES } from "./gallery";
import { roomHall } from "./room";
import { root } from "./server";
import { expect, test as base, type Visitor } from "./visitor";
import { Wire } from "./wire";

const packer = process.env.YUNZHAN_TESTED ?? join(root, "target/debug/yunzhan-tested");
const isBundle = (path: string) => path.includes(".bundle");
/** A picture of the pack, asked for by itself. */
const isPicture = (path: string) => /\/[0-9a-f]{64}\.webp/.test(path);

const test = base.extend<{ wire: Wire }>({
  wire: async ({ server }, use) => {
    const wire = await Wire.to(server.origin);
    await use(wire);
    await wire.stop();
  },
});

test.beforeAll(({ server }) => {
  const folder = join(server.halls, "gallery");
  mkdirSync(folder, { recursive: true });
  const hall = roomHall(["gallery.gltf"]) as { exhibits: { media?: object[] }[] };
  hall.exhibits.forEach((exhibit) => delete exhibit.media);
  writeFileSync(join(folder, "hall.json"), JSON.stringify(hall));
  writeFileSync(join(folder, "gallery.gltf"), galleryGltf());
  execFileSync(packer, ["pack", folder, "-o", join(server.halls, "gallery.pack"), "--viewer", "none"], { stdio: "pipe" });
});

async function enter(page: Page, visitor: Visitor, wire: Wire): Promise<void> {
  await page.goto(`${wire.origin}/h/gallery?debug&engine=${visitor.engine}`);
  await visitor.isInside();
}

const warningsOf = (page: Page) => page.evaluate(() => (window as unknown as { yunzhan: { state: { warnings: string[] } } }).yunzhan.state.warnings);
const noCard = (page: Page) => expect(page.locator(".failure")).toHaveCount(0);

test("a hall with many pictures is at most thirty requests", async ({ visitor, page, wire }) => {
  const requests: string[] = [];
  page.on("request", (request) => requests.push(request.url()));
  await enter(page, visitor, wire);
  await visitor.isComplete();
  expect(await warningsOf(page)).toEqual([]);
  expect(PICTURES).toBeGreaterThan(30);
  expect(requests.length, requests.join("\n")).toBeLessThanOrEqual(30);
  expect(wire.passed.filter(({ path }) => isBundle(path))).toHaveLength(1);
  expect(wire.passed.filter(({ path }) => isPicture(path))).toEqual([]);
});

test("one walks before the last picture is there", { tag: "@engine" }, async ({ visitor, page, wire }) => {
  let release = () => {};
  const until = new Promise<void>((resolve) => (release = resolve));
  wire.meddle = (path) => (isBundle(path) ? { hold: { after: 60_000, until } } : null);
  await enter(page, visitor, wire);
  const start = await visitor.eye();
  await page.keyboard.down("KeyW");
  await expect.poll(() => visitor.metresFrom(start)).toBeGreaterThan(0.5);
  await page.keyboard.up("KeyW");
  await expect(page.locator("html")).not.toHaveAttribute("data-complete", "true");
  release();
  await visitor.isComplete();
  expect(await warningsOf(page)).toEqual([]);
});

test("a link that drops again and again goes on where it broke off", async ({ visitor, page, wire }) => {
  const ranges: (string | undefined)[] = [];
  wire.meddle = (path, range) => {
    if (!isBundle(path)) return null;
    ranges.push(range);
    return ranges.length <= 4 ? { cutAfter: 50_000 } : null;
  };
  await enter(page, visitor, wire);
  await visitor.isComplete();
  expect(await warningsOf(page)).toEqual([]);
  expect(ranges).toHaveLength(5);
  // Each asks for what the one before did not bring.
  const begins = ranges.map((range) => Number(/^bytes=(\d+)-/.exec(range ?? "bytes=0-")?.[1]));
  expect(begins).toEqual([...begins].sort((a, b) => a - b));
  expect(begins[4]).toBeGreaterThan(100_000);
});

test("a scene that breaks off is resumed, too", async ({ visitor, page, wire }) => {
  let tries = 0;
  wire.meddle = (path) => (path.includes("gallery.gltf") && ++tries === 1 ? { cutAfter: 500 } : null);
  await enter(page, visitor, wire);
  expect(tries).toBe(2);
});

test("pictures that are missing leave a neutral wall and a note, never a card", async ({ visitor, page, wire }) => {
  wire.meddle = (path) => (isBundle(path) || isPicture(path) ? { status: 404 } : null);
  await enter(page, visitor, wire);
  await visitor.isComplete();
  expect(await warningsOf(page)).toHaveLength(PICTURES);
  await noCard(page);
  await expect(page.locator('[data-note="missed"]')).toContainText(`${PICTURES} 张图片未能加载`);
});

const flip = (at: number) => (bytes: Buffer) => {
  const altered = Buffer.from(bytes);
  altered[altered.length - at] = altered[altered.length - at]! ^ 255;
  return altered;
};

test("a picture that was altered in the bundle is fetched by itself", async ({ visitor, page, wire }) => {
  wire.meddle = (path) => (isBundle(path) ? { alter: flip(100) } : null);
  await enter(page, visitor, wire);
  await visitor.isComplete();
  expect(await warningsOf(page)).toEqual([]);
  expect(new Set(wire.passed.map(({ path }) => path).filter(isPicture)).size).toBe(1);
  await noCard(page);
});

test("a picture that was altered wherever it lies is left out", async ({ visitor, page, wire }) => {
  wire.meddle = (path) => (isBundle(path) || isPicture(path) ? { alter: flip(100) } : null);
  await enter(page, visitor, wire);
  await visitor.isComplete();
  expect(await warningsOf(page)).toHaveLength(1);
  await noCard(page);
});

test("a scene that was altered is not shown", async ({ visitor, page, wire }) => {
  wire.isPlain = true;
  wire.meddle = (path) => (path.includes("gallery.gltf") ? { alter: flip(100) } : null);
  await page.goto(`${wire.origin}/h/gallery?debug&engine=${visitor.engine}`);
  await expect(page.locator('.failure[data-failure="file-broken"]')).toContainText("gallery.gltf");
});

test("whatever a server answers in place of pictures, the hall is shown with them", async ({ visitor, page, wire }) => {
  test.slow();
  const answers: Record<string, (bytes: Buffer) => object> = {
    "a page": () => ({ alter: () => Buffer.from("<!doctype html><title>Sign in</title>"), headers: { "content-type": "text/html" } }),
    nothing: () => ({ alter: () => Buffer.alloc(0) }),
    "too much": () => ({ alter: (bytes: Buffer) => Buffer.concat([bytes, Buffer.alloc(1 << 20)]) }),
    "another part": () => ({ status: 206, headers: { "content-range": "bytes 7-9/1000" } }),
    "a fault": () => ({ status: 500 }),
  };
  for (const [what, meddling] of Object.entries(answers)) {
    wire.meddle = (path) => (isBundle(path) ? meddling(Buffer.alloc(0)) : null);
    await enter(page, visitor, wire);
    await visitor.isComplete();
    expect(await warningsOf(page), what).toEqual([]);
    await noCard(page);
  }
});

test("who has no room for all pictures has the nearest", async ({ visitor, page, wire }) => {
  await page.addInitScript(() => {
    // A sixteenth of it has room for some twenty.
    Object.defineProperty(Navigator.prototype, "deviceMemory", { get: () => 0.027, configurable: true });
  });
  await enter(page, visitor, wire);
  await visitor.isComplete();
  expect(wire.passed.find(({ path }) => isBundle(path))).toMatchObject({ range: expect.stringMatching(/^bytes=0-\d+$/), status: 206 });
  await page.evaluate(() => {
    const own = window as unknown as { yunzhan: { viewer: { refine: (file: string, bytes: Uint8Array) => void } }; refined: [string, number][] };
    const { viewer } = own.yunzhan;
    const refine = viewer.refine.bind(viewer);
    own.refined = [];
    viewer.refine = (file, bytes) => {
      own.refined.push([file, bytes.length]);
      refine(file, bytes);
    };
  });
  const before = wire.passed.filter(({ path }) => isPicture(path)).length;
  // Those at the other end of the room come when one goes there.
  await page.keyboard.down("KeyW");
  await expect.poll(() => wire.passed.filter(({ path }) => isPicture(path)).length, { timeout: 30_000 }).toBeGreaterThan(before);
  await page.keyboard.up("KeyW");
  // What is far now is small again, so that its memory is free for them.
  const dropped = () =>
    page.evaluate(() => {
      const { refined } = window as unknown as { refined: [string, number][] };
      const { bundles } = JSON.parse(document.getElementById("hall-config")?.textContent ?? "") as Bundles;
      const pictures = Object.values(bundles).flatMap((own) => own.flatMap(({ pictures }) => pictures));
      return refined.filter(([file, bytes]) => pictures.some(({ path, small_bytes }) => path === file && small_bytes === bytes)).length;
    });
  await expect.poll(dropped, { timeout: 30_000 }).toBeGreaterThan(0);
  expect(await warningsOf(page)).toEqual([]);
});

/** Changes what the page says of its hall. */
const reword = (change: (config: { bundles: Record<string, { pictures: { memory_bytes: number }[] }[]> }) => void) => (page: Buffer) =>
  Buffer.from(
    page.toString().replace(/(<script id="hall-config"[^>]*>)(.*?)(<\/script>)/s, (_, head: string, json: string, tail: string) => {
      const config = JSON.parse(json) as Parameters<typeof change>[0];
      change(config);
      return head + JSON.stringify(config).replaceAll("<", "\\u003c") + tail;
    }),
  );

interface Bundles {
  bundles: Record<string, { file: string; pictures: { path: string; small_bytes: number }[] }[]>;
  files: Record<string, { size_bytes: number }>;
  tiers?: Record<string, Bundles["files"]>;
}

const megabyte = 1 << 20;

/** What browsers say of devices, and what pictures may take there: in each case 21 of those that are that large. */
const DEVICES: [string, { saveData: boolean; memory: number | undefined; touches: number }, number][] = [
  ["who saves data has pictures of no more than 32 MB", { saveData: true, memory: 8, touches: 0 }, 1.5 * megabyte],
  ["a phone that says nothing of its memory, as all iPhones, has no more than 192 MB", { saveData: false, memory: undefined, touches: 5 }, 9 * megabyte],
  ["a device of 4 GB has no more than 256 MB", { saveData: false, memory: 4, touches: 5 }, 12 * megabyte],
  ["a desk that says nothing of its memory has no more than 512 MB", { saveData: false, memory: undefined, touches: 0 }, 24 * megabyte],
];

for (const [title, device, pictureBytes] of DEVICES) {
  test(title, async ({ visitor, page, wire }) => {
    await page.addInitScript(({ saveData, memory, touches }) => {
      Object.defineProperty(Navigator.prototype, "connection", { get: () => ({ saveData }), configurable: true });
      Object.defineProperty(Navigator.prototype, "deviceMemory", { get: () => memory, configurable: true });
      Object.defineProperty(Navigator.prototype, "maxTouchPoints", { get: () => touches, configurable: true });
    }, device);
    wire.isPlain = true;
    const alter = reword((config) => {
      // Whoever saves data is to take those of a phone: no others are in a bundle then.
      if (device.saveData) config.bundles = { phone: config.bundles.phone! };
      const pictures = Object.values(config.bundles).flatMap((bundles) => bundles.flatMap(({ pictures }) => pictures));
      pictures.forEach((picture) => (picture.memory_bytes = pictureBytes));
    });
    wire.meddle = (path) => (path.startsWith("/h/gallery?") ? { alter } : null);
    await enter(page, visitor, wire);
    await visitor.isComplete();
    const [bundle, ...others] = wire.passed.filter(({ path }) => isBundle(path));
    expect(others).toEqual([]);
    expect(bundle).toMatchObject({ range: expect.stringMatching(/^bytes=0-\d+$/), status: 206 });
    const { bundles, files, tiers } = await page.evaluate(() => JSON.parse(document.getElementById("hall-config")?.textContent ?? "") as Bundles);
    const ends = Object.entries(bundles).map(([tier, [own]]) => {
      const whole = (path: string) => (tiers?.[tier]?.[path] ?? files[path])!.size_bytes;
      const small = own!.pictures.reduce((sum, { small_bytes }) => sum + small_bytes, 0);
      return own!.pictures.slice(0, 21).reduce((sum, { path }) => sum + whole(path), small) - 1;
    });
    expect(ends.map((end) => `bytes=0-${end}`)).toContain(bundle?.range);
    expect(await warningsOf(page)).toEqual([]);
  });
}
