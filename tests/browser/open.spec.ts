// Coming in: the poster, the bytes, the first look.

import { expect, test } from "./visitor";
import { Wire } from "./wire";

test("the lobby opens and is seen", { tag: "@engine" }, async ({ visitor }) => {
  // A frame of the whole lobby takes seconds in software.
  test.slow();
  await visitor.enter("/h/lobby");
  const stats = await visitor.stats();
  expect(stats.backend.toLowerCase()).toContain(visitor.engine);
  expect(stats.triangles).toBeGreaterThan(1000);
  // Software is still at work when the page has been told: the picture comes a little later.
  await expect(async () => {
    const seen = await visitor.photograph("lobby");
    const whole = await visitor.pictureFacts(seen, 0.9);
    expect(whole.colours).toBeGreaterThan(150);
    expect(whole.range).toBeGreaterThan(80);
    const middle = await visitor.pictureFacts(seen, 0.3);
    expect(middle.colours).toBeGreaterThan(50);
    expect(middle.commonest).toBeLessThan(0.9);
  }).toPass({ timeout: 300_000 });
});

test("the lobby opens on a phone", { tag: "@phone" }, async ({ visitor }) => {
  // A frame of the whole lobby takes seconds in software.
  test.slow();
  await visitor.enter("/h/lobby");
  await expect(async () => {
    const seen = await visitor.photograph("lobby");
    expect((await visitor.pictureFacts(seen, 0.9)).colours).toBeGreaterThan(150);
  }).toPass({ timeout: 300_000 });
});

test("the picture fills a large screen", async ({ visitor, page }) => {
  await page.setViewportSize({ width: 2560, height: 1440 });
  await visitor.enter();
  const size = await visitor.canvas.boundingBox();
  expect(size).toEqual({ x: 0, y: 0, width: 2560, height: 1440 });
  await expect(async () => {
    const seen = await visitor.photograph("large-screen");
    expect((await visitor.pictureFacts(seen, 0.9)).colours).toBeGreaterThan(20);
  }).toPass();
});

test("bytes are counted honestly", async ({ visitor, page }) => {
  test.slow();
  await page.addInitScript(() => {
    const seen: [number, number][] = [];
    (window as unknown as { seen: unknown }).seen = seen;
    new MutationObserver(() => {
      const { receivedBytes, totalBytes } = document.documentElement.dataset;
      if (receivedBytes !== undefined) seen.push([Number(receivedBytes), Number(totalBytes)]);
    }).observe(document, { attributes: true, subtree: true, attributeFilter: ["data-received-bytes", "data-total-bytes"] });
  });
  const fetched = new Set<string>();
  page.on("request", (request) => {
    if (request.resourceType() === "fetch") fetched.add(new URL(request.url()).pathname);
  });
  const network = await page.context().newCDPSession(page);
  await network.send("Network.enable");
  await network.send("Network.emulateNetworkConditions", { offline: false, latency: 20, downloadThroughput: 4e6, uploadThroughput: 1e6 });
  await visitor.go("/h/lobby");
  await expect(page.getByRole("progressbar")).toBeVisible();
  await visitor.photograph("loading");
  await visitor.isInside();
  const told = () => page.evaluate(() => (window as unknown as { seen: [number, number][] }).seen);
  // Pictures come after the first look.
  await expect.poll(async () => new Set((await told()).at(-1)).size, { timeout: 60_000 }).toBe(1);

  const seen = await told();
  expect(seen.length).toBeGreaterThan(5);
  for (const [at, [received, total]] of seen.entries()) {
    expect(received).toBeGreaterThanOrEqual(seen[at - 1]?.[0] ?? 0);
    expect(total).toBeGreaterThanOrEqual(received);
  }
  const announced = await page.evaluate((engine) => {
    const config = JSON.parse(document.getElementById("hall-config")!.textContent!);
    const files = Object.values<{ url: string; size_bytes: number }>(config.files);
    // The lobby leaves tangents to its reader.
    const decoders = Object.values<{ wasm: string; wasm_bytes: number }>(config.decoders);
    files.push(...decoders.map(({ wasm, wasm_bytes }) => ({ url: wasm, size_bytes: wasm_bytes })));
    const { script_bytes, wasm_bytes } = config.engines[engine];
    return { engineBytes: script_bytes + wasm_bytes, files };
  }, visitor.engine);
  expect(announced.engineBytes).toBeGreaterThan(100_000);
  const asked = announced.files.filter(({ url }) => fetched.has(url.split("?")[0]!));
  expect(asked.length).toBeGreaterThan(1);
  const expected = asked.reduce((sum, file) => sum + file.size_bytes, announced.engineBytes);
  expect(seen.at(-1)).toEqual([expected, expected]);
});

test("a GLB whose pictures come last is seen before them", { tag: "@engine" }, async ({ visitor, page, server }) => {
  const wire = await Wire.to(server.origin);
  let release = () => {};
  const until = new Promise<void>((resolve) => (release = resolve));
  // The room is less; the picture comes when it has been seen without.
  wire.isPlain = true;
  wire.meddle = (path) => (path.includes("pictured.glb") ? { hold: { after: 20_000, until } } : null);
  await page.goto(`${wire.origin}/h/pictured?debug&engine=${visitor.engine}`);
  const { dataset } = await page.waitForFunction(() => {
    const { dataset } = document.documentElement;
    return dataset.phase === "inside" || dataset.phase === "failed" ? { dataset: { ...dataset } } : null;
  }, null, { timeout: 240_000 }).then((handle) => handle.jsonValue() as Promise<{ dataset: DOMStringMap }>);
  expect(dataset.phase).toBe("inside");
  expect(Number(dataset.receivedBytes)).toBeLessThan(Number(dataset.totalBytes));
  expect(dataset.complete).not.toBe("true");
  await visitor.isInside();
  const plain = await visitor.pictureFacts(await visitor.pictureAlone(), 0.9);
  release();
  await visitor.isComplete();
  expect(await page.evaluate(() => (window as unknown as { yunzhan: { state: { warnings: string[] } } }).yunzhan.state.warnings)).toEqual([]);
  await expect(async () => {
    const pictured = await visitor.pictureFacts(await visitor.photograph("pictured"), 0.9);
    expect(pictured.colours).toBeGreaterThan(1.5 * plain.colours);
  }).toPass();
  await wire.stop();
});

test("without motion the poster goes at once", async ({ visitor, page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await visitor.go("/h/room");
  await expect(page.locator("html")).toHaveAttribute("data-phase", "inside", { timeout: 120_000 });
  await expect(page.locator(".loading")).toHaveCount(0, { timeout: 500 });
  await page.locator('.mark[data-exhibit="block"]').click();
  await expect(visitor.panel).toBeVisible();
  const animation = await visitor.panel.evaluate((panel) => getComputedStyle(panel).animationDuration);
  expect(Number.parseFloat(animation)).toBe(0);
});

test("when WebGPU fails before the first look, WebGL2 takes over", async ({ page, server }) => {
  await page.addInitScript(() => {
    const prototype = (window as unknown as { GPUAdapter: { prototype: { requestDevice: unknown } } }).GPUAdapter.prototype;
    prototype.requestDevice = () => Promise.reject(new DOMException("no device today", "OperationError"));
  });
  await page.goto(`${server.origin}/h/room?debug`);
  await expect(page.locator("html")).toHaveAttribute("data-phase", "inside", { timeout: 120_000 });
  const backend = await page.evaluate(() => (window as unknown as { yunzhan: { viewer: { stats(): { backend: string } } } }).yunzhan.viewer.stats().backend);
  expect(backend).toBe("WebGL2");
});

test("WebGPU is taken where it is there", async ({ page, server }) => {
  await page.goto(`${server.origin}/h/room?debug`);
  await expect(page.locator("html")).toHaveAttribute("data-phase", "inside", { timeout: 120_000 });
  const backend = await page.evaluate(() => (window as unknown as { yunzhan: { viewer: { stats(): { backend: string } } } }).yunzhan.viewer.stats().backend);
  expect(backend).toBe("WebGPU");
});
