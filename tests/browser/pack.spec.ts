// A pack: every device fetches the files of its tier, and sees what the source shows.

import { execFileSync } from "node:child_process";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { root } from "./server";
import { expect, test } from "./visitor";

/** The program that the tests are built with: unlike the delivered one it has the encoder of KTX2. */
const packer = process.env.YUNZHAN_TESTED ?? join(root, "target/debug/yunzhan-tested");

interface Device {
  /** Gigabytes, as browsers say them. */
  memory: number;
  saveData: boolean;
}

/** Makes the browser speak of a device that it isn't. */
async function pose(page: Page, device: Device): Promise<void> {
  await page.addInitScript(({ memory, saveData }) => {
    Object.defineProperty(Navigator.prototype, "deviceMemory", { get: () => memory, configurable: true });
    Object.defineProperty(Navigator.prototype, "connection", { get: () => ({ saveData }), configurable: true });
  }, device);
}

/** The addresses of the hall's files that are fetched from now on. */
function filesOf(page: Page): Set<string> {
  const files = new Set<string>();
  page.on("request", (request) => {
    const { pathname, search } = new URL(request.url());
    if (pathname.includes("/files/")) files.add(decodeURIComponent(pathname).split("/files/")[1]! + search);
  });
  return files;
}

interface Config {
  files: Record<string, { url: string }>;
  tiers: Record<string, Record<string, { url: string }>>;
}

const configOf = (page: Page) => page.evaluate(() => JSON.parse(document.getElementById("hall-config")!.textContent!) as Config);
const warningsOf = (page: Page) => page.evaluate(() => (window as unknown as { yunzhan: { state: { warnings: string[] } } }).yunzhan.state.warnings);
const versionOf = (file: { url: string } | undefined) => file?.url.split("?")[1];

test.beforeAll(({ server }) => {
  execFileSync(packer, ["pack", join(server.halls, "pictured"), "-o", join(server.halls, "fair.pack"), "--ktx2", "--viewer", "none"], { stdio: "pipe" });
});

const small = "phone";
const cases: [string, Device, string][] = [
  ["a desktop", { memory: 8, saveData: false }, "desktop"],
  ["a device with little memory", { memory: 4, saveData: false }, small],
  ["whoever saves data", { memory: 8, saveData: true }, small],
];
for (const [who, device, tier] of cases) {
  test(`${who} fetches the files of the tier ${tier}`, async ({ visitor, page }) => {
    const fetched = filesOf(page);
    await pose(page, device);
    await visitor.enter("/h/fair");
    await visitor.isComplete();
    expect(await warningsOf(page)).toEqual([]);
    const config = await configOf(page);
    const scene = "pictured.glb";
    const [most, phones] = [versionOf(config.files[scene]), versionOf(config.tiers["phone"]?.[scene])];
    expect(phones).not.toBe(most);
    expect([...fetched]).toContain(`${scene}?${tier === small ? phones : most}`);
    expect([...fetched]).not.toContain(`${scene}?${tier === small ? most : phones}`);
    const pictures = [...fetched].map((file) => /^[0-9a-f]{64}\.(\w+)/.exec(file)?.[1]).filter(Boolean);
    expect(pictures).toEqual([tier === small ? "ktx2" : "webp"]);
  });
}

test("a small screen is a phone's", { tag: "@phone" }, async ({ visitor, page }) => {
  const fetched = filesOf(page);
  await pose(page, { memory: 8, saveData: false });
  await visitor.enter("/h/fair");
  await visitor.isComplete();
  expect([...fetched].filter((file) => file.includes(".ktx2"))).toHaveLength(1);
});

test("both tiers show what the source shows", { tag: "@engine" }, async ({ visitor, page }) => {
  test.slow();
  const pictures: Buffer[] = [];
  for (const [hall, memory] of [["pictured", 8], ["fair", 8], ["fair", 4]] as const) {
    await pose(page, { memory, saveData: false });
    await visitor.enter(`/h/${hall}`);
    await visitor.isComplete();
    pictures.push(await visitor.pictureAlone());
  }
  const [source, webp, ktx2] = pictures as [Buffer, Buffer, Buffer];
  for (const [name, packed, most] of [["WebP", webp, 2], ["KTX2", ktx2, 4]] as const) {
    const { mean } = await visitor.difference([source, packed], 24);
    console.log(`${name} on ${visitor.engine}: ${mean.toFixed(2)} of 255 on average`);
    expect(mean, name).toBeLessThan(most);
  }
});
