// Reading beside the picture: marks, panels, lists; where the focus is; both languages.

import { expect, test } from "./visitor";

test("a click on a mark walks up and opens the panel; the focus goes in and comes back", { tag: "@engine" }, async ({ visitor, page }) => {
  await visitor.enter();
  const start = await visitor.eye();
  const mark = page.locator('.mark[data-exhibit="block"]');
  await mark.click();
  await expect(visitor.panel).toBeVisible();
  expect(await visitor.metresFrom(start)).toBeGreaterThan(1);
  await expect(visitor.panel).toBeFocused();
  await expect(visitor.panel.getByRole("heading", { name: "红色方台" })).toBeVisible();
  await expect(visitor.panel.getByText("第二段。")).toBeVisible();
  await expect(page.getByRole("status")).toHaveText("已打开：红色方台");

  await page.keyboard.press("Escape");
  await expect(visitor.panel).toHaveCount(0);
  await expect(mark).toBeFocused();
});

test("a click on the exhibit itself does the same", async ({ visitor, page }) => {
  await visitor.enter();
  // Its mark is in its middle: beside the mark there is more of it.
  const mark = (await page.locator('.mark[data-exhibit="block"]').boundingBox())!;
  const [x, y] = [mark.x + mark.width / 2, mark.y - 25];
  expect(await page.evaluate(([x, y]) => document.elementFromPoint(x!, y!)?.tagName, [x, y])).toBe("CANVAS");
  const start = await visitor.eye();
  await page.mouse.click(x, y);
  await expect(visitor.panel.getByRole("heading", { name: "红色方台" })).toBeVisible();
  expect(await visitor.metresFrom(start)).toBeGreaterThan(1);
});

test("from panel to panel", async ({ visitor, page }) => {
  await visitor.enter();
  await page.locator('.mark[data-exhibit="block"]').click();
  await expect(visitor.panel).toBeVisible();
  const before = await visitor.eye();
  await visitor.panel.getByRole("button", { name: "下一件" }).click();
  await expect(visitor.panel.getByRole("heading", { name: "蓝色立柱" })).toBeVisible();
  await expect.poll(() => visitor.metresFrom(before)).toBeGreaterThan(1);
  await visitor.standsStill();
  await expect(visitor.panel.getByRole("heading", { name: "蓝色立柱" })).toBeVisible();
});

test("walking away closes the panel", async ({ visitor, page }) => {
  await visitor.enter();
  await page.locator('.mark[data-exhibit="block"]').click();
  await expect(visitor.panel).toBeVisible();
  await visitor.canvas.focus();
  await page.keyboard.down("KeyS");
  await expect(visitor.panel).toHaveCount(0);
  await page.keyboard.up("KeyS");
  await expect(visitor.canvas).toBeFocused();
});

test("a whole visit without a mouse", { tag: "@engine" }, async ({ visitor, page }) => {
  await visitor.enter();
  const list = page.getByRole("button", { name: "展品列表" });
  await expect(async () => {
    await page.keyboard.press("Tab");
    await expect(list).toBeFocused({ timeout: 100 });
  }).toPass();
  await page.keyboard.press("Enter");
  const drawer = page.getByRole("dialog", { name: "展品" });
  await expect(drawer).toBeFocused();
  const pillar = drawer.getByRole("button", { name: /蓝色立柱/ });
  await expect(async () => {
    await page.keyboard.press("Tab");
    await expect(pillar).toBeFocused({ timeout: 100 });
  }).toPass();
  await page.keyboard.press("Enter");
  await expect(visitor.panel).toBeFocused();
  await expect(visitor.panel.getByRole("heading", { name: "蓝色立柱" })).toBeVisible();
  // Esc closes what was opened last, then what was opened before, and the focus goes back step by step.
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await expect(visitor.panel).toHaveCount(0);
  await expect(drawer).toHaveCount(0);
  await expect(list).toBeFocused();
  const before = await visitor.eye();
  await page.keyboard.down("ArrowDown");
  await expect.poll(() => visitor.metresFrom(before)).toBeGreaterThan(0.5);
  await page.keyboard.up("ArrowDown");
});

test("the exhibit within reach offers itself, and Enter takes it", async ({ visitor, page }) => {
  await visitor.enter();
  await page.keyboard.down("KeyW");
  await expect(page.locator('[data-note="near"]')).toBeVisible();
  await page.keyboard.up("KeyW");
  await visitor.photograph("near");
  await page.keyboard.press("Enter");
  await expect(visitor.panel).toBeVisible();
});

test("the hint shows until somebody moves, and never again", async ({ visitor, page }) => {
  await visitor.enter();
  const hint = page.locator('[data-note="hint"]');
  await expect(hint).toContainText("W A S D");
  await page.keyboard.down("KeyS");
  await expect(hint).toHaveCount(0);
  await page.keyboard.up("KeyS");
  await page.reload();
  await visitor.isInside();
  await expect(hint).toHaveCount(0);
});

test("a phone's hint speaks of fingers", { tag: "@phone" }, async ({ visitor, page }) => {
  await visitor.enter();
  await expect(page.locator('[data-note="hint"]')).toContainText("双指");
});

test("the other language, and a reload keeps it", async ({ visitor, page }) => {
  await visitor.enter();
  await expect(page).toHaveTitle("试验室 · 云展");
  await page.getByRole("button", { name: "Switch to English" }).click();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await expect(page).toHaveTitle("Trial room · Yunzhan");
  await expect(page.getByRole("button", { name: "List of exhibits" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Catalogue" })).toHaveAttribute("href", /\/h\/room\/catalogue\?lang=en/);
  await page.reload();
  await visitor.isInside();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await page.locator('.mark[data-exhibit="block"]').click();
  await expect(visitor.panel.getByRole("heading", { name: "Red block" })).toBeVisible();
});

test("help, list, panel and the large picture", async ({ visitor, page }) => {
  await visitor.enter();
  await page.getByRole("button", { name: "操作说明" }).click();
  await expect(page.getByRole("dialog", { name: "操作说明" })).toBeFocused();
  await visitor.photograph("help");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "展品列表" }).click();
  const drawer = page.getByRole("dialog", { name: "展品" });
  await expect(drawer.locator(".drawer-item")).toHaveCount(2);
  await drawer.locator(".drawer-item").first().click();
  await expect(visitor.panel).toBeVisible();
  await visitor.standsStill();
  const picture = visitor.panel.getByRole("img", { name: "一幅图片" });
  await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
  await visitor.photograph("list-and-panel");
  await visitor.panel.locator(".gallery-picture").click();
  const large = page.locator("dialog.large");
  await expect(large).toBeVisible();
  await expect(large.getByText("图片的说明")).toBeVisible();
  await visitor.photograph("large-picture");
  await page.keyboard.press("Escape");
  await expect(large).toHaveCount(0);
  // Esc closed the picture, not the panel behind it.
  await expect(visitor.panel).toBeVisible();
});

test("a phone's sheet leaves the exhibit in sight", { tag: "@phone" }, async ({ visitor, page }) => {
  await visitor.enter();
  await page.getByRole("button", { name: "展品列表" }).tap();
  await visitor.photograph("list");
  await page.locator(".drawer-item").first().tap();
  await expect(visitor.panel).toBeVisible();
  await expect(page.locator(".drawer")).toHaveCount(0);
  await visitor.standsStill();
  await visitor.photograph("panel");
  const box = (await visitor.panel.boundingBox())!;
  expect(box.width).toBe(360);
  expect(box.y).toBeGreaterThan(200);
  expect(box.y + box.height).toBe(640);
  await page.setViewportSize({ width: 640, height: 360 });
  await expect.poll(async () => (await visitor.panel.boundingBox())!.height).toBe(360);
  expect((await visitor.panel.boundingBox())!.x).toBeGreaterThan(280);
  await visitor.photograph("panel-landscape");
});

test("everything to be tapped is large enough", { tag: "@phone" }, async ({ visitor, page }) => {
  await visitor.enter();
  for (const state of ["bare", "list", "help"]) {
    if (state !== "bare") await page.locator(`[data-tool="${state}"]`).tap();
    const small = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>(".visit :is(button, a)")]
        .filter((element) => element.checkVisibility({ visibilityProperty: true }))
        .map((element) => ({ name: element.outerHTML.slice(0, 90), box: element.getBoundingClientRect() }))
        // A panel that has just slid in is at fractions of a pixel.
        .filter(({ box }) => Math.min(box.width, box.height) < 43.99)
        .map(({ name, box }) => `${name}: ${box.width} × ${box.height}`),
    );
    expect(small, state).toEqual([]);
    if (state !== "bare") await page.locator(`[data-tool="${state}"]`).press("Escape");
  }
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(overflow).toBe(0);
});
