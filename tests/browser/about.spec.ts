// Who made what is shown: in a card of the hall page, in the visitor's language, and never as anything but text.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { roomGltf, roomHall } from "./room";
import { expect, test } from "./visitor";

test("it fits on a phone", { tag: "@phone" }, async ({ visitor, page }) => {
  await visitor.enter("/h/looks");
  await visitor.photograph("deck");
  await page.getByRole("button", { name: "关于" }).click();
  const card = await page.getByRole("dialog", { name: "关于" }).boundingBox();
  expect(card!.x).toBeGreaterThanOrEqual(0);
  expect(card!.x + card!.width).toBeLessThanOrEqual(page.viewportSize()!.width);
  await visitor.photograph("about");
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
});

test("makers and terms are named, whatever they say", async ({ visitor, page }) => {
  const packet = {
    "dc:title": { "rdf:_1": { "@language": "zh-CN", "@value": "齿轮" }, "rdf:_2": { "@language": "en", "@value": "Gear" } },
    "dc:creator": { "@list": ["<img src=x onerror=alert(1)>", "小组"] },
    "dc:source": "https://example.com/gear",
    "dc:license": "javascript:alert(2)",
  };
  const room = JSON.parse(roomGltf());
  room.asset = { version: "2.0", copyright: "© 云展", extensions: { KHR_xmp_json_ld: { packet: 0 } } };
  room.extensionsUsed = ["KHR_xmp_json_ld"];
  room.extensions = { KHR_xmp_json_ld: { packets: [packet] } };
  const folder = join(visitor.server.halls, "credited");
  mkdirSync(folder);
  writeFileSync(join(folder, "room.gltf"), JSON.stringify(room));
  writeFileSync(join(folder, "hall.json"), JSON.stringify(roomHall(["room.gltf"])));

  await visitor.enter("/h/credited");
  const about = page.getByRole("button", { name: "关于" });
  await about.click();
  const card = page.getByRole("dialog", { name: "关于" });
  await expect(card).toBeFocused();
  for (const words of ["试验单位", "齿轮", "<img src=x onerror=alert(1)>", "小组", "© 云展", "javascript:alert(2)"]) {
    await expect(card.getByText(words, { exact: true })).toBeVisible();
  }
  await expect(card.getByText("Gear", { exact: true })).toHaveCount(0);
  await expect(card.getByRole("link", { name: "https://example.com/gear" })).toHaveAttribute("rel", /nofollow/);
  await expect(card.getByRole("link")).toHaveCount(1);
  await visitor.photograph("about");
  await page.keyboard.press("Escape");
  await expect(about).toBeFocused();
  await about.click();
  await page.getByRole("button", { name: "EN · Switch to English" }).click();
  await expect(page.getByRole("dialog", { name: "About" }).getByText("Gear", { exact: true })).toBeVisible();
});
