// A hall whose light was computed ahead: either engine shows the light that the pack holds, as the desktop viewer does.

import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./server";
import { expect, test } from "./visitor";

const packer = process.env.YUNZHAN_TESTED ?? join(root, "target/debug/yunzhan-tested");
const viewer = process.env.YUNZHAN_VIEW ?? join(root, "target/debug/yunzhan-view");

/** Of 255, on average: what rounding and other rasterisers' edges make of the same picture, and what light makes of a room at least. */
const SAME = 0.8;
const OTHER = 4;

interface Pack {
  manifest: { file: string };
  scenes: { path: string; tiers: Record<string, { scene: { file: string } }> }[];
}

/** Lays the files of a tier out as a hall of their own, which the desktop viewer can open. */
function layOut(pack: string, tier: string, folder: string): void {
  const read = (file: string) => JSON.parse(readFileSync(join(pack, file), "utf8"));
  const { manifest, scenes } = read("pack.json") as Pack;
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(join(pack, "files"))) copyFileSync(join(pack, "files", name), join(folder, name));
  const shown = scenes.map(({ tiers }) => tiers[tier]!.scene.file.replace("files/", ""));
  writeFileSync(join(folder, "hall.json"), JSON.stringify({ ...read(manifest.file), scenes: shown }));
}

// The pillar is all that shines in a closed room.
test.beforeAll(({ server }) => {
  test.setTimeout(600_000);
  execFileSync(packer, ["pack", join(server.halls, "polished"), "-o", join(server.halls, "lit.pack"), "--bake=preview", "--viewer", "none"], { stdio: "pipe" });
});

for (const [tier, memory] of [["desktop", 8], ["phone", 4]] as const) {
  test(`the light of the tier ${tier} is the desktop viewer's`, { tag: "@engine" }, async ({ visitor, page }) => {
    test.slow();
    await page.addInitScript((memory) => {
      Object.defineProperty(Navigator.prototype, "deviceMemory", { get: () => memory, configurable: true });
      Object.defineProperty(Navigator.prototype, "connection", { get: () => ({ saveData: false }), configurable: true });
    }, memory);
    await visitor.enter("/h/lit");
    await visitor.isComplete();
    const actual = join(root, "tests/actual/browser");
    mkdirSync(actual, { recursive: true });
    const name = `baked-${tier}-${visitor.engine}.png`;
    const here = await visitor.pictureAlone();
    writeFileSync(join(actual, `browser-${name}`), here);
    const drawn = (folder: string, file: string, renderer: string) => {
      const options = ["--size", "640x400", "--tier", renderer, "--plain", "--output", join(actual, file)];
      execFileSync(viewer, ["shot", folder, ...options], { stdio: "ignore" });
      return readFileSync(join(actual, file));
    };
    const laidOut = join(visitor.server.halls, `../lit-${tier}-${visitor.engine}-${process.pid}`);
    layOut(join(visitor.server.halls, "lit.pack"), tier, laidOut);
    const renderer = (await visitor.stats()).tier.toLowerCase();
    const same = await visitor.difference([here, drawn(laidOut, `native-${name}`, renderer)], 12);
    const other = await visitor.difference([here, drawn(join(visitor.server.halls, "polished"), `plain-${name}`, renderer)], 12);
    console.log(`${name}: off by ${same.mean.toFixed(2)}, ${other.mean.toFixed(2)} from the room without`);
    expect(same.mean, "to the viewer's picture").toBeLessThan(SAME);
    expect(other.mean, "to the room whose light was not computed").toBeGreaterThan(OTHER);
  });
}
