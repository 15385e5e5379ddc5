// axe finds nothing serious on any page; what it can't see (focus, keys, sizes) is in the other specs.

import type { Page } from "@playwright/test";
import type { AxeResults } from "axe-core";
import { source } from "axe-core";
import { expect, test } from "./visitor";

async function expectAccessible(page: Page, where: string): Promise<void> {
  // Evaluated by the tools of the browser, which the page's policy doesn't bind.
  await page.evaluate(source);
  const results = await page.evaluate(() => (window as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run());
  const grave = results.violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  const words = grave.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`);
  expect(words, where).toEqual([]);
}

test("the hall page, with and without its panel", async ({ visitor, page }) => {
  await visitor.enter();
  await expectAccessible(page, "hall");
  await page.getByRole("button", { name: "操作说明" }).click();
  await page.waitForTimeout(500);
  await expectAccessible(page, "help");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "展品列表" }).click();
  await page.waitForTimeout(500);
  await expectAccessible(page, "list");
  await page.locator(".drawer-item").first().click();
  await expect(visitor.panel).toBeVisible();
  await page.waitForTimeout(500);
  await expectAccessible(page, "list and panel");
});

test("looks to choose from, and who made what is shown", async ({ visitor, page }) => {
  await visitor.enter("/h/looks");
  for (const name of ["展厅外观", "关于"]) {
    await page.getByRole("button", { name }).click();
    await page.waitForTimeout(500);
    await expectAccessible(page, name);
  }
  await page.keyboard.press("Escape");
  await page.locator('.mark[data-exhibit="block"]').click();
  await expect(visitor.panel.getByRole("radiogroup")).toBeVisible();
  await page.waitForTimeout(500);
  await expectAccessible(page, "panel with looks");
});

test("a card", async ({ visitor, page }) => {
  await visitor.go("/h/missing");
  await expect(page.locator(".failure")).toBeVisible();
  await expectAccessible(page, "card");
});

test("the list of halls and the catalogue", async ({ visitor, page }) => {
  for (const path of ["/", "/h/lobby/catalogue"]) {
    await page.goto(`${visitor.server.origin}${path}`);
    await expectAccessible(page, path);
    await visitor.photograph(path === "/" ? "halls" : "catalogue");
  }
});

test("the list of halls and the catalogue on a phone", { tag: "@phone" }, async ({ visitor, page }) => {
  for (const path of ["/", "/h/lobby/catalogue"]) {
    await page.goto(`${visitor.server.origin}${path}`);
    await expectAccessible(page, path);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
    await visitor.photograph(path === "/" ? "halls" : "catalogue");
  }
});

test("forced colours and more contrast keep every control in sight", async ({ visitor, page }) => {
  await page.emulateMedia({ forcedColors: "active", contrast: "more" });
  await visitor.enter();
  await page.locator('.mark[data-exhibit="block"]').click();
  await expect(visitor.panel).toBeVisible();
  await visitor.photograph("forced-colours");
  const borders = await page.locator(".title-bar-tools .round").evaluateAll((buttons) => buttons.map((button) => getComputedStyle(button).borderTopColor));
  for (const border of borders) expect(border).not.toMatch(/rgba\(.*, 0\)|transparent/);
});
