// Both builds for the web draw what the desktop viewer draws on the same tier, without what slow devices leave out.

import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./server";
import { expect, test } from "./visitor";

const viewer = process.env.YUNZHAN_VIEW ?? join(root, "target/debug/yunzhan-view");

/** Of 255: what rounding and other rasterisers' edges make of the same picture, on average and for how many pixels. */
const MEAN = 0.5;
const SEEN = 12;
const SHARE = 0.002;

for (const hall of ["room", "looks"]) {
  test(`the browser's picture of the ${hall} is the desktop's`, { tag: "@engine" }, async ({ visitor, server }) => {
    const folder = join(root, "tests/actual/browser");
    mkdirSync(folder, { recursive: true });
    await visitor.enter(`/h/${hall}`);
    await visitor.isComplete();
    const { tier } = await visitor.stats();
    const here = await visitor.pictureAlone();
    const file = join(folder, `native-${hall}-${visitor.engine}.png`);
    writeFileSync(join(folder, `browser-${hall}-${visitor.engine}.png`), here);
    execFileSync(viewer, ["shot", join(server.halls, hall), "--size", "640x400", "--tier", tier.toLowerCase(), "--plain", "--output", file]);
    const { mean, share } = await visitor.difference([here, readFileSync(file)], SEEN);
    console.log(`${hall}, ${visitor.engine}: mean ${mean.toFixed(2)}, ${(100 * share).toFixed(2)} % differ by more than ${SEEN}`);
    expect(mean, "mean difference").toBeLessThan(MEAN);
    expect(share, "pixels that differ").toBeLessThan(SHARE);
  });
}
