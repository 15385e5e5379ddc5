// When something is missing, broken or taken away, the page says what, where and what to do; what can come back by itself does.

import type { Page } from "@playwright/test";
import { expect, test, type Stats } from "./visitor";

async function expectCard(page: Page, kind: string, words: string[]): Promise<void> {
  const card = page.locator(`.failure[data-failure="${kind}"]`);
  await expect(card).toBeVisible();
  for (const text of words) await expect(card).toContainText(text);
  await expect(card.getByRole("heading")).toBeFocused();
  await expect(card.locator('[data-action="retry"]')).toBeVisible();
  await expect(card.locator('[data-action="catalogue"]')).toHaveAttribute("href", /\/catalogue/);
}

test("a file that is missing is named", async ({ visitor, page }) => {
  await visitor.go("/h/missing");
  await expectCard(page, "file-missing", ["缺少一个文件", "A file is missing", "gone.bin"]);
  await visitor.photograph("card-missing");
});

test("a GLB that is broken is named", { tag: "@engine" }, async ({ visitor, page }) => {
  await visitor.go("/h/broken");
  await expectCard(page, "file-broken", ["一个文件无法读取", "A file cannot be read", "room.glb"]);
  await visitor.photograph("card-broken");
});

test("a hall.json that is invalid says where", async ({ visitor, page }) => {
  await visitor.go("/h/invalid");
  await expect(page.locator("body")).toContainText("scenes");
  await visitor.photograph("page-invalid");
});

test("without WebGPU and WebGL2 the catalogue is offered", async ({ visitor, page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(Navigator.prototype, "gpu", { get: () => undefined });
    const getContext = HTMLCanvasElement.prototype.getContext as (kind: string, ...rest: unknown[]) => unknown;
    HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, kind: string, ...rest: unknown[]) {
      return kind === "webgl2" ? null : getContext.call(this, kind, ...rest);
    } as typeof HTMLCanvasElement.prototype.getContext;
  });
  const engines: string[] = [];
  page.on("request", (request) => {
    if (/\.wasm/.test(request.url())) engines.push(request.url());
  });
  await page.goto(`${visitor.server.origin}/h/room?debug`);
  await expectCard(page, "no-gpu", ["WebGPU 与 WebGL2 都不可用", "Neither WebGPU nor WebGL2"]);
  expect(engines, "an engine that can't run is not downloaded").toEqual([]);
  await visitor.photograph("card-no-gpu");
  await page.locator('[data-action="catalogue"]').click();
  await expect(page).toHaveURL(/\/h\/room\/catalogue/);
  await expect(page.locator("body")).toContainText("红色方台");
});

test("a network that comes back within two tries is not noticed", async ({ visitor, page }) => {
  let tries = 0;
  await page.route(/room\.gltf/, (route) => (++tries <= 2 ? route.abort("connectionreset") : route.continue()));
  await visitor.enter();
  expect(tries).toBe(3);
});

test("a network that is gone gets a card, and a retry", async ({ visitor, page }) => {
  await page.route(/room\.gltf/, (route) => route.abort("internetdisconnected"));
  await visitor.go("/h/room");
  await expectCard(page, "network", ["网络中断", "room.gltf"]);
  await visitor.photograph("card-network");
  await page.unroute(/room\.gltf/);
  await page.locator('[data-action="retry"]').click();
  await visitor.isInside();
});

test("an engine that doesn't compile gets a card", async ({ visitor, page }) => {
  await page.route(/\.wasm$/, (route) => route.fulfill({ contentType: "application/wasm", body: Buffer.from("not a module") }));
  await visitor.go("/h/room");
  await expectCard(page, "engine", ["三维画面未能启动", "could not start"]);
});

test("a lost context comes back to the same place", { tag: "@engine" }, async ({ visitor, page }) => {
  await visitor.enter();
  const start = await visitor.eye();
  // Backwards: however late the key is let go, the wall behind stops and the whole room is in sight.
  await page.keyboard.down("KeyS");
  await expect.poll(() => visitor.metresFrom(start)).toBeGreaterThan(0.5);
  await page.keyboard.up("KeyS");
  await visitor.standsStill();
  const seen = await visitor.pictureFacts(await visitor.photograph("before-loss"), 0.7);
  expect(seen.range).toBeGreaterThan(40);
  expect(seen.commonest).toBeLessThan(0.6);

  // In one breath: a slow machine may still be walking.
  const before = await page.evaluate(() => {
    const { viewer } = (window as unknown as { yunzhan: { viewer: { stats(): Stats; loseContext(): void } } }).yunzhan;
    const stats = viewer.stats();
    viewer.loseContext();
    return stats;
  });
  await expect(page.getByRole("status")).toHaveText("画面已恢复。");
  await visitor.isInside();
  const after = await visitor.stats();
  expect(await visitor.metresFrom(before.eye)).toBeLessThan(0.05);
  expect(after.headingDeg).toBeCloseTo(before.headingDeg, 0);
  expect(after.backend).toBe(before.backend);
  await expect(async () => {
    const facts = await visitor.pictureFacts(await visitor.photograph("recovered"), 0.7);
    expect(Math.abs(facts.range - seen.range)).toBeLessThan(16);
    expect(Math.abs(facts.commonest - seen.commonest)).toBeLessThan(0.1);
  }).toPass();
  await page.keyboard.down("KeyW");
  await expect.poll(() => visitor.metresFrom(before.eye)).toBeGreaterThan(0.3);
  await page.keyboard.up("KeyW");
});

test("losses one after the other end with a card, and its button leads back", async ({ visitor, page }) => {
  await visitor.enter();
  const root = page.locator("html");
  const lose = () => page.evaluate(() => (window as unknown as { yunzhan: { viewer: { loseContext(): void } | null } }).yunzhan.viewer?.loseContext());
  for (let losses = 0; losses < 3; losses++) {
    await lose();
    await expect(root).toHaveAttribute("data-phase", "recovering");
    await visitor.isInside();
  }
  await lose();
  await expectCard(page, "context-lost", ["画面反复中断"]);
  await visitor.photograph("card-context-lost");
  await page.locator('[data-action="retry"]').click();
  await visitor.isInside();
});
