// Screens in the hall: films and pictures that move, played while they are seen, paused on request, still where motion is not wanted.

import type { Page } from "@playwright/test";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { movingGif, roomHall, roomWithScreens } from "./room";
import { expect, test, type Visitor } from "./visitor";

/** Two seconds of red and blue by turns, recorded by the browser itself. */
async function makeFilm(page: Page): Promise<Buffer> {
  const blank = await page.context().newPage();
  const base64 = await blank.evaluate(async () => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [64, 64];
    const context = canvas.getContext("2d")!;
    const recorder = new MediaRecorder(canvas.captureStream(20), { mimeType: "video/webm;codecs=vp8" });
    const chunks: Blob[] = [];
    recorder.addEventListener("dataavailable", (event) => chunks.push(event.data));
    const stopped = new Promise((resolve) => recorder.addEventListener("stop", resolve));
    const paint = (turn: number) => {
      context.fillStyle = turn % 2 ? "#e00000" : "#0000e0";
      context.fillRect(0, 0, 64, 64);
    };
    paint(0);
    recorder.start();
    for (let turn = 0; turn < 8; turn++) {
      paint(turn);
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
    recorder.stop();
    await stopped;
    const bytes = new Uint8Array(await new Blob(chunks).arrayBuffer());
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  });
  await blank.close();
  return Buffer.from(base64, "base64");
}

function writeScreens(halls: string, name: string, film: Buffer): string {
  const folder = join(halls, name);
  mkdirSync(folder, { recursive: true });
  const text = (zh: string, en: string) => ({ "zh-CN": zh, en });
  const screens = [
    { id: "film", title: text("宣传片", "Film"), node: "left screen", file: "film.webm", alt: text("红蓝交替", "Red and blue by turns") },
    { id: "loop", title: text("动图", "Loop"), node: "right screen", file: "loop.gif", alt: text("红绿交替", "Red and green by turns") },
  ];
  const files = { "hall.json": JSON.stringify({ ...roomHall(["room.gltf"]), screens }), "room.gltf": roomWithScreens(), "film.webm": film, "loop.gif": movingGif() };
  for (const [file, content] of Object.entries(files)) writeFileSync(join(folder, file), content);
  return `/h/${name}`;
}

/** Which of red, green and blue the left and the right screen show; null is none of them. */
async function shown(visitor: Visitor, page: Page): Promise<(number | null)[]> {
  const { width, height } = page.viewportSize()!;
  const seen: (number | null)[] = [];
  for (const part of [0.42, 0.58]) {
    const clip = { x: width * part - 10, y: height * 0.47 - 10, width: 20, height: 20 };
    const { mean } = await visitor.pictureFacts(await page.screenshot({ clip, scale: "css" }), 1);
    const channel = mean.indexOf(Math.max(...mean));
    const others = Math.max(...mean.filter((_, index) => index !== channel));
    seen.push(mean[channel]! > others * 1.6 && mean[channel]! > 60 ? channel : null);
  }
  return seen;
}

const frames = async (visitor: Visitor) => (await visitor.stats()).frames;

test("they play while they are seen, and stop when asked", { tag: "@engine" }, async ({ visitor, page }) => {
  test.slow();
  const path = writeScreens(visitor.server.halls, "screens", await makeFilm(page));
  await visitor.enter(path);
  const [left, right] = [new Set<number | null>(), new Set<number | null>()];
  await expect(async () => {
    const [film, loop] = await shown(visitor, page);
    left.add(film!);
    right.add(loop!);
    expect([...left]).toEqual(expect.arrayContaining([0, 2]));
    expect([...right]).toEqual(expect.arrayContaining([0, 1]));
  }).toPass({ intervals: [50], timeout: 120_000 });
  await visitor.photograph("screens");

  const controls = page.getByRole("list", { name: "屏幕" });
  await controls.getByRole("button", { name: "暂停：宣传片" }).focus();
  await page.keyboard.press("Enter");
  await controls.getByRole("button", { name: "暂停：动图" }).click();
  await expect(controls.getByRole("button", { name: "播放：动图" })).toBeVisible();
  await expect(async () => {
    const before = await frames(visitor);
    await page.waitForTimeout(1500);
    expect(await frames(visitor)).toBe(before);
  }).toPass();
  const still = await shown(visitor, page);
  expect(still).not.toContain(null);
  await page.waitForTimeout(1200);
  expect(await shown(visitor, page)).toEqual(still);

  // Whoever turns away has no controls for them, and nothing is drawn for them.
  await controls.getByRole("button", { name: "播放：宣传片" }).click();
  await page.evaluate(() => (window as unknown as { yunzhan: { viewer: { goToViewpoint(id: string): void } } }).yunzhan.viewer.goToViewpoint("door"));
  await expect(controls).toHaveCount(0);
  await visitor.standsStill();
  await expect(async () => {
    const before = await frames(visitor);
    await page.waitForTimeout(1500);
    expect(await frames(visitor)).toBe(before);
  }).toPass();
});

test("where motion is not wanted they wait for a press, and stay silent until asked", async ({ visitor, page }) => {
  test.slow();
  await page.emulateMedia({ reducedMotion: "reduce" });
  const path = writeScreens(visitor.server.halls, "calm-screens", await makeFilm(page));
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await visitor.enter(path);
  const play = page.getByRole("button", { name: "播放：宣传片" });
  await expect(play).toBeVisible();
  await page.waitForTimeout(1000);
  expect(asked.filter((url) => /film|loop/.test(url)), "what is not played is not fetched").toEqual([]);
  expect(await shown(visitor, page)).toEqual([null, null]);
  await play.click();
  await expect.poll(async () => (await shown(visitor, page))[0], { timeout: 120_000 }).not.toBeNull();
  const sound = page.getByRole("button", { name: "声音：宣传片" });
  await expect(sound).toHaveAttribute("aria-pressed", "false");
  await sound.click();
  await expect(sound).toHaveAttribute("aria-pressed", "true");
});

test("what cannot be played is said once, and the poster stays", async ({ visitor, page }) => {
  const path = writeScreens(visitor.server.halls, "broken-screens", Buffer.from("1a45dfa3000000", "hex"));
  await visitor.enter(path);
  const words = "“宣传片”在此浏览器中无法播放，显示的是封面。";
  await expect(page.locator('[data-screen="film"]')).toHaveText(words);
  await expect(page.locator('[data-screen="film"] button')).toHaveCount(0);
  await expect(page.getByRole("button", { name: "暂停：动图" })).toBeVisible();
});
