// The hall page in a real browser on both backends, drawn by software, against the real server and the real build.
// `npm run specs` in web/; pictures of every state are left in tests/actual/browser/.

import { defineConfig } from "@playwright/test";

const chromium = process.env.CHROMIUM ?? "/usr/bin/chromium";

/** Software WebGL2 and WebGPU, and a browser that talks to nobody. */
const flags = [
  "--headless=new",
  "--no-sandbox",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--use-angle=swiftshader",
  "--enable-unsafe-swiftshader",
  "--enable-unsafe-webgpu",
  "--enable-features=Vulkan",
  "--use-webgpu-adapter=swiftshader",
  "--use-vulkan=swiftshader",
];

// Half the pixels each way: a software frame of a whole hall takes seconds as it is.
const desktop = { viewport: { width: 1280, height: 800 }, deviceScaleFactor: 0.5 };
const phone = { viewport: { width: 360, height: 640 }, hasTouch: true, isMobile: true, deviceScaleFactor: 1 };

export default defineConfig({
  testDir: ".",
  outputDir: "../actual/browser/results",
  // Software drawing fills every core by itself.
  workers: 1,
  fullyParallel: false,
  timeout: 180_000,
  expect: { timeout: 60_000 },
  forbidOnly: Boolean(process.env.CI),
  // Software drawing on a busy machine can starve a page for a minute; what fails twice is broken.
  retries: process.env.CI ? 1 : 0,
  reporter: [["list"]],
  use: {
    locale: "zh-CN",
    launchOptions: { executablePath: chromium, ignoreDefaultArgs: ["--headless"], args: flags },
  },
  projects: [
    { name: "webgl2", grepInvert: /@phone|@webgpu/, use: { ...desktop } },
    { name: "webgpu", grep: /@engine|@webgpu/, use: { ...desktop } },
    { name: "phone", grep: /@phone/, use: { ...phone } },
  ],
});
