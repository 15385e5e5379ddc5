// One model, drawn by three.js and by ours, and compared.

import type { Browser, Page } from "playwright-core";
import type { Comparison } from "../pages/compare";
import type { Drawn, View } from "../pages/three";

export const SIDE_PX = 512;

interface OurViewer {
  lookFrom?(ex: number, ey: number, ez: number, tx: number, ty: number, tz: number, fovYDegrees: number): void;
  goToViewpoint(id: string): void;
  stats(): { frames: number };
}

async function opened<T>(browser: Browser, url: string, work: (page: Page) => Promise<T>): Promise<T> {
  // Nothing moves by itself, so that everybody draws the first moment of an animation.
  const context = await browser.newContext({ viewport: { width: SIDE_PX, height: SIDE_PX }, deviceScaleFactor: 1, reducedMotion: "reduce" });
  try {
    const page = await context.newPage();
    await page.goto(url);
    return await work(page);
  } finally {
    await context.close();
  }
}

async function reach(page: Page, attribute: "phase" | "complete", value: string): Promise<void> {
  const until = Date.now() + 90_000;
  while (Date.now() < until) {
    const { dataset } = await page.evaluate(() => ({ dataset: { ...document.documentElement.dataset } }));
    if (dataset[attribute] === value) return;
    if (dataset.phase === "failed") throw new Error(`the page failed: ${dataset.failure}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`the page never became ${value}`);
}

export function drawWithThree(browser: Browser, origin: string, model: string, panorama: string): Promise<Drawn> {
  return opened(browser, `${origin}/three`, async (page) => {
    await reach(page, "phase", "inside");
    return page.evaluate(([url, light]) => window.drawModel!(url, light, null), [model, panorama] as const);
  });
}

/** A screenshot without anything but the picture, as a data URL. */
export function drawWithOurs(browser: Browser, origin: string, slug: string, engine: string, view: View): Promise<string> {
  return opened(browser, `${origin}/embed/${slug}?debug&engine=${engine}`, async (page) => {
    await reach(page, "complete", "true");
    await reach(page, "phase", "inside");
    await page.evaluate((from) => {
      const { viewer } = (window as unknown as { yunzhan: { viewer: OurViewer } }).yunzhan;
      if (viewer.lookFrom) viewer.lookFrom(...from.eye, ...from.target, from.fovYDeg);
      else viewer.goToViewpoint("view");
      // What comes later is hidden, too.
      const sheet = new CSSStyleSheet();
      sheet.replaceSync("body * { visibility: hidden !important; } .stage canvas { visibility: visible !important; }");
      document.adoptedStyleSheets.push(sheet);
    }, view);
    await settled(page);
    return `data:image/png;base64,${(await page.screenshot()).toString("base64")}`;
  });
}

/** Until no frame has been drawn for a while. */
async function settled(page: Page): Promise<void> {
  const frames = () => page.evaluate(() => (window as unknown as { yunzhan: { viewer: OurViewer } }).yunzhan.viewer.stats().frames);
  let [count, still] = [await frames(), 0];
  for (let tries = 0; tries < 60 && still < 4; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 250));
    const now = await frames();
    still = now === count ? still + 1 : 0;
    count = now;
  }
}

export function compare(browser: Browser, origin: string, reference: string, test: string, mask: string): Promise<Comparison> {
  return opened(browser, `${origin}/compare`, async (page) => {
    await reach(page, "phase", "inside");
    return page.evaluate(([a, b, cover]) => window.comparePictures!(a, b, cover), [reference, test, mask] as const);
  });
}
