// Looks to choose from (KHR_materials_variants): in an exhibit's panel, for the room, in the address; kept when the context is lost.

import type { Page } from "@playwright/test";
import { expect, test, type Visitor } from "./visitor";

/** The mean colour in the middle of what the panel leaves free. */
async function colourAhead(visitor: Visitor, page: Page): Promise<[number, number, number]> {
  const panel = await visitor.panel.boundingBox();
  const { width, height } = page.viewportSize()!;
  const clip = { x: (panel?.x ?? width) / 2 - 20, y: height / 2 - 10, width: 40, height: 40 };
  return (await visitor.pictureFacts(await page.screenshot({ clip, scale: "css" }), 1)).mean;
}

async function expectAhead(visitor: Visitor, page: Page, channel: number): Promise<void> {
  await expect(async () => {
    const colour = await colourAhead(visitor, page);
    const others = Math.max(...colour.filter((_, index) => index !== channel));
    expect(colour[channel], String(colour)).toBeGreaterThan(others * 1.4);
  }).toPass();
}

test("an exhibit is seen in another look, by keyboard, and stays so", { tag: "@engine" }, async ({ visitor, page }) => {
  await visitor.enter("/h/looks");
  await page.locator('.mark[data-exhibit="block"]').click();
  const group = visitor.panel.getByRole("radiogroup", { name: "外观" });
  const looks = group.getByRole("radio");
  await expect(looks).toHaveCount(3);
  await expect(group.getByRole("radio", { name: "原样" })).toBeChecked();
  await visitor.standsStill();
  await expectAhead(visitor, page, 0);

  await group.getByRole("radio", { name: "原样" }).focus();
  await page.keyboard.press("ArrowDown");
  await expect(group.getByRole("radio", { name: "翠绿" })).toBeChecked();
  await expect(page.getByRole("status")).toHaveText("外观：翠绿");
  await expectAhead(visitor, page, 1);
  await visitor.photograph("look");
  await group.getByText("<b>蓝</b>").click();
  await expectAhead(visitor, page, 2);
  await expect(page.getByRole("status")).toHaveText("外观：<b>蓝</b>");
  await expect(visitor.panel).toBeVisible();

  await page.evaluate(() => (window as unknown as { yunzhan: { viewer: { loseContext(): void } } }).yunzhan.viewer.loseContext());
  await expect(page.locator("html")).toHaveAttribute("data-phase", "recovering");
  await visitor.isInside();
  await expect(group.getByRole("radio", { name: "<b>蓝</b>" })).toBeChecked();
  await expectAhead(visitor, page, 2);
});

test("the room has looks of its own, and the address may name one", async ({ visitor, page }) => {
  await visitor.enter("/h/looks", { variant: "翠绿" });
  await page.getByRole("button", { name: "展厅外观" }).click();
  const card = page.getByRole("dialog", { name: "展厅外观" });
  await expect(card).toBeFocused();
  await expect(card.getByRole("radio")).toHaveCount(2);
  await expect(card.getByRole("radio", { name: "翠绿" })).toBeChecked();
  await visitor.photograph("look-of-the-room");
  await card.getByRole("radio", { name: "原样" }).check();
  await expect(page.getByRole("status")).toHaveText("外观：原样");
  await page.keyboard.press("Escape");
  await expect(card).toHaveCount(0);
  await expect(page.getByRole("button", { name: "展厅外观" })).toBeFocused();
  await page.locator('.mark[data-exhibit="block"]').click();
  await expect(visitor.panel.getByRole("radio", { name: "翠绿" })).toBeChecked();
});

test("a hall without looks offers none", async ({ visitor, page }) => {
  await visitor.enter("/h/room", { variant: "翠绿" });
  await expect(page.locator('[data-tool="look"]')).toHaveCount(0);
  const warnings = await page.evaluate(() => (window as unknown as { yunzhan: { state: { warnings: string[] } } }).yunzhan.state.warnings.join());
  expect(warnings).toContain("翠绿");
});
