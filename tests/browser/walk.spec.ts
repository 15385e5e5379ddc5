// Moving: keys, mouse, fingers; and what stands in the way.

import type { CDPSession } from "@playwright/test";
import { ROOM } from "./room";
import { expect, test } from "./visitor";

/** No eye comes nearer to a wall than this, metres; the body is a little wider still. */
const NEAREST_M = 0.1;

test("keys walk, and a wall stops", { tag: "@engine" }, async ({ visitor, page }) => {
  await visitor.enter();
  const start = await visitor.eye();
  expect(start[0]).toBeCloseTo(ROOM.spawn.x, 1);
  expect(start[2]).toBeCloseTo(ROOM.spawn.z, 1);

  // No click before: the page hands the walking keys on to the picture.
  await page.keyboard.down("KeyW");
  await expect.poll(() => visitor.metresFrom(start)).toBeGreaterThan(1);
  await page.keyboard.down("ShiftLeft");
  await expect.poll(async () => (await visitor.eye())[2]).toBeLessThan(-ROOM.halfLengthM + 1);
  await visitor.standsStill();
  await page.keyboard.up("KeyW");
  await page.keyboard.up("ShiftLeft");

  const end = await visitor.eye();
  expect(end[2]).toBeGreaterThan(-ROOM.halfLengthM + NEAREST_M);
  expect(end[0]).toBeCloseTo(start[0], 1);
  expect(end[1]).toBeCloseTo(start[1], 1);
});

test("a slanting walk slides along the wall", async ({ visitor, page }) => {
  await visitor.enter();
  await page.keyboard.down("KeyD");
  await page.keyboard.down("KeyS");
  await expect.poll(async () => (await visitor.eye())[0]).toBeGreaterThan(ROOM.halfWidthM - 1);
  await visitor.standsStill();
  await page.keyboard.up("KeyD");
  await page.keyboard.up("KeyS");
  const eye = await visitor.eye();
  // South stopped it first; it went on to the corner.
  expect(eye[2]).toBeGreaterThan(ROOM.spawn.z + 0.5);
  expect(eye[0]).toBeLessThan(ROOM.halfWidthM - NEAREST_M);
  expect(eye[2]).toBeLessThan(ROOM.halfLengthM - NEAREST_M);
});

test("dragging with the mouse turns", { tag: "@engine" }, async ({ visitor, page }) => {
  await visitor.enter();
  const before = await visitor.stats();
  await page.mouse.move(640, 500);
  await page.mouse.down();
  await page.mouse.move(840, 500, { steps: 8 });
  await page.mouse.up();
  const turned = async () => {
    const { headingDeg } = await visitor.stats();
    return ((headingDeg - before.headingDeg + 540) % 360) - 180;
  };
  // What is under the pointer follows it: dragging to the right looks to the left.
  await expect.poll(turned).toBeGreaterThan(5);
  expect(await visitor.metresFrom(before.eye)).toBeLessThan(0.05);
});

test("the wheel steps, a click on the floor goes there", async ({ visitor, page }) => {
  await visitor.enter();
  const start = await visitor.eye();
  await page.mouse.move(640, 600);
  await page.mouse.wheel(0, -300);
  await expect.poll(async () => (await visitor.eye())[2]).toBeLessThan(start[2] - 0.2);
  await visitor.standsStill();
  const stepped = await visitor.eye();
  await page.mouse.click(640, 620);
  await expect.poll(() => visitor.metresFrom(stepped)).toBeGreaterThan(0.5);
});

/** Fingers as the browser itself delivers them. */
async function touch(session: CDPSession, type: "touchStart" | "touchMove" | "touchEnd", points: { x: number; y: number }[]): Promise<void> {
  await session.send("Input.dispatchTouchEvent", { type, touchPoints: points.map((point, id) => ({ ...point, id })) });
}

test("one finger looks around", { tag: "@phone" }, async ({ visitor, page }) => {
  await visitor.enter();
  const before = await visitor.stats();
  const session = await page.context().newCDPSession(page);
  await touch(session, "touchStart", [{ x: 120, y: 420 }]);
  for (let x = 120; x <= 260; x += 20) await touch(session, "touchMove", [{ x, y: 420 }]);
  await touch(session, "touchEnd", []);
  await expect.poll(async () => Math.abs((await visitor.stats()).headingDeg - before.headingDeg)).toBeGreaterThan(5);
  expect(await visitor.metresFrom(before.eye)).toBeLessThan(0.05);
});

test("a tap on the floor goes there", { tag: "@phone" }, async ({ visitor, page }) => {
  await visitor.enter();
  const start = await visitor.eye();
  await page.touchscreen.tap(180, 430);
  await expect.poll(async () => (await visitor.eye())[2]).toBeLessThan(start[2] - 0.5);
});

test("two fingers step", { tag: "@phone" }, async ({ visitor, page }) => {
  await visitor.enter();
  const start = await visitor.eye();
  const session = await page.context().newCDPSession(page);
  const fingers = (y: number) => [{ x: 130, y }, { x: 230, y }];
  await touch(session, "touchStart", fingers(440));
  for (let y = 440; y >= 300; y -= 20) await touch(session, "touchMove", fingers(y));
  await expect.poll(() => visitor.metresFrom(start)).toBeGreaterThan(0.3);
  await touch(session, "touchEnd", []);
  await visitor.standsStill();
});
