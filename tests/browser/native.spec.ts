// Both builds for the web draw what the desktop viewer draws on the same tier.

import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./server";
import { expect, test, type Visitor } from "./visitor";

const viewer = process.env.YUNZHAN_VIEW ?? join(root, "target/debug/yunzhan-view");

/** Of 255: what rounding and other rasterisers' edges make of the same picture, on average and for how many pixels. */
const MEAN = 0.6;
const SEEN = 12;
const SHARE = 0.005;

/** Compares what is seen now with what the desktop viewer draws from the entrance. */
async function compare(visitor: Visitor, hall: string, size: string, options: string[]): Promise<void> {
  const folder = join(root, "tests/actual/browser");
  mkdirSync(folder, { recursive: true });
  const name = `${hall}${options.length ? "" : "-all"}-${visitor.engine}.png`;
  const [here, there] = [join(folder, `browser-${name}`), join(folder, `native-${name}`)];
  const { tier } = await visitor.stats();
  writeFileSync(here, await visitor.pictureAlone());
  execFileSync(viewer, ["shot", join(visitor.server.halls, hall), "--size", size, "--tier", tier.toLowerCase(), ...options, "--output", there], { stdio: "ignore" });
  const { mean, share } = await visitor.difference([readFileSync(here), readFileSync(there)], SEEN);
  console.log(`${name}: ${mean.toFixed(2)} on average, ${(100 * share).toFixed(2)} % differ by more than ${SEEN}`);
  expect(mean, "mean difference").toBeLessThan(MEAN);
  expect(share, "pixels that differ").toBeLessThan(SHARE);
}

// The dim hall has a panorama, and exposure that follows what is seen.
for (const hall of ["room", "polished", "dim"]) {
  test(`the browser's picture of the ${hall} hall is the desktop's`, { tag: "@engine" }, async ({ visitor }) => {
    await visitor.enter(`/h/${hall}`);
    await visitor.isComplete();
    await compare(visitor, hall, "640x400", ["--plain"]);
  });
}

test("with everything that fast devices draw it is, too", { tag: "@webgpu" }, async ({ visitor, page }) => {
  // A clock that says that frames come fast.
  await page.addInitScript(() => {
    const ask = window.requestAnimationFrame.bind(window);
    let [real, told] = [0, 0];
    window.requestAnimationFrame = (then) =>
      ask((now) => {
        if (now !== real) told += 10;
        real = now;
        then(told);
      });
  });
  await page.setViewportSize({ width: 480, height: 300 });
  await visitor.enter("/h/polished");
  await visitor.isComplete();
  const before = (await visitor.stats()).draws;
  // Who moves without a halt for as long as this draws everything.
  await page.evaluate(async () => {
    const { viewer } = (window as unknown as { yunzhan: { viewer: { stats(): { eye: number[] }; lookFrom(...numbers: number[]): void } } }).yunzhan;
    const [x, y, z] = viewer.stats().eye as [number, number, number];
    for (let frame = 0; frame <= 150; frame++) {
      const turn = frame < 150 ? 0.1 * Math.sin(frame / 20) : 0;
      viewer.lookFrom(x, y, z, x + Math.sin(turn), y, z - Math.cos(turn), (1.02 * 180) / Math.PI);
      await new Promise(requestAnimationFrame);
    }
  });
  expect((await visitor.stats()).draws, "draws with everything").toBeGreaterThan(before);
  await compare(visitor, "polished", "240x150", []);
});
